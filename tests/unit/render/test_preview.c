/* test_preview - what a call would do in one line, and its way through the checks, word for
 * word. */
#include "testlib.h"

#include <string.h>

#include "render/answer.h"
#include "render/words.h"

static struct session *session;

static int open_session(void **state)
{
    static const char *const lines[] = {
        "reserve 40000000 8p", "commit 40000000 2p", "reserve 50000000 1p"};
    (void)state;
    session = session_create(NULL, NULL, NULL);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_int_equal(session_run(session, lines[i], strlen(lines[i])), SESSION_STEPPED);
    return 0;
}

static int close_session(void **state)
{
    (void)state;
    session_destroy(session);
    assert_true(render_set_language("en"));
    return 0;
}

static void will(const char *line, const char *want)
{
    struct session_preview preview = {0};
    struct render_text text = {0};
    assert_true(session_preview(session, line, strlen(line), &preview));
    render_preview(&text, session, &preview);
    assert_string_equal(buf_text(&text.buf), want);
    render_text_finish(&text);
    session_preview_finish(&preview);
}

static void each_kind_of_call_says_what_it_will_do(void **state)
{
    (void)state;
    will("VirtualAlloc(0x40002000, 0x2000, MEM_COMMIT, PAGE_READWRITE",
        "will commit 2 pages 40002000-40003FFF: reserved -> read-write; charge +2");
    will("commit 40001000 2p", "will commit 2 pages 40001000-40002FFF: "
                               "1 page reserved -> committed, read-write; charge +1");
    will("commit 40000000 2p",
        "will commit 2 pages 40000000-40001FFF: 2 pages read-write as before");
    will("VirtualAlloc(NULL, 5, MEM_RESERVE | MEM_COMMIT, PAGE_READONLY)",
        "will reserve and commit 1 page 00010000-00010FFF: free -> read-only; charge +1");
    will("reserve 60001000 1p", "will reserve 2 pages 60000000-60001FFF: free -> reserved");
    will("decommit 40000000 2p",
        "will decommit 2 pages 40000000-40001FFF: read-write -> reserved; charge -2");
    will("release 40000000", "will release 8 pages 40000000-40007FFF: "
                             "6 pages reserved -> free; 2 pages read-write -> free; charge -2");
    will("protect 40000000 1p r",
        "will protect 1 page 40000000-40000FFF: read-write -> read-only");
    will("query 40002010", "will find 6 pages 40002000-40007FFF: reserved");
    will("lock 40000000 2p", "will lock 2 pages 40000000-40001FFF");
    will("read 40000010 4", "will read 4 bytes at 40000010");
    will("write 40000010 \"hola\"", "will write 4 bytes at 40000010");
}

static void a_failure_is_named_with_its_rule(void **state)
{
    (void)state;
    will("VirtualFree((void *)0x40000000, 4096, MEM_RELEASE)",
        "will fail: R-FREE-2 MEM_RELEASE gives back a whole allocation, so dwSize must be 0; "
        "it was 0x1000");
    will("write 40002000 1",
        "will raise an exception: access violation 0xC0000005: write at 40002000");
}

static void previews_speak_spanish(void **state)
{
    (void)state;
    assert_true(render_set_language("es"));
    will("commit 40002000 2p",
        "comprometerá 2 páginas 40002000-40003FFF: reservada -> lectura y escritura; carga +2");
}

/* ---- inside --------------------------------------------------------------------------------- */

static void way_is(const char *call, const char *want)
{
    struct render_text text = {0};
    render_inside(&text, session, call);
    assert_string_equal(buf_text(&text.buf), want);
    render_text_finish(&text);
}

static void inside_tells_each_check_and_the_rule_that_decided(void **state)
{
    (void)state;
    way_is("protect 40001010 2p r",
        "VirtualProtect(0x40001010, 0x2000, PAGE_READONLY, &old)\n"
        "1  passed   the parameters are possible values\n"
        "            R-ALLOC-1.1  Flags, protection, address and size are checked before any page "
        "is looked at\n"
        "2  passed   round the base: 40001010 goes down to 40001000\n"
        "3  passed   round the end: 40003010 goes up to 40004000\n"
        "            R-GEN-12  The call means every page that holds at least one byte of the "
        "range\n"
        "4  passed   find who owns 3 pages 40001000-40003FFF\n"
        "5  failed   test each page: 1 page 40002000-40002FFF is not as the call needs\n"
        "            R-PROTECT-2  40002000 is only reserved: every page of the range must be "
        "committed\n"
        "GetLastError() = 487 ERROR_INVALID_ADDRESS\n");
}

static void inside_alone_tells_the_last_call(void **state)
{
    (void)state;
    way_is("", "step 3: VirtualAlloc(0x50000000, 0x1000, MEM_RESERVE, PAGE_READWRITE)\n"
               "1  passed   the parameters are possible values\n"
               "            R-ALLOC-1.1  Flags, protection, address and size are checked before "
               "any page is looked at\n"
               "2  passed   round the base: 50000000 stays as it is\n"
               "3  passed   round the end: 50001000 stays as it is\n"
               "            R-GEN-11  A reservation starts on a boundary of 64 KiB: the start is "
               "rounded down to it, the end up to a whole page\n"
               "4  passed   find a free gap: 1 page 50000000-50000FFF\n"
               "5  passed   charge: the commit charge stays within the limit\n"
               "            R-CHG-1  Reserving charges nothing\n"
               "6  passed   apply the change to 1 page 50000000-50000FFF\n"
               "            R-ALLOC-20  The pages become reserved; nothing is charged\n"
               "the call succeeds\n");
}

static void nothing_is_told_while_answers_are_withheld(void **state)
{
    (void)state;
    static const char hidden[] = "not shown while your own answer is asked for\n";
    struct render_text text = {0};
    assert_int_equal(session_run(session, "release 40001000", 16), SESSION_STEPPED);
    session_withhold(session, true);
    way_is("", hidden);
    way_is("release 40000000", hidden);
    render_why(&text, session, NULL);
    assert_string_equal(buf_text(&text.buf), hidden);
    render_text_finish(&text);
}

int main(void)
{
#define PREVIEW(test) cmocka_unit_test_setup_teardown(test, open_session, close_session)
    const struct CMUnitTest tests[] = {
        PREVIEW(each_kind_of_call_says_what_it_will_do),
        PREVIEW(a_failure_is_named_with_its_rule),
        PREVIEW(previews_speak_spanish),
        PREVIEW(inside_tells_each_check_and_the_rule_that_decided),
        PREVIEW(inside_alone_tells_the_last_call),
        PREVIEW(nothing_is_told_while_answers_are_withheld),
    };
    render_words_init(TEST_LOCALEDIR, "en");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
