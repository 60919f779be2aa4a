/* room_begin - a lesson or exercise begins in the session, or is found to have begun there; and ends. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#include "room.h"

uint64_t room_seconds(const struct classroom *room)
{
    return room->host->seconds == NULL ? 0 : room->host->seconds(room->host->ctx);
}

bool room_in_exercise(const struct classroom *room)
{
    return room->sketch != NULL && room->sketch == &room->exercise;
}

void room_withhold(struct classroom *room)
{
    const bool asks = room->lesson != NULL &&
        (room->options.exam || room->predicts || (room_in_exercise(room) && !room->was_solved));
    session_withhold(room->session, asks);
}

void room_forget(struct classroom *room)
{
    if (!room->is_lent)
        lesson_destroy(room->lesson);
    room->lesson = NULL;
    room->is_lent = false;
    room->sketch = NULL;
    room->place = CLASSROOM_OUT;
    room->memo_count = 0;
    room->verdict.count = 0;
    room->verdict.first_open = NULL;
    room->last_wrong = NULL;
    room->hints = 0;
    room->shown = room->solution_asked = room->was_solved = room->notes_calls = false;
    room->predicts = room->has_outcome = false;
    room->scene = (struct scene){.base = 0};
    prediction_finish(&room->prediction);
    free(room->answered);
    room->answered = NULL;
}

void room_leave(struct classroom *room)
{
    room_forget(room);
    session_set_floor(room->session, 0);
    session_withhold(room->session, room->options.exam);
}

/* Is the session's space just as the lesson's own start makes it? A journal may claim what it likes. */
static bool is_at_start(const struct classroom *room, const struct lesson *lesson)
{
    struct session *const scratch = session_create(NULL, NULL, NULL);
    const bool same = lesson_begin(lesson, scratch, NULL) &&
        vm_space_equal(session_space(scratch), session_space(room->session));
    session_destroy(scratch);
    return same;
}

/* The lesson with the person's numbers. Most lessons have none that vary: then it is lent by the
 * course, not filled again. NULL: it cannot be made. */
static struct lesson *get_lesson(const struct classroom *room, const struct lesson_sketch *sketch)
{
    const struct course *const course = room->course;
    if (sketch >= course->lessons && sketch < course->lessons + course->count &&
        !sketch->plain->is_personal)
        return sketch->plain;
    struct lesson_faults faults = {0};
    struct lesson *const lesson = lesson_fill(sketch, room->options.student, &faults);
    lesson_faults_finish(&faults);
    return lesson;
}

static void give_back(const struct lesson_sketch *sketch, struct lesson *lesson)
{
    if (lesson != sketch->plain)
        lesson_destroy(lesson);
}

/* The session's current step is the first of the sketch's lesson. */
static void attach(struct classroom *room, const struct lesson_sketch *sketch,
    struct lesson *lesson)
{
    const struct vm_space *const space = session_space(room->session);
    room_forget(room);
    room->lesson = lesson;
    room->is_lent = lesson == sketch->plain;
    room->sketch = sketch;
    room->serial++;
    room->place = CLASSROOM_TASK;
    room->base = room->back = session_current(room->session)->id;
    room->answered = base_zalloc((lesson->question_count + 1) * sizeof *room->answered);
    room->begun_at = room_seconds(room);
    lesson_start_take(&room->start, space);
    struct memo *const memo = room_memo(room, room->base);
    memo->serial = room->serial;
    memo->place = CLASSROOM_TASK;
    lesson_tally_begin(&memo->tally, lesson, &room->start, space);
    room_withhold(room);
    room_judge(room);
    room->was_solved = room->verdict.solved;
}

bool room_follow(struct classroom *room, const struct lesson_sketch *sketch)
{
    struct lesson *const lesson = get_lesson(room, sketch);
    const bool is_true = lesson != NULL && is_at_start(room, lesson);
    if (is_true)
        attach(room, sketch, lesson);
    else
        give_back(sketch, lesson);
    return is_true;
}

/* For whoever reads the journal: whose numbers, and whether help was withheld. */
static void remark_person(struct classroom *room)
{
    struct buf remark = {0};
    buf_addf(&remark, "student %s", room->options.student);
    if (*room->options.student != '\0')
        session_remark(room->session, buf_text(&remark));
    if (room->options.exam)
        session_remark(room->session, "exam");
    buf_finish(&remark);
}

static bool begin_session(struct classroom *room, const struct lesson_sketch *sketch,
    const struct lesson *lesson)
{
    struct buf label = {0};
    if (sketch != &room->exercise)
        return lesson_begin(lesson, room->session, NULL);
    exercise_label(room, &label);
    const bool begun =
        lesson_begin_lines(lesson, room->session, buf_text(&label), NULL, 0, NULL);
    buf_finish(&label);
    return begun;
}

bool room_begin(struct classroom *room, const struct lesson_sketch *sketch)
{
    struct lesson *const lesson = get_lesson(room, sketch);
    session_set_floor(room->session, 0);
    if (lesson == NULL || !begin_session(room, sketch, lesson)) {
        give_back(sketch, lesson);
        return false;
    }
    attach(room, sketch, lesson);
    session_set_floor(room->session, room->base);
    remark_person(room);
    if (!room_in_exercise(room)) {
        (void)progress_entry(&room->progress, room->lesson->id);
        room->progress.last = room->sketch->id;
        room_save(room);
    }
    return true;
}
