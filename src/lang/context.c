/* context - which call or command the cursor is in, in unfinished text: parentheses and commas
 * before it. */
#include "context.h"

#include "commands.h"
#include "lexer.h"
#include "parser.h"

enum { MOST_FRAMES = 64 };         /* calls nested deeper get no hints */

struct frame {
    const struct token *callee;    /* the name before the '('; NULL: plain parentheses, brackets */
    int commas;
};
struct scan {
    const struct token *tokens;
    size_t count;                  /* without the end */
    size_t start;                  /* of the statement that the cursor is in */
    struct frame frames[MOST_FRAMES];
    size_t depth;
};

static void scan_token(struct scan *s, size_t i)
{
    const struct token *token = &s->tokens[i];
    if (token->line_before && s->depth == 0)
        s->start = i;
    switch ((int)token->kind) {
    case TOKEN_LEFT_PAREN: case TOKEN_LEFT_BRACKET:
        if (s->depth < MOST_FRAMES)
            s->frames[s->depth] = (struct frame){
                i > 0 && token->kind == TOKEN_LEFT_PAREN && token[-1].kind == TOKEN_NAME ? token - 1
                    : NULL, 0};
        s->depth++;
        break;
    case TOKEN_RIGHT_PAREN: case TOKEN_RIGHT_BRACKET:
        s->depth -= s->depth > 0;
        break;
    case TOKEN_COMMA:
        if (s->depth > 0 && s->depth <= MOST_FRAMES)
            s->frames[s->depth - 1].commas++;
        break;
    case TOKEN_SEMICOLON: case TOKEN_LEFT_BRACE: case TOKEN_RIGHT_BRACE:
        s->depth = 0;
        s->start = i + 1;
        break;
    default:
        break;
    }
}

static bool is_operator(enum token_kind kind)
{
    return kind > TOKEN_DIRECTIVE && kind < TOKEN_FIRST_KEYWORD && kind != TOKEN_RIGHT_PAREN
        && kind != TOKEN_RIGHT_BRACKET && kind != TOKEN_INCREMENT && kind != TOKEN_DECREMENT;
}

/* The number of the argument of a short command that the cursor is in: blanks and commas separate
 * them, but not around operators. end: where the text before the cursor ends. */
static int command_argument(const struct scan *s, size_t end)
{
    int param = -1, depth = 0;
    for (size_t i = s->start + 1; i < s->count; i++) {
        const struct token *token = &s->tokens[i], *before = token - 1;
        const bool after_operator = i > s->start + 1 && is_operator(before->kind);
        const bool goes_on = is_operator(token->kind) && i + 1 < s->count && token[1].space_before;
        const bool begins = token->space_before && !after_operator && !goes_on
            && token->kind != TOKEN_COMMA;
        if (depth == 0 && (param < 0 || begins || (after_operator && before->kind == TOKEN_COMMA)))
            param++;
        depth += (token->kind == TOKEN_LEFT_PAREN) - (token->kind == TOKEN_RIGHT_PAREN);
    }
    const struct token *last = &s->tokens[s->count - 1];
    const bool behind_blank = last->span.end < end;
    const bool waits = s->count - 1 > s->start && is_operator(last->kind);
    if (waits && last->kind == TOKEN_COMMA)
        return param + 1;
    return behind_blank && !waits && depth == 0 ? param + 1 : param;
}

static bool ends_open(const struct token *token)
{
    if (token->kind != TOKEN_STRING && token->kind != TOKEN_CHARACTER)
        return false;
    const char last = token->text[token->len - 1];
    const bool escaped = token->len > 2 && token->text[token->len - 2] == '\\';
    return token->len < 2 || (last != '"' && last != '\'') || escaped;
}

/* The innermost call with a name of the table, through parentheses that only group. */
static void find_call(const struct scan *s, struct context *ret)
{
    for (size_t i = s->depth; i > 0 && s->depth <= MOST_FRAMES; i--) {
        const struct frame *frame = &s->frames[i - 1];
        if (!frame->callee)
            continue;
        ret->function = function_find(frame->callee->text, frame->callee->len);
        ret->shown.command = ret->function || frame->callee != &s->tokens[s->start] ? LANG_CMD_NONE
            : command_find(frame->callee->text, frame->callee->len);
        ret->shown.param = ret->function || ret->shown.command ? frame->commas : -1;
        const enum vm_call_id call = ret->function ? function_info(ret->function)->call
            : VM_CALL_NONE;
        ret->shown.call = call != VM_CALL_NONE ? vm_call_info(call) : NULL;
        return;
    }
}

static void find_command(const struct scan *s, const char *text, size_t cursor, struct context *ret)
{
    if (s->start >= s->count || ret->function || ret->shown.command)
        return;
    const struct token *first = &s->tokens[s->start];
    const struct lang_source source = {"", text, cursor};
    const enum lang_command_id id = command_find(first->text, first->len);
    const bool is_call = first->span.end < cursor && text[first->span.end] == '(';
    if (id == LANG_CMD_NONE || is_call || (word_is_c(&source, first->span.end)
            && !(s->start + 1 < s->count && first[1].kind == TOKEN_LEFT_PAREN
                && first[1].space_before)))
        return;
    ret->shown.command = id;
    if (first->span.end < cursor)
        ret->shown.param = command_argument(s, cursor);
}

void context_find(const char *text, size_t len, size_t cursor, struct context *ret)
{
    *ret = (struct context){.shown.param = -1};
    cursor = cursor < len ? cursor : len;
    size_t word = cursor;
    while (word > 0 && lexer_is_name_char(text[word - 1]))
        word--;
    ret->shown.word = (struct lang_span){(uint32_t)word, (uint32_t)cursor};
    struct tokens tokens = {0};
    struct lang_diags unheard = {0};
    const struct lang_source source = {"", text, cursor};
    lexer_run(&tokens, &source, 0, cursor, &unheard);
    struct scan s = {.tokens = tokens.items, .count = tokens.count - 1};
    for (size_t i = 0; i < s.count; i++)
        scan_token(&s, i);
    const struct token *last = s.count > 0 ? &s.tokens[s.count - 1] : NULL;
    ret->in_quotes = tokens.is_open || (last && ends_open(last) && last->span.end == cursor);
    ret->at_start = s.start >= s.count || s.tokens[s.start].span.start >= word;
    find_call(&s, ret);
    find_command(&s, text, cursor, ret);
    tokens_finish(&tokens);
    lang_diags_finish(&unheard);
}

void lang_context_at(const char *text, size_t len, size_t cursor, struct lang_context *ret)
{
    struct context context;
    context_find(text, len, cursor, &context);
    *ret = context.shown;
}
