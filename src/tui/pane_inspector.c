/* pane_inspector - the page under the cursor in words, the steps that made it, its bytes. */
#include "app.h"

#include <string.h>

#include "pagetable.h"
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

/* ---- the steps that made a page -------------------------------------------------------------- */

static const char *deed_of_alloc(const struct vm_call *call)
{
    if ((call->flags & VM_MEM_RESET) != 0) {
        return N_("given up by");
    }
    if ((call->flags & (VM_MEM_RESERVE | VM_MEM_COMMIT)) == (VM_MEM_RESERVE | VM_MEM_COMMIT)) {
        return N_("allocated by");
    }
    return (call->flags & VM_MEM_RESERVE) != 0 ? N_("reserved by") : N_("committed by");
}

static const char *deed_of(const struct vm_call *call)
{
    switch (call->id) {
    case VM_CALL_ALLOC:
        return deed_of_alloc(call);
    case VM_CALL_FREE:
        return (call->flags & VM_MEM_DECOMMIT) != 0 ? N_("decommitted by") : N_("released by");
    case VM_CALL_PROTECT:
        return N_("protected by");
    case VM_CALL_LOCK:
        return N_("locked by");
    case VM_CALL_UNLOCK:
        return N_("unlocked by");
    case VM_CALL_WRITE:
        return N_("written by");
    case VM_CALL_READ:
        return N_("read by");
    case VM_CALL_EXECUTE:
        return N_("executed by");
    case VM_CALL_PLACE:
        return N_("placed by");
    case VM_CALL_NONE:
    case VM_CALL_QUERY:
    case VM_CALL_GET_WRITE_WATCH:
    case VM_CALL_RESET_WRITE_WATCH:
    case VM_CALL_SET_COMMIT_LIMIT:
    case VM_CALL_SET_LOCK_PRIVILEGE:
    case VM_CALL_SET_WORKING_SET:
    case VM_CALL_PRESSURE:
        break;
    }
    return N_("changed by");
}

/* What step did to page, from its last call that touched it. */
static const char *deed_of_step(const struct session_step *step, vm_page page)
{
    for (size_t i = step->call_count; i > 0; i--) {
        const struct vm_change *change = step->calls[i - 1].change;
        if (vm_change_touches(change, page)) {
            return change->result.exception != 0 ? N_("touched by") : deed_of(&change->call);
        }
    }
    const bool by_code = step->kind == SESSION_STEP_LINE || step->kind == SESSION_STEP_PROGRAM;
    return by_code ? N_("written by") : N_("changed by");    /* C code that stored something */
}

static void draw_steps(struct sheet *s)
{
    uint32_t steps[MAX_STEPS];
    const vm_page page = s->app->window.cursor;
    const size_t count = session_blame(s->app->session, page, steps, MAX_STEPS);
    const size_t room = (size_t)(s->r.y + s->r.h - s->y);
    const size_t shown = count > MAX_STEPS ? MAX_STEPS : count;
    size_t first = shown > 4 ? shown - 4 : 0;
    first = shown - first > room ? shown - room : first;
    for (size_t i = first; i < shown; i++) {
        const struct session_step *step = session_step(s->app->session, steps[i]);
        struct buf number = {0};
        struct buf text = {0};
        buf_addf(&number, "%u", (unsigned)step->id);
        render_fill1(&text, N_("step {0}"), buf_text(&number));
        sheet_pair(s, render_tr(deed_of_step(step, page)), &text);
        buf_finish(&number);
        buf_finish(&text);
    }
}

/* ---- bytes ----------------------------------------------------------------------------------- */

static bool is_zero(const unsigned char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

static void draw_byte_row(struct sheet *s, unsigned offset, const unsigned char *bytes)
{
    struct buf hex = {0};
    char text[ROW_BYTES + 1] = {0};
    for (unsigned i = 0; i < ROW_BYTES; i++) {
        buf_addf(&hex, "%02X ", bytes[i]);
        text[i] = bytes[i] >= 0x20 && bytes[i] < 0x7F ? (char)bytes[i] : '.';
    }
    const int limit = s->r.x + s->r.w;
    struct buf label = {0};
    buf_addf(&label, "%03X ", offset);
    int x = grid_text(s->g, s->y, s->r.x + 1, limit, ROLE_GUTTER, buf_text(&label));
    x = grid_text(s->g, s->y, x, limit, ROLE_NORMAL, buf_text(&hex));
    grid_text(s->g, s->y++, x, limit, (enum tui_role)RENDER_OUTPUT, text);
    buf_finish(&label);
    buf_finish(&hex);
}

static void draw_zeros(struct sheet *s, unsigned count)
{
    struct buf number = {0};
    struct buf text = {0};
    buf_addf(&number, "%u", count);
    render_fill1(&text, N_("{0} bytes of zero"), buf_text(&number));
    grid_text(s->g, s->y++, s->r.x + 5, s->r.x + s->r.w, ROLE_DIM, buf_text(&text));
    buf_finish(&number);
    buf_finish(&text);
}

/* Rows of bytes; stretches of zero fold into one line. */
static void draw_bytes(struct sheet *s)
{
    const struct vm_space *space = session_space(s->app->session);
    unsigned char bytes[VM_PAGE_SIZE];
    struct vm_page_info info = {0};
    vm_space_page_info(space, s->app->window.cursor, &info);
    if (!info.stored) {
        if (sheet_has_room(s)) {
            draw_zeros(s, VM_PAGE_SIZE);
        }
        return;
    }
    vm_space_peek(space, s->app->window.cursor << VM_PAGE_SHIFT, bytes, sizeof bytes);
    for (unsigned at = 0; at < VM_PAGE_SIZE && sheet_has_room(s);) {
        unsigned end = at;
        while (end < VM_PAGE_SIZE && is_zero(bytes + end, ROW_BYTES)) {
            end += ROW_BYTES;
        }
        if (end > at) {
            draw_zeros(s, end - at);
            at = end;
        } else {
            draw_byte_row(s, at, bytes + at);
            at += ROW_BYTES;
        }
    }
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
    grid_text(s->g, s->y, s->r.x + 3, limit, ROLE_STRONG, buf_text(&text));
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

/* "directory 256, table 3": where the processor's tables hold the page. */
static void draw_tables(struct sheet *s)
{
    struct pagetable_level levels[PAGETABLE_LEVELS];
    const unsigned count = pagetable_walk(machine_of(s->app), s->app->window.cursor, levels);
    struct buf text = {0};
    for (unsigned i = 0; i < count; i++) {
        buf_addf(&text, i > 0 ? ", %s %u" : "%s %u", render_tr(levels[i].name), levels[i].index);
    }
    sheet_pair(s, render_tr(N_("page tables")), &text);
    buf_finish(&text);
}

static void draw_facts(struct sheet *s, const struct vm_run *run)
{
    static const char *const STATES[] = {"MEM_FREE", "MEM_RESERVE", "MEM_COMMIT"};
    struct buf text = {0};
    buf_add(&text, STATES[vm_attr_state(run->attr)]);
    sheet_pair(s, render_tr(N_("state")), &text);
    if (vm_attr_state(run->attr) == VM_COMMITTED) {
        buf_clear(&text);
        lang_flags_format(&text, VM_ARG_PROTECT, vm_attr_protect(run->attr));
        sheet_pair(s, render_tr(N_("protect")), &text);
    }
    if (vm_attr_state(run->attr) != VM_FREE) {
        buf_clear(&text);
        put_allocation(&text, s->app, run);
        sheet_pair(s, render_tr(N_("allocation")), &text);
        buf_clear(&text);
        lang_flags_format(&text, VM_ARG_PROTECT, vm_attr_asked(run->attr));
        sheet_pair(s, render_tr(N_("asked for")), &text);
    }
    struct buf pages = {0};
    buf_clear(&text);
    render_pages(&pages, run->end - s->app->window.cursor);
    render_fill1(&text, N_("{0} from here"), buf_text(&pages));
    sheet_pair(s, render_tr(N_("region")), &text);
    buf_finish(&pages);
    draw_tables(s);
    struct vm_page_info info = {0};
    vm_space_page_info(session_space(s->app->session), s->app->window.cursor, &info);
    buf_clear(&text);
    if (info.locked) {
        buf_add(&text, render_tr(N_("locked in memory")));
        sheet_pair(s, render_tr(N_("working set")), &text);
    }
    buf_finish(&text);
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

/* All in one line, the least needed last. */
static void draw_folded(struct sheet *s, const struct vm_run *run)
{
    const int limit = s->r.x + s->r.w;
    struct buf text = {0};
    struct buf value = {0};
    draw_headline(s, run, limit);
    render_attr(&text, run->attr);
    int x = s->r.x + 3 + grid_width(text.data, text.len) + 2;
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

static void draw(struct app *app, struct grid *g)
{
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
    s.y += 2;
    draw_mixture(&s);
    draw_facts(&s, &run);
    s.y++;
    draw_steps(&s);
    s.y++;
    if (vm_attr_state(run.attr) == VM_COMMITTED && r.w >= 36) {
        draw_bytes(&s);
    }
}

const struct pane PANE_INSPECTOR = {draw, NULL};
