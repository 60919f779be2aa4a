/* parser_primary - what expressions are made of: numbers, characters, strings, names. */
#include <string.h>

#include "base/buf.h"

#include "literal.h"
#include "parser.h"

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
    const enum literal_status status = p->hex_numbers
                                           ? literal_address(token->text, token->len, &number.value)
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
            parser_fail(
                p, LANG_DIAG_SIZE_IN_C, token->span, token_shown(p, token), buf_text(&plain));
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
    return p->hex_numbers && has_digit &&
           literal_address(token->text, token->len, &value) == LITERAL_OK &&
           !names_variable(p, token);
}

/* The bytes between the quotes of a string or character token. */
static void decode(struct parser *p, const struct token *token, struct buf *out, bool wide)
{
    const bool plain = token->text[0] == '"' || token->text[0] == '\'';
    const size_t prefix = plain ? 1 : token->text[0] == 'L' ? 2 : 3;
    const char last = token->len > prefix ? token->text[token->len - 1] : '\0';
    const bool closed = last == '"' || last == '\'' || prefix == 3;
    size_t end = token->len - (closed && token->len > prefix ? 1 : 0);
    if (prefix == 3 && end >= 3 && last != '"')
        end -= 2; /* a typographic quote; the lexer has told of it */
    if (end < prefix)
        return;
    const long bad = literal_decode(out, token->text + prefix, end - prefix, wide);
    if (bad >= 0 && token->span.end - token->span.start == token->len) {
        const uint32_t start = token->span.start + (uint32_t)prefix + (uint32_t)bad;
        const struct token escape = {
            .text = token->text + prefix + bad, .len = end - prefix - (size_t)bad >= 2 ? 2 : 1};
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
    if (at(p, TOKEN_LEFT_PAREN) && is_text_macro(token) &&
        (quoted == TOKEN_STRING || quoted == TOKEN_CHARACTER)) {
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
struct node *parse_primary(struct parser *p)
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
