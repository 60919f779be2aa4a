/* tui - start, the loop (key -> action -> reaction bits -> redraw), and the way out. */
#include "tui/tui.h"

#include <inttypes.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "lineedit.h"
#include "render/answer.h"
#include "render/words.h"
#include "term.h"

enum { IDLE_MS = 400, SHOW_RUNNING_MS = 250 };

bool tui_possible(void)
{
    return term_possible();
}

/* ---- actions --------------------------------------------------------------------------------- */

static void step_program(struct app *app)
{
    if (lesson_step(app)) {
        return;
    }
    if (session_program(app->session) != NULL) {
        app_run(app, "step");
    } else {
        console_say(&app->console, RENDER_DIM,
            render_tr(N_("No program is loaded: load FILE.c, or paste one")));
    }
}

static void take_cure(struct app *app)
{
    struct buf text = {0};
    if (app->has_cure) {
        lang_call_format(&text, vm_space_machine(session_space(app->session)), &app->cure);
        lineedit_set(buf_text(&text));
        app->focus = FOCUS_PROMPT;
    }
    buf_finish(&text);
}

static void focus_chart(struct app *app)
{
    if (app->layout.memory.h <= 0) {
        console_say(&app->console, RENDER_DIM, render_tr(N_(
            "There is no room for the history of the memory; history lists the steps")));
        return;
    }
    app->focus = app->focus == FOCUS_CHART ? FOCUS_PROMPT : FOCUS_CHART;
    app->chart.has_pick = false;
}

/* What works wherever the focus is. */
static void act(struct app *app, enum keymap_action action)
{
    switch (action) {
    case ACT_COMPLETE:
        popup_open(app);
        break;
    case ACT_FOCUS_MAP:
        app->focus = app->layout.map.h > 0 ? FOCUS_MAP : FOCUS_PROMPT;
        break;
    case ACT_FOCUS_PROMPT:
        app->focus = FOCUS_PROMPT;
        break;
    case ACT_RUN:
        lineedit_key(K_ENTER);
        break;
    case ACT_UNDO:
        app_moved(app, session_undo(app->session));
        break;
    case ACT_REDO:
        app_moved(app, session_redo(app->session));
        break;
    case ACT_HELP:
        app_help(app, "");
        break;
    case ACT_ZOOM_IN:
    case ACT_ZOOM_OUT:
        window_zoom(&app->window, session_space(app->session), action == ACT_ZOOM_IN);
        break;
    case ACT_STEP:
        step_program(app);
        break;
    case ACT_CURE:
        take_cure(app);
        break;
    case ACT_REGIONS:
        app->regions.open = !app->regions.open;
        app->focus = app->regions.open ? FOCUS_REGIONS : FOCUS_PROMPT;
        break;
    case ACT_CHART:
        focus_chart(app);
        break;
    case ACT_LESSON:
        lesson_toggle(app);
        break;
    case ACT_NEXT_REGION:
    case ACT_PREVIOUS_REGION:
        jump_region(app, action == ACT_NEXT_REGION);
        break;
    case ACT_JUMP_BACK:
        jump_back(app);
        break;
    case ACT_SEARCH:
        lineedit_set("map ");
        app->focus = FOCUS_PROMPT;
        popup_open(app);
        break;
    case ACT_MOUSE:
        view_toggle_mouse(app);
        break;
    case ACT_PROJECTOR:
        app->config.projector = !app->config.projector;
        break;
    case ACT_QUIT:
        app->reactions |= APP_QUIT;
        break;
    case ACT_REPAINT:
        app->reactions |= APP_REPAINT;
        break;
    case ACT_NONE:
    case ACT_PICK:
    case ACT_UP:
    case ACT_DOWN:
    case ACT_LEFT:
    case ACT_RIGHT:
    case ACT_HOME:
    case ACT_END:
    case ACT_PAGE_UP:
    case ACT_PAGE_DOWN:
    case ACT_CLOSE:
    case ACT_ACCEPT:
    case ACT_NEXT:
    case ACT_PREVIOUS:
    case ACT_REGIONS_VIEW:
    case ACT_GO_TO_STEP:
    case ACT_SORT:
    case ACT_COUNT:
        break;
    }
}

/* On the prompt the keys that scroll belong to the console, or to the lesson in its place. */
static const struct pane *focused_pane(const struct app *app, enum keymap_place place)
{
    const struct layout *l = &app->layout;
    const bool reads = l->lesson_folded && l->lesson.h > 0;
    return place == AT_HELP ? &PANE_HELP : place == AT_POPUP ? &PANE_POPUP :
        place == AT_MAP ? &PANE_MAP :
        place == AT_REGIONS ? &PANE_REGIONS :
        place == AT_LESSON ? &PANE_LESSON :
        place == AT_CHART ? &PANE_MEMORY : reads ? &PANE_LESSON : &PANE_CONSOLE;
}

/* y, s (sí) or Enter say yes; n or Esc say no; nothing else answers a question. */
static bool says_yes(keymap_key key)
{
    return key == 'y' || key == 'Y' || key == 's' || key == 'S' || key == K_ENTER;
}

static bool says_no(keymap_key key)
{
    return key == 'n' || key == 'N' || key == 27;
}

/* Who starts typing or pasting at once has not seen the question: it waits for the next start. */
static bool passes_over(keymap_key key)
{
    const bool is_text = key >= ' ' && key < K_SPECIAL && key != 127;
    return key == K_PASTE || (is_text && !says_yes(key) && !says_no(key));
}

static void answer_question(struct app *app, keymap_key key)
{
    if (says_yes(key)) {
        app_reply(app, true);
    } else if (says_no(key)) {
        app_reply(app, false);
    } else if (keymap_find(key, AT_PROMPT) == ACT_QUIT) {
        app->reactions |= APP_QUIT;
    }
}

static void handle_key(struct app *app, keymap_key key)
{
    app->reactions |= APP_REDRAW;
    if (key == K_RESIZE) {
        return;
    }
    if (app->question == ASK_RESTORE && passes_over(key)) {
        app_put_off(app);
    }
    if (key == K_PASTE) {
        app_paste(app, term_paste());
        return;
    }
    if (app->question != ASK_NOTHING) {
        answer_question(app, key);
        return;
    }
    if (key == K_MOUSE) {
        const struct term_mouse event = term_mouse();
        popup_close(app);
        mouse_handle(app, &event);
        return;
    }
    if (app_place(app) == AT_POPUP && key > K_F0 && key <= K_F0 + 12) {
        popup_close(app);                 /* function keys are the same everywhere */
    }
    const enum keymap_place place = app_place(app);
    if (place == AT_MAP && lesson_paint_key(app, key)) {
        return;
    }
    const enum keymap_action action =
        lineedit_question() != NULL && place != AT_HELP ? ACT_NONE : keymap_find(key, place);
    const struct pane *pane = focused_pane(app, place);
    if (action != ACT_NONE) {
        if (pane->act == NULL || !pane->act(app, action)) {
            act(app, action);
        }
        return;
    }
    if (place == AT_HELP) {
        return;
    }
    if ((place & AT_PANES) != 0 && key < K_SPECIAL) {
        app->focus = FOCUS_PROMPT;        /* typing goes to the prompt, wherever one is */
    }
    if ((place & AT_PANES) == 0 || key < K_SPECIAL) {
        lineedit_key(key);
        popup_narrow(app);
    }
}

static void on_line(void *ctx, const char *text)
{
    struct app *app = ctx;
    popup_close(app);
    if (text[strspn(text, " \t")] == '\0') {
        return;                        /* an empty line runs nothing */
    }
    lineedit_remember(text);
    app_run(app, text);
}

/* ---- while something runs -------------------------------------------------------------------- */

/* Asked every few milliseconds: shows that something runs once it has taken a while. The session
 * is in the middle of a step, so nothing but the first line is drawn anew, in a new size as
 * well. */
static bool poll_running(void *ctx)
{
    struct app *app = ctx;
    const bool resized = term_take_resize();
    if (term_is_ending()) {
        return true;
    }
    if (app->run_started == 0 || (app->run_shown && !resized) ||
        (!resized && host_clock_ms() - app->run_started <= SHOW_RUNNING_MS)) {
        return false;
    }
    if (resized) {
        grid_resize(&app->grid, term_rows(), term_cols());
        app->layout = (struct layout){.status = {0, 0, 1, term_cols()}, .divider_x = -1};
    }
    app->run_shown = true;
    PANE_STATUS.draw(app, &app->grid);
    term_show(&app->grid);
    return false;
}

/* ---- the loop -------------------------------------------------------------------------------- */

static void clear_line(struct app *app)
{
    if (app->popup.open) {
        popup_close(app);
    } else if (app->question != ASK_NOTHING) {
        app_reply(app, false);
    } else {
        buf_clear(&app->pending);
        lineedit_clear();
        app->focus = FOCUS_PROMPT;
        app->help_open = false;
    }
    app->reactions |= APP_REDRAW;
}

static void react(struct app *app)
{
    if ((app->reactions & APP_SUSPEND) != 0) {
        host_journal_idle(app->host.journal);
        term_suspend();
        app->reactions |= APP_REDRAW;
    }
    if ((app->reactions & APP_REPAINT) != 0) {
        term_repaint();
    }
    if ((app->reactions & (APP_REDRAW | APP_REPAINT)) != 0) {
        app_draw(app);
        term_show(&app->grid);
    }
    app->reactions &= APP_QUIT;
}

/* Ctrl-C came before the key that was read after it: it must not stop what that key starts. */
static keymap_key next_key(struct app *app)
{
    const keymap_key key = term_key();
    if (term_take_interrupt()) {
        clear_line(app);
    }
    return key;
}

static void loop(struct app *app)
{
    bool busy = true;
    app->reactions = APP_REDRAW;
    while (!term_is_ending()) {
        react(app);
        if ((app->reactions & APP_QUIT) != 0) {
            return;
        }
        term_wait(busy ? IDLE_MS : -1);
        if (term_take_suspend()) {
            app->reactions |= APP_SUSPEND;
        }
        const bool was_busy = busy;
        busy = false;
        for (keymap_key key = next_key(app); key != K_NONE && (app->reactions & APP_QUIT) == 0;
             key = next_key(app)) {
            handle_key(app, key);
            busy = true;
        }
        if (was_busy && !busy) {
            host_journal_idle(app->host.journal);
        }
    }
}

/* ---- start and end --------------------------------------------------------------------------- */

static void greet(struct app *app)
{
    const bool has_lesson = app->options->lesson != NULL;    /* that says itself what to do */
    static const char *const LINES[] = {
        N_("Welcome to pagelab: the memory of a Windows process, page by page."),
        N_("Reserve eight pages, look at the map, then give two of them storage:")};
    static const char *const EXAMPLES[] = {"reserve 0x40000000 8p rw",
        "VirtualAlloc((void *)0x40000000, 8192, MEM_COMMIT, PAGE_READWRITE)"};
    console_say(&app->console, RENDER_STRONG, render_tr(LINES[0]));
    if (!has_lesson) {
        console_say(&app->console, RENDER_NORMAL, render_tr(LINES[1]));
    }
    for (size_t i = 0; !has_lesson && i < sizeof EXAMPLES / sizeof *EXAMPLES; i++) {
        render_add(&app->console.text, RENDER_NORMAL, "   ");
        console_say(&app->console, RENDER_HINT, EXAMPLES[i]);
    }
    if (!has_lesson && school_is_new(&app->school)) {
        console_say(&app->console, RENDER_LINK,
            render_tr(N_("New here? F2 opens the first lesson.")));
    }
    console_say(&app->console, RENDER_DIM,
        render_tr(N_("Ctrl-Z takes a step back, why explains a failure, F1 shows the rest.")));
}

static bool create_session(struct app *app, const struct session_journal_header *restored)
{
    const struct tui_options *o = app->options;
    struct session_options options = {.max_operations = o->max_operations};
    if (o->machine != NULL) {
        options.machine = vm_machine_find(o->machine);
    }
    const bool is_program = o->file != NULL;
    options.layout = (o->layout != NULL && strcmp(o->layout, "process") == 0) ||
        (o->layout == NULL && is_program) ? SESSION_LAYOUT_PROCESS : SESSION_LAYOUT_EMPTY;
    if (restored != NULL) {
        options.machine = restored->machine;
        options.layout = restored->layout;
    }
    app->callbacks = host_callbacks(&app->host);
    const struct session_observer observer = lesson_observer(app);
    app->session = session_create(&options, &app->callbacks, &observer);
    lesson_open(app);
    return app->session != NULL;
}

static void open_journal(struct app *app)
{
    const struct tui_options *o = app->options;
    const enum host_journal_mode mode = o->no_journal ? HOST_JOURNAL_NONE :
        o->journal != NULL ? HOST_JOURNAL_FILE : HOST_JOURNAL_DEFAULT;
    const char *error = NULL;
    app->host.journal = host_journal_open(mode, o->journal, &error);
    if (app->host.journal == NULL && mode != HOST_JOURNAL_NONE && error != NULL) {
        console_say(&app->console, RENDER_WARN, render_tr(error));
    }
}

/* Offers the newest session that did not end as its person wished. */
static void look_for_crash(struct app *app, struct session_journal_header *header, bool *ret_found)
{
    *ret_found = !app->options->no_journal && app->options->file == NULL &&
        host_journal_find_crashed(
            app->options->journal, &app->answer_text, &app->restore_text) &&
        session_journal_parse(buf_text(&app->restore_text), app->restore_text.len, header);
}

static void load_file(struct app *app)
{
    if (app->options->file != NULL) {
        struct buf line = {0};
        buf_addf(&line, "load \"%s\"", app->options->file);
        app_run(app, buf_text(&line));
        buf_finish(&line);
    }
}

/* "pagelab lesson [ID]" */
static void open_lesson(struct app *app)
{
    const char *id = app->options->lesson;
    struct buf line = {0};
    if (id == NULL) {
        return;
    }
    if (*id == '\0') {
        id = school_where_left(&app->school);
    }
    buf_addf(&line, "lesson %s", id != NULL ? id : "list");
    app_run(app, buf_text(&line));
    buf_finish(&line);
}

/* "pagelab practice [TOPIC]" */
static void open_practice(struct app *app)
{
    struct buf line = {0};
    if (app->options->practice == NULL) {
        return;
    }
    buf_addf(&line, "practice %s %" PRIu64, app->options->practice, app->options->seed);
    app_run(app, buf_text(&line));
    buf_finish(&line);
}

static void finish(struct app *app, bool clean)
{
    school_close(&app->school);
    session_destroy(app->session);
    host_journal_close(app->host.journal, clean);
    lineedit_stop();
    popup_close(app);
    window_finish(&app->window);
    regions_finish(&app->regions);
    chart_finish(&app->chart);
    render_map_finish(&app->cells);
    app_preview_finish(app);
    render_text_finish(&app->help);
    console_finish(&app->console);
    grid_finish(&app->grid);
    buf_finish(&app->answer_text);
    buf_finish(&app->restore_text);
    buf_finish(&app->pending);
}

/* The theme asked for, else the one of the configuration, else what suits the background. */
static bool find_theme(const struct app *app, enum theme_name *ret_theme)
{
    const char *asked = app->options->theme;
    const char *background = getenv("COLORFGBG");
    const char *last = background != NULL ? strrchr(background, ';') : NULL;
    const bool is_light = last != NULL && (strcmp(last, ";15") == 0 || strcmp(last, ";7") == 0);
    if (asked == NULL && app->config.has_theme) {
        *ret_theme = app->config.theme;
        return true;
    }
    return theme_find(asked != NULL ? asked : is_light ? "light" : NULL, ret_theme);
}

static bool start_screen(const struct app *app)
{
    const struct tui_options *o = app->options;
    struct term_options options = {
        .colors = o->colors, .ascii = o->ascii, .mouse = app->config.mouse};
    if (!find_theme(app, &options.theme)) {
        fprintf(stderr, "pagelab: %s\n",
            render_tr(N_("themes are dark, light, contrast and mono")));
        return false;
    }
    struct buf log = {0};
    const bool has_log = host_state_path("stderr.log", &log);
    const bool started = term_start(&options, has_log ? buf_text(&log) : NULL);
    buf_finish(&log);
    if (!started) {
        fprintf(stderr, "pagelab: %s\n",
            render_tr(N_("this terminal cannot show a screen; try --plain")));
    }
    return started;
}

int tui_main(const struct tui_options *options)
{
    static struct app app;             /* large, and there is one screen */
    app = (struct app){.options = options};
    setlocale(LC_CTYPE, "");           /* nothing else: numbers keep their point */
    render_words_init(host_locale_dir(), options->lang);
    struct buf complaint = {0};
    view_start(&app, &complaint);
    if (!start_screen(&app)) {
        buf_finish(&complaint);
        return 2;
    }
    app.host = (struct host){.interrupted = term_interrupt_flag(), .poll = poll_running,
        .poll_ctx = &app};
    struct buf history = {0};
    lineedit_start(host_state_path("history", &history) ? buf_text(&history) : NULL, on_line, &app);
    buf_finish(&history);
    static const char PREVIEW_OFF[] = "preview off";
    struct session_journal_header header = {0};
    bool has_crashed = false;
    greet(&app);
    if (complaint.len > 0) {
        console_say(&app.console, RENDER_WARN, buf_text(&complaint));
    }
    buf_finish(&complaint);
    look_for_crash(&app, &header, &has_crashed);
    open_journal(&app);
    create_session(&app, has_crashed ? &header : NULL);
    if (!app.config.preview) {
        session_run(app.session, PREVIEW_OFF, sizeof PREVIEW_OFF - 1);     /* no step */
    }
    if (has_crashed) {
        app_ask(&app, ASK_RESTORE);
    }
    load_file(&app);
    open_lesson(&app);
    open_practice(&app);
    loop(&app);
    const bool clean = (app.reactions & APP_QUIT) != 0;
    term_stop();
    finish(&app, clean);
    return clean ? 0 : 1;
}
