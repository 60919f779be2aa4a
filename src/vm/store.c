/* store - a radix tree of objects, each a radix tree of records. */
#include "store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

/* ---- reading --------------------------------------------------------------------------------- */

const struct store_page *store_get(const struct store *s, uint64_t object, uint64_t offset)
{
    const struct radix *pages = radix_get(&s->objects, object);
    return pages ? radix_get(pages, offset) : NULL;
}

const struct store_page *store_next(const struct store *s, uint64_t object, uint64_t from,
    uint64_t end, uint64_t *ret_offset)
{
    const struct radix *pages = radix_get(&s->objects, object);
    const struct store_page *page = pages ? radix_next(pages, from, ret_offset) : NULL;
    return page && *ret_offset < end ? page : NULL;
}

const struct store_page *store_next_of_all(const struct store *s, uint64_t *object,
    uint64_t *offset)
{
    uint64_t found = 0;
    uint64_t from = *object;
    const struct radix *pages;
    for (; (pages = radix_next(&s->objects, from, &found)); from = found + 1) {
        if (found != *object)
            *offset = 0;
        *object = found;
        const struct store_page *page = radix_next(pages, *offset, offset);
        if (page)
            return page;
    }
    return NULL;
}

/* ---- keeping --------------------------------------------------------------------------------- */

static void count_page(struct store *s, const struct store_page *page, uint64_t step)
{
    if (page->bytes)
        s->stored += step;
    if (page->flags & STORE_RESIDENT)
        s->resident += step;
    if (page->flags & STORE_LOCKED)
        s->locked += step;
}

/* Puts page (NULL: none) in the place of the record there, which is returned. */
static struct store_page *replace(struct store *s, uint64_t object, uint64_t offset,
    struct store_page *page)
{
    struct radix *pages = radix_get(&s->objects, object);
    if (!pages) {
        if (!page)
            return NULL;
        pages = base_zalloc(sizeof *pages);
        radix_swap(&s->objects, object, pages);
    }
    struct store_page *old = radix_swap(pages, offset, page);
    if (radix_is_empty(pages))
        free(radix_swap(&s->objects, object, NULL));
    if (old)
        count_page(s, old, (uint64_t)-1);
    if (page)
        count_page(s, page, 1);
    return old;
}

static void free_page(struct store_page *page)
{
    if (page)
        free(page->bytes);
    free(page);
}

void store_finish(struct store *s)
{
    uint64_t object = 0;
    for (struct radix *pages; (pages = radix_next(&s->objects, object, &object)); object++) {
        uint64_t offset = 0;
        for (struct store_page *page; (page = radix_next(pages, offset, &offset)); offset++)
            free_page(page);
        radix_finish(pages);
        free(pages);
    }
    radix_finish(&s->objects);
    *s = (struct store){0};
}

void store_copy(struct store *to, const struct store *from)
{
    uint64_t object = 0, offset = 0;
    const struct store_page *page;
    for (; (page = store_next_of_all(from, &object, &offset)); offset++) {
        struct store_page *copy = base_memdup(page, sizeof *page);
        if (page->bytes)
            copy->bytes = base_memdup(page->bytes, VM_PAGE_SIZE);
        replace(to, object, offset, copy);
    }
}

static bool pages_equal(const struct store_page *a, const struct store_page *b)
{
    return a->flags == b->flags && !a->bytes == !b->bytes
        && (!a->bytes || !memcmp(a->bytes, b->bytes, VM_PAGE_SIZE));
}

bool store_equal(const struct store *a, const struct store *b)
{
    if (a->stored != b->stored || a->resident != b->resident || a->locked != b->locked)
        return false;
    uint64_t object[2] = {0}, offset[2] = {0};
    for (;; offset[0]++, offset[1]++) {
        const struct store_page *in_a = store_next_of_all(a, &object[0], &offset[0]);
        const struct store_page *in_b = store_next_of_all(b, &object[1], &offset[1]);
        if (!in_a || !in_b)
            return !in_a && !in_b;
        if (object[0] != object[1] || offset[0] != offset[1] || !pages_equal(in_a, in_b))
            return false;
    }
}

/* Pages are mostly zeros: only the words that are not, each with its place. */
static uint64_t hash_page(uint64_t hash, const uint8_t *bytes)
{
    hash = hash_word(hash, bytes != NULL);
    for (unsigned i = 0; bytes && i < VM_PAGE_SIZE; i += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, bytes + i, sizeof word);
        if (word)
            hash = hash_word(hash_word(hash, i), word);
    }
    return hash;
}

uint64_t store_hash(const struct store *s)
{
    uint64_t hash = BASE_HASH_SEED, object = 0, offset = 0;
    for (const struct store_page *page; (page = store_next_of_all(s, &object, &offset)); offset++) {
        hash = hash_word(hash_word(hash_word(hash, object), offset), page->flags);
        hash = hash_page(hash, page->bytes);
    }
    return hash;
}

const char *store_check(const struct store *s)
{
    uint64_t object = 0;
    for (const struct radix *pages; (pages = radix_next(&s->objects, object, &object)); object++)
        if (radix_is_empty(pages))
            return "an object without records is kept";
    struct store counted = {0};
    uint64_t offset = object = 0;
    for (const struct store_page *page; (page = store_next_of_all(s, &object, &offset)); offset++) {
        count_page(&counted, page, 1);
        if (!page->flags && !page->bytes)
            return "a record that says nothing is kept";
        if (page->flags & STORE_LOCKED && !(page->flags & STORE_RESIDENT))
            return "a page is locked but not resident";
        if (page->flags & STORE_LATCHED && !(page->flags & STORE_WATCHED))
            return "a write mark is latched but not set";
    }
    if (counted.stored != s->stored || counted.resident != s->resident
        || counted.locked != s->locked)
        return "the counters of stored pages are wrong";
    return NULL;
}

/* ---- swaps ----------------------------------------------------------------------------------- */

struct vm_page_swap store_swap_discard(uint64_t object, uint64_t offset, uint8_t flags)
{
    struct vm_page_swap swap = {.object = object, .offset = offset, .moves = true};
    if (flags) {
        swap.with.page = base_zalloc(sizeof *swap.with.page);
        swap.with.page->flags = flags;
    }
    return swap;
}

struct vm_page_swap store_swap_edit(uint64_t object, uint64_t offset, uint8_t flags)
{
    return (struct vm_page_swap){.object = object, .offset = offset, .flags = flags};
}

static uint8_t *swap_data(struct vm_page_swap *swap)
{
    return swap->count > STORE_SMALL ? swap->with.large : swap->with.small;
}

void store_swap_bytes(struct vm_page_swap *swap, const struct store_page *page, unsigned first,
    unsigned count, const uint8_t *data)
{
    assert(!swap->moves && !swap->count && first + count <= VM_PAGE_SIZE);
    swap->brings_bytes = count && (!page || !page->bytes);
    swap->first = (uint16_t)first;
    swap->count = (uint16_t)count;
    if (count > STORE_SMALL)
        swap->with.large = base_alloc(count);
    memcpy(swap_data(swap), data, count);
}

static void exchange_bytes(uint8_t *a, uint8_t *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const uint8_t kept = a[i];
        a[i] = b[i];
        b[i] = kept;
    }
}

static void exchange_edit(struct store_page *page, struct vm_page_swap *swap)
{
    const uint8_t kept = page->flags;
    page->flags = swap->flags;
    swap->flags = kept;
    if (!swap->count)
        return;
    const bool had_bytes = page->bytes;
    if (!had_bytes)
        page->bytes = base_zalloc(VM_PAGE_SIZE);
    exchange_bytes(page->bytes + swap->first, swap_data(swap), swap->count);
    if (had_bytes && swap->brings_bytes) {
        free(page->bytes);
        page->bytes = NULL;
    }
}

void store_exchange(struct store *s, struct vm_page_swap *swap)
{
    if (swap->moves) {
        swap->with.page = replace(s, swap->object, swap->offset, swap->with.page);
        return;
    }
    const struct radix *pages = radix_get(&s->objects, swap->object);
    struct store_page *page = pages ? radix_get(pages, swap->offset) : NULL;
    if (page) {
        count_page(s, page, (uint64_t)-1);
        exchange_edit(page, swap);
        count_page(s, page, 1);
        if (!page->flags && !page->bytes)
            free_page(replace(s, swap->object, swap->offset, NULL));
        return;
    }
    page = base_zalloc(sizeof *page);
    exchange_edit(page, swap);
    if (page->flags || page->bytes)
        replace(s, swap->object, swap->offset, page);
    else
        free_page(page);
}

void store_swap_finish(struct vm_page_swap *swap)
{
    if (swap->moves)
        free_page(swap->with.page);
    else if (swap->count > STORE_SMALL)
        free(swap->with.large);
    *swap = (struct vm_page_swap){0};
}

size_t store_swap_size(const struct vm_page_swap *swap)
{
    if (!swap->moves)
        return swap->count > STORE_SMALL ? swap->count : 0;
    const struct store_page *page = swap->with.page;
    return page ? sizeof *page + (page->bytes ? VM_PAGE_SIZE : 0) : 0;
}
