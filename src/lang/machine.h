/* machine - the executing half of lang, seen from its own files: execute.c runs the code, memory.c
 * touches memory, operate.c calculates, builtins.c and winapi.c do the calls, machine.c makes,
 * saves and stops machines, dry.c looks what a text would call.
 *
 * State  What undo must bring back stands in struct machine_registers, the operand stack and the
 *        frames.
 * Stops  Whoever cannot go on calls a machine_stop_... function and returns; the loop sees
 *        halted.
 */
#ifndef LANG_MACHINE_H
#define LANG_MACHINE_H

#include "code.h"
#include "env.h"
#include "unit.h"

enum {
    MACHINE_MAX_FRAMES = 10000,
    MACHINE_CACHE = 64,            /* pages known to be readable */
    MACHINE_CHUNK_PAGES = 64       /* pages that a builtin handles before the slice is over */
};

#define MACHINE_WANTS_INPUT UINT64_MAX  /* progress of a builtin that waits for a line */

struct machine_frame {
    size_t return_pc;
    vm_addr base;
};
struct machine_registers {
    size_t pc, sp, frame_count;
    vm_addr base;                  /* of the current frame, in the simulated stack */
    uint64_t progress;             /* of a builtin that goes on in the next slice */
    uint64_t printed;              /* bytes of output so far */
    int exit_code;
    bool inside;                   /* a border was passed since the last stop at one */
    bool halted;                   /* for good: stop says why */
    enum lang_stop stop;
    struct lang_exception exception;
    const struct type *value_type; /* NULL: the last statement has no value */
};

/* A dry machine stops before the first memory call, and before anything else that would change the
 * space. */
struct machine_dry {
    bool found;
    bool stores;                   /* the call's value goes to a variable that existed before */
    struct vm_call call;
    struct buf *data;              /* the bytes of a write */
};

struct lang_machine {
    const struct lang_unit *unit;
    const struct code *code;
    struct lang_env *env;
    const struct vm_space *space;
    struct vm_space *target;       /* the same space, for apply alone; NULL in a dry machine */
    struct machine_dry *dry;       /* NULL: a machine that does what it runs */
    struct lang_listener listener;
    struct machine_registers r;
    uint64_t *stack;               /* operands */
    size_t stack_cap;
    struct machine_frame *frames;
    size_t frame_cap;
    struct buf value;              /* bytes of the last value */
    struct buf input;              /* typed and not yet read */
    bool end_of_input;
    struct lang_diags errors;      /* at most one */
    struct lang_span span;         /* of the instruction that runs */
    uint64_t cost;                 /* of the instruction, against the budget */
    struct vm_change change;       /* reused */
    struct {
        uint64_t generation;
        vm_page pages[MACHINE_CACHE];  /* page + 1; a read of it needs no call on vm */
    } cache;
    struct buf scratch;
};

/* ---- memory.c: false means that the machine stopped ----------------------------------------- */

/* 1 to 8 bytes */
bool machine_read(struct lang_machine *m, vm_addr addr, unsigned size, uint64_t *ret);
bool machine_write(struct lang_machine *m, vm_addr addr, unsigned size, uint64_t value);
bool machine_read_bytes(struct lang_machine *m, vm_addr addr, void *out, size_t len);
bool machine_write_bytes(struct lang_machine *m, vm_addr addr, const void *bytes, size_t len);
/* A text up to its NUL or max characters, as UTF-8. The signature is that of printf_args. */
bool machine_read_text(void *machine, uint64_t addr, unsigned char_size, size_t max,
    struct buf *out);
/* What a call does when it looks at an out-argument before it works: 0 if [addr, addr + size)
 * can be written, else the error that the call must give. A guard page loses its guard.
 * [R-ACC-3] */
uint32_t machine_probe_out(struct lang_machine *m, vm_addr addr, uint64_t size);
/* Plans and applies call, tells the listener. */
void machine_apply(struct lang_machine *m, const struct vm_call *call, enum lang_event_kind kind,
    struct vm_result *ret);
void machine_forget_pages(struct lang_machine *m);

/* ---- operate.c ------------------------------------------------------------------------------ */

/* False if it cannot be calculated: *ret_exception is the code. */
bool operate_binary(enum code_op op, enum code_kind kind, uint64_t a, uint64_t b, uint64_t *ret,
    uint32_t *ret_exception);
uint64_t operate_unary(enum code_op op, enum code_kind kind, uint64_t a);
uint64_t operate_convert(enum code_kind to, enum code_kind from, uint64_t value);
/* from bytes in memory to the canonical form */
uint64_t operate_load(enum code_kind kind, uint64_t raw);
uint64_t operate_raw(enum code_kind kind, uint64_t value);   /* and back */

/* ---- builtins.c, winapi.c ------------------------------------------------------------------- */

enum call_result {
    CALL_DONE,
    CALL_AGAIN,                    /* did a part (progress says how much): call it again */
    CALL_INPUT,                    /* needs a line of input */
    CALL_STOPPED                   /* the machine stopped */
};
enum call_result builtin_call(struct lang_machine *m, const struct code_instr *in,
    const uint64_t *args,
    uint64_t *ret);
/* The same for the functions of Windows; pre: the function is one. */
enum call_result winapi_call(struct lang_machine *m, const struct code_instr *in,
    const uint64_t *args,
    uint64_t *ret);

/* ---- dry.c ---------------------------------------------------------------------------------- */

/* The machine is dry and came to a memory call: takes it and stops. */
void machine_dry_take(struct lang_machine *m, const struct vm_call *call);

/* ---- machine.c ------------------------------------------------------------------------------ */

/* env may change, space does not. */
struct lang_machine *machine_create_dry(const struct lang_unit *unit, struct lang_env *env,
    const struct vm_space *space, struct machine_dry *dry);

/* For good; the caller returns to the loop. */
void machine_halt(struct lang_machine *m, enum lang_stop stop);
void machine_stop_exception(struct lang_machine *m, uint32_t code, uint32_t access,
    vm_addr address);
void machine_stop_error(struct lang_machine *m, enum lang_diag_id id, const char *arg);
void machine_exit(struct lang_machine *m, int exit_code);
bool machine_output(struct lang_machine *m, const char *text, size_t len);   /* false: stopped */

#endif
