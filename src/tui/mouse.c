/* mouse - what a click, the wheel or a drag means where it happens. All of it has a key as well. */
#include "app.h"

#include "lineedit.h"
#include "term.h"

static bool holds(struct rect r, int y, int x)
{
    return y >= r.y && y < r.y + r.h && x >= r.x && x < r.x + r.w;
}

/* The page under a place of the map; false between rows and on folded gaps. A gap between granules
 * belongs to the cell on its left. */
static bool page_at(const struct app *app, int y, int x, vm_page *ret_page)
{
    const struct window *w = &app->window;
    const int line = map_line_at(app, y);
    if (line < 0 || line >= (int)w->line_count || w->lines[line].fold) {
        return false;
    }
    int cell = 0;
    while (cell + 1 < w->columns && map_column(app, cell + 1) <= x) {
        cell++;
    }
    const vm_page page = w->lines[line].first + ((vm_page)cell << w->shift);
    *ret_page = page;
    return x >= map_column(app, 0) && page < vm_space_end(session_space(app->session));
}

/* ---- dragging -------------------------------------------------------------------------------- */

/* Puts the range on the prompt; a longer drag replaces what a shorter one put there. */
static void mark_range(struct app *app, vm_page to)
{
    struct drag *drag = &app->drag;
    const vm_page cell = (vm_page)1 << app->window.shift;
    const vm_page low = to < drag->from ? to : drag->from;
    const vm_page high = (to < drag->from ? drag->from : to) + cell;
    const vm_page end = vm_space_end(session_space(app->session));
    drag->first = low;
    drag->end = high < end ? high : end;
    window_go(&app->window, session_space(app->session), to);
}

static void take_range(struct app *app)
{
    const struct drag *drag = &app->drag;
    struct buf text = {0};
    const size_t at = lineedit_cursor();
    const bool joins = at > 0 && lineedit_text()[at - 1] != ' ' && lineedit_text()[at - 1] != '(';
    buf_add(&text, joins ? " " : "");
    buf_addf(&text, "0x%llX %llu", (unsigned long long)(drag->first << VM_PAGE_SHIFT),
        (unsigned long long)((drag->end - drag->first) << VM_PAGE_SHIFT));
    lineedit_insert(buf_text(&text));
    buf_finish(&text);
    app->focus = FOCUS_PROMPT;
}

static void drag(struct app *app, const struct term_mouse *m)
{
    vm_page page = 0;
    if (!app->drag.held || !page_at(app, m->y, m->x, &page)) {
        return;
    }
    if (page != app->drag.from || app->drag.end > app->drag.first) {
        mark_range(app, page);
    }
}

static void release(struct app *app)
{
    if (app->drag.held && app->drag.end > app->drag.first) {
        take_range(app);
    }
    app->drag = (struct drag){0};      /* a release without a press changes nothing */
}

/* ---- clicks ---------------------------------------------------------------------------------- */

static void click_map(struct app *app, const struct term_mouse *m)
{
    vm_page page = 0;
    app->focus = FOCUS_MAP;
    if (page_at(app, m->y, m->x, &page)) {
        window_go(&app->window, session_space(app->session), page);
        app->drag = (struct drag){.held = true, .from = page};
    }
}

static void click_regions(struct app *app, const struct term_mouse *m)
{
    const struct rect r = app->layout.regions;
    const int row = m->y - r.y - (r.h >= 3 ? 1 : 0);         /* below the titles */
    app->focus = FOCUS_REGIONS;
    if (row >= 0 && row < (int)app->regions.row_count) {
        jump_to(app, app->regions.rows[row].first);
    }
}

static void press(struct app *app, const struct term_mouse *m)
{
    const struct layout *l = &app->layout;
    vm_page page = 0;
    app->drag = (struct drag){0};
    if (holds(l->map, m->y, m->x)) {
        click_map(app, m);
    } else if (holds(l->overview, m->y, m->x)) {
        if (overview_page_at(app, m->x, &page)) {
            jump_to(app, page);
        }
    } else if (holds(l->regions, m->y, m->x)) {
        click_regions(app, m);
    } else if (holds(l->lesson, m->y, m->x)) {
        app->focus = FOCUS_LESSON;
    } else if (holds(l->memory, m->y, m->x)) {
        app->focus = FOCUS_CHART;
        chart_click(app, m->x);
    } else if (holds(l->prompt, m->y, m->x) || holds(l->console, m->y, m->x)) {
        app->focus = FOCUS_PROMPT;
    }
}

/* ---- the wheel ------------------------------------------------------------------------------- */

static void wheel(struct app *app, const struct term_mouse *m)
{
    enum { LINES_A_NOTCH = 3 };
    const struct vm_space *space = session_space(app->session);
    const bool up = m->button == TERM_WHEEL_UP;
    const struct layout *l = &app->layout;
    if (m->ctrl) {
        window_zoom(&app->window, space, up);
        return;
    }
    for (int i = 0; i < LINES_A_NOTCH; i++) {
        if (holds(l->map, m->y, m->x)) {
            window_move(&app->window, space,
                up != app->config.low_at_bottom ? WINDOW_UP : WINDOW_DOWN);
        } else if (holds(l->regions, m->y, m->x)) {
            PANE_REGIONS.act(app, up ? ACT_UP : ACT_DOWN);
        } else if (holds(l->lesson, m->y, m->x)) {
            PANE_LESSON.act(app, up ? ACT_UP : ACT_DOWN);
        } else if (holds(l->console, m->y, m->x)) {
            app->console.scroll += up ? 1 : -1;
        }
    }
}

void mouse_handle(struct app *app, const struct term_mouse *m)
{
    if (app->help_open) {
        if (m->button == TERM_WHEEL_UP || m->button == TERM_WHEEL_DOWN) {
            PANE_HELP.act(app, m->button == TERM_WHEEL_UP ? ACT_UP : ACT_DOWN);
        }
        return;
    }
    switch (m->button) {
    case TERM_PRESS:
        press(app, m);
        break;
    case TERM_DRAG:
        drag(app, m);
        break;
    case TERM_RELEASE:
        release(app);
        break;
    case TERM_WHEEL_UP:
    case TERM_WHEEL_DOWN:
        wheel(app, m);
        break;
    }
}
