/* machine - runs flat code in slices, stops where it is asked to, and can be saved and put back. */
#include "machine.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#include "layout.h"
#include "report.h"
#include "value.h"

#define EXCEPTION_STACK_OVERFLOW 0xC00000FDu

/* ---- stopping ------------------------------------------------------------------------------- */

static void halt(struct lang_machine *m, enum lang_stop stop)
{
    m->r.halted = true;
    m->r.stop = stop;
}

void machine_stop_exception(struct lang_machine *m, uint32_t code, uint32_t access, vm_addr address)
{
    m->r.exception = (struct lang_exception){code, access, address};
    halt(m, LANG_STOP_EXCEPTION);
}

void machine_stop_error(struct lang_machine *m, enum lang_diag_id id, const char *arg)
{
    lang_diags_clear(&m->errors);
    const struct report report = {.id = id, .span = m->span, .args = {arg}};
    report_add(&m->errors, &m->unit->source, &report);
    halt(m, LANG_STOP_ERROR);
}

void machine_exit(struct lang_machine *m, int exit_code)
{
    m->r.exit_code = exit_code;
    halt(m, LANG_STOP_DONE);
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
        halt(m, LANG_STOP_DONE);
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

/* ---- single instructions -------------------------------------------------------------------- */

static void push(struct lang_machine *m, uint64_t value)
{
    if (m->r.sp == m->stack_cap)
        base_grow(&m->stack, &m->stack_cap, m->r.sp + 1, sizeof *m->stack);
    m->stack[m->r.sp++] = value;
}

static uint64_t pop(struct lang_machine *m)
{
    return m->stack[--m->r.sp];
}

static void push_variable(struct lang_machine *m, const struct code_variable *variable)
{
    const struct env_variable *found = env_find(m->env, variable->name, strlen(variable->name));
    if (found)
        push(m, env_address(m->env, found));
    else
        machine_stop_error(m, LANG_DIAG_VARIABLE_GONE, variable->name);
}

static void define_variable(struct lang_machine *m, const struct code_variable *variable)
{
    if (!env_define(m->env, variable->name, variable->type))
        machine_stop_error(m, LANG_DIAG_CONSOLE_FULL, variable->name);
}

static void push_text(struct lang_machine *m, const struct code_text *text)
{
    const vm_addr addr = env_text(m->env, text->bytes, text->len);
    if (addr)
        push(m, addr);
    else
        machine_stop_error(m, LANG_DIAG_CONSOLE_FULL, "\"...\"");
}

static void load(struct lang_machine *m, enum code_kind kind)
{
    uint64_t raw;
    if (machine_read(m, pop(m), code_kind_size(kind), &raw))
        push(m, operate_load(kind, raw));
}

static void store(struct lang_machine *m, enum code_kind kind)
{
    const uint64_t value = pop(m), addr = pop(m);
    if (machine_write(m, addr, code_kind_size(kind), operate_raw(kind, value)))
        push(m, value);
}

static void copy(struct lang_machine *m, uint64_t size)
{
    const uint64_t from = pop(m), to = pop(m);
    buf_clear(&m->scratch);
    buf_pad(&m->scratch, '\0', (size_t)size);
    if (machine_read_bytes(m, from, m->scratch.data, (size_t)size) &&
        machine_write_bytes(m, to, m->scratch.data, (size_t)size))
        push(m, to);
}

static void clear(struct lang_machine *m, uint64_t size)
{
    const uint64_t to = pop(m);
    buf_clear(&m->scratch);
    buf_pad(&m->scratch, '\0', (size_t)size);
    machine_write_bytes(m, to, buf_text(&m->scratch), (size_t)size);
}

static void binary(struct lang_machine *m, const struct code_instr *in)
{
    const uint64_t b = pop(m), a = pop(m);
    uint64_t value = 0;
    uint32_t exception = 0;
    if (operate_binary((enum code_op)in->op, (enum code_kind)in->kind, a, b, &value, &exception))
        push(m, value);
    else
        machine_stop_exception(m, exception, 0, 0);
}

/* The frame of a function lies below its caller's, as on the real stack. */
static void enter(struct lang_machine *m, size_t index)
{
    const struct code_function *f = &m->code->functions[index];
    const uint64_t need = (f->frame_size + 2ull * m->code->pointer_size + 15) & ~15ull;
    if (m->r.base < layout_stack_low(vm_space_machine(m->space)) + need ||
        m->r.frame_count >= MACHINE_MAX_FRAMES) {
        machine_stop_exception(m, EXCEPTION_STACK_OVERFLOW, 1, m->r.base - need);
        return;
    }
    base_grow(&m->frames, &m->frame_cap, m->r.frame_count + 1, sizeof *m->frames);
    m->frames[m->r.frame_count++] = (struct machine_frame){m->r.pc, m->r.base};
    m->r.base -= need;
    m->r.pc = f->entry;
}

static void leave(struct lang_machine *m)
{
    const struct machine_frame frame = m->frames[--m->r.frame_count];
    m->r.pc = frame.return_pc;
    m->r.base = frame.base;
    if (m->r.frame_count == 0)
        machine_exit(m, (int)(int32_t)pop(m));
}

/* Brings the first contents of globals and literals into the image, which grows if it must. */
static void begin(struct lang_machine *m)
{
    const struct vm_machine *machine = vm_space_machine(m->space);
    const vm_addr data = layout_data(machine);
    const uint64_t room = layout_data_size(machine);
    if (m->code->data_size > room) {
        struct vm_result result;
        const struct vm_call call = {.id = VM_CALL_PLACE,
            .addr = data + room,
            .kind = VM_KIND_IMAGE,
            .size = (m->code->data_size - room + VM_PAGE_SIZE - 1) & ~(uint64_t)(VM_PAGE_SIZE - 1),
            .flags = VM_MEM_COMMIT,
            .protect = VM_PAGE_READWRITE,
            .joined = true};
        machine_apply(m, &call, LANG_EVENT_CALL, &result);
        if (result.status != VM_STATUS_SUCCESS) {
            machine_stop_error(m, LANG_DIAG_NO_ROOM_FOR_DATA, NULL);
            return;
        }
    }
    machine_write_bytes(m, data, m->code->data, m->code->data_used);
}

static void call(struct lang_machine *m, const struct code_instr *in)
{
    uint64_t ret = 0;
    const uint64_t *args = m->stack + (m->r.sp - in->count);
    switch (builtin_call(m, in, args, &ret)) {
    case CALL_DONE:
        m->r.progress = 0;
        m->r.sp -= in->count;
        push(m, ret);
        break;
    case CALL_AGAIN:
    case CALL_INPUT:
        m->r.pc--;
        break;
    case CALL_STOPPED:
        m->r.progress = 0;
        break;
    }
}

static void set_value(struct lang_machine *m, const struct type *type)
{
    const bool is_object = type_is_record(type) || type->kind == TYPE_ARRAY;
    uint64_t value = pop(m);
    const size_t size = is_object ? (size_t)type->size : 8;
    buf_clear(&m->value);
    buf_pad(&m->value, '\0', size);
    m->r.value_type = type;
    if (is_object) {
        if (!machine_read_bytes(m, value, m->value.data, size))
            m->r.value_type = NULL;
        return;
    }
    if (type->kind == TYPE_FLOAT) /* float is held as a double */
        value = operate_raw(CODE_F32, value);
    value_write((uint8_t *)m->value.data, 8, value);
}

static void execute(struct lang_machine *m, const struct code_instr *in)
{
    const struct code *code = m->code;
    const enum code_kind kind = (enum code_kind)in->kind;
    switch ((enum code_op)in->op) {
    case CODE_END:
        m->r.pc--;
        halt(m, LANG_STOP_DONE);
        break;
    case CODE_STATEMENT:
    case CODE_NO_VALUE:
        m->r.value_type = NULL;
        break;
    case CODE_PUSH:
        push(m, in->imm);
        break;
    case CODE_DROP:
        pop(m);
        break;
    case CODE_DUP:
        push(m, m->stack[m->r.sp - 1]);
        break;
    case CODE_SWAP: {
        const uint64_t b = pop(m), a = pop(m);
        push(m, b);
        push(m, a);
        break;
    }
    case CODE_LOCAL:
        push(m, m->r.base + in->imm);
        break;
    case CODE_GLOBAL:
        push(m, layout_data(vm_space_machine(m->space)) + in->imm);
        break;
    case CODE_VARIABLE:
        push_variable(m, &code->variables[in->imm]);
        break;
    case CODE_DEFINE:
        define_variable(m, &code->variables[in->imm]);
        break;
    case CODE_TEXT:
        push_text(m, &code->texts[in->imm]);
        break;
    case CODE_LOAD:
        load(m, kind);
        break;
    case CODE_STORE:
        store(m, kind);
        break;
    case CODE_COPY:
        copy(m, in->imm);
        break;
    case CODE_CLEAR:
        clear(m, in->imm);
        break;
    case CODE_CONVERT:
        push(m, operate_convert(kind, (enum code_kind)in->count, pop(m)));
        break;
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
        binary(m, in);
        break;
    case CODE_NEGATE:
    case CODE_COMPLEMENT:
    case CODE_NOT:
    case CODE_TRUTH:
        push(m, operate_unary((enum code_op)in->op, kind, pop(m)));
        break;
    case CODE_JUMP:
        m->r.pc = (size_t)in->imm;
        break;
    case CODE_JUMP_IF:
        if (pop(m))
            m->r.pc = (size_t)in->imm;
        break;
    case CODE_JUMP_UNLESS:
        if (!pop(m))
            m->r.pc = (size_t)in->imm;
        break;
    case CODE_CALL:
        call(m, in);
        break;
    case CODE_CALL_OWN:
        enter(m, (size_t)in->imm);
        break;
    case CODE_RETURN:
        leave(m);
        break;
    case CODE_VALUE:
        set_value(m, code->types[in->imm]);
        break;
    case CODE_BEGIN:
        begin(m);
        break;
    }
}

/* ---- the loop ------------------------------------------------------------------------------- */

static bool at_border(const struct lang_machine *m)
{
    return m->code->instrs[m->r.pc].op == CODE_STATEMENT;
}

static bool wants_input(const struct lang_machine *m)
{
    return m->r.progress == MACHINE_WANTS_INPUT;
}

/* Whether to stop at the border that the machine stands at, or the budget is used up. */
static bool pauses(
    struct lang_machine *m, uint64_t left, enum lang_until until, enum lang_stop *ret_stop)
{
    const bool border = at_border(m);
    *ret_stop = LANG_STOP_STATEMENT;
    if (border && m->r.inside && until == LANG_UNTIL_STATEMENT) {
        m->r.inside = false;
        return true;
    }
    *ret_stop = LANG_STOP_SLICE;
    if (left == 0) {
        m->r.inside = m->r.inside && !border;
        return true;
    }
    m->r.inside = m->r.inside || border;
    return false;
}

enum lang_stop lang_machine_run(struct lang_machine *m, uint64_t budget, enum lang_until until)
{
    enum lang_stop stop;
    if (wants_input(m) && (m->input.len || m->end_of_input))
        m->r.progress = 0;
    while (!m->r.halted && !wants_input(m)) {
        if (pauses(m, budget, until, &stop))
            return stop;
        const struct code_instr *in = &m->code->instrs[m->r.pc++];
        m->span = m->code->spans[in->span];
        m->cost = 1;
        execute(m, in);
        budget -= m->cost < budget ? m->cost : budget;
    }
    return m->r.halted ? m->r.stop : LANG_STOP_INPUT;
}

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
