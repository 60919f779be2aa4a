/* plain - the lab as lines that are only ever added: for screen readers, pipes and plain
 * terminals. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

#include "front.h"
#include "lang/lang.h"
#include "prompt.h"
#include "render/words.h"
#include "signals.h"

static void open_journal(struct front *front, const struct cli_options *options)
{
    const char *error = NULL;
    const enum host_journal_mode mode = options->no_journal        ? HOST_JOURNAL_NONE
                                        : options->journal != NULL ? HOST_JOURNAL_FILE
                                                                   : HOST_JOURNAL_DEFAULT;
    front->host.journal = host_journal_open(mode, options->journal, &error);
    if (front->host.journal == NULL && mode != HOST_JOURNAL_NONE && error != NULL)
        front_complain(error, options->journal != NULL ? options->journal : "");
}

/* Offers what a session that did not end well has left. The lines go through this session, and
 * so into its own journal; Ctrl-C stops only the line that runs. */
static void restore(struct front *front, const struct buf *path, const struct buf *text)
{
    const enum prompt_answer answer =
        prompt_ask(render_tr(N_("The last session did not end well. Restore it?")));
    if (answer == PROMPT_NONE) {
        printf("  %s\n",
            render_tr(N_("The unfinished session is kept: the next start asks again")));
        return;
    }
    if (answer == PROMPT_YES) {
        session_journal_prepare(front->session, buf_text(text), text->len);
        front->echoes = front->restores = true;
        (void)front_script(front, buf_text(text), text->len);
        front->echoes = front->restores = false;
        struct classroom *const room = school_current(&front->school);
        classroom_resume(room);
        if (room != NULL && classroom_lesson(room) != NULL)
            (void)front_line(front, "goal", strlen("goal")); /* where one is again */
    }
    host_journal_discard(buf_text(path));
}

static void greet(const struct front *front)
{
    struct buf size = {0};
    const struct vm_machine *const machine = vm_space_machine(session_space(front->session));
    render_size(&size, machine->max_address + 1);
    const char *const args[] = {machine->name, buf_text(&size)};
    struct buf line = {0};
    render_fill(
        &line, N_("pagelab, machine {0} with {1}: help lists the words, quit leaves"), args, 2);
    printf("%s\n", buf_text(&line));
    if (school_is_new(&front->school))
        printf("%s\n", render_tr(N_("New here? lesson 1 begins the course")));
    buf_finish(&line);
    buf_finish(&size);
}

static void load_file(struct front *front, const char *file)
{
    const char *error = NULL;
    struct buf text = {0};
    if (!host_read_file(file, HOST_SCRIPT_MAX, true, &text, &error)) {
        struct buf line = {0};
        buf_addf(&line, "%s: %s", file, render_tr(error));
        front_complain("{0}", buf_text(&line));
        buf_finish(&line);
    } else if (lang_defines_main(buf_text(&text), text.len)) {
        (void)front_load(front, file, buf_text(&text), text.len);
    } else {
        (void)front_script(front, buf_text(&text), text.len);
    }
    buf_finish(&text);
}

/* A whole program was typed or pasted: a person is asked; without one it is loaded. */
static void take_program(struct front *front, const struct buf *text)
{
    if (!prompt_is_terminal()) {
        printf("  %s\n", render_tr(N_("this is a whole program: it is loaded")));
        (void)front_load(front, "main.c", buf_text(text), text->len);
    } else if (prompt_ask(render_tr(
                   N_("This is a whole program. Load it to step through it?"))) == PROMPT_YES) {
        (void)front_load(front, "main.c", buf_text(text), text->len);
    }
}

/* Reads lines until one says quit or the input ends. */
static void talk(struct front *front)
{
    struct buf text = {0};
    struct buf line = {0};
    bool cancelled;
    bool goes_on = true;
    enum front_wish wish = FRONT_NEXT;
    while (goes_on && prompt_read(wish == FRONT_MORE ? ". " : "> ", &line, &cancelled)) {
        if (cancelled) {
            wish = FRONT_NEXT;
            continue;
        }
        if (wish == FRONT_MORE)
            buf_addc(&text, '\n');
        else
            buf_clear(&text);
        buf_addn(&text, buf_text(&line), line.len);
        wish = front_line(front, buf_text(&text), text.len);
        if (wish != FRONT_MORE)
            prompt_remember(buf_text(&text));
        if (wish == FRONT_PROGRAM)
            take_program(front, &text);
        else if (wish == FRONT_SUSPEND && prompt_is_terminal()) /* who reads a pipe would hang */
            signals_suspend();
        goes_on = wish != FRONT_QUIT;
        (void)fflush(stdout);
        if (front->host.journal != NULL)
            host_journal_idle(front->host.journal);
    }
    buf_finish(&text);
    buf_finish(&line);
}

int cli_plain(const struct cli_options *options)
{
    struct buf path = {0};
    struct buf crashed = {0};
    struct session_journal_header header = {0};
    struct front front = {
        .options = front_options(options, SESSION_LAYOUT_EMPTY), .echoes = !prompt_is_terminal(),
        .shade = front_shade(options), .school_options = front_school(options)};
    const bool offers = prompt_is_terminal() && !options->no_journal && options->file == NULL &&
                        host_journal_find_crashed(options->journal, &path, &crashed);
    if (offers && session_journal_parse(buf_text(&crashed), crashed.len, &header)) {
        front.options.machine = header.machine;
        front.options.layout = header.layout;
    }
    open_journal(&front, options);
    signals_catch();
    front_open(&front);
    const struct session *const session = front.session;
    prompt_open(&session, &front.school);
    if (prompt_is_terminal())
        greet(&front);
    if (offers)
        restore(&front, &path, &crashed);
    if (options->file != NULL)
        load_file(&front, options->file);
    if (options->lesson != NULL)
        (void)front_lesson(&front, options->lesson);
    if (options->practice != NULL)
        front_practice(&front, options->practice, options->seed);
    talk(&front);
    prompt_close();
    front_close(&front);
    if (front.host.journal != NULL)
        host_journal_close(front.host.journal, true);
    buf_finish(&path);
    buf_finish(&crashed);
    return fflush(stdout) == 0 ? 0 : 2;
}
