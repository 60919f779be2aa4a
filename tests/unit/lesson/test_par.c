/* test_par - the fewest calls of small lessons are found and proven, whatever the solution does. */
#include "lessonlib.h"

#include "lesson/par.h"

#define TEST(name) static void name(void **state)
#define WORDS "# T\n## task\nDo.\n## hints\n1. a\n2. b\n3. c\n## done\nDone.\n"

static struct lesson_par par_of(const char *data, size_t most_states)
{
    struct lesson_faults faults = {0};
    struct lesson *const lesson = lesson_of(data, WORDS, "", &faults);
    if (lesson == NULL)
        fail_msg("%s line %u", lesson_fault_code(faults.items[0].id), faults.items[0].line);
    struct lesson_par par;
    lesson_par_find(lesson, most_states, &par);
    lesson_destroy(lesson);
    lesson_faults_finish(&faults);
    return par;
}

/* The solution has so many calls; so many are enough, and no fewer. */
static void is_proven(const char *data, unsigned solution, unsigned calls)
{
    const struct lesson_par par = par_of(data, LESSON_PAR_STATES);
    assert_true(par.is_solved);
    assert_int_equal(par.solution, solution);
    assert_int_equal(par.calls, calls);
    assert_int_equal(par.proven, calls);
}

TEST(a_shortest_solution_is_proven)
{
    (void)state;
    is_proven("lesson a\ngoal\n allocation 40000000 8p rw = 2p reserved, 3p rw, 3p reserved\n"
              "solution\n reserve 40000000 8p rw\n commit 40002000 3p rw\n",
        2, 2);
    is_proven("lesson a\nstart\n alloc 40000000 4p rw\ngoal\n others free\n"
              "solution\n release 40000000\n",
        1, 1);
    is_proven("lesson a\nassert calls VirtualQuery == 1\nsolution\n query 40000000\n", 0, 0);
}

TEST(what_can_be_done_at_once_is_found)
{
    (void)state;
    is_proven("lesson a\ngoal\n allocation 40000000 4p rw = 4p rw\n"
              "solution\n reserve 40000000 4p rw\n commit 40000000 4p rw\n",
        2, 1);
    is_proven("lesson a\nstart\n reserve 40000000 8p rw\n commit 40001000 1p rw\n"
              " commit 40003000 1p rw\ngoal\n allocation 40000000 8p = 5p rw, 3p reserved\n"
              "solution\n commit 40000000 1p rw\n commit 40002000 1p rw\n commit 40004000 1p rw\n",
        3, 1);
    is_proven("lesson a\nstart\n alloc 40000000 6p rw\ngoal\n"
              " allocation 40000000 6p = 2p rw, 2p r, 2p rw\nsolution\n protect 40000000 6p r\n"
              " protect 40000000 2p rw\n protect 40004000 2p rw\n",
        3, 1);
    is_proven("lesson a\nstart\n alloc 40000000 6p rw\n alloc 50000000 1p rw\ngoal\n"
              " others free\nsolution\n decommit 40000000 6p\n release 40000000\n"
              " release 50000000\n",
        3, 2);
}

TEST(calls_that_fail_and_accesses_cost_nothing)
{
    (void)state;
    is_proven("lesson a\nassert failures 487 == 2\nsolution\n release 40000000\n"
              " release 50000000\n",
        0, 0);
    is_proven("lesson a\ngoal\n allocation 40000000 2p rw = 2p rw\n"
              " assert touched 40000010 40001010\n assert byte 40001000 > 5\n"
              "solution\n alloc 40000000 2p rw\n write 40000010 1\n write 40001010 1\n"
              " write 40001000 9\n",
        1, 1);
    is_proven("lesson a\nstart\n alloc 40000000 2p rw+guard\ngoal\n"
              " allocation 40000000 2p = 2p rw\n assert guards >= 1\n"
              "solution\n read 40000000\n protect 40001000 1p rw\n",
        1, 0);
}

TEST(places_that_the_system_chooses_are_searched)
{
    (void)state;
    is_proven("lesson a\ngoal\n allocation any 2p rw = 2p rw\n allocation highest 1p\n"
              "solution\n VirtualAlloc(NULL, 8192, MEM_RESERVE, PAGE_READWRITE)\n"
              " commit 10000 2p rw\n"
              " VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_TOP_DOWN, PAGE_READWRITE)\n",
        3, 2);
    is_proven("lesson a\nmachine toy\nstart\n reserve 10000 16p rw\n reserve 20000 16p rw\n"
              " reserve 30000 4p rw\n reserve 50000 160p rw\n"
              "goal\n allocation any 48p\n others any\n"
              "solution\n release 10000\n release 20000\n release 30000\n"
              " VirtualAlloc(NULL, 192*1024, MEM_RESERVE, PAGE_READWRITE)\n",
        4, 2);
}

TEST(stages_are_gone_through_in_their_order)
{
    (void)state;
    is_proven("lesson a\nstart\n alloc 40000000 2p rw\n"
              "goal\n pages 40000000 2p r\ngoal\n pages 40000000 1p rw\n pages 40001000 1p r\n"
              "solution\n protect 40000000 1p r\n protect 40001000 1p r\n"
              " protect 40000000 1p rw\n",
        3, 2);
}

TEST(the_commit_limit_and_the_peak_stand_in_the_way)
{
    (void)state;
    is_proven("lesson a\nstart\n limit 4p\n alloc 40000000 4p rw\n"
              "goal\n allocation 50000000 2p = 2p rw\n pages 40000000 4p reserved\n"
              "solution\n decommit 40000000 4p\n reserve 50000000 2p rw\n"
              " commit 50000000 2p rw\n",
        3, 2);
    is_proven("lesson a\nstart\n alloc 40000000 2p rw\n"
              "goal\n allocation 50000000 2p = 2p rw\n others free\nassert peak <= 3\n"
              "solution\n release 40000000\n alloc 50000000 2p rw\n",
        2, 2);
}

TEST(counted_calls_must_be_made)
{
    (void)state;
    is_proven("lesson a\ngoal\n allocation 40000000 2p = 2p rw\n"
              "assert calls VirtualProtect >= 1\nassert calls VirtualQuery >= 1\n"
              "solution\n alloc 40000000 2p r\n protect 40000000 2p rw\n query 40000000\n",
        2, 2);
}

TEST(watched_pages_are_searched)
{
    (void)state;
    is_proven("lesson a\ngoal\n allocation 40000000 4p = 4p rw\nassert watched 40001000\n"
              "solution\n VirtualAlloc((void *)0x40000000, 4*4096,"
              " MEM_RESERVE | MEM_WRITE_WATCH, PAGE_READWRITE)\n"
              " commit 40000000 4p rw\n write 40001000 1\n"
              " GetWriteWatch(0, (void *)0x40000000, 4*4096)\n",
        3, 2);
}

TEST(who_gives_up_says_what_is_proven)
{
    (void)state;
    static const char data[] =
        "lesson a\ngoal\n allocation 40000000 8p = 1p rw, 1p r, 1p rw, 1p r, 1p rw, 3p reserved\n"
        "solution\n reserve 40000000 8p rw\n commit 40000000 5p rw\n protect 40001000 1p r\n"
        " protect 40003000 1p r\n";
    struct lesson_par par = par_of(data, 100);
    assert_true(par.is_solved);
    assert_int_equal(par.calls, 4);
    assert_in_range(par.proven, 1, 3);
    assert_int_equal(par.states, 100);
    is_proven(data, 4, 4);
}

TEST(a_solution_that_does_not_solve_proves_nothing)
{
    (void)state;
    assert_false(par_of("lesson a\ngoal\n allocation 40000000 2p\nsolution\n alloc 40000000 1p\n",
        1000).is_solved);
    assert_false(par_of("lesson a\nstart\n commit 40000000 1p\ngoal\n allocation 40000000 1p\n"
                        "solution\n alloc 40000000 1p\n",
        1000).is_solved);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shortest_solution_is_proven),
        cmocka_unit_test(what_can_be_done_at_once_is_found),
        cmocka_unit_test(calls_that_fail_and_accesses_cost_nothing),
        cmocka_unit_test(places_that_the_system_chooses_are_searched),
        cmocka_unit_test(stages_are_gone_through_in_their_order),
        cmocka_unit_test(the_commit_limit_and_the_peak_stand_in_the_way),
        cmocka_unit_test(counted_calls_must_be_made),
        cmocka_unit_test(watched_pages_are_searched),
        cmocka_unit_test(who_gives_up_says_what_is_proven),
        cmocka_unit_test(a_solution_that_does_not_solve_proves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
