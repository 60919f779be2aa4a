/* contents - what the verbs ask of page contents and marks (written, locked, resident, reset).
 *
 * Shape   A stored page leaves or enters the store through a swap of the change. Exchanging the
 *         swaps of a change with the store applies it; exchanging them again reverts it.
 * Cost    Each hook is O(1) where the store holds no page of the range, else O(stored pages in it).
 */
#ifndef VM_CONTENTS_H
#define VM_CONTENTS_H

#include "space_impl.h"
#include "store.h"

struct store *contents_create(void);
void contents_destroy(struct store *store);                  /* NULL is fine */
struct store *contents_clone(const struct store *store);
bool contents_equal(const struct store *a, const struct store *b);
uint64_t contents_hash(const struct store *store);
/* Stored pages lie in committed pages, locked ones are resident ...; NULL or what is not so. */
const char *contents_check(const struct vm_space *space);
/* stored, resident, locked, lockable */
void contents_totals(const struct vm_space *space, struct vm_totals *totals);

/* Apply and revert: exchanges the swaps of change with the store. */
void contents_exchange(struct store *store, struct vm_change *change);
void contents_clear(struct vm_change *change);               /* drops the swaps, keeps the memory */
void contents_finish(struct vm_change *change);              /* frees them */
size_t contents_bytes(const struct vm_change *change);
bool contents_touches(const struct vm_change *change, vm_page page); /* bytes or marks differ */
/* The same for any page of [first, end). O(log swaps) */
bool contents_touches_range(const struct vm_change *change, vm_page first, vm_page end);

/* Hooks of VirtualAlloc, VirtualFree and VirtualProtect, called while planning. */
/* The pages lose contents, locks and marks; R-WW-13 keeps some write marks of a decommit. */
void contents_discard(struct plan *p, vm_page first, vm_page end, bool release);
/* A protection covers the pages, by VirtualProtect or by committing again: R-WW-13's latch of the
 * former, locks where it is PAGE_NOACCESS. */
void contents_protect(struct plan *p, vm_page first, vm_page end, uint32_t protect);
void contents_reset(struct plan *p, vm_page first, vm_page end);              /* MEM_RESET */
/* MEM_RESET_UNDO. False if a page was discarded: *ret_page is the first such one. [R-RESET-9] */
bool contents_undo_reset(struct plan *p, vm_page first, vm_page end, vm_page *ret_page);

/* ---- for the verbs on pages: access.c, lock.c, watch.c --------------------------------------- */

/* A walk over the pages of [first, end) of which something is known, by ascending address.
 * Private memory is keyed so that this is also the order of the store. Costs the pages found. */
struct contents_walk {
    const struct store *store;
    uint64_t object, offset;
    vm_page end;
};
struct contents_walk contents_walk(const struct vm_space *space, vm_page first, vm_page end);
/* The next record, NULL after the last; object and offset of the walk are its place. */
const struct store_page *contents_next(struct contents_walk *walk, vm_page *ret_page);

/* Adds a swap to the plan's change; pages must come in ascending order, each once. */
void contents_swap(struct plan *p, struct vm_page_swap swap);
/* The record at the walk gets these flags and keeps its bytes; nothing if it has them already. */
void contents_mark(struct plan *p, const struct contents_walk *walk,
    const struct store_page *page, unsigned flags);
/* A guard page in run was touched: its guard is gone, of this page only.  [R-ACC-2, R-LOCK-2] */
void access_disarm(struct plan *p, const struct runmap_cursor *run, vm_page page);
uint64_t contents_lockable(const struct vm_space *space);    /* pages [R-LOCK-6] */

#endif
