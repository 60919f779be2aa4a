/* pane_help - the words and the keys, made from their tables, over the whole body. */
#include "app.h"

#include <string.h>

#include "render/answer.h"
#include "render/words.h"

enum { HELP_END = 1 << 20 };           /* beyond any text: drawing brings it into range */

static const char *place_title(enum keymap_place place)
{
    switch (place) {
    case AT_MAP:
        return N_("Keys on the map");
    case AT_REGIONS:
        return N_("Keys in the table of regions");
    case AT_CHART:
        return N_("Keys on the history of the memory");
    case AT_LESSON:
        return N_("Keys on the lesson");
    case AT_POPUP:
        return N_("Keys while words are offered");
    case AT_PROMPT:
    case AT_EMPTY:
    case AT_HELP:
    case AT_LINE:
    case AT_PANES:
    case AT_LAB:
    case AT_ALL:
        break;
    }
    return N_("Keys at the prompt");
}

/* All keys that do the same stand in one line. */
static void add_keys(struct render_text *out, enum keymap_place place, unsigned mask)
{
    enum { CAP_COLUMNS = 20 };
    render_add(out, RENDER_TITLE, render_tr(place_title(place)));
    render_add(out, RENDER_NORMAL, "\n");
    for (unsigned i = 0; keymap_at(i) != NULL; i++) {
        const char *help = keymap_at(i)->help;
        if ((keymap_at(i)->places & mask) == 0) {
            continue;
        }
        size_t width = strlen(keymap_at(i)->cap);
        render_add(out, RENDER_NORMAL, "  ");
        render_add(out, RENDER_NUMBER, keymap_at(i)->cap);
        for (; keymap_at(i + 1) != NULL && (keymap_at(i + 1)->places & mask) != 0 &&
             strcmp(keymap_at(i + 1)->help, help) == 0;
             i++) {
            render_add(out, RENDER_NUMBER, " ");
            render_add(out, RENDER_NUMBER, keymap_at(i + 1)->cap);
            width += 1 + strlen(keymap_at(i + 1)->cap);
        }
        render_role(out, RENDER_NORMAL);
        buf_pad(&out->buf, ' ', width + 2 < CAP_COLUMNS ? CAP_COLUMNS - width : 2);
        render_add(out, RENDER_NORMAL, render_tr(help));
        render_add(out, RENDER_NORMAL, "\n");
    }
    render_add(out, RENDER_NORMAL, "\n");
}

static void add_line_keys(struct render_text *out)
{
    static const char *const LINES[] = {
        N_("Arrows, Ctrl-A, Ctrl-E, Ctrl-W, Ctrl-U, Ctrl-Y: as in a shell (GNU readline)"),
        N_("Up, Down: lines typed before; Ctrl-R searches them"),
        N_("Ctrl-_: takes back the last edit of the line"),
        N_("Ctrl-C: clears the line, or stops what runs")};
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        render_add(out, RENDER_NORMAL, "  ");
        render_add(out, RENDER_NORMAL, render_tr(LINES[i]));
        render_add(out, RENDER_NORMAL, "\n");
    }
    render_add(out, RENDER_NORMAL, "\n");
}

void app_help(struct app *app, const char *topic)
{
    struct render_text *text = &app->help;
    app->help_title = N_("help");
    render_text_clear(text);
    render_help(text, topic);
    if (*topic == '\0') {
        render_add(text, RENDER_NORMAL, "\n");
        add_keys(text, AT_PROMPT, AT_LINE);
        add_line_keys(text);
        add_keys(text, AT_MAP, AT_MAP);
        add_keys(text, AT_REGIONS, AT_REGIONS);
        add_keys(text, AT_CHART, AT_CHART);
        add_keys(text, AT_LESSON, AT_LESSON);
        add_keys(text, AT_POPUP, AT_POPUP);
    }
    app->help_open = true;
    app->help_top = 0;
}

void app_page(struct app *app, const struct lang_command *command)
{
    enum { MARGIN = 2, READABLE = 78 };
    const int room = app->grid.cols - MARGIN;
    const struct render_pages pages = {.read = host_read_data,
        .width = room < 1 ? 1 : room > READABLE ? READABLE : (size_t)room};
    app->help_title = N_("help");
    render_text_clear(&app->help);
    (void)render_question(&app->help, app->session, command, &pages);
    app->help_open = true;
    app->help_top = 0;
}

void app_read(struct app *app, const char *title, struct render_text *text)
{
    render_text_finish(&app->help);
    app->help = *text;
    app->help_title = title;
    *text = (struct render_text){0};
    app->help_open = true;
    app->help_top = 0;
}

static bool act(struct app *app, enum keymap_action action)
{
    const int page = app->grid.rows > 4 ? app->grid.rows - 4 : 1;
    const struct {
        enum keymap_action action;
        int top;
    } moves[] = {{ACT_UP, app->help_top - 1}, {ACT_DOWN, app->help_top + 1},
        {ACT_PAGE_UP, app->help_top - page}, {ACT_PAGE_DOWN, app->help_top + page}, {ACT_HOME, 0},
        {ACT_END, HELP_END}};
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (moves[i].action == action) {
            app->help_top = moves[i].top;
            return true;
        }
    }
    if (action == ACT_CLOSE || action == ACT_HELP) {
        app->help_open = false;
        return true;
    }
    return false;
}

static void draw(struct app *app, struct grid *g)
{
    if (!app->help_open || g->rows < 3) {
        return;
    }
    const int top = app->layout.status.h;
    const struct rect rule = {top, 0, 1, g->cols};
    const struct rect r = {top + 1, 1, g->rows - top - 1 - app->layout.keys.h, g->cols - 2};
    grid_fill(g, (struct rect){top, 0, r.h + 1, g->cols}, ' ', ROLE_NORMAL);
    const int lines =
        console_draw_text(g, r, &app->help, CONSOLE_FROM_TOP, &app->help_top);
    struct buf right = {0};
    if (lines > r.h) {
        struct buf now = {0};
        struct buf all = {0};
        buf_addf(&now, "%d", app->help_top + r.h);
        buf_addf(&all, "%d", lines);
        const char *args[] = {buf_text(&now), buf_text(&all)};
        const bool more = app->help_top + r.h < lines;
        render_fill(&right, more ? N_("line {0} of {1}, PgDn for more") : N_("line {0} of {1}"),
            args, 2);
        buf_finish(&now);
        buf_finish(&all);
    }
    draw_rule(g, rule, render_tr(app->help_title), buf_text(&right), true);
    buf_finish(&right);
    g->cursor_y = top;
    g->cursor_x = 1;
}

const struct pane PANE_HELP = {draw, act};
