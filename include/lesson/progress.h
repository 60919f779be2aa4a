/* progress - which lessons were solved: one small text file, replaced atomically.
 *
 * Format  # pagelab progress 1
 *         commit-part solved 2 hints 1 seconds 140       best calls, hints then, time then
 *         reserve seen                                   begun
 *         release seen shown last                        its solution was shown; one was in it
 *         Lines that are not understood are kept as they are.
 */
#ifndef LESSON_PROGRESS_H
#define LESSON_PROGRESS_H

#include "lesson/lesson.h"

struct progress_entry {
    const char *id;
    bool solved, shown;                /* shown: the solution was looked at */
    unsigned calls, hints;
    uint64_t seconds;
};
struct progress {
    struct arena arena;
    struct progress_entry *items;
    size_t count, cap;
    struct buf strange;                /* lines that were not understood */
    const char *last;                  /* the lesson one was in; NULL */
};
/* Adds what text says, whatever bytes it has; progress begins zeroed. */
void progress_parse(struct progress *progress, const char *text, size_t len);
void progress_write(const struct progress *progress, struct buf *out);
const struct progress_entry *progress_find(const struct progress *progress, const char *id);
/* The entry, made if there is none. */
struct progress_entry *progress_entry(struct progress *progress, const char *id);
/* Takes over what the other has and this has not, or has worse: with more calls, else more hints,
 * else more seconds. Returns how many lessons. */
size_t progress_merge(struct progress *progress, const struct progress *other);
void progress_forget(struct progress *progress, const char *id);     /* NULL: all */
void progress_finish(struct progress *progress);

#endif
