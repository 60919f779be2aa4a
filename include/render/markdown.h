/* markdown - Markdown -> styled text, wrapped: the pages of explain, and lessons.
 *
 * Shape   Headings, paragraphs, emphasis, code, lists, quotes, tables, rules; [[R-FREE-2]] is a
 *         link to a page. HTML is shown as it stands. Code blocks keep their lines, however long.
 * Units   width in cells of a terminal.
 */
#ifndef RENDER_MARKDOWN_H
#define RENDER_MARKDOWN_H

#include "render/text.h"

enum { RENDER_WIDTH_MIN = 16 };        /* narrower is written as if it were so wide */

/* Appends len bytes of Markdown; lines are at most width cells where their words allow it. */
void render_markdown(struct render_text *out, const char *text, size_t len, size_t width);

#endif
