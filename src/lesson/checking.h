/* checking - what the files that check a course share. */
#ifndef LESSON_CHECKING_H
#define LESSON_CHECKING_H

#include "lesson/check.h"
#include "trial.h"

struct checking {
    const struct course *course;
    const struct course_links *links;
    struct lesson_faults *faults;
    const struct lesson_sketch *sketch;
    const struct lesson *lesson;   /* filled with the numbers of student */
    const char *student;           /* "": the default numbers */
    const char *file;              /* that is being checked */
};
void check_fault(struct checking *c, unsigned line, enum lesson_fault_id id, const char *arg0,
    const char *arg1);
void check_fault_numbers(
    struct checking *c, unsigned line, enum lesson_fault_id id, uint64_t arg0, uint64_t arg1);
/* 487, C0000005 */
void check_error_text(uint32_t error, struct buf *out);

/* check_run.c: the file that knows no language. False: the lesson cannot even begin. */
bool check_data(struct checking *c);
/* check_words.c: a language's file. */
void check_words(struct checking *c, enum lesson_language language);
/* check_code.c: a fenced block; its lines begin after the one at line. */
void check_code(
    struct checking *c, const char *info, const char *code, size_t len, unsigned line);

#endif
