/* vth - see vth.h. */
#define _GNU_SOURCE
#include "vth.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void on_output(const char *bytes, size_t len, void *user)
{
    struct vth *t = user;
    const ssize_t written = write(t->fd, bytes, len);
    (void)written;
}

static int on_property(VTermProp prop, VTermValue *value, void *user)
{
    struct vth *t = user;
    if (prop == VTERM_PROP_ALTSCREEN) {
        t->alt_screen = value->boolean;
    } else if (prop == VTERM_PROP_CURSORVISIBLE) {
        t->cursor_shown = value->boolean;
    }
    return 1;
}

static int on_cursor(VTermPos pos, VTermPos old, int visible, void *user)
{
    (void)old;
    (void)visible;
    ((struct vth *)user)->cursor = pos;
    return 1;
}

static const VTermScreenCallbacks CALLBACKS = {
    .movecursor = on_cursor, .settermprop = on_property};

static void set_environment(const char *const *env)
{
    static const char *const UNSET[] = {"LINES", "COLUMNS", "COLORTERM", "NO_COLOR", "TMUX",
        "COLORFGBG", "LANGUAGE", "LANG", "ESCDELAY"};
    for (size_t i = 0; i < sizeof UNSET / sizeof *UNSET; i++) {
        unsetenv(UNSET[i]);
    }
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("INPUTRC", "/dev/null", 1);
    for (; env != NULL && *env != NULL; env++) {
        char *copy = strdup(*env);
        if (copy != NULL) {
            putenv(copy);
        }
    }
}

static struct vth *alive;               /* those not freed yet, the newest first */

static void show_screen(struct vth *t)
{
    char row[4096];
    fputs("the screen of a test that failed:\n", stderr);
    for (int y = 0; y < t->rows; y++) {
        vth_row(t, y, row, sizeof row);
        fprintf(stderr, "|%s\n", row);
    }
}

/* What failed tests left: their report should not be buried under that of a leak. */
static void free_all(void)
{
    while (alive != NULL) {
        show_screen(alive);
        vth_free(alive);
    }
}

static void enlist(struct vth *t)
{
    static bool is_registered;
    if (!is_registered) {
        is_registered = atexit(free_all) == 0;
    }
    t->next = alive;
    alive = t;
}

static void strike(const struct vth *t)
{
    struct vth **at = &alive;
    while (*at != NULL && *at != t) {
        at = &(*at)->next;
    }
    if (*at != NULL) {
        *at = t->next;
    }
}

struct vth *vth_start(int rows, int cols, const char *const *env, const char *const *argv)
{
    struct vth *t = calloc(1, sizeof *t);
    if (t == NULL) {
        abort();
    }
    t->rows = rows;
    t->cols = cols;
    t->cursor_shown = true;
    t->term = vterm_new(rows, cols);
    vterm_set_utf8(t->term, 1);
    vterm_output_set_callback(t->term, on_output, t);
    t->screen = vterm_obtain_screen(t->term);
    vterm_screen_set_callbacks(t->screen, &CALLBACKS, t);
    vterm_screen_enable_altscreen(t->screen, 1);
    vterm_screen_reset(t->screen, 1);
    const struct winsize size = {
        .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    t->pid = forkpty(&t->fd, NULL, NULL, &size);
    if (t->pid == 0) {
        set_environment(env);
        char *args[16] = {NULL};
        for (int i = 0; i < 15 && argv[i] != NULL; i++) {
            args[i] = strdup(argv[i]);
        }
        execvp(args[0], args);
        _exit(127);
    }
    fcntl(t->fd, F_SETFL, O_NONBLOCK);
    enlist(t);
    return t;
}

/* Sets or clears what a complete "ESC [ ? 1006 ; 1000 h" names. */
static void set_modes(struct vth *t, const char *numbers, bool on)
{
    for (const char *s = numbers; *s != '\0'; s += strcspn(s, ";")) {
        s += *s == ';';
        const long number = strtol(s, NULL, 10);
        const unsigned mode = number == 2004 ? VTH_PASTE :
            number >= 1000 && number <= 1003 ? VTH_MOUSE : 0;
        t->modes = on ? t->modes | mode : t->modes & ~mode;
    }
}

static void watch_modes(struct vth *t, const char *bytes, size_t len)
{
    static const char START[] = "\033[?";
    for (size_t i = 0; i < len; i++) {
        const char c = bytes[i];
        if (c == 27) {
            t->mode_len = 0;
        }
        if (t->mode_len < 3 ? c == START[t->mode_len] :
                (c >= '0' && c <= '9') || c == ';') {
            if (t->mode_len + 1 < sizeof t->mode_text) {
                t->mode_text[t->mode_len++] = c;
            }
            continue;
        }
        if (t->mode_len > 3 && (c == 'h' || c == 'l')) {
            t->mode_text[t->mode_len] = '\0';
            set_modes(t, t->mode_text + 3, c == 'h');
        }
        t->mode_len = 0;
    }
}

static void take_bytes(struct vth *t, const char *bytes, size_t len)
{
    t->bytes += len;
    watch_modes(t, bytes, len);
    vterm_input_write(t->term, bytes, len);
    vterm_screen_flush_damage(t->screen);
    const size_t kept = len > VTH_RAW / 2 ? VTH_RAW / 2 : len;
    if (t->raw_len + kept >= VTH_RAW) {
        memmove(t->raw, t->raw + VTH_RAW / 2, t->raw_len - VTH_RAW / 2);
        t->raw_len -= VTH_RAW / 2;
    }
    memcpy(t->raw + t->raw_len, bytes + len - kept, kept);
    t->raw_len += kept;
    t->raw[t->raw_len] = '\0';
}

void vth_settle(struct vth *t, int quiet_ms, int max_ms)
{
    const long end = now_ms() + max_ms;
    char bytes[8192];
    for (;;) {
        const long left = end - now_ms();
        if (left <= 0) {
            return;
        }
        struct pollfd p = {t->fd, POLLIN, 0};
        if (poll(&p, 1, left < quiet_ms ? (int)left : quiet_ms) == 0) {
            return;
        }
        const ssize_t n = read(t->fd, bytes, sizeof bytes);
        if (n > 0) {
            take_bytes(t, bytes, (size_t)n);
        } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
            return;                    /* EIO: the program closed the pty */
        }
    }
}

/* Bytes typed that the program has not read. */
static int unread(const struct vth *t)
{
    char name[64];
    int count = 0;
    const int fd = ptsname_r(t->fd, name, sizeof name) == 0 ?
        open(name, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC) : -1;
    if (fd >= 0) {
        ioctl(fd, FIONREAD, &count);
        close(fd);
    }
    return count;
}

/* The leader of the job in the foreground: how often it has gone to sleep; -1 while it is awake, 0
 * where there is none any more. */
static long naps(const struct vth *t)
{
    pid_t job = t->pid;
    char path[64];
    char line[128];
    long count = 0;
    if (ioctl(t->fd, TIOCGPGRP, &job) != 0 || job <= 0) {
        job = t->pid;
    }
    snprintf(path, sizeof path, "/proc/%ld/status", (long)job);
    FILE *file = fopen(path, "re");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        char letter = 0;
        if (sscanf(line, "State: %c", &letter) == 1 && strchr("STZ", letter) == NULL) {
            count = -1;
            break;
        }
        sscanf(line, "voluntary_ctxt_switches: %ld", &count);
    }
    if (file != NULL) {
        fclose(file);
    }
    return count;
}

/* Looks often, not only long: when this test gets to run, so does what it waits for. After an ESC
 * the program waits 25 ms, so that sleeping once is not yet rest. */
bool vth_rest(struct vth *t, int max_ms)
{
    enum { LOOKS = 12, LOOK_MS = 5 };
    int calm = 0;
    long last_naps = -1;
    for (const long end = now_ms() + max_ms; now_ms() < end && calm < LOOKS;) {
        const size_t bytes = t->bytes;
        vth_settle(t, LOOK_MS, LOOK_MS);
        const long count = naps(t);
        const bool is_calm =
            t->bytes == bytes && count >= 0 && count == last_naps && unread(t) == 0;
        calm = is_calm ? calm + 1 : 0;
        last_naps = count;
    }
    return calm >= LOOKS;
}

bool vth_exit(struct vth *t, int max_ms)
{
    for (const long end = now_ms() + max_ms; now_ms() < end && !t->dead;) {
        vth_settle(t, 20, 20);
        if (waitpid(t->pid, &t->status, WNOHANG) == t->pid) {
            t->dead = true;
        } else {
            usleep(2000);
        }
    }
    vth_settle(t, 30, 200);
    return t->dead;
}

void vth_send(struct vth *t, const char *bytes, size_t len)
{
    const long end = now_ms() + 5000;
    while (len > 0 && now_ms() < end) {
        const ssize_t n = write(t->fd, bytes, len);
        if (n > 0) {
            bytes += n;
            len -= (size_t)n;
        } else if (errno == EAGAIN) {
            vth_settle(t, 5, 20);
        } else {
            return;
        }
    }
}

void vth_keys(struct vth *t, const char *bytes)
{
    vth_send(t, bytes, strlen(bytes));
}

void vth_split(struct vth *t, const char *bytes, int pause_ms)
{
    for (; *bytes != '\0'; bytes++) {
        vth_send(t, bytes, 1);
        usleep((useconds_t)pause_ms * 1000);
    }
}

void vth_paste(struct vth *t, const char *text)
{
    vth_keys(t, "\033[200~");
    vth_keys(t, text);
    vth_keys(t, "\033[201~");
}

void vth_resize(struct vth *t, int rows, int cols)
{
    enum { REST_MS = 300 };
    static const char ALL_ROWS_SCROLL[] = "\0337\033[r\0338";
    const struct winsize size = {
        .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    vth_rest(t, REST_MS);              /* libvterm dies of what was meant for a larger screen */
    vterm_input_write(t->term, ALL_ROWS_SCROLL, sizeof ALL_ROWS_SCROLL - 1);
    t->rows = rows;
    t->cols = cols;
    vterm_set_size(t->term, rows, cols);
    ioctl(t->fd, TIOCSWINSZ, &size);
}

static size_t encode(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 63));
        return 2;
    }
    out[0] = (char)(0xE0 | c >> 12);
    out[1] = (char)(0x80 | (c >> 6 & 63));
    out[2] = (char)(0x80 | (c & 63));
    return 3;
}

VTermScreenCell vth_cell(struct vth *t, int row, int col)
{
    VTermScreenCell cell;
    memset(&cell, 0, sizeof cell);
    vterm_screen_get_cell(t->screen, (VTermPos){row, col}, &cell);
    return cell;
}

void vth_row(struct vth *t, int row, char *out, size_t size)
{
    size_t len = 0;
    size_t last = 0;
    for (int x = 0; x < t->cols && len + 4 < size;) {
        const VTermScreenCell cell = vth_cell(t, row, x);
        len += encode(cell.chars[0] != 0 ? cell.chars[0] : ' ', out + len);
        if (cell.chars[0] != 0 && cell.chars[0] != ' ') {
            last = len;
        }
        x += cell.width > 1 ? cell.width : 1;
    }
    out[last] = '\0';
}

bool vth_find(struct vth *t, const char *text, int *ret_row, int *ret_col)
{
    char row[4096];
    for (int y = 0; y < t->rows; y++) {
        vth_row(t, y, row, sizeof row);
        const char *found = strstr(row, text);
        if (found == NULL) {
            continue;
        }
        int column = 0;
        for (const char *c = row; c < found; c++) {
            column += (*c & 0xC0) != 0x80;
        }
        if (ret_row != NULL) {
            *ret_row = y;
        }
        if (ret_col != NULL) {
            *ret_col = column;
        }
        return true;
    }
    return false;
}

bool vth_wait(struct vth *t, const char *text, int max_ms)
{
    for (const long end = now_ms() + max_ms; now_ms() < end;) {
        vth_settle(t, 10, 50);
        if (vth_find(t, text, NULL, NULL)) {
            return true;
        }
    }
    return vth_find(t, text, NULL, NULL);
}

bool vth_gone(struct vth *t, const char *text, int max_ms)
{
    for (const long end = now_ms() + max_ms; now_ms() < end;) {
        vth_settle(t, 10, 50);
        if (!vth_find(t, text, NULL, NULL)) {
            return true;
        }
    }
    return false;
}

bool vth_is_cooked(struct vth *t)
{
    struct termios modes;              /* the master end shows the modes of the terminal */
    return tcgetattr(t->fd, &modes) == 0 &&
        (modes.c_lflag & (ICANON | ECHO)) == (ICANON | ECHO);
}

bool vth_sent(const struct vth *t, const char *bytes)
{
    return strstr(t->raw, bytes) != NULL;
}

void vth_free(struct vth *t)
{
    if (!t->dead) {
        kill(t->pid, SIGHUP);
        if (!vth_exit(t, 500)) {
            kill(t->pid, SIGKILL);
            vth_exit(t, 500);
        }
    }
    strike(t);
    close(t->fd);
    vterm_free(t->term);
    free(t);
}
