/* parser_expr - expressions. */
#include <string.h>

#include "base/buf.h"

#include "functions.h"
#include "literal.h"
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
struct operator {
    enum token_kind kind;
    enum node_op op;
};
static const struct operator assigns[] = {
    {TOKEN_ASSIGN, OP_NONE}, {TOKEN_MUL_ASSIGN, OP_MUL}, {TOKEN_DIV_ASSIGN, OP_DIV},
    {TOKEN_MOD_ASSIGN, OP_MOD}, {TOKEN_ADD_ASSIGN, OP_ADD}, {TOKEN_SUB_ASSIGN, OP_SUB},
    {TOKEN_SHIFT_LEFT_ASSIGN, OP_SHIFT_LEFT}, {TOKEN_SHIFT_RIGHT_ASSIGN, OP_SHIFT_RIGHT},
    {TOKEN_AND_ASSIGN, OP_BIT_AND}, {TOKEN_XOR_ASSIGN, OP_BIT_XOR}, {TOKEN_OR_ASSIGN, OP_BIT_OR},
};
static const struct operator prefixes[] = {
    {TOKEN_AMPERSAND, OP_ADDRESS}, {TOKEN_STAR, OP_DEREF}, {TOKEN_PLUS, OP_PLUS},
    {TOKEN_MINUS, OP_MINUS},
    {TOKEN_NOT, OP_NOT}, {TOKEN_TILDE, OP_BIT_NOT}, {TOKEN_INCREMENT, OP_PRE_INC},
    {TOKEN_DECREMENT, OP_PRE_DEC},
};

/* May an operator go on here? A new line ends a statement of a line; among the arguments of a short
 * command a blank before, but not behind it, begins the next argument ("read p -1", "read p -
 * 1"). */
static bool may_go_on(const struct parser *p)
{
    const struct token *token = peek(p);
    if (p->failed || (p->is_line && p->open == 0 && token->line_before))
        return false;
    return !p->in_command || !token->space_before || peek_at(p, 1)->space_before;
}

/* The same for what stands directly behind its operand: ( [ . -> ++ -- */
static bool may_follow(const struct parser *p)
{
    return may_go_on(p) && !(p->in_command && peek(p)->space_before);
}

static const struct operator *find_operator(const struct operator *table, size_t count,
    enum token_kind kind)
{
    for (size_t i = 0; i < count; i++)
        if (table[i].kind == kind)
            return &table[i];
    return NULL;
}

static struct node *node_over(struct parser *p, enum node_kind kind, struct node *left,
    const struct token *sign)
{
    struct node *node = node_new(p, kind, sign);
    node->span.start = left->span.start;
    node->at = sign->span;
    node->left = left;
    return node;
}

/* ---- primary expressions ------------------------------------------------------------------- */

static struct node *integer_node(struct parser *p, const struct token *token, uint64_t value,
    enum type_kind kind, unsigned radix)
{
    struct node *node = node_new(p, NODE_INTEGER, token);
    node->value = value;
    node->radix = (uint8_t)radix;
    node->type = type_basic(kind);
    return node_done(p, node);
}

static struct node *parse_number(struct parser *p)
{
    const struct token *token = peek(p);
    struct literal_number number = {.kind = TYPE_ULLONG, .radix = 16};
    const enum literal_status status = p->hex_numbers ? literal_address(token->text, token->len,
        &number.value)
        : literal_number(token->text, token->len, &number);
    switch (status) {
    case LITERAL_OK:
        break;
    case LITERAL_FLOAT: {
        take(p);
        struct node *node = node_new(p, NODE_FLOAT, token);
        node->number = number.number;
        node->type = type_basic(number.kind);
        return node_done(p, node);
    }
    case LITERAL_SIZE:
        if (!p->takes_sizes) {
            struct buf plain = {0};
            buf_addf(&plain, "%llu", (unsigned long long)number.value);
            parser_fail(p, LANG_DIAG_SIZE_IN_C, token->span, token_shown(p, token),
                buf_text(&plain));
            buf_finish(&plain);
        }
        break;
    case LITERAL_BAD:
        fail_here(p, LANG_DIAG_BAD_NUMBER);
        break;
    case LITERAL_BAD_DIGIT:
        fail_here(p, LANG_DIAG_BAD_DIGIT);
        break;
    case LITERAL_TOO_LARGE:
        fail_here(p, LANG_DIAG_NUMBER_TOO_LARGE);
        break;
    }
    take(p);
    return integer_node(p, token, number.value, number.kind, number.radix);
}

/* In an address a name such as A0000000 is a number, unless a variable has it. */
static bool is_hex_name(const struct parser *p, const struct token *token)
{
    uint64_t value;
    bool has_digit = false;
    for (size_t i = 0; i < token->len; i++)
        has_digit = has_digit || (token->text[i] >= '0' && token->text[i] <= '9');
    return p->hex_numbers && has_digit && literal_address(token->text, token->len,
        &value) == LITERAL_OK
        && !names_variable(p, token);
}

/* The bytes between the quotes of a string or character token. */
static void decode(struct parser *p, const struct token *token, struct buf *out, bool wide)
{
    const size_t prefix = token->text[0] == 'L' ? 2 : token->text[0] == '"'
        || token->text[0] == '\'' ? 1 : 3;
    const char last = token->len > prefix ? token->text[token->len - 1] : '\0';
    const bool closed = last == '"' || last == '\'' || prefix == 3;
    size_t end = token->len - (closed && token->len > prefix ? 1 : 0);
    if (prefix == 3 && end >= 3 && last != '"')
        end -= 2;                            /* a typographic quote; the mistake was told by the
                                              * lexer */
    if (end < prefix)
        return;
    const long bad = literal_decode(out, token->text + prefix, end - prefix, wide);
    if (bad >= 0 && token->span.end - token->span.start == token->len) {
        const uint32_t start = token->span.start + (uint32_t)prefix + (uint32_t)bad;
        const struct token escape = {.text = token->text + prefix + bad,
            .len = end - prefix - (size_t)bad >= 2 ? 2 : 1};
        parser_fail(p, LANG_DIAG_BAD_ESCAPE, (struct lang_span){start, start + escape.len},
            token_shown(p, &escape), NULL);
    }
}

/* character = [ "L" ] "'" character "'" */
static struct node *parse_character(struct parser *p)
{
    const struct token *token = peek(p);
    const bool wide = token->text[0] == 'L';
    struct buf bytes = {0};
    decode(p, token, &bytes, wide);
    if (bytes.len == 0)
        fail_here(p, LANG_DIAG_EMPTY_CHARACTER);
    else if (bytes.len > (wide ? 2 : 4))
        fail_here(p, LANG_DIAG_LONG_CHARACTER);
    uint64_t value = 0;
    for (size_t i = 0; i < bytes.len && i < 4; i++)
        value = wide ? value | (uint64_t)(unsigned char)bytes.data[i] << 8 * i
            : value << 8 | (unsigned char)bytes.data[i];
    if (!wide && bytes.len == 1)
        value = (uint64_t)(int64_t)(signed char)value;
    buf_finish(&bytes);
    take(p);
    struct node *node = node_new(p, NODE_CHARACTER, token);
    node->value = value;
    node->type = type_basic(wide ? TYPE_USHORT : TYPE_INT);
    return node_done(p, node);
}

/* string = { [ "L" ] '"' characters '"' } */
static struct node *parse_string(struct parser *p)
{
    struct node *node = node_new(p, NODE_STRING, peek(p));
    struct buf bytes = {0};
    bool wide = false;
    for (size_t i = 0; peek_at(p, i)->kind == TOKEN_STRING; i++)
        wide = wide || peek_at(p, i)->text[0] == 'L';
    do {
        decode(p, peek(p), &bytes, wide);
        take(p);
    } while (at(p, TOKEN_STRING) && may_follow(p));
    node->text = arena_strndup(&p->unit->arena, buf_text(&bytes), bytes.len + (wide ? 1 : 0));
    node->len = bytes.len;
    node->type = wide ? type_array(&p->unit->types, type_basic(TYPE_USHORT), bytes.len / 2 + 1)
        : type_array(&p->unit->types, type_basic(TYPE_CHAR), bytes.len + 1);
    buf_finish(&bytes);
    return node_done(p, node);
}

static bool is_text_macro(const struct token *token)
{
    static const char *const macros[] = {"TEXT", "_T", "_TEXT", "__TEXT"};
    for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
        if (strlen(macros[i]) == token->len && memcmp(macros[i], token->text, token->len) == 0)
            return true;
    return false;
}

/* name = identifier | ( "TEXT" | "_T" ) "(" ( string | character ) ")" */
static struct node *parse_name(struct parser *p)
{
    const struct token *token = peek(p);
    if (is_hex_name(p, token))
        return parse_number(p);
    take(p);
    const enum token_kind quoted = peek_at(p, 1)->kind;
    if (at(p, TOKEN_LEFT_PAREN) && is_text_macro(token) && (quoted == TOKEN_STRING
        || quoted == TOKEN_CHARACTER)) {
        const struct token *open = take(p);
        p->open++;
        struct node *node = quoted == TOKEN_STRING ? parse_string(p) : parse_character(p);
        expect_close(p, TOKEN_RIGHT_PAREN, open);
        p->open--;
        node->span.start = token->span.start;
        return node_done(p, node);
    }
    struct node *node = node_new(p, NODE_NAME, token);
    node->text = token_text(p, token);
    node->len = token->len;
    return node_done(p, node);
}

/* primary = number | character | string | name | "(" expression ")" */
static struct node *parse_primary(struct parser *p)
{
    if (p->failed)
        return node_error(p);
    switch ((int)peek(p)->kind) {
    case TOKEN_NUMBER:
        return parse_number(p);
    case TOKEN_CHARACTER:
        return parse_character(p);
    case TOKEN_STRING:
        return parse_string(p);
    case TOKEN_NAME:
        return parse_name(p);
    case TOKEN_LEFT_PAREN: {
        const struct token *open = take(p);
        const bool in_command = p->in_command;
        p->open++;
        p->in_command = false;
        struct node *node = parse_expression(p);
        expect_close(p, TOKEN_RIGHT_PAREN, open);
        p->in_command = in_command;
        p->open--;
        node->span.start = open->span.start;
        return node_done(p, node);
    }
    case TOKEN_END:
        parser_fail(p, LANG_DIAG_EXPECTED_VALUE_AT_END, peek(p)->span, NULL, NULL);
        return node_error(p);
    default:
        fail_here(p, LANG_DIAG_EXPECTED_VALUE);
        return node_error(p);
    }
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
    if (node->kind != NODE_INTEGER || node->radix == 16 || len < 6 || len > 16
        || node->value % 4096 == 0)
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
    buf_addn(&hex, p->unit->source.text + number->span.start,
        number->span.end - number->span.start);
    parser_tell(p, LANG_DIAG_DECIMAL_ADDRESS, number->span, buf_text(&hex) + 2, buf_text(&hex));
    buf_finish(&hex);
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
        if (!accept(p, TOKEN_COMMA))
            break;
        if (at(p, TOKEN_RIGHT_PAREN))
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
    const struct operator *prefix = find_operator(prefixes, sizeof prefixes / sizeof *prefixes,
        token->kind);
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

/* binary = unary { operator binary }, closer operators first (table above), equal ones from the
 * left */
static struct node *parse_binary(struct parser *p, unsigned least)
{
    struct node *left = parse_unary(p);
    for (const struct binary *b; (b = binary_here(p, least)) != NULL; ) {
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
    const struct operator *assign = p->failed || !may_go_on(p) ? NULL
        : find_operator(assigns, sizeof assigns / sizeof *assigns, peek(p)->kind);
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
