/* pane_overview - the whole space in one line, and which part of it the map shows. */
#include "app.h"

#include <string.h>

#include "render/words.h"

struct strip {
    int y, x, width;
    vm_page end;                       /* of the space */
};

static vm_page page_at(const struct strip *s, int column)
{
    const vm_page width = (vm_page)s->width;
    return s->end / width * (vm_page)column + s->end % width * (vm_page)column / width;
}

static int column_of(const struct strip *s, vm_page page)
{
    int low = 0;
    int high = s->width - 1;
    while (low < high) {
        const int mid = (low + high + 1) / 2;
        if (page_at(s, mid) <= page) {
            low = mid;
        } else {
            high = mid - 1;
        }
    }
    return low;
}

/* A column shows what it holds most of besides free pages: one page in a gigabyte is still seen. */
static void draw_column(struct grid *g, const struct strip *s, const struct vm_space *space, int i)
{
    struct render_cell cell = {.class = VM_CLASS_FREE};
    const vm_page first = page_at(s, i);
    const vm_page end = page_at(s, i + 1);
    if (end > first) {
        vm_space_count(space, first, end, cell.count);
    }
    uint64_t most = 0;
    for (unsigned class = VM_CLASS_FREE + 1; class < VM_CLASS_COUNT; class ++) {
        if (cell.count[class] > most) {
            most = cell.count[class];
            cell.class = (enum vm_class)class;
        }
    }
    const struct theme_mark mark = theme_cell(&cell);
    grid_put(g, s->y, s->x + i, mark.glyph, mark.role, 0);
}

/* "40000000-402FFFFF", the stretches between folded gaps, at most three. */
static void name_parts(struct app *app, const struct strip *s, struct buf *out)
{
    const struct window *w = &app->window;
    const struct vm_machine *machine = vm_space_machine(session_space(app->session));
    int parts = 0;
    for (size_t i = 0; i < w->line_count; i++) {
        size_t last = i;
        if (w->lines[i].fold) {
            continue;
        }
        while (last + 1 < w->line_count && !w->lines[last + 1].fold) {
            last++;
        }
        const vm_page end = w->lines[last].end < s->end ? w->lines[last].end : s->end;
        if (parts < 3) {
            buf_add(out, parts > 0 ? ", " : "");
            render_range(out, machine, w->lines[i].first, end);
        }
        parts++;
        i = last;
    }
    buf_add(out, parts > 3 ? ", ..." : "");
}

/* A mark below each column that the map shows something of. Returns the last such column, or -1. */
static int mark_columns(struct app *app, struct grid *g, const struct strip *s, int y)
{
    const struct window *w = &app->window;
    int last = -1;
    for (size_t i = 0; i < w->line_count; i++) {
        const vm_page end = w->lines[i].end < s->end ? w->lines[i].end : s->end;
        const int to = column_of(s, end - 1);
        for (int column = column_of(s, w->lines[i].first); !w->lines[i].fold && column <= to;
             column++) {
            const bool is_rule = grid_at(g, y, s->x + column).role == ROLE_RULE;
            if (y != app->layout.map_rule.y || is_rule) {
                grid_put(g, y, s->x + column, GLYPH_HERE, ROLE_PROMPT, 0);
            }
            last = column;
        }
    }
    return last;
}

/* The first column from x on with room for width cells between the marks; 0 if there is none. */
static int gap_of(const struct grid *g, int y, int x, int width)
{
    int blank = 0;
    for (; x < g->cols; x++) {
        blank = grid_at(g, y, x).glyph == ' ' ? blank + 1 : 0;
        if (blank == width + 2) {
            return x - width;
        }
    }
    return 0;
}

static void draw_here(struct app *app, struct grid *g, const struct strip *s)
{
    const bool own_line = app->layout.here.h > 0;
    const int y = own_line ? app->layout.here.y : app->layout.map_rule.y;
    if (app->layout.map.h <= 0) {
        return;
    }
    const int last = mark_columns(app, g, s, y);
    if (!own_line || last < 0) {
        return;
    }
    struct buf range = {0};
    struct buf text = {0};
    name_parts(app, s, &range);
    render_fill1(&text, N_("the map below: {0}"), buf_text(&range));
    const int width = grid_width(text.data, text.len);
    int x = s->x + last + 2;
    if (x + width > g->cols) {
        x = gap_of(g, y, s->x + 2, width);
    }
    if (x > 0) {
        grid_text(g, y, x, g->cols, ROLE_DIM, buf_text(&text));
    }
    buf_finish(&range);
    buf_finish(&text);
}

/* Between the lowest and the highest address. */
static struct strip strip_of(const struct app *app)
{
    const struct rect r = app->layout.overview;
    const struct vm_space *space = session_space(app->session);
    const int address_width = (int)vm_space_machine(space)->pointer_size * 2;
    return (struct strip){.y = r.y, .x = address_width + 2, .width = r.w - 2 * address_width - 4,
        .end = vm_space_end(space)};
}

bool overview_page_at(const struct app *app, int x, vm_page *ret_page)
{
    const struct strip s = strip_of(app);
    const int i = x - s.x;
    if (s.width < 8 || i < 0 || i >= s.width) {
        return false;
    }
    const struct vm_run run = vm_space_run(session_space(app->session), page_at(&s, i));
    const bool is_free = vm_attr_state(run.attr) == VM_FREE;
    *ret_page = is_free && run.end < page_at(&s, i + 1) ? run.end : page_at(&s, i);
    return true;
}

static void draw(struct app *app, struct grid *g)
{
    const struct rect r = app->layout.overview;
    const struct vm_space *space = session_space(app->session);
    const struct vm_machine *machine = vm_space_machine(space);
    if (r.h <= 0) {
        return;
    }
    struct buf text = {0};
    render_address(&text, machine, 0);
    const struct strip s = strip_of(app);
    if (s.width >= 8) {
        grid_text(g, r.y, 1, r.w, ROLE_GUTTER, buf_text(&text));
        for (int i = 0; i < s.width; i++) {
            draw_column(g, &s, space, i);
        }
        buf_clear(&text);
        render_address(&text, machine, machine->max_address);
        grid_text(g, r.y, s.x + s.width + 1, r.w, ROLE_GUTTER, buf_text(&text));
        draw_here(app, g, &s);
    }
    buf_finish(&text);
}

const struct pane PANE_OVERVIEW = {draw, NULL};
