/* emit - appends instructions and what they refer to. */
#include "build.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#include "bind.h"

void code_destroy(struct code *code)
{
    if (!code)
        return;
    free(code->instrs);
    free(code->spans);
    free(code->texts);
    free(code->variables);
    free(code->sites);
    free(code->types);
    free(code->functions);
    free(code->locals);
    free(code->data);
    free(code);
}

enum code_kind emit_kind(const struct type *type)
{
    switch (type->kind) {
    case TYPE_BOOL:
    case TYPE_UCHAR:
        return CODE_U8;
    case TYPE_CHAR:
    case TYPE_SCHAR:
        return CODE_I8;
    case TYPE_SHORT:
        return CODE_I16;
    case TYPE_USHORT:
        return CODE_U16;
    case TYPE_UINT:
    case TYPE_ULONG:
        return CODE_U32;
    case TYPE_LLONG:
        return CODE_I64;
    case TYPE_ULLONG:
        return CODE_U64;
    case TYPE_FLOAT:
        return CODE_F32;
    case TYPE_DOUBLE:
        return CODE_F64;
    case TYPE_POINTER:
        return type->size == 8 ? CODE_P64 : CODE_P32;
    case TYPE_INT:
    case TYPE_LONG:
    case TYPE_ENUM:
    case TYPE_ERROR:
    case TYPE_VOID:
    case TYPE_ARRAY:
    case TYPE_STRUCT:
    case TYPE_UNION:
    case TYPE_FUNCTION:
        break;
    }
    return CODE_I32;
}

enum code_op emit_operator(enum node_op op)
{
    switch (op) {
    case OP_MUL:
        return CODE_MUL;
    case OP_DIV:
        return CODE_DIV;
    case OP_MOD:
        return CODE_REM;
    case OP_ADD:
        return CODE_ADD;
    case OP_SUB:
        return CODE_SUB;
    case OP_SHIFT_LEFT:
        return CODE_SHL;
    case OP_SHIFT_RIGHT:
        return CODE_SHR;
    case OP_BIT_AND:
        return CODE_AND;
    case OP_BIT_XOR:
        return CODE_XOR;
    case OP_BIT_OR:
        return CODE_OR;
    case OP_LESS:
        return CODE_LT;
    case OP_GREATER:
        return CODE_GT;
    case OP_LESS_EQUAL:
        return CODE_LE;
    case OP_GREATER_EQUAL:
        return CODE_GE;
    case OP_EQUAL:
        return CODE_EQ;
    case OP_NOT_EQUAL:
        return CODE_NE;
    default: /* no operator with two operands and one instruction */
        return CODE_END;
    }
}

size_t emit(struct builder *b, enum code_op op, uint64_t imm)
{
    struct code *code = b->code;
    base_grow(&code->instrs, &code->cap, code->count + 1, sizeof *code->instrs);
    code->instrs[code->count] =
        (struct code_instr){.op = (uint8_t)op, .kind = CODE_I32, .span = b->span, .imm = imm};
    return code->count++;
}

size_t emit_kinded(struct builder *b, enum code_op op, enum code_kind kind)
{
    const size_t at = emit(b, op, 0);
    b->code->instrs[at].kind = (uint8_t)kind;
    return at;
}

void emit_patch(struct builder *b, size_t jump)
{
    b->code->instrs[jump].imm = b->code->count;
}

void emit_span(struct builder *b, struct lang_span span)
{
    struct code *code = b->code;
    for (b->span = 0; b->span < code->span_count; b->span++)
        if (memcmp(&code->spans[b->span], &span, sizeof span) == 0)
            return;
    base_grow(&code->spans, &code->span_cap, code->span_count + 1, sizeof *code->spans);
    code->spans[code->span_count++] = span;
}

size_t emit_text(struct builder *b, const char *bytes, size_t len, unsigned char_size)
{
    struct code *code = b->code;
    char *copy = arena_alloc(&b->unit->arena, len + char_size);
    memcpy(copy, bytes, len);
    base_grow(&code->texts, &code->text_cap, code->text_count + 1, sizeof *code->texts);
    code->texts[code->text_count] = (struct code_text){copy, len + char_size, char_size};
    return code->text_count++;
}

uint64_t emit_data(struct builder *b, const void *bytes, uint64_t size, uint64_t align)
{
    struct code *code = b->code;
    const uint64_t at = (code->data_size + align - 1) / align * align;
    code->data_size = at + size;
    if (bytes) {
        const size_t end = (size_t)(at + size);
        base_grow(&code->data, &code->data_cap, end, 1);
        memset(code->data + code->data_used, 0, end - code->data_used);
        memcpy(code->data + at, bytes, (size_t)size);
        code->data_used = end;
    }
    return at;
}

uint64_t emit_literal(struct builder *b, const struct node *string)
{
    const size_t char_size = (size_t)string->type->base->size;
    char *copy = arena_alloc(&b->unit->arena, string->len + char_size);
    memcpy(copy, string->text, string->len);
    return emit_data(b, copy, string->len + char_size, char_size);
}
