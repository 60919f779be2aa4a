/* signals - Ctrl-C as a flag. */
#include "signals.h"

#include <stddef.h>

static volatile sig_atomic_t interrupted; /* a handler can reach nothing but a global */

static void on_interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

void signals_catch(void)
{
    struct sigaction action = {.sa_handler = on_interrupt};
    (void)sigemptyset(&action.sa_mask);
    action.sa_flags = 0; /* a read of the terminal is broken off */
    (void)sigaction(SIGINT, &action, NULL);
}

volatile sig_atomic_t *signals_flag(void)
{
    return &interrupted;
}

bool signals_take(void)
{
    const bool was = interrupted != 0;
    interrupted = 0;
    return was;
}

void signals_suspend(void)
{
    (void)raise(SIGTSTP);
}
