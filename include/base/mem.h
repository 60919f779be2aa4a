/* mem - the one door to host memory.
 *
 * Errors  None of these returns NULL: out of host memory ends in base_oom. That is the only place
 *         of the program below main that ends the process.
 * Owner   The caller frees with free().
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* Says one line on stderr and ends the process with exit status 71, after calling the hook. */
_Noreturn void base_oom(void);

/* hook runs once before the process ends: the terminal program restores the screen there.
 * The only mutable state below the front ends; NULL takes the hook away. */
void base_oom_hook(void (*hook)(void));

/* Undefined contents; size 0 gives a unique pointer */
void *base_alloc(size_t size);
void *base_zalloc(size_t size);                              /* all zero */
void *base_realloc(void *ptr, size_t size);                  /* ptr may be NULL */
void *base_memdup(const void *data, size_t size);
char *base_strndup(const char *text, size_t len);            /* always ends in NUL */

/* Makes room for need elements of elem bytes in the vector *data with capacity *cap (elements),
 * growing by half or more, so that appending costs O(1) on average. Keeps what is there. */
void base_grow(void *data_ptr, size_t *cap, size_t need, size_t elem);

#endif
