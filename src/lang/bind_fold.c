/* bind_fold - constant expressions: case labels and first values of globals. */
#include "build.h"

#include <string.h>

#include "layout.h"
#include "machine.h"

static bool fold_as(
    const struct builder *b, const struct node *node, const struct type *type, uint64_t *ret)
{
    const struct type *from = bind_value_type(b, node);
    if (!fold_constant(b, node, ret) || !type_is_scalar(type) || !type_is_scalar(from))
        return false;
    if (type->kind == TYPE_BOOL)
        *ret = operate_unary(CODE_TRUTH, emit_kind(from), *ret);
    else
        *ret = operate_convert(emit_kind(type), emit_kind(from), *ret);
    return true;
}

static bool fold_truth(const struct builder *b, const struct node *node, bool *ret)
{
    uint64_t value;
    if (!fold_constant(b, node, &value))
        return false;
    *ret = operate_unary(CODE_TRUTH, emit_kind(bind_value_type(b, node)), value) != 0;
    return true;
}

static bool fold_logical(const struct builder *b, const struct node *node, uint64_t *ret)
{
    bool left, right;
    if (!fold_truth(b, node->left, &left))
        return false;
    if (left == (node->op == OP_OR_ELSE)) {
        *ret = left;
        return true;
    }
    if (!fold_truth(b, node->right, &right))
        return false;
    *ret = right;
    return true;
}

static bool fold_binary(const struct builder *b, const struct node *node, uint64_t *ret)
{
    if (node->op == OP_AND_THEN || node->op == OP_OR_ELSE)
        return fold_logical(b, node, ret);
    const struct type *left = bind_value_type(b, node->left),
                      *right = bind_value_type(b, node->right);
    if (!type_is_arithmetic(left) || !type_is_arithmetic(right))
        return false;
    const bool shift = node->op == OP_SHIFT_LEFT || node->op == OP_SHIFT_RIGHT;
    const struct type *common = shift ? bind_promoted(left) : bind_common(b, left, right);
    uint64_t x, y;
    uint32_t exception;
    return fold_as(b, node->left, common, &x) &&
           fold_as(b, node->right, shift ? bind_promoted(right) : common, &y) &&
           operate_binary(emit_operator(node->op), emit_kind(common), x, y, ret, &exception);
}

static bool fold_unary(const struct builder *b, const struct node *node, uint64_t *ret)
{
    switch (node->op) {
    case OP_PLUS:
        return fold_as(b, node->left, node->type, ret);
    case OP_MINUS:
    case OP_BIT_NOT:
        if (!fold_as(b, node->left, node->type, ret))
            return false;
        *ret = operate_unary(
            node->op == OP_MINUS ? CODE_NEGATE : CODE_COMPLEMENT, emit_kind(node->type), *ret);
        return true;
    case OP_NOT: {
        bool truth;
        if (!fold_truth(b, node->left, &truth))
            return false;
        *ret = !truth;
        return true;
    }
    case OP_ADDRESS:
        if (node->left->kind != NODE_NAME || !node->left->symbol ||
            node->left->symbol->kind != SYMBOL_GLOBAL)
            return false;
        *ret = layout_data(b->unit->machine) + node->left->symbol->value;
        return true;
    default: /* * ++ --: not constant */
        return false;
    }
}

static bool fold_name(const struct builder *b, const struct node *node, uint64_t *ret)
{
    const struct symbol *s = node->symbol;
    if (!s)
        return false;
    *ret = s->value;
    if (s->kind == SYMBOL_GLOBAL && s->type->kind == TYPE_ARRAY)
        *ret += layout_data(b->unit->machine);
    else if (s->kind != SYMBOL_CONSTANT)
        return false;
    return true;
}

bool fold_constant(const struct builder *b, const struct node *node, uint64_t *ret)
{
    bool truth;
    switch (node->kind) {
    case NODE_INTEGER:
    case NODE_CHARACTER:
        *ret = code_canonical(emit_kind(node->type), node->value);
        return true;
    case NODE_FLOAT:
        memcpy(ret, &node->number, sizeof *ret);
        return true;
    case NODE_NAME:
        return fold_name(b, node, ret);
    case NODE_UNARY:
        return fold_unary(b, node, ret);
    case NODE_BINARY:
        return fold_binary(b, node, ret);
    case NODE_CONDITIONAL:
        return fold_truth(b, node->left, &truth) &&
               fold_as(b, truth ? node->right : node->third, node->type, ret);
    case NODE_CAST:
        return fold_as(b, node->left, node->type, ret);
    case NODE_SIZEOF_TYPE:
        *ret = node->written->size;
        return true;
    case NODE_SIZEOF:
        *ret = node->left->type->size;
        return true;
    default: /* everything else happens while running */
        return false;
    }
}

bool fold_is_null(const struct builder *b, const struct node *node)
{
    uint64_t value;
    if (node->kind == NODE_CAST && node->type->kind == TYPE_POINTER &&
        node->type->base->kind == TYPE_VOID)
        return fold_is_null(b, node->left);
    if (node->kind == NODE_NAME && node->type->kind == TYPE_POINTER)
        return node->symbol && node->symbol->kind == SYMBOL_CONSTANT && node->symbol->value == 0;
    return type_is_integer(node->type) && fold_constant(b, node, &value) && value == 0;
}
