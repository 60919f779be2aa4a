/* grade - reports of what answers prove: a table for people, CSV, JSON and JUnit XML for programs.
 *
 * Use     report = {format, course, exam}; render_report_begin; render_report_answer or _unread for
 *         each; render_report_end. Each appends to out, which may be written and cleared between.
 * Shape   Sentences in the person's language; keys and words for programs are the same in all.
 *         JSON and JUnit hold the texts of the answers; the JSON report can be read again.
 * Safety  Texts of answers and names of files may hold anything: control characters become '?',
 *         what a spreadsheet would take for a formula gets an apostrophe before it.
 */
#ifndef RENDER_GRADE_H
#define RENDER_GRADE_H

#include "lesson/grade.h"
#include "render/text.h"

enum render_report_format { RENDER_REPORT_TABLE, RENDER_REPORT_CSV, RENDER_REPORT_JSON,
    RENDER_REPORT_JUNIT, RENDER_REPORT_COUNT };
struct render_report {
    enum render_report_format format;
    const struct course *course;
    bool exam;
    size_t answers;                    /* so far */
    size_t *tried, *solved;            /* by how many, by task; private */
};
void render_report_begin(struct render_report *report, struct buf *out);
void render_report_answer(struct render_report *report, const struct grade_result *result,
    struct buf *out);
/* An answer that could not be read; why: a sentence. */
void render_report_unread(struct render_report *report, const char *name, const char *student,
    const char *why, struct buf *out);
void render_report_end(struct render_report *report, struct buf *out);
void render_report_finish(struct render_report *report);

/* What a mark lacks, in a sentence; "" if it is solved. One line. */
void render_grade_why(struct buf *out, const struct grade_result *result,
    const struct grade_mark *mark);

/* ---- a JSON report, to be graded again ------------------------------------------------------ */

struct render_report_reader;
/* Does text begin as a report does? */
bool render_report_is(const char *text, size_t len);
/* NULL: it is none. */
struct render_report_reader *render_report_read(const char *text, size_t len);
/* The next answer with its text, borrowed from the reader; false past the last. */
bool render_report_next(struct render_report_reader *reader, struct grade_answer *ret);
void render_report_close(struct render_report_reader *reader);       /* NULL is fine */

#endif
