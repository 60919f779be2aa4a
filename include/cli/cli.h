/* cli - everything without a full screen: arguments, run, and the line mode (--plain). */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "session/session.h"

enum cli_action { CLI_LAB, CLI_RUN, CLI_EXIT };              /* EXIT: --help, --version, or wrong use: status says */
enum cli_color { CLI_COLOR_AUTO, CLI_COLOR_ALWAYS, CLI_COLOR_NEVER, CLI_COLOR_8, CLI_COLOR_16, CLI_COLOR_256 };
struct cli_options {
    enum cli_action action;
    int status;                        /* exit status for CLI_EXIT */
    bool json, plain, ascii;
    const char *machine;               /* NULL: default */
    const char *layout;                /* NULL: as the contract says */
    const char *lang;                  /* NULL: the locale's */
    const char *file;                  /* FILE, FILE.c or "-"; NULL */
    const char *journal;               /* --journal FILE */
    bool no_journal;
    enum cli_color color;
    const char *theme;                 /* dark, light, contrast, mono; NULL */
    uint64_t max_operations;
};
struct cli_options cli_parse(int argc, char **argv);         /* prints what --help, --version or a mistake asks for */
int cli_run(const struct cli_options *options);              /* pagelab run: exit status as house.md section 5 */
int cli_plain(const struct cli_options *options);            /* the lab as append-only lines */

#endif
