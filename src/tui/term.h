/* term - all of curses: start, keys, size, signals, showing a grid, suspend, restore.
 *
 * State   One terminal, hence file-scope state; nothing else of the program touches curses.
 * Order   term_start; then term_show and term_key in turn; term_stop. A crash in between restores
 *         the terminal (guard.h), and what is written to stderr meanwhile goes to a log, not to
 *         the screen.
 */
#ifndef TUI_TERM_H
#define TUI_TERM_H

#include <signal.h>

#include "base/buf.h"
#include "grid.h"
#include "keymap.h"

enum term_button { TERM_PRESS, TERM_DRAG, TERM_RELEASE, TERM_WHEEL_UP, TERM_WHEEL_DOWN };
struct term_mouse {
    enum term_button button;
    bool ctrl;
    int y, x;                          /* cells; may lie outside after the screen shrank */
};
struct term_options {
    enum theme_name theme;
    int colors;                        /* -1 as the terminal says; else at most so many */
    bool ascii, mouse;
};
/* Can the terminal show a full screen? Touches nothing. */
bool term_possible(void);
bool term_start(const struct term_options *options, const char *log_path);
void term_stop(void);                  /* does nothing if not started */

int term_rows(void);
int term_cols(void);
/* Sends what differs from what is shown; moves the cursor to the grid's. */
void term_show(const struct grid *g);
void term_repaint(void);               /* the next term_show sends everything */
void term_bell(void);

/* The next key that waits, or K_NONE. K_RESIZE: the size has changed. K_PASTE: term_paste has
 * it. K_MOUSE: term_mouse tells what happened. */
keymap_key term_key(void);
struct term_mouse term_mouse(void);
void term_set_mouse(bool on);          /* off: the terminal marks text with it */
void term_set_theme(enum theme_name theme);
const struct buf *term_paste(void);    /* as it came, without the marks */

/* Sleeps until a key, a signal or the time; ms < 0: for ever. Returns false if the terminal is
 * gone. */
bool term_wait(int ms);
/* Signals since the last call. */
bool term_take_interrupt(void);        /* Ctrl-C; also drops a paste that never ended */
bool term_take_suspend(void);
bool term_take_resize(void);           /* for who reads no keys just now; term_key gives K_RESIZE */
bool term_is_ending(void);             /* TERM, HUP, or the terminal has gone */
volatile sig_atomic_t *term_interrupt_flag(void);

void term_suspend(void);             /* gives the terminal back and stops; returns when continued */

#endif
