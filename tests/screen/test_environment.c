/* What the environment says: terminals, colours, locales, streams that are no terminal, odd
 * files of earlier sessions. */
#define _DEFAULT_SOURCE
#include "lab.h"
#include "testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void leave_with_word(struct vth *t)
{
    vth_keys(t, "quit\r");             /* F10 has another sequence on some terminals */
    assert_true(vth_exit(t, LAB_PATIENCE));
    assert_true(WIFEXITED(t->status));
    assert_int_equal(WEXITSTATUS(t->status), 0);
    assert_true(t->cursor_shown);
    assert_false(t->alt_screen);
    assert_int_equal(t->modes, 0);
    assert_true(vth_is_cooked(t));
    vth_free(t);
}

static void too_small_a_screen_says_so_and_recovers(void **state)
{
    (void)state;
    lab_fresh();
    struct vth *t = lab_start(3, 20, LAB_ENGLISH, NULL);
    vth_resize(t, 2, 20);
    lab_rest(t);
    char row[256];
    vth_row(t, 0, row, sizeof row);
    assert_string_not_equal(row, "");
    vth_resize(t, 23, 79);
    lab_expect(t, "step 0 of 0");
    lab_expect(t, "F1 help");
    lab_quit(t);
}

/* ---- streams --------------------------------------------------------------------------------- */

/* Runs the program below a shell on a terminal, with what stands before and after its name. */
static struct vth *run_line(const char *before, const char *after)
{
    lab_fresh();
    struct vth *t = lab_shell(24, 80, NULL);
    char line[1024];
    snprintf(line, sizeof line, "%s '%s' --lang en --no-journal %s; echo status=$?\r", before,
        lab_exe(), after);
    vth_keys(t, line);
    return t;
}

static void streams_that_are_no_terminal_get_the_lab_of_lines(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after;
    } cases[] = {{"echo '" LAB_RESERVE "' |", ""}, {"echo '" LAB_RESERVE "' |", "| cat"},
        {"", "| cat"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct vth *t = run_line(cases[i].before, cases[i].after);
        if (cases[i].before[0] == '\0') {
            lab_rest(t);
            vth_keys(t, LAB_RESERVE "\rquit\r");
        }
        lab_expect(t, "8 pages free -> reserved");
        lab_expect(t, "status=0");
        assert_false(vth_sent(t, "\033[?1049h"));
        vth_free(t);
    }
}

/* ---- terminals ------------------------------------------------------------------------------- */

static void terminals_without_a_screen_get_the_lab_of_lines(void **state)
{
    (void)state;
    static const char *const before[] = {
        "TERM=dumb", "TERM=", "TERM=no-such-terminal", "env -u TERM"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        struct vth *t = run_line(before[i], "");
        lab_rest(t);
        assert_false(vth_sent(t, "\033[?1049h"));
        vth_keys(t, LAB_RESERVE "\r");
        lab_expect(t, "8 pages free -> reserved");
        vth_keys(t, "quit\r");
        lab_expect(t, "status=0");
        vth_free(t);
    }
}

#define GUARDED \
    "VirtualAlloc((void *)0x40060000, 8192, MEM_RESERVE|MEM_COMMIT, " \
    "PAGE_READWRITE|PAGE_GUARD)"
static const char *const EIGHT_CLASSES[] = {"reserve 40000000 2p", "alloc 40010000 2p none",
    "alloc 40020000 2p r", "alloc 40030000 2p rw", "alloc 40040000 2p x", "alloc 40050000 2p rwx",
    GUARDED, "query 40000000"};

static bool looks_alike(const VTermScreenCell *a, const VTermScreenCell *b)
{
    return a->chars[0] == b->chars[0] && vterm_color_is_equal(&a->fg, &b->fg) &&
        vterm_color_is_equal(&a->bg, &b->bg) && a->attrs.bold == b->attrs.bold &&
        a->attrs.underline == b->attrs.underline && a->attrs.reverse == b->attrs.reverse;
}

/* libvterm drops dim, so that what is told apart here is so without it. */
static void poor_terminals_tell_all_eight_states_apart(void **state)
{
    (void)state;
    enum { COLUMN = 10 + 1, STATES = 8 };                   /* the second page of each row */
    static const char *const terms[] = {"TERM=vt100", "TERM=linux", "TERM=xterm"};
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        const char *const env[] = {terms[i], NULL};
        lab_fresh();
        struct vth *t = lab_start(40, 80, LAB_ENGLISH, env);
        for (size_t j = 0; j < sizeof EIGHT_CLASSES / sizeof *EIGHT_CLASSES; j++) {
            lab_type(t, EIGHT_CLASSES[j]);
        }
        VTermScreenCell cells[STATES];
        size_t count = 0;
        static const char *const addresses[] = {
            "40000000\xE2\x94\x82", "40040000\xE2\x94\x82"};
        for (size_t a = 0; a < 2; a++) {
            int row = 0;
            int col = 0;
            assert_true(vth_find(t, addresses[a], &row, &col));
            for (int c = 0; c < 4; c++) {
                cells[count++] = vth_cell(t, row, COLUMN + 17 * c);
            }
        }
        int row = 0;
        assert_true(vth_find(t, "40080000 ", &row, NULL));
        cells[count - 1] = vth_cell(t, row, COLUMN);         /* a free page */
        for (size_t a = 0; a < count; a++) {
            for (size_t b = 0; b < a; b++) {
                if (looks_alike(&cells[a], &cells[b])) {
                    fail_msg("%s: states %zu and %zu look alike", terms[i], a, b);
                }
            }
        }
        leave_with_word(t);
    }
}

static void inside_tmux_its_own_terminal_type_works(void **state)
{
    (void)state;
    static const char *const terms[] = {"TERM=tmux-256color", "TERM=screen-256color"};
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        const char *const env[] = {terms[i], "TMUX=/nowhere,1,0", NULL};
        lab_fresh();
        struct vth *t = lab_start(24, 80, LAB_ENGLISH, env);
        lab_type(t, "alloc 40000000 3p rw");
        lab_expect(t, "40000000\xE2\x94\x82www");
        leave_with_word(t);
    }
}

/* ---- colours --------------------------------------------------------------------------------- */

static bool has_colour(struct vth *t)
{
    for (int y = 0; y < t->rows; y++) {
        for (int x = 0; x < t->cols; x++) {
            const VTermScreenCell cell = vth_cell(t, y, x);
            if (!VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) || !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg)) {
                return true;
            }
        }
    }
    return false;
}

static void no_color_counts_unless_empty_or_overruled(void **state)
{
    (void)state;
    static const struct {
        const char *env, *color;
        bool expected;
    } cases[] = {{"NO_COLOR=1", "auto", false}, {"NO_COLOR=0", "auto", false},
        {"NO_COLOR=", "auto", true}, {"NO_COLOR=1", "256", true}, {"NO_COLOR=1", "8", true},
        {"NO_COLOR=1", "always", true}, {"NO_COLOR=", "never", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const env[] = {cases[i].env, NULL};
        const char *const args[] = {"--lang", "en", "--color", cases[i].color, NULL};
        lab_fresh();
        struct vth *t = lab_start(24, 80, args, env);
        lab_type(t, "alloc 40000000 3p rw");
        lab_expect(t, "www");
        if (has_colour(t) != cases[i].expected) {
            fail_msg("%s with --color=%s", cases[i].env, cases[i].color);
        }
        lab_quit(t);
    }
}

/* ---- locales --------------------------------------------------------------------------------- */

static void locales_without_utf_8_get_ascii_and_survive_an_n_with_tilde(void **state)
{
    (void)state;
    static const char *const locales[] = {"LC_ALL=C", "LC_ALL=POSIX", "LC_ALL=es_ES.ISO-8859-1"};
    static const char *const typed[] = {"\xC3\xB1", "\xF1"};           /* UTF-8, Latin-1 */
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        const char *const env[] = {locales[i], NULL};
        lab_fresh();
        struct vth *t = lab_start(24, 80, LAB_ENGLISH, env);
        lab_type(t, "alloc 40000000 3p rw");
        lab_expect(t, "40000000|www~~~");
        for (size_t j = 0; j < 2; j++) {
            vth_keys(t, typed[j]);
            vth_keys(t, "abc");
            lab_expect(t, "abc");
            vth_keys(t, "\003");
            lab_rest(t);
        }
        for (int y = 0; y < t->rows; y++) {
            for (int x = 0; x < t->cols; x++) {
                assert_true(vth_cell(t, y, x).chars[0] < 0x80);
            }
        }
        lab_type(t, "1234+1");
        lab_expect(t, "1235");
        lab_quit(t);
    }
}

/* ---- files of earlier sessions --------------------------------------------------------------- */

static void works_and_leaves(struct vth *t)
{
    vth_keys(t, "\033[A\033[A");
    lab_rest(t);
    vth_keys(t, "\003");
    lab_rest(t);
    lab_type(t, "1234+1");
    lab_expect(t, "1235");
    lab_quit(t);
}

/* Works for every user, also for one whom no permission stops. */
static void a_state_directory_that_cannot_be_is_done_without(void **state)
{
    (void)state;
    static const char *const places[] = {
        "XDG_STATE_HOME=/dev/null", "XDG_STATE_HOME=/proc/self", "XDG_STATE_HOME=relative/path"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const char *const env[] = {places[i], "HOME=/dev/null", NULL};
        lab_fresh();
        struct vth *t = lab_start(24, 80, LAB_ENGLISH, env);
        works_and_leaves(t);
    }
    assert_int_not_equal(access("relative/path", F_OK), 0);
}

/* The history that an earlier session left: the bytes, so many times; a folder if NULL. */
static void make_history(const char *bytes, size_t len, size_t times)
{
    char path[160];
    lab_fresh();
    snprintf(path, sizeof path, "%s/pagelab", lab_state_dir());
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/pagelab/history", lab_state_dir());
    if (bytes == NULL) {
        assert_int_equal(mkdir(path, 0700), 0);
        return;
    }
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (size_t i = 0; i < times; i++) {
        assert_int_equal(fwrite(bytes, 1, len, file), len);
    }
    assert_int_equal(fclose(file), 0);
}

static void a_history_that_is_a_folder_is_done_without(void **state)
{
    (void)state;
    make_history(NULL, 0, 0);
    works_and_leaves(lab_start(24, 80, LAB_ENGLISH, NULL));
}

static void a_history_that_nobody_may_read_is_done_without(void **state)
{
    (void)state;
    static const char line[] = "reserve 1\n";
    char path[160];
    make_history(line, sizeof line - 1, 1);
    snprintf(path, sizeof path, "%s/pagelab/history", lab_state_dir());
    assert_int_equal(chmod(path, 0), 0);
    works_and_leaves(lab_start(24, 80, LAB_ENGLISH, NULL));
    snprintf(path, sizeof path, "%s/pagelab", lab_state_dir());
    assert_int_equal(chmod(path, 0500), 0);
    works_and_leaves(lab_start(24, 80, LAB_ENGLISH, NULL));
    assert_int_equal(chmod(path, 0700), 0);
}

static void a_history_with_nul_and_control_bytes_does_no_harm_of_any_size(void **state)
{
    (void)state;
    static const char line[] = "reserve 0x4\0\0 8p\xFF\x1B[31m rw and so on and so on and on\n";
    static const size_t sizes[] = {100, 10u << 20};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        make_history(line, sizeof line - 1, sizes[i] / (sizeof line - 1) + 1);
        works_and_leaves(lab_start(24, 80, LAB_ENGLISH, NULL));
    }
}

int main(int argc, char **argv)
{
    lab_setup(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(too_small_a_screen_says_so_and_recovers),
        cmocka_unit_test(streams_that_are_no_terminal_get_the_lab_of_lines),
        cmocka_unit_test(terminals_without_a_screen_get_the_lab_of_lines),
        cmocka_unit_test(poor_terminals_tell_all_eight_states_apart),
        cmocka_unit_test(inside_tmux_its_own_terminal_type_works),
        cmocka_unit_test(no_color_counts_unless_empty_or_overruled),
        cmocka_unit_test(locales_without_utf_8_get_ascii_and_survive_an_n_with_tilde),
        cmocka_unit_test(a_state_directory_that_cannot_be_is_done_without),
        cmocka_unit_test(a_history_that_is_a_folder_is_done_without),
        cmocka_unit_test(a_history_that_nobody_may_read_is_done_without),
        cmocka_unit_test(a_history_with_nul_and_control_bytes_does_no_harm_of_any_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
