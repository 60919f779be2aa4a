/* bind_expr - the types of expressions and what is wrong with them; bind_convert.c has the rules by
 * which one type becomes another. */
#include "build.h"
#include "machine.h"

static const struct type *error_type(void)
{
    return type_basic(TYPE_ERROR);
}

static bool is_error(const struct type *type)
{
    return type->kind == TYPE_ERROR;
}

void bind_condition(struct builder *b, struct node *node)
{
    const struct type *type = bind_expression(b, node);
    if (is_error(type))
        return;
    if (type->kind == TYPE_VOID)
        build_report(b, LANG_DIAG_NO_VALUE, node->span, NULL, NULL, NULL);
    else if (!type_is_scalar(bind_value_type(b, node)))
        build_report(
            b, LANG_DIAG_NOT_A_CONDITION, node->span, build_type_text(b, type), NULL, NULL);
}

/* ---- what can be changed -------------------------------------------------------------------- */

static bool is_object(const struct node *node)
{
    switch (node->kind) {
    case NODE_NAME:
        return node->symbol &&
               (node->symbol->kind == SYMBOL_LOCAL || node->symbol->kind == SYMBOL_GLOBAL ||
                   node->symbol->kind == SYMBOL_PROMPT);
    case NODE_INDEX:
    case NODE_STRING:
        return true;
    case NODE_MEMBER:
        return node->op == OP_ARROW || is_object(node->left);
    case NODE_UNARY:
        return node->op == OP_DEREF;
    default: /* everything else is a value without a place */
        return false;
    }
}

/* Reports and returns false if node cannot stand on the left of an assignment. */
static bool can_change(struct builder *b, const struct node *node)
{
    if (is_error(node->type))
        return false;
    if (!is_object(node) || node->type->kind == TYPE_ARRAY || node->type->kind == TYPE_FUNCTION) {
        build_report(b, LANG_DIAG_NOT_CHANGEABLE, node->span, NULL, NULL, NULL);
        return false;
    }
    if (node->type->kind == TYPE_VOID) {
        build_report(b, LANG_DIAG_NO_VALUE, node->span, NULL, NULL, NULL);
        return false;
    }
    if (node->type->qualifiers & TYPE_CONST)
        build_report(b, LANG_DIAG_IS_CONST, node->span, NULL, NULL, NULL);
    return true;
}

/* ---- single kinds --------------------------------------------------------------------------- */

static const struct type *unknown_name(struct builder *b, const struct node *node)
{
    if (unit_lost_name(b->unit, node->text, node->len))
        return error_type();
    struct suggestion nearest;
    suggest_begin(&nearest, node->text, node->len);
    for (const struct symbol *s = b->scope; s; s = s->next)
        suggest_try(&nearest, s->name);
    const char *meant = nearest.best;
    if (!meant)
        meant = suggest_name(node->text, node->len,
            SUGGEST_FUNCTIONS | SUGGEST_CONSTANTS | SUGGEST_VARIABLES,
            b->is_program ? NULL : b->env, &b->unit->arena);
    const struct report report = {.id = LANG_DIAG_UNKNOWN_NAME,
        .span = node->span,
        .args = {node->text},
        .suggestion = meant};
    report_add(b->diags, &b->unit->source, &report);
    return error_type();
}

static const struct type *name(struct builder *b, struct node *node)
{
    node->symbol = bind_name(b, node);
    if (!node->symbol)
        return unknown_name(b, node);
    const struct type *type = node->symbol->type;
    if (type->kind == TYPE_FUNCTION && node != b->callee) {
        build_report(b, LANG_DIAG_FUNCTION_NOT_CALLED, node->span, node->symbol->name, NULL, NULL);
        return error_type();
    }
    return type;
}

/* *p and p[i] need to know what p points to; void is refused, as the compiler does. */
static const struct type *pointed_to(
    struct builder *b, const struct node *at, const struct type *type)
{
    if (is_error(type))
        return type;
    if (!type_is_pointer(type)) {
        build_report(b, LANG_DIAG_NOT_A_POINTER, at->span, build_type_text(b, type), NULL, NULL);
        return error_type();
    }
    return type->base;
}

static const struct type *element(struct builder *b, struct node *node)
{
    bind_expression(b, node->left);
    bind_expression(b, node->right);
    const struct type *left = bind_value_type(b, node->left),
                      *right = bind_value_type(b, node->right);
    if (is_error(left) || is_error(right))
        return error_type();
    if (type_is_integer(left) && type_is_pointer(right)) { /* 2[p] is p[2] */
        struct node *swap = node->left;
        node->left = node->right;
        node->right = swap;
        return element(b, node);
    }
    const struct type *type = pointed_to(b, node->left, left);
    if (!is_error(type) && !type_is_integer(right)) {
        build_report(
            b, LANG_DIAG_NOT_AN_INTEGER, node->right->span, build_type_text(b, right), NULL, NULL);
        return error_type();
    }
    /* p[0] of what VirtualAlloc gave: the prompt takes bytes, so that memory can be tried out at
     * once */
    if (type->kind == TYPE_VOID && !b->is_program)
        return type_basic(TYPE_UCHAR);
    if (type->kind == TYPE_VOID) {
        build_report(
            b, LANG_DIAG_VOID_POINTER, node->left->span, build_type_text(b, left), NULL, NULL);
        return error_type();
    }
    return type;
}

static const struct type *member(struct builder *b, struct node *node)
{
    const struct type *type = bind_expression(b, node->left);
    if (node->op == OP_ARROW)
        type = pointed_to(b, node->left, bind_value_type(b, node->left));
    if (is_error(type))
        return type;
    if (!type_is_record(type)) {
        build_report(
            b, LANG_DIAG_NOT_A_RECORD, node->left->span, build_type_text(b, type), NULL, NULL);
        return error_type();
    }
    uint64_t offset;
    const struct type_member *m = type_member_find(type, node->text, node->len, &offset);
    if (!m) {
        struct suggestion nearest;
        suggest_begin(&nearest, node->text, node->len);
        for (size_t i = 0; i < type->record->member_count; i++)
            if (type->record->members[i].name)
                suggest_try(&nearest, type->record->members[i].name);
        const struct report report = {.id = LANG_DIAG_NO_MEMBER,
            .span = node->at,
            .args = {build_type_text(b, type), node->text},
            .suggestion = nearest.best};
        report_add(b->diags, &b->unit->source, &report);
        return error_type();
    }
    node->value = offset;
    return type->qualifiers ? type_qualified(b->types, m->type, type->qualifiers) : m->type;
}

static const struct type *bad_operand(struct builder *b, const struct node *node)
{
    if (!is_error(node->left->type))
        build_report(
            b, LANG_DIAG_BAD_OPERAND, node->at, build_type_text(b, node->left->type), NULL, NULL);
    return error_type();
}

static const struct type *address_of(struct builder *b, struct node *node)
{
    struct node *left = node->left;
    const struct type *type = bind_expression(b, left);
    if (is_error(type))
        return type;
    if (!is_object(left)) {
        build_report(b, LANG_DIAG_NO_ADDRESS, left->span, NULL, NULL, NULL);
        return error_type();
    }
    return type_pointer(b->types, type);
}

static const struct type *step(struct builder *b, struct node *node)
{
    const struct type *type = bind_expression(b, node->left);
    if (!can_change(b, node->left))
        return error_type();
    if (!type_is_scalar(type))
        return bad_operand(b, node);
    return bind_value_type(b, node->left);
}

static const struct type *unary(struct builder *b, struct node *node)
{
    if (node->op == OP_ADDRESS)
        return address_of(b, node);
    if (node->op == OP_PRE_INC || node->op == OP_PRE_DEC)
        return step(b, node);
    bind_expression(b, node->left);
    const struct type *type = bind_value_type(b, node->left);
    if (is_error(type))
        return type;
    switch (node->op) {
    case OP_DEREF:
        type = pointed_to(b, node->left, type);
        if (type->kind == TYPE_VOID && !b->is_program)
            return type_basic(TYPE_UCHAR); /* as p[0] */
        if (type->kind != TYPE_VOID)
            return type;
        build_report(b, LANG_DIAG_VOID_POINTER, node->left->span,
            build_type_text(b, node->left->type), NULL, NULL);
        return error_type();
    case OP_NOT:
        return type_is_scalar(type) ? type_basic(TYPE_INT) : bad_operand(b, node);
    case OP_BIT_NOT:
        return type_is_integer(type) ? bind_promoted(type) : bad_operand(b, node);
    default: /* + and - */
        return type_is_arithmetic(type) ? bind_promoted(type) : bad_operand(b, node);
    }
}

/* ---- two operands --------------------------------------------------------------------------- */

static const struct type *bad_operands(
    struct builder *b, const struct node *node, const struct type *left, const struct type *right)
{
    build_report(b, LANG_DIAG_BAD_OPERANDS, node->at, build_type_text(b, left),
        build_type_text(b, right), NULL);
    return error_type();
}

/* p + 1 on a void pointer counts bytes, as most compilers let it; the standard does not. */
static const struct type *moved_pointer(
    struct builder *b, const struct node *node, const struct type *pointer)
{
    if (pointer->base->kind == TYPE_VOID) {
        if (b->is_program)
            build_report(b, LANG_DIAG_VOID_ARITHMETIC, node->at, NULL, NULL, NULL);
    } else if (!type_is_complete(pointer->base)) {
        build_report(
            b, LANG_DIAG_NO_SIZE, node->span, build_type_text(b, pointer->base), NULL, NULL);
        return error_type();
    }
    return pointer;
}

static const struct type *additive(
    struct builder *b, struct node *node, const struct type *left, const struct type *right)
{
    if (type_is_pointer(left) && type_is_integer(right))
        return moved_pointer(b, node, left);
    if (type_is_integer(left) && type_is_pointer(right) && node->op == OP_ADD)
        return moved_pointer(b, node, right);
    if (type_is_pointer(left) && type_is_pointer(right) && node->op == OP_SUB) {
        if (!bind_is_compatible(left, right))
            return bad_operands(b, node, left, right);
        return is_error(moved_pointer(b, node, left)) ? error_type() : type_ptrdiff(b->types);
    }
    return bad_operands(b, node, left, right);
}

static const struct type *comparison(
    struct builder *b, const struct node *node, const struct type *left, const struct type *right)
{
    const bool pointers = type_is_pointer(left) && type_is_pointer(right);
    const bool mixed = (type_is_pointer(left) && type_is_integer(right)) ||
                       (type_is_integer(left) && type_is_pointer(right));
    if (!pointers && !mixed && !(type_is_arithmetic(left) && type_is_arithmetic(right)))
        return bad_operands(b, node, left, right);
    if (mixed && b->is_program && !fold_is_null(b, node->left) && !fold_is_null(b, node->right))
        build_report(b, LANG_DIAG_POINTER_COMPARED, node->at, build_type_text(b, left),
            build_type_text(b, right), NULL);
    return type_basic(TYPE_INT);
}

static const struct type *operands(
    struct builder *b, struct node *node, const struct type *left, const struct type *right)
{
    const bool arithmetic = type_is_arithmetic(left) && type_is_arithmetic(right);
    const bool integers = type_is_integer(left) && type_is_integer(right);
    switch (node->op) {
    case OP_ADD:
    case OP_SUB:
        return arithmetic ? bind_common(b, left, right) : additive(b, node, left, right);
    case OP_MUL:
    case OP_DIV:
        return arithmetic ? bind_common(b, left, right) : bad_operands(b, node, left, right);
    case OP_MOD:
    case OP_BIT_AND:
    case OP_BIT_XOR:
    case OP_BIT_OR:
        return integers ? bind_common(b, left, right) : bad_operands(b, node, left, right);
    case OP_SHIFT_LEFT:
    case OP_SHIFT_RIGHT:
        return integers ? bind_promoted(left) : bad_operands(b, node, left, right);
    case OP_AND_THEN:
    case OP_OR_ELSE:
        return type_is_scalar(left) && type_is_scalar(right) ? type_basic(TYPE_INT)
                                                             : bad_operands(b, node, left, right);
    default: /* < > <= >= == != */
        return comparison(b, node, left, right);
    }
}

static const struct type *binary(struct builder *b, struct node *node)
{
    bind_expression(b, node->left);
    bind_expression(b, node->right);
    const struct type *left = bind_value_type(b, node->left),
                      *right = bind_value_type(b, node->right);
    if (is_error(left) || is_error(right))
        return error_type();
    uint64_t divisor;
    if ((node->op == OP_DIV || node->op == OP_MOD) && type_is_integer(right) &&
        fold_constant(b, node->right, &divisor) && divisor == 0)
        build_report(b, LANG_DIAG_DIVIDED_BY_ZERO, node->at, NULL, NULL, NULL);
    return operands(b, node, left, right);
}

/* x = value with a name that the prompt does not know yet: it is born with the type of the
 * value. */
static const struct type *first_assignment(struct builder *b, struct node *node)
{
    if (is_error(bind_expression(b, node->right)))
        return error_type();
    const struct type *type = bind_value_type(b, node->right);
    if (type->kind == TYPE_VOID) {
        build_report(b, LANG_DIAG_NO_VALUE, node->right->span, NULL, NULL, NULL);
        return error_type();
    }
    bind_define(b, node->left, type);
    return type;
}

static const struct type *assignment(struct builder *b, struct node *node)
{
    struct node *left = node->left;
    if (!b->is_program && node->op == OP_NONE && left->kind == NODE_NAME && !bind_name(b, left))
        return first_assignment(b, node);
    bind_expression(b, left);
    bind_expression(b, node->right);
    if (!can_change(b, left) || is_error(node->right->type))
        return error_type();
    const struct type *type = bind_value_type(b, left);
    if (node->op == OP_NONE) {
        bind_conversion(b, type, node->right);
        return type;
    }
    const struct type *right = bind_value_type(b, node->right);
    const struct type *result = operands(b, node, type, right);
    if (type_is_pointer(type) && type_is_pointer(right) && !is_error(result))
        return bad_operands(b, node, type, right);
    if (type_is_integer(type) && type_is_pointer(result))
        return bad_operands(b, node, type, right);
    return is_error(result) ? result : type;
}

static const struct type *conditional(struct builder *b, struct node *node)
{
    bind_condition(b, node->left);
    bind_expression(b, node->right);
    bind_expression(b, node->third);
    const struct type *left = bind_value_type(b, node->right),
                      *right = bind_value_type(b, node->third);
    if (is_error(left) || is_error(right) || is_error(node->left->type))
        return error_type();
    if (type_is_arithmetic(left) && type_is_arithmetic(right))
        return bind_common(b, left, right);
    if (type_is_pointer(left) && type_is_pointer(right))
        return left->base->kind == TYPE_VOID ? right : left;
    if (type_is_pointer(left) && fold_is_null(b, node->third))
        return left;
    if (type_is_pointer(right) && fold_is_null(b, node->right))
        return right;
    if (left->kind == TYPE_VOID && right->kind == TYPE_VOID)
        return left;
    return bad_operands(b, node, left, right);
}

static const struct type *cast(struct builder *b, struct node *node)
{
    bind_expression(b, node->left);
    const struct type *from = bind_value_type(b, node->left), *to = node->written;
    if (is_error(from) || is_error(to))
        return error_type();
    const bool mixed = (type_is_pointer(to) && type_is_floating(from)) ||
                       (type_is_floating(to) && type_is_pointer(from));
    if (to->kind != TYPE_VOID && (!type_is_scalar(to) || !type_is_scalar(from) || mixed)) {
        bind_report_types(b, LANG_DIAG_NO_CONVERSION, node, from, to);
        return error_type();
    }
    return to;
}

static const struct type *size_of(struct builder *b, struct node *node)
{
    const struct type *type =
        node->kind == NODE_SIZEOF ? bind_expression(b, node->left) : node->written;
    if (is_error(type))
        return type;
    if (!type_is_complete(type)) {
        build_report(b, LANG_DIAG_NO_SIZE, node->span, build_type_text(b, type), NULL, NULL);
        return error_type();
    }
    return type_size_t(b->types);
}

static const struct type *expression(struct builder *b, struct node *node)
{
    switch (node->kind) {
    case NODE_INTEGER:
    case NODE_FLOAT:
    case NODE_CHARACTER:
    case NODE_STRING:
        return node->type;
    case NODE_NAME:
        return name(b, node);
    case NODE_CALL:
        bind_call(b, node);
        return node->type;
    case NODE_INDEX:
        return element(b, node);
    case NODE_MEMBER:
        return member(b, node);
    case NODE_UNARY:
        return unary(b, node);
    case NODE_POSTFIX:
        return step(b, node);
    case NODE_BINARY:
        return binary(b, node);
    case NODE_ASSIGN:
        return assignment(b, node);
    case NODE_CONDITIONAL:
        return conditional(b, node);
    case NODE_COMMA:
        bind_expression(b, node->left);
        bind_expression(b, node->right);
        return bind_value_type(b, node->right);
    case NODE_CAST:
        return cast(b, node);
    case NODE_SIZEOF_TYPE:
    case NODE_SIZEOF:
        return size_of(b, node);
    default: /* compound literals, lists out of place */
        build_report(b, LANG_DIAG_NOT_SIMULATED, node->span, "{ }", NULL, NULL);
        return error_type();
    }
}

const struct type *bind_expression(struct builder *b, struct node *node)
{
    node->type = expression(b, node);
    return node->type;
}
