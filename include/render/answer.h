/* answer - steps, mistakes, questions -> text for the console and plain output, the same words.
 */
#ifndef RENDER_ANSWER_H
#define RENDER_ANSWER_H

#include "render/text.h"
#include "session/session.h"

/* What a step did, as the console shows it: echo, "= 40000000   8 pages free -> reserved",
 * failure with its error, its reason in a sentence and the cure; output; value; how it ended. */
void render_step(struct render_text *out, const struct session *session,
    const struct session_step *step);
/* Only how the step's run ended: for a program whose output was shown while it ran. */
void render_ending(struct render_text *out, const struct session *session,
    const struct session_step *step);
/* The current step after undo, redo, goto: "step 3 of 5: ..." and what moved. */
void render_moved(struct render_text *out, const struct session *session);
/* All diagnostics of the last text, each with its line, a caret line, code, "did you mean". */
void render_diags(struct render_text *out, const struct session *session);
void render_diag(struct render_text *out, const char *source, const struct lang_diag *diag);
void render_refusal(struct render_text *out, const struct session *session);

/* What there is to read on. The pages of explain: whoever asks reads files, render does not. */
struct course;
struct render_pages {
    bool (*read)(void *ctx, const char *name, struct buf *out);  /* "messages/en/R-FREE-2.md" */
    void *ctx;
    size_t width;                                                /* cells of a line; 0: 78 */
    const struct course *course;                                 /* why names its lesson; NULL */
};
/* Answers words that ask (history, why, regions, map, help, explain, term). Returns false if the
 * word is not of these. Without pages (NULL) explain has only the sentence of a rule. */
bool render_question(struct render_text *out, const struct session *session,
    const struct lang_command *command, const struct render_pages *pages);
void render_why(struct render_text *out, const struct session *session,
    const struct render_pages *pages);
void render_regions(struct render_text *out, const struct session *session);
void render_history(struct render_text *out, const struct session *session);
/* The map in lines of runs: "40000000-40007FFF  8 pages  reserved". */
void render_map_lines(struct render_text *out, const struct session *session);
/* topic "": the list of all. */
void render_help(struct render_text *out, const char *topic);

/* Does the glossary have this very word? */
bool render_has_term(const char *word);

/* One line about what a change will do or did: "8 pages free -> reserved; charge +4". */
void render_transitions(struct render_text *out,
    const uint64_t pages[VM_CLASS_COUNT][VM_CLASS_COUNT]);

/* What a call would do, in one line without its end: "will commit 2 pages 40000000-40001FFF:
 * reserved -> read-write; charge +2", "will fail: R-FREE-2 ...". */
void render_preview(struct render_text *out, const struct session *session,
    const struct session_preview *preview);
/* The way of a call through its checks, a few lines each: of the newest call (text ""), or of the
 * one in text. */
void render_inside(struct render_text *out, const struct session *session, const char *text);

/* One call as a line of JSON: {"call":"VirtualFree","ret":0,"error":87,"reason":"R-FREE-2",...}.
 * Ends in '\n'. */
void render_json_call(struct buf *out, const struct vm_machine *machine,
    const struct vm_change *change, uint32_t step, uint32_t last_error);
void render_json_output(struct buf *out, const char *text, size_t len);      /* {"output":"..."} */
/* {"diagnostic":"L0104",...} */
void render_json_diag(struct buf *out, const struct lang_diag *diag);

#endif
