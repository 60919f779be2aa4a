/* config: lines are understood or named, and writing one key keeps the others. */
#include "config.h"
#include "keymap.h"
#include "testlib.h"

#include <string.h>

static unsigned read_text(struct config *config, const char *text)
{
    *config = config_default();
    return config_read(config, text, strlen(text));
}

static void every_key_is_understood(void **state)
{
    (void)state;
    struct config c;
    assert_int_equal(read_text(&c, "# mine\n\ntheme = light\nprojector=on\n order = up # so\n"
                                   "mouse =off\npreview = off"), 0);
    assert_true(c.has_theme);
    assert_int_equal(c.theme, THEME_LIGHT);
    assert_true(c.projector);
    assert_true(c.low_at_bottom);
    assert_false(c.mouse);
    assert_false(c.preview);
}

static void the_first_line_that_says_nothing_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned line;
    } cases[] = {{"", 0}, {"mouse = on\ncolour = red\n", 2}, {"mouse = perhaps", 1},
        {"mouse", 1}, {"= on", 1}, {"theme =", 1}, {"#\n\n\nx\ny\n", 4}, {"mouse = on\r\n", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct config c;
        assert_int_equal(read_text(&c, cases[i].text), cases[i].line);
    }
}

static void a_wrong_line_does_not_stop_the_others(void **state)
{
    (void)state;
    struct config c;
    assert_int_equal(read_text(&c, "mouse = perhaps\nprojector = on\n"), 1);
    assert_true(c.mouse);
    assert_true(c.projector);
}

static void writing_a_key_keeps_the_other_lines(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after;
    } cases[] = {{"", "order = up\n"}, {"# mine\nmouse = off", "# mine\nmouse = off\norder = up\n"},
        {"order = down\nmouse = off\n", "order = up\nmouse = off\n"},
        {"order=down\norder = down\n", "order = up\n"},
        {"# order = down\n", "# order = down\norder = up\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf text = {0};
        buf_add(&text, cases[i].before);
        config_write(&text, "order", "up");
        assert_string_equal(buf_text(&text), cases[i].after);
        buf_finish(&text);
    }
}

static void keys_can_be_set(void **state)
{
    (void)state;
    struct config c;
    assert_int_equal(read_text(&c, "key zoom-in = F6\nkey undo = Ctrl-G\nkey sort = z\n"), 0);
    assert_int_equal(keymap_find(K_F0 + 6, AT_MAP), ACT_ZOOM_IN);
    assert_int_equal(keymap_find('+', AT_MAP), ACT_NONE);
    assert_int_equal(keymap_find(K_CTRL('G'), AT_PROMPT), ACT_UNDO);
    assert_int_equal(keymap_find(K_F0 + 8, AT_PROMPT), ACT_UNDO);        /* the others stay */
    assert_int_equal(keymap_find('z', AT_REGIONS), ACT_SORT);
    static const char *const wrong[] = {"key fly = F6", "key undo = F13", "key undo = Ctrl-C",
        "key undo = x", "key undo =", "key = F6", "key undo = Ctrl-Mx"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(read_text(&c, wrong[i]), 1);
    }
    assert_int_equal(keymap_find(K_CTRL('G'), AT_PROMPT), ACT_UNDO);
}

static void a_key_that_is_set_leaves_what_it_did(void **state)
{
    (void)state;
    struct config c;
    assert_int_equal(keymap_find(K_F0 + 5, AT_MAP), ACT_STEP);
    assert_int_equal(read_text(&c, "key chart = F5"), 0);
    assert_int_equal(keymap_find(K_F0 + 5, AT_MAP), ACT_CHART);
    for (unsigned i = 0; keymap_at(i) != NULL; i++) {
        assert_true(keymap_at(i)->action != ACT_STEP || keymap_at(i)->places == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_is_understood),
        cmocka_unit_test(the_first_line_that_says_nothing_is_named),
        cmocka_unit_test(a_wrong_line_does_not_stop_the_others),
        cmocka_unit_test(keys_can_be_set),
        cmocka_unit_test(a_key_that_is_set_leaves_what_it_did),
        cmocka_unit_test(writing_a_key_keeps_the_other_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
