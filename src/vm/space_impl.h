/* space_impl - the inside of a space, and the tools with which each verb makes its plan.
 *
 * Shape   A space is the run map (state, protection, allocation of every page), the store (contents
 *         and marks of pages that have any) and a few numbers.
 * Use     One plan function a verb. It makes Windows' checks in Windows' order on the const space:
 *             if (...wrong...)
 *                 return plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_..., (struct vm_reason){...});
 *             plan_pass(p, VM_CHECK_PARAMS, VM_RULE_...);
 *         then writes down what will change: plan_before, plan_after, the hooks of contents.h,
 *         change->new_settings, and the answer with plan_succeed. Nothing is changed until
 *         vm_apply. A failing plan with effects (R-LOCK-2) writes its after stretches and fails
 *         all the same.
 * Cost    Nothing here allocates but change->before and change->pages, which are reused.
 */
#ifndef VM_SPACE_IMPL_H
#define VM_SPACE_IMPL_H

#include "runmap.h"
#include "vm/space.h"

struct store;

struct vm_space {
    const struct vm_machine *machine;
    struct runmap *map;
    struct store *store;
    struct vm_settings settings;
    uint64_t generation;
};

/* One call being planned. first and end are the pages that the call means, once they are known. */
struct plan {
    const struct vm_space *space;
    const struct vm_call *call;
    struct vm_change *change;
    struct vm_trace *trace;        /* NULL: nobody asked */
    vm_page first, end;
    enum vm_rule effect;           /* what success does, for the last check of the trace */
};

/* A run and the bounds of the allocation that owns it; those of the run where it is free. */
struct found {
    struct runmap_cursor run;
    vm_page first, end;
};

/* ---- checks --------------------------------------------------------------------------------- */

/* The call fails with status for reason: fills the result (value 0, error), ends the trace with a
 * check that did not pass. Always false, so that a check can return it. Arguments of the reason are
 * made with plan_arg. */
bool plan_fail(struct plan *p, enum vm_check_id check, enum vm_status status,
    struct vm_reason reason);
/* The same for a rule broken by a page: has_page, page and attr are filled in. */
bool plan_fail_page(struct plan *p, enum vm_check_id check, enum vm_status status, vm_page page,
    struct vm_reason reason);
static inline struct vm_arg plan_arg(enum vm_arg_kind kind, uint64_t value)
{
    return (struct vm_arg){kind, value};
}

void plan_note(struct plan *p, struct vm_check check);       /* appends to the trace; pre: trace */
/* A check was passed on the pages of the plan; free when no trace is asked for. */
static inline void plan_pass(struct plan *p, enum vm_check_id id, enum vm_rule rule)
{
    if (p->trace)
        plan_note(p, (struct vm_check){
            .id = id, .rule = rule, .passed = true, .first = p->first, .end = p->end});
}

/* The page range of the bytes [addr, addr + size), rounded as R-GEN-12: sets first and end.
 * pre: size > 0, addr + size does not wrap */
void plan_round(struct plan *p);

/* Does [addr, addr + size) end at or below end without wrapping? */
static inline bool range_fits(vm_addr addr, uint64_t size, vm_addr end)
{
    return addr <= end && size <= end - addr;
}

/* Looks up page and the bounds of its allocation. pre: page < end of the space */
struct found plan_find(const struct plan *p, vm_page page);

/* ---- what will change ----------------------------------------------------------------------- */

/* Copies the runs from first on, which lies in *run, to change->before: up to end or to the end of
 * their allocation (or free stretch), whichever comes first; returns where it stopped and leaves
 * *run there. Counts pages by state into pages, which starts at zeros. One splice a plan: what is
 * there before is dropped. */
vm_page plan_gather(struct plan *p, struct runmap_cursor *run, vm_page first, vm_page end,
    uint64_t pages[3]);
void plan_after(struct plan *p, vm_page first, vm_page end, vm_attr attr);
void plan_page(struct plan *p, vm_page page);                /* appends to change->pages */
/* The call succeeds and returns value. */
void plan_succeed(struct plan *p, uint64_t value);
/* The same, and the trace ends with what the rule says is done to the pages of the plan. */
void plan_succeed_by(struct plan *p, uint64_t value, enum vm_rule effect);

/* The pages that a reservation may use. [R-GEN-3, R-GEN-4] */
static inline vm_page space_lowest(const struct vm_space *space)
{
    return space->machine->min_address >> VM_PAGE_SHIFT;
}
static inline vm_page space_reserve_end(const struct vm_space *space)
{
    return space->machine->reserve_end >> VM_PAGE_SHIFT;
}
/* Pages that a NULL-address reserve can get. */
uint64_t space_largest_fit(const struct vm_space *space);

/* Would pages more pass the commit limit? Else adds them to the charge. [R-CHG-9] */
bool plan_charge(struct plan *p, enum vm_kind kind, uint64_t pages);

/* ---- attributes ----------------------------------------------------------------------------- */

/* Is it a protection that Windows takes for some memory (WRITECOPY included)?  [R-PROT-1..7,10]
 * Else *ret_rule names the rule that it breaks. */
bool protect_is_valid(uint32_t protect, enum vm_rule *ret_rule);
static inline bool protect_is_writecopy(uint32_t protect)
{
    return (protect & (VM_PAGE_WRITECOPY | VM_PAGE_EXECUTE_WRITECOPY)) != 0;
}
/* attr with its state committed and its protection as asked (cache modifiers are the allocation's,
 * so they do not change, R-PROT-8). pre: protect is valid */
vm_attr attr_commit(vm_attr attr, uint32_t protect);
vm_attr attr_reserve(vm_attr attr);                          /* no protection any more */
/* The attr of a new allocation's pages. pre: protect is valid */
vm_attr attr_create(enum vm_kind kind, enum vm_state state, uint32_t protect, uint32_t asked,
    bool watch);
/* Is a committed page of this kind charged to the process? [R-CHG-2, R-CHG-8] */
bool kind_is_charged(enum vm_kind kind);

/* ---- one plan function a verb --------------------------------------------------------------- */

void plan_alloc(struct plan *p);
void plan_free(struct plan *p);
void plan_protect(struct plan *p);
void plan_query(struct plan *p);
void plan_set_limit(struct plan *p);
void plan_set_privilege(struct plan *p);
void plan_set_working_set(struct plan *p);
void plan_place(struct plan *p);
void plan_lock(struct plan *p);                              /* lock.c */
void plan_unlock(struct plan *p);
void plan_get_write_watch(struct plan *p);                   /* watch.c */
void plan_reset_write_watch(struct plan *p);
void plan_read(struct plan *p);                              /* access.c */
void plan_write(struct plan *p);
void plan_execute(struct plan *p);
void plan_pressure(struct plan *p);                          /* contents.c */

#endif
