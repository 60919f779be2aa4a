/* mousecode: what terminals send for the mouse becomes an event, or is dropped whole. */
#include "mousecode.h"
#include "testlib.h"

#include <string.h>

/* Feeds text up to where the report ends; fails if that is not its last character. */
static enum mousecode_state feed(enum mousecode_kind kind, const char *text, struct term_mouse *ret)
{
    struct mousecode r = {.kind = kind};
    enum mousecode_state state = MOUSECODE_MORE;
    size_t used = 0;
    while (text[used] != '\0' && state == MOUSECODE_MORE) {
        state = mousecode_add(&r, (unsigned char)text[used++], ret);
    }
    assert_int_equal(used, strlen(text));
    return state;
}

static void reports_become_events(void **state)
{
    (void)state;
    static const struct {
        enum mousecode_kind kind;
        const char *text;
        struct term_mouse mouse;
    } cases[] = {
        {MOUSECODE_SGR, "0;14;20M", {TERM_PRESS, false, 19, 13}},
        {MOUSECODE_SGR, "0;14;20m", {TERM_RELEASE, false, 19, 13}},
        {MOUSECODE_SGR, "32;300;20M", {TERM_DRAG, false, 19, 299}},
        {MOUSECODE_SGR, "64;1;1M", {TERM_WHEEL_UP, false, 0, 0}},
        {MOUSECODE_SGR, "65;1;1M", {TERM_WHEEL_DOWN, false, 0, 0}},
        {MOUSECODE_SGR, "80;1;1M", {TERM_WHEEL_UP, true, 0, 0}},
        {MOUSECODE_SGR, "16;2;3M", {TERM_PRESS, true, 2, 1}},
        {MOUSECODE_OLD, " !\"", {TERM_PRESS, false, 1, 0}},
        {MOUSECODE_OLD, "#!\"", {TERM_RELEASE, false, 1, 0}},
        {MOUSECODE_OLD, "@!\"", {TERM_DRAG, false, 1, 0}},
        {MOUSECODE_OLD, "`!\"", {TERM_WHEEL_UP, false, 1, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct term_mouse seen = {0};
        assert_int_equal(feed(cases[i].kind, cases[i].text, &seen), MOUSECODE_DONE);
        assert_int_equal(seen.button, cases[i].mouse.button);
        assert_int_equal(seen.ctrl, cases[i].mouse.ctrl);
        assert_int_equal(seen.y, cases[i].mouse.y);
        assert_int_equal(seen.x, cases[i].mouse.x);
    }
}

static void nonsense_is_dropped_at_its_end(void **state)
{
    (void)state;
    static const struct {
        enum mousecode_kind kind;
        const char *text;
    } cases[] = {{MOUSECODE_SGR, "M"}, {MOUSECODE_SGR, ";;M"}, {MOUSECODE_SGR, "0;0;5M"},
        {MOUSECODE_SGR, "0;1M"}, {MOUSECODE_SGR, "0;1;2;3M"}, {MOUSECODE_SGR, "0;1;2X"},
        {MOUSECODE_SGR, "99999999999999999999;1;1M"}, {MOUSECODE_SGR, "0;99999999999;1M"},
        {MOUSECODE_SGR, "2;5;5M"}, {MOUSECODE_SGR, "66;5;5M"}, {MOUSECODE_SGR, "\033"},
        {MOUSECODE_OLD, "\x1F"}, {MOUSECODE_OLD, "  !"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct term_mouse seen = {0};
        assert_int_equal(feed(cases[i].kind, cases[i].text, &seen), MOUSECODE_DROPPED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reports_become_events),
        cmocka_unit_test(nonsense_is_dropped_at_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
