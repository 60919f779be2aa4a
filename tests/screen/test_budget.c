/* What keys cost in bytes, and that idling costs none: over a slow line these are the speed. */
#include "lab.h"
#include "testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 50, COLS = 200, KEY_BUDGET = 400, LINE_BUDGET = 600, CELL_BUDGET = 12 };

static struct vth *start(void)
{
    lab_fresh();
    struct vth *t = lab_start(ROWS, COLS, LAB_ENGLISH, NULL);
    lab_type(t, "reserve 0x40000000 8p rw");
    lab_rest(t);
    return t;
}

/* The map lies between its rule and its legend; the addresses of its rows belong to it. */
static int map_of(struct vth *t, VTermScreenCell *cells)
{
    int top = 0;
    int bottom = 0;
    assert_true(vth_find(t, "1 cell = ", &top, NULL));
    assert_true(vth_find(t, " free  ", &bottom, NULL));
    int count = 0;
    for (int y = top + 1; y < bottom; y++) {
        for (int x = 0; x < 147; x++) {
            cells[count++] = vth_cell(t, y, x);
        }
    }
    return count;
}

static size_t changed_cells(const VTermScreenCell *a, const VTermScreenCell *b, int count)
{
    size_t changed = 0;
    for (int i = 0; i < count; i++) {
        changed += a[i].chars[0] != b[i].chars[0] || !vterm_color_is_equal(&a[i].fg, &b[i].fg) ||
            !vterm_color_is_equal(&a[i].bg, &b[i].bg);
    }
    return changed;
}

/* Two keys draw whole lines: one that moves the focus, since other keys are named then, and one
 * that recalls a line, with what it would do. */
static bool draws_a_line(const char *key)
{
    return *key == '\t' || strcmp(key, "\033[A") == 0;
}

static struct vth *start_lesson(void)
{
    static const char *const args[] = {"--lang", "en", "lesson", "commit-part", NULL};
    lab_fresh();
    struct vth *t = lab_start(ROWS, COLS, args, NULL);
    lab_type(t, "reserve 0x40000000 8p rw");
    lab_expect(t, "* goal: read-write");
    return t;
}

static void press_keys(struct vth *t)
{
    static const struct {
        const char *name, *key;
    } keys[] = {{"the first letter", "c"}, {"a letter", "o"}, {"a letter", "m"},
        {"backspace", "\177"}, {"left", "\033[D"}, {"home", "\001"}, {"end", "\005"},
        {"clear", "\025"}, {"history", "\033[A"}, {"clear", "\025"}, {"to the map", "\t"},
        {"right", "\033[C"}, {"right", "\033[C"}, {"down", "\033[B"}, {"up", "\033[A"},
        {"left", "\033[D"}, {"to the prompt", "\t"}};
    static VTermScreenCell before[ROWS * COLS];
    static VTermScreenCell after[ROWS * COLS];
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const int count = map_of(t, before);
        const size_t bytes = t->bytes;
        vth_keys(t, keys[i].key);
        lab_rest(t);
        const int count_after = map_of(t, after);
        assert_int_equal(count_after, count);
        const size_t cells = changed_cells(before, after, count);
        const size_t cost = t->bytes - bytes;
        print_message("# %s: %zu bytes, %zu cells\n", keys[i].name, cost, cells);
        assert_true(cost > 0);
        const size_t budget = draws_a_line(keys[i].key) ? LINE_BUDGET : KEY_BUDGET;
        if (cost >= budget + CELL_BUDGET * cells) {
            fail_msg("%s cost %zu bytes, %zu cells changed", keys[i].name, cost, cells);
        }
    }
    lab_quit(t);
}

static void a_key_costs_under_400_bytes_and_12_for_a_changed_cell_of_the_map(void **state)
{
    (void)state;
    press_keys(start());
}

/* The inspector keeps its lines where they are: values change, not the labels before them. */
static void moving_onto_a_page_of_another_state_costs_no_more(void **state)
{
    (void)state;
    struct vth *t = start();
    lab_type(t, "commit 40002000 2p");
    vth_keys(t, "\t");
    lab_rest(t);
    for (int i = 0; i < 6; i++) {      /* over both borders, then back */
        const size_t before = t->bytes;
        vth_keys(t, i < 3 ? "\033[C" : "\033[D");
        lab_rest(t);
        if (t->bytes - before > KEY_BUDGET + 2 * CELL_BUDGET) {
            fail_msg("key %d wrote %zu bytes", i, t->bytes - before);
        }
    }
    lab_quit(t);
}

static void a_key_costs_no_more_in_a_lesson(void **state)
{
    (void)state;
    press_keys(start_lesson());
}

static void idling_for_two_seconds_writes_nothing(void **state)
{
    (void)state;
    static const char *const before[] = {
        "", "half a line", "\003\t", "\t\003re\t", "\003\033OP"};
    struct vth *t = start();
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        vth_keys(t, before[i]);        /* on the prompt, the map, with a popup, with help open */
        lab_rest(t);
        const size_t bytes = t->bytes;
        vth_settle(t, 2000, 2000);
        assert_int_equal(t->bytes, bytes);
    }
    vth_keys(t, "q");
    lab_quit(t);
}

static void a_whole_screen_costs_under_10_kilobytes_at_80x24(void **state)
{
    (void)state;
    lab_fresh();
    struct vth *t = lab_start(24, 80, LAB_ENGLISH, NULL);
    lab_type(t, "alloc 0x40000000 40p rw");
    lab_rest(t);
    const size_t bytes = t->bytes;
    vth_keys(t, "\014");
    lab_rest(t);
    print_message("# a whole screen: %zu bytes\n", t->bytes - bytes);
    assert_true(t->bytes - bytes > 1000);
    assert_true(t->bytes - bytes < 10 * 1024);
    lab_quit(t);
}

int main(int argc, char **argv)
{
    lab_setup(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_costs_under_400_bytes_and_12_for_a_changed_cell_of_the_map),
        cmocka_unit_test(moving_onto_a_page_of_another_state_costs_no_more),
        cmocka_unit_test(a_key_costs_no_more_in_a_lesson),
        cmocka_unit_test(idling_for_two_seconds_writes_nothing),
        cmocka_unit_test(a_whole_screen_costs_under_10_kilobytes_at_80x24),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
