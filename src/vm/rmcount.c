/* rmcount - pages of each class in a range, or in each of many neighbouring cells.
 *
 * A sweep stands before some page and knows how many pages of each class lie below it. It moves only
 * upwards: over runs in a leaf, over whole children by their sums, never twice over the same.
 */
#include "rmnode.h"

#include <string.h>

struct sweep {
    const struct runmap *map;
    const struct rm_inner *node[RM_HEIGHT_MAX];
    unsigned slot[RM_HEIGHT_MAX];
    vm_page end[RM_HEIGHT_MAX];    /* where node[level] ends */
    const struct rm_leaf *leaf;
    unsigned at;                   /* run in the leaf */
    uint64_t pages[VM_CLASS_COUNT];/* below that run */
};

static void add(uint64_t to[VM_CLASS_COUNT], const uint64_t pages[VM_CLASS_COUNT])
{
    for (unsigned c = 0; c < VM_CLASS_COUNT; c++)
        to[c] += pages[c];
}

/* From slot on, passes the children of node[level] that end at or below page, then goes down. */
static void enter(struct sweep *s, unsigned level, unsigned slot, vm_page page)
{
    for (;; level--, slot = 0) {
        const struct rm_inner *node = s->node[level];
        while (slot + 1 < node->count && node->key[slot + 1] <= page)
            add(s->pages, node->pages[slot++]);
        s->slot[level] = slot;
        if (!level)
            break;
        s->node[level - 1] = node->child[slot].inner;
        s->end[level - 1] = slot + 1 < node->count ? node->key[slot + 1] : s->end[level];
    }
    s->leaf = s->node[0]->child[s->slot[0]].leaf;
    s->at = 0;
}

static void sweep_begin(struct sweep *s, const struct runmap *map, vm_page page)
{
    memset(s->pages, 0, sizeof s->pages);
    s->map = map;
    s->node[map->height - 1] = map->root;
    s->end[map->height - 1] = map->end;
    enter(s, map->height - 1, 0, page);
}

/* Passes the rest of the leaf and climbs to where page is. pre: page is past the leaf */
static void leave_leaf(struct sweep *s, vm_page page)
{
    for (; s->at < s->leaf->count; s->at++) {
        const uint64_t run = s->leaf->run[s->at];
        s->pages[rm_class(s->map, run)] += rm_page(s->leaf->run[s->at + 1]) - rm_page(run);
    }
    unsigned level = 0;
    while (s->end[level] <= page) {
        const struct rm_inner *node = s->node[level];
        for (unsigned i = s->slot[level] + 1; i < node->count; i++)
            add(s->pages, node->pages[i]);
        level++;
    }
    enter(s, level, s->slot[level] + 1, page);
}

/* Pages of each class below page. pre: page is not below an earlier one, and inside the map */
static void sweep_to(struct sweep *s, vm_page page, uint64_t ret_pages[VM_CLASS_COUNT])
{
    if (rm_leaf_end(s->leaf) <= page)
        leave_leaf(s, page);
    uint64_t run = s->leaf->run[s->at];
    for (uint64_t next; rm_page(next = s->leaf->run[s->at + 1]) <= page; run = next, s->at++)
        s->pages[rm_class(s->map, run)] += rm_page(next) - rm_page(run);
    memcpy(ret_pages, s->pages, sizeof s->pages);
    ret_pages[rm_class(s->map, run)] += page - rm_page(run);
}

void runmap_count(const struct runmap *map, vm_page first, vm_page end,
    uint64_t ret_count[VM_CLASS_COUNT])
{
    runmap_count_cells(map, first, end > first ? end - first : 0, 1,
        (uint64_t (*)[VM_CLASS_COUNT])ret_count);
}

void runmap_count_cells(const struct runmap *map, vm_page first, uint64_t cell, size_t cells,
    uint64_t (*ret_count)[VM_CLASS_COUNT])
{
    memset(ret_count, 0, cells * sizeof *ret_count);
    if (first >= map->end)
        return;
    struct sweep s;
    uint64_t below[2][VM_CLASS_COUNT];
    sweep_begin(&s, map, first);
    sweep_to(&s, first, below[0]);
    for (size_t i = 0; i < cells; i++) {
        const vm_page end = map->end - first <= cell ? map->end : first + cell;
        if (end < map->end) {
            sweep_to(&s, end, below[~i & 1]);
        } else {
            struct rm_sum all;
            rm_inner_sum(map->root, &all);
            memcpy(below[~i & 1], all.pages, sizeof all.pages);
        }
        for (unsigned c = 0; c < VM_CLASS_COUNT; c++)
            ret_count[i][c] = below[~i & 1][c] - below[i & 1][c];
        if (end == map->end)
            return;
        first = end;
    }
}
