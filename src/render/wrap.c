/* wrap - one paragraph of styled text broken into lines of a given width. */
#include "wrap.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

struct wrapper {
    struct render_text *out;
    const struct render_text *text;
    const struct wrap_edges *edges;
    size_t width;
    size_t used; /* cells of the line so far */
    bool open;   /* a line has begun */
    bool blank;  /* a word stands on it */
    bool second; /* the first line has ended */
};

void wrap_copy(struct render_text *out, const struct render_text *from, size_t start, size_t end)
{
    const char *const bytes = buf_text(&from->buf);
    for (size_t i = start; i < end;) {
        const enum render_role role = render_role_at(from, i);
        size_t stop = i + 1;
        while (stop < end && render_role_at(from, stop) == role)
            stop++;
        render_role(out, role);
        buf_addn(&out->buf, bytes + i, stop - i);
        i = stop;
    }
}

static void begin_line(struct wrapper *w)
{
    const char *const edge = w->second ? w->edges->rest : w->edges->first;
    render_add(w->out, w->edges->role, edge);
    w->used = utf8_width(edge, strlen(edge));
    w->open = true;
    w->blank = false;
}

static void end_line(struct wrapper *w)
{
    if (!w->open)
        begin_line(w);
    render_add(w->out, RENDER_NORMAL, "\n");
    w->open = false;
    w->second = true;
}

/* Bytes of [start, end) that fit into room cells; at least one character. */
static size_t fitting(const char *bytes, size_t start, size_t end, size_t room)
{
    size_t at = start;
    size_t cells = 0;
    while (at < end) {
        uint32_t scalar;
        const size_t taken = utf8_decode(bytes + at, end - at, &scalar);
        cells += (size_t)utf8_scalar_width(scalar);
        if (cells > room && at > start)
            break;
        at += taken;
    }
    return at;
}

static void add_word(struct wrapper *w, size_t start, size_t end)
{
    const char *const bytes = buf_text(&w->text->buf);
    while (start < end) {
        if (w->open && w->blank && w->used + 1 + utf8_width(bytes + start, end - start) > w->width)
            end_line(w);
        if (!w->open)
            begin_line(w);
        if (w->blank) {
            /* Inside code or a link the blank belongs to it. */
            const enum render_role role = render_role_at(w->text, start - 1);
            render_add(w->out, role, " ");
            w->used++;
        }
        const size_t room = w->used < w->width ? w->width - w->used : 1;
        const size_t stop = fitting(bytes, start, end, room);
        wrap_copy(w->out, w->text, start, stop);
        w->used += utf8_width(bytes + start, stop - start);
        w->blank = true;
        start = stop;
        if (start < end)
            end_line(w);
    }
}

void wrap_text(struct render_text *out, const struct render_text *text,
    const struct wrap_edges *edges, size_t width)
{
    struct wrapper w = {.out = out, .text = text, .edges = edges, .width = width};
    const char *const bytes = buf_text(&text->buf);
    for (size_t i = 0; i < text->buf.len;) {
        const size_t word = strcspn(bytes + i, " \t\n");
        if (word > 0)
            add_word(&w, i, i + word);
        i += word;
        if (bytes[i] == '\n' && (w.open || w.second))
            end_line(&w);
        i += i < text->buf.len;
    }
    if (w.open)
        end_line(&w);
}
