/* dry - what a line would call: its code runs on a copy of the env up to its one memory call, which
 * is handed out instead of made.
 */
#include "machine.h"

#include "functions.h"

enum { DRY_BUDGET = 4096 };       /* operations; a line without loops has fewer */

/* ---- which code may run dry ------------------------------------------------------------------ */

static bool is_memory_call(const struct code_instr *in)
{
    switch ((enum function_id)in->builtin) {
    case FUNCTION_VIRTUAL_ALLOC_EX:
    case FUNCTION_VIRTUAL_FREE_EX:
    case FUNCTION_VIRTUAL_PROTECT_EX:
    case FUNCTION_VIRTUAL_QUERY_EX:
        return true;
    default: /* the table says it of the others */
        return function_info((enum function_id)in->builtin)->call != VM_CALL_NONE;
    }
}

/* Functions that only answer. */
static bool is_question(const struct code_instr *in)
{
    return in->builtin == FUNCTION_GET_CURRENT_PROCESS ||
           in->builtin == FUNCTION_GET_CURRENT_PROCESS_ID ||
           in->builtin == FUNCTION_GET_LARGE_PAGE_MINIMUM || in->builtin == FUNCTION_GET_LAST_ERROR;
}

/* What was met on the way through the code of a line. */
struct survey {
    size_t borders, calls;
    bool names_after; /* the address of a variable is taken after the call */
    bool stores_after;
};

/* False if the instruction must not stand in a line that runs dry. */
static bool survey_instr(struct survey *s, const struct code_instr *in, size_t at)
{
    switch ((enum code_op)in->op) {
    case CODE_STATEMENT:
        return ++s->borders == 1;
    case CODE_CALL:
        s->calls += is_memory_call(in);
        return is_memory_call(in) || is_question(in);
    case CODE_JUMP:
    case CODE_JUMP_IF:
    case CODE_JUMP_UNLESS:
        return in->imm > at; /* no loops */
    case CODE_STORE:
        s->stores_after = true;
        return s->calls > 0;
    case CODE_LOAD:
        return s->calls == 0;
    case CODE_VARIABLE:
    case CODE_DEFINE:
        s->names_after = s->names_after || s->calls > 0;
        return true;
    case CODE_COPY:
    case CODE_CLEAR:
    case CODE_CALL_OWN:
    case CODE_RETURN:
    case CODE_BEGIN:
        return false;
    case CODE_END:
    case CODE_PUSH:
    case CODE_DROP:
    case CODE_DUP:
    case CODE_SWAP:
    case CODE_LOCAL:
    case CODE_GLOBAL:
    case CODE_TEXT:
    case CODE_CONVERT:
    case CODE_ADD:
    case CODE_SUB:
    case CODE_MUL:
    case CODE_DIV:
    case CODE_REM:
    case CODE_AND:
    case CODE_OR:
    case CODE_XOR:
    case CODE_SHL:
    case CODE_SHR:
    case CODE_EQ:
    case CODE_NE:
    case CODE_LT:
    case CODE_LE:
    case CODE_GT:
    case CODE_GE:
    case CODE_NEGATE:
    case CODE_COMPLEMENT:
    case CODE_NOT:
    case CODE_TRUTH:
    case CODE_VALUE:
    case CODE_NO_VALUE:
        return true;
    }
    return false;
}

static bool may_run(const struct lang_unit *unit, struct survey *ret_survey)
{
    const struct code *code = unit->code;
    *ret_survey = (struct survey){0};
    if (unit->kind != LANG_UNIT_STATEMENTS || !code)
        return false;
    for (size_t i = 0; i < code->count; i++)
        if (!survey_instr(ret_survey, &code->instrs[i], i))
            return false;
    return ret_survey->calls == 1;
}

/* ---- running --------------------------------------------------------------------------------- */

/* A value that is stored later goes to where the bottom of the operand stack says. */
static bool stores_at_prompt(const struct lang_machine *m)
{
    return m->r.sp > 0 && env_at(m->env, m->stack[0], 1);
}

void machine_dry_take(struct lang_machine *m, const struct vm_call *call)
{
    struct machine_dry *dry = m->dry;
    dry->found = !dry->stores || stores_at_prompt(m);
    dry->call = *call;
    if (call->data) {
        buf_addn(dry->data, call->data, (size_t)call->size);
        dry->call.data = buf_text(dry->data);
    }
    machine_exit(m, 0);
}

static bool run_dry(const struct lang_unit *unit, const struct lang_env *env,
    const struct vm_space *space, struct machine_dry *dry)
{
    struct survey survey;
    if (!may_run(unit, &survey))
        return false;
    dry->stores = survey.stores_after && !survey.names_after;
    struct lang_env *copy = lang_env_clone(env);
    struct lang_machine *m = machine_create_dry(unit, copy, space, dry);
    lang_machine_run(m, DRY_BUDGET, LANG_UNTIL_END);
    lang_machine_destroy(m);
    lang_env_destroy(copy);
    return dry->found;
}

/* ---- the text -------------------------------------------------------------------------------- */

/* Past the text or character constant that begins at i. */
static size_t skip_quoted(const char *text, size_t len, size_t i)
{
    const char quote = text[i++];
    while (i < len && text[i] != quote)
        i += text[i] == '\\' ? 2 : 1;
    return i + 1;
}

static void add_closed(struct buf *out, const char *text, size_t len)
{
    size_t open = 0;
    buf_addn(out, text, len);
    for (size_t i = 0; i < len;) {
        if (text[i] == '"' || text[i] == '\'') {
            i = skip_quoted(text, len, i);
            continue;
        }
        open += text[i] == '(';
        open -= text[i] == ')' && open > 0;
        i++;
    }
    buf_pad(out, ')', open);
}

static struct lang_unit *parse(const char *text, size_t len, const struct lang_env *env,
    const struct vm_space *space, bool *ret_incomplete)
{
    const struct lang_source source = {.name = "", .text = text, .len = len};
    struct lang_diags diags = {0};
    struct lang_unit *unit =
        lang_parse(&source, LANG_LINE, vm_space_machine(space), env, &diags, ret_incomplete);
    lang_diags_finish(&diags);
    return unit;
}

bool lang_dry_call(const char *text, size_t len, const struct lang_env *env,
    const struct vm_space *space, struct vm_call *ret_call, struct buf *data)
{
    struct machine_dry dry = {.data = data};
    struct buf closed = {0};
    bool incomplete = false;
    buf_clear(data);
    if (!len || len > LANG_MAX_DRY)
        return false;
    struct lang_unit *unit = parse(text, len, env, space, &incomplete);
    if (!unit && incomplete) {
        add_closed(&closed, text, len);
        unit = parse(buf_text(&closed), closed.len, env, space, &incomplete);
    }
    const bool found = unit && run_dry(unit, env, space, &dry);
    *ret_call = dry.call;
    lang_unit_destroy(unit);
    buf_finish(&closed);
    return found;
}
