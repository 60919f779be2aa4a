/* runmap - ordered map from page ranges to attributes: the one structure under a space.
 *
 * Shape   Runs tile [0, end) without gaps: a run ends where the next begins; free stretches are
 *         runs too (attr 0). Neighbours with equal attr are one run, except that a run with
 *         VM_ATTR_BEGIN never joins the run on its left (that is how allocations stay apart,
 *         R-GEN-6). Within an allocation only the first run has VM_ATTR_BEGIN.
 *         Invariants are executed by runmap_check.
 * Units   Page numbers (< 2^35: 128 TiB) and attr of 28 bits. Addresses never enter this file.
 * Use     create, find/next/prev, splice, destroy. A cursor dies at the next splice.
 * Errors  None; bad ranges are programmer errors (assert). Host memory: base_oom.
 * Cost    find, prev, alloc bounds, first fit (16-page alignment), count: O(log n) in the number
 *         of runs; splice O(log n + runs touched). At most 24 bytes a run.
 */
#ifndef VM_RUNMAP_H
#define VM_RUNMAP_H

#include <stddef.h>

#include "vm/types.h"

struct runmap;

struct runmap *runmap_create(vm_page end);                   /* all free. pre: 0 < end <= 2^35 */
void runmap_destroy(struct runmap *map);
struct runmap *runmap_clone(const struct runmap *map);
vm_page runmap_end(const struct runmap *map);

/* A run and its place in the structure. first, end and attr may be read; the rest is private, but
 * that finger may be handed to the next splice. */
struct runmap_cursor {
    vm_page first, end;
    vm_attr attr;
    uint32_t slot;
    const void *leaf;
    uint64_t finger;
};
/* The run that holds page. pre: page < end */
void runmap_find(const struct runmap *map, vm_page page, struct runmap_cursor *ret_cursor);
/* To the neighbouring run. false, with the cursor kept, at the end of the map and at page 0. */
bool runmap_next(const struct runmap *map, struct runmap_cursor *cursor);
bool runmap_prev(const struct runmap *map, struct runmap_cursor *cursor);

/* First page and exclusive end of the allocation that cursor's run belongs to. pre: not free */
vm_page runmap_alloc_first(const struct runmap *map, const struct runmap_cursor *cursor);
vm_page runmap_alloc_end(const struct runmap *map, const struct runmap_cursor *cursor);

/* Makes [pieces[0].first, pieces[count-1].end) look like pieces: ascending, gapless, each attr as
 * given, VM_ATTR_BEGIN included. Splits and joins runs so that the shape above holds. The run
 * that is cut off at the right keeps its attr without VM_ATTR_BEGIN (its allocation went on),
 * unless it is free.
 * finger is 0, or that of a cursor on the run that holds pieces[0].first, found since the last
 * splice: it saves the search.
 * pre: count > 0, range inside [0, end). */
void runmap_splice(struct runmap *map, const struct vm_stretch *pieces, size_t count,
    uint64_t finger);

/* Lowest (or highest) start of count free pages within [lo, hi), start a multiple of align pages
 * (a power of two >= 16). From above: the highest such start, as R-ALLOC-25. Returns false if
 * none fits. O(log n) for align 16; for larger alignments plus the gaps that are long enough but
 * not aligned. */
bool runmap_fit(const struct runmap *map, vm_page lo, vm_page hi, uint64_t count, uint64_t align,
    bool from_above, vm_page *ret_first);

/* Pages of each display class in [first, end), and the same for neighbouring cells of cell pages
 * each; what lies past the end of the map counts nowhere. */
void runmap_count(const struct runmap *map, vm_page first, vm_page end,
    uint64_t ret_count[VM_CLASS_COUNT]);
void runmap_count_cells(const struct runmap *map, vm_page first, uint64_t cell, size_t cells,
    uint64_t (*ret_count)[VM_CLASS_COUNT]);

uint64_t runmap_runs(const struct runmap *map);              /* free runs not counted; O(1) */
uint64_t runmap_allocations(const struct runmap *map);       /* O(1) */
/* Free pages before the next granule, that no reservation can start in. O(1) */
uint64_t runmap_tail_pages(const struct runmap *map);
/* Pages of the longest gap, counted from the first granule in it. O(log n) */
uint64_t runmap_largest_gap(const struct runmap *map);
size_t runmap_bytes(const struct runmap *map);               /* host memory held */
/* NULL if sound, else a static sentence that says what is not. O(n) */
const char *runmap_check(const struct runmap *map);

#endif
