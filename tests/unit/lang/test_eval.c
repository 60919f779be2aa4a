/* test_eval - what lines of the prompt give: expressions, variables, calls, memory. */
#include "langlib.h"

struct row {
    const char *text, *narrow, *wide;   /* value on x86, on x64; NULL: as narrow */
};

static void every_row_gives(const struct row *rows, size_t count)
{
    struct lab narrow = lab_open("x86"), wide = lab_open("x64");
    for (size_t i = 0; i < count; i++) {
        lab_gives(&narrow, rows[i].text, rows[i].narrow);
        lab_gives(&wide, rows[i].text, rows[i].wide ? rows[i].wide : rows[i].narrow);
    }
    lab_close(&narrow);
    lab_close(&wide);
}
#define EVERY_ROW_GIVES(rows) every_row_gives(rows, sizeof(rows) / sizeof *(rows))

static void arithmetic_is_that_of_c(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"1 + 2 * 3", "7", NULL}, {"8*4096", "32768", NULL}, {"(1 + 2) * 3", "9", NULL},
            {"7 / 2", "3", NULL},
        {"-7 / 2", "-3", NULL}, {"-7 % 3", "-1", NULL}, {"1 << 4 | 1", "17", NULL},
        {"6 & 3 ^ 1", "3", NULL},
        {"~0", "-1", NULL}, {"!5", "0", NULL}, {"!0", "1", NULL}, {"-1 >> 1", "-1", NULL},
        {"0xFFFFFFFF >> 28", "15", NULL}, {"2147483647 + 1", "-2147483648", NULL},
        {"0xFFFFFFFF + 1", "0", NULL},
        {"1 ? 2 : 3", "2", NULL}, {"0 ? 2 : 3", "3", NULL}, {"(1, 2)", "2", NULL},
        {"1 < 2", "1", NULL},
        {"2 <= 1", "0", NULL}, {"-1 < 0u", "0", NULL}, {"3 == 3 && 4 != 4", "0", NULL},
        {"0 || 5", "1", NULL},
        {"0 && 1/0", "0", NULL}, {"1 || 1/0", "1", NULL}, {"'A' + 1", "66", NULL},
        {"1.5 * 4", "6", NULL},
        {"7 / 2.0", "3.5", NULL}, {"(int)3.9", "3", NULL},
        {"0xFFFFFFFFFFFFFFFF", "18446744073709551615", NULL},
        {"5000000000 * 2", "10000000000", NULL}, {"1 << 33", "2", NULL},
    };
    EVERY_ROW_GIVES(rows);
}

static void types_and_casts_are_those_of_windows(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"sizeof(int)", "4", NULL}, {"sizeof(long)", "4", NULL}, {"sizeof(void *)", "4", "8"},
        {"sizeof(SIZE_T)", "4", "8"}, {"sizeof(MEMORY_BASIC_INFORMATION)", "28", "48"},
        {"sizeof(SYSTEM_INFO)", "36", "48"}, {"sizeof \"hola\"", "5", NULL},
        {"(char)300", "44", NULL},
        {"(unsigned char)-1", "255", NULL}, {"(short)65535", "-1", NULL},
        {"(DWORD)-1", "4294967295", NULL},
        {"(void *)0x40000000", "40000000", "0000000040000000"},
        {"(void *)-1", "FFFFFFFF", "FFFFFFFFFFFFFFFF"},
        {"(int)(void *)5", "5", NULL}, {"(LONGLONG)-1", "-1", NULL},
        {"NULL", "00000000", "0000000000000000"},
        {"(char *)16 + 1", "00000011", "0000000000000011"},
        {"(int *)16 + 1", "00000014", "0000000000000014"},
        {"(void *)16 + 1", "00000011", "0000000000000011"}, {"(int *)32 - (int *)16", "4", NULL},
        {"(char *)1 < (char *)2", "1", NULL}, {"(void *)0 == NULL", "1", NULL},
        {"(bool)7", "1", NULL},
        {"1 ? NULL : (void *)1", "00000000", "0000000000000000"}, {"TRUE", "1", NULL},
        {"MEM_RESERVE | MEM_COMMIT", "12288", NULL}, {"PAGE_READWRITE", "4", NULL},
    };
    EVERY_ROW_GIVES(rows);
}

static void a_variable_takes_the_type_of_its_first_value(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_gives(&lab, "n = 5", "5");
    lab_gives(&lab, "n += 2", "7");
    lab_gives(&lab, "n++", "7");
    lab_gives(&lab, "++n", "9");
    lab_gives(&lab, "n--; n", "8");
    lab_gives(&lab, "q = (char *)0x40000000", "40000000");
    lab_gives(&lab, "q++; q", "40000001");
    lab_gives(&lab, "n <<= 1", "16");
    lab_gives(&lab, "n = n == 16 ? -1 : 0", "-1");
    struct buf scratch = {0};
    struct lang_variable v;
    assert_true(lang_env_variable(lab.env, 1, &scratch, &v));
    assert_string_equal(v.name, "q");
    assert_string_equal(v.type, "char *");
    assert_string_equal(v.value, "40000001");
    assert_false(lang_env_variable(lab.env, 2, &scratch, &v));
    buf_finish(&scratch);
    lab_close(&lab);
}

static void a_declaration_has_no_value_and_may_be_repeated(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_gives(&lab, "DWORD old = 5;", NULL);
    lab_gives(&lab, "old", "5");
    lab_gives(&lab, "char old;", NULL);
    lab_gives(&lab, "sizeof old", "1");
    lab_gives(&lab, "int a[4] = {1, 2, [3] = 9}", NULL);
    lab_gives(&lab, "a", "{1, 2, 0, 9}");
    lab_gives(&lab, "a[1] + *(a + 3)", "11");
    lab_gives(&lab, "char s[] = \"hola\"; s", "\"hola\"");
    lab_gives(&lab, "sizeof s", "5");
    lab_close(&lab);
}

static void an_out_argument_creates_its_variable(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_gives(&lab,
        "p = VirtualAlloc((void *)0x40000000, 8*4096, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE)",
        "40000000");
    lab_gives(&lab, "VirtualProtect(p, 4096, PAGE_READONLY, &old)", "1");
    lab_gives(&lab, "old", "4");
    lab_gives(&lab, "VirtualQuery(p, &info, sizeof info)", "28");
    lab_gives(&lab, "info.RegionSize", "4096");
    lab_gives(&lab, "info.Protect == PAGE_READONLY && info.State == MEM_COMMIT", "1");
    lab_gives(&lab, "GetSystemInfo(&system_info)", NULL);
    lab_gives(&lab, "system_info.dwAllocationGranularity", "65536");
    lab_gives(&lab, "system_info.lpMaximumApplicationAddress", "7FFEFFFF");   /* [R-GEN-2] */
    lab_close(&lab);
}

static void lines_may_leave_out_arguments_out(void **state)
{
    (void)state;
    struct lab lab = lab_open("x64");
    lab_gives(&lab,
        "VirtualAlloc(0x20300000, 0x10000, MEM_RESERVE | MEM_COMMIT | MEM_WRITE_WATCH, "
        "PAGE_READWRITE)",
        "0000000020300000");
    lab_gives(&lab, "VirtualProtect(0x20300000, 0x1000, PAGE_READWRITE)", "1");
    assert_int_equal(lab.last_call.old_protect, VM_PAGE_READWRITE);
    lab_gives(&lab, "VirtualQuery(0x20300000)", "48");
    lab_gives(&lab, "VirtualQuery(0x20300000, 48)", "48");
    lab_gives(&lab, "VirtualQuery(0x20300000, 47)", "0");
    lab_gives(&lab, "GetLastError()", "24");        /* [R-QUERY-4] */
    lab_gives(&lab, "write(0x20301000, 1)", NULL);
    lab_gives(&lab, "GetWriteWatch(0, 0x20300000, 0x10000, 64)", "0");
    assert_int_equal(lab.last_call.page_count, 1);
    lab_gives(&lab, "VirtualProtect(0x20300000, 0x1000, PAGE_READONLY, NULL)", "0");
    lab_gives(&lab, "GetLastError()", "998");       /* [R-PROTECT-5] */
    lab_close(&lab);
}

static void the_full_write_watch_fills_its_array(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_line(&lab,
        "w = VirtualAlloc(0x40000000, 0x10000, MEM_RESERVE|MEM_COMMIT|MEM_WRITE_WATCH, "
        "PAGE_READWRITE)");
    lab_line(&lab, "w[0] = 1; w[0x3000] = 1; void *pages[8]; ULONG_PTR count = 8");
    lab_gives(&lab, "GetWriteWatch(0, w, 0x10000, pages, &count, &size)", "0");
    lab_gives(&lab, "count", "2");                  /* [R-WW-2] */
    lab_gives(&lab, "size", "4096");
    lab_gives(&lab, "pages[1]", "40003000");
    lab_gives(&lab, "GetWriteWatch(0, w, 0x10000, NULL, NULL, NULL)", "4294967295");
    lab_gives(&lab, "GetLastError()", "998");       /* [R-WW-10] */
    lab_close(&lab);
}

static void success_leaves_the_last_error(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_gives(&lab, "SetLastError(1234)", NULL);
    lab_gives(&lab, "p = VirtualAlloc(NULL, 4096, MEM_RESERVE, PAGE_READWRITE)", "00010000");
    lab_gives(&lab, "GetLastError()", "1234");      /* [R-GEN-7] */
    lab_gives(&lab, "VirtualFree(p, 4096, MEM_RELEASE)", "0");
    lab_gives(&lab, "GetLastError()", "87");
    lab_close(&lab);
}

static void a_bad_process_handle_is_refused(void **state)
{
    (void)state;
    struct lab lab = lab_open("x64");
    lab_gives(&lab, "VirtualAllocEx(NULL, 0x40000000, 4096, MEM_RESERVE, PAGE_READWRITE)",
        "0000000000000000");
    lab_gives(&lab, "GetLastError()", "6");         /* [R-GEN-9] */
    lab_gives(&lab,
        "VirtualAllocEx(GetCurrentProcess(), 0x40000000, 4096, MEM_RESERVE, PAGE_READWRITE)",
        "0000000040000000");
    lab_gives(&lab, "VirtualQueryEx(GetCurrentProcess(), 0x40000000)", "48");
    lab_gives(&lab, "VirtualFreeEx(GetCurrentProcess(), 0x40000000, 0, MEM_RELEASE)", "1");
    lab_close(&lab);
}

static void memory_is_read_and_written_as_c_does(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_line(&lab, "p = VirtualAlloc(0x40000000, 8192, MEM_RESERVE|MEM_COMMIT, PAGE_READWRITE)");
    lab_gives(&lab, "*(char *)p = 65", "65");
    lab_gives(&lab, "p[0]", "65");
    lab_gives(&lab, "p[1] = 300", "44");
    lab_gives(&lab, "*(short *)p", "11329");
    lab_gives(&lab, "*(int *)((char *)p + 4094) = 0x01020304", "16909060");
    lab_gives(&lab, "read(0x40001000, 2)", "258");
    lab_gives(&lab, "write(0x40000010, \"hola\")", NULL);
    lab_gives(&lab, "strlen((char *)0x40000010)", "4");
    lab_gives(&lab, "((char *)0x40000010)[3]", "97");
    lab_gives(&lab, "memset(p, 7, 8192); p[8191]", "7");
    lab_gives(&lab, "int i = 3; int *q = p; q[i] = i; *(q + 3)", "3");
    lab_close(&lab);
}

struct fault {
    const char *text;
    uint32_t code, access;
    vm_addr address;
};

static void a_fault_stops_the_line_with_its_exception(void **state)
{
    (void)state;
    static const struct fault faults[] = {
        {"*(char *)0", 0xC0000005, 0, 0},
        {"*(int *)0x50000000 = 1", 0xC0000005, 1, 0x50000000},
        {"write(0x40000000, 1)", 0xC0000005, 1, 0x40000000},
        {"execute(0x40000000)", 0xC0000005, 8, 0x40000000},
        {"read(0x40001000)", 0x80000001, 0, 0x40001000},   /* [R-ACC-1] */
        {"*(char *)0xFFFF0000", 0xC0000005, 0, 0xFFFF0000},
        {"zero = 0; 1 / zero", 0xC0000094, 0, 0},
        {"(-2147483647 - 1) / (zero - 1)", 0xC0000095, 0, 0},
    };
    struct lab lab = lab_open("x86");
    lab_line(&lab, "VirtualAlloc(0x40000000, 8192, MEM_RESERVE|MEM_COMMIT, PAGE_READONLY)");
    lab_line(&lab, "VirtualProtect(0x40001000, 1, PAGE_READONLY|PAGE_GUARD)");
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        assert_true(lab_parse(&lab, LANG_LINE, faults[i].text));
        assert_int_equal(lab_run(&lab), LANG_STOP_EXCEPTION);
        const struct lang_exception *e = lang_machine_exception(lab.run);
        assert_int_equal(e->code, faults[i].code);
        assert_int_equal(e->access, faults[i].access);
        assert_int_equal(e->address, faults[i].address);
    }
    lab_gives(&lab, "read(0x40001000)", "0");       /* the guard is gone [R-ACC-2] */
    lab_close(&lab);
}

static void an_out_argument_in_a_guard_page_fails_once(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_line(&lab,
        "p = VirtualAlloc(0x40000000, 4096, MEM_RESERVE|MEM_COMMIT, PAGE_READWRITE|PAGE_GUARD)");
    lab_line(&lab, "q = VirtualAlloc(0x50000000, 4096, MEM_RESERVE|MEM_COMMIT, PAGE_READWRITE)");
    lab_gives(&lab, "VirtualProtect(q, 4096, PAGE_READONLY, (DWORD *)p)", "0");
    lab_gives(&lab, "GetLastError()", "2147483649");   /* [R-ACC-3] */
    lab_gives(&lab, "VirtualProtect(q, 4096, PAGE_READONLY, (DWORD *)p)", "1");
    lab_gives(&lab, "*(DWORD *)p", "4");
    lab_close(&lab);
}

static void short_commands_are_calls(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_gives(&lab, "reserve 40000000 8p", "40000000");
    assert_true(lang_unit_is_short_command(lab.unit));
    lab_gives(&lab, "VirtualQuery(0x40000000, &info)", "28");
    assert_false(lang_unit_is_short_command(lab.unit));
    lab_gives(&lab, "info.AllocationProtect", "4");
    lab_gives(&lab, "commit 40000000 1p rw", "40000000");
    lab_gives(&lab, "write 40000000 \"hola\"", NULL);
    lab_gives(&lab, "read 40000001", "111");
    lab_gives(&lab, "protect 40000000 1p r", "1");
    lab_gives(&lab, "decommit 40000000 1p", "1");
    lab_gives(&lab, "release 40000000", "1");
    lab_close(&lab);
}

static void statements_of_c_work_at_the_prompt(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_line(&lab, "for (i = 0; i < 3; i++) printf(\"%d \", i);");
    assert_string_equal(buf_text(&lab.output), "0 1 2 ");
    assert_false(lab.has_value);
    lab_line(&lab,
        "if (i == 3) { int j = i; while (j > 0) j--; printf(\"%d\", j); } else printf(\"no\");");
    assert_string_equal(buf_text(&lab.output), "0");
    lab_line(&lab, "do { i--; if (i == 1) break; } while (i); printf(\"%d\", i)");
    assert_string_equal(buf_text(&lab.output), "1");
    lab_line(&lab, "s = \"hola\"; printf(\"%s %c\", s, s[1])");
    assert_string_equal(buf_text(&lab.output), "hola o");
    lab_close(&lab);
}

static void the_prompt_remembers_as_a_value(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_line(&lab, "n = 1; s = \"hola\"");
    struct lang_env *copy = lang_env_clone(lab.env);
    assert_true(lang_env_equal(copy, lab.env));
    lab_line(&lab, "n = 2");
    assert_false(lang_env_equal(copy, lab.env));
    lab_line(&lab, "n = 1");
    assert_true(lang_env_equal(copy, lab.env));
    lab_line(&lab, "SetLastError(5)");
    assert_false(lang_env_equal(copy, lab.env));
    lang_env_destroy(lab.env);
    lab.env = copy;
    lab_gives(&lab, "n + strlen(s)", "5");
    lab_close(&lab);
}

static void events_tell_calls_from_touched_memory(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_line(&lab, "p = VirtualAlloc(0x40000000, 4096, MEM_RESERVE|MEM_COMMIT, PAGE_READWRITE)");
    assert_int_equal(lab.calls, 1);
    assert_int_equal(lab.touches, 0);               /* p lies in the console, in no space */
    assert_int_equal(lab.last_span.start, 4);
    lab_line(&lab, "p[0] = 1");
    assert_int_equal(lab.calls, 0);
    assert_int_equal(lab.touches, 1);
    lab_line(&lab, "p[0] + p[0]");
    assert_int_equal(lab.touches, 0);               /* reading what is there changes nothing */
    lab_line(&lab, "write(p, 2)");
    assert_int_equal(lab.calls, 1);
    assert_true(lab_parse(&lab, LANG_LINE, "*(char *)0 = 1"));
    assert_int_equal(lab_run(&lab), LANG_STOP_EXCEPTION);
    assert_int_equal(lab.calls, 1);                 /* a fault is told as a call */
    lab_close(&lab);
}

static void the_memory_of_the_prompt_has_an_end(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_line(&lab, "char big[60000];");
    assert_true(lab_parse(&lab, LANG_LINE, "char more[60000];"));
    assert_int_equal(lab_run(&lab), LANG_STOP_ERROR);
    assert_string_equal(lang_diag_code(lang_machine_error(lab.run)->id), "L0502");
    assert_string_equal(lang_machine_error(lab.run)->args[0], "more");
    lab_gives(&lab, "sizeof big", "60000");
    lab_close(&lab);
}

static void a_name_that_a_branch_left_out_has_no_value(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    assert_true(lab_parse(&lab, LANG_LINE, "if (0) ghost = 1; ghost + 1"));
    assert_int_equal(lab_run(&lab), LANG_STOP_ERROR);
    assert_string_equal(lang_diag_code(lang_machine_error(lab.run)->id), "L0503");
    lab_close(&lab);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arithmetic_is_that_of_c),
        cmocka_unit_test(types_and_casts_are_those_of_windows),
        cmocka_unit_test(a_variable_takes_the_type_of_its_first_value),
        cmocka_unit_test(a_declaration_has_no_value_and_may_be_repeated),
        cmocka_unit_test(an_out_argument_creates_its_variable),
        cmocka_unit_test(lines_may_leave_out_arguments_out),
        cmocka_unit_test(the_full_write_watch_fills_its_array),
        cmocka_unit_test(success_leaves_the_last_error),
        cmocka_unit_test(a_bad_process_handle_is_refused),
        cmocka_unit_test(memory_is_read_and_written_as_c_does),
        cmocka_unit_test(a_fault_stops_the_line_with_its_exception),
        cmocka_unit_test(an_out_argument_in_a_guard_page_fails_once),
        cmocka_unit_test(short_commands_are_calls),
        cmocka_unit_test(statements_of_c_work_at_the_prompt),
        cmocka_unit_test(the_prompt_remembers_as_a_value),
        cmocka_unit_test(events_tell_calls_from_touched_memory),
        cmocka_unit_test(the_memory_of_the_prompt_has_an_end),
        cmocka_unit_test(a_name_that_a_branch_left_out_has_no_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
