/* pane_map - the page map: gutter, rows, folded gaps, the cursor, and a legend of what is on the
 * screen. */
#include "app.h"

#include <string.h>

#include "lineedit.h"
#include "render/words.h"

/* What is to be done with a page for the task. */
enum goal_sign { GOAL_ADD, GOAL_ALTER, GOAL_TAKE, GOAL_SIGNS };

/* What the legend has to explain. */
struct seen {
    bool class[VM_CLASS_COUNT];
    bool mixed, changed, fault, begin, tail, ghost, ghost_fault;
    bool goals[GOAL_SIGNS][VM_CLASS_COUNT];        /* by what is to be done, and what comes of it */
    enum vm_class changed_class, ghost_class;
};

static void note_goal(struct seen *seen, const struct render_cell *cell)
{
    const enum goal_sign sign = cell->goal == VM_CLASS_FREE ? GOAL_TAKE :
        cell->class == VM_CLASS_FREE ? GOAL_ADD : GOAL_ALTER;
    seen->goals[sign][cell->goal] = true;
}

static void note(struct seen *seen, const struct render_cell *cell)
{
    if ((cell->marks & RENDER_MARK_OUTSIDE) != 0) {
        return;
    }
    if ((cell->marks & RENDER_MARK_GHOST) != 0 && (cell->marks & RENDER_MARK_FAULT) != 0) {
        seen->ghost_fault = true;
        return;
    }
    seen->mixed |= cell->mixed;
    seen->fault |= (cell->marks & (RENDER_MARK_FAULT | RENDER_MARK_GHOST)) == RENDER_MARK_FAULT;
    seen->begin |= (cell->marks & RENDER_MARK_BEGIN) != 0;
    if ((cell->marks & RENDER_MARK_CHANGED) != 0) {
        seen->changed = true;
        seen->changed_class = cell->class;
    }
    if ((cell->marks & RENDER_MARK_GHOST) != 0) {
        seen->ghost = true;
        seen->ghost_class = cell->ghost;
        return;
    }
    if ((cell->marks & RENDER_MARK_GOAL) != 0) {
        note_goal(seen, cell);
    } else if ((cell->marks & RENDER_MARK_TAIL) != 0) {
        seen->tail = true;
    } else {
        seen->class[cell->class] = true;
    }
}

int map_column(const struct app *app, int i)
{
    return app->layout.map.x + layout_map_column(app->gutter, app->layout.cell, i);
}

/* With low addresses at the bottom the first line is the lowest one. */
int map_line_y(const struct app *app, int line)
{
    const struct rect r = app->layout.map;
    return app->config.low_at_bottom ? r.y + r.h - 1 - line : r.y + line;
}

int map_line_at(const struct app *app, int y)
{
    const struct rect r = app->layout.map;
    return app->config.low_at_bottom ? r.y + r.h - 1 - y : y - r.y;
}

/* An allocation that begins at a granule has a gap before it: a bar there keeps neighbours apart.
 * Where cells are larger than granules its cell is underlined instead. */
static void put_cell(struct app *app, struct grid *g, int y, int i, const struct render_cell *cell,
    bool is_cursor, bool is_dragged)
{
    struct theme_mark mark = theme_cell(cell);
    const int x = map_column(app, i);
    if ((cell->marks & RENDER_MARK_BEGIN) != 0 && i % 16 == 0) {
        grid_put(g, y, x - 1, GLYPH_BAR, ROLE_BEGIN, 0);
        mark.mods = 0;
    }
    if (is_dragged) {
        mark.role = ROLE_POPUP_PICK;
    }
    if (is_cursor) {
        mark.role = ROLE_CURSOR;
        if (app->focus == FOCUS_MAP) {
            g->cursor_y = y;
            g->cursor_x = x;
        }
    }
    grid_put(g, y, x, mark.glyph, mark.role, mark.mods);
    for (int c = 1; c < app->layout.cell; c++) {   /* a letter stands once; a pattern fills all */
        const bool is_pattern = mark.glyph == GLYPH_RESERVED || mark.glyph == GLYPH_TAIL;
        grid_put(g, y, x + c, is_pattern ? mark.glyph : ' ', mark.role, mark.mods);
    }
}

static void draw_row(struct app *app, struct grid *g, int y, struct window_line line,
    struct seen *seen)
{
    const struct vm_machine *machine = vm_space_machine(session_space(app->session));
    const struct window *w = &app->window;
    struct buf address = {0};
    render_address(&address, machine, line.first << VM_PAGE_SHIFT);
    const size_t drop =
        address.len > (size_t)app->gutter ? address.len - (size_t)app->gutter : 0;
    const bool has_cursor = w->cursor >= line.first && w->cursor < line.end;
    grid_text(g, y, app->layout.map.x + 1, app->layout.map.x + 1 + app->gutter,
        has_cursor ? ROLE_GUTTER_CURSOR : ROLE_GUTTER, buf_text(&address) + drop);
    buf_finish(&address);
    app->cells.first = line.first;
    app->cells.shift = w->shift;
    app->cells.rows = 1;
    app->cells.columns = (unsigned)w->columns;
    render_map_fill(&app->cells, app->session);
    lesson_mark_cells(app);
    if (app->has_preview) {
        render_map_ghosts(&app->cells, &app->preview.change);
    }
    for (int i = 0; i < w->columns; i++) {
        const vm_page first = line.first + ((vm_page)i << w->shift);
        const bool is_cursor = w->cursor >= first && w->cursor < first + ((vm_page)1 << w->shift);
        put_cell(app, g, y, i, &app->cells.cells[i], is_cursor,
            first >= app->drag.first && first < app->drag.end);
        note(seen, &app->cells.cells[i]);
    }
}

static void draw_fold(struct app *app, struct grid *g, int y, struct window_line line)
{
    struct buf size = {0};
    struct buf text = {0};
    const uint32_t dots = GLYPH_FOLD;
    const int limit = app->layout.map.x + app->layout.map.w;
    render_size(&size, (line.end - line.first) << VM_PAGE_SHIFT);
    render_fill1(&text, N_("{0} free"), buf_text(&size));
    int x = map_column(app, 0);
    grid_put(g, y, x, dots, ROLE_DIM, 0);
    x = grid_text(g, y, x + 2, limit, ROLE_DIM, buf_text(&text));
    if (x + 1 < limit) {
        grid_put(g, y, x + 1, dots, ROLE_DIM, 0);
    }
    buf_finish(&size);
    buf_finish(&text);
}

/* "+00000" above every sixteenth cell. */
static void draw_header(struct app *app, struct grid *g)
{
    const struct rect r = app->layout.map_header;
    const struct window *w = &app->window;
    if (r.h <= 0) {
        return;
    }
    for (int i = 0; i < w->columns; i += 16) {
        struct buf text = {0};
        const unsigned long long offset =
            (unsigned long long)i << w->shift << VM_PAGE_SHIFT;
        buf_addf(&text, "+%05llX", offset);
        const int next = i + 16 < w->columns ? map_column(app, i + 16) - 1 : r.x + r.w;
        grid_text(g, r.y, map_column(app, i), next, ROLE_GUTTER, buf_text(&text));
        buf_finish(&text);
    }
}

/* "0000.... 1 cell = 1 page" */
static void put_scale(const struct app *app, struct buf *out)
{
    const struct window *w = &app->window;
    const struct vm_machine *machine = vm_space_machine(session_space(app->session));
    struct buf pages = {0};
    if (machine->pointer_size == 8 && app->gutter == 8 && w->line_count > 0) {
        struct buf address = {0};      /* the digits that all rows share */
        render_address(&address, machine, w->cursor << VM_PAGE_SHIFT);
        buf_addn(out, address.data, address.len > 8 ? address.len - 8 : 0);
        buf_add(out, "........ \xC2\xB7 ");
        buf_finish(&address);
    }
    render_pages(&pages, (uint64_t)1 << w->shift);
    render_fill1(out, N_("1 cell = {0}"), buf_text(&pages));
    buf_finish(&pages);
}

static void draw_title(struct app *app, struct grid *g)
{
    struct buf right = {0};
    put_scale(app, &right);
    draw_rule(g, app->layout.map_rule, render_tr(N_("map")), buf_text(&right),
        app->focus == FOCUS_MAP);
    buf_finish(&right);
}

/* One entry of the legend, if it fits. */
static int explain(struct grid *g, struct rect r, int x, struct theme_mark mark, const char *name)
{
    const int width = 2 + grid_width(name, strlen(name));
    if (x + width > r.x + r.w) {
        return x;
    }
    grid_put(g, r.y, x, mark.glyph, mark.role, mark.mods);
    return grid_text(g, r.y, x + 2, r.x + r.w, ROLE_DIM, name) + 2;
}

/* The legend: its own row, and what does not fit there in the rule above the map. */
struct legend {
    struct grid *g;
    struct rect row, rule;
    int x, rule_x;
};

/* Blanks what the entry and a gap before and behind it take of the rule. */
static void explain_in_rule(struct legend *l, struct theme_mark mark, const char *name)
{
    const struct rect place = {l->rule.y, l->rule_x, 1, 4 + grid_width(name, strlen(name))};
    if (place.x + place.w <= l->rule.x + l->rule.w) {
        grid_fill(l->g, place, ' ', ROLE_DIM);
        l->rule_x = explain(l->g, l->rule, place.x + 1, mark, name) - 1;
    }
}

static void add_entry(struct legend *l, struct theme_mark mark, const char *name)
{
    const int next = explain(l->g, l->row, l->x, mark, name);
    if (next == l->x) {
        explain_in_rule(l, mark, name);
    }
    l->x = next;
}

/* What the line being typed would do stands at the right end: each key may change it, and the rest
 * of the legend keeps its place. Returns what is left for the rest. */
static struct rect explain_ghosts(
    const struct app *app, struct grid *g, struct rect r, const struct seen *seen)
{
    const struct render_cell ghost = {.marks = RENDER_MARK_GHOST, .ghost = seen->ghost_class};
    const struct render_cell ghost_fault = {.marks = RENDER_MARK_GHOST | RENDER_MARK_FAULT};
    const bool shown[] = {seen->ghost_fault, seen->ghost};
    const struct theme_mark marks[] = {theme_cell(&ghost_fault), theme_cell(&ghost)};
    const char *const names[] = {
        render_tr(N_("would break the rule")),
        render_tr(lesson_predicts(app) ? N_("predicted") : N_("would change"))};
    for (int i = 0; i < 2; i++) {
        const int width = 3 + grid_width(names[i], strlen(names[i]));
        if (shown[i] && width < r.w) {
            explain(g, r, r.x + r.w - width, marks[i], names[i]);
            r.w -= width;
        }
    }
    return r;
}

/* What draw_title leaves of the rule: spare columns behind the title, before "1 cell = 1 page". */
static struct rect spare_rule(const struct app *app)
{
    enum { AROUND_TITLE = 4, BEHIND = 5 };
    struct rect r = app->layout.map_rule;
    const char *title = render_tr(N_("map"));
    struct buf right = {0};
    put_scale(app, &right);
    const int before = AROUND_TITLE + grid_width(title, strlen(title));
    r.x += before;
    r.w -= before + BEHIND + grid_width(right.data, right.len);
    buf_finish(&right);
    return r;
}

/* " reserved, read-write", each in its colour; nothing with g NULL. Returns the column behind. */
static int draw_goal_names(struct grid *g, struct rect r, int x, const bool *classes)
{
    bool is_first = true;
    for (unsigned class = 0; class < VM_CLASS_COUNT; class ++) {
        const char *name = render_class_name((enum vm_class)class);
        const char *joint = is_first ? " " : ", ";
        if (!classes[class]) {
            continue;
        }
        if (g != NULL) {
            const enum tui_role role = (enum tui_role)(ROLE_CLASS + class);
            const int at = grid_text(g, r.y, x, r.x + r.w, ROLE_DIM, joint);
            grid_text(g, r.y, at, r.x + r.w, role, name);
        }
        x += (int)strlen(joint) + grid_width(name, strlen(name));
        is_first = false;
    }
    return x;
}

/* "+ goal: reserved, read-write" in the row or in the rule; without room there "+ goal: add". */
static void add_goal(
    struct legend *l, struct theme_mark mark, const char *sign, const bool *classes)
{
    const char *goal = render_tr(N_("goal:"));
    const int names = draw_goal_names(NULL, l->row, 0, classes);
    const int width = 2 + grid_width(goal, strlen(goal)) + names;
    const bool fits = l->x + width <= l->row.x + l->row.w;
    if (!fits && l->rule_x + width + 2 > l->rule.x + l->rule.w) {
        add_entry(l, mark, render_tr(sign));
        return;
    }
    struct rect place = l->row;
    int *const x = fits ? &l->x : &l->rule_x;
    if (!fits) {
        place = l->rule;
        grid_fill(l->g, (struct rect){place.y, *x, 1, width + 2}, ' ', ROLE_DIM);
        ++*x;
    }
    const int behind = explain(l->g, place, *x, mark, goal) - 2;
    *x = draw_goal_names(l->g, place, behind, classes) + (fits ? 2 : 1);
}

static void add_goals(struct legend *l, const struct seen *seen)
{
    static const char *const SIGNS[] = {N_("goal: add"), N_("goal: change"), N_("goal: free")};
    for (unsigned sign = 0; sign < GOAL_SIGNS; sign++) {
        unsigned class = 0;
        while (class < VM_CLASS_COUNT && !seen->goals[sign][class]) {
            class ++;
        }
        if (class < VM_CLASS_COUNT) {
            const struct render_cell cell = {.marks = RENDER_MARK_GOAL,
                .goal = (enum vm_class)class,
                .class = sign == GOAL_ADD ? VM_CLASS_FREE : VM_CLASS_RESERVED};
            add_goal(l, theme_cell(&cell), SIGNS[sign], seen->goals[sign]);
        }
    }
}

static void add_marked(struct legend *l, bool shown, struct theme_mark mark, const char *msgid)
{
    if (shown) {
        add_entry(l, mark, render_tr(msgid));
    }
}

/* What the last step did, and what is to be done, come first: they are never left out. */
static void draw_legend(struct app *app, struct grid *g, const struct seen *seen)
{
    if (app->layout.legend.h <= 0) {
        return;
    }
    struct legend legend = {
        .g = g, .row = explain_ghosts(app, g, app->layout.legend, seen), .rule = spare_rule(app)};
    legend.x = legend.row.x + 1;
    legend.rule_x = legend.rule.x;
    const struct render_cell fault = {.marks = RENDER_MARK_FAULT};
    const struct render_cell changed = {
        .marks = RENDER_MARK_CHANGED, .class = seen->changed_class};
    const struct render_cell mixed = {.mixed = true};
    const struct render_cell tail = {.marks = RENDER_MARK_TAIL};
    const struct theme_mark begin = {
        app->window.shift <= 4 ? GLYPH_BAR : '_', ROLE_BEGIN, 0};
    add_marked(&legend, seen->fault, theme_cell(&fault),
        lesson_compares(app) ? N_("predicted otherwise") : N_("broke the rule"));
    add_marked(&legend, seen->changed, theme_cell(&changed), N_("changed"));
    add_goals(&legend, seen);
    for (unsigned class = 0; class < VM_CLASS_COUNT; class ++) {
        const struct render_cell cell = {.class = (enum vm_class)class};
        if (seen->class[class]) {
            add_entry(&legend, theme_cell(&cell), render_class_name((enum vm_class)class));
        }
    }
    add_marked(&legend, seen->mixed, theme_cell(&mixed), N_("mixed"));
    add_marked(&legend, seen->tail, theme_cell(&tail), N_("tail"));
    add_marked(&legend, seen->begin, begin, N_("a new allocation"));
}

static void draw(struct app *app, struct grid *g)
{
    const struct rect r = app->layout.map;
    if (r.h <= 0) {
        return;
    }
    struct seen seen = {0};
    draw_title(app, g);
    draw_header(app, g);
    for (size_t i = 0; i < app->window.line_count && (int)i < r.h; i++) {
        const struct window_line line = app->window.lines[i];
        if (line.fold) {
            draw_fold(app, g, map_line_y(app, (int)i), line);
        } else {
            draw_row(app, g, map_line_y(app, (int)i), line, &seen);
        }
    }
    draw_legend(app, g, &seen);
}

void app_take_address(struct app *app)
{
    struct buf text = {0};
    buf_addf(&text, "0x%llX", (unsigned long long)(app->window.cursor << VM_PAGE_SHIFT));
    lineedit_insert(buf_text(&text));
    buf_finish(&text);
    app->focus = FOCUS_PROMPT;
}

/* Up is up on the screen, wherever the low addresses are. */
static enum window_move turned(enum window_move move, bool low_at_bottom)
{
    static const enum window_move OTHER[] = {[WINDOW_UP] = WINDOW_DOWN, [WINDOW_DOWN] = WINDOW_UP,
        [WINDOW_LEFT] = WINDOW_LEFT, [WINDOW_RIGHT] = WINDOW_RIGHT,
        [WINDOW_PAGE_UP] = WINDOW_PAGE_DOWN, [WINDOW_PAGE_DOWN] = WINDOW_PAGE_UP,
        [WINDOW_FIRST] = WINDOW_FIRST, [WINDOW_LAST] = WINDOW_LAST};
    return low_at_bottom ? OTHER[move] : move;
}

static bool act(struct app *app, enum keymap_action action)
{
    static const struct {
        enum keymap_action action;
        enum window_move move;
    } MOVES[] = {{ACT_UP, WINDOW_UP}, {ACT_DOWN, WINDOW_DOWN}, {ACT_LEFT, WINDOW_LEFT},
        {ACT_RIGHT, WINDOW_RIGHT}, {ACT_PAGE_UP, WINDOW_PAGE_UP},
        {ACT_PAGE_DOWN, WINDOW_PAGE_DOWN}, {ACT_HOME, WINDOW_FIRST}, {ACT_END, WINDOW_LAST}};
    for (size_t i = 0; i < sizeof MOVES / sizeof *MOVES; i++) {
        if (MOVES[i].action == action) {
            window_move(&app->window, session_space(app->session),
                turned(MOVES[i].move, app->config.low_at_bottom));
            return true;
        }
    }
    if (action == ACT_PICK) {
        app_take_address(app);
        return true;
    }
    return false;
}

const struct pane PANE_MAP = {draw, act};
