/* test_export - pictures and tables of a space, and which file names ask for which. */
#include "testlib.h"

#include <stdlib.h>
#include <string.h>

#include "render/export.h"
#include "render/words.h"

static struct session *session;

static void run(const char *line)
{
    assert_int_equal(session_run(session, line, strlen(line)), SESSION_STEPPED);
}

static int open_session(void **state)
{
    (void)state;
    render_set_language("en");
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

static void exports(enum render_format format, const char *want)
{
    struct buf out = {0};
    render_export(&out, session, format, RENDER_DARK);
    assert_string_equal(buf_text(&out), want);
    buf_finish(&out);
}

static void holds(enum render_format format, enum render_shade shade, const char *want)
{
    struct buf out = {0};
    render_export(&out, session, format, shade);
    if (strstr(buf_text(&out), want) == NULL)
        assert_string_equal(buf_text(&out), want);
    buf_finish(&out);
}

static void lacks(enum render_format format, const char *words)
{
    struct buf out = {0};
    render_export(&out, session, format, RENDER_DARK);
    if (strstr(buf_text(&out), words) != NULL)
        assert_string_equal(buf_text(&out), words);
    buf_finish(&out);
}

static void a_file_s_name_says_what_is_written(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        int format;
    } cases[] = {{"map.svg", RENDER_SVG}, {"map-3.svg", RENDER_SVG},
        {"slides/map.html", RENDER_HTML}, {"map.txt", RENDER_TXT},
        {"regions.csv", RENDER_CSV}, {"/tmp/regions2.json", RENDER_JSON},
        {"regions.svg", -1}, {"map.csv", -1}, {"map.png", -1}, {"map", -1}, {"", -1},
        {"map.svg/x", -1}, {"picture.svg", -1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum render_format format = RENDER_FORMAT_COUNT;
        const bool found = render_export_format(cases[i].file, &format);
        assert_int_equal(found ? (int)format : -1, cases[i].format);
    }
}

static void the_map_as_text_folds_gaps_and_explains_its_signs(void **state)
{
    (void)state;
    run("reserve 40000000 8p rw");
    run("commit 40001000 3p rw");
    run("alloc 40010000 18p r");
    exports(RENDER_TXT,
        "Address space: machine x86, 2.0 GiB\n"
        "step 3 of 3: alloc 40010000 18p r  ·  1 cell = 1 page (4 KiB)\n"
        "\n"
        "          +00000\n"
        "00000000  ... 1 GiB free ...\n"
        "40000000 │░www░░░░╌╌╌╌╌╌╌╌\n"
        "40010000 │rrrrrrrrrrrrrrrr\n"
        "40020000  rr╌╌╌╌╌╌╌╌╌╌╌╌╌╌\n"
        "40030000  ... 1.0 GiB free ...\n"
        "\n"
        "  ░  reserved, 5 pages\n"
        "  r  read-only, 18 pages\n"
        "  w  read-write, 3 pages\n"
        "  ╌  tail of a granule\n"
        "  │  a new allocation\n");
}

static void an_empty_space_is_one_gap_and_a_small_one_is_whole(void **state)
{
    (void)state;
    exports(RENDER_TXT, "Address space: machine x86, 2.0 GiB\n"
                        "step 0 of 0  ·  1 cell = 1 page (4 KiB)\n"
                        "\n"
                        "          +00000\n"
                        "00000000  ... 2.0 GiB free ...\n"
                        "\n");
    run("machine toy");
    holds(RENDER_TXT, RENDER_DARK, "\n00000000  ················\n00010000  ················\n");
    holds(RENDER_TXT, RENDER_DARK, "\n000F0000  ················\n\n  ·  free\n");
}

static void a_large_space_is_zoomed_out_until_it_fits(void **state)
{
    (void)state;
    run("reserve 40000000 512M rw");
    run("commit 40000000 3p rw");
    holds(RENDER_TXT, RENDER_DARK, "1 cell = 64 pages (256 KiB)\n");
    holds(RENDER_TXT, RENDER_DARK, "\n40000000 │%░░░");
    holds(RENDER_TXT, RENDER_DARK, "\n  %  mixed\n");
    struct buf out = {0};
    render_export(&out, session, RENDER_SVG, RENDER_DARK);
    assert_true(out.len < 600000);
    buf_finish(&out);
}

static void the_vector_picture_says_each_run_in_a_title(void **state)
{
    (void)state;
    run("reserve 40000000 8p rw");
    run("commit 40001000 3p rw");
    holds(RENDER_SVG, RENDER_DARK,
        "<g><title>40001000-40003FFF: committed, read-write; allocation 40000000, 8 pages; "
        "changed</title>");
    holds(RENDER_SVG, RENDER_DARK, ">changed by this step</text>");
    lacks(RENDER_SVG, "broke the rule");
    run("protect 40000000 8p r");
    holds(RENDER_SVG, RENDER_DARK, "broke the rule");
    lacks(RENDER_SVG, ">changed by this step</text>");
}

/* The colours are those of the screen: 256-colour entries 60 and 59 behind reserved pages. */
static void dark_and_light_have_the_colours_of_the_themes(void **state)
{
    (void)state;
    run("reserve 40000000 8p rw");
    run("commit 40001000 3p rw");
    holds(RENDER_SVG, RENDER_DARK, "fill=\"#5f5f87\"");
    holds(RENDER_SVG, RENDER_LIGHT, "fill=\"#5f5f5f\"");
    assert_int_equal(render_palette_rgb(16), 0x000000);
    assert_int_equal(render_palette_rgb(231), 0xFFFFFF);
    assert_int_equal(render_palette_rgb(178), 0xD7AF00);
    assert_int_equal(render_palette_rgb(236), 0x303030);
}

static void what_was_typed_cannot_break_the_markup(void **state)
{
    (void)state;
    run("p = VirtualAlloc((void *)0x40000000, 1 < 2 && 3 > 2, MEM_RESERVE, PAGE_READWRITE)");
    holds(RENDER_SVG, RENDER_DARK, "1 &lt; 2 &amp;&amp; 3 &gt; 2");
    holds(RENDER_HTML, RENDER_DARK, "1 &lt; 2 &amp;&amp; 3 &gt; 2");
}

static void hovering_tells_page_state_protection_and_allocation(void **state)
{
    (void)state;
    run("reserve 40000000 8p rw");
    run("commit 40001000 3p rw");
    holds(RENDER_HTML, RENDER_DARK,
        "title=\"40002000: committed, read-write; allocation 40000000, 8 pages; changed\"");
    holds(RENDER_HTML, RENDER_DARK, "title=\"40004000: reserved; allocation 40000000, 8 pages\"");
    holds(RENDER_HTML, RENDER_DARK,
        "title=\"40008000: free; tail of a granule: no reserve can start here\"");
    lacks(RENDER_HTML, "<script");
}

static void regions_are_written_as_virtualquery_reports_them(void **state)
{
    (void)state;
    run("machine toy");
    run("reserve 20000 8p rw");
    run("commit 21000 3p r+guard");
    exports(RENDER_CSV,
        "BaseAddress,EndAddress,RegionSize,Pages,State,Protect,Type,AllocationBase,"
        "AllocationProtect\r\n"
        "0x0,0x1FFFF,131072,32,MEM_FREE,PAGE_NOACCESS,,,\r\n"
        "0x20000,0x20FFF,4096,1,MEM_RESERVE,,MEM_PRIVATE,0x20000,PAGE_READWRITE\r\n"
        "0x21000,0x23FFF,12288,3,MEM_COMMIT,PAGE_READONLY | PAGE_GUARD,MEM_PRIVATE,0x20000,"
        "PAGE_READWRITE\r\n"
        "0x24000,0x27FFF,16384,4,MEM_RESERVE,,MEM_PRIVATE,0x20000,PAGE_READWRITE\r\n"
        "0x28000,0xFFFFF,884736,216,MEM_FREE,PAGE_NOACCESS,,,\r\n");
    holds(RENDER_JSON, RENDER_DARK,
        "\n{\"BaseAddress\":\"0x21000\",\"AllocationBase\":\"0x20000\","
        "\"AllocationProtect\":\"0x4\",\"RegionSize\":\"0x3000\",\"State\":\"0x1000\","
        "\"Protect\":\"0x102\",\"Type\":\"0x20000\"},\n");
}

static void the_word_says_what_is_possible_where_the_name_is_none(void **state)
{
    (void)state;
    struct render_text answer = {0};
    struct buf data = {0};
    const char *file = NULL;
    assert_int_equal(session_run(session, "export map.png", 14), SESSION_FOREIGN);
    const struct lang_command *command = session_foreign(session);
    assert_false(render_export_word(&answer, session, command, RENDER_DARK, &file, &data));
    assert_non_null(strstr(buf_text(&answer.buf), "map.png is nothing that can be exported"));
    assert_non_null(strstr(buf_text(&answer.buf), "export map.svg"));
    assert_int_equal(session_run(session, "export map.svg light", 20), SESSION_FOREIGN);
    command = session_foreign(session);
    assert_true(render_export_word(&answer, session, command, RENDER_DARK, &file, &data));
    assert_string_equal(file, "map.svg");
    assert_non_null(strstr(buf_text(&data), "fill=\"#ffffff\""));
    assert_int_equal(session_run(session, "export map.svg pink", 19), SESSION_REJECTED);
    assert_int_equal(session_run(session, "export", 6), SESSION_REJECTED);
    buf_finish(&data);
    render_text_finish(&answer);
}

#define LAB_TEST(name) cmocka_unit_test_setup_teardown(name, open_session, close_session)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LAB_TEST(a_file_s_name_says_what_is_written),
        LAB_TEST(the_map_as_text_folds_gaps_and_explains_its_signs),
        LAB_TEST(an_empty_space_is_one_gap_and_a_small_one_is_whole),
        LAB_TEST(a_large_space_is_zoomed_out_until_it_fits),
        LAB_TEST(the_vector_picture_says_each_run_in_a_title),
        LAB_TEST(dark_and_light_have_the_colours_of_the_themes),
        LAB_TEST(what_was_typed_cannot_break_the_markup),
        LAB_TEST(hovering_tells_page_state_protection_and_allocation),
        LAB_TEST(regions_are_written_as_virtualquery_reports_them),
        LAB_TEST(the_word_says_what_is_possible_where_the_name_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
