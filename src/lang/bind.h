/* bind - the back half of lang_parse: names and types of a parsed unit, then its code. */
#ifndef LANG_BIND_H
#define LANG_BIND_H

#include "unit.h"

/* Resolves names and types of unit->root and makes unit->code. Reports mistakes to diags; where
 * there were errors, the parser's too, unit->code is not to be run. env may be NULL. */
void code_build(struct lang_unit *unit, const struct lang_env *env, struct lang_diags *diags);
void code_destroy(struct code *code);                        /* NULL is fine */

#endif
