/* store - what is known of single pages: bytes and marks (resident, locked, written, reset).
 *
 * Shape   Pages are keyed by backing object and offset in it, not by address: private memory is the
 *         object named by the first page of its allocation, and the offset counts pages from there.
 *         A page has a record only if it has bytes of its own or a mark; an object only if one
 *         of its pages has a record. Bytes NULL read as zeros.
 * Swaps   All change is exchange: a swap holds the other side of one page, exchanging it with
 *         the store applies it, exchanging it again takes it back. A whole record is moved,
 *         never copied; a write keeps only the bytes that it changes. A list of swaps is
 *         ascending by object and offset, one swap a page, so it may be exchanged in any order.
 * Cost    get, next, exchange O(log n) (at most 12 small steps). An empty store costs a null
 *         check, an object without records one descent.
 * Errors  None; host memory: base_oom.
 */
#ifndef VM_STORE_H
#define VM_STORE_H

#include <stddef.h>

#include "radix.h"
#include "vm/view.h"

enum {
    STORE_RESIDENT = 1 << 0,       /* in the working set [R-WS-1] */
    STORE_LOCKED = 1 << 1,         /* by VirtualLock; resident then [R-LOCK-1] */
    STORE_WATCHED = 1 << 2,        /* written since the last reset of its write watch [R-WW-1] */
    STORE_LATCHED = 1 << 3,        /* the mark outlives a decommit; watched then [R-WW-13] */
    STORE_RESET = 1 << 4,          /* given up by MEM_RESET [R-RESET-1] */
    STORE_DISCARDED = 1 << 5,      /* its bytes were taken after MEM_RESET [R-RESET-9] */
    STORE_FLAGS = (1 << 6) - 1
};

/* The record of one page. */
struct store_page {
    uint8_t *bytes;                /* VM_PAGE_SIZE of them, or NULL: zeros */
    uint8_t flags;
};

struct store {
    struct radix objects;
    uint64_t stored, resident, locked; /* records that have bytes, that have the flag */
};

static inline bool store_is_empty(const struct store *s)
{
    return radix_is_empty(&s->objects);
}
/* The record of a page, NULL if nothing is known of it. */
const struct store_page *store_get(const struct store *s, uint64_t object, uint64_t offset);
/* The first record of object in [from, end), NULL if there is none. */
const struct store_page *store_next(const struct store *s, uint64_t object, uint64_t from,
    uint64_t end, uint64_t *ret_offset);
/* The first record of all at or after (*object, *offset), which become its place. */
const struct store_page *store_next_of_all(const struct store *s, uint64_t *object,
    uint64_t *offset);

void store_finish(struct store *s);                          /* a zeroed store is empty */
void store_copy(struct store *to, const struct store *from); /* deep. pre: to is empty */
bool store_equal(const struct store *a, const struct store *b);
uint64_t store_hash(const struct store *s);
const char *store_check(const struct store *s);              /* NULL if sound, else what is not */

/* ---- swaps ----------------------------------------------------------------------------------- */

enum { STORE_SMALL = 8 };

struct vm_page_swap {
    uint64_t object, offset;
    bool moves;                    /* the whole record is exchanged, else flags and some bytes */
    bool brings_bytes;             /* the page has bytes of its own on one side only */
    uint8_t flags;
    uint16_t first, count;         /* bytes of the page, count 0: none */
    union {
        struct store_page *page;   /* moves: NULL is no record */
        uint8_t small[STORE_SMALL];/* count bytes */
        uint8_t *large;            /* the same if they are more than STORE_SMALL */
    } with;
};

/* The page's record is replaced by one without bytes that has only flags (0: no record at all). */
struct vm_page_swap store_swap_discard(uint64_t object, uint64_t offset, uint8_t flags);
/* The page gets these flags and keeps its bytes. */
struct vm_page_swap store_swap_edit(uint64_t object, uint64_t offset, uint8_t flags);
/* Such a swap also writes count bytes of data, from byte first of the page on; at most once a swap.
 * page is the record as it is now, or NULL. */
void store_swap_bytes(struct vm_page_swap *swap, const struct store_page *page, unsigned first,
    unsigned count, const uint8_t *data);

void store_exchange(struct store *s, struct vm_page_swap *swap);
void store_swap_finish(struct vm_page_swap *swap);           /* frees what it holds */
size_t store_swap_size(const struct vm_page_swap *swap);     /* host memory beside the swap */

#endif
