/* test_program - a loaded program is stepped, run and taken back like any other line. */
#include "world.h"

static const char *const counting = "main alloc 10000 2; poke 10000; poke 11000; poke 10000";

static int open_with_program(void **state)
{
    static struct world world;
    world = (struct world){.file_name = "count.c", .file_text = counting};
    world_open(&world, NULL);
    *state = &world;
    return 0;
}

static int close_world(void **state)
{
    world_close(*state);
    return 0;
}

static const struct session_step *current(const struct world *w)
{
    return session_current(w->session);
}

/* The statement to run next, as text. */
static void next_is(const struct world *w, const char *want)
{
    const struct session_program *const p = session_program(w->session);
    char text[64] = "";
    assert_non_null(p);
    assert_in_range(p->next.end, p->next.start, p->len);
    memcpy(text, p->text + p->next.start, p->next.end - p->next.start);
    assert_string_equal(text, want);
}

static void load_starts_a_process_before_its_first_statement(void **state)
{
    struct world *const w = *state;
    assert_null(session_program(w->session));
    runs(w, "load count.c");
    assert_int_equal(current(w)->kind, SESSION_STEP_RESTART);
    assert_int_equal(session_layout(w->session), SESSION_LAYOUT_PROCESS);
    assert_string_equal(session_program(w->session)->name, "count.c");
    assert_string_equal(session_program(w->session)->text, counting);
    assert_false(session_program(w->session)->ended);
    next_is(w, "alloc 10000 2");
    assert_int_equal(current(w)->call_count, 0);
    runs(w, "undo");
    assert_null(session_program(w->session));
    assert_int_equal(session_layout(w->session), SESSION_LAYOUT_EMPTY);
    runs(w, "redo");
    next_is(w, "alloc 10000 2");
}

static void step_runs_one_statement_and_undo_takes_it_back(void **state)
{
    struct world *const w = *state;
    runs(w, "load count.c");
    runs(w, "step");
    const uint64_t first = hash(w);
    assert_int_equal(current(w)->kind, SESSION_STEP_PROGRAM);
    assert_int_equal(current(w)->end, SESSION_END_STATEMENT);
    next_is(w, "poke 10000");
    runs(w, "step 2");
    next_is(w, "poke 10000");
    const uint64_t third = hash(w);
    runs(w, "undo");
    assert_int_equal(hash(w), first);
    next_is(w, "poke 10000");
    runs(w, "step");
    next_is(w, "poke 11000");
    runs(w, "step");
    assert_int_equal(hash(w), third);
}

static void run_goes_to_the_end_and_no_further(void **state)
{
    struct world *const w = *state;
    runs(w, "load count.c");
    runs(w, "run");
    assert_int_equal(current(w)->end, SESSION_END_DONE);
    assert_int_equal(current(w)->exit_code, 3);
    assert_true(session_program(w->session)->ended);
    assert_int_equal(session_program(w->session)->exit_code, 3);
    refused(w, "step", "The program has ended: load it again, or take steps back", "");
    refused(w, "run", "The program has ended: load it again, or take steps back", "");
    runs(w, "undo");
    assert_false(session_program(w->session)->ended);
    runs(w, "step 99");
    assert_int_equal(current(w)->end, SESSION_END_DONE);
    assert_int_equal(current(w)->exit_code, 3);
}

static void an_exception_ends_the_program(void **state)
{
    struct world *const w = *state;
    w->file_text = "main poke 50000; poke 50000";
    runs(w, "load count.c");
    runs(w, "step");
    assert_int_equal(current(w)->end, SESSION_END_EXCEPTION);
    assert_true(session_program(w->session)->ended);
    assert_non_null(session_last_failure(w->session, NULL));
}

static void a_program_that_is_stopped_can_go_on(void **state)
{
    struct world *const w = *state;
    w->file_text = "main alloc 10000 1; loop; poke 10000";
    w->stop_after = 5;
    runs(w, "load count.c");
    runs(w, "run");
    assert_int_equal(current(w)->end, SESSION_END_STOPPED);
    assert_false(session_program(w->session)->ended);
    next_is(w, "loop");
    w->looks = 0;
    runs(w, "step");
    assert_int_equal(current(w)->end, SESSION_END_STOPPED);
    replay_is_equal(w);
}

static void lines_between_steps_work_on_the_process(void **state)
{
    struct world *const w = *state;
    runs(w, "load count.c");
    runs(w, "step");
    runs(w, "free 10000");
    next_is(w, "poke 10000");
    runs(w, "step");
    assert_int_equal(current(w)->end, SESSION_END_EXCEPTION);
    runs(w, "undo 2");
    runs(w, "step");
    assert_int_equal(current(w)->end, SESSION_END_STATEMENT);
    replay_is_equal(w);
}

static void programs_on_two_branches_keep_their_places(void **state)
{
    struct world *const w = *state;
    runs(w, "load count.c"); /* 1 */
    runs(w, "step 2");       /* 2 */
    runs(w, "goto 0");
    w->file_text = "main alloc 70000 1; free 70000; alloc 80000 1";
    runs(w, "load count.c"); /* 3 */
    runs(w, "step");         /* 4 */
    runs(w, "goto 2");
    assert_string_equal(session_program(w->session)->text, counting);
    next_is(w, "poke 11000");
    runs(w, "goto 4");
    next_is(w, "free 70000");
    runs(w, "step"); /* 5 */
    runs(w, "goto 2");
    runs(w, "run");
    assert_int_equal(current(w)->exit_code, 3);
    runs(w, "goto 5");
    next_is(w, "alloc 80000 1");
    replay_is_equal(w);
}

static void reset_leaves_the_program_behind(void **state)
{
    struct world *const w = *state;
    runs(w, "load count.c");
    runs(w, "reset");
    assert_null(session_program(w->session));
    refused(w, "run", "No program is loaded: the word load loads one", "");
    runs(w, "undo");
    next_is(w, "alloc 10000 2");
}

static void what_cannot_be_loaded_is_no_step(void **state)
{
    struct world *const w = *state;
    refused(w, "load other.c", "no such file", "other.c");
    refused(w, "load", "The word load needs the name of a file", "");
    refused(w, "step none", "{0} is not a number of statements", "none");
    w->file_text = "alloc 10000 1";
    refused(w, "load count.c", "{0} is no program: it has no main", "count.c");
    w->file_text = "main what?";
    assert_int_equal(run(w, "load count.c"), SESSION_REJECTED);
    assert_string_equal(session_diags_text(w->session), "main what?");
    assert_int_equal(session_diags(w->session)->errors, 1);
    w->file_text = counting;
    runs(w, "machine toy");
    refused(w, "load count.c",
        "No process fits into machine {0}: choose another with the word machine", "toy");
}

#define WITH_PROGRAM(test) cmocka_unit_test_setup_teardown(test, open_with_program, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PROGRAM(load_starts_a_process_before_its_first_statement),
        WITH_PROGRAM(step_runs_one_statement_and_undo_takes_it_back),
        WITH_PROGRAM(run_goes_to_the_end_and_no_further),
        WITH_PROGRAM(an_exception_ends_the_program),
        WITH_PROGRAM(a_program_that_is_stopped_can_go_on),
        WITH_PROGRAM(lines_between_steps_work_on_the_process),
        WITH_PROGRAM(programs_on_two_branches_keep_their_places),
        WITH_PROGRAM(reset_leaves_the_program_behind),
        WITH_PROGRAM(what_cannot_be_loaded_is_no_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
