/* compile - statements and functions -> instructions. */
#include "build.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Jumps that wait for their target, chained through their imm: 0 ends the chain (instruction 0
 * is no jump). */
struct loop {
    struct loop *outer;
    size_t breaks, continues;
    bool is_switch;
};

static void chain_jump(struct builder *b, size_t *chain)
{
    *chain = emit(b, CODE_JUMP, *chain);
}

static void patch_chain(struct builder *b, size_t chain)
{
    while (chain) {
        const size_t next = (size_t)b->code->instrs[chain].imm;
        emit_patch(b, chain);
        chain = next;
    }
}

static void border(struct builder *b, struct lang_span span)
{
    emit_span(b, span);
    emit(b, CODE_STATEMENT, 0);
}

static void statement(struct builder *b, const struct node *node);

void compile_statements(struct builder *b, const struct node *list)
{
    for (const struct node *n = list; n; n = n->next)
        statement(b, n);
}

/* ---- expressions and declarations ----------------------------------------------------------- */

static size_t add_type(struct builder *b, const struct type *type)
{
    struct code *code = b->code;
    base_grow(&code->types, &code->type_cap, code->type_count + 1, sizeof *code->types);
    code->types[code->type_count] = type;
    return code->type_count++;
}

/* In lines the value is kept for the person to see. */
static void expression(struct builder *b, const struct node *node)
{
    border(b, node->span);
    const struct node *left = node->left;
    if (b->is_program) {
        compile_effect(b, left);
    } else if (left->type->kind == TYPE_VOID) {
        compile_effect(b, left);
        emit(b, CODE_NO_VALUE, 0);
    } else if (type_is_record(left->type) || left->type->kind == TYPE_ARRAY) {
        compile_address(b, left);
        emit(b, CODE_VALUE, add_type(b, left->type));
    } else {
        compile_value(b, left);
        emit(b, CODE_VALUE, add_type(b, bind_value_type(b, left)));
    }
}

/* Declarations that do nothing are no statement to stop at. */
static void declaration(struct builder *b, const struct node *node)
{
    bool bordered = false;
    for (const struct node *d = node->list; d; d = d->next) {
        if (d->kind != NODE_VARIABLE || !d->symbol)
            continue;
        const bool acts =
            d->symbol->kind == SYMBOL_PROMPT || (d->left && d->symbol->kind == SYMBOL_LOCAL);
        if (acts && !bordered)
            border(b, node->span);
        bordered = bordered || acts;
        if (d->symbol->kind == SYMBOL_PROMPT)
            emit(b, CODE_DEFINE, d->symbol->value);
        if (d->left)
            initial_compile(b, d->symbol, d->left);
    }
}

/* ---- control -------------------------------------------------------------------------------- */

static void if_else(struct builder *b, const struct node *node)
{
    border(b, node->left->span);
    compile_condition(b, node->left);
    const size_t skip = emit(b, CODE_JUMP_UNLESS, 0);
    statement(b, node->body);
    if (!node->third) {
        emit_patch(b, skip);
        return;
    }
    const size_t end = emit(b, CODE_JUMP, 0);
    emit_patch(b, skip);
    statement(b, node->third);
    emit_patch(b, end);
}

static void open_loop(struct builder *b, struct loop *loop, bool is_switch)
{
    *loop = (struct loop){.outer = b->loop, .is_switch = is_switch};
    b->loop = loop;
}

static void close_loop(struct builder *b, const struct loop *loop)
{
    patch_chain(b, loop->breaks);
    b->loop = loop->outer;
}

static void while_loop(struct builder *b, const struct node *node)
{
    struct loop loop;
    const size_t start = b->code->count;
    open_loop(b, &loop, false);
    border(b, node->left->span);
    compile_condition(b, node->left);
    const size_t end = emit(b, CODE_JUMP_UNLESS, 0);
    statement(b, node->body);
    patch_chain(b, loop.continues);
    emit(b, CODE_JUMP, start);
    emit_patch(b, end);
    close_loop(b, &loop);
}

static void do_loop(struct builder *b, const struct node *node)
{
    struct loop loop;
    const size_t start = b->code->count;
    open_loop(b, &loop, false);
    emit(b, CODE_NO_VALUE, 0); /* so that the start is never a bare border of the body */
    statement(b, node->body);
    patch_chain(b, loop.continues);
    border(b, node->left->span);
    compile_condition(b, node->left);
    emit(b, CODE_JUMP_IF, start);
    close_loop(b, &loop);
}

static struct lang_span for_head(const struct node *node)
{
    const struct node *part = node->left ? node->left : node->right ? node->right : node;
    return part == node ? node->at : part->span;
}

/* A step of a for is its step and test together; the first one is the initialiser and the test. */
static void for_loop(struct builder *b, const struct node *node)
{
    struct loop loop;
    const size_t before = b->code->count;
    if (node->list)
        statement(b, node->list);
    if (b->code->count == before)
        border(b, for_head(node));
    size_t end = 0;
    open_loop(b, &loop, false);
    if (node->left) {
        compile_condition(b, node->left);
        end = emit(b, CODE_JUMP_UNLESS, 0);
    }
    const size_t body = b->code->count;
    statement(b, node->body);
    patch_chain(b, loop.continues);
    border(b, node->right ? node->right->span : for_head(node));
    if (node->right)
        compile_effect(b, node->right);
    if (node->left) {
        compile_condition(b, node->left);
        emit(b, CODE_JUMP_IF, body);
        emit_patch(b, end);
    } else {
        emit(b, CODE_JUMP, body);
    }
    close_loop(b, &loop);
}

/* ---- switch --------------------------------------------------------------------------------- */

/* The cases of one switch, in textual order; inner switches keep their own. */
struct cases {
    struct case_target {
        const struct node *node;
        uint64_t value;
        size_t jump;
    } * items;
    size_t count, cap;
};

static void collect_cases(
    struct builder *b, const struct node *node, const struct type *type, struct cases *cases)
{
    if (!node || node->kind == NODE_SWITCH)
        return;
    if (node->kind == NODE_CASE || node->kind == NODE_DEFAULT) {
        struct case_target target = {.node = node};
        if (node->kind == NODE_CASE && fold_constant(b, node->left, &target.value))
            target.value = code_canonical(emit_kind(type), target.value);
        for (size_t i = 0; i < cases->count; i++)
            if (cases->items[i].node->kind == node->kind && cases->items[i].value == target.value)
                build_report(b, LANG_DIAG_CASE_TWICE, node->at, NULL, NULL, NULL);
        base_grow(&cases->items, &cases->cap, cases->count + 1, sizeof *cases->items);
        cases->items[cases->count++] = target;
    }
    for (const struct node *n = node->kind == NODE_BLOCK ? node->list : NULL; n; n = n->next)
        collect_cases(b, n, type, cases);
    collect_cases(b, node->body, type, cases);
    if (node->kind == NODE_IF)
        collect_cases(b, node->third, type, cases);
}

static void switch_over(struct builder *b, const struct node *node)
{
    struct loop loop;
    struct cases cases = {0}, *const outer = b->cases;
    const struct type *type = bind_promoted(bind_value_type(b, node->left));
    size_t otherwise = 0;
    border(b, node->left->span);
    collect_cases(b, node->body, type, &cases);
    compile_as(b, node->left, type);
    for (size_t i = 0; i < cases.count; i++) {
        if (cases.items[i].node->kind == NODE_DEFAULT)
            continue;
        emit(b, CODE_DUP, 0);
        emit(b, CODE_PUSH, cases.items[i].value);
        emit_kinded(b, CODE_NE, emit_kind(type));
        const size_t next = emit(b, CODE_JUMP_IF, 0);
        emit(b, CODE_DROP, 0);
        cases.items[i].jump = emit(b, CODE_JUMP, 0);
        emit_patch(b, next);
    }
    emit(b, CODE_DROP, 0);
    otherwise = emit(b, CODE_JUMP, 0);
    open_loop(b, &loop, true);
    b->cases = &cases;
    bool has_default = false;
    for (size_t i = 0; i < cases.count; i++)
        if (cases.items[i].node->kind == NODE_DEFAULT) {
            cases.items[i].jump = otherwise;
            has_default = true;
        }
    statement(b, node->body);
    if (!has_default)
        emit_patch(b, otherwise);
    b->cases = outer;
    close_loop(b, &loop);
    free(cases.items);
}

static void case_label(struct builder *b, const struct node *node)
{
    for (size_t i = 0; b->cases && i < b->cases->count; i++)
        if (b->cases->items[i].node == node)
            emit_patch(b, b->cases->items[i].jump);
    if (node->body)
        statement(b, node->body);
}

/* ---- the rest ------------------------------------------------------------------------------- */

static void jump_out(struct builder *b, const struct node *node)
{
    struct loop *loop = b->loop;
    border(b, node->span);
    while (loop && node->kind == NODE_CONTINUE && loop->is_switch)
        loop = loop->outer;
    if (loop)
        chain_jump(b, node->kind == NODE_BREAK ? &loop->breaks : &loop->continues);
}

/* main may end without a value, or be void: its exit code is 0 then. */
static void return_from(struct builder *b, const struct node *node)
{
    border(b, node->span);
    const bool has_value = node->left && node->left->type->kind != TYPE_VOID;
    if (node->left && !has_value)
        compile_effect(b, node->left);
    if (!has_value)
        emit(b, CODE_PUSH, 0);
    else if (b->result->kind == TYPE_VOID)
        compile_value(b, node->left);
    else
        compile_as(b, node->left, b->result);
    emit(b, CODE_RETURN, 0);
}

static void statement(struct builder *b, const struct node *node)
{
    switch (node->kind) {
    case NODE_EXPRESSION:
        expression(b, node);
        break;
    case NODE_DECLARATION:
        declaration(b, node);
        break;
    case NODE_BLOCK:
        compile_statements(b, node->list);
        break;
    case NODE_IF:
        if_else(b, node);
        break;
    case NODE_WHILE:
        while_loop(b, node);
        break;
    case NODE_DO:
        do_loop(b, node);
        break;
    case NODE_FOR:
        for_loop(b, node);
        break;
    case NODE_SWITCH:
        switch_over(b, node);
        break;
    case NODE_CASE:
    case NODE_DEFAULT:
        case_label(b, node);
        break;
    case NODE_BREAK:
    case NODE_CONTINUE:
        jump_out(b, node);
        break;
    case NODE_RETURN:
        return_from(b, node);
        break;
    default: /* empty; bind let nothing else through */
        break;
    }
}

/* The arguments lie on the operand stack, the last on top: the parameters take them. */
static void take_params(struct builder *b, const struct node *params)
{
    const struct node *taken[CODE_MAX_ARGS];
    size_t count = 0;
    for (const struct node *p = params; p && count < CODE_MAX_ARGS; p = p->next)
        if (p->symbol)
            taken[count++] = p;
    while (count-- > 0) {
        const struct symbol *s = taken[count]->symbol;
        compile_symbol(b, s);
        emit(b, CODE_SWAP, 0);
        emit_kinded(b, CODE_STORE, emit_kind(s->type));
        emit(b, CODE_DROP, 0);
    }
}

void compile_function(struct builder *b, struct symbol *function)
{
    const struct node *node = function->function;
    emit_span(b, node->at);
    b->code->functions[function->value] =
        (struct code_function){b->code->count, (uint32_t)b->frame_size};
    b->loop = NULL;
    b->cases = NULL;
    take_params(b, node->list);
    compile_statements(b, node->body->list);
    const struct lang_span end = {node->span.end ? node->span.end - 1 : 0, node->span.end};
    emit_span(b, end);
    emit(b, CODE_PUSH, 0);
    emit(b, CODE_RETURN, 0);
}
