/* keymap: no key does two things in one place, and the keys people know are there. */
#include "keymap.h"
#include "testlib.h"

static void no_key_has_two_meanings_in_one_place(void **state)
{
    (void)state;
    for (unsigned i = 0; keymap_at(i) != NULL; i++) {
        for (unsigned j = 0; j < i; j++) {
            const struct keymap_entry *a = keymap_at(i);
            const struct keymap_entry *b = keymap_at(j);
            if (a->key == b->key && (a->places & b->places) != 0) {
                fail_msg("%s is in the table twice for one place", a->cap);
            }
        }
    }
}

static void the_agreed_keys_do_what_was_agreed(void **state)
{
    (void)state;
    static const struct {
        keymap_key key;
        enum keymap_place place;
        enum keymap_action action;
    } cases[] = {
        {'\t', AT_PROMPT, ACT_COMPLETE}, {'\t', AT_EMPTY, ACT_FOCUS_MAP},
        {'\t', AT_MAP, ACT_FOCUS_PROMPT}, {'\t', AT_POPUP, ACT_ACCEPT},
        {K_ENTER, AT_MAP, ACT_PICK}, {K_ENTER, AT_POPUP, ACT_ACCEPT},
        {K_CTRL('Z'), AT_PROMPT, ACT_UNDO}, {K_CTRL('Z'), AT_MAP, ACT_UNDO},
        {K_F0 + 8, AT_EMPTY, ACT_UNDO}, {K_F0 + 9, AT_MAP, ACT_REDO},
        {'?', AT_EMPTY, ACT_HELP}, {'?', AT_PROMPT, ACT_NONE}, {'?', AT_MAP, ACT_HELP},
        {'+', AT_EMPTY, ACT_ZOOM_IN}, {'+', AT_PROMPT, ACT_NONE}, {'-', AT_MAP, ACT_ZOOM_OUT},
        {K_F0 + 1, AT_PROMPT, ACT_HELP}, {K_F0 + 5, AT_MAP, ACT_STEP},
        {K_F0 + 7, AT_PROMPT, ACT_CURE}, {K_F0 + 10, AT_HELP, ACT_QUIT},
        {K_CTRL('D'), AT_EMPTY, ACT_QUIT}, {K_CTRL('D'), AT_PROMPT, ACT_NONE},
        {K_CTRL('L'), AT_PROMPT, ACT_REPAINT}, {K_UP, AT_PROMPT, ACT_NONE},
        {K_UP, AT_MAP, ACT_UP}, {'a', AT_PROMPT, ACT_NONE},
        {'a', AT_REGIONS, ACT_REGIONS_VIEW}, {'s', AT_MAP, ACT_NONE},
        {K_F0 + 3, AT_PROMPT, ACT_REGIONS}, {']', AT_MAP, ACT_NEXT_REGION},
        {']', AT_EMPTY, ACT_NONE}, {K_ENTER, AT_CHART, ACT_GO_TO_STEP},
        {K_ENTER, AT_REGIONS, ACT_PICK},
        {K_F0 + 2, AT_EMPTY, ACT_LESSON}, {K_F0 + 2, AT_PROMPT, ACT_LESSON},
        {K_F0 + 2, AT_MAP, ACT_LESSON}, {K_F0 + 2, AT_LESSON, ACT_LESSON},
        {'\t', AT_LESSON, ACT_FOCUS_PROMPT}, {27, AT_LESSON, ACT_FOCUS_PROMPT},
        {K_DOWN, AT_LESSON, ACT_DOWN}, {K_PAGE_DOWN, AT_LESSON, ACT_PAGE_DOWN},
        {K_HOME, AT_LESSON, ACT_HOME}, {K_END, AT_LESSON, ACT_END},
        {K_CTRL('Z'), AT_LESSON, ACT_UNDO}, {K_F0 + 5, AT_LESSON, ACT_STEP},
        {'a', AT_LESSON, ACT_NONE}, {K_ENTER, AT_LESSON, ACT_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(keymap_find(cases[i].key, cases[i].place), cases[i].action);
    }
}

static void every_entry_explains_itself(void **state)
{
    (void)state;
    for (unsigned i = 0; keymap_at(i) != NULL; i++) {
        assert_true(keymap_at(i)->help[0] != '\0');
        assert_true(keymap_at(i)->cap[0] != '\0');
        assert_true(keymap_at(i)->places != 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_key_has_two_meanings_in_one_place),
        cmocka_unit_test(the_agreed_keys_do_what_was_agreed),
        cmocka_unit_test(every_entry_explains_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
