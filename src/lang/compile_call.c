/* compile_call - calls of the functions of the table and of the text itself. */
#include "build.h"

#include "base/mem.h"

static void set_call(struct builder *b, size_t at, enum function_id id, size_t count, uint64_t imm)
{
    b->code->instrs[at].builtin = (uint8_t)id;
    b->code->instrs[at].count = (uint8_t)count;
    b->code->instrs[at].imm = imm;
}

static const struct type *variadic_type(const struct builder *b, const struct node *arg)
{
    const struct type *type = bind_value_type(b, arg);
    return type->kind == TYPE_FLOAT ? type_basic(TYPE_DOUBLE) : bind_promoted(type);
}

static uint64_t add_site(struct builder *b, const struct code_site *site)
{
    struct code *code = b->code;
    base_grow(&code->sites, &code->site_cap, code->site_count + 1, sizeof *code->sites);
    code->sites[code->site_count] = *site;
    return code->site_count++;
}

/* A literal format need not lie in memory: it stands in the call site. */
static void compile_print(
    struct builder *b, const struct node *call, enum function_id id, const struct type *type)
{
    struct code_site site = {0};
    const struct node *format = call->list;
    size_t count = 0, index = 0;
    if (format->kind == NODE_STRING && format->type->base->size == 1) {
        site.has_format = true;
        site.format = emit_text(b, format->text, format->len, 1);
    } else {
        compile_as(b, format, type->params[0].type);
        count++;
    }
    for (const struct node *a = format->next; a; a = a->next, count++, index++) {
        const struct type *passed = variadic_type(b, a);
        compile_as(b, a, passed);
        if (code_kind_size(emit_kind(passed)) == 8)
            site.wide_args |= 1ull << index;
    }
    emit_span(b, call->span);
    set_call(b, emit(b, CODE_CALL, 0), id, count, add_site(b, &site));
}

static void compile_builtin(
    struct builder *b, const struct node *call, enum function_id id, const struct type *type)
{
    uint64_t imm = CODE_NO_TEXT;
    size_t count = 0;
    for (const struct node *a = call->list; a; a = a->next, count++) {
        const struct type *param = count < type->param_count ? type->params[count].type : NULL;
        if (id == FUNCTION_WRITE && count == 1 && a->kind == NODE_STRING) {
            imm = emit_text(b, a->text, a->len, (unsigned)a->type->base->size);
            break;
        }
        /* the number of a short form stands where the table has a pointer; it is as wide */
        compile_as(b, a, param ? param : variadic_type(b, a));
    }
    if (call->value == CODE_WITHOUT_OUT)
        imm = CODE_WITHOUT_OUT;
    emit_span(b, call->span);
    set_call(b, emit(b, CODE_CALL, 0), id, count, imm);
}

static void compile_own(struct builder *b, const struct node *call, const struct symbol *s)
{
    const struct node *p = s->function->list;
    for (const struct node *a = call->list; a; a = a->next, p = p->next)
        compile_as(b, a, p->symbol ? p->symbol->type : bind_value_type(b, a));
    emit_span(b, call->span);
    emit(b, CODE_CALL_OWN, s->value);
}

void compile_call(struct builder *b, const struct node *call)
{
    const struct symbol *s = call->left->symbol;
    const uint32_t span = b->span;
    const enum function_id id =
        s->kind == SYMBOL_BUILTIN ? (enum function_id)s->value : FUNCTION_NONE;
    if (s->kind == SYMBOL_FUNCTION)
        compile_own(b, call, s);
    else if (id == FUNCTION_PRINTF || id == FUNCTION_PRINTF_S || id == FUNCTION_TPRINTF ||
             id == FUNCTION_WPRINTF)
        compile_print(b, call, id, s->type);
    else
        compile_builtin(b, call, id, s->type);
    b->span = span;
}
