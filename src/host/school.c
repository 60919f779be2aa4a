/* school - files and time for lesson, and one classroom for a front end. */
#include "host/school.h"

#include <string.h>
#include <sys/stat.h>

#include "host/host.h"

/* Bytes of a file that is looked at: far more than any lesson may have, so that it can be said that it
 * has too many. */
enum { READ_MAX = 64 * LESSON_MAX_FILE };

static bool read_file(void *ctx, const char *path, struct buf *out)
{
    (void)ctx;
    const char *error;
    return host_read_file(path, READ_MAX, true, out, &error);
}

/* The folder is made if only it is missing: a new lesson has one of its own. */
static bool replace_file(void *ctx, const char *path, const char *data, size_t len)
{
    (void)ctx;
    struct buf folder = {0};
    const char *const slash = strrchr(path, '/');
    if (slash && slash > path) {
        buf_addn(&folder, path, (size_t)(slash - path));
        (void)mkdir(buf_text(&folder), 0777);
    }
    buf_finish(&folder);
    return host_replace_file(path, data, len);
}

static uint64_t seconds(void *ctx)
{
    (void)ctx;
    return host_clock_ms() / 1000;
}

const struct lesson_host school_host = {
    .read = read_file, .read_own = host_read_data, .replace = replace_file, .seconds = seconds};

void school_own_course(struct buf *out)
{
    host_data_path("lessons", out);
}

void school_open(
    struct school *school, struct session *session, const struct school_options *options)
{
    *school = (struct school){.options = *options, .session = session};
}

void school_close(struct school *school)
{
    classroom_destroy(school->room);
    course_finish(&school->course);
    lesson_faults_finish(&school->faults);
    buf_finish(&school->progress_path);
    *school = (struct school){0};
}

/* The progress of another course lies beside that of pagelab's own, under the name of its folder. */
static const char *progress_path(struct school *school)
{
    struct buf name = {0};
    buf_add(&name, "progress");
    if (school->options.course) {
        const char *const slash = strrchr(school->course.path, '/');
        buf_addf(&name, "-%s", slash ? slash + 1 : school->course.path);
    }
    const bool found = school->options.keeps_progress &&
                       host_state_path(buf_text(&name), &school->progress_path);
    buf_finish(&name);
    return found ? buf_text(&school->progress_path) : NULL;
}

struct classroom *school_room(struct school *school)
{
    if (school->is_read)
        return school->room;
    school->is_read = true;
    struct buf own = {0};
    school_own_course(&own);
    const char *const path = school->options.course ? school->options.course : buf_text(&own);
    course_read(&school->course, &school_host, path, &school->faults);
    buf_finish(&own);
    if (school->course.count) {
        const char *const progress = progress_path(school);
        const struct classroom_options options = {.student = school->options.student,
            .exam = school->options.exam,
            .progress_path = progress,
            .loses_progress = school->options.keeps_progress && !progress};
        school->room =
            classroom_create(school->session, &school->course, &school_host, &options);
    }
    return school->room;
}

const char *school_where_left(struct school *school)
{
    const struct classroom *const room = school_room(school);
    if (!room)
        return NULL;
    const char *const last = classroom_progress(room)->last;
    return last && course_find(&school->course, last) ? last : school->course.lessons[0].id;
}

bool school_is_new(const struct school *school)
{
    struct buf path = {0}, text = {0};
    const char *error;
    const bool found = !school->options.course && host_state_path("progress", &path) &&
                       host_read_file(buf_text(&path), LESSON_MAX_FILE, true, &text, &error);
    buf_finish(&path);
    buf_finish(&text);
    return !found;
}

const struct classroom_news *school_word(
    struct school *school, const struct lang_command *command)
{
    struct classroom *const room = school_room(school);
    return room ? classroom_word(room, command) : NULL;
}

bool school_tells_faults(struct school *school)
{
    const bool tells = school->room && school->faults.count && !school->told_faults;
    school->told_faults = school->told_faults || tells;
    return tells;
}

/* Did a journal that is run again lead into a lesson or exercise? The course is read for it then. */
static bool is_in_lesson(const struct school *school)
{
    const struct session_step *const step = session_current(school->session);
    return step->kind == SESSION_STEP_RESTART &&
           (strncmp(step->text, "lesson ", 7) == 0 || strncmp(step->text, "practice ", 9) == 0);
}

const struct classroom_news *school_update(struct school *school)
{
    if (!school->room && is_in_lesson(school))
        (void)school_room(school);
    return school->room ? classroom_update(school->room) : NULL;
}

const struct classroom_news *school_replay(struct school *school, const char *line, size_t len)
{
    static const char word[] = "#: ";
    const size_t n = strlen(word);
    if (!school->room || len <= n || memcmp(line, word, n) != 0)
        return school_update(school);
    struct buf remark = {0};
    buf_addn(&remark, line + n, len - n);
    const struct classroom_news *const news = classroom_remark(school->room, buf_text(&remark));
    buf_finish(&remark);
    return news;
}

void school_on_call(struct school *school, const struct vm_change *change)
{
    classroom_on_call(school->room, change);
}
