/* session_begin: a prepared space in one step; the floor; what the journal keeps of both. */
#include "world.h"

static struct session_start start_of(const char *lines)
{
    return (struct session_start){.label = "lesson release", .lines = lines};
}

static uint64_t committed(const struct world *w)
{
    struct vm_totals totals;
    vm_space_totals(session_space(w->session), &totals);
    return totals.charge;
}

static void the_lines_are_one_step(void **state)
{
    (void)state;
    struct world w = {0};
    world_open(&w, NULL);
    runs(&w, "reserve 10000000 1p");
    const struct session_start start =
        start_of("alloc 01000000 4p rw\nlimit 64p\nq = VirtualAlloc(0, 1, MEM_RESERVE, 4)\n");
    assert_int_equal(session_begin(w.session, &start, NULL), SESSION_STEPPED);
    const struct session_step *step = session_current(w.session);
    assert_int_equal(step->id, 2);
    assert_string_equal(step->text, "lesson release");
    assert_int_equal(step->call_count, 0);
    assert_int_equal(committed(&w), 4);
    runs(&w, "VirtualFree(q, 0, MEM_RELEASE)");     /* its variables are there */
    session_undo(w.session);
    session_undo(w.session);
    assert_int_equal(committed(&w), 0);
    session_redo(w.session);
    assert_int_equal(committed(&w), 4);
    world_close(&w);
}

static void a_line_that_fails_changes_nothing(void **state)
{
    (void)state;
    struct world w = {0};
    world_open(&w, NULL);
    runs(&w, "reserve 10000000 1p");
    static const struct {
        const char *lines;
        size_t line;
    } cases[] = {{"alloc 01000000 4p\ncommit 30000000 1p", 1}, {"nonsense (", 0},
        {"\n# c\nread 10000", 2}, {"while (1) ;", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct session_start start = start_of(cases[i].lines);
        size_t line = 99;
        assert_int_equal(session_begin(w.session, &start, &line), SESSION_REJECTED);
        assert_int_equal(line, cases[i].line);
        assert_int_equal(session_step_count(w.session), 2);
    }
    world_close(&w);
}

static void undo_and_goto_stay_behind_the_floor(void **state)
{
    (void)state;
    struct world w = {0};
    world_open(&w, NULL);
    runs(&w, "reserve 10000000 1p");
    const struct session_start start = start_of("");
    session_begin(w.session, &start, NULL);
    session_set_floor(w.session, 2);
    runs(&w, "reserve 20000000 1p");
    assert_int_equal(run(&w, "undo 5"), SESSION_MOVED);
    assert_int_equal(session_current(w.session)->id, 2);
    assert_int_equal(run(&w, "undo"), SESSION_REFUSED);
    assert_int_equal(session_goto(w.session, 1), SESSION_REFUSED);
    assert_int_equal(session_goto(w.session, 3), SESSION_MOVED);
    session_set_floor(w.session, 0);
    assert_int_equal(session_goto(w.session, 1), SESSION_MOVED);
    world_close(&w);
}

static void the_journal_begins_again_where_it_began(void **state)
{
    (void)state;
    struct world w = {0};
    world_open(&w, NULL);
    const struct vm_machine *toy = vm_machine_find("toy");
    const struct session_start start = {
        .label = "lesson a", .machine = toy, .lines = "alloc 20000 4p rw\nlimit 9p"};
    session_begin(w.session, &start, NULL);
    session_remark(w.session, "hint 1");
    runs(&w, "decommit 20000 1p");
    assert_non_null(strstr(buf_text(&w.journal),
        "#start 2 machine=toy layout=empty lesson a\n#|alloc 20000 4p rw\n#|limit 9p\n"
        "#: hint 1\ndecommit 20000 1p\n"));

    struct world again = {0};
    replay(&w, &again);
    assert_true(vm_space_equal(session_space(w.session), session_space(again.session)));
    assert_string_equal(session_step(again.session, 1)->text, "lesson a");
    assert_string_equal(strstr(buf_text(&again.journal), "#start"),
        "#start 2 machine=toy layout=empty lesson a\n#|alloc 20000 4p rw\n#|limit 9p\n"
        "#: hint 1\ndecommit 20000 1p\n");
    world_close(&again);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lines_are_one_step),
        cmocka_unit_test(a_line_that_fails_changes_nothing),
        cmocka_unit_test(undo_and_goto_stay_behind_the_floor),
        cmocka_unit_test(the_journal_begins_again_where_it_began),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
