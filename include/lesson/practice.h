/* practice - exercises without end, each with numbers of its own: predict a result, find the wrong
 * call, make this map, repair this program.
 *
 * Shape   An exercise is a lesson: practice_make writes its files, lesson_fill reads them. The same
 *         topic, seed and number give the same files on every machine; a higher number is harder.
 *         Four exercises in a row are of four kinds, where the topic has them.
 * Sound   Truth is computed by running: what is to be predicted is what the call did, of the calls
 *         one fails and no other, the solution reaches the goal that the start does not, and the
 *         program fails before its repair and not after it.
 * Words   host->read_own is asked for "practice/predict.en.md" and the like. They are texts with
 *         {NAMES}, which the exercise's own facts fill.
 */
#ifndef LESSON_PRACTICE_H
#define LESSON_PRACTICE_H

#include "lesson/lesson.h"

/* The i-th topic: "reserve"; NULL past the last. */
const char *practice_topic(size_t i);
/* Is it a topic, or "" or "all", which mean any? */
bool practice_has_topic(const char *topic);

/* number: from 0, the place on the sheet. False if there is no such topic or no words. The caller
 * finishes *ret, whose plain is the lesson; its name is "practice-1" for number 0. */
bool practice_make(const char *topic, uint64_t seed, unsigned number,
    const struct lesson_host *host, struct lesson_sketch *ret);
void practice_sketch_finish(struct lesson_sketch *sketch);           /* a zeroed one is fine */

/* What an exercise asks, by what is in it. */
enum practice_kind {
    PRACTICE_PREDICT,                  /* ask prediction: what the last line of predict does */
    PRACTICE_QUESTION,                 /* questions about the start, or about calls in solution */
    PRACTICE_WRONG_CALL,               /* question call: which line of solution fails */
    PRACTICE_MAP,                      /* a goal */
    PRACTICE_REPAIR                    /* a program */
};
enum practice_kind practice_kind(const struct lesson *lesson);

/* ---- on paper -------------------------------------------------------------------------------- */

enum { PRACTICE_PAPER_MOST = 100 };    /* exercises of a sheet */
struct practice_exercise {
    struct lesson_sketch sketch;
    const struct lesson *lesson;       /* the sketch's */
    enum practice_kind kind;
    struct session *start;             /* stands at the start of the exercise */
    struct session *answer;            /* the lines of the solution were run from there, step
                                        * PRACTICE_FIRST_STEP and on. REPAIR: the program as it is
                                        * was loaded and run */
};
enum { PRACTICE_FIRST_STEP = 2 };
struct practice_paper {
    const char *topic;
    uint64_t seed;
    struct practice_exercise *items;
    size_t count;
};
/* The first count exercises. False if there is no such topic, or no words; topic is borrowed. */
bool practice_paper_make(struct practice_paper *ret, const char *topic, uint64_t seed,
    unsigned count, const struct lesson_host *host);
void practice_paper_finish(struct practice_paper *paper);            /* a zeroed one is fine */

/* ---- repairing a program -------------------------------------------------------------------- */

enum { PRACTICE_REPAIR_OPERATIONS = 200000 };        /* that a repaired program may take */

/* The program of the lesson with text in the place of line (from 1); line 0: as it is. */
void practice_program(struct buf *out, const struct lesson *lesson, unsigned line,
    const char *text);

enum practice_repair_end {
    PRACTICE_REPAIRED,                 /* it runs, and reaches the goal */
    PRACTICE_REPAIR_NO_LINE,           /* the program has no such line */
    PRACTICE_REPAIR_UNREADABLE,        /* with this line it is no C program */
    PRACTICE_REPAIR_ENDLESS,           /* it did not end */
    PRACTICE_REPAIR_FAILS,             /* a call fails, or an exception ends it: failed */
    PRACTICE_REPAIR_MISSES             /* no call fails, but the goal is not reached */
};
struct practice_repair {
    enum practice_repair_end end;
    unsigned line;                     /* of the program, that was replaced */
    struct vm_call failed;             /* FAILS: the first that does, and its answer */
    struct vm_result result;
};
/* answer: "7 VirtualFree(p, 0, MEM_RELEASE)" says how line 7 must read; without a number the line
 * that is wrong is meant. The whole program is run in a session of its own, and judged by where it
 * ends: any way of repairing it is right. Returns whether it is. ret may be NULL. */
bool practice_repair(const struct lesson *lesson, const char *answer, struct practice_repair *ret);

#endif
