/* tui - the ncurses program. */
#ifndef TUI_TUI_H
#define TUI_TUI_H

#include <stdbool.h>
#include <stdint.h>

struct tui_options {
    const char *machine, *layout, *file, *journal, *theme, *lang;   /* as struct cli_options */
    const char *lesson, *course, *student, *practice;      /* the same */
    uint64_t seed;
    bool no_journal, ascii, exam;
    int colors;                        /* -1: as the terminal says; 0 none, 8, 16, 256 */
    uint64_t max_operations;
};
/* Can a full screen be shown (both ends a terminal, TERM known and able to move the cursor)? */
bool tui_possible(void);
int tui_main(const struct tui_options *options);             /* exit status */

#endif
