/* signals - Ctrl-C as a flag that whoever runs something asks. */
#ifndef CLI_SIGNALS_H
#define CLI_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

/* From now on SIGINT sets the flag instead of ending the process. */
void signals_catch(void);
volatile sig_atomic_t *signals_flag(void);
/* Was Ctrl-C pressed since the last time? Asking clears it. */
bool signals_take(void);
void signals_suspend(void); /* goes back to the shell for a while */

#endif
