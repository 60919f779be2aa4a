/* test_journal - what a session wrote leads a new session to the same place. */
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

static void a_line_is_written_with_the_header_before_it(void **state)
{
    struct world *const w = *state;
    runs(w, "alloc 10000 1");
    run(w, "what?");
    runs(w, "poke 10000");
    assert_int_equal(session_undo(w->session), SESSION_MOVED);
    assert_int_equal(session_redo(w->session), SESSION_MOVED);
    assert_int_equal(session_goto(w->session, 1), SESSION_MOVED);
    assert_string_equal(buf_text(&w->journal), "#pagelab-journal 1 machine=x86 layout=empty\nalloc "
                                               "10000 1\npoke 10000\nundo\nredo\ngoto 1\n");
    replay_is_equal(w);
}

static void a_line_is_written_before_it_runs(void **state)
{
    struct world *const w = *state;
    static const char *const lines[] = {"x", NULL};
    w->input = lines;
    runs(w, "ask");
    assert_non_null(strstr(buf_text(&w->journal), "ask\n#input 1 x\n"));
}

static void a_text_of_several_lines_stays_one_step(void **state)
{
    struct world *const w = *state;
    runs(w, "alloc 10000 1;\n\n  alloc 20000 1");
    assert_non_null(
        strstr(buf_text(&w->journal), "#text 3\n#|alloc 10000 1;\n#|\n#|  alloc 20000 1\n"));
    replay_is_equal(w);
}

static void stops_and_limits_are_met_again_at_the_same_place(void **state)
{
    struct world *const w = *state;
    w->stop_after = 7;
    runs(w, "loop");
    runs(w, "alloc 10000 1");
    assert_non_null(strstr(buf_text(&w->journal), "loop\n#stopped 1 7\nalloc"));
    replay_is_equal(w);
    struct world limited = {0};
    const struct session_options options = {.max_operations = 1000000};
    world_open(&limited, &options);
    runs(&limited, "loop");
    replay_is_equal(&limited);
    world_close(&limited);
}

static void typed_input_is_met_again(void **state)
{
    struct world *const w = *state;
    static const char *const lines[] = {"uno\n", "#|dos\n", "", "\n", NULL};
    w->input = lines;
    runs(w, "ask; ask");
    runs(w, "undo");
    runs(w, "ask; ask; ask");
    assert_string_equal(session_current(w->session)->output, "\n\nEOF\n");
    replay_is_equal(w);
}

static void a_loaded_source_is_embedded_and_the_file_not_read_again(void **state)
{
    struct world *const w = *state;
    w->file_name = "my prog.c";
    w->file_text = "main alloc 10000 2;\npoke 10000;\npoke 11000";
    runs(w, "load \"my prog.c\"");
    runs(w, "step");
    w->file_text = "main poke 1\n";
    runs(w, "step 2");
    assert_int_equal(session_current(w->session)->end, SESSION_END_DONE);
    runs(w, "load \"my prog.c\"");
    runs(w, "run");
    assert_int_equal(session_current(w->session)->end, SESSION_END_EXCEPTION);
    assert_non_null(strstr(buf_text(&w->journal),
        "#source 2 my prog.c\n#|main poke 1\n#|\nload \"my prog.c\"\nrun\n"));
    replay_is_equal(w);
}

static void a_pasted_program_is_embedded_as_well(void **state)
{
    struct world *const w = *state;
    const char *const text = "main alloc 10000 2";
    assert_int_equal(session_load_text(w->session, "a\"b\n", text, strlen(text)), SESSION_STEPPED);
    assert_string_equal(session_program(w->session)->name, "a_b_");
    runs(w, "run");
    replay_is_equal(w);
}

static void an_embedded_source_is_taken_once(void **state)
{
    struct world *const w = *state;
    assert_int_equal(run(w, "#source 1 a.c"), SESSION_NOTHING);
    assert_int_equal(run(w, "#|main alloc 10000 2"), SESSION_NOTHING);
    runs(w, "load a.c");
    refused(w, "load a.c", "no such file", "a.c");
}

static void a_block_that_is_cut_off_does_nothing(void **state)
{
    struct world *const w = *state;
    assert_int_equal(run(w, "#text 2"), SESSION_NOTHING);
    assert_int_equal(run(w, "#|alloc 10000 2;"), SESSION_NOTHING);
    runs(w, "alloc 20000 1");
    assert_int_equal(run(w, "#|poke 20000"), SESSION_NOTHING);
    assert_int_equal(run(w, "#text 0"), SESSION_NOTHING);
    assert_int_equal(run(w, "#|poke 20000"), SESSION_NOTHING);
    assert_int_equal(run(w, "#source x"), SESSION_NOTHING);
    assert_int_equal(session_step_count(w->session), 2);
}

static void comments_are_skipped_and_directives_are_not(void **state)
{
    static const struct {
        const char *text;
        enum session_outcome outcome;
    } cases[] = {
        {"#!/usr/bin/env pagelab", SESSION_NOTHING},
        {"#comment", SESSION_NOTHING},
        {"# if you read this", SESSION_NOTHING},
        {"#includes all", SESSION_NOTHING},
        {"#end", SESSION_NOTHING},
        {"#", SESSION_NOTHING},
        {"# comment\n# more\nalloc 10000 1", SESSION_STEPPED},
        {"#include <windows.h>", SESSION_STEPPED},
        {"# include <windows.h>", SESSION_STEPPED},
        {"#define N 8", SESSION_STEPPED},
    }; /* the language of this test runs any text: a step is what it got */
    struct world *const w = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (run(w, cases[i].text) != cases[i].outcome)
            fail_msg("%s", cases[i].text);
}

static void a_journal_that_cannot_be_written_does_not_stop_the_session(void **state)
{
    struct world *const w = *state;
    runs(w, "alloc 10000 1");
    const size_t len = w->journal.len;
    assert_true(session_journal_works(w->session));
    w->journal_fails = true;
    runs(w, "alloc 20000 1");
    assert_false(session_journal_works(w->session));
    w->journal_fails = false;
    runs(w, "alloc 30000 1"); /* a journal with a hole would lie */
    assert_int_equal(w->journal.len, len);
}

static void headers_say_machine_and_layout(void **state)
{
    (void)state;
    static const struct {
        const char *text, *machine;
        enum session_layout layout;
    } cases[] = {
        {"#pagelab-journal 1 machine=x86 layout=empty\nx", "x86", SESSION_LAYOUT_EMPTY},
        {"#pagelab-journal 1 machine=x86-3gb layout=process\n", "x86-3gb", SESSION_LAYOUT_PROCESS},
        {"#pagelab-journal 1 machine=x64 layout=process", "x64", SESSION_LAYOUT_PROCESS},
        {"#pagelab-journal 2 machine=x86 layout=empty\n", NULL, SESSION_LAYOUT_EMPTY},
        {"#pagelab-journal 1 machine=vax layout=empty\n", NULL, SESSION_LAYOUT_EMPTY},
        {"#pagelab-journal 1 machine=x86\nlayout=empty\n", NULL, SESSION_LAYOUT_EMPTY},
        {"reserve 0 8p\n", NULL, SESSION_LAYOUT_EMPTY},
        {"", NULL, SESSION_LAYOUT_EMPTY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct session_journal_header header = {0};
        const bool parsed = session_journal_parse(cases[i].text, strlen(cases[i].text), &header);
        assert_int_equal(parsed, cases[i].machine != NULL);
        if (!parsed)
            continue;
        assert_string_equal(header.machine->name, cases[i].machine);
        assert_int_equal(header.layout, cases[i].layout);
    }
}

static void a_session_on_another_machine_says_so_in_its_header(void **state)
{
    (void)state;
    struct world w = {0};
    const struct session_options options = {
        .machine = vm_machine_find("x64"), .layout = SESSION_LAYOUT_PROCESS};
    world_open(&w, &options);
    runs(&w, "alloc 10000 1");
    runs(&w, "machine toy");
    runs(&w, "alloc 20000 1");
    assert_memory_equal(
        buf_text(&w.journal), "#pagelab-journal 1 machine=x64 layout=process\n", 46);
    replay_is_equal(&w);
    world_close(&w);
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_empty, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(a_line_is_written_with_the_header_before_it),
        IN_WORLD(a_line_is_written_before_it_runs),
        IN_WORLD(a_text_of_several_lines_stays_one_step),
        IN_WORLD(stops_and_limits_are_met_again_at_the_same_place),
        IN_WORLD(typed_input_is_met_again),
        IN_WORLD(a_loaded_source_is_embedded_and_the_file_not_read_again),
        IN_WORLD(a_pasted_program_is_embedded_as_well),
        IN_WORLD(an_embedded_source_is_taken_once),
        IN_WORLD(a_block_that_is_cut_off_does_nothing),
        IN_WORLD(comments_are_skipped_and_directives_are_not),
        IN_WORLD(a_journal_that_cannot_be_written_does_not_stop_the_session),
        IN_WORLD(headers_say_machine_and_layout),
        IN_WORLD(a_session_on_another_machine_says_so_in_its_header),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
