/* test_machine - running in slices, by statements, with input; saving and putting back;
 * stopping. */
#include "langlib.h"

static const char *const counting = "int main(void)\n"
    "{\n"
    "    int i, sum = 0;\n"
    "    for (i = 1; i <= 3; i++)\n"
    "        sum += i;\n"
    "    printf(\"%d\", sum);\n"
    "    return sum;\n"
    "}\n";

static void load(struct lab *lab, const char *text)
{
    if (!lab_parse(lab, LANG_PROGRAM, text))
        fail_msg("%s: %s", text, lang_diag_code(lab->diags.items[0].id));
}

/* The source of the statement to run next. */
static void stands_before(const struct lab *lab, const char *text, const char *want)
{
    const struct lang_span span = lang_machine_span(lab->run);
    const size_t len = strlen(want);
    if (span.end - span.start < len || strncmp(text + span.start, want, len) != 0)
        fail_msg("stands before %.*s, not %s", (int)(span.end - span.start), text + span.start,
        want);
}

static enum lang_stop step(struct lab *lab)
{
    return lang_machine_run(lab->run, LAB_SLICE, LANG_UNTIL_STATEMENT);
}

/* "i int 5, p char * 00000000": what can be named now. */
static void names_are(const struct lab *lab, const char *want)
{
    struct buf text = {0}, scratch = {0};
    struct lang_variable v;
    for (size_t i = 0; lang_machine_variable(lab->run, i, &scratch, &v); i++)
        buf_addf(&text, "%s%s %s %s", i ? ", " : "", v.name, v.type, v.value);
    assert_string_equal(buf_text(&text), want);
    buf_finish(&text);
    buf_finish(&scratch);
}

static void the_variables_in_scope_can_be_watched(void **state)
{
    (void)state;
    static const char text[] = "int g = 7;\n"
        "int twice(int n) { int r = n * 2; return r; }\n"
        "int main() { char c[4] = \"ab\"; int i = 1;\n"
        "    { int i = 5; i++; }\n"
        "    for (int k = 3; k < 4; k++) g += k;\n"
        "    i = twice(4);\n"
        "    return i; }\n";
    static const struct { const char *before, *names; } stops[] = {
        {"int i = 1", "c char [4] \"ab\", g int 7"},
        {"int i = 5", "i int 1, c char [4] \"ab\", g int 7"},
        {"i++", "i int 5, c char [4] \"ab\", g int 7"},
        {"int k = 3", "i int 1, c char [4] \"ab\", g int 7"},
        {"g += k", "k int 3, i int 1, c char [4] \"ab\", g int 7"},
        {"k++", "k int 3, i int 1, c char [4] \"ab\", g int 10"},
        {"i = twice", "i int 1, c char [4] \"ab\", g int 10"},
        {"int r", "n int 4, g int 10"},
        {"return r", "r int 8, n int 4, g int 10"},
        {"return i", "i int 8, c char [4] \"ab\", g int 10"},
    };
    struct lab lab = lab_open("x86");
    load(&lab, text);
    stands_before(&lab, text, "char c[4]");
    names_are(&lab, ""); /* main has not been entered */
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
        assert_int_equal(step(&lab), LANG_STOP_STATEMENT);
        stands_before(&lab, text, stops[i].before);
        names_are(&lab, stops[i].names);
    }
    assert_int_equal(step(&lab), LANG_STOP_DONE);
    names_are(&lab, "");
    lab_close(&lab);
}

static void a_program_stops_before_each_statement(void **state)
{
    (void)state;
    static const char *const statements[] = {"int i, sum = 0", "i = 1", "sum += i", "i++",
        "sum += i", "i++",
        "sum += i", "i++", "printf", "return sum"};
    struct lab lab = lab_open("x86");
    load(&lab, counting);
    const size_t count = sizeof statements / sizeof *statements;
    for (size_t i = 0; i < count; i++) {
        stands_before(&lab, counting, statements[i]);
        assert_int_equal(step(&lab), i + 1 < count ? LANG_STOP_STATEMENT : LANG_STOP_DONE);
    }
    assert_int_equal(lang_machine_exit_code(lab.run), 6);
    assert_string_equal(buf_text(&lab.output), "6");
    assert_int_equal(step(&lab), LANG_STOP_DONE);
    lab_close(&lab);
}

static void slices_of_any_size_give_the_same_run(void **state)
{
    (void)state;
    for (uint64_t slice = 1; slice < 40; slice += 6) {
        struct lab lab = lab_open("x86");
        enum lang_stop stop = LANG_STOP_SLICE;
        load(&lab, counting);
        for (int i = 0; i < 10000 && stop == LANG_STOP_SLICE; i++)
            stop = lang_machine_run(lab.run, slice, LANG_UNTIL_END);
        assert_int_equal(stop, LANG_STOP_DONE);
        assert_string_equal(buf_text(&lab.output), "6");
        lab_close(&lab);
    }
}

static void a_step_that_a_slice_cut_goes_on_to_its_end(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    load(&lab, counting);
    int statements = 0;
    enum lang_stop stop = LANG_STOP_SLICE;
    for (int i = 0; i < 10000 && stop != LANG_STOP_DONE; i++) {
        stop = lang_machine_run(lab.run, 2, LANG_UNTIL_STATEMENT);
        statements += stop == LANG_STOP_STATEMENT;
    }
    assert_int_equal(statements, 9);
    lab_close(&lab);
}

static void an_endless_loop_uses_up_every_slice(void **state)
{
    (void)state;
    static const char *const loops[] = {"while (1);", "for (;;);", "do ; while (1);",
        "p = VirtualAlloc(NULL, 4096, MEM_COMMIT, PAGE_READWRITE); for (;;) p[0] = 1;"};
    struct lab lab = lab_open("x86");
    for (size_t i = 0; i < sizeof loops / sizeof *loops; i++) {
        assert_true(lab_parse(&lab, LANG_LINE, loops[i]));
        for (int slice = 0; slice < 5; slice++)
            assert_int_equal(lang_machine_run(lab.run, 1000, LANG_UNTIL_END), LANG_STOP_SLICE);
    }
    lab_close(&lab);
}

/* memset of a gibibyte is one call; it stops between two parts of it. */
static void a_long_call_can_be_cut_as_well(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_line(&lab, "p = VirtualAlloc(NULL, 0x40000000, MEM_RESERVE|MEM_COMMIT, PAGE_READWRITE)");
    assert_true(lab_parse(&lab, LANG_LINE, "memset(p, 1, 0x40000000)"));
    assert_int_equal(lang_machine_run(lab.run, 100, LANG_UNTIL_END), LANG_STOP_SLICE);
    assert_true(lab.touches > 0 && lab.touches < 200);
    lab_close(&lab);
}

static void a_saved_state_runs_again_from_there(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    load(&lab, counting);
    for (int i = 0; i < 4; i++)
        assert_int_equal(step(&lab), LANG_STOP_STATEMENT);
    struct lang_state *saved = lang_machine_save(lab.run);
    struct vm_space *space = vm_space_clone(lab.space);
    struct lang_env *env = lang_env_clone(lab.env);
    assert_int_equal(lab_run(&lab), LANG_STOP_DONE);
    assert_string_equal(buf_text(&lab.output), "6");

    vm_space_destroy(lab.space);
    lang_env_destroy(lab.env);
    lab.space = space;
    lab.env = env;
    lang_machine_rebind(lab.run, env, space);
    lang_machine_load(lab.run, saved);
    stands_before(&lab, counting, "sum += i");
    assert_int_equal(lab_run(&lab), LANG_STOP_DONE);
    assert_string_equal(buf_text(&lab.output), "66");
    assert_int_equal(lang_machine_exit_code(lab.run), 6);
    lang_state_destroy(saved);
    lab_close(&lab);
}

static void a_state_can_be_saved_between_any_two_instructions(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    load(&lab,
        "int twice(int n) { return n * 2; } int main() { printf(\"%d\", 1 + twice(3) * 2); return "
        "0; }");
    for (int i = 0; i < 1000 && lang_machine_run(lab.run, 1, LANG_UNTIL_END) ==
        LANG_STOP_SLICE; i++) {
        struct lang_state *saved = lang_machine_save(lab.run);
        lang_machine_load(lab.run, saved);
        lang_state_destroy(saved);
    }
    assert_string_equal(buf_text(&lab.output), "13");
    lab_close(&lab);
}

static void input_is_asked_for_a_line_at_a_time(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    load(&lab, "int main() { int c; while ((c = getchar()) != -1) putchar(c + 1); return 0; }");
    assert_int_equal(lab_run(&lab), LANG_STOP_INPUT);
    assert_int_equal(lab_run(&lab), LANG_STOP_INPUT);
    lang_machine_feed(lab.run, "HAL", 3, false);
    assert_int_equal(lab_run(&lab), LANG_STOP_INPUT);
    assert_string_equal(buf_text(&lab.output), "IBM");
    lang_machine_feed(lab.run, "", 0, true);
    assert_int_equal(lab_run(&lab), LANG_STOP_DONE);
    lab_close(&lab);
}

static void output_has_a_limit(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    load(&lab, "int main() { for (;;) printf(\"%1000d\", 1); }");
    assert_int_equal(lab_run(&lab), LANG_STOP_ERROR);
    assert_string_equal(lang_diag_code(lang_machine_error(lab.run)->id), "L0501");
    assert_int_equal(lab.output.len, LANG_MAX_OUTPUT);
    lab_close(&lab);
}

static void endless_recursion_overflows_the_simulated_stack(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    load(&lab, "int down(int n) { return down(n + 1); } int main() { return down(0); }");
    assert_int_equal(lab_run(&lab), LANG_STOP_EXCEPTION);
    assert_int_equal(lang_machine_exception(lab.run)->code, 0xC00000FD);
    lab_close(&lab);
}

static void an_empty_line_is_done_at_once(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    assert_true(lab_parse(&lab, LANG_LINE, "// nothing"));
    assert_int_equal(lang_unit_kind(lab.unit), LANG_UNIT_EMPTY);
    assert_int_equal(lab_run(&lab), LANG_STOP_DONE);
    assert_false(lab.has_value);
    lab_close(&lab);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_variables_in_scope_can_be_watched),
        cmocka_unit_test(a_program_stops_before_each_statement),
        cmocka_unit_test(slices_of_any_size_give_the_same_run),
        cmocka_unit_test(a_step_that_a_slice_cut_goes_on_to_its_end),
        cmocka_unit_test(an_endless_loop_uses_up_every_slice),
        cmocka_unit_test(a_long_call_can_be_cut_as_well),
        cmocka_unit_test(a_saved_state_runs_again_from_there),
        cmocka_unit_test(a_state_can_be_saved_between_any_two_instructions),
        cmocka_unit_test(input_is_asked_for_a_line_at_a_time),
        cmocka_unit_test(output_has_a_limit),
        cmocka_unit_test(endless_recursion_overflows_the_simulated_stack),
        cmocka_unit_test(an_empty_line_is_done_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
