/* grid - the screen as cells: what stands where and in which role. Panes draw here; only term.c
 * shows it.
 *
 * Shape   rows * columns cells, row by row. A wide character takes a cell and a follower with
 *         glyph 0.
 * Units   Cells. Everything drawn outside the grid or its clip is dropped, so panes need no checks.
 * Errors  None (base_oom).
 */
#ifndef TUI_GRID_H
#define TUI_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "theme.h"

struct grid_cell {
    uint32_t glyph;                    /* Unicode scalar; 0: right half of a wide one */
    uint8_t role, mods;                /* enum tui_role; enum theme_mod */
};
struct rect {
    int y, x, h, w;
};
struct grid {
    int rows, cols;
    struct grid_cell *cells;
    size_t cap;
    int cursor_y, cursor_x;            /* where the hardware cursor stands: the focus */
};

void grid_resize(struct grid *g, int rows, int cols);        /* and clears */
void grid_clear(struct grid *g);
void grid_finish(struct grid *g);
struct grid_cell grid_at(const struct grid *g, int y, int x);        /* blank outside */

void grid_put(struct grid *g, int y, int x, uint32_t glyph, enum tui_role role, unsigned mods);
void grid_fill(struct grid *g, struct rect r, uint32_t glyph, enum tui_role role);
/* Writes UTF-8 text from x on, at most up to column limit (exclusive). Control, joining and
 * unassigned characters become '?'. Returns the column after the last cell written. */
int grid_text(struct grid *g, int y, int x, int limit, enum tui_role role, const char *text);
int grid_textn(struct grid *g, int y, int x, int limit, enum tui_role role, const char *text,
    size_t len);
/* Columns that grid_text would take. */
int grid_width(const char *text, size_t len);

#endif
