/* prompt - readline where both ends are a terminal, getline elsewhere. */
#include "prompt.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/utf8.h"
#include "host/host.h"
#include "host/school.h"
#include "render/lesson.h"
#include "render/words.h"
#include "signals.h"

enum { HISTORY_MAX = 1000 };

static const struct session *const *completed; /* readline calls back without a context */
static struct school *taught;
static struct lang_completions found;

bool prompt_is_terminal(void)
{
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

/* The next byte, or a newline that ends the line because Ctrl-C came. SIGINT is let in only while
 * waiting, so that it cannot slip in between looking at the flag and the wait. */
static int wait_key(int from, const sigset_t *open)
{
    unsigned char key;
    for (;;) {
        if (*signals_flag() != 0) {
            rl_replace_line("", 0);
            return '\n';
        }
        fd_set ready;
        FD_ZERO(&ready);
        FD_SET(from, &ready);
        if (pselect(from + 1, &ready, NULL, NULL, NULL, open) > 0)
            return read(from, &key, 1) == 1 ? key : EOF;
        if (errno != EINTR)
            return EOF;
        rl_check_signals(); /* such as a new size of the window */
    }
}

/* Reads a byte for readline. Its own reader goes on waiting after a signal. */
static int read_key(FILE *from)
{
    sigset_t blocked;
    sigset_t open;
    (void)sigemptyset(&blocked);
    (void)sigaddset(&blocked, SIGINT);
    (void)sigprocmask(SIG_BLOCK, &blocked, &open);
    const int key = wait_key(fileno(from), &open);
    (void)sigprocmask(SIG_SETMASK, &open, NULL);
    return key;
}

static bool starts_with(const char *word, const char *start)
{
    while (*start != '\0' && tolower((unsigned char)*word) == tolower((unsigned char)*start)) {
        word++;
        start++;
    }
    return *start == '\0';
}

/* readline works out what all words have in common, so only those that go on from text are given
 * to it. */
static char *next_completion(const char *text, int state)
{
    static size_t at; /* a generator is called again for each word */
    if (state == 0)
        at = 0;
    while (at < found.count && !starts_with(found.items[at].text, text))
        at++;
    return at < found.count ? strdup(found.items[at++].text) : NULL;
}

/* The course is read once a word of lessons is typed. */
static void complete_lesson(size_t cursor)
{
    struct lang_context context = {0};
    lang_context_at(rl_line_buffer, (size_t)rl_end, cursor, &context);
    if (context.command != LANG_CMD_NONE &&
        lang_command_info(context.command)->owner == LANG_OWNER_LESSON)
        render_lesson_complete(
            school_room(taught), rl_line_buffer, (size_t)rl_end, cursor, &found);
}

static char **complete(const char *text, int start, int end)
{
    (void)start;
    rl_attempted_completion_over = 1;
    lang_completions_finish(&found);
    found = (struct lang_completions){0};
    lang_complete(rl_line_buffer, (size_t)rl_end, (size_t)end, session_env(*completed),
        session_space(*completed), &found);
    complete_lesson((size_t)end);
    if (found.count == 0 || found.replace.end - found.replace.start != strlen(text))
        return NULL;
    rl_completion_append_character = '\0';
    return rl_completion_matches(text, next_completion);
}

void prompt_open(const struct session *const *session, struct school *school)
{
    completed = session;
    taught = school;
    if (!prompt_is_terminal())
        return;
    struct buf path = {0};
    rl_readline_name = "pagelab";
    rl_attempted_completion_function = complete;
    rl_completer_word_break_characters = " \t\n()+-*/%=<>&|^~!?:;,[]{}\"";
    rl_getc_function = read_key;
    rl_catch_signals = 0;
    (void)rl_variable_bind("completion-ignore-case", "on");
    using_history();
    stifle_history(HISTORY_MAX);
    if (host_state_path("history", &path))
        (void)read_history(buf_text(&path));
    buf_finish(&path);
}

void prompt_close(void)
{
    struct buf path = {0};
    if (prompt_is_terminal() && host_state_path("history", &path))
        (void)write_history(buf_text(&path));
    buf_finish(&path);
    lang_completions_finish(&found);
    found = (struct lang_completions){0};
}

static bool read_terminal(const char *prompt, struct buf *out, bool *ret_cancelled)
{
    char *const line = readline(prompt);
    *ret_cancelled = signals_take();
    if (*ret_cancelled)
        (void)fputc('\n', stdout);
    else if (line != NULL)
        utf8_import(out, line, strlen(line));
    free(line);
    return line != NULL || *ret_cancelled;
}

bool prompt_read(const char *prompt, struct buf *out, bool *ret_cancelled)
{
    buf_clear(out);
    *ret_cancelled = false;
    if (prompt_is_terminal())
        return read_terminal(prompt, out, ret_cancelled);
    if (isatty(STDIN_FILENO)) {
        (void)fputs(prompt, stderr);
        (void)fflush(stderr);
    }
    char *line = NULL;
    size_t cap = 0;
    const ssize_t len = getline(&line, &cap, stdin);
    *ret_cancelled = signals_take();
    if (*ret_cancelled)
        clearerr(stdin);
    if (len > 0)
        utf8_import(out, line, (size_t)len - (line[len - 1] == '\n'));
    free(line);
    return len >= 0 || *ret_cancelled;
}

void prompt_remember(const char *text)
{
    if (!prompt_is_terminal() || text[strspn(text, " \t\n")] == '\0')
        return;
    const HIST_ENTRY *const last =
        history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
    if (last == NULL || strcmp(last->line, text) != 0)
        add_history(text);
}

enum prompt_answer prompt_ask(const char *question)
{
    if (!prompt_is_terminal())
        return PROMPT_NONE;
    struct buf prompt = {0};
    struct buf answer = {0};
    bool cancelled = false;
    buf_addf(&prompt, "%s [%s/n] ", question, render_tr(N_("y")));
    const bool answered = prompt_read(buf_text(&prompt), &answer, &cancelled) && !cancelled;
    const char first = buf_text(&answer)[0];
    const bool yes = first == 'y' || first == 'Y' || first == 's' || first == 'S';
    buf_finish(&prompt);
    buf_finish(&answer);
    if (!answered || first == '\0')
        return PROMPT_NONE;
    return yes ? PROMPT_YES : PROMPT_NO;
}
