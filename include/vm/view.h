/* view - reading a space: nothing here changes anything.
 *
 * Shape   A space is a row of runs that tile [0, vm_space_end); a walk asks for the run that holds
 *         page 0, then for the one at its end, and so on. What is read is a copy and stays true
 *         until the next apply or revert; generation tells.
 * Units   vm_page, and counts of pages; addresses and bytes only where a comment says so.
 * Errors  None. A page past the end is a programmer error where pre: says so.
 */
#ifndef VM_VIEW_H
#define VM_VIEW_H

#include <stddef.h>

#include "vm/call.h"

struct vm_space;

const struct vm_machine *vm_space_machine(const struct vm_space *space);
/* Moves on with every apply and revert. */
uint64_t vm_space_generation(const struct vm_space *space);
/* Are runs, contents, marks, locks, limits and charge the same? Equal spaces have equal hashes.
 * O(runs + stored pages) */
bool vm_space_equal(const struct vm_space *a, const struct vm_space *b);
uint64_t vm_space_hash(const struct vm_space *space);

/* One run with its place in its allocation. Pages. */
struct vm_run {
    vm_page first, end;            /* end exclusive */
    vm_attr attr;
    vm_page alloc_first, alloc_end;    /* of the allocation; of the run itself where it is free */
};
/* The run that holds page; pre: page < vm_space_end. O(log n). */
struct vm_run vm_space_run(const struct vm_space *space, vm_page page);
/* Pages of the user range: it ends with the byte at max_address. */
vm_page vm_space_end(const struct vm_space *space);

/* Pages of each class in [first, end). O(log n). */
void vm_space_count(const struct vm_space *space, vm_page first, vm_page end,
    uint64_t ret_count[VM_CLASS_COUNT]);
/* The same for cells neighbouring cells of 2^shift pages each, from first on; past the end of the
 * space all counts are 0. ret_count has cells rows. One sweep: O(cells log n) at worst. */
void vm_space_count_cells(const struct vm_space *space, vm_page first, unsigned shift, size_t cells,
    uint64_t (*ret_count)[VM_CLASS_COUNT]);

struct vm_totals {
    uint64_t pages[VM_CLASS_COUNT];
    uint64_t runs, allocations;    /* free runs not counted */
    uint64_t charge, limit;        /* pages; limit VM_NO_LIMIT if none */
    uint64_t largest_free;         /* pages of the largest gap that a NULL-address reserve
                                    * can use */
    uint64_t tail_pages;           /* free pages that no reserve can reach: tails of granules
                                    * [R-GEN-13] */
    uint64_t stored;               /* pages whose contents are stored */
    uint64_t resident, locked;     /* pages of the working set, locked ones among them */
    uint64_t lockable;             /* how many pages VirtualLock allows [R-LOCK-6] */
    bool lock_privilege;
};
void vm_space_totals(const struct vm_space *space, struct vm_totals *ret_totals); /* O(log n) */

/* What is known of one page beyond its run. */
struct vm_page_info {
    bool stored;                   /* has contents of its own; else it reads as zeros */
    bool resident, locked;
    bool watched_write;            /* write-watch mark set */
    bool reset, discarded;         /* MEM_RESET gave it up; pressure has taken it */
};
void vm_space_page_info(const struct vm_space *space, vm_page page, struct vm_page_info *ret_info);
/* Copies len bytes as they lie in memory, without any access check or effect; zeros where nothing
 * is stored. */
void vm_space_peek(const struct vm_space *space, vm_addr addr, void *out, size_t len);

/* ---- changes -------------------------------------------------------------------------------- */

struct vm_page_swap;               /* private: contents and marks of stored pages, both sides */
struct vm_settings {               /* the scalars of a space that calls change */
    uint64_t charge, limit, min_working_set;
    bool lock_privilege;
};

/* Both sides of one operation. Read the first part freely; the rest belongs to vm. */
struct vm_change {
    struct vm_call call;           /* as asked; data is NULL after planning */
    struct vm_result result;
    struct vm_stretch *before;     /* runs of the spliced range before, ascending, gapless */
    size_t before_count;
    struct vm_stretch after[4];    /* and after; 0 where runs do not change */
    size_t after_count;
    vm_page *pages;                /* GET_WRITE_WATCH: page numbers; first touched pages for
                                    * accesses and locks */
    size_t page_count;
    struct vm_settings old_settings, new_settings;

    size_t before_cap, pages_cap;
    struct vm_page_swap *swaps;
    size_t swap_count, swap_cap;
    uint64_t planned_on;           /* generation of the space */
    uint64_t finger;               /* where the run map found the range, or 0: saves the second
                                    * descent */
};
bool vm_change_is_empty(const struct vm_change *change);     /* both sides are the same */
/* Pages per transition [from][to] of display classes; the diagonal kept its class. O(runs) */
void vm_change_transitions(const struct vm_change *change,
    uint64_t ret_pages[VM_CLASS_COUNT][VM_CLASS_COUNT]);
/* Is page's class, protection or contents different on both sides? For the marks on the map. */
bool vm_change_touches(const struct vm_change *change, vm_page page);

/* ---- the check trace: a call's way through its rules ---------------------------------------- */

enum vm_check_id {
    VM_CHECK_PARAMS,               /* flags, protection, address, size */
    VM_CHECK_ROUND,                /* the range the call really means: [first, end) */
    VM_CHECK_FIND,                 /* the allocation that owns the range */
    VM_CHECK_GAP,                  /* a gap that fits was looked for */
    VM_CHECK_PAGES,                /* each page's state was tested */
    VM_CHECK_CHARGE,               /* commit charge against the limit */
    VM_CHECK_QUOTA,                /* lockable pages */
    VM_CHECK_CHANGE                /* what will be done to [first, end) */
};
struct vm_check {
    enum vm_check_id id;
    enum vm_rule rule;             /* the rule that decides here */
    bool passed;
    vm_page first, end;            /* the pages looked at; equal if none */
    struct vm_arg args[VM_REASON_ARGS];
};
struct vm_trace {
    struct vm_check *checks;
    size_t count, cap;
};
void vm_trace_finish(struct vm_trace *trace);

#endif
