/* parser_stmt - statements. */
#include "parser.h"

/* ";", or in lines the end of the line. */
static void end_statement(struct parser *p)
{
    if (p->failed || accept(p, TOKEN_SEMICOLON))
        return;
    if (p->is_line && p->open == 0 && (at(p, TOKEN_END) || peek(p)->line_before))
        return;
    expect(p, TOKEN_SEMICOLON);
}

/* "(" expression ")" of if, while, switch. */
static struct node *parse_condition(struct parser *p)
{
    const struct token *open = peek(p);
    p->open++;
    expect(p, TOKEN_LEFT_PAREN);
    struct node *node = parse_expression(p);
    expect_close(p, TOKEN_RIGHT_PAREN, open);
    p->open--;
    return node;
}

/* A statement that belongs to the one before: until it stands there the text lacks its end. */
static struct node *parse_body(struct parser *p)
{
    if (p->failed)
        return node_error(p);
    p->pending++;
    struct node *body = parse_statement(p);
    p->pending--;
    return body;
}

static struct node *parse_loop_body(struct parser *p)
{
    p->loops++;
    struct node *body = parse_body(p);
    p->loops--;
    return body;
}

/* block = "{" { statement } "}" */
struct node *parse_block(struct parser *p)
{
    const struct token *open = peek(p);
    struct node *node = node_new(p, NODE_BLOCK, open);
    struct node **tail = &node->list;
    p->open++;
    expect(p, TOKEN_LEFT_BRACE);
    while (!p->failed && !at(p, TOKEN_RIGHT_BRACE) && !at(p, TOKEN_END)) {
        const size_t from = p->pos;
        struct node *const statement = parse_statement(p);
        *tail = p->failed ? give_up(p, from) : statement;
        tail = &(*tail)->next;
    }
    expect_close(p, TOKEN_RIGHT_BRACE, open);
    p->open--;
    return node_done(p, node);
}

static void warn_assignment(struct parser *p, const struct node *condition)
{
    const bool in_parens = condition->left && condition->span.start < condition->left->span.start;
    if (condition->kind == NODE_ASSIGN && condition->op == OP_NONE && !in_parens)
        parser_tell(p, LANG_DIAG_ASSIGN_IN_CONDITION, condition->at, NULL, "==");
}

/* if = "if" "(" expression ")" statement [ "else" statement ] */
static struct node *parse_if(struct parser *p)
{
    struct node *node = node_new(p, NODE_IF, take(p));
    node->left = parse_condition(p);
    warn_assignment(p, node->left);
    if (at(p, TOKEN_SEMICOLON))
        parser_tell(p, LANG_DIAG_EMPTY_IF, peek(p)->span, NULL, NULL);
    node->body = parse_body(p);
    if (at(p, TOKEN_KEY_ELSE)) {
        take(p);
        node->third = parse_body(p);
    }
    return node_done(p, node);
}

/* while = "while" "(" expression ")" statement */
static struct node *parse_while(struct parser *p)
{
    struct node *node = node_new(p, NODE_WHILE, take(p));
    node->left = parse_condition(p);
    warn_assignment(p, node->left);
    node->body = parse_loop_body(p);
    return node_done(p, node);
}

/* do = "do" statement "while" "(" expression ")" ";" */
static struct node *parse_do(struct parser *p)
{
    struct node *node = node_new(p, NODE_DO, take(p));
    node->body = parse_loop_body(p);
    p->pending++;
    expect(p, TOKEN_KEY_WHILE);
    p->pending--;
    node->left = parse_condition(p);
    end_statement(p);
    return node_done(p, node);
}

/* for = "for" "(" ( declaration | [ expression ] ";" ) [ expression ] ";" [ expression ] ")"
 * statement */
static struct node *parse_for(struct parser *p)
{
    struct node *node = node_new(p, NODE_FOR, take(p));
    const struct token *open = peek(p);
    p->open++;
    expect(p, TOKEN_LEFT_PAREN);
    if (at_declaration(p)) {
        node->list = parse_declaration(p);
    } else {
        if (!p->failed && !at(p, TOKEN_SEMICOLON)) {
            node->list = node_new(p, NODE_EXPRESSION, peek(p));
            node->list->left = parse_expression(p);
            node_done(p, node->list);
        }
        expect(p, TOKEN_SEMICOLON);
    }
    if (!p->failed && !at(p, TOKEN_SEMICOLON))
        node->left = parse_expression(p);
    expect(p, TOKEN_SEMICOLON);
    if (!p->failed && !at(p, TOKEN_RIGHT_PAREN))
        node->right = parse_expression(p);
    expect_close(p, TOKEN_RIGHT_PAREN, open);
    p->open--;
    node->body = parse_loop_body(p);
    return node_done(p, node);
}

/* switch = "switch" "(" expression ")" statement */
static struct node *parse_switch(struct parser *p)
{
    struct node *node = node_new(p, NODE_SWITCH, take(p));
    node->left = parse_condition(p);
    p->switches++;
    node->body = parse_body(p);
    p->switches--;
    return node_done(p, node);
}

/* case = ( "case" conditional | "default" ) ":" statement */
static struct node *parse_case(struct parser *p)
{
    const struct token *word = peek(p);
    if (p->switches == 0)
        parser_tell(p, LANG_DIAG_CASE_OUTSIDE, word->span, token_shown(p, word), NULL);
    take(p);
    struct node *node = node_new(p, word->kind == TOKEN_KEY_CASE ? NODE_CASE : NODE_DEFAULT, word);
    if (word->kind == TOKEN_KEY_CASE)
        node->left = parse_conditional(p);
    expect(p, TOKEN_COLON);
    if (at(p, TOKEN_RIGHT_BRACE)) /* C23, and often meant before */
        node->body = node_done(p, node_new(p, NODE_EMPTY, peek(p)));
    else
        node->body = parse_body(p);
    return node_done(p, node);
}

/* jump = ( "break" | "continue" | "return" [ expression ] | "goto" name | "__leave" ) ";" */
static struct node *parse_jump(struct parser *p)
{
    const struct token *word = peek(p);
    const bool is_break = word->kind == TOKEN_KEY_BREAK;
    if ((is_break && p->loops + p->switches == 0) ||
        (word->kind == TOKEN_KEY_CONTINUE && p->loops == 0))
        parser_tell(p, LANG_DIAG_JUMP_OUTSIDE, word->span, token_shown(p, word), NULL);
    take(p);
    struct node *node = node_new(p, is_break ? NODE_BREAK : NODE_CONTINUE, word);
    if (word->kind == TOKEN_KEY_GOTO || word->kind == TOKEN_KEY_LEAVE) {
        node->kind = word->kind == TOKEN_KEY_GOTO ? NODE_GOTO : NODE_LEAVE;
        if (node->kind == NODE_GOTO && at(p, TOKEN_NAME))
            node->text = token_text(p, take(p));
    } else if (word->kind == TOKEN_KEY_RETURN) {
        node->kind = NODE_RETURN;
        const bool ends = at(p, TOKEN_SEMICOLON) || (p->is_line && p->open == 0 &&
                                                        (at(p, TOKEN_END) || peek(p)->line_before));
        if (!ends)
            node->left = parse_expression(p);
    }
    end_statement(p);
    return node_done(p, node);
}

/* try = "__try" block ( "__except" "(" expression ")" block | "__finally" block ) */
static struct node *parse_try(struct parser *p)
{
    struct node *node = node_new(p, NODE_TRY_FINALLY, take(p));
    p->pending++;
    node->body = parse_block(p);
    if (accept(p, TOKEN_KEY_EXCEPT)) {
        node->kind = NODE_TRY_EXCEPT;
        node->left = parse_condition(p);
    } else {
        expect(p, TOKEN_KEY_FINALLY);
    }
    node->third = parse_block(p);
    p->pending--;
    return node_done(p, node);
}

/* label = name ":" statement */
static struct node *parse_label(struct parser *p)
{
    struct node *node = node_new(p, NODE_LABEL, peek(p));
    node->text = token_text(p, take(p));
    take(p);
    node->body =
        at(p, TOKEN_RIGHT_BRACE) ? node_done(p, node_new(p, NODE_EMPTY, peek(p))) : parse_body(p);
    return node_done(p, node);
}

/* Two names side by side are a declaration whose type nobody knows ("DOWRD n;"), or a word of the
 * prompt. */
static bool at_unknown_type(const struct parser *p)
{
    return at(p, TOKEN_NAME) && peek_at(p, 1)->kind == TOKEN_NAME && !peek_at(p, 1)->line_before;
}

/* expression-statement = expression ";" */
static struct node *parse_expression_statement(struct parser *p)
{
    struct node *node = node_new(p, NODE_EXPRESSION, peek(p));
    if (at_unknown_type(p))
        fail_unknown_word(p);
    node->left = parse_expression(p);
    end_statement(p);
    return node_done(p, node);
}

static struct node *parse_statement_inside(struct parser *p)
{
    switch ((int)peek(p)->kind) {
    case TOKEN_LEFT_BRACE:
        return parse_block(p);
    case TOKEN_SEMICOLON:
        return node_done(p, node_new(p, NODE_EMPTY, take(p)));
    case TOKEN_KEY_IF:
        return parse_if(p);
    case TOKEN_KEY_WHILE:
        return parse_while(p);
    case TOKEN_KEY_DO:
        return parse_do(p);
    case TOKEN_KEY_FOR:
        return parse_for(p);
    case TOKEN_KEY_SWITCH:
        return parse_switch(p);
    case TOKEN_KEY_CASE:
    case TOKEN_KEY_DEFAULT:
        return parse_case(p);
    case TOKEN_KEY_BREAK:
    case TOKEN_KEY_CONTINUE:
    case TOKEN_KEY_RETURN:
    case TOKEN_KEY_GOTO:
    case TOKEN_KEY_LEAVE:
        return parse_jump(p);
    case TOKEN_KEY_TRY:
        return parse_try(p);
    case TOKEN_KEY_ELSE:
        fail_here(p, LANG_DIAG_STRAY_ELSE);
        take(p);
        return node_error(p);
    default:
        if (at(p, TOKEN_NAME) && peek_at(p, 1)->kind == TOKEN_COLON)
            return parse_label(p);
        return at_declaration(p) ? parse_declaration(p) : parse_expression_statement(p);
    }
}

/* statement = block | ";" | if | while | do | for | switch | case | jump | try | label |
 * declaration
 *           | expression-statement */
struct node *parse_statement(struct parser *p)
{
    if (!enter(p))
        return node_error(p);
    struct node *node = parse_statement_inside(p);
    leave(p);
    return node;
}
