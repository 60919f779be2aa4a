/* practice_recipes - proposals of calls that work and calls that fail, on the space as it is. */
#include "practising.h"

enum { RUNS_MAX = 48, PAGE = VM_PAGE_SIZE };

/* ---- the space -------------------------------------------------------------------------------- */

enum wanted { WANTED_ANY, WANTED_RESERVED, WANTED_COMMITTED, WANTED_OPEN, WANTED_GUARD,
    WANTED_READ_ONLY };

static bool is_wanted(const struct vm_run *run, enum wanted wanted)
{
    const enum vm_class class = vm_attr_class(run->attr);
    switch (wanted) {
    case WANTED_ANY:
        return class != VM_CLASS_FREE;
    case WANTED_RESERVED:
        return class == VM_CLASS_RESERVED;
    case WANTED_COMMITTED:
        return class > VM_CLASS_RESERVED;
    case WANTED_OPEN:
        return class > VM_CLASS_RESERVED && class != VM_CLASS_GUARD;
    case WANTED_GUARD:
        return class == VM_CLASS_GUARD;
    case WANTED_READ_ONLY:
        return class == VM_CLASS_READ;
    }
    return false;
}

static vm_page window_end(const struct maker *m)
{
    return m->window + WINDOW_GRANULES * VM_GRANULE_PAGES;
}

/* Any of the runs in the window that are as wanted. */
static bool pick(struct maker *m, enum wanted wanted, struct vm_run *ret)
{
    struct vm_run found[RUNS_MAX];
    unsigned count = 0;
    const struct vm_space *const space = session_space(m->session);
    for (vm_page page = m->window; page < window_end(m) && count < RUNS_MAX;) {
        const struct vm_run run = vm_space_run(space, page);
        if (run.first >= m->window && is_wanted(&run, wanted))
            found[count++] = run;
        page = run.end;
    }
    if (count > 0)
        *ret = found[draw_below(&m->draw, count)];
    return count > 0;
}

/* A boundary of 64 KiB from which pages are free. */
static bool pick_gap(struct maker *m, uint64_t pages, vm_page *ret_first)
{
    const vm_page first = m->window +
        (vm_page)draw_below(&m->draw, WINDOW_GRANULES - 1) * VM_GRANULE_PAGES;
    const struct vm_run run = vm_space_run(session_space(m->session), first);
    *ret_first = first;
    return vm_attr_state(run.attr) == VM_FREE && run.end >= first + pages;
}

unsigned between(struct maker *m, unsigned low, unsigned high)
{
    return low + draw_below(&m->draw, high - low + 1);
}

/* ---- ranges ----------------------------------------------------------------------------------- */

static void set_pages(struct vm_call *call, vm_page first, uint64_t pages)
{
    call->addr = first << VM_PAGE_SHIFT;
    call->size = pages << VM_PAGE_SHIFT;
}

/* Other bytes of the same pages: the range begins and ends somewhere within the outer ones. */
static void loosen(struct maker *m, struct vm_call *call)
{
    const uint64_t pages = call->size >> VM_PAGE_SHIFT;
    const unsigned skipped = between(m, 0, 1) * between(m, 1, PAGE - 2);
    const unsigned left = pages > 1 ? between(m, 1, PAGE) : between(m, 1, PAGE - skipped);
    call->addr += skipped;
    call->size = (pages > 1 ? (pages - 1) * PAGE : 0) + left - (pages > 1 ? skipped : 0);
}

static bool is_loose(struct maker *m)
{
    const unsigned chance = draw_below(&m->draw, 4);
    return m->topic == TOPIC_ROUNDING ? chance > 0 : m->level >= 2 && chance == 0;
}

/* A part of [first, end), in whole pages or not. */
static void set_part(struct maker *m, struct vm_call *call, vm_page first, vm_page end)
{
    const unsigned pages = (unsigned)(end - first);
    const unsigned skipped = draw_below(&m->draw, pages);
    set_pages(call, first + skipped, between(m, 1, pages - skipped));
    if (is_loose(m))
        loosen(m, call);
}

/* ---- protections ------------------------------------------------------------------------------ */

static uint32_t any_protection(struct maker *m)
{
    static const uint32_t some[] = {VM_PAGE_READWRITE, VM_PAGE_READONLY, VM_PAGE_READWRITE,
        VM_PAGE_EXECUTE_READ, VM_PAGE_NOACCESS};
    return some[draw_below(&m->draw, 2 + m->level)];
}

static uint32_t other_protection(struct maker *m, uint32_t than)
{
    uint32_t protect = any_protection(m);
    while (protect == than)
        protect = any_protection(m);
    return protect;
}

static uint32_t wrong_protection(struct maker *m)
{
    static const uint32_t some[] = {VM_PAGE_READONLY | VM_PAGE_READWRITE, VM_PAGE_WRITECOPY,
        VM_PAGE_GUARD, VM_PAGE_GUARD | VM_PAGE_NOACCESS};
    return some[m->topic == TOPIC_GUARD ? between(m, 2, 3) : between(m, 0, 1)];
}

/* ---- recipes that work ------------------------------------------------------------------------ */

static bool reserve(struct maker *m, struct vm_call *call)
{
    vm_page first;
    const unsigned pages = between(m, 2, 8);
    *call = (struct vm_call){.id = VM_CALL_ALLOC, .flags = VM_MEM_RESERVE,
        .protect = any_protection(m)};
    const bool fits = pick_gap(m, pages, &first);
    set_pages(call, first, pages);
    return fits;
}

static bool reserve_anywhere(struct maker *m, struct vm_call *call)
{
    (void)reserve(m, call);
    call->addr = 0;
    return true;
}

/* From the middle of a granule: it grows at the front. */
static bool reserve_inside(struct maker *m, struct vm_call *call)
{
    vm_page first;
    const bool fits = pick_gap(m, VM_GRANULE_PAGES, &first);
    *call = (struct vm_call){.id = VM_CALL_ALLOC, .flags = VM_MEM_RESERVE,
        .protect = VM_PAGE_READWRITE};
    set_pages(call, first + between(m, 1, 8), between(m, 1, 4));
    if (m->level > 0)
        loosen(m, call);
    return fits;
}

static bool alloc(struct maker *m, struct vm_call *call)
{
    const bool made = reserve(m, call);
    call->flags |= VM_MEM_COMMIT;
    return made;
}

static bool commit(struct maker *m, struct vm_call *call)
{
    struct vm_run run;
    *call = (struct vm_call){.id = VM_CALL_ALLOC, .flags = VM_MEM_COMMIT,
        .protect = any_protection(m)};
    if (!pick(m, WANTED_RESERVED, &run))
        return false;
    set_part(m, call, run.first, run.end);
    return true;
}

/* A few bytes on both sides of a border. */
static bool commit_border(struct maker *m, struct vm_call *call)
{
    struct vm_run run;
    const unsigned before = between(m, 1, 16);
    if (!commit(m, call) || !pick(m, WANTED_RESERVED, &run) || run.end - run.first < 2)
        return false;
    set_pages(call, run.first + between(m, 1, (unsigned)(run.end - run.first) - 1), 0);
    call->addr -= before;
    call->size = before + between(m, 1, 16);
    return true;
}

/* Over pages that are committed already. */
static bool commit_again(struct maker *m, struct vm_call *call)
{
    struct vm_run run;
    *call = (struct vm_call){.id = VM_CALL_ALLOC, .flags = VM_MEM_COMMIT};
    if (!pick(m, WANTED_COMMITTED, &run))
        return false;
    call->protect = other_protection(m, vm_attr_protect(run.attr));
    const bool whole = draw_below(&m->draw, 2) == 0;
    set_part(m, call, whole ? run.alloc_first : run.first, whole ? run.alloc_end : run.end);
    return true;
}

static bool decommit(struct maker *m, struct vm_call *call)
{
    struct vm_run run;
    *call = (struct vm_call){.id = VM_CALL_FREE, .flags = VM_MEM_DECOMMIT};
    if (!pick(m, WANTED_COMMITTED, &run))
        return false;
    set_part(m, call, run.first, run.end);
    return true;
}

static bool decommit_all(struct maker *m, struct vm_call *call)
{
    struct vm_run run;
    *call = (struct vm_call){.id = VM_CALL_FREE, .flags = VM_MEM_DECOMMIT};
    if (!pick(m, WANTED_COMMITTED, &run))
        return false;
    call->addr = run.alloc_first << VM_PAGE_SHIFT;
    return true;
}

static bool release(struct maker *m, struct vm_call *call)
{
    struct vm_run run;
    *call = (struct vm_call){.id = VM_CALL_FREE, .flags = VM_MEM_RELEASE};
    if (!pick(m, WANTED_ANY, &run))
        return false;
    call->addr = run.alloc_first << VM_PAGE_SHIFT;
    return true;
}

static bool protect(struct maker *m, struct vm_call *call)
{
    struct vm_run run;
    *call = (struct vm_call){.id = VM_CALL_PROTECT};
    if (!pick(m, WANTED_COMMITTED, &run))
        return false;
    call->protect = other_protection(m, vm_attr_protect(run.attr));
    set_part(m, call, run.first, run.end);
    return true;
}

static bool guard(struct maker *m, struct vm_call *call)
{
    struct vm_run run;
    *call = (struct vm_call){.id = VM_CALL_PROTECT};
    if (!pick(m, WANTED_OPEN, &run) || vm_attr_protect(run.attr) == VM_PAGE_NOACCESS)
        return false;
    call->protect = vm_attr_protect(run.attr) | VM_PAGE_GUARD;
    set_pages(call, run.first + draw_below(&m->draw, (unsigned)(run.end - run.first)), 1);
    if (is_loose(m))
        loosen(m, call);
    return true;
}

static bool commit_guard(struct maker *m, struct vm_call *call)
{
    struct vm_run run;
    *call = (struct vm_call){.id = VM_CALL_ALLOC, .flags = VM_MEM_COMMIT,
        .protect = VM_PAGE_READWRITE | VM_PAGE_GUARD};
    if (!pick(m, WANTED_RESERVED, &run))
        return false;
    set_pages(call, run.first + draw_below(&m->draw, (unsigned)(run.end - run.first)), 1);
    return true;
}

static bool unguard(struct maker *m, struct vm_call *call)
{
    struct vm_run run;
    *call = (struct vm_call){.id = VM_CALL_PROTECT, .protect = VM_PAGE_READWRITE};
    if (!pick(m, WANTED_GUARD, &run))
        return false;
    set_pages(call, run.first, run.end - run.first);
    return true;
}

/* ---- recipes that fail ------------------------------------------------------------------------ */

static bool reserve_twice(struct maker *m, struct vm_call *call)
{
    struct vm_run run;
    if (!reserve(m, call) || !pick(m, WANTED_ANY, &run))
        return false;
    call->addr = run.alloc_first << VM_PAGE_SHIFT;
    return true;
}

/* Free pages behind an allocation, within its last granule. */
static bool reserve_tail(struct maker *m, struct vm_call *call)
{
    struct vm_run run;
    if (!reserve(m, call) || !pick(m, WANTED_ANY, &run) ||
        run.alloc_end % VM_GRANULE_PAGES == 0)
        return false;
    set_pages(call, run.alloc_end, between(m, 1, 3));
    return true;
}

static bool reserve_low(struct maker *m, struct vm_call *call)
{
    (void)reserve(m, call);
    call->addr = (vm_addr)between(m, 1, 15) << VM_PAGE_SHIFT;
    return true;
}

static bool reserve_nothing(struct maker *m, struct vm_call *call)
{
    const bool made = reserve(m, call);
    call->size = 0;
    return made;
}

static bool reserve_protected_wrong(struct maker *m, struct vm_call *call)
{
    const bool made = reserve(m, call);
    call->protect = wrong_protection(m);
    return made;
}

static bool commit_free(struct maker *m, struct vm_call *call)
{
    const bool made = reserve(m, call);
    call->flags = VM_MEM_COMMIT;
    return made;
}

/* Sets a range that begins in the allocation and ends behind it. */
static bool past_end(struct maker *m, struct vm_call *call, enum wanted wanted)
{
    struct vm_run run;
    if (!pick(m, wanted, &run))
        return false;
    const unsigned pages = (unsigned)(run.alloc_end - run.first);
    const unsigned before = between(m, 1, pages < 3 ? pages : 3);
    set_pages(call, run.alloc_end - before, before + between(m, 1, 2));
    if (is_loose(m))
        loosen(m, call);
    return true;
}

static bool commit_past_end(struct maker *m, struct vm_call *call)
{
    *call = (struct vm_call){.id = VM_CALL_ALLOC, .flags = VM_MEM_COMMIT,
        .protect = VM_PAGE_READWRITE};
    return past_end(m, call, WANTED_RESERVED);
}

static bool commit_reserving(struct maker *m, struct vm_call *call)
{
    const bool made = commit(m, call);
    call->flags |= VM_MEM_RESERVE;
    return made;
}

static bool commit_over_limit(struct maker *m, struct vm_call *call)
{
    struct vm_totals totals;
    vm_space_totals(session_space(m->session), &totals);
    if (totals.limit == VM_NO_LIMIT || !alloc(m, call))
        return false;
    const vm_page first = call->addr >> VM_PAGE_SHIFT;
    set_pages(call, first, totals.limit - totals.charge + between(m, 1, 3));
    return true;
}

static bool release_sized(struct maker *m, struct vm_call *call)
{
    struct vm_run run;
    *call = (struct vm_call){.id = VM_CALL_FREE, .flags = VM_MEM_RELEASE};
    if (!pick(m, WANTED_ANY, &run))
        return false;
    set_pages(call, run.alloc_first, run.alloc_end - run.alloc_first);
    return true;
}

static bool release_inside(struct maker *m, struct vm_call *call)
{
    struct vm_run run;
    *call = (struct vm_call){.id = VM_CALL_FREE, .flags = VM_MEM_RELEASE};
    if (!pick(m, WANTED_ANY, &run) || run.alloc_end - run.alloc_first < 2)
        return false;
    set_pages(call,
        run.alloc_first + between(m, 1, (unsigned)(run.alloc_end - run.alloc_first) - 1), 0);
    return true;
}

static bool release_free(struct maker *m, struct vm_call *call)
{
    vm_page first;
    *call = (struct vm_call){.id = VM_CALL_FREE, .flags = VM_MEM_RELEASE};
    const bool made = pick_gap(m, 1, &first);
    set_pages(call, first, 0);
    return made;
}

static bool free_both(struct maker *m, struct vm_call *call)
{
    const bool made = release(m, call);
    call->flags = VM_MEM_DECOMMIT | VM_MEM_RELEASE;
    return made;
}

static bool decommit_past_end(struct maker *m, struct vm_call *call)
{
    *call = (struct vm_call){.id = VM_CALL_FREE, .flags = VM_MEM_DECOMMIT};
    return past_end(m, call, WANTED_ANY);
}

static bool decommit_all_inside(struct maker *m, struct vm_call *call)
{
    const bool made = release_inside(m, call);
    call->flags = VM_MEM_DECOMMIT;
    return made;
}

static bool protect_reserved(struct maker *m, struct vm_call *call)
{
    struct vm_run run;
    *call = (struct vm_call){.id = VM_CALL_PROTECT, .protect = VM_PAGE_READONLY};
    if (!pick(m, WANTED_RESERVED, &run))
        return false;
    const bool whole = m->level > 0 && draw_below(&m->draw, 2) == 0;
    set_part(m, call, whole ? run.alloc_first : run.first, whole ? run.alloc_end : run.end);
    return true;
}

static bool protect_past_end(struct maker *m, struct vm_call *call)
{
    *call = (struct vm_call){.id = VM_CALL_PROTECT, .protect = VM_PAGE_READONLY};
    return past_end(m, call, WANTED_COMMITTED);
}

static bool protect_wrong(struct maker *m, struct vm_call *call)
{
    const bool made = protect(m, call);
    call->protect = wrong_protection(m);
    return made;
}

static bool touch(struct maker *m, struct vm_call *call, enum wanted wanted, enum vm_call_id id)
{
    struct vm_run run;
    *call = (struct vm_call){.id = id, .size = 1};
    if (!pick(m, wanted, &run))
        return false;
    const unsigned bytes = (unsigned)((run.end - run.first) << VM_PAGE_SHIFT);
    call->addr = (run.first << VM_PAGE_SHIFT) + draw_below(&m->draw, bytes);
    return true;
}

static bool touch_guard(struct maker *m, struct vm_call *call)
{
    return touch(m, call, WANTED_GUARD,
        draw_below(&m->draw, 2) == 0 ? VM_CALL_READ : VM_CALL_WRITE);
}

static bool touch_reserved(struct maker *m, struct vm_call *call)
{
    return touch(m, call, WANTED_RESERVED, VM_CALL_READ);
}

static bool write_read_only(struct maker *m, struct vm_call *call)
{
    return touch(m, call, WANTED_READ_ONLY, VM_CALL_WRITE);
}

/* ---- the table -------------------------------------------------------------------------------- */

#define OF(topic) (1u << TOPIC_##topic)
enum { ONE = MADE_FOR_PREDICTION, MANY = MADE_FOR_PREDICTION | MADE_FOR_LIST,
    ALL = MANY | MADE_FOR_MAP | MADE_FOR_PROGRAM };
static const struct recipe recipes[] = {
    {reserve, OF(RESERVE) | OF(CHARGE), ALL, 0, false},
    {reserve_anywhere, OF(RESERVE), MANY, 1, false},
    {reserve_inside, OF(ROUNDING) | OF(RESERVE), ALL, 0, false},
    {alloc, OF(RESERVE) | OF(COMMIT) | OF(CHARGE), ALL, 0, false},
    {commit, OF(COMMIT) | OF(ROUNDING) | OF(CHARGE), ALL, 0, false},
    {commit_border, OF(ROUNDING), ALL, 0, false},
    {commit_again, OF(COMMIT) | OF(CHARGE), ALL, 1, false},
    {decommit, OF(FREE) | OF(ROUNDING) | OF(CHARGE), ALL, 0, false},
    {decommit_all, OF(FREE), ALL, 1, false},
    {release, OF(FREE) | OF(RESERVE) | OF(CHARGE), ALL, 0, false},
    {protect, OF(PROTECT) | OF(ROUNDING), ALL, 0, false},
    {guard, OF(GUARD), ALL, 0, false},
    {commit_guard, OF(GUARD), ALL, 1, false},
    {unguard, OF(GUARD), ALL, 2, false},

    {reserve_twice, OF(RESERVE), MANY, 0, true},
    {reserve_tail, OF(RESERVE) | OF(ROUNDING), MANY, 1, true},
    {reserve_low, OF(RESERVE), MANY, 1, true},
    {reserve_nothing, OF(RESERVE), MANY, 0, true},
    {reserve_protected_wrong, OF(PROTECT) | OF(GUARD), MANY, 2, true},
    {commit_free, OF(COMMIT), MANY, 0, true},
    {commit_past_end, OF(COMMIT) | OF(ROUNDING), MANY, 0, true},
    {commit_reserving, OF(COMMIT), MANY, 1, true},
    {commit_over_limit, OF(CHARGE), MANY, 0, true},
    {release_sized, OF(FREE), MANY, 0, true},
    {release_inside, OF(FREE), MANY, 0, true},
    {release_free, OF(FREE), MANY, 0, true},
    {free_both, OF(FREE), MANY, 2, true},
    {decommit_past_end, OF(FREE) | OF(ROUNDING), MANY, 0, true},
    {decommit_all_inside, OF(FREE), MANY, 1, true},
    {protect_reserved, OF(PROTECT), MANY, 0, true},
    {protect_past_end, OF(PROTECT) | OF(ROUNDING), MANY, 1, true},
    {protect_wrong, OF(PROTECT) | OF(GUARD), MANY, 0, true},
    {touch_guard, OF(GUARD), ONE, 0, true},
    {touch_reserved, OF(COMMIT), ONE, 0, true},
    {write_read_only, OF(PROTECT), ONE, 0, true},
};
enum { RECIPE_COUNT = sizeof recipes / sizeof *recipes };

const struct recipe *any_recipe(struct maker *m, enum made_use use, bool fails,
    bool any_topic)
{
    const struct recipe *fitting[RECIPE_COUNT];
    unsigned count = 0;
    for (size_t i = 0; i < RECIPE_COUNT; i++) {
        const struct recipe *const r = &recipes[i];
        if (r->fails == fails && (r->uses & (unsigned)use) != 0 && r->level <= m->level &&
            (any_topic || (r->topics & (1u << m->topic)) != 0))
            fitting[count++] = r;
    }
    return count == 0 ? NULL : fitting[draw_below(&m->draw, count)];
}
