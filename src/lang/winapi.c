/* winapi - the functions of Windows: arguments -> a call on the space -> out-arguments and last
 * error. */
#include "machine.h"

#include "functions.h"
#include "value.h"

#define ERROR_INVALID_HANDLE 6u
enum { SIZE_OF_REGION_32 = 28, SIZE_OF_REGION_64 = 48, SIMULATED_PROCESS_ID = 4242 };

static unsigned pointer_size(const struct lang_machine *m)
{
    return vm_space_machine(m->space)->pointer_size;
}

/* GetCurrentProcess() is -1; a program knows no other handle of a process. [R-GEN-9] */
static uint64_t current_process(const struct lang_machine *m)
{
    return pointer_size(m) == 8 ? UINT64_MAX : UINT32_MAX;
}

/* Looks at an out-argument; false if the call fails for it at once. NULL or not writable is for
 * the space to judge, in its order of checks. */
static bool probe_out(struct lang_machine *m, vm_addr addr, uint64_t size, bool *ret_missing)
{
    const uint32_t error = machine_probe_out(m, addr, size);
    *ret_missing = error != 0;
    if (error <= UINT16_MAX)
        return true;
    m->env->registers.last_error = error; /* a guard page was hit [R-ACC-3] */
    return false;
}

static void apply(struct lang_machine *m, const struct vm_call *call, struct vm_result *ret)
{
    machine_apply(m, call, LANG_EVENT_CALL, ret);
    if (ret->error) /* success leaves it alone [R-GEN-7] */
        m->env->registers.last_error = ret->error;
}

static enum call_result finish(
    struct lang_machine *m, const struct vm_result *result, uint64_t *ret)
{
    *ret = result->value;
    return m->r.halted ? CALL_STOPPED : CALL_DONE;
}

static enum call_result plain(struct lang_machine *m, const struct vm_call *call, uint64_t *ret)
{
    struct vm_result result;
    apply(m, call, &result);
    return finish(m, &result, ret);
}

static enum call_result protect(
    struct lang_machine *m, const uint64_t *args, size_t count, uint64_t *ret)
{
    struct vm_result result;
    struct vm_call call = {
        .id = VM_CALL_PROTECT, .addr = args[0], .size = args[1], .protect = (uint32_t)args[2]};
    if (count > 3 && !probe_out(m, args[3], 4, &call.out_missing)) {
        *ret = 0;
        return CALL_DONE;
    }
    apply(m, &call, &result);
    if (count > 3 && result.has_old_protect && !call.out_missing)
        machine_write(m, args[3], 4, result.old_protect);
    return finish(m, &result, ret);
}

static void write_region(struct lang_machine *m, vm_addr to, const struct vm_region *region)
{
    uint8_t bytes[SIZE_OF_REGION_64] = {0};
    const unsigned p = pointer_size(m);
    value_write(bytes, p, region->base);
    value_write(bytes + p, p, region->allocation_base);
    value_write(bytes + 2 * p, 4, region->allocation_protect);
    uint8_t *rest = bytes + (p == 8 ? 24 : 12);
    value_write(rest, p, region->size);
    value_write(rest + p, 4, region->state);
    value_write(rest + p + 4, 4, region->protect);
    value_write(rest + p + 8, 4, region->type);
    machine_write_bytes(m, to, bytes, p == 8 ? SIZE_OF_REGION_64 : SIZE_OF_REGION_32);
}

/* has_buffer: lines may leave it out, and then may give the length alone. */
static enum call_result query(
    struct lang_machine *m, const uint64_t *args, size_t count, bool has_buffer, uint64_t *ret)
{
    struct vm_result result;
    const uint64_t whole = pointer_size(m) == 8 ? SIZE_OF_REGION_64 : SIZE_OF_REGION_32;
    const size_t length_at = has_buffer ? 2 : 1;
    struct vm_call call = {
        .id = VM_CALL_QUERY, .addr = args[0], .size = count > length_at ? args[length_at] : whole};
    const uint64_t written = call.size < whole ? call.size : whole;
    if (has_buffer && written && !probe_out(m, args[1], written, &call.out_missing)) {
        *ret = 0;
        return CALL_DONE;
    }
    apply(m, &call, &result);
    if (has_buffer && result.status == VM_STATUS_SUCCESS)
        write_region(m, args[1], &result.region);
    return finish(m, &result, ret);
}

static enum call_result write_watch_short(
    struct lang_machine *m, const uint64_t *args, size_t count, uint64_t *ret)
{
    const struct vm_call call = {.id = VM_CALL_GET_WRITE_WATCH,
        .flags = (uint32_t)args[0],
        .addr = args[1],
        .size = args[2],
        .capacity = count > 3 ? args[3] : UINT64_MAX};
    return plain(m, &call, ret);
}

/* The full form: (flags, base, size, addresses, &count, &granularity). [R-WW-9..11] */
static enum call_result write_watch(struct lang_machine *m, const uint64_t *args, uint64_t *ret)
{
    const unsigned p = pointer_size(m);
    struct vm_result result;
    struct vm_call call = {.id = VM_CALL_GET_WRITE_WATCH,
        .flags = (uint32_t)args[0],
        .addr = args[1],
        .size = args[2]};
    bool no_count, no_granularity, no_array = false;
    *ret = UINT32_MAX;
    if (!probe_out(m, args[4], p, &no_count) || !probe_out(m, args[5], 4, &no_granularity))
        return CALL_DONE;
    call.capacity = 1; /* a missing count is 998, not a count of 0 [R-WW-10] */
    if (!no_count && !machine_read(m, args[4], p, &call.capacity))
        return CALL_STOPPED;
    const uint64_t most = (args[2] >> VM_PAGE_SHIFT) + 2;
    const uint64_t used = call.capacity < most ? call.capacity : most;
    if (used && !probe_out(m, args[3], used * p, &no_array))
        return CALL_DONE;
    call.out_missing = no_count || no_granularity || no_array;
    vm_plan(
        m->space, &call, &m->change, NULL); /* the listener may take the change with its pages */
    struct buf pages = {0};
    if (m->change.result.status == VM_STATUS_SUCCESS)
        for (size_t i = 0; i < m->change.page_count; i++) {
            uint8_t entry[8];
            value_write(entry, p, m->change.pages[i] << VM_PAGE_SHIFT);
            buf_addn(&pages, entry, p);
        }
    apply(m, &call, &result);
    if (result.status == VM_STATUS_SUCCESS &&
        machine_write_bytes(m, args[3], buf_text(&pages), pages.len) &&
        machine_write(m, args[4], p, result.page_count))
        machine_write(m, args[5], 4, VM_PAGE_SIZE);
    buf_finish(&pages);
    return finish(m, &result, ret);
}

/* read, write and execute as typed: an access of the program, with its exception. */
static enum call_result access_memory(
    struct lang_machine *m, const struct vm_call *call, uint64_t *ret)
{
    struct vm_result result;
    machine_apply(m, call, LANG_EVENT_CALL, &result);
    if (result.exception)
        machine_stop_exception(
            m, result.exception, result.exception_access, result.exception_address);
    return finish(m, &result, ret);
}

static enum call_result write_typed(
    struct lang_machine *m, const struct code_instr *in, const uint64_t *args, uint64_t *ret)
{
    struct vm_call call = {.id = VM_CALL_WRITE, .addr = args[0], .size = 1};
    uint8_t byte = 0;
    if (in->imm < m->code->text_count) { /* write(address, "text"): without its NUL */
        const struct code_text *text = &m->code->texts[in->imm];
        call.data = text->bytes;
        call.size = text->len - text->char_size;
    } else {
        byte = (uint8_t)args[1];
        call.data = &byte;
    }
    return access_memory(m, &call, ret);
}

static enum call_result system_info(struct lang_machine *m, vm_addr to, uint64_t *ret)
{
    const struct vm_machine *machine = vm_space_machine(m->space);
    const unsigned p = machine->pointer_size;
    uint8_t bytes[48] = {0};
    value_write(bytes, 2, p == 8 ? 9 : 0); /* AMD64, INTEL */
    value_write(bytes + 4, 4, VM_PAGE_SIZE);
    value_write(bytes + 8, p, machine->min_address);
    value_write(bytes + 8 + p, p, machine->max_address);
    value_write(bytes + 8 + 2 * p, p, 1); /* one processor */
    uint8_t *rest = bytes + 8 + 3 * p;
    value_write(rest, 4, 1);
    value_write(rest + 4, 4, p == 8 ? 8664 : 586);
    value_write(rest + 8, 4, VM_GRANULE_SIZE);
    value_write(rest + 12, 2, 6);
    *ret = 0;
    return machine_write_bytes(m, to, bytes, 24 + 3 * (size_t)p) ? CALL_DONE : CALL_STOPPED;
}

static enum call_result alloc(struct lang_machine *m, const uint64_t *args, uint64_t *ret)
{
    const struct vm_call call = {.id = VM_CALL_ALLOC,
        .addr = args[0],
        .size = args[1],
        .flags = (uint32_t)args[2],
        .protect = (uint32_t)args[3]};
    return plain(m, &call, ret);
}

static enum call_result ex(
    struct lang_machine *m, const struct code_instr *in, const uint64_t *args, uint64_t *ret);

static enum call_result read_typed(
    struct lang_machine *m, const uint64_t *args, size_t count, uint64_t *ret)
{
    const struct vm_call call = {
        .id = VM_CALL_READ, .addr = args[0], .size = count > 1 ? args[1] : 1};
    return access_memory(m, &call, ret);
}

enum call_result winapi_call(
    struct lang_machine *m, const struct code_instr *in, const uint64_t *args, uint64_t *ret)
{
    *ret = 0;
    switch ((enum function_id)in->builtin) {
    case FUNCTION_VIRTUAL_ALLOC:
        return alloc(m, args, ret);
    case FUNCTION_VIRTUAL_FREE:
        return plain(m,
            &(struct vm_call){
                .id = VM_CALL_FREE, .addr = args[0], .size = args[1], .flags = (uint32_t)args[2]},
            ret);
    case FUNCTION_VIRTUAL_PROTECT:
        return protect(m, args, in->count, ret);
    case FUNCTION_VIRTUAL_QUERY:
        return query(m, args, in->count, in->imm != CODE_WITHOUT_OUT, ret);
    case FUNCTION_VIRTUAL_LOCK:
        return plain(
            m, &(struct vm_call){.id = VM_CALL_LOCK, .addr = args[0], .size = args[1]}, ret);
    case FUNCTION_VIRTUAL_UNLOCK:
        return plain(
            m, &(struct vm_call){.id = VM_CALL_UNLOCK, .addr = args[0], .size = args[1]}, ret);
    case FUNCTION_GET_WRITE_WATCH:
        return in->imm == CODE_WITHOUT_OUT ? write_watch_short(m, args, in->count, ret)
                                           : write_watch(m, args, ret);
    case FUNCTION_RESET_WRITE_WATCH:
        return plain(m,
            &(struct vm_call){.id = VM_CALL_RESET_WRITE_WATCH, .addr = args[0], .size = args[1]},
            ret);
    case FUNCTION_READ:
        return read_typed(m, args, in->count, ret);
    case FUNCTION_WRITE:
        return write_typed(m, in, args, ret);
    case FUNCTION_EXECUTE:
    case FUNCTION_EXEC:
        return access_memory(
            m, &(struct vm_call){.id = VM_CALL_EXECUTE, .addr = args[0], .size = 1}, ret);
    case FUNCTION_GET_LAST_ERROR:
        *ret = m->env->registers.last_error;
        return CALL_DONE;
    case FUNCTION_SET_LAST_ERROR:
        m->env->registers.last_error = (uint32_t)args[0];
        return CALL_DONE;
    case FUNCTION_GET_SYSTEM_INFO:
        return system_info(m, args[0], ret);
    case FUNCTION_GET_LARGE_PAGE_MINIMUM:
        *ret = vm_space_machine(m->space)->large_pages ? 2u << 20 : 0; /* [R-LARGE-1] */
        return CALL_DONE;
    case FUNCTION_GET_CURRENT_PROCESS:
        *ret = current_process(m);
        return CALL_DONE;
    case FUNCTION_GET_CURRENT_PROCESS_ID:
        *ret = SIMULATED_PROCESS_ID;
        return CALL_DONE;
    case FUNCTION_SLEEP: /* time passes on the simulated clock alone */
        m->env->registers.clock += (args[0] & UINT32_MAX) * 10000;
        return CALL_DONE;
    default: /* the table has functions of others, too */
        return ex(m, in, args, ret);
    }
}

/* The ...Ex functions: the handle first, then as without it. */
static enum call_result ex(
    struct lang_machine *m, const struct code_instr *in, const uint64_t *args, uint64_t *ret)
{
    if (args[0] != current_process(m)) {
        m->env->registers.last_error = ERROR_INVALID_HANDLE;
        return CALL_DONE;
    }
    struct code_instr inner = *in;
    inner.count--;
    switch ((enum function_id)in->builtin) {
    case FUNCTION_VIRTUAL_ALLOC_EX:
        inner.builtin = FUNCTION_VIRTUAL_ALLOC;
        break;
    case FUNCTION_VIRTUAL_FREE_EX:
        inner.builtin = FUNCTION_VIRTUAL_FREE;
        break;
    case FUNCTION_VIRTUAL_PROTECT_EX:
        inner.builtin = FUNCTION_VIRTUAL_PROTECT;
        break;
    default:
        inner.builtin = FUNCTION_VIRTUAL_QUERY;
        break;
    }
    return winapi_call(m, &inner, args + 1, ret);
}
