/* progress - reading, writing and merging what was solved. */
#include "lesson/progress.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const char header[] = "# pagelab progress 1";
enum { LINE_WORDS = 10, MOST_READ = 4096 };      /* lines of a file that become entries */

/* ---- entries --------------------------------------------------------------------------------- */

const struct progress_entry *progress_find(const struct progress *progress, const char *id)
{
    for (size_t i = 0; i < progress->count; i++)
        if (strcmp(progress->items[i].id, id) == 0)
            return &progress->items[i];
    return NULL;
}

struct progress_entry *progress_entry(struct progress *progress, const char *id)
{
    const struct progress_entry *const known = progress_find(progress, id);
    if (known != NULL)
        return &progress->items[known - progress->items];
    base_grow(&progress->items, &progress->cap, progress->count + 1, sizeof *progress->items);
    struct progress_entry *const made = &progress->items[progress->count++];
    *made = (struct progress_entry){.id = arena_strndup(&progress->arena, id, strlen(id))};
    return made;
}

/* Fewer calls are better, then fewer hints, then less time. */
static bool is_better(const struct progress_entry *a, const struct progress_entry *b)
{
    if (a->solved != b->solved)
        return a->solved;
    if (!a->solved)
        return a->shown && !b->shown;            /* that it was shown is not forgotten */
    if (a->calls != b->calls)
        return a->calls < b->calls;
    return a->hints != b->hints ? a->hints < b->hints : a->seconds < b->seconds;
}

/* Takes over what is said of a lesson if it says more. */
static bool take_over(struct progress *progress, const struct progress_entry *said)
{
    const bool is_known = progress_find(progress, said->id) != NULL;
    struct progress_entry *const entry = progress_entry(progress, said->id);
    const bool takes = !is_known || is_better(said, entry);
    if (takes) {
        const char *const id = entry->id;
        *entry = *said;
        entry->id = id;
    }
    return takes;
}

size_t progress_merge(struct progress *progress, const struct progress *other)
{
    size_t taken = 0;
    for (size_t i = 0; i < other->count; i++)
        taken += take_over(progress, &other->items[i]);
    return taken;
}

void progress_forget(struct progress *progress, const char *id)
{
    if (id == NULL) {
        progress->count = 0;
        progress->last = NULL;
        buf_clear(&progress->strange);
        return;
    }
    if (progress->last != NULL && strcmp(progress->last, id) == 0)
        progress->last = NULL;
    size_t kept = 0;
    for (size_t i = 0; i < progress->count; i++)
        if (strcmp(progress->items[i].id, id) != 0)
            progress->items[kept++] = progress->items[i];
    progress->count = kept;
}

void progress_finish(struct progress *progress)
{
    free(progress->items);
    buf_finish(&progress->strange);
    arena_finish(&progress->arena);
    *progress = (struct progress){0};
}

/* ---- reading --------------------------------------------------------------------------------- */

struct word {
    const char *text;
    size_t len;
};
struct line {
    struct word words[LINE_WORDS];
    size_t count, at;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* False if there are more words than any line has. */
static bool split(struct line *line, const char *text, size_t len)
{
    *line = (struct line){0};
    for (size_t i = 0; i < len;) {
        size_t end = i;
        while (end < len && !is_blank(text[end]))
            end++;
        if (end > i && line->count == LINE_WORDS)
            return false;
        if (end > i)
            line->words[line->count++] = (struct word){text + i, end - i};
        i = end + 1;
    }
    return true;
}

static bool is_word(const struct word *word, const char *text)
{
    return word->len == strlen(text) && memcmp(word->text, text, word->len) == 0;
}

static bool take_word(struct line *line, const char *text)
{
    if (line->at == line->count || !is_word(&line->words[line->at], text))
        return false;
    line->at++;
    return true;
}

static bool take_number(struct line *line, uint64_t most, uint64_t *ret)
{
    uint64_t number = 0;
    if (line->at == line->count)
        return false;
    const struct word *const word = &line->words[line->at++];
    for (size_t i = 0; i < word->len; i++) {
        const unsigned digit = (unsigned char)word->text[i] - (unsigned)'0';
        if (digit > 9 || number > (most - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    *ret = number;
    return true;
}

static bool is_id(const struct word *word)
{
    for (size_t i = 0; i < word->len; i++) {
        const char c = word->text[i];
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-')
            return false;
    }
    return word->len > 0 && word->len <= LESSON_MAX_ID;
}

/* ID (seen | solved CALLS hints HINTS seconds SECONDS) [shown] [last] */
static bool read_entry(struct line *line, struct progress_entry *ret, bool *ret_last)
{
    uint64_t calls = 0, hints = 0;
    *ret = (struct progress_entry){0};
    if (line->count == 0 || !is_id(&line->words[line->at++]))
        return false;
    ret->solved = take_word(line, "solved");
    if (ret->solved &&
        !(take_number(line, UINT32_MAX, &calls) && take_word(line, "hints") &&
            take_number(line, UINT32_MAX, &hints) && take_word(line, "seconds") &&
            take_number(line, UINT64_MAX, &ret->seconds)))
        return false;
    if (!ret->solved && !take_word(line, "seen"))
        return false;
    ret->calls = (unsigned)calls;
    ret->hints = (unsigned)hints;
    ret->shown = take_word(line, "shown");
    *ret_last = take_word(line, "last");
    return line->at == line->count;
}

static void read_line(struct progress *progress, const char *text, size_t len)
{
    struct line line;
    struct progress_entry entry;
    bool is_last = false;
    if (split(&line, text, len) && line.count == 0)
        return;
    if (progress->count < MOST_READ && read_entry(&line, &entry, &is_last)) {
        char id[LESSON_MAX_ID + 1] = "";
        memcpy(id, line.words[0].text, line.words[0].len);
        entry.id = id;
        take_over(progress, &entry);
        if (is_last)
            progress->last = progress_find(progress, id)->id;
        return;
    }
    while (len > 0 && text[len - 1] == '\r')
        len--;
    if (len == sizeof header - 1 && memcmp(text, header, len) == 0)
        return;
    buf_addn(&progress->strange, text, len);
    buf_addc(&progress->strange, '\n');
}

void progress_parse(struct progress *progress, const char *text, size_t len)
{
    for (size_t at = 0; at < len;) {
        const char *const newline = memchr(text + at, '\n', len - at);
        const size_t end = newline == NULL ? len : (size_t)(newline - text);
        read_line(progress, text + at, end - at);
        at = end + 1;
    }
}

/* ---- writing --------------------------------------------------------------------------------- */

void progress_write(const struct progress *progress, struct buf *out)
{
    buf_addf(out, "%s\n", header);
    for (size_t i = 0; i < progress->count; i++) {
        const struct progress_entry *const entry = &progress->items[i];
        buf_add(out, entry->id);
        if (entry->solved)
            buf_addf(out, " solved %u hints %u seconds %llu", entry->calls, entry->hints,
                (unsigned long long)entry->seconds);
        else
            buf_add(out, " seen");
        if (entry->shown)
            buf_add(out, " shown");
        if (progress->last != NULL && strcmp(progress->last, entry->id) == 0)
            buf_add(out, " last");
        buf_addc(out, '\n');
    }
    if (progress->last != NULL && progress_find(progress, progress->last) == NULL)
        buf_addf(out, "%s seen last\n", progress->last);
    buf_addn(out, buf_text(&progress->strange), progress->strange.len);
}
