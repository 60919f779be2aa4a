/* pane_console - the answers so far; and, when a program is loaded, its source with the current
 * line. */
#include "app.h"

#include <string.h>

#include "render/page.h"
#include "render/words.h"

/* "committed 64, reserved 5, largest hole 1.0 GiB": where the counters have no pane. */
static void put_counters(const struct app *app, struct buf *out)
{
    struct vm_totals totals = {0};
    struct buf committed = {0};
    struct buf reserved = {0};
    struct buf hole = {0};
    vm_space_totals(session_space(app->session), &totals);
    buf_addf(&committed, "%llu", (unsigned long long)render_committed(&totals));
    buf_addf(&reserved, "%llu", (unsigned long long)totals.pages[VM_CLASS_RESERVED]);
    render_size(&hole, totals.largest_free << VM_PAGE_SHIFT);
    const char *args[] = {buf_text(&committed), buf_text(&reserved), buf_text(&hole)};
    render_fill(out, N_("committed {0}, reserved {1}, largest hole {2}"), args, 3);
    buf_finish(&committed);
    buf_finish(&reserved);
    buf_finish(&hole);
}

static void draw(struct app *app, struct grid *g)
{
    const struct rect r = app->layout.console;
    struct rect inner = {r.y, r.x + 1, r.h, r.w - 2};
    struct buf right = {0};
    if (app->console.scroll > 0) {
        struct buf text = {0};
        buf_addf(&text, "%d", app->console.scroll);
        render_fill1(&right, N_("{0} lines below"), buf_text(&text));
        buf_finish(&text);
    } else if (app->layout.memory.h <= 0) {
        put_counters(app, &right);
    }
    console_draw_text(g, inner, &app->console.text, CONSOLE_FROM_BOTTOM, &app->console.scroll);
    if (app->layout.lesson_folded && app->console.scroll == 0) {
        buf_clear(&right);
        lesson_summary(app, &right);
    }
    draw_rule(g, app->layout.console_rule, render_tr(N_("console")), buf_text(&right), false);
    buf_finish(&right);
}

static bool act(struct app *app, enum keymap_action action)
{
    const int page = app->layout.console.h > 1 ? app->layout.console.h - 1 : 1;
    if (action == ACT_PAGE_UP) {
        app->console.scroll += page;
        return true;
    }
    if (action == ACT_PAGE_DOWN) {
        app->console.scroll -= page;
        app->console.scroll = app->console.scroll > 0 ? app->console.scroll : 0;
        return true;
    }
    return false;
}

const struct pane PANE_CONSOLE = {draw, act};

/* ---- program --------------------------------------------------------------------------------- */

static int count_lines(const char *text, size_t len)
{
    int lines = 0;
    for (size_t i = 0; i < len; i++) {
        lines += text[i] == '\n';
    }
    return lines;
}

/* The byte of the source to look at: the statement to run next, or the one whose exception ended the
 * program. False if there is none. */
static bool find_place(const struct app *app, const struct session_program *program,
    size_t *ret_byte, bool *ret_failed)
{
    uint32_t step = 0;
    const struct session_call *failed = session_last_failure(app->session, &step);
    const struct session_step *current = session_current(app->session);
    *ret_failed = program->ended && current->kind == SESSION_STEP_PROGRAM &&
        current->end == SESSION_END_EXCEPTION && failed != NULL && step == current->id;
    const size_t byte = *ret_failed ? failed->span.start : program->next.start;
    *ret_byte = byte < program->len ? byte : program->len;
    return *ret_failed || !program->ended;
}

/* One line of source with its number; tabs become blanks up to the next multiple of four. */
static void draw_source_line(struct grid *g, struct rect r, int y, int number,
    enum tui_role role, const char *line, size_t len)
{
    const bool current = role != ROLE_NORMAL;
    struct buf text = {0};
    buf_addf(&text, "%4d %c ", number, current ? '>' : ' ');
    const size_t margin = text.len;
    for (size_t i = 0; i < len; i++) {
        if (line[i] == '\t') {
            buf_pad(&text, ' ', 4 - (text.len - margin) % 4);
        } else {
            buf_addc(&text, line[i]);
        }
    }
    if (current) {
        grid_fill(g, (struct rect){y, r.x, 1, r.w}, ' ', role);
    }
    grid_textn(g, y, r.x, r.x + r.w, current ? role : ROLE_DIM, buf_text(&text), margin);
    grid_text(g, y, r.x + (int)margin, r.x + r.w, role, buf_text(&text) + margin);
    buf_finish(&text);
}

static void draw_program(struct app *app, struct grid *g)
{
    const struct rect r = app->layout.program;
    const struct session_program *program = session_program(app->session);
    if (r.h <= 0 || program == NULL) {
        return;
    }
    struct buf title = {0};
    render_fill1(&title, N_("program {0}"), program->name);
    draw_rule(g, app->layout.program_rule, buf_text(&title),
        program->ended ? render_tr(N_("ended")) : render_tr(N_("F5 runs the marked statement")),
        false);
    buf_finish(&title);
    size_t place = 0;
    bool failed = false;
    const bool has_place = find_place(app, program, &place, &failed);
    const int current = has_place ? count_lines(program->text, place) : -1;
    const enum tui_role mark = failed ? ROLE_FAULT : ROLE_CODE_LINE;
    const int total = count_lines(program->text, program->len) + 1;
    int top = current - r.h / 2;
    top = top + r.h > total ? total - r.h : top;
    top = top < 0 ? 0 : top;
    const char *at = program->text;
    const char *end = program->text + program->len;
    for (int line = 0; at < end && line < top + r.h; line++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop != NULL ? stop : end;
        if (line >= top) {
            draw_source_line(g, r, r.y + line - top, line + 1,
                line == current ? mark : ROLE_NORMAL, at, (size_t)(stop - at));
        }
        at = stop < end ? stop + 1 : end;
    }
}

const struct pane PANE_PROGRAM = {draw_program, NULL};
