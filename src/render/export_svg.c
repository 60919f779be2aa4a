/* export_svg - the map as a vector picture. Whole numbers only, so that no locale can spoil them;
 * plain attributes instead of style sheets, so that slide programs read it. */
#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "export_view.h"
#include "render/words.h"

/* Pixels. */
enum {
    MARGIN = 32,
    CELLS_WIDTH = 896,
    GRANULE_GAP = 8,
    ROW_GAP = 4,
    LETTER = 9,                        /* advance of a letter of 15 pixels, rounded up */
    TITLE_Y = 52,
    SUBTITLE_Y = 80,
    TICKS_Y = 118,
    FIRST_ROW_Y = 128,
    FOLD_HEIGHT = 34,
    LEGEND_LINE = 30,
    SWATCH = 26
};

struct svg {
    struct buf *out;
    const struct export_view *view;
    enum render_shade shade;
    struct export_ground ground;
    int left;                          /* of the first cell */
    int cell_width, cell_height, letter;
};
struct box {
    int x, y, width, height;
};

static void add_text(struct svg *s, int x, int y, int size, uint32_t color, const char *more,
    const char *text)
{
    buf_addf(s->out, "<text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"#%06" PRIx32 "\"%s>", x, y,
        size, color, more);
    export_escape(s->out, text);
    buf_add(s->out, "</text>\n");
}

static int column_x(const struct svg *s, unsigned column)
{
    const unsigned gaps = column / 16;
    return s->left + (int)column * s->cell_width + (int)gaps * GRANULE_GAP;
}

static int picture_width(const struct svg *s)
{
    return column_x(s, s->view->columns) - GRANULE_GAP + MARGIN;
}

/* ---- one cell -------------------------------------------------------------------------------- */

static void add_rect(struct svg *s, struct box b, const char *fill)
{
    buf_addf(s->out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>", b.x, b.y,
        b.width, b.height, fill);
}

static void add_fill(struct svg *s, struct box b, uint32_t color)
{
    char fill[] = "#000000";
    static const char digits[] = "0123456789abcdef";
    for (unsigned i = 0; i < 6; i++)
        fill[6 - i] = digits[color >> (4 * i) & 0xF];
    add_rect(s, b, fill);
}

/* How wide each class of a mixed cell is: its share, but wide enough to be seen where it is not
 * free. */
static void share_widths(const struct render_cell *cell, int width, int ret_widths[VM_CLASS_COUNT])
{
    enum { LEAST = 3 };
    uint64_t total = 0;
    int sum = 0;
    unsigned widest = 0;
    for (unsigned class = 0; class < VM_CLASS_COUNT; class ++)
        total += cell->count[class];
    for (unsigned class = 0; class < VM_CLASS_COUNT; class ++) {
        const uint64_t share = cell->count[class] * (uint64_t)width / total;
        const bool is_thin = cell->count[class] > 0 && share < LEAST && class != VM_CLASS_FREE;
        ret_widths[class] = is_thin ? LEAST : (int)share;
        sum += ret_widths[class];
        widest = ret_widths[class] > ret_widths[widest] ? class : widest;
    }
    ret_widths[widest] += width - sum;
}

/* The classes side by side. */
static void add_shares(struct svg *s, struct box b, const struct render_cell *cell)
{
    int widths[VM_CLASS_COUNT];
    int x = b.x;
    share_widths(cell, b.width, widths);
    for (unsigned class = 0; class < VM_CLASS_COUNT; class ++) {
        if (widths[class] <= 0)
            continue;
        const struct render_cell plain = {.class = (enum vm_class)class};
        uint32_t fill, sign;
        export_colors(&plain, s->shade, &fill, &sign);
        add_fill(s, (struct box){x, b.y, widths[class], b.height}, fill);
        x += widths[class];
    }
}

static void add_sign(struct svg *s, struct box b, uint32_t glyph, uint32_t color, bool bold)
{
    struct buf text = {0};
    export_glyph_add(&text, glyph);
    add_text(s, b.x + b.width / 2, b.y + b.height / 2 + s->letter * 9 / 25, s->letter, color,
        bold ? " text-anchor=\"middle\" font-weight=\"bold\"" : " text-anchor=\"middle\"",
        buf_text(&text));
    buf_finish(&text);
}

/* Where an allocation begins a bar stands at the left edge; a line below where a cell is many
 * pages. */
static void add_begin(struct svg *s, struct box b)
{
    if (s->view->shift > 0)
        add_fill(s, (struct box){b.x, b.y + b.height + 1, b.width, 2}, s->ground.text);
    else
        add_fill(s, (struct box){b.x - 4, b.y, 4, b.height}, s->ground.text);
}

static void add_frame(struct svg *s, struct box b)
{
    const bool thin = b.width < 16;
    buf_addf(s->out,
        "<path d=\"M%d,%dh%dv%dh%dz\" fill=\"none\" stroke=\"#%06" PRIx32
        "\" stroke-width=\"%d\"/>",
        b.x + 1, b.y + 1, b.width - 2, b.height - 2, 2 - b.width, s->ground.text, thin ? 1 : 2);
}

static void add_cell(struct svg *s, struct box b, const struct render_cell *cell)
{
    const bool fault = (cell->marks & RENDER_MARK_FAULT) != 0;
    const bool changed = (cell->marks & RENDER_MARK_CHANGED) != 0;
    const uint32_t glyph = export_glyph(cell);
    uint32_t fill, sign;
    export_colors(cell, s->shade, &fill, &sign);
    if (cell->mixed && !fault) {
        add_shares(s, b, cell);
    } else if ((cell->marks & RENDER_MARK_TAIL) != 0 && !fault) {
        add_rect(s, b, "url(#tail)");
    } else {
        add_fill(s, b, fill);
        if (cell->class == VM_CLASS_RESERVED && !fault)
            add_rect(s, b, changed ? "url(#dots-changed)" : "url(#dots)");
        else if (cell->class != VM_CLASS_FREE || fault)
            add_sign(s, b, glyph, sign, changed || fault);
    }
    if (changed || fault)
        add_frame(s, b);
    if ((cell->marks & RENDER_MARK_BEGIN) != 0)
        add_begin(s, b);
    buf_addc(s->out, '\n');
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void add_gutter(struct svg *s, int y, vm_page page)
{
    struct buf text = {0};
    const struct vm_machine *const machine = vm_space_machine(session_space(s->view->session));
    render_address(&text, machine, page << VM_PAGE_SHIFT);
    add_text(s, MARGIN, y + s->cell_height / 2 + 5, 15, s->ground.dim, "", buf_text(&text));
    buf_finish(&text);
}

/* Cells of one run share a group, whose title says what they are. */
static void add_row(struct svg *s, size_t row, int y)
{
    const struct render_cell *const cells = export_view_cells(s->view, row);
    struct buf title = {0};
    add_gutter(s, y, s->view->rows[row].first);
    for (unsigned c = 0; c < s->view->columns;) {
        if ((cells[c].marks & RENDER_MARK_OUTSIDE) != 0)
            break;
        const unsigned count = export_piece(s->view, row, c);
        const vm_page end = export_view_page(s->view, row, c + count);
        buf_clear(&title);
        export_describe(&title, s->view, export_view_page(s->view, row, c), end, &cells[c]);
        buf_add(s->out, "<g><title>");
        export_escape(s->out, buf_text(&title));
        buf_add(s->out, "</title>\n");
        for (unsigned i = c; i < c + count; i++) {
            const int width = s->cell_width - (s->view->columns > 32 ? 1 : 2);
            add_cell(s, (struct box){column_x(s, i), y, width, s->cell_height}, &cells[i]);
        }
        buf_add(s->out, "</g>\n");
        c += count;
    }
    buf_finish(&title);
}

static void add_fold(struct svg *s, size_t row, int y)
{
    const struct export_row *const fold = &s->view->rows[row];
    struct buf size = {0};
    struct buf text = {0};
    render_size(&size, (fold->end - fold->first) << VM_PAGE_SHIFT);
    render_fill1(&text, N_("{0} free"), buf_text(&size));
    const int middle = y + FOLD_HEIGHT / 2 - ROW_GAP / 2;
    const int from = s->left + (int)utf8_width(buf_text(&text), text.len) * LETTER + 14;
    add_text(s, s->left, middle + 5, 15, s->ground.dim, "", buf_text(&text));
    buf_addf(s->out,
        "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#%06" PRIx32
        "\" stroke-width=\"2\" stroke-dasharray=\"2 8\"/>\n",
        from, middle, picture_width(s) - MARGIN, middle, s->ground.dim);
    add_gutter(s, middle - s->cell_height / 2, fold->first);
    buf_finish(&size);
    buf_finish(&text);
}

/* A line at each granule, and the offset from the row's address above every 224 pixels. */
static void add_ticks(struct svg *s)
{
    const unsigned labels = s->view->columns / 4;
    for (unsigned c = 0; c < s->view->columns; c += labels) {
        struct buf text = {0};
        buf_addf(&text, "+%05" PRIX64, (uint64_t)c << s->view->shift << VM_PAGE_SHIFT);
        add_text(s, column_x(s, c), TICKS_Y, 13, s->ground.dim, "", buf_text(&text));
        const int x = column_x(s, c);
        buf_addf(s->out,
            "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#%06" PRIx32 "\"/>\n", x,
            TICKS_Y + 3, x, TICKS_Y + 8, s->ground.dim);
        buf_finish(&text);
    }
}

/* ---- legend ---------------------------------------------------------------------------------- */

/* Draws the legend from y on if draws; returns where it ends. */
static int add_legend(struct svg *s, int y, bool draws)
{
    struct export_legend entry = {0};
    int x = s->left;
    for (unsigned i = 0; export_legend(s->view, i, &entry); i++) {
        const size_t letters = utf8_width(buf_text(&entry.name), entry.name.len);
        const int width = SWATCH + 9 + (int)letters * LETTER;
        if (x > s->left && x + width > picture_width(s) - MARGIN) {
            x = s->left;
            y += LEGEND_LINE;
        }
        if (draws) {
            add_cell(s, (struct box){x, y, SWATCH, 20}, &entry.cell);
            add_text(s, x + SWATCH + 9, y + 15, 15, s->ground.text, "", buf_text(&entry.name));
        }
        x += width + 22;
    }
    buf_finish(&entry.name);
    return y + LEGEND_LINE;
}

/* ---- the picture ----------------------------------------------------------------------------- */

static void add_dots(struct svg *s, const char *name, bool changed)
{
    const struct render_color color = render_palette_cell(s->shade, VM_CLASS_RESERVED, changed);
    buf_addf(s->out,
        "<pattern id=\"%s\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">"
        "<rect x=\"1\" y=\"1\" width=\"2\" height=\"2\" fill=\"#%06" PRIx32 "\"/></pattern>\n",
        name, render_palette_rgb(color.fg));
}

static void add_patterns(struct svg *s)
{
    buf_add(s->out, "<defs>\n");
    add_dots(s, "dots", false);
    add_dots(s, "dots-changed", true);
    buf_addf(s->out,
        "<pattern id=\"tail\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
        "<rect width=\"8\" height=\"8\" fill=\"#%06" PRIx32 "\"/>"
        "<path d=\"M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4\" stroke=\"#%06" PRIx32 "\"/></pattern>\n"
        "</defs>\n",
        s->ground.back, s->ground.faint);
}

static void add_head(struct svg *s, int height)
{
    struct buf title = {0};
    struct buf subtitle = {0};
    const int width = picture_width(s);
    export_title(&title, s->view->session);
    export_subtitle(&subtitle, s->view);
    buf_addf(s->out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
        "viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"'DejaVu Sans Mono', 'Cascadia Mono', "
        "Consolas, Menlo, 'Liberation Mono', monospace\" xml:lang=\"%s\">\n<title>",
        width, height, width, height, render_language());
    export_escape(s->out, buf_text(&title));
    buf_add(s->out, "</title>\n");
    add_patterns(s);
    add_fill(s, (struct box){0, 0, width, height}, s->ground.back);
    buf_addc(s->out, '\n');
    add_text(s, MARGIN, TITLE_Y, 24, s->ground.text, " font-weight=\"bold\"", buf_text(&title));
    add_text(s, MARGIN, SUBTITLE_Y, 15, s->ground.dim, "", buf_text(&subtitle));
    buf_finish(&title);
    buf_finish(&subtitle);
}

void export_svg(struct buf *out, const struct export_view *view, enum render_shade shade)
{
    const struct vm_machine *const machine = vm_space_machine(session_space(view->session));
    struct svg s = {.out = out, .view = view, .shade = shade, .ground = export_ground(shade)};
    s.left = MARGIN + (int)machine->pointer_size * 2 * LETTER + 20;
    s.cell_width = CELLS_WIDTH / (int)view->columns;
    s.cell_height = view->columns == 16 ? 36 : view->columns == 32 ? 28 : 20;
    s.letter = view->columns == 64 ? 12 : 16;
    int y = FIRST_ROW_Y;
    for (size_t i = 0; i < view->count; i++)
        y += view->rows[i].fold ? FOLD_HEIGHT : s.cell_height + ROW_GAP;
    const int legend = y + 20;
    add_head(&s, add_legend(&s, legend, false) + MARGIN / 2);
    add_ticks(&s);
    y = FIRST_ROW_Y;
    for (size_t i = 0; i < view->count; i++) {
        if (view->rows[i].fold)
            add_fold(&s, i, y);
        else
            add_row(&s, i, y);
        y += view->rows[i].fold ? FOLD_HEIGHT : s.cell_height + ROW_GAP;
    }
    (void)add_legend(&s, legend, true);
    buf_add(out, "</svg>\n");
}
