/* ast - the tree as an S-expression. */
#include "ast.h"

#include <string.h>

static const char *op_text(enum node_op op)
{
    static const char *const texts[] = {
        [OP_NONE] = "", [OP_MUL] = "*", [OP_DIV] = "/", [OP_MOD] = "%", [OP_ADD] = "+",
        [OP_SUB] = "-",
        [OP_SHIFT_LEFT] = "<<", [OP_SHIFT_RIGHT] = ">>", [OP_BIT_AND] = "&", [OP_BIT_XOR] = "^",
        [OP_BIT_OR] = "|", [OP_LESS] = "<", [OP_GREATER] = ">", [OP_LESS_EQUAL] = "<=",
        [OP_GREATER_EQUAL] = ">=", [OP_EQUAL] = "==", [OP_NOT_EQUAL] = "!=", [OP_AND_THEN] = "&&",
        [OP_OR_ELSE] = "||", [OP_ADDRESS] = "addr", [OP_DEREF] = "deref", [OP_PLUS] = "pos",
        [OP_MINUS] = "neg", [OP_NOT] = "!", [OP_BIT_NOT] = "~", [OP_PRE_INC] = "++pre",
        [OP_PRE_DEC] = "--pre",
        [OP_POST_INC] = "post++", [OP_POST_DEC] = "post--", [OP_DOT] = ".", [OP_ARROW] = "->",
    };
    return texts[op];
}

static const char *kind_text(enum node_kind kind)
{
    static const char *const texts[] = {
        [NODE_ERROR] = "error", [NODE_CALL] = "call", [NODE_INDEX] = "index",
        [NODE_CONDITIONAL] = "?",
        [NODE_COMMA] = "comma", [NODE_CAST] = "cast", [NODE_SIZEOF_TYPE] = "sizeof",
        [NODE_SIZEOF] = "sizeof",
        [NODE_INIT_LIST] = "init", [NODE_DESIGNATED] = "designated",
        [NODE_COMPOUND_LITERAL] = "compound",
        [NODE_EXPRESSION] = "expr", [NODE_EMPTY] = "empty", [NODE_DECLARATION] = "declare",
        [NODE_BLOCK] = "block",
        [NODE_IF] = "if", [NODE_WHILE] = "while", [NODE_DO] = "do", [NODE_FOR] = "for",
        [NODE_SWITCH] = "switch",
        [NODE_CASE] = "case", [NODE_DEFAULT] = "default", [NODE_LABEL] = "label",
        [NODE_GOTO] = "goto",
        [NODE_RETURN] = "return", [NODE_BREAK] = "break", [NODE_CONTINUE] = "continue",
        [NODE_TRY_EXCEPT] = "try-except", [NODE_TRY_FINALLY] = "try-finally",
        [NODE_LEAVE] = "leave",
        [NODE_VARIABLE] = "var", [NODE_TYPEDEF] = "typedef", [NODE_PARAMETER] = "param",
        [NODE_FUNCTION] = "function", [NODE_UNIT] = "unit",
    };
    return (size_t)kind < sizeof texts / sizeof *texts && texts[kind] ? texts[kind] : "?";
}

static void print_string(struct buf *out, const struct node *node)
{
    buf_addc(out, '"');
    for (size_t i = 0; i < node->len; i++) {
        const unsigned char c = (unsigned char)node->text[i];
        if (c < 0x20 || c == '"' || c == '\\')
            buf_addf(out, "\\%03o", c);
        else
            buf_addc(out, (char)c);
    }
    buf_addc(out, '"');
}

static void print_child(struct buf *out, const struct node *child)
{
    buf_addc(out, ' ');
    if (child)
        node_print(out, child);
    else
        buf_addc(out, '_');
}

static bool print_leaf(struct buf *out, const struct node *node)
{
    switch ((int)node->kind) {
    case NODE_INTEGER: case NODE_CHARACTER:
        buf_addf(out, "%lld", (long long)node->value);
        return true;
    case NODE_FLOAT:
        buf_addf(out, "%g", node->number);
        return true;
    case NODE_STRING:
        print_string(out, node);
        return true;
    case NODE_NAME:
        buf_add(out, node->text);
        return true;
    default:
        return false;
    }
}

static void print_head(struct buf *out, const struct node *node)
{
    switch ((int)node->kind) {
    case NODE_UNARY: case NODE_POSTFIX: case NODE_BINARY: case NODE_MEMBER:
        buf_add(out, op_text(node->op));
        break;
    case NODE_ASSIGN:
        buf_addf(out, "%s=", op_text(node->op));
        break;
    default:
        buf_add(out, kind_text(node->kind));
        break;
    }
}

/* "(" head [ name ] [ "type" ] children ")"; what may be left out in C shows as _ where it
 * matters. */
void node_print(struct buf *out, const struct node *node)
{
    if (print_leaf(out, node))
        return;
    buf_addc(out, '(');
    print_head(out, node);
    if (node->text && node->kind != NODE_MEMBER)
        buf_addf(out, " %s", node->text);
    if (node->written) {
        buf_add(out, " \"");
        type_format(out, node->written);
        buf_addc(out, '"');
    }
    const bool is_for = node->kind == NODE_FOR;
    if (is_for)
        print_child(out, node->list);
    if (node->left || is_for)
        print_child(out, node->left);
    if (node->right || is_for)
        print_child(out, node->right);
    if (node->kind == NODE_MEMBER)
        buf_addf(out, " %s", node->text ? node->text : "_");
    for (const struct node *child = is_for ? NULL : node->list; child; child = child->next)
        print_child(out, child);
    if (node->body)
        print_child(out, node->body);
    if (node->third)
        print_child(out, node->third);
    buf_addc(out, ')');
}
