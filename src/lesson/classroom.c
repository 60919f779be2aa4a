/* classroom - where the person is, and what each step means for the task.
 *
 * Every step of the session gets a memo when it is first seen: its place and tally. Undo and goto come
 * back to steps whose memo is there. A step labelled "lesson ID" begins a lesson wherever it comes
 * from, one labelled "practice TOPIC SEED NUMBER" an exercise, so that a journal replayed beside a
 * classroom is in the same lessons as its writer was.
 */
#include "lesson/classroom.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

#include "room.h"

/* ---- news ------------------------------------------------------------------------------------- */

struct classroom_news *room_news(struct classroom *room, enum classroom_kind kind)
{
    room->news = (struct classroom_news){.kind = kind, .msgid = "", .arg = ""};
    return &room->news;
}

void room_set_arg(struct classroom *room, const char *arg)
{
    struct buf copy = {0};
    buf_add(&copy, arg);               /* arg may lie in what is freed here */
    buf_finish(&room->arg);
    room->arg = copy;
    room->news.arg = buf_text(&room->arg);
}

const struct classroom_news *room_refuse(struct classroom *room, const char *msgid,
    const char *arg)
{
    struct classroom_news *const news = room_news(room, CLASSROOM_REFUSED);
    news->msgid = msgid;
    room_set_arg(room, arg == NULL ? "" : arg);
    return news;
}

/* ---- progress --------------------------------------------------------------------------------- */

/* Adds what the file says: another lab may have written it since. */
void room_reload(struct classroom *room)
{
    struct buf text = {0};
    struct progress kept = {0};
    if (room->options.progress_path != NULL && room->host->read != NULL &&
        room->host->read(room->host->ctx, room->options.progress_path, &text))
        progress_parse(&kept, buf_text(&text), text.len);
    (void)progress_merge(&room->progress, &kept);
    progress_finish(&kept);
    buf_finish(&text);
}

void room_write(struct classroom *room)
{
    struct buf text = {0};
    if (room->options.progress_path == NULL || room->host->replace == NULL)
        return;
    progress_write(&room->progress, &text);
    room->loses_progress = !room->host->replace(
        room->host->ctx, room->options.progress_path, buf_text(&text), text.len);
    buf_finish(&text);
}

void room_save(struct classroom *room)
{
    room_reload(room);
    room_write(room);
}

static void load_progress(struct classroom *room)
{
    struct buf text = {0};
    if (room->options.progress_path != NULL && room->host->read != NULL &&
        room->host->read(room->host->ctx, room->options.progress_path, &text))
        progress_parse(&room->progress, buf_text(&text), text.len);
    buf_finish(&text);
}

/* ---- steps ------------------------------------------------------------------------------------ */

struct memo *room_memo(struct classroom *room, uint32_t step)
{
    const size_t count = room->memo_count;
    if (step >= count) {
        base_grow(&room->memos, &room->memo_cap, (size_t)step + 1, sizeof *room->memos);
        memset(room->memos + count, 0, (step + 1 - count) * sizeof *room->memos);
        room->memo_count = (size_t)step + 1;
    }
    return &room->memos[step];
}

bool room_has_label(const struct session_step *step, const char *word)
{
    return step->kind == SESSION_STEP_RESTART && room_is_word(step->text, word) &&
        step->text[strlen(word)] == ' ';
}

/* Of an exercise: it is the one at hand from now on. */
static const struct lesson_sketch *labelled_lesson(
    struct classroom *room, const struct session_step *step)
{
    if (room_has_label(step, "lesson"))
        return course_find(room->course, room_behind_word(step->text));
    return step->kind == SESSION_STEP_RESTART ? exercise_labelled(room, step->text) : NULL;
}

static enum classroom_place place_of(const struct classroom *room,
    const struct session_step *step, const struct memo *parent)
{
    switch (scene_begun(room, step)) {
    case SCENE_DEMO:
    case SCENE_SOLUTION:
        return CLASSROOM_DEMO;
    case SCENE_PREDICT:
        return CLASSROOM_PREDICT;
    case SCENE_NONE:
        break;
    }
    if (room->place == CLASSROOM_PLAY && step->parent == room->back)
        return CLASSROOM_PLAY;
    return parent->place;
}

/* Another space is not that of the task or question: reset would release everything without a call,
 * and another machine may lack the pages of the goal. Nor is the start of a lesson at which it is
 * not. */
static bool leaves_task(struct classroom *room, const struct session_step *step,
    const struct lesson_sketch *claimed)
{
    const bool restarts =
        step->kind == SESSION_STEP_RESTART && scene_begun(room, step) == SCENE_NONE;
    return step->id != room->base &&
        (claimed != NULL || (restarts && room->place != CLASSROOM_PLAY));
}

/* The word next leads back. */
static void go_out(struct classroom *room, const struct session_step *step)
{
    if (room->place == CLASSROOM_TASK)
        room->back = step->parent;
    room->place = CLASSROOM_OUT;
}

void room_enter(struct classroom *room)
{
    const struct session_step *const step = session_current(room->session);
    const bool is_new = step->id >= room->memo_count || room->memos[step->id].serial == 0;
    const struct lesson_sketch *const sketch = is_new ? labelled_lesson(room, step) : NULL;
    if (is_new && sketch != NULL && (room->lesson == NULL || step->id != room->base) &&
        room_follow(room, sketch))
        return;
    if (room->lesson == NULL)
        return;
    if (is_new && leaves_task(room, step, sketch)) {
        go_out(room, step);
        return;
    }
    if (is_new && room_memo(room, step->parent)->serial == room->serial) {
        struct memo *const memo = room_memo(room, step->id);
        const struct memo *const parent = &room->memos[step->parent];
        memo->serial = room->serial;
        memo->place = place_of(room, step, parent);
        memo->scene = scene_begun(room, step) == SCENE_NONE ? parent->scene : step->id;
        if (memo->scene == step->id && parent->place == CLASSROOM_TASK)
            room->back = step->parent;
        memo->tally = room->notes_calls ? room->making : parent->tally;
    }
    room->notes_calls = false;
    const struct memo *const memo = room_memo(room, step->id);
    if (memo->serial != room->serial)
        room->place = CLASSROOM_OUT;
    else if (room->place != CLASSROOM_PLAY || memo->place != CLASSROOM_TASK)
        room->place = memo->place;
    if (room->place == CLASSROOM_DEMO || room->place == CLASSROOM_PREDICT)
        scene_enter(room, memo);
}

void classroom_resume(struct classroom *room)
{
    if (room == NULL || room->lesson == NULL)
        return;
    const bool in_scene = room->place == CLASSROOM_DEMO || room->place == CLASSROOM_PREDICT;
    session_set_floor(room->session, in_scene ? room->scene.base
        : room->place == CLASSROOM_PLAY ? room->back : room->base);
}

void classroom_on_call(struct classroom *room, const struct vm_change *change)
{
    if (room == NULL || room->lesson == NULL)
        return;
    if (!room->notes_calls) {
        const uint32_t step = session_current(room->session)->id;
        if (step >= room->memo_count || room->memos[step].serial != room->serial ||
            room->memos[step].place != CLASSROOM_TASK)
            return;
        room->making = room->memos[step].tally;
        room->notes_calls = true;
    }
    lesson_tally_note(&room->making, room->lesson, &room->start, session_space(room->session),
        change);
}

void room_go(struct classroom *room, uint32_t step, uint32_t floor)
{
    session_set_floor(room->session, 0);
    (void)session_goto(room->session, step);
    session_set_floor(room->session, floor);
    room_enter(room);
}

/* ---- the verdict ------------------------------------------------------------------------------ */

void room_judge(struct classroom *room)
{
    const struct memo *const memo = &room->memos[session_current(room->session)->id];
    lesson_judge(&room->verdict, room->lesson, &room->start, session_space(room->session),
        &memo->tally, room->answered);
}

static void keep_solved(struct classroom *room, struct classroom_news *news)
{
    const struct memo *const memo = &room->memos[session_current(room->session)->id];
    struct buf remark = {0};
    news->solved = true;
    news->calls = lesson_tally_calls(&memo->tally);
    const uint64_t time = room_seconds(room) - room->begun_at;
    buf_addf(&remark, "solved %s calls %u hints %u seconds %llu", room->lesson->id, news->calls,
        room->hints, (unsigned long long)time);
    session_remark(room->session, buf_text(&remark));
    buf_finish(&remark);
    if (room_in_exercise(room) || room->shown)
        return;
    struct progress_entry *const entry = progress_entry(&room->progress, room->lesson->id);
    if (!entry->solved || news->calls < entry->calls) {
        news->best = entry->solved;
        entry->solved = true;
        entry->calls = news->calls;
        entry->hints = room->hints;
        entry->seconds = time;
        room_save(room);
        news->unsaved = room->loses_progress;
    }
}

void room_compare(struct classroom *room, struct classroom_news *news)
{
    const size_t count = room->verdict.count;
    const unsigned stage = room->verdict.stage;
    base_grow(&room->were_done, &room->were_cap, count + 1, sizeof *room->were_done);
    for (size_t i = 0; i < count; i++)
        room->were_done[i] = room->verdict.items[i].done;
    room_judge(room);
    for (size_t i = 0; i < count && i < room->verdict.count; i++)
        news->ticked += room->verdict.items[i].done && !room->were_done[i];
    news->stage_reached = room->verdict.stage > stage;
    if (room->verdict.solved && !room->was_solved)
        keep_solved(room, news);
    room->was_solved = room->verdict.solved;
    room_withhold(room);
}

static bool has_changed(const struct session_step *step)
{
    for (size_t i = 0; i < step->call_count; i++)
        if (!vm_change_is_empty(step->calls[i].change))
            return true;
    return step->call_total > step->call_count;
}

/* A call of the person's own in a demonstration or prediction: said once, lest it be taken for one of
 * the task. */
static const struct classroom_news *say_aside(struct classroom *room)
{
    const bool is_scene = room->place == CLASSROOM_DEMO || room->place == CLASSROOM_PREDICT;
    if (!is_scene || room->scene.told_aside)
        return room_news(room, CLASSROOM_NOTHING);
    room->scene.told_aside = true;
    return room_refuse(room,
        N_("this happens beside the task, which waits as you left it; next goes back to it"), NULL);
}

const struct classroom_news *classroom_update(struct classroom *room)
{
    const uint32_t base = room->base;
    const unsigned serial = room->serial;
    const size_t known = room->memo_count;
    const enum classroom_place place = room->place;
    room_enter(room);
    if (room->serial != serial || (room->lesson != NULL && room->base != base))
        return room_news(room, CLASSROOM_BEGAN);
    if (room->place == CLASSROOM_OUT && place != CLASSROOM_OUT)
        return room_refuse(room, N_("this is not the space of the task; next goes back to it"),
            NULL);
    if (room->lesson == NULL)
        return room_news(room, CLASSROOM_NOTHING);
    const struct session_step *const step = session_current(room->session);
    const bool is_new = step->id >= known;
    if (room->place != CLASSROOM_TASK)
        return is_new ? say_aside(room) : room_news(room, CLASSROOM_NOTHING);
    struct classroom_news *const news = room_news(room, CLASSROOM_MOVED);
    room_compare(room, news);
    if (news->solved || room->verdict.solved || !is_new)
        return news;
    const struct lesson_wrong *const wrong = lesson_wrong_now(
        room->lesson, session_space(room->session), &room->memos[step->id].tally);
    if (wrong != room->last_wrong)
        news->wrong = wrong;
    room->last_wrong = wrong;
    news->closer_look = news->wrong == NULL && has_changed(step);
    return news;
}

/* ---- creating ---------------------------------------------------------------------------------- */

struct classroom *classroom_create(struct session *session, const struct course *course,
    const struct lesson_host *host, const struct classroom_options *options)
{
    struct classroom *const room = base_zalloc(sizeof *room);
    room->session = session;
    room->course = course;
    room->host = host;
    room->options = *options;
    if (room->options.student == NULL)
        room->options.student = "";
    room->loses_progress = options->loses_progress;
    load_progress(room);
    session_withhold(session, room->options.exam);
    return room;
}

void classroom_destroy(struct classroom *room)
{
    if (room == NULL)
        return;
    room_forget(room);
    lesson_start_finish(&room->start);
    lesson_verdict_finish(&room->verdict);
    progress_finish(&room->progress);
    practice_sketch_finish(&room->exercise);
    buf_finish(&room->topic);
    lesson_faults_finish(&room->faults);
    free(room->memos);
    free(room->were_done);
    buf_finish(&room->reset_asked);
    buf_finish(&room->arg);
    buf_finish(&room->scratch);
    free(room);
}
