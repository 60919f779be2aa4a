/* alloc - VirtualAlloc: reserving, committing, resetting. [semantics 1]
 *
 * Every parameter is checked before any page is looked at, so a bad protection at a bad address
 * gives 87. The parameter checks all give 87; their order only decides which mistake is named.
 */
#include "contents.h"
#include "decisions.h"

enum { ADDRESS = 1, SIZE = 2, TYPE = 3, PROTECT = 4 };       /* parameters by number */
enum {
    LARGE_PAGE_SIZE = 0x200000,
    LARGE_PAGE_PAGES = LARGE_PAGE_SIZE / VM_PAGE_SIZE,
    RESETS = VM_MEM_RESET | VM_MEM_RESET_UNDO,
    OPERATIONS = VM_MEM_COMMIT | VM_MEM_RESERVE | RESETS,
    KNOWN = OPERATIONS | VM_MEM_TOP_DOWN | VM_MEM_WRITE_WATCH | VM_MEM_PHYSICAL | VM_MEM_LARGE_PAGES
};

static bool wrong_type(struct plan *p, enum vm_rule rule, uint32_t shown)
{
    return plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_INVALID_PARAMETER,
        (struct vm_reason){
            .rule = rule, .param = TYPE, .args = {plan_arg(VM_ARG_MEM_FLAGS, shown)}});
}

/* Flags that ask for nothing, for too much, or for something else. [R-ALLOC-6..12, R-LARGE-2,3] */
static bool check_type(struct plan *p)
{
    const uint32_t type = p->call->flags;
    if (type & ~(uint32_t)KNOWN) {
        if (type & VM_MEM_DECOMMIT)
            return wrong_type(p, VM_RULE_ALLOC_8, type);
        if (type & VM_MEM_RESERVE_PLACEHOLDER)
            return wrong_type(p, VM_RULE_ALLOC_9, type);
        return wrong_type(p, VM_RULE_ALLOC_7, type & ~(uint32_t)KNOWN);
    }
    if (type & VM_MEM_LARGE_PAGES &&
        type & (RESETS | VM_MEM_PHYSICAL | VM_MEM_WRITE_WATCH))
        return wrong_type(p, VM_RULE_LARGE_3, type);
    if (type & VM_MEM_RESET && type != VM_MEM_RESET)
        return wrong_type(p, VM_RULE_ALLOC_10, type);
    if (type & VM_MEM_RESET_UNDO && type != VM_MEM_RESET_UNDO)
        return wrong_type(p, VM_RULE_RESET_10, type);
    if (type & VM_MEM_WRITE_WATCH && !(type & VM_MEM_RESERVE))
        return wrong_type(p, VM_RULE_ALLOC_11, type);
    if (type & VM_MEM_PHYSICAL &&
        (type | VM_MEM_TOP_DOWN) != (VM_MEM_RESERVE | VM_MEM_PHYSICAL | VM_MEM_TOP_DOWN))
        return wrong_type(p, VM_RULE_ALLOC_12, type);
    if (!(type & OPERATIONS))
        return wrong_type(p, VM_RULE_ALLOC_6, type);
    if (type & VM_MEM_LARGE_PAGES && (~type & (VM_MEM_RESERVE | VM_MEM_COMMIT)))
        return wrong_type(p, VM_RULE_LARGE_2, type);
    return true;
}

/* [R-PROT-1..10, R-RESET-2] */
static bool check_protect(struct plan *p)
{
    const uint32_t protect = p->call->protect;
    enum vm_rule rule;
    if (protect_is_valid(protect, &rule)) {
        if (!(p->call->flags & VM_MEM_PHYSICAL) || protect == VM_PAGE_READWRITE)
            return true;
        rule = VM_RULE_ALLOC_12;
    }
    return plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_INVALID_PAGE_PROTECTION,
        (struct vm_reason){
            .rule = rule, .param = PROTECT, .args = {plan_arg(VM_ARG_PROTECT, protect)}});
}

/* [R-ALLOC-1, R-ALLOC-2, R-ALLOC-4, R-ALLOC-5] */
static bool check_range(struct plan *p)
{
    const struct vm_call *call = p->call;
    const vm_addr end = p->space->machine->reserve_end;
    struct vm_reason reason = {.args = {plan_arg(VM_ARG_ADDRESS, call->addr)}};

    if (call->addr && call->addr < p->space->machine->min_address) {
        reason.rule = VM_RULE_ALLOC_4;
        reason.param = ADDRESS;
    } else if (call->addr >= end) {
        reason.rule = VM_RULE_ALLOC_5;
        reason.param = ADDRESS;
        reason.args[1] = plan_arg(VM_ARG_ADDRESS, end - 1);
    } else if (!call->size) {
        reason = (struct vm_reason){.rule = VM_RULE_ALLOC_1, .param = SIZE};
    } else if (!range_fits(call->addr, call->size, end)) {
        reason = (struct vm_reason){.rule = VM_RULE_ALLOC_2, .param = SIZE,
            .args = {plan_arg(VM_ARG_BYTES, call->size), plan_arg(VM_ARG_ADDRESS, call->addr),
                plan_arg(VM_ARG_ADDRESS, end - 1)}};
    } else {
        return true;
    }
    return plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_INVALID_PARAMETER, reason);
}

/* The privilege comes after all parameters, the sizes of large pages after the privilege.
 * [R-LARGE-1, R-LARGE-4, R-LARGE-5] */
static bool check_large(struct plan *p)
{
    const struct vm_call *call = p->call;
    if (!(call->flags & VM_MEM_LARGE_PAGES))
        return true;
    if (!p->space->settings.lock_privilege)
        return plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_PRIVILEGE_NOT_HELD,
            (struct vm_reason){.rule = VM_RULE_LARGE_4, .param = TYPE});
    if (!p->space->machine->large_pages)
        return wrong_type(p, VM_RULE_LARGE_1, call->flags);
    if (call->addr % LARGE_PAGE_SIZE || call->size % LARGE_PAGE_SIZE)
        return plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_INVALID_PARAMETER,
            (struct vm_reason){.rule = VM_RULE_LARGE_5,
                .param = call->size % LARGE_PAGE_SIZE ? SIZE : ADDRESS,
                .args = {plan_arg(VM_ARG_ADDRESS, call->addr),
                    plan_arg(VM_ARG_BYTES, call->size)}});
    return true;
}

/* Copy on write is a valid protection, but not one of private memory. [R-PROT-3] */
static bool check_private(struct plan *p)
{
    if (!protect_is_writecopy(p->call->protect))
        return true;
    return plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_INVALID_PAGE_PROTECTION,
        (struct vm_reason){.rule = VM_RULE_PROT_3, .param = PROTECT,
            .args = {plan_arg(VM_ARG_PROTECT, p->call->protect)}});
}

bool plan_charge(struct plan *p, enum vm_kind kind, uint64_t pages)
{
    const struct vm_settings *now = &p->space->settings;
    if (!kind_is_charged(kind))
        pages = 0;
    if (pages && (now->charge >= now->limit || pages > now->limit - now->charge))
        return plan_fail(p, VM_CHECK_CHARGE, VM_STATUS_COMMITMENT_LIMIT,
            (struct vm_reason){.rule = VM_RULE_ALLOC_41,
                .args = {plan_arg(VM_ARG_PAGES, pages), plan_arg(VM_ARG_PAGES, now->charge),
                    plan_arg(VM_ARG_PAGES, now->limit)}});
    p->change->new_settings.charge += pages;
    plan_pass(p, VM_CHECK_CHARGE, pages ? VM_RULE_CHG_2 : VM_RULE_CHG_1);
    return true;
}

/* Lowest or highest gap of whole granules (2 MiB for large pages). [R-ALLOC-3, R-ALLOC-24,25] */
static bool find_gap(struct plan *p, struct runmap_cursor *ret_run)
{
    const struct vm_call *call = p->call;
    const uint64_t pages = (call->size - 1) / VM_PAGE_SIZE + 1;
    const uint64_t align =
        call->flags & VM_MEM_LARGE_PAGES ? LARGE_PAGE_PAGES : (uint64_t)VM_GRANULE_PAGES;
    const bool top_down = call->flags & VM_MEM_TOP_DOWN;

    plan_pass(p, VM_CHECK_ROUND, VM_RULE_GEN_10);
    if (!runmap_fit(p->space->map, space_lowest(p->space), space_reserve_end(p->space), pages,
            align, top_down, &p->first))
        return plan_fail(p, VM_CHECK_GAP, VM_STATUS_NO_MEMORY,
            (struct vm_reason){.rule = VM_RULE_ALLOC_3, .param = SIZE,
                .args = {plan_arg(VM_ARG_BYTES, call->size),
                    plan_arg(VM_ARG_BYTES, space_largest_fit(p->space) << VM_PAGE_SHIFT)}});
    p->end = p->first + pages;
    runmap_find(p->space->map, p->first, ret_run);
    plan_pass(p, VM_CHECK_GAP, top_down ? VM_RULE_ALLOC_25 : VM_RULE_ALLOC_24);
    return true;
}

/* All pages from the granule of the address on must be free. [R-GEN-11, R-ALLOC-22] */
static bool take_range(struct plan *p, struct runmap_cursor *ret_run)
{
    plan_round(p);
    p->first &= ~(vm_page)(VM_GRANULE_PAGES - 1);
    plan_pass(p, VM_CHECK_ROUND, VM_RULE_GEN_11);
    runmap_find(p->space->map, p->first, ret_run);
    if (vm_attr_state(ret_run->attr) == VM_FREE && ret_run->end >= p->end) {
        plan_pass(p, VM_CHECK_FIND, VM_RULE_NONE);
        return true;
    }
    const vm_page taken =
        vm_attr_state(ret_run->attr) == VM_FREE ? ret_run->end : p->first;
    return plan_fail_page(p, VM_CHECK_FIND, VM_STATUS_CONFLICTING_ADDRESSES, taken,
        (struct vm_reason){.rule = VM_RULE_ALLOC_22,
            .args = {plan_arg(VM_ARG_ADDRESS, taken << VM_PAGE_SHIFT),
                plan_arg(VM_ARG_ADDRESS, plan_find(p, taken).first << VM_PAGE_SHIFT),
                plan_arg(VM_ARG_ADDRESS, p->first << VM_PAGE_SHIFT),
                plan_arg(VM_ARG_ADDRESS, (p->end << VM_PAGE_SHIFT) - 1)}});
}

/* MEM_RESERVE, alone or with MEM_COMMIT, and MEM_COMMIT without an address. [R-ALLOC-20..30, 37] */
static void reserve(struct plan *p)
{
    const struct vm_call *call = p->call;
    const bool commit = call->flags & VM_MEM_COMMIT;
    const enum vm_kind kind = call->flags & VM_MEM_PHYSICAL      ? VM_KIND_PHYSICAL
                              : call->flags & VM_MEM_LARGE_PAGES ? VM_KIND_LARGE
                                                                 : VM_KIND_PRIVATE;
    struct runmap_cursor run;
    uint64_t pages[3] = {0};
    if (!check_private(p) || !(call->addr ? take_range(p, &run) : find_gap(p, &run)) ||
        !plan_charge(p, kind, commit ? p->end - p->first : 0))
        return;
    plan_gather(p, &run, p->first, p->end, pages);
    plan_after(p, p->first, p->end,
        attr_create(kind, commit ? VM_COMMITTED : VM_RESERVED, call->protect, call->protect,
            call->flags & VM_MEM_WRITE_WATCH));
    plan_succeed_by(
        p, p->first << VM_PAGE_SHIFT, commit ? VM_RULE_ALLOC_37 : VM_RULE_ALLOC_20);
}

/* The range left its allocation, or never was in one. [R-ALLOC-32..34, R-RESET-4] */
static bool outside(struct plan *p, vm_page page)
{
    struct runmap_cursor run;
    runmap_find(p->space->map, page, &run);
    enum vm_rule rule = VM_RULE_RESET_4;
    if (!(p->call->flags & RESETS))
        rule = vm_attr_state(run.attr) != VM_FREE ? VM_RULE_ALLOC_34
               : page == p->first                 ? VM_RULE_ALLOC_32
                                                  : VM_RULE_ALLOC_33;
    return plan_fail_page(p, VM_CHECK_FIND, VM_STATUS_CONFLICTING_ADDRESSES, page,
        (struct vm_reason){
            .rule = rule, .args = {plan_arg(VM_ARG_ADDRESS, page << VM_PAGE_SHIFT)}});
}

/* Some allocations refuse what private memory takes.
 * [R-ALLOC-13, R-ALLOC-38, R-LARGE-8, R-RESET-5] */
static bool check_kind(struct plan *p, vm_attr attr)
{
    const bool reset = p->call->flags & RESETS;
    enum vm_rule rule = VM_RULE_LARGE_8;
    enum vm_status status = DECIDED_LARGE_COMMIT;
    switch (vm_attr_kind(attr)) {
    case VM_KIND_PRIVATE:
    case VM_KIND_STACK:
    case VM_KIND_PLACEHOLDER:                                /* none can be made yet */
    case VM_KIND_COUNT:
        return true;
    case VM_KIND_PHYSICAL:
        rule = VM_RULE_ALLOC_13;
        status = VM_STATUS_CONFLICTING_ADDRESSES;
        break;
    case VM_KIND_IMAGE:
    case VM_KIND_MAPPED:
        rule = reset ? VM_RULE_RESET_5 : VM_RULE_ALLOC_38;
        status = VM_STATUS_ALREADY_COMMITTED;
        break;
    case VM_KIND_LARGE:
        break;
    }
    return plan_fail_page(p, VM_CHECK_FIND, status, p->first,
        (struct vm_reason){.rule = rule,
            .args = {plan_arg(VM_ARG_ADDRESS, p->first << VM_PAGE_SHIFT)}});
}

/* Finds the range inside one allocation. pages: by state. */
static bool find_range(struct plan *p, vm_attr *ret_attr, uint64_t pages[3])
{
    struct runmap_cursor run;
    plan_round(p);
    plan_pass(p, VM_CHECK_ROUND, VM_RULE_GEN_12);
    runmap_find(p->space->map, p->first, &run);
    if (vm_attr_state(run.attr) == VM_FREE)
        return outside(p, p->first);
    const vm_page stop = plan_gather(p, &run, p->first, p->end, pages);
    if (stop < p->end)
        return outside(p, stop);
    *ret_attr = p->change->before[0].attr;
    if (!check_kind(p, *ret_attr))
        return false;
    plan_pass(p, VM_CHECK_FIND, VM_RULE_NONE);
    return true;
}

/* MEM_COMMIT at an address. [R-ALLOC-31..41] */
static void commit(struct plan *p)
{
    vm_attr attr;
    uint64_t pages[3] = {0};
    if (!find_range(p, &attr, pages) || !check_private(p) ||
        !plan_charge(p, vm_attr_kind(attr), pages[VM_RESERVED]))
        return;
    plan_after(p, p->first, p->end, attr_commit(attr, p->call->protect));
    if (pages[VM_COMMITTED])
        contents_protect(p, p->first, p->end, p->call->protect);
    plan_succeed_by(p, p->first << VM_PAGE_SHIFT,
        pages[VM_COMMITTED] ? VM_RULE_ALLOC_36 : VM_RULE_ALLOC_31);
}

/* MEM_RESET and MEM_RESET_UNDO; reserved pages in the range are fine. [R-RESET-1..11] */
static void reset(struct plan *p)
{
    vm_attr attr;
    vm_page lost;
    uint64_t pages[3] = {0};
    if (!p->call->addr) {
        plan_fail(p, VM_CHECK_PARAMS, DECIDED_RESET_NULL,
            (struct vm_reason){.rule = VM_RULE_RESET_11, .param = ADDRESS});
        return;
    }
    if (!find_range(p, &attr, pages))
        return;
    if (p->call->flags & VM_MEM_RESET) {
        contents_reset(p, p->first, p->end);
    } else if (!contents_undo_reset(p, p->first, p->end, &lost)) {
        plan_fail_page(p, VM_CHECK_PAGES, DECIDED_RESET_UNDO_LOST, lost,
            (struct vm_reason){.rule = VM_RULE_RESET_9,
                .args = {plan_arg(VM_ARG_ADDRESS, lost << VM_PAGE_SHIFT)}});
        return;
    }
    plan_succeed_by(p, p->first << VM_PAGE_SHIFT,
        p->call->flags & VM_MEM_RESET ? VM_RULE_RESET_1 : VM_RULE_RESET_8);
}

void plan_alloc(struct plan *p)
{
    if (!check_type(p) || !check_protect(p) || !check_range(p) || !check_large(p))
        return;
    plan_pass(p, VM_CHECK_PARAMS, VM_RULE_PARAMS);
    if (p->call->flags & RESETS)
        reset(p);
    else if (p->call->addr && !(p->call->flags & VM_MEM_RESERVE))
        commit(p);
    else
        reserve(p);
}
