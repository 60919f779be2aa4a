/* practice - a sheet of exercises on paper: the map each begins on, its task, and room to write. */
#include "render/practice.h"

#include <inttypes.h>
#include <string.h>

#include "practice_say.h"

static const char blank[] = "____________";

/* ---- pieces that the answers have, too -------------------------------------------------------- */

void practice_sayn(struct buf *out, const char *msgid, const char *const *args, size_t count)
{
    render_fill(out, msgid, args, count);
    buf_add(out, "\n\n");
}

void practice_say(struct buf *out, const char *msgid, const char *arg)
{
    practice_sayn(out, msgid, &arg, 1);
}

void practice_heading(struct buf *out, const struct practice_paper *paper, const char *msgid)
{
    struct buf seed = {0};
    const bool is_any = *paper->topic == '\0' || strcmp(paper->topic, "all") == 0;
    buf_addf(&seed, "%" PRIu64, paper->seed);
    const char *const args[] = {
        is_any ? render_tr(N_("all topics")) : paper->topic, buf_text(&seed)};
    buf_add(out, "# ");
    practice_sayn(out, msgid, args, 2);
    buf_finish(&seed);
}

static void add_allocation(struct buf *out, const struct vm_machine *machine,
    const struct vm_run *run)
{
    struct buf base = {0};
    struct buf pages = {0};
    render_address(&base, machine, run->alloc_first << VM_PAGE_SHIFT);
    render_pages(&pages, run->alloc_end - run->alloc_first);
    const char *const args[] = {buf_text(&base), buf_text(&pages)};
    render_fill(out, N_("allocation {0}, {1}:"), args, 2);
    buf_addc(out, '\n');
    buf_finish(&base);
    buf_finish(&pages);
}

void practice_map(struct buf *out, const struct vm_space *space)
{
    const struct vm_machine *const machine = vm_space_machine(space);
    const vm_page end = vm_space_end(space);
    buf_add(out, "```text\n");
    for (vm_page page = 0; page < end;) {
        const struct vm_run run = vm_space_run(space, page);
        page = run.end;
        if (vm_attr_state(run.attr) == VM_FREE)
            continue;
        if (run.first == run.alloc_first)
            add_allocation(out, machine, &run);
        buf_add(out, "  ");
        render_range(out, machine, run.first, run.end);
        buf_add(out, "  ");
        render_pages(out, run.end - run.first);
        buf_add(out, "  ");
        render_attr(out, run.attr);
        buf_addc(out, '\n');
    }
    buf_add(out, "```\n\n");
}

/* ---- an exercise ------------------------------------------------------------------------------ */

static void add_limit(struct buf *out, const struct vm_totals *totals)
{
    struct buf limit = {0};
    struct buf charge = {0};
    render_pages(&limit, totals->limit);
    render_pages(&charge, totals->charge);
    const char *const args[] = {buf_text(&limit), buf_text(&charge)};
    practice_sayn(out, N_("Commit limit: {0}. Charged at the start: {1}."), args, 2);
    buf_finish(&limit);
    buf_finish(&charge);
}

static void add_start(struct buf *out, const struct practice_exercise *exercise)
{
    const struct vm_space *const space = session_space(exercise->start);
    struct vm_totals totals;
    vm_space_totals(space, &totals);
    if (exercise->kind == PRACTICE_REPAIR)
        return;
    if (totals.allocations == 0) {
        practice_say(out, N_("At the start everything is free."), "");
        return;
    }
    practice_say(out, N_("The map at the start; all else is free:"), "");
    practice_map(out, space);
    if (totals.limit != VM_NO_LIMIT)
        add_limit(out, &totals);
}

static void add_questions(struct buf *out, const struct lesson *lesson)
{
    const struct lesson_words *const words = render_lesson_words(lesson);
    for (size_t i = 0; i < words->question_count; i++)
        buf_addf(out, "%s) %s %s\n\n", words->questions[i].name, words->questions[i].text, blank);
}

/* As many lines as the fewest calls need, and two more. */
static void add_lines(struct buf *out, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        buf_addf(out, "(%u) %s%s%s%s%s\n\n", i + 1, blank, blank, blank, blank, blank);
}

static void add_program(struct buf *out, const struct lesson *lesson)
{
    buf_add(out, "```text\n");
    for (size_t i = 0; i < lesson->program.count; i++) {
        const char *const text = lesson->program.items[i].text;
        buf_addf(out, *text == '\0' ? "%2zu%s\n" : "%2zu  %s\n", i + 1, text);
    }
    buf_add(out, "```\n\n");
}

static void add_room(struct buf *out, const struct practice_exercise *exercise)
{
    switch (exercise->kind) {
    case PRACTICE_PREDICT:
        practice_say(out, N_("Works or fails, and with which error: {0}"), blank);
        practice_say(out, N_("Pages that change, and what they become: {0}"), blank);
        return;
    case PRACTICE_QUESTION:
        add_questions(out, exercise->lesson);
        return;
    case PRACTICE_WRONG_CALL:
        practice_say(out, N_("The call that fails: {0}"), blank);
        practice_say(out, N_("Why: {0}"), blank);
        return;
    case PRACTICE_MAP:
        add_lines(out, exercise->lesson->par + 2);
        return;
    case PRACTICE_REPAIR:
        add_program(out, exercise->lesson);
        practice_say(out, N_("The line that is wrong: {0}"), blank);
        practice_say(out, N_("It must read: {0}"), blank);
        return;
    }
}

void render_practice_sheet(struct buf *out, const struct practice_paper *paper)
{
    practice_heading(out, paper, N_("Exercises · {0} · seed {1}"));
    practice_say(out, N_("Name: {0}"), blank);
    for (size_t i = 0; i < paper->count; i++) {
        const struct practice_exercise *const exercise = &paper->items[i];
        const struct lesson_words *const words = render_lesson_words(exercise->lesson);
        buf_addf(out, "## %s\n\n", words->title);
        add_start(out, exercise);
        buf_addf(out, "%s\n\n", words->task);
        add_room(out, exercise);
    }
}
