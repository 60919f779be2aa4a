/* words - the commands that the session owns: moving in the history, settings, starting again,
 * programs.
 *
 * A word that could be carried out but is not possible now is refused, and is no step. A word that
 * asks (machine, layout, limit, privilege, workingset without argument) goes to the front end.
 */
#include "parts.h"

#include <string.h>

#include "base/text.h"

static const char *arg_text(const struct lang_command *c)
{
    return c->arg_count ? c->args[0].text : NULL;
}

static bool is_word(const char *text, const char *word)
{
    for (; *word; text++, word++)
        if ((*text >= 'A' && *text <= 'Z' ? *text - 'A' + 'a' : *text) != *word)
            return false;
    return !*text;
}

/* A decimal number of steps, statements or pages. False if the text is none, or goes over 2^53. */
static bool arg_count(const struct lang_command *c, uint64_t *ret_count)
{
    const char *const text = arg_text(c);
    uint64_t count = 0;
    if (!text || !*text)
        return false;
    for (const char *p = text; *p; p++) {
        if (*p < '0' || *p > '9' || count >> 50)
            return false;
        count = count * 10 + (uint64_t)(*p - '0');
    }
    *ret_count = count;
    return true;
}

/* ---- moving ---------------------------------------------------------------------------------- */

static enum session_outcome move(struct session *s, const char *word, uint32_t id)
{
    journal_word(s, word);
    history_go(s, id);
    return SESSION_MOVED;
}

static enum session_outcome undo(struct session *s, const char *word, uint64_t count)
{
    uint32_t id = s->current;
    if (!id)
        return refuse(s, N_("There is nothing to take back"), NULL);
    if (id == s->floor)
        return refuse(s, N_("What was before this step cannot be taken back here"), NULL);
    for (; count && id != s->floor; count--)
        id = record_of(s, id)->step.parent;
    return move(s, word, id);
}

static enum session_outcome redo(struct session *s, const char *word, uint64_t count)
{
    uint32_t id = s->current;
    if (record_of(s, id)->redo == NO_STEP)
        return refuse(s, N_("There is nothing to do again"), NULL);
    for (; count && record_of(s, id)->redo != NO_STEP; count--)
        id = record_of(s, id)->redo;
    return move(s, word, id);
}

enum session_outcome session_undo(struct session *session)
{
    session_forget_answer(session);
    return undo(session, "undo", 1);
}

enum session_outcome session_redo(struct session *session)
{
    session_forget_answer(session);
    return redo(session, "redo", 1);
}

/* Does the way from the start to step lead over the floor? */
static bool is_above_floor(const struct session *s, uint32_t step)
{
    const uint32_t depth = record_of(s, s->floor)->step.depth;
    while (record_of(s, step)->step.depth > depth)
        step = record_of(s, step)->step.parent;
    return step == s->floor;
}

static enum session_outcome go_to(
    struct session *s, const char *word, uint64_t step, const char *number)
{
    if (step >= s->count)
        return refuse(s, N_("There is no step {0}"), number);
    if (!is_above_floor(s, (uint32_t)step))
        return refuse(s, N_("Step {0} cannot be reached from here"), number);
    return move(s, word, (uint32_t)step);
}

void session_set_floor(struct session *session, uint32_t step)
{
    session->floor = step;
}

enum session_outcome session_goto(struct session *session, uint32_t step)
{
    struct buf word = {0};
    session_forget_answer(session);
    buf_addf(&word, "goto %lu", (unsigned long)step);
    const enum session_outcome outcome =
        go_to(session, buf_text(&word), step, buf_text(&word) + strlen("goto "));
    buf_finish(&word);
    return outcome;
}

/* undo, redo and goto as typed. */
static enum session_outcome run_moving(struct session *s, const struct lang_command *c)
{
    uint64_t count = 1;
    const char *const word = buf_text(&s->line);
    if (c->arg_count ? !arg_count(c, &count) : c->id == LANG_CMD_GOTO)
        return refuse(s, N_("{0} is not a number of steps"), arg_text(c));
    if (c->id == LANG_CMD_GOTO)
        return go_to(s, word, count, arg_text(c));
    if (!count)
        return refuse(s, N_("{0} is not a number of steps"), arg_text(c));
    return c->id == LANG_CMD_UNDO ? undo(s, word, count) : redo(s, word, count);
}

/* ---- settings -------------------------------------------------------------------------------- */

static enum session_outcome set(struct session *s, enum vm_call_id id, uint64_t size)
{
    const struct vm_call call = {.id = id, .size = size};
    journal_line(s);
    run_begin(s, record_create(SESSION_STEP_SETTING, buf_text(&s->line), s->line.len));
    run_call(s, &call);
    run_end(s);
    return SESSION_STEPPED;
}

static enum session_outcome run_setting(struct session *s, const struct lang_command *c)
{
    const char *const text = arg_text(c);
    uint64_t pages;
    if (c->id == LANG_CMD_PRESSURE)
        return set(s, VM_CALL_PRESSURE, 0);
    if (!text)
        return SESSION_FOREIGN;
    if (c->id == LANG_CMD_LIMIT) {
        if (is_word(text, "none"))
            return set(s, VM_CALL_SET_COMMIT_LIMIT, VM_NO_LIMIT);
        if (!c->args[0].has_value)
            return refuse(s, N_("{0} is not a size: write 64K, 8p or none"), text);
        if (c->args[0].value % VM_PAGE_SIZE)
            return refuse(s, N_("{0} bytes are no whole number of pages; {0}p means pages"), text);
        return set(s, VM_CALL_SET_COMMIT_LIMIT, c->args[0].value >> VM_PAGE_SHIFT);
    }
    if (c->id == LANG_CMD_PRIVILEGE) {
        const bool on = is_word(text, "on");
        return on || is_word(text, "off") ? set(s, VM_CALL_SET_LOCK_PRIVILEGE, on)
                                          : refuse(s, N_("{0} is neither on nor off"), text);
    }
    return arg_count(c, &pages) ? set(s, VM_CALL_SET_WORKING_SET, pages)
                                : refuse(s, N_("{0} is not a number of pages"), text);
}

/* ---- starting again -------------------------------------------------------------------------- */

static enum session_outcome start_again(
    struct session *s, const struct vm_machine *machine, enum session_layout layout)
{
    journal_line(s);
    run_begin(s, record_create(SESSION_STEP_RESTART, buf_text(&s->line), s->line.len));
    restart(s, machine, layout);
    run_end(s);
    return SESSION_STEPPED;
}

static enum session_outcome run_machine_word(struct session *s, const char *name)
{
    const struct vm_machine *machine;
    for (unsigned i = 0; (machine = vm_machine_at(i)); i++)
        if (is_word(name, machine->name))
            break;
    if (!machine)
        return refuse(s, N_("There is no machine {0}: choose x86, x86-3gb, x64 or toy"), name);
    return start_again(
        s, machine, layout_fits(machine, s->layout) ? s->layout : SESSION_LAYOUT_EMPTY);
}

static enum session_outcome run_layout_word(struct session *s, const char *name)
{
    const struct vm_machine *const machine = vm_space_machine(s->space);
    const bool process = is_word(name, "process");
    if (!process && !is_word(name, "empty"))
        return refuse(s, N_("There is no layout {0}: choose empty or process"), name);
    const enum session_layout layout = process ? SESSION_LAYOUT_PROCESS : SESSION_LAYOUT_EMPTY;
    if (!layout_fits(machine, layout))
        return refuse(s,
            N_("No process fits into machine {0}: choose another with the word machine"),
            machine->name);
    return start_again(s, machine, layout);
}

/* ---- the table ------------------------------------------------------------------------------- */

static enum session_outcome run_step_word(struct session *s, const struct lang_command *c)
{
    uint64_t count = 1;
    if (c->arg_count && (!arg_count(c, &count) || !count))
        return refuse(s, N_("{0} is not a number of statements"), arg_text(c));
    return program_step(s, count, c->id == LANG_CMD_RUN);
}

enum session_outcome words_run(struct session *s, const struct lang_command *c)
{
    const char *const text = arg_text(c);
    switch ((int)c->id) {
    case LANG_CMD_UNDO:
    case LANG_CMD_REDO:
    case LANG_CMD_GOTO:
        return run_moving(s, c);
    case LANG_CMD_RESET:
        return start_again(s, vm_space_machine(s->space), SESSION_LAYOUT_EMPTY);
    case LANG_CMD_MACHINE:
        return text ? run_machine_word(s, text) : SESSION_FOREIGN;
    case LANG_CMD_LAYOUT:
        return text ? run_layout_word(s, text) : SESSION_FOREIGN;
    case LANG_CMD_PREVIEW: /* shown or not is no step; the front end says which */
        if (text && (is_word(text, "on") || is_word(text, "off")))
            s->preview_off = is_word(text, "off");
        return SESSION_FOREIGN;
    case LANG_CMD_LIMIT:
    case LANG_CMD_PRIVILEGE:
    case LANG_CMD_WORKINGSET:
    case LANG_CMD_PRESSURE:
        return run_setting(s, c);
    case LANG_CMD_LOAD:
        return text ? program_load(s, text)
                    : refuse(s, N_("The word load needs the name of a file"), NULL);
    case LANG_CMD_STEP:
    case LANG_CMD_RUN:
        return run_step_word(s, c);
    }
    return SESSION_FOREIGN;
}
