/* room_scene - demonstrations, solutions and predictions: each begins on a space of its own, beside
 * the task, which waits where it was left. */
#include <string.h>

#include "base/text.h"

#include "room.h"

static const char *const labels[SCENE_NONE] = {
    [SCENE_DEMO] = "demo", [SCENE_SOLUTION] = "solution", [SCENE_PREDICT] = "predict"};

/* ---- where the session stands ----------------------------------------------------------------- */

static const struct lesson_lines *lines_of(const struct classroom *room, enum scene_kind kind)
{
    const struct lesson *const lesson = room->lesson;
    return kind == SCENE_DEMO ? &lesson->demo
        : kind == SCENE_SOLUTION ? &lesson->solution : &lesson->predict;
}

enum scene_kind scene_begun(const struct classroom *room, const struct session_step *step)
{
    unsigned kind = 0;
    while (kind < SCENE_NONE && !room_has_label(step, labels[kind]))
        kind++;
    const bool is_own = kind < SCENE_NONE && lines_of(room, (enum scene_kind)kind)->count > 0 &&
        strcmp(room_behind_word(step->text), room->lesson->id) == 0;
    return is_own ? (enum scene_kind)kind : SCENE_NONE;
}

static void begin_scene(struct classroom *room, uint32_t base)
{
    const enum scene_kind kind = scene_begun(room, session_step(room->session, base));
    room->scene = (struct scene){.kind = kind, .lines = lines_of(room, kind), .base = base};
    room->predicts = kind == SCENE_PREDICT;
    if (!room->predicts)
        return;
    prediction_finish(&room->prediction);
    room->has_outcome = false;
}

/* The step behind which the scene's next line belongs. */
static uint32_t newest_line(const struct scene *scene)
{
    return scene->shown == 0 ? scene->base : scene->steps[scene->shown - 1];
}

void scene_enter(struct classroom *room, const struct memo *memo)
{
    const struct session_step *const step = session_current(room->session);
    struct scene *const scene = &room->scene;
    if (memo->scene != scene->base)
        begin_scene(room, memo->scene);
    if (scene->kind != SCENE_PREDICT && step->id > newest_line(scene) &&
        step->parent == newest_line(scene) && scene->shown < scene->lines->count &&
        strcmp(step->text, scene->lines->items[scene->shown].text) == 0)
        scene->steps[scene->shown++] = step->id;
}

bool scene_asks(const struct classroom *room)
{
    return room->predicts && room->place == CLASSROOM_PREDICT;
}

/* From inside a scene or free play, next still leads back to the task. */
static bool open_scene(struct classroom *room, enum scene_kind kind,
    const struct lesson_lines *lines, size_t count)
{
    if (room->place == CLASSROOM_OUT)
        room_go(room, room->back, room->base);
    struct buf label = {0};
    buf_addf(&label, "%s %s", labels[kind], room->lesson->id);
    session_set_floor(room->session, 0);
    const bool begun = lesson_begin_lines(
        room->lesson, room->session, buf_text(&label), lines, count, NULL);
    buf_finish(&label);
    if (begun)
        room_enter(room);
    session_set_floor(room->session, session_current(room->session)->id);
    return begun;
}

/* ---- demonstrations and solutions ------------------------------------------------------------- */

size_t scene_lines_run(const struct classroom *room)
{
    const uint32_t now = session_current(room->session)->id;
    const struct scene *const scene = &room->scene;
    if (now == scene->base)
        return 0;
    for (size_t i = 0; i < scene->shown; i++)
        if (scene->steps[i] == now)
            return i + 1;
    return scene->shown;
}

static bool is_in_scene(const struct classroom *room, enum scene_kind kind)
{
    return room->place == CLASSROOM_DEMO && room->scene.kind == kind;
}

/* Something else was typed in between: back to the newest line. */
static void rejoin(struct classroom *room)
{
    struct scene *const scene = &room->scene;
    scene->shown = scene_lines_run(room);
    if (session_current(room->session)->id != newest_line(scene))
        room_go(room, newest_line(scene), scene->base);
}

const struct classroom_news *scene_show(struct classroom *room, enum scene_kind kind)
{
    const bool is_demo = kind == SCENE_DEMO;
    const struct lesson_lines *const lines = lines_of(room, kind);
    struct scene *const scene = &room->scene;
    if (is_in_scene(room, kind))
        rejoin(room);
    else if (!open_scene(room, kind, is_demo ? lines : NULL, 0))
        return room_refuse(room, N_("this does not work here"), NULL);
    if (scene->shown == lines->count) {            /* once more from its beginning */
        room_go(room, scene->base, scene->base);
        scene->shown = 0;
    }
    const size_t number = scene->shown;
    const char *const text = lines->items[number].text;
    (void)session_run(room->session, text, strlen(text));
    room_enter(room);
    if (scene->shown == number)        /* the line made no step of its own */
        scene->steps[scene->shown++] = session_current(room->session)->id;
    struct classroom_news *const news =
        room_news(room, is_demo ? CLASSROOM_DEMO_LINE : CLASSROOM_SOLUTION_LINE);
    news->number = (unsigned)number;
    return news;
}

const char *scene_line(const struct classroom *room)
{
    const struct scene *const scene = &room->scene;
    if (room->place == CLASSROOM_PREDICT)
        return scene->lines->items[scene->lines->count - 1].text;
    if (room->place != CLASSROOM_DEMO || scene->shown >= scene->lines->count)
        return NULL;
    return scene->lines->items[scene->shown].text;
}

/* ---- predictions ------------------------------------------------------------------------------ */

const struct classroom_news *scene_predict(struct classroom *room)
{
    const struct lesson_lines *const lines = &room->lesson->predict;
    if (lines->count == 0)
        return room_refuse(room, N_("this lesson has no prediction"), NULL);
    if (!open_scene(room, SCENE_PREDICT, lines, lines->count - 1))
        return room_refuse(room, N_("this does not work here"), NULL);
    room_withhold(room);
    return room_news(room, CLASSROOM_QUESTION);
}

/* Holds what was said against the plan of the call, made where the session stands. */
static bool compare_prediction(struct classroom *room, const struct session *session,
    const char *line)
{
    struct session_inside plan = {0};
    if (!session_inside(session, line, strlen(line), &plan))
        return false;
    prediction_compare(&room->prediction, session_space(session), &plan.change, &room->outcome);
    session_inside_finish(&plan);
    room->has_outcome = true;
    room->answered[room->lesson->question_count] |= room->outcome.right;
    return true;
}

static void remark_prediction(struct classroom *room)
{
    struct buf remark = {0};
    buf_add(&remark, "predicted ");
    prediction_write(&room->prediction, &remark);
    session_remark(room->session, buf_text(&remark));
    buf_finish(&remark);
}

/* Where to predict rightly is the task, a call that works changes pages: they are to be said, too. */
static bool lacks_pages(const struct classroom *room)
{
    const struct prediction *const said = &room->prediction;
    return room->lesson->asks_prediction && said->works && !said->has_pages;
}

/* What was said is held against the plan of the call; then the call is made. */
const struct classroom_news *scene_answer(struct classroom *room, const char *text)
{
    const char *word = "";
    if (!prediction_read(&room->prediction, text, &room->scratch, &word))
        return room_refuse(room,
            N_("{0} is not understood: say works or fails, then what pages become: 40002000 3p rw"),
            word);
    if (!room->prediction.has_result)
        return room_refuse(room, N_("say also whether the call works or fails"), NULL);
    if (lacks_pages(room))
        return room_refuse(
            room, N_("say also what pages become: 40002000 3p rw, or none"), NULL);
    const char *const line = scene_line(room);
    room->predicts = false;
    session_withhold(room->session, false);
    if (!compare_prediction(room, room->session, line))
        return room_refuse(room, N_("this does not work here"), NULL);
    remark_prediction(room);
    (void)session_run(room->session, line, strlen(line));
    room_enter(room);
    room_withhold(room);
    struct classroom_news *const news = room_news(room, CLASSROOM_COMPARED);
    news->number = room->outcome.right;
    return news;
}

const struct classroom_news *scene_claim(struct classroom *room, const char *text)
{
    const struct lesson_lines *const lines = &room->lesson->predict;
    const char *word = "";
    struct classroom_news *const news = room_news(room, CLASSROOM_NOTHING);
    if (lines->count == 0)
        return news;
    room->predicts = false;
    prediction_finish(&room->prediction);
    struct session *const scratch = session_create(NULL, NULL, NULL);
    if (prediction_read(&room->prediction, text, &room->scratch, &word) &&
        room->prediction.has_result && !lacks_pages(room) &&
        lesson_begin_lines(room->lesson, scratch, "predict", lines, lines->count - 1, NULL) &&
        compare_prediction(room, scratch, lines->items[lines->count - 1].text)) {
        news->kind = CLASSROOM_COMPARED;
        news->number = room->outcome.right;
    }
    session_destroy(scratch);
    return news;
}
