/* grade_csv - the report as comma-separated values [RFC 4180]: for each answer a row for each task. */
#include <inttypes.h>
#include <string.h>

#include "grade_say.h"

/* A spreadsheet takes what begins with one of these for a formula: an apostrophe makes it text. */
static bool is_formula(char first)
{
    return first != '\0' && strchr("=+-@\t\r", first) != NULL;
}

static void add_cell(struct buf *out, const char *text)
{
    struct buf clean = {0};
    grade_add_clean(&clean, text, strlen(text));
    const char *at = buf_text(&clean);
    const bool quotes = strpbrk(at, "\",;'") != NULL || *at == ' ' || is_formula(*at);
    if (quotes)
        buf_addc(out, '"');
    if (is_formula(*at))
        buf_addc(out, '\'');
    for (; *at != '\0'; at++) {
        if (*at == '"')
            buf_addc(out, '"');
        buf_addc(out, *at);
    }
    if (quotes)
        buf_addc(out, '"');
    buf_finish(&clean);
}

static void csv_begin(const struct render_report *report, struct buf *out)
{
    (void)report;
    buf_add(out, "student,file,kind,task,result,calls,par,attempts,help,unproven_hints,"
                 "unproven_seconds,why,notes\r\n");
}

static void add_help(struct buf *out, unsigned help)
{
    const char *word;
    for (size_t i = 0; (word = grade_help_word(help, i)) != NULL; i++)
        buf_addf(out, "%s%s", i > 0 ? " " : "", word);
}

static void add_mark(
    const struct grade_result *result, const struct grade_mark *mark, struct buf *out)
{
    struct buf why = {0};
    buf_addf(out, ",%s,%s,%s,", grade_kind_word(result->kind), mark->task->id,
        grade_reason_word(mark->reason));
    if (mark->reason == GRADE_SOLVED)
        buf_addf(out, "%u", mark->calls);
    buf_addf(out, ",%u,%u,", mark->par, mark->attempts);
    add_help(out, mark->help);
    if (mark->has_claims)
        buf_addf(out, ",%u,%" PRIu64 ",", mark->claimed_hints, mark->claimed_seconds);
    else
        buf_add(out, ",,,");
    render_grade_why(&why, result, mark);
    add_cell(out, buf_text(&why));
    buf_addc(out, ',');
    buf_finish(&why);
}

/* "one\ntwo\n" becomes "one | two". */
static void join_lines(struct buf *text)
{
    struct buf joined = {0};
    for (size_t i = 0; i + 1 < text->len; i++)
        if (text->data[i] == '\n')
            buf_add(&joined, " | ");
        else
            buf_addc(&joined, text->data[i]);
    buf_finish(text);
    *text = joined;
}

/* What is said of the answer as a whole stands in its first row. */
static void csv_answer(const struct render_report *report, const struct grade_result *result,
    struct buf *out)
{
    struct buf notes = {0};
    grade_add_notes(&notes, report, result);
    join_lines(&notes);
    for (size_t i = 0; i < result->mark_count; i++) {
        add_cell(out, result->answer->student);
        buf_addc(out, ',');
        add_cell(out, result->answer->name);
        add_mark(result, &result->marks[i], out);
        add_cell(out, i == 0 ? buf_text(&notes) : "");
        buf_add(out, "\r\n");
    }
    buf_finish(&notes);
}

static void csv_unread(const struct render_report *report, const char *name, const char *student,
    const char *why, struct buf *out)
{
    (void)report;
    add_cell(out, student);
    buf_addc(out, ',');
    add_cell(out, name);
    buf_add(out, ",,,unread,,,,,,,");
    add_cell(out, why);
    buf_add(out, ",\r\n");
}

static void csv_end(const struct render_report *report, struct buf *out)
{
    (void)report;
    (void)out;
}

const struct grade_writer grade_csv = {csv_begin, csv_answer, csv_unread, csv_end};
