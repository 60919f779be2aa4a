/* test_diags - every mistake is told with its code, place and suggestion. Each code of the front
 * and back half has a case here; those of running programs (L05xx) stand with the machine. */
#include "langtest.h"

#include <stdlib.h>

struct mistake {
    enum lang_mode mode;
    const char *text, *told;       /* code line:column [suggestion] arguments */
};
#define L LANG_LINE
#define P LANG_PROGRAM
static const struct mistake mistakes[] = {
    {L, "x = @5", "L0103 1:5 @"},
    {L, "x = 1 \xE2\x80\x93 2", "L0103 1:7 [-] \xE2\x80\x93"},
    {L, "x = \xE2\x80\x9Chola\xE2\x80\x9D", "L0103 1:5 [\"] \xE2\x80\x9C"},
    {L, "\x01", "L0103 1:1 \\x01"},
    {L, "nombre + 1", "L0104 1:1 nombre"},
    {L, "VirtualAloc(0, 1, 2, 3)", "L0104 1:1 [VirtualAlloc] VirtualAloc"},
    {L, "VirtualFree(0, 1, MEM_COMMITT)", "L0104 1:19 [MEM_COMMIT] MEM_COMMITT"},
    {L, "x = virtualfree", "L0104 1:5 [VirtualFree] virtualfree"},
    {L, "/* open", "L0105 1:1"},
    {L, "x = \"abc", "L0106 1:5 \""},
    {L, "x = 'a", "L0107 1:5 '"},
    {L, "x = ''", "L0108 1:5 ''"},
    {L, "x = 'abcde'", "L0109 1:5 'abcde'"},
    {L, "x = \"a\\q\"", "L0110 1:7 \\q"},
    {L, "x = 0xG", "L0111 1:5 0xG"},
    {L, "x = 99999999999999999999", "L0112 1:5 99999999999999999999"},
    {L, "x = 089", "L0113 1:5 089"},
    {L, "VirtualAlloc(0x1, 8p, 1, 2)", "L0114 1:19 [32768] 8p"},
    {P, "#include <stdoi.h>\nmain() {}", "L0115 1:11 [stdio.h] stdoi.h"},
    {P, "#include windows\nmain() {}", "L0116 1:2 include"},
    {P, "#defin N 8\nmain() {}", "L0117 1:2 [define] defin"},
    {P, "#define 8\nmain() {}", "L0118 1:2 define"},

    {P, "main() { return 1 }", "L0201 1:18 [;] ;|}"},
    {P, "main() { int n = 1\n  n = 2; }", "L0201 1:19 [;] ;|n"},
    {L, "a = 1 b", "L0201 1:6 [;] ;|b"},
    {L, "do x = 1", "L0202 1:9 [while] while"},
    {L, "f(1, 2", "L0203 1:7 [)] )|(|1:2"},
    {L, "VirtualFree(0x10000 0, MEM_RELEASE)", "L0201 1:20 [,] ,|0"},
    {L, "VirtualFree(0x10000,\n  0\n  MEM_RELEASE)", "L0201 2:4 [,] ,|MEM_RELEASE"},
    {P, "main()\n{\n  exit(1\n  exit(2);\n}", "L0203 3:9 [)] )|(|3:7"},
    {P, "main()\n{\n  f((1, 2);\n}", "L0203 3:11 )|(|3:4"},
    {L, "x = )", "L0204 1:5 )"},
    {L, "x =", "L0205 1:4"},
    {L, "x.=", "L0206 1:3 ="},
    {L, "int f(5)", "L0207 1:7 5"},
    {L, "}", "L0209 1:1 }"},
    {L, "else x = 1", "L0210 1:1 else"},
    {L, "break", "L0211 1:1 break"},
    {P, "main() { if (1) continue; }", "L0211 1:17 continue"},
    {P, "main() { case 1: ; }", "L0212 1:10 case"},
    {L, "long char c", "L0213 1:1"},
    {L, "int n = 1; char b[n]", "L0214 1:19"},
    {L, "char b[0]", "L0215 1:8"},
    {L, "void v", "L0216 1:6 v"},
    {P, "x = 1; main() { }", "L0217 1:1 x"},
    {P, "", "L0218 1:1"},
    {L, "int f() { }", "L0220 1:5"},
    {L, "x = 1; if (x = 2) x = 3", "L0221 1:14 [==]"},
    {L, "if (1) ;", "L0222 1:8"},
    {P, "main() { DWROD n; }", "L0223 1:10 [DWORD] DWROD"},
    {L, "DWROD n", "L0223 1:1 [DWORD] DWROD"},

    {L, "int v = SetLastError(1)", "L0301 1:9"},
    {L, "SYSTEM_INFO s; int z = s", "L0302 1:24 SYSTEM_INFO|int"},
    {L, "int *q; char *r; q = r", "L0303 1:22 char *|int *"},
    {P, "main() { int *q; q = 5; }", "L0304 1:22 int|int *"},
    {L, "int n; int *q; n = q", "L0305 1:20 int *|int"},
    {L, "SYSTEM_INFO s; if (s) s;", "L0306 1:20 SYSTEM_INFO"},
    {L, "5 = 6", "L0308 1:1"},
    {L, "const int c = 1; c = 2", "L0309 1:18"},
    {L, "*5", "L0310 1:2 int"},
    {L, "int a[2]; a[1.5]", "L0311 1:13 double"},
    {P, "main() { void *v; *v; }", "L0312 1:20 void *"},
    {L, "int k; k.a", "L0313 1:8 int"},
    {L, "SYSTEM_INFO s; s.foo", "L0314 1:18 SYSTEM_INFO|foo"},
    {L, "SYSTEM_INFO s; -s", "L0315 1:16 SYSTEM_INFO"},
    {L, "1.5 << 2", "L0316 1:5 double|int"},
    {L, "&5", "L0317 1:2"},
    {P, "main() { void *v; v + 1; }", "L0318 1:21"},
    {P, "main() { int *q; q == 5; }", "L0319 1:20 int *|int"},
    {L, "1 / 0", "L0320 1:3"},
    {L, "sizeof(void)", "L0321 1:1 void"},
    {L, "char big[100000000]", "L0322 1:6 big"},
    {P, "main() { int a; int a; }", "L0323 1:21 a"},
    {L, "return 3", "L0324 1:1 return"},
    {P, "void f(void) { return 5; } main() { }", "L0325 1:16"},
    {L, "int n; switch (1) { case n: ; }", "L0326 1:26"},
    {L, "switch (1) { case 1: case 1: ; }", "L0327 1:22"},
    {L, "struct s { int a; } v", "L0328 1:1 struct"},
    {L, "VirtualFree(1)", "L0330 1:1 VirtualFree|3|1"},
    {L, "VirtualFree(1, 2, 3, 4)", "L0331 1:1 VirtualFree|3|4"},
    {P, "int f(int); main() { f(1); }", "L0332 1:22 f"},
    {L, "int n; n(1)", "L0333 1:8 int"},
    {L, "SYSTEM_INFO s; printf(\"%d\", s)", "L0334 1:29 SYSTEM_INFO"},
    {L, "printf(\"%s\", 5)", "L0336 1:14 %s|int"},
    {L, "printf(\"%d\")", "L0337 1:8 %d"},
    {L, "printf(\"a\", 5)", "L0338 1:13"},
    {L, "printf(\"%q\")", "L0339 1:8 %q"},
    {L, "int a[1] = {1, 2}", "L0340 1:16"},
    {L, "VirtualAlloc", "L0341 1:1 VirtualAlloc"},

    {L, "reserv 40000000 8p", "L0401 1:1 [reserve] reserv"},
    {L, "undoo", "L0401 1:1 [undo] undoo"},
    {L, "reserve", "L0402 1:8 reserve address size [protection]"},
    {L, "reserve 40000000", "L0403 1:17 reserve address size [protection]"},
    {L, "protect 40000000 1p", "L0404 1:20 protect address size protection"},
    {L, "load", "L0405 1:5 file"},
    {L, "read 1 2 3", "L0406 1:10 3"},
    {L, "undo 1 2", "L0406 1:8 2"},
    {L, "reserve 40000000 1p rwz", "L0407 1:21 [rwx] rwz"},
    {L, "reserve 40000000 1p PAGE_REDONLY", "L0407 1:21 [PAGE_READONLY] PAGE_REDONLY"},
    {L, "map zz", "L0408 1:5 zz"},
    {L, "limit many", "L0409 1:7 many"},
    {L, "undo x", "L0410 1:6 x"},
    {L, "machine x68", "L0411 1:9 [x86] x68|x86|x86-3gb|x64|toy"},
    {L, "x = 1; undo", "L0412 1:8 undo"},
    {L, "undo\nx = 1", "L0412 2:1 undo"},
    {L, "reserve 123456789A 1p", "L0413 1:9 x86"},
    {L, "reserve 40000000 4G", "L0417 1:18 x86"},
    {L, "VirtualAlloc((void *)40000000, 1, 1, 1)", "L0414 1:22 [0x40000000] 40000000"},
    {L, "#define N 8", "L0415 1:9 N"},
    {L, "regions stat=free",
        "L0416 1:9 [state] stat|state= prot= type= size>= addr= sort= pages allocations"},
    {L, "regions state=fre", "L0411 1:15 [free] fre|free|reserved|committed"},
    {L, "find free >= 3q", "L0409 1:14 3q"},

    /* columns count characters, lines count from 1 */
    {L, "x = \"\xC3\xB1\xC3\xB1\" + nombre", "L0104 1:12 nombre"},
    {L, "y = 1\n\n  z = nombre", "L0104 3:7 nombre"},
    /* several mistakes are all told */
    {P, "main()\n{\n  a = ;\n  if (b { }\n  c d;\n}",
    "L0204 3:7 ;\nL0203 4:9 )|(|4:6\nL0223 5:3 c"},
    {P, "main()\n{\n  a = VirtualAloc(1, 2;\n  VirtualFre(a, 0, MEM_RELEASE);\n}",
    "L0203 3:23 )|(|3:18\nL0104 4:3 [VirtualFree] VirtualFre"},
    {P, "int n = ;\nmain()\n{\n  n = 1;\n  m = 2;\n}", "L0204 1:9 ;\nL0104 5:3 m"},
    {L, "x = ; y = x + nombre", "L0204 1:5 ;\nL0104 1:15 nombre"},
    {L, "reserve 1; commit 1 1p y; read",
    "L0403 1:10 reserve address size [protection]\nL0407 1:24 y\n"
        "L0402 1:31 read address [size]"},
};

static void every_mistake_is_told_with_its_place(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct parsed r = parse_on("x86", mistakes[i].text, mistakes[i].mode);
        struct buf told = {0};
        diags_show(&told, &r.diags);
        if (strcmp(buf_text(&told), mistakes[i].told) != 0) {
            print_error("%s\n   told %s\n   want %s\n", mistakes[i].text, buf_text(&told),
                mistakes[i].told);
            wrong++;
        }
        buf_finish(&told);
        parsed_finish(&r);
    }
    assert_int_equal(wrong, 0);
}

static void every_code_has_a_case(void **state)
{
    (void)state;
    for (int id = 0; id < LANG_DIAG_COUNT; id++) {
        const char *code = lang_diag_code((enum lang_diag_id)id);
        const bool elsewhere = strncmp(code, "L05", 3) == 0 || id == LANG_DIAG_SOURCE_TOO_LONG
            || id == LANG_DIAG_TOO_MANY_TOKENS || id == LANG_DIAG_TOO_DEEP;
        bool found = elsewhere;
        for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++)
            found = found || strncmp(mistakes[i].told, code, 5) == 0;
        if (!found)
            print_error("%s has no case\n", code);
        assert_true(found);
    }
}

static void codes_are_given_once(void **state)
{
    (void)state;
    for (int a = 0; a < LANG_DIAG_COUNT; a++)
        for (int b = a + 1; b < LANG_DIAG_COUNT; b++)
            assert_string_not_equal(lang_diag_code((enum lang_diag_id)a),
                lang_diag_code((enum lang_diag_id)b));
}

/* unit repeated to size bytes gives one mistake first of all. */
static void repeated_gives(const char *unit, size_t size, enum lang_mode mode, enum lang_diag_id id)
{
    char *text = malloc(size);
    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = unit[i % strlen(unit)];
    struct parsed r = {0};
    const struct lang_source source = {"", text, size};
    r.unit = lang_parse(&source, mode, vm_machine_at(0), NULL, &r.diags, &r.incomplete);
    assert_null(r.unit);
    assert_int_not_equal(r.diags.count, 0);
    assert_int_equal(r.diags.items[0].id, id);
    assert_true(r.diags.count <= LANG_MAX_DIAGS);
    parsed_finish(&r);
    free(text);
}

static void limits_are_told(void **state)
{
    (void)state;
    repeated_gives(" ", LANG_MAX_SOURCE + 1, LANG_LINE, LANG_DIAG_SOURCE_TOO_LONG);
    repeated_gives("; ", 2 * LANG_MAX_TOKENS + 2, LANG_LINE, LANG_DIAG_TOO_MANY_TOKENS);
    repeated_gives("(", 100000, LANG_LINE, LANG_DIAG_TOO_DEEP);
    repeated_gives("1+", 100000, LANG_LINE, LANG_DIAG_TOO_DEEP);
    repeated_gives("{", 100000, LANG_LINE, LANG_DIAG_TOO_DEEP);
    repeated_gives("if(1)", 100000, LANG_LINE, LANG_DIAG_TOO_DEEP);
    repeated_gives("x=", 100000, LANG_LINE, LANG_DIAG_TOO_DEEP);
    repeated_gives("-", 100000, LANG_LINE, LANG_DIAG_TOO_DEEP);
    repeated_gives("x = )\n", 60000, LANG_LINE, LANG_DIAG_EXPECTED_VALUE);
}

static void nesting_up_to_the_limit_is_fine(void **state)
{
    (void)state;
    char text[400] = "";
    for (int i = 0; i < 190; i++)
        text[i] = '(';
    text[190] = '1';
    for (int i = 0; i < 190; i++)
        text[191 + i] = ')';
    struct parsed r = parse_on("x86", text, LANG_LINE);
    assert_non_null(r.unit);
    parsed_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_is_told_with_its_place),
        cmocka_unit_test(every_code_has_a_case),
        cmocka_unit_test(codes_are_given_once),
        cmocka_unit_test(limits_are_told),
        cmocka_unit_test(nesting_up_to_the_limit_is_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
