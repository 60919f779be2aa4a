/* access - the answer of a read, a write or an execute: the bytes, or the exception in words. */
#include <inttypes.h>

#include "call.h"

enum { BYTES_A_LINE = 16, DUMP_MAX = 256 };

bool call_is_access(enum vm_call_id id)
{
    return id == VM_CALL_READ || id == VM_CALL_WRITE || id == VM_CALL_EXECUTE;
}

void call_gap(struct render_text *out, const struct vm_machine *machine)
{
    say_column(out, (size_t)machine->pointer_size * 2 + 5);
}

static const char *exception_name(uint32_t code)
{
    static const struct {
        uint32_t code;
        const char *msgid;
    } names[] = {
        {0x80000001, N_("guard page exception")},
        {0xC0000005, N_("access violation")},
        {0xC0000094, N_("integer division by zero")},
        {0xC0000095, N_("integer overflow")},
        {0xC00000FD, N_("stack overflow")},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].code == code)
            return render_tr(names[i].msgid);
    return render_tr(N_("exception"));
}

void call_exception(struct render_text *out, const struct vm_machine *machine,
    const struct lang_exception *exception)
{
    const char *const access = exception->access == 0   ? N_("read")
                               : exception->access == 8 ? N_("execute")
                                                        : N_("write");
    render_role(out, RENDER_FAIL);
    buf_addf(&out->buf, "%s 0x%08" PRIX32, exception_name(exception->code), exception->code);
    if (exception->code == 0xC0000094 || exception->code == 0xC0000095)
        return; /* no memory is part of these */
    struct buf where = {0};
    render_address(&where, machine, exception->address);
    const char *const args[] = {render_tr(access), buf_text(&where)};
    sayn(out, RENDER_FAIL, N_(": {0} at {1}"), args, 2);
    buf_finish(&where);
}

/* Why the page refused the access, from its state. */
static const char *refusal_words(const struct vm_result *result)
{
    if (result->exception == 0x80000001u)
        return N_("; it was a guard page, and the guard is gone now");
    if (!result->reason.has_page)
        return "";
    const vm_attr attr = result->reason.attr;
    if (vm_attr_state(attr) == VM_FREE)
        return N_("; the page is free");
    if (vm_attr_state(attr) == VM_RESERVED)
        return N_("; the page is reserved, not committed");
    switch (vm_attr_class(attr)) {
    case VM_CLASS_NOACCESS:
        return N_("; the page allows no access");
    case VM_CLASS_READ:
        return N_("; the page is read-only");
    case VM_CLASS_WRITE:
        return N_("; the page can be read and written, not executed");
    case VM_CLASS_EXECUTE:
        return N_("; the page cannot be written");
    case VM_CLASS_FREE:
    case VM_CLASS_RESERVED:
    case VM_CLASS_EXECUTE_WRITE:
    case VM_CLASS_GUARD:
    case VM_CLASS_COUNT:
        break;
    }
    return "";
}

static bool is_printable(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7F;
}

/* One byte: "= 0x48   72   'H'".
 * Several, as they lie, as text and as a number: "= 48 6F 6C 61   Hola   0x616C6F48". */
static void add_byte_words(struct render_text *out, uint64_t value, uint64_t size)
{
    render_role(out, RENDER_OK);
    if (size == 1) {
        buf_addf(&out->buf, "= 0x%02" PRIX64 "   %" PRIu64, value, value);
        if (is_printable((unsigned char)value))
            buf_addf(&out->buf, "   '%c'", (char)value);
        say_end(out);
        return;
    }
    buf_addc(&out->buf, '=');
    for (uint64_t i = 0; i < size; i++)
        buf_addf(&out->buf, " %02X", (unsigned)(value >> 8 * i & 0xFF));
    buf_add(&out->buf, "   ");
    for (uint64_t i = 0; i < size; i++) {
        const unsigned char byte = (unsigned char)(value >> 8 * i & 0xFF);
        buf_addc(&out->buf, is_printable(byte) ? (char)byte : '.');
    }
    buf_addf(&out->buf, "   0x%0*" PRIX64, (int)(size * 2), value);
    say_end(out);
}

static void add_dump(
    struct render_text *out, const struct vm_space *space, vm_addr addr, uint64_t size)
{
    const uint64_t shown = size < DUMP_MAX ? size : DUMP_MAX;
    for (uint64_t at = 0; at < shown; at += BYTES_A_LINE) {
        unsigned char bytes[BYTES_A_LINE];
        const size_t count = (size_t)(shown - at < BYTES_A_LINE ? shown - at : BYTES_A_LINE);
        vm_space_peek(space, addr + at, bytes, count);
        render_role(out, RENDER_OK);
        render_address(&out->buf, vm_space_machine(space), addr + at);
        buf_addc(&out->buf, ' ');
        for (size_t i = 0; i < count; i++)
            buf_addf(&out->buf, " %02X", bytes[i]);
        buf_pad(&out->buf, ' ', (BYTES_A_LINE - count) * 3 + 2);
        for (size_t i = 0; i < count; i++)
            buf_addc(&out->buf, is_printable(bytes[i]) ? (char)bytes[i] : '.');
        say_end(out);
    }
    if (shown < size) {
        say_number(out, RENDER_DIM, N_("... {0} more bytes"), size - shown);
        say_end(out);
    }
}

static void add_first_touch(struct render_text *out, const struct vm_change *change)
{
    if (change->page_count == 0)
        return;
    struct buf pages = {0};
    render_pages(&pages, change->page_count);
    say1(out, RENDER_NORMAL, N_("; first touch of {0}"), buf_text(&pages));
    buf_finish(&pages);
}

void call_access(struct render_text *out, const struct call_view *view)
{
    const struct vm_space *const space = session_space(view->session);
    const struct vm_change *const change = view->call->change;
    const struct vm_call *const call = &change->call;
    if (change->result.exception != 0) {
        const struct lang_exception exception = {.code = change->result.exception,
            .access = change->result.exception_access,
            .address = change->result.exception_address};
        call_exception(out, vm_space_machine(space), &exception);
        say(out, RENDER_FAIL, refusal_words(&change->result));
        say_end(out);
        (void)call_cure(out, view->session, view->call);
        if (change->result.reason.rule != VM_RULE_NONE) {
            say(out, RENDER_DIM, N_("why tells more"));
            say_end(out);
        }
        return;
    }
    if (call->id == VM_CALL_READ && call->size <= 8) {
        add_byte_words(out, change->result.value, call->size == 0 ? 1 : call->size);
        return;
    }
    if (call->id == VM_CALL_READ && view->is_now) {
        add_dump(out, space, call->addr, call->size);
        return;
    }
    render_add(out, RENDER_OK, "ok");
    call_gap(out, vm_space_machine(space));
    struct buf size = {0};
    render_size(&size, call->size);
    say1(out, RENDER_NORMAL, call->id == VM_CALL_EXECUTE ? N_("executed") : "{0}", buf_text(&size));
    buf_finish(&size);
    add_first_touch(out, change);
    say_end(out);
}
