/* predict - what a person says a call will answer and change, and how near that is.
 *
 * Text    works|fails [ERROR] [VALUE] [ADDRESS SIZE STATE]...; "none" for no change. Words in English
 *         or Spanish: funciona, falla, nada, libre, reservado.
 * Shape   A prediction holds stretches of painted pages, ascending and disjoint: each with the state
 *         it will have. Pages that are not painted stay as they are.
 */
#ifndef LESSON_PREDICT_H
#define LESSON_PREDICT_H

#include "lesson/lesson.h"

struct prediction_stretch {
    vm_page first, end;
    struct lesson_state state;
};
struct prediction {
    bool has_result, works;
    uint32_t error;                    /* with fails; 0: not said */
    bool has_value;
    uint64_t value;
    bool has_pages;                    /* something was said of pages: painted, or none */
    struct prediction_stretch *stretches;
    size_t count, cap;
};
/* Paints pages [first, end), over what was there; state NULL: takes the paint away. */
void prediction_paint(struct prediction *prediction, vm_page first, vm_page end,
    const struct lesson_state *state);
/* The paint of a page; NULL if none. */
const struct lesson_state *prediction_at(const struct prediction *prediction, vm_page page);
/* Adds what text says. False: *ret_word is the word that was not understood, borrowed from text's
 * copy in scratch. */
bool prediction_read(struct prediction *prediction, const char *text, struct buf *scratch,
    const char **ret_word);
/* As text that prediction_read reads to the same; one that has a result. */
void prediction_write(const struct prediction *prediction, struct buf *out);
void prediction_finish(struct prediction *prediction);

struct prediction_outcome {
    bool right;                        /* everything that was said */
    bool result_right, error_right, value_right;
    bool pages_said;                   /* else pages do not count, and the numbers are 0 */
    struct vm_result actual;
    uint64_t right_pages, all_pages;   /* of the pages that changed or were painted to change */
    bool has_difference;
    vm_page page;                      /* the first that differs: */
    struct lesson_state said;          /* as predicted */
    vm_attr is;                        /* as it is */
};
/* before: the runs the call found there; change: what it did. A painted page that is said to stay as
 * it was counts as not painted. O(stretches + runs) */
void prediction_compare(const struct prediction *prediction, const struct vm_space *before,
    const struct vm_change *change, struct prediction_outcome *ret);

#endif
