/* macro - preprocessor lines carried out on tokens; macros replaced where their names stand. */
#include "macro.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

#include "report.h"

enum { BUCKETS = 256 };
struct macro {
    struct macro *next;
    const char *name;
    uint32_t len;
    bool is_busy, is_removed;                /* being replaced just now; #undef */
    struct tokens body;
};
struct expander {
    struct tokens *out;
    const struct lang_source *source;
    struct lang_diags *diags;
    bool is_line;
    bool is_full;
    size_t work;                             /* macros that double into nothing must end, too */
    struct macro *buckets[BUCKETS];
};

static const char *const headers[] = {
    "windows.h", "stdio.h", "stdlib.h", "string.h", "tchar.h", "stdint.h", "stddef.h", "stdbool.h",
        "conio.h",
    "limits.h", "assert.h", "malloc.h", "memory.h", "wchar.h", "windef.h", "winbase.h", "winnt.h",
    "memoryapi.h",
    "errhandlingapi.h", "sysinfoapi.h", "excpt.h", "process.h", "inttypes.h", "ctype.h", "time.h",
    "intsafe.h",
    "stdafx.h", "strsafe.h",
};

/* A word with its place in the source. */
struct piece {
    const char *text;
    size_t len;
};

static struct lang_span span_of(const struct expander *ex, struct piece piece)
{
    const size_t start = (size_t)(piece.text - ex->source->text);
    return (struct lang_span){(uint32_t)start, (uint32_t)(start + piece.len)};
}

static void report(struct expander *ex, enum lang_diag_id id, struct piece piece,
    const char *suggestion)
{
    char shown[64];
    const size_t len = piece.len < sizeof shown ? piece.len : sizeof shown - 1;
    memcpy(shown, piece.text, len);
    shown[len] = '\0';
    report_add(ex->diags, ex->source,
        &(struct report){.id = id, .span = span_of(ex, piece), .args = {shown},
        .suggestion = suggestion});
}

/* Takes the blanks, then the longest name, off the front of *rest. */
static struct piece take_word(struct piece *rest)
{
    while (rest->len > 0 && (rest->text[0] == ' ' || rest->text[0] == '\t')) {
        rest->text++;
        rest->len--;
    }
    struct piece word = {rest->text, 0};
    while (word.len < rest->len && lexer_is_name_char(word.text[word.len]))
        word.len++;
    rest->text += word.len;
    rest->len -= word.len;
    return word;
}

static bool is_word(struct piece piece, const char *word)
{
    return strlen(word) == piece.len && memcmp(piece.text, word, piece.len) == 0;
}

static struct macro **bucket_of(struct expander *ex, const char *name, size_t len)
{
    return &ex->buckets[hash_bytes(BASE_HASH_SEED, name, len) % BUCKETS];
}

static struct macro *find(struct expander *ex, const char *name, size_t len)
{
    for (struct macro *m = *bucket_of(ex, name, len); m; m = m->next)
        if (m->len == len && memcmp(m->name, name, len) == 0)
            return m->is_removed ? NULL : m;
    return NULL;
}

/* ---- directives ---------------------------------------------------------------------------- */

static bool same_header(const char *known, struct piece name)
{
    if (strlen(known) != name.len)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        const char c = name.text[i];
        if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != known[i])
            return false;
    }
    return true;
}

/* include = "#include" ( "<" name ">" | '"' name '"' ) */
static void do_include(struct expander *ex, struct piece word, struct piece rest)
{
    const struct piece at = take_word(&rest);
    const char close = rest.len > 0 && rest.text[0] == '<' ? '>' : rest.len > 0
        && rest.text[0] == '"' ? '"' : '\0';
    const char *end = close && at.len == 0 ? memchr(rest.text + 1, close, rest.len - 1) : NULL;
    if (!end) {
        report(ex, LANG_DIAG_BAD_INCLUDE, word, NULL);
        return;
    }
    struct piece name = {rest.text + 1, (size_t)(end - rest.text) - 1};
    for (size_t i = name.len; i > 0; i--)            /* a folder before the name does not matter */
        if (name.text[i - 1] == '/' || name.text[i - 1] == '\\') {
            name = (struct piece){name.text + i, name.len - i};
            break;
        }
    struct suggestion s;
    suggest_begin(&s, name.text, name.len);
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        if (same_header(headers[i], name))
            return;
        suggest_try(&s, headers[i]);
    }
    report(ex, LANG_DIAG_UNKNOWN_HEADER, name, s.best);
}

/* define = "#define" name tokens */
static void do_define(struct expander *ex, struct piece word, struct piece rest)
{
    const struct piece name = take_word(&rest);
    if (name.len == 0 || !lexer_is_name_start(name.text[0])) {
        report(ex, LANG_DIAG_BAD_DEFINE, word, NULL);
        return;
    }
    if (rest.len > 0 && rest.text[0] == '(') {
        report(ex, LANG_DIAG_NOT_SIMULATED, name, NULL);
        return;
    }
    struct macro *m = base_zalloc(sizeof *m);
    struct macro **bucket = bucket_of(ex, name.text, name.len);
    *m = (struct macro){.next = *bucket, .name = name.text, .len = (uint32_t)name.len};
    *bucket = m;
    const size_t start = (size_t)(rest.text - ex->source->text);
    lexer_run(&m->body, ex->source, start, start + rest.len, ex->diags);
    m->body.count--;                                 /* without the TOKEN_END */
    if (ex->is_line)
        report(ex, LANG_DIAG_DEFINE_IN_LINE, name, NULL);
}

static void do_directive(struct expander *ex, const struct token *token)
{
    static const char *const ignored[] = {"pragma", "line", "ident"};
    static const char *const later[] = {"if", "ifdef", "ifndef", "elif", "else", "endif", "error"};
    struct piece rest = {token->text + 1, token->len - 1};
    const bool looks_like_comment = ex->is_line && rest.len > 0
        && !lexer_is_name_start(rest.text[0]);
    const struct piece word = take_word(&rest);
    if (looks_like_comment || word.len == 0)
        return;
    struct suggestion s;
    suggest_begin(&s, word.text, word.len);
    suggest_try(&s, "include");
    suggest_try(&s, "define");
    if (is_word(word, "include")) {
        do_include(ex, word, rest);
        return;
    }
    if (is_word(word, "define")) {
        do_define(ex, word, rest);
        return;
    }
    if (is_word(word, "undef")) {
        const struct piece name = take_word(&rest);
        struct macro *m = find(ex, name.text, name.len);
        if (m)
            m->is_removed = true;
        return;
    }
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        if (is_word(word, ignored[i]))
            return;
    if (ex->is_line)
        return;
    for (size_t i = 0; i < sizeof later / sizeof *later; i++)
        if (is_word(word, later[i])) {
            report(ex, LANG_DIAG_NOT_SIMULATED, word, NULL);
            return;
        }
    report(ex, LANG_DIAG_UNKNOWN_DIRECTIVE, word, s.best);
}

/* ---- replacing ----------------------------------------------------------------------------- */

static bool has_room(struct expander *ex, const struct token *use)
{
    if (!ex->is_full && ex->out->count < LANG_MAX_TOKENS &&
        ex->work++ < (size_t)4 * LANG_MAX_TOKENS)
        return true;
    if (!ex->is_full)
        report_add(ex->diags, ex->source, &(struct report){.id = LANG_DIAG_TOO_MANY_TOKENS,
            .span = use->span});
    ex->is_full = true;
    return false;
}

static void put(struct expander *ex, const struct token *token, const struct token *use)
{
    struct tokens *out = ex->out;
    base_grow(&out->items, &out->cap, out->count + 1, sizeof *out->items);
    struct token *put = &out->items[out->count++];
    *put = *token;
    put->span = use->span;
}

/* Puts token, or what it stands for; use is where the person wrote it. */
static void expand(struct expander *ex, const struct token *token, const struct token *use,
    unsigned depth)
{
    if (!has_room(ex, use))
        return;
    struct macro *m = token->kind == TOKEN_NAME ? find(ex, token->text, token->len) : NULL;
    if (!m || m->is_busy || depth > LANG_MAX_NESTING) {
        put(ex, token, use);
        return;
    }
    m->is_busy = true;
    for (size_t i = 0; i < m->body.count && !ex->is_full; i++) {
        struct token part = m->body.items[i];
        if (i == 0) {
            part.space_before = token->space_before;
            part.line_before = token->line_before;
        }
        if (part.kind != TOKEN_DIRECTIVE)
            expand(ex, &part, use, depth + 1);
    }
    m->is_busy = false;
}

void macro_expand(struct tokens *out, const struct tokens *in, const struct lang_source *source,
    struct lang_diags *diags, bool is_line)
{
    struct expander ex = {.out = out, .source = source, .diags = diags, .is_line = is_line};
    out->is_open = in->is_open;
    for (size_t i = 0; i < in->count; i++) {
        const struct token *token = &in->items[i];
        if (token->kind == TOKEN_DIRECTIVE)
            do_directive(&ex, token);
        else if (token->kind == TOKEN_END)
            put(&ex, token, token);
        else
            expand(&ex, token, token, 0);
    }
    for (size_t i = 0; i < BUCKETS; i++)
        while (ex.buckets[i]) {
            struct macro *m = ex.buckets[i];
            ex.buckets[i] = m->next;
            tokens_finish(&m->body);
            free(m);
        }
}
