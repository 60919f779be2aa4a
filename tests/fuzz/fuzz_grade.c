/* fuzz_grade - any text at all as an answer: nothing may crash or hang, every report can be written,
 * the table holds no control character, and what the JSON report holds is graded the same again. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "render/grade.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define WORDS                                                                                      \
    "# A\nText.\n## question a\n?\n## predict\n?\n## task\nDo.\n## hints\n1. a\n2. b\n3. c\n"       \
    "## done\nDone.\n"
#define PLAIN "# A\nText.\n## task\nDo.\n## hints\n1. a\n2. b\n3. c\n## done\nDone.\n"

static const struct {
    const char *path, *text;
} files[] = {{"c/order", "part\nquiz\nown\n"},
    {"c/part/lesson",
        "lesson part\npar 1\nstart\n    reserve 40000000 8p rw\ngoal\n"
        "    allocation 40000000 8p rw = 2p reserved, 3p rw, 3p reserved\n"
        "wrong all\n    when committed == 8\n    by commit 40000000 8p\n"
        "solution\n    commit 40002000 3p rw\n"},
    {"c/part/en.md", PLAIN "## wrong all\nAll.\n"}, {"c/part/es.md", PLAIN "## wrong all\nAll.\n"},
    {"c/quiz/lesson",
        "lesson quiz\nstart\n    alloc 20000000 2p r\nquestion a state 20001000\n"
        "ask prediction\npredict\n    ? alloc 40000000 8p rw\n"},
    {"c/quiz/en.md", WORDS}, {"c/quiz/es.md", WORDS},
    {"c/own/lesson",
        "lesson own\nvary N number 8 in 6..12\npar 2\ngoal\n    allocation any {N}p\ngoal\n"
        "    allocation highest 2p = 2p rw\nassert touched 40000000\nsolution\n"
        "    reserve 10000000 {N}p\n"},
    {"c/own/en.md", PLAIN}, {"c/own/es.md", PLAIN}};

static bool read_file(void *ctx, const char *path, struct buf *out)
{
    (void)ctx;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (strcmp(files[i].path, path) == 0) {
            buf_add(out, files[i].text);
            return true;
        }
    return false;
}

static const struct course *the_course(void)
{
    static struct course course;
    static const struct lesson_host host = {.read = read_file};
    if (course.count == 0) {
        struct lesson_faults faults = {0};
        course_read(&course, &host, "c", &faults);
        assert(course.count == 3 && faults.count == 0);
        lesson_faults_finish(&faults);
    }
    return &course;
}

static void write_report(enum render_report_format format, const struct grade_result *result,
    struct buf *out)
{
    struct render_report report = {.format = format, .course = the_course(), .exam = true};
    render_report_begin(&report, out);
    render_report_answer(&report, result, out);
    render_report_end(&report, out);
    render_report_finish(&report);
}

static void check_table(const struct grade_result *result)
{
    struct buf out = {0};
    write_report(RENDER_REPORT_TABLE, result, &out);
    for (size_t i = 0; i < out.len; i++)
        assert(out.data[i] == '\n' || (unsigned char)out.data[i] >= 0x20);
    buf_clear(&out);
    write_report(RENDER_REPORT_CSV, result, &out);
    write_report(RENDER_REPORT_JUNIT, result, &out);
    buf_finish(&out);
}

static void grade(struct grade_result *ret, const struct grade_answer *answer)
{
    static const struct grade_options options = {.max_operations = 30000};
    grade_answer(ret, the_course(), &options, answer);
}

static void check_again(const struct grade_result *result)
{
    struct buf out = {0};
    struct grade_answer answer;
    struct grade_result again;
    write_report(RENDER_REPORT_JSON, result, &out);
    struct render_report_reader *const reader = render_report_read(buf_text(&out), out.len);
    assert(reader != NULL && render_report_next(reader, &answer));
    grade(&again, &answer);
    for (size_t i = 0; i < result->mark_count; i++)
        assert(again.marks[i].reason == result->marks[i].reason);
    assert(!render_report_next(reader, &answer));
    grade_result_finish(&again);
    render_report_close(reader);
    buf_finish(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf text = {0};
    struct grade_result result;
    utf8_import(&text, (const char *)data, size);
    const struct grade_answer answer = {.name = "a/b", .student = "b", .numbers = "b",
        .text = buf_text(&text), .len = text.len};
    grade(&result, &answer);
    check_table(&result);
    if (size < 5000)
        check_again(&result);
    grade_result_finish(&result);
    buf_finish(&text);
    return 0;
}
