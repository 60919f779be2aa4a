/* classroom - a person in a lesson: what the words lesson, hint, goal, demo, predict, answer, check,
 * solution, restart, play, next and practice do, and what each step of the session means for the
 * task.
 *
 * Use     classroom_create beside a session; hand it each observed call (classroom_on_call, from
 *         session_observer); classroom_word for the words of lang that are owned by LESSON;
 *         classroom_update after the session moved. Both yield news, which render puts in words.
 * Shape   Lesson, demonstration, prediction and free play are places in the session's tree of steps:
 *         going back is a goto, so that nothing is lost and a journal replays it. Undo stays within
 *         the place (session_set_floor).
 * Errors  What cannot be done now is news of kind REFUSED with a sentence.
 * Owner   Borrows session, course and host; they outlive it. News and views are borrowed until the
 *         next call here.
 */
#ifndef LESSON_CLASSROOM_H
#define LESSON_CLASSROOM_H

#include "lesson/judge.h"
#include "lesson/practice.h"
#include "lesson/predict.h"
#include "lesson/progress.h"

struct classroom;

struct classroom_options {
    const char *student;               /* "": default numbers */
    bool exam;                         /* no hints, demo, solution, cure, preview or why */
    const char *progress_path;         /* NULL: progress is not kept */
    bool loses_progress;               /* it should be, but there is no place for it */
};
struct classroom *classroom_create(struct session *session, const struct course *course,
    const struct lesson_host *host, const struct classroom_options *options);
void classroom_destroy(struct classroom *room);      /* NULL is fine */

enum classroom_place { CLASSROOM_OUT, CLASSROOM_TASK, CLASSROOM_DEMO, CLASSROOM_PREDICT,
    CLASSROOM_PLAY };
enum classroom_kind {
    CLASSROOM_NOTHING,
    CLASSROOM_LIST,                    /* lesson: show the list of those that match arg, "": all */
    CLASSROOM_BEGAN,                   /* a lesson or exercise began */
    CLASSROOM_LEFT,                    /* lesson quit */
    CLASSROOM_BACK,                    /* from demo, prediction or play to the task */
    CLASSROOM_TEXT,                    /* lesson again: its text */
    CLASSROOM_GOAL,                    /* goal: task and checklist */
    CLASSROOM_HINT,                    /* number: which, from 0 */
    CLASSROOM_CHECKED,                 /* check: the whole verdict in words */
    CLASSROOM_DEMO_LINE,               /* number: which line ran, from 0; its step is current */
    CLASSROOM_QUESTION,                /* predict: the question was asked */
    CLASSROOM_COMPARED,                /* the prediction was compared, and the call made: its step
                                        * is current; classroom_outcome; number 1: all right */
    CLASSROOM_ANSWERED,                /* an answer: number 1 right, 0 wrong; arg names the question */
    CLASSROOM_REPAIRED,                /* an answer to a program: number 1 right; classroom_repair */
    CLASSROOM_TOPICS,                  /* practice list */
    CLASSROOM_ASK_SOLUTION,            /* once more to see it */
    CLASSROOM_SOLUTION_LINE,           /* as DEMO_LINE */
    CLASSROOM_RESTARTED,
    CLASSROOM_PLAYING,
    CLASSROOM_PROGRESS,                /* show what is solved, or say msgid, arg if there is one */
    CLASSROOM_ASK_RESET,               /* once more to forget the progress of arg */
    CLASSROOM_RESET,
    CLASSROOM_MARKED,                  /* lesson start: what follows is a solution */
    CLASSROOM_DRAFTED,                 /* lesson new, copy: arg is the folder; classroom_faults says
                                        * what is missing; number 1: new, with nothing but the task */
    CLASSROOM_MOVED,                   /* update: the task as it stands */
    CLASSROOM_REFUSED                  /* msgid, arg */
};
struct classroom_news {
    enum classroom_kind kind;
    const char *msgid, *arg;
    unsigned number;
    /* what a step or answer changed for the task */
    unsigned ticked;                   /* items that became done */
    bool stage_reached, solved, best;  /* solved: just now; best: with fewer calls than ever */
    unsigned calls;                    /* used, when solved */
    bool unsaved;                      /* solved, but it could not be written down */
    const struct lesson_wrong *wrong;  /* a foreseen wrong way, just arrived at */
    bool closer_look;                  /* the task is open and the step changed something: say the
                                        * first difference */
};
/* A word whose owner is LESSON. */
const struct classroom_news *classroom_word(struct classroom *room,
    const struct lang_command *command);
/* After session_run, undo, redo, goto. */
const struct classroom_news *classroom_update(struct classroom *room);
/* A remark of a journal that is run again ("#: answer a reserved" without its "#: "). What it says
 * was answered is held against what is right, as if it were answered now; help that was taken is
 * noted; all else means nothing. */
const struct classroom_news *classroom_remark(struct classroom *room, const char *text);
/* After the last line of a journal that is restored: undo stays within the place again. room may be
 * NULL. */
void classroom_resume(struct classroom *room);
/* From the session's observer: ctx is the classroom, which may be NULL. */
void classroom_on_call(struct classroom *room, const struct vm_change *change);

/* ---- reading -------------------------------------------------------------------------------- */

enum classroom_place classroom_place(const struct classroom *room);
const struct course *classroom_course(const struct classroom *room);
const struct lesson *classroom_lesson(const struct classroom *room);  /* NULL: in none */
/* Its place in the course, from 0; course->count if it is an exercise. */
size_t classroom_index(const struct classroom *room);
const struct lesson_verdict *classroom_verdict(const struct classroom *room);  /* NULL: in none */
unsigned classroom_hints(const struct classroom *room);              /* shown so far */
bool classroom_shown(const struct classroom *room);                  /* the solution */
bool classroom_exam(const struct classroom *room);
const struct progress *classroom_progress(const struct classroom *room);
const struct prediction_outcome *classroom_outcome(const struct classroom *room);
/* Do name, topic or title of a lesson hold the word? */
bool classroom_lesson_matches(const struct lesson_sketch *sketch, const char *word);
/* PREDICT: the call asked about, as typed; demo: the line to come; NULL if there is none. */
const char *classroom_line(const struct classroom *room);
/* DEMO: its lines, and how many have run where the session stands; NULL elsewhere. */
const struct lesson_lines *classroom_lines(const struct classroom *room, size_t *ret_run);
/* REPAIRED: what became of the program. */
const struct practice_repair *classroom_repair(const struct classroom *room);
/* Of the sheet that the exercise at hand belongs to. */
uint64_t classroom_seed(const struct classroom *room);
/* DRAFTED: of the lesson just written. */
const struct lesson_faults *classroom_faults(const struct classroom *room);
/* DEMO: is it the solution that is shown? */
bool classroom_shows_solution(const struct classroom *room);
/* The classes painted for the prediction. NULL unless one is open. */
struct prediction *classroom_prediction(struct classroom *room);
/* The same, to look at. */
const struct prediction *classroom_painted(const struct classroom *room);
/* For the map: what the task at hand wants; false elsewhere. */
bool classroom_goal(const struct classroom *room, struct lesson_goal *ret);

#endif
