/* grid: clipping, wide characters, and text that could upset a terminal. */
#include "grid.h"
#include "testlib.h"

#include "base/buf.h"
#include "base/utf8.h"

static void row_text(const struct grid *g, int y, struct buf *out)
{
    buf_clear(out);
    for (int x = 0; x < g->cols; x++) {
        const uint32_t glyph = grid_at(g, y, x).glyph;
        char bytes[4];
        if (glyph != 0) {
            buf_addn(out, bytes, utf8_encode(glyph, bytes));
        }
    }
}

static void assert_row(const char *text, const char *expected, int cols)
{
    struct grid g = {0};
    struct buf row = {0};
    grid_resize(&g, 1, cols);
    grid_text(&g, 0, 0, cols, ROLE_NORMAL, text);
    row_text(&g, 0, &row);
    assert_string_equal(buf_text(&row), expected);
    buf_finish(&row);
    grid_finish(&g);
}

static void text_is_cut_at_the_limit(void **state)
{
    (void)state;
    assert_row("abcdef", "abcd", 4);
    assert_row("p\xC3\xA1gina", "p\xC3\xA1gi", 4);
}

static void a_wide_character_takes_two_cells_or_none(void **state)
{
    (void)state;
    assert_row("\xE4\xB8\xAD\xE6\x96\x87", "\xE4\xB8\xAD ", 3);
    assert_int_equal(grid_width("\xE4\xB8\xAD", 3), 2);
}

static void control_and_joining_characters_become_question_marks(void **state)
{
    (void)state;
    assert_row("a\x1B[31mb", "a?[31mb ", 8);
    assert_row("a\xE2\x80\x8D" "b", "a?b", 3);                /* zero width joiner */
    assert_row("\xF0\x9F\x98\x80!", "?!  ", 4);              /* beyond the basic plane */
    assert_row("\xFF\xC3!", "\xEF\xBF\xBD\xEF\xBF\xBD! ", 4);
}

static void drawing_outside_does_nothing(void **state)
{
    (void)state;
    struct grid g = {0};
    grid_resize(&g, 2, 2);
    grid_put(&g, -1, 0, 'x', ROLE_NORMAL, 0);
    grid_put(&g, 0, 2, 'x', ROLE_NORMAL, 0);
    grid_fill(&g, (struct rect){1, 1, 50, 50}, '#', ROLE_DIM);
    assert_int_equal(grid_text(&g, 0, -3, 2, ROLE_NORMAL, "abcde"), 2);
    assert_int_equal(grid_at(&g, 0, 0).glyph, 'd');
    assert_int_equal(grid_at(&g, 0, 1).glyph, 'e');
    assert_int_equal(grid_at(&g, 1, 0).glyph, ' ');
    assert_int_equal(grid_at(&g, 1, 1).glyph, '#');
    assert_int_equal(grid_at(&g, 9, 9).glyph, ' ');
    grid_finish(&g);
}

static void a_grid_of_no_cells_takes_everything_calmly(void **state)
{
    (void)state;
    struct grid g = {0};
    grid_resize(&g, 0, 0);
    grid_text(&g, 0, 0, 10, ROLE_NORMAL, "abc");
    grid_clear(&g);
    assert_int_equal(grid_at(&g, 0, 0).glyph, ' ');
    grid_finish(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_cut_at_the_limit),
        cmocka_unit_test(a_wide_character_takes_two_cells_or_none),
        cmocka_unit_test(control_and_joining_characters_become_question_marks),
        cmocka_unit_test(drawing_outside_does_nothing),
        cmocka_unit_test(a_grid_of_no_cells_takes_everything_calmly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
