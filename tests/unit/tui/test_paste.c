/* paste: what a pasted text is, and how several lines of one call become one. */
#include "paste.h"
#include "testlib.h"

#include <string.h>

static void assert_joined(const char *text, const char *expected)
{
    struct buf out = {0};
    paste_join(&out, text, strlen(text));
    assert_string_equal(buf_text(&out), expected);
    buf_finish(&out);
}

static enum paste_kind kind_of(const char *text)
{
    return paste_classify(text, strlen(text));
}

static void a_call_over_several_lines_becomes_one_line(void **state)
{
    (void)state;
    static const char call[] = "p = VirtualAlloc((void *)0x40000000,\n\t8*4096,  // size\n"
                               "    MEM_RESERVE,\n    PAGE_READWRITE);\n";
    assert_int_equal(kind_of(call), PASTE_LINE);
    assert_joined(
        call, "p = VirtualAlloc((void *)0x40000000, 8*4096, MEM_RESERVE, PAGE_READWRITE);");
}

static void one_line_stays_as_it_is(void **state)
{
    (void)state;
    assert_int_equal(kind_of("reserve 40000000 8p"), PASTE_LINE);
    assert_joined("reserve 40000000 8p", "reserve 40000000 8p");
    assert_joined("a ", "a ");
}

static void several_complete_lines_are_told_apart(void **state)
{
    (void)state;
    assert_int_equal(kind_of("reserve 40000000 8p\ncommit 40000000 1p\n"), PASTE_LINES);
    assert_int_equal(kind_of("reserve 40000000 8p\n\n  \n"), PASTE_LINE);
}

static void a_text_with_a_main_is_a_program(void **state)
{
    (void)state;
    assert_int_equal(
        kind_of("#include <windows.h>\nint main(void)\n{\n  return 0;\n}\n"), PASTE_PROGRAM);
    assert_int_equal(kind_of("main() {}"), PASTE_PROGRAM);
    assert_int_equal(kind_of("domain = 3"), PASTE_LINE);
}

static void control_bytes_never_get_through(void **state)
{
    (void)state;
    assert_joined("a\x1B[31mb\x07\x7F", "a[31mb");
    assert_joined("a\t\tb\n", "a b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_over_several_lines_becomes_one_line),
        cmocka_unit_test(one_line_stays_as_it_is),
        cmocka_unit_test(several_complete_lines_are_told_apart),
        cmocka_unit_test(a_text_with_a_main_is_a_program),
        cmocka_unit_test(control_bytes_never_get_through),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
