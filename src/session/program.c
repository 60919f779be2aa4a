/* program - a loaded C program: read, laid into a new process, stepped and run.
 *
 * A load is a restart: the step keeps the space from before it. Steps of the program are steps like
 * others; what the program knows beside space and env (program counter, frames) is saved after
 * each.
 */
#include "parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"

bool layout_fits(const struct vm_machine *machine, enum session_layout layout)
{
    return layout == SESSION_LAYOUT_EMPTY ||
           machine->max_address >= 0x7FFE0FFF; /* shared user data */
}

void restart(struct session *s, const struct vm_machine *machine, enum session_layout layout)
{
    struct record *const r = s->making;
    r->other = s->space;
    s->space = vm_space_create(machine);
    lang_env_destroy(s->env);
    s->env = lang_env_create(machine);
    s->layout = layout;
    if (layout == SESSION_LAYOUT_PROCESS) {
        const struct lang_listener listener = run_listener(s); /* keeps nothing of a restart */
        lang_layout_process(s->space, &listener);
    }
}

static void program_free(struct program *p)
{
    lang_machine_destroy(p->machine);
    lang_unit_destroy(p->unit);
    free(p->name);
    free(p->text);
    free(p);
}

void programs_destroy(struct session *s)
{
    while (s->programs) {
        struct program *const p = s->programs;
        s->programs = p->older;
        program_free(p);
    }
}

/* NULL: s->diags says why; the text they point into stays in s->source. */
static struct program *program_read(
    struct session *s, const char *name, const char *text, size_t len)
{
    struct program *const p = base_zalloc(sizeof *p);
    struct buf clean = {0};
    utf8_import(&clean, text, len);
    p->name = base_strndup(name, strlen(name));
    p->len = clean.len;
    p->text = buf_take(&clean);
    const struct lang_source source = {.name = p->name, .text = p->text, .len = p->len};
    lang_diags_clear(&s->diags);
    s->diags_text = p->text;
    p->unit = lang_parse(&source, LANG_PROGRAM, vm_space_machine(s->space), NULL, &s->diags, NULL);
    if (p->unit && lang_unit_kind(p->unit) == LANG_UNIT_PROGRAM)
        return p;
    buf_clear(&s->source);
    buf_addn(&s->source, p->text, p->len);
    s->diags_text = buf_text(&s->source);
    program_free(p);
    return NULL;
}

static struct program_shot *shoot(struct program *p, bool ended, int exit_code)
{
    struct program_shot *const shot = base_zalloc(sizeof *shot);
    *shot = (struct program_shot){.refs = 1, .program = p, .ended = ended, .exit_code = exit_code};
    shot->state = lang_machine_save(p->machine);
    return shot;
}

/* line is the command as typed. Nothing is journaled until the program is known to be one. */
static enum session_outcome load(
    struct session *s, const char *name, const char *text, size_t len, const char *line)
{
    const struct vm_machine *const machine = vm_space_machine(s->space);
    if (!layout_fits(machine, SESSION_LAYOUT_PROCESS))
        return refuse(s,
            N_("No process fits into machine {0}: choose another with the word machine"),
            machine->name);
    struct program *const p = program_read(s, name, text, len);
    if (!p)
        return s->diags.errors ? SESSION_REJECTED
                               : refuse(s, N_("{0} is no program: it has no main"), name);
    journal_load(s, p->name, p->text, p->len, line);
    p->older = s->programs;
    s->programs = p;
    struct record *const r = record_create(SESSION_STEP_RESTART, line, strlen(line));
    run_begin(s, r);
    restart(s, machine, SESSION_LAYOUT_PROCESS);
    const struct lang_listener listener = run_listener(s);
    p->machine = lang_machine_create(p->unit, s->env, s->space, &listener);
    r->program = shoot(p, false, 0);
    run_end(s);
    return SESSION_STEPPED;
}

enum session_outcome program_load(struct session *s, const char *name)
{
    const char *error = N_("Files cannot be read here");
    struct buf text = {0};
    enum session_outcome outcome;
    if (journal_source(s, name, &text) ||
        (s->host.read_source && s->host.read_source(s->host.ctx, name, &text, &error)))
        outcome = load(s, name, buf_text(&text), text.len, buf_text(&s->line));
    else
        outcome = refuse(s, error, name);
    buf_finish(&text);
    return outcome;
}

/* The line that a replay will read must be one line with one quoted name. */
enum session_outcome session_load_text(
    struct session *s, const char *name, const char *text, size_t len)
{
    struct buf plain = {0}, line = {0};
    for (const char *p = name; *p; p++)
        buf_addc(&plain, (unsigned char)*p < ' ' || *p == '"' || *p == '\\' ? '_' : *p);
    buf_addf(&line, "load \"%s\"", buf_text(&plain));
    session_forget_answer(s);
    const enum session_outcome outcome = load(s, buf_text(&plain), text, len, buf_text(&line));
    buf_finish(&plain);
    buf_finish(&line);
    return outcome;
}

enum session_outcome program_step(struct session *s, uint64_t count, bool to_end)
{
    const struct program_shot *const now = history_program(s);
    if (!now)
        return refuse(s, N_("No program is loaded: the word load loads one"), NULL);
    if (now->ended)
        return refuse(s, N_("The program has ended: load it again, or take steps back"), NULL);
    journal_line(s);
    struct record *const r = record_create(SESSION_STEP_PROGRAM, buf_text(&s->line), s->line.len);
    run_begin(s, r);
    run_machine(s, now->program->machine, to_end ? LANG_UNTIL_END : LANG_UNTIL_STATEMENT, count);
    bool ended = false;
    switch (r->step.end) {
    case SESSION_END_STATEMENT:
    case SESSION_END_STOPPED:
    case SESSION_END_LIMIT:
        break;
    case SESSION_END_DONE:
    case SESSION_END_EXCEPTION:
    case SESSION_END_ERROR:
    case SESSION_END_INPUT:
        ended = true;
        break;
    }
    r->program = shoot(now->program, ended, r->step.exit_code);
    run_end(s);
    return SESSION_STEPPED;
}
