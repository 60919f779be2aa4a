/* mousecode - the mouse reports of terminals, decoded character by character.
 *
 * Kinds   "ESC [ <" bits ; column ; row, then M, or m for a release (SGR); and the old "ESC [ M"
 *         with three characters, each 32 too large, which ends at column 223.
 * Errors  Reports that make no sense are read to their end and dropped.
 */
#ifndef TUI_MOUSECODE_H
#define TUI_MOUSECODE_H

#include <stdint.h>

#include "term.h"

enum mousecode_kind { MOUSECODE_SGR, MOUSECODE_OLD };
struct mousecode {                        /* begin with the kind, the rest 0 */
    enum mousecode_kind kind;
    unsigned numbers[3], count;
};
enum mousecode_state { MOUSECODE_MORE, MOUSECODE_DONE, MOUSECODE_DROPPED };
/* The next character behind the introducer. *ret_mouse is set with MOUSECODE_DONE. */
enum mousecode_state mousecode_add(struct mousecode *r, uint32_t c, struct term_mouse *ret_mouse);

#endif
