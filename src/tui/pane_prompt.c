/* pane_prompt - the line being typed, coloured as it is read, and below it what may come next. */
#include "app.h"

#include <string.h>

#include "base/utf8.h"
#include "lineedit.h"
#include "render/answer.h"
#include "render/words.h"

/* ---- colours of what is typed ---------------------------------------------------------------- */

static bool is_word_byte(char c)
{
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
        (c >= '0' && c <= '9') || (c & 0x80) != 0;
}

static bool is_constant(const char *word, size_t len)
{
    bool upper = false;
    for (size_t i = 0; i < len; i++) {
        if (word[i] >= 'a' && word[i] <= 'z') {
            return false;
        }
        upper |= word[i] >= 'A' && word[i] <= 'Z';
    }
    return upper && len > 1;
}

/* The piece of text that starts at at, and how it looks. */
static size_t next_piece(const char *text, size_t len, size_t at, enum tui_role *ret_role)
{
    const char c = text[at];
    size_t end = at + 1;
    *ret_role = ROLE_NORMAL;
    if (c == '"' || c == '\'') {
        while (end < len && text[end] != c) {
            end += text[end] == '\\' && end + 1 < len ? 2 : 1;
        }
        *ret_role = ROLE_TYPED_TEXT;
        return end < len ? end + 1 : len;
    }
    if (!is_word_byte(c)) {
        return end;
    }
    while (end < len && is_word_byte(text[end])) {
        end++;
    }
    const size_t first = strspn(text, " ");
    if (c >= '0' && c <= '9') {
        *ret_role = ROLE_TYPED_NUMBER;
    } else if (is_constant(text + at, end - at)) {
        *ret_role = ROLE_TYPED_CONSTANT;
    } else if ((end < len && text[end] == '(') || at == first) {
        *ret_role = ROLE_TYPED_NAME;
    }
    return end;
}

/* Draws text from column x (which may lie left of r) on. */
static void draw_typed(struct grid *g, struct rect r, int x, const char *text, size_t len)
{
    for (size_t at = 0; at < len;) {
        enum tui_role role = ROLE_NORMAL;
        const size_t end = next_piece(text, len, at, &role);
        for (size_t i = at; i < end;) {
            uint32_t scalar = 0;
            const size_t taken = utf8_decode(text + i, end - i, &scalar);
            const int width = grid_width(text + i, taken);
            if (x >= r.x && x + width <= r.x + r.w) {
                grid_textn(g, r.y, x, r.x + r.w, role, text + i, taken);
            }
            x += width;
            i += taken;
        }
        at = end;
    }
}

static void draw_line(struct app *app, struct grid *g)
{
    struct rect r = app->layout.prompt;
    const char *question = lineedit_question();
    const char *mark = question != NULL ? question : app->pending.len > 0 ? " ... " : " > ";
    if (r.w < 24 && question == NULL) {
        mark = ">";
    }
    const int start = grid_text(g, r.y, r.x, r.x + r.w, ROLE_PROMPT, mark);
    const struct rect room = {r.y, start, 1, r.x + r.w - start};
    const char *text = lineedit_text();
    const int cursor = grid_width(text, lineedit_cursor());
    int shift = 0;
    if (room.w > 1 && cursor > room.w - 1) {     /* the cursor keeps to the right third */
        shift = cursor - room.w + 1 + room.w / 3;
    }
    draw_typed(g, room, start - shift, text, lineedit_len());
    if (shift > 0) {
        grid_put(g, r.y, start, GLYPH_DOTS, ROLE_DIM, 0);
    }
    if (app->focus == FOCUS_PROMPT) {
        g->cursor_y = r.y;
        g->cursor_x = start + cursor - shift;
        if (g->cursor_x >= r.x + r.w) {
            g->cursor_x = r.x + r.w - 1;
        }
    }
}

/* ---- the line below -------------------------------------------------------------------------- */

/* "address size [protection]": the word of number param stands out. */
static void draw_words(struct grid *g, struct rect r, int x, const char *words, int param)
{
    for (int i = 0; *words != '\0'; i++) {
        const size_t len = strcspn(words, " ");
        const enum tui_role role = i == param ? ROLE_PARAM : ROLE_DIM;
        x = grid_textn(g, r.y, x, r.x + r.w, role, words, len) + 2;
        words += len;
        words += strspn(words, " ");
    }
}

static void draw_params(struct grid *g, struct rect r, int x, const struct lang_context *context)
{
    if (context->call != NULL) {
        for (int i = 0; i < 6 && context->call->params[i] != NULL; i++) {
            const enum tui_role role = i == context->param ? ROLE_PARAM : ROLE_DIM;
            x = grid_text(g, r.y, x, r.x + r.w, role, context->call->params[i]) + 2;
        }
    } else if (context->command != LANG_CMD_NONE) {
        draw_words(g, r, x, render_tr(lang_command_info(context->command)->args),
            context->param);
    }
}

static void draw_cure(struct app *app, struct grid *g, struct rect r, int x)
{
    struct buf call = {0};
    const int limit = r.x + r.w;
    lang_call_format(&call, vm_space_machine(session_space(app->session)), &app->cure);
    x = grid_text(g, r.y, x, limit, ROLE_KEYCAP, "F7") + 1;
    x = grid_text(g, r.y, x, limit, ROLE_DIM, render_tr(N_("would have worked:"))) + 1;
    grid_text(g, r.y, x, limit, (enum tui_role)RENDER_OK, buf_text(&call));
    buf_finish(&call);
}

/* Word by word over the rows there are; what is left then becomes three dots. */
static void draw_preview(struct app *app, struct grid *g, struct rect r, int x)
{
    struct render_text text = {0};
    const int limit = r.x + r.w;
    const int indent = x;
    int y = r.y;
    bool is_full = false;
    render_preview(&text, app->session, &app->preview);
    const char *bytes = buf_text(&text.buf);
    for (size_t i = 0; i < text.span_count && !is_full; i++) {
        const size_t end = i + 1 < text.span_count ? text.spans[i + 1].start : text.buf.len;
        for (size_t at = text.spans[i].start; at < end && !is_full;) {
            const size_t word = strcspn(bytes + at, " ");
            const size_t len = word + strspn(bytes + at + word, " ");
            const size_t taken = at + len < end ? len : end - at;
            if (x + grid_width(bytes + at, word) > limit && y + 1 < r.y + r.h) {
                y++;
                x = indent;
            }
            is_full = x + grid_width(bytes + at, word) > limit;
            x = is_full ? x : grid_textn(g, y, x, limit, (enum tui_role)text.spans[i].role,
                bytes + at, taken);
            at += taken;
        }
    }
    if (is_full) {
        grid_put(g, y, x < limit ? x : limit - 1, GLYPH_DOTS, ROLE_DIM, 0);
    }
    render_text_finish(&text);
}

static const char *question_text(const struct app *app)
{
    switch (app->question) {
    case ASK_RESTORE:
        return N_("A session ended without quitting. Restore it? y/n");
    case ASK_PROGRAM:
        return N_("This is a whole program. Load it to step through? y/n");
    case ASK_LINES:
        return N_("Several lines were pasted. Run them one by one? y/n");
    case ASK_NOTHING:
        break;
    }
    return "";
}

/* "1 . free  2 - reserved ...": the keys that paint, with what they paint; the names only where all
 * of them fit. Returns the column behind them. */
static int draw_paints(struct grid *g, struct rect r, int x, bool named)
{
    struct lesson_state state;
    for (unsigned i = 0; lesson_paint_at(i, &state); i++) {
        const struct render_cell cell = {.class = lesson_state_class(&state)};
        const struct theme_mark mark = theme_cell(&cell);
        grid_put(g, r.y, x, '1' + i, ROLE_DIM, 0);
        grid_put(g, r.y, x + 1, mark.glyph, mark.role, mark.mods);
        x += 2;
        if (named) {
            x = grid_text(g, r.y, x + 1, r.x + r.w, (enum tui_role)RENDER_HINT,
                render_class_name(cell.class));
        }
        x += 2;
    }
    return x;
}

static int paints_width(bool named)
{
    struct lesson_state state;
    int width = 0;
    for (unsigned i = 0; lesson_paint_at(i, &state); i++) {
        const char *name = render_class_name(lesson_state_class(&state));
        width += 4 + (named ? 1 + grid_width(name, strlen(name)) : 0);
    }
    return width;
}

static void draw_palette(struct grid *g, struct rect r, int x)
{
    const char *rest = render_tr(N_("0 as it was  Space marks"));
    const int rest_width = grid_width(rest, strlen(rest));
    const bool named = x + paints_width(true) + rest_width <= r.x + r.w;
    x = draw_paints(g, r, x, named);
    grid_text(g, r.y, x, r.x + r.w, (enum tui_role)RENDER_HINT, rest);
}

/* As much of a row of offers as fits: up to a comma or semicolon. */
static void draw_offers(struct grid *g, struct rect r, int x, enum tui_role role, const char *text)
{
    const int room = r.x + r.w - x;
    size_t len = strlen(text);
    const bool is_cut = grid_width(text, len) > room;
    while (len > 0 && (grid_width(text, len) > room ||
                          (is_cut && text[len] != ',' && text[len] != ';'))) {
        len--;
    }
    grid_textn(g, r.y, x, r.x + r.w, role, text, len > 0 ? len : strlen(text));
}

/* The empty line: what the lesson waits for, or a call that would have worked, or what one may
 * type. */
static void draw_invitation(struct app *app, struct grid *g, struct rect r, int x)
{
    struct buf waits = {0};
    const char *helpers = lesson_helpers(app);
    lesson_hint(app, &waits);
    if (lesson_predicts(app) && app->focus == FOCUS_MAP) {
        draw_palette(g, r, x);
    } else if (waits.len > 0) {
        draw_offers(g, r, x, (enum tui_role)RENDER_HINT, buf_text(&waits));
    } else if (app->has_cure) {
        draw_cure(app, g, r, x);
    } else {
        draw_offers(g, r, x, ROLE_DIM, render_tr(*helpers != '\0' ? helpers :
            N_("type a call of C or a word; Tab completes, F1 helps")));
    }
    buf_finish(&waits);
}

static void draw_hint(struct app *app, struct grid *g)
{
    const struct rect r = app->layout.hint;
    const int x = r.x + 3;
    if (r.h <= 0) {
        return;
    }
    if (app->question != ASK_NOTHING) {
        grid_text(g, r.y, x, r.x + r.w, (enum tui_role)RENDER_WARN,
            render_tr(question_text(app)));
    } else if (app->pending.len > 0) {
        grid_text(g, r.y, x, r.x + r.w, ROLE_DIM,
            render_tr(N_("the text lacks its end: go on typing, or Ctrl-C drops it")));
    } else if (app->has_preview && !app->preview_pinned) {
        draw_preview(app, g, r, x);
    } else if (lineedit_len() > 0) {
        struct lang_context context = {0};
        lang_context_at(lineedit_text(), lineedit_len(), lineedit_cursor(), &context);
        draw_params(g, r, x, &context);
    } else {
        draw_invitation(app, g, r, x);
    }
}

static void draw(struct app *app, struct grid *g)
{
    draw_rule(g, app->layout.prompt_rule, "", "", false);
    if (app->layout.too_small && app->layout.prompt.w >= 8) {
        grid_text(g, 0, 0, g->cols, ROLE_NORMAL, render_tr(N_("too small")));
        return;
    }
    if (app->layout.prompt.h > 0) {
        draw_line(app, g);
    }
    draw_hint(app, g);
}

const struct pane PANE_PROMPT = {draw, NULL};
