/* window: rows, folds, scrolling and zoom over a space with two far allocations. */
#include "window.h"
#include "testlib.h"

#include "vm/space.h"

static void reserve(struct vm_space *space, vm_addr addr, uint64_t size)
{
    struct vm_change change = {0};
    const struct vm_call call = {.id = VM_CALL_ALLOC, .addr = addr, .size = size,
        .flags = VM_MEM_RESERVE, .protect = VM_PAGE_READWRITE};
    vm_plan(space, &call, &change, NULL);
    assert_int_equal(change.result.status, VM_STATUS_SUCCESS);
    vm_apply(space, &change);
    vm_change_finish(&change);
}

static struct vm_space *two_islands(void)
{
    struct vm_space *space = vm_space_create(vm_machine_find("x86"));
    reserve(space, 0x01000000, 4 * VM_PAGE_SIZE);
    reserve(space, 0x40000000, 8 * VM_PAGE_SIZE);
    return space;
}

static struct window window_of(int rows)
{
    return (struct window){.rows = rows, .columns = 64};
}

static void rows_start_at_multiples_of_their_length(void **state)
{
    (void)state;
    struct vm_space *space = two_islands();
    struct window w = window_of(10);
    window_go(&w, space, 0x40003);
    for (size_t i = 0; i < w.line_count; i++) {
        assert_int_equal(w.lines[i].first % 64, 0);
        assert_true(w.lines[i].fold || w.lines[i].end == w.lines[i].first + 64);
    }
    window_finish(&w);
    vm_space_destroy(space);
}

static void a_long_gap_between_allocations_is_one_line(void **state)
{
    (void)state;
    struct vm_space *space = two_islands();
    struct window w = window_of(10);
    window_go(&w, space, 0x1000);
    const int line = window_cursor_line(&w);
    assert_true(line >= 0);
    assert_true(w.lines[line + 1].fold);
    assert_int_equal(w.lines[line + 1].first, 0x1040);
    assert_int_equal(w.lines[line + 1].end, 0x40000);
    assert_int_equal(w.lines[line + 2].first, 0x40000);
    assert_false(w.lines[line + 2].fold);
    window_finish(&w);
    vm_space_destroy(space);
}

static void what_follows_the_last_allocation_does_not_fold(void **state)
{
    (void)state;
    struct vm_space *space = two_islands();
    struct window w = window_of(10);
    window_go(&w, space, 0x40000);
    for (int i = window_cursor_line(&w); (size_t)i < w.line_count; i++) {
        assert_false(w.lines[i].fold);
    }
    assert_int_equal(w.line_count, 10);
    window_finish(&w);
    vm_space_destroy(space);
}

static void the_cursor_may_stand_in_the_middle_of_a_gap(void **state)
{
    (void)state;
    struct vm_space *space = two_islands();
    struct window w = window_of(12);
    window_go(&w, space, 0x20000);
    const int line = window_cursor_line(&w);
    assert_true(line > 0);
    assert_true(w.lines[line - 1].fold);
    assert_true(w.lines[line + 1].fold);
    window_finish(&w);
    vm_space_destroy(space);
}

static void down_and_up_jump_over_a_fold_and_come_back(void **state)
{
    (void)state;
    struct vm_space *space = two_islands();
    struct window w = window_of(10);
    window_go(&w, space, 0x1003);
    window_move(&w, space, WINDOW_DOWN);
    assert_int_equal(w.cursor, 0x40003);
    window_move(&w, space, WINDOW_UP);
    assert_int_equal(w.cursor, 0x1003);
    window_finish(&w);
    vm_space_destroy(space);
}

static void first_and_last_go_to_allocations(void **state)
{
    (void)state;
    struct vm_space *space = two_islands();
    struct window w = window_of(10);
    window_build(&w, space);
    window_move(&w, space, WINDOW_LAST);
    assert_int_equal(w.cursor, 0x40000);
    window_move(&w, space, WINDOW_FIRST);
    assert_int_equal(w.cursor, 0x1000);
    window_finish(&w);
    vm_space_destroy(space);
}

static void the_cursor_is_always_on_the_screen(void **state)
{
    (void)state;
    struct vm_space *space = two_islands();
    struct window w = window_of(5);
    window_build(&w, space);
    unsigned random = 12345;
    for (int i = 0; i < 2000; i++) {
        random = random * 1103515245u + 12345u;
        const unsigned what = (random >> 16) % 12;
        if (what < 8) {
            window_move(&w, space, (enum window_move)what);
        } else if (what < 10) {
            window_zoom(&w, space, what == 8);
        } else {
            window_go(&w, space, (vm_page)(random % 0x90000));
        }
        assert_true(window_cursor_line(&w) >= 0);
        assert_true(w.cursor < vm_space_end(space));
        assert_true(w.line_count <= 5);
    }
    window_finish(&w);
    vm_space_destroy(space);
}

static void zoom_ends_where_a_row_holds_the_space(void **state)
{
    (void)state;
    struct vm_space *space = two_islands();
    struct window w = window_of(5);
    window_build(&w, space);
    assert_false(window_zoom(&w, space, true));
    int steps = 0;
    while (window_zoom(&w, space, false)) {
        steps++;
    }
    assert_int_equal(steps, 13);       /* 64 cells * 2^13 pages = 2 GiB */
    assert_int_equal(w.line_count, 1);
    window_finish(&w);
    vm_space_destroy(space);
}

static void a_window_without_rows_is_harmless(void **state)
{
    (void)state;
    struct vm_space *space = two_islands();
    struct window w = {0};
    window_build(&w, space);
    window_move(&w, space, WINDOW_DOWN);
    window_zoom(&w, space, false);
    window_go(&w, space, 0x40000);
    assert_int_equal(w.line_count, 0);
    assert_int_equal(w.cursor, 0x40000);
    window_finish(&w);
    vm_space_destroy(space);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_start_at_multiples_of_their_length),
        cmocka_unit_test(a_long_gap_between_allocations_is_one_line),
        cmocka_unit_test(what_follows_the_last_allocation_does_not_fold),
        cmocka_unit_test(the_cursor_may_stand_in_the_middle_of_a_gap),
        cmocka_unit_test(down_and_up_jump_over_a_fold_and_come_back),
        cmocka_unit_test(first_and_last_go_to_allocations),
        cmocka_unit_test(the_cursor_is_always_on_the_screen),
        cmocka_unit_test(zoom_ends_where_a_row_holds_the_space),
        cmocka_unit_test(a_window_without_rows_is_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
