/* regions - the rows of the region table: which are shown, in which order, where the cursor is.
 *
 * Views   By region: one row for each stretch of equal pages, as VirtualQuery reports them. By
 *         allocation: one row for each allocation whole. Free stretches have rows in both.
 * Cost    By address only the rows shown are looked up, O(rows log n). Any other order needs all
 *         of them: they are listed once per change of the space, up to REGIONS_SORTED rows.
 */
#ifndef TUI_REGIONS_H
#define TUI_REGIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "vm/view.h"

enum { REGIONS_SORTED = 100000 };
enum regions_sort {
    REGIONS_BY_ADDRESS, REGIONS_BY_SIZE, REGIONS_BY_STATE, REGIONS_BY_PROTECT,
    REGIONS_BY_ASKED, REGIONS_SORTS
};
struct regions {
    bool open, by_allocation;
    enum regions_sort sort;
    vm_page top;                       /* first page of the first row shown, by address */
    size_t top_index;                  /* of it in list, in any other order */
    struct vm_run *rows;               /* shown now */
    size_t row_count, row_cap;
    struct vm_run *list;               /* all, sorted; what it was made of: */
    size_t list_count, list_cap;
    const struct vm_space *listed;
    uint64_t listed_generation;
    enum regions_sort listed_sort;
    bool listed_by_allocation;
};

/* The row that holds page. */
struct vm_run regions_row(const struct regions *r, const struct vm_space *space, vm_page page);
/* Fills rows with at most count rows, the one of cursor among them; moves top if it must. Returns
 * the index of the cursor's row. Pre: count > 0. */
size_t regions_build(struct regions *r, const struct vm_space *space, vm_page cursor, size_t count);
/* First page of the row that lies by rows after that of page, in the order shown; stops at both
 * ends. */
vm_page regions_step(struct regions *r, const struct vm_space *space, vm_page page, long by);
/* Sorts by the next column; false if there are too many rows to sort by anything but address. */
bool regions_sort_next(struct regions *r, const struct vm_space *space);
void regions_finish(struct regions *r);

#endif
