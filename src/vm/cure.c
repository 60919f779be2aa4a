/* cure - the nearest call that would have worked.
 *
 * Each rule has at most one function, which proposes a few calls, the nearest first; the first one
 * that plans well is the cure. A proposal that breaks another rule is cured in its turn, so that
 * two mistakes in one call are put right together. No function: no cure.
 *
 * Here are the rules of calls that make, change and free allocations; cure_use.c has the others.
 */
#include "cure.h"

enum { MISTAKES_MAX = 3 };
enum { LARGE_PAGE_SIZE = 0x200000 };

bool cure_works(
    struct vm_change *scratch, const struct vm_space *space, const struct vm_call *call)
{
    vm_plan(space, call, scratch, NULL);
    return scratch->result.status == VM_STATUS_SUCCESS && !scratch->result.exception;
}

bool cure_propose(struct trial *t, struct vm_call call)
{
    if (!t->proposed)
        t->first = call;
    t->proposed = true;
    if (!cure_works(t->scratch, t->space, &call))
        return false;
    *t->ret_cure = call;
    return true;
}

bool cure_propose_flags(struct trial *t, uint32_t flags)
{
    struct vm_call call = t->call;
    call.flags = flags;
    return cure_propose(t, call);
}

bool cure_propose_size(struct trial *t, uint64_t size)
{
    struct vm_call call = t->call;
    call.size = size;
    return size && cure_propose(t, call);
}

bool cure_propose_addr(struct trial *t, vm_addr addr)
{
    struct vm_call call = t->call;
    call.addr = addr;
    return cure_propose(t, call);
}

/* ---- sizes and addresses -------------------------------------------------------------------- */

bool cure_one_page(struct trial *t)
{
    return cure_propose_size(t, VM_PAGE_SIZE);
}

static bool largest_gap(struct trial *t)
{
    return cure_propose_size(t, space_largest_fit(t->space) << VM_PAGE_SHIFT);
}

/* The end of what holds addr: its allocation, or the free stretch. */
static vm_addr end_at(const struct trial *t, vm_addr addr)
{
    const vm_page page = addr >> VM_PAGE_SHIFT;
    if (page >= vm_space_end(t->space))
        return addr;
    return vm_space_run(t->space, page).alloc_end << VM_PAGE_SHIFT;
}

bool cure_clip(struct trial *t)
{
    return cure_propose_size(t, end_at(t, t->call.addr) - t->call.addr);
}

static bool clip_to_space(struct trial *t)
{
    const vm_addr end = t->space->machine->reserve_end;
    if (!t->call.addr)
        return largest_gap(t);
    const vm_addr gap = end_at(t, t->call.addr);
    return cure_propose_size(t, (gap < end ? gap : end) - t->call.addr);
}

static bool any_address(struct trial *t)
{
    return cure_propose_addr(t, 0);
}

/* The nearest granule from the address up that has room. */
static bool next_gap(struct trial *t)
{
    const vm_page lowest = space_lowest(t->space), end = space_reserve_end(t->space);
    const uint64_t pages = (t->call.size + VM_PAGE_SIZE - 1) / VM_PAGE_SIZE;
    const vm_page from = t->call.addr >> VM_PAGE_SHIFT;
    vm_page first;
    if (pages && from < end &&
        runmap_fit(t->space->map, from > lowest ? from : lowest, end, pages, VM_GRANULE_PAGES,
            false, &first) &&
        cure_propose_addr(t, first << VM_PAGE_SHIFT))
        return true;
    return any_address(t);
}

static bool large_sizes(struct trial *t)
{
    struct vm_call call = t->call;
    call.addr -= call.addr % LARGE_PAGE_SIZE;
    call.size += (LARGE_PAGE_SIZE - call.size % LARGE_PAGE_SIZE) % LARGE_PAGE_SIZE;
    return cure_propose(t, call);
}

/* ---- allocation types ----------------------------------------------------------------------- */

static bool add_operation(struct trial *t)
{
    const uint32_t flags = t->call.flags;
    const uint32_t both = flags | VM_MEM_RESERVE | VM_MEM_COMMIT;
    return cure_propose_flags(t, flags & VM_MEM_LARGE_PAGES ? both : flags | VM_MEM_RESERVE) ||
           cure_propose_flags(t, flags | VM_MEM_COMMIT);
}

/* MEM_DECOMMIT and MEM_RELEASE belong to VirtualFree; other unknown bits are dropped. */
static bool known_flags(struct trial *t)
{
    const uint32_t known = VM_MEM_COMMIT | VM_MEM_RESERVE | VM_MEM_RESET | VM_MEM_RESET_UNDO |
                           VM_MEM_TOP_DOWN | VM_MEM_WRITE_WATCH | VM_MEM_PHYSICAL |
                           VM_MEM_LARGE_PAGES;
    const uint32_t flags = t->call.flags;
    if (flags == VM_MEM_DECOMMIT || flags == VM_MEM_RELEASE) {
        const struct vm_call call = {.id = VM_CALL_FREE, .addr = t->call.addr, .flags = flags,
            .size = flags == VM_MEM_DECOMMIT ? t->call.size : 0};
        return cure_propose(t, call);
    }
    return cure_propose_flags(t, flags & known) ||
           cure_propose_flags(t, (flags & known) | VM_MEM_RESERVE);
}

static bool reset_alone(struct trial *t)
{
    const uint32_t resets = VM_MEM_RESET | VM_MEM_RESET_UNDO;
    return cure_propose_flags(t, t->call.flags & VM_MEM_RESET ? VM_MEM_RESET : VM_MEM_RESET_UNDO) ||
           cure_propose_flags(t, t->call.flags & ~resets);
}

static bool add_reserve(struct trial *t)
{
    return cure_propose_flags(t, t->call.flags | VM_MEM_RESERVE) ||
           cure_propose_flags(t, t->call.flags & ~(uint32_t)VM_MEM_WRITE_WATCH) || next_gap(t);
}

static bool physical_alone(struct trial *t)
{
    struct vm_call call = t->call;
    call.flags = VM_MEM_RESERVE | VM_MEM_PHYSICAL | (call.flags & VM_MEM_TOP_DOWN);
    call.protect = VM_PAGE_READWRITE;
    return cure_propose(t, call);
}

static bool without_large(struct trial *t)
{
    return cure_propose_flags(t, t->call.flags & ~(uint32_t)VM_MEM_LARGE_PAGES);
}

static bool large_whole(struct trial *t)
{
    return cure_propose_flags(t, t->call.flags | VM_MEM_RESERVE | VM_MEM_COMMIT);
}

static bool large_alone(struct trial *t)
{
    const uint32_t kept = VM_MEM_TOP_DOWN | VM_MEM_LARGE_PAGES;
    return cure_propose_flags(t, (t->call.flags & kept) | VM_MEM_RESERVE | VM_MEM_COMMIT) ||
           without_large(t);
}

/* Pages of one's own reservation are committed without MEM_RESERVE; else there is room
 * elsewhere. */
static bool commit_or_elsewhere(struct trial *t)
{
    if (t->call.flags & VM_MEM_COMMIT &&
        cure_propose_flags(t, t->call.flags & ~(uint32_t)VM_MEM_RESERVE))
        return true;
    return next_gap(t);
}

/* What the limit still allows, or nothing but the reservation. */
static bool within_limit(struct trial *t)
{
    const struct vm_settings *s = &t->space->settings;
    const uint64_t left = s->charge < s->limit ? s->limit - s->charge : 0;
    if (cure_propose_size(t, left << VM_PAGE_SHIFT))
        return true;
    const uint32_t flags = t->call.flags & ~(uint32_t)VM_MEM_COMMIT;
    return (t->call.flags & VM_MEM_RESERVE || !t->call.addr) &&
           cure_propose_flags(t, flags | VM_MEM_RESERVE);
}

/* ---- protections ---------------------------------------------------------------------------- */

/* What gives all the access that was asked for, with at most one modifier, copying nothing. */
static bool nearest_protect(struct trial *t)
{
    const uint32_t asked = t->call.protect, base = asked & 0xFF;
    const bool execute = base & 0xF0, write = base & 0xCC, read = base & 0xEE;
    uint32_t protect = VM_PAGE_NOACCESS;
    if (execute)
        protect = write  ? VM_PAGE_EXECUTE_READWRITE
                  : read ? VM_PAGE_EXECUTE_READ
                         : VM_PAGE_EXECUTE;
    else if (write || !base)
        protect = VM_PAGE_READWRITE;
    else if (read)
        protect = VM_PAGE_READONLY;
    if (protect != VM_PAGE_NOACCESS)
        protect |= asked & VM_PAGE_GUARD     ? VM_PAGE_GUARD
                   : asked & VM_PAGE_NOCACHE ? VM_PAGE_NOCACHE
                                             : asked & VM_PAGE_WRITECOMBINE;
    struct vm_call call = t->call;
    call.protect = protect;
    return cure_propose(t, call);
}

/* The committed pages before the one in the way; if there are none, commits the range. */
static bool committed_part(struct trial *t)
{
    const vm_addr stop = t->reason.page << VM_PAGE_SHIFT;
    if (stop > t->call.addr)
        return cure_propose_size(t, stop - t->call.addr);
    struct vm_call call = t->call;
    call.id = VM_CALL_ALLOC;
    call.flags = VM_MEM_COMMIT;
    return cure_propose(t, call);
}

/* ---- freeing -------------------------------------------------------------------------------- */

/* The same kind of freeing, of the whole allocation around the address. */
static bool whole_allocation(struct trial *t, uint32_t flags)
{
    const vm_page page = t->call.addr >> VM_PAGE_SHIFT;
    if (page >= vm_space_end(t->space))
        return false;
    const struct vm_run run = vm_space_run(t->space, page);
    if (vm_attr_state(run.attr) == VM_FREE)
        return false;
    struct vm_call call = t->call;
    call.addr = run.alloc_first << VM_PAGE_SHIFT;
    call.size = 0;
    call.flags = flags;
    return cure_propose(t, call);
}

static bool release_whole(struct trial *t)
{
    return whole_allocation(t, VM_MEM_RELEASE);
}

static bool decommit_whole(struct trial *t)
{
    return whole_allocation(t, VM_MEM_DECOMMIT);
}

static bool some_free_type(struct trial *t)
{
    return (t->call.size && cure_propose_flags(t, VM_MEM_DECOMMIT)) || release_whole(t);
}

/* ---- places for answers --------------------------------------------------------------------- */

bool cure_with_place(struct trial *t)
{
    struct vm_call call = t->call;
    call.out_missing = false;
    return cure_propose(t, call);
}

static bool highest_page(struct trial *t)
{
    return cure_propose_addr(t, t->space->machine->max_address);
}

static bool whole_info(struct trial *t)
{
    return cure_propose_size(t, t->reason.args[1].value);
}

static cure_fn *const cures[VM_RULE_COUNT] = {
    [VM_RULE_GEN_2] = cure_clip,
    [VM_RULE_ALLOC_1] = cure_one_page,
    [VM_RULE_ALLOC_2] = clip_to_space,
    [VM_RULE_ALLOC_3] = largest_gap,
    [VM_RULE_ALLOC_4] = next_gap,
    [VM_RULE_ALLOC_5] = any_address,
    [VM_RULE_ALLOC_6] = add_operation,
    [VM_RULE_ALLOC_7] = known_flags,
    [VM_RULE_ALLOC_8] = known_flags,
    [VM_RULE_ALLOC_9] = known_flags,
    [VM_RULE_ALLOC_10] = reset_alone,
    [VM_RULE_ALLOC_11] = add_reserve,
    [VM_RULE_ALLOC_12] = physical_alone,
    [VM_RULE_ALLOC_22] = commit_or_elsewhere,
    [VM_RULE_ALLOC_32] = add_reserve,
    [VM_RULE_ALLOC_33] = cure_clip,
    [VM_RULE_ALLOC_34] = cure_clip,
    [VM_RULE_ALLOC_41] = within_limit,
    [VM_RULE_PROT_2] = nearest_protect,
    [VM_RULE_PROT_3] = nearest_protect,
    [VM_RULE_PROT_5] = nearest_protect,
    [VM_RULE_PROT_6] = nearest_protect,
    [VM_RULE_PROT_7] = nearest_protect,
    [VM_RULE_PROT_10] = nearest_protect,
    [VM_RULE_RESET_4] = cure_clip,
    [VM_RULE_RESET_10] = reset_alone,
    [VM_RULE_LARGE_1] = without_large,
    [VM_RULE_LARGE_2] = large_whole,
    [VM_RULE_LARGE_3] = large_alone,
    [VM_RULE_LARGE_4] = without_large,
    [VM_RULE_LARGE_5] = large_sizes,
    [VM_RULE_FREE_2] = release_whole,
    [VM_RULE_FREE_3] = release_whole,
    [VM_RULE_FREE_7] = some_free_type,
    [VM_RULE_FREE_8] = release_whole,
    [VM_RULE_FREE_9] = release_whole,
    [VM_RULE_FREE_13] = decommit_whole,
    [VM_RULE_FREE_14] = cure_clip,
    [VM_RULE_PH_10] = release_whole,
    [VM_RULE_PH_12] = release_whole,
    [VM_RULE_PH_14] = release_whole,
    [VM_RULE_PH_15] = release_whole,
    [VM_RULE_PROTECT_2] = committed_part,
    [VM_RULE_PROTECT_3] = cure_clip,
    [VM_RULE_PROTECT_4] = cure_clip,
    [VM_RULE_PROTECT_5] = cure_with_place,
    [VM_RULE_PROTECT_7] = cure_one_page,
    [VM_RULE_QUERY_1] = highest_page,
    [VM_RULE_QUERY_4] = whole_info,
    [VM_RULE_QUERY_5] = cure_with_place,
};

bool vm_cure(const struct vm_space *space, const struct vm_change *failed, struct vm_call *ret_cure)
{
    struct vm_change scratch = {0};
    struct trial t = {.space = space, .call = failed->call, .reason = failed->result.reason,
        .scratch = &scratch, .ret_cure = ret_cure};
    bool cured = false;
    for (int mistakes = 0; mistakes < MISTAKES_MAX && !cured; mistakes++) {
        t.proposed = false;
        t.has_happened = mistakes == 0;
        cure_fn *const cure = cures[t.reason.rule] ? cures[t.reason.rule]
                                                   : cure_of_use(t.reason.rule);
        if (!cure)
            break;
        cured = cure(&t);
        if (cured || !t.proposed)
            break;
        t.call = t.first;
        vm_plan(space, &t.call, &scratch, NULL);
        t.reason = scratch.result.reason;
    }
    vm_change_finish(&scratch);
    return cured;
}
