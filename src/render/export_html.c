/* export_html - the map as one page without scripts or other files: hovering over a cell tells its
 * page; below, the allocations as a table that can be read aloud. */
#include <inttypes.h>

#include "export_view.h"
#include "regions.h"
#include "render/words.h"

enum { MOST_ALLOCATIONS = 500 };

struct html {
    struct buf *out;
    const struct export_view *view;
    enum render_shade shade;
};

/* ---- style ----------------------------------------------------------------------------------- */

static void add_color_rule(struct html *h, const char *name, const struct render_cell *cell)
{
    uint32_t fill, sign;
    export_colors(cell, h->shade, &fill, &sign);
    buf_addf(h->out, ".%s{background:#%06" PRIx32 ";color:#%06" PRIx32 "}\n", name, fill, sign);
}

static void add_style(struct html *h)
{
    const struct export_ground ground = export_ground(h->shade);
    buf_addf(h->out,
        "<style>\n"
        "body{background:#%06" PRIx32 ";color:#%06" PRIx32 ";font:15px/1.5 'DejaVu Sans Mono',"
        "'Cascadia Mono',Consolas,Menlo,'Liberation Mono',monospace;margin:32px}\n"
        "h1{font-size:24px;margin:0}p,th,.a,.fold{color:#%06" PRIx32 "}p{margin:4px 0 24px}\n"
        ".map{overflow-x:auto}.r{display:flex;white-space:pre;margin-bottom:3px}"
        ".a{margin-right:16px}\n",
        ground.back, ground.text, ground.dim);
    buf_addf(h->out,
        "i{font-style:normal;text-align:center;flex:none;width:%dpx;margin-right:1px}"
        ".g{margin-left:6px}.b{box-shadow:-4px 0 #%06" PRIx32 "}.n{outline:2px solid #%06" PRIx32
        ";outline-offset:-2px;font-weight:bold}\n"
        "i:hover{outline:3px solid #%06" PRIx32 "}\n"
        ".t{background:repeating-linear-gradient(135deg,#%06" PRIx32 " 0 1px,transparent 1px 5px)"
        ";color:transparent}\n"
        "ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:8px 24px;margin:24px 0}"
        "li{display:flex;gap:8px}li i{width:26px}\n"
        "table{border-collapse:collapse}th{text-align:left;font-weight:normal}"
        "th,td{padding:2px 24px 2px 0}\n",
        h->view->columns == 16 ? 36 : h->view->columns == 32 ? 26 : 14, ground.text, ground.text,
        ground.text, ground.dim);
    char name[] = "c0";
    for (unsigned class = 0; class < VM_CLASS_COUNT; class ++) {
        const struct render_cell plain = {.class = (enum vm_class)class};
        const struct render_cell changed = {
            .class = (enum vm_class)class, .marks = RENDER_MARK_CHANGED};
        name[0] = 'c';
        name[1] = (char)('0' + class);
        add_color_rule(h, name, &plain);
        name[0] = 'd';
        add_color_rule(h, name, &changed);
    }
    const struct render_cell fault = {.marks = RENDER_MARK_FAULT};
    add_color_rule(h, "f", &fault);
    buf_add(h->out, "</style>\n");
}

/* ---- cells ----------------------------------------------------------------------------------- */

/* Mixed cells show the shares as bands of colour. */
static void add_shares(struct html *h, const struct render_cell *cell)
{
    uint64_t total = 0;
    uint64_t before = 0;
    for (unsigned class = 0; class < VM_CLASS_COUNT; class ++)
        total += cell->count[class];
    buf_add(h->out, " style=\"background:linear-gradient(90deg");
    for (unsigned class = 0; class < VM_CLASS_COUNT; class ++) {
        if (cell->count[class] == 0)
            continue;
        const struct render_cell plain = {.class = (enum vm_class)class};
        const uint64_t after = before + cell->count[class];
        uint32_t fill, sign;
        export_colors(&plain, h->shade, &fill, &sign);
        buf_addf(h->out, ",#%06" PRIx32 " %d%% %d%%", fill,
            (int)(before * 100 / total), (int)(after * 100 / total));
        before = after;
    }
    buf_add(h->out, ")\"");
}

static void add_cell(struct html *h, const struct render_cell *cell, bool at_granule,
    const char *title)
{
    const bool fault = (cell->marks & RENDER_MARK_FAULT) != 0;
    const bool changed = (cell->marks & RENDER_MARK_CHANGED) != 0;
    const bool tail = (cell->marks & RENDER_MARK_TAIL) != 0 && !cell->mixed;
    buf_add(h->out, "<i class=\"");
    if (fault)
        buf_addc(h->out, 'f');
    else if (tail)
        buf_addc(h->out, 't');
    else
        buf_addf(h->out, "%c%d", changed ? 'd' : 'c', (int)cell->class);
    buf_addf(h->out, "%s%s%s\"", at_granule ? " g" : "",
        (cell->marks & RENDER_MARK_BEGIN) != 0 ? " b" : "", changed || fault ? " n" : "");
    if (cell->mixed && !fault)
        add_shares(h, cell);
    if (*title != '\0') {
        buf_add(h->out, " title=\"");
        export_escape(h->out, title);
        buf_addc(h->out, '"');
    }
    buf_addc(h->out, '>');
    if (cell->mixed && !fault)
        buf_add(h->out, " ");
    else
        export_glyph_add(h->out, export_glyph(cell));
    buf_add(h->out, "</i>");
}

static void add_address(struct html *h, vm_page page)
{
    const struct vm_machine *const machine = vm_space_machine(session_space(h->view->session));
    render_address(h->out, machine, page << VM_PAGE_SHIFT);
}

static void add_row(struct html *h, size_t row)
{
    const struct render_cell *const cells = export_view_cells(h->view, row);
    struct buf title = {0};
    buf_add(h->out, "<div class=\"r\"><span class=\"a\">");
    add_address(h, h->view->rows[row].first);
    buf_add(h->out, "</span>");
    for (unsigned c = 0; c < h->view->columns; c++) {
        if ((cells[c].marks & RENDER_MARK_OUTSIDE) != 0)
            break;
        const vm_page first = export_view_page(h->view, row, c);
        buf_clear(&title);
        export_describe(
            &title, h->view, first, first + ((vm_page)1 << h->view->shift), &cells[c]);
        add_cell(h, &cells[c], c % 16 == 0, buf_text(&title));
    }
    buf_add(h->out, "</div>\n");
    buf_finish(&title);
}

static void add_fold(struct html *h, size_t row)
{
    const struct export_row *const fold = &h->view->rows[row];
    struct buf size = {0};
    render_size(&size, (fold->end - fold->first) << VM_PAGE_SHIFT);
    buf_add(h->out, "<div class=\"r fold\"><span class=\"a\">");
    add_address(h, fold->first);
    buf_add(h->out, "</span> \xC2\xB7\xC2\xB7\xC2\xB7 ");
    render_fill1(h->out, N_("{0} free"), buf_text(&size));
    buf_add(h->out, " \xC2\xB7\xC2\xB7\xC2\xB7</div>\n");
    buf_finish(&size);
}

/* ---- legend and table ------------------------------------------------------------------------ */

static void add_legend(struct html *h)
{
    struct export_legend entry = {0};
    buf_add(h->out, "<ul>\n");
    for (unsigned i = 0; export_legend(h->view, i, &entry); i++) {
        buf_add(h->out, "<li>");
        add_cell(h, &entry.cell, false, "");
        export_escape(h->out, buf_text(&entry.name));
        buf_add(h->out, "</li>\n");
    }
    buf_add(h->out, "</ul>\n");
    buf_finish(&entry.name);
}

static void add_title_cell(struct html *h, const char *msgid)
{
    buf_add(h->out, "<th scope=\"col\">");
    export_escape(h->out, render_tr(msgid));
    buf_add(h->out, "</th>");
}

static void add_region(struct html *h, const struct vm_run *run)
{
    struct buf flags = {0};
    buf_add(h->out, "<tr><td>");
    add_address(h, run->first);
    buf_addf(h->out, "</td><td>%" PRIu64 "</td><td>%s</td><td>", run->end - run->first,
        regions_state_flag(vm_attr_state(run->attr)));
    if (vm_attr_protect(run->attr) != 0)
        lang_flags_format(&flags, VM_ARG_PROTECT, vm_attr_protect(run->attr));
    export_escape(h->out, buf_text(&flags));
    buf_add(h->out, "</td><td>");
    add_address(h, run->alloc_first);
    buf_add(h->out, "</td></tr>\n");
    buf_finish(&flags);
}

static void add_table(struct html *h)
{
    const struct vm_space *const space = session_space(h->view->session);
    static const char *const titles[] = {
        N_("address"), N_("pages"), N_("state"), N_("protect"), N_("allocation")};
    buf_add(h->out, "<table>\n<thead><tr>");
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        add_title_cell(h, titles[i]);
    buf_add(h->out, "</tr></thead>\n<tbody>\n");
    unsigned shown = 0;
    for (vm_page page = 0; page < vm_space_end(space) && shown < MOST_ALLOCATIONS;) {
        const struct vm_run run = vm_space_run(space, page);
        if (vm_attr_state(run.attr) != VM_FREE) {
            add_region(h, &run);
            shown++;
        }
        page = run.end;
    }
    buf_add(h->out, "</tbody>\n</table>\n");
    struct vm_totals totals;
    vm_space_totals(space, &totals);
    if (totals.runs > shown) {
        struct buf rest = {0};
        buf_addf(&rest, "%" PRIu64, totals.runs - shown);
        buf_add(h->out, "<p>");
        render_fill1(h->out, N_("... {0} more"), buf_text(&rest));
        buf_add(h->out, "</p>\n");
        buf_finish(&rest);
    }
}

void export_html(struct buf *out, const struct export_view *view, enum render_shade shade)
{
    struct html h = {.out = out, .view = view, .shade = shade};
    struct buf title = {0};
    struct buf subtitle = {0};
    export_title(&title, view->session);
    export_subtitle(&subtitle, view);
    buf_addf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n<title>",
        render_language());
    export_escape(out, buf_text(&title));
    buf_add(out, "</title>\n");
    add_style(&h);
    buf_add(out, "</head>\n<body>\n<h1>");
    export_escape(out, buf_text(&title));
    buf_add(out, "</h1>\n<p>");
    export_escape(out, buf_text(&subtitle));
    buf_add(out, "</p>\n<div class=\"map\">\n");
    for (size_t i = 0; i < view->count; i++) {
        if (view->rows[i].fold)
            add_fold(&h, i);
        else
            add_row(&h, i);
    }
    buf_add(out, "</div>\n");
    add_legend(&h);
    add_table(&h);
    buf_add(out, "</body>\n</html>\n");
    buf_finish(&title);
    buf_finish(&subtitle);
}
