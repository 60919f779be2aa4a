/* say - small steps of writing styled text, shared by the answers. */
#ifndef RENDER_SAY_H
#define RENDER_SAY_H

#include "render/answer.h"
#include "render/words.h"

/* Adds msgid, translated, in a role; args are plain texts. */
void say(struct render_text *out, enum render_role role, const char *msgid);
void say1(struct render_text *out, enum render_role role, const char *msgid, const char *arg);
void sayn(struct render_text *out, enum render_role role, const char *msgid,
    const char *const *args, size_t count);
void say_number(struct render_text *out, enum render_role role, const char *msgid, uint64_t number);
void say_end(struct render_text *out); /* ends the line */
/* Fills with spaces up to column (cells from the start of the line); at least one if something
 * stands there. */
void say_column(struct render_text *out, size_t column);
/* Adds foreign text of len bytes: control characters other than tab and newline become '?'. */
void say_clean(struct render_text *out, enum render_role role, const char *text, size_t len);

#endif
