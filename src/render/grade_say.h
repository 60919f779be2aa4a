/* grade_say - what the reports of grading share. */
#ifndef RENDER_GRADE_SAY_H
#define RENDER_GRADE_SAY_H

#include "render/grade.h"

/* Words for programs. */
const char *grade_kind_word(enum grade_kind kind);           /* "journal" */
const char *grade_reason_word(enum grade_reason reason);     /* "solved" */
/* The i-th kind of help in help, from 0; NULL past the last. */
const char *grade_help_word(unsigned help, size_t i);

/* Adds text of any origin as one line: control characters and marks that turn the direction of
 * writing become '?'. */
void grade_add_clean(struct buf *out, const char *text, size_t len);
/* "line 3: error L0104: ..."; one line. */
void grade_add_mistake(struct buf *out, const struct grade_mistake *mistake);
/* What is to be said of the answer as a whole, a line each. */
void grade_add_notes(struct buf *out, const struct render_report *report,
    const struct grade_result *result);

/* ---- one file a format ------------------------------------------------------------------------ */

struct grade_writer {
    void (*begin)(const struct render_report *report, struct buf *out);
    void (*answer)(const struct render_report *report, const struct grade_result *result,
        struct buf *out);
    void (*unread)(const struct render_report *report, const char *name, const char *student,
        const char *why, struct buf *out);
    void (*end)(const struct render_report *report, struct buf *out);
};
extern const struct grade_writer grade_table, grade_csv, grade_json, grade_junit;

#endif
