/* test_programs - whole programs and what they print; the programs of assets/examples to the
 * letter. */
#include "langlib.h"

#include <stdio.h>
#include <stdlib.h>

struct program {
    const char *text, *output;
    int exit_code;
};

static void runs(const char *machine, const struct program *p)
{
    struct lab lab = lab_open(machine);
    if (!lab_parse(&lab, LANG_PROGRAM, p->text))
        fail_msg("%s: %s", p->text, lang_diag_code(lab.diags.items[0].id));
    if (lab_run(&lab) != LANG_STOP_DONE)
        fail_msg("%s: stopped (%d)", p->text, (int)lab.stop);
    assert_string_equal(buf_text(&lab.output), p->output);
    assert_int_equal(lang_machine_exit_code(lab.run), p->exit_code);
    lab_close(&lab);
}

static void every_program_runs(const struct program *programs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        runs("x86", &programs[i]);
        runs("x64", &programs[i]);
        runs("toy", &programs[i]);
    }
}
#define EVERY_PROGRAM_RUNS(list) every_program_runs(list, sizeof(list) / sizeof *(list))

static void main_may_be_written_in_any_way(void **state)
{
    (void)state;
    static const struct program programs[] = {
        {"main() { printf(\"a\"); }", "a", 0},
        {"int main(void) { return 3; }", "", 3},
        {"void main() { printf(\"v\"); return; }", "v", 0},
        {"int main(int argc, char *argv[]) { printf(\"%d %s\", argc, argv[0]); return argv[1] != "
        "NULL; }",
            "1 program.exe", 0},
        {"#include <windows.h>\n#include <tchar.h>\nint _tmain() { _tprintf(\"t\"); return -1; }",
        "t", -1},
        {"int main() { exit(7); printf(\"never\"); }", "", 7},
        {"int main() { ExitProcess(9); }", "", 9},
    };
    EVERY_PROGRAM_RUNS(programs);
}

static void control_flows_as_in_c(void **state)
{
    (void)state;
    static const struct program programs[] = {
        {"int main() { int i; for (i = 0; i < 5; i++) { if (i == 1) continue; if (i == 4) break;"
            " printf(\"%d\", i); } return i; }", "023", 4},
        {"int main() { int n = 3; while (n) printf(\"%d\", n--); do n++; while (n < 2); return n; "
        "}", "321", 2},
        {"int main() { for (int i = 0; i < 2; i++) for (int j = 0; j < 2; j++) printf(\"%d%d \", "
        "i, j); }",
            "00 01 10 11 ", 0},
        {"int main() { int x = 1; { int x = 2; printf(\"%d\", x); } printf(\"%d\", x); return 0; }",
        "21", 0},
        {"int main() { int a = 0, b = 0; a = b++ + ++b; printf(\"%d %d\", a, b); return a > b ? a "
        ": b; }",
            "2 2", 2},
        {"int main() { int i = 0; for (;;) { if (++i > 4) break; } if (i == 5) ; else "
        "printf(\"no\"); return i; }",
            "", 5},
    };
    EVERY_PROGRAM_RUNS(programs);
}

static void switch_finds_its_case_and_falls_through(void **state)
{
    (void)state;
    static const struct program programs[] = {
        {"int main() { int i; for (i = 0; i < 4; i++) switch (i) { case 0: printf(\"z\"); break; "
            "case 2:"
            " printf(\"t\"); default: printf(\"d\"); break; case 3: continue; } return 0; }",
            "zdtd", 0},
        {"int main() { switch (5) { case 1: return 1; } return 2; }", "", 2},
        {"int main() { switch ('b') { case 'a': case 'b': switch (1) { default: printf(\"in\"); } "
        "printf(\"out\"); }"
            " return 0; }", "inout", 0},
    };
    EVERY_PROGRAM_RUNS(programs);
}

static void functions_call_each_other(void **state)
{
    (void)state;
    static const struct program programs[] = {
        {"int twice(int n);\nint main() { return twice(4) + twice(twice(1)); }\nint twice(int n) { "
            "return n * 2; }",
            "", 12},
        {"int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); } int main() { return "
        "fib(12); }", "", 144},
        {"void swap(int *a, int *b) { int t = *a; *a = *b; *b = t; }\n"
            "int main() { int x = 1, y = 2; swap(&x, &y); printf(\"%d%d\", x, y); return 0; }",
            "21", 0},
        {"int count; static int limit = 3; void up(void) { static int own; own++; count += own; }\n"
            "int main() { while (limit--) up(); return count; }", "", 6},
        {"char small(int n) { return n; } int main() { return small(300); }", "", 44},
    };
    EVERY_PROGRAM_RUNS(programs);
}

static void variables_have_first_values(void **state)
{
    (void)state;
    static const struct program programs[] = {
        {"int g[3] = {1, 2}, h = sizeof g; char *t = \"texto\"; char u[] = \"abc\";\n"
            "int main() { printf(\"%d%d%d %d %s %s %d\", g[0], g[1], g[2], h, t, u, (int)sizeof "
            "u); return 0; }",
            "120 12 texto abc 4", 0},
        {"int main() { int m[2][2] = {{1, 2}, {3, 4}}, n[4] = {[2] = 7}; char s[8] = \"hi\";\n"
            "printf(\"%d %d %s%d\", m[1][0], n[2] + n[3], s, s[7]); return 0; }", "3 7 hi0", 0},
        {"int main() { MEMORY_BASIC_INFORMATION p = {(void *)1, NULL, 7}, q, *r = &q; q = p; "
        "r->State += 5;\n"
            "printf(\"%lu %lu %lu\", p.State, q.State, r->AllocationProtect); return q.BaseAddress "
            "== (void *)1; }",
            "0 5 7", 1},
        {"double half = 0.5; int main() { float f = 1; f += half; printf(\"%.2f %d\", f, f > 1); "
        "return (int)(f * 4); }",
            "1.50 1", 6},
        {"int main() { unsigned char c = 255; c++; long long big = 1; big <<= 40; printf(\"%d "
        "%lld\", c, big); }",
            "0 1099511627776", 0},
    };
    EVERY_PROGRAM_RUNS(programs);
}

static void the_c_library_works_on_simulated_memory(void **state)
{
    (void)state;
    static const struct program programs[] = {
        {"int main() { char a[16], b[16]; strcpy(a, \"hola\"); memcpy(b, a, 5); puts(b);\n"
            "memset(a, 'x', 3); putchar(a[2]); ZeroMemory(b, 16); return strlen(a) * 10 + "
            "strlen(b); }",
            "hola\nx", 40},
        {"int main() { char a[] = \"abcdef\"; memmove(a + 2, a, 4); printf(\"%s %d\", a, strcmp(a, "
        "\"ababcd\")); }",
            "ababcd 0", 0},
        {"int main() { wprintf(L\"%s %hs\", L\"ancho\", \"chico\"); system(\"pause\"); return 0; }",
        "ancho chico", 0},
        {"int main() { const char *f = \"%d-%d\"; printf(f, 1, 2); return 0; }", "1-2", 0},
    };
    EVERY_PROGRAM_RUNS(programs);
}

/* Locals of main lie in the thread's stack, globals in the image: VirtualQuery says so. */
static void variables_live_in_the_simulated_process(void **state)
{
    (void)state;
    static const struct program program = {
        "int g; int main() { int l; MEMORY_BASIC_INFORMATION m;\n"
        "VirtualQuery(&l, &m, sizeof m); printf(\"%lx %lx \", m.Type, m.State);\n"
        "VirtualQuery(&g, &m, sizeof m); printf(\"%lx %lx\", m.Type, m.State); return 0; }",
        "20000 1000 1000000 1000", 0};
    runs("x86", &program);
    runs("x64", &program);
}

static void large_globals_lie_behind_the_image(void **state)
{
    (void)state;
    static const struct program program = {
        "int big[100000]; int main() { big[99999] = 5; return big[99999] + big[5]; }", "", 5};
    runs("x86", &program);
    runs("x64", &program);
}

static void globals_that_do_not_fit_behind_the_image_stop_the_program(void **state)
{
    (void)state;
    struct lab lab = lab_open("toy");
    assert_true(lab_parse(&lab, LANG_PROGRAM, "char big[500000]; int main() { return 0; }"));
    assert_int_equal(lab_run(&lab), LANG_STOP_ERROR);
    assert_string_equal(lang_diag_code(lang_machine_error(lab.run)->id), "L0504");
    lab_close(&lab);
}

/* ---- assets/examples ------------------------------------------------------------------------ */

static char *read_example(const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s%s", EXAMPLES, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *text = calloc(1, 1 << 16);
    assert_true(fread(text, 1, (1 << 16) - 1, file) > 0);
    fclose(file);
    return text;
}

static void example_prints(const char *name, const char *output, int exit_code)
{
    char *text = read_example(name);
    const struct program program = {text, output, exit_code};
    runs("x86", &program);
    free(text);
}

static void the_programs_of_the_course_sheet_run_to_the_letter(void **state)
{
    (void)state;
    example_prints("reserva.c", "Dir. de RESERVA = 40000000", 0);
    example_prints("liberacion.c", "Exito en la liberacion", 0);
}

static void the_other_examples_print_what_they_say(void **state)
{
    (void)state;
    example_prints("pages.c", "00010000: A\n00011000: B\n00012000: C\n00013000: D\n00014000: E\n"
        "00015000: F\n00016000: G\n00017000: H\n", 0);
    example_prints("protect.c", "was 4\n40000000  4096 bytes, protection 4\n"
        "40001000  4096 bytes, protection 2\n40002000  8192 bytes, protection 4\n", 0);
    example_prints("wrong.c", "release with a size: 87\nrelease not at the base: 487\n"
        "protect reserved pages: 487\nreserve twice: 487\n", 0);
}

static void the_guard_example_ends_in_its_exception(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    char *text = read_example("guard.c");
    assert_true(lab_parse(&lab, LANG_PROGRAM, text));
    assert_int_equal(lab_run(&lab), LANG_STOP_EXCEPTION);
    assert_int_equal(lang_machine_exception(lab.run)->code, 0x80000001);
    assert_string_equal(buf_text(&lab.output), "touching 00010000\n");
    lab_close(&lab);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(main_may_be_written_in_any_way),
        cmocka_unit_test(control_flows_as_in_c),
        cmocka_unit_test(switch_finds_its_case_and_falls_through),
        cmocka_unit_test(functions_call_each_other),
        cmocka_unit_test(variables_have_first_values),
        cmocka_unit_test(the_c_library_works_on_simulated_memory),
        cmocka_unit_test(variables_live_in_the_simulated_process),
        cmocka_unit_test(large_globals_lie_behind_the_image),
        cmocka_unit_test(globals_that_do_not_fit_behind_the_image_stop_the_program),
        cmocka_unit_test(the_programs_of_the_course_sheet_run_to_the_letter),
        cmocka_unit_test(the_other_examples_print_what_they_say),
        cmocka_unit_test(the_guard_example_ends_in_its_exception),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
