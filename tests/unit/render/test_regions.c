/* test_regions - questions about regions and gaps: the text typed -> the rows. */
#include "testlib.h"

#include <stdlib.h>
#include <string.h>

#include "render/answer.h"
#include "render/words.h"

static struct session *session;

static void run(const char *line)
{
    assert_int_equal(session_run(session, line, strlen(line)), SESSION_STEPPED);
}

/* 40000000: 2 pages reserved, 3 read-write, 3 reserved; 40010000: 20 read-only; 40030000: 1
 * guard. */
static int open_session(void **state)
{
    (void)state;
    render_set_language("en");
    const struct session_options options = {.max_operations = 1000000};
    session = session_create(&options, NULL, NULL);
    run("reserve 40000000 8p rw");
    run("commit 40002000 3p rw");
    run("alloc 40010000 20p r");
    run("alloc 40030000 1p rw+guard");
    return 0;
}

static int close_session(void **state)
{
    (void)state;
    session_destroy(session);
    return 0;
}

static void ask(struct render_text *text, const char *line)
{
    assert_int_equal(session_run(session, line, strlen(line)), SESSION_FOREIGN);
    assert_true(render_question(text, session, session_foreign(session), NULL));
}

/* The first columns of the rows that begin with an address, one after the other. */
static void rows_are(const char *line, const char *want)
{
    struct render_text text = {0};
    struct buf rows = {0};
    ask(&text, line);
    for (const char *at = buf_text(&text.buf); *at != '\0';) {
        const size_t len = strcspn(at, "\n");
        if (strspn(at, "0123456789ABCDEF") == 8) {
            buf_addn(&rows, at, 8);
            buf_addc(&rows, ' ');
        }
        at += len + (at[len] == '\n');
    }
    assert_string_equal(buf_text(&rows), want);
    buf_finish(&rows);
    render_text_finish(&text);
}

static void says(const char *line, const char *want)
{
    struct render_text text = {0};
    ask(&text, line);
    if (strstr(buf_text(&text.buf), want) == NULL)
        assert_string_equal(buf_text(&text.buf), want);
    render_text_finish(&text);
}

static void filters_choose_the_rows_in_any_combination(void **state)
{
    (void)state;
    static const struct {
        const char *line, *rows;
    } cases[] = {
        {"regions", "00000000 40000000 40002000 40005000 40008000 40010000 40024000 40030000 "
                    "40031000 "},
        {"regions state=reserved", "40000000 40005000 "},
        {"regions reserved", "40000000 40005000 "},
        {"regions state=MEM_RESERVE", "40000000 40005000 "},
        {"regions State = Reserved,committed addr=40000000-40004fff", "40000000 40002000 "},
        {"regions state=reserved prot=rw", "40000000 40005000 "},
        {"regions state=reserved prot=r", ""},
        {"regions committed prot=PAGE_READWRITE", "40002000 40030000 "},
        {"regions prot=rw+guard", "40030000 "},
        {"regions prot=g", "40030000 "},
        {"regions prot=rw size=3p", "40002000 40005000 "},
        {"regions size > 2p size <= 3p", "40002000 40005000 "},
        {"regions free < 16p", "40008000 40024000 "},
        {"regions type=private size>=64K", "40010000 "},
        {"regions type=image", ""},
        {"regions addr=40003000", "40002000 "},
        {"regions addr>=40024000", "40024000 40030000 40031000 "},
        {"regions committed sort=size", "40010000 40002000 40030000 "},
        {"regions addr=40000000-40030fff sort=state",
            "40008000 40024000 40000000 40005000 40002000 40010000 40030000 "},
        {"regions sort=prot committed", "40010000 40002000 40030000 "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        rows_are(cases[i].line, cases[i].rows);
}

static void an_allocation_is_one_line_with_its_pages_summed(void **state)
{
    (void)state;
    rows_are("regions allocations", "40000000 40010000 40030000 ");
    says("regions allocations",
        "40000000    32 KiB     8            MEM_PRIVATE  PAGE_READWRITE               "
        "5 reserved, 3 read-write\n");
    rows_are("regions allocations reserved", "40000000 ");
    rows_are("regions allocations state=committed", "40000000 40010000 40030000 ");
    rows_are("regions allocations size>8p", "40010000 ");
    rows_are("regions pages", "00000000 40000000 40002000 40005000 40008000 40010000 40024000 "
                              "40030000 40031000 ");
}

static void the_rows_asked_for_are_counted(void **state)
{
    (void)state;
    says("regions reserved", "\n2 regions, 5 pages\n");
    says("regions prot=g", "\n1 region, 1 page\n");
}

static void what_is_not_there_is_said(void **state)
{
    (void)state;
    says("regions type=image", "Nothing in this space is like that\n");
    says("find free >= 3G", "No gap has so much that a reserve could use\n");
    run("reset");
    says("regions allocations", "There is no allocation\n");
}

/* R-GEN-13, R-GEN-2: a reserve begins at a granule, not below 00010000. */
static void gaps_say_what_a_reserve_can_use_of_them(void **state)
{
    (void)state;
    rows_are("gaps", "00000000 40008000 40024000 40031000 ");
    says("gaps", "\n00000000    1 GiB      262144         00010000     1.0 GiB, 262128 pages\n");
    says("gaps", "\n40008000    32 KiB     8              no granule begins here");
    run("release 40030000");
    says("gaps", "\n40024000    1.0 GiB    262092         40030000     1.0 GiB, 262064 pages\n");
}

static void find_gives_the_gaps_that_address_null_could_take(void **state)
{
    (void)state;
    rows_are("find free >= 3p", "00000000 40031000 ");
    rows_are("find free", "00000000 40031000 ");
    rows_are("find free >= 262100p", "00000000 ");
    says("find free >= 3p", "takes the first that fits: 00010000\n");
    run("p = VirtualAlloc(NULL, 3*4096, MEM_RESERVE, PAGE_READWRITE)");
    rows_are("regions allocations addr=10000", "00010000 ");
    rows_are("find reserved size>=3p", "00010000 40005000 ");
}

static void a_long_table_ends_with_how_many_more_there_are(void **state)
{
    (void)state;
    run("reset");
    run("for (i = 0; i < 250; i++) VirtualAlloc((void *)(0x10000000 + i * 0x20000), 4096, "
        "MEM_RESERVE, PAGE_READONLY)");
    says("regions", "\n... 150 more that are not free: regions addr>=10C61000\n");
    says("regions allocations",
        "\n... 50 more that are not free: regions allocations addr>=118E1000\n");
    says("regions reserved", "\n... 50 more\n250 regions, 250 pages\n");
    says("gaps", "\n... 51 more\n");
}

static void the_words_are_the_same_in_spanish(void **state)
{
    (void)state;
    render_words_init(TEST_LOCALEDIR, "es");
    rows_are("regions state=reserved prot=rw", "40000000 40005000 ");
    says("regions state=reserved", "\n2 regiones, 5 páginas\n");
    render_set_language("en");
}

#define LAB_TEST(name) cmocka_unit_test_setup_teardown(name, open_session, close_session)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LAB_TEST(filters_choose_the_rows_in_any_combination),
        LAB_TEST(an_allocation_is_one_line_with_its_pages_summed),
        LAB_TEST(the_rows_asked_for_are_counted),
        LAB_TEST(what_is_not_there_is_said),
        LAB_TEST(gaps_say_what_a_reserve_can_use_of_them),
        LAB_TEST(find_gives_the_gaps_that_address_null_could_take),
        LAB_TEST(a_long_table_ends_with_how_many_more_there_are),
        LAB_TEST(the_words_are_the_same_in_spanish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
