/* buf - text or bytes that grow.
 *
 * Shape   data[0..len) and a NUL that does not count; data is NULL until the first addition.
 * Use     struct buf b = {0}; buf_add...; buf_finish. A finished or zeroed buf can be used again.
 * Errors  None (out of memory ends in base_oom).    Cost  O(1) a byte on average.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>

struct buf {
    char *data;
    size_t len, cap;
};

#if defined(__GNUC__)
#define BASE_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define BASE_PRINTF(fmt, args)
#endif

void buf_finish(struct buf *b);                              /* frees, and zeroes *b */
void buf_clear(struct buf *b);                               /* keeps the memory */
void buf_addc(struct buf *b, char c);
void buf_add(struct buf *b, const char *text);               /* up to the NUL */
void buf_addn(struct buf *b, const void *data, size_t len);
void buf_pad(struct buf *b, char c, size_t count);
void buf_addf(struct buf *b, const char *fmt, ...) BASE_PRINTF(2, 3);
void buf_addv(struct buf *b, const char *fmt, va_list ap) BASE_PRINTF(2, 0);
/* Never NULL; borrowed until the next change */
const char *buf_text(const struct buf *b);
/* The caller frees; *b is empty again */
char *buf_take(struct buf *b);

#endif
