/* room_scene - demonstrations, solutions and predictions: each begins on a space of its own, beside
 * the task, which waits where it was left. */
#include <string.h>

#include "base/text.h"

#include "room.h"

/* The task's step is kept; inside a scene or free play it is kept already. */
static bool enter_scene(struct classroom *room, const char *word,
    const struct lesson_lines *lines, size_t count)
{
    if (room->place == CLASSROOM_OUT)
        room_go(room, room->back, room->base);
    const uint32_t back =
        room->place == CLASSROOM_TASK ? session_current(room->session)->id : room->back;
    struct buf label = {0};
    buf_addf(&label, "%s %s", word, room->lesson->id);
    session_set_floor(room->session, 0);
    const bool begun = lesson_begin_lines(
        room->lesson, room->session, buf_text(&label), lines, count, NULL);
    buf_finish(&label);
    if (begun) {
        room->back = back;
        room_enter(room);
    }
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
    const uint32_t last = scene->shown == 0 ? scene->base : scene->steps[scene->shown - 1];
    if (session_current(room->session)->id != last)
        room_go(room, last, scene->base);
}

const struct classroom_news *scene_show(struct classroom *room, enum scene_kind kind)
{
    const bool is_demo = kind == SCENE_DEMO;
    const struct lesson_lines *const lines =
        is_demo ? &room->lesson->demo : &room->lesson->solution;
    struct scene *const scene = &room->scene;
    if (is_in_scene(room, kind)) {
        rejoin(room);
    } else {
        if (!enter_scene(room, is_demo ? "demo" : "solution", is_demo ? lines : NULL, 0))
            return room_refuse(room, N_("this does not work here"), NULL);
        *scene = (struct scene){
            .kind = kind, .lines = lines, .base = session_current(room->session)->id};
    }
    if (scene->shown == lines->count) {            /* once more from its beginning */
        room_go(room, scene->base, scene->base);
        scene->shown = 0;
    }
    const char *const text = lines->items[scene->shown].text;
    (void)session_run(room->session, text, strlen(text));
    room_enter(room);
    scene->steps[scene->shown] = session_current(room->session)->id;
    struct classroom_news *const news =
        room_news(room, is_demo ? CLASSROOM_DEMO_LINE : CLASSROOM_SOLUTION_LINE);
    news->number = (unsigned)scene->shown++;
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
    if (!enter_scene(room, "predict", lines, lines->count - 1))
        return room_refuse(room, N_("this does not work here"), NULL);
    room->scene = (struct scene){.kind = SCENE_PREDICT, .lines = lines,
        .base = session_current(room->session)->id};
    prediction_finish(&room->prediction);
    room->predicts = true;
    room->has_outcome = false;
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
