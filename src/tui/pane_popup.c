/* pane_popup - the words that may stand at the cursor, with their meaning, above the prompt. */
#include "app.h"

#include <string.h>

#include "lineedit.h"
#include "render/words.h"

enum { MAX_ROWS = 10, MAX_TEXT = 34, MAX_MEANING = 66 };

static void complete(struct app *app)
{
    lang_completions_finish(&app->popup.list);
    app->popup.list = (struct lang_completions){0};
    lang_complete(lineedit_text(), lineedit_len(), lineedit_cursor(), session_env(app->session),
        session_space(app->session), &app->popup.list);
    lesson_complete(app, &app->popup.list);
    app->popup.pick = 0;
    app->popup.top = 0;
}

static void accept(struct app *app)
{
    const struct lang_completions *list = &app->popup.list;
    if (app->popup.pick < list->count) {
        lineedit_replace(list->replace.start, list->replace.end, list->items[app->popup.pick].text);
    }
    popup_close(app);
}

void popup_open(struct app *app)
{
    complete(app);
    if (app->popup.list.count == 1) {
        accept(app);
        return;
    }
    app->popup.open = app->popup.list.count > 1;
}

void popup_narrow(struct app *app)
{
    if (!app->popup.open) {
        return;
    }
    complete(app);
    const struct lang_span replace = app->popup.list.replace;
    if (app->popup.list.count == 0 || replace.start >= replace.end) {
        popup_close(app);
    }
}

void popup_close(struct app *app)
{
    lang_completions_finish(&app->popup.list);
    app->popup = (struct popup){0};
}

static bool act(struct app *app, enum keymap_action action)
{
    const size_t count = app->popup.list.count;
    if (action == ACT_NEXT) {
        app->popup.pick = (app->popup.pick + 1) % count;
    } else if (action == ACT_PREVIOUS) {
        app->popup.pick = (app->popup.pick + count - 1) % count;
    } else if (action == ACT_ACCEPT) {
        accept(app);
    } else if (action == ACT_CLOSE) {
        popup_close(app);
    } else {
        return false;
    }
    return true;
}

static const char *meaning_of(const struct lang_completion *item)
{
    return item->meaning != NULL ? render_tr(item->meaning) : "";
}

static int clamp(int value, int most)
{
    return value < most ? value : most;
}

/* Above the prompt, under the word's first column where there is room. */
static struct rect place(const struct app *app, const struct grid *g, int *ret_text)
{
    const struct lang_completions *list = &app->popup.list;
    int text = 0;
    int meaning = 0;
    for (size_t i = 0; i < list->count; i++) {
        const char *words = meaning_of(&list->items[i]);
        const int t = grid_width(list->items[i].text, strlen(list->items[i].text));
        const int m = grid_width(words, strlen(words));
        text = t > text ? t : text;
        meaning = m > meaning ? m : meaning;
    }
    text = clamp(text, MAX_TEXT);
    meaning = clamp(meaning, MAX_MEANING);
    struct rect r = {.w = text + meaning + (meaning > 0 ? 4 : 2)};
    r.w = clamp(r.w, g->cols);
    r.h = clamp(clamp((int)list->count, MAX_ROWS), app->layout.prompt.y - 1);
    r.y = app->layout.prompt.y - r.h - (app->layout.prompt_rule.h > 0 ? 1 : 0);
    r.y = r.y < 0 ? 0 : r.y;
    r.x = 2 + grid_width(lineedit_text(), list->replace.start);
    r.x = r.x + r.w > g->cols ? g->cols - r.w : r.x;
    *ret_text = text;
    return r;
}

static void draw(struct app *app, struct grid *g)
{
    struct popup *popup = &app->popup;
    if (!popup->open) {
        return;
    }
    int text_width = 0;
    const struct rect r = place(app, g, &text_width);
    if (r.h <= 0) {
        return;
    }
    const size_t rows = (size_t)r.h;
    popup->top = popup->pick < popup->top ? popup->pick : popup->top;
    popup->top = popup->pick >= popup->top + rows ? popup->pick - rows + 1 : popup->top;
    grid_fill(g, r, ' ', ROLE_POPUP);
    for (size_t i = 0; i < rows && popup->top + i < popup->list.count; i++) {
        const struct lang_completion *item = &popup->list.items[popup->top + i];
        const bool picked = popup->top + i == popup->pick;
        const int y = r.y + (int)i;
        const int limit = r.x + r.w - 1;
        if (picked) {
            grid_fill(g, (struct rect){y, r.x, 1, r.w}, ' ', ROLE_POPUP_PICK);
            grid_put(g, y, r.x, '>', ROLE_POPUP_PICK, 0);
        }
        grid_text(g, y, r.x + 1, clamp(limit, r.x + 1 + text_width),
            picked ? ROLE_POPUP_PICK : ROLE_POPUP, item->text);
        grid_text(g, y, r.x + text_width + 3, limit, picked ? ROLE_POPUP_PICK : ROLE_POPUP_DIM,
            meaning_of(item));
    }
}

const struct pane PANE_POPUP = {draw, act};
