/* lineedit - readline in callback mode, fed from a queue of bytes.
 *
 * Each setting in set_up_readline is needed; the comment beside it says what breaks without it.
 */
#include "lineedit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/mem.h"
#include "base/utf8.h"

enum { QUEUE_SIZE = 64, HISTORY_LINES = 1000, HISTORY_BYTES = 1 << 20 };

static struct {
    unsigned char queue[QUEUE_SIZE];
    size_t head, tail;
    void (*on_line)(void *ctx, const char *text);
    void *ctx;
    char *history_path;
    FILE *null;
} edit;

static int next_byte(FILE *stream)
{
    (void)stream;
    return edit.head < edit.tail ? edit.queue[edit.head++] : EOF;
}

static int has_byte(void)
{
    return edit.head < edit.tail;
}

static void draw_nothing(void)
{
}

static void show_no_matches(char **matches, int count, int longest)
{
    (void)matches;
    (void)count;
    (void)longest;
}

static int do_nothing(int count, int key)
{
    (void)count;
    (void)key;
    return 0;
}

/* Completion is ours (popup.h); whatever an inputrc binds to readline's finds nothing. */
static char **complete_nothing(const char *text, int start, int end)
{
    (void)text;
    (void)start;
    (void)end;
    rl_attempted_completion_over = 1;            /* never fall back to file names */
    return NULL;
}

static void take_line(char *line)
{
    if (line != NULL) {
        edit.on_line(edit.ctx, line);
    }
    free(line);
}

/* What readline 8.2 does badly when it is called back: a count (Alt and a digit) before Enter or
 * Up, on a line of the history that was edited, leaves a freed line that the next search reads; a
 * search with a string of its own (Alt-p) loses the memory of it. Ctrl-R searches. And Alt-Enter,
 * which turns to vi's keys for good: who wants these has them in an inputrc. */
static void leave_out(void)
{
    static rl_command_func_t *const OUT[] = {rl_digit_argument, rl_universal_argument,
        rl_noninc_forward_search, rl_noninc_reverse_search, rl_vi_editing_mode};
    for (size_t i = 0; i < sizeof OUT / sizeof *OUT; i++) {
        rl_unbind_function_in_map(OUT[i], emacs_standard_keymap);
        rl_unbind_function_in_map(OUT[i], emacs_meta_keymap);
    }
}

static void set_up_readline(void)
{
    rl_readline_name = "pagelab";
    rl_instream = stdin;
    edit.null = fopen("/dev/null", "we");
    rl_outstream = edit.null;                /* a binding that prints would paint over the screen */
    rl_catch_signals = 0;                        /* or handlers are swapped around every byte */
    rl_catch_sigwinch = 0;
    rl_change_environment = 0;              /* or it exports LINES and COLUMNS, and resizing dies */
    rl_prep_term_function = NULL;                /* the modes of the terminal are term's */
    rl_deprep_term_function = NULL;
    rl_getc_function = next_byte;                /* or it would read the terminal itself */
    rl_input_available_hook = has_byte;          /* or fast typing is taken for the end of input */
    rl_redisplay_function = draw_nothing;
    rl_completion_display_matches_hook = show_no_matches;
    rl_attempted_completion_function = complete_nothing;
    rl_initialize();                         /* reads the person's inputrc: what must hold, after */
    rl_variable_bind("bell-style", "none");
    rl_variable_bind("enable-bracketed-paste", "off");
    rl_bind_key('\t', do_nothing);
    leave_out();
}

static void load_history(const char *path)
{
    using_history();
    rl_variable_bind("history-preserve-point", "off");
    if (path == NULL) {
        return;
    }
    edit.history_path = base_strndup(path, strlen(path));
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        free(edit.history_path);
        edit.history_path = NULL;
        return;
    }
    const off_t size = lseek(fd, 0, SEEK_END);
    close(fd);
    if (size > HISTORY_BYTES) {
        history_truncate_file(path, HISTORY_LINES);
    }
    stifle_history(HISTORY_LINES);               /* of earlier sessions; this one's all stay: */
    read_history(path);
    unstifle_history();                          /* a line that drops out loses its undo list */
}

void lineedit_start(
    const char *history_path, void (*on_line)(void *ctx, const char *text), void *ctx)
{
    edit.on_line = on_line;
    edit.ctx = ctx;
    set_up_readline();
    load_history(history_path);
    rl_callback_handler_install("", take_line);
}

void lineedit_stop(void)
{
    rl_callback_handler_remove();
    rl_clear_history();                          /* with what readline keeps of edited lines */
    free(edit.history_path);
    edit.history_path = NULL;
    rl_outstream = NULL;
    if (edit.null != NULL) {
        fclose(edit.null);
        edit.null = NULL;
    }
}

/* Whole characters at a time: then multibyte letters work in searches as well. */
static void feed(const char *bytes, size_t len)
{
    edit.head = edit.tail = 0;
    memcpy(edit.queue, bytes, len);
    edit.tail = len;
    while (has_byte()) {
        rl_callback_read_char();
    }
}

static const char *special_bytes(keymap_key key)
{
    static const struct {
        keymap_key key;
        const char *bytes;
    } BYTES[] = {{K_UP, "\033[A"}, {K_DOWN, "\033[B"}, {K_RIGHT, "\033[C"}, {K_LEFT, "\033[D"},
        {K_HOME, "\001"}, {K_END, "\005"}, {K_DELETE, "\033[3~"}, {K_BACKSPACE, "\177"},
        {K_ENTER, "\r"}};
    for (size_t i = 0; i < sizeof BYTES / sizeof *BYTES; i++) {
        if (BYTES[i].key == key) {
            return BYTES[i].bytes;
        }
    }
    return NULL;
}

/* The first of several keys, as Ctrl-X is: in a search readline would call what it has freed. */
static void end_search_before(const char *bytes)
{
    int kind = ISFUNC;
    rl_function_of_keyseq(bytes, NULL, &kind);
    if (kind == ISKMAP && RL_ISSTATE(RL_STATE_ISEARCH)) {
        rl_callback_sigcleanup();
    }
}

bool lineedit_key(keymap_key key)
{
    const keymap_key plain = key & (keymap_key)~KEYMAP_ALT;
    if (plain > K_SPECIAL) {
        const char *bytes = special_bytes(plain);
        if (bytes == NULL) {
            return false;
        }
        feed(bytes, strlen(bytes));
        return true;
    }
    if (key == 27 && rl_editing_mode != 0 && !RL_ISSTATE(RL_STATE_ISEARCH)) {
        return false;                            /* a lone ESC would wait for its second key */
    }
    char bytes[8] = {27};
    size_t len = (key & KEYMAP_ALT) != 0 ? 1 : 0;
    char encoded[4];
    const size_t count = utf8_encode(plain, encoded);
    memcpy(bytes + len, encoded, count);
    len += count;
    if (len == 1) {
        end_search_before(bytes);
    }
    feed(bytes, len);
    return true;
}

const char *lineedit_text(void)
{
    return rl_line_buffer != NULL ? rl_line_buffer : "";
}

size_t lineedit_len(void)
{
    return rl_end > 0 ? (size_t)rl_end : 0;
}

size_t lineedit_cursor(void)
{
    return rl_point > 0 ? (size_t)rl_point : 0;
}

const char *lineedit_question(void)
{
    return rl_display_prompt != NULL && *rl_display_prompt != '\0' ? rl_display_prompt : NULL;
}

void lineedit_set(const char *text)
{
    rl_begin_undo_group();
    rl_replace_line(text, 0);
    rl_end_undo_group();
    rl_point = rl_end;
}

void lineedit_insert(const char *text)
{
    rl_begin_undo_group();
    rl_insert_text(text);
    rl_end_undo_group();
}

void lineedit_replace(size_t start, size_t end, const char *text)
{
    rl_begin_undo_group();
    rl_delete_text((int)start, (int)end);
    rl_point = (int)start;
    rl_insert_text(text);
    rl_end_undo_group();
}

/* As a fresh prompt: readline looks back from the newest line again, and what it had put aside
 * while looking back, with the undo list of that, is freed. */
void lineedit_clear(void)
{
    feed("\007", 1);                             /* Ctrl-G: what waits for a second key gets it */
    rl_free_line_state();
    rl_callback_sigcleanup();
    rl_replace_line("", 1);
    rl_callback_handler_remove();
    rl_callback_handler_install("", take_line);
}

void lineedit_remember(const char *text)
{
    const HIST_ENTRY *newest =
        history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
    if (newest != NULL && strcmp(newest->line, text) == 0) {
        return;
    }
    add_history(text);
    if (edit.history_path != NULL) {
        append_history(1, edit.history_path);
    }
}
