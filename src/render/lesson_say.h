/* lesson_say - what the files that put lessons into words share. */
#ifndef RENDER_LESSON_SAY_H
#define RENDER_LESSON_SAY_H

#include "explain.h"
#include "render/lesson.h"
#include "say.h"

size_t lesson_width(size_t width);     /* 0: as explain has it */
/* A course may come from anywhere: its control characters become '?'. Those below that write lines
 * do so themselves. */
void lesson_clean(struct render_text *text);
/* Adds a sentence as lines; empties it. */
void lesson_lines(struct render_text *out, struct render_text *sentence, size_t width);
/* The same, its first line behind mark, the others under it. */
void lesson_marked(struct render_text *out, struct render_text *sentence, const char *mark,
    enum render_role role, size_t width);
/* One msgid, translated, as lines; args are plain texts. */
void lesson_sayn(struct render_text *out, enum render_role role, const char *msgid,
    const char *const *args, size_t count, size_t width);
void lesson_say(struct render_text *out, enum render_role role, const char *msgid, size_t width);
void lesson_say1(struct render_text *out, enum render_role role, const char *msgid,
    const char *arg, size_t width);
void lesson_markdown(struct render_text *out, const char *text, size_t width);
/* Markdown within a sentence: its lines and paragraphs in one. */
void lesson_inline(struct render_text *out, const char *text);
/* "explain R-FREE-2 tells more", for each rule or error that the text links to. */
void lesson_links(struct render_text *out, const char *text, size_t width);

/* "lesson 5 · Commit a part" */
void lesson_name(struct buf *out, const struct course *course, const struct lesson_sketch *sketch);
/* The title of a lesson in the person's language. */
const char *lesson_title(const struct lesson *lesson);
enum lesson_language lesson_language(void);

/* lesson_measure.c: what a condition asks, and what is wrong with a number. */
void lesson_condition_words(struct buf *out, const struct lesson *lesson,
    const struct lesson_condition *condition);
void lesson_number_gap(struct buf *out, const struct lesson *lesson,
    const struct lesson_condition *condition, uint64_t is_number);

/* lesson_state.c */
/* "committed, read-write"; "committed" if any protection will do */
void lesson_state_words(struct buf *out, const struct lesson_state *state);
/* "3 read-write", "3 pages reserved": count stands in front, its number is plural. */
void lesson_piece_words(struct buf *out, const struct lesson_state *state, const char *count,
    uint64_t plural);

/* lesson_check.c: the checklist with what is missing. */
void lesson_check(struct render_text *out, const struct lesson *lesson,
    const struct lesson_verdict *verdict, size_t width);

/* lesson_outcome.c: how near a prediction was. */
void lesson_outcome_words(struct render_text *out, const struct lesson *lesson,
    const struct prediction_outcome *outcome, size_t width);

#endif
