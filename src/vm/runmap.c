/* runmap - the ordered map of runs: a sorted array of them. */
#include "runmap.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct run {
    vm_page first;
    vm_attr attr;
};

struct runmap {
    vm_page end;
    struct run *runs;              /* runs[count] is a guard that starts at end */
    size_t count, cap;
};

static bool joins(vm_attr left, vm_attr right)
{
    return !(right & VM_ATTR_BEGIN) && (left & ~(vm_attr)VM_ATTR_BEGIN) == right;
}

/* Index of the run that holds page. */
static size_t rank(const struct runmap *map, vm_page page)
{
    size_t lo = 0;
    size_t hi = map->count;
    while (hi - lo > 1) {
        const size_t mid = lo + (hi - lo) / 2;
        if (map->runs[mid].first <= page)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

struct runmap *runmap_create(vm_page end)
{
    struct runmap *map = base_zalloc(sizeof *map);
    map->end = end;
    map->count = 1;
    base_grow(&map->runs, &map->cap, 2, sizeof *map->runs);
    map->runs[0] = (struct run){0, 0};
    map->runs[1] = (struct run){end, 0};
    return map;
}

void runmap_destroy(struct runmap *map)
{
    if (map)
        free(map->runs);
    free(map);
}

struct runmap *runmap_clone(const struct runmap *map)
{
    struct runmap *copy = base_memdup(map, sizeof *map);
    copy->runs = base_memdup(map->runs, (map->count + 1) * sizeof *map->runs);
    copy->cap = map->count + 1;
    return copy;
}

vm_page runmap_end(const struct runmap *map)
{
    return map->end;
}

static void cursor_at(const struct runmap *map, size_t i, struct runmap_cursor *cursor)
{
    *cursor = (struct runmap_cursor){.first = map->runs[i].first, .end = map->runs[i + 1].first,
        .attr = map->runs[i].attr, .slot = (uint32_t)i};
}

void runmap_find(const struct runmap *map, vm_page page, struct runmap_cursor *ret_cursor)
{
    assert(page < map->end);
    cursor_at(map, rank(map, page), ret_cursor);
}

bool runmap_next(const struct runmap *map, struct runmap_cursor *cursor)
{
    if (cursor->slot + 1 >= map->count)
        return false;
    cursor_at(map, cursor->slot + 1, cursor);
    return true;
}

bool runmap_prev(const struct runmap *map, struct runmap_cursor *cursor)
{
    if (!cursor->slot)
        return false;
    cursor_at(map, cursor->slot - 1, cursor);
    return true;
}

vm_page runmap_alloc_first(const struct runmap *map, const struct runmap_cursor *cursor)
{
    size_t i = cursor->slot;
    while (!(map->runs[i].attr & VM_ATTR_BEGIN))
        i--;
    return map->runs[i].first;
}

vm_page runmap_alloc_end(const struct runmap *map, const struct runmap_cursor *cursor)
{
    size_t i = cursor->slot + 1;
    while (i < map->count && map->runs[i].attr && !(map->runs[i].attr & VM_ATTR_BEGIN))
        i++;
    return map->runs[i].first;
}

void runmap_splice(struct runmap *map, const struct vm_stretch *pieces, size_t count,
    uint64_t finger)
{
    (void)finger;
    const vm_page first = pieces[0].first;
    const vm_page end = pieces[count - 1].end;
    size_t from = rank(map, first);
    size_t to = rank(map, end - 1) + 1;
    const struct run cut = {end, map->runs[to - 1].attr & ~(vm_attr)VM_ATTR_BEGIN};
    const bool has_cut = map->runs[to].first > end;
    from += map->runs[from].first < first;

    struct run *fresh = base_alloc((count + 1) * sizeof *fresh);
    size_t n = 0;
    const struct run *last = from ? &map->runs[from - 1] : NULL;
    for (size_t i = 0; i < count; i++)
        if (!last || !joins(last->attr, pieces[i].attr)) {
            fresh[n] = (struct run){pieces[i].first, pieces[i].attr};
            last = &fresh[n++];
        }
    if (has_cut && !joins(last->attr, cut.attr))
        fresh[n++] = cut;
    else if (!has_cut && to < map->count && joins(last->attr, map->runs[to].attr))
        to++;
    base_grow(&map->runs, &map->cap, map->count + n + 1, sizeof *map->runs);
    memmove(map->runs + from + n, map->runs + to, (map->count + 1 - to) * sizeof *map->runs);
    memcpy(map->runs + from, fresh, n * sizeof *fresh);
    map->count = map->count + n - (to - from);
    free(fresh);
}

bool runmap_fit(const struct runmap *map, vm_page lo, vm_page hi, uint64_t count, uint64_t align,
    bool from_above, vm_page *ret_first)
{
    bool found = false;
    for (size_t i = 0; i < map->count; i++) {
        if (map->runs[i].attr)
            continue;
        const vm_page top = map->runs[i + 1].first < hi ? map->runs[i + 1].first : hi;
        const vm_page bottom = map->runs[i].first > lo ? map->runs[i].first : lo;
        const vm_page start = (bottom + align - 1) & ~(align - 1);
        if (start > top || top - start < count)
            continue;
        *ret_first = from_above ? (top - count) & ~(align - 1) : start;
        found = true;
        if (!from_above)
            break;
    }
    return found;
}

void runmap_count(const struct runmap *map, vm_page first, vm_page end,
    uint64_t ret_count[VM_CLASS_COUNT])
{
    for (unsigned c = 0; c < VM_CLASS_COUNT; c++)
        ret_count[c] = 0;
    if (end > map->end)
        end = map->end;
    if (first >= end)
        return;
    for (size_t i = rank(map, first); map->runs[i].first < end; i++) {
        const vm_page from = map->runs[i].first > first ? map->runs[i].first : first;
        const vm_page to = map->runs[i + 1].first < end ? map->runs[i + 1].first : end;
        ret_count[vm_attr_class(map->runs[i].attr)] += to - from;
    }
}

void runmap_count_cells(const struct runmap *map, vm_page first, uint64_t cell, size_t cells,
    uint64_t (*ret_count)[VM_CLASS_COUNT])
{
    for (size_t i = 0; i < cells; i++)
        runmap_count(map, first + i * cell, first + (i + 1) * cell, ret_count[i]);
}

uint64_t runmap_runs(const struct runmap *map)
{
    uint64_t n = 0;
    for (size_t i = 0; i < map->count; i++)
        n += map->runs[i].attr != 0;
    return n;
}

uint64_t runmap_allocations(const struct runmap *map)
{
    uint64_t n = 0;
    for (size_t i = 0; i < map->count; i++)
        n += (map->runs[i].attr & VM_ATTR_BEGIN) != 0;
    return n;
}

uint64_t runmap_largest_gap(const struct runmap *map)
{
    uint64_t best = 0;
    for (size_t i = 0; i < map->count; i++) {
        const vm_page start = (map->runs[i].first + VM_GRANULE_PAGES - 1) / VM_GRANULE_PAGES
            * VM_GRANULE_PAGES;
        const vm_page end = map->runs[i + 1].first;
        if (!map->runs[i].attr && end > start && end - start > best)
            best = end - start;
    }
    return best;
}

size_t runmap_bytes(const struct runmap *map)
{
    return sizeof *map + map->cap * sizeof *map->runs;
}

const char *runmap_check(const struct runmap *map)
{
    if (map->runs[0].first != 0)
        return "the first run does not start at page 0";
    for (size_t i = 0; i < map->count; i++) {
        const struct run *run = &map->runs[i];
        if (run->first >= run[1].first)
            return "runs are not ascending";
        if (i && joins(run[-1].attr, run->attr))
            return "two neighbours should be one run";
    }
    return NULL;
}
