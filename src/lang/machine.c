/* machine - the life of a machine: made, stopped, saved and put back. execute.c runs it. */
#include "machine.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#include "layout.h"
#include "report.h"
#include "value.h"

/* ---- stopping ------------------------------------------------------------------------------- */

void machine_halt(struct lang_machine *m, enum lang_stop stop)
{
    m->r.halted = true;
    m->r.stop = stop;
}

void machine_stop_exception(struct lang_machine *m, uint32_t code, uint32_t access, vm_addr address)
{
    m->r.exception = (struct lang_exception){code, access, address};
    machine_halt(m, LANG_STOP_EXCEPTION);
}

void machine_stop_error(struct lang_machine *m, enum lang_diag_id id, const char *arg)
{
    lang_diags_clear(&m->errors);
    const struct report report = {.id = id, .span = m->span, .args = {arg}};
    report_add(&m->errors, &m->unit->source, &report);
    machine_halt(m, LANG_STOP_ERROR);
}

void machine_exit(struct lang_machine *m, int exit_code)
{
    m->r.exit_code = exit_code;
    machine_halt(m, LANG_STOP_DONE);
}

bool machine_output(struct lang_machine *m, const char *text, size_t len)
{
    const uint64_t room = LANG_MAX_OUTPUT - m->r.printed;
    const size_t n = len < room ? len : (size_t)room;
    m->r.printed += n;
    if (n && m->listener.on_output)
        m->listener.on_output(m->listener.ctx, text, n);
    if (n == len)
        return true;
    struct buf limit = {0};
    buf_addf(&limit, "%d", LANG_MAX_OUTPUT);
    machine_stop_error(m, LANG_DIAG_OUTPUT_LIMIT, buf_text(&limit));
    buf_finish(&limit);
    return false;
}

/* ---- life ----------------------------------------------------------------------------------- */

static struct lang_machine *create(
    const struct lang_unit *unit, struct lang_env *env, const struct vm_space *space)
{
    struct lang_machine *m = base_zalloc(sizeof *m);
    m->unit = unit;
    m->code = unit->code;
    m->env = env;
    m->space = space;
    machine_forget_pages(m);
    m->r.base = layout_stack_top(vm_space_machine(space));
    if (!m->code) /* empty lines have no code */
        machine_halt(m, LANG_STOP_DONE);
    return m;
}

struct lang_machine *lang_machine_create(const struct lang_unit *unit, struct lang_env *env,
    struct vm_space *space, const struct lang_listener *listener)
{
    struct lang_machine *m = create(unit, env, space);
    m->target = space;
    if (listener)
        m->listener = *listener;
    return m;
}

struct lang_machine *machine_create_dry(const struct lang_unit *unit, struct lang_env *env,
    const struct vm_space *space, struct machine_dry *dry)
{
    struct lang_machine *m = create(unit, env, space);
    m->dry = dry;
    return m;
}

void lang_machine_rebind(struct lang_machine *m, struct lang_env *env, struct vm_space *space)
{
    m->env = env;
    m->space = space;
    m->target = space;
    machine_forget_pages(m);
}

void lang_machine_destroy(struct lang_machine *m)
{
    if (!m)
        return;
    free(m->stack);
    free(m->frames);
    buf_finish(&m->value);
    buf_finish(&m->input);
    buf_finish(&m->scratch);
    lang_diags_finish(&m->errors);
    vm_change_finish(&m->change);
    free(m);
}

struct lang_state {
    struct machine_registers r;
    uint64_t *stack;
    struct machine_frame *frames;
    struct buf value, input;
    bool end_of_input;
};

struct lang_state *lang_machine_save(const struct lang_machine *m)
{
    struct lang_state *state = base_zalloc(sizeof *state);
    state->r = m->r;
    state->stack = base_memdup(m->stack, m->r.sp * sizeof *m->stack);
    state->frames = base_memdup(m->frames, m->r.frame_count * sizeof *m->frames);
    buf_addn(&state->value, buf_text(&m->value), m->value.len);
    buf_addn(&state->input, buf_text(&m->input), m->input.len);
    state->end_of_input = m->end_of_input;
    return state;
}

void lang_machine_load(struct lang_machine *m, const struct lang_state *state)
{
    m->r = state->r;
    base_grow(&m->stack, &m->stack_cap, m->r.sp, sizeof *m->stack);
    base_grow(&m->frames, &m->frame_cap, m->r.frame_count, sizeof *m->frames);
    if (m->r.sp)
        memcpy(m->stack, state->stack, m->r.sp * sizeof *m->stack);
    if (m->r.frame_count)
        memcpy(m->frames, state->frames, m->r.frame_count * sizeof *m->frames);
    buf_clear(&m->value);
    buf_addn(&m->value, buf_text(&state->value), state->value.len);
    buf_clear(&m->input);
    buf_addn(&m->input, buf_text(&state->input), state->input.len);
    m->end_of_input = state->end_of_input;
    machine_forget_pages(m);
}

void lang_state_destroy(struct lang_state *state)
{
    if (!state)
        return;
    free(state->stack);
    free(state->frames);
    buf_finish(&state->value);
    buf_finish(&state->input);
    free(state);
}

void lang_machine_feed(struct lang_machine *m, const char *line, size_t len, bool end_of_input)
{
    buf_addn(&m->input, line, len);
    m->end_of_input = m->end_of_input || end_of_input;
}

/* ---- looking at it -------------------------------------------------------------------------- */

struct lang_span lang_machine_span(const struct lang_machine *m)
{
    if (!m->code)
        return (struct lang_span){0, 0};
    /* Before the first step of a program its start-up code comes first; the person sees main. */
    size_t pc = m->r.pc ? m->r.pc : m->code->program ? m->code->functions[m->code->main].entry : 0;
    while (pc < m->code->count && m->code->instrs[pc].op != CODE_STATEMENT &&
           m->code->instrs[pc].op != CODE_END && m->code->instrs[pc].op != CODE_RETURN)
        pc++;
    return m->code->spans[m->code->instrs[pc < m->code->count ? pc : pc - 1].span];
}

int lang_machine_exit_code(const struct lang_machine *m)
{
    return m->r.exit_code;
}

bool lang_machine_value(const struct lang_machine *m, struct buf *out)
{
    if (!m->r.value_type)
        return false;
    value_format(out, m->r.value_type, (const uint8_t *)m->value.data);
    return true;
}

const struct lang_exception *lang_machine_exception(const struct lang_machine *m)
{
    return &m->r.exception;
}

const struct lang_diag *lang_machine_error(const struct lang_machine *m)
{
    return m->errors.count ? &m->errors.items[0] : NULL;
}
