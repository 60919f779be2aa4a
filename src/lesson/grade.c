/* grade - one answer: of which kind it is, which tasks it is tried on, what came of them. */
#include "lesson/grade.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#include "grading.h"

/* ---- operations ------------------------------------------------------------------------------- */

bool grading_spend(struct grading *g, uint64_t operations)
{
    g->left = g->left > operations ? g->left - operations : 0;
    g->result->stopped = g->result->stopped || g->left == 0;
    return g->left > 0;
}

/* Asked once a slice. What a slice costs is told nowhere; it is about so much. */
bool grading_is_spent(void *ctx)
{
    enum { SLICE = 32768 };
    return !grading_spend(ctx, SLICE);
}

/* ---- lessons and marks ------------------------------------------------------------------------ */

struct grade_mark *grading_mark(struct grading *g, const struct lesson_sketch *task)
{
    return &g->result->marks[task - g->course->lessons];
}

/* Most lessons have no numbers that vary: the course's own is the student's. */
const struct lesson *grading_lesson(struct grading *g, const struct lesson_sketch *task)
{
    struct lesson **const own = &g->result->lessons[task - g->course->lessons];
    if (!task->plain->is_personal)
        return task->plain;
    if (*own == NULL) {
        struct lesson_faults faults = {0};
        *own = lesson_fill(task, g->answer->numbers, &faults);
        lesson_faults_finish(&faults);
    }
    return *own;
}

/* The item's parts lie in another copy of the lesson. */
static struct lesson_item rehomed(const struct lesson_item *item, const struct lesson *from,
    const struct lesson *to)
{
    struct lesson_item own = *item;
    const struct lesson_stage *const old = &from->stages[item->stage];
    const struct lesson_stage *const new = &to->stages[item->stage];
    switch (item->kind) {
    case LESSON_ITEM_ALLOCATION:
        own.what.allocation = new->allocations + (item->what.allocation - old->allocations);
        break;
    case LESSON_ITEM_PAGES:
        own.what.pages = new->pages + (item->what.pages - old->pages);
        break;
    case LESSON_ITEM_CONDITION:
        own.what.condition = new->conditions + (item->what.condition - old->conditions);
        break;
    case LESSON_ITEM_QUESTION:
        own.what.question = to->questions + (item->what.question - from->questions);
        break;
    case LESSON_ITEM_OTHERS:
    case LESSON_ITEM_PREDICTION:
    case LESSON_ITEM_REPAIR:
        break;
    }
    return own;
}

void grading_take_gap(struct grading *g, struct grade_mark *mark, const struct lesson *from,
    const struct lesson_item *item)
{
    mark->lesson = grading_lesson(g, mark->task);
    mark->has_gap = item != NULL && mark->lesson != NULL;
    if (mark->has_gap)
        mark->gap = rehomed(item, from, mark->lesson);
}

void grading_set_solved(struct grade_mark *mark, unsigned calls)
{
    if (mark->reason != GRADE_SOLVED || calls < mark->calls)
        mark->calls = calls;
    mark->reason = GRADE_SOLVED;
    mark->has_gap = false;
    mark->wrong = NULL;
}

/* ---- mistakes --------------------------------------------------------------------------------- */

struct grade_mistake *grading_mistake(struct grading *g, enum grade_mistake_kind kind,
    size_t line)
{
    struct grade_result *const result = g->result;
    if (g->quiet)
        return NULL;
    result->mistake_total++;
    if (result->mistake_count == GRADE_MAX_MISTAKES)
        return NULL;
    struct grade_mistake *const mistake = &result->mistakes[result->mistake_count++];
    *mistake = (struct grade_mistake){.kind = kind, .line = (unsigned)line};
    return mistake;
}

static const char *kept(struct grading *g, const char *text)
{
    return text == NULL ? NULL : arena_strndup(&g->result->arena, text, strlen(text));
}

static void take_diag(struct grading *g, const struct lang_diag *diag, size_t line)
{
    struct grade_mistake *const mistake = grading_mistake(g, GRADE_DIAG, line + diag->line - 1);
    if (mistake == NULL)
        return;
    mistake->diag = *diag;
    mistake->diag.suggestion = kept(g, diag->suggestion);
    for (size_t i = 0; i < LANG_DIAG_ARGS; i++)
        mistake->diag.args[i] = kept(g, diag->args[i]);
}

void grading_take_diags(struct grading *g, size_t line)
{
    const struct lang_diags *const diags = session_diags(g->session);
    for (size_t i = 0; i < diags->count; i++)
        if (lang_diag_severity(diags->items[i].id) == LANG_ERROR)
            take_diag(g, &diags->items[i], line);
}

void grading_take_refusal(struct grading *g, const char *msgid, const char *arg, size_t line)
{
    struct grade_mistake *const mistake = grading_mistake(g, GRADE_REFUSED, line);
    if (mistake == NULL)
        return;
    mistake->msgid = msgid;
    mistake->arg = kept(g, arg == NULL ? "" : arg);
}

void grading_take_end(struct grading *g, size_t line)
{
    const struct session_step *const step = session_current(g->session);
    if (step->end == SESSION_END_LIMIT)
        g->result->stopped = true;
    if (step->end == SESSION_END_ERROR && step->error != NULL)
        take_diag(g, step->error, line);
}

/* ---- the whole answer ------------------------------------------------------------------------- */

static enum grade_kind kind_of(const struct grade_answer *answer)
{
    struct session_journal_header header;
    if (session_journal_parse(answer->text, answer->len, &header))
        return GRADE_JOURNAL;
    return lang_defines_main(answer->text, answer->len) ? GRADE_PROGRAM : GRADE_SCRIPT;
}

static void run_on(struct grading *g, const struct lesson_sketch *task)
{
    if (g->result->kind == GRADE_PROGRAM)
        grade_program(g, task);
    else
        grade_lines(g, task);
}

/* Nobody says which task the answer is for: it is for those that it solves. */
static void try_each(struct grading *g)
{
    for (size_t i = 0; i < g->course->count && g->left > 0; i++) {
        struct grade_mark *const mark = &g->result->marks[i];
        run_on(g, mark->task);
        g->quiet = true;
        const bool is_program = mark->reason != GRADE_NO_PROGRAM;
        if (mark->reason != GRADE_SOLVED && g->course->count > 1)
            *mark = (struct grade_mark){.task = mark->task, .par = mark->par, .help = mark->help};
        if (!is_program)
            return;                    /* nor will it be on the next task */
    }
}

static const struct lesson_sketch *task_of(const struct grading *g)
{
    if (g->options->task != NULL)
        return course_find(g->course, g->options->task);
    return g->result->kind == GRADE_PROGRAM ? grade_program_task(g) : NULL;
}

static void begin(struct grade_result *result, const struct course *course,
    const struct grade_answer *answer)
{
    *result = (struct grade_result){.answer = answer, .mark_count = course->count};
    result->marks = base_zalloc((course->count + 1) * sizeof *result->marks);
    result->lessons = base_zalloc((course->count + 1) * sizeof *result->lessons);
    for (size_t i = 0; i < course->count; i++) {
        result->marks[i].task = &course->lessons[i];
        result->marks[i].par = course->lessons[i].plain->par;
    }
    result->kind = kind_of(answer);
}

void grade_answer(struct grade_result *ret, const struct course *course,
    const struct grade_options *options, const struct grade_answer *answer)
{
    struct grading g = {.result = ret, .course = course, .options = options, .answer = answer,
        .left = options->max_operations != 0 ? options->max_operations : GRADE_MAX_OPERATIONS};
    begin(ret, course, answer);
    const struct lesson_sketch *const task = task_of(&g);
    if (ret->kind != GRADE_PROGRAM && grade_leads_on(&g))
        grade_lines(&g, NULL);
    else if (task != NULL)
        run_on(&g, task);
    else
        try_each(&g);
    for (size_t i = 0; i < ret->mark_count; i++)
        ret->solved += ret->marks[i].reason == GRADE_SOLVED;
    ret->understood = ret->understood || ret->mistake_total == 0;
}

void grade_result_finish(struct grade_result *result)
{
    for (size_t i = 0; i < result->mark_count; i++)
        lesson_destroy(result->lessons[i]);
    free(result->lessons);
    free(result->marks);
    arena_finish(&result->arena);
    *result = (struct grade_result){0};
}
