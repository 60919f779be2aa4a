/* words - one language's file of a lesson: a title, the text, and sections. */
#include <string.h>

#include "lang/words.h"

#include "reading.h"

enum section { SECTION_DEMO, SECTION_PREDICT, SECTION_TASK, SECTION_QUESTION, SECTION_HINTS,
    SECTION_WRONG, SECTION_DONE, SECTION_COUNT };
static const char *const section_names[SECTION_COUNT] = {[SECTION_DEMO] = "demo",
    [SECTION_PREDICT] = "predict", [SECTION_TASK] = "task", [SECTION_QUESTION] = "question",
    [SECTION_HINTS] = "hints", [SECTION_WRONG] = "wrong", [SECTION_DONE] = "done"};

struct words_reading {
    struct lesson_words *words;
    const struct lesson *lesson;
    const char *file;
    struct arena *arena;
    struct lesson_faults *faults;
    struct gather demo, wrongs, questions;
    bool has_hints;                    /* the section; how many there are is another fault */
};

static void fault(struct words_reading *r, unsigned line, enum lesson_fault_id id,
    const char *arg0, const char *arg1)
{
    lesson_faults_add(r->faults, id, r->file, line, arg0, arg1);
}

/* ---- lines ------------------------------------------------------------------------------------ */

struct cursor {
    const char *text;
    size_t len, at;
    unsigned number;               /* of the line at `at` */
    bool in_code;
};

/* The line at the cursor, which moves on. */
static bool take_line(struct cursor *c, const char **ret_line, size_t *ret_len)
{
    if (c->at >= c->len)
        return false;
    const char *const start = c->text + c->at;
    const char *const newline = memchr(start, '\n', c->len - c->at);
    *ret_line = start;
    *ret_len = newline == NULL ? c->len - c->at : (size_t)(newline - start);
    c->at += *ret_len + (newline != NULL);
    c->number++;
    if (*ret_len >= 3 && memcmp(start, "```", 3) == 0)
        c->in_code = !c->in_code;
    return true;
}

static bool is_heading(const char *line, size_t len, bool in_code)
{
    return !in_code && len > 3 && memcmp(line, "## ", 3) == 0;
}

/* Text up to the next heading or the end, without blank lines around it. */
static const char *take_body(struct cursor *c, struct arena *arena, unsigned *ret_line)
{
    size_t start = c->at;
    size_t end = c->at;
    const unsigned heading = c->number;
    *ret_line = heading + 1;
    for (;;) {
        const struct cursor before = *c;
        const char *line;
        size_t len;
        if (!take_line(c, &line, &len))
            break;
        if (is_heading(line, len, c->in_code)) {
            *c = before;
            break;
        }
        end = c->at;
    }
    while (start < end && (c->text[start] == '\n' || c->text[start] == ' ')) {
        *ret_line += c->text[start] == '\n';
        start++;
    }
    while (end > start && (c->text[end - 1] == '\n' || c->text[end - 1] == ' '))
        end--;
    if (start == end)                  /* nothing stands there: that is a matter of the heading */
        *ret_line = heading;
    return arena_strndup(arena, c->text + start, end - start);
}

/* "3. " at the start of a line: its length; 0 if none. */
static size_t number_len(const char *line)
{
    const size_t digits = strspn(line, "0123456789");
    return digits > 0 && line[digits] == '.' && line[digits + 1] == ' ' ? digits + 2 : 0;
}

/* The items of a numbered list, each whole; lines that continue one belong to it. */
static void take_items(const char *body, struct arena *arena, struct gather *to)
{
    const char *start = NULL;
    for (const char *line = body; *line != '\0';) {
        const size_t len = strcspn(line, "\n");
        const size_t mark = number_len(line);
        if (mark > 0 && start != NULL) {
            const char **const item = gather_add(to, sizeof *item);
            *item = arena_strndup(arena, start, (size_t)(line - start) - 1);
        }
        start = mark > 0 ? line + mark : start;
        line += len + (line[len] == '\n');
    }
    if (start != NULL) {
        const char **const item = gather_add(to, sizeof *item);
        *item = arena_strndup(arena, start, strlen(start));
    }
}

/* ---- sections --------------------------------------------------------------------------------- */

static void add_hints(struct words_reading *r, const char *body, unsigned line)
{
    struct gather items = {0};
    size_t count;
    take_items(body, r->arena, &items);
    const char *const *const hints = gather_take(&items, r->arena, &count);
    r->has_hints = true;
    if (count != LESSON_HINTS) {
        struct buf number = {0};
        buf_addf(&number, "%zu", count);
        fault(r, line, LESSON_FAULT_HINTS, buf_text(&number), NULL);
        buf_finish(&number);
    }
    for (size_t i = 0; i < count && i < LESSON_HINTS; i++)
        r->words->hints[i] = hints[i];
}

static void add_named(struct words_reading *r, struct gather *to, const char *heading,
    const char *name, const char *body, unsigned line)
{
    bool known = false;
    for (size_t i = 0; to == &r->wrongs && i < r->lesson->wrong_count; i++)
        known = known || strcmp(r->lesson->wrongs[i].name, name) == 0;
    for (size_t i = 0; to == &r->questions && i < r->lesson->question_count; i++)
        known = known || strcmp(r->lesson->questions[i].name, name) == 0;
    if (!known)
        fault(r, line, LESSON_FAULT_NO_SUCH, heading, NULL);
    struct lesson_named_text *const item = gather_add(to, sizeof *item);
    *item = (struct lesson_named_text){name, body};
}

static enum section find_section(const char *word, const char **ret_nearest)
{
    struct lang_nearest nearest;
    lang_nearest_begin(&nearest, word);
    int section = 0;
    for (; section < SECTION_COUNT && strcmp(section_names[section], word) != 0; section++)
        lang_nearest_try(&nearest, section_names[section]);
    *ret_nearest = nearest.best == NULL ? "task" : nearest.best;
    return (enum section)section;
}

/* heading: "wrong everything" */
static void add_section(struct words_reading *r, const char *heading, unsigned line,
    const char *body, unsigned body_line, bool seen[SECTION_COUNT])
{
    const size_t len = strcspn(heading, " ");
    const char *const word = arena_strndup(r->arena, heading, len);
    const char *const name = heading + len + strspn(heading + len, " ");
    const char *nearest;
    const enum section section = find_section(word, &nearest);
    if (section == SECTION_COUNT) {
        fault(r, line, LESSON_FAULT_SECTION, word, nearest);
        return;
    }
    if (seen[section] && section != SECTION_WRONG && section != SECTION_QUESTION)
        fault(r, line, LESSON_FAULT_TWICE, heading, NULL);
    seen[section] = true;
    switch (section) {
    case SECTION_DEMO:
        take_items(body, r->arena, &r->demo);
        return;
    case SECTION_PREDICT:
        r->words->predict = body;
        return;
    case SECTION_TASK:
        r->words->task = body;
        return;
    case SECTION_QUESTION:
        add_named(r, &r->questions, heading, name, body, line);
        return;
    case SECTION_HINTS:
        add_hints(r, body, body_line);
        return;
    case SECTION_WRONG:
        add_named(r, &r->wrongs, heading, name, body, line);
        return;
    case SECTION_DONE:
        r->words->done = body;
        return;
    case SECTION_COUNT:
        return;
    }
}

/* ---- what must be there ----------------------------------------------------------------------- */

static void need(struct words_reading *r, const char *text, const char *name)
{
    if (text == NULL || *text == '\0')
        fault(r, 0, LESSON_FAULT_NO_SECTION, name, NULL);
}

static void need_named(struct words_reading *r, const struct lesson_named_text *texts,
    size_t count, const char *word, const char *name)
{
    struct buf whole = {0};
    buf_addf(&whole, "%s %s", word, name);
    need(r, lesson_text_find(texts, count, name), buf_text(&whole));
    buf_finish(&whole);
}

static void check_needs(struct words_reading *r)
{
    const struct lesson *const lesson = r->lesson;
    const struct lesson_words *const words = r->words;
    need(r, words->task, "task");
    need(r, words->done, "done");
    if (!r->has_hints)
        need(r, "", "hints");
    if (lesson->demo.count > 0 && words->demo_count == 0)
        need(r, "", "demo");
    if (lesson->predict.count > 0)
        need(r, words->predict, "predict");
    for (size_t i = 0; i < lesson->wrong_count; i++)
        need_named(r, words->wrongs, words->wrong_count, "wrong", lesson->wrongs[i].name);
    for (size_t i = 0; i < lesson->question_count; i++)
        need_named(r, words->questions, words->question_count, "question",
            lesson->questions[i].name);
    if (words->demo_count > 0 && words->demo_count != lesson->demo.count) {
        struct buf sentences = {0}, lines = {0};
        buf_addf(&sentences, "%zu", words->demo_count);
        buf_addf(&lines, "%zu", lesson->demo.count);
        fault(r, 0, LESSON_FAULT_DEMO_WORDS, buf_text(&sentences), buf_text(&lines));
        buf_finish(&sentences);
        buf_finish(&lines);
    }
}

void read_words(struct lesson_words *ret, const struct lesson *lesson, const char *file,
    const char *text, size_t len, struct arena *arena, struct lesson_faults *faults)
{
    struct words_reading r = {.words = ret, .lesson = lesson, .file = file, .arena = arena,
        .faults = faults};
    struct cursor c = {.text = text, .len = len};
    bool seen[SECTION_COUNT] = {false};
    const char *line = "";
    size_t line_len = 0;
    unsigned body_line;
    *ret = (struct lesson_words){.title = "", .text = "", .predict = "", .task = "", .done = ""};
    for (int i = 0; i < LESSON_HINTS; i++)
        ret->hints[i] = "";
    while (take_line(&c, &line, &line_len) && line_len == 0)
        continue;
    if (line_len > 2 && memcmp(line, "# ", 2) == 0)
        ret->title = arena_strndup(arena, line + 2, line_len - 2);
    else
        fault(&r, c.number, LESSON_FAULT_NO_TITLE, NULL, NULL);
    ret->text = take_body(&c, arena, &body_line);
    while (take_line(&c, &line, &line_len)) {
        const unsigned heading_line = c.number;
        const char *const heading = arena_strndup(arena, line + 3, line_len > 3 ? line_len - 3 : 0);
        const char *const body = take_body(&c, arena, &body_line);
        add_section(&r, heading, heading_line, body, body_line, seen);
    }
    ret->demo = gather_take(&r.demo, arena, &ret->demo_count);
    ret->wrongs = gather_take(&r.wrongs, arena, &ret->wrong_count);
    ret->questions = gather_take(&r.questions, arena, &ret->question_count);
    check_needs(&r);
}

const char *lesson_text_find(const struct lesson_named_text *texts, size_t count,
    const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(texts[i].name, name) == 0)
            return texts[i].text;
    return "";
}
