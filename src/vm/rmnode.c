/* rmnode - nodes of the run map's tree: memory, sums, and how nodes split, join and vanish. */
#include "rmnode.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* ---- memory --------------------------------------------------------------------------------- */

enum { ALIGN = 64, CHUNK_MIN = 4, CHUNK_MAX = 8 << 20 };    /* in nodes; in bytes */

/* By halves, so that small maps stay small and larger ones lie in few huge pages; not so large that
 * much of it would lie unused. */
static void pool_grow(struct rm_pool *pool)
{
    const size_t most = CHUNK_MAX / pool->item;
    size_t count = pool->total / 2 > CHUNK_MIN ? pool->total / 2 : CHUNK_MIN;
    count = count < most ? count : most;
    char *chunk = base_alloc(count * pool->item + (size_t)2 * ALIGN);
    memcpy(chunk, &pool->chunks, sizeof pool->chunks);
    pool->chunks = chunk;
    char *start = chunk + sizeof pool->chunks;
    pool->next = start + (ALIGN - (uintptr_t)start % ALIGN) % ALIGN;
    pool->left = count;
    pool->total += count;
}

void *rm_pool_take(struct rm_pool *pool)
{
    if (pool->free) {
        void *node = pool->free;
        memcpy(&pool->free, node, sizeof pool->free);
        return node;
    }
    if (!pool->left)
        pool_grow(pool);
    void *node = pool->next;
    pool->next += pool->item;
    pool->left--;
    return node;
}

void rm_pool_give(struct rm_pool *pool, void *node)
{
    memcpy(node, &pool->free, sizeof pool->free);
    pool->free = node;
}

void rm_pool_finish(struct rm_pool *pool)
{
    while (pool->chunks) {
        void *chunk = pool->chunks;
        memcpy(&pool->chunks, chunk, sizeof pool->chunks);
        free(chunk);
    }
}

struct rm_leaf *rm_leaf_create(struct runmap *map)
{
    struct rm_leaf *leaf = rm_pool_take(&map->leaves);
    leaf->count = 0;
    return leaf;
}

struct rm_inner *rm_inner_create(struct runmap *map)
{
    struct rm_inner *node = rm_pool_take(&map->inners);
    memset(node, 0, sizeof *node);
    for (unsigned i = 0; i < RM_FAN_WORDS; i++)
        node->key[i] = RM_UNUSED;
    return node;
}

void rm_leaf_fill(struct rm_leaf *leaf, const uint64_t *runs, unsigned count, vm_page end)
{
    assert(count && count <= RM_LEAF_CAP);
    memcpy(leaf->run, runs, count * sizeof *runs);
    leaf->run[count] = rm_run(end, RM_GUARD);
    for (unsigned i = count + 1; i < RM_LEAF_WORDS; i++)
        leaf->run[i] = RM_UNUSED;
    leaf->count = count;
}

/* ---- sums ----------------------------------------------------------------------------------- */

void rm_leaf_sum(const struct runmap *map, const struct rm_leaf *leaf, struct rm_sum *ret_sum)
{
    *ret_sum = (struct rm_sum){
        .gap = rm_leaf_gap(leaf, UINT64_MAX), .mark = rm_leaf_has_mark(leaf)};
    for (unsigned i = 0; i < leaf->count; i++) {
        const uint64_t run = leaf->run[i];
        ret_sum->pages[rm_class(map, run)] += rm_page(leaf->run[i + 1]) - rm_page(run);
    }
}

uint64_t rm_leaf_gap(const struct rm_leaf *leaf, uint64_t enough)
{
    uint64_t best = 0;
    for (unsigned i = 0; i < leaf->count && best < enough; i++) {
        const uint64_t gap = rm_gap(leaf->run[i], leaf->run[i + 1]);
        best = gap > best ? gap : best;
    }
    return best;
}

bool rm_leaf_has_mark(const struct rm_leaf *leaf)
{
    unsigned i = 0;
    while (!rm_is_mark(leaf->run[i]))
        i++;
    return i < leaf->count;
}

void rm_inner_sum(const struct rm_inner *node, struct rm_sum *ret_sum)
{
    *ret_sum = (struct rm_sum){.mark = node->marks != 0};
    for (unsigned i = 0; i < node->count; i++) {
        for (unsigned c = 0; c < VM_CLASS_COUNT; c++)
            ret_sum->pages[c] += node->pages[i][c];
        ret_sum->gap = node->gap[i] > ret_sum->gap ? node->gap[i] : ret_sum->gap;
    }
}

void rm_set_sum(struct rm_inner *node, unsigned slot, const struct rm_sum *sum)
{
    memcpy(node->pages[slot], sum->pages, sizeof sum->pages);
    node->gap[slot] = sum->gap;
    node->marks = (node->marks & ~(1u << slot)) | (uint32_t)sum->mark << slot;
}

/* What lies below node[level] of the path has changed. */
static void refresh(struct runmap *map, unsigned level)
{
    struct rm_path *path = &map->path;
    for (; level + 1 < map->height; level++) {
        struct rm_sum sum;
        rm_inner_sum(path->node[level], &sum);
        rm_set_sum(path->node[level + 1], path->slot[level + 1], &sum);
    }
}

void rm_leaf_changed(struct runmap *map)
{
    struct rm_sum sum;
    rm_leaf_sum(map, map->path.leaf, &sum);
    rm_set_sum(map->path.node[0], map->path.slot[0], &sum);
    refresh(map, 0);
}

/* ---- inner nodes ---------------------------------------------------------------------------- */

/* Copies count children of from, from slot src on, to slots dst and up of to. from may be to. */
static void move_children(struct rm_inner *to, unsigned dst, const struct rm_inner *from,
    unsigned src, unsigned count)
{
    memmove(to->key + dst, from->key + src, count * sizeof *to->key);
    memmove(to->child + dst, from->child + src, count * sizeof *to->child);
    memmove(to->gap + dst, from->gap + src, count * sizeof *to->gap);
    memmove(to->pages + dst, from->pages + src, count * sizeof *to->pages);
    const uint64_t moved = ((uint64_t)from->marks >> src) & (((uint64_t)1 << count) - 1);
    const uint64_t covered = (((uint64_t)1 << count) - 1) << dst;
    to->marks = (uint32_t)((to->marks & ~covered) | moved << dst);
}

/* Leaves the first count children. */
static void truncate_children(struct rm_inner *node, unsigned count)
{
    for (unsigned i = count; i < node->count; i++) {
        node->key[i] = RM_UNUSED;
        node->gap[i] = 0;
    }
    node->marks &= (uint32_t)(((uint64_t)1 << count) - 1);
    node->count = count;
}

static void put_child(struct rm_inner *node, unsigned slot, vm_page key, union rm_child child,
    const struct rm_sum *sum)
{
    move_children(node, slot + 1, node, slot, node->count - slot);
    node->count++;
    node->key[slot] = key;
    node->child[slot] = child;
    rm_set_sum(node, slot, sum);
}

static void drop_child(struct rm_inner *node, unsigned slot)
{
    move_children(node, slot, node, slot + 1, node->count - slot - 1);
    truncate_children(node, node->count - 1);
}

static void grow_root(struct runmap *map)
{
    assert(map->height < RM_HEIGHT_MAX);
    struct rm_inner *root = rm_inner_create(map);
    struct rm_sum sum;
    rm_inner_sum(map->root, &sum);
    put_child(root, 0, map->root->key[0], (union rm_child){.inner = map->root}, &sum);
    map->root = root;
    map->path.node[map->height] = root;
    map->path.slot[map->height] = 0;
    map->height++;
}

static void insert(struct runmap *map, unsigned level, vm_page key, union rm_child child,
    const struct rm_sum *sum);

/* Makes room in node[level]; the path still leads to the same child. */
static void split(struct runmap *map, unsigned level)
{
    struct rm_path *path = &map->path;
    struct rm_inner *left = path->node[level];
    struct rm_inner *right = rm_inner_create(map);
    /* nodes that grow at their end, as when memory is filled upwards, are left fuller */
    const bool at_end = path->slot[level] + 1u == left->count;
    const unsigned keep = at_end && RM_FAN >= 8 ? RM_FAN * 7 / 8 : RM_FAN / 2;
    right->count = left->count - keep;
    move_children(right, 0, left, keep, right->count);
    truncate_children(left, keep);
    struct rm_sum sum;
    rm_inner_sum(right, &sum);
    insert(map, level + 1, right->key[0], (union rm_child){.inner = right}, &sum);
    rm_inner_sum(left, &sum);
    rm_set_sum(path->node[level + 1], path->slot[level + 1], &sum);
    if (path->slot[level] >= keep) {
        path->node[level] = right;
        path->slot[level] = (uint8_t)(path->slot[level] - keep);
        path->slot[level + 1]++;
    }
}

/* Puts child right of the path's child at level. Sums above level are left as they were. */
static void insert(struct runmap *map, unsigned level, vm_page key, union rm_child child,
    const struct rm_sum *sum)
{
    struct rm_path *path = &map->path;
    if (level == map->height)
        grow_root(map);
    if (path->node[level]->count == RM_FAN)
        split(map, level);
    put_child(path->node[level], path->slot[level] + 1u, key, child, sum);
}

/* The first page below node[level] has changed: all keys that name it follow. */
static void key_changed(struct runmap *map, unsigned level)
{
    struct rm_path *path = &map->path;
    const vm_page key = path->node[level]->key[0];
    while (++level < map->height) {
        path->node[level]->key[path->slot[level]] = key;
        if (path->slot[level])
            break;
    }
}

static void remove_child(struct runmap *map, unsigned level);

/* Joins node[level], which has become thin, to a neighbour. Returns whether it did. */
static bool merge(struct runmap *map, unsigned level)
{
    struct rm_path *path = &map->path;
    struct rm_inner *parent = path->node[level + 1];
    for (unsigned i = 0; i < 2; i++) {
        const unsigned right = path->slot[level + 1] + 1u - i;
        if (right >= parent->count || !right)
            continue;
        struct rm_inner *into = parent->child[right - 1].inner;
        struct rm_inner *gone = parent->child[right].inner;
        if (into->count + gone->count > RM_FAN * 3 / 4)
            continue;
        move_children(into, into->count, gone, 0, gone->count);
        into->count += gone->count;
        struct rm_sum sum;
        rm_inner_sum(into, &sum);
        rm_set_sum(parent, right - 1, &sum);
        rm_pool_give(&map->inners, gone);
        path->slot[level + 1] = (uint8_t)right;
        remove_child(map, level + 1);
        return true;
    }
    return false;
}

/* Takes the path's child at level out of its node; the path is gone. */
static void remove_child(struct runmap *map, unsigned level)
{
    struct rm_path *path = &map->path;
    struct rm_inner *node = path->node[level];
    drop_child(node, path->slot[level]);
    path->leaf = NULL;
    if (!node->count) {
        rm_pool_give(&map->inners, node);
        remove_child(map, level + 1);
        return;
    }
    if (!path->slot[level])
        key_changed(map, level);
    if (level + 1 < map->height && node->count <= RM_FAN / 4 && merge(map, level))
        return;
    refresh(map, level);
    while (map->height > 1 && map->root->count == 1) {
        struct rm_inner *root = map->root;
        map->root = root->child[0].inner;
        map->height--;
        rm_pool_give(&map->inners, root);
    }
}

/* ---- leaves --------------------------------------------------------------------------------- */

void rm_walk(const struct runmap *map, vm_page page, struct rm_path *ret_path)
{
    union rm_child at = {.inner = map->root};
    for (unsigned level = map->height; level-- > 0;) {
        const unsigned slot = rm_inner_slot(at.inner, page);
        ret_path->node[level] = at.inner;
        ret_path->slot[level] = (uint8_t)slot;
        at = at.inner->child[slot];
    }
    ret_path->leaf = at.leaf;
}

void rm_leaf_moved(struct runmap *map)
{
    struct rm_path *path = &map->path;
    path->node[0]->key[path->slot[0]] = rm_leaf_first(path->leaf);
    if (!path->slot[0])
        key_changed(map, 0);
}

void rm_leaves_shared(struct runmap *map, unsigned slot)
{
    struct rm_inner *node = map->path.node[0];
    node->key[slot + 1] = rm_leaf_first(node->child[slot + 1].leaf);
    for (unsigned i = slot; i < slot + 2; i++) {
        struct rm_sum sum;
        rm_leaf_sum(map, node->child[i].leaf, &sum);
        rm_set_sum(node, i, &sum);
    }
    refresh(map, 0);
}

void rm_leaf_insert(struct runmap *map, struct rm_leaf *fresh)
{
    struct rm_sum sum;
    rm_leaf_sum(map, map->path.leaf, &sum);
    rm_set_sum(map->path.node[0], map->path.slot[0], &sum);
    rm_leaf_sum(map, fresh, &sum);
    insert(map, 0, rm_leaf_first(fresh), (union rm_child){.leaf = fresh}, &sum);
    refresh(map, 0);
}

void rm_leaf_remove(struct runmap *map)
{
    assert(rm_leaf_first(map->path.leaf) > 0);
    rm_pool_give(&map->leaves, map->path.leaf);
    remove_child(map, 0);
}

bool rm_leaf_merge(struct runmap *map)
{
    struct rm_path *path = &map->path;
    struct rm_inner *parent = path->node[0];
    for (unsigned i = 0; i < 2; i++) {
        const unsigned right = path->slot[0] + 1u - i;
        if (right >= parent->count || !right)
            continue;
        struct rm_leaf *into = parent->child[right - 1].leaf;
        struct rm_leaf *gone = parent->child[right].leaf;
        if (into->count + gone->count > RM_LEAF_CAP * 3 / 4)
            continue;
        memcpy(into->run + into->count, gone->run, (gone->count + 1) * sizeof *gone->run);
        into->count += gone->count;
        struct rm_sum sum;
        rm_leaf_sum(map, into, &sum);
        rm_set_sum(parent, right - 1, &sum);
        path->slot[0] = (uint8_t)right;
        path->leaf = gone;
        rm_leaf_remove(map);
        return true;
    }
    return false;
}
