/* console - keeping the text short, wrapping at blanks, drawing the lines that fit. */
#include "console.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

/* Drops the older half once the text has grown too long. */
static void trim(struct console *c)
{
    struct render_text *t = &c->text;
    if (t->buf.len <= CONSOLE_BYTES) {
        return;
    }
    const char *cut = memchr(t->buf.data + t->buf.len / 2, '\n', t->buf.len / 2);
    const size_t from = cut != NULL ? (size_t)(cut - t->buf.data) + 1 : t->buf.len;
    const enum render_role role = render_role_at(t, from < t->buf.len ? from : 0);
    size_t kept = 0;
    memmove(t->buf.data, t->buf.data + from, t->buf.len - from);
    t->buf.len -= from;
    t->buf.data[t->buf.len] = '\0';
    for (size_t i = 0; i < t->span_count; i++) {
        if (t->spans[i].start > from) {
            t->spans[kept] = t->spans[i];
            t->spans[kept++].start -= from;
        }
    }
    base_grow(&t->spans, &t->span_cap, kept + 1, sizeof *t->spans);
    memmove(t->spans + 1, t->spans, kept * sizeof *t->spans);
    t->spans[0] = (struct render_span){0, role};
    t->span_count = kept + 1;
}

/* Adds text, each line behind an indent; *fresh: a line begins. */
static void add_indented(struct buf *out, const char *text, size_t len, int indent, bool *fresh)
{
    for (size_t i = 0; i < len; i++) {
        if (*fresh && text[i] != '\n') {
            buf_pad(out, ' ', (size_t)indent);
        }
        buf_addc(out, text[i]);
        *fresh = text[i] == '\n';
    }
}

void console_add(struct console *c, const struct render_text *answer, int indent)
{
    if (answer->buf.len == 0) {
        return;
    }
    size_t at = 0;
    bool fresh = true;
    render_role(&c->text, RENDER_NORMAL);
    for (size_t i = 0; i <= answer->span_count; i++) {
        const size_t end = i < answer->span_count ? answer->spans[i].start : answer->buf.len;
        add_indented(&c->text.buf, answer->buf.data + at, end - at, indent, &fresh);
        if (i < answer->span_count) {
            render_role(&c->text, answer->spans[i].role);
        }
        at = end;
    }
    if (!fresh) {
        buf_addc(&c->text.buf, '\n');
    }
    c->scroll = 0;
    trim(c);
}

void console_say(struct console *c, enum render_role role, const char *line)
{
    render_add(&c->text, role, line);
    buf_addc(&c->text.buf, '\n');
    c->scroll = 0;
    trim(c);
}

void console_add_typed(struct console *c, const char *label, const char *typed)
{
    render_add(&c->text, RENDER_DIM, label);
    render_add(&c->text, RENDER_DIM, *label != '\0' ? " " : "");
    console_say(c, RENDER_CALL, typed);
}

void console_finish(struct console *c)
{
    render_text_finish(&c->text);
}

/* ---- wrapping -------------------------------------------------------------------------------- */

/* Bytes of text[0..len) (one line) that fit into width cells, cut behind a blank if there is
 * one. */
static size_t fitting(const char *text, size_t len, int width)
{
    size_t at = 0;
    size_t blank = 0;
    int columns = 0;
    while (at < len) {
        uint32_t scalar = 0;
        const size_t taken = utf8_decode(text + at, len - at, &scalar);
        const int w = utf8_scalar_width(scalar);
        columns += w > 0 ? w : 0;
        if (columns > width) {
            return blank > 0 ? blank : at > 0 ? at : taken;
        }
        at += taken;
        if (scalar == ' ') {
            blank = at;
        }
    }
    return len;
}

/* Where the second column of a line begins: behind two blanks between words; 0 if there is none. */
static size_t second_column(const char *line, size_t len, size_t from)
{
    for (size_t i = from; i + 2 < len; i++) {
        if (line[i] == ' ' && line[i + 1] == ' ') {
            while (i < len && line[i] == ' ') {
                i++;
            }
            return i;
        }
    }
    return 0;
}

/* What labels a line: the number of a step, or a sign. */
static bool is_label(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '>' || c == '?';
}

/* Continuations stand under the second column if there is one, else under the first word behind the
 * leading blanks and the label. Cells. */
static int indent_of(const char *line, size_t len, int width)
{
    size_t blanks = 0;
    while (blanks < len && line[blanks] == ' ') {
        blanks++;
    }
    size_t label = blanks;
    while (label < len && is_label(line[label])) {
        label++;
    }
    const bool has_label = label > blanks && label < len && line[label] == ' ';
    const size_t first = has_label ? label + 1 : blanks;
    const size_t second = second_column(line, len, first);
    const size_t indent = second > 0 && utf8_width(line, second) < (size_t)width * 2 / 3 ?
        second : first;
    const size_t cells = utf8_width(line, indent);
    return cells < (size_t)width * 2 / 3 ? (int)cells : 0;
}

struct piece {
    size_t start, len;
    int indent;
};
struct pieces {
    struct piece *items;
    size_t count, cap;
};

static void add_piece(struct pieces *p, struct piece piece)
{
    base_grow(&p->items, &p->cap, p->count + 1, sizeof *p->items);
    p->items[p->count++] = piece;
}

static void wrap_line(struct pieces *p, const char *text, size_t start, size_t len, int width)
{
    const int indent = indent_of(text + start, len, width);
    size_t at = 0;
    do {
        const int room = width - (at > 0 ? indent : 0);
        const size_t taken = fitting(text + start + at, len - at, room > 0 ? room : 1);
        add_piece(p, (struct piece){start + at, taken, at > 0 ? indent : 0});
        at += taken;
    } while (at < len);
}

static void wrap(struct pieces *p, const char *text, size_t len, int width)
{
    for (size_t at = 0; at < len;) {
        const char *end = memchr(text + at, '\n', len - at);
        const size_t line = end != NULL ? (size_t)(end - text) - at : len - at;
        wrap_line(p, text, at, line, width);
        at += line + 1;
    }
}

/* Draws one piece, span by span. */
static void draw_piece(struct grid *g, struct rect r, int y, const struct render_text *text,
    struct piece piece)
{
    const size_t end = piece.start + piece.len;
    int x = r.x + piece.indent;
    for (size_t at = piece.start; at < end;) {
        size_t low = 0;
        size_t high = text->span_count;
        while (low < high) {           /* spans up to low start at or before at */
            const size_t mid = (low + high) / 2;
            if (text->spans[mid].start <= at) {
                low = mid + 1;
            } else {
                high = mid;
            }
        }
        const size_t next = low < text->span_count ? text->spans[low].start : end;
        const size_t stop = next < end ? next : end;
        const enum tui_role role =
            low > 0 ? (enum tui_role)text->spans[low - 1].role : ROLE_NORMAL;
        x = grid_textn(g, y, x, r.x + r.w, role, text->buf.data + at, stop - at);
        at = stop;
    }
}

/* Where to start wrapping so that the lines wanted from the bottom are surely there: a long
 * history is not wrapped for each key. A line of text gives at least one line on the screen. */
static size_t start_for_bottom(const struct render_text *text, int lines)
{
    size_t at = text->buf.len;
    for (int i = 0; i <= lines && at > 0; i++) {
        at--;
        while (at > 0 && text->buf.data[at - 1] != '\n') {
            at--;
        }
    }
    return at;
}

int console_count_lines(const struct render_text *text, int width)
{
    struct pieces p = {0};
    if (width > 0 && text->buf.len > 0) {
        wrap(&p, text->buf.data, text->buf.len, width);
    }
    const int count = (int)p.count;
    free(p.items);
    return count;
}

int console_draw_text(struct grid *g, struct rect r, const struct render_text *text,
    enum console_anchor anchor, int *skip)
{
    if (r.h <= 0 || r.w <= 0 || text->buf.len == 0) {
        return 0;
    }
    const bool bottom = anchor == CONSOLE_FROM_BOTTOM;
    const size_t from = bottom ? start_for_bottom(text, r.h + *skip) : 0;
    struct pieces p = {0};
    wrap(&p, text->buf.data + from, text->buf.len - from, r.w);
    const int count = (int)p.count;
    const int most = count > r.h ? count - r.h : 0;
    *skip = *skip < 0 ? 0 : *skip > most ? most : *skip;
    int first = bottom ? count - r.h - *skip : *skip;
    first = first < 0 ? 0 : first;
    for (int i = 0; i < r.h && first + i < count; i++) {
        struct piece piece = p.items[first + i];
        piece.start += from;
        draw_piece(g, r, r.y + i, text, piece);
    }
    free(p.items);
    return count;
}
