/* draft - a new lesson out of what was just done: the author plays the start, says so, plays the
 * solution, and the files are written, ready for words.
 *
 * Shape   Start: the lines since the space was last begun anew, up to mark. Solution: the lines from
 *         there to the current step, without calls that failed. Goal: the allocations that differ
 *         from the start. Par: the calls of the solution.
 */
#ifndef LESSON_DRAFT_H
#define LESSON_DRAFT_H

#include "lesson/lesson.h"

/* The step where the space was begun, on the way to the current one: the usual mark. */
uint32_t draft_begin(const struct session *session);
/* Is mark on the way to the current step, not before draft_begin? */
bool draft_mark_fits(const struct session *session, uint32_t mark);
/* Appends the file that knows no language. */
void draft_data(const struct session *session, uint32_t mark, const char *id, struct buf *out);
/* Appends the file of words with its sections, empty. */
void draft_words(const char *id, struct buf *out);
/* "lessons/09-commit-part/" gives "commit-part". */
void draft_id(const char *folder, struct buf *out);
/* Writes the three files into folder, which must not hold a lesson yet. False: one could not be
 * written, or there is one; *ret_path says which. */
bool draft_write(const struct session *session, uint32_t mark, const char *folder,
    const struct lesson_host *host, struct buf *ret_path);

/* The same with the files of another lesson, under the name of the folder. */
bool draft_copy(const struct lesson_sketch *sketch, const char *folder,
    const struct lesson_host *host, struct buf *ret_path);

#endif
