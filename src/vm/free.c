/* free - VirtualFree: decommitting and releasing. [semantics 2] */
#include "contents.h"
#include "decisions.h"

enum { ADDRESS = 1, SIZE = 2, TYPE = 3 };                    /* parameters by number */
enum { PLACEHOLDERS = VM_MEM_PRESERVE_PLACEHOLDER | VM_MEM_COALESCE_PLACEHOLDERS };

static bool wrong(struct plan *p, enum vm_rule rule, int param, struct vm_arg arg)
{
    return plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_INVALID_PARAMETER,
        (struct vm_reason){.rule = rule, .param = param, .args = {arg}});
}

/* [R-FREE-2, R-FREE-7..9, R-PH-12, R-PH-15] */
static bool check_type(struct plan *p)
{
    const uint32_t type = p->call->flags;
    const struct vm_arg shown = plan_arg(VM_ARG_FREE_FLAGS, type);
    switch (type) {
    case VM_MEM_DECOMMIT:
        return true;
    case VM_MEM_RELEASE:
        return !p->call->size ||
               wrong(p, VM_RULE_FREE_2, SIZE, plan_arg(VM_ARG_BYTES, p->call->size));
    case VM_MEM_RELEASE | VM_MEM_PRESERVE_PLACEHOLDER:
        return p->call->size || wrong(p, VM_RULE_PH_12, SIZE, shown);
    case VM_MEM_RELEASE | VM_MEM_COALESCE_PLACEHOLDERS:
        return p->call->size || wrong(p, VM_RULE_PH_15, SIZE, shown);
    case VM_MEM_DECOMMIT | VM_MEM_RELEASE:
        return wrong(p, VM_RULE_FREE_9, TYPE, shown);
    case VM_MEM_COALESCE_PLACEHOLDERS:
        return wrong(p, VM_RULE_PH_15, TYPE, shown);
    case 0:
        return wrong(p, VM_RULE_FREE_7, TYPE, shown);
    }
    return wrong(p, VM_RULE_FREE_8, TYPE, shown);
}

/* The range must end before the last byte of user space. [2.1 step 3] */
static bool check_range(struct plan *p)
{
    const vm_addr last = p->space->machine->max_address;
    if (range_fits(p->call->addr, p->call->size, last))
        return true;
    return wrong(p, VM_RULE_GEN_2, p->call->addr > last ? ADDRESS : SIZE,
        plan_arg(VM_ARG_ADDRESS, last));
}

static bool nothing_there(struct plan *p)
{
    const enum vm_rule rule = !p->call->addr                      ? VM_RULE_FREE_6
                              : p->call->flags & VM_MEM_DECOMMIT ? VM_RULE_FREE_15
                                                                 : VM_RULE_FREE_5;
    return plan_fail_page(p, VM_CHECK_FIND, VM_STATUS_MEMORY_NOT_ALLOCATED, p->first,
        (struct vm_reason){.rule = rule,
            .args = {plan_arg(VM_ARG_ADDRESS, p->first << VM_PAGE_SHIFT)}});
}

/* Views are unmapped, not freed; AWE and large pages are not decommitted. [R-FREE-16,17,
 * R-ALLOC-13, R-LARGE-8] */
static bool check_kind(struct plan *p, vm_attr attr)
{
    const bool decommit = p->call->flags & VM_MEM_DECOMMIT;
    enum vm_rule rule = VM_RULE_ALLOC_13;
    switch (vm_attr_kind(attr)) {
    case VM_KIND_PRIVATE:
    case VM_KIND_STACK:
    case VM_KIND_PLACEHOLDER:
    case VM_KIND_COUNT:
        return true;
    case VM_KIND_IMAGE:
    case VM_KIND_MAPPED:
        return plan_fail_page(p, VM_CHECK_FIND, VM_STATUS_UNABLE_TO_DELETE_SECTION, p->first,
            (struct vm_reason){.rule = decommit ? VM_RULE_FREE_16 : VM_RULE_FREE_17,
                .args = {plan_arg(VM_ARG_ADDRESS, p->first << VM_PAGE_SHIFT)}});
    case VM_KIND_LARGE:
        rule = VM_RULE_LARGE_8;
        break;
    case VM_KIND_PHYSICAL:
        break;
    }
    return !decommit ||
           plan_fail_page(p, VM_CHECK_FIND, DECIDED_LARGE_FREE, p->first,
               (struct vm_reason){.rule = rule,
                   .args = {plan_arg(VM_ARG_ADDRESS, p->first << VM_PAGE_SHIFT)}});
}

/* Size 0 means the whole allocation, by its first page.
 * [R-FREE-3, R-FREE-4, R-FREE-12, R-FREE-13] */
static bool check_base(struct plan *p)
{
    if (p->call->size || p->change->before[0].attr & VM_ATTR_BEGIN)
        return true;
    const bool decommit = p->call->flags & VM_MEM_DECOMMIT;
    return plan_fail_page(p, VM_CHECK_FIND, VM_STATUS_FREE_VM_NOT_AT_BASE, p->first,
        (struct vm_reason){.rule = decommit ? VM_RULE_FREE_13 : VM_RULE_FREE_3,
            .args = {plan_arg(VM_ARG_ADDRESS, p->call->addr),
                plan_arg(VM_ARG_ADDRESS, plan_find(p, p->first).first << VM_PAGE_SHIFT)}});
}

/* Finds the pages to free; size 0 takes all from the address to the end of the allocation.
 * [R-FREE-5, R-FREE-14, R-FREE-15] */
static bool find_range(struct plan *p, uint64_t pages[3])
{
    struct runmap_cursor run;
    p->first = p->call->addr >> VM_PAGE_SHIFT;
    p->end = runmap_end(p->space->map);
    if (p->call->size)
        plan_round(p);
    plan_pass(p, VM_CHECK_ROUND, VM_RULE_GEN_12);
    runmap_find(p->space->map, p->first, &run);
    if (vm_attr_state(run.attr) == VM_FREE)
        return nothing_there(p);
    const vm_page stop = plan_gather(p, &run, p->first, p->end, pages);
    if (p->call->size && stop < p->end)
        return plan_fail_page(p, VM_CHECK_FIND, VM_STATUS_UNABLE_TO_FREE_VM, stop,
            (struct vm_reason){.rule = VM_RULE_FREE_14,
                .args = {plan_arg(VM_ARG_ADDRESS, stop << VM_PAGE_SHIFT)}});
    p->end = stop;
    if (!check_kind(p, p->change->before[0].attr) || !check_base(p))
        return false;
    plan_pass(p, VM_CHECK_FIND, VM_RULE_NONE);
    return true;
}

/* No placeholder can be made yet, so every allocation is an ordinary one. [R-PH-10, R-PH-14] */
static bool check_placeholder(struct plan *p)
{
    if (!(p->call->flags & PLACEHOLDERS))
        return true;
    const bool preserve = p->call->flags & VM_MEM_PRESERVE_PLACEHOLDER;
    return plan_fail_page(p, VM_CHECK_FIND, VM_STATUS_CONFLICTING_ADDRESSES, p->first,
        (struct vm_reason){.rule = preserve ? VM_RULE_PH_10 : VM_RULE_PH_14,
            .args = {plan_arg(VM_ARG_ADDRESS, plan_find(p, p->first).first << VM_PAGE_SHIFT)}});
}

void plan_free(struct plan *p)
{
    uint64_t pages[3] = {0};
    if (!check_type(p) || !check_range(p))
        return;
    plan_pass(p, VM_CHECK_PARAMS, VM_RULE_PARAMS);
    if (!find_range(p, pages) || !check_placeholder(p))
        return;
    const bool release = p->call->flags & VM_MEM_RELEASE;
    const vm_attr attr = p->change->before[0].attr;
    if (kind_is_charged(vm_attr_kind(attr))) {
        p->change->new_settings.charge -= pages[VM_COMMITTED];
        plan_pass(p, VM_CHECK_CHARGE, VM_RULE_CHG_5);
    }
    plan_after(p, p->first, p->end, release ? 0 : attr_reserve(attr));
    if (pages[VM_COMMITTED] || attr & VM_ATTR_WATCH) /* reserved pages have write marks [R-WW-13] */
        contents_discard(p, p->first, p->end, release);
    plan_succeed_by(p, true, release ? VM_RULE_FREE_1 : VM_RULE_FREE_10);
}
