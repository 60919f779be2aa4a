/* explain - explain and term: the page of a rule or mistake, and the words of the course. */
#ifndef RENDER_EXPLAIN_H
#define RENDER_EXPLAIN_H

#include "render/answer.h"

/* topic "": the rule of the last failure. */
void explain_topic(struct render_text *out, const struct session *session, const char *topic,
    const struct render_pages *pages);
enum { EXPLAIN_WIDTH = 78 }; /* cells of a line where nobody says */

/* word "": all terms. */
void explain_term(struct render_text *out, const char *word, size_t width);
/* The term of that very name, if there is one. */
bool explain_known_term(struct render_text *out, const char *word, size_t width);

/* Is topic a rule or a mistake? */
bool explain_has_page(const char *topic);

/* help.c: what is known of a word, function, constant, rule, error or mistake; false if nothing. */
bool help_topic(struct render_text *out, const char *topic);
/* why.c: how sure it is. */
void why_mark(struct render_text *out, enum vm_rule rule);

#endif
