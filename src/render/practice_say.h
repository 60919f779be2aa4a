/* practice_say - what the sheet and its answers share: pieces of Markdown. */
#ifndef RENDER_PRACTICE_SAY_H
#define RENDER_PRACTICE_SAY_H

#include "call.h"
#include "render/lesson.h"
#include "render/practice.h"

/* A paragraph; args are Markdown. */
void practice_sayn(struct buf *out, const char *msgid, const char *const *args, size_t count);
void practice_say(struct buf *out, const char *msgid, const char *arg);
/* The title of a sheet: {0} is the topic, {1} the seed. */
void practice_heading(struct buf *out, const struct practice_paper *paper, const char *msgid);
/* The runs that are not free, a line each, in a block. */
void practice_map(struct buf *out, const struct vm_space *space);

#endif
