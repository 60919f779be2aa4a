/* pane_memory - the counters of the whole space; the variables of program and prompt. */
#include "app.h"

#include "render/page.h"
#include "render/words.h"

static void add_pages(struct sheet *s, const char *label, uint64_t pages)
{
    struct buf text = {0};
    render_pages(&text, pages);
    sheet_pair(s, label, &text);
    buf_finish(&text);
}

static void add_size(struct sheet *s, const char *label, uint64_t pages)
{
    struct buf text = {0};
    render_size(&text, pages << VM_PAGE_SHIFT);
    sheet_pair(s, label, &text);
    buf_finish(&text);
}

static void add_hole(struct sheet *s, const struct vm_totals *totals)
{
    struct buf text = {0};
    render_size(&text, totals->largest_free << VM_PAGE_SHIFT);
    sheet_pair(s, render_tr(N_("largest hole")), &text);
    buf_clear(&text);
    render_fragmentation(&text, totals);
    sheet_pair(s, render_tr(N_("fragmentation")), &text);
    buf_finish(&text);
}

static void draw_counters(struct app *app, struct grid *g)
{
    const struct rect r = app->layout.memory;
    if (r.h <= 0) {
        return;
    }
    struct vm_totals totals = {0};
    vm_space_totals(session_space(app->session), &totals);
    struct chart_point point = {.reserved = totals.pages[VM_CLASS_RESERVED],
        .committed = render_committed(&totals)};
    chart_picked(app, &point);
    struct buf title = {0};
    chart_title(app, &title);
    draw_rule(g, app->layout.memory_rule, render_tr(N_("memory")), buf_text(&title),
        app->focus == FOCUS_CHART);
    buf_finish(&title);
    struct sheet s = {app, g, r, r.y};
    add_size(&s, render_tr(N_("free")), totals.pages[VM_CLASS_FREE]);
    chart_draw(app, g, s.y, false);
    add_pages(&s, render_tr(N_("reserved")), point.reserved);
    chart_draw(app, g, s.y, true);
    add_pages(&s, render_tr(N_("committed")), point.committed);
    struct buf charge = {0};
    render_charge(&charge, &totals);
    sheet_pair(&s, render_tr(N_("charge")), &charge);
    buf_finish(&charge);
    add_hole(&s, &totals);
    add_pages(&s, render_tr(N_("lost in tails")), totals.tail_pages);
    add_pages(&s, render_tr(N_("resident")), totals.resident);
}

const struct pane PANE_MEMORY = {draw_counters, chart_act};

/* ---- variables ------------------------------------------------------------------------------- */

static void draw_variables(struct app *app, struct grid *g)
{
    const struct rect r = app->layout.variables;
    if (r.h <= 0) {
        return;
    }
    draw_rule(g, app->layout.variables_rule, render_tr(N_("variables")), "", false);
    struct sheet s = {app, g, r, r.y};
    struct lang_variable variable;
    struct buf scratch = {0};
    size_t i = 0;
    for (; session_variable(app->session, i, &scratch, &variable); i++) {
        struct buf value = {0};
        buf_add(&value, variable.value);
        buf_add(&value, "  ");
        buf_add(&value, variable.type);
        sheet_pair(&s, variable.name, &value);
        buf_finish(&value);
        buf_clear(&scratch);
    }
    if (i == 0) {
        grid_text(g, r.y, r.x + 1, r.x + r.w, ROLE_DIM,
            render_tr(N_("none yet: p = VirtualAlloc(...) makes one")));
    }
    buf_finish(&scratch);
}

const struct pane PANE_VARIABLES = {draw_variables, NULL};
