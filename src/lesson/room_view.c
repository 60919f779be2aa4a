/* room_view - what is read of a classroom. */
#include "room.h"

enum classroom_place classroom_place(const struct classroom *room)
{
    return room->place;
}

const struct course *classroom_course(const struct classroom *room)
{
    return room->course;
}

const struct lesson *classroom_lesson(const struct classroom *room)
{
    return room->lesson;
}

size_t classroom_index(const struct classroom *room)
{
    if (room->sketch == NULL || room_in_exercise(room))
        return room->course->count;
    return (size_t)(room->sketch - room->course->lessons);
}

const struct lesson_verdict *classroom_verdict(const struct classroom *room)
{
    return room->lesson == NULL ? NULL : &room->verdict;
}

unsigned classroom_hints(const struct classroom *room)
{
    return room->hints;
}

bool classroom_shown(const struct classroom *room)
{
    return room->shown;
}

bool classroom_exam(const struct classroom *room)
{
    return room->options.exam;
}

const struct progress *classroom_progress(const struct classroom *room)
{
    return &room->progress;
}

const struct prediction_outcome *classroom_outcome(const struct classroom *room)
{
    return room->has_outcome ? &room->outcome : NULL;
}

struct prediction *classroom_prediction(struct classroom *room)
{
    return scene_asks(room) ? &room->prediction : NULL;
}

const struct prediction *classroom_painted(const struct classroom *room)
{
    return scene_asks(room) ? &room->prediction : NULL;
}

const struct lesson_faults *classroom_faults(const struct classroom *room)
{
    return &room->faults;
}

bool classroom_shows_solution(const struct classroom *room)
{
    return room->place == CLASSROOM_DEMO && room->scene.kind == SCENE_SOLUTION;
}

const struct practice_repair *classroom_repair(const struct classroom *room)
{
    return &room->repair;
}

uint64_t classroom_seed(const struct classroom *room)
{
    return room->seed;
}

const char *classroom_line(const struct classroom *room)
{
    return scene_line(room);
}

const struct lesson_lines *classroom_lines(const struct classroom *room, size_t *ret_run)
{
    if (room->place != CLASSROOM_DEMO)
        return NULL;
    *ret_run = scene_lines_run(room);
    return room->scene.lines;
}

bool classroom_goal(const struct classroom *room, struct lesson_goal *ret)
{
    return room != NULL && room->lesson != NULL && room->place == CLASSROOM_TASK &&
        lesson_goal_prepare(ret, room->lesson, &room->start, session_space(room->session),
            room->verdict.stage);
}
