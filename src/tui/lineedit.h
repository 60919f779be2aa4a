/* lineedit - the line being typed: GNU readline behind ten functions, drawn by us.
 *
 * State   readline keeps its own for the whole process; so does this room.
 * History Kept in a file between sessions; each line is appended at once.
 */
#ifndef TUI_LINEEDIT_H
#define TUI_LINEEDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "keymap.h"

/* history_path: NULL keeps none. on_line: Enter was pressed; text borrowed. */
void lineedit_start(
    const char *history_path, void (*on_line)(void *ctx, const char *text), void *ctx);
void lineedit_stop(void);

bool lineedit_key(keymap_key key);       /* false if readline has no use for it */
const char *lineedit_text(void);
size_t lineedit_len(void);
size_t lineedit_cursor(void);            /* bytes */
/* What stands before the text while readline asks for something (a search); NULL otherwise. */
const char *lineedit_question(void);
void lineedit_set(const char *text);     /* cursor at the end */
void lineedit_insert(const char *text);  /* at the cursor, one step of its own undo */
void lineedit_replace(size_t start, size_t end, const char *text);
void lineedit_clear(void);               /* and leaves whatever state readline was in */
void lineedit_remember(const char *text);          /* adds to the history */

#endif
