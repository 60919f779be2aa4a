/* rmnode - the tree inside a run map: leaves of runs, inner nodes that sum up what lies below.
 *
 * Shape   A B+-tree that tiles [0, end). A run is one word, first page << 28 | attr, so that words
 *         sort by page. A leaf holds runs, then a guard word: the page where the leaf ends, with an
 *         attr that no run has. So word i + 1 tells where run i ends, and a search for a mark stops
 *         by itself. An inner node keeps for each child: its first page, the pages of each class,
 *         the largest gap (free pages from a granule on) and one bit: does an allocation or a free
 *         run begin in there? There is always at least one inner node. Level 0 is the lowest one,
 *         above the leaves.
 * Path    map->path leads to the leaf last changed, ready for the next look or change there. The
 *         functions here that change the tree take the place from it. Inside a splice its leaf may
 *         be NULL: the path must be walked anew.
 */
#ifndef VM_RMNODE_H
#define VM_RMNODE_H

#include "runmap.h"

/* Tests make these small, so that every split and merge is met in small maps. */
#ifndef RUNMAP_LEAF_CAP
#define RUNMAP_LEAF_CAP 94
#endif
#ifndef RUNMAP_FAN
#define RUNMAP_FAN 32
#endif
enum {
    RM_BLOCK = 8,                  /* words that a search looks at together: a cache line */
    RM_LEAF_WORDS = 95,            /* with the guard */
    RM_LEAF_CAP = RUNMAP_LEAF_CAP,
    RM_LEAF_SHARES = RM_LEAF_CAP * 3 / 4,        /* no fuller, it takes runs of a full neighbour */
    RM_FAN_WORDS = 32,
    RM_FAN = RUNMAP_FAN,
    RM_HEIGHT_MAX = 10,
    RM_PIECES = RM_LEAF_CAP > 16 ? 16 : RM_LEAF_CAP - 1  /* pieces that one edit of a leaf takes */
};
_Static_assert(RM_LEAF_CAP < RM_LEAF_WORDS && RM_FAN <= RM_FAN_WORDS, "nodes hold what they may");

/* A finger says how a cursor's leaf was reached: by map->path, or by these slots from the root on
 * (lowest level lowest); and the slot in the leaf. */
enum { RM_FINGER_BITS = 5, RM_FINGER_SLOT = 52, RM_FINGER_SLOT_MASK = 0xff };
_Static_assert(RM_HEIGHT_MAX * RM_FINGER_BITS <= RM_FINGER_SLOT, "a finger holds a path");
#define RM_FINGER_HOT ((uint64_t)1 << 63)
#define RM_FINGER_PATH ((uint64_t)1 << 62)

#define RM_ATTR_MASK (((uint64_t)1 << VM_ATTR_BITS) - 1)
#define RM_GUARD RM_ATTR_MASK      /* attr of the guard word */
#define RM_UNUSED ((uint64_t)INT64_MAX)          /* beyond the guard; keys beyond the last child */

/* Asks for the cache line at p, which is needed soon. */
#if defined(__GNUC__)
#define rm_prefetch(p) __builtin_prefetch(p)
#else
#define rm_prefetch(p) ((void)(p))
#endif

struct rm_leaf {
    _Alignas(64) uint64_t run[RM_LEAF_WORDS];
    uint32_t count;
};

union rm_child {
    struct rm_inner *inner;
    struct rm_leaf *leaf;
};

struct rm_inner {
    _Alignas(64) vm_page key[RM_FAN_WORDS];
    union rm_child child[RM_FAN_WORDS];
    uint64_t gap[RM_FAN_WORDS];
    uint64_t pages[RM_FAN_WORDS][VM_CLASS_COUNT];
    uint32_t marks;                /* bit i: an allocation or a free run begins below child i */
    uint32_t count;
};

/* What an inner node keeps of a child. */
struct rm_sum {
    uint64_t pages[VM_CLASS_COUNT];
    uint64_t gap;
    bool mark;
};

struct rm_path {
    struct rm_leaf *leaf;
    struct rm_inner *node[RM_HEIGHT_MAX];
    uint8_t slot[RM_HEIGHT_MAX];
};

/* Memory for nodes of one size, freed at once; taken back nodes are used again. */
struct rm_pool {
    size_t item;                   /* bytes of a node, a multiple of 64 */
    void *free;                    /* each free node begins with the next one's address */
    void *chunks;                  /* each chunk begins with the next one's address */
    char *next;
    size_t left;                   /* nodes left from next on */
    size_t total;                  /* nodes in all chunks */
};

struct runmap {
    vm_page end;
    struct rm_inner *root;
    unsigned height;               /* inner levels, at least 1 */
    struct rm_path path;
    unsigned hot;                  /* slot in the path's leaf where it was changed: tried first */
    uint64_t runs, allocations, tails;           /* tails: pages, as of rm_tail */
    uint8_t class_of[64];          /* by the low bits of attr: state, protection, guard */
    struct rm_pool leaves, inners;
};

static inline vm_page rm_page(uint64_t run)
{
    return run >> VM_ATTR_BITS;
}
static inline vm_attr rm_attr(uint64_t run)
{
    return (vm_attr)(run & RM_ATTR_MASK);
}
static inline uint64_t rm_run(vm_page first, vm_attr attr)
{
    return first << VM_ATTR_BITS | attr;
}
static inline vm_page rm_leaf_first(const struct rm_leaf *leaf)
{
    return rm_page(leaf->run[0]);
}
static inline vm_page rm_leaf_end(const struct rm_leaf *leaf)
{
    return rm_page(leaf->run[leaf->count]);
}
static inline unsigned rm_class(const struct runmap *map, uint64_t run)
{
    return map->class_of[run & 63];
}
/* Does an allocation or a free run begin here? True for the guard as well. */
static inline bool rm_is_mark(uint64_t run)
{
    return (run & VM_ATTR_BEGIN) || !rm_attr(run);
}
/* Pages that a reservation could use of the run that ends where next begins; 0 if it is not free.
 * Without branches: which runs are free is hard to guess. */
static inline uint64_t rm_gap(uint64_t run, uint64_t next)
{
    const vm_page start = (rm_page(run) + VM_GRANULE_PAGES - 1) & ~(vm_page)(VM_GRANULE_PAGES - 1);
    const uint64_t pages = rm_page(next) - start;
    const uint64_t is_free = !rm_attr(run);
    return pages & -is_free & ~-(pages >> 63);
}

/* Pages of it up to the next granule, which no reservation can use; 0 if not free. [R-GEN-13] */
static inline uint64_t rm_tail(uint64_t run, uint64_t next)
{
    const uint64_t tail = -rm_page(run) & (VM_GRANULE_PAGES - 1);
    const uint64_t pages = rm_page(next) - rm_page(run);
    const uint64_t is_free = !rm_attr(run);
    return (tail < pages ? tail : pages) & -is_free;
}

/* How many of the ascending words are <= value. A step over the blocks, then one within: without
 * branches, and each cache line is asked for at once. */
static inline unsigned rm_rank(const uint64_t *words, unsigned count, uint64_t value)
{
    unsigned block = 0;
    for (unsigned i = RM_BLOCK; i < count; i += RM_BLOCK)
        block += words[i] <= value;
    unsigned at = block * RM_BLOCK;
    if (at > count - RM_BLOCK)
        at = count - RM_BLOCK;
    unsigned rank = at;
    for (unsigned i = 0; i < RM_BLOCK; i++)
        rank += words[at + i] <= value;
    return rank;
}
/* The slot of the run that holds page. pre: page lies in the leaf */
static inline unsigned rm_leaf_slot(const struct rm_leaf *leaf, vm_page page)
{
    return rm_rank(leaf->run, RM_LEAF_WORDS, rm_run(page, (vm_attr)RM_ATTR_MASK - 1)) - 1;
}
static inline bool rm_leaf_holds(const struct rm_leaf *leaf, vm_page page)
{
    return rm_leaf_first(leaf) <= page && page < rm_leaf_end(leaf);
}
/* Is it the run at slot, of a leaf that has one there? */
static inline bool rm_run_holds(const struct rm_leaf *leaf, unsigned slot, vm_page page)
{
    return rm_page(leaf->run[slot]) <= page && page < rm_page(leaf->run[slot + 1]);
}
/* The slot of the child that holds page. Asks for the children's addresses at once, not only when
 * the keys have come. */
static inline unsigned rm_inner_slot(const struct rm_inner *node, vm_page page)
{
    for (unsigned i = 0; i < RM_FAN_WORDS; i += RM_BLOCK)
        rm_prefetch(&node->child[i]);
    return rm_rank(node->key, RM_FAN_WORDS, page) - 1;
}

void *rm_pool_take(struct rm_pool *pool);
void rm_pool_give(struct rm_pool *pool, void *node);
void rm_pool_finish(struct rm_pool *pool);
struct rm_leaf *rm_leaf_create(struct runmap *map);
struct rm_inner *rm_inner_create(struct runmap *map);
/* Takes count runs and the end of the last one. */
void rm_leaf_fill(struct rm_leaf *leaf, const uint64_t *runs, unsigned count, vm_page end);

void rm_leaf_sum(const struct runmap *map, const struct rm_leaf *leaf, struct rm_sum *ret_sum);
void rm_inner_sum(const struct rm_inner *node, struct rm_sum *ret_sum);
/* The largest gap, or one that is enough. */
uint64_t rm_leaf_gap(const struct rm_leaf *leaf, uint64_t enough);
bool rm_leaf_has_mark(const struct rm_leaf *leaf);

/* From the root to the leaf that holds page. */
void rm_walk(const struct runmap *map, vm_page page, struct rm_path *ret_path);
void rm_set_sum(struct rm_inner *node, unsigned slot, const struct rm_sum *sum);
/* The leaf at the path was changed: sums it up anew, up to the root. */
void rm_leaf_changed(struct runmap *map);
/* The leaf at the path begins at another page now. */
void rm_leaf_moved(struct runmap *map);
/* Runs were moved between the leaves at slot and slot + 1 of the path's lowest node. */
void rm_leaves_shared(struct runmap *map, unsigned slot);
/* A new leaf right of the one at the path, which was changed as well and keeps the path. */
void rm_leaf_insert(struct runmap *map, struct rm_leaf *fresh);
/* Takes the leaf at the path out of the tree and frees it; the pages it held go to the leaf on the
 * left (not summed up there). The path is gone. pre: not the first leaf */
void rm_leaf_remove(struct runmap *map);
/* The leaf at the path has become thin: joins it to a neighbour if both fit well into one.
 * Returns whether they were joined; then the path is gone. */
bool rm_leaf_merge(struct runmap *map);

#endif
