/* judge - the verdict: every item of the task, done or what is missing; answers to questions. */
#include "lesson/judge.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lang/words.h"

#include "judging.h"

/* ---- the verdict ------------------------------------------------------------------------------ */

static struct lesson_item *add(struct lesson_verdict *verdict, enum lesson_item_kind kind,
    unsigned stage)
{
    base_grow(&verdict->items, &verdict->cap, verdict->count + 1, sizeof *verdict->items);
    struct lesson_item *const item = &verdict->items[verdict->count++];
    *item = (struct lesson_item){.kind = kind, .stage = stage};
    return item;
}

/* The stage at hand is looked at; those before it are done, those behind it are not. */
struct judging {
    struct lesson_verdict *verdict;
    const struct lesson *lesson;
    const struct lesson_start *start;
    const struct vm_space *space;
    const struct lesson_tally *tally;
    struct goal_places places;
};

static void judge_condition(struct judging *j, const struct lesson_condition *condition,
    struct lesson_item *item)
{
    item->what.condition = condition;
    item->is_number = measure_now(condition, j->space, j->tally);
    item->number = condition->number;
    item->done = condition_holds(condition, j->space, j->tally);
    if (item->done)
        return;
    item->gap = LESSON_GAP_NUMBER;
    if (condition->measure == LESSON_TOUCHED) {
        item->gap = LESSON_GAP_TOUCH;
        item->number = condition->touches[item->is_number];
    }
}

static void judge_stage(struct judging *j, unsigned index)
{
    const struct lesson_stage *const stage = &j->lesson->stages[index];
    const bool now = index == j->tally->stage;
    const bool before = index < j->tally->stage;
    if (now)
        goal_find_places(stage, j->start, j->space, &j->places);
    for (size_t i = 0; i < stage->allocation_count; i++) {
        struct lesson_item *const item = add(j->verdict, LESSON_ITEM_ALLOCATION, index);
        item->what.allocation = &stage->allocations[i];
        item->done = before || (now && goal_allocation(stage, i, &j->places, j->space, item));
    }
    for (size_t i = 0; i < stage->pages_count; i++) {
        struct lesson_item *const item = add(j->verdict, LESSON_ITEM_PAGES, index);
        item->what.pages = &stage->pages[i];
        item->done = before || (now && goal_pages(&stage->pages[i], j->space, item));
    }
    for (size_t i = 0; i < stage->condition_count; i++) {
        struct lesson_item *const item = add(j->verdict, LESSON_ITEM_CONDITION, index);
        item->what.condition = &stage->conditions[i];
        item->done = before;
        if (now)
            judge_condition(j, &stage->conditions[i], item);
    }
    if (stage->others != LESSON_OTHERS_ANY) {
        struct lesson_item *const item = add(j->verdict, LESSON_ITEM_OTHERS, index);
        item->done = before ||
            (now && goal_others(stage, &j->places, j->start, j->space, item));
    }
}

static void judge_answers(struct judging *j, const bool *answered)
{
    const struct lesson *const lesson = j->lesson;
    const unsigned stage = (unsigned)lesson->stage_count - 1;
    for (size_t i = 0; i < lesson->question_count; i++) {
        struct lesson_item *const item = add(j->verdict, LESSON_ITEM_QUESTION, stage);
        item->what.question = &lesson->questions[i];
        item->done = answered != NULL && answered[i];
        item->gap = item->done ? LESSON_GAP_NONE : LESSON_GAP_ANSWER;
    }
    if (lesson->asks_prediction || lesson->program.count > 0) {
        struct lesson_item *const item = add(j->verdict,
            lesson->program.count > 0 ? LESSON_ITEM_REPAIR : LESSON_ITEM_PREDICTION, stage);
        item->done = answered != NULL && answered[lesson->question_count];
        item->gap = item->done ? LESSON_GAP_NONE : LESSON_GAP_ANSWER;
    }
}

void lesson_judge(struct lesson_verdict *verdict, const struct lesson *lesson,
    const struct lesson_start *start, const struct vm_space *space,
    const struct lesson_tally *tally, const bool *answered)
{
    struct judging j = {.verdict = verdict, .lesson = lesson, .start = start, .space = space,
        .tally = tally};
    verdict->count = 0;
    verdict->stage = tally->stage;
    verdict->first_open = NULL;
    for (unsigned i = 0; i < lesson->stage_count && lesson->program.count == 0; i++)
        judge_stage(&j, i);
    judge_answers(&j, answered);
    for (size_t i = verdict->count; i-- > 0;)
        if (!verdict->items[i].done && verdict->items[i].stage <= tally->stage)
            verdict->first_open = &verdict->items[i];
    verdict->solved = verdict->first_open == NULL &&
        (tally->stage + 1 == lesson->stage_count || lesson->program.count > 0);
}

void lesson_verdict_finish(struct lesson_verdict *verdict)
{
    free(verdict->items);
    *verdict = (struct lesson_verdict){0};
}

/* ---- foreseen wrong ways ---------------------------------------------------------------------- */

static bool is_wrong(const struct lesson_wrong *wrong, const struct vm_space *space,
    const struct lesson_tally *tally)
{
    struct lesson_item unused = {0};
    /* Reasons that share an id are one rule: the first of them. */
    if (wrong->rule != VM_RULE_NONE && wrong->rule != vm_rule_find(vm_rule_id(tally->last_rule)))
        return false;
    for (size_t i = 0; i < wrong->condition_count; i++)
        if (!condition_holds(&wrong->conditions[i], space, tally))
            return false;
    for (size_t i = 0; i < wrong->pages_count; i++)
        if (!goal_pages(&wrong->pages[i], space, &unused))
            return false;
    return true;
}

const struct lesson_wrong *lesson_wrong_now(const struct lesson *lesson,
    const struct vm_space *space, const struct lesson_tally *tally)
{
    for (size_t i = 0; i < lesson->wrong_count; i++)
        if (is_wrong(&lesson->wrongs[i], space, tally))
            return &lesson->wrongs[i];
    return NULL;
}

/* ---- answers ---------------------------------------------------------------------------------- */

uint64_t lesson_question_answer(const struct lesson_question *question,
    const struct vm_space *start)
{
    struct vm_totals totals;
    const vm_page page = question->addr >> VM_PAGE_SHIFT;
    const struct vm_run run = vm_space_run(start, page);
    vm_space_totals(start, &totals);
    switch (question->asked) {
    case LESSON_ASK_STATE:
        return vm_attr_state(run.attr);
    case LESSON_ASK_SIZE:              /* from the page asked about on [R-QUERY-8] */
        return (run.end - page) << VM_PAGE_SHIFT;
    case LESSON_ASK_BASE:
        return vm_attr_state(run.attr) == VM_FREE ? 0 : run.alloc_first << VM_PAGE_SHIFT;
    case LESSON_ASK_PROTECT:
        return vm_attr_protect(run.attr);
    case LESSON_ASK_ALLOCATIONS:
        return totals.allocations;
    case LESSON_ASK_LARGEST_FREE:
        return totals.largest_free << VM_PAGE_SHIFT;
    case LESSON_ASK_NUMBER:
        return question->number;
    }
    return 0;
}

bool lesson_answer_parse(const struct lesson_question *question, const char *text,
    uint64_t *ret_number)
{
    const size_t len = strlen(text);
    struct lesson_state state;
    switch (question->asked) {
    case LESSON_ASK_STATE:
        if (!lesson_state_parse(text, &state))
            return false;
        *ret_number = state.state;
        return true;
    case LESSON_ASK_PROTECT:
        *ret_number = lang_read_protection(text, len);
        return *ret_number != 0;
    case LESSON_ASK_BASE:
        return lang_read_address(text, len, ret_number);
    case LESSON_ASK_SIZE:
    case LESSON_ASK_LARGEST_FREE:
    case LESSON_ASK_ALLOCATIONS:
    case LESSON_ASK_NUMBER:
        return lang_read_size(text, len, ret_number);
    }
    return false;
}
