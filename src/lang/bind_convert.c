/* bind_convert - which types values have, and which types become which. */
#include "build.h"

static bool is_error(const struct type *type)
{
    return type->kind == TYPE_ERROR;
}

const struct type *bind_value_type(const struct builder *b, const struct node *node)
{
    const struct type *type = node->type;
    if (type->kind == TYPE_ARRAY)
        return type_pointer(b->types, type->base);
    if (type->kind == TYPE_FUNCTION)
        return type_pointer(b->types, type);
    return type->qualifiers ? type_unqualified(b->types, type) : type;
}

const struct type *bind_promoted(const struct type *type)
{
    return type_is_integer(type) && (type->kind < TYPE_INT || type->kind == TYPE_ENUM)
               ? type_basic(TYPE_INT)
               : type;
}

/* The usual arithmetic conversions. long is as wide as int, so unsigned int with long is
 * unsigned long. */
const struct type *bind_common(
    const struct builder *b, const struct type *left, const struct type *right)
{
    (void)b;
    if (type_is_floating(left) || type_is_floating(right)) {
        const bool wide = left->kind == TYPE_DOUBLE || right->kind == TYPE_DOUBLE;
        return type_basic(wide ? TYPE_DOUBLE : TYPE_FLOAT);
    }
    left = bind_promoted(left);
    right = bind_promoted(right);
    const struct type *high = left->kind >= right->kind ? left : right,
                      *low = high == left ? right : left;
    if (!type_is_signed(low) && type_is_signed(high) && low->size == high->size)
        return type_basic(high->kind == TYPE_LONG ? TYPE_ULONG : TYPE_ULLONG);
    return high;
}

bool bind_is_compatible(const struct type *to, const struct type *from)
{
    const struct type *a = to->base, *c = from->base;
    return a->kind == TYPE_VOID || c->kind == TYPE_VOID || type_equal(a, c) || is_error(a) ||
           is_error(c) || (type_is_integer(a) && type_is_integer(c) && a->size == c->size);
}

void bind_report_types(struct builder *b, enum lang_diag_id id, const struct node *node,
    const struct type *first, const struct type *second)
{
    build_report(b, id, node->span, build_type_text(b, first), build_type_text(b, second), NULL);
}

void bind_conversion(struct builder *b, const struct type *to, const struct node *node)
{
    const struct type *from = bind_value_type(b, node);
    if (is_error(to) || is_error(from))
        return;
    if (from->kind == TYPE_VOID)
        build_report(b, LANG_DIAG_NO_VALUE, node->span, NULL, NULL, NULL);
    else if (type_is_pointer(to) && type_is_pointer(from)) {
        if (!bind_is_compatible(to, from))
            bind_report_types(b, LANG_DIAG_OTHER_POINTER, node, from, to);
    } else if (type_is_pointer(to) && type_is_integer(from)) {
        if (b->is_program && !fold_is_null(b, node))
            bind_report_types(b, LANG_DIAG_POINTER_FROM_INTEGER, node, from, to);
    } else if (type_is_integer(to) && type_is_pointer(from)) {
        if (to->kind != TYPE_BOOL)
            bind_report_types(b, LANG_DIAG_INTEGER_FROM_POINTER, node, from, to);
    } else if (!(type_is_arithmetic(to) && type_is_arithmetic(from)) &&
               !(type_is_record(to) && type_equal(to, from)))
        bind_report_types(b, LANG_DIAG_NO_CONVERSION, node, from, to);
}
