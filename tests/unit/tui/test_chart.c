/* chart: heights of columns, which steps are shown, and the way from the start to the end. */
#include "chart.h"
#include "testlib.h"

#include <string.h>

static void heights_grow_with_the_value_and_nothing_else_is_empty(void **state)
{
    (void)state;
    static const struct {
        uint64_t value, max;
        unsigned level;
    } cases[] = {{0, 0, 0}, {0, 100, 0}, {1, 100, 1}, {100, 100, 7}, {50, 100, 3}, {3, 3, 7},
        {1, 3, 2}, {UINT64_MAX, UINT64_MAX, 7}, {1, UINT64_MAX, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(chart_level(cases[i].value, cases[i].max), cases[i].level);
    }
}

static void the_column_asked_for_is_always_shown(void **state)
{
    (void)state;
    for (size_t count = 1; count < 60; count++) {
        const struct chart c = {.way_count = count};
        for (size_t at = 0; at < count; at++) {
            for (int width = 1; width < 30; width++) {
                const size_t first = chart_first(&c, at, width);
                assert_in_range(at, first, first + (size_t)width - 1);
                assert_true(first == 0 || first + (size_t)width <= count);
            }
        }
    }
}

static void run(struct session *session, struct chart *c, const char *line)
{
    session_run(session, line, strlen(line));
    chart_note(c, session);
    chart_follow(c, session);
}

static void the_way_follows_undo_and_branches(void **state)
{
    (void)state;
    const struct session_options options = {.machine = vm_machine_find("x86")};
    struct session *session = session_create(&options, NULL, NULL);
    struct chart c = {0};
    chart_note(&c, session);
    run(session, &c, "reserve 40000000 8p");       /* step 1 */
    run(session, &c, "commit 40000000 2p");        /* step 2 */
    run(session, &c, "undo");
    assert_int_equal(c.way_count, 3);              /* the undone step is still on the way */
    assert_int_equal(c.here, 1);
    assert_int_equal(chart_at(&c, 2).committed, 2);
    assert_int_equal(chart_at(&c, 2).reserved, 6);
    run(session, &c, "commit 40000000 5p");        /* step 3, beside step 2 */
    assert_int_equal(c.way_count, 3);
    assert_int_equal(c.way[2], 3);
    assert_int_equal(chart_at(&c, 2).committed, 5);
    run(session, &c, "goto 0");
    assert_int_equal(c.here, 0);
    assert_int_equal(c.way[0], 0);
    assert_int_equal(c.way_count, 3);
    chart_finish(&c);
    session_destroy(session);
}

static void steps_never_seen_are_unknown(void **state)
{
    (void)state;
    const struct session_options options = {.machine = vm_machine_find("x86")};
    struct session *session = session_create(&options, NULL, NULL);
    struct chart c = {0};
    session_run(session, "reserve 40000000 8p", 19);
    session_run(session, "commit 40000000 2p", 18);
    chart_note(&c, session);
    chart_follow(&c, session);
    assert_false(chart_at(&c, 0).known);
    assert_false(chart_at(&c, 1).known);
    assert_true(chart_at(&c, 2).known);
    chart_finish(&c);
    session_destroy(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heights_grow_with_the_value_and_nothing_else_is_empty),
        cmocka_unit_test(the_column_asked_for_is_always_shown),
        cmocka_unit_test(the_way_follows_undo_and_branches),
        cmocka_unit_test(steps_never_seen_are_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
