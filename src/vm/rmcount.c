/* rmcount - pages of each class in a range, or in each of many neighbouring cells.
 *
 * A sweep leads upwards from leaf to leaf and knows how many pages of each class lie below the
 * leaf: it passes whole children by their sums. Within a leaf runs are added one by one, from the
 * nearer end. Cells are taken in groups: first the leaf of each border is found and asked for,
 * then the runs are added, so that the leaves come from memory side by side.
 */
#include "rmnode.h"

#include <string.h>

enum { GROUP = 16 };

struct sweep {
    const struct runmap *map;
    const struct rm_inner *node[RM_HEIGHT_MAX];
    unsigned slot[RM_HEIGHT_MAX];
    vm_page end[RM_HEIGHT_MAX];    /* where node[level] ends */
    uint64_t below[RM_HEIGHT_MAX][VM_CLASS_COUNT];   /* pages below the child at slot */
    vm_page leaf_end;
};

/* A place in a leaf: how far its runs have been added up. */
struct place {
    const struct rm_leaf *leaf;
    const uint64_t *all;           /* pages of the whole leaf */
    unsigned at;                   /* pages are those below this run */
    uint64_t pages[VM_CLASS_COUNT];
};

static void add(uint64_t to[VM_CLASS_COUNT], const uint64_t pages[VM_CLASS_COUNT])
{
    for (unsigned c = 0; c < VM_CLASS_COUNT; c++)
        to[c] += pages[c];
}

/* From level down: passes the children that end at or below page. */
static void enter(struct sweep *s, unsigned level, vm_page page)
{
    for (;; level--) {
        const struct rm_inner *node = s->node[level];
        unsigned slot = s->slot[level];
        while (slot + 1 < node->count && node->key[slot + 1] <= page)
            add(s->below[level], node->pages[slot++]);
        s->slot[level] = slot;
        const vm_page end = slot + 1 < node->count ? node->key[slot + 1] : s->end[level];
        if (!level) {
            s->leaf_end = end;
            return;
        }
        s->node[level - 1] = node->child[slot].inner;
        s->slot[level - 1] = 0;
        s->end[level - 1] = end;
        memcpy(s->below[level - 1], s->below[level], sizeof s->below[level]);
    }
}

static void sweep_begin(struct sweep *s, const struct runmap *map, vm_page page)
{
    const unsigned top = map->height - 1;
    s->map = map;
    s->node[top] = map->root;
    s->slot[top] = 0;
    s->end[top] = map->end;
    memset(s->below[top], 0, sizeof s->below[top]);
    enter(s, top, page);
}

/* Leads to the leaf that holds page. pre: page is not below an earlier one, and inside the map */
static void sweep_to(struct sweep *s, vm_page page)
{
    if (page < s->leaf_end)
        return;
    unsigned level = 0;
    while (s->end[level] <= page)
        level++;
    enter(s, level, page);
}

static void place_at(struct place *p, const struct sweep *s)
{
    p->leaf = s->node[0]->child[s->slot[0]].leaf;
    p->all = s->node[0]->pages[s->slot[0]];
    p->at = 0;
    memcpy(p->pages, s->below[0], sizeof p->pages);
}

/* Passes the runs that end at or below page, up to slot to. Returns the slot it stopped at. */
static unsigned add_runs(const struct runmap *map, const struct rm_leaf *leaf, unsigned from,
    unsigned to, vm_page page, uint64_t pages[VM_CLASS_COUNT])
{
    uint64_t run = leaf->run[from];
    for (; from < to && rm_page(leaf->run[from + 1]) <= page; from++) {
        const uint64_t next = leaf->run[from + 1];
        pages[rm_class(map, run)] += rm_page(next) - rm_page(run);
        run = next;
    }
    return from;
}

/* Moves to the run that holds page, from the left or, in a fresh place, from the leaf's end. */
static void place_forward(const struct runmap *map, struct place *p, vm_page page)
{
    const unsigned count = p->leaf->count;
    if (p->at || page < rm_page(p->leaf->run[count / 2])) {
        p->at = add_runs(map, p->leaf, p->at, count, page, p->pages);
        return;
    }
    uint64_t above[VM_CLASS_COUNT] = {0};
    p->at = rm_leaf_slot(p->leaf, page);
    add_runs(map, p->leaf, p->at, count, UINT64_MAX, above);
    for (unsigned c = 0; c < VM_CLASS_COUNT; c++)
        p->pages[c] += p->all[c] - above[c];
}

/* Pages of each class below page, which is not below an earlier one. pre: page lies in the leaf */
static void count_below(const struct runmap *map, struct place *p, vm_page page,
    uint64_t ret_pages[VM_CLASS_COUNT])
{
    place_forward(map, p, page);
    const uint64_t run = p->leaf->run[p->at];
    memcpy(ret_pages, p->pages, sizeof p->pages);
    ret_pages[rm_class(map, run)] += page - rm_page(run);
}

void runmap_count(const struct runmap *map, vm_page first, vm_page end,
    uint64_t ret_count[VM_CLASS_COUNT])
{
    runmap_count_cells(map, first, end > first ? end - first : 0, 1,
        (uint64_t (*)[VM_CLASS_COUNT])ret_count);
}

static void ask_for(const struct rm_leaf *leaf)
{
    for (unsigned i = 0; i < RM_LEAF_WORDS; i += RM_BLOCK)
        rm_prefetch(&leaf->run[i]);
}

/* count cells up from first, all of which end inside the map, and where they end not at its end.
 * below: the pages below first; below the last cell's end afterwards. */
static void count_group(struct sweep *s, struct place *place, vm_page first, uint64_t cell,
    unsigned count, uint64_t below[VM_CLASS_COUNT], uint64_t (*ret_count)[VM_CLASS_COUNT])
{
    struct place places[GROUP];
    unsigned place_of[GROUP];      /* cells to places; UINT32_MAX: still the one before the group */
    unsigned last = UINT32_MAX;
    for (unsigned i = 0; i < count; i++) {
        const vm_page end = first + (i + 1) * cell;
        if (end >= s->leaf_end) {
            sweep_to(s, end);
            place_at(&places[++last], s);
            ask_for(places[last].leaf);
        }
        place_of[i] = last;
    }
    for (unsigned i = 0; i < count; i++) {
        struct place *const p = place_of[i] == UINT32_MAX ? place : &places[place_of[i]];
        uint64_t upto[VM_CLASS_COUNT];
        count_below(s->map, p, first + (i + 1) * cell, upto);
        for (unsigned c = 0; c < VM_CLASS_COUNT; c++) {
            ret_count[i][c] = upto[c] - below[c];
            below[c] = upto[c];
        }
    }
    if (last != UINT32_MAX)
        *place = places[last];
}

/* The cells up from first that end before the place's run does, at most count: all of one class. */
static uint64_t count_same(const struct runmap *map, const struct place *place, vm_page first,
    uint64_t cell, uint64_t count, uint64_t below[VM_CLASS_COUNT],
    uint64_t (*ret_count)[VM_CLASS_COUNT])
{
    const unsigned class = rm_class(map, place->leaf->run[place->at]);
    const uint64_t fit = (rm_page(place->leaf->run[place->at + 1]) - 1 - first) / cell;
    const uint64_t same = fit < count ? fit : count;
    for (uint64_t i = 0; i < same; i++) {
        memset(ret_count[i], 0, sizeof ret_count[i]);
        ret_count[i][class] = cell;
    }
    below[class] += same * cell;
    return same;
}

void runmap_count_cells(const struct runmap *map, vm_page first, uint64_t cell, size_t cells,
    uint64_t (*ret_count)[VM_CLASS_COUNT])
{
    if (first >= map->end || !cell) {
        memset(ret_count, 0, cells * sizeof *ret_count);
        return;
    }
    struct sweep s;
    struct place place;
    uint64_t below[VM_CLASS_COUNT];
    sweep_begin(&s, map, first);
    place_at(&place, &s);
    count_below(map, &place, first, below);

    /* cells that end before the map does */
    const uint64_t inside = (map->end - 1 - first) / cell;
    size_t done = 0;
    while (done < cells && done < inside) {
        uint64_t left = cells - done < inside - done ? cells - done : inside - done;
        const uint64_t same = count_same(map, &place, first, cell, left, below, ret_count + done);
        first += same * cell;
        done += same;
        left -= same;
        const unsigned count = left < GROUP ? (unsigned)left : GROUP;
        count_group(&s, &place, first, cell, count, below, ret_count + done);
        first += count * cell;
        done += count;
    }
    if (done == cells)
        return;
    struct rm_sum all;             /* the cell at the map's end gets what is left */
    rm_inner_sum(map->root, &all);
    for (unsigned c = 0; c < VM_CLASS_COUNT; c++)
        ret_count[done][c] = all.pages[c] - below[c];
    memset(ret_count + done + 1, 0, (cells - done - 1) * sizeof *ret_count);
}
