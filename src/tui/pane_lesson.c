/* pane_lesson - the lesson's text, which scrolls, and below it the checklist, which stays. */
#include "app.h"

#include <string.h>

#include "render/lesson.h"
#include "render/words.h"

/* "2/3": items done. */
static void describe_ticks(struct buf *out, const struct lesson_verdict *verdict)
{
    size_t done = 0;
    for (size_t i = 0; i < verdict->count; i++) {
        done += verdict->items[i].done;
    }
    buf_addf(out, "%zu/%zu", done, verdict->count);
}

/* "5 . Commit a part"; an exercise has no number. */
static void describe_title(struct buf *out, const struct classroom *room)
{
    const size_t index = classroom_index(room);
    if (index < classroom_course(room)->count) {
        buf_addf(out, "%zu \xC2\xB7 ", index + 1);
    }
    buf_add(out, render_lesson_words(classroom_lesson(room))->title);
}

void lesson_summary(const struct app *app, struct buf *out)
{
    const struct classroom *room = school_current(&app->school);
    if (!lesson_is_on(app)) {
        return;
    }
    describe_title(out, room);
    buf_add(out, " \xC2\xB7 ");
    describe_ticks(out, classroom_verdict(room));
    buf_add(out, " \xC2\xB7 F2");
}

/* The text, then what is to be done, then the hints that were asked for. Returns the line where the
 * task begins. */
static int write_text(struct render_text *out, const struct classroom *room, size_t width)
{
    const size_t screens = render_lesson_screens(room);
    for (size_t i = 0; i < screens; i++) {
        render_lesson_screen(out, room, i, width);
        render_add(out, RENDER_NORMAL, "\n");
    }
    const int task = console_count_lines(out, (int)width);
    render_lesson_task(out, room, width);
    for (unsigned i = 0; i < classroom_hints(room) && i < LESSON_HINTS; i++) {
        render_add(out, RENDER_NORMAL, "\n");
        render_lesson_hint(out, classroom_lesson(room), i, width);
    }
    return task;
}

enum { PANE_MIN = 8, CHECKLIST_FROM = 8 };         /* columns; rows of a pane that has a checklist */

int lesson_rows(const struct app *app, int columns)
{
    const struct classroom *room = school_current(&app->school);
    struct render_text text = {0};
    if (!lesson_is_on(app) || columns < PANE_MIN) {
        return 0;
    }
    const size_t width = (size_t)columns - 2;
    write_text(&text, room, width);
    render_add(&text, RENDER_NORMAL, "\n");
    render_lesson_checklist(&text, classroom_lesson(room), classroom_verdict(room), width);
    const int rows = console_count_lines(&text, (int)width);
    render_text_finish(&text);
    return rows;
}

/* The line of the first item that is not done; 0 if all are. */
static int find_open(const struct render_text *list)
{
    const char *const text = buf_text(&list->buf);
    int line = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if ((at == text || at[-1] == '\n') && strncmp(at, "[ ]", 3) == 0) {
            return line;
        }
        line += *at == '\n';
    }
    return 0;
}

static void put_dots(struct grid *g, struct rect r, int y)
{
    grid_fill(g, (struct rect){y, r.x, 1, r.w}, ' ', ROLE_NORMAL);
    grid_put(g, y, r.x, GLYPH_DOTS, ROLE_DIM, 0);
}

/* The checklist takes what it needs of the lower part, at most half; what is to be done next is always
 * in it. */
static struct rect draw_checklist(struct grid *g, struct rect r, const struct classroom *room)
{
    struct render_text list = {0};
    render_lesson_checklist(
        &list, classroom_lesson(room), classroom_verdict(room), (size_t)r.w);
    const int lines = console_count_lines(&list, r.w);
    const int rows = lines < r.h / 2 ? lines : r.h / 2;
    const struct rect below = {r.y + r.h - rows, r.x, rows, r.w};
    const int open = find_open(&list);
    int top = open < rows - 1 ? 0 : open - 1;
    if (rows > 0) {
        console_draw_text(g, below, &list, CONSOLE_FROM_TOP, &top);
        r.h -= rows + 1;
        if (top > 0) {
            put_dots(g, below, below.y);
        }
        if (top + rows < lines) {
            put_dots(g, below, below.y + rows - 1);
        }
    }
    render_text_finish(&list);
    return r;
}

/* Which line comes first, as keys and words asked for. */
static void settle_top(struct lesson_view *view, int task, int lines, int rows)
{
    const int most = lines > rows ? lines - rows : 0;
    if (view->to_task || view->to_end) {
        view->top = view->to_task ? task : most;
        view->to_task = view->to_end = false;
    }
    view->top = view->top < most ? view->top : most;
    view->sees_task = view->top >= task || view->top == most;
}

static void draw_body(struct app *app, struct grid *g, struct rect r, int *ret_below)
{
    const struct classroom *room = school_current(&app->school);
    struct lesson_view *view = &app->lesson;
    struct render_text text = {0};
    int task = 0;
    render_lesson_place(&text, room, (size_t)r.w);
    if (text.buf.len == 0) {
        r = r.h >= CHECKLIST_FROM ? draw_checklist(g, r, room) : r;
        task = write_text(&text, room, (size_t)r.w);
    }
    settle_top(view, task, console_count_lines(&text, r.w), r.h);
    const int lines = console_draw_text(g, r, &text, CONSOLE_FROM_TOP, &view->top);
    *ret_below = lines - view->top - r.h;
    render_text_finish(&text);
}

/* "1/2 . PgDn: more", or an arrow where there is no room for words. */
static void describe_more(const struct app *app, struct buf *out, int room)
{
    const bool at_hand = app->layout.lesson_folded || app->focus == FOCUS_LESSON;
    const char *more = render_tr(at_hand ? N_("PgDn: more") : N_("F2 PgDn: more"));
    const bool fits = grid_width(out->data, out->len) + 3 + grid_width(more, strlen(more)) <= room;
    buf_add(out, fits ? " \xC2\xB7 " : " ");
    buf_add(out, fits ? more : "\xE2\x86\x93");
}

/* Leaves so many columns of it, its end as three dots. */
static void shorten(struct buf *text, int columns)
{
    static const char dots[] = "\xE2\x80\xA6";
    if (grid_width(text->data, text->len) <= columns) {
        return;
    }
    while (text->len > 0 && grid_width(text->data, text->len) > columns - 1) {
        do {
            text->len--;
        } while (text->len > 0 && (text->data[text->len] & 0xC0) == 0x80);
    }
    buf_add(text, dots);
}

static void draw(struct app *app, struct grid *g)
{
    enum { RULES = 8 };                /* columns of the rule around and between its two texts */
    const struct rect pane = app->layout.lesson;
    const struct classroom *room = school_current(&app->school);
    if (pane.h <= 0 || pane.w < PANE_MIN || !lesson_is_on(app)) {
        return;
    }
    struct buf title = {0};
    struct buf ticks = {0};
    int below = 0;
    describe_title(&title, room);
    describe_ticks(&ticks, classroom_verdict(room));
    draw_body(app, g, (struct rect){pane.y, pane.x + 1, pane.h, pane.w - 2}, &below);
    if (below > 0) {
        describe_more(app, &ticks, pane.w - RULES - grid_width(title.data, title.len));
    }
    shorten(&title, pane.w - RULES - grid_width(ticks.data, ticks.len));
    draw_rule(g, app->layout.lesson_rule, buf_text(&title), buf_text(&ticks),
        app->focus == FOCUS_LESSON);
    if (app->focus == FOCUS_LESSON) {
        g->cursor_y = app->layout.lesson_rule.y;
        g->cursor_x = app->layout.lesson_rule.x + 1;
    }
    buf_finish(&ticks);
    buf_finish(&title);
}

static bool act(struct app *app, enum keymap_action action)
{
    enum { END = 1 << 20 };            /* beyond any text: drawing brings it into range */
    const int page = app->layout.lesson.h > 4 ? app->layout.lesson.h / 2 : 1;
    const struct {
        enum keymap_action action;
        int top;
    } moves[] = {{ACT_UP, app->lesson.top - 1}, {ACT_DOWN, app->lesson.top + 1},
        {ACT_PAGE_UP, app->lesson.top - page}, {ACT_PAGE_DOWN, app->lesson.top + page},
        {ACT_HOME, 0}, {ACT_END, END}};
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (moves[i].action == action) {
            app->lesson.top = moves[i].top;
            return true;
        }
    }
    return false;
}

const struct pane PANE_LESSON = {draw, act};
