/* paste - told apart by brackets alone: no parser is needed, and nothing is run. */
#include "paste.h"

#include <stdbool.h>
#include <string.h>

enum paste_kind paste_classify(const char *text, size_t len)
{
    int depth = 0;
    bool has_main = false;
    bool has_body = false;
    size_t lines_at_depth_0 = 0;
    for (size_t i = 0; i < len; i++) {
        const char c = text[i];
        has_main |= c == 'm' && len - i > 5 && memcmp(text + i, "main", 4) == 0 &&
            (text[i + 4] == '(' || text[i + 4] == ' ');
        has_body |= c == '{';
        depth += (c == '(' || c == '{') - (c == ')' || c == '}');
        const bool is_last = i + 1 >= len || strspn(text + i + 1, " \t\n") >= len - i - 1;
        lines_at_depth_0 += c == '\n' && depth <= 0 && !is_last;
    }
    if (has_main && has_body) {
        return PASTE_PROGRAM;
    }
    return lines_at_depth_0 > 0 ? PASTE_LINES : PASTE_LINE;
}

void paste_join(struct buf *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        const char c = text[i];
        if (c == '/' && i + 1 < len && text[i + 1] == '/') {
            while (i + 1 < len && text[i + 1] != '\n') {
                i++;                   /* a comment to the end of a line would swallow the rest */
            }
        } else if (c == '\n' || c == '\t' || c == ' ') {
            const bool needed = out->len > 0 && out->data[out->len - 1] != ' ';
            buf_add(out, needed ? " " : "");
        } else if ((unsigned char)c >= 0x20 && c != 0x7F) {
            buf_addc(out, c);
        }
    }
    while (out->len > 0 && out->data[out->len - 1] == ' ' && text[len - 1] == '\n') {
        out->data[--out->len] = '\0';
    }
}
