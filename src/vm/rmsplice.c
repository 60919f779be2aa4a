/* rmsplice - the one change of a run map: a range of pages gets new runs.
 *
 * A splice comes down to an edit of one leaf: some neighbouring slots are replaced by new runs,
 * the first of which never begins before the leaf. What lies right of the leaf is swallowed
 * before, so that the leaf ends where the splice does or later. Sums are mended by differences
 * where the leaf has room, and made anew where it must split.
 */
#include "rmnode.h"

#include <assert.h>
#include <string.h>

struct edit {
    vm_page end;                   /* where the leaf will end */
    unsigned from, to;             /* slots that are replaced */
    unsigned count;                /* by so many runs */
    uint64_t run[RM_PIECES + 1];
    uint64_t change[VM_CLASS_COUNT];             /* pages each class gains; wraps if it loses */
};

static bool joins(uint64_t left, uint64_t right)
{
    const uint64_t attrs = (left & ~(uint64_t)VM_ATTR_BEGIN) ^ right;
    return !(attrs & RM_ATTR_MASK);
}

/* Leads map->path to the leaf that holds page and returns the slot there. */
static unsigned go_to(struct runmap *map, vm_page page, uint64_t finger)
{
    struct rm_path *path = &map->path;
    if (finger & RM_FINGER_PATH) {
        union rm_child at = {.inner = map->root};
        for (unsigned level = map->height; level-- > 0;) {
            const unsigned slot = finger >> (RM_FINGER_BITS * level) & (RM_FAN_WORDS - 1);
            path->node[level] = at.inner;
            path->slot[level] = (uint8_t)slot;
            at = at.inner->child[slot];
        }
        path->leaf = at.leaf;
    } else if (!finger && !rm_leaf_holds(path->leaf, page)) {
        rm_walk(map, page, path);
    }
    if (!finger)
        return rm_leaf_slot(path->leaf, page);
    const unsigned slot = finger >> RM_FINGER_SLOT & RM_FINGER_SLOT_MASK;
    assert(rm_run_holds(path->leaf, slot, page));
    return slot;
}

/* ---- what runs count for -------------------------------------------------------------------- */

/* What some runs mean for the sums above them. */
struct seen {
    uint64_t gap;                  /* the largest */
    bool mark;
};

/* Enters the runs from .. to - 1 into the totals of the map, or takes them out; the last ends where
 * run[to] begins. */
static struct seen tally(struct runmap *map, const uint64_t *runs, unsigned from, unsigned to,
    bool enter)
{
    struct seen seen = {0};
    uint64_t count = 0, allocations = 0, tails = 0;
    for (unsigned i = from; i < to; i++) {
        const uint64_t run = runs[i];
        if (rm_attr(run)) {
            const bool begins = run & VM_ATTR_BEGIN;
            count++;
            allocations += begins;
            seen.mark |= begins;
            continue;
        }
        const uint64_t gap = rm_gap(run, runs[i + 1]);
        tails += rm_tail(run, runs[i + 1]);
        seen.gap = gap > seen.gap ? gap : seen.gap;
        seen.mark = true;
    }
    map->runs += enter ? count : -count;
    map->allocations += enter ? allocations : -allocations;
    map->tails += enter ? tails : -tails;
    return seen;
}

/* ---- the pages right of the leaf ------------------------------------------------------------ */

/* The leaf at the path loses its pages below first; a run cut there goes on without BEGIN. */
static void trim(struct runmap *map, vm_page first)
{
    struct rm_leaf *leaf = map->path.leaf;
    const unsigned slot = rm_leaf_slot(leaf, first);
    const bool cut = rm_page(leaf->run[slot]) < first;
    tally(map, leaf->run, 0, slot + cut, false);
    if (cut) {
        const uint64_t rest = rm_run(first, rm_attr(leaf->run[slot])) & ~(uint64_t)VM_ATTR_BEGIN;
        leaf->run[slot] = rest;
        map->runs += rm_attr(rest) != 0;
        map->tails += rm_tail(rest, leaf->run[slot + 1]);
    }
    uint64_t runs[RM_LEAF_CAP];
    const unsigned count = leaf->count - slot;
    memcpy(runs, leaf->run + slot, count * sizeof *runs);
    rm_leaf_fill(leaf, runs, count, rm_leaf_end(leaf));
    rm_leaf_moved(map);
    rm_leaf_changed(map);
}

/* Takes [first, end) out of the tree; a leaf begins at first. The leaf on the left must be made to
 * end at end. */
static void swallow(struct runmap *map, vm_page first, vm_page end)
{
    while (first < end) {
        rm_walk(map, first, &map->path);
        const struct rm_leaf *leaf = map->path.leaf;
        const vm_page leaf_end = rm_leaf_end(leaf);
        if (leaf_end > end) {
            trim(map, end);
            break;
        }
        tally(map, leaf->run, 0, leaf->count, false);
        rm_leaf_remove(map);
        first = leaf_end;
    }
}

/* If the run at page, the first of a leaf, would join one of attr, it is swallowed.
 * Returns where it ended, or page. */
static vm_page swallow_joining(struct runmap *map, vm_page page, uint64_t left)
{
    struct rm_path path;
    rm_walk(map, page, &path);
    if (!joins(left, path.leaf->run[0]))
        return page;
    const vm_page end = rm_page(path.leaf->run[1]);
    swallow(map, page, end);
    return end;
}

/* ---- the edit of one leaf ------------------------------------------------------------------- */

static void add_pages(struct runmap *map, const uint64_t change[VM_CLASS_COUNT])
{
    for (unsigned level = 0; level < map->height; level++) {
        uint64_t *pages = map->path.node[level]->pages[map->path.slot[level]];
        for (unsigned c = 0; c < VM_CLASS_COUNT; c++)
            pages[c] += change[c];
    }
}

/* The largest gap below node, or one that is enough: often many are as large as the largest. */
static uint64_t largest_gap(const struct rm_inner *node, uint64_t enough)
{
    uint64_t best = 0;
    for (unsigned i = 0; i < RM_FAN_WORDS && best < enough; i++)
        best = node->gap[i] > best ? node->gap[i] : best;
    return best;
}

/* The largest gap of the leaf at the path is now gap. Stops where a node above does not notice. */
static void set_gap(struct runmap *map, uint64_t gap)
{
    for (unsigned level = 0; level < map->height; level++) {
        struct rm_inner *node = map->path.node[level];
        uint64_t *slot = &node->gap[map->path.slot[level]];
        const uint64_t old = *slot;
        *slot = gap;
        if (gap == old || level + 1 == map->height)
            return;
        const uint64_t above = map->path.node[level + 1]->gap[map->path.slot[level + 1]];
        if (gap > old ? gap <= above : old < above)
            return;
        if (gap < old)
            gap = largest_gap(node, old);
    }
}

static void set_mark(struct runmap *map, bool mark)
{
    for (unsigned level = 0; level < map->height; level++) {
        struct rm_inner *node = map->path.node[level];
        const uint32_t bit = (uint32_t)1 << map->path.slot[level];
        const uint32_t old = node->marks;
        node->marks = mark ? old | bit : old & ~bit;
        if (!old == !node->marks)
            return;
        mark = node->marks != 0;
    }
}

static void replace_slots(struct rm_leaf *leaf, const struct edit *e)
{
    const unsigned count = leaf->count + e->count - (e->to - e->from);
    if (count != leaf->count) {
        memmove(leaf->run + e->from + e->count, leaf->run + e->to,
            (leaf->count + 1 - e->to) * sizeof *leaf->run);
        for (unsigned i = count + 1; i <= leaf->count; i++)
            leaf->run[i] = RM_UNUSED;
        leaf->count = count;
    }
    for (unsigned i = 0; i < e->count; i++)
        leaf->run[e->from + i] = e->run[i];
    leaf->run[count] = rm_run(e->end, RM_GUARD);
}

/* pre: the new runs fit into the leaf */
static void edit_in_place(struct runmap *map, const struct edit *e)
{
    struct rm_leaf *leaf = map->path.leaf;
    /* the run on the left gets another end, unless a new run begins where one began */
    const bool same_start = e->count && rm_page(e->run[0]) == rm_page(leaf->run[e->from]);
    const unsigned left = e->from - (e->from && !same_start);
    const struct seen old = tally(map, leaf->run, left, e->to, false);
    replace_slots(leaf, e);
    const struct seen new = tally(map, leaf->run, left, e->from + e->count, true);
    add_pages(map, e->change);

    const uint64_t gap = map->path.node[0]->gap[map->path.slot[0]];
    if (new.gap > gap)
        set_gap(map, new.gap);
    else if (old.gap == gap && new.gap < gap)
        set_gap(map, rm_leaf_gap(leaf, gap));
    if (new.mark)
        set_mark(map, true);
    else if (old.mark)
        set_mark(map, rm_leaf_has_mark(leaf));
}

/* All runs of the leaf as the edit will leave them; returns how many. */
static unsigned edited_runs(const struct rm_leaf *leaf, const struct edit *e, uint64_t *ret_runs)
{
    const unsigned tail = leaf->count - e->to;
    memcpy(ret_runs, leaf->run, e->from * sizeof *ret_runs);
    memcpy(ret_runs + e->from, e->run, e->count * sizeof *ret_runs);
    memcpy(ret_runs + e->from + e->count, leaf->run + e->to, tail * sizeof *ret_runs);
    return e->from + e->count + tail;
}

/* The runs of a full leaf are shared evenly with a neighbour that has room, so that leaves stay
 * three quarters full and more. Returns false if none has. */
static bool edit_and_share(struct runmap *map, const struct edit *e)
{
    const struct rm_inner *parent = map->path.node[0];
    struct rm_leaf *leaf = map->path.leaf;
    const unsigned slot = map->path.slot[0];
    const bool has_left = slot && parent->child[slot - 1].leaf->count <= RM_LEAF_SHARES;
    if (!has_left && (slot + 1 == parent->count
            || parent->child[slot + 1].leaf->count > RM_LEAF_SHARES))
        return false;
    struct rm_leaf *left = has_left ? parent->child[slot - 1].leaf : leaf;
    struct rm_leaf *right = has_left ? leaf : parent->child[slot + 1].leaf;
    const vm_page end = has_left ? e->end : rm_leaf_end(right);

    uint64_t runs[2 * RM_LEAF_CAP + RM_PIECES + 1];
    unsigned count = has_left ? left->count : 0;
    memcpy(runs, left->run, count * sizeof *runs);
    count += edited_runs(leaf, e, runs + count);
    if (!has_left) {
        memcpy(runs + count, right->run, right->count * sizeof *runs);
        count += right->count;
    }
    if (count > 2 * RM_LEAF_CAP)
        return false;
    rm_leaf_fill(left, runs, count / 2, rm_page(runs[count / 2]));
    rm_leaf_fill(right, runs + count / 2, count - count / 2, end);
    rm_leaves_shared(map, slot - has_left);
    return true;
}

/* The leaf cannot hold the new runs: it becomes two. */
static void edit_and_split(struct runmap *map, const struct edit *e)
{
    struct rm_leaf *leaf = map->path.leaf;
    uint64_t runs[RM_LEAF_CAP + RM_PIECES + 1];
    const unsigned count = edited_runs(leaf, e, runs);
    unsigned keep = e->to < leaf->count ? count / 2 : RM_LEAF_CAP * 7 / 8;
    if (keep < count - RM_LEAF_CAP)
        keep = count - RM_LEAF_CAP;
    struct rm_leaf *right = rm_leaf_create(map);
    rm_leaf_fill(leaf, runs, keep, rm_page(runs[keep]));
    rm_leaf_fill(right, runs + keep, count - keep, e->end);
    rm_leaf_insert(map, right);
}

/* The leaf has no room for the new runs. */
static void edit_and_make_room(struct runmap *map, const struct edit *e)
{
    const struct rm_leaf *leaf = map->path.leaf;
    const unsigned left = e->from > 0;           /* the run on the left may get another end */
    uint64_t runs[RM_PIECES + 3];                /* it, the new ones, and where they end */
    if (left)
        runs[0] = leaf->run[e->from - 1];
    memcpy(runs + left, e->run, e->count * sizeof *runs);
    runs[left + e->count] = e->to < leaf->count ? leaf->run[e->to] : rm_run(e->end, RM_GUARD);
    tally(map, leaf->run, e->from - left, e->to, false);
    tally(map, runs, 0, left + e->count, true);
    if (!edit_and_share(map, e))
        edit_and_split(map, e);
}

/* ---- from pieces to an edit ----------------------------------------------------------------- */

/* Pages of the leaf that the pieces cover leave their classes; those of the pieces enter. The first
 * of them lie at slot at. */
static void count_change(const struct runmap *map, const struct rm_leaf *leaf, unsigned at,
    const struct vm_stretch *pieces, size_t count, struct edit *e)
{
    const vm_page end = pieces[count - 1].end;
    vm_page from = pieces[0].first;
    for (unsigned i = at; i < leaf->count && from < end; i++) {
        const vm_page next = rm_page(leaf->run[i + 1]);
        const vm_page to = next < end ? next : end;
        e->change[rm_class(map, leaf->run[i])] -= to - from;
        from = to;
    }
    for (size_t i = 0; i < count; i++)
        e->change[rm_class(map, pieces[i].attr)] += pieces[i].end - pieces[i].first;
}

/* The runs that pieces become, right of the run left (a guard if none). Returns the last. */
static uint64_t join_pieces(struct edit *e, uint64_t left, const struct vm_stretch *pieces,
    size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const uint64_t run = rm_run(pieces[i].first, pieces[i].attr);
        if (joins(left, run))
            continue;
        e->run[e->count++] = run;
        left = run;
    }
    return left;
}

/* The most common change, by far the cheapest: one whole run, not free before nor after, gets
 * another attr, and joins none of its neighbours. Returns false, and does nothing, if it is not
 * that. */
static bool repaint(struct runmap *map, unsigned at, const struct vm_stretch *piece)
{
    struct rm_leaf *leaf = map->path.leaf;
    const uint64_t old = leaf->run[at];
    const uint64_t new = rm_run(piece->first, piece->attr);
    const uint64_t next = leaf->run[at + 1];
    if (rm_page(old) != piece->first || rm_page(next) != piece->end || !rm_attr(old)
        || !rm_attr(new) || (old ^ new) & VM_ATTR_BEGIN || joins(new, next))
        return false;
    if (at ? joins(leaf->run[at - 1], new) : !(new & VM_ATTR_BEGIN))
        return false;
    if (at + 1 == leaf->count && piece->end < map->end)
        return false;              /* who knows what begins in the next leaf */
    leaf->run[at] = new;
    map->hot = at;
    const unsigned from = rm_class(map, old);
    const unsigned to = rm_class(map, new);
    for (unsigned level = 0; from != to && level < map->height; level++) {
        uint64_t *pages = map->path.node[level]->pages[map->path.slot[level]];
        pages[from] -= piece->end - piece->first;
        pages[to] += piece->end - piece->first;
    }
    return true;
}

/* A run that begins with its leaf may join the last one of the leaf before: then the edit is there.
 * Returns the slot to begin at. */
static unsigned step_left(struct runmap *map, unsigned at, vm_page first, vm_attr attr)
{
    if (!first || first != rm_leaf_first(map->path.leaf) || attr & VM_ATTR_BEGIN)
        return at;
    struct rm_path before;
    rm_walk(map, first - 1, &before);
    const unsigned last = before.leaf->count - 1;
    if (!joins(before.leaf->run[last], rm_run(first, attr)))
        return at;
    map->path = before;
    return last;
}

/* The right end of an edit whose last run is last: the run there is cut, joins, or is swallowed
 * with all that the pieces cover beyond the leaf. */
static void finish_right(struct runmap *map, struct edit *e, uint64_t last, vm_page end)
{
    const struct rm_leaf *leaf = map->path.leaf;
    if (e->end > end && rm_page(leaf->run[e->to]) > end) {
        const uint64_t rest =
            rm_run(end, rm_attr(leaf->run[e->to - 1])) & ~(uint64_t)VM_ATTR_BEGIN;
        if (!joins(last, rest))
            e->run[e->count++] = rest;
    } else if (e->end > end) {
        e->to += joins(last, leaf->run[e->to]);
    } else if (end < map->end || e->end < end) {
        swallow(map, e->end, end);
        e->end = end < map->end ? swallow_joining(map, end, last) : end;
        e->change[rm_class(map, last)] += e->end - end;
        rm_walk(map, rm_leaf_first(leaf), &map->path);
    }
}

static void splice_some(struct runmap *map, const struct vm_stretch *pieces, size_t count,
    uint64_t finger)
{
    const vm_page first = pieces[0].first;
    const vm_page end = pieces[count - 1].end;
    unsigned at = go_to(map, first, finger);
    if (count == 1 && repaint(map, at, pieces))
        return;
    at = step_left(map, at, first, pieces[0].attr);
    const struct rm_leaf *leaf = map->path.leaf;
    struct edit e;                 /* not cleared as a whole: e.run is long */
    e.end = rm_leaf_end(leaf);
    e.from = at + (rm_page(leaf->run[at]) < first);
    e.to = at + 1;
    e.count = 0;
    memset(e.change, 0, sizeof e.change);
    while (e.to < leaf->count && rm_page(leaf->run[e.to]) < end)
        e.to++;
    count_change(map, leaf, at, pieces, count, &e);
    const uint64_t last = join_pieces(&e, e.from ? leaf->run[e.from - 1] : RM_GUARD, pieces, count);
    finish_right(map, &e, last, end);

    if (leaf->count + e.count - (e.to - e.from) > RM_LEAF_CAP) {
        edit_and_make_room(map, &e);
        rm_walk(map, first, &map->path);
        map->hot = 0;
        return;
    }
    const unsigned before = leaf->count;
    edit_in_place(map, &e);
    map->hot = e.from < leaf->count ? e.from : leaf->count - 1;
    if (leaf->count < before && leaf->count < RM_LEAF_CAP / 4 && rm_leaf_merge(map)) {
        rm_walk(map, first, &map->path);
        map->hot = 0;
    }
}

void runmap_splice(struct runmap *map, const struct vm_stretch *pieces, size_t count,
    uint64_t finger)
{
    assert(count && pieces[0].first < pieces[0].end && pieces[count - 1].end <= map->end);
    for (;; finger = 0) {
        const size_t some = count < RM_PIECES ? count : RM_PIECES;
        splice_some(map, pieces, some, finger);
        if (some == count)
            return;
        pieces += some;
        count -= some;
    }
}
