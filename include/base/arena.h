/* arena - bump memory that is freed all at once (the tree, tokens and diagnostics of one text).
 *
 * Use     struct arena a = {0}; arena_alloc...; arena_finish. Nothing is freed alone. A finished or
 *         zeroed arena can be used again.
 * Owner   The arena owns all that it gave; what is there does not move until arena_finish.
 * Cost    O(1); chunks grow from 4 KiB.   Errors  None (base_oom).
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_chunk;
struct arena {
    struct arena_chunk *chunks;
    size_t used, cap;                                        /* in the newest chunk */
};

void *arena_alloc(struct arena *a, size_t size);             /* zeroed, aligned for any type */
char *arena_strndup(struct arena *a, const char *text, size_t len);    /* NUL is added */
void *arena_memdup(struct arena *a, const void *data, size_t size);
void arena_finish(struct arena *a);

#endif
