/* initial - first values of variables: single values, texts, lists in braces.
 *
 * Locals and prompt variables are written by instructions; globals must be constant and go into
 * the data of the image when compiled.
 */
#include "build.h"

#include <string.h>

#include "base/mem.h"

#include "layout.h"
#include "machine.h"
#include "value.h"

struct target {
    struct builder *b;
    const struct symbol *symbol;
};

static bool is_global(const struct target *t)
{
    return t->symbol->kind == SYMBOL_GLOBAL;
}

static void push_place(const struct target *t, uint64_t offset)
{
    compile_symbol(t->b, t->symbol);
    if (!offset)
        return;
    emit(t->b, CODE_PUSH, offset);
    emit_kinded(t->b, CODE_ADD, t->b->types->pointer_size == 8 ? CODE_P64 : CODE_P32);
}

static void put_data(const struct target *t, uint64_t offset, const void *bytes, uint64_t size)
{
    struct code *code = t->b->code;
    const size_t at = (size_t)(t->symbol->value + offset), end = at + (size_t)size;
    if (end > code->data_used) {
        base_grow(&code->data, &code->data_cap, end, 1);
        memset(code->data + code->data_used, 0, end - code->data_used);
        code->data_used = end;
    }
    memcpy(code->data + at, bytes, (size_t)size);
}

static void put_constant(
    const struct target *t, uint64_t offset, const struct type *type, const struct node *value)
{
    struct builder *b = t->b;
    uint64_t folded = 0;
    uint8_t bytes[8];
    if (value->kind == NODE_STRING && type_is_pointer(type)) {
        folded = layout_data(b->unit->machine) + emit_literal(b, value);
    } else if (!fold_constant(b, value, &folded)) {
        build_report(b, LANG_DIAG_NOT_CONSTANT, value->span, NULL, NULL, NULL);
        return;
    } else {
        folded = operate_convert(emit_kind(type), emit_kind(bind_value_type(b, value)), folded);
    }
    value_write(bytes, type->size, operate_raw(emit_kind(type), folded));
    put_data(t, offset, bytes, type->size);
}

static void single(
    const struct target *t, uint64_t offset, const struct type *type, const struct node *value)
{
    struct builder *b = t->b;
    bind_conversion(b, type, value);
    if (b->diags->errors)
        return;
    if (is_global(t)) {
        put_constant(t, offset, type, value);
        return;
    }
    push_place(t, offset);
    if (type_is_record(type)) {
        compile_address(b, value);
        emit(b, CODE_COPY, type->size);
    } else {
        compile_as(b, value, type);
        emit_kinded(b, CODE_STORE, emit_kind(type));
    }
    emit(b, CODE_DROP, 0);
}

static bool is_text_for(const struct type *type, const struct node *value)
{
    return type->kind == TYPE_ARRAY && value->kind == NODE_STRING &&
           type->base->size == value->type->base->size;
}

static void text(
    const struct target *t, uint64_t offset, const struct type *type, const struct node *value)
{
    struct builder *b = t->b;
    const uint64_t whole = value->len + type->base->size,
                   size = whole < type->size ? whole : type->size;
    if (value->len > type->size)
        build_report(b, LANG_DIAG_TOO_MANY_VALUES, value->span, NULL, NULL, NULL);
    if (is_global(t)) {
        char *copy = arena_alloc(&b->unit->arena, (size_t)whole);
        memcpy(copy, value->text, value->len);
        put_data(t, offset, copy, size);
        return;
    }
    push_place(t, offset);
    if (b->is_program)
        emit(b, CODE_GLOBAL, emit_literal(b, value));
    else
        emit(b, CODE_TEXT, emit_text(b, value->text, value->len, (unsigned)type->base->size));
    emit(b, CODE_COPY, size);
    emit(b, CODE_DROP, 0);
}

/* ---- lists ---------------------------------------------------------------------------------- */

static void element(
    const struct target *t, uint64_t offset, const struct type *type, const struct node **cursor);

static void object(
    const struct target *t, uint64_t offset, const struct type *type, const struct node *value);

static uint64_t element_count(const struct type *type)
{
    if (type->kind == TYPE_ARRAY)
        return type->length;
    return type->kind == TYPE_UNION ? 1 : type->record->member_count;
}

static const struct type *element_type(const struct type *type, uint64_t i, uint64_t *ret_offset)
{
    if (type->kind == TYPE_ARRAY) {
        *ret_offset = i * type->base->size;
        return type->base;
    }
    *ret_offset = type->record->members[i].offset;
    return type->record->members[i].type;
}

/* Where [2] = or .name = points to; element_count if nowhere. */
static uint64_t designated(const struct target *t, const struct type *type, const struct node *node)
{
    uint64_t index = element_count(type);
    if (type->kind == TYPE_ARRAY && node->right) {
        if (!fold_constant(t->b, node->right, &index))
            index = element_count(type);
    } else if (type->kind != TYPE_ARRAY && node->text) {
        for (index = 0; index < element_count(type); index++) {
            const char *name = type->record->members[index].name;
            if (name && strlen(name) == node->len && memcmp(name, node->text, node->len) == 0)
                break;
        }
    }
    if (index >= element_count(type))
        build_report(t->b, LANG_DIAG_NO_MEMBER, node->span, build_type_text(t->b, type),
            node->text ? node->text : "[]", NULL);
    return index;
}

/* Fills type from the list at *cursor; inner braces may be left out, as C allows. */
static void fill(const struct target *t, uint64_t offset, const struct type *type,
    const struct node **cursor, bool is_braced)
{
    const uint64_t count = element_count(type);
    for (uint64_t i = 0;
         *cursor && (i < count || (is_braced && (*cursor)->kind == NODE_DESIGNATED)); i++) {
        const struct node *value = *cursor;
        uint64_t at;
        if (value->kind == NODE_DESIGNATED) {
            if (!is_braced)
                return;
            i = designated(t, type, value);
            if (i < count) {
                const struct type *sub = element_type(type, i, &at);
                object(t, offset + at, sub, value->left);
            }
            *cursor = value->next;
            continue;
        }
        const struct type *sub = element_type(type, i, &at);
        element(t, offset + at, sub, cursor);
    }
}

static void element(
    const struct target *t, uint64_t offset, const struct type *type, const struct node **cursor)
{
    const struct node *value = *cursor;
    const bool is_aggregate = type_is_record(type) || type->kind == TYPE_ARRAY;
    const bool is_whole = value->kind == NODE_INIT_LIST || is_text_for(type, value) ||
                          (type_is_record(type) && type_equal(type, value->type));
    if (is_aggregate && !is_whole) {
        fill(t, offset, type, cursor, false);
        return;
    }
    object(t, offset, type, value);
    *cursor = value->next;
}

static void object(
    const struct target *t, uint64_t offset, const struct type *type, const struct node *value)
{
    if (value->kind != NODE_INIT_LIST) {
        if (is_text_for(type, value))
            text(t, offset, type, value);
        else
            single(t, offset, type, value);
        return;
    }
    const struct node *cursor = value->list;
    if (type_is_record(type) || type->kind == TYPE_ARRAY) {
        if (cursor && !cursor->next && is_text_for(type, cursor)) /* char a[] = {"text"} */
            object(t, offset, type, cursor);
        else
            fill(t, offset, type, &cursor, true);
        if (cursor && cursor->kind == NODE_STRING && is_text_for(type, cursor))
            cursor = cursor->next;
    } else if (cursor) {
        object(t, offset, type, cursor);
        cursor = cursor->next;
    }
    if (cursor)
        build_report(t->b, LANG_DIAG_TOO_MANY_VALUES, cursor->span, NULL, NULL, NULL);
}

void initial_compile(struct builder *b, const struct symbol *symbol, const struct node *value)
{
    const struct target t = {b, symbol};
    const struct type *type = symbol->type;
    if (type->kind == TYPE_ERROR)
        return;
    const bool is_partial =
        value->kind == NODE_INIT_LIST || (type->kind == TYPE_ARRAY && value->kind == NODE_STRING);
    if (is_partial && symbol->kind == SYMBOL_LOCAL) {
        push_place(&t, 0);
        emit(b, CODE_CLEAR, type->size); /* what the list leaves out is zero */
    }
    object(&t, 0, type, value);
}
