/* test_words - sentences in the person's language, and styled text. */
#include "testlib.h"

#include <stdlib.h>
#include <string.h>

#include "render/text.h"
#include "render/words.h"

static void fill_is(const char *msgid, const char *const *args, size_t count, const char *want)
{
    struct buf b = {0};
    render_fill(&b, msgid, args, count);
    assert_string_equal(buf_text(&b), want);
    buf_finish(&b);
}

static void fill_puts_each_argument_where_its_number_stands(void **state)
{
    (void)state;
    const char *const args[] = {"uno", "dos"};
    fill_is("{1}, {0} and {1}", args, 2, "dos, uno and dos");
    fill_is("no number", args, 2, "no number");
    fill_is("", args, 2, "");
}

static void fill_leaves_other_braces_and_missing_arguments(void **state)
{
    (void)state;
    const char *const args[] = {"x", NULL};
    fill_is("main() { {0} } {", args, 1, "main() { x } {");
    fill_is("{1}-{2}-{0}", args, 2, "--x");
    fill_is("{{0}}", args, 1, "{x}");
}

static void arguments_with_braces_are_not_filled_again(void **state)
{
    (void)state;
    const char *const args[] = {"{1}", "no"};
    fill_is("{0}", args, 2, "{1}");
}

static void language_changes_at_once_and_back(void **state)
{
    (void)state;
    assert_true(render_set_language("es"));
    assert_string_equal(render_language(), "es");
    assert_string_equal(render_tr("nothing has changed"), "nada ha cambiado");
    assert_true(render_set_language("en"));
    assert_string_equal(render_language(), "en");
    assert_string_equal(render_tr("nothing has changed"), "nothing has changed");
}

static void unknown_language_changes_nothing(void **state)
{
    (void)state;
    assert_true(render_set_language("es"));
    assert_false(render_set_language("fr"));
    assert_string_equal(render_language(), "es");
    assert_true(render_set_language("en"));
}

/* What the environment asks for, "NAME=value" each; unset names are empty. */
static void environment_gives(
    const char *all, const char *messages, const char *lang, const char *language, const char *want)
{
    setenv("LC_ALL", all, 1);
    setenv("LC_MESSAGES", messages, 1);
    setenv("LANG", lang, 1);
    setenv("LANGUAGE", language, 1);
    render_words_init(TEST_LOCALEDIR, NULL);
    assert_string_equal(render_language(), want);
}

static void language_follows_the_locale(void **state)
{
    (void)state;
    environment_gives("", "", "es_ES.UTF-8", "", "es");
    environment_gives("", "es_MX", "en_US.UTF-8", "", "es");
    environment_gives("en_GB.UTF-8", "es_ES", "es_ES", "", "en");
    environment_gives("", "", "en_US.UTF-8", "fr:es:en", "es");
    environment_gives("C", "", "es_ES", "es", "en");
    environment_gives("", "", "", "", "en");
    environment_gives("", "", "de_DE.UTF-8", "", "en");
}

static void lang_option_wins_over_the_locale(void **state)
{
    (void)state;
    setenv("LANG", "en_US.UTF-8", 1);
    render_words_init(TEST_LOCALEDIR, "es");
    assert_string_equal(render_language(), "es");
    render_words_init(TEST_LOCALEDIR, "en");
    assert_string_equal(render_language(), "en");
}

static void one_thing_is_singular_and_a_million_and_one_plural(void **state)
{
    (void)state;
    assert_string_equal(render_trn("{0} page", "{0} pages", 1), "{0} page");
    assert_string_equal(render_trn("{0} page", "{0} pages", 0), "{0} pages");
    assert_string_equal(render_trn("{0} page", "{0} pages", 1000001), "{0} pages");
    assert_string_equal(render_trn("{0} page", "{0} pages", UINT64_MAX), "{0} pages");
}

static void roles_last_until_the_next(void **state)
{
    (void)state;
    struct render_text text = {0};
    render_add(&text, RENDER_NORMAL, "ab");
    render_add(&text, RENDER_FAIL, "cd");
    render_add(&text, RENDER_FAIL, "ef");
    render_role(&text, RENDER_OK);
    render_add(&text, RENDER_DIM, "g");
    assert_string_equal(buf_text(&text.buf), "abcdefg");
    assert_int_equal(render_role_at(&text, 1), RENDER_NORMAL);
    assert_int_equal(render_role_at(&text, 2), RENDER_FAIL);
    assert_int_equal(render_role_at(&text, 5), RENDER_FAIL);
    assert_int_equal(render_role_at(&text, 6), RENDER_DIM);
    assert_int_equal(text.span_count, 2);
    render_text_clear(&text);
    assert_int_equal(render_role_at(&text, 0), RENDER_NORMAL);
    render_text_finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fill_puts_each_argument_where_its_number_stands),
        cmocka_unit_test(fill_leaves_other_braces_and_missing_arguments),
        cmocka_unit_test(arguments_with_braces_are_not_filled_again),
        cmocka_unit_test(language_changes_at_once_and_back),
        cmocka_unit_test(unknown_language_changes_nothing),
        cmocka_unit_test(language_follows_the_locale),
        cmocka_unit_test(lang_option_wins_over_the_locale),
        cmocka_unit_test(one_thing_is_singular_and_a_million_and_one_plural),
        cmocka_unit_test(roles_last_until_the_next),
    };
    render_words_init(TEST_LOCALEDIR, "en");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
