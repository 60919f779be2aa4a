/* test_bind - mistakes in names and types: each code has a text that provokes it. */
#include "langlib.h"

struct mistake {
    const char *code;
    enum lang_mode mode;
    const char *text;
    uint32_t column;               /* where it points, in the only line; 0: not asked */
};
#define MAIN(body) "int main() { " body " }"

static const struct mistake mistakes[] = {
    {"L0104", LANG_LINE, "x = y + 1", 5},
    {"L0104", LANG_PROGRAM, MAIN("x = 1;"), 14},
    {"L0301", LANG_LINE, "x = SetLastError(1)", 5},
    {"L0301", LANG_LINE, "if (SetLastError(1)) 1", 5},
    {"L0301", LANG_LINE, "printf(\"%d\", SetLastError(1))", 14},
    {"L0302", LANG_PROGRAM, MAIN("MEMORY_BASIC_INFORMATION m; int x = m;"), 50},
    {"L0302", LANG_LINE, "(char *)1.5", 1},
    {"L0303", LANG_PROGRAM, MAIN("int x; char *c = &x;"), 31},
    {"L0304", LANG_PROGRAM, MAIN("char *p = 5;"), 24},
    {"L0305", LANG_LINE, "int n = (void *)4;", 9},
    {"L0306", LANG_PROGRAM, MAIN("MEMORY_BASIC_INFORMATION m; if (m) m;"), 46},
    {"L0308", LANG_LINE, "5 = 3", 1},
    {"L0308", LANG_LINE, "GetLastError()++", 1},
    {"L0308", LANG_PROGRAM, MAIN("int a[2], b[2]; a = b;"), 30},
    {"L0309", LANG_PROGRAM, MAIN("const int k = 1; k = 2;"), 31},
    {"L0310", LANG_LINE, "*5", 2},
    {"L0310", LANG_LINE, "5[6]", 1},
    {"L0311", LANG_LINE, "((char *)1)[\"a\"]", 13},
    {"L0311", LANG_PROGRAM, MAIN("switch (1.5) { }"), 22},
    {"L0312", LANG_PROGRAM, MAIN("void *p = 0; *p = 1;"), 28},
    {"L0312", LANG_PROGRAM, MAIN("void *p = 0; p[0] = 1;"), 27},
    {"L0313", LANG_LINE, "(1).x", 1},
    {"L0314", LANG_PROGRAM, MAIN("MEMORY_BASIC_INFORMATION m; m.Size;"), 44},
    {"L0315", LANG_LINE, "~1.5", 1},
    {"L0316", LANG_LINE, "1.5 % 2", 5},
    {"L0316", LANG_LINE, "(char *)1 + (char *)2", 11},
    {"L0317", LANG_LINE, "&5", 2},
    {"L0318", LANG_PROGRAM, MAIN("void *p = 0; p = p + 1;"), 33},
    {"L0319", LANG_PROGRAM, MAIN("void *p = 0; return p == 5;"), 36},
    {"L0320", LANG_LINE, "1 / 0", 3},
    {"L0320", LANG_LINE, "7 % (2 - 2)", 3},
    {"L0321", LANG_LINE, "sizeof(void)", 1},
    {"L0322", LANG_PROGRAM, MAIN("char big[100000000];"), 19},
    {"L0323", LANG_PROGRAM, MAIN("int a; int a;"), 25},
    {"L0323", LANG_PROGRAM, "int main() { return 0; } int main() { return 1; }", 30},
    {"L0324", LANG_LINE, "return 1", 1},
    {"L0325", LANG_PROGRAM, "void f(void) { return 1; } " MAIN(";"), 16},
    {"L0326", LANG_PROGRAM, "int f(void) { return 1; } int g = f(); " MAIN(";"), 35},
    {"L0326", LANG_PROGRAM, MAIN("int x = 1; switch (x) { case x: ; }"), 43},
    {"L0327", LANG_PROGRAM, MAIN("switch (1) { case 1: case 1: ; }"), 0},
    {"L0328", LANG_PROGRAM, "void f(MEMORY_BASIC_INFORMATION m) { } " MAIN(";"), 0},
    {"L0330", LANG_LINE, "VirtualAlloc(NULL, 4096)", 1},
    {"L0330", LANG_PROGRAM, MAIN("VirtualProtect(NULL, 4096, PAGE_READONLY);"), 14},
    {"L0330", LANG_PROGRAM, MAIN("VirtualQuery(NULL);"), 14},
    {"L0330", LANG_PROGRAM, "int f(int a) { return a; } " MAIN("f();"), 41},
    {"L0331", LANG_LINE, "GetLastError(1)", 1},
    {"L0331", LANG_PROGRAM, "int f(void) { return 1; } " MAIN("f(1);"), 40},
    {"L0332", LANG_PROGRAM, "int f(int); " MAIN("f(1);"), 26},
    {"L0333", LANG_PROGRAM, MAIN("int n; n(1);"), 21},
    {"L0334", LANG_PROGRAM, MAIN("MEMORY_BASIC_INFORMATION m; printf(\"%d\", m);"), 55},
    {"L0336", LANG_LINE, "printf(\"%p\", 5)", 14},
    {"L0336", LANG_LINE, "printf(\"%d\", NULL)", 14},
    {"L0336", LANG_LINE, "printf(\"%lld\", 5)", 16},
    {"L0337", LANG_LINE, "printf(\"%d %d\", 5)", 8},
    {"L0338", LANG_LINE, "printf(\"a\", 5)", 13},
    {"L0339", LANG_LINE, "printf(\"%y\", 5)", 8},
    {"L0340", LANG_LINE, "int a[1] = {1, 2};", 16},
    {"L0341", LANG_LINE, "VirtualAlloc", 1},
    {"L0341", LANG_PROGRAM, "int f(int n) { return n; } " MAIN("return f(f);"), 50},
    {"L0340", LANG_PROGRAM, MAIN("char s[2] = \"abc\";"), 26},
};
enum { MISTAKES = sizeof mistakes / sizeof *mistakes };

static void each_mistake_has_its_code_and_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < MISTAKES; i++) {
        const struct mistake *m = &mistakes[i];
        struct lab lab = lab_open("x86");
        const char *code = lab_code(&lab, m->mode, m->text);
        if (!code || strcmp(code, m->code) != 0)
            fail_msg("%s: %s, not %s", m->text, code ? code : "no mistake", m->code);
        if (m->column && lab.diags.items[0].column != m->column)
            fail_msg("%s: column %u, not %u", m->text, lab.diags.items[0].column, m->column);
        assert_int_equal(lab.unit == NULL, lab.diags.errors > 0);
        lab_close(&lab);
    }
}

static void every_code_of_names_and_types_is_provoked(void **state)
{
    (void)state;
    for (int id = 0; id < LANG_DIAG_COUNT; id++) {
        const char *code = lang_diag_code((enum lang_diag_id)id);
        bool found = strncmp(code, "L03", 3) != 0;
        for (size_t i = 0; i < MISTAKES && !found; i++)
            found = strcmp(mistakes[i].code, code) == 0;
        if (!found)
            fail_msg("nothing provokes %s", code);
    }
}

struct meant {
    enum lang_mode mode;
    const char *text, *suggestion;
};

static void what_was_meant_is_proposed(void **state)
{
    (void)state;
    static const struct meant rows[] = {
        {LANG_LINE, "VirtualAloc(NULL, 1, MEM_RESERVE, PAGE_READWRITE)", "VirtualAlloc"},
        {LANG_LINE, "x = MEM_RESERV", "MEM_RESERVE"},
        {LANG_PROGRAM, MAIN("int counter = 0; contuer++;"), "counter"},
        {LANG_PROGRAM, MAIN("MEMORY_BASIC_INFORMATION m; m.RegionSiz;"), "RegionSize"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct lab lab = lab_open("x86");
        assert_non_null(lab_code(&lab, rows[i].mode, rows[i].text));
        assert_non_null(lab.diags.items[0].suggestion);
        assert_string_equal(lab.diags.items[0].suggestion, rows[i].suggestion);
        lab_close(&lab);
    }
}

/* What students write and compilers accept must raise no word at all. */
static void ordinary_texts_raise_nothing(void **state)
{
    (void)state;
    static const struct meant rows[] = {
        {LANG_LINE, "VirtualAlloc(0x40000000, 4096, MEM_RESERVE, PAGE_READWRITE)", NULL},
        {LANG_LINE,
        "printf(\"%d %u %x %lu %s %c %p %%\", 1, 2u, 3, GetLastError(), \"a\", 'b', NULL)", NULL},
        {LANG_PROGRAM,
        MAIN("char *p = VirtualAlloc(NULL, 1, MEM_COMMIT, PAGE_READWRITE); int *q = NULL;"
            " if (!p || q == 0) return 1; printf(\"%p %p\", p, (void *)q); return 0;"), NULL},
        {LANG_PROGRAM,
        MAIN("unsigned char c = 'a'; char *s = \"x\"; LPBYTE b = (LPBYTE)s; BYTE *d = s; c = *b;"
            " return c - d[0];"), NULL},
        {LANG_PROGRAM,
        MAIN("DWORD old; SIZE_T n = sizeof old; printf(\"%lu %d\", old, (int)n); return 0;"), NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct lab lab = lab_open("x64");
        const char *code = lab_code(&lab, rows[i].mode, rows[i].text);
        if (code)
            fail_msg("%s: %s", rows[i].text, code);
        lab_close(&lab);
    }
}

static void several_mistakes_are_told_at_once(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_parse(&lab, LANG_PROGRAM,
        "int main()\n{\n    x = 1;\n    int a = *5;\n    return &3;\n}\n");
    assert_int_equal(lab.diags.count, 3);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(lab.diags.items[i].line, 3 + i);
    lab_close(&lab);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_mistake_has_its_code_and_place),
        cmocka_unit_test(every_code_of_names_and_types_is_provoked),
        cmocka_unit_test(what_was_meant_is_proposed),
        cmocka_unit_test(ordinary_texts_raise_nothing),
        cmocka_unit_test(several_mistakes_are_told_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
