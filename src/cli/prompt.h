/* prompt - lines from a person at a terminal, or from a pipe. */
#ifndef CLI_PROMPT_H
#define CLI_PROMPT_H

#include <stdbool.h>

#include "base/buf.h"

struct school;
struct session;

/* Takes up the history kept from before; words are completed from session and school, which may
 * change until close. */
void prompt_open(const struct session *const *session, struct school *school);
void prompt_close(void);
/* Reads a line without its newline; false at the end of input. *ret_cancelled: Ctrl-C cleared
 * the line. */
bool prompt_read(const char *prompt, struct buf *out, bool *ret_cancelled);
void prompt_remember(const char *text);
enum prompt_answer { PROMPT_NONE, PROMPT_NO, PROMPT_YES };
/* Asks a question that y or n answers; an empty line, Ctrl-C and no terminal are no answer. */
enum prompt_answer prompt_ask(const char *question);
bool prompt_is_terminal(void);

#endif
