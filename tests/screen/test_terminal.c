/* The terminal survives everything: sizes, signals, crashes, odd environments. */
#define _DEFAULT_SOURCE
#include "lab.h"
#include "testlib.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void start_and_quit_leave_the_terminal_as_it_was(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    assert_true(t->alt_screen);
    assert_true(vth_sent(t, "\033[?2004h"));
    lab_quit(t);
}

static void the_word_quit_and_ctrl_d_leave_as_well(void **state)
{
    (void)state;
    static const char *const ways[] = {"quit\r", "\004"};
    for (int i = 0; i < 2; i++) {
        struct vth *t = lab_begin(24, 80);
        vth_keys(t, ways[i]);
        assert_true(vth_exit(t, LAB_PATIENCE));
        assert_int_equal(WEXITSTATUS(t->status), 0);
        lab_assert_restored(t);
        vth_free(t);
    }
}

static void every_size_works_and_grows_back(void **state)
{
    (void)state;
    static const int sizes[][2] = {{1, 1}, {2, 2}, {3, 10}, {6, 20}, {23, 79}, {10, 200},
        {100, 30}, {50, 200}, {100, 300}, {1, 300}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct vth *t = lab_begin(sizes[i][0], sizes[i][1]);
        lab_rest(t);
        vth_resize(t, 24, 80);
        lab_expect(t, "step 0 of 0");
        lab_expect(t, "F1 help");
        lab_quit(t);
    }
}

static void shrinking_to_one_cell_with_a_popup_open_is_survived(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_keys(t, "re\t");
    lab_expect(t, "release");
    vth_resize(t, 1, 1);
    lab_rest(t);
    vth_resize(t, 30, 100);
    lab_expect(t, "release");
    vth_keys(t, "\033");
    assert_true(vth_gone(t, "take it", LAB_PATIENCE));
    lab_quit(t);
}

static void many_resizes_end_in_the_right_layout(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    unsigned random = 7;
    lab_type(t, LAB_RESERVE);
    for (int i = 0; i < 60; i++) {
        random = random * 1103515245u + 12345u;
        vth_resize(t, 1 + (int)(random >> 16) % 60, 1 + (int)(random >> 8) % 200);
        vth_keys(t, i % 7 == 0 ? "\003" : "x");
    }
    vth_keys(t, "\003");
    vth_resize(t, 24, 80);
    lab_rest(t);
    vth_keys(t, "abc");
    lab_expect(t, " > abc");
    assert_int_equal(t->cursor.row, 21);
    lab_expect(t, "step 1 of 1");
    lab_quit(t);
}

static void exported_lines_and_columns_do_not_stop_resizing(void **state)
{
    (void)state;
    static const char *const env[] = {"LINES=24", "COLUMNS=80", NULL};
    lab_fresh();
    struct vth *t = lab_start(24, 80, LAB_ENGLISH, env);
    vth_resize(t, 40, 120);
    lab_expect(t, "lost in tails");     /* only a wide screen has the memory pane */
    int row = 0;
    assert_true(vth_find(t, "F10", &row, NULL));
    assert_int_equal(row, 39);
    lab_quit(t);
}

static void signals_from_outside_end_it_cleanly(void **state)
{
    (void)state;
    static const int signals[] = {SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct vth *t = lab_begin(24, 80);
        kill(t->pid, signals[i]);
        assert_true(vth_exit(t, LAB_PATIENCE));
        lab_assert_restored(t);
        vth_free(t);
    }
}

static void a_resize_there_and_back_leaves_no_hole(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    for (int i = 0; i < 5; i++) {
        vth_resize(t, 5, 20);
        vth_resize(t, 24, 80);
        vth_settle(t, 100, 2000);
        assert_true(vth_find(t, "F1 help", NULL, NULL));
        assert_true(vth_find(t, "granule", NULL, NULL) || vth_find(t, "step", NULL, NULL));
        assert_true(vth_find(t, "7FFEFFFF", NULL, NULL));
    }
    lab_quit(t);
}

static void crashes_restore_the_terminal_and_keep_their_signal(void **state)
{
    (void)state;
    static const int signals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGQUIT};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct vth *t = lab_begin(24, 80);
        kill(t->pid, signals[i]);
        assert_true(vth_exit(t, LAB_PATIENCE));
        assert_true(WIFSIGNALED(t->status));
        assert_int_equal(WTERMSIG(t->status), signals[i]);
        lab_assert_restored(t);
        vth_free(t);
    }
}

static void a_closed_terminal_ends_it(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    const pid_t pid = t->pid;
    close(t->fd);
    int status = 0;
    bool gone = false;
    for (int ms = 0; ms < LAB_PATIENCE && !gone; ms += 10) {
        gone = waitpid(pid, &status, WNOHANG) == pid;
        usleep(10000);
    }
    assert_true(gone);
    t->dead = true;
    t->fd = dup(0);
    vth_free(t);
}

static void no_color_means_no_colour(void **state)
{
    (void)state;
    static const char *const env[] = {"NO_COLOR=1", NULL};
    lab_fresh();
    struct vth *t = lab_start(24, 80, LAB_ENGLISH, env);
    lab_type(t, "alloc 40000000 3p rw");
    int row = 0;
    int col = 0;
    assert_true(vth_find(t, "\xC2\xB7 free", &row, &col));
    for (int y = 0; y < t->rows; y++) {
        for (int x = 0; x < t->cols; x++) {
            const VTermScreenCell cell = vth_cell(t, y, x);
            assert_true(VTERM_COLOR_IS_DEFAULT_FG(&cell.fg));
            assert_true(VTERM_COLOR_IS_DEFAULT_BG(&cell.bg));
        }
    }
    lab_quit(t);
}

static void the_map_uses_the_measured_palette(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    lab_type(t, "alloc 40000000 3p rw");
    lab_type(t, "query 40000000");     /* changes nothing: no marks */
    int row = 0;
    int col = 0;
    assert_true(vth_find(t, "40000000\xE2\x94\x82www", &row, &col));
    const VTermScreenCell cell = vth_cell(t, row, col + 10);
    assert_int_equal(cell.chars[0], 'w');
    assert_true(VTERM_COLOR_IS_INDEXED(&cell.bg));
    assert_int_equal(cell.bg.indexed.idx, 29);
    assert_int_equal(cell.fg.indexed.idx, 231);
    lab_quit(t);
}

static void the_contrast_theme_is_black_and_white_everywhere(void **state)
{
    (void)state;
    static const char *const args[] = {"--lang", "en", "--theme", "contrast", NULL};
    lab_fresh();
    struct vth *t = lab_start(24, 80, args, NULL);
    lab_type(t, "alloc 40000000 3p rw");
    for (int y = 0; y < t->rows; y++) {
        for (int x = 0; x < t->cols; x++) {
            const VTermScreenCell cell = vth_cell(t, y, x);
            assert_true(VTERM_COLOR_IS_INDEXED(&cell.bg));
            assert_true(cell.bg.indexed.idx == 16 || cell.bg.indexed.idx == 231);
        }
    }
    lab_quit(t);
}

static void poor_terminals_show_all_states(void **state)
{
    (void)state;
    static const char *const terms[] = {"TERM=linux", "TERM=vt100", "TERM=screen", "TERM=xterm"};
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        const char *const env[] = {terms[i], NULL};
        lab_fresh();
        struct vth *t = lab_start(24, 80, LAB_ENGLISH, env);
        lab_type(t, "alloc 40000000 3p rw");
        lab_expect(t, "www");
        vth_keys(t, "quit\r");         /* F10 has another sequence here */
        assert_true(vth_exit(t, LAB_PATIENCE));
        assert_int_equal(WEXITSTATUS(t->status), 0);
        vth_free(t);
    }
}

static void other_locales_get_ascii(void **state)
{
    (void)state;
    static const char *const env[] = {"LC_ALL=C", NULL};
    lab_fresh();
    struct vth *t = lab_start(24, 80, LAB_ENGLISH, env);
    lab_type(t, "alloc 40000000 3p rw");
    lab_expect(t, "40000000|www~~~");
    vth_keys(t, "\xC3\xB1" "abc");
    lab_rest(t);
    vth_keys(t, "\003");
    lab_quit(t);
}

static void a_dumb_terminal_gets_the_lab_of_lines(void **state)
{
    (void)state;
    static const char *const env[] = {"TERM=dumb", NULL};
    lab_fresh();
    struct vth *t = lab_start(24, 80, (const char *const[]){"--lang", "en", "--no-journal", NULL},
        env);
    assert_false(t->alt_screen);
    lab_type(t, "reserve 0x40000000 8p rw");
    lab_expect(t, "8 pages free -> reserved");
    vth_keys(t, "quit\r");
    assert_true(vth_exit(t, LAB_PATIENCE));
    assert_int_equal(WEXITSTATUS(t->status), 0);
    vth_free(t);
}

static void two_labs_at_once_do_not_disturb_each_other(void **state)
{
    (void)state;
    struct vth *a = lab_begin(24, 80);
    struct vth *b = lab_start(24, 80, LAB_ENGLISH, NULL);
    assert_false(vth_find(b, "y/n", NULL, NULL));            /* the other session lives */
    lab_type(a, "reserve 0x40000000 8p rw");
    lab_type(b, "reserve 0x50000000 8p rw");
    lab_expect(a, "= 40000000");
    lab_expect(b, "= 50000000");
    lab_quit(a);
    lab_quit(b);
}

int main(int argc, char **argv)
{
    lab_setup(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(start_and_quit_leave_the_terminal_as_it_was),
        cmocka_unit_test(the_word_quit_and_ctrl_d_leave_as_well),
        cmocka_unit_test(every_size_works_and_grows_back),
        cmocka_unit_test(shrinking_to_one_cell_with_a_popup_open_is_survived),
        cmocka_unit_test(many_resizes_end_in_the_right_layout),
        cmocka_unit_test(exported_lines_and_columns_do_not_stop_resizing),
        cmocka_unit_test(signals_from_outside_end_it_cleanly),
        cmocka_unit_test(a_resize_there_and_back_leaves_no_hole),
        cmocka_unit_test(crashes_restore_the_terminal_and_keep_their_signal),
        cmocka_unit_test(a_closed_terminal_ends_it),
        cmocka_unit_test(no_color_means_no_colour),
        cmocka_unit_test(the_map_uses_the_measured_palette),
        cmocka_unit_test(the_contrast_theme_is_black_and_white_everywhere),
        cmocka_unit_test(poor_terminals_show_all_states),
        cmocka_unit_test(other_locales_get_ascii),
        cmocka_unit_test(a_dumb_terminal_gets_the_lab_of_lines),
        cmocka_unit_test(two_labs_at_once_do_not_disturb_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
