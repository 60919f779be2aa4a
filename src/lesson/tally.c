/* tally - what the calls since the start amount to, counted as they happen. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#include "judging.h"

/* ---- the start -------------------------------------------------------------------------------- */

void lesson_start_take(struct lesson_start *ret, const struct vm_space *space)
{
    struct vm_totals totals;
    vm_space_totals(space, &totals);
    ret->totals = (struct lesson_totals){.committed = measure_committed(&totals),
        .reserved = totals.pages[VM_CLASS_RESERVED], .resident = totals.resident,
        .charge = totals.charge, .allocations = totals.allocations, .slack = totals.tail_pages};
    ret->around = NULL;
    ret->count = 0;
    const vm_page end = vm_space_end(space);
    for (vm_page page = 0; page < end;) {
        const struct vm_run run = vm_space_run(space, page);
        if (vm_attr_state(run.attr) != VM_FREE) {
            base_grow(&ret->runs, &ret->cap, ret->count + 1, sizeof *ret->runs);
            ret->runs[ret->count++] = run;
        }
        page = run.end;
    }
}

void lesson_start_finish(struct lesson_start *start)
{
    free(start->runs);
    *start = (struct lesson_start){0};
}

/* ---- stages ----------------------------------------------------------------------------------- */

/* Stages before the last are reached once and for all. */
static void advance(struct lesson_tally *tally, const struct lesson *lesson,
    const struct lesson_start *start, const struct vm_space *space)
{
    while (tally->stage + 1 < lesson->stage_count &&
        goal_stage_holds(&lesson->stages[tally->stage], start, space, tally))
        tally->stage++;
}

void lesson_tally_begin(struct lesson_tally *ret, const struct lesson *lesson,
    const struct lesson_start *start, const struct vm_space *space)
{
    memset(ret, 0, sizeof *ret);       /* pads too: it is hashed as bytes */
    ret->peak = start->totals.charge;
    if (start->around != NULL)
        ret->around = start->around->totals;
    advance(ret, lesson, start, space);
}

/* ---- counting --------------------------------------------------------------------------------- */

typedef void count_condition(struct lesson_tally *tally, const struct lesson_condition *condition,
    const struct vm_change *change);

static void each_of(struct lesson_tally *tally, const struct lesson_condition *conditions,
    size_t count, const struct vm_change *change, count_condition *do_count)
{
    for (size_t i = 0; i < count; i++)
        do_count(tally, &conditions[i], change);
}

static void each_condition(struct lesson_tally *tally, const struct lesson *lesson,
    const struct vm_change *change, count_condition *do_count)
{
    for (size_t i = 0; i < lesson->stage_count; i++)
        each_of(tally, lesson->stages[i].conditions, lesson->stages[i].condition_count, change,
            do_count);
    for (size_t i = 0; i < lesson->wrong_count; i++)
        each_of(tally, lesson->wrongs[i].conditions, lesson->wrongs[i].condition_count, change,
            do_count);
}

static void count_failure(struct lesson_tally *tally, const struct lesson_condition *condition,
    const struct vm_change *change)
{
    if (condition->measure == LESSON_FAILURES && condition->error == change->result.error)
        tally->counted[condition->slot]++;
}

/* Addresses count in their order; one access may hold several. */
static void count_touch(struct lesson_tally *tally, const struct lesson_condition *condition,
    const struct vm_change *change)
{
    if (condition->measure != LESSON_TOUCHED)
        return;
    uint32_t *const so_far = &tally->counted[condition->slot];
    const uint64_t size = change->call.size == 0 ? 1 : change->call.size;
    while (*so_far < condition->touch_count &&
        condition->touches[*so_far] - change->call.addr < size)
        ++*so_far;
}

static bool names_page(const struct vm_change *change, vm_page page)
{
    for (size_t i = 0; i < change->page_count; i++)
        if (change->pages[i] == page)
            return true;
    return false;
}

static void count_watched(struct lesson_tally *tally, const struct lesson_condition *condition,
    const struct vm_change *change)
{
    if (condition->measure != LESSON_WATCHED)
        return;
    bool same = change->page_count == condition->touch_count;
    for (size_t i = 0; same && i < condition->touch_count; i++)
        same = names_page(change, condition->touches[i] >> VM_PAGE_SHIFT);
    tally->counted[condition->slot] = same;
}

/* Writable and executable at once, as VirtualAlloc or VirtualProtect asks for it. */
static bool asks_for_rwx(const struct vm_call *call)
{
    const uint32_t both = VM_PAGE_EXECUTE_READWRITE | VM_PAGE_EXECUTE_WRITECOPY;
    return (call->protect & both) != 0 &&
        (call->id == VM_CALL_PROTECT ||
            (call->id == VM_CALL_ALLOC && (call->flags & VM_MEM_COMMIT) != 0));
}

static void note_call(struct lesson_tally *tally, const struct lesson *lesson,
    const struct vm_change *change)
{
    const struct vm_result *const result = &change->result;
    tally->last_rule = result->error == 0 ? VM_RULE_NONE : result->reason.rule;
    tally->last_error = result->error;
    if (result->error != 0) {
        tally->failures++;
        each_condition(tally, lesson, change, count_failure);
        return;
    }
    tally->calls[change->call.id]++;
    tally->rwx += asks_for_rwx(&change->call);
    if (change->call.id == VM_CALL_GET_WRITE_WATCH)
        each_condition(tally, lesson, change, count_watched);
}

static void note_access(struct lesson_tally *tally, const struct lesson *lesson,
    const struct vm_change *change)
{
    const uint32_t exception = change->result.exception;
    tally->last_rule = exception == 0 ? VM_RULE_NONE : change->result.reason.rule;
    tally->last_error = exception;
    tally->guards += exception == 0x80000001;
    tally->violations += exception == 0xC0000005;
    if (exception == 0)
        each_condition(tally, lesson, change, count_touch);
}

void lesson_tally_note(struct lesson_tally *tally, const struct lesson *lesson,
    const struct lesson_start *start, const struct vm_space *space,
    const struct vm_change *change)
{
    const enum vm_call_id id = change->call.id;
    const uint64_t charge = change->new_settings.charge;
    if (id >= VM_CALL_ALLOC && id <= VM_CALL_RESET_WRITE_WATCH)
        note_call(tally, lesson, change);
    else if (id >= VM_CALL_READ && id <= VM_CALL_EXECUTE)
        note_access(tally, lesson, change);
    if (charge > tally->peak)
        tally->peak = charge;
    advance(tally, lesson, start, space);
}
