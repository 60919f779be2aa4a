/* test_running - what a step collects, how it ends, and what can be asked about it afterwards. */
#include "world.h"

static int open_empty(void **state)
{
    static struct world world;
    world = (struct world){0};
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

static void texts_have_their_outcome_and_only_steps_are_journaled(void **state)
{
    struct world *const w = *state;
    assert_int_equal(run(w, ""), SESSION_NOTHING);
    assert_int_equal(run(w, "  \n"), SESSION_NOTHING);
    assert_int_equal(run(w, "# a comment"), SESSION_NOTHING);
    assert_int_equal(run(w, "what?"), SESSION_REJECTED);
    assert_int_equal(session_diags(w->session)->errors, 1);
    assert_string_equal(session_diags_text(w->session), "what?");
    assert_int_equal(run(w, "alloc ("), SESSION_INCOMPLETE);
    assert_int_equal(run(w, "main poke 1"), SESSION_PROGRAM);
    assert_int_equal(session_step_count(w->session), 1);
    assert_int_equal(w->journal.len, 0);
    runs(w, "alloc 10000 1");
    assert_int_equal(session_diags(w->session)->errors, 0);
}

static void a_step_holds_text_calls_value_and_echo(void **state)
{
    struct world *const w = *state;
    runs(w, "  alloc 10000 1; free 20000 \r\n");
    const struct session_step *const step = current(w);
    assert_string_equal(step->text, "alloc 10000 1; free 20000");
    assert_int_equal(step->call_count, 2);
    assert_int_equal(step->calls[0].change->result.status, VM_STATUS_SUCCESS);
    assert_int_equal(step->calls[0].last_error, 0);
    assert_int_equal(step->calls[1].change->result.value, 0);
    assert_int_equal(step->calls[1].last_error, 487);
    assert_string_equal(step->value, "0");
    assert_null(step->echo);
    runs(w, "free 10000");
    assert_string_equal(current(w)->echo, "VirtualFree(0x10000)");
    assert_int_equal(current(w)->calls[0].last_error, 487); /* success leaves it */
}

static void a_run_without_end_is_stopped_and_its_step_can_be_taken_back(void **state)
{
    struct world *const w = *state;
    w->stop_after = 3;
    const uint64_t before = hash(w);
    runs(w, "alloc 10000 1; loop");
    assert_int_equal(current(w)->end, SESSION_END_STOPPED);
    assert_int_equal(current(w)->call_count, 1);
    assert_int_equal(w->looks, 3);
    assert_int_not_equal(hash(w), before);
    runs(w, "undo");
    assert_int_equal(hash(w), before);
}

static void a_run_ends_at_the_limit_of_operations(void **state)
{
    (void)state;
    struct world w = {0};
    const struct session_options options = {.max_operations = 1000000};
    world_open(&w, &options);
    runs(&w, "loop");
    assert_int_equal(current(&w)->end, SESSION_END_LIMIT);
    runs(&w, "alloc 10000 1");
    assert_int_equal(current(&w)->end, SESSION_END_DONE);
    world_close(&w);
}

static void an_access_that_faults_ends_the_step_and_is_its_last_call(void **state)
{
    struct world *const w = *state;
    runs(w, "poke 10000; alloc 10000 1");
    const struct session_step *const step = current(w);
    assert_int_equal(step->end, SESSION_END_EXCEPTION);
    assert_int_equal(step->exception.code, 0xC0000005);
    assert_int_equal(step->exception.address, 0x10000);
    assert_int_equal(step->call_count, 1);
    assert_int_equal(step->calls[0].kind, LANG_EVENT_MEMORY);
    assert_null(step->value);
}

static void more_calls_than_are_kept_are_counted_and_undone(void **state)
{
    struct world *const w = *state;
    const uint64_t before = hash(w);
    struct buf text = {0};
    for (int i = 0; i < SESSION_MAX_CALLS + 100; i++)
        buf_addf(&text, "%s %x0000 1;", i % 2 ? "free" : "alloc", 1 + i % 2 * 0);
    runs(w, buf_text(&text));
    buf_finish(&text);
    assert_int_equal(current(w)->call_count, SESSION_MAX_CALLS);
    assert_int_equal(current(w)->call_total, SESSION_MAX_CALLS + 100);
    runs(w, "undo");
    assert_int_equal(hash(w), before);
}

/* ---- input
 * ------------------------------------------------------------------------------------- */

static void input_is_asked_for_and_its_end_is_told_once(void **state)
{
    struct world *const w = *state;
    static const char *const lines[] = {"one\r\n", "two", NULL};
    w->input = lines;
    runs(w, "ask; ask; ask");
    assert_string_equal(current(w)->output, "one\ntwo\nEOF\n");
    assert_int_equal(current(w)->end, SESSION_END_DONE);
    runs(w, "stubborn");
    assert_int_equal(current(w)->end, SESSION_END_INPUT);
}

/* ---- questions afterwards
 * ---------------------------------------------------------------------- */

static void transitions_are_what_the_step_did_in_all(void **state)
{
    struct world *const w = *state;
    uint64_t pages[VM_CLASS_COUNT][VM_CLASS_COUNT];
    runs(w, "alloc 10000 4");
    session_step_transitions(w->session, current(w), pages);
    assert_int_equal(pages[VM_CLASS_FREE][VM_CLASS_WRITE], 4);
    runs(w, "free 10000; alloc 10000 3; alloc 20000 2; alloc 30000 7; free 30000");
    session_step_transitions(w->session, current(w), pages);
    assert_int_equal(pages[VM_CLASS_WRITE][VM_CLASS_FREE], 1);
    assert_int_equal(pages[VM_CLASS_FREE][VM_CLASS_WRITE], 2);
    uint64_t all = 0;
    for (size_t i = 0; i < VM_CLASS_COUNT; i++)
        for (size_t k = 0; k < VM_CLASS_COUNT; k++)
            all += pages[i][k];
    assert_int_equal(all, 3);
}

static void a_restart_tells_what_became_of_the_pages(void **state)
{
    struct world *const w = *state;
    uint64_t pages[VM_CLASS_COUNT][VM_CLASS_COUNT];
    runs(w, "alloc 10000 4");
    runs(w, "reset");
    session_step_transitions(w->session, current(w), pages);
    assert_int_equal(pages[VM_CLASS_WRITE][VM_CLASS_FREE], 4);
    vm_page page;
    assert_false(session_step_focus(w->session, current(w), &page));
}

static void marks_stand_on_the_pages_that_changed(void **state)
{
    struct world *const w = *state;
    runs(w, "alloc 10000 4; alloc 20000 1; poke 20000");
    const struct session_step *const first = current(w);
    assert_true(session_step_touches(w->session, first, 0x10));
    assert_true(session_step_touches(w->session, first, 0x13));
    assert_false(session_step_touches(w->session, first, 0x14));
    assert_true(session_step_touches(w->session, first, 0x20));
    assert_true(session_step_touches_range(w->session, first, 0x14, 0x21));
    assert_false(session_step_touches_range(w->session, first, 0x14, 0x20));
    runs(w, "poke 11010");
    const struct session_step *const second = current(w);
    assert_true(session_step_touches(w->session, second, 0x11));
    assert_true(session_step_touches_range(w->session, second, 0, 0x100));
    assert_false(session_step_touches(w->session, second, 0x10));
    runs(w, "poke 40000");
    assert_false(session_step_touches_range(w->session, current(w), 0, 0x10000));
}

static void the_map_follows_the_newest_call(void **state)
{
    struct world *const w = *state;
    vm_page page = 0;
    runs(w, "alloc 30000 4");
    assert_true(session_step_focus(w->session, current(w), &page));
    assert_int_equal(page, 0x30);
    runs(w, "poke 32000");
    assert_true(session_step_focus(w->session, current(w), &page));
    assert_int_equal(page, 0x32);
    runs(w, "free 10000");
    assert_false(session_step_focus(w->session, current(w), &page));
    assert_false(session_step_focus(w->session, session_step(w->session, 0), &page));
}

static void blame_names_the_steps_that_made_a_page_what_it_is(void **state)
{
    struct world *const w = *state;
    uint32_t steps[4];
    runs(w, "alloc 10000 4"); /* 1 */
    runs(w, "alloc 20000 4"); /* 2 */
    runs(w, "poke 11000");    /* 3 */
    runs(w, "poke 12000");    /* 4 */
    assert_int_equal(session_blame(w->session, 0x11, steps, 4), 2);
    assert_int_equal(steps[0], 1);
    assert_int_equal(steps[1], 3);
    assert_int_equal(session_blame(w->session, 0x30, steps, 4), 0);
    runs(w, "goto 2");
    assert_int_equal(session_blame(w->session, 0x11, steps, 4), 1);
    assert_int_equal(session_blame(w->session, 0x11, steps, 0), 0);
    runs(w, "reset");
    runs(w, "alloc 10000 4"); /* 6 */
    assert_int_equal(session_blame(w->session, 0x11, steps, 4), 2);
    assert_int_equal(steps[1], 6);
}

static void the_last_failure_is_found_on_this_branch(void **state)
{
    struct world *const w = *state;
    uint32_t step = 99;
    assert_null(session_last_failure(w->session, &step));
    runs(w, "free 50000");
    runs(w, "alloc 10000 4");
    const struct session_call *failed = session_last_failure(w->session, &step);
    assert_non_null(failed);
    assert_int_equal(step, 1);
    assert_int_equal(failed->change->call.addr, 0x50000);
    runs(w, "undo 2");
    assert_null(session_last_failure(w->session, &step));
    runs(w, "redo 2");
    runs(w, "reset");
    assert_null(session_last_failure(w->session, &step));
}

/* VirtualFree with an address inside the allocation: cured by its base, in the space as it was
 * then. */
static void a_cure_is_found_in_the_space_as_it_was(void **state)
{
    struct world *const w = *state;
    struct vm_call cure = {0};
    runs(w, "alloc 10000 20");
    runs(w, "free 20000");
    const uint64_t after = hash(w);
    assert_true(session_cure(w->session, session_last_failure(w->session, NULL), &cure));
    assert_int_equal(cure.id, VM_CALL_FREE);
    assert_int_equal(cure.addr, 0x10000);
    assert_int_equal(hash(w), after);
    runs(w, "free 10000"); /* now nothing lies there */
    runs(w, "machine x64");
    runs(w, "undo");
    const uint64_t later = hash(w);
    cure = (struct vm_call){0};
    assert_true(session_cure(w->session, session_last_failure(w->session, NULL), &cure));
    assert_int_equal(cure.addr, 0x10000);
    assert_int_equal(hash(w), later);
    runs(w, "undo 2");
    runs(w, "redo 2");
    assert_int_equal(hash(w), later);
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_empty, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(texts_have_their_outcome_and_only_steps_are_journaled),
        IN_WORLD(a_step_holds_text_calls_value_and_echo),
        IN_WORLD(a_run_without_end_is_stopped_and_its_step_can_be_taken_back),
        IN_WORLD(a_run_ends_at_the_limit_of_operations),
        IN_WORLD(an_access_that_faults_ends_the_step_and_is_its_last_call),
        IN_WORLD(more_calls_than_are_kept_are_counted_and_undone),
        IN_WORLD(input_is_asked_for_and_its_end_is_told_once),
        IN_WORLD(transitions_are_what_the_step_did_in_all),
        IN_WORLD(a_restart_tells_what_became_of_the_pages),
        IN_WORLD(marks_stand_on_the_pages_that_changed),
        IN_WORLD(the_map_follows_the_newest_call),
        IN_WORLD(blame_names_the_steps_that_made_a_page_what_it_is),
        IN_WORLD(the_last_failure_is_found_on_this_branch),
        IN_WORLD(a_cure_is_found_in_the_space_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
