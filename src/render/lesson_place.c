/* lesson_place - what is beside the task: a demonstration, a prediction, free play. */
#include <string.h>

#include "lesson_say.h"

static void add_title(struct render_text *out, const char *msgid)
{
    say(out, RENDER_TITLE, msgid);
    say_end(out);
}

static void add_call(struct render_text *out, const char *mark, enum render_role role,
    const char *call)
{
    render_add(out, RENDER_ECHO, mark);
    say_clean(out, role, call, strlen(call));
    say_end(out);
}

/* ---- demonstrations --------------------------------------------------------------------------- */

/* The newest line stands out; what comes next is there to be guessed at. */
static void add_demo(struct render_text *out, const struct classroom *room, size_t width)
{
    const struct lesson_words *const words = render_lesson_words(classroom_lesson(room));
    const bool is_solution = classroom_shows_solution(room);
    size_t run = 0;
    const struct lesson_lines *const lines = classroom_lines(room, &run);
    add_title(out, is_solution ? N_("Solution") : N_("Demonstration"));
    for (size_t i = 0; i < lines->count && i <= run; i++) {
        const bool is_next = i == run;
        say_end(out);
        add_call(out, is_next ? "  " : "> ",
            is_next ? RENDER_DIM : i + 1 == run ? RENDER_STRONG : RENDER_CALL,
            lines->items[i].text);
        if (!is_solution && !is_next && i < words->demo_count)
            lesson_markdown(out, words->demo[i], width);
    }
}

/* ---- predictions ------------------------------------------------------------------------------ */

static void add_stretch(struct render_text *out, const struct lesson *lesson,
    const struct prediction_stretch *stretch, size_t width)
{
    struct render_text sentence = {0};
    struct buf pages = {0};
    struct buf place = {0};
    render_pages(&pages, stretch->end - stretch->first);
    render_address(&place, lesson->machine, stretch->first << VM_PAGE_SHIFT);
    render_role(&sentence, RENDER_NORMAL);
    lesson_piece_words(&sentence.buf, &stretch->state, buf_text(&pages),
        stretch->end - stretch->first);
    render_fill1(&sentence.buf, N_(" at {0}"), buf_text(&place));
    lesson_marked(out, &sentence, "- ", RENDER_NUMBER, width);
    buf_finish(&pages);
    buf_finish(&place);
}

static void add_painted(struct render_text *out, const struct classroom *room,
    const struct prediction *said, size_t width)
{
    if (said == NULL || said->count == 0)
        return;
    lesson_say(out, RENDER_NORMAL, N_("You painted:"), width);
    for (size_t i = 0; i < said->count; i++)
        add_stretch(out, classroom_lesson(room), &said->stretches[i], width);
}

static void add_prediction(struct render_text *out, const struct classroom *room, size_t width)
{
    const struct lesson *const lesson = classroom_lesson(room);
    const struct prediction_outcome *const outcome = classroom_outcome(room);
    const char *const line = classroom_line(room);
    add_title(out, N_("Prediction"));
    lesson_markdown(out, render_lesson_words(lesson)->predict, width);
    if (line != NULL)
        add_call(out, "? ", RENDER_STRONG, line);
    say_end(out);
    if (outcome != NULL) {
        lesson_outcome_words(out, lesson, outcome, width);
        return;
    }
    add_painted(out, room, classroom_painted(room), width);
    lesson_say(out, RENDER_HINT,
        N_("answer works or answer fails says it, more exactly: answer fails 487, or answer works "
           "40002000 3p rw for pages that change"),
        width);
}

/* ---- free play -------------------------------------------------------------------------------- */

static void add_play(struct render_text *out, size_t width)
{
    add_title(out, N_("Free play"));
    lesson_say(out, RENDER_NORMAL,
        N_("Try what you like: nothing done here touches the task or counts for it."), width);
}

void render_lesson_place(struct render_text *out, const struct classroom *room, size_t width)
{
    if (room == NULL || classroom_lesson(room) == NULL)
        return;
    switch (classroom_place(room)) {
    case CLASSROOM_DEMO:
        add_demo(out, room, width);
        return;
    case CLASSROOM_PREDICT:
        add_prediction(out, room, width);
        return;
    case CLASSROOM_PLAY:
        add_play(out, width);
        return;
    case CLASSROOM_OUT:
    case CLASSROOM_TASK:
        return;
    }
}
