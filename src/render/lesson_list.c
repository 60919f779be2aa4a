/* lesson_list - the course: worlds, lessons and how far one has come. */
#include <inttypes.h>

#include "lesson_say.h"

/* ---- a lesson --------------------------------------------------------------------------------- */

static void add_calls(struct render_text *out, const struct lesson *lesson,
    const struct progress_entry *entry)
{
    struct buf calls = {0};
    struct buf par = {0};
    buf_addf(&calls, "%u", entry->calls);
    buf_addf(&par, "%u", lesson->par);
    const char *const args[] = {buf_text(&calls), buf_text(&par)};
    if (entry->calls == 0)
        say(out, RENDER_OK, N_("solved"));
    else if (entry->calls <= lesson->par)
        sayn(out, RENDER_OK,
            render_trn("solved with {0} call, the fewest possible",
                "solved with {0} calls, the fewest possible", entry->calls),
            args, 2);
    else
        sayn(out, RENDER_OK,
            render_trn("solved with {0} call, {1} possible", "solved with {0} calls, {1} possible",
                entry->calls),
            args, 2);
    buf_finish(&calls);
    buf_finish(&par);
}

static void add_status(struct render_text *out, const struct lesson *lesson,
    const struct progress_entry *entry)
{
    if (entry == NULL)
        return;
    render_add(out, RENDER_NORMAL, ": ");
    if (entry->solved)
        add_calls(out, lesson, entry);
    else
        say(out, RENDER_DIM,
            entry->shown ? N_("begun, the solution was shown") : N_("begun"));
}

/* "5 · Commit a part (commit-part)" */
static void add_name(struct render_text *out, const struct course *course, size_t index,
    enum render_role role)
{
    const struct lesson_sketch *const sketch = &course->lessons[index];
    struct buf number = {0};
    buf_addf(&number, "%zu", index + 1);
    const char *const args[] = {buf_text(&number), lesson_title(sketch->plain), sketch->id};
    sayn(out, role, N_("{0} · {1} ({2})"), args, 3);
    buf_finish(&number);
}

/* "> 5 · Commit a part (commit-part), you are here: begun" */
static void add_lesson(
    struct render_text *out, const struct classroom *room, size_t index, size_t width)
{
    const struct lesson_sketch *const sketch = &classroom_course(room)->lessons[index];
    const bool is_now = classroom_lesson(room) != NULL && classroom_index(room) == index;
    struct render_text line = {0};
    add_name(&line, classroom_course(room), index, is_now ? RENDER_STRONG : RENDER_NORMAL);
    if (is_now)
        say(&line, RENDER_STRONG, N_(", you are here"));
    add_status(&line, sketch->plain, progress_find(classroom_progress(room), sketch->id));
    lesson_marked(out, &line, is_now ? "> " : "  ", RENDER_STRONG, width);
}

/* ---- the list --------------------------------------------------------------------------------- */

static void add_title(struct render_text *out, const char *title, size_t width)
{
    struct render_text line = {0};
    if (title == NULL || *title == '\0')
        return;
    render_add(&line, RENDER_TITLE, title);
    lesson_lines(out, &line, width);
}

static void add_world(struct render_text *out, const struct course *course, unsigned world,
    size_t width)
{
    if (world < course->world_count)
        add_title(out, course->worlds[world].title[lesson_language()], width);
}

void render_lesson_list(
    struct render_text *out, const struct classroom *room, const char *filter, size_t width)
{
    const struct course *const course = classroom_course(room);
    size_t count = 0;
    unsigned world = UINT32_MAX;
    if (*filter == '\0')
        add_title(out, course->title.title[lesson_language()], width);
    for (size_t i = 0; i < course->count; i++) {
        const struct lesson_sketch *const sketch = &course->lessons[i];
        if (!classroom_lesson_matches(sketch, filter))
            continue;
        if (sketch->world != world)
            add_world(out, course, sketch->world, width);
        world = sketch->world;
        add_lesson(out, room, i, width);
        count++;
    }
    if (count == 0)
        lesson_say1(out, RENDER_WARN, N_("no lesson is about {0}"), filter, width);
    else
        lesson_say(out, RENDER_HINT,
            N_("lesson and a number or name opens one; lesson list and a word looks for it"), width);
}

/* ---- progress --------------------------------------------------------------------------------- */

/* "3 min 20 s" */
static void add_time(struct buf *out, uint64_t seconds)
{
    if (seconds >= 60)
        buf_addf(out, "%" PRIu64 " min ", seconds / 60);
    buf_addf(out, "%" PRIu64 " s", seconds % 60);
}

static void add_effort(struct render_text *out, const struct progress_entry *entry)
{
    struct buf hints = {0};
    struct buf time = {0};
    if (!entry->solved)
        return;
    buf_addf(&hints, "%u", entry->hints);
    add_time(&time, entry->seconds);
    const char *const args[] = {buf_text(&hints), buf_text(&time)};
    if (entry->hints > 0)
        sayn(out, RENDER_NORMAL, render_trn(", with {0} hint", ", with {0} hints", entry->hints),
            args, 2);
    if (entry->seconds > 0)
        sayn(out, RENDER_NORMAL, N_(", in {1}"), args, 2);
    buf_finish(&hints);
    buf_finish(&time);
}

static void add_total(
    struct render_text *out, const struct course *course, size_t solved, size_t width)
{
    struct buf done = {0};
    struct buf all = {0};
    buf_addf(&done, "%zu", solved);
    buf_addf(&all, "%zu", course->count);
    const char *const args[] = {buf_text(&done), buf_text(&all)};
    lesson_sayn(out, RENDER_STRONG, N_("{0} of {1} lessons solved"), args, 2, width);
    buf_finish(&done);
    buf_finish(&all);
}

void render_progress(struct render_text *out, const struct classroom *room, size_t width)
{
    const struct course *const course = classroom_course(room);
    size_t solved = 0;
    for (size_t i = 0; i < course->count; i++) {
        const struct lesson_sketch *const sketch = &course->lessons[i];
        const struct progress_entry *const entry =
            progress_find(classroom_progress(room), sketch->id);
        struct render_text line = {0};
        if (entry == NULL)
            continue;
        solved += entry->solved;
        add_name(&line, course, i, RENDER_NORMAL);
        add_status(&line, sketch->plain, entry);
        add_effort(&line, entry);
        lesson_marked(out, &line, "  ", RENDER_NORMAL, width);
    }
    add_total(out, course, solved, width);
}
