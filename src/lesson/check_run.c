/* check_run - the lines of a lesson, run; what they should come to. */
#include <string.h>

#include "checking.h"
#include "lesson/par.h"
#include "lesson/practice.h"
#include "reading.h"

/* Where the file says word, or word and name; 0 if it does not. */
static unsigned line_of(const struct checking *c, const char *word, const char *name)
{
    const struct buf *const data = &c->sketch->data;
    struct text_reader reader = {.text = buf_text(data), .len = data->len};
    struct arena arena = {0};
    unsigned number = 0;
    for (struct text_line line; number == 0 && text_next(&reader, &line);) {
        struct text_words words;
        text_split(&words, line.text, line.len, &arena);
        const char *const first = text_take(&words);
        const char *const second = text_take(&words);
        if (!line.indented && strcmp(first, word) == 0 &&
            (name == NULL || (second != NULL && strcmp(second, name) == 0)))
            number = line.number;
    }
    arena_finish(&arena);
    return number;
}

/* ---- lines ---------------------------------------------------------------------------------- */

static void fault_error(struct checking *c, unsigned line, enum lesson_fault_id id,
    uint32_t error, uint32_t other)
{
    struct buf first = {0}, second = {0};
    check_error_text(error, &first);
    check_error_text(other, &second);
    check_fault(c, line, id, buf_text(&first), other != 0 ? buf_text(&second) : NULL);
    buf_finish(&first);
    buf_finish(&second);
}

/* Runs a line. False, and a fault, if it does not do what it says; may_fail: it says nothing of
 * failing unless it is marked. */
static bool run_line(
    struct checking *c, struct trial *trial, const struct lesson_line *line, bool may_fail)
{
    uint32_t error = 0;
    switch (trial_run(trial, line->text, strlen(line->text), &error)) {
    case TRIAL_WORKS:
        if (line->fails)
            fault_error(c, line->number, LESSON_FAULT_LINE_WORKS, line->error, 0);
        return !line->fails;
    case TRIAL_FAILS:
        if (line->fails && error != line->error)
            fault_error(c, line->number, LESSON_FAULT_LINE_ERROR, line->error, error);
        else if (!line->fails && !may_fail)
            fault_error(c, line->number, LESSON_FAULT_LINE_FAILS, error, 0);
        return line->fails ? error == line->error : may_fail;
    case TRIAL_WRONG:
    case TRIAL_OPEN:
    case TRIAL_WORD:
        break;
    }
    check_fault(c, line->number, LESSON_FAULT_LINE_WRONG, line->text, NULL);
    return false;
}

static bool run_lines(
    struct checking *c, struct trial *trial, const struct lesson_lines *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!run_line(c, trial, &lines->items[i], false))
            return false;
    return true;
}

/* ---- start, demonstration, prediction ------------------------------------------------------- */

/* Line by line first, to say which is wrong and how. */
static bool check_start(struct checking *c)
{
    static const struct lesson_lines none = {0};
    struct trial trial;
    if (!trial_open(&trial, c->lesson, &none, NULL))
        return false;
    bool good = session_layout(trial.session) == c->lesson->layout;
    if (!good)                                   /* toy machines have no room for a process */
        check_fault(c, line_of(c, "layout", NULL), LESSON_FAULT_LAYOUT, "process", NULL);
    good = good && run_lines(c, &trial, &c->lesson->start, c->lesson->start.count);
    trial_close(&trial);
    return good;
}

static void check_demo(struct checking *c)
{
    const struct lesson_lines *const demo = &c->lesson->demo;
    struct trial trial;
    bool has_failure = false;
    for (size_t i = 0; i < demo->count; i++)
        has_failure = has_failure || demo->items[i].fails;
    if (demo->count == 0 || !trial_open(&trial, c->lesson, demo, NULL))
        return;
    if (run_lines(c, &trial, demo, demo->count) && !has_failure)
        check_fault(c, line_of(c, "demo", NULL), LESSON_FAULT_NO_FAILURE, NULL, NULL);
    trial_close(&trial);
}

/* The line that is asked about may work or fail, but it must be a call. */
static void check_prediction(struct checking *c)
{
    const struct lesson_lines *const lines = &c->lesson->predict;
    struct trial trial;
    if (lines->count == 0 || !trial_open(&trial, c->lesson, lines, NULL))
        return;
    const struct lesson_line *const asked = &lines->items[lines->count - 1];
    if (run_lines(c, &trial, lines, lines->count - 1)) {
        const enum trial_end end =
            trial_run(&trial, asked->text, strlen(asked->text), NULL);
        if ((end != TRIAL_WORKS && end != TRIAL_FAILS) ||
            session_current(trial.session)->call_total != 1)
            check_fault(c, asked->number, LESSON_FAULT_LINE_WRONG, asked->text, NULL);
    }
    trial_close(&trial);
}

/* ---- the solution --------------------------------------------------------------------------- */

static void describe_condition(const struct lesson_condition *condition, struct buf *out)
{
    buf_add(out, lesson_measure_word(condition->measure));
    if (condition->measure != LESSON_TOUCHED && condition->measure != LESSON_WATCHED)
        buf_addf(out, " %s %llu", lesson_relation_word(condition->relation),
            (unsigned long long)condition->number);
}

static void describe_allocation(const struct lesson_allocation *allocation, struct buf *out)
{
    if (allocation->place == LESSON_AT)
        buf_addf(out, "allocation %08llX", (unsigned long long)allocation->first << VM_PAGE_SHIFT);
    else
        buf_add(out, allocation->place == LESSON_HIGHEST ? "allocation highest" : "allocation any");
}

/* In the words of the file, which are the same in every language. */
static void describe(const struct lesson_item *item, struct buf *out)
{
    switch (item->kind) {
    case LESSON_ITEM_ALLOCATION:
        describe_allocation(item->what.allocation, out);
        return;
    case LESSON_ITEM_PAGES:
        buf_addf(out, "pages %08llX", (unsigned long long)item->page << VM_PAGE_SHIFT);
        return;
    case LESSON_ITEM_OTHERS:
        buf_addf(out, "others %08llX", (unsigned long long)item->page << VM_PAGE_SHIFT);
        return;
    case LESSON_ITEM_CONDITION:
        describe_condition(item->what.condition, out);
        return;
    case LESSON_ITEM_QUESTION:
    case LESSON_ITEM_PREDICTION:
    case LESSON_ITEM_REPAIR:
        return;
    }
}

static bool check_solved(struct checking *c, const struct trial *trial, unsigned line)
{
    struct lesson_verdict verdict = {0};
    struct buf what = {0};
    trial_judge(trial, true, &verdict);
    if (verdict.first_open != NULL)
        describe(verdict.first_open, &what);
    if (!verdict.solved)
        check_fault(c, line, LESSON_FAULT_UNSOLVED, buf_text(&what), NULL);
    const bool is_solved = verdict.solved;
    buf_finish(&what);
    lesson_verdict_finish(&verdict);
    return is_solved;
}

/* Proven with the default numbers; with others a shorter way is only looked for. What a solution
 * shows where only answers are asked for needs no calls. */
static void check_par(struct checking *c, bool needs_calls)
{
    const unsigned line = line_of(c, "par", NULL), par = c->lesson->par;
    const bool is_default = c->student[0] == '\0';
    struct lesson_par found;
    if (!needs_calls) {
        if (par > 0)
            check_fault_numbers(c, line, LESSON_FAULT_PAR_LESS, par, 0);
        return;
    }
    lesson_par_find(
        c->lesson, is_default ? LESSON_PAR_STATES : LESSON_PAR_STATES / 5, &found);
    if (found.solution != par)
        check_fault_numbers(c, line, LESSON_FAULT_PAR_CALLS, par, found.solution);
    else if (found.calls < par)
        check_fault_numbers(c, line, LESSON_FAULT_PAR_LESS, par, found.calls);
    else if (found.proven < found.calls && is_default)
        check_fault_numbers(c, line, LESSON_FAULT_PAR_UNPROVEN, par, found.proven);
}

/* Without a solution, where only questions are asked, the rest of the task must be done already.
 * False: there is nothing to solve, so no way is wrong either. */
static bool check_solution(struct checking *c)
{
    const struct lesson_lines *const lines = &c->lesson->solution;
    struct trial trial;
    if (!trial_open(&trial, c->lesson, NULL, NULL))
        return false;
    unsigned line = line_of(c, "goal", NULL);
    const bool is_open = !trial_is_solved(&trial, false);
    const bool needs_calls = !trial_is_solved(&trial, true);
    if (!is_open)
        check_fault(c, line, LESSON_FAULT_SOLVED_AT_START, NULL, NULL);
    if (lines->count > 0)
        line = lines->items[lines->count - 1].number;
    if (is_open && run_lines(c, &trial, lines, lines->count) && check_solved(c, &trial, line) &&
        lines->count > 0)
        check_par(c, needs_calls);
    trial_close(&trial);
    return is_open;
}

/* ---- a program to repair --------------------------------------------------------------------- */

/* Is the program repaired where the wrong line reads so? */
static bool repairs(const struct checking *c, const char *text)
{
    struct buf answer = {0};
    buf_addf(&answer, "%u %s", c->lesson->repair_line, text);
    const bool is_repaired = practice_repair(c->lesson, buf_text(&answer), NULL);
    buf_finish(&answer);
    return is_repaired;
}

static void check_program(struct checking *c)
{
    const struct lesson_lines *const program = &c->lesson->program;
    const unsigned line = c->lesson->repair_line;
    if (program->count == 0)
        return;
    if (line == 0 || line > program->count || !repairs(c, c->lesson->repair))
        check_fault(c, line_of(c, "repair", NULL), LESSON_FAULT_UNSOLVED, "repair", NULL);
    else if (repairs(c, program->items[line - 1].text))
        check_fault(c, program->items[line - 1].number, LESSON_FAULT_SOLVED_AT_START, NULL, NULL);
}

/* ---- wrong ways, questions ------------------------------------------------------------------ */

static void check_wrong(struct checking *c, const struct lesson_wrong *wrong)
{
    struct trial trial;
    bool good = true;
    unsigned line = 0;
    if (!trial_open(&trial, c->lesson, NULL, NULL))
        return;
    for (size_t i = 0; good && i < wrong->by.count; i++) {
        line = wrong->by.items[i].number;
        good = run_line(c, &trial, &wrong->by.items[i], true);
    }
    const struct lesson_wrong *const seen =
        lesson_wrong_now(c->lesson, session_space(trial.session), &trial.tally);
    if (good && trial_is_solved(&trial, false))
        check_fault(c, line, LESSON_FAULT_WRONG_SOLVES, wrong->name, NULL);
    else if (good && seen == NULL)
        check_fault(c, line, LESSON_FAULT_WRONG_UNSEEN, wrong->name, NULL);
    else if (good && seen != wrong)
        check_fault(c, line, LESSON_FAULT_WRONG_OTHER, wrong->name, seen->name);
    trial_close(&trial);
}

/* Only an allocation has a base, and only committed pages have a protection. */
static bool has_answer(const struct lesson_question *question, const struct vm_space *space)
{
    const uint64_t answer = lesson_question_answer(question, space);
    return answer != 0 ||
        (question->asked != LESSON_ASK_BASE && question->asked != LESSON_ASK_PROTECT);
}

static void check_questions(struct checking *c)
{
    struct trial trial;
    if (!trial_open(&trial, c->lesson, NULL, NULL))
        return;
    for (size_t i = 0; i < c->lesson->question_count; i++) {
        const struct lesson_question *const question = &c->lesson->questions[i];
        if (!has_answer(question, session_space(trial.session)))
            check_fault(c, line_of(c, "question", question->name), LESSON_FAULT_NO_ANSWER,
                question->name, NULL);
    }
    trial_close(&trial);
}

bool check_data(struct checking *c)
{
    if (!check_start(c))
        return false;
    check_demo(c);
    check_prediction(c);
    check_program(c);
    const bool is_open = check_solution(c);
    for (size_t i = 0; is_open && i < c->lesson->wrong_count; i++)
        check_wrong(c, &c->lesson->wrongs[i]);
    check_questions(c);
    return true;
}
