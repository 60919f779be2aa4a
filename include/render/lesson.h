/* lesson - a lesson, its task and what happens in the classroom, in words: for the console, a pane
 * and plain output alike.
 *
 * Shape   Whole lines, each with '\n' at its end, that read well aloud: no columns. Words that can be
 *         typed stand as they are typed.
 * Units   width in cells of a line; 0: as explain has it. Calls keep their lines, however long.
 * Errors  Outside any lesson what belongs to one is empty.
 */
#ifndef RENDER_LESSON_H
#define RENDER_LESSON_H

#include "lesson/classroom.h"
#include "render/answer.h"

/* Of the person's language. */
const struct lesson_words *render_lesson_words(const struct lesson *lesson);

/* "Lesson 5 of 25 · Commit a part"; one line. */
void render_lesson_title(struct render_text *out, const struct classroom *room);
/* Its text comes in so many screens; one of them, from 0. */
size_t render_lesson_screens(const struct classroom *room);
void render_lesson_screen(
    struct render_text *out, const struct classroom *room, size_t number, size_t width);
void render_lesson_task(struct render_text *out, const struct classroom *room, size_t width);
/* "Hint 2 of 3" and the hint; number from 0. */
void render_lesson_hint(
    struct render_text *out, const struct lesson *lesson, unsigned number, size_t width);
/* "[x] 8 pages reserved at 40000000": a line for each item; of a stage that was reached one line. */
void render_lesson_checklist(struct render_text *out, const struct lesson *lesson,
    const struct lesson_verdict *verdict, size_t width);
/* The words that help: demo, predict, hint, check, as far as the lesson has them. */
void render_lesson_offers(struct render_text *out, const struct classroom *room, size_t width);
/* Beside the task: the lines of a demonstration that ran, with a sentence each; the question of a
 * prediction, what was painted for it, and how near it was; what free play is. Nothing in the task
 * itself. */
void render_lesson_place(struct render_text *out, const struct classroom *room, size_t width);
/* "committed, read-write": what the task wants a page to be, if it is something else now. False if
 * not. */
bool render_lesson_goal(struct buf *out, const struct classroom *room, vm_page page);
/* Title, text, task, checklist and words that help. */
void render_lesson_text(struct render_text *out, const struct classroom *room, size_t width);

/* What an item asks, without a line end: "8 pages reserved at 40000000". */
void render_lesson_item(struct render_text *out, const struct lesson *lesson,
    const struct lesson_item *item);
/* What it lacks, without a line end: "page 40003000 is reserved; the goal wants committed,
 * read-write". Nothing if it is done or belongs to a later stage. */
void render_lesson_gap(struct render_text *out, const struct lesson *lesson,
    const struct lesson_item *item);

/* What came of a word of the classroom, or of a step; nothing where nothing is to be said. The lines
 * and answers of demonstrations stand in it. */
void render_news(struct render_text *out, const struct session *session,
    const struct classroom *room, const struct classroom_news *news, size_t width);

/* The worlds and their lessons, those whose name, topic or title holds the filter ("": all). */
void render_lesson_list(
    struct render_text *out, const struct classroom *room, const char *filter, size_t width);
/* What is solved, and how. */
void render_progress(struct render_text *out, const struct classroom *room, size_t width);

/* Replaces what lang_complete offered behind a word of lessons: names of lessons, topics, answers.
 * room NULL: nothing changes. */
void render_lesson_complete(const struct classroom *room, const char *text, size_t len,
    size_t cursor, struct lang_completions *out);

/* "lessons/05-commit-part/lesson:8: C0117 the pieces have 7 pages, the allocation has 8"; a line. */
void render_lesson_fault(struct render_text *out, const struct lesson_fault *fault);
/* Why lessons of the course in path are left out: the first few faults, and who names all. */
void render_course_faults(struct render_text *out, const struct lesson_faults *faults,
    const char *path, size_t width);

#endif
