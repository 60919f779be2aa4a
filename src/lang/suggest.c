/* suggest - what was meant: the nearest name by edit distance. */
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"

#include "constants.h"
#include "functions.h"
#include "report.h"

enum { COST_EDIT = 4, COST_CASE = 1, LONGEST = 40 };   /* no name in the tables is longer */

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static unsigned cost_of_change(char a, char b)
{
    return a == b ? 0 : lower(a) == lower(b) ? COST_CASE : COST_EDIT;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Damerau's distance with swaps of neighbours, in three rolling rows. */
static unsigned distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    unsigned rows[3][LONGEST + 1] = {{0}};
    for (size_t j = 0; j <= b_len; j++)
        rows[0][j] = (unsigned)j * COST_EDIT;
    for (size_t i = 1; i <= a_len; i++) {
        unsigned *row = rows[i % 3];
        const unsigned *above = rows[(i + 2) % 3], *above2 = rows[(i + 1) % 3];
        row[0] = (unsigned)i * COST_EDIT;
        for (size_t j = 1; j <= b_len; j++) {
            unsigned cost = least(above[j], row[j - 1]) + COST_EDIT;
            cost = least(cost, above[j - 1] + cost_of_change(a[i - 1], b[j - 1]));
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2])
                && lower(a[i - 2]) == lower(b[j - 1]))
                cost = least(cost, above2[j - 2] + COST_EDIT);
            row[j] = cost;
        }
    }
    return rows[a_len % 3][b_len];
}

/* One edit for short words, more for long ones; never so many that little of the word is left. */
static unsigned worst_cost(size_t len)
{
    const unsigned edits = len < 3 ? 0 : len < 6 ? 1 : len < 10 ? 2 : 3;
    return edits * COST_EDIT + (unsigned)len * COST_CASE;
}

void suggest_begin(struct suggestion *s, const char *word, size_t len)
{
    *s = (struct suggestion){.word = word, .len = len, .cost = worst_cost(len) + 1};
}

void suggest_try(struct suggestion *s, const char *candidate)
{
    const size_t len = strlen(candidate);
    if (s->len == 0 || s->len > LONGEST || len > LONGEST || len > s->len + 3 || s->len > len + 3)
        return;
    unsigned cost = distance(s->word, s->len, candidate, len);
    unsigned edits = cost / COST_EDIT;
    if (cost < s->cost && (cost <= s->len * COST_CASE || edits * 2 < len)) {
        s->cost = cost;
        s->best = candidate;
    }
}

static void try_variables(struct suggestion *s, const struct lang_env *env, struct arena *arena)
{
    struct buf scratch = {0};
    struct lang_variable variable;
    for (size_t i = 0; lang_env_variable(env, i, &scratch, &variable); i++) {
        const char *before = s->best;
        suggest_try(s, variable.name);
        if (s->best != before)
            s->best = arena_strndup(arena, variable.name, strlen(variable.name));
    }
    buf_finish(&scratch);
}

const char *suggest_name(const char *word, size_t len, unsigned kinds, const struct lang_env *env,
    struct arena *arena)
{
    struct suggestion s;
    suggest_begin(&s, word, len);
    if ((kinds & SUGGEST_VARIABLES) && env)
        try_variables(&s, env, arena);
    if (kinds & SUGGEST_FUNCTIONS)
        for (int id = FUNCTION_NONE + 1; id < FUNCTION_COUNT; id++)
            suggest_try(&s, function_info((enum function_id)id)->name);
    if (kinds & SUGGEST_CONSTANTS)
        for (size_t i = 0; constant_at(i); i++)
            suggest_try(&s, constant_at(i)->name);
    if (kinds & SUGGEST_TYPES)
        for (size_t i = 0; type_name_at(i); i++)
            suggest_try(&s, type_name_at(i));
    if (kinds & SUGGEST_COMMANDS)
        for (int id = LANG_CMD_NONE + 1; id < LANG_CMD_COUNT; id++)
            suggest_try(&s, lang_command_info((enum lang_command_id)id)->word);
    return s.best;
}
