/* change - reading, moving and freeing the record of an operation. */
#include "contents.h"

#include <stdlib.h>

void vm_change_finish(struct vm_change *change)
{
    contents_finish(change);
    free(change->before);
    free(change->pages);
    *change = (struct vm_change){0};
}

void vm_change_move(struct vm_change *to, struct vm_change *from)
{
    *to = *from;
    *from = (struct vm_change){0};
}

size_t vm_change_bytes(const struct vm_change *change)
{
    return sizeof *change + change->before_cap * sizeof *change->before +
           change->pages_cap * sizeof *change->pages + contents_bytes(change);
}

void vm_trace_finish(struct vm_trace *trace)
{
    free(trace->checks);
    *trace = (struct vm_trace){0};
}

/* Both sides of a change, walked together in the longest pieces that are even on both. */
struct both {
    const struct vm_change *change;
    size_t before, after;
    vm_page at;
};

static struct both both_start(const struct vm_change *change)
{
    return (struct both){change, 0, 0, change->before_count ? change->before[0].first : 0};
}

/* The next piece: its pages, and the attr on each side. False at the end. */
static bool both_next(struct both *b, uint64_t *ret_pages, vm_attr *ret_from, vm_attr *ret_to)
{
    const struct vm_change *c = b->change;
    if (b->before == c->before_count || b->after == c->after_count)
        return false;
    const struct vm_stretch *from = &c->before[b->before], *to = &c->after[b->after];
    const vm_page end = from->end < to->end ? from->end : to->end;
    *ret_pages = end - b->at;
    *ret_from = from->attr;
    *ret_to = to->attr;
    b->at = end;
    b->before += end == from->end;
    b->after += end == to->end;
    return true;
}

bool vm_change_is_empty(const struct vm_change *change)
{
    const struct vm_settings *a = &change->old_settings, *b = &change->new_settings;
    if (change->swap_count || a->charge != b->charge || a->limit != b->limit ||
        a->min_working_set != b->min_working_set || a->lock_privilege != b->lock_privilege)
        return false;
    uint64_t pages;
    vm_attr from, to;
    for (struct both b2 = both_start(change); both_next(&b2, &pages, &from, &to);)
        if (from != to)
            return false;
    return true;
}

void vm_change_transitions(
    const struct vm_change *change, uint64_t ret_pages[VM_CLASS_COUNT][VM_CLASS_COUNT])
{
    for (unsigned i = 0; i < VM_CLASS_COUNT; i++)
        for (unsigned j = 0; j < VM_CLASS_COUNT; j++)
            ret_pages[i][j] = 0;
    uint64_t pages;
    vm_attr from, to;
    for (struct both b = both_start(change); both_next(&b, &pages, &from, &to);)
        ret_pages[vm_attr_class(from)][vm_attr_class(to)] += pages;
}

/* The stretch that holds page, which lies in the range. Ascending and gapless: binary search. */
static const struct vm_stretch *stretch_at(
    const struct vm_stretch *stretches, size_t count, vm_page page)
{
    size_t lo = 0, hi = count;
    while (hi - lo > 1) {
        const size_t mid = lo + (hi - lo) / 2;
        if (stretches[mid].first <= page)
            lo = mid;
        else
            hi = mid;
    }
    return &stretches[lo];
}

bool vm_change_touches(const struct vm_change *change, vm_page page)
{
    const size_t before = change->before_count, after = change->after_count;
    if (before && after && page >= change->before[0].first &&
        page < change->before[before - 1].end) {
        const vm_attr from = stretch_at(change->before, before, page)->attr;
        const vm_attr to = stretch_at(change->after, after, page)->attr;
        if ((from ^ to) & ~(vm_attr)VM_ATTR_BEGIN)
            return true;
    }
    return change->swap_count && contents_touches(change, page);
}
