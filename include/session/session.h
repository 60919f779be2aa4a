/* session - THE DOOR: one space, one history, and everything that may change them.
 *
 * Use     session_create; session_run(text) for each line; read the steps; session_destroy.
 *         Front ends hold const views (session_space) and act only through session_run and the
 *         undo/redo/goto calls below.
 * Shape   History is a tree of steps. Step 0 is the start. A command after an undo makes a
 *         sibling branch; nothing is freed. A step owns what it changed: a list of vm changes,
 *         or, where these would grow too large, the whole other space (undo and redo swap it).
 *         Env and program state are saved per step.
 * Errors  Outcomes are enum session_outcome; what went wrong is in session_diags, the step, or
 *         session_refusal. A line that does not parse is no step. Host memory: base_oom.
 * Owner   Results are borrowed: steps and their texts live as long as the session, all else until
 *         the next session_run, undo, redo, goto or load.
 * Limits  A run without end is stopped by host->should_stop or after options.max_operations.
 */
#ifndef SESSION_SESSION_H
#define SESSION_SESSION_H

#include "lang/lang.h"

struct session;

/* The world as seen from session; host fills it. Any function may be NULL: then nothing happens.
 * data, name and what out holds are borrowed during the call. */
struct session_host {
    void *ctx;
    /* Appends to the journal with one write before the answer is shown; false if it failed. */
    bool (*journal_append)(void *ctx, const char *data, size_t len);
    /* Reads a whole text file; false with a static msgid in *ret_error. */
    bool (*read_source)(void *ctx, const char *name, struct buf *out, const char **ret_error);
    /* Asked every few milliseconds while something runs; true stops it, what it did is kept. */
    bool (*should_stop)(void *ctx);
    /* Appends a line for the program; false at the end of input. */
    bool (*read_input)(void *ctx, struct buf *out);
};
/* Told as things happen inside session_run, for front ends that print while running.
 * Each may be NULL. */
struct session_observer {
    void *ctx;
    void (*on_call)(void *ctx, const struct vm_change *change, uint32_t last_error);
    void (*on_output)(void *ctx, const char *text, size_t len);
    /* A read or write of C code that went well: variables, *p, p[i]. */
    void (*on_memory)(void *ctx, const struct vm_change *change);
};
enum session_layout { SESSION_LAYOUT_EMPTY, SESSION_LAYOUT_PROCESS };
struct session_options {
    const struct vm_machine *machine;            /* NULL: the default */
    enum session_layout layout;
    uint64_t max_operations;                     /* 0: no limit (should_stop decides) */
};

/* All three are copied, and may be NULL. What their ctx point to outlives the session. */
struct session *session_create(const struct session_options *options,
    const struct session_host *host, const struct session_observer *observer);
void session_destroy(struct session *session);

enum session_outcome {
    SESSION_NOTHING,               /* blank line or comment */
    SESSION_STEPPED,               /* a new step is current */
    SESSION_MOVED,                 /* undo, redo, goto: another step is current */
    SESSION_FOREIGN,               /* a word for the front end: session_foreign */
    SESSION_REJECTED,              /* mistakes: session_diags */
    SESSION_INCOMPLETE,            /* the text lacks its end: add a line and run again */
    SESSION_PROGRAM,               /* the text is a whole program: offer session_load_text */
    SESSION_REFUSED                /* understood but impossible now: session_refusal */
};
/* Runs one line (or a pasted text). It is journaled unless the outcome is REJECTED, INCOMPLETE,
 * FOREIGN, PROGRAM or REFUSED. */
enum session_outcome session_run(struct session *session, const char *text, size_t len);
enum session_outcome session_undo(struct session *session);
enum session_outcome session_redo(struct session *session);
enum session_outcome session_goto(struct session *session, uint32_t step);
/* Loads a program text under a name, as load does with a file: machine starts with a process. */
enum session_outcome session_load_text(struct session *session, const char *name, const char *text,
    size_t len);

/* Starts again on a space that some lines have prepared, as lessons and exercises ask: one RESTART
 * step, whose text is label, goes into history and journal. The lines themselves are no steps. */
struct session_start {
    const char *label;             /* one line */
    const struct vm_machine *machine;            /* NULL: the default */
    enum session_layout layout;
    const char *lines;             /* parted by newlines; "" if none */
};
/* STEPPED; or REJECTED, and nothing happened: a line is not understood or fails, *ret_line (from 0,
 * may be NULL) says which. */
enum session_outcome session_begin(struct session *session, const struct session_start *start,
    size_t *ret_line);
/* From now on undo and goto reach no step before this one, on whose way the current step lies; 0
 * lifts that. No step, and not in the journal. */
void session_set_floor(struct session *session, uint32_t step);
/* Writes a line of text into the journal that means nothing to a replay: "#: " and the text. */
void session_remark(struct session *session, const char *text);

/* Mistakes and warnings of the last text, and the text that their spans point into. */
const struct lang_diags *session_diags(const struct session *session);
const char *session_diags_text(const struct session *session);
const struct lang_command *session_foreign(const struct session *session);
struct session_refusal {
    const char *msgid;             /* sentence with {0} */
    const char *arg;
};
const struct session_refusal *session_refusal(const struct session *session);

/* ---- reading -------------------------------------------------------------------------------- */

const struct vm_space *session_space(const struct session *session);
const struct lang_env *session_env(const struct session *session);
enum session_layout session_layout(const struct session *session);

enum session_step_kind {
    SESSION_STEP_START,            /* step 0 */
    SESSION_STEP_LINE,             /* a typed line */
    SESSION_STEP_SETTING,          /* limit, privilege, workingset, pressure */
    SESSION_STEP_RESTART,          /* reset, machine, layout, load: another space */
    SESSION_STEP_PROGRAM           /* step, run */
};
enum session_end {                 /* how the step's run ended */
    SESSION_END_DONE,
    SESSION_END_STATEMENT,         /* stands before the next statement */
    SESSION_END_STOPPED,           /* by Ctrl-C; what was done so far is kept */
    SESSION_END_LIMIT,             /* options.max_operations */
    SESSION_END_EXCEPTION,
    SESSION_END_ERROR,             /* lang error while running */
    SESSION_END_INPUT              /* input ended while it was asked for */
};
/* A call with its answer, as kept in a step. */
struct session_call {
    const struct vm_change *change;          /* of a step that swapped spaces only call and
                                              * result, else both sides too */
    uint32_t last_error;                     /* GetLastError afterwards */
    enum lang_event_kind kind;
    struct lang_span span;
};
enum { SESSION_MAX_CALLS = 4096 };           /* calls kept a step; call_total counts all */
struct session_step {
    uint32_t id, parent;           /* id 0 is the start; people see ids everywhere: "step 3" */
    uint32_t depth;                /* steps from the start */
    enum session_step_kind kind;
    enum session_end end;
    const char *text;              /* as typed */
    const char *echo;              /* the C call a short command stands for; NULL */
    const char *output;            /* what was printed, NUL-terminated; "" */
    const char *value;             /* the value of the last expression; NULL */
    const struct session_call *calls;        /* LANG_EVENT_CALL and faulting accesses, in order */
    size_t call_count;
    uint64_t call_total;
    struct lang_exception exception;
    const struct lang_diag *error; /* SESSION_END_ERROR */
    int exit_code;                 /* of a program that ended */
};
uint32_t session_step_count(const struct session *session);    /* ids are 0 .. count - 1 */
const struct session_step *session_step(const struct session *session, uint32_t id);
const struct session_step *session_current(const struct session *session);
uint32_t session_redo_target(const struct session *session);   /* an id; UINT32_MAX if none */
/* The id where redo would lead in the end: the 5 of "step 3 of 5". */
uint32_t session_last_step(const struct session *session);

/* The newest failed call of the current step or before it on this branch; NULL if none. For why. */
const struct session_call *session_last_failure(const struct session *session, uint32_t *ret_step);
/* The nearest call that would have worked, on the space as it was; false if the rule has none. */
bool session_cure(const struct session *session, const struct session_call *failed,
    struct vm_call *ret_cure);

/* What text would do if it were run now: the change is planned, never applied, and neither space
 * nor env change. False if the text is not exactly one memory call (lang_dry_call), if a look at
 * it would take long, if previews are switched off, or while answers are withheld. Reuse *ret,
 * which starts zeroed; then finish it. */
struct session_preview {
    struct vm_change change;       /* its result says what the call would answer */
    uint64_t pages[VM_CLASS_COUNT][VM_CLASS_COUNT];    /* its transitions */
};
bool session_preview(const struct session *session, const char *text, size_t len,
    struct session_preview *ret);
void session_preview_finish(struct session_preview *preview);
/* As the word preview set it; on at the start. */
bool session_shows_preview(const struct session *session);

/* The way of a call through its checks: of the newest call of the current step or before it (text
 * empty), on the space as it was then, or of the one that text would make now. False if there is
 * none, or withheld. */
struct session_inside {
    struct vm_change change;       /* planned again, not applied */
    struct vm_trace trace;
    uint32_t step;                 /* that made the call; UINT32_MAX: none did */
};
bool session_inside(const struct session *session, const char *text, size_t len,
    struct session_inside *ret);
void session_inside_finish(struct session_inside *inside);

/* While a person's own answer is asked for (a prediction, a practice sheet, an exam): no preview,
 * no cure, no inside, no why, whatever the words say. Off at the start; no step, and not in the
 * journal. */
void session_withhold(struct session *session, bool withheld);
bool session_withholds(const struct session *session);

/* What step changed: pages from class to class; and is this page marked? O(its calls). */
void session_step_transitions(const struct session *session, const struct session_step *step,
    uint64_t ret_pages[VM_CLASS_COUNT][VM_CLASS_COUNT]);
bool session_step_touches(const struct session *session, const struct session_step *step,
    vm_page page);
/* The same for a cell of the map: is any page of [first, end) marked? O(log n). */
bool session_step_touches_range(const struct session *session, const struct session_step *step,
    vm_page first, vm_page end);
/* First page that step touched, to follow it with the map; false if it changed no page. */
bool session_step_focus(const struct session *session, const struct session_step *step,
    vm_page *ret_page);
/* Ids of the steps on the way to the current one that changed page, oldest first, at most max: the
 * newest ones. Returns how many. O(steps). */
size_t session_blame(const struct session *session, vm_page page, uint32_t *ret_steps, size_t max);

/* The loaded program, if any. */
/* The i-th variable that can be named here: those of the loaded program where it stands, then
 * those of the prompt. As lang_env_variable. */
bool session_variable(const struct session *session, size_t i, struct buf *scratch,
    struct lang_variable *ret);
struct session_program {
    const char *name, *text;
    size_t len;
    struct lang_span next;         /* the statement to run next; empty when it has ended */
    bool ended;
    int exit_code;
};
/* NULL if none is loaded. */
const struct session_program *session_program(const struct session *session);

/* Reads the header of a journal, for session_options. Returns false if text is no journal.
 * Afterwards its lines go through session_run one by one, which understands the journal's own
 * lines (they give SESSION_NOTHING). See src/session/journal.c for the format. */
struct session_journal_header {
    const struct vm_machine *machine;
    enum session_layout layout;
};
bool session_journal_parse(const char *text, size_t len, struct session_journal_header *ret_header);
/* Call once on a fresh session before the journal's lines: notes the input that was typed into
 * programs and where a run was stopped, which stand after the line they belong to. Without it
 * only these two are lost. */
void session_journal_prepare(struct session *session, const char *text, size_t len);
/* False once something could not be written to the journal; it is not tried again. */
bool session_journal_works(const struct session *session);

#endif
