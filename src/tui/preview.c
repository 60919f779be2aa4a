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

void app_preview(struct app *app)
{
    const uint64_t generation = vm_space_generation(session_space(app->session)) + 1;
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
    buf_clear(&app->preview_text);
    buf_addn(&app->preview_text, lineedit_text(), lineedit_len());
    app->preview_shown = session_shows_preview(app->session);
    app->has_preview = session_preview(app->session, buf_text(&app->preview_text),
        app->preview_text.len, &app->preview);
    app->preview_space = generation;
    app->preview_step = session_current(app->session)->id;
}

void app_preview_finish(struct app *app)
{
    session_preview_finish(&app->preview);
    buf_finish(&app->preview_text);
}
