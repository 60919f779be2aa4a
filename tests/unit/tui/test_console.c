/* console: wrapping at blanks with the line's own indent, scrolling, and a bounded memory. */
#include "console.h"
#include "testlib.h"

#include <string.h>

#include "base/utf8.h"

static void assert_rows(const struct grid *g, const char *const *expected)
{
    for (int y = 0; y < g->rows; y++) {
        struct buf row = {0};
        for (int x = 0; x < g->cols; x++) {
            char bytes[4];
            buf_addn(&row, bytes, utf8_encode(grid_at(g, y, x).glyph, bytes));
        }
        while (row.len > 0 && row.data[row.len - 1] == ' ') {
            row.data[--row.len] = '\0';
        }
        assert_string_equal(buf_text(&row), expected[y]);
        buf_finish(&row);
    }
}

static void long_lines_break_at_blanks_under_their_indent(void **state)
{
    (void)state;
    struct console c = {0};
    struct grid g = {0};
    grid_resize(&g, 4, 12);
    console_say(&c, RENDER_NORMAL, "  eight pages are reserved");
    const int lines = console_draw_text(
        &g, (struct rect){0, 0, 4, 12}, &c.text, CONSOLE_FROM_BOTTOM, &c.scroll);
    assert_int_equal(lines, 3);
    assert_rows(&g, (const char *const[]){"  eight", "  pages are", "  reserved", ""});
    grid_finish(&g);
    console_finish(&c);
}

static void the_newest_lines_stand_at_the_bottom_and_scrolling_shows_older_ones(void **state)
{
    (void)state;
    struct console c = {0};
    struct grid g = {0};
    const struct rect all = {0, 0, 2, 8};
    static const char *const lines[] = {"one", "two", "three", "four"};
    for (int i = 0; i < 4; i++) {
        console_say(&c, RENDER_NORMAL, lines[i]);
    }
    grid_resize(&g, 2, 8);
    console_draw_text(&g, all, &c.text, CONSOLE_FROM_BOTTOM, &c.scroll);
    assert_rows(&g, (const char *const[]){"three", "four"});
    c.scroll = 1;
    grid_clear(&g);
    console_draw_text(&g, all, &c.text, CONSOLE_FROM_BOTTOM, &c.scroll);
    assert_rows(&g, (const char *const[]){"two", "three"});
    c.scroll = 99;
    grid_clear(&g);
    console_draw_text(&g, all, &c.text, CONSOLE_FROM_BOTTOM, &c.scroll);
    assert_rows(&g, (const char *const[]){"one", "two"});
    assert_int_equal(c.scroll, 2);
    grid_finish(&g);
    console_finish(&c);
}

static void roles_go_with_their_words(void **state)
{
    (void)state;
    struct console c = {0};
    struct grid g = {0};
    grid_resize(&g, 1, 20);
    console_add_typed(&c, "7", "commit");
    console_draw_text(&g, (struct rect){0, 0, 1, 20}, &c.text, CONSOLE_FROM_BOTTOM, &c.scroll);
    assert_int_equal(grid_at(&g, 0, 0).role, RENDER_DIM);
    assert_int_equal(grid_at(&g, 0, 2).role, RENDER_CALL);
    grid_finish(&g);
    console_finish(&c);
}

static void a_long_session_keeps_its_newest_text_only(void **state)
{
    (void)state;
    struct console c = {0};
    struct grid g = {0};
    char line[101];
    memset(line, 'x', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    for (int i = 0; i < 30000; i++) {
        console_say(&c, i % 2 == 0 ? RENDER_OK : RENDER_FAIL, line);
    }
    console_say(&c, RENDER_STRONG, "last");
    assert_true(c.text.buf.len <= CONSOLE_BYTES);
    grid_resize(&g, 2, 110);
    console_draw_text(&g, (struct rect){0, 0, 2, 110}, &c.text, CONSOLE_FROM_BOTTOM, &c.scroll);
    assert_int_equal(grid_at(&g, 0, 0).role, RENDER_FAIL);
    assert_int_equal(grid_at(&g, 1, 0).glyph, 'l');
    assert_int_equal(grid_at(&g, 1, 0).role, RENDER_STRONG);
    grid_finish(&g);
    console_finish(&c);
}

static void no_room_is_no_error(void **state)
{
    (void)state;
    struct console c = {0};
    struct grid g = {0};
    console_say(&c, RENDER_NORMAL, "text");
    grid_resize(&g, 1, 1);
    console_draw_text(&g, (struct rect){0, 0, 0, 0}, &c.text, CONSOLE_FROM_BOTTOM, &c.scroll);
    assert_true(console_draw_text(&g, (struct rect){0, 0, 1, 1}, &c.text, CONSOLE_FROM_TOP,
                    &c.scroll) == 4);
    grid_finish(&g);
    console_finish(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_lines_break_at_blanks_under_their_indent),
        cmocka_unit_test(the_newest_lines_stand_at_the_bottom_and_scrolling_shows_older_ones),
        cmocka_unit_test(roles_go_with_their_words),
        cmocka_unit_test(a_long_session_keeps_its_newest_text_only),
        cmocka_unit_test(no_room_is_no_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
