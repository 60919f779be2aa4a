/* value - writes the bytes of a C object for people. */
#include "value.h"

#include <inttypes.h>
#include <string.h>

enum { VALUE_MAX_ELEMENTS = 16 }; /* of an array that is shown; the rest is "..." */

uint64_t value_read(const uint8_t *bytes, uint64_t size, bool is_signed)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < size && i < 8; i++)
        value |= (uint64_t)bytes[i] << (8 * i);
    if (is_signed && size > 0 && size < 8) {
        const unsigned shift = 64 - 8 * (unsigned)size;
        value = (uint64_t)((int64_t)(value << shift) >> shift);
    }
    return value;
}

void value_write(uint8_t *bytes, uint64_t size, uint64_t value)
{
    for (unsigned i = 0; i < size && i < 8; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
}

static void format_record(struct buf *out, const struct type *type, const uint8_t *bytes)
{
    const struct type_record *record = type->record;
    buf_addc(out, '{');
    for (size_t i = 0; i < record->member_count; i++) {
        const struct type_member *m = &record->members[i];
        if (i)
            buf_add(out, ", ");
        if (m->name)
            buf_addf(out, "%s = ", m->name);
        value_format(out, m->type, bytes + m->offset);
        if (type->kind == TYPE_UNION)
            break;
    }
    buf_addc(out, '}');
}

static void format_array(struct buf *out, const struct type *type, const uint8_t *bytes)
{
    const uint64_t length = type->length == TYPE_NO_LENGTH ? 0 : type->length;
    if (type->base->size == 1 && memchr(bytes, 0, (size_t)length)) {
        buf_addf(out, "\"%s\"", (const char *)bytes);
        return;
    }
    buf_addc(out, '{');
    for (uint64_t i = 0; i < length && i < VALUE_MAX_ELEMENTS; i++) {
        buf_add(out, i ? ", " : "");
        value_format(out, type->base, bytes + i * type->base->size);
    }
    buf_add(out, length > VALUE_MAX_ELEMENTS ? ", ...}" : "}");
}

static void format_floating(struct buf *out, const struct type *type, const uint8_t *bytes)
{
    double number;
    if (type->kind == TYPE_FLOAT) {
        float narrow;
        memcpy(&narrow, bytes, sizeof narrow);
        number = (double)narrow;
    } else {
        memcpy(&number, bytes, sizeof number);
    }
    buf_addf(out, "%g", number);
}

void value_format(struct buf *out, const struct type *type, const uint8_t *bytes)
{
    if (type_is_record(type))
        format_record(out, type, bytes);
    else if (type->kind == TYPE_ARRAY)
        format_array(out, type, bytes);
    else if (type_is_floating(type))
        format_floating(out, type, bytes);
    else if (type->kind == TYPE_POINTER)
        buf_addf(out, "%0*" PRIX64, (int)(2 * type->size), value_read(bytes, type->size, false));
    else if (type_is_signed(type))
        buf_addf(out, "%" PRId64, (int64_t)value_read(bytes, type->size, true));
    else
        buf_addf(out, "%" PRIu64, value_read(bytes, type->size, false));
}
