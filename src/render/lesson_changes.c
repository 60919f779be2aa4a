/* lesson_changes - what a step changed for the task: points done, what is missing, solved. */
#include <inttypes.h>

#include "call.h"
#include "lesson_telling.h"

/* ---- numbers in sentences --------------------------------------------------------------------- */

void telling_two(
    struct telling *t, enum render_role role, const char *msgid, uint64_t a, uint64_t b)
{
    struct buf first = {0};
    struct buf second = {0};
    buf_addf(&first, "%" PRIu64, a);
    buf_addf(&second, "%" PRIu64, b);
    const char *const args[] = {buf_text(&first), buf_text(&second)};
    lesson_sayn(t->out, role, msgid, args, 2, t->width);
    buf_finish(&first);
    buf_finish(&second);
}

/* ---- what a step changed for the task --------------------------------------------------------- */

static const struct progress_entry *entry_of(const struct telling *t)
{
    const bool is_exercise = classroom_index(t->room) >= classroom_course(t->room)->count;
    return is_exercise ? NULL : progress_find(classroom_progress(t->room), t->lesson->id);
}

static void add_calls(struct telling *t)
{
    const unsigned calls = t->news->calls;
    const unsigned par = t->lesson->par;
    if (calls == 0)
        lesson_say(t->out, RENDER_OK, N_("Solved."), t->width);
    else if (calls <= par)
        telling_two(t, RENDER_OK,
            render_trn("Solved with {0} call, the fewest possible.",
                "Solved with {0} calls, the fewest possible.", calls),
            calls, par);
    else
        telling_two(t, RENDER_OK,
            render_trn("Solved with {0} call; {1} would do: can you do it with fewer?",
                "Solved with {0} calls; {1} would do: can you do it with fewer?", calls),
            calls, par);
}

static void add_best(struct telling *t)
{
    const struct progress_entry *const entry = entry_of(t);
    const bool is_exercise = classroom_index(t->room) >= classroom_course(t->room)->count;
    if (entry != NULL && entry->solved && t->news->best)
        lesson_say(t->out, RENDER_OK, N_("That is fewer than ever before."), t->width);
    else if (entry != NULL && entry->solved && entry->calls < t->news->calls)
        telling_two(t, RENDER_NORMAL,
            render_trn("Your best so far: {0} call.", "Your best so far: {0} calls.",
                entry->calls),
            entry->calls, 0);
    else if (!is_exercise && (entry == NULL || !entry->solved))
        lesson_say(t->out, RENDER_NORMAL,
            N_("It does not count as solved, because the solution was shown; lesson and its name "
               "begins anew."),
            t->width);
}

static void add_next_lesson(struct telling *t)
{
    const struct course *const course = classroom_course(t->room);
    const size_t next = classroom_index(t->room) + 1;
    struct buf name = {0};
    if (next > course->count) {
        lesson_say(t->out, RENDER_HINT, N_("next gives another exercise"), t->width);
        return;
    }
    if (next == course->count) {
        lesson_say(t->out, RENDER_HINT, N_("This was the last lesson of the course."), t->width);
        return;
    }
    lesson_name(&name, course, &course->lessons[next]);
    lesson_say1(t->out, RENDER_HINT, N_("next opens {0}"), buf_text(&name), t->width);
    buf_finish(&name);
}

static void add_solved(struct telling *t)
{
    add_calls(t);
    add_best(t);
    if (t->news->unsaved)
        lesson_say(t->out, RENDER_WARN,
            N_("this is known until you quit only: the file of progress cannot be written"), t->width);
    lesson_markdown(t->out, t->words->done, t->width);
    lesson_links(t->out, t->words->done, t->width);
    add_next_lesson(t);
}

static void add_ticked(struct telling *t)
{
    const struct lesson_verdict *const verdict = classroom_verdict(t->room);
    size_t done = 0;
    size_t all = 0;
    for (size_t i = 0; i < verdict->count; i++)
        if (verdict->items[i].stage == verdict->stage) {
            all++;
            done += verdict->items[i].done;
        }
    if (t->news->stage_reached)
        telling_two(t, RENDER_OK, N_("part {0} of {1} of the task is done"), verdict->stage,
            t->lesson->stage_count);
    else if (t->news->ticked > 0)
        telling_two(t, RENDER_OK, N_("task: {0} of {1} points done"), done, all);
}

void telling_gap(struct telling *t)
{
    const struct lesson_item *const item = classroom_verdict(t->room)->first_open;
    struct render_text sentence = {0};
    if (item == NULL || item->gap == LESSON_GAP_NONE)
        return;
    say(&sentence, RENDER_HINT, N_("still missing: "));
    render_lesson_gap(&sentence, t->lesson, item);
    lesson_lines(t->out, &sentence, t->width);
}

static void add_wrong(struct telling *t)
{
    const char *const text = lesson_text_find(
        t->words->wrongs, t->words->wrong_count, t->news->wrong->name);
    lesson_markdown(t->out, text, t->width);
    lesson_links(t->out, text, t->width);
}

/* Can what is missing have changed by this? A look around leaves it as it was, as a failure does. */
static bool has_effect(const struct vm_change *change, bool by_touch)
{
    const bool failed = change->result.error != 0 || change->result.exception != 0;
    if (change->call.id == VM_CALL_QUERY)
        return false;
    if (!vm_change_is_empty(change))
        return true;
    return !failed && (by_touch || !call_is_access(change->call.id));
}

static bool step_has_effect(const struct telling *t)
{
    const struct session_step *const step = session_current(t->session);
    const struct lesson_item *const item = classroom_verdict(t->room)->first_open;
    const bool by_touch = item != NULL && item->gap == LESSON_GAP_TOUCH;
    for (size_t i = 0; i < step->call_count; i++)
        if (has_effect(step->calls[i].change, by_touch))
            return true;
    return step->call_total > step->call_count;
}

void telling_changes(struct telling *t)
{
    if (t->lesson == NULL)
        return;
    if (t->news->solved) {
        add_solved(t);
        return;
    }
    add_ticked(t);
    if (t->news->wrong != NULL)
        add_wrong(t);
    else if (t->news->stage_reached || (t->news->closer_look && step_has_effect(t)))
        telling_gap(t);
}
