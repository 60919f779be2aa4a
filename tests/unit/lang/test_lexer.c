/* test_lexer - text is cut into the right tokens. */
#include "langtest.h"

#include "lexer.h"

/* The tokens of text, each between bars; a tilde before those that begin a line. */
static void tokens_are(const char *text, const char *expected)
{
    struct tokens tokens = {0};
    struct lang_diags diags = {0};
    const struct lang_source source = {"", text, strlen(text)};
    lexer_run(&tokens, &source, 0, source.len, &diags);
    struct buf shown = {0};
    for (size_t i = 0; i + 1 < tokens.count; i++)
        buf_addf(&shown, "%s|%.*s", tokens.items[i].line_before ? "~" : "",
            (int)tokens.items[i].len, tokens.items[i].text);
    assert_string_equal(buf_text(&shown), expected);
    assert_int_equal(tokens.items[tokens.count - 1].kind, TOKEN_END);
    buf_finish(&shown);
    tokens_finish(&tokens);
    lang_diags_finish(&diags);
}

static void the_longest_sign_is_taken(void **state)
{
    (void)state;
    tokens_are("a+++b", "~|a|++|+|b");
    tokens_are("a<<=b>>c->d", "~|a|<<=|b|>>|c|->|d");
    tokens_are("...&&&", "~|...|&&|&");
}

static void numbers_are_taken_whole(void **state)
{
    (void)state;
    tokens_are("0x40000000+8p", "~|0x40000000|+|8p");
    tokens_are("1.5e-3f .5 4000A000", "~|1.5e-3f|.5|4000A000");
    tokens_are("0xe+1 1e+1", "~|0xe|+|1|1e+1");
}

static void texts_keep_their_escapes(void **state)
{
    (void)state;
    tokens_are("\"a\\\"b\" L\"c\" '\\''", "~|\"a\\\"b\"|L\"c\"|'\\''");
}

static void comments_and_blanks_only_part_tokens(void **state)
{
    (void)state;
    tokens_are("a/*x*/b // c\nd\\\ne\xC2\xA0" "f", "~|a|b~|d|e|f");
}

static void a_directive_is_one_token_with_its_continued_lines(void **state)
{
    (void)state;
    tokens_are("#define A \\\n 1\nb", "~|#define A \\\n 1~|b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_sign_is_taken),
        cmocka_unit_test(numbers_are_taken_whole),
        cmocka_unit_test(texts_keep_their_escapes),
        cmocka_unit_test(comments_and_blanks_only_part_tokens),
        cmocka_unit_test(a_directive_is_one_token_with_its_continued_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
