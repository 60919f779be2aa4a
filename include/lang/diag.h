/* diag - mistakes in typed text: where, which, what was meant.
 *
 * A diagnostic has a permanent code ("L0104") that is never given to another mistake; its msgid
 * stands in lang/diags.def and only render writes it. A text may have several; the parser goes on
 * at the next ';' or '}' (programs) or line (scripts).
 */
#ifndef LANG_DIAG_H
#define LANG_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Bytes of the source text, end exclusive. */
struct lang_span {
    uint32_t start, end;
};

#define LANG_DIAG(name, code, severity, msgid) LANG_DIAG_##name,
enum lang_diag_id {
#include "lang/diags.def"
    LANG_DIAG_COUNT
};
#undef LANG_DIAG
enum lang_severity { LANG_ERROR, LANG_WARNING };

enum { LANG_DIAG_ARGS = 3 };
struct lang_diag {
    enum lang_diag_id id;
    struct lang_span span;
    const char *args[LANG_DIAG_ARGS];  /* texts for {0}.., NULL if unused; in the list's arena */
    const char *suggestion;            /* "did you mean": the text to put in place of span; NULL */
    uint32_t line, column;             /* of span.start, from 1; column counts characters */
};
struct lang_diags {
    struct lang_diag *items;
    size_t count, cap;                 /* at most LANG_MAX_DIAGS are kept */
    size_t errors;                     /* warnings are not errors */
    struct arena arena;
};

const char *lang_diag_code(enum lang_diag_id id);            /* "L0104" */
const char *lang_diag_msgid(enum lang_diag_id id);
enum lang_severity lang_diag_severity(enum lang_diag_id id);
void lang_diags_clear(struct lang_diags *diags);
void lang_diags_finish(struct lang_diags *diags);

#endif
