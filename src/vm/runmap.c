/* runmap - the run map as a whole: its life, lookups, the bounds of allocations. */
#include "rmnode.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* ---- life ----------------------------------------------------------------------------------- */

/* A map without any node. */
static struct runmap *create_bare(vm_page end)
{
    struct runmap *map = base_zalloc(sizeof *map);
    map->end = end;
    map->height = 1;
    map->leaves.item = sizeof(struct rm_leaf);
    map->inners.item = sizeof(struct rm_inner);
    for (unsigned i = 0; i < sizeof map->class_of; i++)
        map->class_of[i] = (uint8_t)vm_attr_class(i);
    return map;
}

struct runmap *runmap_create(vm_page end)
{
    assert(end > 0 && end <= (vm_page)1 << 35);
    struct runmap *map = create_bare(end);
    struct rm_leaf *leaf = rm_leaf_create(map);
    rm_leaf_fill(leaf, &(uint64_t){0}, 1, end);
    map->root = rm_inner_create(map);
    map->root->count = 1;
    map->root->key[0] = 0;
    map->root->child[0].leaf = leaf;
    rm_walk(map, 0, &map->path);
    rm_leaf_changed(map);
    return map;
}

void runmap_destroy(struct runmap *map)
{
    if (!map)
        return;
    rm_pool_finish(&map->leaves);
    rm_pool_finish(&map->inners);
    free(map);
}

static struct rm_inner *clone_node(struct runmap *copy, const struct rm_inner *node, unsigned level)
{
    struct rm_inner *mine = rm_pool_take(&copy->inners);
    memcpy(mine, node, sizeof *mine);
    for (unsigned i = 0; i < node->count; i++)
        if (level) {
            mine->child[i].inner = clone_node(copy, node->child[i].inner, level - 1);
        } else {
            mine->child[i].leaf = rm_leaf_create(copy);
            memcpy(mine->child[i].leaf, node->child[i].leaf, sizeof(struct rm_leaf));
        }
    return mine;
}

struct runmap *runmap_clone(const struct runmap *map)
{
    struct runmap *copy = create_bare(map->end);
    copy->height = map->height;
    copy->runs = map->runs;
    copy->allocations = map->allocations;
    copy->tails = map->tails;
    copy->root = clone_node(copy, map->root, map->height - 1);
    rm_walk(copy, 0, &copy->path);
    return copy;
}

vm_page runmap_end(const struct runmap *map)
{
    return map->end;
}

uint64_t runmap_runs(const struct runmap *map)
{
    return map->runs;
}

uint64_t runmap_allocations(const struct runmap *map)
{
    return map->allocations;
}

uint64_t runmap_tail_pages(const struct runmap *map)
{
    return map->tails;
}

uint64_t runmap_largest_gap(const struct runmap *map)
{
    struct rm_sum sum;
    rm_inner_sum(map->root, &sum);
    return sum.gap;
}

size_t runmap_bytes(const struct runmap *map)
{
    return sizeof *map + map->leaves.total * sizeof(struct rm_leaf)
        + map->inners.total * sizeof(struct rm_inner);
}

/* ---- looking -------------------------------------------------------------------------------- */

static void cursor_at(struct runmap_cursor *cursor, const struct rm_leaf *leaf, unsigned slot)
{
    cursor->first = rm_page(leaf->run[slot]);
    cursor->end = rm_page(leaf->run[slot + 1]);
    cursor->attr = rm_attr(leaf->run[slot]);
    cursor->slot = slot;
    cursor->leaf = leaf;
}

void runmap_find(const struct runmap *map, vm_page page, struct runmap_cursor *ret_cursor)
{
    assert(page < map->end);
    const struct rm_leaf *leaf = map->path.leaf;
    uint64_t finger = RM_FINGER_HOT;
    unsigned slot = map->hot;
    if (!rm_leaf_holds(leaf, page)) {
        union rm_child at = {.inner = map->root};
        finger = 0;
        for (unsigned level = map->height; level-- > 0;) {
            slot = rm_inner_slot(at.inner, page);
            finger = finger << RM_FINGER_BITS | slot;
            if (!level) {          /* a splice at the finger is likely to change them */
                rm_prefetch(at.inner->pages[slot]);
                rm_prefetch(&at.inner->gap[slot]);
            }
            at = at.inner->child[slot];
        }
        finger |= RM_FINGER_PATH;
        leaf = at.leaf;
        slot = rm_leaf_slot(leaf, page);
    } else if (!rm_run_holds(leaf, slot, page)) {
        slot = rm_leaf_slot(leaf, page);
    }
    cursor_at(ret_cursor, leaf, slot);
    ret_cursor->finger = finger | (uint64_t)slot << RM_FINGER_SLOT;
}

bool runmap_next(const struct runmap *map, struct runmap_cursor *cursor)
{
    if (cursor->end >= map->end)
        return false;
    const struct rm_leaf *leaf = cursor->leaf;
    if (cursor->slot + 1 == leaf->count) {
        runmap_find(map, cursor->end, cursor);
        return true;
    }
    cursor_at(cursor, leaf, cursor->slot + 1);
    cursor->finger = 0;
    return true;
}

bool runmap_prev(const struct runmap *map, struct runmap_cursor *cursor)
{
    if (!cursor->first)
        return false;
    if (!cursor->slot) {
        runmap_find(map, cursor->first - 1, cursor);
        return true;
    }
    cursor_at(cursor, cursor->leaf, cursor->slot - 1);
    cursor->finger = 0;
    return true;
}

/* ---- bounds of allocations ------------------------------------------------------------------ */

static unsigned lowest_bit(uint32_t bits)
{
    unsigned i = 0;
    while (!(bits >> i & 1))
        i++;
    return i;
}

static unsigned highest_bit(uint32_t bits)
{
    unsigned i = 31;
    while (!(bits >> i & 1))
        i--;
    return i;
}

/* First page of the last mark in the leaves left of the one that holds page. */
static vm_page mark_before(const struct runmap *map, vm_page page)
{
    struct rm_path path;
    rm_walk(map, page, &path);
    unsigned level = 0;
    uint32_t marks = 0;
    for (; level < map->height && !marks; level++)
        marks = path.node[level]->marks & (((uint32_t)1 << path.slot[level]) - 1);
    assert(marks);
    union rm_child at = {.inner = path.node[--level]};
    for (;; level--) {
        at = at.inner->child[highest_bit(marks)];
        if (!level)
            break;
        marks = at.inner->marks;
    }
    unsigned slot = at.leaf->count - 1;
    while (!rm_is_mark(at.leaf->run[slot]))
        slot--;
    return rm_page(at.leaf->run[slot]);
}

/* First page of the first mark in the leaves right of the one that holds page, or the map's end. */
static vm_page mark_after(const struct runmap *map, vm_page page)
{
    struct rm_path path;
    rm_walk(map, page, &path);
    unsigned level = 0;
    uint32_t marks = 0;
    for (; level < map->height && !marks; level++)
        marks = (uint32_t)(path.node[level]->marks & -((uint64_t)2 << path.slot[level]));
    if (!marks)
        return map->end;
    union rm_child at = {.inner = path.node[--level]};
    for (;; level--) {
        at = at.inner->child[lowest_bit(marks)];
        if (!level)
            break;
        marks = at.inner->marks;
    }
    unsigned slot = 0;
    while (!rm_is_mark(at.leaf->run[slot]))
        slot++;
    return rm_page(at.leaf->run[slot]);
}

vm_page runmap_alloc_first(const struct runmap *map, const struct runmap_cursor *cursor)
{
    const struct rm_leaf *leaf = cursor->leaf;
    for (unsigned i = cursor->slot + 1; i-- > 0;)
        if (leaf->run[i] & VM_ATTR_BEGIN)
            return rm_page(leaf->run[i]);
    return mark_before(map, cursor->first);
}

vm_page runmap_alloc_end(const struct runmap *map, const struct runmap_cursor *cursor)
{
    const struct rm_leaf *leaf = cursor->leaf;
    unsigned i = cursor->slot + 1;
    while (!rm_is_mark(leaf->run[i]))
        i++;
    return i < leaf->count ? rm_page(leaf->run[i]) : mark_after(map, cursor->first);
}
