/* layout: for every size of a terminal the panes stay on the screen and off each other. */
#include "layout.h"
#include "testlib.h"

#include <string.h>

enum { MAX_ROWS = 110, MAX_COLS = 310 };
static unsigned char owner[MAX_ROWS][MAX_COLS];

/* Marks r's cells as taken; fails where it leaves the screen or another pane lies. */
static void claim(struct rect r, int rows, int cols)
{
    if (r.h <= 0 || r.w <= 0) {
        return;
    }
    assert_in_range(r.y, 0, rows - 1);
    assert_in_range(r.x, 0, cols - 1);
    assert_in_range(r.y + r.h, 1, rows);
    assert_in_range(r.x + r.w, 1, cols);
    for (int y = r.y; y < r.y + r.h; y++) {
        for (int x = r.x; x < r.x + r.w; x++) {
            assert_int_equal(owner[y][x], 0);
            owner[y][x] = 1;
        }
    }
}

static void claim_all(const struct layout *l, int rows, int cols)
{
    memset(owner, 0, sizeof owner);
    const struct rect all[] = {l->status, l->overview, l->here, l->map_rule, l->map_header, l->map,
        l->legend, l->detail_rule, l->detail, l->memory_rule, l->memory,
        l->variables_rule, l->variables, l->program_rule, l->program,
        l->regions_rule, l->regions, l->lesson_rule, l->lesson,
        l->console_rule, l->console, l->prompt_rule, l->prompt, l->hint, l->keys};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        claim(all[i], rows, cols);
    }
    if (l->divider_x >= 0) {
        claim((struct rect){l->divider_y, l->divider_x, l->divider_end - l->divider_y, 1}, rows,
            cols);
    }
    if (l->middle_x >= 0) {
        claim((struct rect){l->divider_y, l->middle_x, l->divider_end - l->divider_y, 1}, rows,
            cols);
    }
}

static void panes_never_overlap_nor_leave_the_screen_at_any_size(void **state)
{
    (void)state;
    for (int rows = 1; rows <= 104; rows += rows < 60 ? 1 : 7) {
        for (int cols = 1; cols <= 304; cols += cols < 130 ? 1 : 9) {
            const int variants = (rows + cols) % 3 == 0 ? 64 : 16;     /* a third with a lesson */
            for (int variant = 0; variant < variants; variant++) {
                const struct layout_wants wants = {
                    .program = (variant & 1) != 0, .gutter = (variant & 2) != 0 ? 16 : 8,
                    .regions = (variant & 4) != 0, .projector = (variant & 8) != 0,
                    .lesson = (variant & 16) != 0, .lesson_rows = rows % 50,
                    .lesson_wide = cols % 3 == 0,
                    .lesson_in_front = (variant & 32) != 0};
                const struct layout l = layout_compute(rows, cols, wants);
                claim_all(&l, rows, cols);
            }
        }
    }
}

static void the_prompt_is_always_there(void **state)
{
    (void)state;
    for (int rows = 1; rows <= 60; rows++) {
        for (int cols = 1; cols <= 200; cols += 3) {
            const struct layout l =
                layout_compute(rows, cols, (struct layout_wants){.gutter = 8});
            assert_true(l.prompt.h >= 1 && l.prompt.w >= 1);
        }
    }
}

static void the_map_row_fits_into_its_pane(void **state)
{
    (void)state;
    for (int cols = 16; cols <= 300; cols++) {
        for (int gutter = 8; gutter <= 16; gutter += 8) {
            const struct layout l =
                layout_compute(40, cols, (struct layout_wants){.gutter = gutter});
            if (l.map.h > 0) {
                assert_int_equal(l.map_columns & (l.map_columns - 1), 0);
                assert_true(
                    layout_map_column(gutter, l.cell, l.map_columns - 1) < l.map.x + l.map.w);
            }
        }
    }
}

static void a_row_of_80_columns_shows_64_pages(void **state)
{
    (void)state;
    const struct layout l = layout_compute(24, 80, (struct layout_wants){.gutter = 8});
    assert_int_equal(l.map_columns, 64);
    assert_int_equal(l.divider_x, -1);
    assert_true(l.map.h >= 5);
    assert_true(l.console.h >= 5);
    assert_int_equal(l.detail.h, 1);
    assert_int_equal(l.keys.y, 23);
}

static void wide_screens_get_a_side_and_wider_rows(void **state)
{
    (void)state;
    const struct layout middle = layout_compute(36, 120, (struct layout_wants){.gutter = 8});
    assert_int_equal(middle.map_columns, 64);
    assert_true(middle.divider_x > 0);
    assert_true(middle.memory.h >= 6);
    const struct layout big = layout_compute(50, 200, (struct layout_wants){.gutter = 8});
    assert_int_equal(big.map_columns, 128);
    assert_true(big.detail.w >= 36);
}

static void a_very_wide_screen_has_the_console_beside_the_map_and_the_table_below_it(void **state)
{
    (void)state;
    const struct layout l = layout_compute(100, 300, (struct layout_wants){.gutter = 8});
    assert_int_equal(l.map_columns, 128);
    assert_true(l.console.x > l.map.x + l.map.w);
    assert_true(l.console.h > l.map.h + l.regions.h);
    assert_true(l.console.w >= 80);
    assert_true(l.regions.h >= 20);
    assert_int_equal(l.regions.x, l.map.x);
    assert_int_equal(l.console.x + l.console.w, l.divider_x);
}

static void a_projector_gets_the_widest_cells_that_cost_no_page(void **state)
{
    (void)state;
    static const struct {
        int cols, pages, cell;
    } cases[] = {{80, 32, 2}, {120, 32, 3}, {150, 64, 2}, {220, 64, 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct layout l = layout_compute(
            36, cases[i].cols, (struct layout_wants){.projector = true, .gutter = 8});
        assert_int_equal(l.map_columns, cases[i].pages);
        assert_int_equal(l.cell, cases[i].cell);
    }
}

static void a_program_takes_its_place_only_while_one_is_loaded(void **state)
{
    (void)state;
    const struct layout without = layout_compute(36, 120, (struct layout_wants){.gutter = 8});
    const struct layout with =
        layout_compute(36, 120, (struct layout_wants){.program = true, .gutter = 8});
    assert_int_equal(without.program.h, 0);
    assert_true(with.program.h >= 5);
    assert_true(with.console.h >= 3);
}

static void a_program_brings_its_variables_wherever_there_is_a_side(void **state)
{
    (void)state;
    for (int rows = 26; rows <= 60; rows++) {
        const struct layout l =
            layout_compute(rows, 120, (struct layout_wants){.program = true, .gutter = 8});
        assert_true(l.variables.h >= 5);
        assert_true(l.detail.h >= 8);
    }
}

/* Beside the map, or in front; but where there is nothing except the prompt. */
static void a_lesson_in_front_is_to_be_seen_from_seven_rows_on(void **state)
{
    (void)state;
    for (int rows = 7; rows <= 100; rows++) {
        for (int cols = 16; cols <= 300; cols += 4) {
            const struct layout_wants wants = {
                .gutter = 8, .lesson = true, .lesson_rows = 30, .lesson_in_front = true};
            const struct layout l = layout_compute(rows, cols, wants);
            assert_true(l.lesson.h >= 2);
            assert_int_equal(l.lesson_rule.h, 1);
            assert_int_equal(l.console.h > 0, !l.lesson_folded);
        }
    }
}

static void a_lesson_takes_the_rows_it_needs_and_leaves_the_rest(void **state)
{
    (void)state;
    const struct layout_wants wants = {.gutter = 8, .lesson = true, .lesson_rows = 30};
    const struct layout middle = layout_compute(36, 120, wants);
    assert_true(middle.lesson.h >= 20);
    assert_true(middle.detail.h >= 4);
    const struct layout big = layout_compute(50, 200, wants);
    assert_int_equal(big.lesson.h, 30);
    assert_true(big.detail.h >= 9);
    const struct layout huge = layout_compute(100, 300, wants);
    assert_int_equal(huge.lesson.h, 30);
    assert_true(huge.memory.h > 0);
    assert_true(huge.variables.h > 0);
}

static void tiny_screens_say_so(void **state)
{
    (void)state;
    assert_true(layout_compute(1, 1, (struct layout_wants){.gutter = 8}).too_small);
    assert_true(layout_compute(1, 200, (struct layout_wants){.gutter = 8}).too_small);
    assert_true(layout_compute(50, 12, (struct layout_wants){.gutter = 8}).too_small);
    assert_false(layout_compute(3, 20, (struct layout_wants){.gutter = 8}).too_small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(panes_never_overlap_nor_leave_the_screen_at_any_size),
        cmocka_unit_test(the_prompt_is_always_there),
        cmocka_unit_test(the_map_row_fits_into_its_pane),
        cmocka_unit_test(a_row_of_80_columns_shows_64_pages),
        cmocka_unit_test(wide_screens_get_a_side_and_wider_rows),
        cmocka_unit_test(
            a_very_wide_screen_has_the_console_beside_the_map_and_the_table_below_it),
        cmocka_unit_test(a_projector_gets_the_widest_cells_that_cost_no_page),
        cmocka_unit_test(a_program_takes_its_place_only_while_one_is_loaded),
        cmocka_unit_test(a_program_brings_its_variables_wherever_there_is_a_side),
        cmocka_unit_test(a_lesson_in_front_is_to_be_seen_from_seven_rows_on),
        cmocka_unit_test(a_lesson_takes_the_rows_it_needs_and_leaves_the_rest),
        cmocka_unit_test(tiny_screens_say_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
