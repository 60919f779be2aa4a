/* query - VirtualQuery. [semantics 4] */
#include "space_impl.h"

enum { ADDRESS = 1, BUFFER = 2, LENGTH = 3 };                /* parameters by number */
enum { INFO_SIZE_32 = 28, INFO_SIZE_64 = 48 };               /* MEMORY_BASIC_INFORMATION */

static uint64_t info_size(const struct plan *p)
{
    return p->space->machine->pointer_size == 8 ? INFO_SIZE_64 : INFO_SIZE_32;
}

/* Address, then buffer, then length. [R-QUERY-6] */
static bool check_params(struct plan *p)
{
    const struct vm_call *call = p->call;
    const vm_addr last = p->space->machine->max_address;
    if (call->addr > last)                                   /* [R-QUERY-1, R-QUERY-2] */
        return plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_INVALID_PARAMETER,
            (struct vm_reason){.rule = VM_RULE_QUERY_1, .param = ADDRESS,
                .args = {plan_arg(VM_ARG_ADDRESS, call->addr), plan_arg(VM_ARG_ADDRESS, last)}});
    if (call->out_missing)                                   /* [R-QUERY-5] */
        return plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_ACCESS_VIOLATION,
            (struct vm_reason){.rule = VM_RULE_QUERY_5, .param = BUFFER});
    if (call->size < info_size(p))                           /* [R-QUERY-4] */
        return plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_INFO_LENGTH_MISMATCH,
            (struct vm_reason){.rule = VM_RULE_QUERY_4, .param = LENGTH,
                .args = {plan_arg(VM_ARG_NUMBER, call->size),
                    plan_arg(VM_ARG_NUMBER, info_size(p))}});
    plan_pass(p, VM_CHECK_PARAMS, VM_RULE_PARAMS);
    return true;
}

static uint32_t type_of(enum vm_kind kind)
{
    switch (kind) {
    case VM_KIND_PRIVATE:
    case VM_KIND_PHYSICAL:
    case VM_KIND_LARGE:
    case VM_KIND_STACK:
    case VM_KIND_PLACEHOLDER:
    case VM_KIND_COUNT:
        break;
    case VM_KIND_IMAGE:
        return VM_MEM_IMAGE;
    case VM_KIND_MAPPED:
        return VM_MEM_MAPPED;
    }
    return VM_MEM_PRIVATE;
}

/* What is reported of a page that is not free. [R-QUERY-11..14] */
static void describe(
    const struct plan *p, const struct runmap_cursor *run, struct vm_region *region)
{
    region->allocation_base = runmap_alloc_first(p->space->map, run) << VM_PAGE_SHIFT;
    region->allocation_protect = vm_attr_asked(run->attr);
    region->type = type_of(vm_attr_kind(run->attr));
    region->protect = vm_attr_protect(run->attr);
    region->state = VM_MEM_COMMIT;
    if (vm_attr_state(run->attr) == VM_RESERVED) {
        region->state = VM_MEM_RESERVE;
        /* Only the block above the shared-data page has one while reserved. [R-QUERY-16] */
        if (p->first >= space_reserve_end(p->space))
            region->protect = VM_PAGE_NOACCESS;
    }
}

void plan_query(struct plan *p)
{
    if (!check_params(p))
        return;
    struct runmap_cursor run;
    p->first = p->call->addr >> VM_PAGE_SHIFT;
    runmap_find(p->space->map, p->first, &run);
    p->end = run.end;
    struct vm_region *region = &p->change->result.region;
    region->base = p->first << VM_PAGE_SHIFT;                /* [R-QUERY-7] */
    region->size = (p->end - p->first) << VM_PAGE_SHIFT;     /* [R-QUERY-8, R-QUERY-10] */
    if (vm_attr_state(run.attr) == VM_FREE) {                /* [R-QUERY-9] */
        region->state = VM_MEM_FREE;
        region->protect = VM_PAGE_NOACCESS;
        plan_pass(p, VM_CHECK_FIND, VM_RULE_QUERY_9);
    } else {
        describe(p, &run, region);
        plan_pass(p, VM_CHECK_FIND, VM_RULE_QUERY_8);
    }
    plan_succeed(p, info_size(p));
}
