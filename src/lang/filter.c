/* filter - reading which regions a person asks for. */
#include "lang/filter.h"

#include <string.h>

#include "commands.h"
#include "literal.h"
#include "report.h"

enum op { OP_NONE, OP_EQUAL, OP_AT_LEAST, OP_AT_MOST, OP_MORE, OP_LESS };
struct reader {
    const char *text;
    size_t pos;
    struct lang_filter *filter;
    struct lang_filter_mistake *mistake;
};
struct piece {
    size_t start, end;
};
struct word {
    const char *name;
    uint32_t value;
};

enum key { KEY_STATE, KEY_PROTECTION, KEY_TYPE, KEY_SIZE, KEY_ADDRESS, KEY_SORT };
static const struct word keys[] = {{"state", KEY_STATE}, {"prot", KEY_PROTECTION},
    {"protect", KEY_PROTECTION}, {"protection", KEY_PROTECTION}, {"type", KEY_TYPE},
    {"size", KEY_SIZE}, {"addr", KEY_ADDRESS}, {"address", KEY_ADDRESS}, {"sort", KEY_SORT},
    {NULL, 0}};
static const struct word views[] = {{"pages", false}, {"allocations", true}, {NULL, 0}};
static const struct word states[] = {{"free", VM_FREE}, {"reserved", VM_RESERVED},
    {"committed", VM_COMMITTED}, {"reserve", VM_RESERVED}, {"commit", VM_COMMITTED},
    {"MEM_FREE", VM_FREE}, {"MEM_RESERVE", VM_RESERVED}, {"MEM_COMMIT", VM_COMMITTED}, {NULL, 0}};
static const struct word types[] = {{"private", VM_MEM_PRIVATE}, {"mapped", VM_MEM_MAPPED},
    {"image", VM_MEM_IMAGE}, {"MEM_PRIVATE", VM_MEM_PRIVATE}, {"MEM_MAPPED", VM_MEM_MAPPED},
    {"MEM_IMAGE", VM_MEM_IMAGE}, {NULL, 0}};
static const struct word sorts[] = {{"address", LANG_SORT_ADDRESS}, {"addr", LANG_SORT_ADDRESS},
    {"size", LANG_SORT_SIZE}, {"state", LANG_SORT_STATE}, {"prot", LANG_SORT_PROTECTION},
    {"protect", LANG_SORT_PROTECTION}, {"protection", LANG_SORT_PROTECTION}, {NULL, 0}};

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool same_word(const char *name, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (name[i] == '\0' || lower(name[i]) != lower(text[i]))
            return false;
    return name[len] == '\0';
}

static const struct word *find_word(const struct reader *r, const struct word *list,
    struct piece piece)
{
    for (; list->name; list++)
        if (same_word(list->name, r->text + piece.start, piece.end - piece.start))
            return list;
    return NULL;
}

static void try_words(struct suggestion *s, const struct word *list)
{
    for (; list->name; list++)
        suggest_try(s, list->name);
}

static bool fail(struct reader *r, enum lang_diag_id id, struct piece piece, const char *choices,
    const char *nearest)
{
    if (r->mistake)
        *r->mistake = (struct lang_filter_mistake){id, piece.start, piece.end, choices, nearest};
    return false;
}

static bool fail_key(struct reader *r, struct piece piece)
{
    struct suggestion s;
    suggest_begin(&s, r->text + piece.start, piece.end - piece.start);
    try_words(&s, keys);
    try_words(&s, views);
    try_words(&s, states);
    return fail(r, LANG_DIAG_BAD_FILTER, piece,
        "state= prot= type= size>= addr= sort= pages allocations", s.best);
}

static bool fail_choice(struct reader *r, struct piece piece, const struct word *list,
    const char *choices)
{
    struct suggestion s;
    suggest_begin(&s, r->text + piece.start, piece.end - piece.start);
    try_words(&s, list);
    return fail(r, LANG_DIAG_BAD_CHOICE, piece, choices, s.best);
}

static void skip_blanks(struct reader *r)
{
    while (is_blank(r->text[r->pos]))
        r->pos++;
}

static struct piece take_name(struct reader *r)
{
    const size_t start = r->pos;
    while ((lower(r->text[r->pos]) >= 'a' && lower(r->text[r->pos]) <= 'z')
        || r->text[r->pos] == '_')
        r->pos++;
    return (struct piece){start, r->pos};
}

static struct piece take_until_blank(struct reader *r)
{
    const size_t start = r->pos;
    while (r->text[r->pos] && !is_blank(r->text[r->pos]))
        r->pos++;
    return (struct piece){start, r->pos};
}

static enum op take_op(struct reader *r)
{
    const char c = r->text[r->pos];
    if (c != '=' && c != '<' && c != '>')
        return OP_NONE;
    const bool equal = r->text[r->pos + 1] == '=';
    r->pos += 1 + equal;
    if (c == '=')
        return OP_EQUAL;
    if (c == '>')
        return equal ? OP_AT_LEAST : OP_MORE;
    return equal ? OP_AT_MOST : OP_LESS;
}

/* ---- values ---------------------------------------------------------------------------------- */

static bool read_size(struct reader *r, enum op op, struct piece value)
{
    struct literal_number number;
    const enum literal_status status =
        literal_number(r->text + value.start, value.end - value.start, &number);
    if (status != LITERAL_OK && status != LITERAL_SIZE)
        return fail(r, LANG_DIAG_BAD_SIZE, value, NULL, NULL);
    const uint64_t size = number.value;
    struct lang_filter *f = r->filter;
    if (op == OP_EQUAL || op == OP_AT_LEAST || op == OP_MORE)
        f->size_min = op == OP_MORE && size < UINT64_MAX ? size + 1 : size;
    if (op == OP_EQUAL || op == OP_AT_MOST || op == OP_LESS)
        f->size_max = op == OP_LESS && size > 0 ? size - 1 : size;
    return true;
}

static bool read_one_address(struct reader *r, struct piece piece, vm_addr *ret)
{
    const enum literal_status status =
        literal_address(r->text + piece.start, piece.end - piece.start, ret);
    return status == LITERAL_OK || status == LITERAL_SIZE
        || fail(r, LANG_DIAG_BAD_ADDRESS, piece, NULL, NULL);
}

static bool read_addresses(struct reader *r, enum op op, struct piece value)
{
    const char *text = r->text + value.start;
    const char *dash = memchr(text, '-', value.end - value.start);
    vm_addr first = 0, last = 0;
    if (!dash || op != OP_EQUAL) {
        if (!read_one_address(r, value, &first))
            return false;
        last = first;
    } else {
        const size_t middle = (size_t)(dash - r->text);
        if (!read_one_address(r, (struct piece){value.start, middle}, &first)
            || !read_one_address(r, (struct piece){middle + 1, value.end}, &last))
            return false;
    }
    struct lang_filter *f = r->filter;
    if (op == OP_EQUAL || op == OP_AT_LEAST || op == OP_MORE)
        f->addr_first = op == OP_MORE && first < UINT64_MAX ? first + 1 : first;
    if (op == OP_EQUAL || op == OP_AT_MOST || op == OP_LESS)
        f->addr_last = op == OP_LESS && last > 0 ? last - 1 : last;
    return true;
}

/* The next of several values between separators; false when value is used up. */
static bool next_part(const struct reader *r, struct piece *value, const char *separators,
    struct piece *ret_part)
{
    if (value->start > value->end)
        return false;
    size_t end = value->start;
    while (end < value->end && !strchr(separators, r->text[end]))
        end++;
    *ret_part = (struct piece){value->start, end};
    value->start = end + 1;
    return true;
}

static bool read_states(struct reader *r, struct piece value)
{
    struct piece part;
    while (next_part(r, &value, ",|", &part)) {
        const struct word *state = find_word(r, states, part);
        if (!state)
            return fail_choice(r, part, states, "free|reserved|committed");
        r->filter->states |= 1u << state->value;
    }
    return true;
}

static bool read_protection(struct reader *r, struct piece value)
{
    struct piece part;
    while (next_part(r, &value, "+|", &part)) {
        const char *text = r->text + part.start;
        const uint32_t flags = command_protection(text, part.end - part.start);
        if (!flags)
            return fail(r, LANG_DIAG_BAD_PROTECTION, part, NULL,
                command_nearest_protection(text, part.end - part.start));
        r->filter->protect |= flags;
    }
    return true;
}

static bool read_value(struct reader *r, enum key key, enum op op, struct piece name,
    struct piece value)
{
    const bool compares = key == KEY_SIZE || key == KEY_ADDRESS;
    const struct word *word;
    if (op != OP_EQUAL && !compares)
        return fail_key(r, (struct piece){name.start, value.end});
    r->filter->asks = r->filter->asks || key != KEY_SORT;
    switch (key) {
    case KEY_STATE:
        return read_states(r, value);
    case KEY_PROTECTION:
        return read_protection(r, value);
    case KEY_TYPE:
        word = find_word(r, types, value);
        r->filter->type = word ? word->value : 0;
        return word || fail_choice(r, value, types, "private|mapped|image");
    case KEY_SIZE:
        return read_size(r, op, value);
    case KEY_ADDRESS:
        return read_addresses(r, op, value);
    case KEY_SORT:
        word = find_word(r, sorts, value);
        r->filter->sort = word ? (enum lang_sort)word->value : LANG_SORT_ADDRESS;
        return word || fail_choice(r, value, sorts, "address|size|state|prot");
    }
    return true;
}

/* item = name [ op value ] */
static bool read_item(struct reader *r)
{
    const struct piece name = take_name(r);
    if (name.start == name.end)
        return fail_key(r, take_until_blank(r));
    const struct word *const view = find_word(r, views, name);
    const struct word *const state = find_word(r, states, name);
    const struct word *const key = find_word(r, keys, name);
    const size_t behind = r->pos;
    skip_blanks(r);
    const enum op op = take_op(r);
    if (op == OP_NONE)
        r->pos = behind;
    if (op == OP_NONE && view) {
        r->filter->allocations = view->value;
        return true;
    }
    if (state) {
        r->filter->states |= 1u << state->value;
        r->filter->asks = true;
        if (op == OP_NONE)
            return true;
    }
    if (op == OP_NONE || (!key && !state)) {
        r->pos = name.start;
        return fail_key(r, op == OP_NONE ? take_until_blank(r) : name);
    }
    skip_blanks(r);
    const struct piece value = take_until_blank(r);
    return state ? read_size(r, op, value)
                 : read_value(r, (enum key)key->value, op, name, value);
}

bool lang_filter_read(const char *text, struct lang_filter *ret_filter,
    struct lang_filter_mistake *ret_mistake)
{
    struct reader r = {.text = text, .filter = ret_filter, .mistake = ret_mistake};
    *ret_filter = (struct lang_filter){.size_max = UINT64_MAX, .addr_last = UINT64_MAX};
    for (skip_blanks(&r); text[r.pos]; skip_blanks(&r))
        if (!read_item(&r))
            return false;
    return true;
}
