/* grade_start - the starts in a journal: run only where they are the course's own.
 *
 * A journal may be forged: its starts may prepare what the task asks for, or run without end. One
 * that is not, line for line, what the lesson's files say is not run; a start on an empty space
 * takes its place, so that the numbers of the steps stay right, and the lesson is left.
 */
#include <stdlib.h>
#include <string.h>

#include "grading.h"

enum { START_COST = 5000 };            /* of a start, in operations */

struct start {
    const struct vm_machine *machine;
    enum session_layout layout;
    const char *label;
    struct buf head;                   /* the label lies in it */
    struct buf lines;
};

static size_t line_len(const char *text, size_t len)
{
    const char *const end = len == 0 ? NULL : memchr(text, '\n', len);
    return end == NULL ? len : (size_t)(end - text);
}

static bool take(const char **text, const char *word)
{
    const size_t len = strlen(word);
    if (strncmp(*text, word, len) != 0)
        return false;
    *text += len;
    return true;
}

/* The machine named up to the blank. */
static const struct vm_machine *take_machine(const char **text)
{
    const size_t len = strcspn(*text, " ");
    const struct vm_machine *machine;
    for (unsigned i = 0; (machine = vm_machine_at(i)) != NULL; i++)
        if (strlen(machine->name) == len && memcmp(machine->name, *text, len) == 0) {
            *text += len;
            return machine;
        }
    return NULL;
}

/* "#start 2 machine=x86 layout=empty lesson ID": *ret_lines is the 2. */
static bool read_head(struct start *start, const char *line, size_t len, size_t *ret_lines)
{
    buf_addn(&start->head, line, len);
    const char *text = buf_text(&start->head);
    if (!take(&text, "#start "))
        return false;
    char *end;
    *ret_lines = strtoul(text, &end, 10);
    text = end;
    if (!take(&text, " machine=") || (start->machine = take_machine(&text)) == NULL)
        return false;
    start->layout = SESSION_LAYOUT_EMPTY;
    if (take(&text, " layout=process "))
        start->layout = SESSION_LAYOUT_PROCESS;
    else if (!take(&text, " layout=empty "))
        return false;
    start->label = text;
    return *ret_lines > 0;
}

/* Returns the bytes of the whole block; 0 if it is none or cut off. */
static size_t read_start(struct start *start, const char *text, size_t len)
{
    size_t lines = 0;
    size_t at = line_len(text, len);
    if (!read_head(start, text, at, &lines))
        return 0;
    for (size_t i = 0; i < lines; i++) {
        at += at < len;
        if (len - at < 2 || memcmp(text + at, "#|", 2) != 0)
            return 0;
        const size_t n = line_len(text + at, len - at);
        if (i > 0)
            buf_addc(&start->lines, '\n');
        buf_addn(&start->lines, text + at + 2, n - 2);
        at += n;
    }
    return at + (at < len);
}

/* Is it what the lesson begins with, or a scene of it: the first count lines? Machine and layout may
 * have been changed by the lines. */
static bool is_of(const struct start *start, const struct lesson *lesson,
    const struct lesson_lines *lines, size_t count)
{
    struct buf own = {0};
    lesson_start_text(lesson, lines, count, &own);
    const bool same = strcmp(buf_text(&own), buf_text(&start->lines)) == 0;
    buf_finish(&own);
    return same;
}

static void refuse(struct grading *g, const struct start *start, const struct lesson_sketch *task)
{
    struct grade_mark *const mark = grading_mark(g, task);
    if (mark->reason == GRADE_SOLVED)
        return;
    mark->attempts++;
    mark->reason = is_of(start, task->plain, NULL, 0) ? GRADE_DEFAULT_START : GRADE_OTHER_START;
}

/* The lesson whose start this is; NULL if it is none of the course's. */
static const struct lesson *find_task(struct grading *g, const struct start *start, const char *id)
{
    const struct lesson_sketch *const task = course_find(g->course, id);
    const struct lesson *const lesson = task == NULL ? NULL : grading_lesson(g, task);
    if (lesson == NULL || is_of(start, lesson, NULL, 0))
        return lesson;
    refuse(g, start, task);
    return NULL;
}

/* A demonstration, solution or prediction of the lesson at hand. */
static bool is_scene(const struct start *start, const struct lesson *lesson)
{
    const char *label = start->label;
    if (take(&label, "demo "))
        return strcmp(label, lesson->id) == 0 && is_of(start, lesson, &lesson->demo, 0);
    if (take(&label, "solution "))
        return strcmp(label, lesson->id) == 0 && is_of(start, lesson, NULL, 0);
    return take(&label, "predict ") && strcmp(label, lesson->id) == 0 &&
        lesson->predict.count > 0 &&
        is_of(start, lesson, &lesson->predict, lesson->predict.count - 1);
}

static const struct lesson *find_owner(struct grading *g, const struct start *start)
{
    const char *id = start->label;
    const struct lesson *const lesson = classroom_lesson(g->room);
    if (take(&id, "lesson "))
        return find_task(g, start, id);
    return lesson != NULL && is_scene(start, lesson) ? lesson : NULL;
}

static void leave_lesson(struct grading *g)
{
    static const char quit[] = "lesson quit";
    if (classroom_lesson(g->room) == NULL)
        return;
    if (session_run(g->session, quit, strlen(quit)) == SESSION_FOREIGN)
        (void)classroom_word(g->room, session_foreign(g->session));
}

static void begin(struct grading *g, const struct start *start)
{
    const struct lesson *const lesson = find_owner(g, start);
    struct session_start own = {.label = "-", .machine = start->machine, .layout = start->layout,
        .lines = ""};
    if (lesson != NULL)
        own = (struct session_start){.label = start->label, .machine = lesson->machine,
            .layout = lesson->layout, .lines = buf_text(&start->lines)};
    else
        leave_lesson(g);
    (void)session_begin(g->session, &own, NULL);
}

size_t grade_start(struct grading *g, const char *text, size_t len)
{
    static const char word[] = "#start ";
    struct start start = {0};
    size_t taken = 0;
    if (len > strlen(word) && memcmp(text, word, strlen(word)) == 0)
        taken = read_start(&start, text, len);
    if (taken > 0 && grading_spend(g, START_COST))
        begin(g, &start);
    buf_finish(&start.head);
    buf_finish(&start.lines);
    return taken;
}
