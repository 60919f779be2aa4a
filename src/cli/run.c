/* run - a script or a C program without a screen. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "front.h"
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
    front->streams = !front->json;
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

int cli_run(const struct cli_options *options)
{
    const char *const file = options->file != NULL ? options->file : "-";
    const char *error = NULL;
    struct buf text = {0};
    if (options->file == NULL && isatty(STDIN_FILENO)) {
        front_complain(N_("run needs a file, or - for the standard input"), "");
        return STATUS_WRONG_USE;
    }
    if (!host_read_file(file, LANG_MAX_SOURCE, true, &text, &error)) {
        struct buf line = {0};
        buf_addf(&line, "%s: %s", file, render_tr(error));
        front_complain("{0}", buf_text(&line));
        buf_finish(&line);
        buf_finish(&text);
        return STATUS_WRONG_USE;
    }
    struct session_journal_header header = {0};
    const bool is_journal = session_journal_parse(buf_text(&text), text.len, &header);
    const bool is_program = !is_journal && front_has_main(buf_text(&text), text.len);
    struct front front = {.json = options->json,
        .name = strcmp(file, "-") == 0 ? "stdin" : file,
        .options = front_options(options, is_program ? SESSION_LAYOUT_PROCESS : header.layout)};
    if (front.options.machine == NULL)
        front.options.machine = header.machine;
    front.host.stdin_for_program = strcmp(file, "-") != 0;
    if (options->journal != NULL)
        front.host.journal = host_journal_open(HOST_JOURNAL_FILE, options->journal, &error);
    if (options->journal != NULL && front.host.journal == NULL)
        front_complain(error, options->journal);
    signals_catch();
    front_open(&front);
    if (is_journal)
        session_journal_prepare(front.session, buf_text(&text), text.len);
    const int status = is_program ? run_program(&front, &text) : run_script(&front, &text);
    front_close(&front);
    if (front.host.journal != NULL)
        host_journal_close(front.host.journal, true);
    buf_finish(&text);
    return fflush(stdout) == 0 ? status : STATUS_WRONG_USE;
}
