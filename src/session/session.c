/* session - the door: texts come in, outcomes go out. */
#include "session/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#include "parts.h"

struct session *session_create(const struct session_options *options,
    const struct session_host *host, const struct session_observer *observer)
{
    struct session *const s = base_zalloc(sizeof *s);
    if (options)
        s->options = *options;
    if (host)
        s->host = *host;
    if (observer)
        s->observer = *observer;
    const struct vm_machine *const machine =
        s->options.machine ? s->options.machine : vm_machine_at(0);
    if (!layout_fits(machine, s->options.layout))
        s->options.layout = SESSION_LAYOUT_EMPTY;
    s->options.machine = machine;
    run_begin(s, record_create(SESSION_STEP_RESTART, "", 0));
    restart(s, machine, s->options.layout);
    s->making->step.kind = SESSION_STEP_START;
    run_end(s);
    return s;
}

void session_destroy(struct session *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->count; i++)
        record_destroy(s->records[i]);
    free(s->records);
    history_drop_shots(s);
    programs_destroy(s);
    vm_space_destroy(s->space);
    lang_env_destroy(s->env);
    lang_unit_destroy(s->asked);
    lang_diags_finish(&s->diags);
    buf_finish(&s->line);
    buf_finish(&s->source);
    buf_finish(&s->refusal_arg);
    journal_finish(s);
    free(s);
}

/* ---- running --------------------------------------------------------------------------------- */

enum session_outcome refuse(struct session *s, const char *msgid, const char *arg)
{
    struct buf copy = {0};
    buf_add(&copy, arg ? arg : ""); /* arg may lie in what is freed here */
    buf_finish(&s->refusal_arg);
    s->refusal_arg = copy;
    s->refusal = (struct session_refusal){.msgid = msgid, .arg = buf_text(&s->refusal_arg)};
    return SESSION_REFUSED;
}

void session_forget_answer(struct session *s)
{
    lang_diags_clear(&s->diags);
    s->diags_text = "";
    s->refusal = (struct session_refusal){0};
    lang_unit_destroy(s->asked);
    s->asked = NULL;
}

/* The short command's call as C: known once it ran. */
static void keep_echo(struct session *s, const struct lang_unit *unit)
{
    struct record *const r = s->making;
    if (!lang_unit_is_short_command(unit) || !r->step.call_count)
        return;
    struct buf echo = {0};
    lang_call_format(&echo, vm_space_machine(s->space), &r->calls[0].change->call);
    r->echo = buf_take(&echo);
}

static enum session_outcome run_statements(struct session *s, const struct lang_unit *unit)
{
    journal_line(s);
    run_begin(s, record_create(SESSION_STEP_LINE, buf_text(&s->line), s->line.len));
    const struct lang_listener listener = run_listener(s);
    struct lang_machine *const machine = lang_machine_create(unit, s->env, s->space, &listener);
    run_machine(s, machine, LANG_UNTIL_END, 0);
    struct buf value = {0};
    if (s->making->step.end == SESSION_END_DONE && lang_machine_value(machine, &value))
        s->making->value = buf_take(&value);
    buf_finish(&value);
    keep_echo(s, unit);
    lang_machine_destroy(machine);
    run_end(s);
    return SESSION_STEPPED;
}

static enum session_outcome run_command(struct session *s, struct lang_unit *unit)
{
    const struct lang_command *const command = lang_unit_command(unit);
    enum session_outcome outcome = SESSION_FOREIGN;
    switch (lang_command_info(command->id)->owner) {
    case LANG_OWNER_LANG:
    case LANG_OWNER_LESSON:
    case LANG_OWNER_FRONT:
        break;
    case LANG_OWNER_SESSION:
        outcome = words_run(s, command);
        break;
    }
    if (outcome == SESSION_FOREIGN)
        s->asked = unit; /* lives until the next run */
    else
        lang_unit_destroy(unit);
    return outcome;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

/* Runs s->line. */
static enum session_outcome run_line(struct session *s)
{
    const struct lang_source source = {.name = "", .text = buf_text(&s->line), .len = s->line.len};
    bool incomplete = false;
    s->diags_text = source.text;
    struct lang_unit *const unit =
        lang_parse(&source, LANG_LINE, vm_space_machine(s->space), s->env, &s->diags, &incomplete);
    if (!unit)
        return incomplete ? SESSION_INCOMPLETE : SESSION_REJECTED;
    enum session_outcome outcome = SESSION_NOTHING;
    switch (lang_unit_kind(unit)) {
    case LANG_UNIT_EMPTY:
        break;
    case LANG_UNIT_PROGRAM:
        outcome = SESSION_PROGRAM;
        break;
    case LANG_UNIT_COMMAND:
        return run_command(s, unit);
    case LANG_UNIT_STATEMENTS:
        outcome = run_statements(s, unit);
        break;
    }
    lang_unit_destroy(unit);
    return outcome;
}

/* A text is made of lines of a journal, comments, and at last what is to be run. */
enum session_outcome session_run(struct session *s, const char *text, size_t len)
{
    struct buf clean = {0}, block = {0};
    utf8_import(&clean, text, len);
    for (size_t i = 0; i < clean.len; i++)
        if (!clean.data[i])
            clean.data[i] = ' ';   /* steps and the journal hold their text as C does */
    session_forget_answer(s);
    enum session_outcome outcome = SESSION_NOTHING;
    size_t at = 0;
    while (at < clean.len && is_space(clean.data[at]))
        at++;
    while (at < clean.len) {
        buf_clear(&block);
        const size_t taken = journal_take(s, clean.data + at, clean.len - at, &block);
        buf_clear(&s->line);
        if (taken)
            buf_addn(&s->line, buf_text(&block), block.len);
        else
            buf_addn(&s->line, clean.data + at, clean.len - at);
        at = taken ? at + taken : clean.len;
        if (s->block.start_due)
            outcome = journal_begin(s);
        while (s->line.len && is_space(s->line.data[s->line.len - 1]))
            s->line.data[--s->line.len] = '\0';
        if (s->line.len) {
            session_forget_answer(s);
            outcome = run_line(s);
        }
        while (at < clean.len && is_space(clean.data[at]))
            at++;
    }
    buf_finish(&clean);
    buf_finish(&block);
    return outcome;
}

/* ---- reading --------------------------------------------------------------------------------- */

const struct lang_diags *session_diags(const struct session *session)
{
    return &session->diags;
}

const char *session_diags_text(const struct session *session)
{
    return session->diags_text;
}

const struct lang_command *session_foreign(const struct session *session)
{
    return session->asked ? lang_unit_command(session->asked) : NULL;
}

const struct session_refusal *session_refusal(const struct session *session)
{
    return &session->refusal;
}

const struct vm_space *session_space(const struct session *session)
{
    return session->space;
}

const struct lang_env *session_env(const struct session *session)
{
    return session->env;
}

bool session_shows_preview(const struct session *session)
{
    return !session->preview_off && !session->withheld;
}

void session_withhold(struct session *session, bool withheld)
{
    session->withheld = withheld;
}

bool session_withholds(const struct session *session)
{
    return session->withheld;
}

enum session_layout session_layout(const struct session *session)
{
    return session->layout;
}

uint32_t session_step_count(const struct session *session)
{
    return (uint32_t)session->count;
}

const struct session_step *session_step(const struct session *session, uint32_t id)
{
    return &session->records[id]->step;
}

const struct session_step *session_current(const struct session *session)
{
    return session_step(session, session->current);
}

uint32_t session_redo_target(const struct session *session)
{
    return session->records[session->current]->redo;
}

uint32_t session_last_step(const struct session *session)
{
    const struct record *r = session->records[session->current];
    while (r->redo != NO_STEP)
        r = session->records[r->redo];
    return r->step.id;
}

const struct session_program *session_program(const struct session *session)
{
    return history_program(session) ? &session->program : NULL;
}

bool session_variable(
    const struct session *session, size_t i, struct buf *scratch, struct lang_variable *ret)
{
    const struct program_shot *const shot = history_program(session);
    size_t count = 0;
    for (; shot && lang_machine_variable(shot->program->machine, count, scratch, ret); count++)
        if (count == i)
            return true;
    return lang_env_variable(session->env, i - count, scratch, ret);
}
