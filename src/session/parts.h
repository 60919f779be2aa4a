/* parts - what the files of session share: the session, its steps and who may touch which of them.
 *
 * A record is a step of the tree with all that undo and redo need. It is being made
 * (session.making) until history_add puts it into the tree; from then on only its space, its redo
 * child and its diff change.
 */
#ifndef SESSION_PARTS_H
#define SESSION_PARTS_H

#include "session/session.h"

/* A step keeps its changes one by one up to this many bytes; beyond, it keeps the whole other
 * space. */
#ifndef SESSION_KEEP_BYTES
#define SESSION_KEEP_BYTES (16u << 20) /* a small-constant build makes this tiny */
#endif
/* Basic operations between two looks at should_stop: about 1.5 ms. */
#ifndef SESSION_SLICE
#define SESSION_SLICE 32768u
#endif
enum { SESSION_SHOTS = 8 };

#define NO_STEP UINT32_MAX

/* The env after a step. Immutable; steps with equal envs share one. */
struct env_shot {
    size_t refs;
    struct lang_env *env;
};
/* A loaded program. Lives as long as the session: steps of any branch may come back to it. */
struct program {
    struct program *older;
    char *name, *text;
    size_t len;
    struct lang_unit *unit;
    struct lang_machine *machine; /* bound to the session's env and space only while current */
};
/* Where a program stands after a step. Immutable, shared by steps that did not run it. */
struct program_shot {
    size_t refs;
    struct program *program;
    struct lang_state *state;
    bool ended;
    int exit_code;
};

/* A stretch of pages that a step changed, both sides. */
struct diff_stretch {
    vm_page first, end;
    vm_attr before, after;
};
struct diff {
    struct diff_stretch *stretches; /* ascending, both sides differ */
    size_t count, cap;
};
/* Pages whose contents accesses changed: ascending and each once after pages_settle. */
struct pages {
    vm_page *items;
    size_t count, cap, settled;
};

struct record {
    struct session_step step;   /* the public face; first, so that a step leads to its record */
    uint32_t redo;              /* the child that was current last; NO_STEP */
    struct vm_change **changes; /* each its own, so that calls can point at them */
    size_t change_count, change_cap;
    size_t bytes; /* of changes */
    struct session_call *calls;
    size_t call_cap;
    struct vm_space *other; /* not NULL: undo and redo swap it with the session's space, and
                             * changes keep only what was called */
    struct env_shot *env;
    struct program_shot *program; /* NULL: none is loaded */
    enum session_layout layout;
    struct buf output;
    char *text, *echo, *value;
    struct lang_diag error;
    struct arena error_arena;
    struct pages written;
    struct diff *diff; /* NULL until asked for */
};

/* A text that a journal brings along: the next load of that name takes it. */
struct source {
    struct source *next;
    char *name, *text;
    size_t len;
};
/* What a journal tells of a step before it is run again. */
struct note {
    uint32_t step;
    enum note_kind { NOTE_INPUT, NOTE_EOF, NOTE_STOPPED, NOTE_LIMITED } kind;
    uint64_t ticks;
    char *text;
    size_t len;
    bool used;
};
/* A block of lines being read: "#source 3 name", "#text 2" or "#start 1 ...", then as many lines
 * with "#|". */
struct block {
    enum block_kind { BLOCK_NONE, BLOCK_SOURCE, BLOCK_TEXT, BLOCK_START } kind;
    uint64_t left;
    struct buf name, text;
    bool start_due; /* a start was read whole: name is its header and label */
};

struct session {
    struct session_options options;
    struct session_host host;
    struct session_observer observer;

    struct vm_space *space;
    struct lang_env *env;
    enum session_layout layout;
    struct program *programs;       /* all, newest first */
    struct session_program program; /* view of the current one */

    struct record **records;
    size_t count, cap;
    uint32_t current;
    uint32_t floor;                        /* undo and goto stay at it or behind it */
    struct record *making;                 /* the step that runs now; NULL */
    struct env_shot *shots[SESSION_SHOTS]; /* the newest different ones */
    size_t shot_next;

    struct lang_diags diags;
    struct buf line;         /* the text of the last run, clean; diags point into it */
    struct buf source;       /* or into this, of a load that was rejected */
    const char *diags_text;  /* either, or the text of the program */
    struct lang_unit *asked; /* of FOREIGN */
    struct session_refusal refusal;
    struct buf refusal_arg;

    bool preview_off, withheld; /* neither is a part of the history */

    bool journal_broken, journal_begun;
    struct block block;
    struct source *sources;
    struct note *notes;
    size_t note_count, note_cap, note_at;
};

/* ---- history.c ------------------------------------------------------------------------------ */

struct record *record_create(enum session_step_kind kind, const char *text, size_t len);
void record_destroy(struct record *r);
/* Takes r as the child of the current step and makes it current: saves env, program and layout in
 * it. */
void history_add(struct session *s, struct record *r);
/* Moves to a step: first up to the common ancestor, then down. */
void history_go(struct session *s, uint32_t id);
struct record *record_of(const struct session *s, uint32_t id);
/* The same for *space alone, without anything that front ends see; the caller goes back. */
void history_walk_space(
    const struct session *s, struct vm_space **space, uint32_t from, uint32_t to);
void history_refresh_program(struct session *s);
void history_drop_shots(struct session *s);
struct program_shot *history_program(const struct session *s); /* of the current step; NULL */

/* ---- run.c: making a step ------------------------------------------------------------------- */

void run_begin(struct session *s, struct record *r);
/* Runs until the end or, with LANG_UNTIL_STATEMENT, count statements. The end is noted in
 * s->making. */
void run_machine(
    struct session *s, struct lang_machine *machine, enum lang_until until, uint64_t count);
void run_call(struct session *s, const struct vm_call *call); /* a setting */
struct lang_listener run_listener(struct session *s);
void run_end(struct session *s); /* the step joins the tree */

/* ---- words.c, program.c --------------------------------------------------------------------- */

enum session_outcome words_run(struct session *s, const struct lang_command *command);
enum session_outcome program_load(struct session *s, const char *name);
enum session_outcome program_step(struct session *s, uint64_t count, bool to_end);
void programs_destroy(struct session *s);
/* Starts again on a machine; the space that was stays in the step that is being made. */
void restart(struct session *s, const struct vm_machine *machine, enum session_layout layout);
bool layout_fits(const struct vm_machine *machine, enum session_layout layout);

/* ---- why.c ---------------------------------------------------------------------------------- */

/* Shows look the space as it was just before a call on the way to the current step: it is taken
 * back and brought here again, as cheap as undo and redo. False if that state cannot be had: in a
 * swapped step only its end is known, which is where an exception left it. */
typedef void why_look(void *ctx, const struct vm_space *space);
bool why_before(
    const struct session *session, const struct session_call *call, why_look *look, void *ctx);

/* ---- session.c ------------------------------------------------------------------------------ */

enum session_outcome refuse(struct session *s, const char *msgid, const char *arg);
void session_forget_answer(struct session *s); /* diags, foreign word and refusal of the last run */

/* ---- journal.c ------------------------------------------------------------------------------ */

/* Appends the line about to be run (s->line). Before it runs, so that what was answered is in the
 * file. */
void journal_line(struct session *s);
void journal_word(struct session *s, const char *word);
/* A load: its source is embedded before it. */
void journal_load(
    struct session *s, const char *name, const char *text, size_t len, const char *line);
void journal_note(struct session *s, const struct note *note);
void journal_start(struct session *s, const struct session_start *start,
    const struct vm_machine *machine, enum session_layout layout);
/* Begins what a block of the journal has asked for, if one was just read. */
enum session_outcome journal_begin(struct session *s);
/* Takes the journal's own lines off the start of the text. True: the text was nothing else;
 * *ret_text is what a finished block wants to be run, else empty. */
size_t journal_take(struct session *s, const char *text, size_t len, struct buf *ret_text);
bool journal_source(struct session *s, const char *name, struct buf *out);
const struct note *journal_find_note(struct session *s, uint32_t step, bool input);
void journal_finish(struct session *s);

/* ---- diff.c --------------------------------------------------------------------------------- */

/* What the step changed in all: a page that came and went is not in it. Made once, then kept. */
const struct diff *diff_of(struct record *r);
void diff_of_spaces(struct record *r, const struct vm_space *before, const struct vm_space *after);
bool diff_holds(const struct diff *diff, vm_page first, vm_page end); /* any page of [first, end) */
bool diff_first(const struct vm_change *change, vm_page *ret_page);   /* its first page */
void diff_destroy(struct diff *diff);
void pages_add(struct pages *pages, const struct vm_change *change); /* if it is a write */
void pages_settle(struct pages *pages);
bool pages_hold(const struct pages *pages, vm_page first, vm_page end);

#endif
