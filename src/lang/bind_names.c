/* bind_names - which symbol a name means: of the text, of the prompt, of the table. */
#include "build.h"

#include <string.h>

#include "base/mem.h"

#include "constants.h"
#include "env.h"

/* ---- reporting ------------------------------------------------------------------------------ */

void build_report(struct builder *b, enum lang_diag_id id, struct lang_span span, const char *arg0,
    const char *arg1, const char *arg2)
{
    const struct report report = {.id = id, .span = span, .args = {arg0, arg1, arg2}};
    report_add(b->diags, &b->unit->source, &report);
}

const char *build_type_text(struct builder *b, const struct type *type)
{
    struct buf text = {0};
    type_format(&text, type);
    const char *copy = arena_strndup(&b->unit->arena, buf_text(&text), text.len);
    buf_finish(&text);
    return copy;
}

/* ---- names ---------------------------------------------------------------------------------- */

static bool is_named(const char *name, const char *text, size_t len)
{
    return strlen(name) == len && memcmp(name, text, len) == 0;
}

static struct symbol *new_symbol(struct builder *b, enum symbol_kind kind, const char *name,
    size_t len, const struct type *type, uint64_t value)
{
    struct symbol *s = arena_alloc(&b->unit->arena, sizeof *s);
    *s = (struct symbol){.kind = kind,
        .name = arena_strndup(&b->unit->arena, name, len),
        .type = type,
        .value = value,
        .depth = b->depth,
        .next = b->scope};
    b->scope = s;
    return s;
}

uint64_t bind_add_variable(struct builder *b, const char *name, const struct type *type)
{
    struct code *code = b->code;
    base_grow(
        &code->variables, &code->variable_cap, code->variable_count + 1, sizeof *code->variables);
    code->variables[code->variable_count] = (struct code_variable){name, type};
    return code->variable_count++;
}

struct symbol *bind_new_function(struct builder *b, const struct node *node)
{
    struct code *code = b->code;
    base_grow(
        &code->functions, &code->function_cap, code->function_count + 1, sizeof *code->functions);
    code->functions[code->function_count] = (struct code_function){0};
    return new_symbol(
        b, SYMBOL_FUNCTION, node->text, node->len, node->written, code->function_count++);
}

/* Names that no scope holds: those of the prompt, of Windows, of the C library. */
static struct symbol *find_outside(struct builder *b, const char *name, size_t len)
{
    const struct env_variable *v = b->env && !b->is_program ? env_find(b->env, name, len) : NULL;
    if (v) {
        struct symbol *s =
            new_symbol(b, SYMBOL_PROMPT, name, len, type_clone(b->types, v->type), 0);
        s->value = bind_add_variable(b, s->name, s->type);
        return s;
    }
    const enum function_id id = function_find(name, len);
    if (id != FUNCTION_NONE)
        return new_symbol(b, SYMBOL_BUILTIN, name, len, function_type(b->types, id), (uint64_t)id);
    const struct constant *c = constant_find(name, len);
    if (!c)
        return NULL;
    const struct type *type = c->kind == TYPE_POINTER
                                  ? type_pointer(b->types, type_basic(TYPE_VOID))
                                  : type_basic(c->kind);
    return new_symbol(
        b, SYMBOL_CONSTANT, name, len, type, code_canonical(emit_kind(type), c->value));
}

struct symbol *bind_find(const struct builder *b, const char *name, size_t len)
{
    for (struct symbol *s = b->scope; s; s = s->next)
        if (is_named(s->name, name, len))
            return s;
    return NULL;
}

struct symbol *bind_name(struct builder *b, const struct node *node)
{
    struct symbol *s = bind_find(b, node->text, node->len);
    return s ? s : find_outside(b, node->text, node->len);
}

struct symbol *bind_declare(struct builder *b, enum symbol_kind kind, const struct node *at,
    const char *name, const struct type *type, uint64_t value)
{
    for (const struct symbol *s = b->scope; s && s->depth >= b->depth; s = s->next) {
        if (s->depth != b->depth || strcmp(s->name, name) != 0)
            continue;
        if (s->kind == SYMBOL_BUILTIN || s->kind == SYMBOL_CONSTANT || s->kind == SYMBOL_PROMPT)
            continue; /* the prompt may declare again; programs may hide */
        build_report(b, LANG_DIAG_DECLARED_TWICE, at->at, name, NULL, NULL);
        break;
    }
    return new_symbol(b, kind, name, strlen(name), type, value);
}

struct symbol *bind_define(struct builder *b, struct node *definer, const struct type *type)
{
    struct symbol *s = new_symbol(b, SYMBOL_PROMPT, definer->text, definer->len, type, 0);
    s->value = bind_add_variable(b, s->name, type);
    s->definer = definer;
    definer->symbol = s;
    definer->type = type;
    return s;
}
