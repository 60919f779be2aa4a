/* check_words - one language's file: how long it is, where its links lead, its code. */
#include <string.h>

#include "base/utf8.h"
#include "checking.h"
#include "reading.h"

struct scan {
    struct checking *c;
    unsigned line;
    bool in_text;                  /* before the first section */
    /* the text: words, screens, lines of the screen as they will be shown */
    size_t words, screens, column, lines;
    unsigned screen_line;          /* where the screen begins */
    bool is_gap;                   /* blank lines are shown as one, and only between others */
    /* a block of code */
    bool in_code;
    char info[16];
    unsigned code_line;
    struct buf code;
};

/* ---- links ---------------------------------------------------------------------------------- */

static bool is_code_of_lang(const char *name)
{
    for (int id = 0; id < LANG_DIAG_COUNT; id++)
        if (strcmp(lang_diag_code((enum lang_diag_id)id), name) == 0)
            return true;
    return false;
}

/* A course of one lesson does not know the others. */
static bool has_lesson(const struct course *course, const char *name)
{
    const bool is_alone =
        course->count == 1 && strcmp(course->lessons[0].path, course->path) == 0;
    return is_alone || course_find(course, name) != NULL;
}

static bool starts_with(const char *text, const char *word, const char **ret_rest)
{
    const size_t len = strlen(word);
    if (strncmp(text, word, len) != 0 || text[len] != ' ')
        return false;
    *ret_rest = text + len + strspn(text + len, " ");
    return true;
}

static bool leads(const struct checking *c, const char *link)
{
    const struct course_links *const links = c->links;
    const char *name;
    if (starts_with(link, "lesson", &name))
        return has_lesson(c->course, name);
    if (starts_with(link, "term", &name))
        return links->has_term == NULL || links->has_term(links->ctx, name);
    if (vm_rule_find(link) != VM_RULE_NONE || is_code_of_lang(link))
        return true;
    if (links->has_page != NULL)
        return links->has_page(links->ctx, link);
    return *link != '\0' && strspn(link, "0123456789ABCDEF") == strlen(link);
}

/* Links stand in a line as a whole, and outside of `code`. */
static void check_links(struct scan *s, const char *line, size_t len)
{
    bool in_ticks = false;
    for (size_t i = 0; i + 1 < len; i++) {
        in_ticks = in_ticks != (line[i] == '`');
        if (in_ticks || line[i] != '[' || line[i + 1] != '[')
            continue;
        char link[80] = "";
        size_t n = 0;
        for (i += 2; i < len && line[i] != ']' && n + 1 < sizeof link; i++)
            link[n++] = line[i];
        const bool is_closed = i + 1 < len && line[i] == ']' && line[i + 1] == ']';
        if (!is_closed || strlen(link) != n || !leads(s->c, link))
            check_fault(s->c, s->line, LESSON_FAULT_LINK, link, NULL);
    }
}

/* ---- the text ------------------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static void end_screen(struct scan *s)
{
    if (s->lines > LESSON_SCREEN_LINES)
        check_fault_numbers(s->c, s->screen_line, LESSON_FAULT_SCREEN_LENGTH, s->lines,
            LESSON_SCREEN_LINES);
    s->screens++;
    s->lines = s->column = 0;
    s->is_gap = false;
    s->screen_line = s->line + 1;
}

static void begin_paragraph(struct scan *s)
{
    s->column = 0;
}

/* One line more is shown; a gap before it, where there was one. */
static void show_line(struct scan *s)
{
    s->lines += s->is_gap && s->lines > 0 ? 2 : 1;
    s->is_gap = false;
}

static void show_word(struct scan *s, const char *word, size_t len)
{
    const size_t width = utf8_width(word, len);
    if (s->column == 0 || s->column + 1 + width > LESSON_SCREEN_COLUMNS) {
        show_line(s);
        s->column = width;
    } else {
        s->column += 1 + width;
    }
}

static bool is_item(const char *line, size_t len)
{
    const size_t digits = strspn(line, "0123456789");
    return len > 1 && (((line[0] == '-' || line[0] == '*') && line[1] == ' ') ||
                          (digits > 0 && digits + 1 < len && line[digits] == '.'));
}

static void read_text(struct scan *s, const char *line, size_t len)
{
    if (len == 3 && memcmp(line, "---", 3) == 0) {
        end_screen(s);
        return;
    }
    if (is_item(line, len))
        begin_paragraph(s);
    size_t words = 0;
    for (size_t i = 0; i < len;) {
        size_t end = i;
        while (end < len && !is_blank(line[end]))
            end++;
        if (end > i) {
            show_word(s, line + i, end - i);
            words++;
        }
        i = end + 1;
    }
    if (words == 0) {
        begin_paragraph(s);
        s->is_gap = true;
    }
    s->words += words;
}

static void end_text(struct scan *s)
{
    end_screen(s);
    s->in_text = false;
    if (s->words < LESSON_LEAST_WORDS || s->words > LESSON_MOST_WORDS)
        check_fault_numbers(s->c, 0, LESSON_FAULT_TEXT_LENGTH, s->words, 0);
    if (s->screens > LESSON_MOST_SCREENS)
        check_fault_numbers(s->c, 0, LESSON_FAULT_SCREENS, s->screens, 0);
}

/* ---- lines ---------------------------------------------------------------------------------- */

/* What stands behind the three ticks that open or close a block; NULL if it is no such line. */
static const char *fence(const char *line, size_t len, size_t *ret_len)
{
    size_t i = 0;
    while (i < len && is_blank(line[i]))
        i++;
    if (len - i < 3 || memcmp(line + i, "```", 3) != 0)
        return NULL;
    for (i += 3; i < len && is_blank(line[i]);)
        i++;
    while (len > i && is_blank(line[len - 1]))
        len--;
    *ret_len = len - i;
    return line + i;
}

static void read_fence(struct scan *s, const char *info, size_t len)
{
    s->in_code = !s->in_code;
    if (!s->in_code) {
        check_code(s->c, s->info, buf_text(&s->code), s->code.len, s->code_line);
        begin_paragraph(s);
        return;
    }
    if (len >= sizeof s->info)
        len = sizeof s->info - 1;
    memcpy(s->info, info, len);
    s->info[len] = '\0';
    s->code_line = s->line;
    buf_clear(&s->code);
}

static void read_title(struct scan *s, const char *line, size_t len)
{
    if (len > 2 && utf8_width(line + 2, len - 2) > LESSON_TITLE_COLUMNS)
        check_fault_numbers(s->c, s->line, LESSON_FAULT_LONG_TITLE, LESSON_TITLE_COLUMNS, 0);
    s->in_text = true;
    s->screen_line = s->line + 1;
}

static void read_line(struct scan *s, const char *line, size_t len)
{
    size_t info_len;
    const char *const info = fence(line, len, &info_len);
    if (info != NULL) {
        read_fence(s, info, info_len);
    } else if (s->in_code) {
        buf_addn(&s->code, line, len);
        buf_addc(&s->code, '\n');
        if (s->in_text)
            show_line(s);
    } else if (len > 2 && memcmp(line, "# ", 2) == 0 && !s->in_text && s->screens == 0) {
        read_title(s, line, len);
    } else {
        if (len > 3 && memcmp(line, "## ", 3) == 0 && s->in_text)
            end_text(s);
        if (s->in_text)
            read_text(s, line, len);
        check_links(s, line, len);
    }
}

/* The file with the student's numbers in it. */
static void fill(struct checking *c, enum lesson_language language, struct buf *out)
{
    const struct buf *const data = &c->sketch->data, *const words = &c->sketch->words[language];
    struct lesson_faults unused = {0};                       /* told when the lesson was read */
    struct personal personal;
    personal_read(&personal, c->lesson->id, buf_text(data), data->len, c->student, c->file,
        &unused);
    personal_fill(&personal, buf_text(words), words->len, c->file, out, &unused);
    personal_finish(&personal);
    lesson_faults_finish(&unused);
}

void check_words(struct checking *c, enum lesson_language language)
{
    struct scan s = {.c = c};
    struct buf text = {0};
    fill(c, language, &text);
    for (size_t at = 0; at < text.len;) {
        const char *const line = text.data + at;
        const char *const newline = memchr(line, '\n', text.len - at);
        const size_t len = newline == NULL ? text.len - at : (size_t)(newline - line);
        s.line++;
        read_line(&s, line, len);
        at += len + 1;
    }
    if (s.in_text)
        end_text(&s);
    buf_finish(&s.code);
    buf_finish(&text);
}
