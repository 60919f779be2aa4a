/* grade_table - the report for people: a row for each task that was tried. */
#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "grade_say.h"
#include "say.h"

enum { STUDENT = 20, TASK = 18, RESULT = 12, NUMBER = 8, TIME = 8 };

/* A cell of so many columns, cut if it is longer, and a blank. */
static void add_cell(struct buf *out, const char *text, size_t width)
{
    size_t cells = 0;
    const size_t len = strlen(text);
    for (size_t i = 0; i < len;) {
        uint32_t scalar;
        const size_t taken = utf8_decode(text + i, len - i, &scalar);
        const int wide = utf8_scalar_width(scalar);
        if (cells + (size_t)wide > width)
            break;
        buf_addn(out, text + i, taken);
        cells += (size_t)wide;
        i += taken;
    }
    buf_pad(out, ' ', width - cells + 1);
}

static void add_clean_cell(struct buf *out, const char *text, size_t width)
{
    struct buf clean = {0};
    grade_add_clean(&clean, text, strlen(text));
    add_cell(out, buf_text(&clean), width);
    buf_finish(&clean);
}

static void add_number(struct buf *out, uint64_t number, size_t width)
{
    struct buf text = {0};
    buf_addf(&text, "%" PRIu64, number);
    buf_pad(out, ' ', text.len < width ? width - text.len : 0);
    buf_addf(out, "%s ", buf_text(&text));
    buf_finish(&text);
}

static void add_time(struct buf *out, uint64_t seconds)
{
    struct buf text = {0};
    buf_addf(&text, "%" PRIu64 ":%02u", seconds / 60, (unsigned)(seconds % 60));
    buf_pad(out, ' ', text.len < TIME ? TIME - text.len : 0);
    buf_addf(out, "%s ", buf_text(&text));
    buf_finish(&text);
}

static void add_right_cell(struct buf *out, const char *text, size_t width)
{
    const size_t cells = utf8_width(text, strlen(text));
    buf_pad(out, ' ', cells < width ? width - cells : 0);
    add_cell(out, text, cells < width ? cells : width);
}

static void end_line(struct buf *out)
{
    while (out->len > 0 && out->data[out->len - 1] == ' ')
        out->data[--out->len] = '\0';
    buf_addc(out, '\n');
}

static void table_begin(const struct render_report *report, struct buf *out)
{
    if (report->exam)
        buf_addf(out, "%s\n",
            render_tr(N_("Exam: whoever asked for help has the words behind an exclamation mark.")));
    add_cell(out, render_tr(N_("student")), STUDENT);
    add_cell(out, render_tr(N_("task")), TASK);
    add_cell(out, render_tr(N_("result")), RESULT);
    add_right_cell(out, render_tr(N_("calls")), NUMBER);
    add_right_cell(out, render_tr(N_("par")), NUMBER);
    add_right_cell(out, render_tr(N_("hints*")), NUMBER);
    add_right_cell(out, render_tr(N_("time*")), TIME);
    buf_addf(out, "%s", render_tr(N_("why not")));
    end_line(out);
}

static void add_help(const struct render_report *report, const struct grade_mark *mark,
    struct buf *out)
{
    const char *word;
    if (!report->exam)
        return;
    for (size_t i = 0; (word = grade_help_word(mark->help, i)) != NULL; i++)
        buf_addf(out, "!%s ", word);
}

static void add_row(const struct render_report *report, const struct grade_result *result,
    const struct grade_mark *mark, struct buf *out)
{
    const bool solved = mark->reason == GRADE_SOLVED;
    add_clean_cell(out, result->answer->student, STUDENT);
    add_cell(out, mark->task->id, TASK);
    add_cell(out, render_tr(solved ? N_("solved") : N_("not solved")), RESULT);
    if (solved)
        add_number(out, mark->calls, NUMBER);
    else
        add_right_cell(out, "-", NUMBER);
    add_number(out, mark->par, NUMBER);
    if (mark->has_claims) {
        add_number(out, mark->claimed_hints, NUMBER);
        add_time(out, mark->claimed_seconds);
    } else {
        add_right_cell(out, "-", NUMBER);
        add_right_cell(out, "-", TIME);
    }
    add_help(report, mark, out);
    render_grade_why(out, result, mark);
    end_line(out);
}

/* A line of its own for a student: what is said of the answer as a whole. */
static void add_line(const char *student, const char *text, struct buf *out)
{
    add_clean_cell(out, student, STUDENT);
    buf_addf(out, "%s", text);
    end_line(out);
}

static void table_answer(const struct render_report *report, const struct grade_result *result,
    struct buf *out)
{
    size_t rows = 0;
    struct buf notes = {0};
    for (size_t i = 0; i < result->mark_count; i++)
        if (result->marks[i].reason != GRADE_UNTRIED) {
            add_row(report, result, &result->marks[i], out);
            rows++;
        }
    if (rows == 0)
        add_line(result->answer->student, render_tr(N_("no task is solved by this answer")), out);
    grade_add_notes(&notes, report, result);
    for (char *line = notes.data; line != NULL && *line != '\0';) {
        char *const end = strchr(line, '\n');
        *end = '\0';
        add_line(result->answer->student, line, out);
        line = end + 1;
    }
    buf_finish(&notes);
}

static void table_unread(const struct render_report *report, const char *name, const char *student,
    const char *why, struct buf *out)
{
    struct buf line = {0};
    (void)report;
    grade_add_clean(&line, name, strlen(name));
    buf_addf(&line, ": %s", why);
    add_line(student, buf_text(&line), out);
    buf_finish(&line);
}

static void table_end(const struct render_report *report, struct buf *out)
{
    struct buf all = {0};
    buf_addf(&all, "%zu", report->answers);
    buf_addc(out, '\n');
    render_fill1(out, render_trn("{0} answer", "{0} answers", report->answers), buf_text(&all));
    buf_addc(out, '\n');
    for (size_t i = 0; i < report->course->count; i++) {
        if (report->tried[i] == 0)
            continue;
        struct buf solved = {0};
        buf_addf(&solved, "%zu", report->solved[i]);
        const char *const args[] = {
            report->course->lessons[i].id, buf_text(&solved), buf_text(&all)};
        buf_add(out, "  ");
        render_fill(out, N_("{0}: solved by {1} of {2}"), args, 3);
        buf_addc(out, '\n');
        buf_finish(&solved);
    }
    buf_addf(out, "%s\n",
        render_tr(N_("* as the journals say; calls and results are proven, these are not")));
    buf_finish(&all);
}

const struct grade_writer grade_table = {table_begin, table_answer, table_unread, table_end};
