/* say - small steps of writing styled text. */
#include "say.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"

void say(struct render_text *out, enum render_role role, const char *msgid)
{
    render_add(out, role, render_tr(msgid));
}

void say1(struct render_text *out, enum render_role role, const char *msgid, const char *arg)
{
    sayn(out, role, msgid, &arg, 1);
}

void sayn(struct render_text *out, enum render_role role, const char *msgid,
    const char *const *args, size_t count)
{
    render_role(out, role);
    render_fill(&out->buf, msgid, args, count);
}

void say_number(struct render_text *out, enum render_role role, const char *msgid, uint64_t number)
{
    struct buf text = {0};
    buf_addf(&text, "%" PRIu64, number);
    say1(out, role, msgid, buf_text(&text));
    buf_finish(&text);
}

void say_end(struct render_text *out)
{
    render_add(out, RENDER_NORMAL, "\n");
}

void say_column(struct render_text *out, size_t column)
{
    const char *const text = buf_text(&out->buf);
    size_t start = out->buf.len;
    while (start > 0 && text[start - 1] != '\n')
        start--;
    const size_t width = utf8_width(text + start, out->buf.len - start);
    render_role(out, RENDER_NORMAL);
    buf_pad(&out->buf, ' ', width < column ? column - width : width > 0);
}

void say_clean(struct render_text *out, enum render_role role, const char *text, size_t len)
{
    render_role(out, role);
    for (size_t i = 0; i < len;) {
        uint32_t scalar;
        const size_t taken = utf8_decode(text + i, len - i, &scalar);
        const bool control = (scalar < 0x20 && scalar != '\n' && scalar != '\t') ||
                             (scalar >= 0x7F && scalar < 0xA0);
        char clean[4];
        if (control)
            buf_addc(&out->buf, '?');
        else
            buf_addn(&out->buf, clean, utf8_encode(scalar, clean));
        i += taken;
    }
}
