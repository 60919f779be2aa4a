/* What the panes beside the prompt do: the table of regions, the history, leaps of the map. */
#define _DEFAULT_SOURCE
#include "lab.h"
#include "testlib.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define F3 "\033OR"
#define F4 "\033OS"
#define LEFT "\033OD"

static struct vth *start(int rows, int cols)
{
    lab_fresh();
    struct vth *t = lab_start(rows, cols, LAB_ENGLISH, NULL);
    lab_type(t, "reserve 40000000 8p");
    lab_type(t, "commit 40000000 2p");
    lab_type(t, "alloc 50000000 3p r");
    return t;
}

static void moving_in_the_table_moves_the_map_and_enter_takes_the_address(void **state)
{
    (void)state;
    struct vth *t = start(40, 120);
    vth_keys(t, F3 "\033OA\033OA");     /* from 50000000 past the free gap to 40002000 */
    lab_expect(t, "page 40002000");
    lab_expect(t, ">\xE2\x96\x91 40002000");
    vth_keys(t, "\r");
    lab_expect(t, " > 0x40002000");
    lab_quit(t);
}

static void moving_on_the_map_moves_the_row_of_the_table(void **state)
{
    (void)state;
    struct vth *t = start(40, 120);
    vth_keys(t, F3 "\t\t\033OC\033OC\033OC");    /* the prompt, the map, three pages right */
    lab_expect(t, ">\xC2\xB7 50003000");
    lab_quit(t);
}

static void a_slash_looks_for_an_address(void **state)
{
    (void)state;
    struct vth *t = start(40, 120);
    vth_keys(t, "\t/");
    lab_expect(t, " > map");
    lab_expect(t, ">40000000  allocation");
    vth_keys(t, "\r");
    lab_expect(t, " > map 40000000");
    vth_keys(t, "\r");
    lab_expect(t, "page 40000000");
    lab_quit(t);
}

static void the_two_views_of_the_table_are_never_mixed(void **state)
{
    (void)state;
    struct vth *t = start(40, 120);
    vth_keys(t, F3);
    lab_expect(t, "40002000  24 KiB");
    vth_keys(t, "a");
    lab_expect(t, "2 of 8 committed");
    assert_true(vth_gone(t, "40002000  24 KiB", LAB_PATIENCE));
    lab_quit(t);
}

static void a_page_too_long_for_the_console_opens_over_the_body(void **state)
{
    (void)state;
    struct vth *t = start(24, 80);
    lab_type(t, "explain R-FREE-2");
    lab_expect(t, "R-FREE-2: a release has no size");
    lab_expect(t, "See also: R-FREE-1, R-FREE-3, R-FREE-10");
    vth_keys(t, "q");
    assert_true(vth_gone(t, "See also", LAB_PATIENCE));
    lab_type(t, "term comprometer");
    lab_expect(t, "commit  =  comprometer");
    lab_quit(t);
}

static void a_point_of_the_history_is_a_step_to_go_to(void **state)
{
    (void)state;
    struct vth *t = start(40, 130);
    vth_keys(t, F4 LEFT LEFT);
    lab_expect(t, "at step 1: Enter goes there");
    lab_expect(t, "8 pages");
    vth_keys(t, "\r");
    lab_expect(t, "step 1 of 3");
    lab_quit(t);
}

static void leaps_of_the_map_can_be_taken_back(void **state)
{
    (void)state;
    struct vth *t = start(40, 120);
    lab_type(t, "map 40000000");
    vth_keys(t, "\t]");
    lab_expect(t, "page 40002000");
    vth_keys(t, "]");
    lab_expect(t, "page 50000000");
    vth_keys(t, "]");                              /* there is no region behind it */
    vth_keys(t, "\017");
    lab_expect(t, "page 40002000");
    vth_keys(t, "[");
    lab_expect(t, "page 40000000");
    lab_quit(t);
}

/* ---- the mouse ------------------------------------------------------------------------------- */

#define F11 "\033[23~"

/* A report of the SGR kind; what: M pressed or moved, m released. */
static void report(struct vth *t, int bits, int row, int col, char what)
{
    char text[48];
    snprintf(text, sizeof text, "\033[<%d;%d;%d%c", bits, col + 1, row + 1, what);
    vth_keys(t, text);
}

/* Where the map shows the page at that address of the first cell. */
static void find_row(struct vth *t, const char *address, int *ret_row, int *ret_col)
{
    for (int y = 4; y < t->rows; y++) {
        char row[1024];
        vth_row(t, y, row, sizeof row);
        if (strncmp(row + 1, address, strlen(address)) == 0) {
            *ret_row = y;
            *ret_col = 2 + (int)strlen(address);
            return;
        }
    }
    fail_msg("the map does not show %s", address);
}

static void a_click_moves_the_cursor_of_the_map(void **state)
{
    (void)state;
    struct vth *t = start(40, 120);
    int row = 0;
    int col = 0;
    find_row(t, "40000000", &row, &col);
    report(t, 0, row, col + 3, 'M');
    report(t, 0, row, col + 3, 'm');
    lab_expect(t, "page 40003000");
    report(t, 0, row, col + 17, 'M');              /* behind the gap between granules */
    report(t, 0, row, col + 17, 'm');
    lab_expect(t, "page 40010000");
    lab_quit(t);
}

static void dragging_puts_the_range_on_the_prompt(void **state)
{
    (void)state;
    struct vth *t = start(40, 120);
    int row = 0;
    int col = 0;
    find_row(t, "40000000", &row, &col);
    vth_keys(t, "commit");
    report(t, 0, row, col + 6, 'M');
    report(t, 32, row, col + 5, 'M');
    report(t, 32, row, col + 2, 'M');              /* backwards as well */
    report(t, 0, row, col + 2, 'm');
    lab_expect(t, " > commit 0x40002000 20480");
    lab_quit(t);
}

static void reports_that_make_no_sense_do_nothing(void **state)
{
    (void)state;
    struct vth *t = start(40, 300);
    report(t, 0, 10, 10, 'm');                     /* a release without a press */
    report(t, 32, 10, 10, 'M');                    /* a drag without one */
    report(t, 0, 39, 290, 'M');                    /* beyond what the old reports could tell */
    report(t, 0, 39, 290, 'm');
    vth_resize(t, 24, 80);
    lab_rest(t);
    report(t, 0, 35, 250, 'M');                    /* outside after a shrink */
    report(t, 0, 35, 250, 'm');
    vth_keys(t, "\033[<0;0;0M\033[<;;M\033[<9999999999;1;1M\033[<1;2X");
    lab_rest(t);
    lab_type(t, "1234+1");
    lab_expect(t, "1235");
    lab_quit(t);
}

static void the_wheel_scrolls_and_zooms_with_ctrl(void **state)
{
    (void)state;
    struct vth *t = start(40, 120);
    int row = 0;
    int col = 0;
    find_row(t, "50000000", &row, &col);
    report(t, 64 + 1, row, col, 'M');
    lab_expect(t, "page 500C0000");
    report(t, 64 + 16 + 1, row, col, 'M');
    lab_expect(t, "1 cell = 2 pages");
    report(t, 64 + 16, row, col, 'M');
    lab_expect(t, "1 cell = 1 page ");
    lab_quit(t);
}

static void a_click_on_the_overview_goes_there(void **state)
{
    (void)state;
    struct vth *t = start(40, 120);
    lab_type(t, "map 50000000");
    report(t, 0, 1, 60, 'M');                      /* the middle of 2 GiB */
    report(t, 0, 1, 60, 'm');
    lab_expect(t, "page 4");
    lab_quit(t);
}

static void f11_leaves_the_mouse_to_the_terminal(void **state)
{
    (void)state;
    struct vth *t = start(40, 120);
    assert_true(vth_sent(t, "\033[?1006h"));
    vth_keys(t, F11);
    lab_expect(t, "The mouse marks text now");
    assert_true(vth_sent(t, "\033[?1000l"));
    vth_keys(t, F11);
    lab_expect(t, "The mouse moves the map again");
    lab_quit(t);
}

/* ---- the configuration ----------------------------------------------------------------------- */

static int row_of(struct vth *t, const char *address)
{
    int row = 0;
    int col = 0;
    find_row(t, address, &row, &col);
    return row;
}

static void the_order_of_addresses_is_remembered(void **state)
{
    (void)state;
    struct vth *t = start(40, 120);
    assert_true(row_of(t, "50000000") > row_of(t, "40000000"));
    lab_type(t, "view up");
    assert_true(row_of(t, "50000000") < row_of(t, "40000000"));
    vth_keys(t, "\t\033OA");                       /* up is up on the screen */
    lab_expect(t, "page 50040000");
    lab_quit(t);
    t = lab_start(40, 120, LAB_ENGLISH, NULL);
    lab_type(t, "reserve 40000000 8p");
    lab_type(t, "reserve 50000000 8p");
    assert_true(row_of(t, "50000000") < row_of(t, "40000000"));
    lab_quit(t);
}

static void previews_stay_off_in_the_next_session(void **state)
{
    (void)state;
    struct vth *t = start(40, 120);
    vth_keys(t, "release 40000000");
    lab_expect(t, "would change");                 /* the ghosts of the map have their legend */
    vth_keys(t, "\003");
    lab_type(t, "preview off");
    lab_quit(t);
    t = lab_start(40, 120, LAB_ENGLISH, NULL);
    lab_type(t, "reserve 40000000 8p");
    vth_keys(t, "release 40000000");
    lab_rest(t);
    assert_false(vth_find(t, "would change", NULL, NULL));
    lab_quit(t);
}

static void a_projector_gets_wide_cells_and_no_side_panes(void **state)
{
    (void)state;
    struct vth *t = start(40, 120);
    lab_expect(t, "lost in tails");
    vth_keys(t, "\033[24~");                       /* F12 */
    assert_true(vth_gone(t, "lost in tails", LAB_PATIENCE));
    lab_expect(t, "\xE2\x94\x82r  r  r  ");
    vth_keys(t, "\033[24~");
    lab_expect(t, "lost in tails");
    lab_quit(t);
}

static void a_wrong_line_of_the_configuration_is_told(void **state)
{
    (void)state;
    char path[128];
    lab_fresh();
    snprintf(path, sizeof path, "%s/pagelab", lab_state_dir());
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/pagelab/config", lab_state_dir());
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("# mine\ncolour = red\n", file);
    assert_int_equal(fclose(file), 0);
    struct vth *t = lab_start(40, 120, LAB_ENGLISH, NULL);
    lab_expect(t, "line 2: this is no setting");
    lab_quit(t);
}

int main(int argc, char **argv)
{
    lab_setup(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moving_in_the_table_moves_the_map_and_enter_takes_the_address),
        cmocka_unit_test(moving_on_the_map_moves_the_row_of_the_table),
        cmocka_unit_test(a_slash_looks_for_an_address),
        cmocka_unit_test(the_two_views_of_the_table_are_never_mixed),
        cmocka_unit_test(a_page_too_long_for_the_console_opens_over_the_body),
        cmocka_unit_test(a_point_of_the_history_is_a_step_to_go_to),
        cmocka_unit_test(leaps_of_the_map_can_be_taken_back),
        cmocka_unit_test(a_click_moves_the_cursor_of_the_map),
        cmocka_unit_test(dragging_puts_the_range_on_the_prompt),
        cmocka_unit_test(reports_that_make_no_sense_do_nothing),
        cmocka_unit_test(the_wheel_scrolls_and_zooms_with_ctrl),
        cmocka_unit_test(a_click_on_the_overview_goes_there),
        cmocka_unit_test(f11_leaves_the_mouse_to_the_terminal),
        cmocka_unit_test(the_order_of_addresses_is_remembered),
        cmocka_unit_test(previews_stay_off_in_the_next_session),
        cmocka_unit_test(a_projector_gets_wide_cells_and_no_side_panes),
        cmocka_unit_test(a_wrong_line_of_the_configuration_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
