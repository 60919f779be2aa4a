/* pane_chart - two small charts beside the counters: a column is a step, and a way to go there. */
#include "app.h"

#include "render/words.h"

enum { GLYPH_UNKNOWN = '?', LEFT_COLUMNS = 30 };       /* label and value of the counters */

static uint64_t value_of(struct chart_point point, bool committed)
{
    return committed ? point.committed : point.reserved;
}

/* The point whose numbers the pane tells. */
static size_t point_shown(const struct app *app)
{
    const struct chart *c = &app->chart;
    return app->focus == FOCUS_CHART && c->has_pick ? c->pick : c->here;
}

bool chart_picked(const struct app *app, struct chart_point *ret_point)
{
    const size_t at = point_shown(app);
    const struct chart_point point = chart_at(&app->chart, at);
    if (at == app->chart.here || !point.known) {
        return false;
    }
    *ret_point = point;
    return true;
}

void chart_draw(struct app *app, struct grid *g, int y, bool committed)
{
    const struct rect r = app->layout.memory;
    const struct chart *c = &app->chart;
    const int x = r.x + LEFT_COLUMNS;
    const int width = r.x + r.w - 1 - x;
    const size_t at = point_shown(app);
    const size_t first = chart_first(c, at, width);
    uint64_t max = 0;
    for (size_t i = first; i < c->way_count && (int)(i - first) < width; i++) {
        const uint64_t value = value_of(chart_at(c, i), committed);
        max = value > max ? value : max;
    }
    const enum vm_class class = committed ? VM_CLASS_WRITE : VM_CLASS_RESERVED;
    for (size_t i = first; i < c->way_count && (int)(i - first) < width; i++) {
        const struct chart_point point = chart_at(c, i);
        const unsigned level = chart_level(value_of(point, committed), max);
        const uint32_t glyph = !point.known ? GLYPH_UNKNOWN :
            level == 0 ? '_' : GLYPH_EIGHTHS + level - 1;
        const bool is_picked = app->focus == FOCUS_CHART && i == at;
        const enum tui_role role = is_picked ? ROLE_CURSOR : i > c->here || level == 0 ?
            ROLE_DIM : (enum tui_role)(ROLE_CLASS + class);
        grid_put(g, y, x + (int)(i - first), glyph, role, i == c->here ? MOD_UNDERLINE : 0);
        if (is_picked && committed) {
            g->cursor_y = y;
            g->cursor_x = x + (int)(i - first);
        }
    }
}

void chart_title(struct app *app, struct buf *out)
{
    if (app->focus != FOCUS_CHART) {
        return;
    }
    struct buf number = {0};
    const size_t at = point_shown(app);
    buf_addf(&number, "%u", (unsigned)app->chart.way[at]);
    const bool is_here = at == app->chart.here;
    render_fill1(out, is_here ? N_("at step {0}") : N_("at step {0}: Enter goes there"),
        buf_text(&number));
    buf_finish(&number);
}

void chart_click(struct app *app, int x)
{
    struct chart *c = &app->chart;
    const struct rect r = app->layout.memory;
    const int width = r.x + r.w - 1 - (r.x + LEFT_COLUMNS);
    const int i = x - r.x - LEFT_COLUMNS;
    const size_t at = chart_first(c, point_shown(app), width) + (size_t)(i > 0 ? i : 0);
    if (i >= 0 && i < width && at < c->way_count) {
        c->pick = at;
        c->has_pick = true;
    }
}

bool chart_act(struct app *app, enum keymap_action action)
{
    struct chart *c = &app->chart;
    const size_t at = point_shown(app);
    const size_t last = c->way_count - 1;
    const struct {
        enum keymap_action action;
        size_t to;
    } moves[] = {{ACT_LEFT, at > 0 ? at - 1 : 0}, {ACT_RIGHT, at < last ? at + 1 : last},
        {ACT_HOME, 0}, {ACT_END, last}};
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (moves[i].action == action) {
            c->pick = moves[i].to;
            c->has_pick = true;
            return true;
        }
    }
    if (action == ACT_GO_TO_STEP && at != c->here) {
        app_moved(app, session_goto(app->session, c->way[at]));
    }
    return action == ACT_GO_TO_STEP;
}
