/* args - the words after the program's name -> what to do. */
#include "cli/cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "host/host.h"
#include "lesson/practice.h"
#include "render/words.h"
#include "usage.h"

enum {
    OPT_JSON = 256,
    OPT_SVG,
    OPT_HTML,
    OPT_TXT,
    OPT_CSV,
    OPT_MACHINE,
    OPT_LAYOUT,
    OPT_LANG,
    OPT_PLAIN,
    OPT_ASCII,
    OPT_COLOR,
    OPT_THEME,
    OPT_JOURNAL,
    OPT_NO_JOURNAL,
    OPT_LIMIT,
    OPT_COURSE,
    OPT_STUDENT,
    OPT_EXAM,
    OPT_TASK,
    OPT_STUDENT_FROM,
    OPT_JUNIT,
    OPT_SEED,
    OPT_COUNT,
    OPT_PAPER,
    OPT_ANSWERS,
    OPT_MARKDOWN,
    OPT_HELP,
    OPT_VERSION
};

enum { PAPER_COUNT = 8 };              /* exercises, if nothing else is said */

/* A run of its own ends after so many basic operations, some seconds' worth. */
static const uint64_t run_operations = UINT64_C(200000000);

static const struct option options_table[] = {
    {"json", no_argument, NULL, OPT_JSON},
    {"svg", required_argument, NULL, OPT_SVG},
    {"html", required_argument, NULL, OPT_HTML},
    {"txt", required_argument, NULL, OPT_TXT},
    {"csv", required_argument, NULL, OPT_CSV},
    {"machine", required_argument, NULL, OPT_MACHINE},
    {"layout", required_argument, NULL, OPT_LAYOUT},
    {"lang", required_argument, NULL, OPT_LANG},
    {"plain", no_argument, NULL, OPT_PLAIN},
    {"ascii", no_argument, NULL, OPT_ASCII},
    {"color", required_argument, NULL, OPT_COLOR},
    {"theme", required_argument, NULL, OPT_THEME},
    {"journal", required_argument, NULL, OPT_JOURNAL},
    {"no-journal", no_argument, NULL, OPT_NO_JOURNAL},
    {"max-operations", required_argument, NULL, OPT_LIMIT},
    {"course", required_argument, NULL, OPT_COURSE},
    {"student", required_argument, NULL, OPT_STUDENT},
    {"exam", no_argument, NULL, OPT_EXAM},
    {"task", required_argument, NULL, OPT_TASK},
    {"student-from", required_argument, NULL, OPT_STUDENT_FROM},
    {"junit", required_argument, NULL, OPT_JUNIT},
    {"seed", required_argument, NULL, OPT_SEED},
    {"count", required_argument, NULL, OPT_COUNT},
    {"paper", no_argument, NULL, OPT_PAPER},
    {"answers", no_argument, NULL, OPT_ANSWERS},
    {"markdown", no_argument, NULL, OPT_MARKDOWN},
    {"help", no_argument, NULL, OPT_HELP},
    {"version", no_argument, NULL, OPT_VERSION},
    {NULL, 0, NULL, 0},
};

/* One line that says what is wrong, one that says where help is; the exit status of wrong use. */
static void wrong_use(struct cli_options *options, const char *msgid, const char *arg)
{
    if (options->action == CLI_EXIT)
        return; /* the first mistake is enough */
    struct buf text = {0};
    render_fill1(&text, msgid, arg);
    (void)fprintf(stderr, "pagelab: %s\n%s\n", buf_text(&text),
        render_tr(N_("pagelab --help shows how it is used")));
    buf_finish(&text);
    options->action = CLI_EXIT;
    options->status = 2;
}

static bool is_one_of(const char *word, const char *const *words)
{
    while (*words != NULL && strcmp(*words, word) != 0)
        words++;
    return *words != NULL;
}

static void set_color(struct cli_options *options, const char *arg)
{
    static const struct {
        const char *name;
        enum cli_color color;
    } colors[] = {{"auto", CLI_COLOR_AUTO}, {"always", CLI_COLOR_ALWAYS},
        {"never", CLI_COLOR_NEVER}, {"8", CLI_COLOR_8}, {"16", CLI_COLOR_16},
        {"256", CLI_COLOR_256}};
    for (size_t i = 0; i < sizeof colors / sizeof *colors; i++)
        if (strcmp(colors[i].name, arg) == 0) {
            options->color = colors[i].color;
            return;
        }
    wrong_use(options, N_("unknown colours: {0}"), arg);
}

static void set_limit(struct cli_options *options, const char *arg)
{
    char *end;
    options->max_operations = strtoull(arg, &end, 10);
    if (end == arg || *end != '\0' || options->max_operations == 0)
        wrong_use(options, N_("not a number of operations: {0}"), arg);
}

/* A decimal number in [low, high]; false, and said, if arg is none. */
static bool take_number(struct cli_options *options, const char *arg, uint64_t low, uint64_t high,
    uint64_t *ret)
{
    char *end;
    errno = 0;
    const unsigned long long number = strtoull(arg, &end, 10);
    *ret = number;
    if (*arg >= '0' && *arg <= '9' && *end == '\0' && errno == 0 && number >= low &&
        number <= high)
        return true;
    wrong_use(options, N_("not a number that fits here: {0}"), arg);
    return false;
}

static void set_count(struct cli_options *options, const char *arg)
{
    uint64_t count = 0;
    if (take_number(options, arg, 1, PRACTICE_PAPER_MOST, &count))
        options->count = (unsigned)count;
}

/* Sheets go with practice; without a sheet practice opens the lab. */
static void check_practice(struct cli_options *options)
{
    const bool prints = options->paper || options->answers;
    if (options->practice == NULL && (prints || options->markdown || options->count > 0))
        wrong_use(options, N_("only practice prints exercises: pagelab practice --paper"), "");
    if (options->practice != NULL && !prints && (options->markdown || options->count > 0))
        wrong_use(options, N_("--count and --markdown go with --paper or --answers"), "");
    if (options->practice != NULL && !practice_has_topic(options->practice)) {
        struct buf topics = {0};
        for (size_t i = 0; practice_topic(i) != NULL; i++)
            buf_addf(&topics, "%s%s", i == 0 ? "" : ", ", practice_topic(i));
        struct buf text = {0};
        buf_addf(&text, "%s (%s)", options->practice, buf_text(&topics));
        wrong_use(options, N_("unknown topic: {0}"), buf_text(&text));
        buf_finish(&text);
        buf_finish(&topics);
    }
    if (options->count == 0)
        options->count = PAPER_COUNT;
    if (prints && options->action == CLI_LAB)
        options->action = CLI_PRACTICE;
}

/* Pictures go with export, and export with pictures. */
static void check_exports(struct cli_options *options)
{
    const char *named = NULL;
    for (size_t i = 0; i < RENDER_FORMAT_COUNT; i++)
        named = options->exports[i] != NULL ? options->exports[i] : named;
    if (options->action == CLI_EXPORT && named == NULL)
        wrong_use(options,
            N_("export needs a file to write: --svg OUT, --html, --txt, --csv or --json"), "");
    if (options->action == CLI_EXPORT && options->file == NULL)
        wrong_use(options, N_("export needs a file to run, or - for the standard input"), "");
    if (options->action != CLI_EXPORT && options->action != CLI_GRADE && named != NULL)
        wrong_use(options, N_("{0}: only export writes pictures"), named);
}

static bool is_output(const char *file)
{
    return file != NULL && strcmp(file, "-") == 0;
}

static void check_grade(struct cli_options *options)
{
    static const char *const sources[] = {"name", "journal", "none", NULL};
    if (options->action == CLI_CHECK && options->file == NULL)
        wrong_use(options, N_("check needs the folder of a course or a lesson"), "");
    if (options->action != CLI_GRADE)
        return;
    if (options->answer_count == 0)
        wrong_use(options, N_("grade needs a course, or own, and answers: files or folders"), "");
    if (options->student_from != NULL && !is_one_of(options->student_from, sources))
        wrong_use(options, N_("unknown source of student names: {0} (name, journal or none)"),
            options->student_from);
    if (options->exports[RENDER_SVG] != NULL || options->exports[RENDER_HTML] != NULL ||
        options->exports[RENDER_TXT] != NULL)
        wrong_use(options, N_("grade writes reports: --csv, --json or --junit"), "");
    if (is_output(options->exports[RENDER_CSV]) + is_output(options->exports[RENDER_JSON]) +
            is_output(options->junit) > 1)
        wrong_use(options, N_("only one report can go to the standard output"), "");
}

static void check_values(struct cli_options *options)
{
    static const char *const layouts[] = {"empty", "process", NULL};
    static const char *const themes[] = {"dark", "light", "contrast", "mono", NULL};
    static const char *const langs[] = {"en", "es", NULL};
    if (options->machine != NULL && vm_machine_find(options->machine) == NULL)
        wrong_use(options, N_("unknown machine: {0} (x86, x86-3gb, x64 or toy)"), options->machine);
    if (options->layout != NULL && !is_one_of(options->layout, layouts))
        wrong_use(options, N_("unknown layout: {0} (empty or process)"), options->layout);
    if (options->lang != NULL && !is_one_of(options->lang, langs))
        wrong_use(options, N_("unknown language: {0} (en or es)"), options->lang);
    if (options->theme != NULL && !is_one_of(options->theme, themes))
        wrong_use(
            options, N_("unknown theme: {0} (dark, light, contrast or mono)"), options->theme);
    check_exports(options);
    check_grade(options);
    if (options->action != CLI_GRADE && options->junit != NULL)
        wrong_use(options, N_("{0}: only grade writes such reports"), options->junit);
    check_practice(options);
    if (options->json && options->action == CLI_LAB)
        wrong_use(options, N_("--json goes with run"), "");
}

/* grade COURSE ANSWERS..., check PATH; false: it is neither. */
static bool take_course(struct cli_options *options, int count, char **words)
{
    const bool grades = count > 0 && strcmp(words[0], "grade") == 0;
    if (!grades && (count == 0 || strcmp(words[0], "check") != 0))
        return false;
    options->action = grades ? CLI_GRADE : CLI_CHECK;
    if (count > 1)
        options->file = words[1];
    if (!grades && count > 2)
        wrong_use(options, N_("one file is enough: {0}"), words[2]);
    if (grades && count > 2) {
        options->answer_files = words + 2;
        options->answer_count = (size_t)(count - 2);
    }
    return true;
}

static void take_words(struct cli_options *options, int count, char **words)
{
    int at = 0;
    if (take_course(options, count, words))
        return;
    if (count > 0 && strcmp(words[0], "lesson") == 0) {
        options->lesson = count > 1 ? words[1] : "";
        at = count > 1 ? 2 : 1;
        if (at < count)
            wrong_use(options, N_("one lesson is enough: {0}"), words[at]);
        return;
    }
    if (count > 0 && strcmp(words[0], "practice") == 0) {
        options->practice = count > 1 ? words[1] : "";
        if (count > 2)
            wrong_use(options, N_("one topic is enough: {0}"), words[2]);
        return;
    }
    const bool runs = count > 0 && strcmp(words[0], "run") == 0;
    if (runs || (count > 0 && strcmp(words[0], "export") == 0)) {
        options->action = runs ? CLI_RUN : CLI_EXPORT;
        if (options->max_operations == 0)
            options->max_operations = run_operations;
        at = 1;
    }
    if (at < count)
        options->file = words[at++];
    if (at < count)
        wrong_use(options, N_("one file is enough: {0}"), words[at]);
}

static void take_option(struct cli_options *options, int option)
{
    switch (option) {
    case OPT_JSON:
        options->json = true;
        return;
    case OPT_SVG:
    case OPT_HTML:
    case OPT_TXT:
    case OPT_CSV:
        options->exports[option - OPT_SVG] = optarg;
        return;
    case OPT_PLAIN:
        options->plain = true;
        return;
    case OPT_ASCII:
        options->ascii = true;
        return;
    case OPT_NO_JOURNAL:
        options->no_journal = true;
        return;
    case OPT_MACHINE:
        options->machine = optarg;
        return;
    case OPT_LAYOUT:
        options->layout = optarg;
        return;
    case OPT_LANG:
        options->lang = optarg;
        return;
    case OPT_THEME:
        options->theme = optarg;
        return;
    case OPT_JOURNAL:
        options->journal = optarg;
        return;
    case OPT_COURSE:
        options->course = optarg;
        return;
    case OPT_STUDENT:
        options->student = optarg;
        return;
    case OPT_EXAM:
        options->exam = true;
        return;
    case OPT_TASK:
        options->task = optarg;
        return;
    case OPT_STUDENT_FROM:
        options->student_from = optarg;
        return;
    case OPT_JUNIT:
        options->junit = optarg;
        return;
    case OPT_SEED:
        (void)take_number(options, optarg, 0, UINT64_MAX, &options->seed);
        return;
    case OPT_COUNT:
        set_count(options, optarg);
        return;
    case OPT_PAPER:
        options->paper = true;
        return;
    case OPT_ANSWERS:
        options->answers = true;
        return;
    case OPT_MARKDOWN:
        options->markdown = true;
        return;
    case OPT_COLOR:
        set_color(options, optarg);
        return;
    case OPT_LIMIT:
        set_limit(options, optarg);
        return;
    default:
        return;
    }
}

/* With export and grade, --json takes the name of a file, as the other formats do. */
static bool names_json_file(int argc, char **argv)
{
    static const char *const writers[] = {"export", "grade", NULL};
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "run") == 0 || is_one_of(argv[i], writers))
            return argv[i][0] != 'r';
    return false;
}

/* The language is needed before the first message, so --lang is looked for ahead of all others. */
static const char *language_argument(int argc, char **argv)
{
    const char *lang = NULL;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--lang=", 7) == 0)
            lang = argv[i] + 7;
        else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            lang = argv[i + 1];
    }
    return lang;
}

/* Short, so that it can be typed again from a printed sheet. */
static uint64_t some_seed(void)
{
    return (uint64_t)time(NULL) % 100000;
}

struct cli_options cli_parse(int argc, char **argv)
{
    struct cli_options options = {.action = CLI_LAB, .seed = some_seed()};
    render_words_init(host_locale_dir(), language_argument(argc, argv));
    const bool names_json = names_json_file(argc, argv);
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, "", options_table, NULL)) != -1;) {
        if (option == OPT_HELP || option == OPT_VERSION) {
            option == OPT_HELP ? usage_print_help() : usage_print_version();
            options.action = CLI_EXIT;
            return options;
        }
        if (option == '?') {
            wrong_use(&options, N_("unknown option or missing value: {0}"), argv[optind - 1]);
            return options;
        }
        if (option == OPT_JSON && names_json && optind < argc)
            options.exports[RENDER_JSON] = argv[optind++];
        else if (option == OPT_JSON && names_json)
            wrong_use(&options, N_("unknown option or missing value: {0}"), "--json");
        else
            take_option(&options, option);
    }
    if (options.action != CLI_EXIT)
        take_words(&options, argc - optind, argv + optind);
    check_values(&options);
    return options;
}
