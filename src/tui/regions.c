/* regions - rows by address are walked from any page; other orders come from a sorted list. */
#include "regions.h"

#include <stdlib.h>

#include "base/mem.h"

struct vm_run regions_row(const struct regions *r, const struct vm_space *space, vm_page page)
{
    struct vm_run run = vm_space_run(space, page);
    if (r->by_allocation && vm_attr_state(run.attr) != VM_FREE) {
        run = vm_space_run(space, run.alloc_first);
        run.end = run.alloc_end;
    }
    return run;
}

/* ---- other orders than by address ------------------------------------------------------------ */

static int by_number(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static int by_address(const void *a, const void *b)
{
    const struct vm_run *x = a;
    const struct vm_run *y = b;
    return by_number(x->first, y->first);
}

static int by_size(const void *a, const void *b)             /* the largest first */
{
    const struct vm_run *x = a;
    const struct vm_run *y = b;
    const int order = by_number(y->end - y->first, x->end - x->first);
    return order != 0 ? order : by_address(a, b);
}

static int by_state(const void *a, const void *b)            /* committed first, free last */
{
    const struct vm_run *x = a;
    const struct vm_run *y = b;
    const int order = by_number(vm_attr_state(y->attr), vm_attr_state(x->attr));
    return order != 0 ? order : by_address(a, b);
}

static int by_protect(const void *a, const void *b)
{
    const struct vm_run *x = a;
    const struct vm_run *y = b;
    const int order = by_number(vm_attr_protect(y->attr), vm_attr_protect(x->attr));
    return order != 0 ? order : by_address(a, b);
}

static int by_asked(const void *a, const void *b)
{
    const struct vm_run *x = a;
    const struct vm_run *y = b;
    const int order = by_number(vm_attr_asked(y->attr), vm_attr_asked(x->attr));
    return order != 0 ? order : by_address(a, b);
}

static bool is_listed(const struct regions *r, const struct vm_space *space)
{
    return r->listed == space && r->listed_generation == vm_space_generation(space) &&
        r->listed_sort == r->sort && r->listed_by_allocation == r->by_allocation;
}

static bool can_sort(const struct vm_space *space)
{
    struct vm_totals totals = {0};
    vm_space_totals(space, &totals);
    return totals.runs <= REGIONS_SORTED / 2;      /* as many free ones may lie between */
}

static void list_all(struct regions *r, const struct vm_space *space)
{
    static int (*const ORDERS[REGIONS_SORTS])(const void *, const void *) = {
        [REGIONS_BY_ADDRESS] = by_address, [REGIONS_BY_SIZE] = by_size,
        [REGIONS_BY_STATE] = by_state, [REGIONS_BY_PROTECT] = by_protect,
        [REGIONS_BY_ASKED] = by_asked};
    if (is_listed(r, space)) {
        return;
    }
    r->list_count = 0;
    for (vm_page page = 0; page < vm_space_end(space);) {
        base_grow(&r->list, &r->list_cap, r->list_count + 1, sizeof *r->list);
        r->list[r->list_count] = regions_row(r, space, page);
        page = r->list[r->list_count++].end;
    }
    qsort(r->list, r->list_count, sizeof *r->list, ORDERS[r->sort]);
    r->listed = space;
    r->listed_generation = vm_space_generation(space);
    r->listed_sort = r->sort;
    r->listed_by_allocation = r->by_allocation;
}

static size_t index_of(const struct regions *r, vm_page page)
{
    size_t at = 0;
    while (at + 1 < r->list_count && (page < r->list[at].first || page >= r->list[at].end)) {
        at++;
    }
    return at;
}

static size_t build_sorted(struct regions *r, vm_page cursor, size_t count)
{
    const size_t at = index_of(r, cursor);
    if (at < r->top_index || at >= r->top_index + count) {
        r->top_index = at < r->top_index ? at : at + 1 - count;
    }
    if (r->top_index + count > r->list_count) {
        r->top_index = r->list_count > count ? r->list_count - count : 0;
    }
    for (size_t i = r->top_index; i < r->list_count && r->row_count < count; i++) {
        r->rows[r->row_count++] = r->list[i];
    }
    return at - r->top_index;
}

/* ---- by address ------------------------------------------------------------------------------ */

static vm_page first_above(const struct regions *r, const struct vm_space *space, vm_page page,
    size_t rows)
{
    for (; rows > 0 && page > 0; rows--) {
        page = regions_row(r, space, page - 1).first;
    }
    return page;
}

static bool list_from_top(struct regions *r, const struct vm_space *space, vm_page cursor,
    size_t count, size_t *ret_at)
{
    bool found = false;
    r->row_count = 0;
    for (vm_page page = r->top; page < vm_space_end(space) && r->row_count < count;) {
        const struct vm_run row = regions_row(r, space, page);
        if (cursor >= row.first && cursor < row.end) {
            *ret_at = r->row_count;
            found = true;
        }
        r->rows[r->row_count++] = row;
        page = row.end;
    }
    return found;
}

static size_t build_by_address(struct regions *r, const struct vm_space *space, vm_page cursor,
    size_t count)
{
    size_t at = 0;
    const vm_page end = vm_space_end(space);
    r->top = regions_row(r, space, r->top < end ? r->top : end - 1).first;
    if (!list_from_top(r, space, cursor, count, &at)) {
        const vm_page here = regions_row(r, space, cursor).first;
        r->top = first_above(r, space, here, here < r->top ? 0 : count - 1);
        list_from_top(r, space, cursor, count, &at);
    }
    if (r->row_count < count && r->top > 0) {
        r->top = first_above(r, space, r->top, count - r->row_count);
        list_from_top(r, space, cursor, count, &at);
    }
    return at;
}

size_t regions_build(struct regions *r, const struct vm_space *space, vm_page cursor, size_t count)
{
    base_grow(&r->rows, &r->row_cap, count, sizeof *r->rows);
    r->row_count = 0;
    if (r->sort != REGIONS_BY_ADDRESS && !can_sort(space)) {
        r->sort = REGIONS_BY_ADDRESS;  /* it grew meanwhile */
    }
    if (r->sort == REGIONS_BY_ADDRESS) {
        return build_by_address(r, space, cursor, count);
    }
    list_all(r, space);
    return build_sorted(r, cursor, count);
}

vm_page regions_step(struct regions *r, const struct vm_space *space, vm_page page, long by)
{
    if (r->sort != REGIONS_BY_ADDRESS && can_sort(space)) {
        list_all(r, space);
        const long last = (long)r->list_count - 1;
        const long at = (long)index_of(r, page) + by;
        return r->list[at < 0 ? 0 : at > last ? last : at].first;
    }
    vm_page first = regions_row(r, space, page).first;
    for (; by < 0 && first > 0; by++) {
        first = regions_row(r, space, first - 1).first;
    }
    for (; by > 0; by--) {
        const vm_page end = regions_row(r, space, first).end;
        if (end >= vm_space_end(space)) {
            break;
        }
        first = end;
    }
    return first;
}

bool regions_sort_next(struct regions *r, const struct vm_space *space)
{
    if (!can_sort(space)) {
        r->sort = REGIONS_BY_ADDRESS;
        return false;
    }
    r->sort = (enum regions_sort)((r->sort + 1) % REGIONS_SORTS);
    return true;
}

void regions_finish(struct regions *r)
{
    free(r->rows);
    free(r->list);
    *r = (struct regions){0};
}
