/* lang - what a person types: C statements, whole small programs and short commands -> calls on vm.
 *
 * Use     env = lang_env_create(machine)                what outlives a line
 *         unit = lang_parse(source, ..., env, &diags)   NULL: mistakes, or more text is wanted
 *         run = lang_machine_create(unit, env, space, &listener)
 *         lang_machine_run in slices until it says DONE, EXCEPTION or ERROR
 *         lang_machine_destroy, lang_unit_destroy, in this order
 *         lang is the hand that calls vm_plan and vm_apply; it is the session that holds the space
 *         for writing.
 * Errors  Mistakes in the text are diagnostics (diag.h). How running goes is an enum lang_stop.
 * Limits  enum lang_limit names each; going over one is a diagnostic or LANG_STOP_ERROR, never a
 *         crash.
 * Owner   Arguments are borrowed, also texts; what create, clone and save return is destroyed by
 *         the caller (NULL is fine).
 */
#ifndef LANG_LANG_H
#define LANG_LANG_H

#include "base/buf.h"
#include "lang/diag.h"
#include "vm/space.h"

enum lang_limit {
    LANG_MAX_SOURCE = 4 << 20,         /* bytes of one text */
    LANG_MAX_NESTING = 200,            /* parentheses, blocks, operators */
    LANG_MAX_DIAGS = 50,
    LANG_MAX_TOKENS = 1 << 20,
    LANG_MAX_VARIABLES = 4096,
    LANG_MAX_CONSOLE = 64 << 10,       /* bytes of prompt variables */
    LANG_MAX_OUTPUT = 1 << 20          /* bytes that one run may print */
};

struct lang_source {
    const char *name;                  /* for messages; "" at the prompt */
    const char *text;                  /* clean UTF-8 (utf8_import); outlives the unit */
    size_t len;
};

/* ---- the words ------------------------------------------------------------------------------ */

#define LANG_COMMAND(name, word, args, owner, help) LANG_CMD_##name,
enum lang_command_id { LANG_CMD_NONE,
#include "lang/commands.def"
    LANG_CMD_COUNT
};
#undef LANG_COMMAND
enum lang_owner { LANG_OWNER_LANG, LANG_OWNER_SESSION, LANG_OWNER_LESSON, LANG_OWNER_FRONT };
struct lang_command_info {
    const char *word, *args, *help;    /* help is a msgid */
    enum lang_owner owner;
};
const struct lang_command_info *lang_command_info(enum lang_command_id id);

/* A word with its arguments, for whoever owns it. */
enum { LANG_COMMAND_ARGS = 8 };
struct lang_command_arg {
    const char *text;                  /* as typed, without quotes; in the unit's arena */
    bool has_value;                    /* it is a number, size or address; value says which */
    uint64_t value;                    /* bytes for sizes and addresses */
};
struct lang_command {
    enum lang_command_id id;
    size_t arg_count;
    struct lang_command_arg args[LANG_COMMAND_ARGS];
};

/* ---- env: what outlives a line -------------------------------------------------------------- */

/* Prompt variables, the hidden console page they live in (outside the user range), and the block of
 * registers (last error, random state, clock, input position). A value: it can be
 * cloned, compared and thrown away. */
struct lang_env;
struct lang_env *lang_env_create(const struct vm_machine *machine);
struct lang_env *lang_env_clone(const struct lang_env *env);
void lang_env_destroy(struct lang_env *env);
bool lang_env_equal(const struct lang_env *a, const struct lang_env *b);
uint32_t lang_env_last_error(const struct lang_env *env);
/* The i-th variable as text ("p", "LPVOID", "40000000"); false past the last. Texts borrowed from
 * scratch. */
struct lang_variable {
    const char *name, *type, *value;
};
bool lang_env_variable(const struct lang_env *env, size_t i, struct buf *scratch,
    struct lang_variable *ret);

/* ---- parsing -------------------------------------------------------------------------------- */

enum lang_mode { LANG_LINE, LANG_PROGRAM };
enum lang_unit_kind {
    LANG_UNIT_EMPTY,                   /* blank or comment */
    LANG_UNIT_STATEMENTS,              /* C or a short command of lang: run it on a machine */
    LANG_UNIT_COMMAND,                 /* a word that lang does not own: lang_unit_command */
    LANG_UNIT_PROGRAM                  /* has a main: create a machine and step it */
};
struct lang_unit;                      /* parsed, bound text; immutable; owns its tree and code */

/* Parses and binds text. Returns NULL if diags got errors; warnings may come with a unit.
 * *ret_incomplete (may be NULL) is set when the text only lacks its end (an open parenthesis,
 * brace, comment, a statement without its body, a line that ends in a backslash): a prompt asks
 * for another line then. An open string is a mistake at once, since no further line can close it
 * in C. In LANG_LINE, a text that defines main gives LANG_UNIT_PROGRAM, so that it can be offered
 * to be loaded. env: names of the prompt; may be NULL for programs. machine says the width of
 * pointers. */
struct lang_unit *lang_parse(const struct lang_source *source, enum lang_mode mode,
    const struct vm_machine *machine, const struct lang_env *env, struct lang_diags *diags,
    bool *ret_incomplete);
/* Is the text, whatever else is wrong in it, a program: does it define main? Looks at its first
 * LANG_MAX_SOURCE bytes. */
bool lang_defines_main(const char *text, size_t len);
void lang_unit_destroy(struct lang_unit *unit);
enum lang_unit_kind lang_unit_kind(const struct lang_unit *unit);
const struct lang_command *lang_unit_command(const struct lang_unit *unit);
bool lang_unit_is_short_command(const struct lang_unit *unit);   /* the echo shows the C call */

/* ---- running -------------------------------------------------------------------------------- */

enum lang_event_kind {
    LANG_EVENT_CALL,                   /* a Win32 memory call; read, write, exec typed as words */
    LANG_EVENT_MEMORY,                 /* memory that C code touched: variables, *p, p[i] */
};
/* Told to the listener as it happens, after vm_apply. */
struct lang_listener {
    void *ctx;
    /* change: take it with vm_change_move if it must be kept; else it is reused. */
    void (*on_change)(void *ctx, enum lang_event_kind kind, struct lang_span span,
        struct vm_change *change);
    void (*on_output)(void *ctx, const char *text, size_t len);  /* what the program printed */
};

enum lang_stop {
    LANG_STOP_DONE,                    /* the end; lang_machine_value / lang_machine_exit_code */
    LANG_STOP_SLICE,                   /* the budget of this slice is used up: call again */
    LANG_STOP_STATEMENT,               /* before the next statement, with LANG_UNTIL_STATEMENT */
    LANG_STOP_INPUT,                   /* needs a line of input: lang_machine_feed */
    LANG_STOP_EXCEPTION,               /* unhandled: lang_machine_exception */
    LANG_STOP_ERROR                    /* a mistake that shows only now: lang_machine_error */
};
enum lang_until { LANG_UNTIL_END, LANG_UNTIL_STATEMENT };

/* Executes one unit. Borrows unit, env and space; the listener is copied. */
struct lang_machine;
struct lang_machine *lang_machine_create(const struct lang_unit *unit, struct lang_env *env,
    struct vm_space *space, const struct lang_listener *listener);
void lang_machine_destroy(struct lang_machine *machine);
/* budget: basic operations of this slice (about 20 million a second). */
enum lang_stop lang_machine_run(struct lang_machine *machine, uint64_t budget,
    enum lang_until until);
void lang_machine_feed(struct lang_machine *machine, const char *line, size_t len,
    bool end_of_input);

/* The statement to run next; empty at the end. */
struct lang_span lang_machine_span(const struct lang_machine *machine);
int lang_machine_exit_code(const struct lang_machine *machine);
/* The value of the last expression statement as people read it ("40000000", "8"; TRUE is 1).
 * false if there is none: a void call, a declaration. */
bool lang_machine_value(const struct lang_machine *machine, struct buf *out);
struct lang_exception {
    uint32_t code, access;
    vm_addr address;
};
const struct lang_exception *lang_machine_exception(const struct lang_machine *machine);
const struct lang_diag *lang_machine_error(const struct lang_machine *machine);

/* The i-th variable of a program that the statement to run next can name, the innermost first;
 * value is "?" where its page cannot be looked at. False past the last, and before main has been
 * entered. */
bool lang_machine_variable(const struct lang_machine *machine, size_t i, struct buf *scratch,
    struct lang_variable *ret);

/* The machine's own state (program counter, stack pointer, frames, constants aside), for undo:
 * small, independent of space and env.
 * load: pre: state was saved from a machine of the same unit. */
struct lang_state;
struct lang_state *lang_machine_save(const struct lang_machine *machine);
void lang_machine_load(struct lang_machine *machine, const struct lang_state *state);
void lang_state_destroy(struct lang_state *state);
/* After the session swapped the space or env for another (undo over a reset, checkpoints). */
void lang_machine_rebind(struct lang_machine *machine, struct lang_env *env,
    struct vm_space *space);

/* Lays a process into an empty space: image at 00400000, thread stack, heap, shared user data
 * page; leaves 01000000 and 40000000 free. The changes go to the listener as LANG_EVENT_CALL. */
void lang_layout_process(struct vm_space *space, const struct lang_listener *listener);

/* ---- what a line would do ------------------------------------------------------------------- */

enum { LANG_MAX_DRY = 2000 };          /* bytes of a text that lang_dry_call looks at */
/* The one memory call that text would make at the prompt. Nothing is called, assigned or printed:
 * env and space stay as they are. Parentheses that are still open count as closed at the end.
 * False if the text makes no memory call, or does anything beside it but keep its value in a
 * variable: the arguments may be made of constants, operators, casts, sizeof and variables, and of
 * reads that leave no trace. The bytes of a write lie in *data, which is cleared first.
 * Bounded by LANG_MAX_DRY and the size of env. */
bool lang_dry_call(const char *text, size_t len, const struct lang_env *env,
    const struct vm_space *space, struct vm_call *ret_call, struct buf *data);

/* ---- words about calls ---------------------------------------------------------------------- */

/* A call as C text: VirtualAlloc(0x40000000, 0x8000, MEM_RESERVE, PAGE_READWRITE). For echo, cures,
 * history. */
void lang_call_format(struct buf *out, const struct vm_machine *machine,
    const struct vm_call *call);
/* "MEM_RESERVE | MEM_COMMIT" */
void lang_flags_format(struct buf *out, enum vm_arg_kind kind, uint32_t flags);

/* Where the cursor stands in unfinished text. */
struct lang_context {
    const struct vm_call_info *call;   /* the memory call around the cursor; NULL if in none */
    enum lang_command_id command;      /* else the word of the prompt, LANG_CMD_NONE if none */
    int param;                         /* of the call, or of the word's args, from 0; -1 if none */
    struct lang_span word;             /* the word before the cursor, which completion replaces */
};
void lang_context_at(const char *text, size_t len, size_t cursor, struct lang_context *ret);

enum lang_completion_kind { LANG_COMPLETE_WORD, LANG_COMPLETE_FUNCTION, LANG_COMPLETE_CONSTANT,
    LANG_COMPLETE_VARIABLE, LANG_COMPLETE_ADDRESS };
struct lang_completion {
    const char *text;                  /* in the list's arena */
    enum lang_completion_kind kind;
    const char *meaning;               /* msgid in a word or two; NULL if none */
};
struct lang_completions {
    struct lang_completion *items;     /* best first */
    size_t count, cap;
    struct lang_span replace;          /* the bytes that an accepted item replaces */
    struct arena arena;
};
void lang_complete(const char *text, size_t len, size_t cursor, const struct lang_env *env,
    const struct vm_space *space, struct lang_completions *out);
/* For words whose arguments others know: adds text, which is copied, if it goes on from what is typed
 * of it, and is not there yet. meaning is borrowed; NULL: none. */
void lang_completions_offer(struct lang_completions *out, const char *typed, size_t typed_len,
    const char *text, const char *meaning);
void lang_completions_finish(struct lang_completions *completions);

#endif
