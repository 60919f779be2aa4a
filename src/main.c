/* main - arguments -> the run, plain or ncurses front end; nothing else. */
#include "cli/cli.h"
#include "tui/tui.h"

static int colors_of(enum cli_color color)
{
    switch (color) {
    case CLI_COLOR_NEVER: return 0;
    case CLI_COLOR_8: return 8;
    case CLI_COLOR_16: return 16;
    case CLI_COLOR_ALWAYS:             /* what the terminal has, whatever NO_COLOR says */
    case CLI_COLOR_256: return 256;
    case CLI_COLOR_AUTO: break;
    }
    return -1;
}

int main(int argc, char **argv)
{
    const struct cli_options options = cli_parse(argc, argv);
    if (options.action == CLI_EXIT)
        return options.status;
    if (options.action == CLI_RUN)
        return cli_run(&options);
    if (options.action == CLI_EXPORT)
        return cli_export(&options);
    if (options.action == CLI_CHECK)
        return cli_check(&options);
    if (options.action == CLI_GRADE)
        return cli_grade(&options);
    if (options.action == CLI_PRACTICE)
        return cli_practice(&options);
    if (options.plain || !tui_possible())
        return cli_plain(&options);
    const struct tui_options screen = {.machine = options.machine, .layout = options.layout,
        .file = options.file, .journal = options.journal,
        .theme = options.theme, .lang = options.lang,
        .lesson = options.lesson, .course = options.course, .student = options.student,
        .practice = options.practice, .seed = options.seed,
        .no_journal = options.no_journal, .ascii = options.ascii, .exam = options.exam,
        .colors = colors_of(options.color),
        .max_operations = options.max_operations};
    return tui_main(&screen);
}
