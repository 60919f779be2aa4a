/* goal - comparing a space with the pages and allocations that a stage wants. */
#include "judging.h"

enum { NAMED_MAX = LESSON_MAX_NAMED };
_Static_assert((int)GOAL_ALLOCATIONS <= (int)NAMED_MAX, "each allocation of a stage may be named");
#define NOWHERE UINT64_MAX

static vm_page least(vm_page a, vm_page b)
{
    return a < b ? a : b;
}

static vm_page most(vm_page a, vm_page b)
{
    return a > b ? a : b;
}

/* ---- one allocation --------------------------------------------------------------------------- */

/* Are the pages as the pieces say? Else the first that is not, and what was wanted there. */
static bool pieces_fit(const struct lesson_allocation *wanted, vm_page first,
    const struct vm_space *space, struct lesson_item *item)
{
    for (size_t i = 0; i < wanted->piece_count; i++) {
        const vm_page end = first + wanted->pieces[i].pages;
        while (first < end) {
            const struct vm_run run = vm_space_run(space, first);
            if (!lesson_state_fits(&wanted->pieces[i].state, run.attr)) {
                if (item != NULL) {
                    item->gap = LESSON_GAP_STATE;
                    item->page = first;
                    item->is = run.attr;
                    item->wanted = wanted->pieces[i].state;
                }
                return false;
            }
            first = least(run.end, end);
        }
    }
    return true;
}

/* Is the allocation that begins with run the one wanted? */
static bool fits(const struct lesson_allocation *wanted, const struct vm_run *run,
    const struct vm_space *space)
{
    return run->alloc_end - run->alloc_first == wanted->pages &&
        (wanted->asked == 0 || vm_attr_asked(run->attr) == wanted->asked) &&
        pieces_fit(wanted, run->alloc_first, space, NULL);
}

static bool allocation_at(const struct lesson_allocation *wanted, const struct vm_space *space,
    struct lesson_item *item)
{
    const struct vm_run run = vm_space_run(space, wanted->first);
    item->page = wanted->first;
    item->is = run.attr;
    if (vm_attr_state(run.attr) == VM_FREE || run.alloc_first != wanted->first) {
        item->gap = LESSON_GAP_NO_ALLOCATION;
        return false;
    }
    if (run.alloc_end - run.alloc_first != wanted->pages) {
        item->gap = LESSON_GAP_SIZE;
        item->number = wanted->pages;
        item->is_number = run.alloc_end - run.alloc_first;
        return false;
    }
    if (wanted->asked != 0 && vm_attr_asked(run.attr) != wanted->asked) {
        item->gap = LESSON_GAP_ASKED;
        item->number = wanted->asked;
        item->is_number = vm_attr_asked(run.attr);
        return false;
    }
    return pieces_fit(wanted, wanted->first, space, item);
}

/* ---- allocations at no fixed place ------------------------------------------------------------ */

struct vm_run goal_start_run(const struct lesson_start *start, vm_page page, vm_page space_end)
{
    struct vm_run gap = {.first = 0, .end = space_end};
    for (size_t i = 0; i < start->count; i++) {
        if (start->runs[i].end <= page)
            gap.first = start->runs[i].end;
        else if (start->runs[i].first <= page)
            return start->runs[i];
        else {
            gap.end = start->runs[i].first;
            break;
        }
    }
    gap.alloc_first = gap.first;
    gap.alloc_end = gap.end;
    return gap;
}

static bool was_at_start(const struct lesson_start *start, const struct vm_run *run)
{
    for (size_t i = 0; i < start->count; i++)
        if (start->runs[i].alloc_first == run->alloc_first &&
            start->runs[i].alloc_end == run->alloc_end)
            return true;
    return false;
}

static bool is_named(const struct lesson_stage *stage, const struct goal_places *places,
    vm_page first)
{
    for (size_t i = 0; i < stage->allocation_count && i < GOAL_ALLOCATIONS; i++)
        if (places->first[i] == first)
            return true;
    return false;
}

/* The highest allocation that fits, or the lowest, which no other goal has and which is new. */
static vm_page search(const struct lesson_stage *stage, const struct goal_places *places,
    const struct lesson_allocation *wanted, const struct lesson_start *start,
    const struct vm_space *space)
{
    vm_page found = NOWHERE;
    const vm_page end = vm_space_end(space);
    for (vm_page page = 0; page < end;) {
        const struct vm_run run = vm_space_run(space, page);
        const bool is_free = vm_attr_state(run.attr) == VM_FREE;
        page = is_free ? run.end : run.alloc_end;
        if (is_free || is_named(stage, places, run.alloc_first) || was_at_start(start, &run) ||
            !fits(wanted, &run, space))
            continue;
        found = run.alloc_first;
        if (wanted->place == LESSON_ANYWHERE)
            return found;
    }
    return found;
}

/* The highest granule where pages would fit if the allocation at own were not there. [R-ALLOC-9] */
static vm_page highest_place(const struct vm_space *space, vm_page own, uint64_t pages)
{
    const struct vm_machine *const machine = vm_space_machine(space);
    const vm_page limit = machine->reserve_end >> VM_PAGE_SHIFT;
    vm_page best = NOWHERE;
    vm_page gap = 0;                   /* first page of the free stretch being walked */
    for (vm_page page = 0; page < limit;) {
        const struct vm_run run = vm_space_run(space, page);
        if (vm_attr_state(run.attr) != VM_FREE && run.alloc_first != own) {
            gap = page = run.end;
            continue;
        }
        page = run.end;
        const vm_page end = least(run.end, limit);
        const vm_page place = end < pages ? 0 : (end - pages) & ~(vm_page)(VM_GRANULE_PAGES - 1);
        if (place >= gap && place >= machine->min_address >> VM_PAGE_SHIFT)
            best = place;
    }
    return best;
}

/* Finds the places of the goals of a kind that have none yet. is_strict: the highest place counts only
 * where it is the highest that there is. */
static void find_places(const struct lesson_stage *stage, const struct lesson_start *start,
    const struct vm_space *space, enum lesson_place kind, bool is_strict, struct goal_places *places)
{
    for (size_t i = 0; i < stage->allocation_count && i < GOAL_ALLOCATIONS; i++) {
        const struct lesson_allocation *const wanted = &stage->allocations[i];
        if (wanted->place != kind || places->first[i] != NOWHERE)
            continue;
        const vm_page found = kind == LESSON_AT ? wanted->first
                                                : search(stage, places, wanted, start, space);
        if (!is_strict || (found != NOWHERE && found == highest_place(space, found, wanted->pages)))
            places->first[i] = found;
    }
}

/* First those that have one place only, then the highest, then any. What is not the highest is taken
 * for it only if no goal without a place wants it. */
void goal_find_places(const struct lesson_stage *stage, const struct lesson_start *start,
    const struct vm_space *space, struct goal_places *ret)
{
    for (size_t i = 0; i < GOAL_ALLOCATIONS; i++)
        ret->first[i] = NOWHERE;
    find_places(stage, start, space, LESSON_AT, false, ret);
    find_places(stage, start, space, LESSON_HIGHEST, true, ret);
    find_places(stage, start, space, LESSON_ANYWHERE, false, ret);
    find_places(stage, start, space, LESSON_HIGHEST, false, ret);
}

bool goal_allocation(const struct lesson_stage *stage, size_t index,
    const struct goal_places *places, const struct vm_space *space, struct lesson_item *item)
{
    const struct lesson_allocation *const wanted = &stage->allocations[index];
    if (wanted->place == LESSON_AT)
        return allocation_at(wanted, space, item);
    const vm_page first = index < GOAL_ALLOCATIONS ? places->first[index] : NOWHERE;
    if (first == NOWHERE) {
        item->gap = LESSON_GAP_NOWHERE;
        return false;
    }
    if (wanted->place == LESSON_ANYWHERE)
        return true;
    const vm_page highest = highest_place(space, first, wanted->pages);
    if (highest == first)
        return true;
    item->gap = LESSON_GAP_NOT_HIGHEST;
    item->page = highest;
    return false;
}

/* ---- pages, whoever owns them ----------------------------------------------------------------- */

bool goal_pages(const struct lesson_pages *pages, const struct vm_space *space,
    struct lesson_item *item)
{
    for (vm_page page = pages->first; page < pages->end;) {
        const struct vm_run run = vm_space_run(space, page);
        if (!lesson_state_fits(&pages->state, run.attr)) {
            item->gap = LESSON_GAP_STATE;
            item->page = page;
            item->is = run.attr;
            item->wanted = pages->state;
            return false;
        }
        page = run.end;
    }
    return true;
}

/* ---- all that is named nowhere ---------------------------------------------------------------- */

static size_t find_named(const struct lesson_stage *stage, const struct goal_places *places,
    struct lesson_range named[NAMED_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < stage->allocation_count && i < GOAL_ALLOCATIONS; i++)
        if (places->first[i] != NOWHERE)
            named[count++] = (struct lesson_range){
                places->first[i], places->first[i] + stage->allocations[i].pages};
    for (size_t i = 0; i < stage->pages_count && count < NAMED_MAX; i++)
        named[count++] = (struct lesson_range){stage->pages[i].first, stage->pages[i].end};
    return count;
}

/* The end of the named stretch that holds page, or page itself; *ret_next: where the next begins. */
static vm_page skip_named(
    const struct lesson_range *named, size_t count, vm_page page, vm_page *ret_next)
{
    bool moved = true;
    while (moved) {
        moved = false;
        for (size_t i = 0; i < count; i++)
            if (named[i].first <= page && page < named[i].end) {
                page = named[i].end;
                moved = true;
            }
    }
    *ret_next = NOWHERE;
    for (size_t i = 0; i < count; i++)
        if (named[i].first > page)
            *ret_next = least(*ret_next, named[i].first);
    return page;
}

static bool is_the_same(const struct vm_run *now, const struct vm_run *then)
{
    const vm_attr shown = VM_ATTR_STATE | VM_ATTR_PROTECT | VM_ATTR_GUARD;
    if ((now->attr & shown) != (then->attr & shown))
        return false;
    return vm_attr_state(now->attr) == VM_FREE || now->alloc_first == then->alloc_first;
}

/* How what the stage names nowhere shall be. */
static const struct lesson_start *others_then(
    const struct lesson_stage *stage, const struct lesson_start *start)
{
    static const struct lesson_start nothing = {0};
    const struct lesson_start *const around = start->around == NULL ? &nothing : start->around;
    return stage->others == LESSON_OTHERS_START ? start : around;
}

bool goal_others(const struct lesson_stage *stage, const struct goal_places *places,
    const struct lesson_start *start, const struct vm_space *space, struct lesson_item *item)
{
    struct lesson_range named[NAMED_MAX];
    const size_t count = find_named(stage, places, named);
    const vm_page end = vm_space_end(space);
    const struct lesson_start *const then = others_then(stage, start);
    if (stage->others == LESSON_OTHERS_ANY)
        return true;
    for (vm_page page = 0; page < end;) {
        vm_page next;
        page = skip_named(named, count, page, &next);
        if (page >= end)
            break;
        const struct vm_run now = vm_space_run(space, page);
        const struct vm_run was = goal_start_run(then, page, end);
        if (!is_the_same(&now, &was)) {
            item->gap = LESSON_GAP_OTHER;
            item->page = page;
            item->is = now.attr;
            item->was = was.attr;
            return false;
        }
        page = least(next, least(now.end, was.end));
    }
    return true;
}

/* ---- a whole stage ---------------------------------------------------------------------------- */

bool goal_stage_holds(const struct lesson_stage *stage, const struct lesson_start *start,
    const struct vm_space *space, const struct lesson_tally *tally)
{
    struct goal_places places;
    struct lesson_item unused = {0};
    for (size_t i = 0; i < stage->condition_count; i++)
        if (!condition_holds(&stage->conditions[i], space, tally))
            return false;
    for (size_t i = 0; i < stage->pages_count; i++)
        if (!goal_pages(&stage->pages[i], space, &unused))
            return false;
    goal_find_places(stage, start, space, &places);
    for (size_t i = 0; i < stage->allocation_count; i++)
        if (!goal_allocation(stage, i, &places, space, &unused))
            return false;
    return goal_others(stage, &places, start, space, &unused);
}

bool goal_is_reached(const struct lesson *lesson, const struct lesson_start *start,
    const struct vm_space *space, const struct lesson_tally *tally)
{
    return tally->stage + 1 == lesson->stage_count &&
        goal_stage_holds(&lesson->stages[tally->stage], start, space, tally);
}

/* ---- for the map ------------------------------------------------------------------------------ */

/* Compares the pages of [first, end) that lie in [from, to) with a state. */
static bool differs(const struct vm_space *space, vm_page first, vm_page end, vm_page from,
    vm_page to, const struct lesson_state *state, struct lesson_state *ret_wanted)
{
    vm_page page = most(first, from);
    end = least(end, to);
    while (page < end) {
        const struct vm_run run = vm_space_run(space, page);
        if (!lesson_state_fits(state, run.attr)) {
            *ret_wanted = *state;
            return true;
        }
        page = run.end;
    }
    return false;
}

static bool allocation_differs(const struct lesson_allocation *wanted,
    const struct vm_space *space, vm_page first, vm_page end, struct lesson_state *ret_wanted)
{
    static const struct lesson_state reserved = {.state = VM_RESERVED};
    const vm_page alloc_end = wanted->first + wanted->pages;
    if (wanted->place != LESSON_AT || end <= wanted->first || first >= alloc_end)
        return false;
    vm_page piece = wanted->first;
    for (size_t i = 0; i < wanted->piece_count; i++) {
        const vm_page piece_end = piece + wanted->pieces[i].pages;
        if (differs(space, first, end, piece, piece_end, &wanted->pieces[i].state, ret_wanted))
            return true;
        piece = piece_end;
    }
    const vm_page page = most(first, wanted->first);
    const bool is_free = vm_attr_state(vm_space_run(space, page).attr) == VM_FREE;
    if (wanted->piece_count == 0 && is_free)
        *ret_wanted = reserved;
    return wanted->piece_count == 0 && is_free;
}

/* A page that is named nowhere and shall be as it was. */
static bool other_differs(const struct lesson_goal *goal, vm_page first, vm_page end,
    struct lesson_state *ret_wanted)
{
    const vm_page space_end = vm_space_end(goal->space);
    end = least(end, space_end);
    for (vm_page page = first; page < end;) {
        vm_page next;
        page = skip_named(goal->named, goal->named_count, page, &next);
        if (page >= end)
            return false;
        const struct vm_run now = vm_space_run(goal->space, page);
        const struct vm_run was = goal_start_run(goal->then, page, space_end);
        if (!is_the_same(&now, &was)) {
            *ret_wanted = (struct lesson_state){
                .state = vm_attr_state(was.attr), .protect = vm_attr_protect(was.attr)};
            return true;
        }
        page = least(next, least(now.end, was.end));
    }
    return false;
}

bool lesson_goal_is_secret(const struct lesson *lesson, const struct lesson_pages *pages)
{
    return lesson->question_count > 0 && pages->state.state == VM_FREE;
}

bool lesson_goal_prepare(struct lesson_goal *ret, const struct lesson *lesson,
    const struct lesson_start *start, const struct vm_space *space, unsigned stage)
{
    struct goal_places places;
    if (stage >= lesson->stage_count)
        return false;
    *ret = (struct lesson_goal){.lesson = lesson, .stage = &lesson->stages[stage], .space = space};
    ret->then = others_then(ret->stage, start);
    goal_find_places(ret->stage, start, space, &places);
    ret->named_count = find_named(ret->stage, &places, ret->named);
    return true;
}

bool lesson_goal_differs(const struct lesson_goal *goal, vm_page first, vm_page end,
    struct lesson_state *ret_wanted)
{
    const struct lesson_stage *const stage = goal->stage;
    if (first >= vm_space_end(goal->space))
        return false;
    for (size_t i = 0; i < stage->allocation_count; i++)
        if (allocation_differs(&stage->allocations[i], goal->space, first, end, ret_wanted))
            return true;
    for (size_t i = 0; i < stage->pages_count; i++)
        if (!lesson_goal_is_secret(goal->lesson, &stage->pages[i]) &&
            differs(goal->space, first, end, stage->pages[i].first, stage->pages[i].end,
                &stage->pages[i].state, ret_wanted))
            return true;
    return stage->others != LESSON_OTHERS_ANY && other_differs(goal, first, end, ret_wanted);
}

bool lesson_goal_focus(const struct lesson *lesson, unsigned stage_index, vm_page *ret_page)
{
    if (stage_index >= lesson->stage_count)
        return false;
    const struct lesson_stage *const stage = &lesson->stages[stage_index];
    for (size_t i = 0; i < stage->allocation_count; i++)
        if (stage->allocations[i].place == LESSON_AT) {
            *ret_page = stage->allocations[i].first;
            return true;
        }
    const bool has_place =
        stage->pages_count > 0 && !lesson_goal_is_secret(lesson, &stage->pages[0]);
    if (has_place)
        *ret_page = stage->pages[0].first;
    return has_place;
}
