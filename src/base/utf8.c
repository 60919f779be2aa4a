/* utf8 - decoding, checking and repairing text. Width follows wcwidth of common terminals:
 * combining marks 0, East Asian wide and emoji 2, all else 1. */
#include "base/utf8.h"

#include <string.h>

#include "base/buf.h"

enum { REPLACEMENT = 0xFFFD };

size_t utf8_decode(const char *text, size_t len, uint32_t *ret_scalar)
{
    const unsigned char *p = (const unsigned char *)text;
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = p[0] < 0x80 ? 1 : p[0] >= 0xF0 && p[0] < 0xF5 ? 4 : p[0] >= 0xE0 && p[0] < 0xF0 ? 3
        : p[0] >= 0xC2 && p[0] < 0xE0 ? 2 : 0;
    if (n == 1) {
        *ret_scalar = p[0];
        return 1;
    }
    *ret_scalar = REPLACEMENT;
    if (!n || n > len)
        return 1;
    uint32_t c = p[0] & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 1;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        return 1;
    *ret_scalar = c;
    return n;
}

size_t utf8_encode(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n; --i > 0; c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)(0xF00u >> n | c);
    return n;
}

bool utf8_is_valid(const char *text, size_t len)
{
    for (size_t i = 0; i < len; ) {
        uint32_t c;
        size_t n = utf8_decode(text + i, len - i, &c);
        if (n == 1 && c == REPLACEMENT)
            return false;
        i += n;
    }
    return true;
}

/* Windows-1252 0x80..0x9F; the five holes map to themselves as C1 controls do in browsers. */
static const uint16_t cp1252_high[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

void utf8_import(struct buf *out, const char *text, size_t len)
{
    if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        len -= 3;
    }
    bool valid = utf8_is_valid(text, len);
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '\r') {
            if (i + 1 == len || text[i + 1] != '\n')
                buf_addc(out, '\n');
        } else if (c < 0x80 || valid) {
            buf_addc(out, (char)c);
        } else {
            char enc[4];
            buf_addn(out, enc, utf8_encode(c < 0xA0 ? cp1252_high[c - 0x80] : c, enc));
        }
    }
}

struct interval {
    uint32_t first, last;
};
static const struct interval combining[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F},
    {0x06D6, 0x06DC}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
    {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2064}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
};
static const struct interval wide[] = {
    {0x1100, 0x115F}, {0x231A, 0x231B}, {0x23E9, 0x23EC}, {0x2E80, 0x303E}, {0x3041, 0x33FF},
    {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xA000, 0xA4CF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
    {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

static bool is_in(uint32_t c, const struct interval *table, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (c >= table[i].first && c <= table[i].last)
            return true;
    return false;
}

int utf8_scalar_width(uint32_t c)
{
    if (c < 0x300)
        return c < 0x20 || (c >= 0x7F && c < 0xA0) ? 0 : 1;
    if (is_in(c, combining, sizeof combining / sizeof *combining))
        return 0;
    return is_in(c, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}

size_t utf8_width(const char *text, size_t len)
{
    size_t width = 0;
    for (size_t i = 0; i < len; ) {
        uint32_t c;
        i += utf8_decode(text + i, len - i, &c);
        width += (size_t)utf8_scalar_width(c);
    }
    return width;
}
