/* paste - what a pasted text is: a line, several, or a program (pure, tested alone). */
#ifndef TUI_PASTE_H
#define TUI_PASTE_H

#include <stddef.h>

#include "base/buf.h"

enum paste_kind {
    PASTE_LINE,                        /* one line, or one call over several */
    PASTE_LINES,                       /* several that are complete each */
    PASTE_PROGRAM
};
/* text: clean UTF-8 with LF. */
enum paste_kind paste_classify(const char *text, size_t len);
/* One line out of several: blanks for line ends and tabs, comments and control bytes left out. */
void paste_join(struct buf *out, const char *text, size_t len);

#endif
