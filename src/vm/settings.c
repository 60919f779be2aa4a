/* settings - what the lab does to the machine around the process: the commit limit, the privilege
 * to lock pages, the minimum working set, and what lies in a process before it starts. */
#include "space_impl.h"
#include "decisions.h"

/* A limit below the charge is allowed: nothing more can be committed then. [R-CHG-9] */
void plan_set_limit(struct plan *p)
{
    p->change->new_settings.limit = p->call->size;
    plan_succeed(p, true);
}

void plan_set_privilege(struct plan *p)
{
    p->change->new_settings.lock_privilege = p->call->size != 0;
    plan_succeed(p, true);
}

/* [R-WS-1] */
void plan_set_working_set(struct plan *p)
{
    uint64_t pages = p->call->size;
    if (!pages) {
        plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_INVALID_PARAMETER,
            (struct vm_reason){.rule = VM_RULE_WS_1, .param = 1});
        return;
    }
    if (pages < DECIDED_LEAST_WORKING_SET)
        pages = DECIDED_LEAST_WORKING_SET;
    p->change->new_settings.min_working_set = pages;
    plan_succeed(p, true);
}

/* The attr of what is placed. An image reports PAGE_EXECUTE_WRITECOPY for all its pages
 * [R-QUERY-19]; a piece that joins the allocation below has what that one was made with. */
static vm_attr placed_attr(const struct plan *p, const struct found *below)
{
    const struct vm_call *call = p->call;
    const enum vm_state state = call->flags & VM_MEM_COMMIT ? VM_COMMITTED : VM_RESERVED;
    if (call->joined) {
        const vm_attr attr = below->run.attr & ~(vm_attr)VM_ATTR_BEGIN;
        return state == VM_COMMITTED ? attr_commit(attr, call->protect) : attr_reserve(attr);
    }
    const uint32_t asked =
        call->kind == VM_KIND_IMAGE ? (uint32_t)VM_PAGE_EXECUTE_WRITECOPY : call->protect;
    return attr_create(call->kind, state, call->protect, asked, false);
}

/* Placing follows the rules of reserving, except that it reaches to the end of user space and is
 * not refused for its protection or the commit limit: it describes a process that is there.
 * [R-GEN-4] */
void plan_place(struct plan *p)
{
    const struct vm_call *call = p->call;
    const vm_addr end = p->space->machine->max_address + 1;
    struct found below = {0};
    struct runmap_cursor run;
    uint64_t pages[3] = {0};
    enum vm_rule rule;
    bool sound = call->size && call->addr && range_fits(call->addr, call->size, end) &&
                 call->addr % (call->joined ? VM_PAGE_SIZE : VM_GRANULE_SIZE) == 0 &&
                 protect_is_valid(call->protect, &rule);
    if (sound && call->joined) {
        below = plan_find(p, (call->addr >> VM_PAGE_SHIFT) - 1);
        sound = vm_attr_state(below.run.attr) != VM_FREE;
    }
    if (!sound) {
        plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_INVALID_PARAMETER,
            (struct vm_reason){.rule = VM_RULE_PARAMS, .param = 1});
        return;
    }
    plan_round(p);
    runmap_find(p->space->map, p->first, &run);
    const vm_page stop = plan_gather(p, &run, p->first, p->end, pages);
    if (pages[VM_FREE] != p->end - p->first) {
        const vm_page taken = pages[VM_FREE] ? stop : p->first;
        plan_fail_page(p, VM_CHECK_FIND, VM_STATUS_CONFLICTING_ADDRESSES, taken,
            (struct vm_reason){.rule = VM_RULE_ALLOC_22,
                .args = {plan_arg(VM_ARG_ADDRESS, taken << VM_PAGE_SHIFT),
                    plan_arg(VM_ARG_ADDRESS, plan_find(p, taken).first << VM_PAGE_SHIFT),
                    plan_arg(VM_ARG_ADDRESS, call->addr),
                    plan_arg(VM_ARG_ADDRESS, (p->end << VM_PAGE_SHIFT) - 1)}});
        return;
    }
    const vm_attr attr = placed_attr(p, &below);
    if (vm_attr_state(attr) == VM_COMMITTED && kind_is_charged(vm_attr_kind(attr)))
        p->change->new_settings.charge += p->end - p->first;
    plan_after(p, p->first, p->end, attr);
    plan_succeed(p, call->addr);
}
