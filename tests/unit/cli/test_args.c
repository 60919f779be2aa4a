/* test_args - the words on the command line, in any order. */
#include "testlib.h"

#include <getopt.h>
#include <string.h>

#include "cli/cli.h"

enum { WORDS_MAX = 20 };

/* Parses words separated by single spaces. */
static struct cli_options parse(const char *line)
{
    static char copy[256];
    char *argv[WORDS_MAX + 2] = {(char[]){"pagelab"}};
    int argc = 1;
    assert_true(strlen(line) < sizeof copy);
    strcpy(copy, line);
    for (char *word = strtok(copy, " "); word != NULL && argc <= WORDS_MAX;
         word = strtok(NULL, " "))
        argv[argc++] = word;
    optind = 0; /* getopt starts again */
    return cli_parse(argc, argv);
}

static void nothing_opens_the_lab(void **state)
{
    (void)state;
    const struct cli_options options = parse("");
    assert_int_equal(options.action, CLI_LAB);
    assert_null(options.file);
    assert_null(options.machine);
    assert_int_equal(options.color, CLI_COLOR_AUTO);
    assert_int_equal(options.max_operations, 0);
}

static void options_of_run_stand_anywhere(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "run - --json --machine x64", "--json run --machine=x64 -", "--machine x64 --json run -"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const struct cli_options options = parse(lines[i]);
        assert_int_equal(options.action, CLI_RUN);
        assert_string_equal(options.file, "-");
        assert_true(options.json);
        assert_string_equal(options.machine, "x64");
    }
}

static void run_has_an_end_and_the_lab_has_none(void **state)
{
    (void)state;
    assert_true(parse("run a").max_operations > 0);
    assert_int_equal(parse("run a --max-operations 5").max_operations, 5);
    assert_int_equal(parse("a.c").max_operations, 0);
}

static void every_option_reaches_its_field(void **state)
{
    (void)state;
    const struct cli_options options = parse("--plain --ascii --no-journal --layout process "
                                             "--color 16 --theme light --lang en --journal j f.c");
    assert_int_equal(options.action, CLI_LAB);
    assert_true(options.plain && options.ascii && options.no_journal);
    assert_string_equal(options.layout, "process");
    assert_int_equal(options.color, CLI_COLOR_16);
    assert_string_equal(options.theme, "light");
    assert_string_equal(options.journal, "j");
    assert_string_equal(options.file, "f.c");
}

static void grade_takes_a_course_and_answers(void **state)
{
    (void)state;
    static const char *const lines[] = {"grade own --exam --json r --junit - a b",
        "--exam grade own a --json r b --junit -", "grade --json r --exam --junit - own a b"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const struct cli_options options = parse(lines[i]);
        assert_int_equal(options.action, CLI_GRADE);
        assert_string_equal(options.file, "own");
        assert_int_equal(options.answer_count, 2);
        assert_string_equal(options.answer_files[1], "b");
        assert_string_equal(options.exports[RENDER_JSON], "r");
        assert_string_equal(options.junit, "-");
        assert_true(options.exam);
        assert_int_equal(options.max_operations, 0);
    }
    assert_int_equal(parse("check x").action, CLI_CHECK);
    assert_string_equal(parse("check x").file, "x");
}

static void practice_takes_a_topic_and_a_seed(void **state)
{
    (void)state;
    const struct cli_options options = parse("practice commit --seed 18446744073709551615");
    assert_int_equal(options.action, CLI_LAB);
    assert_string_equal(options.practice, "commit");
    assert_true(options.seed == UINT64_MAX);
    assert_string_equal(parse("practice").practice, "");
    assert_null(parse("").practice);
}

static void practice_prints_only_if_asked_to(void **state)
{
    (void)state;
    const struct cli_options paper = parse("practice --paper --count 3 --markdown");
    assert_int_equal(paper.action, CLI_PRACTICE);
    assert_true(paper.paper && !paper.answers && paper.markdown);
    assert_int_equal(paper.count, 3);
    const struct cli_options answers = parse("practice free --answers");
    assert_int_equal(answers.action, CLI_PRACTICE);
    assert_true(answers.answers && !answers.paper);
    assert_int_equal(answers.count, 8);
}

static void wrong_use_exits_with_2(void **state)
{
    (void)state;
    static const char *const lines[] = {"--no-such", "run a b", "--machine vax", "--machine",
        "--layout full", "--color many", "--theme pink", "--lang xx", "--json",
        "--max-operations 0", "--max-operations x", "a.c b.c", "check", "check a b",
        "grade", "grade own", "grade own a --svg x", "grade own a --student-from mars",
        "grade own a --json - --csv -", "run a --junit x", "run a --csv x", "practice x", "practice free x",
        "practice --paper --count 0", "practice --seed 1x", "--answers", "run a --paper",
        "practice --count 3"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const struct cli_options options = parse(lines[i]);
        assert_int_equal(options.action, CLI_EXIT);
        assert_int_equal(options.status, 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_opens_the_lab),
        cmocka_unit_test(options_of_run_stand_anywhere),
        cmocka_unit_test(run_has_an_end_and_the_lab_has_none),
        cmocka_unit_test(every_option_reaches_its_field),
        cmocka_unit_test(grade_takes_a_course_and_answers),
        cmocka_unit_test(practice_takes_a_topic_and_a_seed),
        cmocka_unit_test(practice_prints_only_if_asked_to),
        cmocka_unit_test(wrong_use_exits_with_2),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
