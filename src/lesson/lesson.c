/* lesson - the names of what can be measured, and putting a session at a lesson's start. */
#include "lesson/lesson.h"

#include <string.h>

const char *lesson_measure_word(enum lesson_measure measure)
{
    static const char *const names[LESSON_MEASURE_COUNT] = {[LESSON_COMMITTED] = "committed",
        [LESSON_RESERVED] = "reserved", [LESSON_RESIDENT] = "resident",
        [LESSON_LOCKED] = "locked",
        [LESSON_CHARGE] = "charge", [LESSON_PEAK] = "peak", [LESSON_ALLOCATIONS] = "allocations",
        [LESSON_SLACK] = "slack", [LESSON_LARGEST_FREE] = "largest-free",
        [LESSON_CALLS] = "calls", [LESSON_FAILURES] = "failures", [LESSON_GUARDS] = "guards",
        [LESSON_VIOLATIONS] = "violations", [LESSON_RWX] = "rwx", [LESSON_BYTE] = "byte",
        [LESSON_TOUCHED] = "touched", [LESSON_WATCHED] = "watched"};
    return names[measure];
}

const char *lesson_relation_word(enum lesson_relation relation)
{
    static const char *const names[] = {[LESSON_EQ] = "==", [LESSON_NE] = "!=",
        [LESSON_LT] = "<", [LESSON_LE] = "<=", [LESSON_GT] = ">", [LESSON_GE] = ">="};
    return names[relation];
}

static const struct lesson_lines *lines_before(
    const struct lesson *lesson, const struct lesson_lines *lines)
{
    static const struct lesson_lines none = {0};
    return lines == NULL || lines->from_start ? &lesson->start : &none;
}

void lesson_start_text(const struct lesson *lesson, const struct lesson_lines *lines, size_t count,
    struct buf *out)
{
    const struct lesson_lines *const first = lines_before(lesson, lines);
    for (size_t i = 0; i < first->count; i++)
        buf_addf(out, "%s\n", first->items[i].text);
    for (size_t i = 0; i < count; i++)
        buf_addf(out, "%s\n", lines->items[i].text);
}

bool lesson_begin_lines(const struct lesson *lesson, struct session *session, const char *label,
    const struct lesson_lines *lines, size_t count, unsigned *ret_line)
{
    struct buf text = {0};
    struct session_start start = {
        .label = label, .machine = lesson->machine, .layout = lesson->layout};
    const struct lesson_lines *const first = lines_before(lesson, lines);
    lesson_start_text(lesson, lines, count, &text);
    start.lines = buf_text(&text);
    size_t wrong = 0;
    const bool begun = session_begin(session, &start, &wrong) == SESSION_STEPPED;
    if (!begun && ret_line != NULL)
        *ret_line = wrong < first->count ? first->items[wrong].number
                                        : lines->items[wrong - first->count].number;
    buf_finish(&text);
    return begun;
}

bool lesson_begin(const struct lesson *lesson, struct session *session, unsigned *ret_line)
{
    struct buf label = {0};
    buf_addf(&label, "lesson %s", lesson->id);
    const bool begun =
        lesson_begin_lines(lesson, session, buf_text(&label), NULL, 0, ret_line);
    buf_finish(&label);
    return begun;
}
