/* answer - what a step did, in the order a reader asks: the call meant, its answer, what it
 * printed, how it ended. */
#include "render/answer.h"

#include <inttypes.h>
#include <string.h>

#include "call.h"

enum { SHOWN_CALLS = 20 };

static size_t line_of(const char *text, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += text[i] == '\n';
    return line;
}

/* "line 7: p = VirtualAlloc(...)": the line of the program on which byte at lies. */
static void add_source(
    struct render_text *out, const struct session_program *program, const char *msgid, size_t at)
{
    size_t start = at;
    size_t end = at;
    while (start > 0 && program->text[start - 1] != '\n')
        start--;
    while (program->text[start] == ' ' || program->text[start] == '\t')
        start++;
    while (end < program->len && program->text[end] != '\n')
        end++;
    say_number(out, RENDER_DIM, msgid, line_of(program->text, at));
    if (end > start)
        say_clean(out, RENDER_CALL, program->text + start, end - start);
    say_end(out);
}

/* The program that step has run; NULL if it ran none, or the session has moved on. */
static const struct session_program *program_of(
    const struct session *session, const struct session_step *step)
{
    const bool is_now = session_current(session)->id == step->id;
    return is_now && step->kind == SESSION_STEP_PROGRAM ? session_program(session) : NULL;
}

/* Which of several calls is answered: its line in the program, and what it is. */
static void add_name(struct render_text *out, const struct session *session,
    const struct session_program *program, const struct session_call *call)
{
    const bool is_placed = program != NULL && call->span.start < program->len;
    if (is_placed && call_is_access(call->change->call.id)) {
        add_source(out, program, N_("line {0}: "), call->span.start);
        return;
    }
    if (is_placed)
        say_number(out, RENDER_DIM, N_("line {0}: "), line_of(program->text, call->span.start));
    render_role(out, RENDER_CALL);
    lang_call_format(&out->buf, vm_space_machine(session_space(session)), &call->change->call);
    say_end(out);
}

static void add_calls(
    struct render_text *out, const struct session *session, const struct session_step *step)
{
    const bool named = step->call_total > 1 || step->kind == SESSION_STEP_PROGRAM;
    const size_t shown = step->call_count < SHOWN_CALLS ? step->call_count : SHOWN_CALLS;
    for (size_t i = 0; i < shown; i++) {
        const struct call_view view = {.session = session,
            .call = &step->calls[i],
            .is_now = session_current(session)->id == step->id && step->call_total == 1};
        if (named)
            add_name(out, session, program_of(session, step), view.call);
        call_answer(out, &view);
    }
    if (step->call_total > shown) {
        say_number(out, RENDER_DIM, N_("... {0} more calls"), step->call_total - shown);
        say_end(out);
    }
}

static void add_output(struct render_text *out, const struct session_step *step)
{
    const size_t len = step->output == NULL ? 0 : strlen(step->output);
    if (len == 0)
        return;
    say_clean(out, RENDER_OUTPUT, step->output, len);
    if (step->output[len - 1] != '\n')
        say_end(out);
}

static void add_value(struct render_text *out, const struct session_step *step)
{
    if (step->value == NULL || step->end == SESSION_END_EXCEPTION)
        return;
    if (step->call_count == 1 && call_answers_value(&step->calls[0], step->value))
        return;
    render_add(out, RENDER_OK, "= ");
    say_clean(out, RENDER_OK, step->value, strlen(step->value));
    say_end(out);
}

static void add_next(struct render_text *out, const struct session *session)
{
    const struct session_program *const program = session_program(session);
    if (program != NULL && !program->ended && program->next.start < program->len)
        add_source(out, program, N_("next, line {0}: "), program->next.start);
}

static void add_ended(
    struct render_text *out, const struct session *session, const struct session_step *step)
{
    const struct session_program *const program = session_program(session);
    if (step->kind != SESSION_STEP_PROGRAM || program == NULL || !program->ended)
        return;
    struct buf code = {0};
    buf_addf(&code, "%d", step->exit_code);
    say1(out, RENDER_OK, N_("the program has ended and returned {0}"), buf_text(&code));
    say_end(out);
    buf_finish(&code);
}

/* Has a call of the step that is shown said its exception already? */
static bool says_exception(const struct session_step *step)
{
    return step->call_count > 0 && step->call_total <= SHOWN_CALLS &&
           step->calls[step->call_count - 1].change->result.exception != 0;
}

static void add_exception(struct render_text *out, const struct session *session,
    const struct session_step *step, bool said)
{
    const struct session_program *const program = program_of(session, step);
    if (!said) {
        if (program != NULL && says_exception(step))
            add_source(
                out, program, N_("line {0}: "), step->calls[step->call_count - 1].span.start);
        call_exception(out, vm_space_machine(session_space(session)), &step->exception);
        say_end(out);
    }
    if (step->kind == SESSION_STEP_PROGRAM) {
        say(out, RENDER_FAIL, N_("nobody handles the exception: it ends the program"));
        say_end(out);
    }
}

static void add_error(
    struct render_text *out, const struct session *session, const struct session_step *step)
{
    const struct session_program *const program = session_program(session);
    const bool in_program = step->kind == SESSION_STEP_PROGRAM && program != NULL;
    if (step->error != NULL)
        render_diag(out, in_program ? program->text : step->text, step->error);
}

static void add_end(struct render_text *out, const struct session *session,
    const struct session_step *step, bool said)
{
    const bool is_now = session_current(session)->id == step->id;
    switch (step->end) {
    case SESSION_END_DONE:
        if (is_now)
            add_ended(out, session, step);
        return;
    case SESSION_END_STATEMENT:
        if (is_now)
            add_next(out, session);
        return;
    case SESSION_END_STOPPED:
        say(out, RENDER_WARN, N_("stopped; what was done so far is kept"));
        say_end(out);
        return;
    case SESSION_END_LIMIT:
        say(out, RENDER_WARN,
            N_("stopped: it ran for very long and did not end; what was done so far is kept"));
        say_end(out);
        return;
    case SESSION_END_EXCEPTION:
        add_exception(out, session, step, said);
        return;
    case SESSION_END_ERROR:
        add_error(out, session, step);
        return;
    case SESSION_END_INPUT:
        say(out, RENDER_WARN, N_("the program asked for input, and there is none"));
        say_end(out);
        return;
    }
}

static void add_restart(struct render_text *out, const struct session *session)
{
    const struct session_program *const program = session_program(session);
    const char *const machine = vm_space_machine(session_space(session))->name;
    const char *const args[] = {machine, program == NULL ? "" : program->name};
    if (program != NULL)
        sayn(out, RENDER_OK,
            N_("{1} is loaded: step runs its next statement, run runs all (machine {0})"), args, 2);
    else if (session_layout(session) == SESSION_LAYOUT_PROCESS)
        sayn(out, RENDER_OK, N_("a new process on the machine {0}"), args, 2);
    else
        sayn(out, RENDER_OK, N_("an empty space on the machine {0}"), args, 2);
    say_end(out);
    if (program != NULL)
        add_next(out, session);
}

void render_step(
    struct render_text *out, const struct session *session, const struct session_step *step)
{
    /* Reads and writes stand for no C call. */
    const bool is_access = step->call_count == 1 && call_is_access(step->calls[0].change->call.id);
    if (step->echo != NULL && !is_access) {
        render_add(out, RENDER_ECHO, step->echo);
        say_end(out);
    }
    if (step->kind == SESSION_STEP_RESTART) {
        if (session_current(session)->id == step->id)
            add_restart(out, session);
        return;
    }
    add_calls(out, session, step);
    add_output(out, step);
    add_value(out, step);
    add_end(out, session, step, says_exception(step));
}

void render_ending(
    struct render_text *out, const struct session *session, const struct session_step *step)
{
    add_end(out, session, step, false);
}

void render_moved(struct render_text *out, const struct session *session)
{
    const struct session_step *const step = session_current(session);
    struct buf now = {0};
    struct buf last = {0};
    buf_addf(&now, "%" PRIu32, step->id);
    buf_addf(&last, "%" PRIu32, session_last_step(session));
    const char *const text = step->id == 0 ? render_tr(N_("the start")) : step->text;
    const char *const args[] = {buf_text(&now), buf_text(&last), text};
    sayn(out, RENDER_OK, N_("step {0} of {1}: {2}"), args, 3);
    say_end(out);
    buf_finish(&now);
    buf_finish(&last);
    struct vm_totals totals;
    vm_space_totals(session_space(session), &totals);
    uint64_t committed = 0;
    for (int class = VM_CLASS_NOACCESS; class < VM_CLASS_COUNT; class ++)
        committed += totals.pages[class];
    render_pages(&now, totals.pages[VM_CLASS_RESERVED]);
    render_pages(&last, committed);
    const char *const counts[] = {buf_text(&now), buf_text(&last)};
    sayn(out, RENDER_DIM, N_("reserved: {0}; committed: {1}"), counts, 2);
    say_end(out);
    buf_finish(&now);
    buf_finish(&last);
}

void render_refusal(struct render_text *out, const struct session *session)
{
    const struct session_refusal *const refusal = session_refusal(session);
    if (refusal == NULL || refusal->msgid == NULL)
        return;
    /* What a file cannot do is said without its name. */
    if (refusal->arg != NULL && *refusal->arg != '\0' && strstr(refusal->msgid, "{0}") == NULL) {
        say_clean(out, RENDER_FAIL, refusal->arg, strlen(refusal->arg));
        render_add(out, RENDER_FAIL, ": ");
    }
    say1(out, RENDER_FAIL, refusal->msgid, refusal->arg == NULL ? "" : refusal->arg);
    say_end(out);
}
