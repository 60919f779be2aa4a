/* export - the space as a picture or table for slides, reports and other programs.
 *
 * View    The runs with allocations, whole rows of long gaps folded; a page a cell while that
 *         gives no more than some thousand cells, else zoomed out by powers of two. Sentences in
 *         the person's language.
 * Errors  None: whatever a space holds can be drawn. Who calls writes the text to a file.
 * Cost    map: O(cells log n). regions: O(runs).
 */
#ifndef RENDER_EXPORT_H
#define RENDER_EXPORT_H

#include "render/answer.h"
#include "render/palette.h"

enum render_format { RENDER_SVG, RENDER_HTML, RENDER_TXT, RENDER_CSV, RENDER_JSON,
    RENDER_FORMAT_COUNT };
/* By the file's name: map*.svg, map*.html, map*.txt, regions*.csv, regions*.json. False: none of
 * these. */
bool render_export_format(const char *file, enum render_format *ret_format);
void render_export(struct buf *out, const struct session *session, enum render_format format,
    enum render_shade shade);

/* The word export with its arguments: the file to write and its text. False, and said in answer
 * why, if there is nothing to write. shade: that of the screen, where the word names none.
 * *ret_file is borrowed. */
bool render_export_word(struct render_text *answer, const struct session *session,
    const struct lang_command *command, enum render_shade shade, const char **ret_file,
    struct buf *ret_text);
/* What came of writing it. */
void render_export_written(struct render_text *answer, const char *file, bool written);

#endif
