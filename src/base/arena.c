/* arena - bump memory freed all at once. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#ifndef ARENA_CHUNK
/* A small-constant build makes this tiny, so that every border is met */
#define ARENA_CHUNK 4096u
#endif

struct arena_chunk {
    struct arena_chunk *next;
    alignas(max_align_t) char data[];
};

void *arena_alloc(struct arena *a, size_t size)
{
    const size_t unit = alignof(max_align_t);
    if (size > (size_t)-1 / 4)
        base_oom();
    size = (size + unit - 1) / unit * unit;
    if (!a->chunks || size > a->cap - a->used) {
        size_t cap = a->cap ? a->cap * 2 : ARENA_CHUNK;
        if (cap > (1u << 20))
            cap = 1u << 20;        /* doubling further would waste more than it saves */
        if (cap < size)
            cap = size;
        struct arena_chunk *chunk = base_alloc(sizeof *chunk + cap);
        chunk->next = a->chunks;
        a->chunks = chunk;
        a->cap = cap;
        a->used = 0;
    }
    void *p = a->chunks->data + a->used;
    a->used += size;
    memset(p, 0, size);
    return p;
}

void *arena_memdup(struct arena *a, const void *data, size_t size)
{
    void *p = arena_alloc(a, size);
    if (size)
        memcpy(p, data, size);
    return p;
}

char *arena_strndup(struct arena *a, const char *text, size_t len)
{
    char *p = arena_alloc(a, len + 1);
    if (len)
        memcpy(p, text, len);
    return p;
}

void arena_finish(struct arena *a)
{
    while (a->chunks) {
        struct arena_chunk *chunk = a->chunks;
        a->chunks = chunk->next;
        free(chunk);
    }
    *a = (struct arena){0};
}
