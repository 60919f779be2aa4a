/* lesson - the classroom on the screen: its words, what steps mean for it, and the marks on the map. */
#include "app.h"

#include <string.h>

#include "lineedit.h"
#include "render/lesson.h"
#include "render/words.h"

/* ---- the session's observer ------------------------------------------------------------------ */

static void on_call(void *ctx, const struct vm_change *change, uint32_t last_error)
{
    struct app *app = ctx;
    (void)last_error;
    school_on_call(&app->school, change);
}

static void on_memory(void *ctx, const struct vm_change *change)
{
    on_call(ctx, change, 0);
}

struct session_observer lesson_observer(struct app *app)
{
    return (struct session_observer){.ctx = app, .on_call = on_call, .on_memory = on_memory};
}

void lesson_open(struct app *app)
{
    const struct school_options options = {.course = app->options->course,
        .student = app->options->student, .exam = app->options->exam, .keeps_progress = true};
    school_open(&app->school, app->session, &options);
}

bool lesson_is_on(const struct app *app)
{
    const struct classroom *room = school_current(&app->school);
    return room != NULL && classroom_lesson(room) != NULL;
}

bool lesson_has_program(const struct app *app)
{
    return lesson_is_on(app) && classroom_place(school_current(&app->school)) == CLASSROOM_TASK &&
        classroom_lesson(school_current(&app->school))->program.count > 0;
}

/* ---- news ------------------------------------------------------------------------------------ */

static void look_at_goal(struct app *app)
{
    const struct classroom *room = school_current(&app->school);
    vm_page page = 0;
    if (lesson_goal_focus(classroom_lesson(room), classroom_verdict(room)->stage, &page)) {
        jump_to(app, page);
    }
}

/* The task, where nothing has been done for it: there is no change to look at. */
static bool is_untouched(const struct app *app)
{
    return lesson_is_on(app) &&
        classroom_place(school_current(&app->school)) == CLASSROOM_TASK &&
        session_current(app->session)->kind == SESSION_STEP_RESTART;
}

/* Where the map looks after a word: the goal, or what a demonstration changed. A word that only
 * tells something leaves it where it is. */
static void follow(struct app *app, const struct classroom_news *news, bool has_moved)
{
    const bool shows_goal = news->kind == CLASSROOM_BEGAN || news->kind == CLASSROOM_GOAL ||
        news->kind == CLASSROOM_BACK || news->kind == CLASSROOM_RESTARTED;
    if (has_moved) {
        app_update(app);
    }
    if (lesson_is_on(app) && shows_goal) {
        look_at_goal(app);
    }
}

static size_t console_width(const struct app *app)
{
    enum { MARGINS = 5 };              /* of an answer in the console */
    const int width = app->layout.console.w - MARGINS;
    return width > 0 ? (size_t)width : 0;
}

static void tell(struct app *app, const struct classroom_news *news)
{
    struct render_text text = {0};
    const size_t width = console_width(app);
    const bool has_pane = news->kind == CLASSROOM_BEGAN || news->kind == CLASSROOM_TEXT;
    if (has_pane && !app->layout.too_small) {      /* its text stands there */
        render_lesson_title(&text, school_current(&app->school));
        render_lesson_offers(&text, school_current(&app->school), width);
        app_answer(app, &text);
        render_text_finish(&text);
        return;
    }
    render_news(&text, app->session, school_current(&app->school), news, width);
    if (news->kind == CLASSROOM_LIST &&
        console_count_lines(&text, (int)width) > app->layout.console.h) {
        app_read(app, N_("lessons"), &text);
    } else if (text.buf.len > 0) {
        app_answer(app, &text);
    }
    render_text_finish(&text);
}

static void tell_faults(struct app *app)
{
    struct render_text text = {0};
    for (size_t i = 0; i < app->school.faults.count; i++) {
        render_lesson_fault(&text, &app->school.faults.items[i]);
    }
    app_answer(app, &text);
    render_text_finish(&text);
}

/* Lessons of the course that are left out, once. */
static void warn_of_faults(struct app *app)
{
    struct render_text text = {0};
    if (!school_tells_faults(&app->school)) {
        return;
    }
    render_course_faults(&text, &app->school.faults, app->school.course.path,
        console_width(app));
    app_answer(app, &text);
    render_text_finish(&text);
}

static bool in_exercise(const struct app *app)
{
    const struct classroom *room = school_current(&app->school);
    return classroom_index(room) >= classroom_course(room)->count;
}

/* Which part of the pane is to be seen after a word, and whether it comes to the front. */
static void show_pane(struct app *app, const struct classroom_news *news)
{
    struct lesson_view *view = &app->lesson;
    const bool is_text = news->kind == CLASSROOM_BEGAN || news->kind == CLASSROOM_TEXT;
    view->open = is_text || (view->open && news->kind == CLASSROOM_GOAL);
    view->to_task = news->kind == CLASSROOM_HINT || news->kind == CLASSROOM_GOAL ||
        news->kind == CLASSROOM_BACK || news->kind == CLASSROOM_RESTARTED ||
        (news->kind == CLASSROOM_BEGAN && in_exercise(app));
    view->to_end = news->kind == CLASSROOM_DEMO_LINE || news->kind == CLASSROOM_SOLUTION_LINE;
    if (is_text || news->kind == CLASSROOM_QUESTION || news->kind == CLASSROOM_PLAYING) {
        view->top = 0;
    }
}

void lesson_word(struct app *app, const struct lang_command *command)
{
    const uint32_t before = session_current(app->session)->id;
    const struct classroom_news *news = school_word(&app->school, command);
    if (news == NULL) {
        tell_faults(app);
        return;
    }
    warn_of_faults(app);
    tell(app, news);
    follow(app, news, session_current(app->session)->id != before);
    if (!lesson_is_on(app)) {
        return;
    }
    show_pane(app, news);
    app->lesson.marks = false;
}

void lesson_moved(struct app *app)
{
    const struct classroom_news *news = school_update(&app->school);
    if (news != NULL) {
        app->lesson.open = news->kind == CLASSROOM_BEGAN;      /* the answer is in the console */
        app->lesson.to_task = news->kind == CLASSROOM_MOVED;   /* who works needs it at hand */
        tell(app, news);
    }
    if (is_untouched(app)) {
        look_at_goal(app);
    }
}

/* ---- a session that is restored -------------------------------------------------------------- */

void lesson_replayed(struct app *app)
{
    classroom_resume(school_current(&app->school));
    if (!lesson_is_on(app)) {
        return;
    }
    app_update(app);
    if (is_untouched(app)) {
        look_at_goal(app);
    }
    app->lesson.open = true;
    app->lesson.to_task = true;
}

/* ---- keys ------------------------------------------------------------------------------------ */

void lesson_toggle(struct app *app)
{
    if (!lesson_is_on(app)) {
        const char *id = school_where_left(&app->school);
        struct buf line = {0};
        buf_addf(&line, "lesson %s", id != NULL ? id : "");
        app_run(app, buf_text(&line));
        buf_finish(&line);
        return;
    }
    struct lesson_view *view = &app->lesson;
    const bool is_here = app->layout.lesson_folded ? view->open : app->focus == FOCUS_LESSON;
    const bool leaves = is_here && view->sees_task;
    view->to_task |= is_here && !view->sees_task;            /* from the text on to the task */
    view->open = !leaves;
    app->focus = leaves ? FOCUS_PROMPT : FOCUS_LESSON;
}

void lesson_complete(struct app *app, struct lang_completions *list)
{
    struct lang_context context = {0};
    lang_context_at(lineedit_text(), lineedit_len(), lineedit_cursor(), &context);
    const bool is_ours = context.command != LANG_CMD_NONE &&
        lang_command_info(context.command)->owner == LANG_OWNER_LESSON;
    if (is_ours) {                     /* the course is read for it if it was not */
        render_lesson_complete(school_room(&app->school), lineedit_text(), lineedit_len(),
            lineedit_cursor(), list);
    }
}

bool lesson_step(struct app *app)
{
    const struct classroom *room = school_current(&app->school);
    if (room == NULL || classroom_place(room) != CLASSROOM_DEMO) {
        return false;
    }
    app_run(app, classroom_shows_solution(room) ? "solution" : "demo");
    return true;
}

/* The task waits for an answer of words: how to give it. */
static void put_answer_hint(const struct lesson_item *item, struct buf *out)
{
    if (item == NULL) {
        return;
    }
    if (item->kind == LESSON_ITEM_QUESTION) {
        render_fill1(out, N_("answer {0}, and what you think, answers the question"),
            item->what.question->name);
    } else if (item->kind == LESSON_ITEM_PREDICTION) {
        buf_add(out, render_tr(N_("predict asks for your prediction")));
    } else if (item->kind == LESSON_ITEM_REPAIR) {
        buf_add(out, render_tr(N_("answer, the number of the line and how it should read")));
    }
}

void lesson_hint(const struct app *app, struct buf *out)
{
    const struct classroom *room = school_current(&app->school);
    if (!lesson_is_on(app)) {
        return;
    }
    switch (classroom_place(room)) {
    case CLASSROOM_TASK:
        if (classroom_verdict(room)->solved) {
            buf_add(out, render_tr(N_("solved: next goes on")));
        } else {
            put_answer_hint(classroom_verdict(room)->first_open, out);
        }
        return;
    case CLASSROOM_DEMO:
        buf_add(out, render_tr(N_("F5 shows the next line, next goes back to the task")));
        return;
    case CLASSROOM_PREDICT:
        buf_add(out, render_tr(classroom_outcome(room) != NULL ?
            N_("predict asks again, next goes back to the task") :
            N_("answer works, answer fails 487 ...; Tab: paint the map")));
        return;
    case CLASSROOM_PLAY:
        buf_add(out, render_tr(N_("free play: next goes back to the task")));
        return;
    case CLASSROOM_OUT:
        return;
    }
}

const char *lesson_helpers(const struct app *app)
{
    const struct classroom *room = school_current(&app->school);
    if (!lesson_is_on(app) || classroom_place(room) != CLASSROOM_TASK) {
        return "";
    }
    return classroom_exam(room) ? N_("check says what is missing, goal shows the task again") :
        N_("hint helps, check says what is missing, goal shows the task again");
}

/* ---- the map --------------------------------------------------------------------------------- */

static struct prediction *prediction_of(const struct app *app)
{
    struct classroom *room = school_current(&app->school);
    return room != NULL ? classroom_prediction(room) : NULL;
}

bool lesson_compares(const struct app *app)
{
    const struct classroom *room = school_current(&app->school);
    return lesson_is_on(app) && classroom_place(room) == CLASSROOM_PREDICT &&
        classroom_outcome(room) != NULL;
}

bool lesson_predicts(const struct app *app)
{
    return prediction_of(app) != NULL;
}

/* The page where a prediction that was compared went wrong first. */
static void mark_difference(struct app *app)
{
    const struct classroom *room = school_current(&app->school);
    const struct prediction_outcome *outcome = classroom_outcome(room);
    if (!lesson_compares(app) || !outcome->has_difference || outcome->page < app->cells.first) {
        return;
    }
    const vm_page cell = (outcome->page - app->cells.first) >> app->cells.shift;
    if (cell < (vm_page)app->cells.columns * app->cells.rows) {
        app->cells.cells[cell].marks |= RENDER_MARK_FAULT;
    }
}

void lesson_mark_cells(struct app *app)
{
    const struct prediction *prediction = prediction_of(app);
    if (!lesson_is_on(app)) {
        return;
    }
    render_map_goals(&app->cells, school_current(&app->school));
    if (prediction != NULL) {
        render_map_prediction(&app->cells, prediction);
    } else {
        mark_difference(app);
    }
}

/* Pages that a key paints: those marked with the mouse or with Space, else the cell. */
static void find_range(const struct app *app, vm_page *ret_first, vm_page *ret_end)
{
    const vm_page cell = (vm_page)1 << app->window.shift;
    const vm_page cursor = app->window.cursor & ~(cell - 1);
    *ret_first = cursor;
    if (app->drag.first < app->drag.end) {
        *ret_first = app->drag.first;
        *ret_end = app->drag.end;
        return;
    }
    const vm_page from = app->lesson.marks ? app->lesson.from & ~(cell - 1) : cursor;
    *ret_first = from < cursor ? from : cursor;
    *ret_end = (from < cursor ? cursor : from) + cell;
}

static void paint(struct app *app, struct prediction *prediction, const struct lesson_state *state)
{
    vm_page first = 0;
    vm_page end = 0;
    const vm_page space_end = vm_space_end(session_space(app->session));
    find_range(app, &first, &end);
    prediction_paint(prediction, first, end < space_end ? end : space_end, state);
    app->lesson.marks = false;
    app->drag.first = app->drag.end = 0;
}

bool lesson_paint_at(unsigned i, struct lesson_state *ret)
{
    static const struct lesson_state STATES[] = {{VM_FREE, 0}, {VM_RESERVED, 0},
        {VM_COMMITTED, VM_PAGE_NOACCESS}, {VM_COMMITTED, VM_PAGE_READONLY},
        {VM_COMMITTED, VM_PAGE_READWRITE}, {VM_COMMITTED, VM_PAGE_EXECUTE_READ},
        {VM_COMMITTED, VM_PAGE_EXECUTE_READWRITE},
        {VM_COMMITTED, VM_PAGE_READWRITE | VM_PAGE_GUARD}};
    if (i >= sizeof STATES / sizeof *STATES) {
        return false;
    }
    *ret = STATES[i];
    return true;
}

bool lesson_paint_key(struct app *app, keymap_key key)
{
    struct prediction *prediction = prediction_of(app);
    struct lesson_state state;
    if (prediction == NULL) {
        return false;
    }
    if (key == ' ') {
        app->lesson.marks = !app->lesson.marks;
        app->lesson.from = app->window.cursor;
    } else if (key >= '1' && key <= '9' && lesson_paint_at(key - '1', &state)) {
        paint(app, prediction, &state);
    } else if (key == '0' || key == K_BACKSPACE || key == 127) {
        paint(app, prediction, NULL);
    } else {
        return false;
    }
    return true;
}
