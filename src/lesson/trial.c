/* trial - running lines of a lesson to see what comes of them. */
#include "trial.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { OPERATIONS = 5000000, MOST_CALLS = 4096, MOST_WRITTEN = 64 << 10 };

/* ---- what the session tells ------------------------------------------------------------------ */

static bool is_of_process(const struct trial *t, const struct vm_call *call)
{
    return call->addr <= vm_space_machine(session_space(t->session))->max_address;
}

/* The change does not keep what was written; memory does. */
static const void *written(struct trial *t, const struct vm_call *call)
{
    void *const bytes = arena_alloc(&t->arena, (size_t)call->size + 1);
    vm_space_peek(session_space(t->session), call->addr, bytes, (size_t)call->size);
    return bytes;
}

static void record(struct trial *t, const struct vm_change *change)
{
    const bool is_large = change->call.id == VM_CALL_WRITE && change->call.size > MOST_WRITTEN;
    if (!is_of_process(t, &change->call) || is_large || t->count == MOST_CALLS)
        return;
    base_grow(&t->calls, &t->cap, t->count + 1, sizeof *t->calls);
    struct vm_call *const call = &t->calls[t->count++];
    *call = change->call;
    if (call->id == VM_CALL_WRITE)
        call->data = written(t, call);
}

static void on_change(void *ctx, const struct vm_change *change)
{
    struct trial *const t = ctx;
    if (!t->is_judged)
        return;
    record(t, change);
    lesson_tally_note(&t->tally, t->lesson, &t->start, session_space(t->session), change);
}

static void on_call(void *ctx, const struct vm_change *change, uint32_t last_error)
{
    (void)last_error;
    on_change(ctx, change);
}

/* ---- opening and closing --------------------------------------------------------------------- */

bool trial_open(struct trial *ret, const struct lesson *lesson, const struct lesson_lines *lines,
    unsigned *ret_line)
{
    const struct session_options options = {.machine = lesson->machine,
        .max_operations = OPERATIONS};
    const struct session_observer observer = {
        .ctx = ret, .on_call = on_call, .on_memory = on_change};
    *ret = (struct trial){.lesson = lesson, .is_judged = true};
    ret->session = session_create(&options, NULL, &observer);
    if (!lesson_begin_lines(lesson, ret->session, "trial", lines, 0, ret_line)) {
        trial_close(ret);
        return false;
    }
    lesson_start_take(&ret->start, session_space(ret->session));
    lesson_tally_begin(&ret->tally, lesson, &ret->start, session_space(ret->session));
    return true;
}

void trial_close(struct trial *trial)
{
    session_destroy(trial->session);
    lesson_start_finish(&trial->start);
    free(trial->calls);
    arena_finish(&trial->arena);
    *trial = (struct trial){0};
}

/* ---- running --------------------------------------------------------------------------------- */

/* What the lab does to the machine is told to nobody, but stands in the step. */
static void record_settings(struct trial *t, const struct session_step *step)
{
    for (size_t i = 0; step->kind == SESSION_STEP_SETTING && i < step->call_count; i++)
        record(t, step->calls[i].change);
}

static uint32_t first_error(const struct session_step *step)
{
    for (size_t i = 0; i < step->call_count; i++) {
        const struct vm_result *const result = &step->calls[i].change->result;
        if (result->error != 0 || result->exception != 0)
            return result->exception != 0 ? result->exception : result->error;
    }
    return step->end == SESSION_END_EXCEPTION ? step->exception.code : 0;
}

static enum trial_end end_of_step(struct trial *t, uint32_t *ret_error)
{
    const struct session_step *const step = session_current(t->session);
    const bool is_over = step->end == SESSION_END_DONE || step->end == SESSION_END_EXCEPTION;
    const uint32_t error = first_error(step);
    record_settings(t, step);
    if (ret_error != NULL)
        *ret_error = error;
    return !is_over ? TRIAL_WRONG : error != 0 ? TRIAL_FAILS : TRIAL_WORKS;
}

enum trial_end trial_run(struct trial *trial, const char *text, size_t len, uint32_t *ret_error)
{
    if (ret_error != NULL)
        *ret_error = 0;
    switch (session_run(trial->session, text, len)) {
    case SESSION_NOTHING:
    case SESSION_MOVED:
        return TRIAL_WORKS;
    case SESSION_STEPPED:
        return end_of_step(trial, ret_error);
    case SESSION_FOREIGN:
        return TRIAL_WORD;
    case SESSION_INCOMPLETE:
        return TRIAL_OPEN;
    case SESSION_REJECTED:
    case SESSION_PROGRAM:
    case SESSION_REFUSED:
        break;
    }
    return TRIAL_WRONG;
}

enum trial_end trial_run_program(
    struct trial *trial, const char *text, size_t len, uint32_t *ret_error)
{
    static const char run[] = "run";
    if (session_load_text(trial->session, "", text, len) != SESSION_STEPPED)
        return TRIAL_WRONG;
    const enum trial_end end = trial_run(trial, run, sizeof run - 1, ret_error);
    const struct session_step *const step = session_current(trial->session);
    const bool is_stopped = step->end == SESSION_END_EXCEPTION;
    if (ret_error != NULL)
        *ret_error = is_stopped ? step->exception.code : 0;
    return end == TRIAL_FAILS && !is_stopped ? TRIAL_WORKS : end;
}

void trial_judge(
    const struct trial *trial, bool are_answered, struct lesson_verdict *verdict)
{
    const size_t count = trial->lesson->question_count + 1;  /* and the prediction */
    bool *const answered = base_alloc(count * sizeof *answered);
    for (size_t i = 0; i < count; i++)
        answered[i] = are_answered;
    lesson_judge(verdict, trial->lesson, &trial->start, session_space(trial->session),
        &trial->tally, answered);
    free(answered);
}

bool trial_is_solved(const struct trial *trial, bool are_answered)
{
    struct lesson_verdict verdict = {0};
    trial_judge(trial, are_answered, &verdict);
    const bool is_solved = verdict.solved;
    lesson_verdict_finish(&verdict);
    return is_solved;
}
