/* memory - how running code touches memory: the simulated space through vm, the console page
 * directly.
 *
 * Reads of pages that were read before, with nothing changed since but by our own writes, change
 * nothing (no first touch, no guard): they go past vm. Everything else is planned, applied and
 * told.
 */
#include "machine.h"

#include <string.h>

#include "base/utf8.h"

#include "value.h"

/* Of a call on vm, in basic operations: so much, and one more for BYTES_COST bytes. */
enum { CALL_COST = 8, BYTES_COST = 16 };
#define STATUS_GUARD       0x80000001u
#define ERROR_OUT_ARGUMENT 998u

void machine_forget_pages(struct lang_machine *m)
{
    memset(m->cache.pages, 0, sizeof m->cache.pages);
    m->cache.generation = vm_space_generation(m->space);
}

static bool is_known(struct lang_machine *m, vm_page page)
{
    if (m->cache.generation != vm_space_generation(m->space))
        machine_forget_pages(m);
    return m->cache.pages[page % MACHINE_CACHE] == page + 1;
}

/* Applies the planned change and tells it. Pages stay known over a write and over what changed
 * nothing. */
static void apply_planned(struct lang_machine *m, enum lang_event_kind kind, struct vm_result *ret)
{
    const bool known = m->cache.generation == vm_space_generation(m->space);
    const enum vm_call_id id = m->change.call.id;
    *ret = m->change.result;
    if (m->dry) { /* nothing is to happen */
        machine_exit(m, 0);
        return;
    }
    const bool harmless = !ret->exception && (id == VM_CALL_READ || id == VM_CALL_WRITE ||
                                                 vm_change_is_empty(&m->change));
    vm_apply(m->target, &m->change);
    if (known && harmless)
        m->cache.generation = vm_space_generation(m->space);
    m->cost += CALL_COST + (id == VM_CALL_WRITE ? m->change.call.size / BYTES_COST : 0);
    if (m->listener.on_change)
        m->listener.on_change(
            m->listener.ctx, ret->exception ? LANG_EVENT_CALL : kind, m->span, &m->change);
}

void machine_apply(struct lang_machine *m, const struct vm_call *call, enum lang_event_kind kind,
    struct vm_result *ret)
{
    if (m->dry) {
        machine_dry_take(m, call);
        *ret = (struct vm_result){.status = VM_STATUS_NO_MEMORY}; /* nobody goes on with it */
        return;
    }
    vm_plan(m->space, call, &m->change, NULL);
    apply_planned(m, kind, ret);
}

/* One access to the space; false after a fault. Reads that change nothing are no event. */
static bool access_space(struct lang_machine *m, const struct vm_call *call, uint64_t *ret_value)
{
    struct vm_result result;
    vm_plan(m->space, call, &m->change, NULL);
    if (call->id == VM_CALL_READ && !m->change.result.exception && vm_change_is_empty(&m->change))
        result = m->change.result;
    else
        apply_planned(m, LANG_EVENT_MEMORY, &result);
    if (result.exception) {
        machine_stop_exception(
            m, result.exception, result.exception_access, result.exception_address);
        return false;
    }
    *ret_value = result.value;
    return true;
}

static bool crosses_page(vm_addr addr, uint64_t size)
{
    return (addr & (VM_PAGE_SIZE - 1)) + size > VM_PAGE_SIZE;
}

bool machine_read(struct lang_machine *m, vm_addr addr, unsigned size, uint64_t *ret)
{
    const uint8_t *console = env_at(m->env, addr, size);
    if (console) {
        *ret = value_read(console, size, false);
        return true;
    }
    const vm_page page = addr >> VM_PAGE_SHIFT;
    if (!crosses_page(addr, size) && is_known(m, page)) {
        uint8_t bytes[8];
        vm_space_peek(m->space, addr, bytes, size);
        *ret = value_read(bytes, size, false);
        return true;
    }
    if (!access_space(m, &(struct vm_call){.id = VM_CALL_READ, .addr = addr, .size = size}, ret))
        return false;
    if (!crosses_page(addr, size) && m->cache.generation == vm_space_generation(m->space))
        m->cache.pages[page % MACHINE_CACHE] = page + 1;
    return true;
}

bool machine_write(struct lang_machine *m, vm_addr addr, unsigned size, uint64_t value)
{
    uint8_t bytes[8];
    value_write(bytes, size, value);
    return machine_write_bytes(m, addr, bytes, size);
}

static size_t chunk_at(vm_addr addr, size_t len)
{
    const size_t room = VM_PAGE_SIZE - (size_t)(addr & (VM_PAGE_SIZE - 1));
    return len < room ? len : room;
}

bool machine_read_bytes(struct lang_machine *m, vm_addr addr, void *out, size_t len)
{
    uint8_t *to = out;
    const uint8_t *console = env_at(m->env, addr, len);
    if (console)
        memcpy(out, console, len);
    while (!console && len) {
        const size_t n = chunk_at(addr, len);
        uint64_t touched;
        if (!is_known(m, addr >> VM_PAGE_SHIFT) && !machine_read(m, addr, 1, &touched))
            return false;
        vm_space_peek(m->space, addr, to, n);
        addr += n;
        to += n;
        len -= n;
    }
    return true;
}

bool machine_write_bytes(struct lang_machine *m, vm_addr addr, const void *bytes, size_t len)
{
    const uint8_t *from = bytes;
    uint8_t *console = env_at(m->env, addr, len);
    if (console)
        memmove(console, bytes, len);
    while (!console && len) {
        /* up to 8 bytes are one access of the processor, also across a border; more go page by
         * page */
        const size_t n = len <= 8 ? len : chunk_at(addr, len);
        uint64_t ignored;
        const struct vm_call call = {.id = VM_CALL_WRITE, .addr = addr, .size = n, .data = from};
        if (!access_space(m, &call, &ignored))
            return false;
        addr += n;
        from += n;
        len -= n;
    }
    return true;
}

bool machine_read_text(
    void *machine, uint64_t addr, unsigned char_size, size_t max, struct buf *out)
{
    struct lang_machine *m = machine;
    for (size_t i = 0; i < max && i < LANG_MAX_OUTPUT; i++, addr += char_size) {
        uint64_t c;
        char encoded[4];
        if (!machine_read(m, addr, char_size, &c))
            return false;
        if (!c)
            break;
        encoded[0] = (char)(uint8_t)c;
        buf_addn(out, encoded, char_size == 1 ? 1 : utf8_encode((uint32_t)c, encoded));
    }
    return true;
}

uint32_t machine_probe_out(struct lang_machine *m, vm_addr addr, uint64_t size)
{
    static const uint8_t zero[1];
    if (!addr)
        return ERROR_OUT_ARGUMENT;
    if (env_at(m->env, addr, size))
        return 0;
    for (uint64_t at = 0; at < size;) {
        const struct vm_call call = {
            .id = VM_CALL_WRITE, .addr = addr + at, .size = 1, .data = zero};
        vm_plan(m->space, &call, &m->change, NULL);
        const uint32_t exception = m->change.result.exception;
        if (exception == STATUS_GUARD) {
            struct vm_result ignored;
            apply_planned(m, LANG_EVENT_MEMORY, &ignored);
        }
        if (exception)
            return exception == STATUS_GUARD ? STATUS_GUARD : ERROR_OUT_ARGUMENT;
        at += VM_PAGE_SIZE - ((addr + at) & (VM_PAGE_SIZE - 1));
    }
    return 0;
}
