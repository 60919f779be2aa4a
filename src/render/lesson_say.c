/* lesson_say - sentences, Markdown and names of lessons as lines of a given width. */
#include "lesson_say.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "render/markdown.h"
#include "wrap.h"

enum { ENDLESS = 1 << 20 };            /* wider than any paragraph: it stays one line */

size_t lesson_width(size_t width)
{
    if (width == 0)
        return EXPLAIN_WIDTH;
    return width < RENDER_WIDTH_MIN ? (size_t)RENDER_WIDTH_MIN : width;
}

void lesson_clean(struct render_text *text)
{
    char *const bytes = text->buf.data;
    for (size_t i = 0; i < text->buf.len;) {
        uint32_t scalar;
        const size_t taken = utf8_decode(bytes + i, text->buf.len - i, &scalar);
        const bool is_control = (scalar < 0x20 && scalar != '\n' && scalar != '\t') ||
            (scalar >= 0x7F && scalar < 0xA0);
        if (is_control)
            memset(bytes + i, '?', taken);
        i += taken;
    }
}

/* ---- sentences -------------------------------------------------------------------------------- */

void lesson_marked(struct render_text *out, struct render_text *sentence, const char *mark,
    enum render_role role, size_t width)
{
    char blanks[RENDER_WIDTH_MIN] = "";
    const size_t len = strlen(mark);
    const size_t indent = len < sizeof blanks ? len : 0;
    memset(blanks, ' ', indent);
    blanks[indent] = '\0';
    const struct wrap_edges edges = {mark, blanks, role};
    lesson_clean(sentence);
    wrap_text(out, sentence, &edges, lesson_width(width));
    render_role(out, RENDER_NORMAL);
    render_text_finish(sentence);
}

void lesson_lines(struct render_text *out, struct render_text *sentence, size_t width)
{
    lesson_marked(out, sentence, "", RENDER_NORMAL, width);
}

void lesson_sayn(struct render_text *out, enum render_role role, const char *msgid,
    const char *const *args, size_t count, size_t width)
{
    struct render_text sentence = {0};
    sayn(&sentence, role, msgid, args, count);
    lesson_lines(out, &sentence, width);
}

void lesson_say(struct render_text *out, enum render_role role, const char *msgid, size_t width)
{
    lesson_sayn(out, role, msgid, NULL, 0, width);
}

void lesson_say1(struct render_text *out, enum render_role role, const char *msgid,
    const char *arg, size_t width)
{
    lesson_sayn(out, role, msgid, &arg, 1, width);
}

/* ---- Markdown --------------------------------------------------------------------------------- */

/* Lines apart from what stands before it: render_markdown parts blocks by empty lines. */
void lesson_markdown(struct render_text *out, const char *text, size_t width)
{
    struct render_text block = {0};
    render_markdown(&block, text, strlen(text), lesson_width(width));
    lesson_clean(&block);
    wrap_copy(out, &block, 0, block.buf.len);
    render_role(out, RENDER_NORMAL);
    render_text_finish(&block);
}

void lesson_inline(struct render_text *out, const char *text)
{
    struct render_text block = {0};
    render_markdown(&block, text, strlen(text), ENDLESS);
    lesson_clean(&block);
    const char *const lines = buf_text(&block.buf);
    for (size_t i = 0; i < block.buf.len;) {
        const size_t len = strcspn(lines + i, "\n");
        if (i > 0 && len > 0)
            render_add(out, RENDER_NORMAL, " ");
        wrap_copy(out, &block, i, i + len);
        i += len + 1;
    }
    render_text_finish(&block);
}

/* Other links are words that can be typed as they stand: lesson release, term commit. */
static bool is_page(const char *link, size_t len)
{
    return len > 0 && memchr(link, ' ', len) == NULL;
}

static bool is_new(const char *text, const char *link, size_t len)
{
    for (const char *c = strstr(text, "[["); c != NULL && c + 2 < link; c = strstr(c + 2, "[["))
        if (strncmp(c + 2, link, len) == 0 && strncmp(c + 2 + len, "]]", 2) == 0)
            return false;
    return true;
}

void lesson_links(struct render_text *out, const char *text, size_t width)
{
    for (const char *link = strstr(text, "[["); link != NULL; link = strstr(link, "[[")) {
        link += 2;
        const char *const end = strstr(link, "]]");
        if (end == NULL)
            return;
        const size_t len = (size_t)(end - link);
        if (!is_page(link, len) || !is_new(text, link, len))
            continue;
        struct buf name = {0};
        buf_addn(&name, link, len);
        lesson_say1(out, RENDER_HINT, N_("explain {0} tells more"), buf_text(&name), width);
        buf_finish(&name);
    }
}

/* ---- names ------------------------------------------------------------------------------------ */

enum lesson_language lesson_language(void)
{
    for (int i = 0; i < LESSON_LANGUAGES; i++)
        if (strcmp(lesson_language_name((enum lesson_language)i), render_language()) == 0)
            return (enum lesson_language)i;
    return LESSON_EN;
}

const struct lesson_words *render_lesson_words(const struct lesson *lesson)
{
    return &lesson->words[lesson_language()];
}

const char *lesson_title(const struct lesson *lesson)
{
    const char *const title = render_lesson_words(lesson)->title;
    return title == NULL || *title == '\0' ? lesson->id : title;
}

void lesson_name(struct buf *out, const struct course *course, const struct lesson_sketch *sketch)
{
    struct buf number = {0};
    buf_addf(&number, "%zu", (size_t)(sketch - course->lessons) + 1);
    const char *const args[] = {buf_text(&number), lesson_title(sketch->plain)};
    render_fill(out, N_("lesson {0} · {1}"), args, 2);
    buf_finish(&number);
}
