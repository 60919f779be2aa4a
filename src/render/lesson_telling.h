/* lesson_telling - what the files that tell news of the classroom share. */
#ifndef RENDER_LESSON_TELLING_H
#define RENDER_LESSON_TELLING_H

#include "lesson_say.h"

struct telling {
    struct render_text *out;
    const struct session *session;
    const struct classroom *room;
    const struct classroom_news *news;
    const struct lesson *lesson;       /* NULL: in none */
    const struct lesson_words *words;
    size_t width;
};

/* A sentence with two numbers, as lines. */
void telling_two(
    struct telling *t, enum render_role role, const char *msgid, uint64_t a, uint64_t b);

/* lesson_changes.c: what a step or an answer changed for the task; nothing where there is no lesson. */
void telling_changes(struct telling *t);
/* The first difference, or what comes first in a new stage. */
void telling_gap(struct telling *t);

#endif
