/* practice_answers - the answers to a sheet: what happened when the calls were made, and by which
 * rule. */
#include <inttypes.h>
#include <string.h>

#include "practice_say.h"

/* ---- what a call did -------------------------------------------------------------------------- */

/* Text that another part of render sets, as a paragraph. */
static void add_paragraph(struct buf *out, struct render_text *text)
{
    size_t len = text->buf.len;
    while (len > 0 && buf_text(&text->buf)[len - 1] == '\n')
        len--;
    buf_addn(out, buf_text(&text->buf), len);
    buf_add(out, "\n\n");
    render_text_finish(text);
}

/* A call on a line of its own, which is not broken. */
static void add_code(struct buf *out, const char *text)
{
    buf_addf(out, "```c\n%s\n```\n\n", text);
}

static void add_cure(struct buf *out, const struct session *session,
    const struct session_call *failed)
{
    struct vm_call cure;
    struct buf text = {0};
    if (!session_cure(session, failed, &cure))
        return;
    lang_call_format(&text, vm_space_machine(session_space(session)), &cure);
    practice_say(out, N_("It would have worked like this:"), "");
    add_code(out, buf_text(&text));
    buf_finish(&text);
}

/* "It fails: GetLastError() = 487 ERROR_INVALID_ADDRESS", and its reason. */
static void add_failure(struct buf *out, const struct session *session,
    const struct session_call *call)
{
    const struct vm_machine *const machine = vm_space_machine(session_space(session));
    const struct vm_result *const result = &call->change->result;
    struct render_text text = {0};
    say(&text, RENDER_NORMAL, N_("It fails: "));
    if (result->exception != 0) {
        const struct lang_exception exception = {.code = result->exception,
            .access = result->exception_access, .address = result->exception_address};
        call_exception(&text, machine, &exception);
    } else {
        call_error(&text, result->error);
    }
    add_paragraph(out, &text);
    if (result->reason.rule != VM_RULE_NONE) {
        render_reason(out, machine, &result->reason);
        buf_addf(out, " [%s]\n\n", vm_rule_id(result->reason.rule));
    }
}

/* The rule by which the newest call did what it did. */
static void add_rule(struct buf *out, const struct session *session)
{
    struct session_inside inside = {0};
    const struct vm_check *last = NULL;
    if (session_inside(session, "", 0, &inside))
        for (size_t i = 0; i < inside.trace.count; i++)
            if (inside.trace.checks[i].rule != VM_RULE_NONE)
                last = &inside.trace.checks[i];
    if (last != NULL && last->passed && strchr(vm_rule_msgid(last->rule), '{') == NULL)
        buf_addf(out, "%s [%s]\n\n", render_tr(vm_rule_msgid(last->rule)),
            vm_rule_id(last->rule));
    session_inside_finish(&inside);
}

static void add_success(struct buf *out, const struct session *session,
    const struct session_call *call)
{
    const struct vm_space *const space = session_space(session);
    const struct vm_change *const change = call->change;
    uint64_t pages[VM_CLASS_COUNT][VM_CLASS_COUNT] = {{0}};
    struct render_text text = {0};
    struct buf value = {0};
    if (change->call.id == VM_CALL_ALLOC)
        render_address(&value, vm_space_machine(space), change->result.value);
    else
        buf_addf(&value, "%" PRIu64, change->result.value);
    say1(&text, RENDER_NORMAL, N_("It works and returns {0}: "), buf_text(&value));
    vm_change_transitions(change, pages);
    render_transitions(&text, (const uint64_t(*)[VM_CLASS_COUNT])pages);
    (void)call_charge(&text, change, "; ");
    add_paragraph(out, &text);
    buf_finish(&value);
}

/* ---- predictions and wrong calls -------------------------------------------------------------- */

static const struct session_call *call_of(const struct session *session, size_t line)
{
    const struct session_step *const step =
        session_step(session, (uint32_t)(PRACTICE_FIRST_STEP + line));
    return &step->calls[0];
}

static bool has_failed(const struct session_call *call)
{
    return call_failed(call->change);
}

static void add_prediction(struct buf *out, const struct practice_exercise *exercise)
{
    const struct session *const session = exercise->answer;
    const struct session_call *const call = call_of(session, 0);
    add_code(out, exercise->lesson->solution.items[0].text);
    if (has_failed(call)) {
        add_failure(out, session, call);
        add_cure(out, session, call);
        if (vm_change_is_empty(call->change)) {
            practice_say(out, N_("No page changes."), "");
            return;
        }
    } else {
        add_success(out, session, call);
        add_rule(out, session);
    }
    practice_say(out, N_("The map afterwards:"), "");
    practice_map(out, session_space(session));
}

static void add_wrong_call(struct buf *out, const struct practice_exercise *exercise)
{
    const struct lesson_lines *const lines = &exercise->lesson->solution;
    for (size_t i = 0; i < lines->count; i++) {
        const struct session_call *const call = call_of(exercise->answer, i);
        if (!has_failed(call))
            continue;
        struct buf number = {0};
        buf_addf(&number, "%zu", i + 1);
        practice_say(out, N_("Call {0} fails:"), buf_text(&number));
        add_code(out, lines->items[i].text);
        add_failure(out, exercise->answer, call);
        add_cure(out, exercise->answer, call);
        buf_finish(&number);
    }
}

/* ---- questions -------------------------------------------------------------------------------- */

static void add_value(struct buf *out, const struct lesson *lesson,
    const struct lesson_question *question, uint64_t answer)
{
    switch (question->asked) {
    case LESSON_ASK_STATE:
        buf_add(out, render_state_name((enum vm_state)answer));
        return;
    case LESSON_ASK_SIZE:
    case LESSON_ASK_LARGEST_FREE:
        buf_addf(out, "0x%" PRIX64 " (", answer);
        render_pages(out, answer >> VM_PAGE_SHIFT);
        buf_addc(out, ')');
        return;
    case LESSON_ASK_BASE:
        render_address(out, lesson->machine, answer);
        return;
    case LESSON_ASK_PROTECT:
        lang_flags_format(out, VM_ARG_PROTECT, (uint32_t)answer);
        return;
    case LESSON_ASK_ALLOCATIONS:
    case LESSON_ASK_NUMBER:
        buf_addf(out, "%" PRIu64, answer);
        return;
    }
}

/* "VirtualAlloc(...): charge +3; 7 pages": the account, call by call. */
static void add_account(struct buf *out, const struct practice_exercise *exercise)
{
    const struct lesson_lines *const lines = &exercise->lesson->solution;
    for (size_t i = 0; i < lines->count; i++) {
        const struct vm_change *const change = call_of(exercise->answer, i)->change;
        struct render_text text = {0};
        buf_addf(out, "%zu. `%s`: ", i + 1, lines->items[i].text);
        if (call_failed(change)) {
            call_error(&text, change->result.error);
            render_add(&text, RENDER_NORMAL, "; ");
        } else if (call_charge(&text, change, "")) {
            render_add(&text, RENDER_NORMAL, "; ");
        }
        render_pages(&text.buf, change->new_settings.charge);
        buf_addf(out, "%s\n", buf_text(&text.buf));
        render_text_finish(&text);
    }
    buf_addc(out, '\n');
}

static void add_answers(struct buf *out, const struct practice_exercise *exercise)
{
    const struct lesson *const lesson = exercise->lesson;
    for (size_t i = 0; i < lesson->question_count; i++) {
        const struct lesson_question *const question = &lesson->questions[i];
        buf_addf(out, "%s) ", question->name);
        add_value(out, lesson, question,
            lesson_question_answer(question, session_space(exercise->start)));
        buf_add(out, "\n\n");
    }
    if (lesson->solution.count > 0)
        add_account(out, exercise);
}

/* ---- maps and programs ------------------------------------------------------------------------ */

static void add_calls(struct buf *out, const struct lesson *lesson)
{
    struct buf par = {0};
    buf_addf(&par, "%u", lesson->par);
    render_fill1(out, render_trn("One way, with {0} call, the fewest:",
        "One way, with {0} calls, the fewest:", lesson->par), buf_text(&par));
    buf_add(out, "\n\n```c\n");
    for (size_t i = 0; i < lesson->solution.count; i++)
        buf_addf(out, "%s;\n", lesson->solution.items[i].text);
    buf_add(out, "```\n\n");
    buf_finish(&par);
}

/* What went wrong in the program as it stands: its first failing call. */
static void add_program_failure(struct buf *out, const struct practice_exercise *exercise)
{
    const struct session_step *const step = session_current(exercise->answer);
    for (size_t i = 0; i < step->call_count; i++) {
        if (!has_failed(&step->calls[i]))
            continue;
        struct buf text = {0};
        lang_call_format(&text, exercise->lesson->machine, &step->calls[i].change->call);
        practice_say(out, N_("As it stands, this call is the first to fail:"), "");
        add_code(out, buf_text(&text));
        buf_finish(&text);
        add_failure(out, exercise->answer, &step->calls[i]);
        return;
    }
    practice_say(out, N_("As it stands, no call fails, but the map is another one."), "");
}

static void add_repair(struct buf *out, const struct practice_exercise *exercise)
{
    struct buf line = {0};
    buf_addf(&line, "%u", exercise->lesson->repair_line);
    practice_say(out, N_("Line {0} must read:"), buf_text(&line));
    add_code(out, exercise->lesson->repair);
    add_program_failure(out, exercise);
    buf_finish(&line);
}

/* ---- all of them ------------------------------------------------------------------------------ */

static void add_answer(struct buf *out, const struct practice_exercise *exercise)
{
    switch (exercise->kind) {
    case PRACTICE_PREDICT:
        add_prediction(out, exercise);
        return;
    case PRACTICE_QUESTION:
        add_answers(out, exercise);
        return;
    case PRACTICE_WRONG_CALL:
        add_wrong_call(out, exercise);
        return;
    case PRACTICE_MAP:
        add_calls(out, exercise->lesson);
        return;
    case PRACTICE_REPAIR:
        add_repair(out, exercise);
        return;
    }
}

void render_practice_answers(struct buf *out, const struct practice_paper *paper)
{
    practice_heading(out, paper, N_("Answers · {0} · seed {1}"));
    for (size_t i = 0; i < paper->count; i++) {
        buf_addf(out, "## %s\n\n", render_lesson_words(paper->items[i].lesson)->title);
        add_answer(out, &paper->items[i]);
    }
}
