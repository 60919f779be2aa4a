/* mem - host memory that is there or ends the process. */
#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_OOM = 71 };   /* EX_OSERR of sysexits: the system, not the person, is at fault */

static void (*oom_hook)(void);

void base_oom_hook(void (*hook)(void))
{
    oom_hook = hook;
}

_Noreturn void base_oom(void)
{
    void (*hook)(void) = oom_hook;
    oom_hook = NULL;
    if (hook)
        hook();
    fputs("pagelab: out of memory; the journal is intact\n", stderr);
    exit(EXIT_OOM);
}

void *base_alloc(size_t size)
{
    void *p = malloc(size ? size : 1);
    if (!p)
        base_oom();
    return p;
}

void *base_zalloc(size_t size)
{
    void *p = calloc(1, size ? size : 1);
    if (!p)
        base_oom();
    return p;
}

void *base_realloc(void *ptr, size_t size)
{
    void *p = realloc(ptr, size ? size : 1);
    if (!p)
        base_oom();
    return p;
}

void *base_memdup(const void *data, size_t size)
{
    void *p = base_alloc(size);
    if (size)
        memcpy(p, data, size);
    return p;
}

char *base_strndup(const char *text, size_t len)
{
    char *p = base_alloc(len + 1);
    if (len)
        memcpy(p, text, len);
    p[len] = '\0';
    return p;
}

void base_grow(void *data_ptr, size_t *cap, size_t need, size_t elem)
{
    if (need <= *cap)
        return;
    size_t grown = *cap + *cap / 2 + 8;
    if (grown < need)
        grown = need;
    if (grown > SIZE_MAX / elem)
        base_oom();
    void *data;
    memcpy(&data, data_ptr, sizeof data);   /* a T ** seen as void **, without aliasing it */
    data = base_realloc(data, grown * elem);
    memcpy(data_ptr, &data, sizeof data);
    *cap = grown;
}
