/* lesson_check - the task as a list to tick off, alone and with what is missing. */
#include "lesson_say.h"

/* A line about a stage: "first (1 of 3):" */
static void add_stage(struct render_text *out, const struct lesson *lesson, unsigned stage,
    const char *msgid, const char *mark, size_t width)
{
    struct buf number = {0};
    struct buf count = {0};
    struct render_text sentence = {0};
    buf_addf(&number, "%u", stage + 1);
    buf_addf(&count, "%zu", lesson->stage_count);
    const char *const args[] = {buf_text(&number), buf_text(&count)};
    sayn(&sentence, RENDER_STRONG, msgid, args, 2);
    lesson_marked(out, &sentence, mark, RENDER_OK, width);
    buf_finish(&number);
    buf_finish(&count);
}

static void add_item(struct render_text *out, const struct lesson *lesson,
    const struct lesson_item *item, size_t width)
{
    struct render_text sentence = {0};
    render_lesson_item(&sentence, lesson, item);
    lesson_marked(out, &sentence, item->done ? "[x] " : "[ ] ",
        item->done ? RENDER_OK : RENDER_NORMAL, width);
}

static void add_gap(struct render_text *out, const struct lesson *lesson,
    const struct lesson_item *item, size_t width)
{
    struct render_text sentence = {0};
    /* The item itself says as much. */
    const bool said = item->gap == LESSON_GAP_ANSWER || item->gap == LESSON_GAP_NOWHERE;
    if (item->done || item->gap == LESSON_GAP_NONE || said)
        return;
    render_lesson_gap(&sentence, lesson, item);
    lesson_marked(out, &sentence, "    ", RENDER_NORMAL, width);
}

/* Of a stage to come: what it forbids is true of itself until something is done, and said then. */
static bool is_limit(const struct lesson_item *item)
{
    const enum lesson_relation relation =
        item->kind == LESSON_ITEM_CONDITION ? item->what.condition->relation : LESSON_GE;
    return item->kind == LESSON_ITEM_OTHERS || relation == LESSON_LE || relation == LESSON_LT;
}

static void add_items(struct render_text *out, const struct lesson *lesson,
    const struct lesson_verdict *verdict, bool with_gaps, size_t width)
{
    const bool staged = lesson->stage_count > 1;
    for (size_t i = 0; i < verdict->count; i++) {
        const struct lesson_item *const item = &verdict->items[i];
        const bool begins = i == 0 || item->stage != verdict->items[i - 1].stage;
        const bool reached = staged && item->stage < verdict->stage;
        if (reached && begins)
            add_stage(out, lesson, item->stage, N_("part {0} of {1} is done"), "[x] ", width);
        else if (staged && begins)
            add_stage(out, lesson, item->stage,
                item->stage == 0 ? N_("first ({0} of {1}):") : N_("then ({0} of {1}):"), "", width);
        if (reached || (item->stage > verdict->stage && is_limit(item)))
            continue;
        add_item(out, lesson, item, width);
        if (with_gaps)
            add_gap(out, lesson, item, width);
    }
}

void render_lesson_checklist(struct render_text *out, const struct lesson *lesson,
    const struct lesson_verdict *verdict, size_t width)
{
    if (lesson != NULL && verdict != NULL)
        add_items(out, lesson, verdict, false, width);
}

void lesson_check(struct render_text *out, const struct lesson *lesson,
    const struct lesson_verdict *verdict, size_t width)
{
    if (verdict->solved)
        lesson_say(out, RENDER_OK, N_("the task is solved"), width);
    add_items(out, lesson, verdict, true, width);
}
