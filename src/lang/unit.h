/* unit - one parsed text with everything made from it; the parser fills the front, bind and compile
 * the rest.
 *
 * The work of lang_parse: lex, expand macros, parse (front half); then, without errors, code_build
 * (bind.h).
 */
#ifndef LANG_UNIT_H
#define LANG_UNIT_H

#include "ast.h"

struct code;                       /* compile's */
struct lang_unit {
    enum lang_unit_kind kind;
    enum lang_mode mode;           /* LANG_PROGRAM also for a main typed as lines */
    bool is_short_command;
    struct lang_command command;   /* LANG_UNIT_COMMAND */
    const struct vm_machine *machine;
    struct lang_source source;
    struct arena arena;
    struct types types;            /* of this arena and machine */
    size_t inserted;               /* ';' that were missing and put in: mistakes that leave the tree
                                    * whole, so that the others can be told at once */
    struct node *root;             /* NODE_UNIT; statements in lines, declarations and functions in
                                    * programs */
    struct code *code;             /* made by code_build; freed by code_destroy */
};

/* The front half: lexes and parses, reports to diags. Always gives a unit, its tree may hold
 * errors. */
struct lang_unit *unit_parse(const struct lang_source *source, enum lang_mode mode,
    const struct vm_machine *machine, const struct lang_env *env, struct lang_diags *diags,
    bool *ret_incomplete);

#endif
