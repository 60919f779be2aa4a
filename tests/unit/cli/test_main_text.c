/* test_main_text - telling a C program from a script of calls. */
#include "testlib.h"

#include <string.h>

#include "front.h"

static bool has(const char *text)
{
    return front_has_main(text, strlen(text));
}

static void programs_have_main(void **state)
{
    (void)state;
    assert_true(has("main() {}"));
    assert_true(has("#include <stdio.h>\nint main (void)\n{\n"));
    assert_true(has("void f(void) {}\nint\nmain\n()\n{}"));
}

static void scripts_have_none(void **state)
{
    (void)state;
    assert_false(has(""));
    assert_false(has("reserve 40000000 8p\nmap\n"));
    assert_false(has("main"));
    assert_false(has("domain(3); main2(); mainly (x)"));
}

static void main_in_comments_and_strings_is_no_program(void **state)
{
    (void)state;
    assert_false(has("// main() comes later\nmap\n"));
    assert_false(has("/* int main(void) */ map"));
    assert_false(has("printf(\"main() \\\" main()\")"));
    assert_true(has("/**/ main() {}"));
    assert_true(has("'\"' main() {}"));
}

static void text_that_ends_early_is_no_crash(void **state)
{
    (void)state;
    assert_false(has("/* main("));
    assert_false(has("\"\\"));
    assert_false(has("/"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(programs_have_main),
        cmocka_unit_test(scripts_have_none),
        cmocka_unit_test(main_in_comments_and_strings_is_no_program),
        cmocka_unit_test(text_that_ends_early_is_no_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
