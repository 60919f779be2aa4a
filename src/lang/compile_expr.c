/* compile_expr - expressions -> instructions. */
#include "build.h"

#include <string.h>

#include "base/mem.h"

/* ---- conversions ---------------------------------------------------------------------------- */

/* Is every canonical value of from canonical in to as well, and the same? */
static bool is_same_form(enum code_kind from, enum code_kind to)
{
    if (from == to)
        return true;
    if (code_kind_is_floating(from) || code_kind_is_floating(to))
        return from == CODE_F32 && to == CODE_F64;
    const unsigned size = code_kind_size(from), wider = code_kind_size(to);
    if (wider == 8)
        return true;
    if (code_kind_signed(from))
        return code_kind_signed(to) && wider >= size;
    return code_kind_signed(to) ? wider > size : wider >= size;
}

void compile_conversion(struct builder *b, const struct type *from, const struct type *to)
{
    if (!type_is_scalar(from) || !type_is_scalar(to) || to->kind == TYPE_ERROR)
        return;
    const enum code_kind source = emit_kind(from), target = emit_kind(to);
    if (to->kind == TYPE_BOOL && from->kind != TYPE_BOOL) {
        emit_kinded(b, CODE_TRUTH, source);
    } else if (!is_same_form(source, target)) {
        const size_t at = emit_kinded(b, CODE_CONVERT, target);
        b->code->instrs[at].count = (uint8_t)source;
    }
}

void compile_as(struct builder *b, const struct node *node, const struct type *type)
{
    compile_value(b, node);
    compile_conversion(b, bind_value_type(b, node), type);
}

/* ---- places --------------------------------------------------------------------------------- */

static enum code_kind address_kind(const struct builder *b)
{
    return b->types->pointer_size == 8 ? CODE_P64 : CODE_P32;
}

static void add_offset(struct builder *b, uint64_t offset)
{
    if (offset == 0)
        return;
    emit(b, CODE_PUSH, offset);
    emit_kinded(b, CODE_ADD, address_kind(b));
}

void compile_symbol(struct builder *b, const struct symbol *symbol)
{
    switch (symbol->kind) {
    case SYMBOL_LOCAL:
        emit(b, CODE_LOCAL, symbol->value);
        break;
    case SYMBOL_GLOBAL:
        emit(b, CODE_GLOBAL, symbol->value);
        break;
    case SYMBOL_PROMPT:
        emit(b, CODE_VARIABLE, symbol->value);
        break;
    case SYMBOL_FUNCTION:
    case SYMBOL_BUILTIN:
    case SYMBOL_CONSTANT: /* none of them has a place */
        emit(b, CODE_PUSH, 0);
        break;
    }
}

static uint64_t element_size(const struct type *pointer)
{
    return pointer->base->size ? pointer->base->size : 1; /* void counts bytes */
}

/* integer value -> the number of bytes it moves the pointer by */
static void compile_distance(
    struct builder *b, const struct node *count, const struct type *pointer)
{
    compile_as(b, count, type_ptrdiff(b->types));
    if (element_size(pointer) == 1)
        return;
    emit(b, CODE_PUSH, element_size(pointer));
    emit_kinded(b, CODE_MUL, emit_kind(type_ptrdiff(b->types)));
}

static void compile_string(struct builder *b, const struct node *node)
{
    if (b->is_program)
        emit(b, CODE_GLOBAL, emit_literal(b, node));
    else
        emit(b, CODE_TEXT, emit_text(b, node->text, node->len, (unsigned)node->type->base->size));
}

void compile_address(struct builder *b, const struct node *node)
{
    switch (node->kind) {
    case NODE_NAME:
        if (node->symbol->definer == node)
            emit(b, CODE_DEFINE, node->symbol->value);
        compile_symbol(b, node->symbol);
        break;
    case NODE_STRING:
        compile_string(b, node);
        break;
    case NODE_INDEX:
        compile_value(b, node->left);
        compile_distance(b, node->right, bind_value_type(b, node->left));
        emit_kinded(b, CODE_ADD, address_kind(b));
        break;
    case NODE_MEMBER:
        if (node->op == OP_ARROW)
            compile_value(b, node->left);
        else
            compile_address(b, node->left);
        add_offset(b, node->value);
        break;
    case NODE_UNARY: /* *p */
        compile_value(b, node->left);
        break;
    default: /* structures as values: assignments, ?: */
        compile_value(b, node);
        break;
    }
}

/* address -> value of type; what has no value of its own stays its address. */
static void load(struct builder *b, const struct type *type)
{
    if (type_is_scalar(type))
        emit_kinded(b, CODE_LOAD, emit_kind(type));
}

/* ---- operators ------------------------------------------------------------------------------ */

static bool is_shift(enum node_op op)
{
    return op == OP_SHIFT_LEFT || op == OP_SHIFT_RIGHT;
}

static bool is_comparison(enum node_op op)
{
    return op >= OP_LESS && op <= OP_NOT_EQUAL;
}

/* The type in which op works on left and right, neither being a pointer that is moved. */
static const struct type *working_type(
    const struct builder *b, enum node_op op, const struct type *left, const struct type *right)
{
    if (is_shift(op))
        return bind_promoted(left);
    if (type_is_pointer(left))
        return left;
    return type_is_pointer(right) ? right : bind_common(b, left, right);
}

static void compile_logical(struct builder *b, const struct node *node)
{
    const bool is_or = node->op == OP_OR_ELSE;
    compile_condition(b, node->left);
    const size_t decided = emit(b, is_or ? CODE_JUMP_IF : CODE_JUMP_UNLESS, 0);
    compile_condition(b, node->right);
    const size_t also = emit(b, is_or ? CODE_JUMP_IF : CODE_JUMP_UNLESS, 0);
    emit(b, CODE_PUSH, !is_or);
    const size_t end = emit(b, CODE_JUMP, 0);
    emit_patch(b, decided);
    emit_patch(b, also);
    emit(b, CODE_PUSH, is_or);
    emit_patch(b, end);
}

/* p - q: bytes between them, counted in elements */
static void compile_difference(struct builder *b, const struct node *node, const struct type *left)
{
    const enum code_kind kind = emit_kind(type_ptrdiff(b->types));
    compile_as(b, node->left, type_ptrdiff(b->types));
    compile_as(b, node->right, type_ptrdiff(b->types));
    emit_kinded(b, CODE_SUB, kind);
    if (element_size(left) == 1)
        return;
    emit(b, CODE_PUSH, element_size(left));
    emit_kinded(b, CODE_DIV, kind);
}

static void compile_binary(struct builder *b, const struct node *node)
{
    const struct type *left = bind_value_type(b, node->left),
                      *right = bind_value_type(b, node->right);
    if (node->op == OP_AND_THEN || node->op == OP_OR_ELSE) {
        compile_logical(b, node);
        return;
    }
    if (!is_comparison(node->op) && type_is_pointer(left) && type_is_pointer(right)) {
        compile_difference(b, node, left);
        return;
    }
    if (!is_comparison(node->op) && type_is_pointer(left)) {
        compile_value(b, node->left);
        compile_distance(b, node->right, left);
        emit_kinded(b, emit_operator(node->op), address_kind(b));
        return;
    }
    if (!is_comparison(node->op) && type_is_pointer(right)) {
        compile_distance(b, node->left, right);
        compile_value(b, node->right);
        emit_kinded(b, CODE_ADD, address_kind(b));
        return;
    }
    const struct type *type = working_type(b, node->op, left, right);
    compile_as(b, node->left, type);
    compile_as(b, node->right, is_shift(node->op) ? bind_promoted(right) : type);
    emit_kinded(b, emit_operator(node->op), emit_kind(type));
}

static void compile_assignment(struct builder *b, const struct node *node)
{
    const struct node *left = node->left;
    const struct type *type = bind_value_type(b, left), *right = bind_value_type(b, node->right);
    if (type_is_record(type)) {
        compile_address(b, left);
        compile_address(b, node->right);
        emit(b, CODE_COPY, type->size);
        return;
    }
    if (left->kind == NODE_NAME && left->symbol->definer == left) {
        compile_as(b, node->right, type); /* the name is born only when its value is there */
        compile_address(b, left);
        emit(b, CODE_SWAP, 0);
    } else if (node->op == OP_NONE) {
        compile_address(b, left);
        compile_as(b, node->right, type);
    } else {
        compile_address(b, left);
        emit(b, CODE_DUP, 0);
        load(b, type);
        if (type_is_pointer(type)) {
            compile_distance(b, node->right, type);
            emit_kinded(b, emit_operator(node->op), address_kind(b));
        } else {
            const struct type *work = working_type(b, node->op, type, right);
            compile_conversion(b, type, work);
            compile_as(b, node->right, is_shift(node->op) ? bind_promoted(right) : work);
            emit_kinded(b, emit_operator(node->op), emit_kind(work));
            compile_conversion(b, work, type);
        }
    }
    emit_kinded(b, CODE_STORE, emit_kind(type));
}

/* value -> value + 1 or - 1, in its own type */
static void compile_one(struct builder *b, const struct type *type, bool up)
{
    const double one = 1.0;
    uint64_t amount = type_is_pointer(type) ? element_size(type) : 1;
    if (type_is_floating(type))
        memcpy(&amount, &one, sizeof amount);
    emit(b, CODE_PUSH, amount);
    emit_kinded(b, up ? CODE_ADD : CODE_SUB, emit_kind(type));
    if (type->kind == TYPE_BOOL)
        emit_kinded(b, CODE_TRUTH, CODE_U8);
}

static void compile_step(
    struct builder *b, const struct node *node, bool is_postfix, bool is_wanted)
{
    const struct type *type = bind_value_type(b, node->left);
    const bool up = node->op == OP_PRE_INC || node->op == OP_POST_INC;
    compile_address(b, node->left);
    emit(b, CODE_DUP, 0);
    load(b, type);
    compile_one(b, type, up);
    emit_kinded(b, CODE_STORE, emit_kind(type));
    if (is_postfix && is_wanted) /* the old value is the new one taken back */
        compile_one(b, type, !up);
}

static void compile_unary(struct builder *b, const struct node *node)
{
    const struct type *type = bind_value_type(b, node->left);
    switch (node->op) {
    case OP_ADDRESS:
        compile_address(b, node->left);
        break;
    case OP_DEREF:
        compile_value(b, node->left);
        load(b, node->type);
        break;
    case OP_NOT:
        compile_value(b, node->left);
        emit_kinded(b, CODE_NOT, emit_kind(type));
        break;
    case OP_PRE_INC:
    case OP_PRE_DEC:
        compile_step(b, node, false, true);
        break;
    default: /* + - ~ */
        compile_as(b, node->left, node->type);
        if (node->op != OP_PLUS)
            emit_kinded(
                b, node->op == OP_MINUS ? CODE_NEGATE : CODE_COMPLEMENT, emit_kind(node->type));
        break;
    }
}

static void compile_conditional(struct builder *b, const struct node *node)
{
    compile_condition(b, node->left);
    const size_t other = emit(b, CODE_JUMP_UNLESS, 0);
    compile_as(b, node->right, node->type);
    const size_t end = emit(b, CODE_JUMP, 0);
    emit_patch(b, other);
    compile_as(b, node->third, node->type);
    emit_patch(b, end);
}

static uint64_t float_bits(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

/* ---- all of them ---------------------------------------------------------------------------- */

void compile_value(struct builder *b, const struct node *node)
{
    switch (node->kind) {
    case NODE_INTEGER:
    case NODE_CHARACTER:
        emit(b, CODE_PUSH, code_canonical(emit_kind(node->type), node->value));
        break;
    case NODE_FLOAT:
        emit(b, CODE_PUSH, float_bits(node->number));
        break;
    case NODE_NAME:
        if (node->symbol->kind == SYMBOL_CONSTANT) {
            emit(b, CODE_PUSH, node->symbol->value);
            break;
        }
        compile_address(b, node);
        load(b, node->type);
        break;
    case NODE_STRING:
        compile_string(b, node);
        break;
    case NODE_INDEX:
    case NODE_MEMBER:
        compile_address(b, node);
        load(b, node->type);
        break;
    case NODE_CALL:
        compile_call(b, node);
        break;
    case NODE_UNARY:
        compile_unary(b, node);
        break;
    case NODE_POSTFIX:
        compile_step(b, node, true, true);
        break;
    case NODE_BINARY:
        compile_binary(b, node);
        break;
    case NODE_ASSIGN:
        compile_assignment(b, node);
        break;
    case NODE_CONDITIONAL:
        compile_conditional(b, node);
        break;
    case NODE_COMMA:
        compile_effect(b, node->left);
        compile_value(b, node->right);
        break;
    case NODE_CAST:
        compile_as(b, node->left, node->type);
        break;
    case NODE_SIZEOF_TYPE:
        emit(b, CODE_PUSH, node->written->size);
        break;
    case NODE_SIZEOF:
        emit(b, CODE_PUSH, node->left->type->size);
        break;
    default: /* no expression */
        emit(b, CODE_PUSH, 0);
        break;
    }
}

void compile_effect(struct builder *b, const struct node *node)
{
    if (node->kind == NODE_POSTFIX)
        compile_step(b, node, true, false);
    else
        compile_value(b, node);
    emit(b, CODE_DROP, 0);
}

void compile_condition(struct builder *b, const struct node *node)
{
    const struct type *type = bind_value_type(b, node);
    compile_value(b, node);
    if (type_is_floating(type)) /* -0.0 is not all zero bits */
        emit_kinded(b, CODE_TRUTH, emit_kind(type));
}
