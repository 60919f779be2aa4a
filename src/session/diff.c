/* diff - what a step changed in all, from its changes or from the spaces on both sides.
 *
 * Changes are laid over each other on the pieces between all their borders: on each piece the first
 * change that covers it says what was before, the last what is after. Cost O(k log k), k stretches.
 */
#include "parts.h"

#include <stdlib.h>

#include "base/mem.h"

void diff_destroy(struct diff *diff)
{
    if (diff)
        free(diff->stretches);
    free(diff);
}

/* Appends a stretch, joined with the last one where it goes on with the same. */
static void add(struct diff *d, vm_page first, vm_page end, vm_attr before, vm_attr after)
{
    if (!((before ^ after) & ~(vm_attr)VM_ATTR_BEGIN) || first >= end)
        return;
    struct diff_stretch *const last = d->count ? &d->stretches[d->count - 1] : NULL;
    if (last && last->end == first && last->before == before && last->after == after) {
        last->end = end;
        return;
    }
    base_grow(&d->stretches, &d->cap, d->count + 1, sizeof *d->stretches);
    d->stretches[d->count++] = (struct diff_stretch){first, end, before, after};
}

/* ---- pages ----------------------------------------------------------------------------------- */

static int by_page(const void *a, const void *b)
{
    const vm_page x = *(const vm_page *)a, y = *(const vm_page *)b;
    return (x > y) - (x < y);
}

static size_t unique(vm_page *pages, size_t count)
{
    size_t kept = 0;
    if (count)
        qsort(pages, count, sizeof *pages, by_page);
    for (size_t i = 0; i < count; i++)
        if (!kept || pages[kept - 1] != pages[i])
            pages[kept++] = pages[i];
    return kept;
}

void pages_settle(struct pages *pages)
{
    pages->count = pages->settled = unique(pages->items, pages->count);
}

/* A loop writes the same pages over and over: settled whenever the list has doubled. */
void pages_add(struct pages *pages, const struct vm_change *change)
{
    if (change->call.id != VM_CALL_WRITE || change->result.exception || !change->call.size)
        return;
    const vm_page last = (change->call.addr + change->call.size - 1) >> VM_PAGE_SHIFT;
    for (vm_page page = change->call.addr >> VM_PAGE_SHIFT; page <= last; page++) {
        if ((pages->count && pages->items[pages->count - 1] == page) ||
            !vm_change_touches(change, page))
            continue;
        if (pages->count == pages->cap && pages->count > 2 * pages->settled)
            pages_settle(pages);
        base_grow(&pages->items, &pages->cap, pages->count + 1, sizeof *pages->items);
        pages->items[pages->count++] = page;
    }
}

/* Index of the first page that is not below. */
static size_t lower(const vm_page *pages, size_t count, vm_page page)
{
    size_t lo = 0, hi = count;
    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (pages[mid] < page)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

bool pages_hold(const struct pages *pages, vm_page first, vm_page end)
{
    const size_t i = lower(pages->items, pages->count, first);
    return i < pages->count && pages->items[i] < end;
}

/* ---- from changes ---------------------------------------------------------------------------- */

/* One side of all pieces. next jumps over pieces that are set: each is set once. */
struct side {
    vm_attr *attr;
    size_t *next;
};
struct overlay {
    vm_page *borders; /* piece i is [borders[i], borders[i + 1]) */
    size_t count, cap;
    struct side before, after;
};

static void add_borders(struct overlay *o, const struct vm_stretch *stretches, size_t count)
{
    base_grow(&o->borders, &o->cap, o->count + 2 * count, sizeof *o->borders);
    for (size_t i = 0; i < count; i++) {
        o->borders[o->count++] = stretches[i].first;
        o->borders[o->count++] = stretches[i].end;
    }
}

static struct side make_side(size_t pieces)
{
    struct side side = {.attr = base_zalloc(pieces * sizeof *side.attr),
        .next = base_alloc((pieces + 1) * sizeof *side.next)};
    for (size_t i = 0; i <= pieces; i++)
        side.next[i] = i;
    return side;
}

static size_t find_unset(struct side *side, size_t i)
{
    while (side->next[i] != i) {
        side->next[i] = side->next[side->next[i]];
        i = side->next[i];
    }
    return i;
}

static void lay(
    struct overlay *o, struct side *side, const struct vm_stretch *stretches, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t piece = find_unset(side, lower(o->borders, o->count, stretches[i].first));
        while (piece + 1 < o->count && o->borders[piece] < stretches[i].end) {
            side->attr[piece] = stretches[i].attr;
            side->next[piece] = piece + 1;
            piece = find_unset(side, piece);
        }
    }
}

static void diff_of_changes(struct diff *d, const struct vm_change *const *changes, size_t count)
{
    struct overlay o = {0};
    for (size_t i = 0; i < count; i++) {
        add_borders(&o, changes[i]->before, changes[i]->before_count);
        add_borders(&o, changes[i]->after, changes[i]->after_count);
    }
    o.count = unique(o.borders, o.count);
    o.before = make_side(o.count);
    o.after = make_side(o.count);
    for (size_t i = 0; i < count; i++) {
        const struct vm_change *const first = changes[i], *const last = changes[count - 1 - i];
        lay(&o, &o.before, first->before, first->before_count);
        lay(&o, &o.after, last->after, last->after_count);
    }
    for (size_t i = 0; i + 1 < o.count; i++)
        if (o.before.next[i] != i && o.after.next[i] != i)
            add(d, o.borders[i], o.borders[i + 1], o.before.attr[i], o.after.attr[i]);
    free(o.borders);
    free(o.before.attr);
    free(o.before.next);
    free(o.after.attr);
    free(o.after.next);
}

const struct diff *diff_of(struct record *r)
{
    if (!r->diff) {
        r->diff = base_zalloc(sizeof *r->diff);
        if (!r->other)
            diff_of_changes(r->diff, (const struct vm_change *const *)r->changes, r->change_count);
    }
    return r->diff;
}

bool diff_first(const struct vm_change *change, vm_page *ret_page)
{
    struct diff d = {0};
    diff_of_changes(&d, &change, 1);
    const bool found = d.count > 0;
    if (found)
        *ret_page = d.stretches[0].first;
    free(d.stretches);
    return found;
}

/* ---- from spaces ----------------------------------------------------------------------------- */

/* Pages of different machines are not the same pages: nothing is said of them. */
void diff_of_spaces(struct record *r, const struct vm_space *before, const struct vm_space *after)
{
    diff_destroy(r->diff);
    r->diff = base_zalloc(sizeof *r->diff);
    if (vm_space_machine(before) != vm_space_machine(after))
        return;
    const vm_page end = vm_space_end(before);
    for (vm_page page = 0; page < end;) {
        const struct vm_run a = vm_space_run(before, page), b = vm_space_run(after, page);
        const vm_page next = a.end < b.end ? a.end : b.end;
        add(r->diff, page, next, a.attr, b.attr);
        page = next;
    }
}

bool diff_holds(const struct diff *diff, vm_page first, vm_page end)
{
    size_t lo = 0, hi = diff->count;
    while (lo < hi) { /* the first stretch that ends after first */
        const size_t mid = lo + (hi - lo) / 2;
        if (diff->stretches[mid].end <= first)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < diff->count && diff->stretches[lo].first < end;
}
