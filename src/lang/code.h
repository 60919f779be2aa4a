/* code - the flat code of one unit: what the machine executes.
 *
 * Shape    An array of 16-byte instructions for a stack machine, with side tables for what does
 *          not fit.
 * Values   Every operand is a uint64_t in canonical form: the C value of its kind, sign- or
 *          zero-extended to 64 bits. CODE_CONVERT brings a value into the canonical form of
 *          another kind; arithmetic wraps in its kind, so its results are canonical too. float
 *          and double are both held as the bits of a double.
 * Borders  CODE_STATEMENT stands before every statement; the operand stack is empty there.
 */
#ifndef LANG_CODE_H
#define LANG_CODE_H

#include <stdbool.h>

#include "lang/lang.h"

struct type;

enum code_kind { CODE_I8, CODE_U8, CODE_I16, CODE_U16, CODE_I32, CODE_U32, CODE_I64, CODE_U64,
    CODE_P32, CODE_P64,
    CODE_F32, CODE_F64, CODE_KIND_COUNT };

enum code_op {
    CODE_END,                      /* the unit is done */
    CODE_STATEMENT,  /* a border: the instruction's span is the statement to run next */
    CODE_PUSH,                     /* imm */
    CODE_DROP, CODE_DUP, CODE_SWAP,
    CODE_LOCAL,                    /* address of imm bytes above the frame base */
    CODE_GLOBAL,                   /* address of imm bytes above the start of the image's data */
    CODE_VARIABLE,                 /* address of prompt variable imm of the unit */
    CODE_DEFINE,                   /* prompt variable imm comes to exist, all zero */
    CODE_TEXT,                     /* address of text imm, kept in the console page */
    CODE_LOAD,                     /* address -> value of kind */
    CODE_STORE,                    /* address, value -> value */
    CODE_COPY,                     /* to, from -> to; imm bytes */
    CODE_CLEAR,                    /* address ->; imm bytes become 0 */
    CODE_CONVERT,                  /* value of the kind in count -> value of kind */
    CODE_ADD, CODE_SUB, CODE_MUL, CODE_DIV, CODE_REM,
    CODE_AND, CODE_OR, CODE_XOR, CODE_SHL, CODE_SHR,
    CODE_EQ, CODE_NE, CODE_LT, CODE_LE, CODE_GT, CODE_GE,
    CODE_NEGATE, CODE_COMPLEMENT,
    CODE_NOT, CODE_TRUTH,          /* value -> 0 or 1 */
    CODE_JUMP,                     /* to instruction imm */
    CODE_JUMP_IF, CODE_JUMP_UNLESS,/* value ->; jumps if it is not 0, is 0 */
    CODE_CALL,                     /* builtin with count arguments -> result; imm: below */
    CODE_CALL_OWN,  /* function imm of the unit; it takes its arguments from the operand stack */
    CODE_RETURN,                   /* value -> value for the caller; from main: the exit code */
    CODE_VALUE,  /* value (structures, arrays: address) ->; shown as type imm of the unit */
    CODE_NO_VALUE,                 /* the last statement has no value */
    CODE_BEGIN                     /* a program starts: its data goes to the image */
};

struct code_instr {
    uint8_t op;                    /* enum code_op */
    uint8_t kind;                  /* enum code_kind of what it works on */
    uint8_t count;  /* CODE_CALL: arguments; CODE_CONVERT: enum code_kind of the source */
    uint8_t builtin;               /* CODE_CALL: enum function_id */
    uint32_t span;                 /* index in spans */
    uint64_t imm;
};

struct code_text {                 /* as it lies in memory, its ending NUL included */
    const char *bytes;
    size_t len;
    unsigned char_size;            /* 1, or 2 for L"..." */
};

/* A name of the prompt that the unit uses; where it lies is known only when the unit runs. */
struct code_variable {
    const char *name;
    const struct type *type;
};

/* What a call site knows when compiled: imm is an index in sites (printf family) or in texts
 * (write with a text), or one of the values below. */
enum { CODE_MAX_ARGS = 32 };
/* imm of a CODE_CALL whose out-arguments were left out (lines) */
#define CODE_WITHOUT_OUT UINT64_MAX
#define CODE_NO_TEXT (UINT64_MAX - 1)    /* imm of a CODE_CALL that has nothing more to say */
struct code_site {
    uint64_t wide_args;            /* bit i: argument i of the call takes 8 bytes */
    bool has_format;  /* the format is a literal: text format, and no argument is pushed for it */
    size_t format;
};

struct code_function {
    size_t entry;                  /* instruction */
    uint32_t frame_size;           /* bytes of its locals */
};

/* A variable of a program, for people who watch it run. */
struct code_local {
    const char *name;
    const struct type *type;
    uint64_t offset;               /* in the frame, or in the image's data */
    bool is_global;
    struct lang_span scope;        /* from its declaration to the end of its block */
};

struct code {
    struct code_instr *instrs;
    size_t count, cap;
    struct lang_span *spans;
    size_t span_count, span_cap;
    struct code_text *texts;
    size_t text_count, text_cap;
    struct code_variable *variables;
    size_t variable_count, variable_cap;
    struct code_site *sites;
    size_t site_count, site_cap;
    const struct type **types;     /* of values that are shown */
    size_t type_count, type_cap;
    struct code_function *functions;
    size_t function_count, function_cap;
    struct code_local *locals;     /* in the order of their declarations */
    size_t local_count, local_cap;
    size_t main;                   /* index of main */
    uint8_t *data;  /* first contents of the image's data: literals and globals of a program */
    size_t data_used, data_cap;    /* bytes that are not all zero at the start */
    uint64_t data_size;            /* all of it */
    uint8_t pointer_size;
    bool program;                  /* variables live in the simulated process */
};

static inline unsigned code_kind_size(enum code_kind kind)
{
    static const uint8_t sizes[CODE_KIND_COUNT] = {1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 4, 8};
    return sizes[kind];
}

static inline bool code_kind_signed(enum code_kind kind)
{
    return kind < CODE_P32 && !(kind & 1);
}

static inline bool code_kind_is_pointer(enum code_kind kind)
{
    return kind == CODE_P32 || kind == CODE_P64;
}

static inline bool code_kind_is_floating(enum code_kind kind)
{
    return kind == CODE_F32 || kind == CODE_F64;
}

/* The canonical form of value as a value of kind. */
static inline uint64_t code_canonical(enum code_kind kind, uint64_t value)
{
    switch (kind) {
    case CODE_I8:
        return (uint64_t)(int64_t)(int8_t)value;
    case CODE_U8:
        return (uint8_t)value;
    case CODE_I16:
        return (uint64_t)(int64_t)(int16_t)value;
    case CODE_U16:
        return (uint16_t)value;
    case CODE_I32:
        return (uint64_t)(int64_t)(int32_t)value;
    case CODE_U32:
    case CODE_P32:
        return (uint32_t)value;
    case CODE_I64:
    case CODE_U64:
    case CODE_P64:
    case CODE_F32:
    case CODE_F64:
    case CODE_KIND_COUNT:
        break;
    }
    return value;
}

#endif
