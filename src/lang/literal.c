/* literal - numbers, characters and strings as written -> values. */
#include "literal.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

static int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
        : c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* Reads digits of radix; false if the value does not fit. *ret_len: digits taken. */
static bool read_digits(const char *text, size_t len, unsigned radix, uint64_t *ret_value,
    size_t *ret_len)
{
    uint64_t value = 0;
    bool fits = true;
    size_t i = 0;
    for (; i < len && digit_of(text[i]) < (int)radix; i++) {
        const unsigned digit = (unsigned)digit_of(text[i]);
        fits = fits && value <= (UINT64_MAX - digit) / radix;
        value = value * radix + digit;
    }
    *ret_value = value;
    *ret_len = i;
    return fits;
}

/* "u", "ll", "ui64" in any case. Returns false if it is no suffix. */
static bool read_suffix(const char *text, size_t len, bool *ret_unsigned, int *ret_longs)
{
    static const struct {
        const char *suffix;
        bool is_unsigned;
        int longs;
    } suffixes[] = {{"", false, 0}, {"u", true, 0}, {"l", false, 1}, {"ul", true, 1},
        {"lu", true, 1},
        {"ll", false, 2}, {"ull", true, 2}, {"llu", true, 2}, {"i64", false, 2}, {"ui64", true, 2}};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t n = 0;
        while (n < len && suffixes[i].suffix[n] && lower(text[n]) == suffixes[i].suffix[n])
            n++;
        if (n == len && suffixes[i].suffix[n] == '\0') {
            *ret_unsigned = suffixes[i].is_unsigned;
            *ret_longs = suffixes[i].longs;
            return true;
        }
    }
    return false;
}

/* The first type of C's list that holds the value; decimal numbers without u stay signed. */
static enum type_kind kind_of(uint64_t value, bool is_decimal, bool is_unsigned, int longs)
{
    static const struct {
        enum type_kind kind;
        uint64_t max;
        bool is_unsigned;
        int longs;
    } order[] = {{TYPE_INT, INT32_MAX, false, 0}, {TYPE_UINT, UINT32_MAX, true, 0},
        {TYPE_LONG, INT32_MAX, false, 1}, {TYPE_ULONG, UINT32_MAX, true, 1},
        {TYPE_LLONG, INT64_MAX, false, 2}, {TYPE_ULLONG, UINT64_MAX, true, 2}};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const bool sign_ok = order[i].is_unsigned ? is_unsigned || !is_decimal : !is_unsigned;
        if (value <= order[i].max && sign_ok && order[i].longs >= longs)
            return order[i].kind;
    }
    return TYPE_ULLONG;
}

/* 1.5, 1e3, .5f: no hexadecimal ones. Reads what it is given; strtod would ask the locale. */
static bool read_float(const char *text, size_t len, struct literal_number *ret)
{
    double value = 0, scale = 1;
    size_t i = 0, digits = 0;
    for (; i < len && text[i] >= '0' && text[i] <= '9'; i++, digits++)
        value = value * 10 + (text[i] - '0');
    if (i < len && text[i] == '.')
        for (i++; i < len && text[i] >= '0' && text[i] <= '9'; i++, digits++) {
            value = value * 10 + (text[i] - '0');
            scale *= 10;
        }
    if (digits == 0)
        return false;
    value /= scale;
    if (i < len && lower(text[i]) == 'e') {
        i++;
        const bool negative = i < len && text[i] == '-';
        i += i < len && (text[i] == '-' || text[i] == '+');
        const size_t start = i;
        unsigned exponent = 0;
        for (; i < len && text[i] >= '0' && text[i] <= '9'; i++)
            exponent = exponent < 1000 ? exponent * 10 + (unsigned)(text[i] - '0') : exponent;
        if (i == start)
            return false;
        for (unsigned n = exponent < 400 ? exponent : 400; n > 0; n--)
            value = negative ? value / 10 : value * 10;
    }
    const bool is_float = i < len && lower(text[i]) == 'f';
    i += is_float || (i < len && lower(text[i]) == 'l');
    *ret = (struct literal_number){.number = value, .kind = is_float ? TYPE_FLOAT : TYPE_DOUBLE,
        .radix = 10};
    return i == len;
}

/* p K M G, K and the others also as KB or KiB: how many bytes one of them is; 0 if it is no
 * unit. */
static uint64_t unit_of(const char *text, size_t len)
{
    static const struct {
        char letter;
        uint64_t bytes;
    } units[] = {{'p', 4096}, {'k', 1u << 10}, {'m', 1u << 20}, {'g', 1u << 30},
        {'t', (uint64_t)1 << 40}};
    if (len == 0 || len > 3 || (len > 1 && lower(text[len - 1]) != 'b')
        || (len == 3 && lower(text[1]) != 'i'))
        return 0;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (lower(text[0]) == units[i].letter)
            return i == 0 && len > 1 ? 0 : units[i].bytes;
    return 0;
}

static enum literal_status sized(uint64_t count, uint64_t unit, uint64_t *ret_value)
{
    if (count > UINT64_MAX / unit)
        return LITERAL_TOO_LARGE;
    *ret_value = count * unit;
    return LITERAL_SIZE;
}

enum literal_status literal_number(const char *text, size_t len, struct literal_number *ret)
{
    const bool is_hex = len > 2 && text[0] == '0' && lower(text[1]) == 'x';
    const unsigned radix = is_hex ? 16 : len > 1 && text[0] == '0' ? 8 : 10;
    const size_t prefix = is_hex ? 2 : 0;
    size_t count;
    uint64_t value;
    bool is_unsigned;
    int longs;
    const bool fits = read_digits(text + prefix, len - prefix, radix == 8 ? 10 : radix, &value,
        &count);
    const char *rest = text + prefix + count;
    const size_t rest_len = len - prefix - count;
    *ret = (struct literal_number){.value = value, .radix = radix};
    if (count > 0 && unit_of(rest, rest_len)) {
        ret->kind = TYPE_ULLONG;
        return fits ? sized(value, unit_of(rest, rest_len), &ret->value) : LITERAL_TOO_LARGE;
    }
    if (!is_hex && read_float(text, len, ret) && (memchr(text, '.', len) || memchr(text, 'e', len)
            || memchr(text, 'E', len)))
        return LITERAL_FLOAT;
    *ret = (struct literal_number){.value = value, .radix = radix};
    if (count == 0 || !read_suffix(rest, rest_len, &is_unsigned, &longs))
        return LITERAL_BAD;
    if (radix == 8) {
        size_t octal_count;
        read_digits(text, len, 8, &ret->value, &octal_count);
        if (octal_count != count)
            return LITERAL_BAD_DIGIT;
    }
    if (!fits)
        return LITERAL_TOO_LARGE;
    ret->kind = kind_of(ret->value, radix == 10, is_unsigned, longs);
    return LITERAL_OK;
}

enum literal_status literal_address(const char *text, size_t len, uint64_t *ret_value)
{
    const size_t prefix = len > 2 && text[0] == '0' && lower(text[1]) == 'x' ? 2 : 0;
    size_t count;
    if (!read_digits(text + prefix, len - prefix, 16, ret_value, &count))
        return LITERAL_TOO_LARGE;
    if (count > 0 && count == len - prefix)
        return LITERAL_OK;
    struct literal_number number;
    const enum literal_status status = literal_number(text, len, &number);
    *ret_value = number.value;
    return status == LITERAL_SIZE || status == LITERAL_TOO_LARGE ? status
        : prefix && status == LITERAL_OK ? LITERAL_OK : LITERAL_BAD;
}

/* ---- characters ---------------------------------------------------------------------------- */

static void add_unit(struct buf *out, uint32_t unit, bool wide)
{
    buf_addc(out, (char)(unit & 0xFF));
    if (wide)
        buf_addc(out, (char)(unit >> 8 & 0xFF));
}

static void add_scalar(struct buf *out, uint32_t scalar, const char *text, size_t len, bool wide)
{
    if (!wide) {
        buf_addn(out, text, len);
    } else if (scalar < 0x10000) {
        add_unit(out, scalar, true);
    } else {
        add_unit(out, 0xD7C0 + (scalar >> 10), true);
        add_unit(out, 0xDC00 + (scalar & 0x3FF), true);
    }
}

/* The escape after the backslash at text[0]. Returns the bytes taken; 0 if it is unknown. */
static size_t read_escape(const char *text, size_t len, uint32_t *ret_unit)
{
    static const char letters[] = "abfnrtv\\'\"?", values[] = "\a\b\f\n\r\t\v\\'\"?";
    if (len == 0)
        return 0;
    const char *known = text[0] ? strchr(letters, text[0]) : NULL;
    if (known) {
        *ret_unit = (unsigned char)values[known - letters];
        return 1;
    }
    const bool is_hex = text[0] == 'x';
    const size_t most = is_hex ? 8 : 3;
    uint32_t value = 0;
    size_t i = is_hex ? 1 : 0;
    const size_t start = i;
    for (; i < len && i - start < most && digit_of(text[i]) < (is_hex ? 16 : 8); i++)
        value = value * (is_hex ? 16 : 8) + (uint32_t)digit_of(text[i]);
    *ret_unit = value;
    return i == start ? 0 : i;
}

long literal_decode(struct buf *out, const char *text, size_t len, bool wide)
{
    long bad = -1;
    for (size_t i = 0; i < len; ) {
        uint32_t scalar;
        if (text[i] != '\\') {
            const size_t n = utf8_decode(text + i, len - i, &scalar);
            add_scalar(out, scalar, text + i, n, wide);
            i += n;
        } else if (i + 1 < len && text[i + 1] == '\n') {
            i += 2;
        } else {
            const size_t n = read_escape(text + i + 1, len - i - 1, &scalar);
            if (n > 0)
                add_unit(out, scalar, wide);
            else if (bad < 0)
                bad = (long)i;
            i += 1 + n;
        }
    }
    return bad;
}
