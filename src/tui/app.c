/* app - what a key does, and what a line that was run does to the screen. */
#include "app.h"

#include <string.h>

#include "lineedit.h"
#include "render/answer.h"
#include "render/export.h"
#include "render/words.h"
#include "term.h"

static const struct pane *const PANES[] = {&PANE_STATUS, &PANE_MAP, &PANE_OVERVIEW,
    &PANE_INSPECTOR, &PANE_VARIABLES, &PANE_MEMORY, &PANE_CONSOLE, &PANE_PROGRAM, &PANE_PROMPT,
    &PANE_LESSON, &PANE_REGIONS, &PANE_HELP, &PANE_POPUP};

enum keymap_place app_place(const struct app *app)
{
    if (app->help_open) {
        return AT_HELP;
    }
    if (app->popup.open) {
        return AT_POPUP;
    }
    switch (app->focus) {
    case FOCUS_MAP:
        return AT_MAP;
    case FOCUS_REGIONS:
        return AT_REGIONS;
    case FOCUS_CHART:
        return AT_CHART;
    case FOCUS_LESSON:
        return AT_LESSON;
    case FOCUS_PROMPT:
        break;
    }
    return lineedit_len() > 0 ? AT_PROMPT : AT_EMPTY;
}

/* ---- drawing --------------------------------------------------------------------------------- */

static void lay_out(struct app *app, int gutter)
{
    struct layout_wants wants = {
        .program = session_program(app->session) != NULL, .regions = app->regions.open,
        .projector = app->config.projector,
        .lesson = lesson_is_on(app), .lesson_wide = lesson_has_program(app),
        .lesson_in_front = app->lesson.open,
        .gutter = gutter};
    app->gutter = gutter;
    app->layout = layout_compute(app->grid.rows, app->grid.cols, wants);
    if (wants.lesson && !app->layout.lesson_folded) {        /* it is as long as it is wide */
        wants.lesson_rows = lesson_rows(app, app->layout.lesson.w);
        app->layout = layout_compute(app->grid.rows, app->grid.cols, wants);
    }
    app->window.rows = app->layout.map.h;
    app->window.columns = app->layout.map_columns;
    window_build(&app->window, session_space(app->session));
}

/* Do all rows shown share the digits of their addresses above the lowest eight? */
static bool shares_high_digits(const struct window *w)
{
    enum { HIGH_SHIFT = 32 - VM_PAGE_SHIFT };
    const struct window_line *shown = NULL;
    for (size_t i = 0; i < w->line_count; i++) {
        const struct window_line *line = &w->lines[i];
        if (line->fold) {
            continue;
        }
        if (shown != NULL && line->first >> HIGH_SHIFT != shown->first >> HIGH_SHIFT) {
            return false;
        }
        shown = line;
    }
    return true;
}

/* A pane that went away gives the focus back. */
static void settle_focus(struct app *app)
{
    const bool has_pane[] = {[FOCUS_PROMPT] = true, [FOCUS_MAP] = app->layout.map.h > 0,
        [FOCUS_REGIONS] = app->layout.regions.h > 0, [FOCUS_CHART] = app->layout.memory.h > 0,
        [FOCUS_LESSON] = app->layout.lesson.h > 0};
    if (!has_pane[app->focus]) {
        app->focus = FOCUS_PROMPT;
    }
}

static void draw_divider(struct grid *g, const struct layout *l, int x)
{
    for (int y = l->divider_y; x >= 0 && y < l->divider_end; y++) {
        grid_put(g, y, x, GLYPH_BAR, ROLE_RULE, 0);
    }
}

void app_draw(struct app *app)
{
    enum { SHORT = 8, LONG = 12 };     /* digits; the first four of sixteen are always 0 */
    struct grid *g = &app->grid;
    app_preview(app);
    grid_resize(g, term_rows(), term_cols());
    chart_note(&app->chart, app->session);
    chart_follow(&app->chart, app->session);
    lay_out(app, SHORT);
    if (!shares_high_digits(&app->window)) {
        lay_out(app, LONG);
    }
    settle_focus(app);
    draw_divider(g, &app->layout, app->layout.divider_x);
    draw_divider(g, &app->layout, app->layout.middle_x);
    for (size_t i = 0; i < sizeof PANES / sizeof *PANES; i++) {
        PANES[i]->draw(app, g);
    }
}

/* ---- after the session moved ----------------------------------------------------------------- */

/* The cure of the current step's failure, if it failed and has one. */
static void find_cure(struct app *app)
{
    uint32_t step = 0;
    const struct session_call *failed = session_last_failure(app->session, &step);
    app->has_cure = failed != NULL && step == session_current(app->session)->id &&
        session_cure(app->session, failed, &app->cure);
}

static void follow(struct app *app)
{
    const struct session_step *step = session_current(app->session);
    const struct vm_space *space = session_space(app->session);
    vm_page page = 0;
    uint32_t failed_step = 0;
    const struct session_call *failed = session_last_failure(app->session, &failed_step);
    if (step->kind == SESSION_STEP_RESTART || step->kind == SESSION_STEP_START) {
        jump_to(app, 0);
        window_move(&app->window, space, WINDOW_FIRST);
    } else if (session_step_focus(app->session, step, &page)) {
        jump_to(app, page);
    } else if (failed != NULL && failed_step == step->id &&
        failed->change->result.reason.has_page) {
        jump_to(app, failed->change->result.reason.page);
    }
}

void app_update(struct app *app)
{
    chart_note(&app->chart, app->session);
    find_cure(app);
    follow(app);
}

enum { UNDER_THE_TYPED = 3 }; /* columns before an answer */

void app_answer(struct app *app, const struct render_text *text)
{
    console_add(&app->console, text, UNDER_THE_TYPED);
}

static void add_step(struct app *app, const char *typed)
{
    const struct session_step *step = session_current(app->session);
    struct render_text text = {0};
    struct buf label = {0};
    buf_addf(&label, "%2u", (unsigned)step->id);
    console_add_typed(&app->console, buf_text(&label), typed);
    if (session_diags(app->session)->count > 0) {          /* warnings */
        render_diags(&text, app->session);
    }
    render_step(&text, app->session, step);
    app_answer(app, &text);
    render_text_finish(&text);
    buf_finish(&label);
}

/* A step that came or went: says so, and lets cure and map follow. typed NULL: by a key. */
static void show_outcome(struct app *app, enum session_outcome outcome, const char *typed)
{
    struct render_text text = {0};
    if (outcome == SESSION_STEPPED) {
        add_step(app, typed != NULL ? typed : session_current(app->session)->text);
        app_update(app);
        lesson_moved(app);
        return;
    }
    if (typed != NULL && outcome != SESSION_REJECTED) {   /* diagnostics show the line themselves */
        console_add_typed(&app->console, " -", typed);
    }
    if (outcome == SESSION_MOVED) {
        render_moved(&text, app->session);
        app_update(app);
    } else if (outcome == SESSION_REJECTED) {
        render_diags(&text, app->session);
    } else if (outcome == SESSION_REFUSED) {
        render_refusal(&text, app->session);
    }
    app_answer(app, &text);
    render_text_finish(&text);
    if (outcome == SESSION_MOVED) {
        lesson_moved(app);
    }
}

void app_moved(struct app *app, enum session_outcome outcome)
{
    show_outcome(app, outcome, NULL);
}

/* ---- words that session hands upward --------------------------------------------------------- */

static void change_language(struct app *app, const struct lang_command *command)
{
    const char *name = command->arg_count > 0 ? command->args[0].text :
        strcmp(render_language(), "en") == 0 ? "es" : "en";
    if (!render_set_language(name)) {
        console_say(
            &app->console, RENDER_FAIL, render_tr(N_("There are two languages: en and es")));
        return;
    }
    console_say(&app->console, RENDER_DIM, render_tr(N_("The language is English now")));
}

static void show_map(struct app *app, const struct lang_command *command)
{
    if (command->arg_count == 0) {
        app->focus = app->layout.map.h > 0 ? FOCUS_MAP : FOCUS_PROMPT;
        return;
    }
    const struct vm_space *space = session_space(app->session);
    const vm_page page = command->args[0].value >> VM_PAGE_SHIFT;
    if (!command->args[0].has_value || page >= vm_space_end(space)) {
        console_say(
            &app->console, RENDER_FAIL, render_tr(N_("That is no address of this machine")));
        return;
    }
    jump_to(app, page);
}

static void export_file(struct app *app, const struct lang_command *command)
{
    struct render_text text = {0};
    struct buf data = {0};
    const char *file = NULL;
    const char *theme = app->options->theme;
    const bool light = theme != NULL && strcmp(theme, "light") == 0;
    if (render_export_word(&text, app->session, command, light ? RENDER_LIGHT : RENDER_DARK, &file,
            &data)) {
        render_export_written(
            &text, file, host_replace_file(file, buf_text(&data), data.len));
    }
    app_answer(app, &text);
    buf_finish(&data);
    render_text_finish(&text);
}

static int count_lines(const struct render_text *text)
{
    int lines = 0;
    for (const char *at = strchr(buf_text(&text->buf), '\n'); at != NULL;
         at = strchr(at + 1, '\n')) {
        lines++;
    }
    return lines;
}

static void run_word(struct app *app, const struct lang_command *command, const char *typed)
{
    if (command->id == LANG_CMD_QUIT || command->id == LANG_CMD_SUSPEND) {
        app->reactions |= command->id == LANG_CMD_QUIT ? APP_QUIT : APP_SUSPEND;
        return;
    }
    if (command->id == LANG_CMD_MAP) {
        show_map(app, command);
        return;
    }
    if (command->id == LANG_CMD_HELP) {
        app_help(app, command->arg_count > 0 ? command->args[0].text : "");
        return;
    }
    struct render_text text = {0};
    const int room = app->layout.console.w - UNDER_THE_TYPED;
    const struct classroom *school =
        command->id == LANG_CMD_WHY ? school_room(&app->school) : NULL;
    const struct render_pages pages = {
        .read = host_read_data, .width = room > 0 ? (size_t)room : 0,
        .course = school != NULL ? classroom_course(school) : NULL};
    console_add_typed(&app->console, " -", typed);
    const char *word = command->arg_count > 0 ? command->args[0].text : "";
    if (lang_command_info(command->id)->owner == LANG_OWNER_LESSON) {
        lesson_word(app, command);
        return;
    }
    if (command->id == LANG_CMD_PREVIEW && (strcmp(word, "on") == 0 || strcmp(word, "off") == 0)) {
        view_remember(app, "preview", word);
    }
    if (command->id == LANG_CMD_VIEW) {
        view_run(app, command);
    } else if (command->id == LANG_CMD_LANGUAGE) {
        change_language(app, command);
    } else if (command->id == LANG_CMD_EXPORT) {
        export_file(app, command);
    } else if (render_question(&text, app->session, command, &pages)) {
        const bool is_page = command->id == LANG_CMD_EXPLAIN || command->id == LANG_CMD_TERM;
        if (is_page && count_lines(&text) >= app->layout.console.h) {
            app_page(app, command);
        } else {
            app_answer(app, &text);
        }
    }
    render_text_finish(&text);
    if ((command->id == LANG_CMD_INSIDE || command->id == LANG_CMD_PREVIEW) && *word != '\0') {
        app_preview_call(app, word);   /* on the map as well, until something is typed */
    }
}

void app_run(struct app *app, const char *typed)
{
    if (app->pending.len > 0) {
        buf_addc(&app->pending, '\n');
    }
    buf_add(&app->pending, typed);
    struct buf text = app->pending;
    app->pending = (struct buf){0};
    app->run_started = host_clock_ms();
    const enum session_outcome outcome = session_run(app->session, buf_text(&text), text.len);
    app->run_started = 0;
    app->run_shown = false;
    if (outcome == SESSION_INCOMPLETE) {
        app->pending = text;
        return;
    }
    if (outcome == SESSION_PROGRAM) {
        buf_clear(&app->answer_text);
        buf_addn(&app->answer_text, text.data, text.len);
        app_ask(app, ASK_PROGRAM);
    } else if (outcome == SESSION_FOREIGN) {
        run_word(app, session_foreign(app->session), typed);
    } else if (outcome != SESSION_NOTHING) {
        show_outcome(app, outcome, buf_text(&text));
    }
    buf_finish(&text);
}
