/* literal - numbers, characters and strings as written -> values. */
#ifndef LANG_LITERAL_H
#define LANG_LITERAL_H

#include "base/arena.h"

#include "type.h"

enum literal_status {
    LITERAL_OK,
    LITERAL_FLOAT,                 /* fine, but a floating number: number is set */
    LITERAL_BAD,                   /* letters that no number has */
    LITERAL_BAD_DIGIT,             /* 089 */
    LITERAL_TOO_LARGE,             /* more than 64 bits */
    LITERAL_SIZE                   /* 8p, 64K: a size of the short commands; value is in bytes */
};
struct literal_number {
    uint64_t value;
    double number;
    enum type_kind kind;
    unsigned radix;
};
/* As C reads it, on Windows: int and long have 32 bits. */
enum literal_status literal_number(const char *text, size_t len, struct literal_number *ret);
/* As the short commands read addresses: hexadecimal with or without 0x; 8p and the like are
 * sizes. */
enum literal_status literal_address(const char *text, size_t len, uint64_t *ret_value);

/* The characters between the quotes, escapes resolved. wide: UTF-16LE, two bytes each. Returns the
 * offset in text of the first escape that C does not know, or -1. */
struct buf;
long literal_decode(struct buf *out, const char *text, size_t len, bool wide);

#endif
