/* protect - VirtualProtect. [semantics 3] */
#include "contents.h"
#include "decisions.h"

enum { ADDRESS = 1, SIZE = 2, PROTECT = 3, OLD = 4 };        /* parameters by number */

/* The protection comes first, before the place for the old one. [3.1 steps 1 to 3] */
static bool check_params(struct plan *p)
{
    const struct vm_call *call = p->call;
    const vm_addr last = p->space->machine->max_address;
    enum vm_rule rule;
    if (!protect_is_valid(call->protect, &rule))
        return plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_INVALID_PAGE_PROTECTION,
            (struct vm_reason){.rule = rule, .param = PROTECT,
                .args = {plan_arg(VM_ARG_PROTECT, call->protect)}});
    if (call->out_missing)
        return plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_ACCESS_VIOLATION,
            (struct vm_reason){.rule = VM_RULE_PROTECT_5, .param = OLD});
    if (call->addr > last || !range_fits(call->addr, call->size, last + 1))
        return plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_INVALID_PARAMETER,
            (struct vm_reason){.rule = VM_RULE_GEN_2, .param = call->addr > last ? ADDRESS : SIZE,
                .args = {plan_arg(VM_ARG_ADDRESS, last)}});
    if (!call->size)
        return plan_fail(p, VM_CHECK_PARAMS, DECIDED_PROTECT_SIZE_0,
            (struct vm_reason){.rule = VM_RULE_PROTECT_7, .param = SIZE});
    plan_pass(p, VM_CHECK_PARAMS, VM_RULE_PARAMS);
    return true;
}

/* A page stands in the way. Where it is not committed, *lpflOldProtect is overwritten with
 * PAGE_NOACCESS all the same. [R-PROTECT-8] */
static bool wrong_page(
    struct plan *p, enum vm_check_id check, enum vm_rule rule, vm_page page)
{
    enum vm_status status = VM_STATUS_CONFLICTING_ADDRESSES;
    if (rule == VM_RULE_PROTECT_2)
        status = VM_STATUS_NOT_COMMITTED;
    if (rule == VM_RULE_LARGE_8)
        status = DECIDED_LARGE_COMMIT;
    if (rule == VM_RULE_PROTECT_2 || rule == VM_RULE_PROTECT_3) {
        p->change->result.has_old_protect = true;
        p->change->result.old_protect = VM_PAGE_NOACCESS;
    }
    return plan_fail_page(p, check, status, page,
        (struct vm_reason){
            .rule = rule, .args = {plan_arg(VM_ARG_ADDRESS, page << VM_PAGE_SHIFT)}});
}

/* The range must lie in one allocation, of a kind that can be protected.
 * [R-PROTECT-3, R-PROTECT-4] */
static bool find_range(struct plan *p, uint64_t pages[3])
{
    struct runmap_cursor run;
    plan_round(p);
    plan_pass(p, VM_CHECK_ROUND, VM_RULE_GEN_12);
    runmap_find(p->space->map, p->first, &run);
    const vm_page stop = plan_gather(p, &run, p->first, p->end, pages);
    if (pages[VM_FREE])
        return wrong_page(p, VM_CHECK_FIND, VM_RULE_PROTECT_3, p->first);
    if (stop < p->end)
        return wrong_page(p, VM_CHECK_FIND,
            vm_attr_state(run.attr) == VM_FREE ? VM_RULE_PROTECT_3 : VM_RULE_PROTECT_4, stop);
    const enum vm_kind kind = vm_attr_kind(p->change->before[0].attr);
    if (kind == VM_KIND_PHYSICAL)
        return wrong_page(p, VM_CHECK_FIND, VM_RULE_ALLOC_13, p->first);
    if (kind == VM_KIND_LARGE)
        return wrong_page(p, VM_CHECK_FIND, VM_RULE_LARGE_8, p->first);
    plan_pass(p, VM_CHECK_FIND, VM_RULE_NONE);
    return true;
}

static bool is_view(vm_attr attr)
{
    return vm_attr_kind(attr) == VM_KIND_IMAGE || vm_attr_kind(attr) == VM_KIND_MAPPED;
}

/* Copy on write is for views [R-PROTECT-6]; then every page must be committed [R-PROTECT-2]. */
static bool check_pages(struct plan *p, const uint64_t pages[3])
{
    const struct vm_change *c = p->change;
    if (protect_is_writecopy(p->call->protect) && !is_view(c->before[0].attr))
        return plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_INVALID_PAGE_PROTECTION,
            (struct vm_reason){.rule = VM_RULE_PROT_3, .param = PROTECT,
                .args = {plan_arg(VM_ARG_PROTECT, p->call->protect)}});
    if (pages[VM_RESERVED]) {
        size_t i = 0;
        while (vm_attr_state(c->before[i].attr) == VM_COMMITTED)
            i++;
        return wrong_page(p, VM_CHECK_PAGES, VM_RULE_PROTECT_2, c->before[i].first);
    }
    plan_pass(p, VM_CHECK_PAGES, VM_RULE_NONE);
    return true;
}

void plan_protect(struct plan *p)
{
    uint64_t pages[3] = {0};
    if (!check_params(p) || !find_range(p, pages) || !check_pages(p, pages))
        return;
    const uint32_t protect = p->call->protect;
    const vm_attr old = p->change->before[0].attr;
    plan_after(p, p->first, p->end, attr_commit(old, protect));
    contents_protect(p, p->first, p->end, protect);
    p->change->result.has_old_protect = true;
    p->change->result.old_protect = vm_attr_protect(old);
    plan_pass(p, VM_CHECK_CHARGE, VM_RULE_CHG_3);
    plan_succeed_by(p, true, VM_RULE_PROTECT_1);
}
