/* What keys, pastes and the focus do on the real screen. */
#define _DEFAULT_SOURCE
#include "lab.h"
#include "testlib.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void typing_shows_the_text_and_the_cursor_behind_it(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_keys(t, "p\xC3\xA1g");
    lab_expect(t, " > p\xC3\xA1g");
    assert_int_equal(t->cursor.row, 21);
    assert_int_equal(t->cursor.col, 6);
    lab_quit(t);
}

static void a_burst_of_500_characters_arrives_in_order(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    char burst[501];
    for (int i = 0; i < 500; i++) {
        burst[i] = (char)('a' + i % 26);
    }
    burst[500] = '\0';
    vth_keys(t, burst);
    lab_rest(t);
    vth_keys(t, "\001");               /* Ctrl-A: the beginning of the line */
    lab_expect(t, " > abcdefghijklmnopqrstuvwxyzabcd");
    vth_keys(t, "\005");
    lab_expect(t, "bcdef");            /* 500 % 26 = 6: the line ends in f */
    lab_quit(t);
}

static void wide_and_odd_characters_keep_the_cursor_in_place(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_keys(t, "\xE4\xB8\xAD" "a");                        /* a wide one */
    lab_expect(t, " > \xE4\xB8\xAD" "a");
    assert_int_equal(t->cursor.col, 6);
    vth_keys(t, "\xF0\x9F\x98\x80");                       /* beyond the basic plane: shown as ? */
    lab_expect(t, "a?");
    assert_int_equal(t->cursor.col, 7);
    vth_keys(t, "\177\177\177x");
    lab_expect(t, " > x");
    assert_int_equal(t->cursor.col, 4);
    lab_quit(t);
}

static void undo_and_redo_work_from_keys(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    lab_type(t, LAB_RESERVE);
    lab_expect(t, "step 1 of 1");
    vth_keys(t, "\x1A");
    lab_expect(t, "step 0 of 1");
    vth_keys(t, "\033[20~");           /* F9 */
    lab_expect(t, "step 1 of 1");
    vth_keys(t, "\033[19~");           /* F8 */
    lab_expect(t, "step 0 of 1");
    lab_quit(t);
}

static void letters_undo_and_redo_on_the_map_alone(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    lab_type(t, LAB_RESERVE);
    lab_expect(t, "step 1 of 1");
    vth_keys(t, "\t");                  /* to the map */
    vth_keys(t, "u");
    lab_expect(t, "step 0 of 1");
    vth_keys(t, "r");
    lab_expect(t, "step 1 of 1");
    vth_keys(t, "\t");                  /* back at the prompt they are letters */
    vth_keys(t, "u");
    lab_expect(t, "> u");
    lab_expect(t, "step 1 of 1");
    vth_keys(t, "\x03");
    lab_quit(t);
}

static void an_empty_line_runs_nothing(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    lab_type(t, LAB_RESERVE);
    lab_type(t, "");
    lab_type(t, "   ");
    lab_expect(t, "step 1 of 1");
    lab_quit(t);
}

static void f7_puts_the_cure_on_the_prompt_and_enter_runs_it(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    lab_type(t, LAB_RESERVE);
    lab_type(t, "VirtualFree((void *)0x40000000, 8*4096, MEM_RELEASE)");
    lab_expect(t, "ERROR_INVALID_PARAMETER");
    vth_keys(t, "\033[18~");           /* F7 */
    lab_expect(t, " > VirtualFree(");
    vth_keys(t, "\r");
    lab_expect(t, "step 3 of 3");
    lab_expect(t, "free");
    lab_quit(t);
}

/* Everything about the nearest call that works needs F7 first. */
static void a_stray_enter_runs_no_cure(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    lab_type(t, LAB_RESERVE);
    lab_type(t, "VirtualFree((void *)0x40000000, 8*4096, MEM_RELEASE)");
    lab_expect(t, "F7");
    lab_type(t, "");
    lab_type(t, "");
    lab_type(t, "why");
    lab_type(t, "");
    lab_expect(t, "step 2 of 2");
    lab_quit(t);
}

static bool is_underlined(struct vth *t, int row, int col)
{
    VTermScreenCell cell;
    return vterm_screen_get_cell(t->screen, (VTermPos){row, col}, &cell) && cell.attrs.underline;
}

static void what_is_typed_shows_its_preview_before_enter(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    int row = 0;
    lab_type(t, LAB_RESERVE);
    lab_type(t, "commit 40000000 1p");
    vth_keys(t, "VirtualAlloc(0x40002000, 4096, MEM_COMMIT, PAGE_READONLY");
    lab_expect(t, "will commit 1 page 40002000-40002FFF: reserved -> read-only; charge +1");
    lab_expect(t, "r would change");
    assert_true(vth_find(t, "40000000\xE2\x94\x82", &row, NULL));
    assert_true(is_underlined(t, row, 12));
    assert_false(is_underlined(t, row, 11));
    vth_keys(t, "\003");               /* Ctrl-C drops the line */
    assert_true(vth_gone(t, "would change", LAB_PATIENCE));
    vth_keys(t, "protect 40003000 1p r");
    lab_expect(t, "will fail: R-PROTECT-2");
    lab_expect(t, "F would break the rule");
    assert_false(vth_find(t, "broke the rule", NULL, NULL));
    vth_keys(t, "\003");
    assert_true(vth_gone(t, "would break", LAB_PATIENCE));
    vth_keys(t, "release 40002000");
    lab_expect(t, "will fail: R-FREE-3");
    lab_expect(t, "step 2 of 2");
    lab_type(t, "\003preview off");
    vth_keys(t, "release 40000000");
    lab_expect(t, " > release 40000000");
    lab_rest(t);
    assert_false(vth_find(t, "will release", NULL, NULL));
    lab_quit(t);
}

static void a_call_that_is_asked_about_is_drawn_on_the_map_until_one_types(void **state)
{
    (void)state;
    static const char *const words[] = {"inside", "preview"};
    struct vth *t = lab_begin(24, 80);
    lab_type(t, LAB_RESERVE);
    for (int i = 0; i < 2; i++) {
        char line[64];
        snprintf(line, sizeof line, "%s commit 40003000 2p", words[i]);
        lab_type(t, line);
        lab_expect(t, "w would change");
        lab_expect(t, "page 40003000");
        assert_false(vth_find(t, "will fail", NULL, NULL));
        vth_keys(t, "x");
        assert_true(vth_gone(t, "would change", LAB_PATIENCE));
        vth_keys(t, "\003");
    }
    lab_type(t, "inside release 40001000");
    lab_expect(t, "F would break the rule");
    lab_type(t, "commit 40000000 1p");
    assert_true(vth_gone(t, "would break", LAB_PATIENCE));
    lab_quit(t);
}

static void the_cursor_of_the_terminal_is_the_focus(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    lab_type(t, LAB_RESERVE);
    vth_keys(t, "\t");
    lab_expect(t, "take address");
    int row = 0;
    assert_true(vth_find(t, "40000000\xE2\x94\x82", &row, NULL));
    assert_int_equal(t->cursor.row, row);
    assert_int_equal(t->cursor.col, 10);
    vth_keys(t, "\033[C\033[C");
    lab_expect(t, "page 40002000");
    assert_int_equal(t->cursor.col, 12);
    vth_keys(t, "\r");
    lab_expect(t, " > 0x40002000");
    assert_int_equal(t->cursor.row, 21);
    lab_quit(t);
}

static void typing_on_the_map_goes_to_the_prompt(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_keys(t, "\t");
    lab_expect(t, "take address");
    vth_keys(t, "commit");
    lab_expect(t, " > commit");
    lab_quit(t);
}

static void plus_and_minus_zoom_on_an_empty_line_only(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_keys(t, "-");
    lab_expect(t, "1 cell = 2 pages");
    vth_keys(t, "-");
    lab_expect(t, "1 cell = 4 pages");
    vth_keys(t, "+");
    lab_expect(t, "1 cell = 2 pages");
    vth_keys(t, "1+1-1");
    lab_expect(t, " > 1+1-1");
    lab_expect(t, "1 cell = 2 pages");
    lab_quit(t);
}

static void tab_offers_words_and_a_letter_narrows_them(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_keys(t, "re\t");
    lab_expect(t, "release");
    lab_expect(t, "reserve");
    vth_keys(t, "s");
    assert_true(vth_gone(t, "release", LAB_PATIENCE));
    vth_keys(t, "e\t");
    lab_rest(t);
    vth_keys(t, "\025re\t");           /* Ctrl-U clears the line */
    lab_expect(t, "take it");
    vth_keys(t, "\033");               /* alone: closes at once */
    assert_true(vth_gone(t, "take it", LAB_PATIENCE));
    lab_rest(t);
    lab_quit(t);
}

static void arguments_are_named_while_typing(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_keys(t, "VirtualAlloc(0x40000000, 4096, ");
    lab_expect(t, "lpAddress  dwSize  flAllocationType  flProtect");
    int row = 0;
    int col = 0;
    assert_true(vth_find(t, "flAllocationType", &row, &col));
    assert_true(vth_cell(t, row, col).attrs.underline);
    assert_true(vth_find(t, "dwSize", &row, &col));
    assert_false(vth_cell(t, row, col).attrs.underline);
    lab_quit(t);
}

static void a_pasted_call_over_several_lines_becomes_one_line_and_waits(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 100);
    vth_paste(t, "p = VirtualAlloc((void *)0x40000000,\n\t8*4096,\n\tMEM_RESERVE,\n"
                 "\tPAGE_READWRITE);\n");
    lab_expect(t, "> p = VirtualAlloc((void *)0x40000000, 8*4096, MEM_RESERVE, PAGE_READWRITE);");
    lab_expect(t, "step 0 of 0");
    vth_keys(t, "\r");
    lab_expect(t, "step 1 of 1");
    lab_quit(t);
}

static void several_pasted_lines_run_only_after_a_yes(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_paste(t, "reserve 40000000 8p\ncommit 40000000 1p\n");
    lab_expect(t, "y/n");
    lab_expect(t, "step 0 of 0");
    vth_keys(t, "n");
    assert_true(vth_gone(t, "y/n", LAB_PATIENCE));
    lab_expect(t, "step 0 of 0");
    vth_paste(t, "reserve 40000000 8p\ncommit 40000000 1p\n");
    lab_expect(t, "y/n");
    vth_keys(t, "y");
    lab_expect(t, "step 2 of 2");
    lab_quit(t);
}

static void a_pasted_program_is_offered_and_stepped(void **state)
{
    (void)state;
    struct vth *t = lab_begin(36, 100);
    vth_paste(t, "#include <stdio.h>\nint main(void)\n{\n    int i = 3;\n"
                 "    printf(\"%d\\n\", i);\n"
                 "    return 0;\n}\n");
    lab_expect(t, "y/n");
    vth_keys(t, "y");
    lab_expect(t, "4 >");
    vth_keys(t, "\033[15~");           /* F5 */
    lab_expect(t, "5 >");
    lab_quit(t);
}

static void the_statement_that_ended_a_program_stays_marked(void **state)
{
    (void)state;
    struct vth *t = lab_begin(36, 100);
    vth_paste(t, "int main(void)\n{\n    char *p = 0;\n    *p = 1;\n    return 0;\n}\n");
    lab_expect(t, "y/n");
    vth_keys(t, "y");
    lab_expect(t, "F5 runs the marked statement");
    lab_type(t, "run");
    lab_expect(t, "4 >     *p = 1;");
    int row = 0;
    int col = 0;
    assert_true(vth_find(t, "*p = 1;", &row, &col));
    const VTermScreenCell cell = vth_cell(t, row, col);
    assert_int_equal(cell.bg.indexed.idx, 204);              /* as the page that broke the rule */
    lab_quit(t);
}

static void control_bytes_in_a_paste_never_reach_the_screen(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_paste(t, "a\tb\x07\x01" "c");
    lab_expect(t, " > a bc");
    lab_quit(t);
}

static void a_paste_without_its_end_is_left_with_ctrl_c(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_keys(t, "\033[200~half of it");
    lab_rest(t);
    vth_keys(t, "\003");
    lab_rest(t);
    vth_keys(t, "history");
    lab_expect(t, " > history");
    lab_quit(t);
}

static void a_run_without_end_stops_at_ctrl_c(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_keys(t, "while (1) ;\r");
    lab_expect(t, "Ctrl-C stops");
    vth_keys(t, "\003");
    assert_true(vth_gone(t, "Ctrl-C stops", LAB_PATIENCE));
    lab_type(t, LAB_RESERVE);
    lab_expect(t, "= 40000000");
    lab_quit(t);
}

/* Both in one write: the second run must not take the Ctrl-C that stopped the first for its own. */
static void ctrl_c_does_not_stop_what_is_typed_after_it(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_keys(t, "while (1) ;\r");
    lab_expect(t, "Ctrl-C stops");
    vth_keys(t, "\003while (1) ;\r");
    vth_settle(t, 500, 500);
    assert_true(vth_find(t, "Ctrl-C stops", NULL, NULL));
    vth_keys(t, "\003");
    lab_expect(t, "step 2 of 2");
    lab_quit(t);
}

#define WIDE_BLANK "                            "    /* wider than 80 columns leave */

static void a_resize_during_a_run_is_followed(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_keys(t, "while (1) ;\r");
    lab_expect(t, "Ctrl-C stops");
    vth_resize(t, 36, 120);
    lab_expect(t, WIDE_BLANK "running; Ctrl-C stops");
    vth_keys(t, "\003");
    lab_expect(t, "lost in tails");
    lab_quit(t);
}

static void lines_are_remembered_by_the_next_session(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    lab_type(t, LAB_RESERVE);
    lab_quit(t);
    t = lab_start(24, 80, LAB_ENGLISH, NULL);
    vth_keys(t, "\033[A");
    lab_expect(t, " > " LAB_RESERVE);
    lab_quit(t);
}

static void a_killed_session_is_offered_and_restored(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    lab_type(t, LAB_RESERVE);
    lab_type(t, "commit 0x40000000 2p rw");
    lab_expect(t, "step 2 of 2");
    kill(t->pid, SIGKILL);
    assert_true(vth_exit(t, LAB_PATIENCE));
    vth_free(t);
    t = lab_start(24, 80, LAB_ENGLISH, NULL);
    lab_expect(t, "y/n");
    vth_keys(t, "y");
    lab_expect(t, "step 2 of 2");
    lab_quit(t);
    t = lab_start(24, 80, LAB_ENGLISH, NULL);
    lab_rest(t);
    assert_false(vth_find(t, "y/n", NULL, NULL));
    lab_quit(t);
}

static void a_lesson_is_restored_with_its_hints(void **state)
{
    (void)state;
    struct vth *t = lab_begin(30, 100);
    lab_type(t, "lesson commit-part");
    lab_type(t, "hint");
    lab_expect(t, "Hint 1 of 3");
    lab_type(t, LAB_RESERVE);
    lab_expect(t, "step 2 of 2");
    kill(t->pid, SIGKILL);
    assert_true(vth_exit(t, LAB_PATIENCE));
    vth_free(t);
    t = lab_start(30, 100, LAB_ENGLISH, NULL);
    lab_expect(t, "y/n");
    vth_keys(t, "y");
    lab_expect(t, "step 2 of 2");
    lab_type(t, "hint");
    lab_expect(t, "Hint 2 of 3");
    lab_quit(t);
}

/* The endless line has no stop in the journal: it was killed while it ran. Ctrl-C stops it again. */
static void restoring_goes_on_behind_a_line_that_ctrl_c_stops(void **state)
{
    (void)state;
    char file[] = "/tmp/pagelab-journal-XXXXXX";
    const int fd = mkstemp(file);
    assert_true(fd >= 0);
    static const char JOURNAL[] = "#pagelab-journal 1 machine=x86 layout=empty\n"
        "while (1) ;\n" LAB_RESERVE "\ncommit 0x40000000 2p rw\n";
    assert_int_equal(write(fd, JOURNAL, sizeof JOURNAL - 1), sizeof JOURNAL - 1);
    close(fd);
    lab_fresh();
    const char *const args[] = {"--lang", "en", "--journal", file, NULL};
    struct vth *t = lab_start(24, 80, args, NULL);
    lab_expect(t, "y/n");
    vth_keys(t, "y");
    lab_expect(t, "Ctrl-C stops");
    vth_keys(t, "\003");
    lab_expect(t, "step 3 of 3");
    lab_expect(t, "2 pages");
    lab_quit(t);
    t = lab_start(24, 80, args, NULL);
    vth_settle(t, 200, 1000);
    assert_false(vth_find(t, "y/n", NULL, NULL));
    lab_quit(t);
    char backup[64];
    snprintf(backup, sizeof backup, "%s~", file);
    unlink(file);
    unlink(backup);
}

static void typing_at_once_puts_the_question_off(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    lab_type(t, "commit 0x40000000 2p rw");
    lab_expect(t, "step 1 of 1");
    kill(t->pid, SIGKILL);
    assert_true(vth_exit(t, LAB_PATIENCE));
    vth_free(t);
    t = lab_start(24, 80, LAB_ENGLISH, NULL);
    lab_expect(t, "y/n");
    vth_keys(t, LAB_RESERVE "\r");
    lab_expect(t, "step 1 of 1");
    lab_expect(t, "8 pages free");
    lab_quit(t);
    t = lab_start(24, 80, LAB_ENGLISH, NULL);
    lab_expect(t, "y/n");
    vth_keys(t, "n");
    lab_quit(t);
}

static void keys_that_nobody_knows_leave_nothing_behind(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_keys(t, "ab\033[33~\033[1;37P\033[57377u");
    lab_rest(t);
    vth_keys(t, "cd");
    lab_expect(t, " > abcd");
    lab_quit(t);
}

static void function_keys_work_with_the_popup_open(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_keys(t, "VirtualA\t");
    lab_expect(t, "Esc close");
    vth_keys(t, "\033OP");             /* F1 */
    lab_expect(t, "PgDn for more");
    vth_keys(t, "q");
    lab_expect(t, " > VirtualA");
    lab_quit(t);
}

static void help_opens_anywhere_and_escape_closes_it(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_keys(t, "?");
    lab_expect(t, "PgDn for more");
    vth_keys(t, "\033");
    assert_true(vth_gone(t, "PgDn for more", LAB_PATIENCE));
    vth_keys(t, "abc\033OP");          /* F1 */
    lab_expect(t, "PgDn for more");
    vth_keys(t, "q");
    lab_expect(t, " > abc");
    lab_quit(t);
}

static void the_language_changes_while_running(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    lab_type(t, "lang es");
    lab_expect(t, "paso 0 de 0");
    lab_type(t, "lang en");
    lab_expect(t, "step 0 of 0");
    lab_quit(t);
}

int main(int argc, char **argv)
{
    lab_setup(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typing_shows_the_text_and_the_cursor_behind_it),
        cmocka_unit_test(a_burst_of_500_characters_arrives_in_order),
        cmocka_unit_test(wide_and_odd_characters_keep_the_cursor_in_place),
        cmocka_unit_test(undo_and_redo_work_from_keys),
        cmocka_unit_test(letters_undo_and_redo_on_the_map_alone),
        cmocka_unit_test(an_empty_line_runs_nothing),
        cmocka_unit_test(f7_puts_the_cure_on_the_prompt_and_enter_runs_it),
        cmocka_unit_test(a_stray_enter_runs_no_cure),
        cmocka_unit_test(what_is_typed_shows_its_preview_before_enter),
        cmocka_unit_test(a_call_that_is_asked_about_is_drawn_on_the_map_until_one_types),
        cmocka_unit_test(the_cursor_of_the_terminal_is_the_focus),
        cmocka_unit_test(typing_on_the_map_goes_to_the_prompt),
        cmocka_unit_test(plus_and_minus_zoom_on_an_empty_line_only),
        cmocka_unit_test(tab_offers_words_and_a_letter_narrows_them),
        cmocka_unit_test(arguments_are_named_while_typing),
        cmocka_unit_test(a_pasted_call_over_several_lines_becomes_one_line_and_waits),
        cmocka_unit_test(several_pasted_lines_run_only_after_a_yes),
        cmocka_unit_test(a_pasted_program_is_offered_and_stepped),
        cmocka_unit_test(the_statement_that_ended_a_program_stays_marked),
        cmocka_unit_test(control_bytes_in_a_paste_never_reach_the_screen),
        cmocka_unit_test(a_paste_without_its_end_is_left_with_ctrl_c),
        cmocka_unit_test(a_run_without_end_stops_at_ctrl_c),
        cmocka_unit_test(ctrl_c_does_not_stop_what_is_typed_after_it),
        cmocka_unit_test(a_resize_during_a_run_is_followed),
        cmocka_unit_test(lines_are_remembered_by_the_next_session),
        cmocka_unit_test(a_killed_session_is_offered_and_restored),
        cmocka_unit_test(a_lesson_is_restored_with_its_hints),
        cmocka_unit_test(restoring_goes_on_behind_a_line_that_ctrl_c_stops),
        cmocka_unit_test(typing_at_once_puts_the_question_off),
        cmocka_unit_test(function_keys_work_with_the_popup_open),
        cmocka_unit_test(keys_that_nobody_knows_leave_nothing_behind),
        cmocka_unit_test(help_opens_anywhere_and_escape_closes_it),
        cmocka_unit_test(the_language_changes_while_running),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
