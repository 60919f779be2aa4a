/* read_goal - what the space shall look like: stages, conditions, foreseen wrong ways. */
#include <string.h>

#include "lang/words.h"

#include "reading.h"

/* ---- conditions ------------------------------------------------------------------------------- */

static enum lesson_measure find_measure(const char *word, const char **ret_nearest)
{
    struct lang_nearest nearest;
    lang_nearest_begin(&nearest, word);
    unsigned measure = 0;
    for (; measure < LESSON_MEASURE_COUNT; measure++) {
        const char *const known = lesson_measure_word((enum lesson_measure)measure);
        if (strcmp(known, word) == 0)
            break;
        lang_nearest_try(&nearest, known);
    }
    *ret_nearest = nearest.best == NULL ? "committed" : nearest.best;
    return (enum lesson_measure)measure;
}

static bool read_relation(struct reading *r, const char *word, enum lesson_relation *ret)
{
    for (int relation = LESSON_EQ; relation <= LESSON_GE; relation++)
        if (strcmp(lesson_relation_word((enum lesson_relation)relation), word) == 0) {
            *ret = (enum lesson_relation)relation;
            return true;
        }
    return reading_fault(r, LESSON_FAULT_RELATION, word, NULL);
}

static bool read_call(struct reading *r, const char *word, enum vm_call_id *ret)
{
    for (int id = VM_CALL_ALLOC; id <= VM_CALL_RESET_WRITE_WATCH; id++)
        if (strcmp(vm_call_info((enum vm_call_id)id)->name, word) == 0) {
            *ret = (enum vm_call_id)id;
            return true;
        }
    return reading_fault(r, LESSON_FAULT_CALL, word, NULL);
}

static bool is_relation(const char *word)
{
    return word != NULL && strchr("=!<>", word[0]) != NULL;
}

/* What stands between the measure and the relation. */
static bool read_measured(struct reading *r, struct text_words *words,
    struct lesson_condition *condition)
{
    const char *const next = words->at < words->count ? words->word[words->at] : NULL;
    uint64_t number;
    if (next == NULL)
        return reading_fault(
            r, LESSON_FAULT_MISSING, lesson_measure_word(condition->measure), NULL);
    if (is_relation(next) && condition->measure != LESSON_BYTE)
        return true;
    if (condition->measure == LESSON_CALLS)
        return read_call(r, text_take(words), &condition->call);
    if (condition->measure == LESSON_BYTE)
        return read_address(r, text_take(words), &condition->addr);
    if (condition->measure != LESSON_FAILURES)
        return reading_fault(r, LESSON_FAULT_RELATION, next, NULL);
    if (!read_count(r, text_take(words), &number))
        return false;
    condition->error = (uint32_t)number;
    return true;
}

static bool read_touches(struct reading *r, struct text_words *words,
    struct lesson_condition *condition)
{
    struct gather touches = {0};
    bool good = true;
    for (const char *word; good && (word = text_take(words)) != NULL;) {
        vm_addr *const item = gather_add(&touches, sizeof *item);
        good = strcmp(word, ",") == 0 ? (touches.count--, true) : read_address(r, word, item);
    }
    if (touches.count > LESSON_MAX_TOUCHES)
        good = reading_fault(r, LESSON_FAULT_TOO_MANY, "32", NULL);
    if (good && touches.count == 0)
        good = reading_fault(
            r, LESSON_FAULT_MISSING, lesson_measure_word(condition->measure), NULL);
    condition->touches = gather_take(&touches, &r->lesson->arena, &condition->touch_count);
    condition->relation = LESSON_EQ;
    condition->number = condition->measure == LESSON_WATCHED ? 1 : condition->touch_count;
    return good;
}

bool read_condition(struct reading *r, struct text_words *words, struct gather *to)
{
    const char *const word = text_take(words);
    const char *nearest;
    if (word == NULL)
        return reading_fault(r, LESSON_FAULT_MISSING, "assert", NULL);
    struct lesson_condition condition = {.line = r->line};
    condition.measure = find_measure(word, &nearest);
    if (condition.measure == LESSON_MEASURE_COUNT)
        return reading_fault(r, LESSON_FAULT_MEASURE, word, nearest);
    if (r->lesson->condition_count >= LESSON_MAX_CONDITIONS)
        return reading_fault(r, LESSON_FAULT_TOO_MANY, "24", NULL);
    condition.slot = (unsigned)r->lesson->condition_count++;
    bool good;
    if (condition.measure == LESSON_TOUCHED || condition.measure == LESSON_WATCHED) {
        good = read_touches(r, words, &condition);
    } else {
        good = read_measured(r, words, &condition);
        const char *const relation = good ? text_take(words) : NULL;
        const char *const number = good ? text_take(words) : NULL;
        if (good && number == NULL)
            good = reading_fault(r, LESSON_FAULT_MISSING, word, NULL);
        good = good && read_relation(r, relation, &condition.relation) &&
            read_count(r, number, &condition.number) && read_end(r, words);
    }
    if (good) {
        struct lesson_condition *const item = gather_add(to, sizeof *item);
        *item = condition;
    }
    return good;
}

/* ---- goals ------------------------------------------------------------------------------------ */

static bool read_place(struct reading *r, const char *word, struct lesson_allocation *ret)
{
    vm_addr address;
    if (strcmp(word, "any") == 0) {
        ret->place = LESSON_ANYWHERE;
        return true;
    }
    if (strcmp(word, "highest") == 0) {
        ret->place = LESSON_HIGHEST;
        return true;
    }
    if (!read_address(r, word, &address))
        return false;
    ret->first = address >> VM_PAGE_SHIFT;
    return true;
}

/* "2p reserved, 3p rw": behind the equal sign. */
static bool read_pieces(struct reading *r, struct text_words *words,
    struct lesson_allocation *allocation)
{
    struct gather pieces = {0};
    uint64_t pages = 0;
    bool good = true;
    for (const char *word; good && (word = text_take(words)) != NULL;) {
        const char *const state = text_take(words);
        struct lesson_piece *const piece = gather_add(&pieces, sizeof *piece);
        good = state == NULL ? reading_fault(r, LESSON_FAULT_MISSING, word, NULL)
                             : read_size(r, word, &piece->pages) &&
                                   read_state(r, state, &piece->state);
        pages += good ? piece->pages : 0;
        word = good ? text_take(words) : NULL;
        if (word != NULL && strcmp(word, ",") != 0)
            good = reading_fault(r, LESSON_FAULT_EXTRA, word, NULL);
    }
    if (good && pages != allocation->pages) {
        struct buf have = {0}, want = {0};
        buf_addf(&have, "%llu", (unsigned long long)pages);
        buf_addf(&want, "%llu", (unsigned long long)allocation->pages);
        good = reading_fault(r, LESSON_FAULT_PIECES, buf_text(&have), buf_text(&want));
        buf_finish(&have);
        buf_finish(&want);
    }
    allocation->pieces = gather_take(&pieces, &r->lesson->arena, &allocation->piece_count);
    return good;
}

static bool read_allocation(struct reading *r, struct text_words *words, struct gather *to)
{
    const char *const place = text_take(words);
    const char *const size = text_take(words);
    struct lesson_allocation allocation = {0};
    if (size == NULL)
        return reading_fault(r, LESSON_FAULT_MISSING, "allocation", NULL);
    if (!read_place(r, place, &allocation) || !read_size(r, size, &allocation.pages))
        return false;
    const char *word = text_take(words);
    if (word != NULL && strcmp(word, "=") != 0) {
        struct lesson_state asked;
        if (!read_state(r, word, &asked))
            return false;
        allocation.asked = asked.protect;
        word = text_take(words);
    }
    if (word != NULL && strcmp(word, "=") != 0)
        return reading_fault(r, LESSON_FAULT_EXTRA, word, NULL);
    if (word != NULL && !read_pieces(r, words, &allocation))
        return false;
    struct lesson_allocation *const item = gather_add(to, sizeof *item);
    *item = allocation;
    return true;
}

static bool read_pages(struct reading *r, struct text_words *words, struct gather *to)
{
    const char *const address = text_take(words);
    const char *const size = text_take(words);
    const char *const state = text_take(words);
    struct lesson_pages pages = {0};
    vm_addr first;
    uint64_t count;
    if (state == NULL)
        return reading_fault(r, LESSON_FAULT_MISSING, "pages", NULL);
    if (!read_address(r, address, &first) || !read_size(r, size, &count) ||
        !read_state(r, state, &pages.state) || !read_end(r, words))
        return false;
    pages.first = first >> VM_PAGE_SHIFT;
    pages.end = pages.first + count;
    if (pages.end > (r->lesson->machine->max_address >> VM_PAGE_SHIFT) + 1)
        return reading_fault(r, LESSON_FAULT_SIZE, size, NULL);
    struct lesson_pages *const item = gather_add(to, sizeof *item);
    *item = pages;
    return true;
}

static bool read_others(struct reading *r, struct text_words *words, enum lesson_others *ret)
{
    static const char *const names[] = {[LESSON_OTHERS_START] = "start",
        [LESSON_OTHERS_FREE] = "free", [LESSON_OTHERS_ANY] = "any"};
    const char *const word = text_take(words);
    for (int others = LESSON_OTHERS_START; word != NULL && others <= LESSON_OTHERS_ANY; others++)
        if (strcmp(names[others], word) == 0) {
            *ret = (enum lesson_others)others;
            return read_end(r, words);
        }
    return reading_fault(r, LESSON_FAULT_MISSING, "others", NULL);
}

bool read_stage(struct reading *r, const struct entry *entry)
{
    struct gather allocations = {0}, pages = {0}, conditions = {0};
    struct lesson_stage stage = {0};
    bool good = true;
    for (size_t i = 0; i < entry->count; i++) {
        struct text_words words;
        r->line = entry->lines[i].number;
        text_split(&words, entry->lines[i].text, entry->lines[i].len, &r->lesson->arena);
        const char *const word = text_take(&words);
        bool read;
        if (strcmp(word, "allocation") == 0)
            read = read_allocation(r, &words, &allocations);
        else if (strcmp(word, "pages") == 0)
            read = read_pages(r, &words, &pages);
        else if (strcmp(word, "others") == 0)
            read = read_others(r, &words, &stage.others);
        else if (strcmp(word, "assert") == 0)
            read = read_condition(r, &words, &conditions);
        else
            read = reading_fault(r, LESSON_FAULT_WORD, word, "allocation");
        good = good && read;
    }
    struct arena *const arena = &r->lesson->arena;
    stage.allocations = gather_take(&allocations, arena, &stage.allocation_count);
    stage.pages = gather_take(&pages, arena, &stage.pages_count);
    stage.conditions = gather_take(&conditions, arena, &stage.condition_count);
    r->line = entry->number;
    if (entry->count == 0)
        good = reading_fault(r, LESSON_FAULT_MISSING, "goal", NULL);
    if (r->stages.count >= LESSON_MAX_STAGES)
        return reading_fault(r, LESSON_FAULT_TOO_MANY, "8", NULL);
    struct lesson_stage *const item = gather_add(&r->stages, sizeof *item);
    *item = stage;
    return good;
}

/* ---- foreseen wrong ways ---------------------------------------------------------------------- */

static bool read_when(struct reading *r, const struct text_line *line, struct lesson_wrong *wrong,
    struct gather *conditions, struct gather *pages)
{
    struct text_words words;
    text_split(&words, line->text, line->len, &r->lesson->arena);
    (void)text_take(&words);
    const char *const word = words.at < words.count ? words.word[words.at] : NULL;
    if (word == NULL)
        return reading_fault(r, LESSON_FAULT_MISSING, "when", NULL);
    if (strcmp(word, "pages") == 0) {
        words.at++;
        return read_pages(r, &words, pages);
    }
    if (strcmp(word, "rule") == 0) {
        words.at++;
        const char *const rule = text_take(&words);
        return rule == NULL ? reading_fault(r, LESSON_FAULT_MISSING, "rule", NULL)
                            : read_rule(r, rule, &wrong->rule) && read_end(r, &words);
    }
    return read_condition(r, &words, conditions);
}

bool read_wrong(struct reading *r, const struct entry *entry)
{
    struct gather conditions = {0}, pages = {0};
    struct lesson_wrong wrong = {.name = entry->rest};
    bool good = *entry->rest != '\0' || reading_fault(r, LESSON_FAULT_MISSING, "wrong", NULL);
    bool has_when = false;
    for (size_t i = 0; i < entry->count; i++) {
        const struct text_line *const line = &entry->lines[i];
        r->line = line->number;
        const bool is_when = line->len > 5 && memcmp(line->text, "when ", 5) == 0;
        const bool is_by = line->len > 3 && memcmp(line->text, "by ", 3) == 0;
        has_when = has_when || is_when;
        if (is_when)
            good = read_when(r, line, &wrong, &conditions, &pages) && good;
        else if (!is_by)
            good = reading_fault(r, LESSON_FAULT_WORD,
                arena_strndup(&r->lesson->arena, line->text, line->len), "when");
    }
    read_lines(r, entry, "by", &wrong.by);
    wrong.conditions = gather_take(&conditions, &r->lesson->arena, &wrong.condition_count);
    wrong.pages = gather_take(&pages, &r->lesson->arena, &wrong.pages_count);
    r->line = entry->number;
    if (good && (!has_when || wrong.by.count == 0))
        good = reading_fault(r, LESSON_FAULT_MISSING, has_when ? "by" : "when", NULL);
    struct lesson_wrong *const item = gather_add(&r->wrongs, sizeof *item);
    *item = wrong;
    return good;
}
