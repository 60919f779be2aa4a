/* What the panes beside the prompt do: the table of regions, the history, leaps of the map. */
#define _DEFAULT_SOURCE
#include "lab.h"
#include "testlib.h"

#include <stdio.h>

static const char *const ENGLISH[] = {"--lang", "en", NULL};
#define F3 "\033OR"
#define F4 "\033OS"
#define LEFT "\033OD"

static struct vth *start(int rows, int cols)
{
    lab_fresh();
    struct vth *t = lab_start(rows, cols, ENGLISH, NULL);
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

int main(int argc, char **argv)
{
    lab_setup(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moving_in_the_table_moves_the_map_and_enter_takes_the_address),
        cmocka_unit_test(moving_on_the_map_moves_the_row_of_the_table),
        cmocka_unit_test(the_two_views_of_the_table_are_never_mixed),
        cmocka_unit_test(a_page_too_long_for_the_console_opens_over_the_body),
        cmocka_unit_test(a_point_of_the_history_is_a_step_to_go_to),
        cmocka_unit_test(leaps_of_the_map_can_be_taken_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
