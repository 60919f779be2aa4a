/* pane_regions - the region table, in step with the map: one cursor for both. */
#include "app.h"

#include <string.h>

#include "render/words.h"

enum { GLYPH_UP = 0x2191, GLYPH_DOWN = 0x2193 };

enum column { ADDRESS, SIZE, PAGES, STATE, PROTECT, ALLOCATION, ASKED, COLUMNS_COUNT };
static const struct {
    const char *title;
    bool right;                        /* numbers end at the same column */
    int keep;                          /* the lowest goes first where the pane is narrow */
} COLUMNS[COLUMNS_COUNT] = {
    [ADDRESS] = {N_("address"), false, 6},
    [SIZE] = {N_("size"), true, 3},
    [PAGES] = {N_("pages"), true, 2},
    [STATE] = {N_("state"), false, 5},
    [PROTECT] = {N_("protect"), false, 4},
    [ALLOCATION] = {N_("allocation"), false, 1},
    [ASKED] = {N_("asked for"), false, 0},
};
static const enum column SORTED[REGIONS_SORTS] = {ADDRESS, SIZE, STATE, PROTECT, ASKED};

/* What the columns take; short_names leaves PAGE_ out. */
struct shape {
    int width[COLUMNS_COUNT];          /* 0: left out */
    bool short_names;
};

/* ---- what a row says ------------------------------------------------------------------------- */

static void put_flags(struct buf *out, uint32_t flags, bool short_names)
{
    static const char PREFIX[] = "PAGE_";
    struct buf full = {0};
    lang_flags_format(&full, VM_ARG_PROTECT, flags);
    const char *rest = buf_text(&full);
    for (const char *at = strstr(rest, PREFIX); short_names && at != NULL;
         at = strstr(rest, PREFIX)) {
        buf_addn(out, rest, (size_t)(at - rest));
        rest = at + sizeof PREFIX - 1;
    }
    buf_add(out, rest);
    buf_finish(&full);
}

/* A whole allocation is described by what it holds: "4 of 8 committed". */
static void put_contents(struct buf *out, struct app *app, const struct vm_run *row)
{
    uint64_t count[VM_CLASS_COUNT] = {0};
    vm_space_count(session_space(app->session), row->first, row->end, count);
    const uint64_t pages = row->end - row->first;
    const uint64_t committed = pages - count[VM_CLASS_RESERVED];
    if (committed == 0 || committed == pages) {
        buf_add(out, render_state_name(committed == 0 ? VM_RESERVED : VM_COMMITTED));
        return;
    }
    struct buf some = {0};
    struct buf all = {0};
    buf_addf(&some, "%llu", (unsigned long long)committed);
    buf_addf(&all, "%llu", (unsigned long long)pages);
    const char *args[] = {buf_text(&some), buf_text(&all)};
    render_fill(out, N_("{0} of {1} committed"), args, 2);
    buf_finish(&some);
    buf_finish(&all);
}

/* Protection of an allocation's pages, if they agree. */
static void put_protect(struct buf *out, struct app *app, const struct vm_run *row,
    bool short_names)
{
    const struct vm_run first = vm_space_run(session_space(app->session), row->first);
    if (first.end < row->end) {
        buf_add(out, render_tr(N_("several")));
    } else if (vm_attr_state(row->attr) == VM_COMMITTED) {
        put_flags(out, vm_attr_protect(row->attr), short_names);
    }
}

static void put_column(struct buf *out, struct app *app, const struct vm_run *row,
    enum column column, bool short_names)
{
    const struct vm_machine *machine = vm_space_machine(session_space(app->session));
    const bool is_free = vm_attr_state(row->attr) == VM_FREE;
    buf_clear(out);
    switch (column) {
    case ADDRESS:
        render_address(out, machine, row->first << VM_PAGE_SHIFT);
        break;
    case SIZE:
        render_size(out, (row->end - row->first) << VM_PAGE_SHIFT);
        break;
    case PAGES:
        buf_addf(out, "%llu", (unsigned long long)(row->end - row->first));
        break;
    case STATE:
        if (app->regions.by_allocation && !is_free) {
            put_contents(out, app, row);
        } else {
            buf_add(out, render_state_name(vm_attr_state(row->attr)));
        }
        break;
    case PROTECT:
        put_protect(out, app, row, short_names);
        break;
    case ALLOCATION:
        if (!is_free) {
            render_address(out, machine, row->alloc_first << VM_PAGE_SHIFT);
        }
        break;
    case ASKED:
        if (!is_free) {
            put_flags(out, vm_attr_asked(row->attr), short_names);
        }
        break;
    case COLUMNS_COUNT:
        break;
    }
}

/* ---- columns --------------------------------------------------------------------------------- */

static int title_width(enum column column)
{
    const char *title = render_tr(COLUMNS[column].title);
    return grid_width(title, strlen(title)) + 1;       /* and the sign of the order */
}

static int measure(struct app *app, struct shape *shape)
{
    int total = 3;
    struct buf text = {0};
    for (unsigned c = 0; c < COLUMNS_COUNT; c++) {
        int width = title_width((enum column)c);
        for (size_t i = 0; i < app->regions.row_count; i++) {
            put_column(&text, app, &app->regions.rows[i], (enum column)c, shape->short_names);
            const int w = grid_width(text.data, text.len);
            width = w > width ? w : width;
        }
        shape->width[c] = width;
        total += width + 1;
    }
    buf_finish(&text);
    return total;
}

/* Full names if they fit, else short ones, else fewer columns. */
static struct shape fit(struct app *app, int room)
{
    struct shape shape = {.short_names = false};
    int total = measure(app, &shape);
    if (total > room) {
        shape.short_names = true;
        total = measure(app, &shape);
    }
    for (int keep = 0; total > room && keep < COLUMNS[ADDRESS].keep; keep++) {
        for (unsigned c = 0; c < COLUMNS_COUNT; c++) {
            if (COLUMNS[c].keep == keep) {
                total -= shape.width[c] + 1;
                shape.width[c] = 0;
            }
        }
    }
    return shape;
}

/* ---- drawing --------------------------------------------------------------------------------- */

static void draw_titles(struct app *app, struct grid *g, int y, const struct shape *shape)
{
    const struct rect r = app->layout.regions;
    int x = r.x + 3;
    for (unsigned c = 0; c < COLUMNS_COUNT; c++) {
        if (shape->width[c] == 0) {
            continue;
        }
        const bool is_sorted = SORTED[app->regions.sort] == (enum column)c;
        const int width = title_width((enum column)c);
        const int at = COLUMNS[c].right ? x + shape->width[c] - width + !is_sorted : x;
        const enum tui_role role = is_sorted ? ROLE_GUTTER_CURSOR : ROLE_GUTTER;
        const int end = grid_text(g, y, at, r.x + r.w, role, render_tr(COLUMNS[c].title));
        if (is_sorted && end < r.x + r.w) {
            const bool from_low = app->regions.sort == REGIONS_BY_ADDRESS;
            grid_put(g, y, end, from_low ? GLYPH_UP : GLYPH_DOWN, role, 0);
        }
        x += shape->width[c] + 1;
    }
}

static void draw_row(struct app *app, struct grid *g, int y, const struct vm_run *row,
    const struct shape *shape, bool is_cursor)
{
    const struct rect r = app->layout.regions;
    const bool has_focus = is_cursor && app->focus == FOCUS_REGIONS;
    const enum tui_role role = has_focus ? ROLE_POPUP_PICK : is_cursor ? ROLE_STRONG : ROLE_NORMAL;
    const vm_page same = vm_space_run(session_space(app->session), row->first).end;
    const struct render_cell cell = {
        .class = vm_attr_class(row->attr), .mixed = same < row->end};
    const struct theme_mark mark = theme_cell(&cell);
    struct buf text = {0};
    if (has_focus) {
        grid_fill(g, (struct rect){y, r.x, 1, r.w}, ' ', role);
        g->cursor_y = y;
        g->cursor_x = r.x;
    }
    grid_put(g, y, r.x, is_cursor ? '>' : ' ', role, 0);
    grid_put(g, y, r.x + 1, mark.glyph, mark.role, 0);
    int x = r.x + 3;
    for (unsigned c = 0; c < COLUMNS_COUNT; c++) {
        if (shape->width[c] > 0) {
            put_column(&text, app, row, (enum column)c, shape->short_names);
            const int width = grid_width(text.data, text.len);
            const int at = COLUMNS[c].right ? x + shape->width[c] - width : x;
            grid_text(g, y, at, r.x + r.w, role, buf_text(&text));
            x += shape->width[c] + 1;
        }
    }
    buf_finish(&text);
}

static void draw_title(struct app *app, struct grid *g)
{
    struct vm_totals totals = {0};
    struct buf regions = {0};
    struct buf allocations = {0};
    struct buf right = {0};
    vm_space_totals(session_space(app->session), &totals);
    buf_addf(&regions, "%llu", (unsigned long long)totals.runs);
    buf_addf(&allocations, "%llu", (unsigned long long)totals.allocations);
    const char *args[] = {buf_text(&regions), buf_text(&allocations)};
    render_fill(&right, N_("regions in use: {0}, allocations: {1}"), args, 2);
    draw_rule(g, app->layout.regions_rule,
        render_tr(app->regions.by_allocation ? N_("allocations") : N_("regions")),
        buf_text(&right), app->focus == FOCUS_REGIONS);
    buf_finish(&regions);
    buf_finish(&allocations);
    buf_finish(&right);
}

static void draw(struct app *app, struct grid *g)
{
    const struct rect r = app->layout.regions;
    if (r.h <= 0) {
        return;
    }
    const int head = r.h >= 3 ? 1 : 0;
    const size_t cursor = regions_build(&app->regions, session_space(app->session),
        app->window.cursor, (size_t)(r.h - head));
    const struct shape shape = fit(app, r.w);
    draw_title(app, g);
    if (head > 0) {
        draw_titles(app, g, r.y, &shape);
    }
    for (size_t i = 0; i < app->regions.row_count; i++) {
        draw_row(app, g, r.y + head + (int)i, &app->regions.rows[i], &shape, i == cursor);
    }
}

/* ---- keys ------------------------------------------------------------------------------------ */

static void move(struct app *app, long by)
{
    const struct vm_space *space = session_space(app->session);
    window_go(&app->window, space, regions_step(&app->regions, space, app->window.cursor, by));
}

static bool act(struct app *app, enum keymap_action action)
{
    enum { ALL = REGIONS_SORTED };
    const long screen = app->layout.regions.h > 2 ? app->layout.regions.h - 2 : 1;
    const struct {
        enum keymap_action action;
        long by;
    } moves[] = {{ACT_UP, -1}, {ACT_DOWN, 1}, {ACT_PAGE_UP, -screen}, {ACT_PAGE_DOWN, screen}};
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (moves[i].action == action) {
            move(app, moves[i].by);
            return true;
        }
    }
    const struct vm_space *space = session_space(app->session);
    if (action == ACT_HOME || action == ACT_END) {
        const bool by_address = app->regions.sort == REGIONS_BY_ADDRESS;
        if (by_address) {
            window_go(&app->window, space, action == ACT_HOME ? 0 : vm_space_end(space) - 1);
        } else {
            move(app, action == ACT_HOME ? -ALL : ALL);
        }
    } else if (action == ACT_REGIONS_VIEW) {
        app->regions.by_allocation = !app->regions.by_allocation;
    } else if (action == ACT_SORT) {
        if (!regions_sort_next(&app->regions, space)) {
            console_say(&app->console, RENDER_DIM,
                render_tr(N_("There are too many regions to sort; they stay in the order of "
                             "their addresses")));
        }
    } else if (action == ACT_PICK) {
        app_take_address(app);
    } else {
        return false;
    }
    return true;
}

const struct pane PANE_REGIONS = {draw, act};
