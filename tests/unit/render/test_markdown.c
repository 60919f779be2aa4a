/* test_markdown - pages as they are wrapped: words, UTF-8, lists, code, tables, roles. */
#include "testlib.h"

#include <string.h>

#include "base/utf8.h"
#include "render/markdown.h"

static void shows(const char *markdown, size_t width, const char *want)
{
    struct render_text text = {0};
    render_markdown(&text, markdown, strlen(markdown), width);
    assert_string_equal(buf_text(&text.buf), want);
    render_text_finish(&text);
}

/* The role of the first place where part stands. */
static void has_role(const char *markdown, const char *part, enum render_role want)
{
    struct render_text text = {0};
    render_markdown(&text, markdown, strlen(markdown), 60);
    const char *const at = strstr(buf_text(&text.buf), part);
    assert_non_null(at);
    assert_int_equal(render_role_at(&text, (size_t)(at - buf_text(&text.buf))), want);
    render_text_finish(&text);
}

static void a_line_breaks_before_the_word_that_does_not_fit(void **state)
{
    (void)state;
    shows("one two three four five", 18, "one two three four\nfive\n");
    shows("one two three fours five", 18, "one two three\nfours five\n");
}

static void blanks_and_line_ends_of_the_source_are_one_blank(void **state)
{
    (void)state;
    shows("a page\nis   4096\nbytes", 40, "a page is 4096 bytes\n");
}

static void letters_count_as_cells_and_not_as_bytes(void **state)
{
    (void)state;
    /* 18 cells, 22 bytes */
    shows("p\u00E1gina as\u00ED aqu\u00ED \u00E1 fin", 18, "p\u00E1gina as\u00ED aqu\u00ED \u00E1\nfin\n");
    shows("\u6587\u6587\u6587\u6587 \u6587\u6587\u6587\u6587 x", 17,
        "\u6587\u6587\u6587\u6587 \u6587\u6587\u6587\u6587\nx\n");
    /* one cell is left, and the word is one sign of two */
    shows("fourteen signs \u6587", 16, "fourteen signs\n\u6587\n");
    shows("sixteen of signs \u0301 on", 16, "sixteen of signs\n\u0301 on\n");  /* of no cell */
}

static void a_word_wider_than_the_line_is_cut(void **state)
{
    (void)state;
    shows("go abcdefghijklmnopqrstuv on", 16, "go\nabcdefghijklmnop\nqrstuv on\n");
}

static void a_backslash_at_the_line_end_breaks_the_line(void **state)
{
    (void)state;
    shows("one\\\ntwo", 40, "one\ntwo\n");
}

static void paragraphs_have_an_empty_line_between(void **state)
{
    (void)state;
    shows("# Title\n\nOne.\n\nTwo.\n", 40, "Title\nOne.\n\nTwo.\n");
}

static void items_hang_behind_their_mark(void **state)
{
    (void)state;
    shows("- one two three four\n- five\n\nEnd.", 16, "- one two three\n  four\n- five\n\nEnd.\n");
    shows("9. nine\n10. ten one two three\n", 18, "9. nine\n10. ten one two\n    three\n");
}

static void lists_nest(void **state)
{
    (void)state;
    shows("- a\n  - b\n    1. c\n- d\n", 40, "- a\n  - b\n    1. c\n- d\n");
}

static void deep_lists_stay_within_the_width(void **state)
{
    (void)state;
    struct render_text text = {0};
    char deep[2048];
    size_t len = 0;
    for (size_t depth = 0; depth < 24; depth++) {
        memset(deep + len, ' ', 2 * depth);
        len += 2 * depth;
        memcpy(deep + len, "- x\n", 4);
        len += 4;
    }
    render_markdown(&text, deep, len, 20);
    const char *line = buf_text(&text.buf);
    assert_true(*line != '\0');
    while (*line != '\0') {
        const size_t size = strcspn(line, "\n");
        assert_true(utf8_width(line, size) <= 20);
        line += size + 1;
    }
    render_text_finish(&text);
}

static void code_blocks_keep_their_lines_and_blanks(void **state)
{
    (void)state;
    shows("Do:\n\n```pagelab\nreserve 0 1\n\n  a line that is much wider\n```\nthen", 16,
        "Do:\n\n    reserve 0 1\n\n      a line that is much wider\n\nthen\n");
    has_role("```\nx y\n```", "x y", RENDER_CALL);
}

static void a_table_is_set_in_columns(void **state)
{
    (void)state;
    shows("| a | b |\n|---|---|\n| one | 2 |\n", 40, "a    b\n---  -\none  2\n");
}

static void a_wide_table_wraps_in_its_cells(void **state)
{
    (void)state;
    shows("| word | sense |\n|---|---|\n| page | the unit of memory |\n", 18,
        "word  sense\n----  ------------\npage  the unit of\n      memory\n");
}

static void emphasis_code_and_links_have_roles(void **state)
{
    (void)state;
    has_role("a **b** c", "b", RENDER_STRONG);
    has_role("a **b** c", "c", RENDER_NORMAL);
    has_role("a `b` c", "b", RENDER_CALL);
    has_role("see [[R-FREE-2]].", "R-FREE-2", RENDER_LINK);
    has_role("# Head\n\ntext", "Head", RENDER_TITLE);
    has_role("# Head\n\ntext", "text", RENDER_NORMAL);
}

static void emphasis_nests(void **state)
{
    (void)state;
    static const char text[] = "*x **y** `z` w* v";
    has_role(text, "x", RENDER_STRONG);
    has_role(text, "y", RENDER_STRONG);
    has_role(text, "z", RENDER_CALL);
    has_role(text, "w", RENDER_STRONG);
    has_role(text, "v", RENDER_NORMAL);
    shows(text, 40, "x y z w v\n");
}

static void html_is_shown_and_entities_are_read(void **state)
{
    (void)state;
    shows("a <b>c</b> &lt; d &amp; e", 40, "a <b>c</b> < d & e\n");
}

static void nothing_is_nothing(void **state)
{
    (void)state;
    shows("", 40, "");
    shows("\n\n", 40, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_breaks_before_the_word_that_does_not_fit),
        cmocka_unit_test(blanks_and_line_ends_of_the_source_are_one_blank),
        cmocka_unit_test(letters_count_as_cells_and_not_as_bytes),
        cmocka_unit_test(a_word_wider_than_the_line_is_cut),
        cmocka_unit_test(a_backslash_at_the_line_end_breaks_the_line),
        cmocka_unit_test(paragraphs_have_an_empty_line_between),
        cmocka_unit_test(items_hang_behind_their_mark),
        cmocka_unit_test(lists_nest),
        cmocka_unit_test(deep_lists_stay_within_the_width),
        cmocka_unit_test(code_blocks_keep_their_lines_and_blanks),
        cmocka_unit_test(a_table_is_set_in_columns),
        cmocka_unit_test(a_wide_table_wraps_in_its_cells),
        cmocka_unit_test(emphasis_code_and_links_have_roles),
        cmocka_unit_test(emphasis_nests),
        cmocka_unit_test(html_is_shown_and_entities_are_read),
        cmocka_unit_test(nothing_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
