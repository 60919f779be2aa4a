/* test_moving - undo, redo and goto lead through the tree of steps, and nothing is lost on the
 * way. */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_STEPS = 600 };

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

static void undo_takes_a_step_back_and_redo_does_it_again(void **state)
{
    struct world *const w = *state;
    const uint64_t empty = hash(w);
    runs(w, "alloc 10000 4");
    const uint64_t full = hash(w);
    assert_int_not_equal(empty, full);
    runs(w, "undo");
    assert_int_equal(hash(w), empty);
    assert_int_equal(session_redo_target(w->session), 1);
    assert_int_equal(session_last_step(w->session), 1);
    runs(w, "redo");
    assert_int_equal(hash(w), full);
    assert_int_equal(session_redo_target(w->session), UINT32_MAX);
}

static void undo_and_redo_with_a_count_stop_at_the_ends(void **state)
{
    struct world *const w = *state;
    const uint64_t empty = hash(w);
    runs(w, "alloc 10000 1");
    runs(w, "alloc 20000 1");
    runs(w, "alloc 30000 1");
    runs(w, "undo 2");
    assert_int_equal(session_current(w->session)->id, 1);
    runs(w, "undo 99");
    assert_int_equal(hash(w), empty);
    runs(w, "redo 99");
    assert_int_equal(session_current(w->session)->id, 3);
}

static void what_cannot_be_moved_to_is_refused(void **state)
{
    struct world *const w = *state;
    refused(w, "undo", "There is nothing to take back", "");
    refused(w, "redo", "There is nothing to do again", "");
    refused(w, "goto 1", "There is no step {0}", "1");
    refused(w, "goto 99999999999999999999", "{0} is not a number of steps", "99999999999999999999");
    refused(w, "undo two", "{0} is not a number of steps", "two");
    refused(w, "undo 0", "{0} is not a number of steps", "0");
    assert_int_equal(session_undo(w->session), SESSION_REFUSED);
    assert_int_equal(session_redo(w->session), SESSION_REFUSED);
    assert_int_equal(session_goto(w->session, 1), SESSION_REFUSED);
    assert_int_equal(w->journal.len, 0);
}

static void a_command_after_undo_makes_a_branch_and_the_other_stays(void **state)
{
    struct world *const w = *state;
    runs(w, "alloc 10000 1");
    runs(w, "alloc 20000 1");
    const uint64_t left = hash(w);
    runs(w, "undo");
    runs(w, "alloc 30000 1");
    const uint64_t right = hash(w);
    assert_int_equal(session_step_count(w->session), 4);
    assert_int_equal(session_current(w->session)->parent, 1);
    runs(w, "goto 2");
    assert_int_equal(hash(w), left);
    runs(w, "goto 1");
    assert_int_equal(session_last_step(w->session), 2);
    runs(w, "goto 3");
    assert_int_equal(hash(w), right);
}

static void redo_leads_down_the_branch_that_was_left_last(void **state)
{
    struct world *const w = *state;
    runs(w, "alloc 10000 1");
    runs(w, "undo");
    runs(w, "alloc 20000 1");
    runs(w, "undo");
    assert_int_equal(session_redo_target(w->session), 2);
    runs(w, "goto 1");
    runs(w, "undo");
    assert_int_equal(session_redo_target(w->session), 1);
}

static void the_env_goes_with_the_steps(void **state)
{
    struct world *const w = *state;
    runs(w, "alloc 10000 1");
    runs(w, "poke 10000");
    struct lang_env *const one = lang_env_clone(session_env(w->session));
    runs(w, "poke 10000");
    runs(w, "undo");
    assert_true(lang_env_equal(session_env(w->session), one));
    runs(w, "redo");
    assert_false(lang_env_equal(session_env(w->session), one));
    assert_string_equal(session_current(w->session)->value, "2");
    lang_env_destroy(one);
}

static void starting_again_can_be_taken_back(void **state)
{
    static const char *const words[] = {
        "reset", "machine x64", "machine TOY", "layout process", "layout empty"};
    struct world *const w = *state;
    runs(w, "alloc 10000 4");
    runs(w, "poke 10000");
    const uint64_t before = hash(w);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        runs(w, words[i]);
        assert_int_equal(session_current(w->session)->kind, SESSION_STEP_RESTART);
        const uint64_t after = hash(w);
        const struct vm_machine *const machine = vm_space_machine(session_space(w->session));
        runs(w, "alloc 50000 1");
        runs(w, "undo 2");
        assert_int_equal(hash(w), before);
        assert_int_equal(session_layout(w->session), SESSION_LAYOUT_EMPTY);
        assert_string_equal(vm_space_machine(session_space(w->session))->name, "x86");
        assert_string_equal(session_current(w->session)->text, "poke 10000");
        runs(w, "redo");
        assert_int_equal(hash(w), after);
        assert_ptr_equal(vm_space_machine(session_space(w->session)), machine);
        runs(w, "undo");
    }
}

static void starting_again_says_what_it_cannot_do(void **state)
{
    struct world *const w = *state;
    refused(w, "machine vax", "There is no machine {0}: choose x86, x86-3gb, x64 or toy", "vax");
    refused(w, "layout full", "There is no layout {0}: choose empty or process", "full");
    runs(w, "machine toy");
    refused(w, "layout process",
        "No process fits into machine {0}: choose another with the word machine", "toy");
    runs(w, "machine x86");
    runs(w, "layout process");
    assert_int_equal(session_layout(w->session), SESSION_LAYOUT_PROCESS);
    runs(w, "machine x64");
    assert_int_equal(session_layout(w->session), SESSION_LAYOUT_PROCESS);
    runs(w, "machine toy");
    assert_int_equal(session_layout(w->session), SESSION_LAYOUT_EMPTY);
}

static void settings_are_steps(void **state)
{
    static const char *const words[] = {
        "limit 40960", "limit none", "privilege on", "privilege off", "workingset 100", "pressure"};
    struct world *const w = *state;
    uint64_t before[6];
    for (size_t i = 0; i < 6; i++) {
        before[i] = hash(w);
        runs(w, words[i]);
        assert_int_equal(session_current(w->session)->kind, SESSION_STEP_SETTING);
        assert_int_equal(session_current(w->session)->call_count, 1);
    }
    for (size_t i = 6; i-- > 0;) {
        runs(w, "undo");
        assert_int_equal(hash(w), before[i]);
    }
    struct vm_totals totals;
    runs(w, "limit 40960");
    vm_space_totals(session_space(w->session), &totals);
    assert_int_equal(totals.limit, 10);
    runs(w, "privilege on");
    vm_space_totals(session_space(w->session), &totals);
    assert_true(totals.lock_privilege);
    refused(w, "privilege perhaps", "{0} is neither on nor off", "perhaps");
    refused(w, "workingset many", "{0} is not a number of pages", "many");
}

static void words_that_ask_go_to_the_front_end(void **state)
{
    static const struct {
        const char *text;
        enum lang_command_id id;
    } words[] = {{"machine", LANG_CMD_MACHINE}, {"layout", LANG_CMD_LAYOUT},
        {"limit", LANG_CMD_LIMIT}, {"privilege", LANG_CMD_PRIVILEGE},
        {"workingset", LANG_CMD_WORKINGSET}, {"history", LANG_CMD_HISTORY},
        {"quit", LANG_CMD_QUIT}};
    struct world *const w = *state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        assert_int_equal(run(w, words[i].text), SESSION_FOREIGN);
        assert_int_equal(session_foreign(w->session)->id, words[i].id);
    }
    assert_int_equal(w->journal.len, 0);
    assert_int_equal(session_step_count(w->session), 1);
}

/* ---- long random histories
 * --------------------------------------------------------------------- */

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void random_line(uint32_t *seed, char line[80])
{
    const uint32_t pick = next_random(seed) % 20;
    const unsigned a = 1 + next_random(seed) % 14, n = 1 + next_random(seed) % 20;
    if (pick < 6)
        snprintf(line, 80, "alloc %x0000 %u", a, n);
    else if (pick < 10)
        snprintf(line, 80, "free %x0000", a);
    else if (pick < 15)
        snprintf(line, 80, "poke %x%x010", a, n % 16);
    else if (pick < 17)
        snprintf(line, 80, "alloc %x0000 9; poke %x1000; poke %x2000; poke %x3000", a, a, a, a);
    else if (pick == 17)
        snprintf(line, 80, "%s", a & 1 ? "reset" : "machine toy");
    else
        snprintf(line, 80, "limit %u", n * 8 * VM_PAGE_SIZE);
}

/* Every step of a long random tree has, whenever one comes back to it, the space it had when it was
 * made. */
static void every_step_keeps_its_space_over_random_walks(void **state)
{
    struct world *const w = *state;
    uint64_t want[MAX_STEPS];
    uint32_t seed = 20260101;
    want[0] = hash(w);
    while (session_step_count(w->session) < MAX_STEPS) {
        char line[80];
        const uint32_t count = session_step_count(w->session);
        const uint32_t pick = next_random(&seed) % 10;
        if (pick < 6) {
            random_line(&seed, line);
            runs(w, line);
            assert_int_equal(session_step_count(w->session), count + 1);
            want[count] = hash(w);
        } else if (pick == 6) {
            session_undo(w->session);
        } else if (pick == 7) {
            session_redo(w->session);
        } else {
            snprintf(line, sizeof line, "goto %u", next_random(&seed) % count);
            runs(w, line);
        }
        const uint32_t at = session_current(w->session)->id;
        assert_int_equal(hash(w), want[at]);
    }
    for (uint32_t id = MAX_STEPS; id-- > 0;) {
        assert_int_equal(session_goto(w->session, id), SESSION_MOVED);
        assert_int_equal(hash(w), want[id]);
        assert_null(vm_space_check(session_space(w->session)));
    }
    replay_is_equal(w);
}

static void undo_goes_back_thousands_of_steps(void **state)
{
    struct world *const w = *state;
    const uint64_t empty = hash(w);
    runs(w, "alloc 10000 8");
    for (int i = 0; i < 5000; i++)
        session_run(w->session, "poke 10000", 10);
    const uint64_t last = hash(w);
    runs(w, "undo 5001");
    assert_int_equal(hash(w), empty);
    runs(w, "redo 5001");
    assert_int_equal(hash(w), last);
    assert_string_equal(session_current(w->session)->value, "5000");
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_empty, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(undo_takes_a_step_back_and_redo_does_it_again),
        IN_WORLD(undo_and_redo_with_a_count_stop_at_the_ends),
        IN_WORLD(what_cannot_be_moved_to_is_refused),
        IN_WORLD(a_command_after_undo_makes_a_branch_and_the_other_stays),
        IN_WORLD(redo_leads_down_the_branch_that_was_left_last),
        IN_WORLD(the_env_goes_with_the_steps),
        IN_WORLD(starting_again_can_be_taken_back),
        IN_WORLD(starting_again_says_what_it_cannot_do),
        IN_WORLD(settings_are_steps),
        IN_WORLD(words_that_ask_go_to_the_front_end),
        IN_WORLD(every_step_keeps_its_space_over_random_walks),
        IN_WORLD(undo_goes_back_thousands_of_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
