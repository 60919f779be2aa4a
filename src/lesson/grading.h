/* grading - what the files that grade share. */
#ifndef LESSON_GRADING_H
#define LESSON_GRADING_H

#include "lesson/classroom.h"
#include "lesson/grade.h"

/* One answer being graded. */
struct grading {
    struct grade_result *result;
    const struct course *course;
    const struct grade_options *options;
    const struct grade_answer *answer;
    uint64_t left;                     /* operations */
    bool quiet;                        /* the text was run before: its mistakes are told */

    struct session *session;
    struct classroom *room;            /* NULL: a program is judged without one */
};

/* ---- grade.c ---------------------------------------------------------------------------------- */

/* Takes from what is left; false once nothing is. */
bool grading_spend(struct grading *g, uint64_t operations);
/* should_stop of a session; ctx is the grading. */
bool grading_is_spent(void *ctx);
struct grade_mark *grading_mark(struct grading *g, const struct lesson_sketch *task);
/* The lesson with the student's numbers; NULL if it cannot be made. */
const struct lesson *grading_lesson(struct grading *g, const struct lesson_sketch *task);
/* The first thing that is missing, by the verdict on from, which is such a lesson too. */
void grading_take_gap(struct grading *g, struct grade_mark *mark, const struct lesson *from,
    const struct lesson_item *item);
void grading_set_solved(struct grade_mark *mark, unsigned calls);

struct grade_mistake *grading_mistake(struct grading *g, enum grade_mistake_kind kind,
    size_t line);
/* Those of the session's last text, which begins at line. */
void grading_take_diags(struct grading *g, size_t line);
void grading_take_refusal(struct grading *g, const char *msgid, const char *arg, size_t line);
/* How the current step ended, if not well. */
void grading_take_end(struct grading *g, size_t line);

/* ---- grade_lines.c ---------------------------------------------------------------------------- */

/* Runs a journal or script; task: it begins there, NULL: where its lines lead. */
void grade_lines(struct grading *g, const struct lesson_sketch *task);
/* Does the text lead into lessons by itself? */
bool grade_leads_on(const struct grading *g);

/* ---- grade_start.c ---------------------------------------------------------------------------- */

/* A start of a journal, "#start 2 machine=x86 layout=empty lesson ID" and its lines behind "#|".
 * Returns the bytes taken, 0 if text does not begin with one. */
size_t grade_start(struct grading *g, const char *text, size_t len);

/* ---- grade_program.c -------------------------------------------------------------------------- */

void grade_program(struct grading *g, const struct lesson_sketch *task);
/* The task that its head or the name of its file names; NULL. */
const struct lesson_sketch *grade_program_task(const struct grading *g);

#endif
