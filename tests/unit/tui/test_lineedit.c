/* lineedit: the line and the lines before it, whatever was going on when Ctrl-C came. In a build
 * with sanitizers the end of the program tells whether readline still owns a byte. */
#include "lineedit.h"
#include "testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void remember(void *ctx, const char *text)
{
    (void)ctx;
    lineedit_remember(text);
}

static int start(void **state)
{
    (void)state;
    setenv("INPUTRC", "/dev/null", 1);
    lineedit_start(NULL, remember, NULL);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    lineedit_stop();
    return 0;
}

static void type(const char *text)
{
    for (; *text != '\0'; text++) {
        lineedit_key(*text == '\r' ? K_ENTER : (keymap_key)*text);
    }
}

static void ctrl_c_leaves_the_place_in_the_history(void **state)
{
    (void)state;
    type("one\rtwo\rthree\r");
    lineedit_key(K_UP);
    lineedit_key(K_UP);
    assert_string_equal(lineedit_text(), "two");
    lineedit_clear();
    assert_string_equal(lineedit_text(), "");
    lineedit_key(K_UP);
    assert_string_equal(lineedit_text(), "three");
}

static void ctrl_c_drops_the_half_line_that_a_look_back_had_put_aside(void **state)
{
    (void)state;
    type("one\rhalf");
    lineedit_key(K_UP);
    type("more");
    lineedit_key(K_UP);
    lineedit_clear();
    lineedit_key(K_UP);
    lineedit_key(0x0E);                /* Ctrl-N: the newest is the empty line again */
    assert_string_equal(lineedit_text(), "");
}

static void ctrl_c_ends_a_search(void **state)
{
    (void)state;
    type("one\rtwo\r\x12o");
    assert_non_null(lineedit_question());
    lineedit_clear();
    assert_null(lineedit_question());
    type("x");
    assert_string_equal(lineedit_text(), "x");
}

/* Both make readline touch what it has freed, or lose what it has not. */
static void counts_and_searches_with_a_string_of_their_own_are_left_out(void **state)
{
    (void)state;
    type("one\r");
    lineedit_key(K_UP);
    lineedit_key('3' | KEYMAP_ALT);
    assert_null(lineedit_question());
    lineedit_key('p' | KEYMAP_ALT);
    assert_null(lineedit_question());
    type("\r");
    type("\x13");
    type("a");
    lineedit_clear();
}

static void the_first_of_two_keys_ends_a_search(void **state)
{
    (void)state;
    type("one\r\x12o");
    lineedit_key(K_CTRL('X'));
    lineedit_key('b');
    assert_null(lineedit_question());
    lineedit_clear();
}

static void alt_and_enter_does_not_turn_to_the_keys_of_vi(void **state)
{
    (void)state;
    lineedit_key('\r' | KEYMAP_ALT);
    lineedit_key('\n' | KEYMAP_ALT);
    type("jkl");
    assert_string_equal(lineedit_text(), "jkl");
    lineedit_key(K_HOME);
    type("x\x1B");
    type("h");
    assert_string_equal(lineedit_text(), "xhjkl");
    lineedit_clear();
}

static unsigned draw(uint64_t *seed, unsigned limit)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*seed >> 33) % limit;
}

static keymap_key draw_key(uint64_t *seed)
{
    static const keymap_key OFTEN[] = {'a', 'b', ' ', '(', K_UP, K_UP, K_DOWN, K_LEFT, K_RIGHT,
        K_HOME, K_END, K_DELETE, K_BACKSPACE, K_ENTER, 0xF1, 0x4E2D};
    switch (draw(seed, 4)) {
    case 0:
        return 1 + draw(seed, 26);     /* Ctrl and a letter */
    case 1:
        return draw(seed, 128) | KEYMAP_ALT;
    default:
        return OFTEN[draw(seed, sizeof OFTEN / sizeof *OFTEN)];
    }
}

/* Looks back, edits, searches, takes back, clears in the middle of it: 20,000 keys. */
static void any_keys_leave_a_line_that_works(void **state)
{
    (void)state;
    enum { EVENTS = 20000, CLEAR_EVERY = 37 };
    uint64_t seed = 9;
    for (int i = 0; i < EVENTS; i++) {
        if (i % CLEAR_EVERY == 0) {
            lineedit_clear();
            assert_int_equal(lineedit_len(), 0);
            assert_null(lineedit_question());
        } else if (draw(&seed, 50) == 0) {
            lineedit_insert("pasted");
        } else {
            lineedit_key(draw_key(&seed));
        }
        assert_true(lineedit_cursor() <= lineedit_len());
    }
    lineedit_clear();
    type("1234");
    assert_string_equal(lineedit_text(), "1234");
}

/* The undo list of an edited line stays with it, and nobody frees that of a line that drops out. */
static void more_lines_than_are_kept_between_sessions_stay_in_this_one(void **state)
{
    (void)state;
    enum { LINES = 1200 };
    char line[32];
    type("the first\r");
    for (int i = 0; i < LINES; i++) {
        snprintf(line, sizeof line, "line %d\r", i);
        type(line);
    }
    lineedit_key('<' | KEYMAP_ALT);    /* to the beginning of the history */
    type("x");
    lineedit_key(K_DOWN);
    lineedit_clear();
    lineedit_key(K_UP);
    assert_string_equal(lineedit_text(), "line 1199");
    lineedit_clear();
    type("one more\r");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ctrl_c_leaves_the_place_in_the_history),
        cmocka_unit_test(ctrl_c_drops_the_half_line_that_a_look_back_had_put_aside),
        cmocka_unit_test(ctrl_c_ends_a_search),
        cmocka_unit_test(counts_and_searches_with_a_string_of_their_own_are_left_out),
        cmocka_unit_test(the_first_of_two_keys_ends_a_search),
        cmocka_unit_test(alt_and_enter_does_not_turn_to_the_keys_of_vi),
        cmocka_unit_test(more_lines_than_are_kept_between_sessions_stay_in_this_one),
        cmocka_unit_test(any_keys_leave_a_line_that_works),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
