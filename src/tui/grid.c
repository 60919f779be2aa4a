/* grid - cells, clipping, and text made safe for any terminal. */
#include "grid.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

void grid_resize(struct grid *g, int rows, int cols)
{
    g->rows = rows > 0 ? rows : 0;
    g->cols = cols > 0 ? cols : 0;
    const size_t need = (size_t)g->rows * (size_t)g->cols;
    if (need > g->cap) {
        base_grow(&g->cells, &g->cap, need, sizeof *g->cells);
    }
    grid_clear(g);
}

void grid_clear(struct grid *g)
{
    const size_t count = (size_t)g->rows * (size_t)g->cols;
    for (size_t i = 0; i < count; i++) {
        g->cells[i] = (struct grid_cell){.glyph = ' ', .role = ROLE_NORMAL};
    }
    g->cursor_y = g->cursor_x = 0;
}

void grid_finish(struct grid *g)
{
    free(g->cells);
    *g = (struct grid){0};
}

static bool is_inside(const struct grid *g, int y, int x)
{
    return y >= 0 && x >= 0 && y < g->rows && x < g->cols;
}

static struct grid_cell *cell_at(struct grid *g, int y, int x)
{
    return &g->cells[(size_t)y * (size_t)g->cols + (size_t)x];
}

struct grid_cell grid_at(const struct grid *g, int y, int x)
{
    if (!is_inside(g, y, x)) {
        return (struct grid_cell){.glyph = ' ', .role = ROLE_NORMAL};
    }
    return g->cells[(size_t)y * (size_t)g->cols + (size_t)x];
}

void grid_put(struct grid *g, int y, int x, uint32_t glyph, enum tui_role role, unsigned mods)
{
    if (is_inside(g, y, x)) {
        *cell_at(g, y, x) = (struct grid_cell){glyph, (uint8_t)role, (uint8_t)mods};
    }
}

void grid_fill(struct grid *g, struct rect r, uint32_t glyph, enum tui_role role)
{
    for (int y = r.y; y < r.y + r.h; y++) {
        for (int x = r.x; x < r.x + r.w; x++) {
            grid_put(g, y, x, glyph, role, 0);
        }
    }
}

/* Characters that terminals lay out differently from wcwidth would shift the rest of the row:
 * joined emoji and everything beyond the basic plane, joiners and variation selectors. */
static bool is_risky(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
        (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
        (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF ||
        c >= 0xFFFE;
}

/* Decodes the next character of text; *ret_width is 0 for one that is not shown. */
static size_t next_glyph(const char *text, size_t len, uint32_t *ret_glyph, int *ret_width)
{
    const size_t taken = utf8_decode(text, len, ret_glyph);
    if (is_risky(*ret_glyph)) {
        *ret_glyph = '?';
    }
    *ret_width = utf8_scalar_width(*ret_glyph);
    return taken;
}

int grid_textn(struct grid *g, int y, int x, int limit, enum tui_role role, const char *text,
    size_t len)
{
    for (size_t at = 0; at < len;) {
        uint32_t glyph = 0;
        int width = 0;
        at += next_glyph(text + at, len - at, &glyph, &width);
        if (width <= 0) {
            continue;
        }
        if (x + width > limit) {
            break;
        }
        grid_put(g, y, x, glyph, role, 0);
        if (width == 2) {
            grid_put(g, y, x + 1, 0, role, 0);
        }
        x += width;
    }
    return x;
}

int grid_text(struct grid *g, int y, int x, int limit, enum tui_role role, const char *text)
{
    return grid_textn(g, y, x, limit, role, text, strlen(text));
}

int grid_width(const char *text, size_t len)
{
    int columns = 0;
    for (size_t at = 0; at < len;) {
        uint32_t glyph = 0;
        int width = 0;
        at += next_glyph(text + at, len - at, &glyph, &width);
        columns += width > 0 ? width : 0;
    }
    return columns;
}
