/* run - making a step: a lang machine runs in slices while calls, changes and output are collected.
 *
 * A step that changes little keeps each change, and undo takes them back one by one. One that
 * changes a lot (SESSION_KEEP_BYTES) gets the space from before it: a clone on which its changes
 * are taken back. From there on its changes are not kept, whatever the run does, and undo swaps the
 * two spaces.
 */
#include "parts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"

enum { STATEMENTS_A_LOOK = 256 }; /* statements between two looks at should_stop */

void run_begin(struct session *s, struct record *r)
{
    assert(!s->making);
    s->making = r;
}

/* ---- keeping changes ------------------------------------------------------------------------- */

/* Of a swapped step only call and result stay. */
static void strip(struct vm_change *change)
{
    struct vm_change kept = {.call = change->call, .result = change->result};
    vm_change_finish(change);
    *change = kept;
}

static void swap_out(struct session *s, struct record *r)
{
    r->other = vm_space_clone(s->space);
    for (size_t i = r->change_count; i-- > 0;)
        vm_revert(r->other, r->changes[i]);
    size_t kept = 0, call = 0;
    for (size_t i = 0; i < r->change_count; i++) {
        if (call < r->step.call_count && r->calls[call].change == r->changes[i]) {
            strip(r->changes[i]);
            r->changes[kept++] = r->changes[i];
            call++;
        } else {
            vm_change_finish(r->changes[i]);
            free(r->changes[i]);
        }
    }
    r->change_count = kept;
}

/* Moves change into the record. Returns where it lies. */
static struct vm_change *keep(struct record *r, struct vm_change *change)
{
    struct vm_change *const own = base_zalloc(sizeof *own);
    vm_change_move(own, change);
    if (r->other)
        strip(own);
    base_grow(&r->changes, &r->change_cap, r->change_count + 1, sizeof *r->changes);
    r->changes[r->change_count++] = own;
    r->bytes += vm_change_bytes(own) + sizeof own;
    return own;
}

static bool is_win32(enum vm_call_id id)
{
    return id >= VM_CALL_ALLOC && id <= VM_CALL_RESET_WRITE_WATCH;
}

static void take_change(
    struct session *s, enum lang_event_kind kind, struct lang_span span, struct vm_change *change)
{
    struct record *const r = s->making;
    const bool shown = kind == LANG_EVENT_CALL || change->result.exception;
    uint32_t last_error = lang_env_last_error(s->env);
    if (is_win32(change->call.id) && change->result.error)
        last_error = change->result.error;
    if (shown && s->observer.on_call && r->step.kind != SESSION_STEP_SETTING)
        s->observer.on_call(s->observer.ctx, change, last_error);
    if (!shown && s->observer.on_memory)
        s->observer.on_memory(s->observer.ctx, change);
    r->step.call_total += shown;
    pages_add(&r->written, change);
    if (shown && r->step.call_count < SESSION_MAX_CALLS) {
        base_grow(&r->calls, &r->call_cap, r->step.call_count + 1, sizeof *r->calls);
        r->calls[r->step.call_count++] = (struct session_call){
            .change = keep(r, change), .last_error = last_error, .kind = kind, .span = span};
        r->step.calls = r->calls;
    } else if (!r->other && !vm_change_is_empty(change)) {
        keep(r, change);
    }
    if (!r->other && r->bytes > SESSION_KEEP_BYTES)
        swap_out(s, r);
}

/* ---- the listener ---------------------------------------------------------------------------- */

static void on_change(
    void *ctx, enum lang_event_kind kind, struct lang_span span, struct vm_change *change)
{
    struct session *const s = ctx;
    if (s->making && s->making->step.kind != SESSION_STEP_RESTART)
        take_change(s, kind, span, change);
}

static void on_output(void *ctx, const char *text, size_t len)
{
    struct session *const s = ctx;
    if (!s->making)
        return;
    buf_addn(&s->making->output, text, len);
    if (s->observer.on_output)
        s->observer.on_output(s->observer.ctx, text, len);
}

struct lang_listener run_listener(struct session *s)
{
    return (struct lang_listener){.ctx = s, .on_change = on_change, .on_output = on_output};
}

void run_call(struct session *s, const struct vm_call *call)
{
    struct vm_change change = {0};
    vm_plan(s->space, call, &change, NULL);
    vm_apply(s->space, &change);
    on_change(s, LANG_EVENT_CALL, (struct lang_span){0}, &change);
    vm_change_finish(&change);
}

/* ---- running --------------------------------------------------------------------------------- */

/* How far a run has come, in lang_machine_run calls: the same run has the same ticks on every
 * machine, so that a journal can say where it was stopped. */
struct meter {
    uint64_t ticks, used;
    const struct note *stop; /* NULL: nothing was noted */
};

static bool is_spent(
    struct session *s, struct meter *m, enum lang_stop stop, enum session_end *ret_end)
{
    const bool slice = stop == LANG_STOP_SLICE;
    m->ticks++;
    m->used += slice ? SESSION_SLICE : 1;
    const struct note *const note = m->stop;
    struct note taken = {.step = (uint32_t)s->count, .ticks = m->ticks};
    if (note && m->ticks >= note->ticks)
        taken.kind = note->kind;
    else if (s->options.max_operations && m->used >= s->options.max_operations)
        taken.kind = NOTE_LIMITED;
    else if ((slice || m->ticks % STATEMENTS_A_LOOK == 0) && s->host.should_stop &&
             s->host.should_stop(s->host.ctx))
        taken.kind = NOTE_STOPPED;
    else
        return false;
    journal_note(s, &taken);
    *ret_end = taken.kind == NOTE_LIMITED ? SESSION_END_LIMIT : SESSION_END_STOPPED;
    return true;
}

/* Feeds a line that the journal or the host has. False if the end of input was told before. */
static bool feed(struct session *s, struct lang_machine *machine, bool *ended)
{
    if (*ended)
        return false;
    struct buf raw = {0}, line = {0};
    const struct note *const noted = journal_find_note(s, (uint32_t)s->count, true);
    if (noted) {
        *ended = noted->kind == NOTE_EOF;
        buf_addn(&line, noted->text, noted->len);
    } else if (s->host.read_input && s->host.read_input(s->host.ctx, &raw)) {
        utf8_import(&line, buf_text(&raw), raw.len);
    } else {
        *ended = true;
    }
    while (line.len && line.data[line.len - 1] == '\n')
        line.data[--line.len] = '\0';
    const struct note note = {.step = (uint32_t)s->count,
        .kind = *ended ? NOTE_EOF : NOTE_INPUT,
        .text = line.data,
        .len = line.len};
    journal_note(s, &note);
    if (!*ended)
        buf_addc(&line, '\n');
    lang_machine_feed(machine, buf_text(&line), line.len, *ended);
    buf_finish(&raw);
    buf_finish(&line);
    return true;
}

static enum session_end run_slices(
    struct session *s, struct lang_machine *machine, enum lang_until until, uint64_t count)
{
    struct meter meter = {.stop = journal_find_note(s, (uint32_t)s->count, false)};
    enum session_end end;
    bool input_ended = false;
    for (;;) {
        const enum lang_stop stop = lang_machine_run(machine, SESSION_SLICE, until);
        switch (stop) {
        case LANG_STOP_DONE:
            return SESSION_END_DONE;
        case LANG_STOP_EXCEPTION:
            return SESSION_END_EXCEPTION;
        case LANG_STOP_ERROR:
            return SESSION_END_ERROR;
        case LANG_STOP_INPUT:
            if (!feed(s, machine, &input_ended))
                return SESSION_END_INPUT;
            break;
        case LANG_STOP_STATEMENT:
            if (--count == 0)
                return SESSION_END_STATEMENT;
            if (is_spent(s, &meter, stop, &end))
                return end;
            break;
        case LANG_STOP_SLICE:
            if (is_spent(s, &meter, stop, &end))
                return end;
            break;
        }
    }
}

static const char *copy(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

/* A copy of what went wrong, which outlives the machine. */
static void keep_error(struct record *r, const struct lang_diag *error)
{
    if (!error)
        return;
    r->error = *error;
    for (size_t i = 0; i < LANG_DIAG_ARGS; i++)
        if (error->args[i])
            r->error.args[i] = copy(&r->error_arena, error->args[i]);
    if (error->suggestion)
        r->error.suggestion = copy(&r->error_arena, error->suggestion);
    r->step.error = &r->error;
}

void run_machine(
    struct session *s, struct lang_machine *machine, enum lang_until until, uint64_t count)
{
    struct record *const r = s->making;
    r->step.end = run_slices(s, machine, until, count);
    if (r->step.end == SESSION_END_EXCEPTION)
        r->step.exception = *lang_machine_exception(machine);
    if (r->step.end == SESSION_END_ERROR)
        keep_error(r, lang_machine_error(machine));
    if (r->step.end == SESSION_END_DONE)
        r->step.exit_code = lang_machine_exit_code(machine);
}

void run_end(struct session *s)
{
    struct record *const r = s->making;
    s->making = NULL;
    if (r->output.len)
        r->step.output = r->output.data;
    r->step.echo = r->echo;
    r->step.value = r->value;
    pages_settle(&r->written);
    history_add(s, r);
    if (r->other) /* while both sides are at hand */
        diff_of_spaces(r, r->other, s->space);
}
