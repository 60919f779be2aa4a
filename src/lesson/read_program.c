/* read_program - a C program in a lesson, and the line that repairs it. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lang/words.h"

#include "reading.h"

/* Lines of C are taken as they stand: what is a comment elsewhere is #include here. */
void read_program_lines(struct text_reader *reader, struct entry *entry)
{
    struct text_line line;
    size_t wanted = 0;                 /* without the blank lines at the end */
    bool is_blank;
    while (text_next_raw(reader, &line, &is_blank)) {
        base_grow(&entry->lines, &entry->cap, entry->count + 1, sizeof *entry->lines);
        entry->lines[entry->count++] = line;
        wanted = is_blank ? wanted : entry->count;
    }
    entry->count = wanted;
}

static size_t indent_of(const struct text_line *line)
{
    size_t blanks = 0;
    while (blanks < line->len && (line->text[blanks] == ' ' || line->text[blanks] == '\t'))
        blanks++;
    return blanks;
}

void read_program(struct reading *r, const struct entry *entry)
{
    struct gather lines = {0};
    const size_t indent = entry->count > 0 ? indent_of(&entry->lines[0]) : 0;
    if (entry->count > LESSON_MAX_LINES)
        reading_fault(r, LESSON_FAULT_TOO_MANY, "64", NULL);
    for (size_t i = 0; i < entry->count && i < LESSON_MAX_LINES; i++) {
        const struct text_line *const line = &entry->lines[i];
        const size_t own = indent_of(line);
        const size_t skipped = own < indent ? own : indent;
        struct lesson_line *const item = gather_add(&lines, sizeof *item);
        item->text =
            arena_strndup(&r->lesson->arena, line->text + skipped, line->len - skipped);
        item->number = line->number;
    }
    r->lesson->program.items =
        gather_take(&lines, &r->lesson->arena, &r->lesson->program.count);
    if (entry->count == 0)
        reading_fault(r, LESSON_FAULT_MISSING, "program", NULL);
}

/* "7 VirtualFree(p, 0, MEM_RELEASE);" */
bool read_repair(struct reading *r, const struct entry *entry)
{
    const size_t len = strcspn(entry->rest, " \t");
    const char *const text = entry->rest + len + strspn(entry->rest + len, " \t");
    uint64_t line = 0;
    if (!lang_read_number(entry->rest, len, &line) || line == 0 || line > LESSON_MAX_LINES)
        return reading_fault(r, LESSON_FAULT_NUMBER,
            arena_strndup(&r->lesson->arena, entry->rest, len), NULL);
    if (*text == '\0')
        return reading_fault(r, LESSON_FAULT_MISSING, "repair", NULL);
    r->lesson->repair_line = (unsigned)line;
    r->lesson->repair = text;
    return true;
}
