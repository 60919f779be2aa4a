/* lesson_item - what the task asks, item by item, in words; and what an item still lacks. */
#include <inttypes.h>
#include <string.h>

#include "lesson_say.h"

static void add_address(struct buf *out, const struct lesson *lesson, vm_page page)
{
    render_address(out, lesson->machine, page << VM_PAGE_SHIFT);
}

/* ---- allocations and pages -------------------------------------------------------------------- */

/* "8 pages reserved" */
static void add_pages_in(struct buf *out, uint64_t pages, const struct lesson_state *state)
{
    struct buf count = {0};
    render_pages(&count, pages);
    lesson_piece_words(out, state, buf_text(&count), pages);
    buf_finish(&count);
}

/* "an allocation of 8 pages", or its pages where all are in one state */
static void add_what(struct buf *out, const struct lesson_allocation *allocation)
{
    if (allocation->piece_count == 1) {
        add_pages_in(out, allocation->pages, &allocation->pieces[0].state);
        return;
    }
    struct buf pages = {0};
    render_pages(&pages, allocation->pages);
    render_fill1(out, N_("an allocation of {0}"), buf_text(&pages));
    buf_finish(&pages);
}

static void add_where(
    struct buf *out, const struct lesson *lesson, const struct lesson_allocation *allocation)
{
    struct buf place = {0};
    add_address(&place, lesson, allocation->first);
    if (allocation->place == LESSON_AT)
        render_fill1(out, N_(" at {0}"), buf_text(&place));
    else
        buf_add(out, render_tr(allocation->place == LESSON_HIGHEST ? N_(" at the highest place")
                                                                   : N_(" anywhere")));
    buf_finish(&place);
}

/* " with PAGE_READWRITE", unless its pages say so already */
static void add_asked(struct buf *out, const struct lesson_allocation *allocation)
{
    const bool said = allocation->piece_count == 1 &&
        allocation->pieces[0].state.protect == allocation->asked;
    if (allocation->asked == 0 || said)
        return;
    struct buf flags = {0};
    lang_flags_format(&flags, VM_ARG_PROTECT, allocation->asked);
    render_fill1(out, N_(" with {0}"), buf_text(&flags));
    buf_finish(&flags);
}

/* ": 2 reserved, 3 read-write, 3 reserved" */
static void add_pieces(struct buf *out, const struct lesson_allocation *allocation)
{
    for (size_t i = 0; allocation->piece_count > 1 && i < allocation->piece_count; i++) {
        const struct lesson_piece *const piece = &allocation->pieces[i];
        struct buf count = {0};
        buf_addf(&count, "%" PRIu64, piece->pages);
        buf_add(out, i == 0 ? ": " : ", ");
        lesson_piece_words(out, &piece->state, buf_text(&count), piece->pages);
        buf_finish(&count);
    }
}

static void add_allocation(
    struct buf *out, const struct lesson *lesson, const struct lesson_allocation *allocation)
{
    add_what(out, allocation);
    add_where(out, lesson, allocation);
    add_asked(out, allocation);
    add_pieces(out, allocation);
}

static void add_pages(
    struct buf *out, const struct lesson *lesson, const struct lesson_pages *pages)
{
    struct buf place = {0};
    add_pages_in(out, pages->end - pages->first, &pages->state);
    add_address(&place, lesson, pages->first);
    render_fill1(out, N_(" at {0}"), buf_text(&place));
    buf_finish(&place);
}

/* All that the stage names nowhere; everything, if it names nothing. */
static const char *others_msgid(const struct lesson_stage *stage)
{
    const bool names_none = stage->allocation_count == 0 && stage->pages_count == 0;
    if (stage->others == LESSON_OTHERS_FREE)
        return names_none ? N_("everything is free") : N_("all else is free");
    return names_none ? N_("no page is changed") : N_("nothing else is changed");
}

/* ---- what questions ask about ------------------------------------------------------------------ */

/* Nothing is to be done, only to be answered: how the space looks is not told. */
static bool is_as_found(const struct lesson *lesson)
{
    return lesson->question_count > 0 && lesson->par == 0;
}

/* Where to free is what such a task has people find out. */
static bool is_secret(const struct lesson *lesson, const struct lesson_item *item)
{
    return item->kind == LESSON_ITEM_PAGES && lesson_goal_is_secret(lesson, item->what.pages);
}

static void add_as_found(struct buf *out, const struct lesson *lesson, vm_page first)
{
    struct buf place = {0};
    add_address(&place, lesson, first);
    render_fill1(out, N_("what lies at {0} stays as it is"), buf_text(&place));
    buf_finish(&place);
}

/* ---- an item ---------------------------------------------------------------------------------- */

static void add_question(struct render_text *out, const struct lesson *lesson,
    const struct lesson_question *question, const char *msgid)
{
    const struct lesson_words *const words = render_lesson_words(lesson);
    say1(out, RENDER_NORMAL, msgid, question->name);
    lesson_inline(
        out, lesson_text_find(words->questions, words->question_count, question->name));
}

void render_lesson_item(struct render_text *out, const struct lesson *lesson,
    const struct lesson_item *item)
{
    render_role(out, RENDER_NORMAL);
    switch (item->kind) {
    case LESSON_ITEM_ALLOCATION:
        if (is_as_found(lesson))
            add_as_found(&out->buf, lesson, item->what.allocation->first);
        else
            add_allocation(&out->buf, lesson, item->what.allocation);
        return;
    case LESSON_ITEM_PAGES:
        if (is_as_found(lesson))
            add_as_found(&out->buf, lesson, item->what.pages->first);
        else if (is_secret(lesson, item))
            say(out, RENDER_NORMAL, N_("what is to be freed is free"));
        else
            add_pages(&out->buf, lesson, item->what.pages);
        return;
    case LESSON_ITEM_OTHERS:
        say(out, RENDER_NORMAL, others_msgid(&lesson->stages[item->stage]));
        return;
    case LESSON_ITEM_CONDITION:
        lesson_condition_words(&out->buf, lesson, item->what.condition);
        return;
    case LESSON_ITEM_QUESTION:
        add_question(out, lesson, item->what.question, N_("question {0} is answered: "));
        return;
    case LESSON_ITEM_PREDICTION:
        say(out, RENDER_NORMAL, N_("the prediction is right"));
        return;
    case LESSON_ITEM_REPAIR:
        say(out, RENDER_NORMAL, N_("the program is repaired"));
        return;
    }
}

/* ---- what it lacks ---------------------------------------------------------------------------- */

struct gap_args {
    struct buf texts[4];
};

static void fill_gap(struct buf *out, const char *msgid, struct gap_args *args)
{
    const char *texts[4];
    for (size_t i = 0; i < 4; i++)
        texts[i] = buf_text(&args->texts[i]);
    render_fill(out, msgid, texts, 4);
    for (size_t i = 0; i < 4; i++)
        buf_finish(&args->texts[i]);
}

static void add_no_allocation(
    struct buf *out, const struct lesson *lesson, const struct lesson_item *item)
{
    struct gap_args args = {0};
    const bool is_free = vm_attr_state(item->is) == VM_FREE;
    add_address(&args.texts[0], lesson, item->page);
    fill_gap(out,
        is_free ? N_("nothing begins at {0}: the page is free")
                : N_("no allocation begins at {0}: the page belongs to one that begins lower"),
        &args);
}

static void add_size(struct buf *out, const struct lesson *lesson, const struct lesson_item *item)
{
    struct gap_args args = {0};
    add_address(&args.texts[0], lesson, item->page);
    render_pages(&args.texts[1], item->is_number);
    buf_addf(&args.texts[2], "%" PRIu64, item->number);
    fill_gap(out, N_("the allocation at {0} has {1}; the goal wants {2}"), &args);
}

static void add_asked_gap(
    struct buf *out, const struct lesson *lesson, const struct lesson_item *item)
{
    struct gap_args args = {0};
    add_address(&args.texts[0], lesson, item->page);
    lang_flags_format(&args.texts[1], VM_ARG_PROTECT, (uint32_t)item->is_number);
    lang_flags_format(&args.texts[2], VM_ARG_PROTECT, (uint32_t)item->number);
    fill_gap(out,
        N_("the allocation at {0} was reserved with {1}; the goal wants {2}"), &args);
}

static void add_state(
    struct buf *out, const struct lesson *lesson, const struct lesson_item *item)
{
    struct gap_args args = {0};
    add_address(&args.texts[0], lesson, item->page);
    render_attr(&args.texts[1], item->is);
    lesson_state_words(&args.texts[2], &item->wanted);
    fill_gap(out, N_("page {0} is {1}; the goal wants {2}"), &args);
}

static void add_not_highest(
    struct buf *out, const struct lesson *lesson, const struct lesson_item *item)
{
    struct gap_args args = {0};
    add_address(&args.texts[0], lesson, item->page);
    fill_gap(out, N_("there is one, but {0} would have been a higher place"), &args);
}

static void add_nowhere(
    struct buf *out, const struct lesson *lesson, const struct lesson_item *item)
{
    struct gap_args args = {0};
    add_allocation(&args.texts[0], lesson, item->what.allocation);
    fill_gap(out, N_("no allocation is like this yet: {0}"), &args);
}

static const char *other_msgid(const struct lesson *lesson, const struct lesson_item *item)
{
    const vm_attr shown = VM_ATTR_STATE | VM_ATTR_PROTECT | VM_ATTR_GUARD;
    if ((item->is & shown) == (item->was & shown))
        return N_("page {0} is {1} as at the start, but in another allocation");
    if (lesson->stages[item->stage].others == LESSON_OTHERS_FREE)
        return N_("page {0} is {1}; it should be {2}");
    return N_("page {0} is {1}; it was {2} at the start and should be so again");
}

static void add_other(
    struct buf *out, const struct lesson *lesson, const struct lesson_item *item)
{
    struct gap_args args = {0};
    add_address(&args.texts[0], lesson, item->page);
    render_attr(&args.texts[1], item->is);
    render_attr(&args.texts[2], item->was);
    fill_gap(out, other_msgid(lesson, item), &args);
}

static void add_touch(
    struct buf *out, const struct lesson *lesson, const struct lesson_item *item)
{
    struct gap_args args = {0};
    render_address(&args.texts[0], lesson->machine, item->number);
    fill_gap(out, N_("next to be touched: {0}"), &args);
}

static void add_answer(
    struct render_text *out, const struct lesson *lesson, const struct lesson_item *item)
{
    if (item->kind == LESSON_ITEM_QUESTION)
        add_question(out, lesson, item->what.question, N_("question {0}: "));
    else
        say(out, RENDER_NORMAL, N_("the prediction; predict asks for it"));
}

void render_lesson_gap(struct render_text *out, const struct lesson *lesson,
    const struct lesson_item *item)
{
    render_role(out, RENDER_NORMAL);
    switch (item->gap) {
    case LESSON_GAP_NONE:
        return;
    case LESSON_GAP_NO_ALLOCATION:
        add_no_allocation(&out->buf, lesson, item);
        return;
    case LESSON_GAP_SIZE:
        add_size(&out->buf, lesson, item);
        return;
    case LESSON_GAP_ASKED:
        add_asked_gap(&out->buf, lesson, item);
        return;
    case LESSON_GAP_STATE:
        if (is_secret(lesson, item))
            say(out, RENDER_NORMAL, N_("what is to be freed is not all free yet"));
        else
            add_state(&out->buf, lesson, item);
        return;
    case LESSON_GAP_NOWHERE:
        add_nowhere(&out->buf, lesson, item);
        return;
    case LESSON_GAP_NOT_HIGHEST:
        add_not_highest(&out->buf, lesson, item);
        return;
    case LESSON_GAP_OTHER:
        add_other(&out->buf, lesson, item);
        return;
    case LESSON_GAP_NUMBER:
        lesson_number_gap(&out->buf, lesson, item->what.condition, item->is_number);
        return;
    case LESSON_GAP_TOUCH:
        add_touch(&out->buf, lesson, item);
        return;
    case LESSON_GAP_ANSWER:
        add_answer(out, lesson, item);
        return;
    }
}
