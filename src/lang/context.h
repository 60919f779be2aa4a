/* context - where the cursor stands, with what only completion needs to know. */
#ifndef LANG_CONTEXT_H
#define LANG_CONTEXT_H

#include "lang/lang.h"

#include "functions.h"

struct context {
    struct lang_context shown;
    enum function_id function;     /* the innermost call around the cursor; FUNCTION_NONE if none */
    bool at_start;                 /* the word begins a statement */
    bool in_quotes;                /* inside a text, character or comment: nothing to complete */
};
void context_find(const char *text, size_t len, size_t cursor, struct context *ret);

#endif
