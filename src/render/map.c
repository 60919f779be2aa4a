/* map - cells counted by class in one sweep, then marked: changed, fault, begin, tail, outside. */
#include "render/map.h"

#include <stdlib.h>

#include "base/mem.h"

static vm_page min_page(vm_page a, vm_page b)
{
    return a < b ? a : b;
}

/* Says the class of a cell from its counts: that of all its pages, or of most of those not free. */
static void classify(struct render_cell *cell)
{
    unsigned kinds = 0;
    uint64_t most = 0;
    cell->class = VM_CLASS_FREE;
    for (unsigned class = 0; class < VM_CLASS_COUNT; class ++) {
        const uint64_t count = cell->count[class];
        kinds += count > 0;
        if (class != VM_CLASS_FREE && count > most) {
            most = count;
            cell->class = (enum vm_class)class;
        }
    }
    cell->mixed = kinds > 1;
}

static void count_cells(struct render_map *map, const struct vm_space *space, size_t count)
{
    uint64_t(*counts)[VM_CLASS_COUNT] = base_zalloc(count * sizeof *counts);
    const vm_page end = vm_space_end(space);
    if (map->first < end) {
        vm_space_count_cells(space, map->first, map->shift, count, counts);
    }
    for (size_t i = 0; i < count; i++) {
        struct render_cell *cell = &map->cells[i];
        *cell = (struct render_cell){0};
        for (unsigned class = 0; class < VM_CLASS_COUNT; class ++) {
            cell->count[class] = counts[i][class];
        }
        classify(cell);
        if (map->first + ((vm_page)i << map->shift) >= end) {
            cell->marks = RENDER_MARK_OUTSIDE;
        }
    }
    free(counts);
}

/* Does an allocation begin in [first, end)? At most three lookups. */
static bool has_begin(const struct vm_space *space, struct vm_run run, vm_page first, vm_page end)
{
    if (vm_attr_state(run.attr) != VM_FREE) {
        if (run.alloc_first >= first) {
            return true;
        }
        if (run.alloc_end >= end) {
            return false;
        }
        run = vm_space_run(space, run.alloc_end);
        if (vm_attr_state(run.attr) != VM_FREE) {
            return true;
        }
    }
    return run.end < end;            /* what follows a free stretch is an allocation's first page */
}

/* Free pages behind an allocation, up to the next granule: a reserve rounds its start down to a
 * granule, where it would meet that allocation, so it can never have them. [R-GEN-13] */
static bool is_tail(struct vm_run run, vm_page first, vm_page end)
{
    if (vm_attr_state(run.attr) != VM_FREE || run.first % VM_GRANULE_PAGES == 0) {
        return false;
    }
    const vm_page granule_end =
        (run.first + VM_GRANULE_PAGES - 1) / VM_GRANULE_PAGES * VM_GRANULE_PAGES;
    return first >= run.first && end <= min_page(run.end, granule_end);
}

static void mark_places(struct render_map *map, const struct vm_space *space, size_t count)
{
    const vm_page space_end = vm_space_end(space);
    struct vm_run run = {0};
    for (size_t i = 0; i < count; i++) {
        struct render_cell *cell = &map->cells[i];
        const vm_page first = map->first + ((vm_page)i << map->shift);
        if (first >= space_end) {
            break;
        }
        const vm_page end = min_page(first + ((vm_page)1 << map->shift), space_end);
        if (first >= run.alloc_end) { /* which run of the allocation it is makes no difference */
            run = vm_space_run(space, first);
        }
        if (has_begin(space, run, first, end)) {
            cell->marks |= RENDER_MARK_BEGIN;
        }
        if (is_tail(run, first, end)) {
            cell->marks |= RENDER_MARK_TAIL;
        }
    }
}

static void mark_changes(struct render_map *map, const struct session *session, size_t count)
{
    const struct session_step *step = session_current(session);
    const vm_page end = vm_space_end(session_space(session));
    if (step->kind == SESSION_STEP_START || step->kind == SESSION_STEP_RESTART) {
        return;                        /* everything is new: nothing stands out */
    }
    for (size_t i = 0; i < count; i++) {
        const vm_page first = map->first + ((vm_page)i << map->shift);
        if (first >= end) {
            break;
        }
        const vm_page cell_end = min_page(first + ((vm_page)1 << map->shift), end);
        if (session_step_touches_range(session, step, first, cell_end)) {
            map->cells[i].marks |= RENDER_MARK_CHANGED;
        }
    }
}

static void mark_fault(struct render_map *map, const struct session *session, size_t count)
{
    uint32_t step = 0;
    const struct session_call *failed = session_last_failure(session, &step);
    if (failed == NULL || step != session_current(session)->id) {
        return;
    }
    const struct vm_result *result = &failed->change->result;
    vm_page page = result->reason.page;
    if (!result->reason.has_page) {
        if (result->exception == 0) {
            return;
        }
        page = result->exception_address >> VM_PAGE_SHIFT;
    }
    const vm_page cell = (page - map->first) >> map->shift;
    if (page >= map->first && cell < count) {
        map->cells[cell].marks |= RENDER_MARK_FAULT;
    }
}

void render_map_fill(struct render_map *map, const struct session *session)
{
    const size_t count = (size_t)map->rows * map->columns;
    const struct vm_space *space = session_space(session);
    base_grow(&map->cells, &map->cap, count, sizeof *map->cells);
    count_cells(map, space, count);
    mark_places(map, space, count);
    mark_changes(map, session, count);
    mark_fault(map, session, count);
}

/* The stretch of the side before that holds page or comes first behind it. */
static size_t find_before(const struct vm_change *change, vm_page page)
{
    size_t low = 0;
    size_t high = change->before_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (change->before[middle].end <= page)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool looks_the_same(vm_attr a, vm_attr b)
{
    return vm_attr_class(a) == vm_attr_class(b) && vm_attr_protect(a) == vm_attr_protect(b);
}

/* Does a page of [first, end) change what it looks like to be like after? Neighbours on the side
 * before differ, so that few are looked at. */
static bool becomes(const struct vm_change *change, vm_attr after, vm_page first, vm_page end)
{
    for (size_t i = find_before(change, first);
         i < change->before_count && change->before[i].first < end; i++)
        if (!looks_the_same(change->before[i].attr, after))
            return true;
    return false;
}

static void mark_ghost(struct render_cell *cell, const struct vm_change *change, vm_page first,
    vm_page end)
{
    for (size_t i = 0; i < change->after_count; i++) {
        const struct vm_stretch *after = &change->after[i];
        const vm_page from = after->first > first ? after->first : first;
        const vm_page to = min_page(after->end, end);
        if (from < to && becomes(change, after->attr, from, to)) {
            cell->marks |= RENDER_MARK_GHOST;
            cell->ghost = vm_attr_class(after->attr);
            return;
        }
    }
}

/* The page that would break the rule, if the call would fail. */
static void mark_ghost_fault(struct render_map *map, const struct vm_result *result, size_t count)
{
    const vm_page page = result->reason.page;
    const vm_page cell = (page - map->first) >> map->shift;
    const bool fails = result->error != 0 || result->exception != 0;
    if (fails && result->reason.has_page && page >= map->first && cell < count)
        map->cells[cell].marks |= RENDER_MARK_GHOST | RENDER_MARK_FAULT;
}

void render_map_ghosts(struct render_map *map, const struct vm_change *change)
{
    const size_t count = (size_t)map->rows * map->columns;
    for (size_t i = 0; i < count; i++)
        map->cells[i].marks &= ~(unsigned)RENDER_MARK_FAULT; /* of a step before */
    mark_ghost_fault(map, &change->result, count);
    for (size_t i = 0; i < count; i++) {
        const vm_page first = map->first + ((vm_page)i << map->shift);
        if ((map->cells[i].marks & RENDER_MARK_OUTSIDE) == 0)
            mark_ghost(&map->cells[i], change, first, first + ((vm_page)1 << map->shift));
    }
}

void render_map_goals(struct render_map *map, const struct classroom *room)
{
    const size_t count = (size_t)map->rows * map->columns;
    struct lesson_goal goal;
    if (!classroom_goal(room, &goal))
        return;
    for (size_t i = 0; i < count; i++) {
        struct render_cell *const cell = &map->cells[i];
        const vm_page first = map->first + ((vm_page)i << map->shift);
        struct lesson_state wanted;
        if ((cell->marks & RENDER_MARK_OUTSIDE) != 0 ||
            !lesson_goal_differs(&goal, first, first + ((vm_page)1 << map->shift), &wanted))
            continue;
        cell->marks |= RENDER_MARK_GOAL;
        cell->goal = lesson_state_class(&wanted);
    }
}

void render_map_prediction(struct render_map *map, const struct prediction *prediction)
{
    const size_t count = (size_t)map->rows * map->columns;
    for (size_t i = 0; i < count; i++) {
        struct render_cell *const cell = &map->cells[i];
        const struct lesson_state *const said =
            prediction_at(prediction, map->first + ((vm_page)i << map->shift));
        if (said == NULL || (cell->marks & RENDER_MARK_OUTSIDE) != 0)
            continue;
        cell->marks |= RENDER_MARK_GHOST;
        cell->ghost = lesson_state_class(said);
    }
}

void render_map_finish(struct render_map *map)
{
    free(map->cells);
    *map = (struct render_map){0};
}
