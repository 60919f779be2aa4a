/* practice - a sheet of exercises and its solutions as Markdown, in the person's language: to print,
 * or to be set as text by render_markdown.
 */
#ifndef RENDER_PRACTICE_H
#define RENDER_PRACTICE_H

#include "base/buf.h"
#include "lesson/practice.h"

/* The exercises, each with the map it begins on and room for the answer. */
void render_practice_sheet(struct buf *out, const struct practice_paper *paper);
/* The answers, each with the rule behind it. */
void render_practice_answers(struct buf *out, const struct practice_paper *paper);

#endif
