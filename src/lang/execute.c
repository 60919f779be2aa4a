/* execute - runs flat code in slices and stops where it is asked to. */
#include "machine.h"

#include <string.h>

#include "base/mem.h"

#include "layout.h"
#include "value.h"

#define EXCEPTION_STACK_OVERFLOW 0xC00000FDu

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
        machine_halt(m, LANG_STOP_DONE);
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
