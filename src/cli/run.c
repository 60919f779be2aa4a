/* run - a script or a C program without a screen, for its answers or for pictures of what it
 * leaves. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "front.h"
#include "lang/lang.h"
#include "render/words.h"
#include "signals.h"

enum {
    STATUS_MISTAKES = 1,
    STATUS_WRONG_USE = 2,
    STATUS_LIMIT = 124,
    STATUS_NO_PROGRAM = 125,
    STATUS_STOPPED = 130,
    STATUS_EXCEPTION = 139
};

/* How the program ended, on stderr where it did not end by itself; the exit status. */
static int program_status(const struct front *front)
{
    const struct session_step *const step = session_current(front->session);
    struct render_text text = {0};
    int status = step->exit_code & 0xFF;
    switch (step->end) {
    case SESSION_END_DONE:
        return status;
    case SESSION_END_STATEMENT:
        return status;
    case SESSION_END_STOPPED:
        status = STATUS_STOPPED;
        break;
    case SESSION_END_LIMIT:
        status = STATUS_LIMIT;
        break;
    case SESSION_END_EXCEPTION:
        status = STATUS_EXCEPTION;
        break;
    case SESSION_END_ERROR:
    case SESSION_END_INPUT:
        status = STATUS_MISTAKES;
        break;
    }
    (void)fflush(stdout);
    if (front->mid_line)
        (void)fputc('\n', stderr);
    render_ending(&text, front->session, step);
    front_print(&text, "", stderr);
    render_text_finish(&text);
    return status;
}

static int run_program(struct front *front, const struct buf *text)
{
    front->streams = !front->json && !front->quiet;
    if (!front_load(front, front->name, buf_text(text), text->len))
        return STATUS_NO_PROGRAM;
    if (session_run(front->session, "run", 3) != SESSION_STEPPED)
        return STATUS_NO_PROGRAM;
    return program_status(front);
}

static int run_script(struct front *front, const struct buf *text)
{
    front->echoes = true;
    (void)front_script(front, buf_text(text), text->len);
    if (front->hit_limit)
        return STATUS_LIMIT;
    if (front->stopped)
        return STATUS_STOPPED;
    return front->mistakes ? STATUS_MISTAKES : 0;
}

/* The text of the file that is to be run; false, and said why, if it cannot be read. */
static bool read_text(const struct cli_options *options, struct buf *out)
{
    const char *const file = options->file != NULL ? options->file : "-";
    const char *error = NULL;
    if (options->file == NULL && isatty(STDIN_FILENO)) {
        front_complain(N_("run needs a file, or - for the standard input"), "");
        return false;
    }
    if (host_read_file(file, HOST_SCRIPT_MAX, true, out, &error))
        return true;
    struct buf line = {0};
    buf_addf(&line, "%s: %s", file, render_tr(error));
    front_complain("{0}", buf_text(&line));
    buf_finish(&line);
    return false;
}

/* Opens front, which has its way of answering, and runs text; front stays open. Returns the exit
 * status. */
static int run_text(struct front *front, const struct cli_options *options, const struct buf *text)
{
    struct session_journal_header header = {0};
    const bool is_journal = session_journal_parse(buf_text(text), text->len, &header);
    const bool is_program = !is_journal && lang_defines_main(buf_text(text), text->len);
    const bool is_stdin = options->file == NULL || strcmp(options->file, "-") == 0;
    const char *error = NULL;
    front->name = is_stdin ? "stdin" : options->file;
    front->shade = front_shade(options);
    front->school_options = front_school(options);
    front->options = front_options(options, is_program ? SESSION_LAYOUT_PROCESS : header.layout);
    if (front->options.machine == NULL)
        front->options.machine = header.machine;
    front->host.stdin_for_program = !is_stdin;
    if (options->journal != NULL)
        front->host.journal = host_journal_open(HOST_JOURNAL_FILE, options->journal, &error);
    if (options->journal != NULL && front->host.journal == NULL)
        front_complain(error, options->journal);
    signals_catch();
    front_open(front);
    if (is_journal)
        session_journal_prepare(front->session, buf_text(text), text->len);
    return is_program ? run_program(front, text) : run_script(front, text);
}

static void close_front(struct front *front)
{
    front_close(front);
    if (front->host.journal != NULL)
        host_journal_close(front->host.journal, true);
}

int cli_run(const struct cli_options *options)
{
    struct buf text = {0};
    struct front front = {.json = options->json};
    int status = STATUS_WRONG_USE;
    if (read_text(options, &text)) {
        status = run_text(&front, options, &text);
        close_front(&front);
    }
    buf_finish(&text);
    return fflush(stdout) == 0 ? status : STATUS_WRONG_USE;
}

/* Writes each picture that was asked for. False, and said which, if one could not be. */
static bool write_pictures(const struct front *front, const struct cli_options *options)
{
    bool written = true;
    for (int format = 0; format < RENDER_FORMAT_COUNT; format++) {
        const char *const file = options->exports[format];
        struct buf data = {0};
        if (file == NULL)
            continue;
        render_export(&data, front->session, (enum render_format)format, front->shade);
        if (!host_replace_file(file, buf_text(&data), data.len)) {
            front_complain(N_("{0} cannot be written"), file);
            written = false;
        }
        buf_finish(&data);
    }
    return written;
}

int cli_export(const struct cli_options *options)
{
    struct buf text = {0};
    struct front front = {.quiet = true};
    int status = STATUS_WRONG_USE;
    if (read_text(options, &text)) {
        status = run_text(&front, options, &text);
        /* A program's own exit status says nothing about the pictures. */
        const enum session_end end = session_current(front.session)->end;
        if (end == SESSION_END_DONE && status != STATUS_NO_PROGRAM)
            status = front.mistakes ? STATUS_MISTAKES : 0;
        if (status != STATUS_NO_PROGRAM && !write_pictures(&front, options))
            status = STATUS_WRONG_USE;
        close_front(&front);
    }
    buf_finish(&text);
    return status;
}
