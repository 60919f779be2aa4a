/* test_preview - what a line would do, known before it runs; the way of a call through its checks;
 * and the one switch that keeps such answers back. */
#include "world.h"

#include <stdio.h>

static int open_used(void **state)
{
    static struct world world;
    world = (struct world){0};
    world_open(&world, NULL);
    runs(&world, "p = VirtualAlloc(0x40000000, 0x8000, MEM_RESERVE, PAGE_READWRITE)");
    runs(&world, "commit 40000000 4p");
    runs(&world, "protect 40001000 1p r");
    runs(&world, "DWORD old = 7");
    runs(&world, "reserve 50000000 1p");
    *state = &world;
    return 0;
}

static int close_world(void **state)
{
    world_close(*state);
    return 0;
}

/* The call that text would make, as C; "" if none. Nothing may change by the look. */
static void look(const struct world *w, const char *text, struct session_preview *ret,
    struct buf *call)
{
    const uint64_t before = hash(w);
    struct lang_env *const env = lang_env_clone(session_env(w->session));
    buf_clear(call);
    if (session_preview(w->session, text, strlen(text), ret))
        lang_call_format(call, vm_space_machine(session_space(w->session)), &ret->change.call);
    assert_int_equal(hash(w), before);
    assert_true(lang_env_equal(session_env(w->session), env));
    lang_env_destroy(env);
}

static void a_line_has_the_preview_of_its_one_call(void **state)
{
    const struct world *const w = *state;
    static const struct {
        const char *text, *call; /* "": none */
    } rows[] = {
        {"VirtualFree(p, 0, MEM_RELEASE)", "VirtualFree(0x40000000, 0, MEM_RELEASE)"},
        {"VirtualFree(p, 0, MEM_RELEASE);", "VirtualFree(0x40000000, 0, MEM_RELEASE)"},
        {"VirtualFree(p, 0, MEM_RELEASE", "VirtualFree(0x40000000, 0, MEM_RELEASE)"},
        {"q = VirtualAlloc((char *)p + sizeof(int) * 1024, 4096 * 2, MEM_COMMIT, PAGE_READONLY",
            "VirtualAlloc(0x40001000, 0x2000, MEM_COMMIT, PAGE_READONLY)"},
        {"p = VirtualAlloc(NULL, (1 + (1 + 2", ""},
        {"LPVOID q = VirtualAlloc(NULL, 1, MEM_RESERVE, PAGE_READWRITE)",
            "VirtualAlloc(NULL, 1, MEM_RESERVE, PAGE_READWRITE)"},
        {"p = VirtualAlloc(0, 1, MEM_RESERVE, (PAGE_READWRITE",
            "VirtualAlloc(NULL, 1, MEM_RESERVE, PAGE_READWRITE)"},
        {"VirtualProtect(p, 1, PAGE_READONLY, &old)",
            "VirtualProtect(0x40000000, 1, PAGE_READONLY, &old)"},
        {"VirtualFreeEx(GetCurrentProcess(), p, 0, MEM_RELEASE)",
            "VirtualFree(0x40000000, 0, MEM_RELEASE)"},
        {"commit 40004000 2p", "VirtualAlloc(0x40004000, 0x2000, MEM_COMMIT, PAGE_READWRITE)"},
        {"release p", "VirtualFree(0x40000000, 0, MEM_RELEASE)"},
        {"write p \"hola\"", "write(0x40000000, \"...\")"},
        {"VirtualFree(p, 0", ""},                            /* arguments are missing */
        {"VirtualFree(p, 0, ", ""},
        {"VirtualFree(p, 0, MEM_REL", ""},
        {"", ""},
        {"p", ""},
        {"p = NULL", ""},
        {"undo", ""},
        {"VirtualFree(p, 0, MEM_RELEASE), VirtualFree(p, 0, MEM_RELEASE)", ""},
        {"VirtualFree(p, 0, MEM_RELEASE); old = 1", ""},
        {"VirtualFree(p, old = 0, MEM_RELEASE)", ""},
        {"VirtualFree(p, old++, MEM_RELEASE)", ""},
        {"VirtualFree(p, printf(\"x\"), MEM_RELEASE)", ""},
        {"printf(\"%d\", VirtualFree(p, 0, MEM_RELEASE))", ""},
        {"while (1) VirtualFree(p, 0, MEM_RELEASE)", ""},
        {"if (old) VirtualFree(p, 0, MEM_RELEASE)", ""},
        {"*(void **)p = VirtualAlloc(0, 1, MEM_RESERVE, PAGE_READWRITE)", ""},
        {"*(char *)VirtualAlloc(0, 1, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE) = 1", ""},
        {"VirtualFree(*(void **)p, 0, MEM_RELEASE)", ""},    /* the read would touch the page */
        {"VirtualFreeEx(NULL, p, 0, MEM_RELEASE)", ""},
        {"VirtualFree(p, 1 / 0, MEM_RELEASE)", ""},
        {"read p 1G", ""},                                   /* would take long */
    };
    struct session_preview preview = {0};
    struct buf call = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        look(w, rows[i].text, &preview, &call);
        if (strcmp(buf_text(&call), rows[i].call) != 0)
            fail_msg("\"%s\" previews \"%s\"", rows[i].text, buf_text(&call));
    }
    buf_finish(&call);
    session_preview_finish(&preview);
}

/* Each plan of a release names every run: with too many of them the screen would lag. */
static void a_call_on_very_many_runs_has_none(void **state)
{
    struct world *const w = *state;
    struct session_preview preview = {0};
    struct buf call = {0};
    runs(w, "alloc 60000000 8K*4096");
    look(w, "release 60000000", &preview, &call);
    assert_string_equal(buf_text(&call), "VirtualFree(0x60000000, 0, MEM_RELEASE)");
    runs(w, "for (int i = 0; i < 4096; i++) "
            "VirtualProtect((char *)0x60000000 + 8192 * i, 1, PAGE_READONLY, &old)");
    look(w, "release 60000000", &preview, &call);
    assert_string_equal(buf_text(&call), "");
    look(w, "decommit 60000000 1M", &preview, &call);
    assert_string_equal(buf_text(&call), "VirtualFree(0x60000000, 0x100000, MEM_DECOMMIT)");
    buf_finish(&call);
    session_preview_finish(&preview);
}

static void a_very_long_line_has_none(void **state)
{
    const struct world *const w = *state;
    struct session_preview preview = {0};
    struct buf text = {0}, call = {0};
    buf_add(&text, "release p");
    buf_pad(&text, ' ', LANG_MAX_DRY);
    look(w, buf_text(&text), &preview, &call);
    assert_string_equal(buf_text(&call), "");
    buf_finish(&text);
    buf_finish(&call);
}

static void a_preview_counts_the_pages_of_each_transition(void **state)
{
    const struct world *const w = *state;
    struct session_preview preview = {0};
    struct buf call = {0};
    look(w, "commit 40003000 3p", &preview, &call);
    assert_int_equal(preview.pages[VM_CLASS_RESERVED][VM_CLASS_WRITE], 2);
    assert_int_equal(preview.pages[VM_CLASS_WRITE][VM_CLASS_WRITE], 1);
    assert_true(vm_change_touches(&preview.change, 0x40004));
    assert_false(vm_change_touches(&preview.change, 0x40006));
    look(w, "VirtualFree(p, 1, MEM_RELEASE)", &preview, &call);
    assert_int_equal(preview.change.result.error, 87);
    assert_int_equal(preview.change.result.reason.rule, VM_RULE_FREE_2);
    assert_int_equal(preview.pages[VM_CLASS_RESERVED][VM_CLASS_WRITE], 0);
    buf_finish(&call);
    session_preview_finish(&preview);
}

/* ---- what it says comes true ------------------------------------------------------------------- */

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void draw_line(uint32_t *random, char *line, size_t size)
{
    static const struct {
        const char *head, *tail;
    } forms[] = {{"VirtualAlloc(", ", MEM_RESERVE, PAGE_READWRITE)"},
        {"q = VirtualAlloc(", ", MEM_COMMIT, PAGE_READONLY)"},
        {"VirtualAlloc(", ", MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE | PAGE_GUARD)"},
        {"VirtualFree(", ", MEM_DECOMMIT)"}, {"VirtualFree(", " * 0, MEM_RELEASE)"},
        {"VirtualProtect(", ", PAGE_READWRITE, &old)"}, {"VirtualLock(", ")"},
        {"VirtualUnlock(", ")"}, {"read(", ")"}, {"VirtualQuery(", " * 0 + 28)"},
        {"write(", ")"}, {"execute(", ""}};
    const size_t form = next_random(random) % (sizeof forms / sizeof *forms);
    const unsigned page = next_random(random) % 24, bytes = next_random(random) % 0x6000;
    const bool alone = strcmp(forms[form].head, "execute(") == 0;
    (void)snprintf(line, size, "%s(void *)0x%X", forms[form].head, 0x40000000u + page * 0x1000);
    const size_t len = strlen(line);
    if (alone)
        (void)snprintf(line + len, size - len, ")");
    else
        (void)snprintf(line + len, size - len, ", 0x%X%s", bytes, forms[form].tail);
}

static void what_a_preview_says_comes_true(void **state)
{
    struct world *const w = *state;
    struct session_preview preview = {0};
    struct buf call = {0};
    uint32_t random = 1;
    unsigned failed = 0, done = 0;
    for (int i = 0; i < 1500; i++) {
        char line[120];
        draw_line(&random, line, sizeof line);
        look(w, line, &preview, &call);
        if (!call.len)
            fail_msg("no preview of %s", line);
        runs(w, line);
        const struct session_step *const step = session_current(w->session);
        assert_int_equal(step->call_total, 1);
        const struct vm_result *const is = &step->calls[0].change->result;
        const struct vm_result *const was = &preview.change.result;
        if (is->value != was->value || is->error != was->error || is->status != was->status ||
            is->reason.rule != was->reason.rule || is->exception != was->exception ||
            is->old_protect != was->old_protect || is->region.size != was->region.size)
            fail_msg("%s answers otherwise than its preview", line);
        uint64_t pages[VM_CLASS_COUNT][VM_CLASS_COUNT];
        session_step_transitions(w->session, step, pages);
        for (int from = 0; from < VM_CLASS_COUNT; from++)
            for (int to = 0; to < VM_CLASS_COUNT; to++)
                if (from != to && pages[from][to] != preview.pages[from][to])
                    fail_msg("%s changes other pages than its preview", line);
        failed += is->error != 0 || is->exception;
        done += !vm_change_is_empty(&preview.change);
    }
    assert_in_range(failed, 300, 1400);
    assert_in_range(done, 100, 1400);
    buf_finish(&call);
    session_preview_finish(&preview);
}

/* ---- inside -------------------------------------------------------------------------------------- */

/* "PARAMS+ ROUND+ PAGES-": the checks of the way, passed or failed. */
static void way_is(const struct world *w, const char *text, const char *want)
{
    static const char *const names[] = {
        "PARAMS", "ROUND", "FIND", "GAP", "PAGES", "CHARGE", "QUOTA", "CHANGE"};
    struct session_inside inside = {0};
    struct buf way = {0};
    const uint64_t before = hash(w);
    assert_true(session_inside(w->session, text, strlen(text), &inside));
    for (size_t i = 0; i < inside.trace.count; i++)
        buf_addf(&way, "%s%s%c", i ? " " : "", names[inside.trace.checks[i].id],
            inside.trace.checks[i].passed ? '+' : '-');
    assert_string_equal(buf_text(&way), want);
    assert_int_equal(hash(w), before);
    buf_finish(&way);
    session_inside_finish(&inside);
}

static void a_call_that_is_not_made_has_its_way(void **state)
{
    const struct world *const w = *state;
    way_is(w, "VirtualAlloc(p, 0x5000, MEM_COMMIT, PAGE_READWRITE)",
        "PARAMS+ ROUND+ FIND+ CHARGE+ CHANGE+");
    way_is(w, "release 40001000", "PARAMS+ ROUND+ FIND-");
    way_is(w, "protect 40000000 8p r", "PARAMS+ ROUND+ FIND+ PAGES-");
    way_is(w, "VirtualFree(p, 1, MEM_RELEASE)", "PARAMS-");
}

static void the_last_call_is_shown_on_the_space_as_it_was(void **state)
{
    struct world *const w = *state;
    struct session_inside inside = {0};
    runs(w, "release 40000000");
    runs(w, "old = 8"); /* no call */
    way_is(w, "", "PARAMS+ ROUND+ FIND+ CHARGE+ CHANGE+");
    assert_true(session_inside(w->session, "", 0, &inside));
    assert_int_equal(inside.step, session_current(w->session)->parent);
    assert_int_equal(inside.change.result.value, 1);
    runs(w, "write 60000000 \"far\"");
    way_is(w, "", "PAGES-");
    session_inside_finish(&inside);
}

static void an_empty_session_has_no_way(void **state)
{
    (void)state;
    struct world w = {0};
    struct session_inside inside = {0};
    world_open(&w, NULL);
    assert_false(session_inside(w.session, "", 0, &inside));
    assert_false(session_inside(w.session, "1 + 1", 5, &inside));
    world_close(&w);
}

/* ---- the switches -------------------------------------------------------------------------------- */

static bool previews(const struct world *w)
{
    struct session_preview preview = {0};
    const bool found = session_preview(w->session, "release p", strlen("release p"), &preview);
    session_preview_finish(&preview);
    return found;
}

static void the_word_preview_switches_it_and_is_no_step(void **state)
{
    struct world *const w = *state;
    const uint32_t steps = session_step_count(w->session);
    const size_t journal = w->journal.len;
    assert_true(previews(w));
    assert_int_equal(run(w, "preview off"), SESSION_FOREIGN);
    assert_false(previews(w));
    assert_int_equal(run(w, "preview"), SESSION_FOREIGN);
    assert_false(previews(w));
    assert_int_equal(run(w, "preview release p"), SESSION_FOREIGN);
    assert_false(previews(w));
    assert_int_equal(run(w, "preview on"), SESSION_FOREIGN);
    assert_true(previews(w));
    assert_int_equal(session_step_count(w->session), steps);
    assert_int_equal(w->journal.len, journal);
}

static void withheld_answers_cannot_be_asked_for(void **state)
{
    struct world *const w = *state;
    struct session_inside inside = {0};
    struct vm_call cure;
    runs(w, "VirtualFree(p, 1, MEM_RELEASE)");
    const struct session_call *const failed = session_last_failure(w->session, NULL);
    assert_true(session_cure(w->session, failed, &cure));
    session_withhold(w->session, true);
    assert_int_equal(run(w, "preview on"), SESSION_FOREIGN);
    assert_false(previews(w));
    assert_false(session_shows_preview(w->session));
    assert_false(session_cure(w->session, failed, &cure));
    assert_false(session_inside(w->session, "", 0, &inside));
    session_withhold(w->session, false);
    assert_true(previews(w));
    assert_true(session_cure(w->session, failed, &cure));
    assert_true(session_inside(w->session, "", 0, &inside));
    session_inside_finish(&inside);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_used, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_line_has_the_preview_of_its_one_call),
        TEST(a_call_on_very_many_runs_has_none),
        TEST(a_very_long_line_has_none),
        TEST(a_preview_counts_the_pages_of_each_transition),
        TEST(what_a_preview_says_comes_true),
        TEST(a_call_that_is_not_made_has_its_way),
        TEST(the_last_call_is_shown_on_the_space_as_it_was),
        cmocka_unit_test(an_empty_session_has_no_way),
        TEST(the_word_preview_switches_it_and_is_no_step),
        TEST(withheld_answers_cannot_be_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
