/* export_view - which rows a picture has, and what its cells, title and legend say. */
#include "export_view.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "say.h"

enum {
    MOST_CELLS = 2560,                 /* a picture of more is no picture */
    FEW_ROWS = 20,                     /* so many rows keep the cells large */
    LEAST_FOLD = 3,                    /* whole free rows between allocations that fold */
    SMALL_SPACE = 16 * FEW_ROWS        /* pages: shown whole */
};

/* ---- rows ------------------------------------------------------------------------------------ */

static vm_page row_length(const struct export_view *view)
{
    return (vm_page)view->columns << view->shift;
}

/* The row or fold that begins at page, the start of a row. */
static struct export_row row_at(const struct export_view *view, const struct vm_space *space,
    vm_page page)
{
    const vm_page length = row_length(view);
    const vm_page end = vm_space_end(space);
    const struct vm_run run = vm_space_run(space, page);
    const struct export_row plain = {false, page, page + length};
    if (vm_attr_state(run.attr) != VM_FREE)
        return plain;
    const vm_page gap_end = run.end >= end ? end : run.end / length * length;
    const bool at_edge = page == 0 || run.end >= end;
    const vm_page least = at_edge ? 1 : LEAST_FOLD * length;
    if (end <= SMALL_SPACE || gap_end < page + least)
        return plain;
    return (struct export_row){true, page, gap_end};
}

/* Lists the rows; false if they would have more than most cells. */
static bool list_rows(struct export_view *view, const struct vm_space *space, size_t most)
{
    const vm_page end = vm_space_end(space);
    size_t cells = 0;
    view->count = 0;
    for (vm_page page = 0; page < end;) {
        const struct export_row row = row_at(view, space, page);
        cells += row.fold ? 0 : view->columns;
        if (cells > most)
            return false;
        base_grow(&view->rows, &view->cap, view->count + 1, sizeof *view->rows);
        view->rows[view->count++] = row;
        page = row.end;
    }
    return true;
}

/* Few pages get large cells, many get small ones, still more are zoomed out. */
static void choose_scale(struct export_view *view, const struct vm_space *space)
{
    for (view->columns = 16; view->columns < 64; view->columns *= 2)
        if (list_rows(view, space, (size_t)FEW_ROWS * view->columns))
            return;
    while (!list_rows(view, space, MOST_CELLS))
        view->shift++;
}

static void note(struct export_view *view, const struct render_cell *cell)
{
    if ((cell->marks & RENDER_MARK_OUTSIDE) != 0)
        return;
    for (unsigned class = 0; class < VM_CLASS_COUNT; class ++)
        view->shown[class] += cell->count[class];
    view->mixed |= cell->mixed;
    view->fault |= (cell->marks & RENDER_MARK_FAULT) != 0;
    view->begin |= (cell->marks & RENDER_MARK_BEGIN) != 0;
    if ((cell->marks & RENDER_MARK_CHANGED) != 0) {
        view->changed = true;
        view->changed_class = cell->class;
    }
    if ((cell->marks & RENDER_MARK_TAIL) != 0)
        view->tail = true;
    else
        view->seen[cell->class] = true;
}

void export_view_build(struct export_view *view, const struct session *session)
{
    const struct vm_space *const space = session_space(session);
    *view = (struct export_view){.session = session};
    choose_scale(view, space);
    struct render_map line = {.shift = view->shift, .columns = view->columns, .rows = 1};
    for (size_t i = 0; i < view->count; i++) {
        view->folds |= view->rows[i].fold;
        if (view->rows[i].fold)
            continue;
        line.first = view->rows[i].first;
        render_map_fill(&line, session);
        const size_t at = (size_t)view->map.rows++ * view->columns;
        base_grow(&view->map.cells, &view->map.cap, at + view->columns, sizeof *line.cells);
        memcpy(view->map.cells + at, line.cells, view->columns * sizeof *line.cells);
        for (unsigned c = 0; c < view->columns; c++)
            note(view, &line.cells[c]);
    }
    render_map_finish(&line);
}

void export_view_finish(struct export_view *view)
{
    free(view->rows);
    render_map_finish(&view->map);
    *view = (struct export_view){0};
}

const struct render_cell *export_view_cells(const struct export_view *view, size_t row)
{
    size_t at = 0;
    for (size_t i = 0; i < row; i++)
        at += !view->rows[i].fold;
    return view->map.cells + at * view->columns;
}

vm_page export_view_page(const struct export_view *view, size_t row, unsigned column)
{
    return view->rows[row].first + ((vm_page)column << view->shift);
}

unsigned export_piece(const struct export_view *view, size_t row, unsigned column)
{
    const struct render_cell *const cells = export_view_cells(view, row);
    const struct vm_run run =
        vm_space_run(session_space(view->session), export_view_page(view, row, column));
    const unsigned marks = cells[column].marks & ~(unsigned)RENDER_MARK_BEGIN;
    unsigned count = 1;
    while (column + count < view->columns && !cells[column].mixed && !cells[column + count].mixed &&
           cells[column + count].marks == marks &&
           export_view_page(view, row, column + count) < run.end)
        count++;
    return count;
}

/* ---- colours --------------------------------------------------------------------------------- */

struct export_ground export_ground(enum render_shade shade)
{
    static const struct {
        int back, text, dim, faint, free;
    } grounds[] = {{234, 252, 246, 240, 236}, {231, 235, 242, 249, 254}};
    return (struct export_ground){.back = render_palette_rgb(grounds[shade].back),
        .text = render_palette_rgb(grounds[shade].text),
        .dim = render_palette_rgb(grounds[shade].dim),
        .faint = render_palette_rgb(grounds[shade].faint),
        .free = render_palette_rgb(grounds[shade].free)};
}

void export_colors(const struct render_cell *cell, enum render_shade shade, uint32_t *ret_fill,
    uint32_t *ret_sign)
{
    const bool fault = (cell->marks & RENDER_MARK_FAULT) != 0;
    const bool changed = (cell->marks & RENDER_MARK_CHANGED) != 0;
    const struct render_color color = fault ? render_palette_fault(shade)
                                            : render_palette_cell(shade, cell->class, changed);
    *ret_fill = color.bg < 0 ? export_ground(shade).free : render_palette_rgb(color.bg);
    *ret_sign = render_palette_rgb(color.fg);
}

/* ---- words ----------------------------------------------------------------------------------- */

uint32_t export_glyph(const struct render_cell *cell)
{
    if ((cell->marks & RENDER_MARK_OUTSIDE) != 0)
        return 0;
    if ((cell->marks & RENDER_MARK_FAULT) != 0)
        return RENDER_GLYPH_FAULT;
    if (cell->mixed)
        return RENDER_GLYPH_MIXED;
    if ((cell->marks & RENDER_MARK_TAIL) != 0)
        return RENDER_GLYPH_TAIL;
    return render_class_glyph(cell->class);
}

void export_title(struct buf *out, const struct session *session)
{
    const struct vm_machine *const machine = vm_space_machine(session_space(session));
    struct buf size = {0};
    render_size(&size, machine->max_address + 1);
    const char *const args[] = {machine->name, buf_text(&size)};
    render_fill(out, N_("Address space: machine {0}, {1}"), args, 2);
    buf_finish(&size);
}

/* ": protect 40000000 8p r": the line that the step ran, its beginning if it is long. */
static void add_line(struct buf *out, const char *text)
{
    enum { MOST = 60 };
    size_t len = strcspn(text, "\n");
    if (len == 0)
        return;
    bool cut = text[len] != '\0';
    while (utf8_width(text, len) > MOST) {
        cut = true;
        do
            len--;
        while (((unsigned char)text[len] & 0xC0) == 0x80);
    }
    buf_add(out, ": ");
    buf_addn(out, text, len);
    buf_add(out, cut ? "\xE2\x80\xA6" : "");
}

void export_subtitle(struct buf *out, const struct export_view *view)
{
    const struct session_step *const step = session_current(view->session);
    struct buf now = {0};
    struct buf last = {0};
    struct buf pages = {0};
    buf_addf(&now, "%" PRIu32, step->id);
    buf_addf(&last, "%" PRIu32, session_last_step(view->session));
    render_pages(&pages, (uint64_t)1 << view->shift);
    const char *const args[] = {buf_text(&now), buf_text(&last)};
    render_fill(out, N_("step {0} of {1}"), args, 2);
    add_line(out, step->text);
    buf_add(out, "  \xC2\xB7  ");
    render_fill1(out, N_("1 cell = {0}"), buf_text(&pages));
    buf_add(out, " (");
    render_size(out, (uint64_t)VM_PAGE_SIZE << view->shift);
    buf_add(out, ")");
    buf_finish(&now);
    buf_finish(&last);
    buf_finish(&pages);
}

/* "3 reserved, 5 free": what a mixed cell is made of. */
static void add_mixture(struct buf *out, const struct render_cell *cell)
{
    const char *separator = "";
    for (unsigned class = 0; class < VM_CLASS_COUNT; class ++) {
        if (cell->count[class] == 0)
            continue;
        buf_addf(out, "%s%" PRIu64 " %s", separator, cell->count[class],
            render_class_name((enum vm_class)class));
        separator = ", ";
    }
}

static void add_allocation(struct buf *out, const struct vm_machine *machine,
    const struct vm_run *run)
{
    struct buf base = {0};
    struct buf pages = {0};
    render_address(&base, machine, run->alloc_first << VM_PAGE_SHIFT);
    render_pages(&pages, run->alloc_end - run->alloc_first);
    const char *const args[] = {buf_text(&base), buf_text(&pages)};
    buf_add(out, "; ");
    render_fill(out, N_("allocation {0}, {1}"), args, 2);
    buf_finish(&base);
    buf_finish(&pages);
}

void export_describe(struct buf *out, const struct export_view *view, vm_page first, vm_page end,
    const struct render_cell *cell)
{
    const struct vm_space *const space = session_space(view->session);
    const struct vm_machine *const machine = vm_space_machine(space);
    end = end < vm_space_end(space) ? end : vm_space_end(space);
    if (end - first == 1)
        render_address(out, machine, first << VM_PAGE_SHIFT);
    else
        render_range(out, machine, first, end);
    buf_add(out, ": ");
    const struct vm_run run = vm_space_run(space, first);
    if (cell->mixed)
        add_mixture(out, cell);
    else
        render_attr(out, run.attr);
    if (vm_attr_state(run.attr) != VM_FREE && run.alloc_end >= end)
        add_allocation(out, machine, &run);
    static const struct {
        unsigned mark;
        const char *msgid;
    } marks[] = {{RENDER_MARK_FAULT, N_("broke the rule")}, {RENDER_MARK_CHANGED, N_("changed")},
        {RENDER_MARK_TAIL, N_("tail of a granule: no reserve can start here")}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if ((cell->marks & marks[i].mark) == 0)
            continue;
        buf_add(out, "; ");
        buf_add(out, render_tr(marks[i].msgid));
    }
}

bool export_legend(const struct export_view *view, unsigned index, struct export_legend *ret)
{
    const struct {
        bool shown;
        struct render_cell cell;
        const char *msgid;
    } marks[] = {
        {view->changed, {.class = view->changed_class, .marks = RENDER_MARK_CHANGED},
            N_("changed by this step")},
        {view->fault, {.marks = RENDER_MARK_FAULT}, N_("broke the rule")},
        {view->mixed, {.class = VM_CLASS_WRITE, .mixed = true,
            .count = {[VM_CLASS_RESERVED] = 1, [VM_CLASS_WRITE] = 1}}, N_("mixed")},
        {view->tail, {.marks = RENDER_MARK_TAIL}, N_("tail of a granule")},
        {view->begin, {.class = VM_CLASS_RESERVED, .marks = RENDER_MARK_BEGIN},
            N_("a new allocation")},
    };
    buf_clear(&ret->name);
    for (unsigned class = 0; class < VM_CLASS_COUNT; class ++) {
        if (!view->seen[class] || index-- > 0)
            continue;
        ret->cell = (struct render_cell){.class = (enum vm_class)class};
        buf_add(&ret->name, render_class_name((enum vm_class)class));
        if (class != VM_CLASS_FREE) {
            buf_add(&ret->name, ", ");
            render_pages(&ret->name, view->shown[class]);
        }
        return true;
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (!marks[i].shown || index-- > 0)
            continue;
        ret->cell = marks[i].cell;
        buf_add(&ret->name, render_tr(marks[i].msgid));
        return true;
    }
    return false;
}

/* ---- characters ------------------------------------------------------------------------------ */

void export_glyph_add(struct buf *out, uint32_t glyph)
{
    char bytes[4];
    buf_addn(out, bytes, utf8_encode(glyph, bytes));
}

void export_escape(struct buf *out, const char *text)
{
    const size_t len = strlen(text);
    for (size_t i = 0; i < len;) {
        uint32_t scalar;
        i += utf8_decode(text + i, len - i, &scalar);
        switch (scalar) {
        case '&':
            buf_add(out, "&amp;");
            break;
        case '<':
            buf_add(out, "&lt;");
            break;
        case '>':
            buf_add(out, "&gt;");
            break;
        case '"':
            buf_add(out, "&quot;");
            break;
        default:
            if ((scalar < 0x20 && scalar != '\t' && scalar != '\n') || scalar == 0xFFFE ||
                scalar == 0xFFFF)
                scalar = 0xFFFD;
            export_glyph_add(out, scalar);
        }
    }
}
