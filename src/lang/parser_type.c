/* parser_type - specifiers and declarators: what types are written of. */
#include <string.h>

#include "parser_type.h"

/* ---- specifiers ---------------------------------------------------------------------------- */

/* How often each basic word stood there. */
enum {
    WORD_VOID, WORD_BOOL, WORD_CHAR, WORD_SHORT, WORD_INT, WORD_LONG, WORD_INT64, WORD_FLOAT,
    WORD_DOUBLE, WORD_SIGNED, WORD_UNSIGNED, WORDS
};

static int basic_word(enum token_kind kind)
{
    static const enum token_kind kinds[WORDS] = {
        TOKEN_KEY_VOID, TOKEN_KEY_BOOL, TOKEN_KEY_CHAR, TOKEN_KEY_SHORT, TOKEN_KEY_INT,
        TOKEN_KEY_LONG, TOKEN_KEY_INT64, TOKEN_KEY_FLOAT, TOKEN_KEY_DOUBLE, TOKEN_KEY_SIGNED,
        TOKEN_KEY_UNSIGNED,
    };
    for (int i = 0; i < WORDS; i++)
        if (kinds[i] == kind)
            return i;
    return -1;
}

static const struct named_type *find_typedef(const struct parser *p, const struct token *token)
{
    for (const struct named_type *t = p->typedefs; t; t = t->next)
        if (strlen(t->name) == token->len && memcmp(t->name, token->text, token->len) == 0)
            return t;
    return NULL;
}

static const struct type *find_type(const struct parser *p, const struct token *token)
{
    const struct named_type *t = find_typedef(p, token);
    return t ? t->type : type_named(&p->unit->types, token->text, token->len);
}

static bool is_type_name(const struct parser *p, const struct token *token)
{
    return token->kind == TOKEN_NAME &&
           (find_typedef(p, token) || type_is_name(token->text, token->len));
}

static bool is_ignored_word(enum token_kind kind)
{
    return kind == TOKEN_KEY_INLINE || kind == TOKEN_KEY_INLINE2 ||
           (kind >= TOKEN_KEY_CDECL && kind <= TOKEN_KEY_APIENTRY);
}

bool at_type(const struct parser *p, size_t ahead)
{
    const struct token *token = peek_at(p, ahead);
    return basic_word(token->kind) >= 0 || token->kind == TOKEN_KEY_STRUCT ||
           token->kind == TOKEN_KEY_UNION || token->kind == TOKEN_KEY_ENUM ||
           token->kind == TOKEN_KEY_CONST || token->kind == TOKEN_KEY_VOLATILE ||
           is_type_name(p, token);
}

/* A type name alone makes no declaration: "DWORD" could be a name typed to ask what it is. */
bool at_declaration(const struct parser *p)
{
    const enum token_kind kind = peek(p)->kind;
    return !p->failed &&
           (at_type(p, 0) || kind == TOKEN_KEY_STATIC || kind == TOKEN_KEY_EXTERN ||
               kind == TOKEN_KEY_REGISTER || kind == TOKEN_KEY_TYPEDEF || is_ignored_word(kind));
}

/* The type that the words make together; TYPE_ERROR if they do not go together. */
static enum type_kind kind_of_words(const unsigned words[WORDS])
{
    static const struct {
        unsigned char words[WORDS];          /* in the order of the enum */
        enum type_kind kind;
    } sets[] = {
        {{1}, TYPE_VOID}, {{0, 1}, TYPE_BOOL},
        {{0, 0, 1}, TYPE_CHAR}, {{0, 0, 1, 0, 0, 0, 0, 0, 0, 1}, TYPE_SCHAR},
        {{0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1}, TYPE_UCHAR},
        {{0, 0, 0, 1}, TYPE_SHORT}, {{0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1}, TYPE_USHORT},
        {{0, 0, 0, 0, 0, 1}, TYPE_LONG}, {{0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}, TYPE_ULONG},
        {{0, 0, 0, 0, 0, 2}, TYPE_LLONG}, {{0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1}, TYPE_ULLONG},
        {{0, 0, 0, 0, 0, 0, 1}, TYPE_LLONG}, {{0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1}, TYPE_ULLONG},
        {{0, 0, 0, 0, 0, 0, 0, 1}, TYPE_FLOAT}, {{0, 0, 0, 0, 0, 0, 0, 0, 1}, TYPE_DOUBLE},
        {{0, 0, 0, 0, 0, 1, 0, 0, 1}, TYPE_DOUBLE},
        {{0}, TYPE_INT}, {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, TYPE_UINT},
    };
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        bool same = true;
        const bool takes_int = sets[i].kind >= TYPE_SHORT && sets[i].kind <= TYPE_ULLONG;
        const bool takes_signed = takes_int && type_is_signed(type_basic(sets[i].kind));
        for (int w = 0; w < WORDS; w++) {
            const bool optional = (w == WORD_INT && takes_int && words[WORD_INT64] == 0) ||
                                  (w == WORD_SIGNED && takes_signed);
            same = same && (words[w] == sets[i].words[w] || (optional && words[w] == 1));
        }
        if (same)
            return sets[i].kind;
    }
    return TYPE_ERROR;
}

/* struct = ( "struct" | "union" | "enum" ) name: only those of Windows' headers are known here */
static const struct type *parse_tagged(struct parser *p)
{
    const struct token *word = take(p);
    if (at(p, TOKEN_NAME) && peek(p)->text[0] == '_' && peek_at(p, 1)->kind != TOKEN_LEFT_BRACE) {
        const struct token *tag = peek(p);
        const struct type *type = type_named(&p->unit->types, tag->text + 1, tag->len - 1);
        if (type && type->kind == TYPE_STRUCT && word->kind == TOKEN_KEY_STRUCT) {
            take(p);
            return type;
        }
    }
    parser_fail(p, LANG_DIAG_NOT_SIMULATED, word->span, token_shown(p, word), NULL);
    return type_basic(TYPE_ERROR);
}

static void take_storage(struct specifiers *s, enum token_kind kind)
{
    s->is_typedef = s->is_typedef || kind == TOKEN_KEY_TYPEDEF;
    if (kind == TOKEN_KEY_STATIC)
        s->storage = STORAGE_STATIC;
    else if (kind == TOKEN_KEY_EXTERN)
        s->storage = STORAGE_EXTERN;
    else if (kind == TOKEN_KEY_REGISTER)
        s->storage = STORAGE_REGISTER;
}

static bool is_storage(enum token_kind kind)
{
    return kind == TOKEN_KEY_STATIC || kind == TOKEN_KEY_EXTERN || kind == TOKEN_KEY_REGISTER ||
           kind == TOKEN_KEY_TYPEDEF;
}

/* specifiers = { storage | qualifier | basic-word | type-name | struct | ignored-word } */
struct specifiers parse_specifiers(struct parser *p)
{
    struct specifiers s = {.span = peek(p)->span};
    unsigned words[WORDS] = {0}, qualifiers = 0, word_count = 0;
    while (!p->failed) {
        const enum token_kind kind = peek(p)->kind;
        const int word = basic_word(kind);
        if (word >= 0) {
            words[word]++;
            word_count++;
        } else if (kind == TOKEN_KEY_CONST || kind == TOKEN_KEY_VOLATILE) {
            qualifiers |= kind == TOKEN_KEY_CONST ? TYPE_CONST : TYPE_VOLATILE;
        } else if (is_storage(kind)) {
            take_storage(&s, kind);
        } else if (kind == TOKEN_KEY_STRUCT || kind == TOKEN_KEY_UNION || kind == TOKEN_KEY_ENUM) {
            if (s.type || word_count)
                break;
            s.type = parse_tagged(p);
            continue;
        } else if (!s.type && word_count == 0 && is_type_name(p, peek(p))) {
            s.type = find_type(p, peek(p));
        } else if (!is_ignored_word(kind)) {
            break;
        }
        s.span.end = take(p)->span.end;
    }
    const enum type_kind kind = kind_of_words(words);
    if ((s.type && word_count) || kind == TYPE_ERROR)
        parser_fail(p, LANG_DIAG_BAD_SPECIFIERS, s.span, NULL, NULL);
    if (!s.type)
        s.type = type_basic(kind);
    s.type = type_qualified(&p->unit->types, s.type, qualifiers);
    return s;
}

/* ---- declarators --------------------------------------------------------------------------- */

static struct node *parse_parameter(struct parser *p)
{
    struct node *node = node_new(p, NODE_PARAMETER, peek(p));
    if (!at_declaration(p)) {
        fail_here(p, LANG_DIAG_EXPECTED_TYPE);
        return node;
    }
    const struct specifiers s = parse_specifiers(p);
    struct declarator d;
    parse_declarator(p, s.type, &d);
    if (d.name) {
        node->text = token_text(p, d.name);
        node->len = d.name->len;
        node->at = d.name->span;
    }
    node->written = d.type->kind == TYPE_ARRAY      ? type_pointer(&p->unit->types, d.type->base)
                    : d.type->kind == TYPE_FUNCTION ? type_pointer(&p->unit->types, d.type)
                                                    : d.type;
    return node_done(p, node);
}

/* parameters = "(" [ "void" | parameter { "," parameter } [ "," "..." ] ] ")" */
static struct node *parse_parameters(struct parser *p, struct type *function)
{
    struct node *list = NULL, **tail = &list;
    const struct token *open = take(p);
    p->open++;
    function->is_unprototyped = at(p, TOKEN_RIGHT_PAREN);
    if (at(p, TOKEN_KEY_VOID) && peek_at(p, 1)->kind == TOKEN_RIGHT_PAREN)
        take(p);
    else if (!function->is_unprototyped)
        do {
            if (accept(p, TOKEN_ELLIPSIS)) {
                function->is_variadic = true;
                break;
            }
            *tail = parse_parameter(p);
            tail = &(*tail)->next;
            function->param_count++;
        } while (accept(p, TOKEN_COMMA));
    expect_close(p, TOKEN_RIGHT_PAREN, open);
    p->open--;
    return list;
}

static const struct type *function_of(
    struct parser *p, const struct type *result, const struct type *shape, const struct node *list)
{
    struct type_param *params =
        arena_alloc(&p->unit->arena, (shape->param_count + 1) * sizeof *params);
    size_t count = 0;
    for (const struct node *n = list; n && n->written; n = n->next)
        params[count++] = (struct type_param){n->text, n->written};
    return type_function(
        &p->unit->types, result, params, count, shape->is_variadic, shape->is_unprototyped);
}

static uint64_t parse_array_length(struct parser *p)
{
    if (at(p, TOKEN_RIGHT_BRACKET))
        return TYPE_NO_LENGTH;
    struct node *length = parse_conditional(p);
    int64_t value = 1;
    if (!p->failed && !fold_integer(p, length, &value))
        parser_fail(p, LANG_DIAG_LENGTH_NOT_CONSTANT, length->span, NULL, NULL);
    else if (value <= 0 || value > INT32_MAX)
        parser_fail(p, LANG_DIAG_BAD_LENGTH, length->span, NULL, NULL);
    return (uint64_t)value;
}

/* suffix = { "[" [ conditional ] "]" | parameters }: the last one is nearest to the base */
static const struct type *parse_suffix(
    struct parser *p, const struct type *base, struct node **ret_params)
{
    if (at(p, TOKEN_LEFT_BRACKET) && enter(p)) {
        const struct token *open = take(p);
        p->open++;
        const uint64_t length = parse_array_length(p);
        expect_close(p, TOKEN_RIGHT_BRACKET, open);
        p->open--;
        const struct type *element = parse_suffix(p, base, ret_params);
        leave(p);
        const bool too_large =
            length != TYPE_NO_LENGTH && element->size > 0 && length > INT32_MAX / element->size;
        if (too_large)
            parser_fail(p, LANG_DIAG_BAD_LENGTH, open->span, NULL, NULL);
        return type_array(&p->unit->types, element, too_large ? 1 : length);
    }
    if (at(p, TOKEN_LEFT_PAREN) && enter(p)) {
        struct type shape = {0};
        struct node *list = parse_parameters(p, &shape);
        const struct type *result = parse_suffix(p, base, ret_params);
        leave(p);
        *ret_params = list;
        return function_of(p, result, &shape, list);
    }
    return base;
}

size_t behind_paren(const struct parser *p)
{
    unsigned depth = 0;
    for (size_t i = p->pos; i + 1 < p->count; i++) {
        depth += p->tokens[i].kind == TOKEN_LEFT_PAREN;
        if (p->tokens[i].kind == TOKEN_RIGHT_PAREN && --depth == 0)
            return i + 1;
    }
    return p->count - 1;
}

/* "(" opens a declarator in parentheses, not parameters, if a '*', a name or another '('
 * follows. */
static bool at_inner_declarator(const struct parser *p)
{
    if (!at(p, TOKEN_LEFT_PAREN))
        return false;
    const struct token *next = peek_at(p, 1);
    return next->kind == TOKEN_STAR || next->kind == TOKEN_LEFT_PAREN ||
           is_ignored_word(next->kind) || (next->kind == TOKEN_NAME && !is_type_name(p, next));
}

/* pointers = { "*" { "const" | "volatile" | ignored-word } } */
static const struct type *parse_pointers(struct parser *p, const struct type *base)
{
    unsigned count = 0;
    while (!p->failed) {
        if (at(p, TOKEN_STAR)) {
            if (++count > LANG_MAX_NESTING)
                fail_here(p, LANG_DIAG_TOO_DEEP);
            base = type_pointer(&p->unit->types, base);
        } else if (at(p, TOKEN_KEY_CONST)) {
            base = type_qualified(&p->unit->types, base, TYPE_CONST);
        } else if (at(p, TOKEN_KEY_VOLATILE)) {
            base = type_qualified(&p->unit->types, base, TYPE_VOLATILE);
        } else if (!is_ignored_word(peek(p)->kind)) {
            break;
        }
        take(p);
    }
    return base;
}

/* declarator = pointers ( name | "(" declarator ")" | nothing ) suffix */
void parse_declarator(struct parser *p, const struct type *base, struct declarator *ret)
{
    *ret = (struct declarator){.type = base};
    if (!enter(p))
        return;
    base = parse_pointers(p, base);
    if (at_inner_declarator(p)) {
        const struct token *open = peek(p);
        const size_t inner = p->pos;
        p->pos = behind_paren(p); /* what follows the parentheses belongs to the base */
        struct node *params = NULL;
        base = parse_suffix(p, base, &params);
        const size_t end = p->pos;
        p->pos = inner + 1;
        p->open++;
        parse_declarator(p, base, ret);
        expect_close(p, TOKEN_RIGHT_PAREN, open);
        p->open--;
        if (!p->failed)
            p->pos = end;
        if (!ret->params)
            ret->params = params;
    } else {
        if (at(p, TOKEN_NAME))
            ret->name = take(p);
        ret->type = parse_suffix(p, base, &ret->params);
    }
    leave(p);
}

/* type-name = specifiers abstract-declarator */
const struct type *parse_type_name(struct parser *p)
{
    const struct specifiers s = parse_specifiers(p);
    struct declarator d;
    parse_declarator(p, s.type, &d);
    if (d.name)
        parser_fail(p, LANG_DIAG_EXPECTED, d.name->span, ")", NULL);
    return d.type;
}
