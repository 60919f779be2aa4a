/* practice_calls - calls that work and calls that fail, made for the space as it is.
 *
 * A recipe proposes a call; it is run in the maker's session, and only if it did what the recipe says
 * does it count. So no recipe needs to know every rule.
 */
#include <string.h>

#include "practising.h"

enum { TRIES = 60, RUNS_MAX = 48, PAGE = VM_PAGE_SIZE };

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

static unsigned from(struct maker *m, unsigned low, unsigned high)
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
    const unsigned skipped = from(m, 0, 1) * from(m, 1, PAGE - 2);
    const unsigned left = pages > 1 ? from(m, 1, PAGE) : from(m, 1, PAGE - skipped);
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
    set_pages(call, first + skipped, from(m, 1, pages - skipped));
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
    return some[m->topic == TOPIC_GUARD ? from(m, 2, 3) : from(m, 0, 1)];
}

/* ---- recipes that work ------------------------------------------------------------------------ */

static bool reserve(struct maker *m, struct vm_call *call)
{
    vm_page first;
    const unsigned pages = from(m, 2, 8);
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
    set_pages(call, first + from(m, 1, 8), from(m, 1, 4));
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
    const unsigned before = from(m, 1, 16);
    if (!commit(m, call) || !pick(m, WANTED_RESERVED, &run) || run.end - run.first < 2)
        return false;
    set_pages(call, run.first + from(m, 1, (unsigned)(run.end - run.first) - 1), 0);
    call->addr -= before;
    call->size = before + from(m, 1, 16);
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
    set_pages(call, run.alloc_end, from(m, 1, 3));
    return true;
}

static bool reserve_low(struct maker *m, struct vm_call *call)
{
    (void)reserve(m, call);
    call->addr = (vm_addr)from(m, 1, 15) << VM_PAGE_SHIFT;
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
    const unsigned before = from(m, 1, pages < 3 ? pages : 3);
    set_pages(call, run.alloc_end - before, before + from(m, 1, 2));
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
    set_pages(call, first, totals.limit - totals.charge + from(m, 1, 3));
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
        run.alloc_first + from(m, 1, (unsigned)(run.alloc_end - run.alloc_first) - 1), 0);
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
static const struct recipe {
    bool (*make)(struct maker *m, struct vm_call *call);
    unsigned topics;                   /* that it is about */
    unsigned uses;                     /* enum made_use */
    unsigned level;                    /* from which on */
    bool fails;
} recipes[] = {
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

/* A recipe that suits; of other topics too where the topic has none, or now and then in a list. */
static const struct recipe *any_recipe(struct maker *m, enum made_use use, bool fails,
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

/* ---- running ---------------------------------------------------------------------------------- */

void call_text(struct buf *out, const struct vm_call *call, const char *variable, vm_addr base)
{
    if (call->id == VM_CALL_READ || call->id == VM_CALL_WRITE) {
        buf_addf(out, call->id == VM_CALL_READ ? "read %08llX" : "write %08llX 65",
            (unsigned long long)call->addr);
        return;
    }
    buf_addf(out, "%s(", vm_call_info(call->id)->name);
    if (variable != NULL && call->addr == base)
        buf_add(out, variable);
    else if (variable != NULL)
        buf_addf(out, "%s + 0x%llX", variable, (unsigned long long)(call->addr - base));
    else if (call->addr == 0)
        buf_add(out, "NULL");
    else
        buf_addf(out, "(void *)0x%08llX", (unsigned long long)call->addr);
    if (call->size > PAGE && call->size % PAGE == 0)
        buf_addf(out, ", %llu * 4096, ", (unsigned long long)(call->size >> VM_PAGE_SHIFT));
    else
        buf_addf(out, ", %llu, ", (unsigned long long)call->size);
    if (call->id == VM_CALL_ALLOC)
        lang_flags_format(out, VM_ARG_MEM_FLAGS, call->flags);
    else if (call->id == VM_CALL_FREE)
        lang_flags_format(out, VM_ARG_FREE_FLAGS, call->flags);
    if (call->id == VM_CALL_ALLOC)
        buf_add(out, ", ");
    if (call->id != VM_CALL_FREE)
        lang_flags_format(out, VM_ARG_PROTECT, call->protect);
    buf_add(out, call->id == VM_CALL_PROTECT ? ", &old)" : ")");
}

bool call_is_guarding(const struct vm_call *call)
{
    return call->id != VM_CALL_FREE && (call->protect & VM_PAGE_GUARD) != 0;
}

/* The result of the step that just ran; false if it made no call. */
static bool result_of(const struct maker *m, struct vm_result *ret)
{
    const struct session_step *const step = session_current(m->session);
    if (step->call_count != 1)
        return false;
    *ret = step->calls[0].change->result;
    return true;
}

static bool has_failed(const struct vm_result *result)
{
    return result->error != 0 || result->exception != 0;
}

/* Does a call that works change anything? One that does not asks nothing. */
static bool changes(const struct maker *m)
{
    return !vm_change_is_empty(session_current(m->session)->calls[0].change);
}

bool maker_run(struct maker *m, const char *line)
{
    struct vm_result result;
    if (session_run(m->session, line, strlen(line)) != SESSION_STEPPED)
        return false;
    if (session_current(m->session)->kind == SESSION_STEP_SETTING ||
        (result_of(m, &result) && !has_failed(&result)))
        return true;
    (void)session_undo(m->session);
    return false;
}

/* The allocation that a call is about, while it is there. */
static void note_allocation(const struct maker *m, struct made *made)
{
    const vm_page end = vm_space_end(session_space(m->session));
    const vm_page page = made->call.addr >> VM_PAGE_SHIFT;
    if (page >= end)
        return;
    const struct vm_run run = vm_space_run(session_space(m->session), page);
    if (vm_attr_state(run.attr) == VM_FREE)
        return;
    made->base = run.alloc_first << VM_PAGE_SHIFT;
    made->end = run.alloc_end << VM_PAGE_SHIFT;
}

static bool try_recipe(struct maker *m, const struct recipe *recipe, struct made *ret)
{
    struct buf text = {0};
    *ret = (struct made){0};
    if (!recipe->make(m, &ret->call))
        return false;
    note_allocation(m, ret);
    call_text(&text, &ret->call, NULL, 0);
    const bool ran = session_run(m->session, buf_text(&text), text.len) == SESSION_STEPPED;
    buf_finish(&text);
    if (!ran)
        return false;
    const bool good = result_of(m, &ret->result) && has_failed(&ret->result) == recipe->fails &&
        (recipe->fails || changes(m));
    if (!good)
        (void)session_undo(m->session);
    else if (ret->base == 0)
        note_allocation(m, ret);
    return good;
}

bool maker_call(struct maker *m, enum made_use use, bool fails, struct made *ret)
{
    for (unsigned i = 0; i < TRIES; i++) {
        const bool any_topic = i > TRIES / 2 ||
            (!fails && use != MADE_FOR_PREDICTION && draw_below(&m->draw, 4) == 0);
        const struct recipe *const recipe = any_recipe(m, use, fails, any_topic);
        if (recipe != NULL && try_recipe(m, recipe, ret))
            return true;
    }
    return false;
}

/* ---- something to begin with ------------------------------------------------------------------ */

static void keep(struct maker *m, const struct buf *line)
{
    if (maker_run(m, buf_text(line)))
        buf_addf(&m->start, "    %s\n", buf_text(line));
}

static void start_committed(struct maker *m, vm_addr base, unsigned pages)
{
    struct buf line = {0};
    const unsigned skipped = m->level == 0 ? 0 : draw_below(&m->draw, pages - 1);
    const unsigned count = from(m, 1, pages - skipped > 4 ? 4 : pages - skipped);
    const char *const protect = m->topic == TOPIC_PROTECT && m->level > 0 &&
            draw_below(&m->draw, 2) == 0 ? "r" : "rw";
    buf_addf(&line, "commit %08llX %up %s",
        (unsigned long long)base + (unsigned long long)skipped * PAGE, count, protect);
    keep(m, &line);
    if (m->topic == TOPIC_GUARD) {
        buf_clear(&line);
        buf_addf(&line, "protect %08llX 1p rw+guard",
            (unsigned long long)base + (unsigned long long)skipped * PAGE);
        if (count > 1)
            keep(m, &line);
    }
    buf_finish(&line);
}

static void start_limit(struct maker *m)
{
    struct vm_totals totals;
    struct buf line = {0};
    vm_space_totals(session_space(m->session), &totals);
    buf_addf(&line, "limit %llup", (unsigned long long)totals.charge + from(m, 3, 8));
    keep(m, &line);
    buf_finish(&line);
}

void maker_start(struct maker *m)
{
    const unsigned count = 1u + (m->level > 0) + (m->level > 1 ? draw_below(&m->draw, 2) : 0);
    unsigned granule = draw_below(&m->draw, 3);
    for (unsigned i = 0; i < count; i++) {
        struct buf line = {0};
        const vm_addr base =
            (m->window << VM_PAGE_SHIFT) + (vm_addr)granule * VM_GRANULE_SIZE;
        const bool full = m->level > 1 && draw_below(&m->draw, 2) == 0;
        const unsigned pages = full ? VM_GRANULE_PAGES : from(m, 4, 9);
        buf_addf(&line, "reserve %08llX %up rw", (unsigned long long)base, pages);
        keep(m, &line);
        buf_finish(&line);
        if (i == 0 || draw_below(&m->draw, 3) > 0)
            start_committed(m, base, pages);
        granule += full ? 1 : from(m, 1, 3);
    }
    if (m->topic == TOPIC_CHARGE)
        start_limit(m);
}
