/* bind - statements, declarations, functions; builds the code of a parsed unit. */
#include "bind.h"

#include <string.h>

#include "base/mem.h"

#include "build.h"
#include "layout.h"
#include "value.h"

/* ---- declarations --------------------------------------------------------------------------- */

/* The length that "char a[] = ..." takes from its first value. */
static const struct type *completed(
    struct builder *b, const struct type *type, const struct node *value)
{
    if (type->kind != TYPE_ARRAY || type->length != TYPE_NO_LENGTH || !value)
        return type;
    uint64_t length = 0, at = 0;
    if (value->kind == NODE_STRING)
        length = value->len / value->type->base->size + 1;
    for (const struct node *e = value->kind == NODE_INIT_LIST ? value->list : NULL; e;
         e = e->next) {
        if (e->kind == NODE_DESIGNATED && e->right && fold_constant(b, e->right, &at) &&
            at > (1u << 24))
            at = 0; /* reported where the element is compiled */
        at++;
        if (at > length)
            length = at;
    }
    return type_array(b->types, type->base, length);
}

static void bind_initial(struct builder *b, struct node *value)
{
    if (value->kind == NODE_DESIGNATED) {
        if (value->right)
            bind_expression(b, value->right);
        bind_initial(b, value->left);
    } else if (value->kind == NODE_INIT_LIST) {
        value->type = type_basic(TYPE_VOID);
        for (struct node *e = value->list; e; e = e->next)
            bind_initial(b, e);
    } else {
        bind_expression(b, value);
    }
}

static uint64_t take_frame(struct builder *b, const struct type *type)
{
    const uint64_t align = type->align ? type->align : 1;
    const uint64_t at = (b->frame_used + align - 1) / align * align;
    b->frame_used = at + type->size;
    if (b->frame_used > b->frame_size)
        b->frame_size = b->frame_used;
    return at;
}

enum { MAX_OBJECT = 16 << 20 }; /* bytes of one variable */

static bool is_object_type(struct builder *b, const struct node *node, const struct type *type)
{
    if (type->kind == TYPE_ERROR)
        return false;
    if (!type_is_complete(type)) {
        build_report(b, LANG_DIAG_NO_SIZE, node->at, build_type_text(b, type), NULL, NULL);
        return false;
    }
    if (type->size > MAX_OBJECT) {
        build_report(b, LANG_DIAG_TOO_LARGE, node->at, node->text, NULL, NULL);
        return false;
    }
    return true;
}

/* Its scope ends where close_scope says; a global's never does. */
static void add_local(struct builder *b, const struct symbol *symbol, const struct node *node)
{
    struct code *code = b->code;
    base_grow(&code->locals, &code->local_cap, code->local_count + 1, sizeof *code->locals);
    code->locals[code->local_count++] = (struct code_local){.name = symbol->name,
        .type = symbol->type,
        .offset = symbol->value,
        .is_global = symbol->kind == SYMBOL_GLOBAL,
        .scope = {node->span.start, symbol->depth == 0 ? UINT32_MAX : 0}};
}

static void bind_variable(struct builder *b, struct node *node)
{
    const struct type *type = node->written;
    const bool gives_length =
        node->left && (node->left->kind == NODE_INIT_LIST || type->kind == TYPE_ARRAY);
    if (gives_length) /* int a[] = {...} is declared when its value is known */
        bind_initial(b, node->left);
    type = completed(b, type, node->left);
    node->type = type;
    if (!is_object_type(b, node, type))
        type = type_basic(TYPE_ERROR);
    const bool is_global =
        b->depth == 0 || node->storage == STORAGE_STATIC || node->storage == STORAGE_EXTERN;
    if (!b->is_program) {
        node->symbol = bind_declare(b, SYMBOL_PROMPT, node, node->text, type, 0);
        node->symbol->value = bind_add_variable(b, node->symbol->name, type);
    } else if (is_global) {
        const uint64_t align = type->align ? type->align : 1;
        const struct symbol *old = bind_find(b, node->text, node->len);
        const bool again = old && old->kind == SYMBOL_GLOBAL && old->depth == b->depth &&
                           type_equal(old->type, type) && b->depth == 0;
        if (again && !node->left) /* int x; int x = 1; is one variable */
            return;
        const uint64_t at = again ? old->value : emit_data(b, NULL, type->size, align);
        node->symbol = again ? bind_find(b, node->text, node->len)
                             : bind_declare(b, SYMBOL_GLOBAL, node, node->text, type, at);
        if (!again)
            add_local(b, node->symbol, node);
    } else {
        node->symbol = bind_declare(b, SYMBOL_LOCAL, node, node->text, type, take_frame(b, type));
        add_local(b, node->symbol, node);
    }
    if (node->left && !gives_length)
        bind_initial(b, node->left);
}

static void bind_declaration(struct builder *b, struct node *node)
{
    for (struct node *d = node->list; d; d = d->next) {
        if (d->kind == NODE_VARIABLE)
            bind_variable(b, d);
        else if (d->kind == NODE_FUNCTION &&
                 !bind_find(b, d->text, d->len)) /* what is defined is known already */
            bind_new_function(b, d);
    }
}

/* ---- statements ----------------------------------------------------------------------------- */

static void bind_statement(struct builder *b, struct node *node);

static void bind_list(struct builder *b, struct node *list)
{
    for (struct node *n = list; n; n = n->next)
        bind_statement(b, n);
}

struct scope_mark {
    struct symbol *scope;
    uint64_t frame_used;
    size_t local_count;
};

static struct scope_mark open_scope(struct builder *b)
{
    b->depth++;
    return (struct scope_mark){b->scope, b->frame_used, b->code->local_count};
}

/* end: of its text. In lines a block closes nothing: what it declared is a variable of the
 * prompt. */
static void close_scope(struct builder *b, struct scope_mark mark, uint32_t end)
{
    for (size_t i = mark.local_count; i < b->code->local_count; i++)
        if (!b->code->locals[i].scope.end)
            b->code->locals[i].scope.end = end;
    b->depth--;
    b->frame_used = mark.frame_used;
    if (b->is_program)
        b->scope = mark.scope;
}

static void bind_body(struct builder *b, struct node *body)
{
    const struct scope_mark mark = open_scope(b);
    bind_statement(b, body);
    close_scope(b, mark, body->span.end);
}

static void bind_for(struct builder *b, struct node *node)
{
    const struct scope_mark mark = open_scope(b);
    if (node->list)
        bind_statement(b, node->list);
    if (node->left)
        bind_condition(b, node->left);
    if (node->right)
        bind_expression(b, node->right);
    bind_body(b, node->body);
    close_scope(b, mark, node->span.end);
}

static void bind_return(struct builder *b, struct node *node)
{
    if (!b->is_program) {
        build_report(b, LANG_DIAG_MISPLACED, node->at, "return", NULL, NULL);
        return;
    }
    if (!node->left)
        return;
    bind_expression(b, node->left);
    if (b->result->kind == TYPE_VOID) {
        if (!b->in_main && bind_value_type(b, node->left)->kind != TYPE_VOID)
            build_report(b, LANG_DIAG_VALUE_FROM_VOID, node->at, NULL, NULL, NULL);
    } else {
        bind_conversion(b, b->result, node->left);
    }
}

static void bind_switch(struct builder *b, struct node *node)
{
    const struct type *type = bind_expression(b, node->left);
    if (type->kind != TYPE_ERROR && !type_is_integer(bind_value_type(b, node->left)))
        build_report(
            b, LANG_DIAG_NOT_AN_INTEGER, node->left->span, build_type_text(b, type), NULL, NULL);
    bind_body(b, node->body);
}

static void bind_case(struct builder *b, struct node *node)
{
    uint64_t value;
    if (node->left && bind_expression(b, node->left)->kind != TYPE_ERROR &&
        !fold_constant(b, node->left, &value))
        build_report(b, LANG_DIAG_NOT_CONSTANT, node->left->span, NULL, NULL, NULL);
    if (node->body)
        bind_statement(b, node->body);
}

static void not_simulated(struct builder *b, const struct node *node, const char *what)
{
    build_report(b, LANG_DIAG_NOT_SIMULATED, node->at, what, NULL, NULL);
}

static void bind_statement(struct builder *b, struct node *node)
{
    struct scope_mark mark;
    switch (node->kind) {
    case NODE_EXPRESSION:
        bind_expression(b, node->left);
        break;
    case NODE_DECLARATION:
        bind_declaration(b, node);
        break;
    case NODE_BLOCK:
        mark = open_scope(b);
        bind_list(b, node->list);
        close_scope(b, mark, node->span.end);
        break;
    case NODE_IF:
        bind_condition(b, node->left);
        bind_body(b, node->body);
        if (node->third)
            bind_body(b, node->third);
        break;
    case NODE_WHILE:
    case NODE_DO:
        bind_condition(b, node->left);
        bind_body(b, node->body);
        break;
    case NODE_FOR:
        bind_for(b, node);
        break;
    case NODE_SWITCH:
        bind_switch(b, node);
        break;
    case NODE_CASE:
    case NODE_DEFAULT:
        bind_case(b, node);
        break;
    case NODE_RETURN:
        bind_return(b, node);
        break;
    case NODE_LABEL:
    case NODE_GOTO:
        not_simulated(b, node, "goto");
        break;
    case NODE_TRY_EXCEPT:
    case NODE_TRY_FINALLY:
    case NODE_LEAVE:
        not_simulated(b, node, "__try");
        break;
    case NODE_FUNCTION:
        not_simulated(b, node, node->text);
        break;
    default: /* nothing in it has a name or a type */
        break;
    }
}

/* ---- functions and the unit ----------------------------------------------------------------- */

static bool is_main(const char *name)
{
    static const char *const names[] = {"main", "_tmain", "wmain"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static void declare_function(struct builder *b, struct node *node, struct symbol **ret_main)
{
    struct symbol *s = bind_find(b, node->text, node->len);
    if (s && s->kind == SYMBOL_FUNCTION && s->function && node->body)
        build_report(b, LANG_DIAG_DECLARED_TWICE, node->at, node->text, NULL, NULL);
    if (!s || s->kind != SYMBOL_FUNCTION)
        s = bind_new_function(b, node);
    node->symbol = s;
    if (!node->body)
        return;
    s->function = node;
    s->type = node->written;
    if (is_main(s->name) && !*ret_main)
        *ret_main = s;
}

/* (void) is a parameter for the parser, not for anybody else. */
bool bind_is_parameter(const struct node *node)
{
    return node->text && node->written->kind != TYPE_VOID;
}

static void bind_function(struct builder *b, struct node *node)
{
    const struct scope_mark mark = open_scope(b);
    b->frame_used = b->frame_size = 0;
    b->result = node->written->base;
    b->in_main = is_main(node->text);
    if (type_is_record(b->result))
        not_simulated(b, node, build_type_text(b, b->result));
    for (struct node *p = node->list; p; p = p->next) {
        const struct type *type = p->written;
        if (type->kind == TYPE_ARRAY)
            type = type_pointer(b->types, type->base);
        if (!bind_is_parameter(p))
            continue;
        if (type_is_record(type))
            not_simulated(b, p, build_type_text(b, type));
        p->symbol = bind_declare(b, SYMBOL_LOCAL, p, p->text, type, take_frame(b, type));
        add_local(b, p->symbol, p);
    }
    bind_list(b, node->body->list);
    close_scope(b, mark, node->span.end);
}

static void build_functions(struct builder *b, struct node *list)
{
    for (struct node *n = list; n; n = n->next) {
        if (n->kind != NODE_FUNCTION || !n->body)
            continue;
        bind_function(b, n);
        if (!b->diags->errors)
            compile_function(b, n->symbol);
    }
}

static void build_globals(struct builder *b, struct node *list)
{
    for (struct node *n = list; n; n = n->next) {
        if (n->kind != NODE_DECLARATION)
            continue;
        bind_declaration(b, n);
        for (const struct node *d = n->list; d && !b->diags->errors; d = d->next)
            if (d->kind == NODE_VARIABLE && d->left && d->symbol)
                initial_compile(b, d->symbol, d->left);
    }
}

/* What the start-up code hands to main: one argument, the name of the program. */
static void push_main_args(struct builder *b, const struct symbol *main)
{
    size_t count = 0;
    for (const struct node *p = main->function->list; p; p = p->next)
        count += bind_is_parameter(p);
    if (count == 0)
        return;
    const unsigned size = b->types->pointer_size;
    const uint64_t name = emit_data(b, "program.exe", sizeof "program.exe", 1);
    uint8_t argv[16] = {0};
    value_write(argv, size, layout_data(b->unit->machine) + name);
    emit(b, CODE_PUSH, 1);
    if (count > 1)
        emit(b, CODE_GLOBAL, emit_data(b, argv, (uint64_t)2 * size, size));
    for (size_t i = 2; i < count; i++)
        emit(b, CODE_PUSH, 0);
}

static void build_program(struct builder *b)
{
    struct node *list = b->unit->root->list;
    struct symbol *main = NULL;
    for (struct node *n = list; n; n = n->next)
        if (n->kind == NODE_FUNCTION)
            declare_function(b, n, &main);
    if (!main) /* the parser has said so */
        return;
    emit_span(b, main->function->at);
    b->code->main = (size_t)main->value;
    emit(b, CODE_BEGIN, 0);
    push_main_args(b, main);
    emit(b, CODE_CALL_OWN, main->value);
    build_globals(b, list);
    build_functions(b, list);
}

void code_build(struct lang_unit *unit, const struct lang_env *env, struct lang_diags *diags)
{
    struct builder b = {.unit = unit,
        .env = env,
        .diags = diags,
        .types = &unit->types,
        .code = base_zalloc(sizeof *b.code),
        .is_program = unit->kind == LANG_UNIT_PROGRAM};
    unit->code = b.code;
    b.code->pointer_size = (uint8_t)unit->types.pointer_size;
    b.code->program = b.is_program;
    emit_span(&b, unit->root->span);
    if (b.is_program) {
        build_program(&b);
        return;
    }
    bind_list(&b, unit->root->list);
    if (!diags->errors)
        compile_statements(&b, unit->root->list);
    emit(&b, CODE_END, 0);
}
