/* text - styled text: what console, panes and plain output show, without knowing a terminal.
 *
 * Shape   One growing text with spans of roles; '\n' ends a line. Plain output ignores the roles.
 */
#ifndef RENDER_TEXT_H
#define RENDER_TEXT_H

#include "base/buf.h"

/* What a piece of text is; a theme decides how it looks. */
enum render_role {
    RENDER_NORMAL, RENDER_DIM, RENDER_STRONG, RENDER_TITLE, RENDER_CALL, RENDER_ECHO, RENDER_OK,
    RENDER_FAIL, RENDER_WARN, RENDER_HINT, RENDER_LINK, RENDER_NUMBER, RENDER_OUTPUT, RENDER_KEY,
    RENDER_CLASS_0,                              /* + enum vm_class: in the colour of that class */
    RENDER_ROLE_COUNT = RENDER_CLASS_0 + 8
};
struct render_span {
    size_t start;                                /* byte; lasts until the next span */
    enum render_role role;
};
struct render_text {
    struct buf buf;
    struct render_span *spans;
    size_t span_count, span_cap;
};
void render_role(struct render_text *text, enum render_role role);           /* from here on */
void render_add(struct render_text *text, enum render_role role, const char *s);
void render_text_clear(struct render_text *text);
void render_text_finish(struct render_text *text);
enum render_role render_role_at(const struct render_text *text, size_t byte);

#endif
