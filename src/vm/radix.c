/* radix - descent by six bits a level; the rank of a child among those present is its index. */
#include "radix.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { BITS = 6, FAN = 64 };

struct radix_node {
    uint64_t present;
    void *kids[];                  /* as many as bits in present; room for the next power of two */
};

static unsigned bits_in(uint64_t x)
{
    x -= x >> 1 & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
    x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (unsigned)(x * 0x0101010101010101u >> 56);
}

static uint64_t bit_at(unsigned slot)
{
    return (uint64_t)1 << slot;
}

static unsigned lowest_slot(uint64_t present)
{
    return bits_in((present & (~present + 1)) - 1);
}

static unsigned rank(const struct radix_node *node, unsigned slot)
{
    return bits_in(node->present & (bit_at(slot) - 1));
}

/* Which child of a node at level (1: the lowest) key goes through. */
static unsigned slot_of(uint64_t key, unsigned level)
{
    return (unsigned)(key >> (level - 1) * BITS) & (FAN - 1);
}

static bool is_within(const struct radix *r, uint64_t key)
{
    return r->root && key >> r->height * BITS == 0;
}

void *radix_get(const struct radix *r, uint64_t key)
{
    if (!is_within(r, key))
        return NULL;
    const struct radix_node *node = r->root;
    for (unsigned level = r->height;; level--) {
        const unsigned slot = slot_of(key, level);
        if (!(node->present & bit_at(slot)))
            return NULL;
        void *kid = node->kids[rank(node, slot)];
        if (level == 1)
            return kid;
        node = kid;
    }
}

/* Makes room for a child in the node (NULL: a new node). Returns the node, which may have moved. */
static struct radix_node *open_slot(struct radix_node *node, unsigned slot)
{
    const unsigned count = node ? bits_in(node->present) : 0;
    if ((count & (count - 1)) == 0) {
        const size_t room = count ? 2 * (size_t)count : 1;
        node = base_realloc(node, sizeof *node + room * sizeof(void *));
        if (!count)
            node->present = 0;
    }
    const unsigned at = rank(node, slot);
    memmove(node->kids + at + 1, node->kids + at, (count - at) * sizeof(void *));
    node->kids[at] = NULL;
    node->present |= bit_at(slot);
    return node;
}

static void *put(struct radix *r, uint64_t key, void *value)
{
    if (!r->root)
        r->height = 1;
    while (key >> r->height * BITS) {
        if (r->root) {
            struct radix_node *top = open_slot(NULL, 0);
            top->kids[0] = r->root;
            r->root = top;
        }
        r->height++;
    }
    void **link = NULL;
    struct radix_node *node = r->root;
    for (unsigned level = r->height;; level--) {
        const unsigned slot = slot_of(key, level);
        if (!node || !(node->present & bit_at(slot))) {
            node = open_slot(node, slot);
            if (link)
                *link = node;
            else
                r->root = node;
        }
        link = &node->kids[rank(node, slot)];
        if (level == 1)
            break;
        node = *link;
    }
    void *old = *link;
    *link = value;
    return old;
}

/* Takes key out of node at level; *ret_empty says whether the node has no child any more. */
static void *take(struct radix_node *node, uint64_t key, unsigned level, bool *ret_empty)
{
    const unsigned slot = slot_of(key, level);
    if (!(node->present & bit_at(slot)))
        return NULL;
    const unsigned at = rank(node, slot);
    void *old = node->kids[at];
    if (level > 1) {
        struct radix_node *kid = old;
        bool is_kid_empty = false;
        old = take(kid, key, level - 1, &is_kid_empty);
        if (!is_kid_empty)
            return old;
        free(kid);
    }
    const unsigned count = bits_in(node->present);
    memmove(node->kids + at, node->kids + at + 1, (count - at - 1) * sizeof(void *));
    node->present &= ~bit_at(slot);
    *ret_empty = !node->present;
    return old;
}

void *radix_swap(struct radix *r, uint64_t key, void *value)
{
    assert(key < RADIX_KEY_END);
    if (value)
        return put(r, key, value);
    if (!is_within(r, key))
        return NULL;
    bool is_empty = false;
    void *old = take(r->root, key, r->height, &is_empty);
    if (is_empty) {
        free(r->root);
        *r = (struct radix){0};
    }
    return old;
}

static void *next(const struct radix_node *node, unsigned level, uint64_t from, uint64_t *ret_key)
{
    const unsigned shift = (level - 1) * BITS;
    if (from >> shift >= FAN)
        return NULL;
    const unsigned first = (unsigned)(from >> shift);
    uint64_t left = node->present & ~(bit_at(first) - 1);
    for (; left; left &= left - 1) {
        const unsigned slot = lowest_slot(left);
        const uint64_t base = (uint64_t)slot << shift;
        void *found = node->kids[rank(node, slot)];
        uint64_t low = 0;
        if (level > 1)
            found = next(found, level - 1, base >= from ? 0 : from - base, &low);
        if (found) {
            *ret_key = base + low;
            return found;
        }
    }
    return NULL;
}

void *radix_next(const struct radix *r, uint64_t from, uint64_t *ret_key)
{
    return r->root ? next(r->root, r->height, from, ret_key) : NULL;
}

static void free_nodes(struct radix_node *node, unsigned level)
{
    const unsigned count = bits_in(node->present);
    for (unsigned i = 0; level > 1 && i < count; i++)
        free_nodes(node->kids[i], level - 1);
    free(node);
}

void radix_finish(struct radix *r)
{
    if (r->root)
        free_nodes(r->root, r->height);
    *r = (struct radix){0};
}
