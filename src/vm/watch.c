/* watch - GetWriteWatch and ResetWriteWatch. Both answer 0, or 0xFFFFFFFF where they fail. */
#include "contents.h"

enum { MARKS = STORE_WATCHED | STORE_LATCHED };

static bool refuse(struct plan *p, enum vm_check_id check, enum vm_status status,
    struct vm_reason reason)
{
    (void)plan_fail(p, check, status, reason);
    p->change->result.value = UINT32_MAX;
    return false;
}

static bool refuse_param(struct plan *p, enum vm_rule rule, int param, struct vm_arg arg)
{
    return refuse(p, VM_CHECK_PARAMS, VM_STATUS_INVALID_PARAMETER,
        (struct vm_reason){.rule = rule, .param = param, .args = {arg}});
}

/* The page-rounded range must lie inside one allocation with write watch.
 * param is the number of the address among the call's parameters; the size follows it.
 * [R-WW-6, R-WW-9, R-WW-12] */
static bool check_region(struct plan *p, int param)
{
    const struct vm_call *call = p->call;
    const struct vm_arg address = plan_arg(VM_ARG_ADDRESS, call->addr);
    const vm_addr limit = p->space->machine->max_address;
    if (call->addr > limit)
        return refuse_param(p, VM_RULE_WW_REGION, param, address);
    const vm_page page = call->addr >> VM_PAGE_SHIFT;
    const struct found f = plan_find(p, page);
    if (!(f.run.attr & VM_ATTR_WATCH)) {
        (void)plan_fail_page(p, VM_CHECK_FIND, VM_STATUS_INVALID_PARAMETER, page,
            (struct vm_reason){.rule = VM_RULE_WW_REGION, .args = {address}});
        p->change->result.value = UINT32_MAX;
        return false;
    }
    if (!range_fits(call->addr, call->size, f.end << VM_PAGE_SHIFT))
        return refuse_param(p, VM_RULE_WW_RANGE, param + 1,
            plan_arg(VM_ARG_ADDRESS, f.end << VM_PAGE_SHIFT));
    plan_round(p);
    plan_pass(p, VM_CHECK_FIND, VM_RULE_WW_6);
    return true;
}

static bool check_get(struct plan *p)
{
    const struct vm_call *call = p->call;
    if (!call->size)
        return refuse_param(p, VM_RULE_WW_SIZE, 3, plan_arg(VM_ARG_NONE, 0));
    if (!call->capacity)                         /* before the missing array [R-WW-11] */
        return refuse_param(p, VM_RULE_WW_COUNT, 5, plan_arg(VM_ARG_NONE, 0));
    if (call->flags & ~(uint32_t)VM_WRITE_WATCH_FLAG_RESET)
        return refuse_param(p, VM_RULE_WW_FLAGS, 1, plan_arg(VM_ARG_NUMBER, call->flags));
    if (call->out_missing)
        return refuse(p, VM_CHECK_PARAMS, VM_STATUS_ACCESS_VIOLATION,
            (struct vm_reason){.rule = VM_RULE_WW_10});
    return check_region(p, 2);
}

/* The pages written, by ascending address, as many as there is room for; with the flag exactly
 * these lose their mark.  [R-WW-2, R-WW-4, R-WW-5] */
void plan_get_write_watch(struct plan *p)
{
    if (!check_get(p))
        return;
    uint64_t count = 0;
    struct contents_walk walk = contents_walk(p->space, p->first, p->end);
    vm_page at = 0;
    for (const struct store_page *page; (page = contents_next(&walk, &at)); ) {
        if (!(page->flags & STORE_WATCHED))
            continue;
        if (count == p->call->capacity)
            break;
        plan_page(p, at);
        count++;
        if (p->call->flags & VM_WRITE_WATCH_FLAG_RESET)
            contents_mark(p, &walk, page, page->flags & ~(unsigned)MARKS);
    }
    plan_succeed_by(p, 0, p->call->flags ? VM_RULE_WW_4 : VM_RULE_WW_2);
    p->change->result.page_count = count;
}

void plan_reset_write_watch(struct plan *p)
{
    if (!p->call->size) {
        (void)refuse_param(p, VM_RULE_WW_RESET_SIZE, 2, plan_arg(VM_ARG_NONE, 0));
        return;
    }
    if (!check_region(p, 1))
        return;
    struct contents_walk walk = contents_walk(p->space, p->first, p->end);
    vm_page at = 0;
    for (const struct store_page *page; (page = contents_next(&walk, &at)); )
        contents_mark(p, &walk, page, page->flags & ~(unsigned)MARKS);
    plan_succeed_by(p, 0, VM_RULE_WW_RESET);
}
