/* fill - a lesson's files with one student's numbers in them -> the lesson. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#include "reading.h"

static const char *path_of(const struct lesson_sketch *sketch, const char *name,
    struct arena *arena)
{
    struct buf path = {0};
    buf_addf(&path, "%s/%s", sketch->path, name);
    const char *const joined = arena_strndup(arena, buf_text(&path), path.len);
    buf_finish(&path);
    return joined;
}

/* The name as the file says it, for drawing numbers before the file can be read. */
static const char *id_of(const struct buf *data, struct arena *arena)
{
    struct text_reader reader = {.text = buf_text(data), .len = data->len};
    for (struct text_line line; text_next(&reader, &line);) {
        struct text_words words;
        text_split(&words, line.text, line.len, arena);
        if (strcmp(text_take(&words), "lesson") == 0 && words.count > 1)
            return words.word[1];
    }
    return "";
}

static void fill_words(struct lesson *lesson, const struct lesson_sketch *sketch,
    const struct personal *personal, struct lesson_faults *faults)
{
    static const char *const names[] = {[LESSON_EN] = "en.md", [LESSON_ES] = "es.md"};
    for (int i = 0; i < LESSON_LANGUAGES; i++) {
        const char *const file = path_of(sketch, names[i], &lesson->arena);
        struct buf text = {0};
        personal_fill(personal, buf_text(&sketch->words[i]), sketch->words[i].len, file, &text,
            faults);
        read_words(&lesson->words[i], lesson, file, buf_text(&text), text.len, &lesson->arena,
            faults);
        buf_finish(&text);
    }
}

struct lesson *lesson_fill(const struct lesson_sketch *sketch, const char *student,
    struct lesson_faults *faults)
{
    struct lesson *const lesson = base_zalloc(sizeof *lesson);
    const size_t before = faults->count;
    lesson->machine = vm_machine_at(0);
    lesson->folder = sketch->folder;
    lesson->topic = "";
    const char *const file = path_of(sketch, "lesson", &lesson->arena);
    struct personal personal;
    struct buf data = {0};
    personal_read(&personal, id_of(&sketch->data, &lesson->arena), buf_text(&sketch->data),
        sketch->data.len, student, file, faults);
    personal_fill(&personal, buf_text(&sketch->data), sketch->data.len, file, &data, faults);
    struct reading r = {.lesson = lesson, .faults = faults, .file = file};
    read_data(&r, buf_text(&data), data.len);
    fill_words(lesson, sketch, &personal, faults);
    buf_finish(&data);
    personal_finish(&personal);
    if (faults->count == before && faults->count < LESSON_MAX_FAULTS)
        return lesson;
    lesson_destroy(lesson);
    return NULL;
}

void lesson_destroy(struct lesson *lesson)
{
    if (lesson == NULL)
        return;
    struct arena arena = lesson->arena;
    free(lesson);
    arena_finish(&arena);
}
