/* window - which addresses the map shows: rows from a top on, long free gaps folded into one line.
 *
 * Units   Pages. A row holds columns cells of 2^shift pages and starts at a multiple of its length.
 * Rules   Whole free rows between two allocations fold when they would take half of the window; the
 *         row of the cursor never folds, and what follows the last allocation is shown as it is.
 */
#ifndef TUI_WINDOW_H
#define TUI_WINDOW_H

#include <stdbool.h>
#include <stddef.h>

#include "vm/view.h"

struct window_line {
    bool fold;
    vm_page first, end;
};
struct window {
    vm_page top, cursor;
    unsigned shift;
    int columns, rows;                 /* set by who draws, before anything else is called */
    struct window_line *lines;
    size_t line_count, line_cap;
};
enum window_move {
    WINDOW_UP, WINDOW_DOWN, WINDOW_LEFT, WINDOW_RIGHT, WINDOW_PAGE_UP, WINDOW_PAGE_DOWN,
    WINDOW_FIRST, WINDOW_LAST
};

/* Fills lines, with the cursor's line among them: moves top if it must. O(rows log n). */
void window_build(struct window *w, const struct vm_space *space);
void window_move(struct window *w, const struct vm_space *space, enum window_move move);
void window_go(struct window *w, const struct vm_space *space, vm_page page);
/* closer: half as many pages a cell. Keeps the cursor's line in its place. False at the end. */
bool window_zoom(struct window *w, const struct vm_space *space, bool closer);
int window_cursor_line(const struct window *w);              /* -1 if not shown */
void window_finish(struct window *w);

#endif
