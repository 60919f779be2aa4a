/* rmcheck - every invariant of a run map, executed. */
#include "rmnode.h"

#include <string.h>

struct check {
    const struct runmap *map;
    uint64_t last;                 /* the run before, in page order; 0 at the start */
    bool started;
    uint64_t runs, allocations, tails;
};

static const char *check_leaf(struct check *c, const struct rm_leaf *leaf, vm_page first,
    vm_page end)
{
    if (leaf->count < 1 || leaf->count > RM_LEAF_CAP)
        return "a leaf is empty or too full";
    if (rm_leaf_first(leaf) != first || leaf->run[leaf->count] != rm_run(end, RM_GUARD))
        return "a leaf does not fill its place";
    for (unsigned i = leaf->count + 1; i < RM_LEAF_WORDS; i++)
        if (leaf->run[i] != RM_UNUSED)
            return "a leaf is not empty behind its guard";
    for (unsigned i = 0; i < leaf->count; i++) {
        const uint64_t run = leaf->run[i];
        if (rm_page(leaf->run[i + 1]) <= rm_page(run))
            return "runs are not ascending";
        if (c->started && !(run & VM_ATTR_BEGIN)
            && (rm_attr(c->last) & ~(vm_attr)VM_ATTR_BEGIN) == rm_attr(run))
            return "two neighbours should be one run";
        if (vm_attr_state(rm_attr(run)) == VM_FREE && rm_attr(run))
            return "a free run has an attribute";
        c->last = run;
        c->started = true;
        c->runs += rm_attr(run) != 0;
        c->tails += rm_tail(run, leaf->run[i + 1]);
        c->allocations += (run & VM_ATTR_BEGIN) != 0;
    }
    return NULL;
}

static bool sums_equal(const struct rm_inner *node, unsigned slot, const struct rm_sum *sum)
{
    return node->gap[slot] == sum->gap && (node->marks >> slot & 1) == sum->mark
        && !memcmp(node->pages[slot], sum->pages, sizeof sum->pages);
}

static const char *check_inner(struct check *c, const struct rm_inner *node, unsigned level,
    vm_page first, vm_page end)
{
    if (node->count < 1 || node->count > RM_FAN)
        return "an inner node is empty or too full";
    if (node->key[0] != first)
        return "an inner node does not fill its place";
    for (unsigned i = node->count; i < RM_FAN_WORDS; i++)
        if (node->key[i] != RM_UNUSED || node->gap[i] || (node->marks >> i & 1))
            return "an inner node is not empty behind its last child";
    for (unsigned i = 0; i < node->count; i++) {
        const vm_page child_end = i + 1 < node->count ? node->key[i + 1] : end;
        if (child_end <= node->key[i] || child_end > end)
            return "keys are not ascending";
        struct rm_sum sum;
        const char *wrong;
        if (level) {
            wrong = check_inner(c, node->child[i].inner, level - 1, node->key[i], child_end);
            rm_inner_sum(node->child[i].inner, &sum);
        } else {
            wrong = check_leaf(c, node->child[i].leaf, node->key[i], child_end);
            rm_leaf_sum(c->map, node->child[i].leaf, &sum);
        }
        if (wrong)
            return wrong;
        if (!sums_equal(node, i, &sum))
            return "a sum is not that of its child";
    }
    return NULL;
}

static const char *check_path(const struct runmap *map)
{
    const struct rm_path *path = &map->path;
    union rm_child at = {.inner = map->root};
    for (unsigned level = map->height; level-- > 0;) {
        if (path->node[level] != at.inner || path->slot[level] >= at.inner->count)
            return "the path does not lead from the root to a leaf";
        at = at.inner->child[path->slot[level]];
    }
    return path->leaf == at.leaf ? NULL : "the path does not end at its leaf";
}

const char *runmap_check(const struct runmap *map)
{
    struct check c = {.map = map};
    const char *wrong = check_inner(&c, map->root, map->height - 1, 0, map->end);
    if (wrong)
        return wrong;
    if (c.runs != map->runs || c.allocations != map->allocations)
        return "runs or allocations are miscounted";
    if (c.tails != map->tails)
        return "tails of granules are miscounted";
    return check_path(map);
}
