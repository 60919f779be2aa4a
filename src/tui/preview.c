/* preview - what the line being typed would do, looked at once for each text and state. */
#include <string.h>

#include "app.h"
#include "lineedit.h"

static bool is_known(const struct app *app, uint64_t generation)
{
    return app->preview_space == generation &&
        app->preview_step == session_current(app->session)->id &&
        app->preview_shown == session_shows_preview(app->session) &&
        app->preview_text.len == lineedit_len() &&
        memcmp(buf_text(&app->preview_text), lineedit_text(), lineedit_len()) == 0;
}

/* Plans the call in text; remembers for which state, and that line is what the prompt holds. */
static void plan(struct app *app, const char *text, size_t len, const char *line)
{
    buf_clear(&app->preview_text);
    buf_add(&app->preview_text, line);
    app->preview_shown = session_shows_preview(app->session);
    app->has_preview = session_preview(app->session, text, len, &app->preview);
    app->preview_space = vm_space_generation(session_space(app->session)) + 1;
    app->preview_step = session_current(app->session)->id;
}

/* The page to look at: the one that breaks the rule, or the first of the call. */
static vm_page page_of(const struct vm_change *change)
{
    const struct vm_result *result = &change->result;
    const vm_addr addr = change->call.addr != 0 ? change->call.addr : result->value;
    return result->reason.has_page ? result->reason.page : addr >> VM_PAGE_SHIFT;
}

void app_preview_call(struct app *app, const char *text)
{
    plan(app, text, strlen(text), "");
    app->preview_pinned = app->has_preview;
    const vm_page page = app->has_preview ? page_of(&app->preview.change) : 0;
    if (app->has_preview && page < vm_space_end(session_space(app->session))) {
        jump_to(app, page);
    }
}

void app_preview(struct app *app)
{
    const uint64_t generation = vm_space_generation(session_space(app->session)) + 1;
    app->preview_pinned = app->preview_pinned && is_known(app, generation);
    if (app->preview_pinned) {
        return;
    }
    const bool asks = lineedit_len() > 0 && lineedit_question() == NULL &&
        app->pending.len == 0 && app->question == ASK_NOTHING;
    if (!asks) {
        app->has_preview = false;
        app->preview_space = 0;
        return;
    }
    if (is_known(app, generation)) {
        return;
    }
    plan(app, lineedit_text(), lineedit_len(), lineedit_text());
}

void app_preview_finish(struct app *app)
{
    session_preview_finish(&app->preview);
    buf_finish(&app->preview_text);
}
