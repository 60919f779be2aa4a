/* builtins - the C library: printing, input, memory and texts. The functions of Windows are in
 * winapi.c. */
#include "machine.h"

#include <string.h>

#include "functions.h"
#include "printf.h"

/* ---- printing ------------------------------------------------------------------------------- */

static enum call_result output(struct lang_machine *m, const char *text, size_t len)
{
    return machine_output(m, text, len) ? CALL_DONE : CALL_STOPPED;
}

/* Lays the operands out as the caller of a variadic function does. */
static void lay_args(const struct lang_machine *m, const struct code_site *site,
    const uint64_t *values, size_t count, struct buf *out)
{
    for (size_t i = 0; i < count; i++) {
        const bool wide = m->code->pointer_size == 8 || (site->wide_args >> i & 1);
        for (unsigned byte = 0; byte < (wide ? 8u : 4u); byte++)
            buf_addc(out, (char)(uint8_t)(values[i] >> (8 * byte)));
    }
}

static enum call_result print(
    struct lang_machine *m, const struct code_instr *in, const uint64_t *values, uint64_t *ret)
{
    const struct code_site *site = &m->code->sites[in->imm];
    const bool wide = in->builtin == FUNCTION_WPRINTF;
    const size_t skip = site->has_format ? 0 : 1;
    struct buf format = {0}, bytes = {0}, text = {0};
    enum call_result result = CALL_STOPPED;
    if (site->has_format)
        buf_addn(&format, m->code->texts[site->format].bytes, m->code->texts[site->format].len - 1);
    if (site->has_format || machine_read_text(m, values[0], wide ? 2 : 1, SIZE_MAX, &format)) {
        lay_args(m, site, values + skip, in->count - skip, &bytes);
        struct printf_args args = {.bytes = (const uint8_t *)buf_text(&bytes),
            .len = bytes.len,
            .pointer_size = m->code->pointer_size,
            .wide = wide,
            .ctx = m,
            .text = machine_read_text};
        if (printf_format(&text, buf_text(&format), format.len, &args))
            result = output(m, buf_text(&text), text.len);
    }
    *ret = text.len;
    buf_finish(&format);
    buf_finish(&bytes);
    buf_finish(&text);
    return result;
}

static enum call_result put_line(struct lang_machine *m, vm_addr addr)
{
    struct buf text = {0};
    enum call_result result = CALL_STOPPED;
    if (machine_read_text(m, addr, 1, SIZE_MAX, &text)) {
        buf_addc(&text, '\n');
        result = output(m, buf_text(&text), text.len);
    }
    buf_finish(&text);
    return result;
}

/* ---- input ---------------------------------------------------------------------------------- */

static enum call_result get_character(struct lang_machine *m, uint64_t *ret)
{
    if (!m->input.len) {
        *ret = (uint64_t)(int64_t)-1;
        if (m->end_of_input)
            return CALL_DONE;
        m->r.progress = MACHINE_WANTS_INPUT;
        return CALL_INPUT;
    }
    *ret = (uint8_t)m->input.data[0];
    memmove(m->input.data, m->input.data + 1, m->input.len--);
    m->env->registers.input++;
    return CALL_DONE;
}

/* ---- memory: a chunk a turn, so that the largest fill can be stopped ------------------------ */

static size_t next_chunk(const struct lang_machine *m, uint64_t size)
{
    const uint64_t rest = size - m->r.progress;
    return rest < VM_PAGE_SIZE ? (size_t)rest : VM_PAGE_SIZE;
}

static enum call_result fill(struct lang_machine *m, vm_addr to, uint8_t value, uint64_t size)
{
    uint8_t bytes[VM_PAGE_SIZE];
    memset(bytes, value, sizeof bytes);
    for (int turn = 0; turn < MACHINE_CHUNK_PAGES && m->r.progress < size; turn++) {
        const size_t n = next_chunk(m, size);
        if (!machine_write_bytes(m, to + m->r.progress, bytes, n))
            return CALL_STOPPED;
        m->r.progress += n;
    }
    return m->r.progress < size ? CALL_AGAIN : CALL_DONE;
}

/* Forward, or backward where the ranges overlap so that forward would read what it wrote. */
static enum call_result move(struct lang_machine *m, vm_addr to, vm_addr from, uint64_t size)
{
    uint8_t bytes[VM_PAGE_SIZE];
    const bool backward = to > from && to - from < size;
    for (int turn = 0; turn < MACHINE_CHUNK_PAGES && m->r.progress < size; turn++) {
        const size_t n = next_chunk(m, size);
        const uint64_t at = backward ? size - m->r.progress - n : m->r.progress;
        if (!machine_read_bytes(m, from + at, bytes, n) ||
            !machine_write_bytes(m, to + at, bytes, n))
            return CALL_STOPPED;
        m->r.progress += n;
    }
    return m->r.progress < size ? CALL_AGAIN : CALL_DONE;
}

/* ---- texts ---------------------------------------------------------------------------------- */

enum { TEXT_TURN = 1 << 16 }; /* characters a turn */

static enum call_result length(struct lang_machine *m, vm_addr text, uint64_t *ret)
{
    for (int turn = 0; turn < TEXT_TURN; turn++, m->r.progress++) {
        uint64_t c;
        if (!machine_read(m, text + m->r.progress, 1, &c))
            return CALL_STOPPED;
        if (!c) {
            *ret = m->r.progress;
            return CALL_DONE;
        }
    }
    return CALL_AGAIN;
}

static enum call_result copy_text(struct lang_machine *m, vm_addr to, vm_addr from)
{
    for (int turn = 0; turn < TEXT_TURN; turn++, m->r.progress++) {
        uint64_t c;
        if (!machine_read(m, from + m->r.progress, 1, &c) ||
            !machine_write(m, to + m->r.progress, 1, c))
            return CALL_STOPPED;
        if (!c)
            return CALL_DONE;
    }
    return CALL_AGAIN;
}

static enum call_result compare(struct lang_machine *m, vm_addr a, vm_addr b, uint64_t *ret)
{
    for (int turn = 0; turn < TEXT_TURN; turn++, m->r.progress++) {
        uint64_t c, d;
        if (!machine_read(m, a + m->r.progress, 1, &c) ||
            !machine_read(m, b + m->r.progress, 1, &d))
            return CALL_STOPPED;
        if (c != d || !c) {
            *ret = (uint64_t)(int64_t)((c > d) - (c < d));
            return CALL_DONE;
        }
    }
    return CALL_AGAIN;
}

/* ---- the table ------------------------------------------------------------------------------ */

enum call_result builtin_call(
    struct lang_machine *m, const struct code_instr *in, const uint64_t *args, uint64_t *ret)
{
    const char character = in->count ? (char)(uint8_t)args[0] : '\0';
    *ret = in->count ? args[0] : 0;
    switch ((enum function_id)in->builtin) {
    case FUNCTION_PRINTF:
    case FUNCTION_PRINTF_S:
    case FUNCTION_TPRINTF:
    case FUNCTION_WPRINTF:
        return print(m, in, args, ret);
    case FUNCTION_PUTS:
        *ret = 0;
        return put_line(m, args[0]);
    case FUNCTION_PUTCHAR:
        return output(m, &character, 1);
    case FUNCTION_GETCHAR:
    case FUNCTION_GETCH:
    case FUNCTION_OLD_GETCH:
        return get_character(m, ret);
    case FUNCTION_SYSTEM: /* "pause" and "cls" have nothing to do here */
        *ret = 0;
        return CALL_DONE;
    case FUNCTION_EXIT_PROCESS:
    case FUNCTION_EXIT:
    case FUNCTION_QUICK_EXIT:
        machine_exit(m, (int)(int32_t)args[0]);
        return CALL_STOPPED;
    case FUNCTION_MEMSET:
        return fill(m, args[0], (uint8_t)args[1], args[2]);
    case FUNCTION_FILL_MEMORY:
        return fill(m, args[0], (uint8_t)args[2], args[1]);
    case FUNCTION_ZERO_MEMORY:
        return fill(m, args[0], 0, args[1]);
    case FUNCTION_MEMCPY:
    case FUNCTION_MEMMOVE:
    case FUNCTION_COPY_MEMORY:
    case FUNCTION_MOVE_MEMORY:
        return move(m, args[0], args[1], args[2]);
    case FUNCTION_STRLEN:
        return length(m, args[0], ret);
    case FUNCTION_STRCPY:
        return copy_text(m, args[0], args[1]);
    case FUNCTION_STRCMP:
        return compare(m, args[0], args[1], ret);
    default: /* the table has functions of others, too */
        return winapi_call(m, in, args, ret);
    }
}
