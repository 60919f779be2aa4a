/* printf - reads formats, writes numbers as the C library of Windows does. */
#include "printf.h"

#include <string.h>

#include "base/utf8.h"

/* ---- reading a format ----------------------------------------------------------------------- */

struct reader {
    const char *format;
    size_t len, at;
};

static char peek(const struct reader *r)
{
    return r->at < r->len ? r->format[r->at] : '\0';
}

static bool take(struct reader *r, const char *word)
{
    const size_t n = strlen(word);
    if (r->len - r->at < n || memcmp(r->format + r->at, word, n) != 0)
        return false;
    r->at += n;
    return true;
}

static void read_flags(struct reader *r, struct printf_spec *spec)
{
    for (;; r->at++) {
        switch (peek(r)) {
        case '-':
            spec->left = true;
            break;
        case '+':
            spec->plus = true;
            break;
        case ' ':
            spec->space = true;
            break;
        case '#':
            spec->alt = true;
            break;
        case '0':
            spec->zero = true;
            break;
        default:
            return;
        }
    }
}

static int read_number(struct reader *r, int without)
{
    int n = without;
    if (take(r, "*"))
        return PRINTF_STAR;
    for (; peek(r) >= '0' && peek(r) <= '9'; r->at++) {
        n = (n < 0 ? 0 : n) * 10 + (peek(r) - '0');
        if (n > PRINTF_MAX_WIDTH)
            n = PRINTF_MAX_WIDTH;
    }
    return n;
}

static enum printf_length read_length(struct reader *r)
{
    static const struct {
        const char *word;
        enum printf_length length;
    } words[] = {
        {"hh", PRINTF_LENGTH_HH},
        {"h", PRINTF_LENGTH_H},
        {"ll", PRINTF_LENGTH_LL},
        {"l", PRINTF_LENGTH_L},
        {"w", PRINTF_LENGTH_L},
        {"I64", PRINTF_LENGTH_LL},
        {"I32", PRINTF_LENGTH_L},
        {"I", PRINTF_LENGTH_SIZE},
        {"z", PRINTF_LENGTH_SIZE},
        {"t", PRINTF_LENGTH_SIZE},
        {"j", PRINTF_LENGTH_LL},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (take(r, words[i].word))
            return words[i].length;
    return PRINTF_LENGTH_NONE;
}

bool printf_next(const char *format, size_t len, size_t *at, struct printf_spec *ret)
{
    struct reader r = {format, len, *at};
    *ret = (struct printf_spec){.start = *at, .width = PRINTF_NONE, .precision = PRINTF_NONE};
    if (r.at >= len)
        return false;
    if (!take(&r, "%")) {
        const char *percent = memchr(format + r.at, '%', len - r.at);
        r.at = percent ? (size_t)(percent - format) : len;
        ret->known = true;
    } else {
        read_flags(&r, ret);
        ret->width = read_number(&r, PRINTF_NONE);
        if (take(&r, "."))
            ret->precision = read_number(&r, 0);
        ret->length = read_length(&r);
        ret->conversion = peek(&r);
        ret->known =
            ret->conversion != '\0' && strchr("diuxXocCsSpfeEgG%", ret->conversion) != NULL;
        if (r.at < len)
            r.at++;
        if (!ret->conversion) /* "%" or "%5" at the end: plain text */
            ret->known = true;
    }
    *at = ret->end = r.at;
    return true;
}

unsigned printf_arg_size(const struct printf_spec *spec, unsigned pointer_size)
{
    if (!spec->known || !spec->conversion || spec->conversion == '%')
        return 0;
    if (strchr("sSp", spec->conversion))
        return pointer_size;
    if (strchr("cC", spec->conversion))
        return 4;
    if (strchr("feEgG", spec->conversion))
        return 8;
    switch (spec->length) {
    case PRINTF_LENGTH_LL:
        return 8;
    case PRINTF_LENGTH_SIZE:
        return pointer_size;
    case PRINTF_LENGTH_NONE:
    case PRINTF_LENGTH_HH:
    case PRINTF_LENGTH_H:
    case PRINTF_LENGTH_L:
        break;
    }
    return 4;
}

/* In printf %s is narrow and %S wide, in wprintf the other way round; h and l say it in both. */
static unsigned char_size(const struct printf_spec *spec, bool wide, char upper)
{
    if (spec->length == PRINTF_LENGTH_H)
        return 1;
    if (spec->length == PRINTF_LENGTH_L)
        return 2;
    return (spec->conversion == upper) != wide ? 2 : 1;
}

unsigned printf_text_size(const struct printf_spec *spec, bool wide)
{
    const bool text = spec->conversion == 's' || spec->conversion == 'S';
    return text ? char_size(spec, wide, 'S') : 0;
}

/* ---- writing -------------------------------------------------------------------------------- */

static uint64_t next_arg(struct printf_args *args, unsigned size)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < size; i++)
        if (args->at + i < args->len)
            value |= (uint64_t)args->bytes[args->at + i] << (8 * i);
    args->at += size > args->pointer_size ? size : args->pointer_size;
    return value;
}

static void pad_field(
    struct buf *out, const struct printf_spec *spec, int width, const char *text, size_t len)
{
    const size_t pad = width > 0 && (size_t)width > len ? (size_t)width - len : 0;
    if (!spec->left)
        buf_pad(out, ' ', pad);
    buf_addn(out, text, len);
    if (spec->left)
        buf_pad(out, ' ', pad);
}

static size_t write_digits(char *end, uint64_t value, unsigned base, bool upper)
{
    const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    size_t n = 0;
    for (; value; value /= base)
        *(end - ++n) = digits[value % base];
    return n;
}

static bool is_signed(const struct printf_spec *spec)
{
    return spec->conversion == 'd' || spec->conversion == 'i';
}

static uint64_t narrow(const struct printf_spec *spec, uint64_t value, unsigned size)
{
    if (spec->length == PRINTF_LENGTH_H)
        size = 2;
    if (spec->length == PRINTF_LENGTH_HH)
        size = 1;
    const unsigned shift = 64 - 8 * size;
    return is_signed(spec) ? (uint64_t)((int64_t)(value << shift) >> shift)
                           : value << shift >> shift;
}

static const char *number_prefix(const struct printf_spec *spec, bool negative, uint64_t value)
{
    if (negative)
        return "-";
    if (is_signed(spec))
        return spec->plus ? "+" : spec->space ? " " : "";
    if (!spec->alt || !value)
        return "";
    return spec->conversion == 'x'   ? "0x"
           : spec->conversion == 'X' ? "0X"
           : spec->conversion == 'o' ? "0"
                                     : "";
}

static void write_number(
    struct buf *out, const struct printf_spec *spec, int width, int precision, uint64_t value)
{
    const bool negative = is_signed(spec) && (int64_t)value < 0;
    const unsigned base =
        spec->conversion == 'o'                                                         ? 8
        : spec->conversion == 'x' || spec->conversion == 'X' || spec->conversion == 'p' ? 16
                                                                                        : 10;
    char digits[24];
    const size_t n = write_digits(digits + sizeof digits, negative ? 0 - value : value, base,
        spec->conversion == 'X' || spec->conversion == 'p');
    const char *prefix = number_prefix(spec, negative, value);
    size_t zeros = precision == PRINTF_NONE ? 1 : (size_t)precision;
    if (precision == PRINTF_NONE && spec->zero && !spec->left && width > (int)strlen(prefix))
        zeros = (size_t)width - strlen(prefix);
    struct buf field = {0};
    buf_add(&field, prefix);
    buf_pad(&field, '0', zeros > n ? zeros - n : 0);
    buf_addn(&field, digits + sizeof digits - n, n);
    pad_field(out, spec, width, buf_text(&field), field.len);
    buf_finish(&field);
}

static void write_char(
    struct buf *out, const struct printf_spec *spec, int width, bool wide, uint64_t value)
{
    char text[4] = {(char)(uint8_t)value};
    size_t len = 1;
    if (char_size(spec, wide, 'C') == 2)
        len = utf8_encode((uint16_t)value, text);
    pad_field(out, spec, width, text, len);
}

static bool write_text(struct buf *out, const struct printf_spec *spec, int width, int precision,
    struct printf_args *args)
{
    const uint64_t addr = next_arg(args, args->pointer_size);
    const size_t max = precision == PRINTF_NONE ? SIZE_MAX : (size_t)precision;
    struct buf text = {0};
    bool ok = true;
    if (!addr) /* the library prints (null), it does not fault */
        buf_addn(&text, "(null)", max < 6 ? max : 6);
    else
        ok = args->text(args->ctx, addr, printf_text_size(spec, args->wide), max, &text);
    if (ok)
        pad_field(out, spec, width, buf_text(&text), text.len);
    buf_finish(&text);
    return ok;
}

static void write_floating(
    struct buf *out, const struct printf_spec *spec, int width, int precision, uint64_t bits)
{
    const int digits = precision == PRINTF_NONE ? 6 : precision;
    struct buf field = {0};
    double number;
    memcpy(&number, &bits, sizeof number);
    if (spec->plus && number >= 0)
        buf_addc(&field, '+');
    switch (spec->conversion) {
    case 'f':
        buf_addf(&field, "%.*f", digits, number);
        break;
    case 'e':
        buf_addf(&field, "%.*e", digits, number);
        break;
    case 'E':
        buf_addf(&field, "%.*E", digits, number);
        break;
    case 'g':
        buf_addf(&field, "%.*g", digits, number);
        break;
    default:
        buf_addf(&field, "%.*G", digits, number);
        break;
    }
    pad_field(out, spec, width, buf_text(&field), field.len);
    buf_finish(&field);
}

static int star(struct printf_args *args, int asked, bool *left)
{
    if (asked != PRINTF_STAR)
        return asked;
    int32_t value = (int32_t)next_arg(args, 4);
    if (value < 0 && left) { /* a negative width is the flag - and the width */
        *left = true;
        value = value == INT32_MIN ? INT32_MAX : -value;
    }
    if (value < 0)
        return PRINTF_NONE;
    return value > PRINTF_MAX_WIDTH ? PRINTF_MAX_WIDTH : value;
}

static bool write_spec(struct buf *out, struct printf_spec *spec, struct printf_args *args)
{
    const int width = star(args, spec->width, &spec->left);
    int precision = star(args, spec->precision, NULL);
    const unsigned size = printf_arg_size(spec, args->pointer_size);
    switch (spec->conversion) {
    case '%':
        buf_addc(out, '%');
        return true;
    case 's':
    case 'S':
        return write_text(out, spec, width, precision, args);
    case 'c':
    case 'C':
        write_char(out, spec, width, args->wide, next_arg(args, size));
        return true;
    case 'f':
    case 'e':
    case 'E':
    case 'g':
    case 'G':
        write_floating(out, spec, width, precision, next_arg(args, size));
        return true;
    case 'p':
        precision = (int)(2 * args->pointer_size);
        break;
    default:
        break;
    }
    write_number(out, spec, width, precision, narrow(spec, next_arg(args, size), size));
    return true;
}

bool printf_format(struct buf *out, const char *format, size_t len, struct printf_args *args)
{
    struct printf_spec spec;
    for (size_t at = 0; printf_next(format, len, &at, &spec);) {
        if (!spec.conversion || !spec.known)
            buf_addn(out, format + spec.start, spec.end - spec.start);
        else if (!write_spec(out, &spec, args))
            return false;
    }
    return true;
}
