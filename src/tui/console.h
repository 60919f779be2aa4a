/* console - the answers so far, styled, that scroll.
 *
 * Limits  CONSOLE_BYTES of text are kept; the oldest lines go first.
 */
#ifndef TUI_CONSOLE_H
#define TUI_CONSOLE_H

#include "grid.h"
#include "render/text.h"

enum { CONSOLE_BYTES = 1 << 20 };
struct console {
    struct render_text text;
    int scroll;                        /* lines scrolled up from the newest */
};
/* What was typed, behind its label (a step number or ""). */
void console_add_typed(struct console *c, const char *label, const char *typed);
void console_add(struct console *c, const struct render_text *answer, int indent);
void console_say(struct console *c, enum render_role role, const char *line);
void console_finish(struct console *c);

/* Styled text wrapped into r, from its line skip on, or so that its end less skip lines is at the
 * bottom. */
enum console_anchor { CONSOLE_FROM_TOP, CONSOLE_FROM_BOTTOM };
/* Returns the number of lines that the whole text takes at that width. skip is brought into
 * range. */
int console_draw_text(struct grid *g, struct rect r, const struct render_text *text,
    enum console_anchor anchor, int *skip);
int console_count_lines(const struct render_text *text, int width);

#endif
