/* export_view - what a picture of the map shows: rows and folds, their cells, and what the legend
 * must name. */
#ifndef RENDER_EXPORT_VIEW_H
#define RENDER_EXPORT_VIEW_H

#include "render/map.h"
#include "render/palette.h"

struct export_row {
    bool fold;                         /* a long gap in one line; no cells */
    vm_page first, end;
};
struct export_view {
    const struct session *session;
    struct export_row *rows;
    size_t count, cap;
    struct render_map map;             /* the cells of all rows that are no folds */
    unsigned shift, columns;
    uint64_t shown[VM_CLASS_COUNT];    /* pages of each class in the cells */
    bool seen[VM_CLASS_COUNT];         /* as the class of a cell */
    bool mixed, changed, fault, tail, begin, folds;
    enum vm_class changed_class;
};
void export_view_build(struct export_view *view, const struct session *session);
void export_view_finish(struct export_view *view);
/* The cells of a row that is no fold. */
const struct render_cell *export_view_cells(const struct export_view *view, size_t row);
vm_page export_view_page(const struct export_view *view, size_t row, unsigned column);

/* What stands in a cell; 0 for a blank. */
uint32_t export_glyph(const struct render_cell *cell);
/* "Address space: machine x86, 2.0 GiB"; "step 2 of 5: commit ... 1 cell = 1 page (4 KiB)" */
void export_title(struct buf *out, const struct session *session);
void export_subtitle(struct buf *out, const struct export_view *view);
/* "40000000: committed, read-write; allocation 40000000, 8 pages": the pages of a cell, or of
 * several that are all like it, in words. */
void export_describe(struct buf *out, const struct export_view *view, vm_page first, vm_page end,
    const struct render_cell *cell);
/* How many cells of the row, from column on, are one run of one look. */
unsigned export_piece(const struct export_view *view, size_t row, unsigned column);
/* The colours of a ground and of what is written on it. */
struct export_ground {
    uint32_t back, text, dim, faint, free;
};
struct export_ground export_ground(enum render_shade shade);
/* The fill of a cell and of the sign in it. */
void export_colors(const struct render_cell *cell, enum render_shade shade, uint32_t *ret_fill,
    uint32_t *ret_sign);
/* One entry of the legend after the other; false past the last. */
struct export_legend {
    struct render_cell cell;           /* how the entry looks */
    struct buf name;                   /* "reserved, 5 pages" */
};
bool export_legend(const struct export_view *view, unsigned index, struct export_legend *ret);

/* Adds text with the characters that XML and HTML read as their own written as entities; what they
 * forbid becomes U+FFFD. */
void export_escape(struct buf *out, const char *text);
void export_glyph_add(struct buf *out, uint32_t glyph);

void export_svg(struct buf *out, const struct export_view *view, enum render_shade shade);
void export_html(struct buf *out, const struct export_view *view, enum render_shade shade);
void export_txt(struct buf *out, const struct export_view *view);
void export_csv(struct buf *out, const struct session *session);
void export_json(struct buf *out, const struct session *session);

#endif
