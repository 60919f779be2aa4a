/* term - start and stop in the one order that never leaves a terminal broken. */
#include "term.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "guard.h"
#include "mousecode.h"

enum { MAX_PAIRS = 256, CODE_PASTE_ON = KEY_MAX + 1, CODE_PASTE_OFF,
    CODE_MOUSE, CODE_OLD_MOUSE };

static struct {
    SCREEN *screen;
    bool on, ascii, pasting, gone, repaint, wants_mouse;
    struct term_mouse mouse;
    enum theme_name theme;
    enum theme_tier tier;
    struct theme_look pairs[MAX_PAIRS];       /* colours of curses' pair i; 0 is the default pair */
    int pair_count, pair_limit;
    struct grid shown;
    struct buf paste;
    char partial[4];                   /* a character of which not all bytes have come */
    size_t partial_len;
    int held;                          /* what came in the middle of one; 0: nothing */
    int saved_stderr, wake[2];
    struct sigaction on_signal;
} term;
static volatile sig_atomic_t got_int, got_end, got_tstp, got_winch;

/* ---- signals: only flags, and a byte that wakes poll ----------------------------------------- */

static void on_signal(int sig)
{
    const int saved = errno;
    if (sig == SIGINT) {
        got_int = 1;
    } else if (sig == SIGTSTP) {
        got_tstp = 1;
    } else if (sig == SIGWINCH) {
        got_winch = 1;
    } else {
        got_end = 1;
    }
    const ssize_t written = write(term.wake[1], "", 1);
    (void)written;                     /* a full pipe wakes as well */
    errno = saved;
}

/* Before newterm: curses takes over only the handlers that are still the default, and its own would
 * leave the paste mode on. */
static void catch_signals(void)
{
    static const int CAUGHT[] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGWINCH};
    term.on_signal = (struct sigaction){.sa_handler = on_signal};
    sigemptyset(&term.on_signal.sa_mask);
    for (size_t i = 0; i < sizeof CAUGHT / sizeof *CAUGHT; i++) {
        sigaction(CAUGHT[i], &term.on_signal, NULL);
    }
    signal(SIGPIPE, SIG_IGN);
}

bool term_take_interrupt(void)
{
    const bool was = got_int != 0;
    got_int = 0;
    if (was && term.pasting) {
        term.pasting = false;
        buf_clear(&term.paste);
    }
    return was;
}

bool term_take_suspend(void)
{
    const bool was = got_tstp != 0;
    got_tstp = 0;
    return was;
}

bool term_is_ending(void)
{
    return got_end != 0 || term.gone;
}

volatile sig_atomic_t *term_interrupt_flag(void)
{
    return &got_int;
}

/* ---- start and stop -------------------------------------------------------------------------- */

bool term_possible(void)
{
    const char *name = getenv("TERM");
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || name == NULL || *name == '\0' ||
        strcmp(name, "dumb") == 0) {
        return false;
    }
    int error = 0;
    if (setupterm(NULL, STDOUT_FILENO, &error) != OK) {
        return false;
    }
    const char *cup = tigetstr("cup");
    const bool can_move = cup != NULL && cup != (const char *)-1;
    del_curterm(cur_term);
    return can_move;
}

static void send_paste_mode(bool on)
{
    putp(on ? "\033[?2004h" : "\033[?2004l");
    fflush(stdout);
}

/* Buttons, motion while one is held, and places beyond column 223. curses' own mouse is not used:
 * it cannot be asked for just these, and waits for double clicks. */
static void send_mouse_mode(bool on)
{
    putp(on ? "\033[?1000h\033[?1002h\033[?1006h" : "\033[?1006l\033[?1002l\033[?1000l");
    fflush(stdout);
}

static void set_modes(void)
{
    cbreak();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    typeahead(-1);
    if (getenv("ESCDELAY") == NULL) {
        set_escdelay(25);
    }
    static const struct {
        const char *bytes;
        int code;
    } BOTH[] = {{"\033[A", KEY_UP}, {"\033[B", KEY_DOWN}, {"\033[C", KEY_RIGHT},
        {"\033[D", KEY_LEFT}, {"\033[H", KEY_HOME}, {"\033[F", KEY_END}};
    for (size_t i = 0; i < sizeof BOTH / sizeof *BOTH; i++) {
        define_key(BOTH[i].bytes, BOTH[i].code); /* terminals that ignore the keypad mode */
    }
    define_key("\033[200~", CODE_PASTE_ON);
    define_key("\033[201~", CODE_PASTE_OFF);
    define_key("\033[<", CODE_MOUSE);
    define_key("\033[M", CODE_OLD_MOUSE);
    struct termios modes;
    if (tcgetattr(STDIN_FILENO, &modes) == 0) {
        modes.c_iflag &= ~(tcflag_t)IXON;        /* Ctrl-S must not freeze the screen */
        modes.c_cc[VSUSP] = _POSIX_VDISABLE;     /* Ctrl-Z is undo */
        modes.c_cc[VQUIT] = _POSIX_VDISABLE;
        tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
        def_prog_mode();
    }
}

static void start_colors(int wanted)
{
    const char *no_color = getenv("NO_COLOR");
    int colors = 0;
    if (has_colors()) {
        start_color();
        use_default_colors();
        colors = COLORS;
    }
    if (wanted < 0 && no_color != NULL && *no_color != '\0') {
        colors = 0;
    }
    if (wanted >= 0 && wanted < colors) {
        colors = wanted;
    }
    term.tier = colors >= 256 ? THEME_256 : colors >= 16 ? THEME_16 :
        colors >= 8 ? THEME_8 : THEME_MONO;
    term.pair_limit = COLOR_PAIRS < MAX_PAIRS ? COLOR_PAIRS : MAX_PAIRS;
    term.pair_count = 1;
}

/* What a library writes to stderr would stand in the middle of the screen. */
static void redirect_stderr(const char *log_path)
{
    fflush(stderr);
    term.saved_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10);
    int fd = -1;
    if (log_path != NULL) {
        fd = open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
    if (fd < 0) {
        fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
    }
    if (fd >= 0) {
        dup2(fd, STDERR_FILENO);
        close(fd);
    }
}

static bool open_wake_pipe(void)
{
    if (pipe(term.wake) != 0) {
        return false;
    }
    for (int i = 0; i < 2; i++) {
        fcntl(term.wake[i], F_SETFL, O_NONBLOCK);
        fcntl(term.wake[i], F_SETFD, FD_CLOEXEC);
    }
    return true;
}

bool term_start(const struct term_options *options, const char *log_path)
{
    term.ascii = options->ascii || strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
    term.theme = options->theme;
    unsetenv("LINES");                 /* exported ones would stop every resize */
    unsetenv("COLUMNS");
    guard_save();
    if (!open_wake_pipe()) {
        return false;
    }
    catch_signals();
    term.screen = newterm(NULL, stdout, stdin);
    if (term.screen == NULL) {
        return false;
    }
    set_modes();
    start_colors(options->colors);
    send_paste_mode(true);
    term.wants_mouse = options->mouse;
    send_mouse_mode(term.wants_mouse);
    guard_arm();
    base_oom_hook(term_stop);
    redirect_stderr(log_path);
    term.on = true;
    term.repaint = true;
    return true;
}

void term_stop(void)
{
    if (!term.on) {
        return;
    }
    term.on = false;
    send_mouse_mode(false);
    send_paste_mode(false);
    endwin();
    guard_disarm();
    base_oom_hook(NULL);
    if (term.saved_stderr >= 0) {
        dup2(term.saved_stderr, STDERR_FILENO);
        close(term.saved_stderr);
    }
    delscreen(term.screen);
    grid_finish(&term.shown);
    buf_finish(&term.paste);
}

/* ---- showing --------------------------------------------------------------------------------- */

int term_rows(void)
{
    return LINES;
}

int term_cols(void)
{
    return COLS;
}

void term_repaint(void)
{
    term.repaint = true;
}

void term_set_mouse(bool on)
{
    term.wants_mouse = on;
    send_mouse_mode(on);
}

void term_set_theme(enum theme_name theme)
{
    term.theme = theme;
    term.repaint = true;
}

void term_bell(void)
{
    beep();
}

/* The pair for two colours, made when first asked for; pair 0 once there are no more. */
static short pair_of(struct theme_look look)
{
    if (look.fg < 0 && look.bg < 0) {
        return 0;
    }
    for (int i = 1; i < term.pair_count; i++) {
        if (term.pairs[i].fg == look.fg && term.pairs[i].bg == look.bg) {
            return (short)i;
        }
    }
    if (term.pair_count >= term.pair_limit ||
        init_pair((short)term.pair_count, look.fg, look.bg) == ERR) {
        return 0;
    }
    term.pairs[term.pair_count] = look;
    return (short)term.pair_count++;
}

static attr_t attrs_of(struct theme_look look)
{
    attr_t attrs = A_NORMAL;
    attrs |= (look.attrs & LOOK_BOLD) != 0 ? A_BOLD : A_NORMAL;
    attrs |= (look.attrs & LOOK_DIM) != 0 ? A_DIM : A_NORMAL;
    attrs |= (look.attrs & LOOK_UNDERLINE) != 0 ? A_UNDERLINE : A_NORMAL;
    attrs |= (look.attrs & LOOK_REVERSE) != 0 ? A_REVERSE : A_NORMAL;
    return attrs;
}

static bool make_cell(struct grid_cell cell, cchar_t *out)
{
    const struct theme_look look =
        theme_look(term.theme, term.tier, (enum tui_role)cell.role, cell.mods);
    const wchar_t text[2] = {(wchar_t)(term.ascii ? theme_ascii(cell.glyph) : cell.glyph), 0};
    return setcchar(out, text, attrs_of(look), pair_of(look), NULL) == OK;
}

static void show_cell(int y, int x, struct grid_cell cell)
{
    cchar_t out;
    if (make_cell(cell, &out)) {
        mvadd_wch(y, x, &out);
    }
}

/* An empty screen, blank in the theme's own colours: blank cells are not sent afterwards. */
static void wipe(void)
{
    cchar_t blank;
    if (make_cell((struct grid_cell){.glyph = ' ', .role = ROLE_NORMAL}, &blank)) {
        bkgrndset(&blank);
    }
    erase();
    clearok(curscr, TRUE);
    grid_clear(&term.shown);
}

static bool is_same(struct grid_cell a, struct grid_cell b)
{
    return a.glyph == b.glyph && a.role == b.role && a.mods == b.mods;
}

void term_show(const struct grid *g)
{
    if (term.shown.rows != g->rows || term.shown.cols != g->cols) {
        grid_resize(&term.shown, g->rows, g->cols);
        term.repaint = true;
    }
    if (term.repaint) {
        term.repaint = false;
        wipe();
    }
    for (int y = 0; y < g->rows; y++) {
        for (int x = 0; x < g->cols; x++) {
            const struct grid_cell cell = grid_at(g, y, x);
            if (cell.glyph != 0 && !is_same(cell, grid_at(&term.shown, y, x))) {
                show_cell(y, x, cell);
            }
        }
    }
    if (g->rows > 0 && g->cols > 0) {
        memcpy(term.shown.cells, g->cells,
            (size_t)g->rows * (size_t)g->cols * sizeof *g->cells);
    }
    move(g->cursor_y, g->cursor_x);
    refresh();
}

/* ---- keys ------------------------------------------------------------------------------------ */

static keymap_key key_of_code(int code)
{
    static const struct {
        int code;
        keymap_key key;
    } CODES[] = {{KEY_UP, K_UP}, {KEY_DOWN, K_DOWN}, {KEY_LEFT, K_LEFT}, {KEY_RIGHT, K_RIGHT},
        {KEY_HOME, K_HOME}, {KEY_END, K_END}, {KEY_PPAGE, K_PAGE_UP}, {KEY_NPAGE, K_PAGE_DOWN},
        {KEY_DC, K_DELETE}, {KEY_BACKSPACE, K_BACKSPACE}, {KEY_ENTER, K_ENTER},
        {KEY_BTAB, K_BACKTAB}};
    for (size_t i = 0; i < sizeof CODES / sizeof *CODES; i++) {
        if (CODES[i].code == code) {
            return CODES[i].key;
        }
    }
    if (code > KEY_F0 && code <= KEY_F0 + 12) {
        return K_F0 + (keymap_key)(code - KEY_F0);
    }
    return K_NONE;
}

static void follow_size(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0 &&
        is_term_resized(size.ws_row, size.ws_col)) {
        resizeterm(size.ws_row, size.ws_col);
    }
}

static size_t length_of(char lead)
{
    const unsigned byte = (unsigned char)lead;
    return byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
}

/* As get_wch answers; but the bytes are UTF-8 in every locale, and one that is invalid stands for
 * itself: get_wch would swallow up to fifteen that follow it. */
static int read_character(wint_t *ret)
{
    while (term.partial_len == 0 || term.partial_len < length_of(term.partial[0])) {
        const int c = term.held != 0 ? term.held : getch();
        term.held = 0;
        if (c == ERR) {
            return ERR;
        }
        if (term.partial_len == 0 && c > 0xFF) {
            *ret = (wint_t)c;
            return KEY_CODE_YES;
        }
        if (term.partial_len > 0 && (c > 0xFF || (c & 0xC0) != 0x80)) {
            term.held = c;
            break;
        }
        term.partial[term.partial_len++] = (char)c;
    }
    uint32_t scalar = 0;
    const size_t taken = utf8_decode(term.partial, term.partial_len, &scalar);
    term.partial_len -= taken;
    memmove(term.partial, term.partial + taken, term.partial_len);
    *ret = scalar;
    return OK;
}

/* The rest of a key that the terminal's description does not know: up to its last byte. False if
 * there is none, and it was Alt and [ or O. */
static bool skip_sequence(wint_t opening)
{
    enum { LONGEST = 32 };
    wint_t c = 0;
    int count = 0;
    while (count < LONGEST && read_character(&c) == OK) {
        count++;
        if (opening == 'O' || (c >= 0x40 && c <= 0x7E)) {
            break;
        }
    }
    return count > 0;
}

/* ESC: alone, or the beginning of Alt and a key, which then waits already. */
static keymap_key key_after_escape(void)
{
    wint_t c = 0;
    if (read_character(&c) == OK && c != 27) {
        if ((c == '[' || c == 'O') && skip_sequence(c)) {
            return K_F0;
        }
        return (keymap_key)c | KEYMAP_ALT;
    }
    return 27;
}

static void add_pasted(wint_t c)
{
    enum { LIMIT = 4 << 20 };
    char bytes[4];
    if (term.paste.len < LIMIT) {
        buf_addn(&term.paste, bytes, utf8_encode((uint32_t)c, bytes));
    }
}

/* The next character of a report that has begun; a slow line may cut it. */
static bool next_of_report(wint_t *ret_c)
{
    enum { TRIES = 5, WAIT_MS = 10 };
    for (int i = 0; i < TRIES; i++) {
        if (get_wch(ret_c) == OK) {
            return true;
        }
        struct pollfd fd = {STDIN_FILENO, POLLIN, 0};
        poll(&fd, 1, WAIT_MS);
    }
    return false;
}

static bool read_mouse(enum mousecode_kind kind)
{
    struct mousecode report = {.kind = kind};
    enum mousecode_state state = MOUSECODE_MORE;
    wint_t c = 0;
    while (state == MOUSECODE_MORE && next_of_report(&c)) {
        state = mousecode_add(&report, (uint32_t)c, &term.mouse);
    }
    return state == MOUSECODE_DONE;
}

struct term_mouse term_mouse(void)
{
    return term.mouse;
}

/* One event of curses: a key, K_NONE if there is none waiting, or K_F0 for one that says
 * nothing. */
static keymap_key read_event(void)
{
    wint_t c = 0;
    const int kind = read_character(&c);
    if (kind == ERR) {
        return K_NONE;
    }
    if (kind == KEY_CODE_YES) {
        if (c == CODE_PASTE_ON) {
            term.pasting = true;
            buf_clear(&term.paste);
        } else if (c == CODE_PASTE_OFF && term.pasting) {
            term.pasting = false;
            return K_PASTE;
        } else if (c == CODE_MOUSE || c == CODE_OLD_MOUSE) {
            const bool is_whole = read_mouse(c == CODE_MOUSE ? MOUSECODE_SGR : MOUSECODE_OLD);
            return is_whole && !term.pasting ? K_MOUSE : K_F0;
        } else if (!term.pasting) {
            const keymap_key key = key_of_code((int)c);
            return key != K_NONE ? key : K_F0;
        }
        return K_F0;
    }
    if (term.pasting) {
        add_pasted(c);
        return K_F0;
    }
    if (c == 27) {
        return key_after_escape();
    }
    return c == '\r' || c == '\n' ? (keymap_key)K_ENTER : c == 0 ? (keymap_key)K_F0 : (keymap_key)c;
}

bool term_take_resize(void)
{
    const bool was = got_winch != 0;
    got_winch = 0;
    if (was) {
        follow_size();
        term.repaint = true;           /* back to the same size at once, the text is cut */
    }
    return was;
}

keymap_key term_key(void)
{
    if (term_take_resize()) {
        return K_RESIZE;
    }
    keymap_key key = read_event();
    while (key == K_F0) {
        key = read_event();
    }
    return key;
}

const struct buf *term_paste(void)
{
    return &term.paste;
}

bool term_wait(int ms)
{
    if (got_int || got_tstp || got_winch || term_is_ending()) {
        return !term.gone;
    }
    struct pollfd fds[2] = {{STDIN_FILENO, POLLIN, 0}, {term.wake[0], POLLIN, 0}};
    const int ready = poll(fds, 2, ms);
    if (ready > 0 && (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0) {
        term.gone = true;
    }
    char drain[64];
    while (ready > 0 && read(term.wake[0], drain, sizeof drain) > 0) {
    }
    return !term.gone;
}

void term_suspend(void)
{
    send_mouse_mode(false);
    send_paste_mode(false);
    endwin();
    guard_disarm();
    signal(SIGTSTP, SIG_DFL);
    kill(0, SIGTSTP);                  /* the whole job: a script may have started us */
    sigaction(SIGTSTP, &term.on_signal, NULL);
    guard_arm();
    follow_size();                     /* the shell, not we, was told while stopped */
    reset_prog_mode();
    send_paste_mode(true);
    send_mouse_mode(term.wants_mouse);
    term.repaint = true;
}
