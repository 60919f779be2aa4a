/* wrap - one paragraph of styled text broken into lines of a given width. */
#ifndef RENDER_WRAP_H
#define RENDER_WRAP_H

#include <stddef.h>

#include "render/text.h"

/* How the lines begin; counted in the width. */
struct wrap_edges {
    const char *first, *rest; /* before the first line, and before each other */
    enum render_role role;    /* of these */
};
/* Appends text broken at blanks into lines of at most width cells, each with '\n' at its end.
 * Blanks in a row count as one; '\n' in text breaks too; a word wider than a line is cut. Empty
 * text is no line. */
void wrap_text(struct render_text *out, const struct render_text *text,
    const struct wrap_edges *edges, size_t width);
/* Appends the bytes [start, end) of from, with their roles. */
void wrap_copy(struct render_text *out, const struct render_text *from, size_t start, size_t end);

#endif
