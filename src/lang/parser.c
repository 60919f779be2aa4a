/* parser - the core of the parser, and lang_parse: which kind of text it is, and the order of the
 * work. */
#include "parser.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

#include "bind.h"
#include "macro.h"
#include "report.h"

/* ---- tokens -------------------------------------------------------------------------------- */

const struct token *peek_at(const struct parser *p, size_t ahead)
{
    return &p->tokens[ahead < p->count - p->pos ? p->pos + ahead : p->count - 1];
}

const struct token *peek(const struct parser *p)
{
    return &p->tokens[p->pos];
}

bool at(const struct parser *p, enum token_kind kind)
{
    return !p->failed && p->tokens[p->pos].kind == kind;
}

const struct token *take(struct parser *p)
{
    const struct token *token = &p->tokens[p->pos];
    if (p->pos + 1 < p->count)
        p->pos++;
    return token;
}

bool accept(struct parser *p, enum token_kind kind)
{
    if (!at(p, kind))
        return false;
    take(p);
    return true;
}

char *token_text(struct parser *p, const struct token *token)
{
    return arena_strndup(&p->unit->arena, token->text, token->len);
}

const char *token_shown(struct parser *p, const struct token *token)
{
    enum { MOST = 40 };
    if (token->len <= MOST)
        return token_text(p, token);
    size_t len = 0;
    for (uint32_t scalar; len < MOST;)
        len += utf8_decode(token->text + len, token->len - len, &scalar);
    char *shown = arena_alloc(&p->unit->arena, len + 4);
    memcpy(shown, token->text, len);
    memcpy(shown + len, "...", 4);
    return shown;
}

/* ---- mistakes ------------------------------------------------------------------------------ */

static void fail_with(struct parser *p, const struct report *report)
{
    if (p->failed)
        return;
    if (peek(p)->kind == TOKEN_END && p->open + p->pending > 0 &&
        p->diags->errors == p->unit->inserted)
        p->incomplete = true;
    p->failed = true;
    report_add(p->diags, &p->unit->source, report);
}

void parser_fail(struct parser *p, enum lang_diag_id id, struct lang_span span, const char *arg,
    const char *suggestion)
{
    fail_with(p, &(struct report){.id = id, .span = span, .args = {arg}, .suggestion = suggestion});
}

void parser_tell(struct parser *p, enum lang_diag_id id, struct lang_span span, const char *arg,
    const char *suggestion)
{
    if (!p->failed)
        report_add(p->diags, &p->unit->source,
            &(struct report){.id = id, .span = span, .args = {arg}, .suggestion = suggestion});
}

void fail_here(struct parser *p, enum lang_diag_id id)
{
    parser_fail(p, id, peek(p)->span, token_shown(p, peek(p)), NULL);
}

/* Where a sign is missing: behind the last token if the line broke off there or a ';' is wanted,
 * else at the token that stands in its place. */
static struct lang_span place_of_missing(const struct parser *p, enum token_kind kind)
{
    const struct token *found = peek(p);
    if (p->pos == 0 || (kind != TOKEN_SEMICOLON && found->kind != TOKEN_END && !found->line_before))
        return found->span;
    const uint32_t end = p->tokens[p->pos - 1].span.end;
    return (struct lang_span){end, end};
}

/* At the end of a line, or before a '}', a missing ';' is as good as written. */
static bool ends_statement(struct parser *p)
{
    return peek(p)->line_before || peek(p)->kind == TOKEN_RIGHT_BRACE;
}

void insert(struct parser *p, enum token_kind kind)
{
    const uint32_t end = p->tokens[p->pos - 1].span.end;
    const char *sign = token_kind_text(kind);
    report_add(p->diags, &p->unit->source,
        &(struct report){.id = LANG_DIAG_EXPECTED,
            .span = {end, end},
            .args = {sign, token_shown(p, peek(p))},
            .suggestion = sign});
    p->unit->inserted++;
}

void expect(struct parser *p, enum token_kind kind)
{
    if (p->failed || accept(p, kind))
        return;
    const struct lang_span span = place_of_missing(p, kind);
    const char *sign = token_kind_text(kind);
    const bool at_end = peek(p)->kind == TOKEN_END;
    if (kind == TOKEN_SEMICOLON && !at_end && p->pos > 0 && ends_statement(p)) {
        insert(p, kind);
        return;
    }
    fail_with(p, &(struct report){.id = at_end ? LANG_DIAG_EXPECTED_AT_END : LANG_DIAG_EXPECTED,
                     .span = span,
                     .args = {sign, at_end ? NULL : token_shown(p, peek(p))},
                     .suggestion = span.start == span.end ? sign : NULL});
}

void expect_close(struct parser *p, enum token_kind kind, const struct token *open)
{
    if (p->failed || accept(p, kind))
        return;
    uint32_t line, column;
    report_place(&p->unit->source, open->span.start, &line, &column);
    struct buf place = {0};
    buf_addf(&place, "%u:%u", (unsigned)line, (unsigned)column);
    const struct lang_span span = place_of_missing(p, kind);
    const char *sign = token_kind_text(kind);
    fail_with(p, &(struct report){.id = LANG_DIAG_NOT_CLOSED,
                     .span = span,
                     .args = {sign, token_kind_text(open->kind), buf_text(&place)},
                     .suggestion = span.start == span.end ? sign : NULL});
    buf_finish(&place);
}

/* ---- nesting and nodes --------------------------------------------------------------------- */

/* Nothing more can be read sensibly: the rest of the text is dropped. */
static void stop_too_deep(struct parser *p)
{
    static const char most[] = "200";
    _Static_assert(LANG_MAX_NESTING == 200, "the text of the limit");
    if (!p->failed) {
        p->failed = true;
        report_add(p->diags, &p->unit->source,
            &(struct report){.id = LANG_DIAG_TOO_DEEP, .span = peek(p)->span, .args = {most}});
    }
    p->pos = p->count - 1;
}

bool enter(struct parser *p)
{
    if (!p->failed && ++p->depth > LANG_MAX_NESTING) {
        p->depth--;
        stop_too_deep(p);
    }
    return !p->failed;
}

void leave(struct parser *p)
{
    p->depth--;
}

struct node *node_new(struct parser *p, enum node_kind kind, const struct token *first)
{
    struct node *node = arena_alloc(&p->unit->arena, sizeof *node);
    node->kind = kind;
    node->span = node->at = first->span;
    node->height = 1;
    return node;
}

struct node *node_error(struct parser *p)
{
    return node_new(p, NODE_ERROR, peek(p));
}

static void grow_over(struct node *node, const struct node *child)
{
    if (child && child->height >= node->height)
        node->height = (uint16_t)(child->height + 1);
}

struct node *node_done(struct parser *p, struct node *node)
{
    const struct lang_span last = p->pos > 0 ? p->tokens[p->pos - 1].span : node->span;
    if (last.end > node->span.end)
        node->span.end = last.end;
    grow_over(node, node->left);
    grow_over(node, node->right);
    grow_over(node, node->third);
    grow_over(node, node->body);
    for (const struct node *child = node->list; child; child = child->next)
        grow_over(node, child);
    if (node->height > LANG_MAX_NESTING)
        stop_too_deep(p);
    return node;
}

bool names_variable(const struct parser *p, const struct token *token)
{
    if (!p->env)
        return false;
    struct buf scratch = {0};
    struct lang_variable variable;
    bool found = false;
    for (size_t i = 0; !found && lang_env_variable(p->env, i, &scratch, &variable); i++)
        found = strlen(variable.name) == token->len &&
                memcmp(variable.name, token->text, token->len) == 0;
    buf_finish(&scratch);
    return found;
}

/* ---- whole texts --------------------------------------------------------------------------- */

/* After a mistake: behind the ';' or block that ends the statement, or before the '}' around it; in
 * lines also before the next line, unless something is still open there. What follows a block on
 * its line still belongs to it, as in "struct { int a; } v;". */
static void resume(struct parser *p)
{
    unsigned braces = 0;
    p->failed = false;
    for (bool first = true; !at(p, TOKEN_END); first = false) {
        if (p->is_line && p->open == 0 && braces == 0 && peek(p)->line_before && !first)
            return;
        if (at(p, TOKEN_RIGHT_BRACE) && braces == 0)
            return;
        const enum token_kind kind = take(p)->kind;
        if (kind == TOKEN_LEFT_BRACE)
            braces++;
        else if (kind == TOKEN_RIGHT_BRACE)
            braces--;
        const bool ends = kind == TOKEN_SEMICOLON ||
                          (kind == TOKEN_RIGHT_BRACE && ends_statement(p));
        if (braces == 0 && ends && !at(p, TOKEN_KEY_ELSE))
            return;
    }
}

struct node *give_up(struct parser *p, size_t from)
{
    struct node *empty = node_new(p, NODE_EMPTY, &p->tokens[from]);
    if (peek(p)->kind != TOKEN_END)
        resume(p);
    node_done(p, empty);
    struct lost *lost = arena_alloc(&p->unit->arena, sizeof *lost);
    *lost = (struct lost){empty->span, p->unit->lost};
    p->unit->lost = lost;
    return empty;
}

bool unit_lost_name(const struct lang_unit *unit, const char *name, size_t len)
{
    const char *const text = unit->source.text;
    for (const struct lost *lost = unit->lost; lost; lost = lost->next)
        for (size_t i = lost->span.start; i + len <= lost->span.end; i++)
            if (memcmp(text + i, name, len) == 0 &&
                (i == lost->span.start || !lexer_is_name_char(text[i - 1])) &&
                (i + len == lost->span.end || !lexer_is_name_char(text[i + len])))
                return true;
    return false;
}

/* unit = { external }   (programs)   |   { short-command | statement }   (lines) */
static void parse_unit(struct parser *p)
{
    struct node *root = node_new(p, NODE_UNIT, peek(p));
    struct node **tail = &root->list;
    while (!at(p, TOKEN_END)) {
        if (at(p, TOKEN_RIGHT_BRACE)) {
            parser_fail(p, LANG_DIAG_STRAY_CLOSE, peek(p)->span, "}", NULL);
            take(p);
            p->failed = false;
            continue;
        }
        const size_t from = p->pos;
        struct node *node =
            p->unit->mode == LANG_PROGRAM ? parse_external(p) : parse_line_statement(p);
        if (p->failed)
            node = give_up(p, from);
        p->failed = false;
        *tail = node;
        if (node)
            tail = &node->next;
    }
    root->span = (struct lang_span){0, (uint32_t)p->unit->source.len};
    p->unit->root = root;
}

bool is_main_name(const char *text, size_t len)
{
    static const char *const names[] = {"main", "wmain", "_tmain"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == len && memcmp(names[i], text, len) == 0)
            return true;
    return false;
}

/* Is there a main with a body? A head alone, outside of all braces, counts too: its body is still to
 * come. Inside of braces none can stand: one before it lacks its end. */
static bool defines_main(const struct tokens *tokens)
{
    long depth = 0;
    for (size_t i = 0; i + 1 < tokens->count; i++) {
        const struct token *token = &tokens->items[i];
        depth += (token->kind == TOKEN_LEFT_BRACE) - (token->kind == TOKEN_RIGHT_BRACE);
        if (token->kind != TOKEN_NAME || !is_main_name(token->text, token->len) ||
            token[1].kind != TOKEN_LEFT_PAREN)
            continue;
        size_t end = i + 1;
        while (tokens->items[end].kind != TOKEN_RIGHT_PAREN && tokens->items[end].kind != TOKEN_END)
            end++;
        const bool is_closed = tokens->items[end].kind == TOKEN_RIGHT_PAREN;
        const enum token_kind next = is_closed ? tokens->items[end + 1].kind : TOKEN_END;
        if (next == TOKEN_LEFT_BRACE)
            return true;
        if (depth == 0) /* "int main(" goes on; "main(" alone may be anything */
            return next == TOKEN_END && (is_closed || i > 0);
    }
    return false;
}

bool lang_defines_main(const char *text, size_t len)
{
    const struct lang_source source = {.name = "", .text = text, .len = len};
    struct lang_diags diags = {0};
    struct tokens tokens = {0};
    lexer_run(&tokens, &source, 0, len < LANG_MAX_SOURCE ? len : LANG_MAX_SOURCE, &diags);
    const bool defines = tokens.count > 0 && defines_main(&tokens);
    tokens_finish(&tokens);
    lang_diags_finish(&diags);
    return defines;
}

static bool has_main(const struct node *root)
{
    for (const struct node *node = root->list; node; node = node->next)
        if (node->kind == NODE_FUNCTION && node->body && is_main_name(node->text, node->len))
            return true;
    return false;
}

/* Lexes and parses; what is found goes into unit and diags. Returns whether only the end is
 * lacking. */
static bool parse_text(struct lang_unit *unit, const struct lang_env *env, struct lang_diags *diags)
{
    struct tokens raw = {0}, tokens = {0};
    lexer_run(&raw, &unit->source, 0, unit->source.len, diags);
    const bool is_program = unit->mode == LANG_PROGRAM || defines_main(&raw);
    unit->mode = is_program ? LANG_PROGRAM : LANG_LINE;
    macro_expand(&tokens, &raw, &unit->source, diags, !is_program);
    struct parser p = {.unit = unit,
        .env = env,
        .diags = diags,
        .tokens = tokens.items,
        .count = tokens.count,
        .is_line = !is_program};
    unit->garbled = diags->errors > 0;
    parse_unit(&p);
    if (is_program && diags->errors == 0 && !has_main(unit->root))
        report_add(diags, &unit->source,
            &(struct report){.id = LANG_DIAG_NO_MAIN,
                .span = {(uint32_t)unit->source.len, (uint32_t)unit->source.len}});
    unit->kind = is_program         ? LANG_UNIT_PROGRAM
                 : unit->root->list ? LANG_UNIT_STATEMENTS
                                    : LANG_UNIT_EMPTY;
    const bool incomplete = tokens.is_open || p.incomplete;
    tokens_finish(&tokens);
    tokens_finish(&raw);
    return incomplete;
}

/* The word of session or front that the line begins with; LANG_CMD_NONE if it is something else. */
static enum lang_command_id foreign_word(
    const struct lang_source *source, struct lang_span *ret_word)
{
    struct token first;
    if (!lexer_first(source, &first))
        return LANG_CMD_NONE;
    const enum lang_command_id id = command_find(first.text, first.len);
    if (id == LANG_CMD_NONE || lang_command_info(id)->owner == LANG_OWNER_LANG)
        return LANG_CMD_NONE;
    *ret_word = first.span;
    return word_is_c(source, first.span.end) ? LANG_CMD_NONE : id;
}

struct lang_unit *unit_parse(const struct lang_source *source, enum lang_mode mode,
    const struct vm_machine *machine, const struct lang_env *env, struct lang_diags *diags,
    bool *ret_incomplete)
{
    struct lang_unit *unit = base_zalloc(sizeof *unit);
    unit->mode = mode;
    unit->machine = machine;
    unit->source = *source;
    unit->types = (struct types){&unit->arena, machine->pointer_size};
    *ret_incomplete = false;
    if (source->len > LANG_MAX_SOURCE) {
        struct buf limit = {0};
        buf_addf(&limit, "%d", LANG_MAX_SOURCE);
        const struct report report = {
            .id = LANG_DIAG_SOURCE_TOO_LONG, .args = {buf_text(&limit)}};
        report_add(diags, source, &report);
        buf_finish(&limit);
        return unit;
    }
    struct lang_span word;
    const enum lang_command_id id = mode == LANG_LINE ? foreign_word(source, &word) : LANG_CMD_NONE;
    if (id != LANG_CMD_NONE)
        parse_word(unit, id, word, env, diags);
    else
        *ret_incomplete = parse_text(unit, env, diags);
    return unit;
}

/* In the order of the text; at most LANG_MAX_DIAGS. */
static void sort(struct lang_diags *diags)
{
    for (size_t i = 1; i < diags->count; i++) {
        const struct lang_diag diag = diags->items[i];
        size_t at = i;
        for (; at > 0 && diags->items[at - 1].span.start > diag.span.start; at--)
            diags->items[at] = diags->items[at - 1];
        diags->items[at] = diag;
    }
}

struct lang_unit *lang_parse(const struct lang_source *source, enum lang_mode mode,
    const struct vm_machine *machine, const struct lang_env *env, struct lang_diags *diags,
    bool *ret_incomplete)
{
    bool incomplete;
    lang_diags_clear(diags);
    struct lang_unit *unit = unit_parse(source, mode, machine, env, diags, &incomplete);
    if (unit->root && !unit->garbled && !incomplete)
        code_build(unit, env, diags);
    sort(diags);
    if (ret_incomplete)
        *ret_incomplete = incomplete;
    if (diags->errors == 0)
        return unit;
    lang_unit_destroy(unit);
    return NULL;
}

void lang_unit_destroy(struct lang_unit *unit)
{
    if (!unit)
        return;
    code_destroy(unit->code);
    arena_finish(&unit->arena);
    free(unit);
}

enum lang_unit_kind lang_unit_kind(const struct lang_unit *unit)
{
    return unit->kind;
}

const struct lang_command *lang_unit_command(const struct lang_unit *unit)
{
    return unit->kind == LANG_UNIT_COMMAND ? &unit->command : NULL;
}

bool lang_unit_is_short_command(const struct lang_unit *unit)
{
    return unit->is_short_command;
}
