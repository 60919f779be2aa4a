/* space - one simulated address space and the verbs that change it.
 *
 * Use     create, then for each call: plan, look at the change, apply. revert takes the newest
 *         applied change back. Plan checks everything and changes nothing; apply cannot fail.
 *             struct vm_change c = {0};
 *             vm_plan(space, &call, &c, NULL);   c.result says what the call will answer
 *             vm_apply(space, &c);              also after a failure: R-LOCK-2 has effects
 *             vm_revert(space, &c);             exactly as it was: runs, contents, charge, marks
 *             vm_change_finish(&c);
 * Errors  Outcomes of calls are values in the result. Host memory: base_oom.
 * Cost    plan and apply O(log n + runs touched + stored pages discarded), n runs; never the
 *         pages as such.
 * Owner   A change owns what it holds, also the page contents that a decommit discarded (moved,
 *         not copied). Changes may be reused: plan clears what was in them (a change that must be
 *         revertible later must not be planned into again).
 */
#ifndef VM_SPACE_H
#define VM_SPACE_H

#include "vm/call.h"
#include "vm/view.h"

/* An empty space: all pages free. machine is borrowed and outlives the space. */
struct vm_space *vm_space_create(const struct vm_machine *machine);
void vm_space_destroy(struct vm_space *space);                        /* NULL is fine */
/* Deep. Changes planned or applied on space do not fit the clone. O(runs + stored pages) */
struct vm_space *vm_space_clone(const struct vm_space *space);

/* trace may be NULL; else it receives every check in the order made (cleared first). */
void vm_plan(const struct vm_space *space, const struct vm_call *call, struct vm_change *change,
    struct vm_trace *trace);
/* pre: change was planned on this very state of space (again after a revert: that is redo). */
void vm_apply(struct vm_space *space, struct vm_change *change);
/* pre: change is the newest applied change of space that was not reverted. */
void vm_revert(struct vm_space *space, struct vm_change *change);

void vm_change_finish(struct vm_change *change);      /* frees, and zeroes; a zeroed one is fine */
/* *from is empty afterwards; what *to held is not freed. */
void vm_change_move(struct vm_change *to, struct vm_change *from);
size_t vm_change_bytes(const struct vm_change *change);      /* host memory held, for budgets */

/* A change packed into one block of about a hundred bytes, for long histories. take leaves *change
 * empty, ready for the next plan (its memory stays with it); open gives the change back as it
 * was, to be reverted or applied, and frees the record. */
struct vm_record;
struct vm_record *vm_record_take(struct vm_change *change);
void vm_record_open(struct vm_record *record, struct vm_change *ret_change);
void vm_record_destroy(struct vm_record *record);                     /* NULL is fine */
size_t vm_record_bytes(const struct vm_record *record);      /* host memory held, for budgets */

/* The nearest call that would have worked, planned on the state before the failing call.
 * Returns false where the rule has no cure. Bounded: tries a handful of plans. */
bool vm_cure(const struct vm_space *space, const struct vm_change *failed,
    struct vm_call *ret_cure);

/* Executable invariants: NULL if sound, else a static English sentence for the developer. O(n) */
const char *vm_space_check(const struct vm_space *space);

#endif
