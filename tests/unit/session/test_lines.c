/* test_lines - the session with the language of the prompt: lines, variables and the sheet's
 * programs. */
#include "world.h"

#include <stdio.h>

enum { MAX_STEPS = 400 };

static int open_empty(void **state)
{
    static struct world world;
    world = (struct world){.file_name = "sheet.c"};
    world_open(&world, NULL);
    *state = &world;
    return 0;
}

static int close_world(void **state)
{
    world_close(*state);
    return 0;
}

static const struct session_step *current(const struct world *w)
{
    return session_current(w->session);
}

/* The value of a prompt variable as text; NULL if there is none. */
static const char *variable(const struct world *w, const char *name, struct buf *scratch)
{
    struct lang_variable v;
    for (size_t i = 0;; i++) {
        buf_clear(scratch);
        if (!lang_env_variable(session_env(w->session), i, scratch, &v))
            return NULL;
        if (strcmp(v.name, name) == 0)
            return v.value;
    }
}

static void a_short_command_echoes_its_call(void **state)
{
    struct world *const w = *state;
    runs(w, "reserve 40000000 8p rw");
    assert_string_equal(
        current(w)->echo, "VirtualAlloc(0x40000000, 0x8000, MEM_RESERVE, PAGE_READWRITE)");
    assert_int_equal(current(w)->calls[0].change->result.value, 0x40000000);
    runs(w, "VirtualFree((void *)0x40000000, 0, MEM_RELEASE)");
    assert_null(current(w)->echo);
    assert_int_equal(current(w)->end, SESSION_END_DONE);
}

static void a_failing_call_is_a_step_with_its_error(void **state)
{
    struct world *const w = *state;
    runs(w, "VirtualFree((void *)0x40000000, 0, MEM_RELEASE)");
    assert_int_equal(current(w)->calls[0].change->result.value, 0);
    assert_int_equal(current(w)->calls[0].last_error, 487);
    runs(w, "GetLastError()");
    assert_string_equal(current(w)->value, "487");
    runs(w, "undo 2");
    runs(w, "GetLastError()");
    assert_string_equal(current(w)->value, "0");
}

static void variables_are_taken_back_with_their_line(void **state)
{
    struct world *const w = *state;
    struct buf scratch = {0};
    runs(w, "p = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE)");
    runs(w, "n = 1");
    runs(w, "n = n + 1");
    assert_string_equal(variable(w, "n", &scratch), "2");
    runs(w, "undo");
    assert_string_equal(variable(w, "n", &scratch), "1");
    runs(w, "undo 2");
    assert_null(variable(w, "p", &scratch));
    runs(w, "redo 3");
    assert_string_equal(variable(w, "n", &scratch), "2");
    assert_non_null(variable(w, "p", &scratch));
    buf_finish(&scratch);
}

static void mistakes_are_no_step(void **state)
{
    struct world *const w = *state;
    assert_int_equal(
        run(w, "VirtualAlloc(NULL, 4096, MEM_RESERV, PAGE_READWRITE)"), SESSION_REJECTED);
    assert_true(session_diags(w->session)->errors > 0);
    assert_int_equal(run(w, "VirtualAlloc(NULL,"), SESSION_INCOMPLETE);
    assert_int_equal(run(w, "// only a comment"), SESSION_NOTHING);
    assert_int_equal(run(w, "#include <windows.h>\nmain() { return 0; }"), SESSION_PROGRAM);
    assert_int_equal(session_step_count(w->session), 1);
    assert_int_equal(w->journal.len, 0);
}

static void a_call_over_several_lines_is_one_step_again_in_a_replay(void **state)
{
    struct world *const w = *state;
    runs(w, "VirtualAlloc(NULL,\n    4096, // a page\n    MEM_RESERVE, PAGE_READWRITE);");
    replay_is_equal(w);
}

static void bytes_written_are_taken_back(void **state)
{
    struct world *const w = *state;
    runs(w, "alloc 40000000 2p rw");
    const uint64_t before = hash(w);
    runs(w, "write 40000010 \"hola\"");
    runs(w, "*(char *)0x40001000 = 65");
    char bytes[5] = "";
    vm_space_peek(session_space(w->session), 0x40000010, bytes, 4);
    assert_string_equal(bytes, "hola");
    assert_true(session_step_touches(w->session, current(w), 0x40001));
    runs(w, "undo 2");
    assert_int_equal(hash(w), before);
}

static void an_endless_loop_is_stopped(void **state)
{
    struct world *const w = *state;
    w->stop_after = 4;
    runs(w, "alloc 40000000 1p rw");
    const uint64_t before = hash(w);
    runs(w, "while (1) *(char *)0x40000000 += 1;");
    assert_int_equal(current(w)->end, SESSION_END_STOPPED);
    assert_int_equal(w->looks, 4);
    assert_int_not_equal(hash(w), before);
    runs(w, "undo");
    assert_int_equal(hash(w), before);
    runs(w, "redo");
    replay_is_equal(w);
}

static void settings_take_sizes_as_people_write_them(void **state)
{
    struct world *const w = *state;
    struct vm_totals totals;
    runs(w, "limit 64K");
    vm_space_totals(session_space(w->session), &totals);
    assert_int_equal(totals.limit, 16);
    runs(w, "limit 8p");
    vm_space_totals(session_space(w->session), &totals);
    assert_int_equal(totals.limit, 8);
    refused(w, "limit 3", "{0} bytes are no whole number of pages; {0}p means pages", "3");
    runs(w, "limit none");
    runs(w, "privilege on");
    runs(w, "workingset 100");
    runs(w, "pressure");
    assert_int_equal(run(w, "machine"), SESSION_FOREIGN);
    assert_int_equal(run(w, "history"), SESSION_FOREIGN);
    runs(w, "machine x86-3gb");
    runs(w, "undo 10");
    assert_int_equal(current(w)->id, 0);
    replay_is_equal(w);
}

/* ---- programs
 * ---------------------------------------------------------------------------------- */

static const char *const sheet =
    "#include <windows.h>\n"
    "#include <stdio.h>\n"
    "main()\n"
    "{\n"
    "    void *p;\n"
    "    int i;\n"
    "    p = VirtualAlloc((void *)0x40000000, 8*4096, MEM_RESERVE, PAGE_READWRITE);\n"
    "    if (p == NULL)\n"
    "        printf(\"Fallo en la reserva\\n\");\n"
    "    else\n"
    "        printf(\"Dir. de RESERVA = %p\\n\", p);\n"
    "    for (i = 0; i < 3; i++)\n"
    "        VirtualAlloc((char *)p + i*4096, 4096, MEM_COMMIT, PAGE_READWRITE);\n"
    "    ((char *)p)[4096] = 'x';\n"
    "    return i;\n"
    "}\n";

static void a_program_runs_to_its_end(void **state)
{
    struct world *const w = *state;
    w->file_text = sheet;
    runs(w, "load sheet.c");
    runs(w, "run");
    assert_string_equal(current(w)->output, "Dir. de RESERVA = 40000000\n");
    assert_int_equal(current(w)->end, SESSION_END_DONE);
    assert_int_equal(current(w)->exit_code, 3);
    assert_int_equal(current(w)->call_count, 4);
    runs(w, "undo 2");
    assert_null(session_program(w->session));
    replay_is_equal(w);
}

/* Each statement has its own step, and every step its space, its place in the text and its
 * output. */
static void a_stepped_program_can_be_walked_both_ways(void **state)
{
    struct world *const w = *state;
    uint64_t hashes[100];
    uint32_t starts[100];
    w->file_text = sheet;
    runs(w, "load sheet.c");
    uint32_t count = 0;
    while (!session_program(w->session)->ended && count < 100) {
        hashes[count] = hash(w);
        starts[count++] = session_program(w->session)->next.start;
        runs(w, "step");
    }
    assert_in_range(count, 8, 60);
    assert_int_equal(session_program(w->session)->exit_code, 3);
    const uint64_t last = hash(w);
    while (count-- > 0) {
        runs(w, "undo");
        assert_int_equal(hash(w), hashes[count]);
        assert_int_equal(session_program(w->session)->next.start, starts[count]);
        assert_false(session_program(w->session)->ended);
    }
    runs(w, "run");
    assert_int_equal(hash(w), last);
    assert_string_equal(current(w)->output, "Dir. de RESERVA = 40000000\n");
    replay_is_equal(w);
}

static void a_program_with_mistakes_is_rejected_with_its_text(void **state)
{
    struct world *const w = *state;
    w->file_text = "main()\n{\n    VirtualAlloc(;\n}\n";
    assert_int_equal(run(w, "load sheet.c"), SESSION_REJECTED);
    assert_string_equal(session_diags_text(w->session), w->file_text);
    assert_int_equal(session_diags(w->session)->items[0].line, 3);
    assert_null(session_program(w->session));
    w->file_text = "main()\n{\n";
    assert_int_equal(run(w, "load sheet.c"), SESSION_REJECTED);
}

/* ---- long random histories
 * ---------------------------------------------------------------------- */

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void random_line(uint32_t *seed, char line[120])
{
    const unsigned g = next_random(seed) % 12, n = 1 + next_random(seed) % 20;
    switch (next_random(seed) % 12) {
    case 0:
        snprintf(line, 120, "reserve 400%x0000 %up", g, n);
        break;
    case 1:
        snprintf(line, 120, "commit 400%x1000 %up ro", g, n);
        break;
    case 2:
        snprintf(line, 120, "p = VirtualAlloc(NULL, %u * 4096, MEM_RESERVE | MEM_COMMIT, 4)", n);
        break;
    case 3:
        snprintf(line, 120, "alloc 400%x0000 %up rw", g, n);
        break;
    case 4:
        snprintf(line, 120, "release 400%x0000", g);
        break;
    case 5:
        snprintf(line, 120, "decommit 400%x2000 %up", g, n);
        break;
    case 6:
        snprintf(line, 120, "protect 400%x1000 %up rw", g, n);
        break;
    case 7:
        snprintf(line, 120, "write 400%x%x008 %u", g, n % 16, n);
        break;
    case 8:
        snprintf(line, 120, "for (i = 0; i < %u; i++) ((char *)0x400%x0000)[i * 4096] = i;", n, g);
        break;
    case 9:
        snprintf(line, 120, "lock 400%x0000 %up", g, n);
        break;
    case 10:
        snprintf(line, 120, "v%u = GetLastError()", n % 4);
        break;
    default:
        snprintf(line, 120, "%s", n < 3 ? "reset" : n < 5 ? "pressure" : "query 40000000");
        break;
    }
}

static void every_step_keeps_space_and_variables_over_random_walks(void **state)
{
    struct world *const w = *state;
    uint64_t want[MAX_STEPS] = {hash(w)};
    struct lang_env *env[MAX_STEPS] = {lang_env_clone(session_env(w->session))};
    uint32_t seed = 40000000;
    while (session_step_count(w->session) < MAX_STEPS) {
        char line[120];
        const uint32_t count = session_step_count(w->session);
        if (next_random(&seed) % 10 < 7) {
            random_line(&seed, line);
            runs(w, line);
            want[count] = hash(w);
            env[count] = lang_env_clone(session_env(w->session));
        } else {
            assert_int_equal(session_goto(w->session, next_random(&seed) % count), SESSION_MOVED);
        }
        assert_int_equal(hash(w), want[current(w)->id]);
    }
    for (uint32_t id = MAX_STEPS; id-- > 0;) {
        assert_int_equal(session_goto(w->session, id), SESSION_MOVED);
        assert_int_equal(hash(w), want[id]);
        assert_true(lang_env_equal(session_env(w->session), env[id]));
        lang_env_destroy(env[id]);
    }
    replay_is_equal(w);
}

/* Pieces that mean something in a journal, in C or at the prompt, in any order. */
static void random_text(uint32_t *seed, struct buf *text)
{
    static const char *const pieces[] = {"#text 2\n", "#|", "#source 1 sheet.c\n", "#input 3 x",
        "#eof 2", "#stopped 1 1", "#end", "# ", "\n", "\n", "\r\n", "reserve 40000000 8p", "x = 1;",
        "x + 1", ";", "(", ")", "{", "}", "\"", "'", "//", "/*", "*/", "load sheet.c",
        "load \"sheet.c\"", "step", "run", "undo", "redo 2", "goto 3", "reset", "machine x64",
        "layout process", "limit 4p", "main() {", "return 1;", "\\", "\xff\xfe", "\xc3\xb1", " ",
        " ", "if (x) x = 2;", "printf(\"hola\\n\");", "alloc 40000000 2p rw",
        "write 40000000 \"#|\"", "p[0] = 1", "*(char *)0x40000000 = 2", "machine", "limit", "1e9",
        "0x"};
    buf_clear(text);
    for (uint32_t i = 1 + next_random(seed) % 4; i > 0; i--) {
        const size_t pick = next_random(seed) % (sizeof pieces / sizeof *pieces + 1);
        if (pick == sizeof pieces / sizeof *pieces)
            buf_addc(text, '\0');
        else
            buf_add(text, pieces[pick]);
    }
}

static void any_text_leaves_a_journal_that_runs_again(void **state)
{
    struct world *const w = *state;
    struct buf text = {0};
    uint32_t seed = 487;
    w->file_text = sheet;
    for (int i = 0; i < 4000; i++) {
        random_text(&seed, &text);
        session_run(w->session, buf_text(&text), text.len);
    }
    assert_in_range(session_step_count(w->session), 300, 8000);
    buf_finish(&text);
    replay_is_equal(w);
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_empty, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(a_short_command_echoes_its_call),
        IN_WORLD(a_failing_call_is_a_step_with_its_error),
        IN_WORLD(variables_are_taken_back_with_their_line),
        IN_WORLD(mistakes_are_no_step),
        IN_WORLD(a_call_over_several_lines_is_one_step_again_in_a_replay),
        IN_WORLD(bytes_written_are_taken_back),
        IN_WORLD(an_endless_loop_is_stopped),
        IN_WORLD(settings_take_sizes_as_people_write_them),
        IN_WORLD(a_program_runs_to_its_end),
        IN_WORLD(a_stepped_program_can_be_walked_both_ways),
        IN_WORLD(a_program_with_mistakes_is_rejected_with_its_text),
        IN_WORLD(every_step_keeps_space_and_variables_over_random_walks),
        IN_WORLD(any_text_leaves_a_journal_that_runs_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
