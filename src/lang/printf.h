/* printf - the formats of printf as the C library of Windows reads them.
 *
 * Sizes   int and long are 4 bytes, long long 8, size_t as wide as a pointer; %p is upper-case
 *         hexadecimal, zero-padded to the width of a pointer, without 0x.
 * Args    lie as a 32- or 64-bit caller pushes them: slots of pointer size, 8-byte values in as
 *         many slots as they need. Reading past the last one gives zeros.
 * Limits  Width and precision are cut to PRINTF_MAX_WIDTH.
 */
#ifndef LANG_PRINTF_H
#define LANG_PRINTF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum { PRINTF_MAX_WIDTH = 1 << 16, PRINTF_NONE = -1, PRINTF_STAR = -2 };

enum printf_length { PRINTF_LENGTH_NONE, PRINTF_LENGTH_HH, PRINTF_LENGTH_H, PRINTF_LENGTH_L,
    PRINTF_LENGTH_LL, PRINTF_LENGTH_SIZE };

/* One stretch of a format: plain text (conversion 0) or one conversion. */
struct printf_spec {
    size_t start, end;             /* bytes of the format */
    bool left, plus, space, alt, zero;
    int width, precision;          /* PRINTF_NONE, PRINTF_STAR or a number */
    enum printf_length length;
    char conversion;
    bool known;                    /* false: no such conversion; it is printed as it stands */
};
/* The stretch at *at, moving *at behind it; false at the end of the format. */
bool printf_next(const char *format, size_t len, size_t *at, struct printf_spec *ret);
/* How many bytes the argument of a conversion has: 0 (none), 4 or 8. */
unsigned printf_arg_size(const struct printf_spec *spec, unsigned pointer_size);
/* Is the argument a text, and of characters of which size? 0: it is no text. wide: in wprintf. */
unsigned printf_text_size(const struct printf_spec *spec, bool wide);

struct printf_args {
    const uint8_t *bytes;
    size_t len, at;
    unsigned pointer_size;
    bool wide;                     /* wprintf: %s is a wide text */
    void *ctx;
    /* Appends at most max characters (of char_size bytes, to the NUL) of the text at addr to out
     * as UTF-8; false if the memory cannot be read. */
    bool (*text)(void *ctx, uint64_t addr, unsigned char_size, size_t max, struct buf *out);
};
/* Appends the text; false if a text argument could not be read (out holds what came before). */
bool printf_format(struct buf *out, const char *format, size_t len, struct printf_args *args);

#endif
