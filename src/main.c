/* main - arguments -> the run, plain or ncurses front end; nothing else. */
#include "cli/cli.h"
#include "tui/tui.h"

int main(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    return 0;
}
