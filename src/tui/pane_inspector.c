/* pane_inspector - the page under the cursor in words, the steps that made it, its bytes. */
#include "app.h"

#include <string.h>

#include "render/lesson.h"
#include "render/page.h"
#include "render/words.h"

enum { MAX_STEPS = 64, ROW_BYTES = 8 };

static const struct vm_machine *machine_of(const struct app *app)
{
    return vm_space_machine(session_space(app->session));
}

static void put_allocation(struct buf *out, const struct app *app, const struct vm_run *run)
{
    struct buf address = {0};
    struct buf pages = {0};
    render_address(&address, machine_of(app), run->alloc_first << VM_PAGE_SHIFT);
    render_pages(&pages, run->alloc_end - run->alloc_first);
    const char *args[] = {buf_text(&address), buf_text(&pages)};
    render_fill(out, N_("{0}, {1}"), args, 2);
    buf_finish(&address);
    buf_finish(&pages);
}

static void show_fact(void *ctx, const char *label, const char *value)
{
    struct buf text = {0};
    buf_add(&text, value);
    sheet_pair(ctx, label, &text);
    buf_finish(&text);
}

static void draw_steps(struct sheet *s)
{
    enum { SHOWN = 4 };
    const int room = s->r.y + s->r.h - s->y;
    const int most = room < SHOWN ? room : SHOWN;
    render_page_steps(s->app->session, s->app->window.cursor, most > 0 ? (size_t)most : 0,
        show_fact, s);
}

/* ---- bytes ----------------------------------------------------------------------------------- */

static void draw_byte_row(
    struct sheet *s, unsigned offset, const unsigned char *bytes, unsigned count)
{
    struct buf hex = {0};
    struct buf text = {0};
    struct buf label = {0};
    for (unsigned i = 0; i < count; i++) {
        buf_addf(&hex, "%02X ", bytes[i]);
        buf_addc(&text, bytes[i] >= 0x20 && bytes[i] < 0x7F ? (char)bytes[i] : '.');
    }
    const int limit = s->r.x + s->r.w;
    buf_addf(&label, "%03X ", offset);
    int x = grid_text(s->g, s->y, s->r.x + 1, limit, ROLE_GUTTER, buf_text(&label));
    x = grid_text(s->g, s->y, x, limit, ROLE_NORMAL, buf_text(&hex));
    grid_text(s->g, s->y, x, limit, (enum tui_role)RENDER_OUTPUT, buf_text(&text));
    buf_finish(&label);
    buf_finish(&hex);
    buf_finish(&text);
}

static void draw_zeros(struct sheet *s, unsigned count)
{
    struct buf number = {0};
    struct buf text = {0};
    buf_addf(&number, "%u", count);
    render_fill1(&text, N_("{0} bytes of zero"), buf_text(&number));
    grid_text(s->g, s->y, s->r.x + 5, s->r.x + s->r.w, ROLE_DIM, buf_text(&text));
    buf_finish(&number);
    buf_finish(&text);
}

static bool draw_bytes(void *ctx, unsigned offset, const unsigned char *bytes, unsigned count)
{
    struct sheet *s = ctx;
    if (!sheet_has_room(s)) {
        return false;
    }
    if (bytes != NULL) {
        draw_byte_row(s, offset, bytes, count);
    } else {
        draw_zeros(s, count);
    }
    s->y++;
    return true;
}

/* ---- the pane -------------------------------------------------------------------------------- */

static void draw_headline(struct sheet *s, const struct vm_run *run, int limit)
{
    const enum vm_class class = vm_attr_class(run->attr);
    const struct render_cell cell = {.class = class};
    const struct theme_mark mark = theme_cell(&cell);
    struct buf text = {0};
    grid_put(s->g, s->y, s->r.x + 1, mark.glyph, mark.role, 0);
    render_attr(&text, run->attr);
    const bool fits = s->r.x + 3 + grid_width(text.data, text.len) < limit;
    grid_text(s->g, s->y, s->r.x + 3, limit, ROLE_STRONG,
        fits ? buf_text(&text) : render_class_name(class));        /* its facts say the rest */
    buf_finish(&text);
}

/* What the cell under the cursor holds, where a cell is many pages. */
static void draw_mixture(struct sheet *s)
{
    const struct window *w = &s->app->window;
    uint64_t count[VM_CLASS_COUNT] = {0};
    const vm_page first = w->cursor >> w->shift << w->shift;
    const vm_page end = first + ((vm_page)1 << w->shift);
    const vm_page space_end = vm_space_end(session_space(s->app->session));
    if (w->shift == 0) {
        return;
    }
    vm_space_count(session_space(s->app->session), first, end < space_end ? end : space_end, count);
    for (unsigned class = 0; class < VM_CLASS_COUNT; class ++) {
        if (count[class] > 0) {
            struct buf pages = {0};
            render_pages(&pages, count[class]);
            sheet_pair(s, render_class_name((enum vm_class)class), &pages);
            buf_finish(&pages);
        }
    }
    s->y++;
}

/* "steps 1 2 7": the newest few that made the page. */
static void put_steps(struct buf *out, struct app *app)
{
    enum { SHOWN = 6 };
    uint32_t steps[MAX_STEPS];
    struct buf list = {0};
    size_t count = session_blame(app->session, app->window.cursor, steps, MAX_STEPS);
    count = count < MAX_STEPS ? count : MAX_STEPS;
    for (size_t i = count > SHOWN ? count - SHOWN : 0; i < count; i++) {
        buf_addf(&list, list.len > 0 ? " %u" : "%u", (unsigned)steps[i]);
    }
    if (count > 0) {
        render_fill1(out, count == 1 ? N_("step {0}") : N_("steps {0}"), buf_text(&list));
    }
    buf_finish(&list);
}

/* What the task wants the page to be, if it is something else. */
static void draw_goal(struct sheet *s)
{
    const struct classroom *room = school_current(&s->app->school);
    struct buf wanted = {0};
    if (room != NULL && render_lesson_goal(&wanted, room, s->app->window.cursor)) {
        sheet_pair(s, render_tr(N_("goal")), &wanted);
    }
    buf_finish(&wanted);
}

/* "goal: committed, read-write" from column x on; where what follows begins. */
static int draw_folded_goal(struct sheet *s, int x)
{
    const struct classroom *room = school_current(&s->app->school);
    const int limit = s->r.x + s->r.w;
    struct buf wanted = {0};
    struct buf text = {0};
    if (room != NULL && render_lesson_goal(&wanted, room, s->app->window.cursor)) {
        render_fill1(&text, N_("goal: {0}"), buf_text(&wanted));
        x = grid_text(s->g, s->y, x, limit, (enum tui_role)RENDER_HINT, buf_text(&text)) + 2;
    }
    buf_finish(&wanted);
    buf_finish(&text);
    return x;
}

/* All in one line, the least needed last. */
static void draw_folded(struct sheet *s, const struct vm_run *run)
{
    const int limit = s->r.x + s->r.w;
    struct buf text = {0};
    struct buf value = {0};
    draw_headline(s, run, limit);
    render_attr(&text, run->attr);
    int x = s->r.x + 3 + grid_width(text.data, text.len) + 2;
    x = draw_folded_goal(s, x);
    buf_clear(&text);
    put_steps(&text, s->app);
    if (text.len > 0) {
        x = grid_text(s->g, s->y, x, limit, ROLE_DIM, buf_text(&text)) + 2;
    }
    if (vm_attr_state(run->attr) != VM_FREE) {
        buf_clear(&text);
        put_allocation(&value, s->app, run);
        render_fill1(&text, N_("allocation {0}"), buf_text(&value));
        if (x + grid_width(text.data, text.len) >= limit) {  /* then its address must do */
            buf_clear(&text);
            buf_clear(&value);
            render_address(&value, machine_of(s->app), run->alloc_first << VM_PAGE_SHIFT);
            render_fill1(&text, N_("allocation {0}"), buf_text(&value));
        }
        if (x + grid_width(text.data, text.len) < limit) {
            grid_text(s->g, s->y, x, limit, ROLE_DIM, buf_text(&text));
        }
    }
    buf_finish(&text);
    buf_finish(&value);
}

/* A few lines: what the headline and a lesson cannot say. */
static void draw_short(struct sheet *s, const struct vm_run *run)
{
    struct buf allocation = {0};
    s->y++;
    draw_goal(s);
    if (vm_attr_state(run->attr) != VM_FREE) {
        put_allocation(&allocation, s->app, run);
        sheet_pair(s, render_tr(N_("allocation")), &allocation);
    }
    draw_steps(s);
    buf_finish(&allocation);
}

static void draw(struct app *app, struct grid *g)
{
    enum { SPACED = 9 };               /* rows that hold all the facts */
    const struct rect r = app->layout.detail;
    if (r.h <= 0) {
        return;
    }
    struct buf address = {0};
    struct buf title = {0};
    render_address(&address, machine_of(app), app->window.cursor << VM_PAGE_SHIFT);
    render_fill1(&title, N_("page {0}"), buf_text(&address));
    draw_rule(g, app->layout.detail_rule, buf_text(&title), "", false);
    buf_finish(&address);
    buf_finish(&title);
    const struct vm_run run = vm_space_run(session_space(app->session), app->window.cursor);
    struct sheet s = {app, g, r, r.y};
    if (r.h == 1) {
        draw_folded(&s, &run);
        return;
    }
    draw_headline(&s, &run, r.x + r.w);
    if (r.h < SPACED) {
        draw_short(&s, &run);
        return;
    }
    s.y++;
    draw_goal(&s);
    s.y = r.y + 2;                     /* with or without a goal what follows keeps its place */
    draw_mixture(&s);
    render_page_facts(app->session, app->window.cursor, show_fact, &s);
    s.y++;
    draw_steps(&s);
    s.y++;
    if (vm_attr_state(run.attr) == VM_COMMITTED && r.w >= 36) {
        render_page_bytes(app->session, app->window.cursor, ROW_BYTES, draw_bytes, &s);
    }
}

const struct pane PANE_INSPECTOR = {draw, NULL};
