/* test_parser - what people type becomes the right tree. */
#include "langtest.h"

struct example {
    const char *text, *tree;
};

static void check(const struct example *examples, size_t count, enum lang_mode mode)
{
    for (size_t i = 0; i < count; i++) {
        struct parsed r = parse_tree(examples[i].text, mode);
        struct buf shown = {0};
        diags_show(&shown, &r.diags);
        if (r.diags.errors == 0)
            for (const struct node *n = r.unit->root->list; n; n = n->next) {
                buf_add(&shown, n == r.unit->root->list ? "" : " ");
                node_print(&shown, n);
            }
        if (strcmp(buf_text(&shown), examples[i].tree) != 0)
            print_error("%s\n", examples[i].text);
        assert_string_equal(buf_text(&shown), examples[i].tree);
        buf_finish(&shown);
        parsed_finish(&r);
    }
}
#define CHECK(examples, mode) check(examples, sizeof examples / sizeof *examples, mode)

static void operators_bind_as_in_c(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"a + b * c - d", "(expr (- (+ a (* b c)) d))"},
        {"a << 2 + 1 & 3 == b", "(expr (& (<< a (+ 2 1)) (== 3 b)))"},
        {"a | b ^ c & d && e || f", "(expr (|| (&& (| a (^ b (& c d))) e) f))"},
        {"a < b == c >= d != e", "(expr (!= (== (< a b) (>= c d)) e))"},
        {"x = y = z", "(expr (= x (= y z)))"},
        {"x += y <<= 2", "(expr (+= x (<<= y 2)))"},
        {"a ? b : c ? d : e", "(expr (? a b (? c d e)))"},
        {"a = b ? c, d : e", "(expr (= a (? b (comma c d) e)))"},
        {"a, b = 1, c", "(expr (comma (comma a (= b 1)) c))"},
        {"-a++ + !*p--", "(expr (+ (neg (post++ a)) (! (deref (post-- p)))))"},
        {"&a[1].b->c", "(expr (addr (-> (. (index a 1) b) c)))"},
        {"- -a - --b", "(expr (- (neg (neg a)) (--pre b)))"},
        {"(a + b) * c", "(expr (* (+ a b) c))"},
        {"f(a, g(b), (c, d))", "(expr (call f a (call g b) (comma c d)))"},
        {"f()", "(expr (call f))"},
    };
    CHECK(examples, LANG_LINE);
}

static void casts_and_sizeof_know_types(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"(void *)0x40000000", "(expr (cast \"void *\" 1073741824))"},
        {"(DWORD)-1", "(expr (cast \"DWORD\" (neg 1)))"},
        {"(unsigned long long *const *)p", "(expr (cast \"unsigned long long * const *\" p))"},
        {"sizeof(DWORD) + sizeof x + sizeof(x)",
        "(expr (+ (+ (sizeof \"DWORD\") (sizeof x)) (sizeof x)))"},
        {"sizeof(char *[4])", "(expr (sizeof \"char *[4]\"))"},
        {"sizeof(int (*)[3][4])", "(expr (sizeof \"int (*)[3][4]\"))"},
        {"sizeof(struct _SYSTEM_INFO)", "(expr (sizeof \"SYSTEM_INFO\"))"},
        {"*(const char *)p", "(expr (deref (cast \"const char *\" p)))"},
        {"(p)", "(expr p)"},
    };
    CHECK(examples, LANG_LINE);
}

static void literals_have_their_values(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"8*4096", "(expr (* 8 4096))"}, {"0x40000000", "(expr 1073741824)"}, {"017", "(expr 15)"},
        {"10UL + 10ull + 10i64", "(expr (+ (+ 10 10) 10))"}, {"0", "(expr 0)"},
        {"'A' + '\\n' + '\\x41' + '\\0' + L'B'", "(expr (+ (+ (+ (+ 65 10) 65) 0) 66))"},
        {"\"a\" \"b\\n\"", "(expr \"ab\\012\")"}, {"TEXT(\"x\")", "(expr \"x\")"},
        {"_T('x')", "(expr 120)"},
        {"L\"AB\"", "(expr \"A\\000B\\000\")"}, {"1.5 + 2e3 + .5f", "(expr (+ (+ 1.5 2000) 0.5))"},
    };
    CHECK(examples, LANG_LINE);
}

static void declarations_read_from_the_inside(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"void *p;", "(declare (var p \"void *\"))"},
        {"DWORD n = 0, *q;", "(declare (var n \"DWORD\" 0) (var q \"DWORD *\"))"},
        {"char buf[4 * 4]", "(declare (var buf \"char [16]\"))"},
        {"char s[] = \"abc\"", "(declare (var s \"char []\" \"abc\"))"},
        {"int a[2][3] = {{1, 2, 3}, {4}}",
        "(declare (var a \"int [2][3]\" (init (init 1 2 3) (init 4))))"},
        {"static const volatile unsigned x", "(declare (var x \"const volatile unsigned int\"))"},
        {"long unsigned int long y", "(declare (var y \"unsigned long long\"))"},
        {"int *a[3], (*b)[3], (*f)(int, ...)",
            "(declare (var a \"int *[3]\") (var b \"int (*)[3]\") (var f \"int (*)(int, ...)\"))"},
        {"MEMORY_BASIC_INFORMATION mbi = {0}",
        "(declare (var mbi \"MEMORY_BASIC_INFORMATION\" (init 0)))"},
        {"typedef DWORD *words; words w;",
        "(declare (typedef words \"DWORD *\")) (declare (var w \"words\"))"},
    };
    CHECK(examples, LANG_LINE);
}

static void statements_nest(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"if (p == NULL) a = 1; else b = 2;", "(if (== p NULL) (expr (= a 1)) (expr (= b 2)))"},
        {"if (a) if (b) c; else d;", "(if a (if b (expr c) (expr d)))"},
        {"while (1);", "(while 1 (empty))"},
        {"do x++; while (x < 9);", "(do (< x 9) (expr (post++ x)))"},
        {"for (;;) break;", "(for _ _ _ (break))"},
        {"for (int i = 0, j; i < 3; i++) { continue; }",
            "(for (declare (var i \"int\" 0) (var j \"int\")) "
            "(< i 3) (post++ i) (block (continue)))"},
        {"for (i = 0; i < 3; ) ;", "(for (expr (= i 0)) (< i 3) _ (empty))"},
        {"{ int a; { a = 1; } ; }",
        "(block (declare (var a \"int\")) (block (expr (= a 1))) (empty))"},
    };
    CHECK(examples, LANG_LINE);
}

static void lines_end_with_semicolons_or_new_lines(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"a = 1; b = 2", "(expr (= a 1)) (expr (= b 2))"},
        {"p = q\n*p = 3\n-1", "(expr (= p q)) (expr (= (deref p) 3)) (expr (neg 1))"},
        {"f(1,\n  2)\ng()", "(expr (call f 1 2)) (expr (call g))"},
        {"a /* one */ = 1 // two\n# three\n\nb", "(expr (= a 1)) (expr b)"},
        {"", ""}, {"  \n // nothing\n", ""}, {"# a comment of a script", ""}, {";", "(empty)"},
        {"#include <windows.h>", ""},
    };
    CHECK(examples, LANG_LINE);
}

static void short_commands_become_calls(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"reserve 0x40000000 8p rw", "(expr (call VirtualAlloc 1073741824 32768 8192 4))"},
        {"reserve 40000000 8p", "(expr (call VirtualAlloc 1073741824 32768 8192 4))"},
        {"reserve(40000000, 8p, rw)", "(expr (call VirtualAlloc 1073741824 32768 8192 4))"},
        {"commit 40000000+3000 64K ro",
        "(expr (call VirtualAlloc (+ 1073741824 12288) 65536 4096 2))"},
        {"alloc NULL 2M rwx+guard", "(expr (call VirtualAlloc NULL 2097152 12288 320))"},
        {"alloc NULL 1G PAGE_READWRITE | PAGE_GUARD",
        "(expr (call VirtualAlloc NULL 1073741824 12288 260))"},
        {"decommit p+1000 4096", "(expr (call VirtualFree (+ p 4096) 4096 16384))"},
        {"release p", "(expr (call VirtualFree p 0 32768))"},
        {"release (p)", "(expr (call VirtualFree p 0 32768))"},
        {"protect 40000000 1p none", "(expr (call VirtualProtect 1073741824 4096 1))"},
        {"query A0000", "(expr (call VirtualQuery 655360))"},
        {"lock 40000000, 2p; unlock 40000000, 2p",
            "(expr (call VirtualLock 1073741824 8192)) "
            "(expr (call VirtualUnlock 1073741824 8192))"},
        {"read 40000000", "(expr (call read 1073741824))"},
        {"read p 16", "(expr (call read p 16))"},
        {"read p - 16 2*8", "(expr (call read (- p 22) (* 2 8)))"},
        {"read(0x40000000)", "(expr (call read 1073741824))"},
        {"write 40003000 \"Hola\"", "(expr (call write 1073754112 \"Hola\"))"},
        {"write (char *)p+1 'A'", "(expr (call write (+ (cast \"char *\" p) 1) 65))"},
        {"write (p) 65", "(expr (call write p 65))"},
        {"write p[0] -1", "(expr (call write (index p 0) (neg 1)))"},
        {"exec 40000000", "(expr (call execute 1073741824))"},
        {"RESERVE 40000000 8P", "(expr (call VirtualAlloc 1073741824 32768 8192 4))"},
    };
    CHECK(examples, LANG_LINE);
}

static void a_word_that_is_assigned_or_called_is_c(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"read = 5", "(expr (= read 5))"}, {"lock += 1", "(expr (+= lock 1))"},
        {"map[1] = 2", "(expr (= (index map 1) 2))"}, {"step(1)", "(expr (call step 1))"},
        {"undo = 1; redo = 2", "(expr (= undo 1)) (expr (= redo 2))"},
    };
    CHECK(examples, LANG_LINE);
}

static void programs_are_made_of_functions(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"main() { }", "(function main \"int()\" (block))"},
        {"#include <Windows.h>\n#include \"stdafx.h\"\nint n;\nvoid main(void) { return; }",
            "(declare (var n \"int\")) (function main \"void(void)\" (block (return)))"},
        {"int __cdecl _tmain(int argc, TCHAR *argv[]) { return 0; }",
            "(function _tmain \"int(int, TCHAR **)\" (param argc \"int\") "
            "(param argv \"TCHAR **\") (block (return 0)))"},
        {"#define PAGES 8\n#define SIZE (PAGES * 4096)\nmain() { n = SIZE; }",
            "(function main \"int()\" (block (expr (= n (* 8 4096)))))"},
        {"int printf(const char *, ...);\nmain() { printf(\"a\"); }",
            "(declare (function printf \"int(const char *, ...)\" (param \"const char *\"))) "
            "(function main \"int()\" (block (expr (call printf \"a\"))))"},
    };
    CHECK(examples, LANG_PROGRAM);
}

static void unit_is(const char *text, enum lang_mode mode, enum lang_unit_kind kind)
{
    struct parsed r = parse_tree(text, mode);
    assert_non_null(r.unit);
    assert_int_equal(lang_unit_kind(r.unit), kind);
    parsed_finish(&r);
}

static void the_kind_of_a_text_is_told(void **state)
{
    (void)state;
    unit_is("", LANG_LINE, LANG_UNIT_EMPTY);
    unit_is("p = 1", LANG_LINE, LANG_UNIT_STATEMENTS);
    unit_is("undo", LANG_LINE, LANG_UNIT_COMMAND);
    unit_is("main()\n{\n}\n", LANG_LINE, LANG_UNIT_PROGRAM);
    unit_is("#include <stdio.h>\n\nint main(void)\n{\nreturn 0;\n}\n", LANG_LINE,
        LANG_UNIT_PROGRAM);
    unit_is("main() {}", LANG_PROGRAM, LANG_UNIT_PROGRAM);
}

static bool is_program(const char *text)
{
    return lang_defines_main(text, strlen(text));
}

static void programs_define_main(void **state)
{
    (void)state;
    assert_true(is_program("main() {}"));
    assert_true(is_program("#include <stdio.h>\nint main (void)\n{\n"));
    assert_true(is_program("void f(void) {}\nint\nmain\n()\n{}"));
    assert_true(is_program("int wmain(int argc, wchar_t **argv) { p = 1 }"));
    assert_true(is_program("/**/ main() {}"));
    assert_true(is_program("'\"' ; main() {}"));
    assert_true(is_program("void f(void) { g();\nint main(void) { }"));      /* a brace is missing */
}

static void scripts_define_none(void **state)
{
    (void)state;
    assert_false(is_program(""));
    assert_false(is_program("reserve 40000000 8p\nmap\n"));
    assert_false(is_program("main"));
    assert_false(is_program("domain(3); main2(); mainly (x)"));
    assert_false(is_program("// main() {} comes later\nmap\n"));
    assert_false(is_program("/* int main(void) { } */ map"));
    assert_false(is_program("printf(\"main() {\")"));
    assert_false(is_program("if (p) { main(); }"));
    assert_false(is_program("/* main("));
    assert_false(is_program("\"\\"));
    assert_false(is_program("/"));
}

static void incomplete_is(const char *text, bool expected)
{
    struct parsed r = parse_tree(text, LANG_LINE);
    if (r.incomplete != expected)
        print_error("%s\n", text);
    assert_int_equal(r.incomplete, expected);
    parsed_finish(&r);
}

static void what_only_lacks_its_end_is_incomplete(void **state)
{
    (void)state;
    incomplete_is("VirtualAlloc(0x40000000,", true);
    incomplete_is("VirtualAlloc((void *)0x40000000, 8*4096", true);
    incomplete_is("main()", true);
    incomplete_is("int main(void)\n{\n  p = 1;", true);
    incomplete_is("if (p)", true);
    incomplete_is("while (p) {", true);
    incomplete_is("p[", true);
    incomplete_is("/* not yet", true);
    incomplete_is("printf(\"a\\n\"", true);
    incomplete_is("p = 1", false);
    incomplete_is("p =", false);
    incomplete_is("reserve 40000000", false);
    incomplete_is("VirtualAlloc(1\n2", true);    /* its comma is told when all is there */
    incomplete_is("VirtualAlloc(1, * / 2", false);
    incomplete_is("f)", false);
}

static void word_is(const char *text, const char *shown)
{
    struct parsed r = parse_tree(text, LANG_LINE);
    struct buf out = {0};
    assert_non_null(r.unit);
    const struct lang_command *command = lang_unit_command(r.unit);
    assert_non_null(command);
    buf_add(&out, lang_command_info(command->id)->word);
    for (size_t i = 0; i < command->arg_count; i++) {
        buf_addf(&out, " <%s>", command->args[i].text);
        if (command->args[i].has_value)
            buf_addf(&out, "=%llx", (unsigned long long)command->args[i].value);
    }
    assert_string_equal(buf_text(&out), shown);
    buf_finish(&out);
    parsed_finish(&r);
}

static void words_keep_their_arguments_as_typed(void **state)
{
    (void)state;
    word_is("undo", "undo");
    word_is("  undo 3 ; // back", "undo <3>=3");
    word_is("// why\nundo", "undo");
    word_is("load dir/my prog.c", "load <dir/my prog.c>");
    word_is("load \"it's.c\"", "load <it's.c>");
    word_is("map 40000000", "map <40000000>=40000000");
    word_is("map A0000", "map <A0000>=a0000");
    word_is("goto 5", "goto <5>=5");
    word_is("limit 16M", "limit <16M>=1000000");
    word_is("limit none", "limit <none>");
    word_is("machine x86-3gb", "machine <x86-3gb>");
    word_is("help VirtualAlloc", "help <VirtualAlloc>");
    word_is("LANG es", "lang <es>");
}

static void spans_cover_what_was_typed(void **state)
{
    (void)state;
    struct parsed r = parse_tree("a = f(1, b) + 2;", LANG_LINE);
    assert_non_null(r.unit);
    const struct node *statement = r.unit->root->list, *sum = statement->left->right;
    assert_int_equal(statement->span.start, 0);
    assert_int_equal(statement->span.end, 16);
    assert_int_equal(sum->span.start, 4);
    assert_int_equal(sum->span.end, 15);
    assert_int_equal(sum->at.start, 12);
    assert_int_equal(sum->left->span.end, 11);
    assert_int_equal(sum->left->list->next->span.start, 9);
    parsed_finish(&r);
}

static void literal_type_is(const char *text, enum type_kind kind)
{
    struct parsed r = parse_tree(text, LANG_LINE);
    assert_non_null(r.unit);
    assert_int_equal(r.unit->root->list->left->type->kind, kind);
    parsed_finish(&r);
}

static void numbers_have_the_types_of_windows_compilers(void **state)
{
    (void)state;
    literal_type_is("2147483647", TYPE_INT);
    literal_type_is("2147483648", TYPE_LLONG);
    literal_type_is("0x7FFFFFFF", TYPE_INT);
    literal_type_is("0x80000000", TYPE_UINT);
    literal_type_is("0x100000000", TYPE_LLONG);
    literal_type_is("0xFFFFFFFFFFFFFFFF", TYPE_ULLONG);
    literal_type_is("1u", TYPE_UINT);
    literal_type_is("1L", TYPE_LONG);
    literal_type_is("1UL", TYPE_ULONG);
    literal_type_is("1ll", TYPE_LLONG);
    literal_type_is("'a'", TYPE_INT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operators_bind_as_in_c),
        cmocka_unit_test(casts_and_sizeof_know_types),
        cmocka_unit_test(literals_have_their_values),
        cmocka_unit_test(declarations_read_from_the_inside),
        cmocka_unit_test(statements_nest),
        cmocka_unit_test(lines_end_with_semicolons_or_new_lines),
        cmocka_unit_test(short_commands_become_calls),
        cmocka_unit_test(a_word_that_is_assigned_or_called_is_c),
        cmocka_unit_test(programs_are_made_of_functions),
        cmocka_unit_test(the_kind_of_a_text_is_told),
        cmocka_unit_test(programs_define_main),
        cmocka_unit_test(scripts_define_none),
        cmocka_unit_test(what_only_lacks_its_end_is_incomplete),
        cmocka_unit_test(words_keep_their_arguments_as_typed),
        cmocka_unit_test(spans_cover_what_was_typed),
        cmocka_unit_test(numbers_have_the_types_of_windows_compilers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
