/* course - a course named on the command line. */
#include "course.h"

#include <string.h>

#include "front.h"
#include "host/school.h"
#include "render/lesson.h"

void course_open(struct course *ret, const char *path, struct lesson_faults *faults)
{
    struct buf own = {0};
    school_own_course(&own);
    const bool is_own = strcmp(path, "own") == 0 || strcmp(path, "-") == 0;
    course_read(ret, &school_host, is_own ? buf_text(&own) : path, faults);
    buf_finish(&own);
}

void course_print_faults(const struct lesson_faults *faults, FILE *to)
{
    struct render_text text = {0};
    for (size_t i = 0; i < faults->count; i++)
        render_lesson_fault(&text, &faults->items[i]);
    front_print(&text, "", to);
    render_text_finish(&text);
}
