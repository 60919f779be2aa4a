/* view - reading a space. */
#include "contents.h"

const struct vm_machine *vm_space_machine(const struct vm_space *space)
{
    return space->machine;
}

uint64_t vm_space_generation(const struct vm_space *space)
{
    return space->generation;
}

vm_page vm_space_end(const struct vm_space *space)
{
    return runmap_end(space->map);
}

struct vm_run vm_space_run(const struct vm_space *space, vm_page page)
{
    struct runmap_cursor c;
    runmap_find(space->map, page, &c);
    struct vm_run run = {c.first, c.end, c.attr, c.first, c.end};
    if (vm_attr_state(c.attr) != VM_FREE) {
        run.alloc_first = runmap_alloc_first(space->map, &c);
        run.alloc_end = runmap_alloc_end(space->map, &c);
    }
    return run;
}

void vm_space_count(const struct vm_space *space, vm_page first, vm_page end,
    uint64_t ret_count[VM_CLASS_COUNT])
{
    runmap_count(space->map, first, end, ret_count);
}

void vm_space_count_cells(const struct vm_space *space, vm_page first, unsigned shift, size_t cells,
    uint64_t (*ret_count)[VM_CLASS_COUNT])
{
    runmap_count_cells(space->map, first, (uint64_t)1 << shift, cells, ret_count);
}

/* Fitting is monotone in the size, so halving finds the largest that fits. */
uint64_t space_largest_fit(const struct vm_space *space)
{
    const vm_page lowest = space_lowest(space), end = space_reserve_end(space);
    uint64_t fits = 0, most = runmap_largest_gap(space->map);
    most = most < end - lowest ? most : end - lowest;
    for (uint64_t count = most; fits < most; count = fits + (most - fits + 1) / 2) {
        vm_page first;
        if (runmap_fit(space->map, lowest, end, count, VM_GRANULE_PAGES, false, &first))
            fits = count;
        else
            most = count - 1;
    }
    return fits;
}

void vm_space_totals(const struct vm_space *space, struct vm_totals *ret_totals)
{
    *ret_totals = (struct vm_totals){
        .runs = runmap_runs(space->map),
        .allocations = runmap_allocations(space->map),
        .charge = space->settings.charge,
        .limit = space->settings.limit,
        .largest_free = space_largest_fit(space),
        .tail_pages = runmap_tail_pages(space->map),
        .lock_privilege = space->settings.lock_privilege,
    };
    runmap_count(space->map, 0, runmap_end(space->map), ret_totals->pages);
    contents_totals(space, ret_totals);
}
