/* macro - preprocessor lines: #include of known headers, #define NAME value. */
#ifndef LANG_MACRO_H
#define LANG_MACRO_H

#include "lexer.h"

/* Appends the tokens of in to out with directives carried out and macros replaced (a replaced token
 * has the span of the name that it came from). is_line: lines that only look like directives are
 * comments. */
void macro_expand(struct tokens *out, const struct tokens *in, const struct lang_source *source,
    struct lang_diags *diags, bool is_line);

#endif
