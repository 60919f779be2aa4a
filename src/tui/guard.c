/* guard - one string of bytes, prepared in time, and a handler on its own stack. */
#include "guard.h"

#include <curses.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

enum { SEQUENCE_SIZE = 512, ALT_STACK_SIZE = 64 * 1024 };    /* SIGSTKSZ is no constant any more */

/* There is one terminal, and a handler can reach nothing but file-scope objects. */
static struct {
    struct termios modes;
    bool have_modes;
    volatile sig_atomic_t armed;
    char sequence[SEQUENCE_SIZE];
    size_t length;
} guard;
static char alt_stack[ALT_STACK_SIZE];

/* Copies a capability without its $<delay> padding. */
static void add(const char *s)
{
    if (s == NULL || s == (const char *)-1) {
        return;
    }
    for (; *s != '\0' && guard.length < SEQUENCE_SIZE; s++) {
        const char *end = s[0] == '$' && s[1] == '<' ? strchr(s, '>') : NULL;
        if (end != NULL) {
            s = end;
            continue;
        }
        guard.sequence[guard.length++] = *s;
    }
}

void guard_restore(void)
{
    if (!guard.armed) {
        return;
    }
    guard.armed = 0;
    size_t done = 0;
    while (done < guard.length) {
        const ssize_t n = write(STDOUT_FILENO, guard.sequence + done, guard.length - done);
        if (n <= 0) {
            break;
        }
        done += (size_t)n;
    }
    if (guard.have_modes) {
        tcsetattr(STDIN_FILENO, TCSANOW, &guard.modes);
    }
}

static void on_fatal(int sig)
{
    guard_restore();
    signal(sig, SIG_DFL);              /* so that the exit status and the core stay true */
    raise(sig);
}

void guard_save(void)
{
    guard.have_modes = tcgetattr(STDIN_FILENO, &guard.modes) == 0;
}

void guard_arm(void)
{
    static const int FATAL[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGQUIT};
    guard.length = 0;
    add("\033[?1006l\033[?1002l\033[?1000l\033[?2004l");
    static const char *const NAMES[] = {"sgr0", "op", "cnorm", "rmkx", "rmcup"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        add(tigetstr(NAMES[i]));
    }
    add("\r\n");
    const stack_t stack = {.ss_sp = alt_stack, .ss_size = sizeof alt_stack};
    sigaltstack(&stack, NULL);
    struct sigaction action = {.sa_handler = on_fatal};
    action.sa_flags = SA_ONSTACK | (int)SA_RESETHAND;
    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < sizeof FATAL / sizeof *FATAL; i++) {
        sigaction(FATAL[i], &action, NULL);
    }
    if (!guard.armed) {
        static bool registered;
        if (!registered) {
            registered = true;
            atexit(guard_restore);
        }
    }
    guard.armed = 1;
}

void guard_disarm(void)
{
    guard.armed = 0;
}
