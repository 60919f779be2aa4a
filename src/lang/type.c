/* type - making, comparing and writing C types. */
#include "type.h"

#include <assert.h>
#include <string.h>

static const struct type basics[] = {
    [TYPE_ERROR] = {.kind = TYPE_ERROR, .align = 1},
    [TYPE_VOID] = {.kind = TYPE_VOID, .align = 1},
    [TYPE_BOOL] = {.kind = TYPE_BOOL, .align = 1, .size = 1},
    [TYPE_CHAR] = {.kind = TYPE_CHAR, .align = 1, .size = 1},
    [TYPE_SCHAR] = {.kind = TYPE_SCHAR, .align = 1, .size = 1},
    [TYPE_UCHAR] = {.kind = TYPE_UCHAR, .align = 1, .size = 1},
    [TYPE_SHORT] = {.kind = TYPE_SHORT, .align = 2, .size = 2},
    [TYPE_USHORT] = {.kind = TYPE_USHORT, .align = 2, .size = 2},
    [TYPE_INT] = {.kind = TYPE_INT, .align = 4, .size = 4},
    [TYPE_UINT] = {.kind = TYPE_UINT, .align = 4, .size = 4},
    [TYPE_LONG] = {.kind = TYPE_LONG, .align = 4, .size = 4},
    [TYPE_ULONG] = {.kind = TYPE_ULONG, .align = 4, .size = 4},
    [TYPE_LLONG] = {.kind = TYPE_LLONG, .align = 8, .size = 8},
    [TYPE_ULLONG] = {.kind = TYPE_ULLONG, .align = 8, .size = 8},
    [TYPE_FLOAT] = {.kind = TYPE_FLOAT, .align = 4, .size = 4},
    [TYPE_DOUBLE] = {.kind = TYPE_DOUBLE, .align = 8, .size = 8},
};
static const char *const basic_names[] = {
    [TYPE_ERROR] = "?", [TYPE_VOID] = "void", [TYPE_BOOL] = "bool", [TYPE_CHAR] = "char",
    [TYPE_SCHAR] = "signed char", [TYPE_UCHAR] = "unsigned char", [TYPE_SHORT] = "short",
    [TYPE_USHORT] = "unsigned short", [TYPE_INT] = "int", [TYPE_UINT] = "unsigned int",
    [TYPE_LONG] = "long", [TYPE_ULONG] = "unsigned long", [TYPE_LLONG] = "long long",
    [TYPE_ULLONG] = "unsigned long long", [TYPE_FLOAT] = "float", [TYPE_DOUBLE] = "double",
};

const struct type *type_basic(enum type_kind kind)
{
    assert(kind <= TYPE_DOUBLE);
    return &basics[kind];
}

static struct type *make(const struct types *types, struct type value)
{
    return arena_memdup(types->arena, &value, sizeof value);
}

const struct type *type_pointer(const struct types *types, const struct type *to)
{
    return make(types, (struct type){.kind = TYPE_POINTER, .size = types->pointer_size,
        .align = types->pointer_size, .base = to});
}

const struct type *type_array(const struct types *types, const struct type *of, uint64_t length)
{
    uint64_t size = 0;
    if (length != TYPE_NO_LENGTH && of->size && length <= (uint64_t)INT64_MAX / of->size)
        size = of->size * length;
    return make(types, (struct type){.kind = TYPE_ARRAY, .size = size, .align = of->align,
        .base = of,
        .length = length});
}

const struct type *type_function(const struct types *types, const struct type *result,
    const struct type_param *params, size_t param_count, bool is_variadic, bool is_unprototyped)
{
    return make(types, (struct type){.kind = TYPE_FUNCTION, .align = 1, .base = result,
        .params = params,
        .param_count = param_count, .is_variadic = is_variadic,
        .is_unprototyped = is_unprototyped});
}

const struct type *type_qualified(const struct types *types, const struct type *type,
    unsigned qualifiers)
{
    if ((type->qualifiers | qualifiers) == type->qualifiers)
        return type;
    struct type *copy = make(types, *type);
    copy->qualifiers = (uint8_t)(copy->qualifiers | qualifiers);
    return copy;
}

const struct type *type_unqualified(const struct types *types, const struct type *type)
{
    if (!type->qualifiers)
        return type;
    struct type *copy = make(types, *type);
    copy->qualifiers = 0;
    return copy;
}

const struct type *type_renamed(const struct types *types, const struct type *type,
    const char *name)
{
    struct type *copy = make(types, *type);
    copy->name = name;
    return copy;
}

const struct type *type_make_record(const struct types *types, enum type_kind kind, const char *tag,
    const struct type_member *members, size_t member_count)
{
    struct type_member *own = arena_memdup(types->arena, members, member_count * sizeof *members);
    uint64_t size = 0;
    uint32_t align = 1;
    for (size_t i = 0; i < member_count; i++) {
        const uint32_t unit = own[i].type->align ? own[i].type->align : 1;
        if (unit > align)
            align = unit;
        own[i].offset = kind == TYPE_UNION ? 0 : (size + unit - 1) / unit * unit;
        if (own[i].offset + own[i].type->size > size)
            size = own[i].offset + own[i].type->size;
    }
    size = (size + align - 1) / align * align;
    const struct type_record record = {.tag = tag, .members = own, .member_count = member_count,
        .size = size,
        .align = align, .is_complete = true};
    return make(types, (struct type){.kind = kind, .size = size, .align = align,
        .record = arena_memdup(types->arena, &record, sizeof record)});
}

const struct type_member *type_member_find(const struct type *type, const char *name, size_t len,
    uint64_t *ret_offset)
{
    if (!type_is_record(type) || !type->record)
        return NULL;
    for (size_t i = 0; i < type->record->member_count; i++) {
        const struct type_member *member = &type->record->members[i];
        const struct type_member *found = member;
        uint64_t inside = 0;
        if (!member->name)
            found = type_member_find(member->type, name, len, &inside);
        else if (strncmp(member->name, name, len) != 0 || member->name[len] != '\0')
            continue;
        if (found) {
            *ret_offset = member->offset + inside;
            return found;
        }
    }
    return NULL;
}

bool type_is_integer(const struct type *type)
{
    return (type->kind >= TYPE_BOOL && type->kind <= TYPE_ULLONG) || type->kind == TYPE_ENUM;
}

bool type_is_signed(const struct type *type)
{
    switch (type->kind) {
    case TYPE_CHAR: case TYPE_SCHAR: case TYPE_SHORT: case TYPE_INT: case TYPE_LONG:
    case TYPE_LLONG:
    case TYPE_ENUM: case TYPE_FLOAT: case TYPE_DOUBLE:
        return true;
    case TYPE_ERROR: case TYPE_VOID: case TYPE_BOOL: case TYPE_UCHAR: case TYPE_USHORT:
    case TYPE_UINT:
    case TYPE_ULONG: case TYPE_ULLONG: case TYPE_POINTER: case TYPE_ARRAY: case TYPE_STRUCT:
    case TYPE_UNION:
    case TYPE_FUNCTION:
        return false;
    }
    return false;
}

bool type_is_floating(const struct type *type)
{
    return type->kind == TYPE_FLOAT || type->kind == TYPE_DOUBLE;
}

bool type_is_arithmetic(const struct type *type)
{
    return type_is_integer(type) || type_is_floating(type);
}

bool type_is_pointer(const struct type *type)
{
    return type->kind == TYPE_POINTER;
}

bool type_is_scalar(const struct type *type)
{
    return type_is_arithmetic(type) || type_is_pointer(type);
}

bool type_is_record(const struct type *type)
{
    return type->kind == TYPE_STRUCT || type->kind == TYPE_UNION;
}

bool type_is_complete(const struct type *type)
{
    return type->size != 0;
}

static bool equal_params(const struct type *a, const struct type *b)
{
    if (a->is_unprototyped || b->is_unprototyped)
        return true;
    if (a->param_count != b->param_count || a->is_variadic != b->is_variadic)
        return false;
    for (size_t i = 0; i < a->param_count; i++)
        if (!type_equal(a->params[i].type, b->params[i].type))
            return false;
    return true;
}

bool type_equal(const struct type *a, const struct type *b)
{
    if (a == b)
        return true;
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case TYPE_POINTER:
        return a->base->qualifiers == b->base->qualifiers && type_equal(a->base, b->base);
    case TYPE_ARRAY:
        return (a->length == b->length || a->length == TYPE_NO_LENGTH
            || b->length == TYPE_NO_LENGTH)
            && type_equal(a->base, b->base);
    case TYPE_FUNCTION:
        return type_equal(a->base, b->base) && equal_params(a, b);
    case TYPE_STRUCT: case TYPE_UNION: case TYPE_ENUM:
        return a->record == b->record;
    case TYPE_ERROR: case TYPE_VOID: case TYPE_BOOL: case TYPE_CHAR: case TYPE_SCHAR:
    case TYPE_UCHAR:
    case TYPE_SHORT: case TYPE_USHORT: case TYPE_INT: case TYPE_UINT: case TYPE_LONG:
    case TYPE_ULONG:
    case TYPE_LLONG: case TYPE_ULLONG: case TYPE_FLOAT: case TYPE_DOUBLE:
        return true;
    }
    return false;
}

/* ---- as text: a declarator wraps around the name that is not there ------------------------- */

static bool wraps(const struct type *type)
{
    return !type->name && (type->kind == TYPE_ARRAY || type->kind == TYPE_FUNCTION);
}

static void add_qualifiers(struct buf *out, const struct type *type)
{
    if (type->qualifiers & TYPE_CONST)
        buf_add(out, "const ");
    if (type->qualifiers & TYPE_VOLATILE)
        buf_add(out, "volatile ");
}

static void add_record_name(struct buf *out, const struct type *type)
{
    buf_add(out, type->kind == TYPE_STRUCT ? "struct " : type->kind == TYPE_UNION ? "union "
        : "enum ");
    buf_add(out, type->record && type->record->tag ? type->record->tag : "{...}");
}

static void add_before(struct buf *out, const struct type *type)
{
    if (type->name || type->kind <= TYPE_DOUBLE) {
        add_qualifiers(out, type);
        buf_add(out, type->name ? type->name : basic_names[type->kind]);
    } else if (type->kind == TYPE_POINTER) {
        add_before(out, type->base);
        if (out->len > 0 && out->data[out->len - 1] != '*')
            buf_addc(out, ' ');
        buf_add(out, wraps(type->base) ? "(*" : "*");
        if (type->qualifiers & TYPE_CONST)
            buf_add(out, " const");
    } else if (wraps(type)) {
        add_before(out, type->base);
    } else {
        add_qualifiers(out, type);
        add_record_name(out, type);
    }
}

static void add_after(struct buf *out, const struct type *type)
{
    if (type->name)
        return;
    if (type->kind == TYPE_POINTER) {
        if (wraps(type->base))
            buf_addc(out, ')');
        add_after(out, type->base);
    } else if (type->kind == TYPE_ARRAY) {
        if (out->len > 0 && !strchr("*])", out->data[out->len - 1]))
            buf_addc(out, ' ');
        if (type->length == TYPE_NO_LENGTH)
            buf_add(out, "[]");
        else
            buf_addf(out, "[%llu]", (unsigned long long)type->length);
        add_after(out, type->base);
    } else if (type->kind == TYPE_FUNCTION) {
        buf_addc(out, '(');
        for (size_t i = 0; i < type->param_count; i++) {
            buf_add(out, i ? ", " : "");
            type_format(out, type->params[i].type);
        }
        buf_add(out, type->is_variadic ? ", ...)" : type->is_unprototyped || type->param_count ? ")"
            : "void)");
        add_after(out, type->base);
    }
}

void type_format(struct buf *out, const struct type *type)
{
    add_before(out, type);
    add_after(out, type);
}
