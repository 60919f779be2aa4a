/* term - the glossary: English word, Spanish word and the API's name find the same entry. */
#include <string.h>

#include "base/utf8.h"
#include "explain.h"
#include "nearest.h"
#include "say.h"
#include "wrap.h"

struct term {
    const char *english, *spanish, *api; /* each names with ", " between; the first is the usual */
    const char *english_text, *spanish_text;
};

static const struct term terms[] = {
#define GLOSSARY_TERM(english, spanish, api, english_text, spanish_text)                           \
    {english, spanish, api, english_text, spanish_text},
#include "glossary.def"
#undef GLOSSARY_TERM
};
enum { TERMS = sizeof terms / sizeof *terms, COLUMNS = 3, SHOWN = 8 };

static const char *names_of(const struct term *term, int column)
{
    return column == 0 ? term->english : column == 1 ? term->spanish : term->api;
}

/* Takes the next name off a list; false at its end. */
static bool next_name(const char **list, const char **ret_name, size_t *ret_len)
{
    if (**list == '\0')
        return false;
    *ret_name = *list;
    *ret_len = strcspn(*list, ",");
    *list += *ret_len;
    *list += strspn(*list, ", ");
    return true;
}

/* Is one of its names the word? Or, if part, does one hold it? */
static bool matches(const struct term *term, const struct nearest_key *word, bool part)
{
    for (int column = 0; column < COLUMNS; column++) {
        const char *list = names_of(term, column);
        const char *name;
        size_t len;
        while (next_name(&list, &name, &len)) {
            const struct nearest_key key = nearest_fold(name, len);
            if (part ? nearest_holds(&key, word) : nearest_same(&key, word))
                return true;
        }
    }
    return false;
}

static bool is_spanish(void)
{
    return strcmp(render_language(), "es") == 0;
}

static void add_term(struct render_text *out, const struct term *term, size_t width)
{
    const bool spanish = is_spanish();
    render_add(out, RENDER_TITLE, spanish ? term->spanish : term->english);
    render_add(out, RENDER_DIM, "  =  ");
    render_add(out, RENDER_STRONG, spanish ? term->english : term->spanish);
    if (*term->api != '\0') {
        render_add(out, RENDER_DIM, "  =  ");
        render_add(out, RENDER_CALL, term->api);
    }
    say_end(out);
    static const struct wrap_edges edges = {"  ", "  ", RENDER_NORMAL};
    struct render_text sentence = {0};
    render_add(&sentence, RENDER_NORMAL, spanish ? term->spanish_text : term->english_text);
    wrap_text(out, &sentence, &edges, width);
    render_text_finish(&sentence);
}

static void add_list(struct render_text *out)
{
    const bool spanish = is_spanish();
    for (size_t i = 0; i < TERMS; i++) {
        const struct term *const term = &terms[i];
        render_add(out, RENDER_STRONG, spanish ? term->spanish : term->english);
        say_column(out, 32);
        render_add(out, RENDER_NORMAL, spanish ? term->english : term->spanish);
        if (*term->api != '\0')
            say_column(out, 66);
        render_add(out, RENDER_CALL, term->api);
        say_end(out);
    }
    say(out, RENDER_HINT, N_("term WORD explains one: in English, in Spanish, or by its constant"));
    say_end(out);
}

static size_t add_matching(struct render_text *out, const char *word, bool part, size_t width)
{
    const struct nearest_key key = nearest_fold(word, strlen(word));
    size_t count = 0;
    for (size_t i = 0; i < TERMS && count < SHOWN; i++)
        if (matches(&terms[i], &key, part)) {
            add_term(out, &terms[i], width);
            count++;
        }
    return count;
}

static void add_unknown(struct render_text *out, const char *word)
{
    struct nearest nearest;
    const char *best = NULL;
    size_t best_len = 0;
    nearest_begin(&nearest, word);
    for (size_t i = 0; i < TERMS; i++)
        for (int column = 0; column < COLUMNS; column++) {
            const char *list = names_of(&terms[i], column);
            const char *name;
            size_t len;
            while (next_name(&list, &name, &len)) {
                nearest_try(&nearest, name, len);
                if (nearest.best != best) {
                    best = nearest.best;
                    best_len = len;
                }
            }
        }
    say1(out, RENDER_WARN, N_("the glossary has no {0}; term alone lists it"), word);
    if (best != NULL) {
        struct buf name = {0};
        buf_addn(&name, best, best_len);
        render_add(out, RENDER_HINT, ". ");
        say1(out, RENDER_HINT, N_("Did you mean {0}?"), buf_text(&name));
        buf_finish(&name);
    }
    say_end(out);
}

bool explain_known_term(struct render_text *out, const char *word, size_t width)
{
    return add_matching(out, word, false, width) > 0;
}

bool render_has_term(const char *word)
{
    struct render_text unused = {0};
    const bool has = explain_known_term(&unused, word, EXPLAIN_WIDTH);
    render_text_finish(&unused);
    return has;
}

void explain_term(struct render_text *out, const char *word, size_t width)
{
    if (*word == '\0')
        add_list(out);
    else if (!explain_known_term(out, word, width) &&
             (strlen(word) < 3 || add_matching(out, word, true, width) == 0))
        add_unknown(out, word);
}
