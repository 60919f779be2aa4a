/* par - searching for a way with fewer calls than the solution has. */
#include "lesson/par.h"

#include <stdlib.h>
#include <string.h>

#include "moves.h"
#include "trial.h"
#include "vm/route.h"

/* ---- what the judge remembers, as little of it as matters ------------------------------------ */

/* Numbers above a limit are all the same to every condition of the goal. */
struct limits {
    uint32_t calls[VM_CALL_EXECUTE + 1], failures, guards, violations, rwx;
    uint32_t counted[LESSON_MAX_CONDITIONS];
    bool all_calls, peak;
};
struct search {
    const struct lesson *lesson;
    const struct lesson_start *start;
    struct limits limits;
    struct lesson_verdict verdict;
    bool *answered;
};

static void raise_limit(uint32_t *limit, uint64_t number)
{
    const uint32_t next = number < UINT32_MAX ? (uint32_t)number + 1 : UINT32_MAX;
    *limit = next > *limit ? next : *limit;
}

static void note_limit(struct limits *limits, const struct lesson_condition *c)
{
    switch (c->measure) {
    case LESSON_PEAK:
        limits->peak = true;
        return;
    case LESSON_CALLS:
        limits->all_calls = limits->all_calls || c->call == VM_CALL_NONE;
        raise_limit(&limits->calls[c->call], c->number);
        return;
    case LESSON_FAILURES:
        raise_limit(c->error == 0 ? &limits->failures : &limits->counted[c->slot], c->number);
        return;
    case LESSON_GUARDS:
        raise_limit(&limits->guards, c->number);
        return;
    case LESSON_VIOLATIONS:
        raise_limit(&limits->violations, c->number);
        return;
    case LESSON_RWX:
        raise_limit(&limits->rwx, c->number);
        return;
    case LESSON_TOUCHED:
    case LESSON_WATCHED:
        raise_limit(&limits->counted[c->slot], c->number);
        return;
    case LESSON_COMMITTED:             /* these are seen in the space */
    case LESSON_RESERVED:
    case LESSON_RESIDENT:
    case LESSON_LOCKED:
    case LESSON_CHARGE:
    case LESSON_ALLOCATIONS:
    case LESSON_SLACK:
    case LESSON_LARGEST_FREE:
    case LESSON_BYTE:
    case LESSON_MEASURE_COUNT:
        return;
    }
}

static struct limits limits_of(const struct lesson *lesson)
{
    struct limits limits = {.peak = false};
    for (size_t i = 0; i < lesson->stage_count; i++)
        for (size_t k = 0; k < lesson->stages[i].condition_count; k++)
            note_limit(&limits, &lesson->stages[i].conditions[k]);
    return limits;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Two ways that the goal cannot tell apart shall leave the same tally. */
static void forget(struct lesson_tally *tally, const struct limits *limits)
{
    for (int id = VM_CALL_NONE; id <= VM_CALL_EXECUTE && !limits->all_calls; id++)
        tally->calls[id] = least(tally->calls[id], limits->calls[id]);
    for (size_t i = 0; i < LESSON_MAX_CONDITIONS; i++)
        tally->counted[i] = least(tally->counted[i], limits->counted[i]);
    tally->calls[VM_CALL_QUERY] =
        least(tally->calls[VM_CALL_QUERY], limits->calls[VM_CALL_QUERY]);
    tally->failures = least(tally->failures, limits->failures);
    tally->guards = least(tally->guards, limits->guards);
    tally->violations = least(tally->violations, limits->violations);
    tally->rwx = least(tally->rwx, limits->rwx);
    tally->peak = limits->peak ? tally->peak : 0;
    tally->last_rule = VM_RULE_NONE;
    tally->last_error = 0;
}

static bool counts_failures(const struct lesson *lesson)
{
    for (size_t i = 0; i < lesson->stage_count; i++)
        for (size_t k = 0; k < lesson->stages[i].condition_count; k++)
            if (lesson->stages[i].conditions[k].measure == LESSON_FAILURES)
                return true;
    return false;
}

/* ---- searching ------------------------------------------------------------------------------- */

static void note(
    void *ctx, void *memo, const struct vm_space *space, const struct vm_change *change)
{
    const struct search *const s = ctx;
    struct lesson_tally *const tally = memo;
    lesson_tally_note(tally, s->lesson, s->start, space, change);
    forget(tally, &s->limits);
}

static bool is_goal(void *ctx, const void *memo, const struct vm_space *space)
{
    struct search *const s = ctx;
    const struct lesson_tally *const tally = memo;
    if (tally->stage + 1 < s->lesson->stage_count)
        return false;
    lesson_judge(&s->verdict, s->lesson, s->start, space, tally, s->answered);
    return s->verdict.solved;
}

/* Is there a way with fewer calls than the solution has? */
static void search(const struct lesson *lesson, const struct moves *moves, size_t most_states,
    struct lesson_par *ret)
{
    struct trial trial;
    struct vm_route route;
    if (!trial_open(&trial, lesson, NULL, NULL))
        return;
    const size_t count = lesson->question_count + 1;
    struct search s = {.lesson = lesson,
        .start = &trial.start,
        .limits = limits_of(lesson),
        .answered = arena_alloc(&trial.arena, count * sizeof(bool))};
    for (size_t i = 0; i < count; i++)
        s.answered[i] = true;
    forget(&trial.tally, &s.limits);
    const struct vm_route_problem problem = {.start = session_space(trial.session),
        .moves = moves->items,
        .move_count = moves->count,
        .may_fail = counts_failures(lesson),
        .most = ret->solution - 1,
        .most_states = most_states,
        .memo = &trial.tally,
        .memo_size = sizeof trial.tally,
        .ctx = &s,
        .note = note,
        .is_goal = is_goal};
    vm_route_find(&problem, &route);
    ret->states = route.states;
    ret->proven = route.proven;
    if (route.end == VM_ROUTE_FOUND)
        ret->calls = route.calls;
    lesson_verdict_finish(&s.verdict);
    trial_close(&trial);
}

void lesson_par_find(const struct lesson *lesson, size_t most_states, struct lesson_par *ret)
{
    struct trial trial;
    *ret = (struct lesson_par){.is_solved = false};
    if (!trial_open(&trial, lesson, NULL, NULL))
        return;
    for (size_t i = 0; i < lesson->solution.count; i++) {
        const char *const text = lesson->solution.items[i].text;
        (void)trial_run(&trial, text, strlen(text), NULL);
    }
    ret->is_solved = trial_is_solved(&trial, true);
    ret->solution = ret->calls = lesson_tally_calls(&trial.tally);
    if (ret->is_solved && ret->solution > 0) {
        struct moves moves = {0};
        moves_find(&moves, &trial);
        ret->moves = moves.count;
        search(lesson, &moves, most_states, ret);
        moves_finish(&moves);
    }
    trial_close(&trial);
}
