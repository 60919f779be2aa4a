/* ask - what was pasted, and the questions that may follow. Nothing pasted runs by itself. */
#include "app.h"

#include <string.h>

#include "base/utf8.h"
#include "lineedit.h"
#include "paste.h"
#include "render/answer.h"
#include "render/words.h"
#include "term.h"

void app_ask(struct app *app, enum app_question question)
{
    app->question = question;
    app->focus = FOCUS_PROMPT;
    app->help_open = false;
}

void app_paste(struct app *app, const struct buf *pasted)
{
    struct buf text = {0};
    utf8_import(&text, buf_text(pasted), pasted->len);
    const enum paste_kind kind = paste_classify(buf_text(&text), text.len);
    popup_close(app);
    app->focus = FOCUS_PROMPT;
    if (text.len == 0) {
        buf_finish(&text);
        return;
    }
    if (kind == PASTE_LINE) {
        struct buf line = {0};
        paste_join(&line, text.data, text.len);
        lineedit_insert(buf_text(&line));
        buf_finish(&line);
    } else {
        buf_clear(&app->answer_text);
        buf_addn(&app->answer_text, text.data, text.len);
        app_ask(app, kind == PASTE_PROGRAM ? ASK_PROGRAM : ASK_LINES);
    }
    buf_finish(&text);
}

/* Runs each line as if it had been typed; stops at Ctrl-C. */
static void run_lines(struct app *app, const struct buf *text)
{
    for (size_t at = 0; at < text->len;) {
        const char *end = memchr(text->data + at, '\n', text->len - at);
        const size_t len = end != NULL ? (size_t)(end - text->data) - at : text->len - at;
        struct buf line = {0};
        buf_addn(&line, text->data + at, len);
        app_run(app, buf_text(&line));
        buf_finish(&line);
        at += len + 1;
        if (*term_interrupt_flag() != 0 || (app->reactions & APP_QUIT) != 0) {
            return;
        }
    }
}

/* The lines of the journal, one by one; session skips those that are the journal's own. Ctrl-C stops
 * only the line that runs. */
static void restore(struct app *app, const struct buf *text)
{
    session_journal_prepare(app->session, buf_text(text), text->len);
    app->run_started = host_clock_ms();
    for (size_t at = 0; at < text->len;) {
        const char *end = memchr(text->data + at, '\n', text->len - at);
        const size_t len = end != NULL ? (size_t)(end - text->data) - at : text->len - at;
        session_run(app->session, text->data + at, len);
        (void)school_replay(&app->school, text->data + at, len);
        (void)term_take_interrupt();
        chart_note(&app->chart, app->session);
        at += len + 1;
    }
    app->run_started = 0;
    app->run_shown = false;
    struct render_text answer = {0};
    render_moved(&answer, app->session);
    console_say(&app->console, RENDER_OK, render_tr(N_("The session is restored")));
    app_answer(app, &answer);
    render_text_finish(&answer);
    app_update(app);
    lesson_replayed(app);
}

void app_put_off(struct app *app)
{
    app->question = ASK_NOTHING;
    buf_finish(&app->answer_text);
    buf_finish(&app->restore_text);
    console_say(&app->console, RENDER_HINT,
        render_tr(N_("The unfinished session is kept: the next start asks again")));
}

void app_reply(struct app *app, bool yes)
{
    const enum app_question question = app->question;
    struct buf text = app->answer_text;
    app->answer_text = (struct buf){0};
    app->question = ASK_NOTHING;
    switch (question) {
    case ASK_RESTORE:
        if (yes) {
            restore(app, &app->restore_text);
        }
        host_journal_discard(buf_text(&text));
        buf_finish(&app->restore_text);
        break;
    case ASK_PROGRAM:
        if (yes) {
            app_moved(app, session_load_text(app->session, "pasted.c", buf_text(&text), text.len));
        }
        break;
    case ASK_LINES:
        if (yes) {
            run_lines(app, &text);
        }
        break;
    case ASK_NOTHING:
        break;
    }
    buf_finish(&text);
}
