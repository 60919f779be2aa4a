/* grade - what an answer proves: a journal, a script or a C program of one student against a course.
 *
 * Use     grade_answer for each; read the result; grade_result_finish before the next.
 * Shape   Every line is run again on the course's own starts, so that only what the calls do counts.
 *         What a journal says of itself (hints, seconds) is passed on as a claim.
 *             journal   leads into its lessons by its own starts, which must be the course's
 *             script    "lesson ID" between the tasks; without, it is one task's: the one asked
 *                       for, else each is tried
 *             program   defines main: runs as a process beside the start of one task: the one
 *                       asked for, named in a comment "lesson ID" at its head or in the file's
 *                       name, else each is tried
 * Limits  An answer has so many operations altogether, calls and lines included, and then is stopped;
 *         it reads no files and writes none.
 * Owner   A result borrows course and answer.   Errors  None: what an answer lacks is in its marks.
 */
#ifndef LESSON_GRADE_H
#define LESSON_GRADE_H

#include "lesson/judge.h"

enum { GRADE_MAX_ANSWER = 1 << 20,     /* bytes of one answer, for whoever reads it */
    GRADE_MAX_MISTAKES = 20,           /* that are kept */
    GRADE_MAX_OPERATIONS = 2000000 };  /* of an answer, if the options do not say */

struct grade_options {
    const char *task;                  /* a lesson as course_find knows it; NULL: not asked for */
    bool exam;                         /* help is flagged */
    uint64_t max_operations;           /* 0: GRADE_MAX_OPERATIONS */
};
struct grade_answer {
    const char *name;                  /* of the file, with its folder */
    const char *student;               /* whose answer; for reports */
    const char *numbers;               /* whose numbers it shall have; "": the default ones */
    const char *text;
    size_t len;
};

enum grade_kind { GRADE_JOURNAL, GRADE_SCRIPT, GRADE_PROGRAM };
enum grade_reason {
    GRADE_UNTRIED,                     /* the answer does not come to this task */
    GRADE_SOLVED,
    GRADE_OPEN,                        /* gap says what is missing first */
    GRADE_SHOWN,                       /* solved, but its solution had been looked at */
    GRADE_OTHER_START,                 /* the journal began it on another start */
    GRADE_DEFAULT_START,               /* ... with the default numbers, not the student's */
    GRADE_NO_PROGRAM,                  /* the program has mistakes */
    GRADE_NO_PLACE,                    /* the start of the task does not go into a process */
    GRADE_LIMIT                        /* the program was stopped at the limit */
};
enum grade_help { GRADE_HINT = 1, GRADE_DEMO = 2, GRADE_SOLUTION = 4, GRADE_WHY = 8 };
struct grade_mark {
    const struct lesson_sketch *task;
    enum grade_reason reason;
    unsigned calls, par;               /* calls: the fewest that solved it */
    unsigned attempts;
    unsigned help;                     /* enum grade_help, that the answer asked for */
    /* OPEN: */
    bool has_gap;
    struct lesson_item gap;            /* of lesson */
    const struct lesson *lesson;       /* with the student's numbers; NULL: UNTRIED */
    const char *wrong;                 /* the name of the foreseen wrong way; NULL */
    /* What the journal says of itself, unproven. */
    bool has_claims;
    unsigned claimed_hints;
    uint64_t claimed_seconds;
};

enum grade_mistake_kind {
    GRADE_DIAG,                        /* diag */
    GRADE_REFUSED,                     /* msgid, arg */
    GRADE_UNFINISHED,                  /* the statement that begins here does not end */
    GRADE_PROGRAM_INSIDE               /* a program amid other lines */
};
struct grade_mistake {
    enum grade_mistake_kind kind;
    unsigned line;                     /* of the answer, from 1 */
    struct lang_diag diag;
    const char *msgid, *arg;
};
struct grade_result {
    struct arena arena;
    enum grade_kind kind;
    const struct grade_answer *answer;
    struct grade_mark *marks;          /* one for each lesson of the course, in its order */
    size_t mark_count;
    size_t solved;
    struct grade_mistake mistakes[GRADE_MAX_MISTAKES];
    size_t mistake_count;              /* kept; the first ones */
    uint64_t mistake_total;
    bool understood;                   /* something in it was */
    bool stopped;                      /* at the limit of operations */
    uint32_t exception;                /* by which the program ended; 0 */
    bool says_exam;                    /* the journal claims to come from an exam */
    const char *says_student;          /* ... to have the numbers of this student; NULL */
    struct lesson **lessons;           /* private: filled for this student, by mark; NULL */
};

void grade_answer(struct grade_result *ret, const struct course *course,
    const struct grade_options *options, const struct grade_answer *answer);
void grade_result_finish(struct grade_result *result);

/* The student of a file: its name without folder and ending, and without the name of a lesson that
 * stands in it; if nothing is left, the name of its folder. */
void grade_student_of_name(const struct course *course, const char *name, struct buf *out);
/* The student that the text itself names ("#: student ID"); false if it names none. */
bool grade_student_of_text(const char *text, size_t len, struct buf *out);

#endif
