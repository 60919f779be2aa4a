/* lesson_complete - what the words of lessons may be followed by. */
#include <string.h>

#include "lesson_say.h"

struct offering {
    const struct classroom *room;
    const char *typed;                 /* of the word to complete */
    size_t len;
    struct lang_completions *out;
};

static void offer(const struct offering *o, const char *text, const char *meaning)
{
    lang_completions_offer(o->out, o->typed, o->len, text, meaning);
}

static void offer_lessons(const struct offering *o)
{
    const struct course *const course = classroom_course(o->room);
    for (size_t i = 0; i < course->count; i++)
        offer(o, course->lessons[i].id, lesson_title(course->lessons[i].plain));
}

static void offer_topics(const struct offering *o)
{
    offer(o, "list", N_("all topics"));
    for (size_t i = 0; practice_topic(i) != NULL; i++)
        offer(o, practice_topic(i), NULL);
}

/* What a prediction says, or the names of the questions. */
static void offer_answers(const struct offering *o)
{
    const struct lesson *const lesson = classroom_lesson(o->room);
    const bool is_spanish = lesson_language() == LESSON_ES;
    if (lesson == NULL)
        return;
    if (classroom_place(o->room) == CLASSROOM_PREDICT) {
        offer(o, is_spanish ? "funciona" : "works", NULL);
        offer(o, is_spanish ? "falla" : "fails", NULL);
        return;
    }
    for (size_t i = 0; i < lesson->question_count; i++)
        offer(o, lesson->questions[i].name, NULL);
}

/* The first argument, after which others may come. */
static void offer_first(const struct offering *o, enum lang_command_id command)
{
    if (command == LANG_CMD_LESSON) {
        offer(o, "list", N_("all lessons"));
        offer(o, "quit", N_("leave the lesson"));
        offer_lessons(o);
    } else if (command == LANG_CMD_PRACTICE) {
        offer_topics(o);
    } else if (command == LANG_CMD_ANSWER) {
        offer_answers(o);
    }
}

void render_lesson_complete(const struct classroom *room, const char *text, size_t len,
    size_t cursor, struct lang_completions *out)
{
    struct lang_context context = {0};
    lang_context_at(text, len, cursor, &context);
    const size_t start = out->replace.start;
    const struct offering o = {
        .room = room, .typed = text + start, .len = out->replace.end - start, .out = out};
    if (room == NULL || context.command == LANG_CMD_NONE || context.param < 0)
        return;
    if (context.command == LANG_CMD_PROGRESS && context.param == 1) {
        out->count = 0;
        offer(&o, "all", NULL);
        offer_lessons(&o);
    } else if (context.command == LANG_CMD_LESSON || context.command == LANG_CMD_PRACTICE ||
        context.command == LANG_CMD_ANSWER) {
        out->count = 0;                /* of lang, which takes them for any text */
        if (context.param == 0)
            offer_first(&o, context.command);
    }
}
