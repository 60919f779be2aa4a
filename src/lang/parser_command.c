/* parser_command - short commands: "reserve 0x40000000 8p rw" becomes the tree of the C call it
 * stands for. */
#include <string.h>

#include "base/buf.h"

#include "constants.h"
#include "functions.h"
#include "literal.h"
#include "parser.h"
#include "report.h"

enum { MOST_ARGS = 3 };

static const struct {
    const char *word;
    uint32_t protect;
} protections[] = {
    {"none", VM_PAGE_NOACCESS}, {"no", VM_PAGE_NOACCESS}, {"noaccess", VM_PAGE_NOACCESS},
    {"r", VM_PAGE_READONLY}, {"ro", VM_PAGE_READONLY}, {"read", VM_PAGE_READONLY},
    {"readonly", VM_PAGE_READONLY}, {"rw", VM_PAGE_READWRITE}, {"readwrite", VM_PAGE_READWRITE},
    {"wc", VM_PAGE_WRITECOPY}, {"writecopy", VM_PAGE_WRITECOPY}, {"x", VM_PAGE_EXECUTE},
    {"execute", VM_PAGE_EXECUTE}, {"rx", VM_PAGE_EXECUTE_READ}, {"xr", VM_PAGE_EXECUTE_READ},
    {"rwx", VM_PAGE_EXECUTE_READWRITE}, {"xrw", VM_PAGE_EXECUTE_READWRITE},
    {"xwc", VM_PAGE_EXECUTE_WRITECOPY}, {"g", VM_PAGE_GUARD}, {"guard", VM_PAGE_GUARD},
    {"nocache", VM_PAGE_NOCACHE}, {"writecombine", VM_PAGE_WRITECOMBINE},
};

const char *command_protection_at(size_t index)
{
    return index < sizeof protections / sizeof *protections ? protections[index].word : NULL;
}

/* "read (p)" is a call of C; "write (char *)p 65" and "write (p) 65" begin with an argument. */
static bool at_call(const struct parser *p)
{
    const struct token *word = peek(p);
    if (!function_find(word->text, word->len) || at_type(p, 2))
        return false;
    const struct token *after = &p->tokens[behind_paren(p)];
    return after->line_before || (after->kind != TOKEN_NUMBER && after->kind != TOKEN_STRING &&
                                     after->kind != TOKEN_CHARACTER && after->kind != TOKEN_NAME);
}

enum lang_command_id command_at(const struct parser *p)
{
    const struct token *token = peek(p);
    if (token->kind != TOKEN_NAME && token->kind < TOKEN_FIRST_KEYWORD)
        return LANG_CMD_NONE;
    const enum lang_command_id id = command_find(token->text, token->len);
    if (id == LANG_CMD_NONE)
        return LANG_CMD_NONE;
    if (peek_at(p, 1)->kind == TOKEN_LEFT_PAREN)
        return lang_command_info(id)->owner != LANG_OWNER_LANG || at_call(p) ? LANG_CMD_NONE : id;
    return word_is_c(&p->unit->source, token->span.end) ? LANG_CMD_NONE : id;
}

/* ---- arguments ----------------------------------------------------------------------------- */

static bool at_end(const struct parser *p)
{
    return p->failed || at(p, TOKEN_END) || at(p, TOKEN_SEMICOLON) ||
           (p->open > 0 && at(p, TOKEN_RIGHT_PAREN)) || (p->open == 0 && peek(p)->line_before);
}

static struct node *number_node(struct parser *p, const struct token *token, uint64_t value)
{
    struct node *node = node_new(p, NODE_INTEGER, token);
    node->value = value;
    node->type = type_basic(value > INT32_MAX ? TYPE_UINT : TYPE_INT);
    return node;
}

uint32_t command_protection(const char *word, size_t len)
{
    for (size_t i = 0; i < sizeof protections / sizeof *protections; i++)
        if (strlen(protections[i].word) == len && memcmp(protections[i].word, word, len) == 0)
            return protections[i].protect;
    const struct constant *constant = constant_find(word, len);
    return constant && constant->group == CONSTANT_PAGE ? (uint32_t)constant->value : 0;
}

const char *command_nearest_protection(const char *word, size_t len)
{
    struct suggestion s;
    suggest_begin(&s, word, len);
    for (size_t i = 0; i < sizeof protections / sizeof *protections; i++)
        suggest_try(&s, protections[i].word);
    for (size_t i = 0; constant_at(i); i++)
        if (constant_at(i)->group == CONSTANT_PAGE)
            suggest_try(&s, constant_at(i)->name);
    return s.best;
}

/* The flags that a token stands for; 0 if it is no word of protections. */
static uint32_t protection_of(const struct token *token)
{
    return token->kind == TOKEN_NAME ? command_protection(token->text, token->len) : 0;
}

static void fail_protection(struct parser *p)
{
    const struct token *token = peek(p);
    parser_fail(p, LANG_DIAG_BAD_PROTECTION, token->span, token_shown(p, token),
        command_nearest_protection(token->text, token->len));
}

/* protection = protection-word { ( "+" | "|" ) protection-word } | conditional */
static struct node *parse_protection(struct parser *p)
{
    const struct token *first = peek(p);
    uint32_t flags = protection_of(first);
    if (!flags) {
        if (first->kind == TOKEN_NAME && !constant_find(first->text, first->len) &&
            !names_variable(p, first) && peek_at(p, 1)->kind != TOKEN_LEFT_PAREN)
            fail_protection(p);
        return parse_conditional(p);
    }
    take(p);
    while (accept(p, TOKEN_PLUS) || accept(p, TOKEN_BAR)) {
        if (!protection_of(peek(p)))
            fail_protection(p);
        else
            flags |= protection_of(take(p));
    }
    return node_done(p, number_node(p, first, flags));
}

static struct node *parse_argument(struct parser *p, enum arg_kind kind)
{
    struct node *node;
    p->hex_numbers = kind == ARG_ADDRESS;
    if (kind == ARG_PROTECTION)
        node = parse_protection(p);
    else
        node = parse_conditional(p);
    p->hex_numbers = false;
    const bool too_wide = node->kind == NODE_INTEGER && p->unit->types.pointer_size == 4 &&
                          node->value > UINT32_MAX;
    if (too_wide && (kind == ARG_ADDRESS || kind == ARG_SIZE))
        parser_fail(p, kind == ARG_ADDRESS ? LANG_DIAG_ADDRESS_TOO_WIDE : LANG_DIAG_SIZE_TOO_WIDE,
            node->span, p->unit->machine->name, NULL);
    return node;
}

static void fail_missing(struct parser *p, enum lang_command_id id, const struct arg_form *form)
{
    const struct lang_command_info *info = lang_command_info(id);
    struct buf usage = {0};
    buf_addf(&usage, "%s %s", info->word, info->args);
    const enum lang_diag_id missing = form->kind == ARG_ADDRESS      ? LANG_DIAG_MISSING_ADDRESS
                                      : form->kind == ARG_SIZE       ? LANG_DIAG_MISSING_SIZE
                                      : form->kind == ARG_PROTECTION ? LANG_DIAG_MISSING_PROTECTION
                                                                     : LANG_DIAG_MISSING_VALUE;
    const uint32_t end = p->tokens[p->pos - 1].span.end;
    parser_fail(p, missing, (struct lang_span){end, end}, buf_text(&usage), NULL);
    buf_finish(&usage);
}

/* arguments = argument { [ "," ] argument }, kinds and number by the table of words */
static size_t parse_arguments(
    struct parser *p, enum lang_command_id id, struct node *args[MOST_ARGS])
{
    struct arg_form form;
    size_t count = 0;
    for (; count < MOST_ARGS && command_form(id, count, &form); count++) {
        if (at_end(p)) {
            if (!form.is_optional)
                fail_missing(p, id, &form);
            break;
        }
        args[count] = parse_argument(p, form.kind);
        accept(p, TOKEN_COMMA);
    }
    if (!at_end(p))
        parser_fail(p, LANG_DIAG_EXTRA_ARGUMENT, peek(p)->span, token_shown(p, peek(p)), NULL);
    return count;
}

/* ---- the call that it stands for ----------------------------------------------------------- */

static struct node *call_node(
    struct parser *p, const struct token *word, enum function_id id, struct node *args)
{
    struct node *name = node_new(p, NODE_NAME, word);
    const char *function = function_info(id)->name;
    name->len = strlen(function);
    name->text = arena_strndup(&p->unit->arena, function, name->len);
    struct node *call = node_new(p, NODE_CALL, word);
    call->left = name;
    call->list = args;
    return node_done(p, call);
}

/* Chains up to four arguments; NULL ends. */
static struct node *chain(struct node *a, struct node *b, struct node *c, struct node *d)
{
    a->next = b;
    if (b)
        b->next = c;
    if (b && c)
        c->next = d;
    return a;
}

static struct node *alloc_call(
    struct parser *p, const struct token *word, struct node *args[MOST_ARGS], uint32_t flags)
{
    struct node *protect = args[2] ? args[2] : number_node(p, word, VM_PAGE_READWRITE);
    return call_node(p, word, FUNCTION_VIRTUAL_ALLOC,
        chain(args[0], args[1], number_node(p, word, flags), protect));
}

static struct node *lower(struct parser *p, const struct token *word, enum lang_command_id id,
    struct node *args[MOST_ARGS])
{
    switch ((int)id) {
    case LANG_CMD_RESERVE:
        return alloc_call(p, word, args, VM_MEM_RESERVE);
    case LANG_CMD_COMMIT:
        return alloc_call(p, word, args, VM_MEM_COMMIT);
    case LANG_CMD_ALLOC:
        return alloc_call(p, word, args, VM_MEM_RESERVE | VM_MEM_COMMIT);
    case LANG_CMD_DECOMMIT:
        return call_node(p, word, FUNCTION_VIRTUAL_FREE,
            chain(args[0], args[1], number_node(p, word, VM_MEM_DECOMMIT), NULL));
    case LANG_CMD_RELEASE:
        return call_node(p, word, FUNCTION_VIRTUAL_FREE,
            chain(args[0], number_node(p, word, 0), number_node(p, word, VM_MEM_RELEASE), NULL));
    case LANG_CMD_PROTECT:
        return call_node(p, word, FUNCTION_VIRTUAL_PROTECT, chain(args[0], args[1], args[2], NULL));
    case LANG_CMD_QUERY:
        return call_node(p, word, FUNCTION_VIRTUAL_QUERY, args[0]);
    case LANG_CMD_LOCK:
        return call_node(p, word, FUNCTION_VIRTUAL_LOCK, chain(args[0], args[1], NULL, NULL));
    case LANG_CMD_UNLOCK:
        return call_node(p, word, FUNCTION_VIRTUAL_UNLOCK, chain(args[0], args[1], NULL, NULL));
    case LANG_CMD_READ:
        return call_node(p, word, FUNCTION_READ, chain(args[0], args[1], NULL, NULL));
    case LANG_CMD_WRITE:
        return call_node(p, word, FUNCTION_WRITE, chain(args[0], args[1], NULL, NULL));
    case LANG_CMD_EXEC:
        return call_node(p, word, FUNCTION_EXECUTE, args[0]);
    default:
        return node_error(p);
    }
}

/* short-command = word [ "(" ] arguments [ ")" ] [ ";" ] */
struct node *parse_short_command(struct parser *p, enum lang_command_id id)
{
    const struct token *word = take(p);
    struct node *args[MOST_ARGS] = {0};
    const size_t behind = at(p, TOKEN_LEFT_PAREN) ? behind_paren(p) : 0;
    const struct token *after = &p->tokens[behind];
    const bool in_parens = behind > 0 && (after->kind == TOKEN_END ||
                                             after->kind == TOKEN_SEMICOLON || after->line_before);
    const struct token *open = in_parens ? take(p) : NULL;
    p->open += in_parens;
    p->takes_sizes = true;
    p->in_command = !in_parens;
    parse_arguments(p, id, args);
    p->takes_sizes = p->in_command = false;
    if (in_parens)
        expect_close(p, TOKEN_RIGHT_PAREN, open);
    p->open -= in_parens;
    struct node *node = node_new(p, NODE_EXPRESSION, word);
    if (p->failed)
        return node;
    node->left = lower(p, word, id, args);
    accept(p, TOKEN_SEMICOLON);
    return node_done(p, node);
}

/* ---- statements of lines ------------------------------------------------------------------- */

void fail_unknown_word(struct parser *p)
{
    const struct token *token = peek(p);
    struct arena *arena = &p->unit->arena;
    const char *type = suggest_name(token->text, token->len, SUGGEST_TYPES, NULL, arena);
    const char *word =
        p->is_line ? suggest_name(token->text, token->len, SUGGEST_COMMANDS, NULL, arena) : NULL;
    const bool before_name = peek_at(p, 1)->kind == TOKEN_NAME || peek_at(p, 1)->kind == TOKEN_STAR;
    const bool is_word = p->is_line && (word || !(before_name && type));
    parser_fail(p, is_word ? LANG_DIAG_UNKNOWN_WORD : LANG_DIAG_UNKNOWN_TYPE, token->span,
        token_shown(p, token), is_word ? word : type);
}

/* A name with a number, text or name behind it, or nearly a word of the table standing alone. */
static bool at_unknown_word(const struct parser *p)
{
    const struct token *token = peek(p), *next = peek_at(p, 1);
    if (token->kind != TOKEN_NAME || at_declaration(p) || names_variable(p, token) ||
        constant_find(token->text, token->len))
        return false;
    const bool same_line = !next->line_before;
    if (same_line &&
        (next->kind == TOKEN_NUMBER || next->kind == TOKEN_STRING || next->kind == TOKEN_NAME))
        return function_find(token->text, token->len) == FUNCTION_NONE;
    return p->pos == 0 && next->kind == TOKEN_END &&
           suggest_name(token->text, token->len, SUGGEST_COMMANDS, NULL, &p->unit->arena);
}

struct node *parse_line_statement(struct parser *p)
{
    const enum lang_command_id id = command_at(p);
    if (id == LANG_CMD_NONE) {
        if (at_unknown_word(p)) {
            fail_unknown_word(p);
            return node_error(p);
        }
        return parse_statement(p);
    }
    if (lang_command_info(id)->owner != LANG_OWNER_LANG) {
        fail_here(p, LANG_DIAG_WORD_ALONE);
        return node_error(p);
    }
    p->unit->is_short_command = true;
    return parse_short_command(p, id);
}
