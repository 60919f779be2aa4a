/* report - adds diagnostics to a list and finds what was meant. For the parser, bind and
 * compile. */
#ifndef LANG_REPORT_H
#define LANG_REPORT_H

#include "lang/diag.h"
#include "lang/lang.h"

/* What to say; the texts are copied. */
struct report {
    enum lang_diag_id id;
    struct lang_span span;
    const char *args[LANG_DIAG_ARGS];
    const char *suggestion;
};
/* Works out line and column, counts errors. Past LANG_MAX_DIAGS only counts. A second error that
 * starts at the same byte as the one before is dropped: one mistake is told once. */
void report_add(struct lang_diags *diags, const struct lang_source *source,
    const struct report *report);

/* Line and column of a byte, from 1; columns count characters. */
void report_place(const struct lang_source *source, size_t offset, uint32_t *ret_line,
    uint32_t *ret_column);

/* Among which names to look for the nearest. */
enum suggest_kind {
    SUGGEST_COMMANDS = 1, SUGGEST_FUNCTIONS = 2, SUGGEST_CONSTANTS = 4, SUGGEST_TYPES = 8,
        SUGGEST_VARIABLES = 16
};
/* The name nearest to word by edit distance (insert, delete, change, swap neighbours; case costs
 * little), NULL if none is near enough. Names of variables are copied to arena. env may be NULL. */
const char *suggest_name(const char *word, size_t len, unsigned kinds, const struct lang_env *env,
    struct arena *arena);
/* The better of two candidates for word: for lists that only the caller knows. */
struct suggestion {
    const char *word;
    size_t len;
    const char *best;              /* NULL: none yet */
    unsigned cost;
};
void suggest_begin(struct suggestion *s, const char *word, size_t len);
void suggest_try(struct suggestion *s, const char *candidate);

#endif
