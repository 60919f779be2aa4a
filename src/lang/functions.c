/* functions - the table of callable functions; their C types are made from the texts in it. */
#include "functions.h"

#include <assert.h>
#include <string.h>

enum { MOST_PARAMS = 12 };

static const struct function_info function_table[FUNCTION_COUNT] = {
#define LANG_FUNCTION(id, result_, word, params_, least_, call_, meaning_)                         \
    [FUNCTION_##id] = {.name = word, .result = result_, .params = params_, .least = least_,        \
        .call = call_, .meaning = meaning_},
#include "functions.def"
#undef LANG_FUNCTION
};

const struct function_info *function_info(enum function_id id)
{
    return id > FUNCTION_NONE && id < FUNCTION_COUNT ? &function_table[id] : NULL;
}

enum function_id function_find(const char *name, size_t len)
{
    for (int id = FUNCTION_NONE + 1; id < FUNCTION_COUNT; id++)
        if (strncmp(function_table[id].name, name, len) == 0
            && function_table[id].name[len] == '\0')
            return (enum function_id)id;
    return FUNCTION_NONE;
}

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static const struct type *word_type(const struct types *types, const char *word, size_t len)
{
    static const struct {
        const char *word;
        enum type_kind kind;
    } basic[] = {{"void", TYPE_VOID}, {"char", TYPE_CHAR}, {"int", TYPE_INT}, {"long", TYPE_LONG},
        {"unsigned", TYPE_UINT}, {"double", TYPE_DOUBLE}};
    for (size_t i = 0; i < sizeof basic / sizeof *basic; i++)
        if (strlen(basic[i].word) == len && memcmp(basic[i].word, word, len) == 0)
            return type_basic(basic[i].kind);
    return type_named(types, word, len);
}

/* "const char *format" up to the comma: the type, and the name if there is one. */
static const char *read_param(const struct types *types, const char *p,
    struct type_param *ret_param)
{
    unsigned qualifiers = 0;
    *ret_param = (struct type_param){0};
    while (*p && *p != ',') {
        const char *start = p;
        while (is_word_char(*p))
            p++;
        const size_t len = (size_t)(p - start);
        if (len == 5 && memcmp(start, "const", 5) == 0)
            qualifiers = TYPE_CONST;
        else if (len > 0 && !ret_param->type)
            ret_param->type = type_qualified(types, word_type(types, start, len), qualifiers);
        else if (len > 0)
            ret_param->name = arena_strndup(types->arena, start, len);
        else if (*p++ == '*')
            ret_param->type = type_pointer(types, ret_param->type);
    }
    assert(ret_param->type);
    return *p == ',' ? p + 1 : p;
}

const struct type *function_type(const struct types *types, enum function_id id)
{
    const struct function_info *info = function_info(id);
    assert(info);
    struct type_param params[MOST_PARAMS], result;
    size_t count = 0;
    bool is_variadic = false;
    read_param(types, info->result, &result);
    for (const char *p = strcmp(info->params, "void") == 0 ? "" : info->params; *p; ) {
        while (*p == ' ')
            p++;
        if (*p == '.') {
            is_variadic = true;
            break;
        }
        assert(count < MOST_PARAMS);
        p = read_param(types, p, &params[count++]);
    }
    return type_function(types, result.type, arena_memdup(types->arena, params,
        count * sizeof *params), count,
        is_variadic, false);
}
