/* lesson_outcome - a prediction beside what really happened. */
#include <inttypes.h>

#include "call.h"
#include "lesson_say.h"

static void add_error(struct buf *out, const struct vm_result *result)
{
    if (result->exception != 0)
        buf_addf(out, "%08" PRIX32, result->exception);
    else
        buf_addf(out, "%" PRIu32, result->error);
}

static void add_result(
    struct render_text *out, const struct prediction_outcome *outcome, size_t width)
{
    const struct vm_result *const actual = &outcome->actual;
    const bool failed = actual->error != 0 || actual->exception != 0;
    struct buf error = {0};
    add_error(&error, actual);
    if (!outcome->result_right && failed)
        lesson_say1(out, RENDER_FAIL, N_("you said that it works; it fails with {0}"),
            buf_text(&error), width);
    else if (!outcome->result_right)
        lesson_say(out, RENDER_FAIL, N_("you said that it fails; it works"), width);
    else if (failed && !outcome->error_right)
        lesson_say1(out, RENDER_WARN, N_("that it fails is right; the error is {0}"),
            buf_text(&error), width);
    else
        lesson_say(out, RENDER_OK,
            failed ? N_("that it fails is right") : N_("that it works is right"), width);
    buf_finish(&error);
}

static void add_value(struct render_text *out, const struct lesson *lesson,
    const struct prediction_outcome *outcome, size_t width)
{
    struct buf value = {0};
    if (outcome->value_right || !outcome->result_right)
        return;
    if (outcome->actual.value > UINT16_MAX)
        render_address(&value, lesson->machine, outcome->actual.value);
    else
        buf_addf(&value, "%" PRIu64, outcome->actual.value);
    lesson_say1(
        out, RENDER_WARN, N_("the value is another one: {0}"), buf_text(&value), width);
    buf_finish(&value);
}

static void add_pages(struct render_text *out, const struct lesson *lesson,
    const struct prediction_outcome *outcome, size_t width)
{
    struct buf texts[5] = {{0}};
    const char *args[5];
    if (outcome->all_pages == 0 && !outcome->has_difference)
        return;
    buf_addf(&texts[0], "%" PRIu64, outcome->right_pages);
    if (outcome->has_difference)
        buf_addf(&texts[1], "%" PRIu64, outcome->all_pages);
    else
        render_pages(&texts[1], outcome->all_pages);
    if (outcome->has_difference) {
        render_address(&texts[2], lesson->machine, outcome->page << VM_PAGE_SHIFT);
        lesson_state_words(&texts[3], &outcome->said);
        render_attr(&texts[4], outcome->is);
    }
    for (size_t i = 0; i < 5; i++)
        args[i] = buf_text(&texts[i]);
    lesson_sayn(out, outcome->has_difference ? RENDER_WARN : RENDER_OK,
        outcome->has_difference
            ? N_("pages that are right: {0} of {1}; first difference: page {2}: you said {3}, it is "
                 "{4}")
            : N_("{1}: all right"),
        args, 5, width);
    for (size_t i = 0; i < 5; i++)
        buf_finish(&texts[i]);
}

void lesson_outcome_words(struct render_text *out, const struct lesson *lesson,
    const struct prediction_outcome *outcome, size_t width)
{
    if (outcome->right) {
        lesson_say(out, RENDER_OK, N_("Your prediction is right."), width);
        return;
    }
    add_result(out, outcome, width);
    add_value(out, lesson, outcome, width);
    add_pages(out, lesson, outcome, width);
}
