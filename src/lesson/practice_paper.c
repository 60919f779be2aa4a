/* practice_paper - a sheet of exercises with what is to be told of each: its start, and what happens
 * in its solution. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lesson/practice.h"

static void run_program(struct session *session, const struct lesson *lesson)
{
    struct buf text = {0};
    practice_program(&text, lesson, 0, "");
    if (session_load_text(session, "exercise.c", buf_text(&text), text.len) == SESSION_STEPPED)
        (void)session_run(session, "run", 3);
    buf_finish(&text);
}

static void run_solution(struct session *session, const struct lesson *lesson)
{
    (void)lesson_begin(lesson, session, NULL);
    for (size_t i = 0; i < lesson->solution.count; i++) {
        const char *const line = lesson->solution.items[i].text;
        (void)session_run(session, line, strlen(line));
    }
}

static void open_exercise(struct practice_exercise *exercise)
{
    exercise->lesson = exercise->sketch.plain;
    exercise->kind = practice_kind(exercise->lesson);
    exercise->start = session_create(NULL, NULL, NULL);
    exercise->answer = session_create(NULL, NULL, NULL);
    (void)lesson_begin(exercise->lesson, exercise->start, NULL);
    if (exercise->kind == PRACTICE_REPAIR)
        run_program(exercise->answer, exercise->lesson);
    else
        run_solution(exercise->answer, exercise->lesson);
}

bool practice_paper_make(struct practice_paper *ret, const char *topic, uint64_t seed,
    unsigned count, const struct lesson_host *host)
{
    *ret = (struct practice_paper){.topic = topic, .seed = seed};
    if (count > PRACTICE_PAPER_MOST)
        count = PRACTICE_PAPER_MOST;
    ret->items = base_zalloc((count + 1) * sizeof *ret->items);
    for (; ret->count < count; ret->count++) {
        struct practice_exercise *const exercise = &ret->items[ret->count];
        if (!practice_make(topic, seed, (unsigned)ret->count, host, &exercise->sketch)) {
            practice_paper_finish(ret);
            return false;
        }
        open_exercise(exercise);
    }
    return true;
}

void practice_paper_finish(struct practice_paper *paper)
{
    for (size_t i = 0; i < paper->count; i++) {
        session_destroy(paper->items[i].start);
        session_destroy(paper->items[i].answer);
        practice_sketch_finish(&paper->items[i].sketch);
    }
    free(paper->items);
    *paper = (struct practice_paper){0};
}
