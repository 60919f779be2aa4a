/* test_diag - a mistake is shown exactly where it is. */
#include "testlib.h"

#include <string.h>

#include "render/answer.h"
#include "render/words.h"

/* The line and the caret line that are shown for the span [start, end) of source. */
static void shows(const char *source, uint32_t start, uint32_t end, const char *want)
{
    struct render_text text = {0};
    const struct lang_diag diag = {
        .id = LANG_DIAG_UNKNOWN_NAME, .span = {start, end}, .args = {"x"}};
    render_diag(&text, source, &diag);
    char *const message = strstr(text.buf.data, "error ");
    assert_non_null(message);
    *message = '\0';
    assert_string_equal(text.buf.data, want);
    render_text_finish(&text);
}

static void carets_lie_under_the_whole_span(void **state)
{
    (void)state;
    shows("a = MEM_X;", 4, 9, "a = MEM_X;\n    ^~~~~\n");
    shows("a", 0, 1, "a\n^\n");
}

static void only_the_line_of_the_mistake_is_shown(void **state)
{
    (void)state;
    shows("one\ntwo three\nfour", 8, 13, "two three\n    ^~~~~\n");
    shows("one\ntwo\nfour", 4, 12, "two\n^~~\n");
}

static void a_mistake_at_the_end_has_a_caret_behind_the_text(void **state)
{
    (void)state;
    shows("f(1", 3, 3, "f(1\n   ^\n");
    shows("f(1\ng", 3, 3, "f(1\n   ^\n");
}

static void tabs_keep_the_caret_in_place(void **state)
{
    (void)state;
    shows("\tx = y\tz", 5, 6, "        x = y   z\n            ^\n");
}

static void wide_and_combining_letters_keep_the_caret_in_place(void **state)
{
    (void)state;
    shows("a\xC3\xB1o = y", 7, 8, "a\xC3\xB1o = y\n      ^\n");
    shows("\xE6\xBC\xA2 y", 4, 5, "\xE6\xBC\xA2 y\n   ^\n");
    shows("n\xCC\x83 y", 4, 5, "n\xCC\x83 y\n  ^\n");
}

static void control_characters_and_bad_bytes_cannot_harm_the_terminal(void **state)
{
    (void)state;
    shows("\x1B[2J y", 5, 6, "?[2J y\n     ^\n");
    shows("\xFF y", 2, 3, "\xEF\xBF\xBD y\n  ^\n");
}

static void a_very_long_line_is_shown_around_the_mistake(void **state)
{
    (void)state;
    enum { LEN = 5000, AT = 3000 };
    char line[LEN + 1];
    memset(line, 'a', LEN);
    line[LEN] = '\0';
    line[AT] = 'X';
    struct render_text text = {0};
    const struct lang_diag diag = {
        .id = LANG_DIAG_UNKNOWN_NAME, .span = {AT, AT + 1}, .args = {"x"}};
    render_diag(&text, line, &diag);
    const char *const first = buf_text(&text.buf);
    const char *const second = strchr(first, '\n') + 1;
    assert_true((size_t)(second - first) < 200);
    assert_int_equal(strchr(first, 'X') - first, strchr(second, '^') - second);
    render_text_finish(&text);
}

static void a_span_outside_the_text_is_no_crash(void **state)
{
    (void)state;
    shows("abc", 100, 200, "abc\n   ^\n");
    shows("", 0, 5, "");
}

static void the_message_has_code_words_and_what_was_meant(void **state)
{
    (void)state;
    struct render_text text = {0};
    const struct lang_diag diag = {.id = LANG_DIAG_UNKNOWN_NAME,
        .span = {0, 11},
        .args = {"MEM_COMMITT"},
        .suggestion = "MEM_COMMIT"};
    render_diag(&text, NULL, &diag);
    assert_string_equal(
        buf_text(&text.buf), "error L0104: I do not know MEM_COMMITT. Did you mean MEM_COMMIT?\n");
    render_text_clear(&text);
    assert_true(render_set_language("es"));
    render_diag(&text, NULL, &diag);
    assert_non_null(strstr(buf_text(&text.buf), "\xC2\xBFQuer\xC3\xAD"
                                                "as decir MEM_COMMIT?"));
    assert_true(render_set_language("en"));
    render_text_finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(carets_lie_under_the_whole_span),
        cmocka_unit_test(only_the_line_of_the_mistake_is_shown),
        cmocka_unit_test(a_mistake_at_the_end_has_a_caret_behind_the_text),
        cmocka_unit_test(tabs_keep_the_caret_in_place),
        cmocka_unit_test(wide_and_combining_letters_keep_the_caret_in_place),
        cmocka_unit_test(control_characters_and_bad_bytes_cannot_harm_the_terminal),
        cmocka_unit_test(a_very_long_line_is_shown_around_the_mistake),
        cmocka_unit_test(a_span_outside_the_text_is_no_crash),
        cmocka_unit_test(the_message_has_code_words_and_what_was_meant),
    };
    render_words_init(TEST_LOCALEDIR, "en");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
