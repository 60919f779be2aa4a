/* test_sound - the course that comes with pagelab, and exercises as they are drawn, pass the check that
 * other people's courses must pass. The glossary is not known here. */
#include "testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lesson/check.h"
#include "lesson/practice.h"

#define TEST(name) static void name(void **state)

static bool read_asset(void *ctx, const char *path, struct buf *out)
{
    char whole[1024];
    (void)ctx;
    snprintf(whole, sizeof whole, "%s/%s", getenv("PAGELAB_DATADIR"), path);
    FILE *const file = fopen(whole, "rb");
    char text[4096];
    for (size_t len; file && (len = fread(text, 1, sizeof text, file)) > 0;)
        buf_addn(out, text, len);
    if (file)
        fclose(file);
    return file != NULL;
}

static bool has_page(void *ctx, const char *name)
{
    struct buf path = {0}, page = {0};
    buf_addf(&path, "messages/en/%s.md", name);
    const bool found = read_asset(ctx, buf_text(&path), &page);
    buf_finish(&path);
    buf_finish(&page);
    return found;
}

static const struct lesson_host host = {.read = read_asset, .read_own = read_asset};
static const struct course_links links = {.has_page = has_page};

static void tell(const struct lesson_fault *fault)
{
    print_error("%s:%u: %s %s %s\n", fault->file, fault->line, lesson_fault_code(fault->id),
        fault->args[0], fault->args[1]);
}

TEST(the_course_has_no_faults)
{
    (void)state;
    struct course course;
    struct lesson_faults faults = {0};
    course_read(&course, &host, "lessons", &faults);
    course_check(&course, &links, &faults);
    for (size_t i = 0; i < faults.count; i++)
        tell(&faults.items[i]);
    assert_int_equal(faults.count, 0);
    assert_true(course.count >= 25);
    course_finish(&course);
    lesson_faults_finish(&faults);
}

/* Their texts are shorter, and no demonstration belongs to them; what is run must be so. */
static bool is_about_running(const struct lesson_fault *fault)
{
    return fault->id >= LESSON_FAULT_LINE_WRONG;
}

TEST(exercises_are_sound)
{
    (void)state;
    const uint64_t seeds = getenv("PAGELAB_LONG") ? 200 : 4;
    unsigned wrong = 0;
    for (size_t topic = 0; practice_topic(topic) != NULL; topic++)
        for (uint64_t seed = 0; seed < seeds; seed++)
            for (unsigned number = 0; number < 8; number++) {
                struct lesson_sketch sketch = {0};
                struct lesson_faults faults = {0};
                assert_true(practice_make(practice_topic(topic), seed, number, &host, &sketch));
                const struct course course = {.path = "practice", .lessons = &sketch, .count = 1};
                course_check(&course, &links, &faults);
                for (size_t i = 0; i < faults.count; i++)
                    if (is_about_running(&faults.items[i])) {
                        print_error("%s %u %u: ", practice_topic(topic), (unsigned)seed, number);
                        tell(&faults.items[i]);
                        wrong++;
                    }
                lesson_faults_finish(&faults);
                practice_sketch_finish(&sketch);
            }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_course_has_no_faults),
        cmocka_unit_test(exercises_are_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
