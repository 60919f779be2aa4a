/* lesson_news - what came of a word of the classroom or of a step. */
#include <string.h>

#include "lesson_telling.h"

/* ---- lines that are shown --------------------------------------------------------------------- */

static void add_step(struct telling *t, const struct lesson_line *line)
{
    say_clean(t->out, RENDER_ECHO, "> ", 2);
    say_clean(t->out, RENDER_CALL, line->text, strlen(line->text));
    say_end(t->out);
    render_step(t->out, t->session, session_current(t->session));
}

static void add_demo(struct telling *t)
{
    const size_t number = t->news->number;
    const size_t count = t->lesson->demo.count;
    if (number >= count)
        return;
    add_step(t, &t->lesson->demo.items[number]);
    if (number < t->words->demo_count)
        lesson_markdown(t->out, t->words->demo[number], t->width);
    telling_two(t, RENDER_HINT,
        number + 1 < count ? N_("line {0} of {1}: demo again shows the next one, next goes back")
                           : N_("line {0} of {1}, the last: next goes back to the task"),
        number + 1, count);
}

static void add_solution(struct telling *t)
{
    const size_t number = t->news->number;
    const size_t count = t->lesson->solution.count;
    if (number >= count)
        return;
    add_step(t, &t->lesson->solution.items[number]);
    telling_two(t, RENDER_HINT,
        number + 1 < count
            ? N_("line {0} of {1}: solution again shows the next one, next goes back")
            : N_("line {0} of {1}, the last: next goes back to the task"),
        number + 1, count);
}

static void add_hint(struct telling *t)
{
    const unsigned number = t->news->number;
    render_lesson_hint(t->out, t->lesson, number, t->width);
    if (number + 1 < LESSON_HINTS)
        lesson_say(t->out, RENDER_HINT, N_("hint again gives a plainer one"), t->width);
}

/* ---- predictions and answers ------------------------------------------------------------------ */

static void add_question(struct telling *t)
{
    const char *const line = classroom_line(t->room);
    lesson_markdown(t->out, t->words->predict, t->width);
    if (line != NULL) {
        render_add(t->out, RENDER_ECHO, "? ");
        say_clean(t->out, RENDER_CALL, line, strlen(line));
        say_end(t->out);
    }
    lesson_say(t->out, RENDER_HINT,
        N_("answer works or answer fails says it, more exactly: answer fails 487, or answer works "
           "40002000 3p rw for pages that change"),
        t->width);
}

static void add_compared(struct telling *t)
{
    const struct prediction_outcome *const outcome = classroom_outcome(t->room);
    render_step(t->out, t->session, session_current(t->session));
    if (outcome != NULL)
        lesson_outcome_words(t->out, t->lesson, outcome, t->width);
    lesson_say(t->out, RENDER_HINT,
        t->news->number == 1 ? N_("next goes back to the task")
                             : N_("predict asks again, next goes back to the task"),
        t->width);
}

static void add_answered(struct telling *t)
{
    const struct lesson_item *const item = classroom_verdict(t->room)->first_open;
    if (t->news->number == 1)
        lesson_say1(t->out, RENDER_OK, N_("question {0}: right"), t->news->arg, t->width);
    else
        lesson_say1(t->out, RENDER_WARN,
            N_("question {0}: that is not right; look again, and answer again"), t->news->arg,
            t->width);
    telling_changes(t);
    if (t->news->number == 1 && item != NULL)
        telling_gap(t);
}

static void add_repaired(struct telling *t)
{
    const struct practice_repair *const repair = classroom_repair(t->room);
    const struct vm_machine *const machine = t->lesson->machine;
    struct buf call = {0};
    switch (repair->end) {
    case PRACTICE_REPAIRED:
        lesson_say(t->out, RENDER_OK, N_("the program runs, and leaves the map it should"),
            t->width);
        break;
    case PRACTICE_REPAIR_NO_LINE:
        lesson_say(t->out, RENDER_WARN,
            N_("the program has no such line: answer 7 VirtualFree(...)"), t->width);
        break;
    case PRACTICE_REPAIR_UNREADABLE:
        lesson_say(t->out, RENDER_WARN, N_("with this line it is no C program any more"),
            t->width);
        break;
    case PRACTICE_REPAIR_ENDLESS:
        lesson_say(t->out, RENDER_WARN, N_("with this line the program does not end"), t->width);
        break;
    case PRACTICE_REPAIR_FAILS:
        lang_call_format(&call, machine, &repair->failed);
        lesson_say1(t->out, RENDER_WARN, N_("with this line a call fails: {0}"), buf_text(&call),
            t->width);
        break;
    case PRACTICE_REPAIR_MISSES:
        lesson_say(t->out, RENDER_WARN,
            N_("no call fails, but the map it leaves is another one"), t->width);
        break;
    }
    buf_finish(&call);
    telling_changes(t);
}

/* ---- places ----------------------------------------------------------------------------------- */

/* In a demonstration, prediction or free play, what is said of the task is not of what is seen. */
static void add_where(struct telling *t)
{
    const enum classroom_place place = classroom_place(t->room);
    if (place != CLASSROOM_TASK && place != CLASSROOM_OUT)
        lesson_say(t->out, RENDER_HINT, N_("the task as you left it; next goes back to it:"),
            t->width);
}

static void add_goal(struct telling *t)
{
    add_where(t);
    render_lesson_task(t->out, t->room, t->width);
    say_end(t->out);
    render_lesson_checklist(t->out, t->lesson, classroom_verdict(t->room), t->width);
}

static void add_back(struct telling *t)
{
    struct buf title = {0};
    buf_add(&title, lesson_title(t->lesson));
    lesson_say1(t->out, RENDER_OK, N_("back to the task · {0}"), buf_text(&title), t->width);
    buf_finish(&title);
    telling_changes(t);
    if (!t->news->solved && !t->news->closer_look && !t->news->stage_reached)
        telling_gap(t);
}

static void add_restarted(struct telling *t)
{
    lesson_say(t->out, RENDER_OK, N_("the task begins again"), t->width);
    add_goal(t);
}

static bool is_all(const char *name)
{
    return strcmp(name, "all") == 0;
}

static void add_ask_reset(struct telling *t)
{
    const char *const name = t->news->arg;
    lesson_say1(t->out, RENDER_WARN,
        is_all(name) ? N_("the same word once more forgets all that is solved")
                     : N_("the same word once more forgets that {0} is solved"),
        name, t->width);
}

static void add_reset(struct telling *t)
{
    const char *const name = t->news->arg;
    lesson_say1(t->out, RENDER_OK,
        is_all(name) ? N_("all progress is forgotten") : N_("the progress of {0} is forgotten"), name,
        t->width);
}

static void add_progress(struct telling *t)
{
    if (t->news->msgid != NULL && *t->news->msgid != '\0')
        lesson_say1(t->out, RENDER_OK, t->news->msgid, t->news->arg, t->width);
    else
        render_progress(t->out, t->room, t->width);
}

static void add_topics(struct telling *t)
{
    struct buf names = {0};
    for (size_t i = 0; practice_topic(i) != NULL; i++)
        buf_addf(&names, "%s%s", i > 0 ? ", " : "", practice_topic(i));
    lesson_say1(t->out, RENDER_NORMAL, N_("practice knows these topics: {0}"), buf_text(&names),
        t->width);
    lesson_say(t->out, RENDER_HINT,
        N_("practice alone mixes them; practice reserve 7 gives the seventh sheet about reserve"),
        t->width);
    buf_finish(&names);
}

/* The files of a new lesson, and what they still lack. */
static void add_drafted(struct telling *t)
{
    const struct lesson_faults *const faults = classroom_faults(t->room);
    lesson_say1(t->out, RENDER_OK, N_("the lesson is written in {0}"), t->news->arg, t->width);
    if (faults->count > 0)
        lesson_say(t->out, RENDER_NORMAL, N_("it still lacks:"), t->width);
    for (size_t i = 0; i < faults->count; i++)
        render_lesson_fault(t->out, &faults->items[i]);
    if (t->news->number == 1)
        lesson_say(t->out, RENDER_HINT,
            N_("a good lesson also has a text of 60 to 120 words, a demonstration, a prediction and "
               "mistakes foreseen: demo, predict and wrong in the file lesson"),
            t->width);
    lesson_say1(t->out, RENDER_HINT, N_("pagelab check {0} proves it"), t->news->arg, t->width);
}

/* ---- the table -------------------------------------------------------------------------------- */

/* News that need no lesson; false: it is none of them. */
static bool tell_outside(struct telling *t)
{
    switch ((int)t->news->kind) {
    case CLASSROOM_LIST:
        render_lesson_list(t->out, t->room, t->news->arg, t->width);
        return true;
    case CLASSROOM_LEFT:
        lesson_say(t->out, RENDER_OK, N_("the lesson is left; lesson list shows all"), t->width);
        return true;
    case CLASSROOM_PROGRESS:
        add_progress(t);
        return true;
    case CLASSROOM_TOPICS:
        add_topics(t);
        return true;
    case CLASSROOM_MARKED:
        lesson_say(t->out, RENDER_OK,
            N_("this is where the lesson starts: show the solution now, then lesson new FOLDER"),
            t->width);
        return true;
    case CLASSROOM_DRAFTED:
        add_drafted(t);
        return true;
    case CLASSROOM_ASK_RESET:
        add_ask_reset(t);
        return true;
    case CLASSROOM_RESET:
        add_reset(t);
        return true;
    case CLASSROOM_REFUSED:
        lesson_say1(t->out, RENDER_WARN, t->news->msgid, t->news->arg, t->width);
        return true;
    }
    return false;
}

static void tell_inside(struct telling *t)
{
    switch (t->news->kind) {
    case CLASSROOM_BEGAN:
    case CLASSROOM_TEXT:
        render_lesson_text(t->out, t->room, t->width);
        return;
    case CLASSROOM_BACK:
        add_back(t);
        return;
    case CLASSROOM_GOAL:
        add_goal(t);
        return;
    case CLASSROOM_HINT:
        add_hint(t);
        return;
    case CLASSROOM_CHECKED:
        add_where(t);
        lesson_check(t->out, t->lesson, classroom_verdict(t->room), t->width);
        return;
    case CLASSROOM_DEMO_LINE:
        add_demo(t);
        return;
    case CLASSROOM_SOLUTION_LINE:
        add_solution(t);
        return;
    case CLASSROOM_QUESTION:
        add_question(t);
        return;
    case CLASSROOM_COMPARED:
        add_compared(t);
        return;
    case CLASSROOM_ANSWERED:
        add_answered(t);
        return;
    case CLASSROOM_REPAIRED:
        add_repaired(t);
        return;
    case CLASSROOM_ASK_SOLUTION:
        lesson_say(t->out, RENDER_WARN,
            N_("solution once more shows it; the task does not count as solved then. hint helps "
               "without that."),
            t->width);
        return;
    case CLASSROOM_RESTARTED:
        add_restarted(t);
        return;
    case CLASSROOM_PLAYING:
        lesson_say(t->out, RENDER_OK,
            N_("free play: try what you like; next goes back to the task as it was"), t->width);
        return;
    case CLASSROOM_MOVED:
        telling_changes(t);
        return;
    case CLASSROOM_NOTHING:
    case CLASSROOM_LIST:               /* these need no lesson */
    case CLASSROOM_LEFT:
    case CLASSROOM_TOPICS:
    case CLASSROOM_MARKED:
    case CLASSROOM_DRAFTED:
    case CLASSROOM_PROGRESS:
    case CLASSROOM_ASK_RESET:
    case CLASSROOM_RESET:
    case CLASSROOM_REFUSED:
        return;
    }
}

void render_news(struct render_text *out, const struct session *session,
    const struct classroom *room, const struct classroom_news *news, size_t width)
{
    const struct lesson *const lesson = classroom_lesson(room);
    struct telling t = {.out = out, .session = session, .room = room, .news = news,
        .lesson = lesson, .words = lesson == NULL ? NULL : render_lesson_words(lesson),
        .width = width};
    if (!tell_outside(&t) && lesson != NULL)
        tell_inside(&t);
}
