/* parser_expr - expressions: operators from the loosest to the closest, calls, casts. What they are
 * made of is in parser_primary.c. */
#include "base/buf.h"

#include "functions.h"
#include "parser.h"

enum { LEAST_BINARY = 1 };
struct binary {
    enum token_kind kind;
    enum node_op op;
    unsigned char precedence;                /* higher binds closer */
};
static const struct binary binaries[] = {
    {TOKEN_STAR, OP_MUL, 10}, {TOKEN_SLASH, OP_DIV, 10}, {TOKEN_PERCENT, OP_MOD, 10},
    {TOKEN_PLUS, OP_ADD, 9}, {TOKEN_MINUS, OP_SUB, 9},
    {TOKEN_SHIFT_LEFT, OP_SHIFT_LEFT, 8}, {TOKEN_SHIFT_RIGHT, OP_SHIFT_RIGHT, 8},
    {TOKEN_LESS, OP_LESS, 7}, {TOKEN_GREATER, OP_GREATER, 7}, {TOKEN_LESS_EQUAL, OP_LESS_EQUAL, 7},
    {TOKEN_GREATER_EQUAL, OP_GREATER_EQUAL, 7},
    {TOKEN_EQUAL, OP_EQUAL, 6}, {TOKEN_NOT_EQUAL, OP_NOT_EQUAL, 6},
    {TOKEN_AMPERSAND, OP_BIT_AND, 5}, {TOKEN_CARET, OP_BIT_XOR, 4}, {TOKEN_BAR, OP_BIT_OR, 3},
    {TOKEN_AND_THEN, OP_AND_THEN, 2}, {TOKEN_OR_ELSE, OP_OR_ELSE, LEAST_BINARY},
};
struct sign {
    enum token_kind kind;
    enum node_op op;
};
static const struct sign assigns[] = {
    {TOKEN_ASSIGN, OP_NONE}, {TOKEN_MUL_ASSIGN, OP_MUL}, {TOKEN_DIV_ASSIGN, OP_DIV},
    {TOKEN_MOD_ASSIGN, OP_MOD}, {TOKEN_ADD_ASSIGN, OP_ADD}, {TOKEN_SUB_ASSIGN, OP_SUB},
    {TOKEN_SHIFT_LEFT_ASSIGN, OP_SHIFT_LEFT}, {TOKEN_SHIFT_RIGHT_ASSIGN, OP_SHIFT_RIGHT},
    {TOKEN_AND_ASSIGN, OP_BIT_AND}, {TOKEN_XOR_ASSIGN, OP_BIT_XOR}, {TOKEN_OR_ASSIGN, OP_BIT_OR},
};
static const struct sign prefixes[] = {
    {TOKEN_AMPERSAND, OP_ADDRESS}, {TOKEN_STAR, OP_DEREF}, {TOKEN_PLUS, OP_PLUS},
    {TOKEN_MINUS, OP_MINUS},
    {TOKEN_NOT, OP_NOT}, {TOKEN_TILDE, OP_BIT_NOT}, {TOKEN_INCREMENT, OP_PRE_INC},
    {TOKEN_DECREMENT, OP_PRE_DEC},
};

/* May an operator go on here? A new line ends a statement of a line; among the arguments of a short
 * command a blank before it, but not behind it, begins the next argument: "read p -1" has two,
 * "read p - 1" has one. */
static bool may_go_on(const struct parser *p)
{
    const struct token *token = peek(p);
    if (p->failed || (p->is_line && p->open == 0 && token->line_before))
        return false;
    return !p->in_command || !token->space_before || peek_at(p, 1)->space_before;
}

bool may_follow(const struct parser *p)
{
    return may_go_on(p) && !(p->in_command && peek(p)->space_before);
}

static const struct sign *find_sign(const struct sign *table, size_t count, enum token_kind kind)
{
    for (size_t i = 0; i < count; i++)
        if (table[i].kind == kind)
            return &table[i];
    return NULL;
}

static struct node *node_over(
    struct parser *p, enum node_kind kind, struct node *left, const struct token *sign)
{
    struct node *node = node_new(p, kind, sign);
    node->span.start = left->span.start;
    node->at = sign->span;
    node->left = left;
    return node;
}

/* ---- postfix ------------------------------------------------------------------------------- */

static const struct node *without_casts(const struct node *node)
{
    while (node && node->kind == NODE_CAST)
        node = node->left;
    return node;
}

/* 40000000 where an address is meant: all screens print addresses in hexadecimal without 0x, C
 * wants it. A decimal number that is a page of its own is left alone. */
static bool looks_like_hex(const struct parser *p, const struct node *node)
{
    const size_t len = node->span.end - node->span.start;
    const char *text = p->unit->source.text + node->span.start;
    if (node->kind != NODE_INTEGER || node->radix == 16 || len < 6 || len > 16 ||
        node->value % 4096 == 0)
        return false;
    for (size_t i = 0; i < len; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

static void check_address_argument(struct parser *p, const struct node *call)
{
    const enum function_id id = call->left->kind == NODE_NAME
                                    ? function_find(call->left->text, call->left->len)
                                    : FUNCTION_NONE;
    if (id == FUNCTION_NONE || function_info(id)->call == VM_CALL_NONE)
        return;
    const struct node *argument = call->list;
    if (argument && function_info(id)->call == VM_CALL_GET_WRITE_WATCH)
        argument = argument->next;
    const struct node *number = without_casts(argument);
    if (!number || !looks_like_hex(p, number))
        return;
    struct buf hex = {0};
    buf_add(&hex, "0x");
    buf_addn(
        &hex, p->unit->source.text + number->span.start, number->span.end - number->span.start);
    parser_tell(p, LANG_DIAG_DECIMAL_ADDRESS, number->span, buf_text(&hex) + 2, buf_text(&hex));
    buf_finish(&hex);
}

/* Behind an argument: does the next one begin without a comma? A name on the next line may also
 * begin a statement, and then it is the ")" that lacks. */
static bool lacks_comma(const struct parser *p)
{
    if (p->failed)
        return false;
    const struct token *next = peek(p);
    switch ((int)next->kind) {
    case TOKEN_NUMBER: case TOKEN_STRING: case TOKEN_CHARACTER: case TOKEN_KEY_SIZEOF:
        return true;
    case TOKEN_NAME:
        break;
    default:
        return false;
    }
    const enum token_kind after = peek_at(p, 1)->kind;
    return !next->line_before || after == TOKEN_COMMA || after == TOKEN_RIGHT_PAREN ||
           after == TOKEN_BAR;
}

/* arguments = "(" [ assignment { "," assignment } ] ")" */
static struct node *parse_call(struct parser *p, struct node *callee)
{
    const struct token *open = take(p);
    struct node *call = node_over(p, NODE_CALL, callee, open);
    call->at = callee->span;
    struct node **tail = &call->list;
    const bool in_command = p->in_command, hex_numbers = p->hex_numbers;
    p->in_command = p->hex_numbers = false;
    p->open++;
    while (!p->failed && !at(p, TOKEN_RIGHT_PAREN)) {
        *tail = parse_assignment(p);
        tail = &(*tail)->next;
        if (lacks_comma(p))
            insert(p, TOKEN_COMMA);
        else if (!accept(p, TOKEN_COMMA))
            break;
        else if (at(p, TOKEN_RIGHT_PAREN))
            fail_here(p, LANG_DIAG_EXPECTED_VALUE);
    }
    expect_close(p, TOKEN_RIGHT_PAREN, open);
    p->open--;
    p->in_command = in_command;
    p->hex_numbers = hex_numbers;
    check_address_argument(p, call);
    return node_done(p, call);
}

/* index = "[" expression "]" */
static struct node *parse_index(struct parser *p, struct node *array)
{
    const struct token *open = take(p);
    struct node *node = node_over(p, NODE_INDEX, array, open);
    const bool in_command = p->in_command;
    p->in_command = false;
    p->open++;
    node->right = parse_expression(p);
    expect_close(p, TOKEN_RIGHT_BRACKET, open);
    p->open--;
    p->in_command = in_command;
    return node_done(p, node);
}

/* member = ( "." | "->" ) name */
static struct node *parse_member(struct parser *p, struct node *record)
{
    const struct token *sign = take(p);
    struct node *node = node_over(p, NODE_MEMBER, record, sign);
    node->op = sign->kind == TOKEN_DOT ? OP_DOT : OP_ARROW;
    if (!at(p, TOKEN_NAME)) {
        fail_here(p, LANG_DIAG_EXPECTED_NAME);
        return node_done(p, node);
    }
    node->at = peek(p)->span;
    node->len = peek(p)->len;
    node->text = token_text(p, take(p));
    return node_done(p, node);
}

/* postfix = primary { arguments | index | member | "++" | "--" } */
static struct node *parse_postfix(struct parser *p)
{
    struct node *node = parse_primary(p);
    while (may_follow(p)) {
        if (at(p, TOKEN_LEFT_PAREN)) {
            node = parse_call(p, node);
        } else if (at(p, TOKEN_LEFT_BRACKET)) {
            node = parse_index(p, node);
        } else if (at(p, TOKEN_DOT) || at(p, TOKEN_ARROW)) {
            node = parse_member(p, node);
        } else if (at(p, TOKEN_INCREMENT) || at(p, TOKEN_DECREMENT)) {
            const struct token *sign = take(p);
            node = node_over(p, NODE_POSTFIX, node, sign);
            node->op = sign->kind == TOKEN_INCREMENT ? OP_POST_INC : OP_POST_DEC;
            node_done(p, node);
        } else {
            break;
        }
    }
    return node;
}

/* ---- unary --------------------------------------------------------------------------------- */

static struct node *parse_unary(struct parser *p);

/* sizeof = "sizeof" ( "(" type-name ")" | unary ) */
static struct node *parse_sizeof(struct parser *p)
{
    const struct token *word = take(p);
    struct node *node = node_new(p, NODE_SIZEOF, word);
    if (at(p, TOKEN_LEFT_PAREN) && at_type(p, 1)) {
        const struct token *open = take(p);
        node->kind = NODE_SIZEOF_TYPE;
        p->open++;
        node->written = parse_type_name(p);
        expect_close(p, TOKEN_RIGHT_PAREN, open);
        p->open--;
    } else {
        node->left = parse_unary(p);
    }
    return node_done(p, node);
}

/* cast = "(" type-name ")" unary | "(" type-name ")" "{" initializers "}" */
static struct node *parse_cast(struct parser *p)
{
    const struct token *open = take(p);
    struct node *node = node_new(p, NODE_CAST, open);
    p->open++;
    node->written = parse_type_name(p);
    expect_close(p, TOKEN_RIGHT_PAREN, open);
    p->open--;
    if (at(p, TOKEN_LEFT_BRACE)) {
        node->kind = NODE_COMPOUND_LITERAL;
        node->left = parse_initializer(p);
    } else {
        node->left = parse_unary(p);
    }
    return node_done(p, node);
}

/* unary = prefix unary | sizeof | cast | postfix */
static struct node *parse_unary(struct parser *p)
{
    if (!enter(p))
        return node_error(p);
    struct node *node;
    const struct token *token = peek(p);
    const struct sign *prefix =
        find_sign(prefixes, sizeof prefixes / sizeof *prefixes, token->kind);
    if (prefix) {
        take(p);
        node = node_new(p, NODE_UNARY, token);
        node->op = prefix->op;
        node->left = parse_unary(p);
        node_done(p, node);
    } else if (at(p, TOKEN_KEY_SIZEOF)) {
        node = parse_sizeof(p);
    } else if (at(p, TOKEN_LEFT_PAREN) && at_type(p, 1)) {
        node = parse_cast(p);
    } else {
        node = parse_postfix(p);
    }
    leave(p);
    return node;
}

/* ---- binary, conditional, assignment ------------------------------------------------------- */

static const struct binary *binary_here(const struct parser *p, unsigned least)
{
    if (!may_go_on(p))
        return NULL;
    for (size_t i = 0; i < sizeof binaries / sizeof *binaries; i++)
        if (binaries[i].kind == peek(p)->kind)
            return binaries[i].precedence >= least ? &binaries[i] : NULL;
    return NULL;
}

/* binary = unary { operator binary }, closer operators first, equal ones from the left */
static struct node *parse_binary(struct parser *p, unsigned least)
{
    struct node *left = parse_unary(p);
    for (const struct binary *b; (b = binary_here(p, least)) != NULL;) {
        struct node *node = node_over(p, NODE_BINARY, left, take(p));
        node->op = b->op;
        node->right = parse_binary(p, b->precedence + 1u);
        left = node_done(p, node);
    }
    return left;
}

/* conditional = binary [ "?" expression ":" conditional ] */
struct node *parse_conditional(struct parser *p)
{
    struct node *left = parse_binary(p, LEAST_BINARY);
    if (!may_go_on(p) || !at(p, TOKEN_QUESTION) || !enter(p))
        return left;
    struct node *node = node_over(p, NODE_CONDITIONAL, left, take(p));
    node->right = parse_expression(p);
    expect(p, TOKEN_COLON);
    node->third = parse_conditional(p);
    leave(p);
    return node_done(p, node);
}

/* assignment = conditional [ ( "=" | "+=" | ... ) assignment ] */
struct node *parse_assignment(struct parser *p)
{
    struct node *left = parse_conditional(p);
    const struct sign *assign =
        p->failed || !may_go_on(p)
            ? NULL
            : find_sign(assigns, sizeof assigns / sizeof *assigns, peek(p)->kind);
    if (!assign || !enter(p))
        return left;
    struct node *node = node_over(p, NODE_ASSIGN, left, take(p));
    node->op = assign->op;
    node->right = parse_assignment(p);
    leave(p);
    return node_done(p, node);
}

/* expression = assignment { "," assignment } */
struct node *parse_expression(struct parser *p)
{
    struct node *left = parse_assignment(p);
    while (may_go_on(p) && at(p, TOKEN_COMMA)) {
        struct node *node = node_over(p, NODE_COMMA, left, take(p));
        node->right = parse_assignment(p);
        left = node_done(p, node);
    }
    return left;
}
