/* check - the way through a course, lesson by lesson. */
#include "checking.h"

#include <string.h>

static const char *const students[] = {"1", "2", "3"};

void check_fault(struct checking *c, unsigned line, enum lesson_fault_id id, const char *arg0,
    const char *arg1)
{
    lesson_faults_add(c->faults, id, c->file, line, arg0, arg1);
}

void check_fault_numbers(
    struct checking *c, unsigned line, enum lesson_fault_id id, uint64_t arg0, uint64_t arg1)
{
    struct buf first = {0}, second = {0};
    buf_addf(&first, "%llu", (unsigned long long)arg0);
    buf_addf(&second, "%llu", (unsigned long long)arg1);
    check_fault(c, line, id, buf_text(&first), buf_text(&second));
    buf_finish(&first);
    buf_finish(&second);
}

void check_error_text(uint32_t error, struct buf *out)
{
    buf_addf(out, error < 0x10000000 ? "%u" : "%08X", error);
}

/* The lesson as c->student has it. */
static void check_lesson(struct checking *c)
{
    struct arena arena = {0};
    struct buf path = {0};
    buf_addf(&path, "%s/lesson", c->sketch->path);
    c->file = arena_strndup(&arena, buf_text(&path), path.len);
    if (check_data(c))
        for (int i = 0; i < LESSON_LANGUAGES; i++) {
            const enum lesson_language language = (enum lesson_language)i;
            buf_clear(&path);
            buf_addf(&path, "%s/%s.md", c->sketch->path, lesson_language_name(language));
            c->file = arena_strndup(&arena, buf_text(&path), path.len);
            check_words(c, language);
        }
    buf_finish(&path);
    arena_finish(&arena);
}

/* Faults that only these numbers bring to light: where, and what as code and argument. */
static void tell_personal(struct lesson_faults *faults, const struct lesson_faults *found,
    const char *student)
{
    for (size_t i = 0; i < found->count; i++) {
        const struct lesson_fault *const fault = &found->items[i];
        struct buf what = {0};
        buf_add(&what, lesson_fault_code(fault->id));
        for (size_t k = 0; k < 2; k++)
            if (fault->args[k][0] != '\0')
                buf_addf(&what, " %s", fault->args[k]);
        lesson_faults_add(faults, LESSON_FAULT_PERSONAL, fault->file, fault->line, student,
            buf_text(&what));
        buf_finish(&what);
    }
}

static void check_student(struct checking *c, const char *student)
{
    struct lesson_faults found = {0};
    struct lesson *const lesson = lesson_fill(c->sketch, student, &found);
    struct checking personal = *c;
    personal.faults = &found;
    personal.lesson = lesson;
    personal.student = student;
    if (lesson != NULL)
        check_lesson(&personal);
    tell_personal(c->faults, &found, student);
    lesson_destroy(lesson);
    lesson_faults_finish(&found);
}

void course_check(const struct course *course, const struct course_links *links,
    struct lesson_faults *faults)
{
    for (size_t i = 0; i < course->count && faults->count < LESSON_MAX_FAULTS; i++) {
        const size_t before = faults->count;
        struct checking c = {.course = course,
            .links = links,
            .faults = faults,
            .sketch = &course->lessons[i],
            .lesson = course->lessons[i].plain,
            .student = ""};
        check_lesson(&c);
        const bool is_sound = faults->count == before;
        for (size_t k = 0; is_sound && c.lesson->is_personal &&
             k < sizeof students / sizeof *students; k++)
            check_student(&c, students[k]);
    }
}
