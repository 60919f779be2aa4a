/* vth - a terminal program on a pty, and the screen it paints, cell by cell (libvterm).
 *
 * Use     vth_start, vth_wait for a text, vth_keys, look at cells; vth_free kills what still lives.
 *         What a failed test leaves is freed, and its screen shown, when the program ends.
 * Rules   Wait for texts or for rest, never only for time: the machine may be busy. The
 *         environment is fixed: TERM, locale, no LINES, COLUMNS, NO_COLOR, COLORTERM, TMUX; env
 *         adds to it.
 */
#ifndef TESTS_VTH_H
#define TESTS_VTH_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include <vterm.h>

enum { VTH_RAW = 1 << 16 };
enum vth_mode {                        /* the modes of which libvterm does not tell */
    VTH_MOUSE = 1 << 0,                /* reports of the mouse, of whatever kind */
    VTH_PASTE = 1 << 1                 /* marks around a paste */
};
struct vth {
    VTerm *term;
    VTermScreen *screen;
    int fd, rows, cols;
    pid_t pid;
    int status;                        /* as waitpid gives it, once dead */
    bool dead, alt_screen, cursor_shown;
    VTermPos cursor;
    unsigned modes;                    /* enum vth_mode, as last set by the program */
    char mode_text[32];                /* an unfinished ESC [ ? ... */
    size_t mode_len;
    size_t bytes;                      /* written by the program so far: what redrawing costs */
    char raw[VTH_RAW];                /* tail of the stream, for what libvterm drops (dim, ?2004) */
    size_t raw_len;
    struct vth *next;                  /* of those not freed yet */
};

struct vth *vth_start(int rows, int cols, const char *const *env, const char *const *argv);
void vth_free(struct vth *t);
void vth_send(struct vth *t, const char *bytes, size_t len);
void vth_keys(struct vth *t, const char *bytes);
void vth_paste(struct vth *t, const char *text);             /* between the marks of a paste */
void vth_resize(struct vth *t, int rows, int cols);
void vth_settle(struct vth *t, int quiet_ms, int max_ms);    /* reads until silent for quiet_ms */
/* Until all that was typed is dealt with: read, answered, and the program in the foreground sleeps.
 * Never while something runs. */
bool vth_rest(struct vth *t, int max_ms);
bool vth_wait(struct vth *t, const char *text, int max_ms);  /* until text stands on the screen */
bool vth_gone(struct vth *t, const char *text, int max_ms);  /* until it does not */
bool vth_exit(struct vth *t, int max_ms);                    /* until the program has ended */
void vth_row(struct vth *t, int row, char *out, size_t size);/* UTF-8, without blanks at the end */
VTermScreenCell vth_cell(struct vth *t, int row, int col);
bool vth_find(struct vth *t, const char *text, int *ret_row, int *ret_col);
void vth_split(struct vth *t, const char *bytes, int pause_ms);      /* byte by byte */
bool vth_is_cooked(struct vth *t);                         /* ICANON and ECHO as before the start */
bool vth_sent(const struct vth *t, const char *bytes);       /* is it in the tail of the stream? */

#endif
