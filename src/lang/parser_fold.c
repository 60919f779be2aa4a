/* parser_fold - integer constant expressions that the parser itself must know: lengths of
 * arrays. */
#include "constants.h"
#include "parser.h"

static bool fold_binary(enum node_op op, int64_t a, int64_t b, int64_t *ret)
{
    const uint64_t ua = (uint64_t)a, ub = (uint64_t)b;
    switch ((int)op) {
    case OP_MUL: *ret = (int64_t)(ua * ub); return true;
    case OP_ADD: *ret = (int64_t)(ua + ub); return true;
    case OP_SUB: *ret = (int64_t)(ua - ub); return true;
    case OP_DIV: case OP_MOD:
        if (b == 0 || (a == INT64_MIN && b == -1))
            return false;
        *ret = op == OP_DIV ? a / b : a % b;
        return true;
    case OP_SHIFT_LEFT: *ret = (int64_t)(ua << (ub & 63)); return true;
    case OP_SHIFT_RIGHT: *ret = (int64_t)(ua >> (ub & 63)); return true;
    case OP_BIT_AND: *ret = (int64_t)(ua & ub); return true;
    case OP_BIT_XOR: *ret = (int64_t)(ua ^ ub); return true;
    case OP_BIT_OR: *ret = (int64_t)(ua | ub); return true;
    case OP_LESS: *ret = a < b; return true;
    case OP_GREATER: *ret = a > b; return true;
    case OP_LESS_EQUAL: *ret = a <= b; return true;
    case OP_GREATER_EQUAL: *ret = a >= b; return true;
    case OP_EQUAL: *ret = a == b; return true;
    case OP_NOT_EQUAL: *ret = a != b; return true;
    case OP_AND_THEN: *ret = a && b; return true;
    case OP_OR_ELSE: *ret = a || b; return true;
    default: return false;
    }
}

static bool fold_unary(enum node_op op, int64_t a, int64_t *ret)
{
    switch ((int)op) {
    case OP_PLUS: *ret = a; return true;
    case OP_MINUS: *ret = (int64_t)(0 - (uint64_t)a); return true;
    case OP_NOT: *ret = !a; return true;
    case OP_BIT_NOT: *ret = ~a; return true;
    default: return false;
    }
}

bool fold_integer(struct parser *p, const struct node *node, int64_t *ret_value)
{
    int64_t a, b;
    switch ((int)node->kind) {
    case NODE_INTEGER: case NODE_CHARACTER:
        *ret_value = (int64_t)node->value;
        return true;
    case NODE_NAME: {
        const struct constant *constant = constant_find(node->text, node->len);
        *ret_value = constant ? (int64_t)constant->value : 0;
        return constant && constant->kind != TYPE_POINTER;
    }
    case NODE_SIZEOF_TYPE:
        *ret_value = (int64_t)node->written->size;
        return type_is_complete(node->written);
    case NODE_CAST:
        return type_is_integer(node->written) && fold_integer(p, node->left, ret_value);
    case NODE_UNARY:
        return fold_integer(p, node->left, &a) && fold_unary(node->op, a, ret_value);
    case NODE_BINARY:
        return fold_integer(p, node->left, &a) && fold_integer(p, node->right, &b)
            && fold_binary(node->op, a, b, ret_value);
    case NODE_CONDITIONAL:
        return fold_integer(p, node->left, &a) && fold_integer(p, a ? node->right : node->third,
            ret_value);
    default:
        return false;
    }
}
