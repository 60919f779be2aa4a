/* cure_use - cures of calls that use pages: access, lock, watch. */
#include "cure.h"

#include "decisions.h"

static bool least_working_set(struct trial *t)
{
    return cure_propose_size(t, DECIDED_LEAST_WORKING_SET);
}

/* The pages before the one in the way. */
static bool part_before(struct trial *t)
{
    const vm_addr stop = t->reason.page << VM_PAGE_SHIFT;
    return stop > t->call.addr && cure_propose_size(t, stop - t->call.addr);
}

/* VirtualAlloc or VirtualProtect of the pages that the call means. */
static bool prepare(struct trial *t, enum vm_call_id id, uint32_t flags, uint32_t protect)
{
    return cure_propose(t, (struct vm_call){.id = id, .addr = t->call.addr, .flags = flags,
        .size = t->call.size ? t->call.size : 1, .protect = protect});
}

static bool commit_pages(struct trial *t)
{
    return prepare(t, VM_CALL_ALLOC, VM_MEM_COMMIT, VM_PAGE_READWRITE);
}

static bool commit_first(struct trial *t)
{
    return part_before(t) || commit_pages(t);
}

static bool allocate_first(struct trial *t)
{
    return prepare(t, VM_CALL_ALLOC, VM_MEM_RESERVE | VM_MEM_COMMIT, VM_PAGE_READWRITE);
}

static bool make_readable(struct trial *t)
{
    return part_before(t) || prepare(t, VM_CALL_PROTECT, 0, VM_PAGE_READONLY);
}

/* The least protection that allows the access: a page is written or executed, never made fit for
 * both at once. */
static bool allow_access(struct trial *t)
{
    return prepare(t, VM_CALL_PROTECT, 0,
        t->call.id == VM_CALL_WRITE     ? VM_PAGE_READWRITE
        : t->call.id == VM_CALL_EXECUTE ? VM_PAGE_EXECUTE_READ
                                        : VM_PAGE_READONLY);
}

/* Takes the guard away that the access met. */
static bool without_guard(struct trial *t)
{
    return cure_propose(t, (struct vm_call){.id = VM_CALL_PROTECT, .size = VM_PAGE_SIZE,
        .addr = t->reason.page << VM_PAGE_SHIFT,
        .protect = vm_attr_protect(t->reason.attr) & ~(uint32_t)VM_PAGE_GUARD});
}

/* May the pages of the call be locked together with those that are? */
static bool is_within_quota(const struct trial *t)
{
    struct vm_totals totals;
    vm_space_totals(t->space, &totals);
    const uint64_t pages = t->call.size / VM_PAGE_SIZE + 2;
    return totals.locked < totals.lockable && pages < totals.lockable - totals.locked;
}

/* The alarm took the guard away, so the same call works now. On the space before the alarm this is
 * seen by the rest of the range: it must be fit for locking. [R-LOCK-2] */
static bool lock_again(struct trial *t)
{
    if (cure_propose(t, t->call))
        return true;
    const struct vm_reason *again = &t->scratch->result.reason;
    const vm_addr next = (t->reason.page + 1) << VM_PAGE_SHIFT, end = t->call.addr + t->call.size;
    if (!t->has_happened || again->rule != VM_RULE_LOCK_2 || again->page != t->reason.page ||
        !is_within_quota(t))
        return without_guard(t);
    const struct vm_call rest = {.id = VM_CALL_LOCK, .addr = next, .size = end - next};
    if (next < end && !cure_works(t->scratch, t->space, &rest))
        return without_guard(t);
    *t->ret_cure = t->call;
    return true;
}

static bool within_quota(struct trial *t)
{
    struct vm_totals totals;
    vm_space_totals(t->space, &totals);
    if (totals.locked >= totals.lockable)
        return false;
    const uint64_t left = (totals.lockable - totals.locked) << VM_PAGE_SHIFT;
    return cure_propose_size(t, left - t->call.addr % VM_PAGE_SIZE);
}

static bool known_watch_flags(struct trial *t)
{
    return cure_propose_flags(t, t->call.flags & VM_WRITE_WATCH_FLAG_RESET);
}

static bool room_for_all(struct trial *t)
{
    struct vm_call call = t->call;
    call.capacity = call.size / VM_PAGE_SIZE + 1;
    return cure_propose(t, call);
}

static cure_fn *const cures[VM_RULE_COUNT] = {
    [VM_RULE_WS_1] = least_working_set,
    [VM_RULE_ACC_FREE] = allocate_first,
    [VM_RULE_ACC_RESERVED] = commit_pages,
    [VM_RULE_ACC_NOACCESS] = allow_access,
    [VM_RULE_ACC_WRITE] = allow_access,
    [VM_RULE_ACC_EXECUTE] = allow_access,
    [VM_RULE_ACC_1] = without_guard,
    [VM_RULE_LOCK_2] = lock_again,
    [VM_RULE_LOCK_3] = commit_first,
    [VM_RULE_LOCK_4] = make_readable,
    [VM_RULE_LOCK_5] = cure_one_page,
    [VM_RULE_LOCK_6] = within_quota,
    [VM_RULE_UNLOCK_2] = part_before,
    [VM_RULE_UNLOCK_3] = part_before,
    [VM_RULE_UNLOCK_4] = cure_one_page,
    [VM_RULE_WW_FLAGS] = known_watch_flags,
    [VM_RULE_WW_SIZE] = cure_one_page,
    [VM_RULE_WW_RANGE] = cure_clip,
    [VM_RULE_WW_COUNT] = room_for_all,
    [VM_RULE_WW_10] = cure_with_place,
    [VM_RULE_WW_RESET_SIZE] = cure_one_page,
};

cure_fn *cure_of_use(enum vm_rule rule)
{
    return cures[rule];
}
