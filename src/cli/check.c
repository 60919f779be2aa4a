/* check - pagelab check: what is wrong with a course or a lesson. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

#include "course.h"
#include "host/host.h"
#include "lesson/check.h"
#include "render/answer.h"
#include "render/words.h"

/* "25 lessons, 0 faults" */
static void print_sum(size_t lessons, size_t faults)
{
    struct buf text = {0}, number = {0};
    buf_addf(&number, "%zu", lessons);
    render_fill1(&text, render_trn("{0} lesson, ", "{0} lessons, ", lessons), buf_text(&number));
    buf_clear(&number);
    buf_addf(&number, "%zu", faults);
    render_fill1(&text, render_trn("{0} fault", "{0} faults", faults), buf_text(&number));
    printf("%s\n", buf_text(&text));
    buf_finish(&text);
    buf_finish(&number);
}

/* Every page that is there in English is there in Spanish. */
static bool has_page(void *ctx, const char *name)
{
    struct buf file = {0}, text = {0};
    (void)ctx;
    buf_addf(&file, "messages/en/%s.md", name);
    const bool has = strchr(name, '/') == NULL && host_read_data(NULL, buf_text(&file), &text);
    buf_finish(&file);
    buf_finish(&text);
    return has;
}

static bool has_term(void *ctx, const char *word)
{
    (void)ctx;
    return render_has_term(word);
}

int cli_check(const struct cli_options *options)
{
    struct course course = {0};
    struct lesson_faults faults = {0};
    const struct course_links links = {.has_page = has_page, .has_term = has_term};
    course_open(&course, options->file, &faults);
    course_check(&course, &links, &faults);
    course_print_faults(&faults, stdout);
    print_sum(course.count, faults.count);
    const int status = faults.count > 0;
    lesson_faults_finish(&faults);
    course_finish(&course);
    return status;
}
