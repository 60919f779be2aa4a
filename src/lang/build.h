/* build - from the tree to flat code: bind gives names and types, compile writes instructions.
 *
 * The work of code_build (bind.h), in this order for each function: bind it whole, then compile it.
 * bind*.c       names, scopes, types of expressions, mistakes
 * bind_fold.c   constant expressions
 * compile*.c    statements and expressions -> instructions; initial.c initialisers
 * emit.c        appending instructions, texts, jumps
 */
#ifndef LANG_BUILD_H
#define LANG_BUILD_H

#include "code.h"
#include "functions.h"
#include "report.h"
#include "unit.h"

enum symbol_kind {
    SYMBOL_LOCAL,                  /* value: offset in the frame */
    SYMBOL_GLOBAL,                 /* value: offset in the image's data */
    SYMBOL_PROMPT,                 /* value: index in code->variables */
    SYMBOL_FUNCTION,               /* value: index in code->functions */
    SYMBOL_BUILTIN,                /* value: enum function_id */
    SYMBOL_CONSTANT                /* value */
};
struct symbol {
    enum symbol_kind kind;
    const char *name;
    const struct type *type;
    uint64_t value;
    /* PROMPT: the name node whose first use creates it; NULL if it exists */
    const struct node *definer;
    struct node *function;         /* FUNCTION: its definition, NULL if only a prototype was seen */
    unsigned depth;                /* of the block that declares it; 0 outside of functions */
    struct symbol *next;           /* the one visible before */
};

struct builder {
    struct lang_unit *unit;
    const struct lang_env *env;
    struct lang_diags *diags;
    struct code *code;
    const struct types *types;
    bool is_program;
    struct symbol *scope;          /* innermost first */
    unsigned depth;
    uint64_t frame_used, frame_size;
    const struct type *result;     /* of the function being bound */
    bool in_main;
    const struct node *callee;     /* what the call being bound calls: a function may stand there */
    uint32_t span;                 /* index in code->spans for what is emitted */
    struct loop *loop;             /* compile's: around the statement being compiled */
    struct cases *cases;
};

/* ---- reporting: args may be NULL; texts are copied ------------------------------------------ */

void build_report(struct builder *b, enum lang_diag_id id, struct lang_span span, const char *arg0,
    const char *arg1, const char *arg2);
/* A type as text, in the unit's arena. */
const char *build_type_text(struct builder *b, const struct type *type);

/* ---- bind_names.c --------------------------------------------------------------------------- */

struct symbol *bind_name(struct builder *b, const struct node *node);  /* NULL if nobody knows it */
struct symbol *bind_find(const struct builder *b, const char *name, size_t len);
struct symbol *bind_declare(struct builder *b, enum symbol_kind kind, const struct node *at,
    const char *name, const struct type *type, uint64_t value);
/* A new variable of the prompt, made by its first use at definer. */
struct symbol *bind_define(struct builder *b, struct node *definer, const struct type *type);
/* A variable of the prompt for the code: index in code->variables. */
uint64_t bind_add_variable(struct builder *b, const char *name, const struct type *type);
/* A function of the text, visible from here on; its code is still to come. */
struct symbol *bind_new_function(struct builder *b, const struct node *node);

/* ---- bind.c, bind_expr.c, bind_call.c ------------------------------------------------------- */

const struct type *bind_expression(struct builder *b, struct node *node);
/* The same for a value that a condition tests. */
void bind_condition(struct builder *b, struct node *node);
void bind_call(struct builder *b, struct node *call);
bool bind_is_parameter(const struct node *node);

/* ---- bind_convert.c ------------------------------------------------------------------------- */

/* Reports if the value of node cannot become a to, or only dubiously. */
void bind_conversion(struct builder *b, const struct type *to, const struct node *node);
/* The type of node's value: arrays and functions decay to pointers, qualifiers go. */
const struct type *bind_value_type(const struct builder *b, const struct node *node);
const struct type *bind_promoted(const struct type *type);
const struct type *bind_common(const struct builder *b, const struct type *left,
    const struct type *right);
/* What two pointers may point to without a word: the same, void, or integers of one size. */
bool bind_is_compatible(const struct type *to, const struct type *from);
/* A mistake about two types. */
void bind_report_types(struct builder *b, enum lang_diag_id id, const struct node *node,
    const struct type *first, const struct type *second);

/* ---- bind_fold.c ---------------------------------------------------------------------------- */

/* The value of a bound constant expression, canonical in its type; false if it is none. */
bool fold_constant(const struct builder *b, const struct node *node, uint64_t *ret);
/* a constant 0 of integer type, or NULL */
bool fold_is_null(const struct builder *b, const struct node *node);

/* ---- emit.c --------------------------------------------------------------------------------- */

enum code_kind emit_kind(const struct type *type);            /* pre: scalar */
enum code_op emit_operator(enum node_op op);  /* of two operands; CODE_END if there is none */
size_t emit(struct builder *b, enum code_op op, uint64_t imm);  /* index of the instruction */
size_t emit_kinded(struct builder *b, enum code_op op, enum code_kind kind);
void emit_patch(struct builder *b, size_t jump);             /* it goes to the next instruction */
void emit_span(struct builder *b, struct lang_span span);
/* NUL is added */
size_t emit_text(struct builder *b, const char *bytes, size_t len, unsigned char_size);
/* Takes size bytes of the image's data; bytes may be NULL for zeros. Returns the offset. */
uint64_t emit_data(struct builder *b, const void *bytes, uint64_t size, uint64_t align);
uint64_t emit_literal(struct builder *b, const struct node *string);   /* its offset in the data */

/* ---- compile*.c, initial.c ------------------------------------------------------------------ */

void compile_function(struct builder *b, struct symbol *function);
void compile_statements(struct builder *b, const struct node *list);
void compile_value(struct builder *b, const struct node *node);        /* -> value, decayed */
void compile_effect(struct builder *b, const struct node *node);       /* value not wanted */
/* -> converted value */
void compile_as(struct builder *b, const struct node *node, const struct type *type);
void compile_address(struct builder *b, const struct node *node);      /* -> address of an object */
void compile_symbol(struct builder *b, const struct symbol *symbol);   /* -> address */
void compile_condition(struct builder *b, const struct node *node);    /* -> 0 or not 0 */
void compile_call(struct builder *b, const struct node *call);
void compile_conversion(struct builder *b, const struct type *from, const struct type *to);
/* Gives a variable its first value. */
void initial_compile(struct builder *b, const struct symbol *symbol, const struct node *value);

#endif
