/* lesson - a course of lessons as read from its files: what is asked, in numbers, and the words for
 * it in each language. The format: assets/lessons/README.md.
 *
 * Use     course_read gives a course whose lessons are sketches: their files with {names} of
 *         personal numbers still in them. lesson_fill makes the lesson of one student.
 * Shape   Everything is plain data; judge.h compares it with a space.
 * Units   Pages and page numbers where a name says page or pages, else bytes and addresses.
 * Errors  What is wrong in a file is a fault with file, line and code, and reading goes on; a lesson
 *         with faults of its own is not in the course. A missing file is a fault too.
 * Owner   A course owns its files' texts. A filled lesson owns all that it points to.
 */
#ifndef LESSON_LESSON_H
#define LESSON_LESSON_H

#include "base/arena.h"
#include "base/buf.h"
#include "session/session.h"

/* The world as lesson sees it; host fills it. Any function may be NULL: then there is nothing. */
struct lesson_host {
    void *ctx;
    /* Appends a whole text file to *out; false: there is none, or it cannot be read. */
    bool (*read)(void *ctx, const char *path, struct buf *out);
    /* The same of pagelab's own data, by name: "practice/map.en.md". */
    bool (*read_own)(void *ctx, const char *name, struct buf *out);
    /* Atomically: afterwards the file holds all of data, or what it held before. */
    bool (*replace)(void *ctx, const char *path, const char *data, size_t len);
    uint64_t (*seconds)(void *ctx);                /* since some fixed time */
};

enum lesson_language { LESSON_EN, LESSON_ES, LESSON_LANGUAGES };
const char *lesson_language_name(enum lesson_language language);     /* "en" */

enum lesson_limit {
    LESSON_MAX_FILE = 64 << 10,        /* bytes of one file */
    LESSON_MAX_LESSONS = 200,          /* of a course */
    LESSON_MAX_ID = 32,                /* bytes of a lesson's name */
    LESSON_MAX_LINES = 64,             /* lines of one block */
    LESSON_MAX_STAGES = 8,
    LESSON_MAX_CONDITIONS = 24,        /* of a lesson, all stages and wrong ways together */
    LESSON_MAX_TOUCHES = 32,           /* addresses that one condition names */
    LESSON_MAX_FAULTS = 100,
    LESSON_HINTS = 3
};

/* ---- faults --------------------------------------------------------------------------------- */

#define LESSON_FAULT(name, code, msgid) LESSON_FAULT_##name,
enum lesson_fault_id {
#include "lesson/faults.def"
    LESSON_FAULT_COUNT
};
#undef LESSON_FAULT
const char *lesson_fault_code(enum lesson_fault_id id);              /* "C0101", permanent */
const char *lesson_fault_msgid(enum lesson_fault_id id);             /* with {0} and {1} */
struct lesson_fault {
    enum lesson_fault_id id;
    const char *file;                  /* as it was asked for */
    unsigned line;                     /* from 1; 0: the file as a whole */
    const char *args[2];               /* "" where unused */
};
struct lesson_faults {
    struct lesson_fault *items;
    size_t count, cap;
    struct arena arena;                /* of file and args */
};
void lesson_faults_add(struct lesson_faults *faults, enum lesson_fault_id id, const char *file,
    unsigned line, const char *arg0, const char *arg1);
void lesson_faults_finish(struct lesson_faults *faults);

/* ---- what is asked -------------------------------------------------------------------------- */

/* A state that pages shall be in. */
struct lesson_state {
    enum vm_state state;
    uint32_t protect;                  /* PAGE_*, of committed pages; 0: any */
};
/* Is a page with this attr in that state? */
bool lesson_state_fits(const struct lesson_state *wanted, vm_attr attr);
/* How such a page is shown; with any protection as VM_CLASS_WRITE. */
enum vm_class lesson_state_class(const struct lesson_state *wanted);
/* "reserved", "rw+guard"; with words of English, Spanish and the API: reservada, MEM_RESERVE. False
 * if it is none. */
bool lesson_state_parse(const char *word, struct lesson_state *ret);
/* Appends the word that a lesson's file and lesson_state_parse have for it. */
void lesson_state_write(const struct lesson_state *state, struct buf *out);

struct lesson_piece {
    uint64_t pages;
    struct lesson_state state;
};
enum lesson_place { LESSON_AT, LESSON_ANYWHERE, LESSON_HIGHEST };
struct lesson_allocation {
    enum lesson_place place;
    vm_page first;                     /* LESSON_AT */
    uint64_t pages;
    uint32_t asked;                    /* AllocationProtect; 0: any */
    const struct lesson_piece *pieces; /* none: pages of any state; else they add up to pages */
    size_t piece_count;
};
struct lesson_pages {
    vm_page first, end;
    struct lesson_state state;
};

enum lesson_measure {
    LESSON_COMMITTED, LESSON_RESERVED, LESSON_RESIDENT, LESSON_LOCKED, LESSON_CHARGE,
    LESSON_PEAK,
    LESSON_ALLOCATIONS, LESSON_SLACK, LESSON_LARGEST_FREE, LESSON_CALLS, LESSON_FAILURES,
    LESSON_GUARDS, LESSON_VIOLATIONS, LESSON_RWX, LESSON_BYTE, LESSON_TOUCHED, LESSON_WATCHED,
    LESSON_MEASURE_COUNT
};
const char *lesson_measure_word(enum lesson_measure measure);        /* "largest-free" */
enum lesson_relation { LESSON_EQ, LESSON_NE, LESSON_LT, LESSON_LE, LESSON_GT, LESSON_GE };
const char *lesson_relation_word(enum lesson_relation relation);     /* "<=" */
struct lesson_condition {
    enum lesson_measure measure;
    enum lesson_relation relation;
    uint64_t number;
    enum vm_call_id call;              /* CALLS: of this verb alone; VM_CALL_NONE: all but queries */
    uint32_t error;                    /* FAILURES: with this error alone; 0: all */
    vm_addr addr;                      /* BYTE */
    const vm_addr *touches;            /* TOUCHED, WATCHED */
    size_t touch_count;
    unsigned slot;                     /* its place in lesson_tally.counted, 0 .. conditions - 1 */
    unsigned line;                     /* of the file */
};

enum lesson_others { LESSON_OTHERS_START, LESSON_OTHERS_FREE, LESSON_OTHERS_ANY };
struct lesson_stage {
    const struct lesson_allocation *allocations;
    size_t allocation_count;
    const struct lesson_pages *pages;
    size_t pages_count;
    const struct lesson_condition *conditions;
    size_t condition_count;
    enum lesson_others others;
};

/* A question about the start. */
enum lesson_asked { LESSON_ASK_STATE, LESSON_ASK_SIZE, LESSON_ASK_BASE, LESSON_ASK_PROTECT,
    LESSON_ASK_ALLOCATIONS, LESSON_ASK_LARGEST_FREE, LESSON_ASK_NUMBER };
struct lesson_question {
    const char *name;
    enum lesson_asked asked;
    vm_addr addr;
    uint64_t number;                   /* LESSON_ASK_NUMBER: the answer */
};

/* A line as a person types it. */
struct lesson_line {
    const char *text;
    unsigned number;                   /* of the file */
    bool fails;                        /* it must fail ... */
    uint32_t error;                    /* ... with this Win32 error or exception code */
};
struct lesson_lines {
    const struct lesson_line *items;
    size_t count;
    bool from_start;                   /* demo, predict: begins on the start of the lesson */
};

struct lesson_wrong {
    const char *name;
    const struct lesson_condition *conditions;     /* all of these ... */
    size_t condition_count;
    const struct lesson_pages *pages;              /* ... and these */
    size_t pages_count;
    enum vm_rule rule;                 /* the last call failed by it; VM_RULE_NONE: no matter */
    struct lesson_lines by;
};

/* ---- words ---------------------------------------------------------------------------------- */

/* Pieces of Markdown, "" where a file has none. */
struct lesson_named_text {
    const char *name, *text;
};
struct lesson_words {
    const char *title, *text;          /* text: screens parted by a line with --- */
    const char *predict, *task, *done;
    const char *hints[LESSON_HINTS];
    const char *const *demo;           /* a sentence for each line */
    size_t demo_count;
    const struct lesson_named_text *wrongs, *questions;
    size_t wrong_count, question_count;
};
const char *lesson_text_find(const struct lesson_named_text *texts, size_t count,
    const char *name);                 /* "" if there is none */

struct lesson {
    struct arena arena;                /* all below */
    const char *id, *topic, *folder;
    const enum vm_rule *teaches;
    size_t teach_count;
    const struct vm_machine *machine;
    enum session_layout layout;
    unsigned par;
    struct lesson_lines start, demo, predict, solution;
    struct lesson_lines program;       /* C, line by line as it stands; none: count 0 */
    unsigned repair_line;              /* of the program, from 1: the one that is wrong, ... */
    const char *repair;                /* ... and how it may read; NULL if there is no program */
    const struct lesson_stage *stages;
    size_t stage_count;                /* at least one; assert lines of the lesson itself belong to
                                        * the last */
    const struct lesson_question *questions;
    size_t question_count;
    const struct lesson_wrong *wrongs;
    size_t wrong_count;
    size_t condition_count;            /* slots in use */
    bool asks_prediction;              /* to predict rightly belongs to the task */
    bool is_personal;                  /* has numbers that vary */
    struct lesson_words words[LESSON_LANGUAGES];
};

/* ---- reading -------------------------------------------------------------------------------- */

/* One lesson's files as they are. */
struct lesson_sketch {
    const char *id, *folder;           /* folder: path below the course, "05-commit-part" */
    const char *path;                  /* "lessons/05-commit-part" */
    struct buf data, words[LESSON_LANGUAGES];
    struct lesson *plain;              /* filled with the default numbers */
    unsigned world;                    /* index into course.worlds */
};
struct course_title {
    const char *title[LESSON_LANGUAGES];
};
struct course {
    struct arena arena;
    const char *path;
    struct course_title title;
    struct course_title *worlds;
    size_t world_count, world_cap;
    struct lesson_sketch *lessons;
    size_t count, cap;
};
/* path: a folder with a file order, or one lesson's folder: then a course of that lesson alone. */
void course_read(struct course *ret, const struct lesson_host *host, const char *path,
    struct lesson_faults *faults);
void course_finish(struct course *course);           /* a zeroed one is fine */
/* By name, folder, or number from 1 ("3"); NULL if there is none. */
const struct lesson_sketch *course_find(const struct course *course, const char *word);
/* The first lesson that teaches rule; NULL if none does. */
const struct lesson_sketch *course_teaches(const struct course *course, enum vm_rule rule);

/* The lesson of one student; student "" gives the default numbers. NULL, and faults, if it cannot be
 * made. The caller gives it to lesson_destroy. */
struct lesson *lesson_fill(const struct lesson_sketch *sketch, const char *student,
    struct lesson_faults *faults);
void lesson_destroy(struct lesson *lesson);          /* NULL is fine */

/* Appends the lines of a start, those of the lesson's own (lines NULL) or of a demonstration or
 * prediction, of which the first count are taken; each with its '\n'. */
void lesson_start_text(const struct lesson *lesson, const struct lesson_lines *lines, size_t count,
    struct buf *out);
/* Starts the session on the lesson's start (session_begin), under the label "lesson ID". False: a line
 * of it does not work; *ret_line (may be NULL) says which, in numbers of the file. */
bool lesson_begin(const struct lesson *lesson, struct session *session, unsigned *ret_line);
/* The same for a demonstration or prediction: the first count lines of it run, after those of the
 * lesson's start if lines asks for that. lines NULL: the lesson's start alone. */
bool lesson_begin_lines(const struct lesson *lesson, struct session *session, const char *label,
    const struct lesson_lines *lines, size_t count, unsigned *ret_line);

#endif
