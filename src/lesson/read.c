/* read - the file of a lesson that knows no language: entries, each with its indented lines. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lang/words.h"

#include "reading.h"

/* ---- entries ---------------------------------------------------------------------------------- */

struct entries {
    struct entry *items;
    size_t count, cap;
};

static void add_entry(struct reading *r, struct entries *entries, const struct text_line *line)
{
    struct arena *const arena = &r->lesson->arena;
    const char *const text = arena_strndup(arena, line->text, line->len);
    const size_t len = strcspn(text, " \t");
    base_grow(&entries->items, &entries->cap, entries->count + 1, sizeof *entries->items);
    entries->items[entries->count++] = (struct entry){.word = arena_strndup(arena, text, len),
        .rest = text + len + strspn(text + len, " \t"), .number = line->number};
}

static void add_line(struct entry *entry, const struct text_line *line)
{
    base_grow(&entry->lines, &entry->cap, entry->count + 1, sizeof *entry->lines);
    entry->lines[entry->count++] = *line;
}

static void split(struct reading *r, struct entries *entries, const char *text, size_t len)
{
    struct text_reader reader = {.text = text, .len = len};
    for (struct text_line line; text_next(&reader, &line);) {
        r->line = line.number;
        if (!line.indented) {
            add_entry(r, entries, &line);
            struct entry *const entry = &entries->items[entries->count - 1];
            if (strcmp(entry->word, "program") == 0)
                read_program_lines(&reader, entry);
        } else if (entries->count == 0)
            reading_fault(r, LESSON_FAULT_INDENT, NULL, NULL);
        else
            add_line(&entries->items[entries->count - 1], &line);
    }
}

/* ---- lines that a person types ---------------------------------------------------------------- */

/* "!487 commit 30000000 1p": a line that must fail. */
static bool read_failing(struct reading *r, const char *text, struct lesson_line *ret)
{
    const size_t len = strcspn(text, " \t");
    const char *const number = arena_strndup(&r->lesson->arena, text + 1, len - 1);
    uint64_t error = 0;
    const bool is_exception = strlen(number) == 8;
    if (len < 2 || !(is_exception ? lang_read_address(number, 8, &error)
                                  : lang_read_number(number, strlen(number), &error)))
        return reading_fault(r, LESSON_FAULT_NUMBER, number, NULL);
    ret->text = text + len + strspn(text + len, " \t");
    ret->fails = true;
    ret->error = (uint32_t)error;
    return true;
}

static bool is_line_of(const struct text_line *line, const char *word)
{
    const size_t len = strlen(word);
    return line->len > len && memcmp(line->text, word, len) == 0 && line->text[len] == ' ';
}

/* Of a wrong way only the lines that begin with first_word are meant; NULL: all. */
void read_lines(struct reading *r, const struct entry *entry, const char *first_word,
    struct lesson_lines *ret)
{
    struct gather lines = {0};
    for (size_t i = 0; i < entry->count && lines.count < LESSON_MAX_LINES; i++) {
        const struct text_line *const line = &entry->lines[i];
        const size_t skipped = first_word == NULL ? 0 : strlen(first_word);
        if (first_word != NULL && !is_line_of(line, first_word))
            continue;
        const char *text =
            arena_strndup(&r->lesson->arena, line->text + skipped, line->len - skipped);
        text += strspn(text, " \t");
        r->line = line->number;
        if (lines.count == 0 && strcmp(text, "from start") == 0) {
            ret->from_start = true;
            continue;
        }
        struct lesson_line *const item = gather_add(&lines, sizeof *item);
        item->text = text;
        item->number = line->number;
        if (*text == '!')
            (void)read_failing(r, text, item);
    }
    if (entry->count > LESSON_MAX_LINES)
        reading_fault(r, LESSON_FAULT_TOO_MANY, "64", NULL);
    ret->items = gather_take(&lines, &r->lesson->arena, &ret->count);
}

/* The last line, and no other, is asked about: its mark goes. */
static void read_prediction(struct reading *r, const struct entry *entry)
{
    struct lesson_lines *const lines = &r->lesson->predict;
    read_lines(r, entry, NULL, lines);
    if (lines->count == 0) {
        r->line = entry->number;
        reading_fault(r, LESSON_FAULT_MISSING, "predict", NULL);
        return;
    }
    struct lesson_line *const items = arena_memdup(&r->lesson->arena, lines->items,
        lines->count * sizeof *items);
    for (size_t i = 0; i < lines->count; i++) {
        r->line = items[i].number;
        if ((items[i].text[0] == '?') != (i + 1 == lines->count)) {
            reading_fault(r, LESSON_FAULT_PREDICT, NULL, NULL);
            return;
        }
        if (items[i].fails)            /* what comes before the question is its start */
            reading_fault(r, LESSON_FAULT_EXTRA, "!", NULL);
        items[i].text += items[i].text[0] == '?';
        items[i].text += strspn(items[i].text, " \t");
    }
    lines->items = items;
}

/* ---- single lines ----------------------------------------------------------------------------- */

static bool is_id(const char *text)
{
    const size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return len > 0 && text[len] == '\0' && len <= LESSON_MAX_ID;
}

static void read_machine(struct reading *r, const struct entry *entry)
{
    const struct vm_machine *const machine = vm_machine_find(entry->rest);
    if (machine == NULL)
        reading_fault(r, LESSON_FAULT_MACHINE, entry->rest, NULL);
    else
        r->lesson->machine = machine;
}

static void read_layout(struct reading *r, const struct entry *entry)
{
    if (strcmp(entry->rest, "process") == 0)
        r->lesson->layout = SESSION_LAYOUT_PROCESS;
    else if (strcmp(entry->rest, "empty") != 0)
        reading_fault(r, LESSON_FAULT_LAYOUT, entry->rest, NULL);
}

static void read_teaches(struct reading *r, const struct entry *entry)
{
    struct gather rules = {0};
    struct text_words words;
    text_split(&words, entry->rest, strlen(entry->rest), &r->lesson->arena);
    for (const char *word; (word = text_take(&words)) != NULL;) {
        enum vm_rule rule;
        if (read_rule(r, word, &rule)) {
            enum vm_rule *const item = gather_add(&rules, sizeof *item);
            *item = rule;
        }
    }
    r->lesson->teaches = gather_take(&rules, &r->lesson->arena, &r->lesson->teach_count);
}

static bool read_question(struct reading *r, const struct entry *entry)
{
    static const struct {
        const char *word;
        enum lesson_asked asked;
    } kinds[] = {{"state", LESSON_ASK_STATE}, {"size", LESSON_ASK_SIZE},
        {"base", LESSON_ASK_BASE}, {"protect", LESSON_ASK_PROTECT},
        {"allocations", LESSON_ASK_ALLOCATIONS}, {"largest-free", LESSON_ASK_LARGEST_FREE},
        {"number", LESSON_ASK_NUMBER}};
    struct text_words words;
    text_split(&words, entry->rest, strlen(entry->rest), &r->lesson->arena);
    const char *const name = text_take(&words);
    const char *const kind = text_take(&words);
    if (kind == NULL)
        return reading_fault(r, LESSON_FAULT_MISSING, "question", NULL);
    struct lesson_question *const question = gather_add(&r->questions, sizeof *question);
    question->name = name;
    struct lang_nearest nearest;
    lang_nearest_begin(&nearest, kind);
    size_t i = 0;
    for (; i < sizeof kinds / sizeof *kinds && strcmp(kinds[i].word, kind) != 0; i++)
        lang_nearest_try(&nearest, kinds[i].word);
    if (i == sizeof kinds / sizeof *kinds)
        return reading_fault(r, LESSON_FAULT_QUESTION, kind,
            nearest.best == NULL ? kinds[0].word : nearest.best);
    question->asked = kinds[i].asked;
    const bool takes_address = question->asked <= LESSON_ASK_PROTECT;
    const char *const arg = takes_address || question->asked == LESSON_ASK_NUMBER
        ? text_take(&words) : "";
    if (arg == NULL)
        return reading_fault(r, LESSON_FAULT_MISSING, kind, NULL);
    if (takes_address && !read_address(r, arg, &question->addr))
        return false;
    if (question->asked == LESSON_ASK_NUMBER && !read_count(r, arg, &question->number))
        return false;
    return read_end(r, &words);
}

static void read_assert(struct reading *r, const struct entry *entry)
{
    struct text_words words;
    text_split(&words, entry->rest, strlen(entry->rest), &r->lesson->arena);
    (void)read_condition(r, &words, &r->asserts);
}

/* ---- the table of words ----------------------------------------------------------------------- */

enum word { WORD_LESSON, WORD_TOPIC, WORD_TEACHES, WORD_MACHINE, WORD_LAYOUT, WORD_PAR, WORD_START,
    WORD_GOAL, WORD_ASSERT, WORD_QUESTION, WORD_DEMO, WORD_PREDICT, WORD_ASK, WORD_SOLUTION,
    WORD_WRONG, WORD_VARY, WORD_PROGRAM, WORD_REPAIR, WORD_COUNT };
static const struct {
    const char *word;
    bool takes_lines, once;
} words_table[WORD_COUNT] = {
    [WORD_LESSON] = {"lesson", false, true}, [WORD_TOPIC] = {"topic", false, true},
    [WORD_TEACHES] = {"teaches", false, true}, [WORD_MACHINE] = {"machine", false, true},
    [WORD_LAYOUT] = {"layout", false, true}, [WORD_PAR] = {"par", false, true},
    [WORD_START] = {"start", true, true}, [WORD_GOAL] = {"goal", true, false},
    [WORD_ASSERT] = {"assert", false, false}, [WORD_QUESTION] = {"question", false, false},
    [WORD_DEMO] = {"demo", true, true}, [WORD_PREDICT] = {"predict", true, true},
    [WORD_ASK] = {"ask", false, true}, [WORD_SOLUTION] = {"solution", true, true},
    [WORD_WRONG] = {"wrong", true, false}, [WORD_VARY] = {"vary", false, false},
    [WORD_PROGRAM] = {"program", true, true}, [WORD_REPAIR] = {"repair", false, true},
};

static enum word find_word(const char *text, const char **ret_nearest)
{
    struct lang_nearest nearest;
    lang_nearest_begin(&nearest, text);
    unsigned word = 0;
    for (; word < WORD_COUNT && strcmp(words_table[word].word, text) != 0; word++)
        lang_nearest_try(&nearest, words_table[word].word);
    *ret_nearest = nearest.best == NULL ? "goal" : nearest.best;
    return (enum word)word;
}

static void read_entry(struct reading *r, const struct entry *entry, enum word word)
{
    struct lesson *const lesson = r->lesson;
    uint64_t number = 0;
    switch (word) {
    case WORD_LESSON:
        lesson->id = entry->rest;
        if (!is_id(entry->rest))
            reading_fault(r, LESSON_FAULT_ID, entry->rest, NULL);
        return;
    case WORD_TOPIC:
        lesson->topic = entry->rest;
        return;
    case WORD_TEACHES:
        read_teaches(r, entry);
        return;
    case WORD_MACHINE:
    case WORD_LAYOUT:
        return;                        /* read first, since addresses depend on it */
    case WORD_PAR:
        if (read_count(r, entry->rest, &number))
            lesson->par = (unsigned)number;
        return;
    case WORD_START:
        read_lines(r, entry, NULL, &lesson->start);
        return;
    case WORD_GOAL:
        (void)read_stage(r, entry);
        return;
    case WORD_ASSERT:
        read_assert(r, entry);
        return;
    case WORD_QUESTION:
        (void)read_question(r, entry);
        return;
    case WORD_DEMO:
        read_lines(r, entry, NULL, &lesson->demo);
        return;
    case WORD_PREDICT:
        read_prediction(r, entry);
        return;
    case WORD_ASK:
        lesson->asks_prediction = strcmp(entry->rest, "prediction") == 0;
        if (!lesson->asks_prediction)
            reading_fault(r, LESSON_FAULT_EXTRA, entry->rest, NULL);
        return;
    case WORD_SOLUTION:
        read_lines(r, entry, NULL, &lesson->solution);
        return;
    case WORD_WRONG:
        (void)read_wrong(r, entry);
        return;
    case WORD_VARY:
        lesson->is_personal = true;
        return;
    case WORD_PROGRAM:
        read_program(r, entry);
        return;
    case WORD_REPAIR:
        (void)read_repair(r, entry);
        return;
    case WORD_COUNT:
        return;
    }
}

static bool check_form(struct reading *r, const struct entry *entry, enum word word,
    const char *nearest, bool seen)
{
    r->line = entry->number;
    if (word == WORD_COUNT)
        return reading_fault(r, LESSON_FAULT_WORD, entry->word, nearest);
    if (seen && words_table[word].once)
        return reading_fault(r, LESSON_FAULT_TWICE, entry->word, NULL);
    if (!words_table[word].takes_lines && entry->count > 0) {
        r->line = entry->lines[0].number;
        return reading_fault(r, LESSON_FAULT_INDENT, NULL, NULL);
    }
    if (*entry->rest == '\0' && !words_table[word].takes_lines)
        return reading_fault(r, LESSON_FAULT_MISSING, entry->word, NULL);
    return true;
}

/* Conditions of the lesson itself belong to the last stage. */
static void add_asserts(struct reading *r)
{
    struct lesson *const lesson = r->lesson;
    if (r->stages.count == 0)
        (void)gather_add(&r->stages, sizeof(struct lesson_stage));
    struct lesson_stage *const last =
        (struct lesson_stage *)r->stages.items + (r->stages.count - 1);
    struct gather all = {0};
    for (size_t i = 0; i < last->condition_count; i++) {
        struct lesson_condition *const item = gather_add(&all, sizeof *item);
        *item = last->conditions[i];
    }
    for (size_t i = 0; i < r->asserts.count; i++) {
        struct lesson_condition *const item = gather_add(&all, sizeof *item);
        *item = ((const struct lesson_condition *)r->asserts.items)[i];
    }
    last->conditions = gather_take(&all, &lesson->arena, &last->condition_count);
    free(r->asserts.items);
}

static void check_needs(struct reading *r, const bool seen[WORD_COUNT])
{
    r->line = 0;
    if (!seen[WORD_LESSON])
        reading_fault(r, LESSON_FAULT_NEEDS, "lesson", NULL);
    if (!seen[WORD_GOAL] && !seen[WORD_QUESTION] && !seen[WORD_ASSERT] && !seen[WORD_ASK])
        reading_fault(r, LESSON_FAULT_NEEDS, "goal", NULL);
    if (!seen[WORD_SOLUTION] && !seen[WORD_QUESTION] && !seen[WORD_ASK] && !seen[WORD_REPAIR])
        reading_fault(r, LESSON_FAULT_NEEDS, "solution", NULL);
    if (seen[WORD_ASK] && !seen[WORD_PREDICT])
        reading_fault(r, LESSON_FAULT_NEEDS, "predict", NULL);
    if (seen[WORD_PROGRAM] != seen[WORD_REPAIR])
        reading_fault(r, LESSON_FAULT_NEEDS, seen[WORD_PROGRAM] ? "repair" : "program", NULL);
    else if (seen[WORD_REPAIR] && r->lesson->repair_line > r->lesson->program.count)
        reading_fault(r, LESSON_FAULT_MISSING, "program", NULL);
}

void read_data(struct reading *r, const char *text, size_t len)
{
    struct entries entries = {0};
    bool seen[WORD_COUNT] = {false};
    split(r, &entries, text, len);
    for (size_t i = 0; i < entries.count; i++) {
        r->line = entries.items[i].number;
        if (strcmp(entries.items[i].word, "machine") == 0)
            read_machine(r, &entries.items[i]);
        else if (strcmp(entries.items[i].word, "layout") == 0)
            read_layout(r, &entries.items[i]);
    }
    for (size_t i = 0; i < entries.count; i++) {
        const struct entry *const entry = &entries.items[i];
        const char *nearest;
        const enum word word = find_word(entry->word, &nearest);
        if (check_form(r, entry, word, nearest, word < WORD_COUNT && seen[word])) {
            r->line = entry->number;
            read_entry(r, entry, word);
        }
        if (word < WORD_COUNT)
            seen[word] = true;
        free(entry->lines);
    }
    free(entries.items);
    check_needs(r, seen);
    add_asserts(r);
    struct lesson *const lesson = r->lesson;
    lesson->stages = gather_take(&r->stages, &lesson->arena, &lesson->stage_count);
    lesson->questions = gather_take(&r->questions, &lesson->arena, &lesson->question_count);
    lesson->wrongs = gather_take(&r->wrongs, &lesson->arena, &lesson->wrong_count);
}
