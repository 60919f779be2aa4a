/* unit - one parsed text with everything made from it; the parser fills the front, bind and compile
 * the rest.
 *
 * The work of lang_parse: lex, expand macros, parse (front half); then code_build (bind.h).
 */
#ifndef LANG_UNIT_H
#define LANG_UNIT_H

#include "ast.h"

struct code;                       /* compile's */
struct lost {                      /* a stretch of text that the parser gave up */
    struct lang_span span;
    const struct lost *next;
};
struct lang_unit {
    enum lang_unit_kind kind;
    enum lang_mode mode;           /* LANG_PROGRAM also for a main typed as lines */
    bool is_short_command;
    struct lang_command command;   /* LANG_UNIT_COMMAND */
    const struct vm_machine *machine;
    struct lang_source source;
    struct arena arena;
    struct types types;            /* of this arena and machine */
    size_t inserted;               /* signs that were missing and put in: mistakes that leave the
                                    * statement whole */
    const struct lost *lost;       /* statements with mistakes: empty ones stand in the tree */
    bool garbled;                  /* already its signs or directives were wrong: names and types
                                    * would only be guessed */
    struct node *root;             /* NODE_UNIT; statements in lines, declarations and functions in
                                    * programs */
    struct code *code;             /* made by code_build; freed by code_destroy */
};

/* The front half: lexes and parses, reports to diags. Always gives a unit; no root if nothing was
 * parsed. */
struct lang_unit *unit_parse(const struct lang_source *source, enum lang_mode mode,
    const struct vm_machine *machine, const struct lang_env *env, struct lang_diags *diags,
    bool *ret_incomplete);

/* Does the name occur in a statement that was given up? It may have been made known there. */
bool unit_lost_name(const struct lang_unit *unit, const char *name, size_t len);

#endif
