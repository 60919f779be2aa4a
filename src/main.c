/* main - arguments -> run, the line mode or the ncurses program; nothing else. */
#include "cli/cli.h"
#include "tui/tui.h"

static int color_count(enum cli_color color)
{
    switch (color) {
    case CLI_COLOR_AUTO:
        return -1;
    case CLI_COLOR_NEVER:
        return 0;
    case CLI_COLOR_8:
        return 8;
    case CLI_COLOR_16:
        return 16;
    case CLI_COLOR_256:
        return 256;
    }
    return -1;
}

static int open_screen(const struct cli_options *cli)
{
    const struct tui_options options = {
        .machine = cli->machine,
        .layout = cli->layout,
        .file = cli->file,
        .journal = cli->journal,
        .theme = cli->theme,
        .lang = cli->lang,
        .no_journal = cli->no_journal,
        .ascii = cli->ascii,
        .colors = color_count(cli->color),
        .max_operations = cli->max_operations,
    };
    return tui_main(&options);
}

int main(int argc, char **argv)
{
    const struct cli_options options = cli_parse(argc, argv);
    switch (options.action) {
    case CLI_EXIT:
        return options.status;
    case CLI_RUN:
        return cli_run(&options);
    case CLI_LAB:
        break;
    }
    return options.plain || !tui_possible() ? cli_plain(&options) : open_screen(&options);
}
