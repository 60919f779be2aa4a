/* lexer - text -> tokens, by hand: one function for each kind of token. */
#include "lexer.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#include "report.h"

static const char *const kind_texts[TOKEN_KIND_COUNT] = {
#define LEXER_TEXT(name, text) [TOKEN_##name] = text,
    LEXER_SIGNS(LEXER_TEXT)
#undef LEXER_TEXT
#define LEXER_TEXT(name, text) [TOKEN_KEY_##name] = text,
    LEXER_KEYWORDS(LEXER_TEXT)
#undef LEXER_TEXT
};

struct lexer {
    struct tokens *tokens;
    const struct lang_source *source;
    struct lang_diags *diags;
    const char *text;
    size_t pos, end;
    bool space_before, line_before;
};

const char *token_kind_text(enum token_kind kind)
{
    return kind_texts[kind];
}

void tokens_finish(struct tokens *tokens)
{
    free(tokens->items);
    *tokens = (struct tokens){0};
}

bool lexer_is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool lexer_is_name_char(char c)
{
    return lexer_is_name_start(c) || is_digit(c);
}

/* The byte at pos + ahead; NUL past the end (a NUL in the text has no meaning either way). */
static char peek(const struct lexer *lx, size_t ahead)
{
    return ahead < lx->end - lx->pos ? lx->text[lx->pos + ahead] : '\0';
}

static void report(struct lexer *lx, enum lang_diag_id id, size_t start, size_t end,
    const char *arg,
    const char *suggestion)
{
    report_add(lx->diags, lx->source, &(struct report){.id = id,
        .span = {(uint32_t)start, (uint32_t)end},
        .args = {arg}, .suggestion = suggestion});
}

static void add(struct lexer *lx, enum token_kind kind, size_t start)
{
    struct tokens *tokens = lx->tokens;
    base_grow(&tokens->items, &tokens->cap, tokens->count + 1, sizeof *tokens->items);
    tokens->items[tokens->count++] = (struct token){.kind = kind, .space_before = lx->space_before,
        .line_before = lx->line_before, .text = lx->text + start,
        .len = (uint32_t)(lx->pos - start),
        .span = {(uint32_t)start, (uint32_t)lx->pos}};
    lx->space_before = lx->line_before = false;
}

/* ---- blanks and comments ------------------------------------------------------------------- */

static void skip_line_comment(struct lexer *lx)
{
    const char *end = memchr(lx->text + lx->pos, '\n', lx->end - lx->pos);
    lx->pos = end ? (size_t)(end - lx->text) : lx->end;
}

static void skip_block_comment(struct lexer *lx)
{
    const size_t start = lx->pos;
    for (lx->pos += 2; lx->pos < lx->end; lx->pos++) {
        if (peek(lx, 0) == '\n')
            lx->line_before = true;
        if (peek(lx, 0) == '*' && peek(lx, 1) == '/') {
            lx->pos += 2;
            return;
        }
    }
    if (lx->diags->errors == 0)
        lx->tokens->is_open = true;
    report(lx, LANG_DIAG_OPEN_COMMENT, start, start + 2, NULL, NULL);
}

/* Blanks as editors and documents bring them: also the no-break space of a copied page. */
static size_t blank_len(const struct lexer *lx)
{
    const char c = peek(lx, 0);
    if (c == ' ' || c == '\t' || c == '\n' || c == '\v' || c == '\f' || c == '\r')
        return 1;
    if (c == '\\' && peek(lx, 1) == '\n')
        return 2;
    if (c == '\xC2' && peek(lx, 1) == '\xA0')
        return 2;
    return c == '\xEF' && peek(lx, 1) == '\xBB' && peek(lx, 2) == '\xBF' ? 3 : 0;
}

static void skip_blanks(struct lexer *lx)
{
    while (lx->pos < lx->end) {
        const size_t len = blank_len(lx);
        if (len > 0) {
            if (peek(lx, 0) == '\n')
                lx->line_before = true;
            if (peek(lx, 0) == '\\' && lx->pos + 2 >= lx->end)
                lx->tokens->is_open = true;
            lx->pos += len;
        } else if (peek(lx, 0) == '/' && peek(lx, 1) == '/') {
            skip_line_comment(lx);
        } else if (peek(lx, 0) == '/' && peek(lx, 1) == '*') {
            skip_block_comment(lx);
        } else {
            return;
        }
        lx->space_before = true;
    }
}

/* ---- tokens -------------------------------------------------------------------------------- */

static void lex_directive(struct lexer *lx)
{
    const size_t start = lx->pos;
    while (lx->pos < lx->end && peek(lx, 0) != '\n') {
        if (peek(lx, 0) == '/' && peek(lx, 1) == '*') {
            skip_block_comment(lx);
            continue;
        }
        lx->pos += peek(lx, 0) == '\\' && peek(lx, 1) == '\n' ? 2 : 1;
    }
    add(lx, TOKEN_DIRECTIVE, start);
}

static enum token_kind keyword_or_name(const char *text, size_t len)
{
    for (int kind = TOKEN_FIRST_KEYWORD; kind < TOKEN_KIND_COUNT; kind++)
        if (kind_texts[kind][0] == text[0] && strncmp(kind_texts[kind], text, len) == 0
                && kind_texts[kind][len] == '\0')
            return (enum token_kind)kind;
    return TOKEN_NAME;
}

static void lex_name(struct lexer *lx)
{
    const size_t start = lx->pos;
    while (lexer_is_name_char(peek(lx, 0)))
        lx->pos++;
    add(lx, keyword_or_name(lx->text + start, lx->pos - start), start);
}

/* pp-number: digit or .digit, then digits, letters, dots, and a sign after the e of a decimal
 * number. */
static void lex_number(struct lexer *lx)
{
    const size_t start = lx->pos;
    bool is_plain = true;
    for (;;) {
        const char c = peek(lx, 0), next = peek(lx, 1);
        if (is_plain && (c == 'e' || c == 'E') && (next == '+' || next == '-')
            && is_digit(peek(lx, 2)))
            lx->pos += 2;
        else if (lexer_is_name_char(c) || (c == '.' && peek(lx, 1) != '.'))
            lx->pos++;
        else
            break;
        is_plain = is_plain && (is_digit(c) || c == '.');
    }
    add(lx, TOKEN_NUMBER, start);
}

/* prefix: the bytes before the opening quote. */
static void lex_quoted(struct lexer *lx, size_t prefix)
{
    const size_t start = lx->pos;
    const char quote = peek(lx, prefix);
    lx->pos += prefix + 1;
    while (lx->pos < lx->end && peek(lx, 0) != quote && peek(lx, 0) != '\n') {
        if (peek(lx, 0) == '\\' && peek(lx, 1) == '\n' && lx->pos + 2 >= lx->end
            && lx->diags->errors == 0)
            lx->tokens->is_open = true;
        lx->pos += peek(lx, 0) == '\\' && lx->pos + 1 < lx->end ? 2 : 1;
    }
    const bool closed = lx->pos < lx->end && peek(lx, 0) == quote;
    lx->pos += closed;
    const bool is_string = quote == '"';
    if (!closed) {
        const char word[2] = {quote, '\0'};
        report(lx, is_string ? LANG_DIAG_OPEN_STRING : LANG_DIAG_OPEN_CHARACTER, start,
            start + prefix + 1, word,
            NULL);
    }
    add(lx, is_string ? TOKEN_STRING : TOKEN_CHARACTER, start);
}

static bool lex_sign(struct lexer *lx)
{
    for (int kind = TOKEN_DIRECTIVE + 1; kind < TOKEN_FIRST_KEYWORD; kind++) {
        const char *sign = kind_texts[kind];
        const size_t len = strlen(sign);
        if (sign[0] == peek(lx, 0) && len <= lx->end - lx->pos
                && memcmp(sign, lx->text + lx->pos, len) == 0) {
            const size_t start = lx->pos;
            lx->pos += len;
            add(lx, (enum token_kind)kind, start);
            return true;
        }
    }
    return false;
}

/* ---- what has no meaning ------------------------------------------------------------------- */

/* The sign that a word processor has made prettier: what to type instead. */
static const char *plain_sign(uint32_t scalar)
{
    switch (scalar) {
    case 0x201C: case 0x201D: case 0x201E: case 0xAB: case 0xBB:
        return "\"";
    case 0x2018: case 0x2019: case 0xB4:
        return "'";
    case 0x2010: case 0x2011: case 0x2013: case 0x2014: case 0x2212:
        return "-";
    case 0xD7:
        return "*";
    case 0x2264:
        return "<=";
    case 0x2265:
        return ">=";
    case 0x2260:
        return "!=";
    default:
        return NULL;
    }
}

/* A text between typographic quotes is taken as one string, so that its words are not told as
 * well. */
static void lex_pretty_string(struct lexer *lx, size_t start, size_t first_end)
{
    const char *line_end = memchr(lx->text + first_end, '\n', lx->end - first_end);
    const size_t stop = line_end ? (size_t)(line_end - lx->text) : lx->end;
    lx->pos = first_end;
    for (size_t i = first_end; i < stop; ) {
        uint32_t scalar;
        i += utf8_decode(lx->text + i, stop - i, &scalar);
        const char *plain = scalar == '"' ? "\"" : plain_sign(scalar);
        if (plain && plain[0] == '"') {
            lx->pos = i;
            add(lx, TOKEN_STRING, start);
            return;
        }
    }
}

static bool starts_token(const struct lexer *lx)
{
    const char c = peek(lx, 0);
    return lexer_is_name_char(c) || c == '"' || c == '\'' || c == '#' || blank_len(lx) > 0
        || (c != '\0' && strchr("[](){}.&*+-~!/%<>^|?:;=,", c));
}

static void skip_stray(struct lexer *lx)
{
    const size_t start = lx->pos;
    uint32_t scalar;
    lx->pos += utf8_decode(lx->text + lx->pos, lx->end - lx->pos, &scalar);
    const size_t first_end = lx->pos;
    const char *plain = plain_sign(scalar);
    if (!plain)
        while (lx->pos < lx->end && !starts_token(lx))
            lx->pos++;
    char shown[16] = "";
    if (scalar < 0x20 || scalar == 0x7F) {
        static const char digits[] = "0123456789ABCDEF";
        memcpy(shown, (char[]){'\\', 'x', digits[scalar >> 4 & 0xF], digits[scalar & 0xF]}, 4);
    } else {
        memcpy(shown, lx->text + start, first_end - start);
    }
    report(lx, LANG_DIAG_STRAY_CHARACTER, start, first_end, shown, plain);
    if (plain && plain[0] == '"')
        lex_pretty_string(lx, start, first_end);
    for (int kind = TOKEN_DIRECTIVE + 1; plain && kind < TOKEN_FIRST_KEYWORD; kind++)
        if (strcmp(kind_texts[kind], plain) == 0)
            add(lx, (enum token_kind)kind, start);   /* understood, so that nothing else is told of
                                                      * it */
    lx->space_before = true;
}

static void lex_one(struct lexer *lx)
{
    const char c = peek(lx, 0);
    if (c == '#' && lx->line_before)
        lex_directive(lx);
    else if (c == '"' || c == '\'')
        lex_quoted(lx, 0);
    else if (c == 'L' && (peek(lx, 1) == '"' || peek(lx, 1) == '\''))
        lex_quoted(lx, 1);
    else if (lexer_is_name_start(c))
        lex_name(lx);
    else if (is_digit(c) || (c == '.' && is_digit(peek(lx, 1))))
        lex_number(lx);
    else if (!lex_sign(lx))
        skip_stray(lx);
}

bool lexer_first(const struct lang_source *source, struct token *ret_token)
{
    struct tokens tokens = {0};
    struct lang_diags unheard = {0};
    struct lexer lx = {.tokens = &tokens, .source = source, .diags = &unheard, .text = source->text,
        .end = source->len, .line_before = true};
    for (skip_blanks(&lx); lx.pos < lx.end && (!tokens.count
        || tokens.items->kind == TOKEN_DIRECTIVE);
            skip_blanks(&lx)) {
        tokens.count = 0;
        lex_one(&lx);
    }
    const bool found = tokens.count > 0 && tokens.items->kind != TOKEN_DIRECTIVE;
    if (found)
        *ret_token = tokens.items[0];
    tokens_finish(&tokens);
    lang_diags_finish(&unheard);
    return found;
}

void lexer_run(struct tokens *tokens, const struct lang_source *source, size_t start, size_t end,
    struct lang_diags *diags)
{
    struct lexer lx = {.tokens = tokens, .source = source, .diags = diags, .text = source->text,
        .pos = start,
        .end = end, .line_before = true};
    for (skip_blanks(&lx); lx.pos < lx.end; skip_blanks(&lx)) {
        if (tokens->count >= LANG_MAX_TOKENS) {
            report(&lx, LANG_DIAG_TOO_MANY_TOKENS, lx.pos, lx.pos, NULL, NULL);
            break;
        }
        lex_one(&lx);
    }
    lx.pos = lx.end;
    lx.line_before = true;
    add(&lx, TOKEN_END, lx.end);
}
