/* parser_decl - declarations, initialisers, functions. */
#include "functions.h"
#include "parser_type.h"

/* initializer = assignment | "{" [ element { "," element } [ "," ] ] "}"
 * element     = [ ( "." name | "[" conditional "]" ) "=" ] initializer */
static struct node *parse_element(struct parser *p)
{
    if (!at(p, TOKEN_DOT) && !at(p, TOKEN_LEFT_BRACKET))
        return parse_initializer(p);
    const struct token *first = take(p);
    struct node *node = node_new(p, NODE_DESIGNATED, first);
    if (first->kind == TOKEN_LEFT_BRACKET) {
        node->right = parse_conditional(p);
        expect_close(p, TOKEN_RIGHT_BRACKET, first);
    } else if (at(p, TOKEN_NAME)) {
        node->len = peek(p)->len;
        node->text = token_text(p, take(p));
    } else {
        fail_here(p, LANG_DIAG_EXPECTED_NAME);
    }
    expect(p, TOKEN_ASSIGN);
    node->left = parse_initializer(p);
    return node_done(p, node);
}

struct node *parse_initializer(struct parser *p)
{
    if (!at(p, TOKEN_LEFT_BRACE))
        return parse_assignment(p);
    if (!enter(p))
        return node_error(p);
    const struct token *open = take(p);
    struct node *node = node_new(p, NODE_INIT_LIST, open);
    struct node **tail = &node->list;
    p->open++;
    while (!p->failed && !at(p, TOKEN_RIGHT_BRACE)) {
        *tail = parse_element(p);
        tail = &(*tail)->next;
        if (!accept(p, TOKEN_COMMA))
            break;
    }
    expect_close(p, TOKEN_RIGHT_BRACE, open);
    p->open--;
    leave(p);
    return node_done(p, node);
}

static void remember_typedef(struct parser *p, const struct node *node)
{
    const struct named_type named = {.name = node->text,
        .type = type_renamed(&p->unit->types, node->written, node->text),
        .next = p->typedefs};
    p->typedefs = arena_memdup(&p->unit->arena, &named, sizeof named);
}

/* The node of one declarator; first: where to point if it has no name. */
static struct node *declared(struct parser *p, const struct specifiers *s,
    const struct declarator *d, const struct token *first)
{
    struct node *node =
        node_new(p, s->is_typedef ? NODE_TYPEDEF : NODE_VARIABLE, d->name ? d->name : first);
    node->storage = s->storage;
    node->written = d->type;
    if (!d->name) {
        fail_here(p, LANG_DIAG_EXPECTED_NAME);
        return node;
    }
    node->text = token_text(p, d->name);
    node->len = d->name->len;
    if (s->is_typedef) {
        remember_typedef(p, node);
    } else if (d->type->kind == TYPE_FUNCTION) {
        node->kind = NODE_FUNCTION;
        node->list = d->params;
        if (at(p, TOKEN_LEFT_BRACE))
            parser_fail(p, LANG_DIAG_FUNCTION_IN_LINE, node->at, NULL, NULL);
    } else if (accept(p, TOKEN_ASSIGN)) {
        node->left = parse_initializer(p);
    } else if (d->type->kind == TYPE_VOID) {
        parser_fail(p, LANG_DIAG_VOID_VARIABLE, node->at, node->text, NULL);
    }
    return node_done(p, node);
}

/* In lines the end of the line stands for the last ';'. */
static void end_declaration(struct parser *p)
{
    if (p->is_line && p->open == 0 && (at(p, TOKEN_END) || peek(p)->line_before))
        return;
    expect(p, TOKEN_SEMICOLON);
}

static struct node *rest_of_declaration(
    struct parser *p, const struct specifiers *s, struct declarator *d, struct node *declaration)
{
    struct node **tail = &declaration->list;
    for (;;) {
        *tail = declared(p, s, d, peek(p));
        tail = &(*tail)->next;
        if (!accept(p, TOKEN_COMMA))
            break;
        parse_declarator(p, s->type, d);
    }
    end_declaration(p);
    return node_done(p, declaration);
}

/* declaration = specifiers [ initialised { "," initialised } ] ";"
 * initialised = declarator [ "=" initializer ] */
struct node *parse_declaration(struct parser *p)
{
    struct node *node = node_new(p, NODE_DECLARATION, peek(p));
    const struct specifiers s = parse_specifiers(p);
    if (p->failed || accept(p, TOKEN_SEMICOLON))
        return node_done(p, node);
    struct declarator d;
    parse_declarator(p, s.type, &d);
    return rest_of_declaration(p, &s, &d, node);
}

static struct node *parse_function(struct parser *p, const struct specifiers *s,
    const struct declarator *d, const struct token *first)
{
    struct node *node = node_new(p, NODE_FUNCTION, first);
    node->at = d->name->span;
    node->text = token_text(p, d->name);
    node->len = d->name->len;
    node->storage = s->storage;
    node->written = d->type;
    node->list = d->params;
    p->pending++; /* without its body the text lacks its end */
    if (at(p, TOKEN_LEFT_BRACE))
        node->body = parse_block(p);
    else
        expect(p, TOKEN_LEFT_BRACE);
    p->pending--;
    return node_done(p, node);
}

/* external = declaration | [ specifiers ] declarator block | ";" */
struct node *parse_external(struct parser *p)
{
    const struct token *first = peek(p);
    const bool is_bare_function = at(p, TOKEN_NAME) && peek_at(p, 1)->kind == TOKEN_LEFT_PAREN;
    struct node *node = node_new(p, NODE_DECLARATION, first);
    if (accept(p, TOKEN_SEMICOLON))
        return node_done(p, node);
    if (!at_declaration(p) && !is_bare_function) {
        fail_here(p, first->kind == TOKEN_NAME && peek_at(p, 1)->kind == TOKEN_NAME
                         ? LANG_DIAG_UNKNOWN_TYPE
                         : LANG_DIAG_STATEMENT_OUTSIDE);
        return node;
    }
    const struct specifiers s = parse_specifiers(p);
    if (p->failed || accept(p, TOKEN_SEMICOLON))
        return node_done(p, node);
    struct declarator d;
    parse_declarator(p, s.type, &d);
    const bool is_head = d.type->kind == TYPE_FUNCTION && d.name && !s.is_typedef;
    if (!p->failed && is_head &&
        (at(p, TOKEN_LEFT_BRACE) || (is_main_name(d.name->text, d.name->len) && at(p, TOKEN_END))))
        return parse_function(p, &s, &d, first);
    rest_of_declaration(p, &s, &d, node);
    struct node *only = node->list && !node->list->next ? node->list : NULL;
    const bool is_prototype =
        only && only->kind == NODE_FUNCTION && !function_find(only->text, only->len);
    return is_prototype ? only : node; /* those that the lab has anyway need none */
}
