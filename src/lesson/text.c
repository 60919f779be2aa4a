/* text - lines, words and lists that reading a lesson is made of. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#include "reading.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* A comment begins with # at the start of a line or behind a blank. */
static size_t without_comment(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text[i] == '#' && (i == 0 || is_blank(text[i - 1])))
            return i;
    return len;
}

bool text_next(struct text_reader *reader, struct text_line *ret)
{
    while (reader->at < reader->len) {
        const char *const start = reader->text + reader->at;
        const char *const newline = memchr(start, '\n', reader->len - reader->at);
        size_t len = newline == NULL ? reader->len - reader->at : (size_t)(newline - start);
        reader->at += len + (newline != NULL);
        reader->number++;
        len = without_comment(start, len);
        size_t skipped = 0;
        while (skipped < len && is_blank(start[skipped]))
            skipped++;
        while (len > skipped && is_blank(start[len - 1]))
            len--;
        if (len == skipped)
            continue;
        *ret = (struct text_line){.text = start + skipped, .len = len - skipped,
            .number = reader->number, .indented = skipped > 0};
        return true;
    }
    return false;
}

bool text_next_raw(struct text_reader *reader, struct text_line *ret, bool *ret_blank)
{
    if (reader->at >= reader->len)
        return false;
    const char *const start = reader->text + reader->at;
    const char *const newline = memchr(start, '\n', reader->len - reader->at);
    const size_t len = newline == NULL ? reader->len - reader->at : (size_t)(newline - start);
    size_t end = len;
    while (end > 0 && is_blank(start[end - 1]))
        end--;
    if (end > 0 && !is_blank(start[0]))
        return false;
    reader->at += len + (newline != NULL);
    reader->number++;
    *ret_blank = end == 0;
    *ret = (struct text_line){.text = start, .len = end, .number = reader->number,
        .indented = true};
    return true;
}

void text_split(struct text_words *ret, const char *text, size_t len, struct arena *arena)
{
    ret->count = ret->at = 0;
    for (size_t i = 0; i < len && ret->count < TEXT_WORDS;) {
        if (is_blank(text[i])) {
            i++;
            continue;
        }
        size_t end = i + 1;
        if (text[i] != ',')
            while (end < len && !is_blank(text[end]) && text[end] != ',')
                end++;
        ret->word[ret->count++] = arena_strndup(arena, text + i, end - i);
        i = end;
    }
}

const char *text_take(struct text_words *words)
{
    return words->at < words->count ? words->word[words->at++] : NULL;
}

void *gather_add(struct gather *gather, size_t size)
{
    gather->size = size;
    base_grow(&gather->items, &gather->cap, gather->count + 1, size);
    char *const item = (char *)gather->items + gather->count++ * size;
    memset(item, 0, size);
    return item;
}

const void *gather_take(struct gather *gather, struct arena *arena, size_t *ret_count)
{
    const void *const items = gather->count > 0
        ? arena_memdup(arena, gather->items, gather->count * gather->size) : NULL;
    *ret_count = gather->count;
    free(gather->items);
    *gather = (struct gather){0};
    return items;
}

bool reading_fault(struct reading *r, enum lesson_fault_id id, const char *arg0, const char *arg1)
{
    lesson_faults_add(r->faults, id, r->file, r->line, arg0, arg1);
    return false;
}
