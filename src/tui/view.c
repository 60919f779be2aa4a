/* view - how the screen looks: the configuration file, and the word that changes it for good. */
#include "app.h"

#include <string.h>

#include "render/words.h"

enum { CONFIG_LIMIT = 64 * 1024 };

static bool read_config(struct buf *path, struct buf *text)
{
    const char *error = NULL;
    return host_config_path("config", path) &&
        host_read_file(buf_text(path), CONFIG_LIMIT, true, text, &error);
}

/* A file that is not there is no mistake; a line that says nothing is told. */
void view_start(struct app *app, struct buf *ret_complaint)
{
    struct buf path = {0};
    struct buf text = {0};
    app->config = config_default();
    if (read_config(&path, &text)) {
        const unsigned wrong = config_read(&app->config, buf_text(&text), text.len);
        struct buf line = {0};
        buf_addf(&line, "%u", wrong);
        if (wrong > 0) {
            const char *args[] = {buf_text(&path), buf_text(&line)};
            render_fill(ret_complaint, N_("{0}, line {1}: this is no setting; known are theme, "
                                          "projector, order, mouse, preview and key"), args, 2);
        }
        buf_finish(&line);
    }
    buf_finish(&path);
    buf_finish(&text);
}

void view_remember(struct app *app, const char *key, const char *value)
{
    struct buf path = {0};
    struct buf text = {0};
    read_config(&path, &text);
    config_write(&text, key, value);
    if (path.len == 0 || !host_replace_file(buf_text(&path), text.data, text.len)) {
        console_say(&app->console, RENDER_WARN,
            render_tr(N_("The configuration file cannot be written; this holds for now only")));
    }
    buf_finish(&path);
    buf_finish(&text);
}

/* The words of view, and what each says in the configuration file. */
static const struct {
    const char *word, *key, *value;
} WORDS[] = {
    {"projector", "projector", "on"}, {"normal", "projector", "off"}, {"up", "order", "up"},
    {"down", "order", "down"}, {"dark", "theme", "dark"}, {"light", "theme", "light"},
    {"contrast", "theme", "contrast"}, {"mono", "theme", "mono"},
};

void view_run(struct app *app, const struct lang_command *command)
{
    const char *word = command->arg_count > 0 ? command->args[0].text : "";
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (strcmp(word, WORDS[i].word) == 0) {
            struct buf line = {0};
            buf_addf(&line, "%s = %s", WORDS[i].key, WORDS[i].value);
            config_read(&app->config, buf_text(&line), line.len);
            buf_finish(&line);
            if (strcmp(WORDS[i].key, "theme") == 0) {
                term_set_theme(app->config.theme);
            }
            view_remember(app, WORDS[i].key, WORDS[i].value);
            return;
        }
    }
    console_say(&app->console, RENDER_DIM,
        render_tr(N_("view knows projector, normal; up, down (where addresses grow to); and the "
                     "themes dark, light, contrast, mono")));
}

void view_toggle_mouse(struct app *app)
{
    app->config.mouse = !app->config.mouse;
    term_set_mouse(app->config.mouse);
    console_say(&app->console, RENDER_DIM,
        render_tr(app->config.mouse ? N_("The mouse moves the map again") :
                N_("The mouse marks text now; F11 gives it back to the map")));
}
