/* export_txt - the map as plain text: title, ticks, rows with their addresses, legend. */
#include <inttypes.h>

#include "base/utf8.h"
#include "export_view.h"
#include "render/words.h"

/* Addresses, a blank, then the cells with a column between granules for the bar of a new
 * allocation. */
static size_t left_of(const struct export_view *view)
{
    return vm_space_machine(session_space(view->session))->pointer_size * 2 + 1;
}

static void add_ticks(struct buf *out, const struct export_view *view)
{
    buf_pad(out, ' ', left_of(view));
    for (unsigned c = 0; c < view->columns; c += 16) {
        struct buf tick = {0};
        buf_addf(&tick, " +%05" PRIX64, (uint64_t)c << view->shift << VM_PAGE_SHIFT);
        buf_add(out, buf_text(&tick));
        if (c + 16 < view->columns && tick.len < 17)
            buf_pad(out, ' ', 17 - tick.len);
        buf_finish(&tick);
    }
    buf_addc(out, '\n');
}

static void add_row(struct buf *out, const struct export_view *view, size_t row)
{
    const struct vm_machine *const machine = vm_space_machine(session_space(view->session));
    const struct render_cell *const cells = export_view_cells(view, row);
    render_address(out, machine, view->rows[row].first << VM_PAGE_SHIFT);
    buf_addc(out, ' ');
    for (unsigned c = 0; c < view->columns; c++) {
        if ((cells[c].marks & RENDER_MARK_OUTSIDE) != 0)
            break;
        if (c % 16 == 0)
            buf_add(out, (cells[c].marks & RENDER_MARK_BEGIN) != 0 ? "\xE2\x94\x82" : " ");
        export_glyph_add(out, export_glyph(&cells[c]));
    }
    buf_addc(out, '\n');
}

static void add_fold(struct buf *out, const struct export_view *view, size_t row)
{
    const struct vm_machine *const machine = vm_space_machine(session_space(view->session));
    struct buf size = {0};
    render_address(out, machine, view->rows[row].first << VM_PAGE_SHIFT);
    render_size(&size, (view->rows[row].end - view->rows[row].first) << VM_PAGE_SHIFT);
    buf_add(out, "  ... ");
    render_fill1(out, N_("{0} free"), buf_text(&size));
    buf_add(out, " ...\n");
    buf_finish(&size);
}

/* A sign an entry; marks that only colour shows stand in no text. */
static void add_legend(struct buf *out, const struct export_view *view)
{
    struct export_legend entry = {0};
    for (unsigned i = 0; export_legend(view, i, &entry); i++) {
        if ((entry.cell.marks & RENDER_MARK_CHANGED) != 0)
            continue;
        const bool begin = (entry.cell.marks & RENDER_MARK_BEGIN) != 0;
        buf_pad(out, ' ', 2);
        export_glyph_add(out, begin ? 0x2502 : export_glyph(&entry.cell));
        buf_addf(out, "  %s\n", buf_text(&entry.name));
    }
    buf_finish(&entry.name);
}

void export_txt(struct buf *out, const struct export_view *view)
{
    export_title(out, view->session);
    buf_addc(out, '\n');
    export_subtitle(out, view);
    buf_add(out, "\n\n");
    add_ticks(out, view);
    for (size_t i = 0; i < view->count; i++) {
        if (view->rows[i].fold)
            add_fold(out, view, i);
        else
            add_row(out, view, i);
    }
    buf_addc(out, '\n');
    add_legend(out, view);
}
