/* moves - the calls that could be of use: made of borders that start, goal and solution name.
 *
 * A zone is a stretch of pages that the task is about: an allocation, or pages that a goal names.
 * Inside it, every stretch from border to border can be committed, decommitted and protected. What
 * the solution does is a move in any case.
 */
#include "moves.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { ZONES_MAX = 64, BORDERS_MAX = 24, PROTECTS_MAX = 8 };
struct zone {
    vm_page first, end;
    vm_page borders[BORDERS_MAX];  /* ascending, first and end among them */
    size_t border_count;
    uint32_t protects[PROTECTS_MAX];
    size_t protect_count;
};
struct finder {
    const struct lesson *lesson;
    const struct trial *solved;
    struct moves *moves;
    struct zone zones[ZONES_MAX];
    size_t zone_count;
    bool watches, locks, resets, protects;                   /* the task has to do with it */
};

/* ---- the list -------------------------------------------------------------------------------- */

static bool same_call(const struct vm_call *a, const struct vm_call *b)
{
    return a->id == b->id && a->addr == b->addr && a->size == b->size && a->flags == b->flags &&
        a->protect == b->protect && a->capacity == b->capacity &&
        a->out_missing == b->out_missing &&
        (a->id != VM_CALL_WRITE || memcmp(a->data, b->data, (size_t)a->size) == 0);
}

static void add(struct finder *f, struct vm_call call)
{
    struct moves *const m = f->moves;
    for (size_t i = 0; i < m->count; i++)
        if (same_call(&m->items[i], &call))
            return;
    if (m->count == MOVES_MAX)
        return;
    base_grow(&m->items, &m->cap, m->count + 1, sizeof *m->items);
    m->items[m->count++] = call;
}

static struct vm_call range_call(enum vm_call_id id, vm_page first, vm_page end)
{
    return (struct vm_call){.id = id, .addr = first << VM_PAGE_SHIFT,
        .size = (end - first) << VM_PAGE_SHIFT};
}

static void add_alloc(
    struct finder *f, vm_page first, vm_page end, uint32_t flags, uint32_t protect)
{
    struct vm_call call = range_call(VM_CALL_ALLOC, first, end);
    call.flags = flags;
    call.protect = protect;
    add(f, call);
}

static void add_free(struct finder *f, vm_page first, vm_page end, uint32_t flags)
{
    struct vm_call call = range_call(VM_CALL_FREE, first, end);
    call.flags = flags;
    if (flags == VM_MEM_RELEASE)
        call.size = 0;
    add(f, call);
}

static void add_access(struct finder *f, enum vm_call_id id, vm_addr addr, unsigned char byte)
{
    const void *const data =
        id == VM_CALL_WRITE ? arena_memdup(&f->moves->arena, &byte, 1) : NULL;
    add(f, (struct vm_call){.id = id, .addr = addr, .size = 1, .data = data});
}

/* ---- zones ----------------------------------------------------------------------------------- */

static void add_border(struct zone *z, vm_page page)
{
    size_t i = z->border_count;
    if (page < z->first || page > z->end || i == BORDERS_MAX)
        return;
    while (i > 0 && z->borders[i - 1] >= page)
        i--;
    if (i < z->border_count && z->borders[i] == page)
        return;
    memmove(z->borders + i + 1, z->borders + i, (z->border_count - i) * sizeof *z->borders);
    z->borders[i] = page;
    z->border_count++;
}

static void add_protect(struct zone *z, uint32_t protect)
{
    for (size_t i = 0; i < z->protect_count; i++)
        if (z->protects[i] == protect)
            return;
    if (protect != 0 && z->protect_count < PROTECTS_MAX)
        z->protects[z->protect_count++] = protect;
}

/* Zones that share pages become one. */
static void add_zone(struct finder *f, vm_page first, vm_page end)
{
    size_t kept = 0;
    for (size_t i = 0; i < f->zone_count; i++) {
        const struct zone *const z = &f->zones[i];
        if (first < z->end && z->first < end) {
            first = z->first < first ? z->first : first;
            end = z->end > end ? z->end : end;
        } else {
            f->zones[kept++] = *z;
        }
    }
    f->zone_count = kept;
    if (first < end && f->zone_count < ZONES_MAX)
        f->zones[f->zone_count++] = (struct zone){.first = first, .end = end};
}

static void each_zone(struct finder *f, vm_page first, vm_page end, uint32_t protect)
{
    for (size_t i = 0; i < f->zone_count; i++) {
        struct zone *const z = &f->zones[i];
        if (first >= z->end || end <= z->first)
            continue;
        add_border(z, first);
        add_border(z, end);
        add_protect(z, protect);
    }
}

/* Does a goal look at the allocation, or may something else be there in the end? */
static bool matters(const struct lesson *lesson, const struct vm_run *run)
{
    for (size_t i = 0; i < lesson->stage_count; i++) {
        const struct lesson_stage *const s = &lesson->stages[i];
        if (s->others != LESSON_OTHERS_START)
            return true;
        for (size_t k = 0; k < s->allocation_count; k++)
            if (s->allocations[k].place != LESSON_AT ||
                (s->allocations[k].first < run->alloc_end &&
                    run->alloc_first < s->allocations[k].first + s->allocations[k].pages))
                return true;
        for (size_t k = 0; k < s->pages_count; k++)
            if (s->pages[k].first < run->alloc_end && run->alloc_first < s->pages[k].end)
                return true;
    }
    return false;
}

static bool has_range(const struct vm_call *call)
{
    return call->id >= VM_CALL_ALLOC && call->id <= VM_CALL_RESET_WRITE_WATCH &&
        call->id != VM_CALL_QUERY && call->addr != 0;
}

/* The pages that the call means; those of a release and the like are found elsewhere. */
static void pages_of(const struct vm_call *call, vm_page *ret_first, vm_page *ret_end)
{
    *ret_first = call->addr >> VM_PAGE_SHIFT;
    *ret_end = (call->addr + (call->size > 0 ? call->size : 1) - 1) / VM_PAGE_SIZE + 1;
}

static void find_zones(struct finder *f)
{
    const struct lesson *const lesson = f->lesson;
    const struct lesson_start *const start = &f->solved->start;
    const struct vm_space *const space = session_space(f->solved->session);
    for (size_t i = 0; i < start->count; i++)
        if (matters(lesson, &start->runs[i]))
            add_zone(f, start->runs[i].alloc_first, start->runs[i].alloc_end);
    for (size_t i = 0; i < lesson->stage_count; i++) {
        const struct lesson_stage *const s = &lesson->stages[i];
        for (size_t k = 0; k < s->allocation_count; k++)
            if (s->allocations[k].place == LESSON_AT)
                add_zone(f, s->allocations[k].first,
                    s->allocations[k].first + s->allocations[k].pages);
        for (size_t k = 0; k < s->pages_count; k++)
            add_zone(f, s->pages[k].first, s->pages[k].end);
    }
    for (vm_page page = 0; page < vm_space_end(space);) {    /* also what the system placed */
        const struct vm_run run = vm_space_run(space, page);
        page = run.alloc_end;
        if (vm_attr_state(run.attr) != VM_FREE && matters(lesson, &run))
            add_zone(f, run.alloc_first, run.alloc_end);
    }
}

static void find_borders(struct finder *f)
{
    const struct lesson *const lesson = f->lesson;
    const struct lesson_start *const start = &f->solved->start;
    for (size_t i = 0; i < f->zone_count; i++)
        each_zone(f, f->zones[i].first, f->zones[i].end, 0);
    for (size_t i = 0; i < start->count; i++)
        each_zone(f, start->runs[i].first, start->runs[i].end, 0);
    for (size_t i = 0; i < lesson->stage_count; i++) {
        const struct lesson_stage *const s = &lesson->stages[i];
        for (size_t k = 0; k < s->allocation_count; k++) {
            const struct lesson_allocation *const a = &s->allocations[k];
            vm_page at = a->first;
            for (size_t n = 0; n < a->piece_count && a->place == LESSON_AT; n++) {
                each_zone(f, at, at + a->pieces[n].pages, a->pieces[n].state.protect);
                at += a->pieces[n].pages;
            }
        }
        for (size_t k = 0; k < s->pages_count; k++)
            each_zone(f, s->pages[k].first, s->pages[k].end, s->pages[k].state.protect);
    }
    for (size_t i = 0; i < f->solved->count; i++) {
        const struct vm_call *const call = &f->solved->calls[i];
        vm_page first, end;
        pages_of(call, &first, &end);
        if (has_range(call))
            each_zone(f, first, end, call->protect);
    }
    for (size_t i = 0; i < f->zone_count; i++)
        if (f->zones[i].protect_count == 0)
            add_protect(&f->zones[i], VM_PAGE_READWRITE);
}

/* ---- calls inside a zone --------------------------------------------------------------------- */

static void add_on_range(struct finder *f, const struct zone *z, vm_page first, vm_page end)
{
    for (size_t i = 0; i < z->protect_count; i++)
        add_alloc(f, first, end, VM_MEM_COMMIT, z->protects[i]);
    add_free(f, first, end, VM_MEM_DECOMMIT);
    for (size_t i = 0; i < z->protect_count && f->protects; i++) {
        struct vm_call call = range_call(VM_CALL_PROTECT, first, end);
        call.protect = z->protects[i];
        add(f, call);
    }
    if (f->locks) {
        add(f, range_call(VM_CALL_LOCK, first, end));
        add(f, range_call(VM_CALL_UNLOCK, first, end));
    }
    if (f->resets)
        add_alloc(f, first, end, VM_MEM_RESET, VM_PAGE_READWRITE);
    if (f->watches)
        add(f, range_call(VM_CALL_RESET_WRITE_WATCH, first, end));
}

/* Reserves, and reserves and commits at once. */
static void add_reserves(
    struct finder *f, vm_page first, vm_page end, uint32_t flags, uint32_t protect)
{
    const uint32_t both = VM_MEM_RESERVE | VM_MEM_COMMIT;
    add_alloc(f, first, end, VM_MEM_RESERVE | flags, protect);
    add_alloc(f, first, end, both | flags, protect);
    if (!f->watches)
        return;
    add_alloc(f, first, end, VM_MEM_RESERVE | VM_MEM_WRITE_WATCH | flags, protect);
    add_alloc(f, first, end, both | VM_MEM_WRITE_WATCH | flags, protect);
}

static void add_in_zone(struct finder *f, const struct zone *z)
{
    for (size_t i = 0; i < z->border_count; i++)
        for (size_t k = i + 1; k < z->border_count; k++)
            add_on_range(f, z, z->borders[i], z->borders[k]);
    if (f->watches) {
        struct vm_call call = range_call(VM_CALL_GET_WRITE_WATCH, z->first, z->end);
        call.capacity = z->end - z->first;
        add(f, call);
        call.flags = VM_WRITE_WATCH_FLAG_RESET;
        add(f, call);
    }
}

/* Pages that belong to no allocation of a goal may lie in any. */
static void add_reserves_in_zone(struct finder *f, const struct zone *z)
{
    for (size_t i = 0; i < z->border_count; i++)
        for (size_t k = i + 1; k < z->border_count; k++)
            for (size_t p = 0; p < z->protect_count; p++)
                if (z->borders[i] % VM_GRANULE_PAGES == 0)
                    add_reserves(f, z->borders[i], z->borders[k], 0, z->protects[p]);
}

static bool is_of_goal(const struct finder *f, const struct zone *z)
{
    for (size_t i = 0; i < f->lesson->stage_count; i++) {
        const struct lesson_stage *const s = &f->lesson->stages[i];
        for (size_t k = 0; k < s->allocation_count; k++)
            if (s->allocations[k].place == LESSON_AT && s->allocations[k].first == z->first &&
                s->allocations[k].first + s->allocations[k].pages == z->end)
                return true;
    }
    return false;
}

/* ---- calls that the goal asks for ------------------------------------------------------------ */

/* Protections that an allocation of the goal may be reserved with. */
static void reserve_with(struct finder *f, const struct lesson_allocation *a, uint32_t protect)
{
    const uint32_t flags = a->place == LESSON_HIGHEST ? (uint32_t)VM_MEM_TOP_DOWN : 0u;
    const vm_page first = a->place == LESSON_AT ? a->first : 0;
    add_reserves(f, first, first + a->pages, flags, protect);
}

static void add_for_allocation(struct finder *f, const struct lesson_allocation *a)
{
    if (a->place == LESSON_AT)
        add_free(f, a->first, a->first, VM_MEM_RELEASE);
    if (a->asked != 0) {
        reserve_with(f, a, a->asked);
        return;
    }
    reserve_with(f, a, VM_PAGE_READWRITE);
    for (size_t i = 0; i < a->piece_count; i++)
        if (a->pieces[i].state.protect != 0)
            reserve_with(f, a, a->pieces[i].state.protect);
}

/* A byte that fulfils the condition. */
static unsigned char wanted_byte(const struct lesson_condition *c)
{
    switch (c->relation) {
    case LESSON_EQ:
    case LESSON_LE:
    case LESSON_GE:
        return (unsigned char)c->number;
    case LESSON_NE:
    case LESSON_GT:
        return (unsigned char)(c->number + 1);
    case LESSON_LT:
        return (unsigned char)(c->number - 1);
    }
    return 0;
}

/* Reads behind each border: there guards, gaps and pages not yet touched lie. */
static void add_accesses(struct finder *f)
{
    for (size_t i = 0; i < f->zone_count; i++)
        for (size_t k = 0; k < f->zones[i].border_count; k++)
            add_access(f, VM_CALL_READ, f->zones[i].borders[k] << VM_PAGE_SHIFT, 0);
    add_access(f, VM_CALL_READ, 0, 0);
}

static void add_for_condition(struct finder *f, const struct lesson_condition *c)
{
    switch (c->measure) {
    case LESSON_TOUCHED:
        for (size_t i = 0; i < c->touch_count; i++)
            add_access(f, VM_CALL_READ, c->touches[i], 0);
        return;
    case LESSON_WATCHED:
        for (size_t i = 0; i < c->touch_count; i++)
            add_access(f, VM_CALL_WRITE, c->touches[i], 1);
        return;
    case LESSON_BYTE:
        add_access(f, VM_CALL_WRITE, c->addr, wanted_byte(c));
        return;
    case LESSON_RESIDENT:
    case LESSON_GUARDS:
    case LESSON_VIOLATIONS:
        add_accesses(f);
        return;
    case LESSON_CALLS:
        if (c->call == VM_CALL_QUERY)
            add(f, (struct vm_call){.id = VM_CALL_QUERY, .size = 64});
        return;
    case LESSON_COMMITTED:
    case LESSON_RESERVED:
    case LESSON_CHARGE:
    case LESSON_PEAK:
    case LESSON_ALLOCATIONS:
    case LESSON_SLACK:
    case LESSON_LARGEST_FREE:
    case LESSON_LOCKED:
    case LESSON_FAILURES:
    case LESSON_RWX:
    case LESSON_MEASURE_COUNT:
        return;
    }
}

/* Committing again protects as well [R-ALLOC-36], but for watched pages and those of images. */
static bool needs_protect(const struct finder *f)
{
    bool needs = f->watches;
    for (size_t i = 0; i < f->solved->start.count; i++)
        needs = needs || vm_attr_kind(f->solved->start.runs[i].attr) != VM_KIND_PRIVATE;
    for (size_t i = 0; i < f->lesson->stage_count; i++)
        for (size_t k = 0; k < f->lesson->stages[i].condition_count; k++)
            needs = needs || f->lesson->stages[i].conditions[k].measure == LESSON_CALLS;
    return needs;
}

static void find_needs(struct finder *f)
{
    for (size_t i = 0; i < f->solved->count; i++) {
        const struct vm_call *const call = &f->solved->calls[i];
        f->locks = f->locks || call->id == VM_CALL_LOCK || call->id == VM_CALL_UNLOCK;
        f->watches = f->watches || call->id == VM_CALL_GET_WRITE_WATCH ||
            call->id == VM_CALL_RESET_WRITE_WATCH ||
            (call->id == VM_CALL_ALLOC && call->flags & VM_MEM_WRITE_WATCH);
        f->resets = f->resets || (call->id == VM_CALL_ALLOC && call->flags & VM_MEM_RESET);
    }
    for (size_t i = 0; i < f->lesson->stage_count; i++)
        for (size_t k = 0; k < f->lesson->stages[i].condition_count; k++) {
            const struct lesson_condition *const c = &f->lesson->stages[i].conditions[k];
            f->locks = f->locks || c->measure == LESSON_RESIDENT ||
                c->measure == LESSON_LOCKED ||
                (c->measure == LESSON_CALLS && c->call == VM_CALL_LOCK);
            f->watches = f->watches || c->measure == LESSON_WATCHED;
        }
    f->protects = needs_protect(f);
}

void moves_find(struct moves *ret, const struct trial *solved)
{
    struct finder *const f = base_zalloc(sizeof *f);
    *ret = (struct moves){0};
    f->lesson = solved->lesson;
    f->solved = solved;
    f->moves = ret;
    find_needs(f);
    find_zones(f);
    find_borders(f);
    for (size_t i = 0; i < solved->count; i++)
        add(f, solved->calls[i]);
    for (size_t i = 0; i < f->lesson->stage_count; i++) {
        const struct lesson_stage *const s = &f->lesson->stages[i];
        for (size_t k = 0; k < s->allocation_count; k++)
            add_for_allocation(f, &s->allocations[k]);
        for (size_t k = 0; k < s->condition_count; k++)
            add_for_condition(f, &s->conditions[k]);
    }
    for (size_t i = 0; i < solved->start.count; i++)
        if (matters(f->lesson, &solved->start.runs[i]))
            add_free(f, solved->start.runs[i].alloc_first, solved->start.runs[i].alloc_first,
                VM_MEM_RELEASE);
    for (size_t i = 0; i < f->zone_count; i++) {
        add_in_zone(f, &f->zones[i]);
        if (!is_of_goal(f, &f->zones[i]))
            add_reserves_in_zone(f, &f->zones[i]);
    }
    free(f);
}

void moves_finish(struct moves *moves)
{
    free(moves->items);
    arena_finish(&moves->arena);
    *moves = (struct moves){0};
}
