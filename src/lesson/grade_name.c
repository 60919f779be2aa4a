/* grade_name - whose answer it is, and for which task, as far as names tell. */
#include <string.h>

#include "grading.h"

static bool is_part(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Where id stands in text as a word of its own; NULL if nowhere. */
static const char *find_word(const char *text, size_t len, const char *id)
{
    const size_t n = strlen(id);
    for (size_t i = 0; n > 0 && i + n <= len; i++)
        if (memcmp(text + i, id, n) == 0 && (i == 0 || !is_part(text[i - 1])) &&
            (i + n == len || !is_part(text[i + n])))
            return text + i;
    return NULL;
}

/* The lesson that is named in text, the longest name first: reserve-commit is not reserve. */
static const struct lesson_sketch *find_task(const struct course *course, const char *text,
    size_t len)
{
    const struct lesson_sketch *found = NULL;
    for (size_t i = 0; i < course->count; i++) {
        const struct lesson_sketch *const sketch = &course->lessons[i];
        if (find_word(text, len, sketch->id) != NULL &&
            (found == NULL || strlen(sketch->id) > strlen(found->id)))
            found = sketch;
    }
    return found;
}

/* The last part of a path, without its ending. */
static const char *stem(const char *name, size_t *ret_len)
{
    const char *const slash = strrchr(name, '/');
    const char *const base = slash == NULL ? name : slash + 1;
    const char *const dot = strrchr(base, '.');
    *ret_len = dot == NULL || dot == base ? strlen(base) : (size_t)(dot - base);
    return base;
}

static bool is_separator(char c)
{
    return c == '-' || c == '_' || c == '.' || c == ' ';
}

/* The name of the folder that the file lies in. */
static void add_folder(const char *name, struct buf *out)
{
    const char *const slash = strrchr(name, '/');
    size_t end = slash == NULL ? 0 : (size_t)(slash - name);
    size_t start = end;
    while (start > 0 && name[start - 1] != '/')
        start--;
    buf_addn(out, name + start, end - start);
}

void grade_student_of_name(const struct course *course, const char *name, struct buf *out)
{
    size_t len;
    const char *const base = stem(name, &len);
    const struct lesson_sketch *const task = find_task(course, base, len);
    if (task == NULL) {
        buf_addn(out, base, len);
        return;
    }
    const char *const word = find_word(base, len, task->id);
    size_t before = (size_t)(word - base);
    size_t after = before + strlen(task->id);
    while (after < len && is_separator(base[after]))
        after++;
    if (after == len)
        while (before > 0 && is_separator(base[before - 1]))
            before--;
    buf_addn(out, base, before);
    buf_addn(out, base + after, len - after);
    if (before + (len - after) == 0)
        add_folder(name, out);
}

bool grade_student_of_text(const char *text, size_t len, struct buf *out)
{
    static const char word[] = "#: student ";
    for (const char *line = text, *end = text + len; line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        stop = stop == NULL ? end : stop;
        const size_t n = (size_t)(stop - line);
        if (n > strlen(word) && memcmp(line, word, strlen(word)) == 0) {
            buf_addn(out, line + strlen(word), n - strlen(word));
            return true;
        }
        line = stop + (stop < end);
    }
    return false;
}

/* "lesson ID" in a comment among the first lines. */
static const struct lesson_sketch *task_of_head(const struct grading *g)
{
    enum { HEAD_LINES = 10 };
    const char *line = g->answer->text;
    const char *const end = line + g->answer->len;
    for (int i = 0; i < HEAD_LINES && line < end; i++) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        stop = stop == NULL ? end : stop;
        const size_t n = (size_t)(stop - line);
        const char *const word = find_word(line, n, "lesson");
        const bool is_comment = n > 1 && (*line == '/' || *line == '*' || *line == ' ');
        if (word != NULL && is_comment) {
            const char *const id = word + strlen("lesson");
            const struct lesson_sketch *const task =
                find_task(g->course, id, (size_t)(stop - id));
            if (task != NULL)
                return task;
        }
        line = stop + (stop < end);
    }
    return NULL;
}

const struct lesson_sketch *grade_program_task(const struct grading *g)
{
    size_t len;
    const struct lesson_sketch *const task = task_of_head(g);
    const char *const base = stem(g->answer->name, &len);
    return task != NULL ? task : find_task(g->course, base, len);
}
