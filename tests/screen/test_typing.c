/* What is typed and pasted, byte by byte: escapes, odd characters, long lines, the control
 * keys that terminals keep for themselves, reports of the mouse. */
#define _DEFAULT_SOURCE
#include "lab.h"
#include "testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SCREEN_SIZE = 1 << 16 };

static long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* What stands on the screen must be what drawing everything anew shows: cells that a wrong width
 * has shifted would not. */
static void assert_screen_is_in_place(struct vth *t)
{
    static char before[SCREEN_SIZE];
    static char after[SCREEN_SIZE];
    lab_rest(t);
    lab_screen(t, before, sizeof before);
    vth_keys(t, "\014");
    lab_rest(t);
    lab_screen(t, after, sizeof after);
    assert_string_equal(before, after);
}

/* ---- escapes --------------------------------------------------------------------------------- */

static void escape_alone_closes_the_popup_within_100_ms(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    long best = 1000;
    for (int i = 0; i < 30 && best >= 100; i++) {    /* the fastest: the machine is shared */
        vth_keys(t, "\025re\t");
        lab_expect(t, "take it");
        lab_rest(t);
        const long begin = now_ms();
        vth_keys(t, "\033");
        while (vth_find(t, "take it", NULL, NULL) && now_ms() - begin < LAB_PATIENCE) {
            vth_settle(t, 2, 4);
        }
        const long took = now_ms() - begin;
        best = took < best ? took : best;
    }
    assert_true(best < 100);
    lab_quit(t);
}

static void escape_and_b_at_once_is_alt_b(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_keys(t, "abc def");
    vth_keys(t, "\033b");
    vth_keys(t, "X");
    lab_expect(t, " > abc Xdef");
    lab_quit(t);
}

static void an_arrow_in_three_writes_5_ms_apart_is_an_arrow(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    bool is_arrow = false;
    for (int i = 0; i < 30 && !is_arrow; i++) {      /* an interrupted writer proves nothing */
        vth_keys(t, "\003");
        lab_rest(t);
        vth_keys(t, "abcd");
        lab_expect(t, " > abcd");
        vth_split(t, "\033[D", 5);
        lab_rest(t);
        vth_keys(t, "X");
        lab_rest(t);
        is_arrow = vth_find(t, " > abcXd", NULL, NULL);
    }
    assert_true(is_arrow);
    lab_quit(t);
}

/* ---- odd characters -------------------------------------------------------------------------- */

#define WIDE "\xE4\xB8\xAD"
#define COMBINED "e\xCC\x81"
#define FAMILY "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9"  /* two and a joiner */
#define BROKEN "\xC3(\xFF\xE2\x82"

static void assert_no_joiner_on_the_screen(struct vth *t)
{
    for (int y = 0; y < t->rows; y++) {
        for (int x = 0; x < t->cols; x++) {
            const uint32_t c = vth_cell(t, y, x).chars[0];
            assert_false(c == 0x200D || (c > 0xFFFF && c != UINT32_MAX));
        }
    }
}

static void odd_characters_keep_every_cell_in_place(void **state)
{
    (void)state;
    static const char *const typed[] = {WIDE "a", COMBINED "a", FAMILY "a", BROKEN "a",
        WIDE WIDE COMBINED FAMILY BROKEN "a"};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        struct vth *t = lab_begin(24, 80);
        vth_keys(t, typed[i]);
        lab_rest(t);
        assert_screen_is_in_place(t);
        assert_no_joiner_on_the_screen(t);
        vth_keys(t, "\r");             /* now it stands in the console, as a name nobody knows */
        lab_rest(t);
        assert_screen_is_in_place(t);
        assert_no_joiner_on_the_screen(t);
        lab_type(t, "1234+1");
        lab_expect(t, "1235");
        lab_quit(t);
    }
}

static void odd_characters_in_file_names_and_output_keep_every_cell_in_place(void **state)
{
    (void)state;
    static const char *const lines[] = {"load \"/nowhere/" WIDE COMBINED FAMILY ".c\"",
        "printf(\"" WIDE COMBINED FAMILY "|\\n\")", "printf(\"\\x80\\xFF\\x1B[31m\\a|\\n\")"};
    struct vth *t = lab_begin(24, 80);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        lab_type(t, lines[i]);
        assert_screen_is_in_place(t);
        assert_no_joiner_on_the_screen(t);
    }
    assert_false(vth_sent(t, "\033[31m"));
    assert_false(vth_sent(t, "\a"));
    lab_quit(t);
    static const char *const args[] = {"--lang", "en", "/nowhere/" WIDE "\xFF\x1B[31m" FAMILY ".c",
        NULL};
    lab_fresh();
    t = lab_start(24, 80, args, NULL);
    assert_screen_is_in_place(t);
    assert_no_joiner_on_the_screen(t);
    assert_false(vth_sent(t, "\033[31m"));
    lab_quit(t);
}

/* ---- long lines ------------------------------------------------------------------------------ */

static void a_line_longer_than_the_prompt_scrolls_with_the_cursor(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    char line[301];
    for (int i = 0; i < 300; i++) {
        line[i] = (char)('a' + i % 26);
    }
    line[300] = '\0';
    vth_keys(t, line);
    lab_expect(t, "lmn");              /* 300 % 26 = 14: the line ends in n */
    lab_rest(t);
    assert_int_equal(t->cursor.row, 21);
    assert_true(t->cursor.col > 3 && t->cursor.col < 80);
    assert_int_equal(vth_cell(t, 21, t->cursor.col - 1).chars[0], 'n');
    vth_keys(t, "\033[D\033[D");
    lab_rest(t);
    assert_int_equal(vth_cell(t, 21, t->cursor.col).chars[0], 'm');
    vth_keys(t, "\001");
    lab_expect(t, " > abcdef");
    lab_rest(t);
    assert_int_equal(t->cursor.col, 3);
    for (int i = 0; i < 150; i++) {
        vth_keys(t, "\033[C");
    }
    lab_rest(t);
    assert_true(t->cursor.col > 3 && t->cursor.col < 80);
    assert_int_equal(vth_cell(t, 21, t->cursor.col).chars[0], (uint32_t)('a' + 150 % 26));
    lab_quit(t);
}

/* ---- control keys ---------------------------------------------------------------------------- */

static void control_keys_of_terminals_do_no_harm_on_an_empty_line(void **state)
{
    (void)state;
    static const char *const keys[] = {"\023", "\021", "\034", "\026"};  /* Ctrl-S, Q, \, V */
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct vth *t = lab_begin(24, 80);
        vth_keys(t, keys[i]);
        lab_rest(t);
        vth_keys(t, "\003");           /* ends a search, and a key that is to be quoted */
        lab_rest(t);
        lab_type(t, LAB_RESERVE);
        lab_expect(t, "step 1 of 1");
        lab_quit(t);
    }
}

static void control_keys_of_terminals_keep_a_full_line(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_keys(t, "abcd");
    vth_keys(t, "\021\034");           /* Ctrl-Q quotes the next key: Ctrl-\ */
    lab_rest(t);
    vth_keys(t, "\177\001\004");       /* Backspace, Ctrl-A, Ctrl-D: deletes, does not leave */
    lab_expect(t, " > bcd");
    vth_keys(t, "\005\004");           /* Ctrl-D at the end of a line does not leave either */
    vth_keys(t, "e");
    lab_expect(t, " > bcde");
    vth_keys(t, "\023");               /* Ctrl-S searches; Ctrl-G gives up */
    lab_rest(t);
    vth_keys(t, "\007f");
    lab_expect(t, " > bcdef");
    lab_quit(t);
}

/* ---- pastes ---------------------------------------------------------------------------------- */

static void a_hundred_pasted_lines_run_nothing_and_send_no_control_byte(void **state)
{
    (void)state;
    static char text[16384];
    size_t len = 0;
    for (int i = 0; i < 100; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len,
            "\treserve\t%X000000 1p \033]0;title\a\033[31m\001\b\x7F\n", 16 + i % 32);
    }
    struct vth *t = lab_begin(24, 80);
    vth_paste(t, text);
    lab_expect(t, "y/n");
    lab_expect(t, "step 0 of 0");
    assert_screen_is_in_place(t);
    vth_keys(t, "n");
    assert_true(vth_gone(t, "y/n", LAB_PATIENCE));
    lab_expect(t, "step 0 of 0");
    vth_paste(t, text);
    lab_expect(t, "y/n");
    vth_keys(t, "y");
    assert_true(vth_gone(t, "y/n", LAB_PATIENCE));
    lab_rest(t);
    assert_screen_is_in_place(t);
    assert_false(vth_sent(t, "\033]"));
    assert_false(vth_sent(t, "\033[31m"));
    assert_false(vth_sent(t, "\a"));
    vth_keys(t, "\003");
    lab_rest(t);
    lab_type(t, "1234+1");
    lab_expect(t, "1235");
    lab_quit(t);
}

/* ---- the mouse ------------------------------------------------------------------------------- */

/* button: 0 left, 1 middle, 2 right, 32 and more: moved, 64 and 65: the wheel. */
static void report(struct vth *t, int button, int row, int col, bool pressed)
{
    char bytes[48];
    snprintf(bytes, sizeof bytes, "\033[<%d;%d;%d%c", button, col + 1, row + 1,
        pressed ? 'M' : 'm');
    vth_keys(t, bytes);
}

static void reports_of_the_mouse_do_no_harm_anywhere_on_the_screen_and_beyond(void **state)
{
    (void)state;
    static const int sizes[][2] = {{24, 80}, {50, 250}, {14, 40}, {2, 5}};
    struct vth *t = lab_begin(24, 80);
    lab_type(t, LAB_RESERVE);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        vth_resize(t, sizes[i][0], sizes[i][1]);
        lab_rest(t);
        for (int row = 0; row <= sizes[i][0] + 1; row++) {
            for (int col = row % 17; col <= sizes[i][1] + 1; col += 17) {
                report(t, 0, row, col, true);
                report(t, 32, row, col + 3, true);
                report(t, 0, row, col + 3, false);
            }
            report(t, 64, row, 5, true);
            report(t, 65, row, 5, true);
            report(t, 2, row, 5, false);         /* a release without its press */
            vth_settle(t, 2, 50);
        }
        report(t, 0, 60000, 60000, true);        /* from a screen that was larger */
        lab_rest(t);
    }
    vth_resize(t, 24, 80);
    vth_keys(t, "\003");
    lab_rest(t);
    vth_keys(t, "\003");
    lab_rest(t);
    vth_keys(t, "n\003");              /* whatever asked */
    lab_rest(t);
    lab_expect(t, "step 1 of 1");      /* nothing ran by a click */
    lab_type(t, "1234+1");
    lab_expect(t, "1235");
    lab_quit(t);
}

int main(int argc, char **argv)
{
    lab_setup(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escape_alone_closes_the_popup_within_100_ms),
        cmocka_unit_test(escape_and_b_at_once_is_alt_b),
        cmocka_unit_test(an_arrow_in_three_writes_5_ms_apart_is_an_arrow),
        cmocka_unit_test(odd_characters_keep_every_cell_in_place),
        cmocka_unit_test(odd_characters_in_file_names_and_output_keep_every_cell_in_place),
        cmocka_unit_test(a_line_longer_than_the_prompt_scrolls_with_the_cursor),
        cmocka_unit_test(control_keys_of_terminals_do_no_harm_on_an_empty_line),
        cmocka_unit_test(control_keys_of_terminals_keep_a_full_line),
        cmocka_unit_test(a_hundred_pasted_lines_run_nothing_and_send_no_control_byte),
        cmocka_unit_test(reports_of_the_mouse_do_no_harm_anywhere_on_the_screen_and_beyond),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
