/* fuzz_markdown - any text at all as a page: nothing may crash or hang, roles must stand in order
 * within the text, and lines must keep to the width unless code or a table makes them longer. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "render/markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_roles(const struct render_text *text)
{
    for (size_t i = 0; i < text->span_count; i++) {
        assert(text->spans[i].start <= text->buf.len);
        assert(i == 0 || text->spans[i].start > text->spans[i - 1].start);
        assert(text->spans[i].role < RENDER_ROLE_COUNT);
    }
}

static void check_width(const struct render_text *text, size_t width)
{
    for (const char *line = buf_text(&text->buf); *line != '\0';) {
        const size_t len = strcspn(line, "\n");
        assert(line[len] == '\n');
        assert(utf8_width(line, len) <= width);
        line += len + 1;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const char *const page = (const char *)data + 1;
    const size_t len = size - 1;
    const size_t width = RENDER_WIDTH_MIN + data[0] % 100;
    struct render_text text = {0};
    render_markdown(&text, page, len, width);
    check_roles(&text);
    if (memchr(page, '`', len) == NULL && memchr(page, '~', len) == NULL &&
        memchr(page, '|', len) == NULL)
        check_width(&text, width);
    render_text_finish(&text);
    return 0;
}
