/* practising - what the files that make exercises share. */
#ifndef LESSON_PRACTISING_H
#define LESSON_PRACTISING_H

#include "lesson/practice.h"

/* ---- practice.c ------------------------------------------------------------------------------- */

enum topic { TOPIC_RESERVE, TOPIC_COMMIT, TOPIC_FREE, TOPIC_ROUNDING, TOPIC_PROTECT, TOPIC_GUARD,
    TOPIC_CHARGE, TOPIC_QUERY, TOPIC_COUNT };

/* Numbers that look random and are the same everywhere. */
struct draw {
    uint64_t state;
};
unsigned draw_below(struct draw *draw, unsigned end);      /* 0 .. end - 1; end > 0 */

/* An exercise being made. */
enum { WINDOW_GRANULES = 16 };
struct maker {
    struct draw draw;
    enum topic topic;
    unsigned level;                    /* 0 .. 3: how hard */
    unsigned number;
    struct session *session;           /* the space that calls are tried on */
    vm_page window;                    /* all that is made lies in WINDOW_GRANULES from here */
    struct buf start;                  /* the lines that run before it begins */
    struct buf data;                   /* the lesson's file, growing */
};

/* ---- practice_recipes.c: what could be called ------------------------------------------------- */

enum made_use { MADE_FOR_PREDICTION = 1, MADE_FOR_LIST = 2, MADE_FOR_MAP = 4, MADE_FOR_PROGRAM = 8 };
struct recipe {
    bool (*make)(struct maker *m, struct vm_call *call); /* false: nothing for it is there */
    unsigned topics;                   /* that it is about: 1 << enum topic */
    unsigned uses;                     /* enum made_use */
    unsigned level;                    /* from which on */
    bool fails;
};
/* One that suits, of the maker's topic or of any; NULL if there is none. */
const struct recipe *any_recipe(struct maker *m, enum made_use use, bool fails, bool any_topic);
unsigned between(struct maker *m, unsigned low, unsigned high);

/* ---- practice_calls.c: calls that suit the topic ---------------------------------------------- */

struct made {
    struct vm_call call;
    struct vm_result result;
    vm_addr base;                      /* of the allocation it is about; and its end */
    vm_addr end;
};
enum { MADE_MAX = 12 };
/* A call that works, or fails, on the space as it is; it is run. False: none was found. */
bool maker_call(struct maker *m, enum made_use use, bool fails, struct made *ret);
/* Runs a line; false, and nothing happened, if it does not work. */
bool maker_run(struct maker *m, const char *line);
/* Runs lines that give the exercise something to begin with, and keeps them in m->start. */
void maker_start(struct maker *m);
/* The call as C text, with its address as variable + offset; variable NULL: a number. */
void call_text(struct buf *out, const struct vm_call *call, const char *variable, vm_addr base);
bool call_is_guarding(const struct vm_call *call);

/* ---- practice_words.c: texts ------------------------------------------------------------------ */

enum { FACTS_MAX = 20 };
struct facts {
    struct fact {
        const char *name;
        struct buf text;
    } items[FACTS_MAX];
    size_t count;
};
/* A fact's text, empty, to be written. */
struct buf *facts_add(struct facts *facts, const char *name);
void facts_finish(struct facts *facts);
/* Fills in the template KIND; idea: the section of the ideas that {IDEA} stands for, "" if none. */
bool practice_words(struct lesson_sketch *sketch, const struct lesson_host *host,
    const char *kind, const char *idea, const struct facts *facts);
/* "reserve", "guard": what a call is about. */
const char *practice_idea(const struct vm_call *call);
/* A goal, allocation by allocation, in words that every language has: MEM_RESERVE. */
void goal_text(const struct maker *m, struct buf *out);

/* ---- the forms: each writes m->data and the facts; false if nothing sound came of it ---------- */

bool make_prediction(struct maker *m, struct facts *facts, const char **ret_idea);
bool make_query(struct maker *m, struct facts *facts);
bool make_charge(struct maker *m, struct facts *facts);
bool make_wrong_call(struct maker *m, struct facts *facts, const char **ret_idea);
bool make_map(struct maker *m, struct facts *facts);
bool make_repair(struct maker *m, struct facts *facts, const char **ret_idea);

/* practice_map.c: the goal as lines of a lesson; and can no call be spared? */
void goal_lines(const struct maker *m, struct buf *out);
bool map_is_sound(const struct lesson *lesson);

/* practice_program.c: is the program wrong, and right when repaired? */
bool repair_is_sound(const struct lesson *lesson);

#endif
