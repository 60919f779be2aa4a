/* fake_lang - a language of one word a statement in the place of lang, so that what the session
 * does is tested alone: asking for input, long runs, machines that are bound to another space.
 *
 *   alloc A N    commits N pages at A (hex); fails where something lies
 *   free A       releases
 *   poke A       writes a byte that differs each time (the env counts)
 *   loop         never ends, adds 1 to the env each slice
 *   ask          reads a line and prints it; at the end of input prints EOF
 *   stubborn     asks for input for ever
 *   (            is incomplete;  ? is a mistake;  main .. is a program of statements separated by ;
 * All other words come from the command table.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "lang/lang.h"

struct lang_env {
    uint64_t count;
    uint32_t last_error;
};
struct lang_unit {
    enum lang_unit_kind kind;
    char *text;
    struct lang_command command;
    char arg[32];
};
struct lang_state {
    size_t pc;
    bool fed, ended;
    char line[32];
};
struct lang_machine {
    const struct lang_unit *unit;
    struct lang_env *env;
    struct vm_space *space;
    struct lang_listener listener;
    struct lang_state s;
    struct lang_exception exception;
};

static const struct lang_command_info command_table[LANG_CMD_COUNT] = {
#define LANG_COMMAND(id, word_, args_, owner_, help_)                                              \
    [LANG_CMD_##id] = {.word = word_, .args = args_, .help = help_, .owner = LANG_OWNER_##owner_},
#include "lang/commands.def"
#undef LANG_COMMAND
};

const struct lang_command_info *lang_command_info(enum lang_command_id id)
{
    return &command_table[id];
}

void lang_diags_clear(struct lang_diags *diags)
{
    diags->count = diags->errors = 0;
}

void lang_diags_finish(struct lang_diags *diags)
{
    lang_diags_clear(diags);
}

struct lang_env *lang_env_create(const struct vm_machine *machine)
{
    (void)machine;
    return base_zalloc(sizeof(struct lang_env));
}

struct lang_env *lang_env_clone(const struct lang_env *env)
{
    return base_memdup(env, sizeof *env);
}

void lang_env_destroy(struct lang_env *env)
{
    free(env);
}

bool lang_env_equal(const struct lang_env *a, const struct lang_env *b)
{
    return a->count == b->count && a->last_error == b->last_error;
}

uint32_t lang_env_last_error(const struct lang_env *env)
{
    return env->last_error;
}

/* ---- parsing --------------------------------------------------------------------------------- */

static bool starts(const char *text, const char *word)
{
    const size_t n = strlen(word);
    return strncmp(text, word, n) == 0 && (!text[n] || text[n] == ' ' || text[n] == ';');
}

static void find_command(struct lang_unit *unit)
{
    for (int id = LANG_CMD_NONE + 1; id < LANG_CMD_COUNT; id++) {
        const struct lang_command_info *const info = &command_table[id];
        if (info->owner == LANG_OWNER_LANG || !starts(unit->text, info->word))
            continue;
        unit->kind = LANG_UNIT_COMMAND;
        unit->command.id = (enum lang_command_id)id;
        const char *arg = unit->text + strlen(info->word);
        arg += *arg == ' ' || *arg == '"';
        arg += *arg == '"';
        if (!*arg)
            return;
        snprintf(unit->arg, sizeof unit->arg, "%.*s", (int)strcspn(arg, "\""), arg);
        unit->command.arg_count = 1;
        unit->command.args[0] = (struct lang_command_arg){
            .text = unit->arg, .has_value = true, .value = strtoull(unit->arg, NULL, 0)};
    }
}

struct lang_unit *lang_parse(const struct lang_source *source, enum lang_mode mode,
    const struct vm_machine *machine, const struct lang_env *env, struct lang_diags *diags,
    bool *ret_incomplete)
{
    (void)machine;
    (void)env;
    lang_diags_clear(diags);
    const bool open =
        memchr(source->text, '(', source->len) && !memchr(source->text, ')', source->len);
    if (open || memchr(source->text, '?', source->len)) {
        diags->errors = diags->count = 1;
        if (ret_incomplete)
            *ret_incomplete = open;
        return NULL;
    }
    struct lang_unit *const unit = base_zalloc(sizeof *unit);
    unit->text = base_strndup(source->text, source->len);
    unit->kind = starts(unit->text, "main") ? LANG_UNIT_PROGRAM
                 : source->len              ? LANG_UNIT_STATEMENTS
                                            : LANG_UNIT_EMPTY;
    if (mode == LANG_LINE)
        find_command(unit);
    return unit;
}

void lang_unit_destroy(struct lang_unit *unit)
{
    if (unit)
        free(unit->text);
    free(unit);
}

enum lang_unit_kind lang_unit_kind(const struct lang_unit *unit)
{
    return unit->kind;
}

const struct lang_command *lang_unit_command(const struct lang_unit *unit)
{
    return &unit->command;
}

bool lang_unit_is_short_command(const struct lang_unit *unit)
{
    return starts(unit->text, "free");
}

/* ---- running --------------------------------------------------------------------------------- */

struct lang_machine *lang_machine_create(const struct lang_unit *unit, struct lang_env *env,
    struct vm_space *space, const struct lang_listener *listener)
{
    struct lang_machine *const m = base_zalloc(sizeof *m);
    m->unit = unit;
    m->env = env;
    m->space = space;
    m->listener = *listener;
    if (unit->kind == LANG_UNIT_PROGRAM)
        m->s.pc = strlen("main ");
    return m;
}

void lang_machine_destroy(struct lang_machine *machine)
{
    free(machine);
}

static void call(struct lang_machine *m, const struct vm_call *what, enum lang_event_kind kind)
{
    struct vm_change change = {0};
    vm_plan(m->space, what, &change, NULL);
    vm_apply(m->space, &change);
    if (change.result.error)
        m->env->last_error = change.result.error;
    if (change.result.exception)
        m->exception = (struct lang_exception){change.result.exception, 1, what->addr};
    m->listener.on_change(m->listener.ctx, kind, (struct lang_span){0}, &change);
    vm_change_finish(&change);
}

static enum lang_stop ask(struct lang_machine *m)
{
    if (!m->s.fed && !m->s.ended)
        return LANG_STOP_INPUT;
    const char *const line = m->s.ended ? "EOF\n" : m->s.line;
    m->listener.on_output(m->listener.ctx, line, strlen(line));
    m->s.fed = false;
    return LANG_STOP_STATEMENT;
}

static enum lang_stop run_statement(struct lang_machine *m, const char *text)
{
    char word[16] = "";
    unsigned long addr = 0, pages = 0;
    sscanf(text, "%15[a-z] %lx %lu", word, &addr, &pages);
    struct vm_call what = {.addr = addr};
    m->exception = (struct lang_exception){0};
    if (strcmp(word, "alloc") == 0) {
        what.id = VM_CALL_ALLOC;
        what.size = pages * VM_PAGE_SIZE;
        what.flags = VM_MEM_RESERVE | VM_MEM_COMMIT;
        what.protect = VM_PAGE_READWRITE;
        call(m, &what, LANG_EVENT_CALL);
    } else if (strcmp(word, "free") == 0) {
        what.id = VM_CALL_FREE;
        what.flags = VM_MEM_RELEASE;
        call(m, &what, LANG_EVENT_CALL);
    } else if (strcmp(word, "poke") == 0) {
        m->env->count++;
        what.id = VM_CALL_WRITE;
        what.size = sizeof m->env->count;
        what.data = &m->env->count;
        call(m, &what, LANG_EVENT_MEMORY);
        if (m->exception.code)
            return LANG_STOP_EXCEPTION;
    } else if (strcmp(word, "loop") == 0) {
        m->env->count++;
        return LANG_STOP_SLICE;
    } else if (strcmp(word, "ask") == 0) {
        return ask(m);
    } else if (strcmp(word, "stubborn") == 0) {
        return LANG_STOP_INPUT;
    }
    return LANG_STOP_STATEMENT;
}

enum lang_stop lang_machine_run(struct lang_machine *m, uint64_t budget, enum lang_until until)
{
    (void)budget;
    while (m->unit->text[m->s.pc]) {
        const char *const text = m->unit->text + m->s.pc;
        const enum lang_stop stop = run_statement(m, text);
        if (stop != LANG_STOP_STATEMENT)
            return stop;
        m->s.pc += strcspn(text, ";");
        m->s.pc += strspn(m->unit->text + m->s.pc, "; \n");
        if (until == LANG_UNTIL_STATEMENT && m->unit->text[m->s.pc])
            return LANG_STOP_STATEMENT;
    }
    return LANG_STOP_DONE;
}

void lang_machine_feed(struct lang_machine *m, const char *line, size_t len, bool end_of_input)
{
    snprintf(m->s.line, sizeof m->s.line, "%.*s", (int)len, line);
    m->s.fed = !end_of_input;
    m->s.ended = end_of_input;
}

struct lang_span lang_machine_span(const struct lang_machine *m)
{
    const size_t len = strcspn(m->unit->text + m->s.pc, ";");
    return (struct lang_span){(uint32_t)m->s.pc, (uint32_t)(m->s.pc + len)};
}

int lang_machine_exit_code(const struct lang_machine *m)
{
    return (int)m->env->count;
}

bool lang_machine_value(const struct lang_machine *m, struct buf *out)
{
    buf_addf(out, "%llu", (unsigned long long)m->env->count);
    return true;
}

const struct lang_exception *lang_machine_exception(const struct lang_machine *m)
{
    return &m->exception;
}

bool lang_machine_variable(const struct lang_machine *machine, size_t i, struct buf *scratch,
    struct lang_variable *ret)
{
    (void)machine, (void)i, (void)scratch, (void)ret;
    return false;
}

bool lang_env_variable(
    const struct lang_env *env, size_t i, struct buf *scratch, struct lang_variable *ret)
{
    (void)env, (void)i, (void)scratch, (void)ret;
    return false;
}

const struct lang_diag *lang_machine_error(const struct lang_machine *m)
{
    (void)m;
    return NULL;
}

struct lang_state *lang_machine_save(const struct lang_machine *m)
{
    return base_memdup(&m->s, sizeof m->s);
}

void lang_machine_load(struct lang_machine *m, const struct lang_state *state)
{
    m->s = *state;
}

void lang_state_destroy(struct lang_state *state)
{
    free(state);
}

void lang_machine_rebind(struct lang_machine *m, struct lang_env *env, struct vm_space *space)
{
    m->env = env;
    m->space = space;
}

void lang_layout_process(struct vm_space *space, const struct lang_listener *listener)
{
    struct vm_change change = {0};
    const struct vm_call image = {.id = VM_CALL_PLACE,
        .addr = 0x400000,
        .size = 0x2000,
        .flags = VM_MEM_COMMIT,
        .protect = VM_PAGE_EXECUTE_READ,
        .kind = VM_KIND_IMAGE};
    vm_plan(space, &image, &change, NULL);
    vm_apply(space, &change);
    listener->on_change(listener->ctx, LANG_EVENT_CALL, (struct lang_span){0}, &change);
    vm_change_finish(&change);
}

void lang_call_format(struct buf *out, const struct vm_machine *machine, const struct vm_call *what)
{
    (void)machine;
    buf_addf(out, "VirtualFree(0x%llX)", (unsigned long long)what->addr);
}
