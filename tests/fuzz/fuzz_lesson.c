/* fuzz_lesson - any text at all as the files of a course: reading, filling in, judging and checking
 * may find faults, but never crash or hang, and each fault lies in a line that is there.
 *
 * Input   order, a lesson's data and its words, parted by lines with =====; what is missing is
 *         taken from a sound course.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "lesson/check.h"
#include "lesson/predict.h"
#include "lesson/progress.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ORDER, DATA, WORDS, PARTS };
static const char *const sound[PARTS] = {
    [ORDER] = "title en A\nworld en B\nx\n",
    [DATA] = "lesson x\npar 1\nstart\n reserve 40000000 8p rw\ngoal\n"
             " allocation 40000000 8p = 2p rw, 6p reserved\nsolution\n commit 40000000 2p rw\n",
    [WORDS] = "# X\nText\n```\ncommit 40000000 1p\n```\n## task\nDo.\n## hints\n1. a\n2. b\n3. c\n"
              "## done\nGood.\n"};

struct files {
    struct buf parts[PARTS];
};

static void split(struct files *files, const char *text, size_t len)
{
    static const char mark[] = "=====\n";
    size_t part = 0;
    for (size_t at = 0; at < len && part < PARTS; part++) {
        size_t end = at;
        while (end < len && (len - end < sizeof mark - 1 ||
                                memcmp(text + end, mark, sizeof mark - 1) != 0))
            end++;
        buf_addn(&files->parts[part], text + at, end - at);
        at = end + sizeof mark - 1;
    }
    for (; part < PARTS; part++)
        buf_add(&files->parts[part], sound[part]);
}

/* Any folder of the course holds the same lesson. */
static const struct buf *file_at(const struct files *files, const char *path)
{
    const char *const slash = strrchr(path, '/');
    const char *const name = slash == NULL ? path : slash + 1;
    if (strcmp(path, "course/order") == 0)
        return &files->parts[ORDER];
    if (strcmp(name, "lesson") == 0)
        return &files->parts[DATA];
    return strcmp(name, "en.md") == 0 || strcmp(name, "es.md") == 0 ? &files->parts[WORDS] : NULL;
}

static bool read_file(void *ctx, const char *path, struct buf *out)
{
    const struct buf *const file = file_at(ctx, path);
    if (file != NULL)
        buf_addn(out, buf_text(file), file->len);
    return file != NULL;
}

static unsigned lines_of(const struct buf *file)
{
    unsigned lines = 1;
    for (size_t i = 0; i < file->len; i++)
        lines += file->data[i] == '\n';
    return lines;
}

static void look_at_faults(const struct files *files, const struct lesson_faults *faults)
{
    assert(faults->count <= LESSON_MAX_FAULTS);
    for (size_t i = 0; i < faults->count; i++) {
        const struct lesson_fault *const fault = &faults->items[i];
        const struct buf *const file = file_at(files, fault->file);
        assert(fault->id < LESSON_FAULT_COUNT && fault->args[0] != NULL && fault->args[1] != NULL);
        assert(fault->line == 0 || file == NULL || fault->line <= lines_of(file));
    }
}

static bool leads(void *ctx, const char *name)
{
    (void)ctx;
    return strlen(name) % 2 == 0;
}

static void check(struct files *files)
{
    const struct lesson_host host = {.ctx = files, .read = read_file};
    const struct course_links links = {.has_page = leads, .has_term = leads};
    struct lesson_faults faults = {0};
    struct course course;
    course_read(&course, &host, "course", &faults);
    course_check(&course, &links, &faults);
    look_at_faults(files, &faults);
    for (size_t i = 0; i < course.count && i < 2; i++) {
        struct lesson_faults own = {0};
        lesson_destroy(lesson_fill(&course.lessons[i], "somebody", &own));
        look_at_faults(files, &own);
        lesson_faults_finish(&own);
    }
    course_finish(&course);
    lesson_faults_finish(&faults);
}

/* What a person types as a prediction, and a file of progress. */
static void read_other(const char *text, size_t len)
{
    struct progress progress = {0};
    struct prediction prediction = {0};
    struct buf scratch = {0};
    const char *word = NULL;
    progress_parse(&progress, text, len);
    progress_write(&progress, &scratch);
    if (!prediction_read(&prediction, text, &scratch, &word))
        assert(word != NULL);
    for (size_t i = 0; i < prediction.count; i++)
        assert(prediction.stretches[i].first < prediction.stretches[i].end);
    progress_finish(&progress);
    prediction_finish(&prediction);
    buf_finish(&scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct files files = {0};
    struct buf clean = {0};
    utf8_import(&clean, (const char *)data, size);
    split(&files, buf_text(&clean), clean.len);
    check(&files);
    read_other(buf_text(&clean), clean.len);
    for (size_t i = 0; i < PARTS; i++)
        buf_finish(&files.parts[i]);
    buf_finish(&clean);
    return 0;
}
