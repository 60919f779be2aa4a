/* lesson_text - what a lesson tells: title, screens of text, task; and all of it together. */
#include <string.h>

#include "lesson_say.h"
#include "wrap.h"

static const struct lesson_words *words_of(const struct classroom *room)
{
    const struct lesson *const lesson = room == NULL ? NULL : classroom_lesson(room);
    return lesson == NULL ? NULL : render_lesson_words(lesson);
}

static void add_title(struct render_text *out, const struct classroom *room)
{
    const size_t index = classroom_index(room);
    const size_t count = classroom_course(room)->count;
    struct buf number = {0};
    struct buf last = {0};
    buf_addf(&number, "%zu", index + 1);
    buf_addf(&last, "%zu", count);
    const char *const args[] = {
        buf_text(&number), buf_text(&last), lesson_title(classroom_lesson(room))};
    sayn(out, RENDER_TITLE,
        index < count ? N_("Lesson {0} of {1} · {2}") : "{2}", args, 3);
    buf_finish(&number);
    buf_finish(&last);
}

void render_lesson_title(struct render_text *out, const struct classroom *room)
{
    if (words_of(room) == NULL)
        return;
    struct render_text title = {0};
    add_title(&title, room);
    lesson_clean(&title);
    wrap_copy(out, &title, 0, title.buf.len);
    say_end(out);
    render_text_finish(&title);
}

/* ---- screens ---------------------------------------------------------------------------------- */

/* The end of the screen that begins at text; *ret_next: the next one, NULL if it is the last. */
static size_t screen_len(const char *text, const char **ret_next)
{
    static const char bar[] = "\n---\n";
    const char *const end = strstr(text, bar);
    *ret_next = end == NULL ? NULL : end + sizeof bar - 1;
    return end == NULL ? strlen(text) : (size_t)(end - text);
}

size_t render_lesson_screens(const struct classroom *room)
{
    const struct lesson_words *const words = words_of(room);
    size_t count = 0;
    if (words == NULL || *words->text == '\0')
        return 0;
    for (const char *text = words->text; text != NULL; count++)
        (void)screen_len(text, &text);
    return count;
}

void render_lesson_screen(
    struct render_text *out, const struct classroom *room, size_t number, size_t width)
{
    const struct lesson_words *const words = words_of(room);
    const char *text = words == NULL ? NULL : words->text;
    for (const char *next; text != NULL; text = next) {
        const size_t len = screen_len(text, &next);
        if (number-- > 0)
            continue;
        struct buf screen = {0};
        buf_addn(&screen, text, len);
        lesson_markdown(out, buf_text(&screen), width);
        lesson_links(out, buf_text(&screen), width);
        buf_finish(&screen);
        return;
    }
}

/* The program that is to be repaired, its lines numbered. */
static void add_program(struct render_text *out, const struct lesson *lesson)
{
    if (lesson->program.count > 0)
        say_end(out);
    for (size_t i = 0; i < lesson->program.count; i++) {
        const char *const text = lesson->program.items[i].text;
        render_role(out, RENDER_DIM);
        buf_addf(&out->buf, "%4zu  ", i + 1);
        say_clean(out, RENDER_CALL, text, strlen(text));
        say_end(out);
    }
}

void render_lesson_task(struct render_text *out, const struct classroom *room, size_t width)
{
    const struct lesson_words *const words = words_of(room);
    if (words == NULL)
        return;
    say(out, RENDER_TITLE, N_("Task"));
    say_end(out);
    lesson_markdown(out, words->task, width);
    lesson_links(out, words->task, width);
    add_program(out, classroom_lesson(room));
}

/* ---- all of it -------------------------------------------------------------------------------- */

/* What this lesson has; NULL if neither example nor question. */
static const char *offers_msgid(const struct classroom *room)
{
    const struct lesson *const lesson = classroom_lesson(room);
    const bool demo = lesson->demo.count > 0 && !classroom_exam(room);
    if (demo && lesson->predict.count > 0)
        return N_("demo shows an example, line by line; predict asks what a call will do");
    if (demo)
        return N_("demo shows an example, line by line");
    return lesson->predict.count > 0 ? N_("predict asks what a call will do") : NULL;
}

static void add_offers(struct render_text *out, const struct classroom *room, size_t width)
{
    if (offers_msgid(room) != NULL)
        lesson_say(out, RENDER_HINT, offers_msgid(room), width);
}

static void add_helpers(struct render_text *out, const struct classroom *room, size_t width)
{
    if (classroom_exam(room))
        lesson_say(out, RENDER_HINT,
            N_("check says what is missing, goal shows the task again"), width);
    else
        lesson_say(out, RENDER_HINT,
            N_("hint helps, check says what is missing, goal shows the task again"), width);
}

void render_lesson_offers(struct render_text *out, const struct classroom *room, size_t width)
{
    add_offers(out, room, width);
    add_helpers(out, room, width);
}

void render_lesson_text(struct render_text *out, const struct classroom *room, size_t width)
{
    if (words_of(room) == NULL)
        return;
    const size_t screens = render_lesson_screens(room);
    struct render_text title = {0};
    add_title(&title, room);
    lesson_lines(out, &title, width);
    say_end(out);
    for (size_t i = 0; i < screens; i++) {
        render_lesson_screen(out, room, i, width);
        say_end(out);
    }
    add_offers(out, room, width);
    if (offers_msgid(room) != NULL)
        say_end(out);
    render_lesson_task(out, room, width);
    say_end(out);
    render_lesson_checklist(out, classroom_lesson(room), classroom_verdict(room), width);
    add_helpers(out, room, width);
}

/* ---- hints ------------------------------------------------------------------------------------ */

void render_lesson_hint(
    struct render_text *out, const struct lesson *lesson, unsigned number, size_t width)
{
    if (number >= LESSON_HINTS)
        return;
    const char *const hint = render_lesson_words(lesson)->hints[number];
    struct buf now = {0};
    struct buf all = {0};
    buf_addf(&now, "%u", number + 1);
    buf_addf(&all, "%d", LESSON_HINTS);
    const char *const args[] = {buf_text(&now), buf_text(&all)};
    sayn(out, RENDER_TITLE, N_("Hint {0} of {1}"), args, 2);
    say_end(out);
    lesson_markdown(out, hint, width);
    lesson_links(out, hint, width);
    buf_finish(&now);
    buf_finish(&all);
}
