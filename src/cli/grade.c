/* grade - pagelab grade: the answers of students one by one, and the reports about them. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "course.h"
#include "front.h"
#include "grade_files.h"
#include "render/grade.h"
#include "render/words.h"

enum { STATUS_UNREAD = 1, STATUS_WRONG_USE = 2 };

/* A report and where it goes. */
struct sink {
    struct render_report report;
    FILE *to;                          /* NULL: it is not wanted */
    const char *path;
};
struct grader {
    const struct cli_options *options;
    struct course course;
    struct grade_options grade;
    struct sink sinks[RENDER_REPORT_COUNT];
    struct buf out;
    int status;
};

/* ---- reports ---------------------------------------------------------------------------------- */

static void flush_to(struct grader *g, struct sink *sink)
{
    (void)fwrite(buf_text(&g->out), 1, g->out.len, sink->to);
    buf_clear(&g->out);
}

static bool open_sink(struct grader *g, enum render_report_format format, const char *path)
{
    struct sink *const sink = &g->sinks[format];
    if (path == NULL)
        return true;
    sink->path = path;
    sink->to = strcmp(path, "-") == 0 ? stdout : fopen(path, "w");
    if (sink->to == NULL) {
        front_complain(N_("{0} cannot be written"), path);
        return false;
    }
    sink->report = (struct render_report){
        .format = format, .course = &g->course, .exam = g->options->exam};
    render_report_begin(&sink->report, &g->out);
    flush_to(g, sink);
    return true;
}

/* The table is for people: it is shown unless another report goes to the same place. */
static bool open_sinks(struct grader *g)
{
    const struct cli_options *const options = g->options;
    const char *const csv = options->exports[RENDER_CSV];
    const char *const json = options->exports[RENDER_JSON];
    const bool opened = open_sink(g, RENDER_REPORT_CSV, csv) &&
                        open_sink(g, RENDER_REPORT_JSON, json) &&
                        open_sink(g, RENDER_REPORT_JUNIT, options->junit);
    bool shown = false;
    for (size_t i = 0; i < RENDER_REPORT_COUNT; i++)
        shown = shown || g->sinks[i].to == stdout;
    return opened && (shown || open_sink(g, RENDER_REPORT_TABLE, "-"));
}

static void close_sink(struct grader *g, struct sink *sink)
{
    if (sink->to == NULL)
        return;
    render_report_end(&sink->report, &g->out);
    flush_to(g, sink);
    render_report_finish(&sink->report);
    bool written = fflush(sink->to) == 0 && ferror(sink->to) == 0;
    if (sink->to != stdout)
        written = fclose(sink->to) == 0 && written;
    if (!written) {
        front_complain(N_("{0} cannot be written"), sink->path);
        g->status = STATUS_WRONG_USE;
    }
}

/* A report that is being written may lie in a folder of answers. */
static bool is_sink(const struct grader *g, const char *name)
{
    struct stat file, own;
    if (stat(name, &file) != 0)
        return false;
    for (size_t i = 0; i < RENDER_REPORT_COUNT; i++)
        if (g->sinks[i].to != NULL && g->sinks[i].to != stdout &&
            fstat(fileno(g->sinks[i].to), &own) == 0 && own.st_dev == file.st_dev &&
            own.st_ino == file.st_ino)
            return true;
    return false;
}

/* ---- answers ---------------------------------------------------------------------------------- */

static void note_unread(struct grader *g)
{
    if (g->status == 0)
        g->status = STATUS_UNREAD;
}

static void report_unread(struct grader *g, const char *name, const char *why)
{
    struct buf student = {0};
    grade_student_of_name(&g->course, name, &student);
    for (size_t i = 0; i < RENDER_REPORT_COUNT; i++)
        if (g->sinks[i].to != NULL) {
            render_report_unread(
                &g->sinks[i].report, name, buf_text(&student), render_tr(why), &g->out);
            flush_to(g, &g->sinks[i]);
        }
    note_unread(g);
    buf_finish(&student);
}

static void grade_one(struct grader *g, const struct grade_answer *answer)
{
    struct grade_result result;
    grade_answer(&result, &g->course, &g->grade, answer);
    for (size_t i = 0; i < RENDER_REPORT_COUNT; i++)
        if (g->sinks[i].to != NULL) {
            render_report_answer(&g->sinks[i].report, &result, &g->out);
            flush_to(g, &g->sinks[i]);
        }
    if (!result.understood)
        note_unread(g);
    grade_result_finish(&result);
}

static bool comes_from(const struct grader *g, const char *source)
{
    const char *const from = g->options->student_from;
    return strcmp(from == NULL ? "name" : from, source) == 0;
}

/* Whose answer it is, and whose numbers its lessons have. */
static void find_student(const struct grader *g, const char *name, const struct buf *text,
    struct buf *student, struct buf *numbers)
{
    if (!comes_from(g, "journal") ||
        !grade_student_of_text(buf_text(text), text->len, student))
        grade_student_of_name(&g->course, name, student);
    if (g->options->student != NULL)
        buf_add(numbers, g->options->student);
    else if (!comes_from(g, "none"))
        buf_add(numbers, buf_text(student));
}

static void grade_text(struct grader *g, const char *name, const struct buf *text)
{
    struct buf student = {0}, numbers = {0};
    find_student(g, name, text, &student, &numbers);
    const struct grade_answer answer = {.name = name, .student = buf_text(&student),
        .numbers = buf_text(&numbers), .text = buf_text(text), .len = text->len};
    grade_one(g, &answer);
    buf_finish(&student);
    buf_finish(&numbers);
}

/* The answers in a report are run again: what it says of them does not count. */
static void grade_report(struct grader *g, const char *name, const struct buf *text)
{
    struct render_report_reader *const reader = render_report_read(buf_text(text), text->len);
    struct grade_answer answer;
    if (reader == NULL)
        report_unread(g, name, N_("this report is damaged"));
    while (reader != NULL && render_report_next(reader, &answer)) {
        if (g->options->student != NULL)
            answer.numbers = g->options->student;
        grade_one(g, &answer);
    }
    render_report_close(reader);
}

static void grade_file(struct grader *g, const char *name)
{
    struct buf text = {0};
    const char *error = "";
    if (is_sink(g, name))
        return;
    if (!grade_files_read(name, &text, &error))
        report_unread(g, name, error);
    else if (render_report_is(buf_text(&text), text.len))
        grade_report(g, name, &text);
    else
        grade_text(g, name, &text);
    buf_finish(&text);
}

static void grade_all(struct grader *g)
{
    struct grade_files files = {0};
    grade_files_find(&files, g->options->answer_files, g->options->answer_count);
    if (!open_sinks(g))
        g->status = STATUS_WRONG_USE;
    for (size_t i = 0; i < files.count && g->status != STATUS_WRONG_USE; i++)
        grade_file(g, files.names[i]);
    for (size_t i = 0; i < RENDER_REPORT_COUNT; i++)
        close_sink(g, &g->sinks[i]);
    grade_files_finish(&files);
}

/* ---- the course ------------------------------------------------------------------------------- */

static bool is_ready(struct grader *g)
{
    struct lesson_faults faults = {0};
    const char *const task = g->options->task;
    course_open(&g->course, g->options->file, &faults);
    course_print_faults(&faults, stderr);
    lesson_faults_finish(&faults);
    if (g->course.count == 0) {
        front_complain(N_("{0} is no course"), g->options->file);
        return false;
    }
    if (task != NULL && course_find(&g->course, task) == NULL) {
        front_complain(N_("there is no lesson {0} in this course"), task);
        return false;
    }
    return true;
}

int cli_grade(const struct cli_options *options)
{
    struct grader g = {.options = options,
        .grade = {.task = options->task,
            .exam = options->exam,
            .max_operations = options->max_operations}};
    if (is_ready(&g))
        grade_all(&g);
    else
        g.status = STATUS_WRONG_USE;
    course_finish(&g.course);
    buf_finish(&g.out);
    return g.status;
}
