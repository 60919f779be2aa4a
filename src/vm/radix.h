/* radix - ordered map from numbers to pointers: 64-way nodes that hold only the children present.
 *
 * Shape   A tree as high as the largest key needs, six bits of the key a level. Each node has a
 *         bitmap of the children it has and exactly those pointers, in order. Zeroed is empty;
 *         an empty node does not stay.
 * Use     struct radix r = {0}; radix_swap to put, replace and take; radix_get, radix_next; finish.
 * Errors  None; host memory: base_oom.
 * Cost    get, swap, next O(levels), at most 6 for page numbers. A walk with radix_next costs
 *         the keys found, never the distance between them.
 * Owner   Values are the caller's.
 */
#ifndef VM_RADIX_H
#define VM_RADIX_H

#include <stdbool.h>
#include <stdint.h>

struct radix_node;
struct radix {
    struct radix_node *root;                                 /* NULL: empty */
    unsigned height;
};
#define RADIX_KEY_END ((uint64_t)1 << 60)

static inline bool radix_is_empty(const struct radix *r)
{
    return !r->root;
}
void *radix_get(const struct radix *r, uint64_t key);        /* NULL if there is none */
/* Puts value (NULL takes away) and returns what was there before. pre: key < RADIX_KEY_END */
void *radix_swap(struct radix *r, uint64_t key, void *value);
/* The value of the lowest key that is at least from; NULL if there is none. */
void *radix_next(const struct radix *r, uint64_t from, uint64_t *ret_key);
void radix_finish(struct radix *r);                          /* frees the nodes; *r is empty then */

#endif
