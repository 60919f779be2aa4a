/* text - a growing text with spans of roles. */
#include "render/text.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void render_role(struct render_text *text, enum render_role role)
{
    const enum render_role now =
        text->span_count == 0 ? RENDER_NORMAL : text->spans[text->span_count - 1].role;
    if (now == role)
        return;
    if (text->span_count > 0 && text->spans[text->span_count - 1].start == text->buf.len) {
        text->spans[text->span_count - 1].role = role;
        return;
    }
    base_grow(&text->spans, &text->span_cap, text->span_count + 1, sizeof *text->spans);
    text->spans[text->span_count++] = (struct render_span){.start = text->buf.len, .role = role};
}

void render_add(struct render_text *text, enum render_role role, const char *s)
{
    render_role(text, role);
    buf_add(&text->buf, s);
}

void render_text_clear(struct render_text *text)
{
    buf_clear(&text->buf);
    text->span_count = 0;
}

void render_text_finish(struct render_text *text)
{
    buf_finish(&text->buf);
    free(text->spans);
    *text = (struct render_text){0};
}

enum render_role render_role_at(const struct render_text *text, size_t byte)
{
    size_t low = 0;
    size_t high = text->span_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (text->spans[middle].start <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? RENDER_NORMAL : text->spans[low - 1].role;
}
