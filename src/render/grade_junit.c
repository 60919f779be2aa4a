/* grade_junit - the report as JUnit XML: a test suite for each answer, a test case for each task. */
#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "grade_say.h"

/* Characters that XML 1.0 cannot hold. */
static bool is_forbidden(uint32_t scalar)
{
    return (scalar < 0x20 && scalar != '\n' && scalar != '\t') || scalar == 0xFFFE ||
           scalar == 0xFFFF;
}

static void add_escaped(struct buf *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        uint32_t scalar;
        char bytes[4];
        i += utf8_decode(text + i, len - i, &scalar);
        if (scalar == '&')
            buf_add(out, "&amp;");
        else if (scalar == '<')
            buf_add(out, "&lt;");
        else if (scalar == '>')
            buf_add(out, "&gt;");
        else if (scalar == '"')
            buf_add(out, "&quot;");
        else
            buf_addn(out, bytes, utf8_encode(is_forbidden(scalar) ? 0xFFFD : scalar, bytes));
    }
}

static void add_attribute(struct buf *out, const char *name, const char *text)
{
    struct buf clean = {0};
    grade_add_clean(&clean, text, strlen(text));
    buf_addf(out, " %s=\"", name);
    add_escaped(out, buf_text(&clean), clean.len);
    buf_addc(out, '"');
    buf_finish(&clean);
}

static void add_property(struct buf *out, const char *name, const char *value)
{
    buf_add(out, "<property");
    add_attribute(out, "name", name);
    add_attribute(out, "value", value);
    buf_add(out, "/>\n");
}

static void add_number(struct buf *out, const char *name, uint64_t number)
{
    struct buf text = {0};
    buf_addf(&text, "%" PRIu64, number);
    add_property(out, name, buf_text(&text));
    buf_finish(&text);
}

static void junit_begin(const struct render_report *report, struct buf *out)
{
    buf_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    add_attribute(out, "name", report->exam ? "pagelab exam" : "pagelab");
    buf_add(out, ">\n");
}

static void add_numbers(const struct grade_mark *mark, struct buf *out)
{
    const char *word;
    buf_add(out, "<properties>\n");
    if (mark->reason == GRADE_SOLVED)
        add_number(out, "calls", mark->calls);
    add_number(out, "par", mark->par);
    for (size_t i = 0; (word = grade_help_word(mark->help, i)) != NULL; i++)
        add_property(out, "help", word);
    if (mark->has_claims) {
        add_number(out, "unproven_hints", mark->claimed_hints);
        add_number(out, "unproven_seconds", mark->claimed_seconds);
    }
    buf_add(out, "</properties>\n");
}

static void add_case(
    const struct grade_result *result, const struct grade_mark *mark, struct buf *out)
{
    struct buf why = {0};
    buf_add(out, "<testcase");
    add_attribute(out, "classname", result->answer->student);
    add_attribute(out, "name", mark->task->id);
    buf_add(out, ">\n");
    if (mark->reason == GRADE_UNTRIED) {
        buf_add(out, "<skipped/>\n");
    } else {
        add_numbers(mark, out);
        render_grade_why(&why, result, mark);
    }
    if (mark->reason != GRADE_UNTRIED && mark->reason != GRADE_SOLVED) {
        buf_add(out, "<failure");
        add_attribute(out, "type", grade_reason_word(mark->reason));
        add_attribute(out, "message", buf_text(&why));
        buf_add(out, "/>\n");
    }
    buf_add(out, "</testcase>\n");
    buf_finish(&why);
}

static void add_suite(const char *student, size_t tests, size_t failures, size_t skipped,
    size_t errors, const char *file, struct buf *out)
{
    buf_add(out, "<testsuite");
    add_attribute(out, "name", student);
    buf_addf(out, " tests=\"%zu\" failures=\"%zu\" skipped=\"%zu\" errors=\"%zu\">\n", tests,
        failures, skipped, errors);
    buf_add(out, "<properties>\n");
    add_property(out, "file", file);
}

static void junit_answer(const struct render_report *report, const struct grade_result *result,
    struct buf *out)
{
    struct buf notes = {0};
    size_t skipped = 0;
    for (size_t i = 0; i < result->mark_count; i++)
        skipped += result->marks[i].reason == GRADE_UNTRIED;
    add_suite(result->answer->student, result->mark_count,
        result->mark_count - skipped - result->solved, skipped, 0, result->answer->name, out);
    add_property(out, "kind", grade_kind_word(result->kind));
    buf_add(out, "</properties>\n");
    for (size_t i = 0; i < result->mark_count; i++)
        add_case(result, &result->marks[i], out);
    buf_add(out, "<system-out>");
    add_escaped(out, result->answer->text, result->answer->len);
    buf_add(out, "</system-out>\n<system-err>");
    grade_add_notes(&notes, report, result);
    add_escaped(out, buf_text(&notes), notes.len);
    buf_add(out, "</system-err>\n</testsuite>\n");
    buf_finish(&notes);
}

static void junit_unread(const struct render_report *report, const char *name, const char *student,
    const char *why, struct buf *out)
{
    (void)report;
    add_suite(student, 1, 0, 0, 1, name, out);
    buf_add(out, "</properties>\n<testcase");
    add_attribute(out, "classname", student);
    add_attribute(out, "name", "answer");
    buf_add(out, "><error type=\"unread\"");
    add_attribute(out, "message", why);
    buf_add(out, "/></testcase>\n</testsuite>\n");
}

static void junit_end(const struct render_report *report, struct buf *out)
{
    (void)report;
    buf_add(out, "</testsuites>\n");
}

const struct grade_writer grade_junit = {junit_begin, junit_answer, junit_unread, junit_end};
