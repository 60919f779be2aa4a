/* value - values as people read them: pointers in hexadecimal, numbers in decimal, structures by
 * member. */
#ifndef LANG_VALUE_H
#define LANG_VALUE_H

#include "base/buf.h"

#include "type.h"

/* Appends the value of type that lies in bytes, as in the memory of the machine. */
void value_format(struct buf *out, const struct type *type, const uint8_t *bytes);
/* Up to 8 bytes, little-endian; sign-extended if is_signed. */
uint64_t value_read(const uint8_t *bytes, uint64_t size, bool is_signed);
void value_write(uint8_t *bytes, uint64_t size, uint64_t value);

#endif
