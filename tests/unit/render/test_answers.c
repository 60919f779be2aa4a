/* test_answers - what the console says to a typed line, word for word. */
#include "testlib.h"

#include <string.h>

#include "render/answer.h"
#include "render/words.h"

static struct session *session;

static int open_session(void **state)
{
    (void)state;
    const struct session_options options = {.max_operations = 1000000};
    session = session_create(&options, NULL, NULL);
    return 0;
}

static int close_session(void **state)
{
    (void)state;
    session_destroy(session);
    return 0;
}

static void run(const char *line)
{
    assert_int_equal(session_run(session, line, strlen(line)), SESSION_STEPPED);
}

static void answers(const char *line, const char *want)
{
    struct render_text text = {0};
    run(line);
    render_step(&text, session, session_current(session));
    assert_string_equal(buf_text(&text.buf), want);
    render_text_finish(&text);
}

/* Words that ask, and what of the answer must stand there. */
static void says(const char *word, const char *want)
{
    struct render_text text = {0};
    assert_int_equal(session_run(session, word, strlen(word)), SESSION_FOREIGN);
    assert_true(render_question(&text, session, session_foreign(session), NULL));
    if (strstr(buf_text(&text.buf), want) == NULL)
        assert_string_equal(buf_text(&text.buf), want);
    render_text_finish(&text);
}

static void the_call_of_the_course_sheet(void **state)
{
    (void)state;
    answers("p = VirtualAlloc((void *)0x40000000, 8*4096, MEM_RESERVE, PAGE_READWRITE)",
        "= 40000000   8 pages free -> reserved\n");
}

static void short_commands_echo_their_call(void **state)
{
    (void)state;
    run("reserve 40000000 8p rw");
    answers("commit 40000000 4p rw",
        "VirtualAlloc(0x40000000, 0x4000, MEM_COMMIT, PAGE_READWRITE)\n"
        "= 40000000   4 pages reserved -> committed, read-write; charge +4\n");
    answers("protect 40000000 1p r",
        "VirtualProtect(0x40000000, 0x1000, PAGE_READONLY, &old)\n"
        "= 1          1 page read-write -> read-only; it was PAGE_READWRITE\n");
    answers("write 40001000 \"Hola\"", "ok           4 bytes; first touch of 1 page\n");
    answers("read 40001000", "= 0x48   72   'H'\n");
    answers("decommit 40000000 4p",
        "VirtualFree(0x40000000, 0x4000, MEM_DECOMMIT)\n"
        "= 1          1 page read-only -> reserved; 3 pages read-write -> reserved; charge -4\n");
    answers("release 40000000", "VirtualFree(0x40000000, 0, MEM_RELEASE)\n"
                                "= 1          8 pages reserved -> free\n");
}

static void a_failure_says_rule_page_and_cure(void **state)
{
    (void)state;
    run("reserve 40000000 8p rw");
    answers("VirtualFree(0x40000000, 8*4096, MEM_RELEASE)",
        "= 0          GetLastError() = 87 ERROR_INVALID_PARAMETER\n"
        "MEM_RELEASE gives back a whole allocation, so dwSize must be 0; it was 0x8000\n"
        "try: VirtualFree(0x40000000, 0, MEM_RELEASE)\n"
        "why tells more\n");
}

static void an_access_that_fails_is_told_in_words(void **state)
{
    (void)state;
    run("reserve 40000000 1p rw");
    answers("write 40000000 65", "access violation 0xC0000005: write at 40000000; the page is "
                                 "reserved, not committed\n"
                                 "try: VirtualAlloc(0x40000000, 1, MEM_COMMIT, PAGE_READWRITE)\n"
                                 "why tells more\n");
}

static void why_tells_rule_parameter_effect_and_how_sure_it_is(void **state)
{
    (void)state;
    says("why", "nothing has failed so far\n");
    run("reserve 40000000 8p rw");
    run("VirtualFree(0x40000000, 8*4096, MEM_RELEASE)");
    says("why",
        "step 2: VirtualFree(0x40000000, 0x8000, MEM_RELEASE)\n"
        "GetLastError() = 87 ERROR_INVALID_PARAMETER  STATUS_INVALID_PARAMETER\n"
        "R-FREE-2  MEM_RELEASE gives back a whole allocation, so dwSize must be 0; it was 0x8000\n"
        "parameter: dwSize\n"
        "nothing has changed\n"
        "try: VirtualFree(0x40000000, 0, MEM_RELEASE)\n"
        "certain: Microsoft documents it, or a test on real Windows shows it\n");
}

/* [R-LOCK-2] */
static void why_tells_what_a_failed_lock_has_changed(void **state)
{
    (void)state;
    run("VirtualAlloc(0x40000000, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE | PAGE_GUARD)");
    run("lock 40000000 1p");
    says("why", "GetLastError() = 0x80000001");
    says("why", "although it failed, it changed something: 1 page guard -> read-write\n");
}

static void expressions_answer_with_their_value(void **state)
{
    (void)state;
    answers("8*4096", "= 32768\n");
    answers("printf(\"hola\\n\")", "hola\n= 5\n");
}

static void many_calls_are_cut_and_counted(void **state)
{
    (void)state;
    struct render_text text = {0};
    run("for (i = 0; i < 100; i = i + 1) VirtualAlloc(0x40000000 + i * 65536, 1, MEM_RESERVE, "
        "PAGE_READWRITE);");
    render_step(&text, session, session_current(session));
    assert_non_null(strstr(buf_text(&text.buf), "... 80 more calls\n"));
    assert_non_null(
        strstr(buf_text(&text.buf), "VirtualAlloc(0x40130000, 1, MEM_RESERVE, PAGE_READWRITE)\n"));
    assert_null(strstr(buf_text(&text.buf), "VirtualAlloc(0x40140000"));
    render_text_finish(&text);
}

static void map_and_regions_show_what_is_there(void **state)
{
    (void)state;
    run("reserve 40000000 8p rw");
    run("commit 40002000 3p r");
    says("map", "40000000-40001FFF  2 pages  reserved\n"
                "40002000-40004FFF  3 pages  committed, read-only\n"
                "40005000-40007FFF  3 pages  reserved\n");
    says("map 40004000", "40002000-40004FFF  3 pages  committed, read-only\n");
    says("regions", "40002000    12 KiB     3            MEM_COMMIT   PAGE_READONLY                "
                    "40000000    PAGE_READWRITE\n");
}

static void a_division_by_zero_touches_no_memory(void **state)
{
    (void)state;
    run("x = 0");
    answers("1 / x", "integer division by zero 0xC0000094\n");
}

static void a_file_that_cannot_be_loaded_is_named(void **state)
{
    (void)state;
    struct render_text text = {0};
    assert_int_equal(session_run(session, "load no.c", 9), SESSION_REFUSED);
    render_refusal(&text, session);
    assert_string_equal(buf_text(&text.buf), "no.c: Files cannot be read here\n");
    render_text_clear(&text);
    assert_int_equal(session_run(session, "goto 7", 6), SESSION_REFUSED);
    render_refusal(&text, session);
    assert_string_equal(buf_text(&text.buf), "There is no step 7\n");
    render_text_finish(&text);
}

static void undo_says_where_it_stands(void **state)
{
    (void)state;
    struct render_text text = {0};
    run("reserve 40000000 8p rw");
    run("reserve 50000000 1p rw");
    assert_int_equal(session_undo(session), SESSION_MOVED);
    render_moved(&text, session);
    assert_string_equal(buf_text(&text.buf),
        "step 1 of 2: reserve 40000000 8p rw\nreserved: 8 pages; committed: 0 pages\n");
    render_text_finish(&text);
}

static void a_stopped_run_says_that_it_was_stopped(void **state)
{
    (void)state;
    answers("while (1) ;",
        "stopped: it ran for very long and did not end; what was done so far is kept\n");
}

int main(void)
{
#define ANSWER(test) cmocka_unit_test_setup_teardown(test, open_session, close_session)
    const struct CMUnitTest tests[] = {
        ANSWER(the_call_of_the_course_sheet),
        ANSWER(short_commands_echo_their_call),
        ANSWER(a_failure_says_rule_page_and_cure),
        ANSWER(an_access_that_fails_is_told_in_words),
        ANSWER(why_tells_rule_parameter_effect_and_how_sure_it_is),
        ANSWER(why_tells_what_a_failed_lock_has_changed),
        ANSWER(expressions_answer_with_their_value),
        ANSWER(many_calls_are_cut_and_counted),
        ANSWER(map_and_regions_show_what_is_there),
        ANSWER(a_division_by_zero_touches_no_memory),
        ANSWER(a_file_that_cannot_be_loaded_is_named),
        ANSWER(undo_says_where_it_stands),
        ANSWER(a_stopped_run_says_that_it_was_stopped),
    };
    render_words_init(TEST_LOCALEDIR, "en");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
