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

static int count_lines(const struct render_text *text)
{
    int lines = 0;
    for (const char *at = buf_text(&text->buf); *at != '\0'; at++) {
        lines += *at == '\n';
    }
    return lines;
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
    const int task = count_lines(out);
    render_lesson_task(out, room, width);
    for (unsigned i = 0; i < classroom_hints(room) && i < LESSON_HINTS; i++) {
        render_add(out, RENDER_NORMAL, "\n");
        render_lesson_hint(out, classroom_lesson(room), i, width);
    }
    return task;
}

/* The checklist takes what it needs of the lower part, at most half. */
static struct rect draw_checklist(struct grid *g, struct rect r, const struct classroom *room)
{
    struct render_text list = {0};
    int top = 0;
    render_lesson_checklist(
        &list, classroom_lesson(room), classroom_verdict(room), (size_t)r.w);
    const int lines = count_lines(&list);
    const int rows = lines < r.h / 2 ? lines : r.h / 2;
    const struct rect below = {r.y + r.h - rows, r.x, rows, r.w};
    if (rows > 0) {
        console_draw_text(g, below, &list, CONSOLE_FROM_TOP, &top);
        r.h -= rows + 1;
    }
    render_text_finish(&list);
    return r;
}

static void draw(struct app *app, struct grid *g)
{
    const struct rect pane = app->layout.lesson;
    const struct classroom *room = school_current(&app->school);
    if (pane.h <= 0 || pane.w < 8 || !lesson_is_on(app)) {
        return;
    }
    struct rect r = {pane.y, pane.x + 1, pane.h, pane.w - 2};
    struct render_text text = {0};
    struct buf title = {0};
    struct buf ticks = {0};
    describe_title(&title, room);
    describe_ticks(&ticks, classroom_verdict(room));
    if (r.h >= 8) {
        r = draw_checklist(g, r, room);
    }
    const int task = write_text(&text, room, (size_t)r.w);
    if (app->lesson.to_task) {
        app->lesson.top = task;
        app->lesson.to_task = false;
    }
    const int lines = console_draw_text(g, r, &text, CONSOLE_FROM_TOP, &app->lesson.top);
    const char *more = render_tr(N_("F2 PgDn: more"));
    const int width = grid_width(title.data, title.len) + grid_width(more, strlen(more));
    if (app->lesson.top + r.h < lines && width + 20 < pane.w) {
        buf_add(&ticks, " \xC2\xB7 ");
        buf_add(&ticks, more);
    }
    draw_rule(g, app->layout.lesson_rule, buf_text(&title), buf_text(&ticks),
        app->focus == FOCUS_LESSON);
    if (app->focus == FOCUS_LESSON) {
        g->cursor_y = app->layout.lesson_rule.y;
        g->cursor_x = app->layout.lesson_rule.x + 1;
    }
    buf_finish(&ticks);
    buf_finish(&title);
    render_text_finish(&text);
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
