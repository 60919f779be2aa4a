/* lock - VirtualLock and VirtualUnlock: pages held in the working set. There is no lock count.
 *
 * Cost    The pages are judged run by run; single pages are looked at only once the quota allows
 *         them all, or where the store knows them.
 */
#include "contents.h"

/* The range of the call, with what both functions refuse before looking at any page.
 * [R-LOCK-5, R-UNLOCK-4] */
static bool check_range(struct plan *p, enum vm_rule rule_size)
{
    const struct vm_call *call = p->call;
    if (!call->size)
        return plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_INVALID_PARAMETER,
            (struct vm_reason){.rule = rule_size, .param = 2});
    const vm_addr limit = p->space->machine->max_address;
    if (!range_fits(call->addr, call->size, limit + 1))
        return plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_INVALID_PARAMETER,
            (struct vm_reason){.rule = VM_RULE_GEN_2, .param = call->addr > limit ? 1 : 2,
                .args = {plan_arg(VM_ARG_ADDRESS, limit)}});
    plan_round(p);
    plan_pass(p, VM_CHECK_ROUND, VM_RULE_GEN_12);
    return true;
}

/* ---- VirtualLock ----------------------------------------------------------------------------- */

/* Can the first page of the plan in run be read and so be locked?  [R-LOCK-9] */
static bool probe(struct plan *p, const struct runmap_cursor *run)
{
    const vm_page page = run->first > p->first ? run->first : p->first;
    const struct vm_arg where = plan_arg(VM_ARG_ADDRESS, page << VM_PAGE_SHIFT);
    const enum vm_kind kind = vm_attr_kind(run->attr);
    const enum vm_state state = vm_attr_state(run->attr);
    if (state != VM_FREE && (kind == VM_KIND_LARGE || kind == VM_KIND_PHYSICAL))
        return plan_fail_page(p, VM_CHECK_PAGES, VM_STATUS_INCOMPATIBLE_FILE_MAP, page,
            (struct vm_reason){.rule = VM_RULE_LOCK_11, .args = {where}});
    if (state != VM_COMMITTED)
        return plan_fail_page(p, VM_CHECK_PAGES, VM_STATUS_ACCESS_VIOLATION, page,
            (struct vm_reason){.rule = VM_RULE_LOCK_3,
                .args = {where, plan_arg(VM_ARG_STATE, state)}});
    if (run->attr & VM_ATTR_GUARD) {             /* touched, so the guard is gone [R-LOCK-2] */
        access_disarm(p, run, page);
        return plan_fail_page(p, VM_CHECK_PAGES, VM_STATUS_GUARD_PAGE_VIOLATION, page,
            (struct vm_reason){.rule = VM_RULE_LOCK_2, .args = {where}});
    }
    if (vm_attr_class(run->attr) == VM_CLASS_NOACCESS)
        return plan_fail_page(p, VM_CHECK_PAGES, VM_STATUS_ACCESS_VIOLATION, page,
            (struct vm_reason){.rule = VM_RULE_LOCK_4, .args = {where}});
    return true;
}

static bool probe_range(struct plan *p)
{
    struct runmap_cursor run;
    runmap_find(p->space->map, p->first, &run);
    do {
        if (!probe(p, &run))
            return false;
    } while (run.end < p->end && runmap_next(p->space->map, &run));
    plan_pass(p, VM_CHECK_PAGES, VM_RULE_LOCK_9);
    return true;
}

/* New locks and those held already must fit into the quota.  [R-LOCK-6] */
static bool check_quota(struct plan *p)
{
    const uint64_t lockable = contents_lockable(p->space), locked = p->space->store->locked;
    uint64_t wanted = p->end - p->first;
    struct contents_walk walk = contents_walk(p->space, p->first, p->end);
    vm_page at = 0;
    for (const struct store_page *page; (page = contents_next(&walk, &at)); )
        wanted -= (page->flags & STORE_LOCKED) != 0;
    if (wanted && (locked >= lockable || wanted > lockable - locked))
        return plan_fail(p, VM_CHECK_QUOTA, VM_STATUS_WORKING_SET_QUOTA,
            (struct vm_reason){.rule = VM_RULE_LOCK_6, .param = 2,
                .args = {plan_arg(VM_ARG_PAGES, wanted), plan_arg(VM_ARG_PAGES, locked),
                    plan_arg(VM_ARG_PAGES, lockable)}});
    plan_pass(p, VM_CHECK_QUOTA, VM_RULE_WS_1);
    return true;
}

static void lock_page(struct plan *p, const struct found *f, vm_page page)
{
    const uint64_t offset = page - f->first;
    const struct store_page *known = store_get(p->space->store, f->first, offset);
    const unsigned old = known ? known->flags : 0;
    unsigned flags = old | STORE_RESIDENT | STORE_LOCKED;
    if (f->run.attr & VM_ATTR_WATCH)
        flags |= STORE_WATCHED;                  /* [R-LOCK-10] */
    if (flags == old)
        return;                                  /* [R-LOCK-7] */
    if (flags & ~old & STORE_RESIDENT)
        plan_page(p, page);
    contents_swap(p, store_swap_edit(f->first, offset, (uint8_t)flags));
}

void plan_lock(struct plan *p)
{
    if (!check_range(p, VM_RULE_LOCK_5) || !probe_range(p) || !check_quota(p))
        return;
    for (vm_page page = p->first; page < p->end; ) {   /* also over allocations [R-LOCK-8] */
        const struct found f = plan_find(p, page);
        for (; page < p->end && page < f.run.end; page++)
            lock_page(p, &f, page);
    }
    plan_succeed_by(p, 1, VM_RULE_LOCK_1);
}

/* ---- VirtualUnlock --------------------------------------------------------------------------- */

static vm_page first_unlocked(const struct plan *p)
{
    struct contents_walk walk = contents_walk(p->space, p->first, p->end);
    vm_page expected = p->first, at = 0;
    for (const struct store_page *page; (page = contents_next(&walk, &at)); expected++)
        if (at != expected || !(page->flags & STORE_LOCKED))
            break;
    return expected;
}

/* All locked: they are unlocked and stay resident. Else the pages that are not locked leave the
 * working set, and the locked ones stay locked.  [R-UNLOCK-1, R-UNLOCK-2] */
static void unlock_range(struct plan *p, bool are_all_locked)
{
    struct contents_walk walk = contents_walk(p->space, p->first, p->end);
    vm_page at = 0;
    for (const struct store_page *page; (page = contents_next(&walk, &at)); ) {
        if (are_all_locked)
            contents_mark(p, &walk, page, page->flags & ~(unsigned)STORE_LOCKED);
        else if (!(page->flags & STORE_LOCKED))
            contents_mark(p, &walk, page, page->flags & ~(unsigned)STORE_RESIDENT);
    }
}

void plan_unlock(struct plan *p)
{
    if (!check_range(p, VM_RULE_UNLOCK_4))
        return;
    const vm_page unlocked = first_unlocked(p);
    unlock_range(p, unlocked == p->end);
    if (unlocked < p->end) {
        const struct found f = plan_find(p, unlocked);
        const bool is_free = vm_attr_state(f.run.attr) == VM_FREE;
        (void)plan_fail_page(p, VM_CHECK_PAGES, VM_STATUS_NOT_LOCKED, unlocked,
            (struct vm_reason){.rule = is_free ? VM_RULE_UNLOCK_3 : VM_RULE_UNLOCK_2,
                .args = {plan_arg(VM_ARG_ADDRESS, unlocked << VM_PAGE_SHIFT)}});
        return;
    }
    plan_pass(p, VM_CHECK_PAGES, VM_RULE_NONE);
    plan_succeed_by(p, 1, VM_RULE_UNLOCK_1);
}
