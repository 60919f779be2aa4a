/* diag - a mistake shown where it is: the line, a caret under the very span, the sentence, what
 * was meant. */
#include <string.h>

#include "base/utf8.h"
#include "say.h"

enum {
    TAB = 8,
    LINE_MAX = 160, /* cells shown of a long line */
    QUOTE_MAX = 80, /* characters shown of a name */
    LEFT_MAX = 60   /* cells kept on the left of the mistake in a long line */
};

/* One source line, tabs opened, made fit to print. Cells, not bytes. */
struct line_view {
    struct buf text;
    size_t width;
    size_t caret, caret_end; /* cells of the span */
};

/* Where a window of LINE_MAX cells begins, so that the caret is in it. */
static size_t window_start(const char *line, size_t len, size_t span_start)
{
    if (utf8_width(line, len) <= LINE_MAX)
        return 0;
    size_t start = span_start < len ? span_start : len;
    for (size_t cells = 0; start > 0 && cells < LEFT_MAX; cells++)
        do
            start--;
        while (start > 0 && ((unsigned char)line[start] & 0xC0) == 0x80);
    return start;
}

static void add_scalar(struct line_view *view, const char *text, size_t taken, uint32_t scalar)
{
    if (scalar == '\t') {
        const size_t cells = TAB - view->width % TAB;
        buf_pad(&view->text, ' ', cells);
        view->width += cells;
        return;
    }
    if (scalar < 0x20 || (scalar >= 0x7F && scalar < 0xA0)) {
        buf_addc(&view->text, '?');
        view->width++;
        return;
    }
    char clean[4];
    if (scalar == 0xFFFD)
        buf_addn(&view->text, clean, utf8_encode(scalar, clean));
    else
        buf_addn(&view->text, text, taken);
    view->width += (size_t)utf8_scalar_width(scalar);
}

static void view_line(
    struct line_view *view, const char *line, size_t len, size_t span_start, size_t span_end)
{
    size_t i = window_start(line, len, span_start);
    if (i > 0) {
        buf_add(&view->text, "...");
        view->width = 3;
    }
    view->caret = SIZE_MAX;
    while (i < len && view->width < LINE_MAX) {
        if (i >= span_start && view->caret == SIZE_MAX)
            view->caret = view->width;
        uint32_t scalar;
        const size_t taken = utf8_decode(line + i, len - i, &scalar);
        add_scalar(view, line + i, taken, scalar);
        i += taken;
        if (i <= span_end)
            view->caret_end = view->width;
    }
    if (i < len)
        buf_add(&view->text, "...");
    if (view->caret == SIZE_MAX)
        view->caret = view->width;
    if (view->caret_end <= view->caret)
        view->caret_end = view->caret + 1;
}

static void add_source(struct render_text *out, const char *source, struct lang_span span)
{
    const size_t total = strlen(source);
    const size_t at = span.start < total ? span.start : total;
    size_t start = at;
    size_t end = at;
    while (start > 0 && source[start - 1] != '\n')
        start--;
    while (end < total && source[end] != '\n')
        end++;
    if (start == end)
        return;
    struct line_view view = {{0}, 0, 0, 0};
    view_line(
        &view, source + start, end - start, at - start, span.end > start ? span.end - start : 0);
    render_add(out, RENDER_NORMAL, buf_text(&view.text));
    say_end(out);
    render_role(out, RENDER_FAIL);
    buf_pad(&out->buf, ' ', view.caret);
    buf_addc(&out->buf, '^');
    buf_pad(&out->buf, '~', view.caret_end - view.caret - 1);
    say_end(out);
    buf_finish(&view.text);
}

/* A name of a megabyte is quoted by its beginning. */
static void add_quoted(struct buf *out, const char *text)
{
    size_t end = 0, cells = 0;
    for (; text[end] && cells < QUOTE_MAX; cells++)
        do
            end++;
        while (((unsigned char)text[end] & 0xC0) == 0x80);
    buf_addn(out, text, end);
    if (text[end])
        buf_add(out, "...");
}

static bool is_about_a_form(enum lang_diag_id id)
{
    return id == LANG_DIAG_MISSING_ADDRESS || id == LANG_DIAG_MISSING_SIZE ||
        id == LANG_DIAG_MISSING_PROTECTION || id == LANG_DIAG_MISSING_VALUE;
}

/* "commit address size [protection]" or "address": a command stays, what stands for something is
 * said in the person's language, as in help. */
static void add_form(struct buf *out, const char *form)
{
    const size_t len = strcspn(form, " ");
    for (unsigned i = LANG_CMD_NONE + 1; form[len] == ' ' && i < LANG_CMD_COUNT; i++) {
        const char *const word = lang_command_info((enum lang_command_id)i)->word;
        if (strlen(word) == len && memcmp(word, form, len) == 0) {
            buf_addn(out, form, len + 1);
            buf_add(out, render_tr(form + len + 1));
            return;
        }
    }
    buf_add(out, render_tr(form));
}

static void add_message(struct render_text *out, const struct lang_diag *diag)
{
    const bool is_error = lang_diag_severity(diag->id) == LANG_ERROR;
    const enum render_role role = is_error ? RENDER_FAIL : RENDER_WARN;
    say1(out, role, is_error ? N_("error {0}: ") : N_("warning {0}: "), lang_diag_code(diag->id));
    struct buf quotes[LANG_DIAG_ARGS] = {{0}};
    const char *args[LANG_DIAG_ARGS] = {NULL};
    for (size_t i = 0; i < LANG_DIAG_ARGS && diag->args[i] != NULL; i++) {
        if (is_about_a_form(diag->id))
            add_form(&quotes[i], diag->args[i]);
        else
            add_quoted(&quotes[i], diag->args[i]);
        args[i] = buf_text(&quotes[i]);
    }
    sayn(out, role, lang_diag_msgid(diag->id), args, LANG_DIAG_ARGS);
    for (size_t i = 0; i < LANG_DIAG_ARGS; i++)
        buf_finish(&quotes[i]);
    if (diag->suggestion != NULL) {
        render_add(out, RENDER_HINT, ". ");
        say1(out, RENDER_HINT, N_("Did you mean {0}?"), diag->suggestion);
    }
    say_end(out);
}

void render_diag(struct render_text *out, const char *source, const struct lang_diag *diag)
{
    if (source != NULL)
        add_source(out, source, diag->span);
    add_message(out, diag);
}

void render_diags(struct render_text *out, const struct session *session)
{
    const struct lang_diags *const diags = session_diags(session);
    const char *const source = session_diags_text(session);
    for (size_t i = 0; i < diags->count; i++)
        render_diag(out, source, &diags->items[i]);
}
