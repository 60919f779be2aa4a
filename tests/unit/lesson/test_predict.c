/* test_predict - what a person says or paints is read as meant, and compared page by page. Spaces
 * are those of sessions, since nothing above session makes one. */
#include "testlib.h"

#include <string.h>

#include "lesson/predict.h"

#define TEST(name) static void name(void **state)

/* ---- paint ----------------------------------------------------------------------------------- */

static const struct lesson_state is_free = {VM_FREE, 0};
static const struct lesson_state is_reserved = {VM_RESERVED, 0};
static const struct lesson_state is_rw = {VM_COMMITTED, VM_PAGE_READWRITE};

/* The paint of pages 0 to 9 as a row: "..rrww.": dot none, f free, r reserved, w rw. */
static void painted(const struct prediction *p, const char *row)
{
    char is[11] = "";
    for (vm_page page = 0; page < 10; page++) {
        const struct lesson_state *const s = prediction_at(p, page);
        is[page] = s == NULL ? '.' : "frw"[s->state];
    }
    assert_string_equal(is, row);
    for (size_t i = 0; i < p->count; i++) {
        assert_true(p->stretches[i].first < p->stretches[i].end);
        assert_true(i == 0 || p->stretches[i - 1].end <= p->stretches[i].first);
    }
}

TEST(paint_lies_over_older_paint)
{
    (void)state;
    struct prediction p = {0};
    painted(&p, "..........");
    prediction_paint(&p, 2, 8, &is_reserved);
    painted(&p, "..rrrrrr..");
    prediction_paint(&p, 4, 6, &is_rw);
    painted(&p, "..rrwwrr..");
    assert_int_equal(p.count, 3);
    prediction_paint(&p, 0, 3, &is_free);
    painted(&p, "fffrwwrr..");
    prediction_paint(&p, 3, 10, &is_rw);
    painted(&p, "fffwwwwwww");
    assert_int_equal(p.count, 2);
    prediction_finish(&p);
}

TEST(paint_can_be_taken_away)
{
    (void)state;
    struct prediction p = {0};
    prediction_paint(&p, 0, 5, NULL);
    painted(&p, "..........");
    prediction_paint(&p, 1, 9, &is_rw);
    prediction_paint(&p, 4, 6, NULL);
    painted(&p, ".www..www.");
    prediction_paint(&p, 0, 10, NULL);
    painted(&p, "..........");
    assert_int_equal(p.count, 0);
    prediction_finish(&p);
}

TEST(neighbours_of_one_colour_are_one_stretch)
{
    (void)state;
    struct prediction p = {0};
    prediction_paint(&p, 0, 2, &is_rw);
    prediction_paint(&p, 4, 6, &is_rw);
    prediction_paint(&p, 2, 4, &is_rw);
    assert_int_equal(p.count, 1);
    prediction_paint(&p, 3, 4, &is_rw);
    assert_int_equal(p.count, 1);
    painted(&p, "wwwwww....");
    prediction_finish(&p);
}

TEST(random_paint_is_as_on_a_row_of_pages)
{
    (void)state;
    static const struct lesson_state *const colours[] = {NULL, &is_free, &is_reserved, &is_rw};
    uint64_t random = 7;
    struct prediction p = {0};
    char row[] = "..........";
    for (unsigned round = 0; round < 5000; round++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        const size_t first = (random >> 33) % 10, end = first + (random >> 40) % (11 - first);
        const size_t colour = (random >> 50) % 4;
        prediction_paint(&p, first, end, colours[colour]);
        memset(row + first, ".frw"[colour], end - first);
        painted(&p, row);
    }
    prediction_finish(&p);
}

/* ---- text ------------------------------------------------------------------------------------ */

/* A prediction in one form: "works 487 =40000000 40002000+3=committed:4". */
static void put_form(const struct prediction *p, struct buf *out)
{
    if (p->has_result)
        buf_add(out, p->works ? "works" : "fails");
    if (p->error != 0)
        buf_addf(out, " %X", p->error);
    if (p->has_value)
        buf_addf(out, " =%llX", (unsigned long long)p->value);
    for (size_t i = 0; i < p->count; i++)
        buf_addf(out, " %llX+%llu=%c%X", (unsigned long long)p->stretches[i].first,
            (unsigned long long)(p->stretches[i].end - p->stretches[i].first),
            "frc"[p->stretches[i].state.state], p->stretches[i].state.protect);
}

/* Written and read again it is the same. */
static void survives_writing(const struct prediction *p, const char *expected)
{
    struct prediction again = {0};
    struct buf text = {0}, scratch = {0}, out = {0};
    const char *word = "";
    prediction_write(p, &text);
    assert_true(prediction_read(&again, buf_text(&text), &scratch, &word));
    put_form(&again, &out);
    assert_string_equal(buf_text(&out), expected);
    assert_int_equal(again.has_pages, p->has_pages);
    prediction_finish(&again);
    buf_finish(&text);
    buf_finish(&scratch);
    buf_finish(&out);
}

/* What text says, in that form. */
static void says(const char *text, const char *expected)
{
    struct prediction p = {0};
    struct buf scratch = {0}, out = {0};
    const char *word = "";
    assert_true(prediction_read(&p, text, &scratch, &word));
    put_form(&p, &out);
    assert_string_equal(buf_text(&out), expected);
    if (p.has_result)
        survives_writing(&p, expected);
    prediction_finish(&p);
    buf_finish(&scratch);
    buf_finish(&out);
}

TEST(the_result_is_said_in_either_language)
{
    (void)state;
    says("", "");
    says("works", "works");
    says("  Funciona ", "works");
    says("ok", "works");
    says("falla", "fails");
    says("fails", "fails");
    says("error 487", "fails 1E7");
}

TEST(an_error_is_a_number_a_name_or_an_exception)
{
    (void)state;
    says("fails 487", "fails 1E7");
    says("falla ERROR_INVALID_ADDRESS", "fails 1E7");
    says("fails error_invalid_parameter", "fails 57");
    says("fails C0000005", "fails C0000005");
    says("fails 0xc0000005", "fails C0000005");
    says("fails 80000001", "fails 80000001");
    says("fails STATUS_GUARD_PAGE_VIOLATION", "fails 80000001");
    says("fails 0x57", "fails 57");
}

TEST(the_value_is_an_address_a_small_number_or_a_word)
{
    (void)state;
    says("works 40000000", "works =40000000");
    says("works 0x40000000", "works =40000000");
    says("works 28", "works =1C");
    says("works TRUE", "works =1");
    says("fails 87 false", "fails 57 =0");
    says("fails NULL 487", "fails 1E7 =0");
    says("fails 487 0", "fails 1E7 =0");
}

TEST(pages_are_said_as_address_size_and_state)
{
    (void)state;
    says("40002000 3p rw", " 40002+3=c4");
    says("works 40002000 3p rw", "works 40002+3=c4");
    says("works 40000000 40002000 3p rw", "works =40000000 40002+3=c4");
    says("works 40000000 12288 rw", "works 40000+3=c4");
    says("fails 487 40002000 3p libre", "fails 1E7 40002+3=f0");
    says("fails 40002000 3p free", "fails 40002+3=f0");
    says("funciona, 40000000 64K reservada; 40010000 1p r+guard",
        "works 40000+16=r0 40010+1=c102");
    says("40000800 4096 none", " 40000+2=c1");
    says("40000000 1p comprometido 40000000 1p rx", " 40000+1=c20");
}

TEST(that_nothing_changes_is_said_as_none)
{
    (void)state;
    says("none", "");
    says("fails 487 none", "fails 1E7");
    says("funciona nada", "works");
    says("works 40000000 none", "works =40000000");
}

static void is_strange(const char *text, const char *expected)
{
    struct prediction p = {0};
    struct buf scratch = {0};
    const char *word = "";
    prediction_paint(&p, 1, 2, &is_rw);
    assert_false(prediction_read(&p, text, &scratch, &word));
    assert_string_equal(word, expected);
    painted(&p, ".w........");                           /* nothing of it was taken over */
    assert_false(p.has_result);
    prediction_finish(&p);
    buf_finish(&scratch);
}

TEST(the_word_that_is_not_understood_is_named)
{
    (void)state;
    is_strange("perhaps", "perhaps");
    is_strange("works perhaps", "perhaps");
    is_strange("fails 487 perhaps", "perhaps");
    is_strange("works 40002000 3p purple", "purple");
    is_strange("works 40002000 3p", "3p");
    is_strange("works 40002000 rw", "rw");
    is_strange("40002000 0 rw", "40002000");
    is_strange("FFFFFFFFFFFFF000 2p rw", "rw");
    is_strange("works 1 2 3", "2");
    struct buf many = {0};
    for (unsigned i = 0; i < 1000; i++)
        buf_add(&many, "none ");
    struct prediction p = {0};
    struct buf scratch = {0};
    const char *word = NULL;
    assert_false(prediction_read(&p, buf_text(&many), &scratch, &word));
    assert_non_null(word);
    buf_finish(&many);
    buf_finish(&scratch);
}

TEST(what_is_said_is_added_to_the_paint)
{
    (void)state;
    struct prediction p = {0};
    struct buf scratch = {0};
    const char *word = NULL;
    prediction_paint(&p, 0, 4, &is_reserved);
    assert_true(prediction_read(&p, "works 1000 2p rw", &scratch, &word));
    assert_true(prediction_read(&p, "6000 1p free", &scratch, &word));
    painted(&p, "rwwr..f...");
    assert_true(p.has_result && p.works);
    assert_true(prediction_read(&p, "fails none", &scratch, &word));
    painted(&p, "..........");
    assert_true(p.has_result && !p.works);
    prediction_finish(&p);
    buf_finish(&scratch);
}

/* ---- comparing ------------------------------------------------------------------------------- */

/* The last of the lines is the call; the others come before it. */
static struct prediction_outcome compare(const char *lines, const char *text)
{
    struct session *const before = session_create(NULL, NULL, NULL);
    struct session *const after = session_create(NULL, NULL, NULL);
    for (const char *line = lines; *line != '\0';) {
        const size_t len = strcspn(line, "\n");
        if (line[len] != '\0')
            assert_int_equal(session_run(before, line, len), SESSION_STEPPED);
        assert_int_equal(session_run(after, line, len), SESSION_STEPPED);
        line += len + (line[len] == '\n');
    }
    const struct session_step *const step = session_current(after);
    assert_int_equal(step->call_count, 1);
    struct prediction p = {0};
    struct buf scratch = {0};
    const char *word = NULL;
    assert_true(prediction_read(&p, text, &scratch, &word));
    struct prediction_outcome outcome;
    prediction_compare(&p, session_space(before), step->calls[0].change, &outcome);
    prediction_finish(&p);
    buf_finish(&scratch);
    session_destroy(before);
    session_destroy(after);
    return outcome;
}

static void is_right(const char *lines, const char *text)
{
    const struct prediction_outcome outcome = compare(lines, text);
    assert_true(outcome.right);
    assert_false(outcome.has_difference);
    assert_int_equal(outcome.right_pages, outcome.all_pages);
}

/* The first page that differs, and how many of how many pages are right. */
static void differs(const char *lines, const char *text, vm_page page, uint64_t right, uint64_t all)
{
    const struct prediction_outcome outcome = compare(lines, text);
    assert_false(outcome.right);
    assert_true(outcome.has_difference);
    assert_int_equal(outcome.page, page);
    assert_int_equal(outcome.right_pages, right);
    assert_int_equal(outcome.all_pages, all);
}

static const char part[] = "reserve 40000000 8p rw\ncommit 40002000 3p rw";

TEST(a_right_prediction_is_right_in_everything)
{
    (void)state;
    is_right(part, "works 40002000 40002000 3p rw");
    is_right(part, "works 40002000 3p committed");
    is_right("reserve 40000000 8p rw", "funciona 40000000 8p reservado");
    is_right("alloc 40000000 8p rw\nrelease 40000000", "works TRUE 40000000 8p free");
    is_right("alloc 40000000 2p rw\nquery 40000000", "works 28 none");
    is_right("alloc 40000000 2p rw\nprotect 40001000 1p r", "works 40001000 1p r");
}

TEST(a_failure_is_predicted_with_its_error)
{
    (void)state;
    is_right("commit 40000000 1p", "fails 487 none");
    is_right("commit 40000000 1p", "fails");
    is_right("read 40000000", "fails C0000005");
    is_right("alloc 40000000 1p rw+guard\nwrite 40000000 65", "fails 80000001 40000000 1p rw");
    struct prediction_outcome outcome = compare("commit 40000000 1p", "fails 87");
    assert_true(!outcome.right && outcome.result_right && !outcome.error_right);
    outcome = compare("commit 40000000 1p", "works");
    assert_true(!outcome.right && !outcome.result_right && outcome.error_right);
    assert_int_equal(outcome.actual.error, 487);
    outcome = compare("read 40000000", "fails 998");
    assert_true(!outcome.right && outcome.result_right && !outcome.error_right);
}

TEST(a_wrong_value_is_told_from_a_wrong_result)
{
    (void)state;
    const struct prediction_outcome outcome =
        compare("reserve 40001000 1p rw", "works 40001000 40000000 2p reserved");
    assert_true(outcome.result_right && !outcome.value_right && !outcome.right);
    assert_int_equal(outcome.right_pages, 2);
    assert_int_equal(outcome.all_pages, 2);
    assert_int_equal(outcome.actual.value, 0x40000000);
}

TEST(who_says_no_result_has_not_predicted_it)
{
    (void)state;
    const struct prediction_outcome outcome = compare(part, "40002000 3p rw");
    assert_true(!outcome.right && !outcome.result_right);
    assert_int_equal(outcome.right_pages, 3);
}

TEST(the_first_page_that_differs_is_named_with_both_states)
{
    (void)state;
    differs(part, "works 40002000 2p rw", 0x40004, 2, 3);
    differs(part, "works 40001000 4p rw", 0x40001, 3, 4);
    differs(part, "works none", 0x40002, 0, 3);
    differs(part, "works 40002000 3p r", 0x40002, 0, 3);
    differs(part, "works 40002000 3p rw 40006000 1p free", 0x40006, 3, 4);
    const struct prediction_outcome outcome = compare(part, "works 40001000 4p rw");
    assert_int_equal(outcome.said.state, VM_COMMITTED);
    assert_int_equal(outcome.said.protect, VM_PAGE_READWRITE);
    assert_int_equal(vm_attr_state(outcome.is), VM_RESERVED);
    const struct prediction_outcome unsaid = compare(part, "works none");
    assert_int_equal(unsaid.said.state, VM_RESERVED);    /* as it was */
    assert_int_equal(vm_attr_state(unsaid.is), VM_COMMITTED);
}

TEST(what_is_said_to_stay_as_it_was_counts_as_not_said)
{
    (void)state;
    is_right(part, "works 40000000 2p reserved 40002000 3p rw 40005000 3p reserved");
    const struct prediction_outcome outcome =
        compare(part, "works 40000000 2p reserved 40002000 3p rw 50000000 64K free");
    assert_true(outcome.right);
    assert_int_equal(outcome.all_pages, 3);
}

TEST(a_call_over_several_runs_is_compared_piece_by_piece)
{
    (void)state;
    static const char board[] = "reserve 40000000 8p rw\ncommit 40001000 1p r\n"
                                "commit 40003000 1p rw\ncommit 40000000 8p rw";
    is_right(board, "works 40000000 3p rw 40004000 4p rw");  /* 40003000 stays rw */
    is_right(board, "works 40000000 8p rw");
    differs(board, "works 40000000 1p rw 40002000 6p rw", 0x40001, 6, 7);
}

TEST(paint_beyond_the_end_of_the_space_is_only_wrong)
{
    (void)state;
    differs(part, "works 40002000 3p rw 7FFF0000 64p rw", 0x7FFF0, 3, 67);
    differs(part, "works 40002000 3p rw FFFFFFFFFFFFF000 1p rw", 0xFFFFFFFFFFFFF, 3, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paint_lies_over_older_paint),
        cmocka_unit_test(paint_can_be_taken_away),
        cmocka_unit_test(neighbours_of_one_colour_are_one_stretch),
        cmocka_unit_test(random_paint_is_as_on_a_row_of_pages),
        cmocka_unit_test(the_result_is_said_in_either_language),
        cmocka_unit_test(an_error_is_a_number_a_name_or_an_exception),
        cmocka_unit_test(the_value_is_an_address_a_small_number_or_a_word),
        cmocka_unit_test(pages_are_said_as_address_size_and_state),
        cmocka_unit_test(that_nothing_changes_is_said_as_none),
        cmocka_unit_test(the_word_that_is_not_understood_is_named),
        cmocka_unit_test(what_is_said_is_added_to_the_paint),
        cmocka_unit_test(a_right_prediction_is_right_in_everything),
        cmocka_unit_test(a_failure_is_predicted_with_its_error),
        cmocka_unit_test(a_wrong_value_is_told_from_a_wrong_result),
        cmocka_unit_test(who_says_no_result_has_not_predicted_it),
        cmocka_unit_test(the_first_page_that_differs_is_named_with_both_states),
        cmocka_unit_test(what_is_said_to_stay_as_it_was_counts_as_not_said),
        cmocka_unit_test(a_call_over_several_runs_is_compared_piece_by_piece),
        cmocka_unit_test(paint_beyond_the_end_of_the_space_is_only_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
