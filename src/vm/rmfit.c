/* rmfit - the first free stretch that fits, from below or from above.
 *
 * Each inner node knows the largest gap below each child, so only children are entered that have
 * one long enough. Such a child disappoints only at the bounds of the search or where the start
 * must be aligned to more than a granule.
 */
#include "rmnode.h"

struct search {
    vm_page lo, hi;
    uint64_t count, align;
    vm_page found;
};

/* Does it fit into the free run [first, end)? */
static bool try_run(struct search *s, vm_page first, vm_page end, bool from_above)
{
    first = first > s->lo ? first : s->lo;
    end = end < s->hi ? end : s->hi;
    const vm_page start = (first + s->align - 1) & ~(s->align - 1);
    if (start > end || end - start < s->count)
        return false;
    s->found = from_above ? (end - s->count) & ~(s->align - 1) : start;
    return true;
}

static bool lowest_in_leaf(struct search *s, const struct rm_leaf *leaf)
{
    for (unsigned i = 0; i < leaf->count; i++)
        if (!rm_attr(leaf->run[i])
            && try_run(s, rm_page(leaf->run[i]), rm_page(leaf->run[i + 1]), false))
            return true;
    return false;
}

static bool lowest_in(struct search *s, const struct rm_inner *node, unsigned level)
{
    for (unsigned i = 0; i < node->count && node->key[i] < s->hi; i++) {
        if (node->gap[i] < s->count || (i + 1 < node->count && node->key[i + 1] <= s->lo))
            continue;
        if (level ? lowest_in(s, node->child[i].inner, level - 1)
                  : lowest_in_leaf(s, node->child[i].leaf))
            return true;
    }
    return false;
}

static bool highest_in_leaf(struct search *s, const struct rm_leaf *leaf)
{
    for (unsigned i = leaf->count; i-- > 0;)
        if (!rm_attr(leaf->run[i])
            && try_run(s, rm_page(leaf->run[i]), rm_page(leaf->run[i + 1]), true))
            return true;
    return false;
}

static bool highest_in(struct search *s, const struct rm_inner *node, unsigned level)
{
    for (unsigned i = node->count; i-- > 0;) {
        if (i + 1 < node->count && node->key[i + 1] <= s->lo)
            break;
        if (node->gap[i] < s->count || node->key[i] >= s->hi)
            continue;
        if (level ? highest_in(s, node->child[i].inner, level - 1)
                  : highest_in_leaf(s, node->child[i].leaf))
            return true;
    }
    return false;
}

bool runmap_fit(const struct runmap *map, vm_page lo, vm_page hi, uint64_t count, uint64_t align,
    bool from_above, vm_page *ret_first)
{
    struct search s = {.lo = lo, .hi = hi, .count = count, .align = align};
    if (s.hi > map->end)
        s.hi = map->end;
    const unsigned level = map->height - 1;
    if (!(from_above ? highest_in(&s, map->root, level) : lowest_in(&s, map->root, level)))
        return false;
    *ret_first = s.found;
    return true;
}
