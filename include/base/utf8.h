/* utf8 - decoding, checking and repairing text that people or files bring.
 *
 * Units   bytes; "scalar" is a Unicode scalar value.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/* Decodes one scalar from text[0..len), len > 0. Returns the bytes taken (1 to 4); a byte that is
 * no valid UTF-8 is taken alone and *ret_scalar is U+FFFD. Overlong forms and surrogates are
 * invalid. */
size_t utf8_decode(const char *text, size_t len, uint32_t *ret_scalar);
size_t utf8_encode(uint32_t scalar, char out[4]);            /* bytes written, 1 to 4 */
bool utf8_is_valid(const char *text, size_t len);

/* Appends text as clean UTF-8: a byte order mark is dropped, CRLF and CR become LF, and where the
 * text is not valid UTF-8 it is read as Windows-1252, as students' editors write it. */
void utf8_import(struct buf *out, const char *text, size_t len);

/* Cells that text takes in a terminal: 1 for most, 2 for wide East Asian, 0 for combining marks. */
size_t utf8_width(const char *text, size_t len);
int utf8_scalar_width(uint32_t scalar);

#endif
