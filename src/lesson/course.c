/* course - the folder of a course: its file order, and the files of each lesson. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lang/words.h"

#include "reading.h"

const char *lesson_language_name(enum lesson_language language)
{
    return language == LESSON_ES ? "es" : "en";
}

struct course_reading {
    struct course *course;
    const struct lesson_host *host;
    struct lesson_faults *faults;
};

static const char *join(struct arena *arena, const char *folder, const char *name)
{
    struct buf path = {0};
    buf_addf(&path, "%s/%s", folder, name);
    const char *const joined = arena_strndup(arena, buf_text(&path), path.len);
    buf_finish(&path);
    return joined;
}

/* False, and a fault, if the file is not there or too long. line: where it was asked for. */
static bool read_file(struct course_reading *r, const char *path, struct buf *out,
    const char *asked_by, unsigned line)
{
    if (r->host->read == NULL || !r->host->read(r->host->ctx, path, out)) {
        lesson_faults_add(r->faults, LESSON_FAULT_NO_FILE, asked_by, line, path, NULL);
        return false;
    }
    if (out->len > LESSON_MAX_FILE) {
        struct buf limit = {0};
        buf_addf(&limit, "%d", LESSON_MAX_FILE);
        lesson_faults_add(r->faults, LESSON_FAULT_TOO_LONG, path, 0, buf_text(&limit), NULL);
        buf_finish(&limit);
        return false;
    }
    return true;
}

static void finish_sketch(struct lesson_sketch *sketch)
{
    buf_finish(&sketch->data);
    for (int i = 0; i < LESSON_LANGUAGES; i++)
        buf_finish(&sketch->words[i]);
    lesson_destroy(sketch->plain);
}

/* "05-commit-part" is a folder for commit-part. */
static bool folder_fits(const char *folder, const char *id)
{
    const size_t digits = strspn(folder, "0123456789");
    return strcmp(folder, id) == 0 ||
        (digits > 0 && folder[digits] == '-' && strcmp(folder + digits + 1, id) == 0);
}

static const struct lesson_sketch *find_id(const struct course *course, const char *id)
{
    for (size_t i = 0; i < course->count; i++)
        if (strcmp(course->lessons[i].id, id) == 0)
            return &course->lessons[i];
    return NULL;
}

/* Reads the files of the lesson in folder; faults keep it out of the course. */
static void add_lesson(struct course_reading *r, const char *path, const char *folder,
    const char *asked_by, unsigned line)
{
    struct course *const course = r->course;
    struct lesson_sketch sketch = {.folder = folder, .path = path,
        .world = course->world_count > 0 ? (unsigned)course->world_count - 1 : 0};
    const size_t faults = r->faults->count;
    bool read = read_file(r, join(&course->arena, path, "lesson"), &sketch.data, asked_by, line);
    for (int i = 0; i < LESSON_LANGUAGES; i++) {
        struct buf name = {0};
        buf_addf(&name, "%s.md", lesson_language_name((enum lesson_language)i));
        read = read_file(r, join(&course->arena, path, buf_text(&name)), &sketch.words[i],
                   asked_by, line) && read;
        buf_finish(&name);
    }
    if (read)
        sketch.plain = lesson_fill(&sketch, "", r->faults);
    if (sketch.plain != NULL) {
        sketch.id = sketch.plain->id;
        if (!folder_fits(folder, sketch.id))
            lesson_faults_add(r->faults, LESSON_FAULT_NAME_DIFFERS,
                join(&course->arena, path, "lesson"), 0, folder, sketch.id);
        if (find_id(course, sketch.id) != NULL)
            lesson_faults_add(r->faults, LESSON_FAULT_TWICE, asked_by, line, sketch.id, NULL);
    }
    if (sketch.plain == NULL || r->faults->count > faults) {
        finish_sketch(&sketch);
        return;
    }
    base_grow(&course->lessons, &course->cap, course->count + 1, sizeof sketch);
    course->lessons[course->count++] = sketch;
}

/* "title en  Words", "world es  Words": a world begins with its first line. */
static void read_title(struct course_reading *r, struct text_words *words, const char *word,
    const struct text_line *line, const char *file)
{
    struct course *const course = r->course;
    const char *const language = text_take(words);
    int which = 0;
    while (which < LESSON_LANGUAGES && language != NULL &&
        strcmp(lesson_language_name((enum lesson_language)which), language) != 0)
        which++;
    if (language == NULL || which == LESSON_LANGUAGES || words->at >= words->count) {
        lesson_faults_add(r->faults, LESSON_FAULT_TITLE, file, line->number, word, NULL);
        return;
    }
    const char *text = arena_strndup(&course->arena, line->text, line->len);
    text += strcspn(text, " \t");
    text += strspn(text, " \t");
    text += strcspn(text, " \t");
    text += strspn(text, " \t");
    if (strcmp(word, "title") == 0) {
        course->title.title[which] = text;
        return;
    }
    const size_t count = course->world_count;
    if (count == 0 || course->worlds[count - 1].title[which] != NULL) {
        base_grow(&course->worlds, &course->world_cap, count + 1, sizeof *course->worlds);
        course->worlds[course->world_count++] = (struct course_title){0};
    }
    course->worlds[course->world_count - 1].title[which] = text;
}

static void fill_titles(struct course *course)
{
    for (size_t i = 0; i <= course->world_count; i++) {
        struct course_title *const title =
            i < course->world_count ? &course->worlds[i] : &course->title;
        const char *const any = title->title[LESSON_EN] != NULL ? title->title[LESSON_EN]
            : title->title[LESSON_ES] != NULL ? title->title[LESSON_ES] : "";
        for (int l = 0; l < LESSON_LANGUAGES; l++)
            title->title[l] = title->title[l] == NULL ? any : title->title[l];
    }
}

static void read_order(struct course_reading *r, const char *file, const struct buf *text)
{
    struct text_reader reader = {.text = buf_text(text), .len = text->len};
    size_t named = 0;
    for (struct text_line line; text_next(&reader, &line);) {
        struct text_words words;
        text_split(&words, line.text, line.len, &r->course->arena);
        const char *const word = text_take(&words);
        if (strcmp(word, "title") == 0 || strcmp(word, "world") == 0) {
            read_title(r, &words, word, &line, file);
            continue;
        }
        if (text_take(&words) != NULL)
            lesson_faults_add(r->faults, LESSON_FAULT_EXTRA, file, line.number, words.word[1],
                NULL);
        else if (++named > LESSON_MAX_LESSONS)
            lesson_faults_add(r->faults, LESSON_FAULT_TOO_MANY, file, line.number, "200", NULL);
        else
            add_lesson(r, join(&r->course->arena, r->course->path, word), word, file,
                line.number);
    }
    if (named == 0)
        lesson_faults_add(r->faults, LESSON_FAULT_NO_LESSONS, file, 0, NULL, NULL);
    fill_titles(r->course);
}

static const char *last_part(const char *path)
{
    const char *const slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

void course_read(struct course *ret, const struct lesson_host *host, const char *path,
    struct lesson_faults *faults)
{
    *ret = (struct course){0};
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/')
        len--;
    ret->path = arena_strndup(&ret->arena, path, len);
    struct course_reading r = {.course = ret, .host = host, .faults = faults};
    struct buf order = {0}, probe = {0};
    const char *const file = join(&ret->arena, ret->path, "order");
    const char *const single = join(&ret->arena, ret->path, "lesson");
    if (host->read != NULL && host->read(host->ctx, file, &order)) {
        read_order(&r, file, &order);
    } else if (host->read != NULL && host->read(host->ctx, single, &probe)) {
        add_lesson(&r, ret->path, last_part(ret->path), ret->path, 0);
        fill_titles(ret);
    } else {
        lesson_faults_add(faults, LESSON_FAULT_NO_FILE, ret->path, 0, file, NULL);
        fill_titles(ret);
    }
    buf_finish(&order);
    buf_finish(&probe);
}

void course_finish(struct course *course)
{
    for (size_t i = 0; i < course->count; i++)
        finish_sketch(&course->lessons[i]);
    free(course->lessons);
    free(course->worlds);
    arena_finish(&course->arena);
    *course = (struct course){0};
}

const struct lesson_sketch *course_find(const struct course *course, const char *word)
{
    uint64_t number = 0;
    for (size_t i = 0; i < course->count; i++)
        if (strcmp(course->lessons[i].id, word) == 0 ||
            strcmp(course->lessons[i].folder, word) == 0)
            return &course->lessons[i];
    const bool is_number = *word != '\0' && strspn(word, "0123456789") == strlen(word) &&
        lang_read_number(word, strlen(word), &number);
    return is_number && number >= 1 && number <= course->count ? &course->lessons[number - 1]
                                                               : NULL;
}

const struct lesson_sketch *course_teaches(const struct course *course, enum vm_rule rule)
{
    const enum vm_rule first = vm_rule_find(vm_rule_id(rule));         /* of those with its id */
    for (size_t i = 0; i < course->count; i++)
        for (size_t k = 0; k < course->lessons[i].plain->teach_count; k++)
            if (course->lessons[i].plain->teaches[k] == first)
                return &course->lessons[i];
    return NULL;
}
