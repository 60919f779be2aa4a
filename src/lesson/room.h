/* room - what the files of the classroom share. */
#ifndef LESSON_ROOM_H
#define LESSON_ROOM_H

#include "lesson/classroom.h"
#include "lesson/practice.h"

/* What is known of a step of the session: in which place it lies, and what the calls up to it amount
 * to. serial: of the lesson it belongs to; 0: not known yet. */
struct memo {
    unsigned serial;
    enum classroom_place place;
    uint32_t scene;                    /* DEMO, PREDICT: the first step of it */
    struct lesson_tally tally;
};

/* A demonstration, a solution or a prediction being shown: a place of its own in the tree. */
struct scene {
    enum scene_kind { SCENE_DEMO, SCENE_SOLUTION, SCENE_PREDICT, SCENE_NONE } kind;
    const struct lesson_lines *lines;  /* at least one */
    uint32_t base;                     /* its first step; 0: there is no scene */
    uint32_t steps[LESSON_MAX_LINES];  /* that the lines made */
    size_t shown;
    bool told_aside;                   /* that what is typed here is not of the task */
};

struct classroom {
    struct session *session;
    const struct course *course;
    const struct lesson_host *host;
    struct classroom_options options;

    const struct lesson_sketch *sketch;            /* of the course, or exercise */
    struct lesson_sketch exercise;
    struct buf topic;                  /* of the sheet of exercises */
    uint64_t seed;
    unsigned number;
    struct lesson *lesson;             /* NULL: in none */
    bool is_lent;                      /* it is the course's own */
    unsigned serial;                   /* counts the lessons begun */
    struct lesson_start start;
    uint32_t base;                     /* its first step */
    enum classroom_place place;
    uint32_t back;                     /* where the task was left */
    struct scene scene;
    struct memo *memos;                /* by id of step */
    size_t memo_count, memo_cap;
    struct lesson_tally making;        /* of the step that runs now */
    bool notes_calls;

    struct lesson_verdict verdict;
    bool *were_done;                   /* items, before the newest step */
    size_t were_cap;
    bool was_solved;
    const struct lesson_wrong *last_wrong;
    bool *answered;                    /* question_count + 1, the last for the prediction */
    unsigned hints;
    bool shown;                        /* the solution was looked at */
    bool solution_asked;
    uint64_t begun_at;                 /* seconds */

    struct prediction prediction;
    bool predicts;                     /* it is open, wherever the session stands */
    struct practice_repair repair;     /* the newest answer to a program */
    struct prediction_outcome outcome;
    bool has_outcome;

    struct progress progress;
    bool loses_progress;               /* it could not be written */
    uint32_t mark;                     /* lesson start: the step where a draft's solution begins */
    struct lesson_faults faults;       /* of the draft */
    struct buf reset_asked;            /* which lesson's progress; empty: none */
    struct classroom_news news;
    struct buf arg, scratch;
};

/* ---- classroom.c ------------------------------------------------------------------------------ */

/* The news to be filled in, empty. */
struct classroom_news *room_news(struct classroom *room, enum classroom_kind kind);
const struct classroom_news *room_refuse(struct classroom *room, const char *msgid,
    const char *arg);
void room_set_arg(struct classroom *room, const char *arg);
/* The step's memo, borrowed until another is asked for; all zero if it was not known. */
struct memo *room_memo(struct classroom *room, uint32_t step);
void room_judge(struct classroom *room);
/* The verdict anew, and into news what changed by it. */
void room_compare(struct classroom *room, struct classroom_news *news);
void room_save(struct classroom *room);
/* Its halves: what another lab wrote since is taken over; all is written. */
void room_reload(struct classroom *room);
void room_write(struct classroom *room);
/* Is the step one of session_begin whose label begins with the word? */
bool room_has_label(const struct session_step *step, const char *word);
/* The session's current step is noted, wherever it came from. */
void room_enter(struct classroom *room);
void room_go(struct classroom *room, uint32_t step, uint32_t floor);

/* ---- room_begin.c ----------------------------------------------------------------------------- */

/* Begins a lesson: the session stands at its start then. False: its start does not work. */
bool room_begin(struct classroom *room, const struct lesson_sketch *sketch);
/* The session's current step says that it begins the sketch's lesson; false: it is not at its start. */
bool room_follow(struct classroom *room, const struct lesson_sketch *sketch);
/* All that belongs to the lesson at hand goes; the session stays as it is. */
void room_forget(struct classroom *room);
/* The same, and the session is free again. */
void room_leave(struct classroom *room);
bool room_in_exercise(const struct classroom *room);
/* Why, cure and preview are held back while the person's own answer is asked for. */
void room_withhold(struct classroom *room);
/* Since some fixed time; 0 where nobody knows. */
uint64_t room_seconds(const struct classroom *room);

/* ---- room_scene.c ----------------------------------------------------------------------------- */

/* Which scene of the lesson at hand the step begins, by its label; NONE if it begins none. */
enum scene_kind scene_begun(const struct classroom *room, const struct session_step *step);
/* The session's current step, whose memo is given, lies in a scene: shown here, or by a journal. */
void scene_enter(struct classroom *room, const struct memo *memo);
/* Is a prediction asked for where the session stands? */
bool scene_asks(const struct classroom *room);
const struct classroom_news *scene_show(struct classroom *room, enum scene_kind kind);
const struct classroom_news *scene_predict(struct classroom *room);
const struct classroom_news *scene_answer(struct classroom *room, const char *text);
/* What a journal says was predicted; it need not be in a scene of its own. */
const struct classroom_news *scene_claim(struct classroom *room, const char *text);
const char *scene_line(const struct classroom *room);
/* How many lines have run up to where the session stands: undo rewinds. */
size_t scene_lines_run(const struct classroom *room);

/* ---- room_exercise.c -------------------------------------------------------------------------- */

/* Puts an exercise into room->exercise; the one at hand is left. False: there is no such topic. */
bool exercise_take(struct classroom *room, const char *topic, uint64_t seed, unsigned number);
/* How the first step of the exercise at hand is labelled. */
void exercise_label(const struct classroom *room, struct buf *out);
/* The exercise of such a label; NULL if it is none. */
const struct lesson_sketch *exercise_labelled(struct classroom *room, const char *label);

/* ---- room_words.c: classroom_word ------------------------------------------------------------- */

const struct classroom_news *room_open(
    struct classroom *room, const struct lesson_sketch *sketch);
/* Does text begin with the word? What stands behind its first word, "" if nothing does. */
bool room_is_word(const char *text, const char *word);
const char *room_behind_word(const char *text);

/* ---- the words of a kind, each in a file of its name ------------------------------------------- */

const struct classroom_news *room_author(struct classroom *room, const char *text);
const struct classroom_news *room_practice(struct classroom *room, const char *text);
const struct classroom_news *room_next_exercise(struct classroom *room);
const struct classroom_news *room_progress(
    struct classroom *room, const struct lang_command *command);

#endif
