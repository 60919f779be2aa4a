/* grade_report - the four formats behind one door, and the sentences they share. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "grade_say.h"
#include "render/lesson.h"
#include "say.h"

/* ---- words ------------------------------------------------------------------------------------ */

const char *grade_kind_word(enum grade_kind kind)
{
    static const char *const words[] = {
        [GRADE_JOURNAL] = "journal", [GRADE_SCRIPT] = "script", [GRADE_PROGRAM] = "program"};
    return words[kind];
}

const char *grade_reason_word(enum grade_reason reason)
{
    static const char *const words[] = {[GRADE_UNTRIED] = "untried",
        [GRADE_SOLVED] = "solved",
        [GRADE_OPEN] = "open",
        [GRADE_SHOWN] = "solution-shown",
        [GRADE_OTHER_START] = "other-start",
        [GRADE_DEFAULT_START] = "default-numbers",
        [GRADE_NO_PROGRAM] = "no-program",
        [GRADE_NO_PLACE] = "no-place",
        [GRADE_LIMIT] = "limit"};
    return words[reason];
}

const char *grade_help_word(unsigned help, size_t i)
{
    static const struct {
        unsigned help;
        const char *word;
    } words[] = {{GRADE_HINT, "hint"}, {GRADE_DEMO, "demo"}, {GRADE_SOLUTION, "solution"},
        {GRADE_WHY, "why"}};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if ((help & words[k].help) != 0 && i-- == 0)
            return words[k].word;
    return NULL;
}

static bool turns_writing(uint32_t scalar)
{
    return (scalar >= 0x202A && scalar <= 0x202E) || (scalar >= 0x2066 && scalar <= 0x2069) ||
           scalar == 0x200E || scalar == 0x200F || scalar == 0x2028 || scalar == 0x2029;
}

void grade_add_clean(struct buf *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        uint32_t scalar;
        char bytes[4];
        i += utf8_decode(text + i, len - i, &scalar);
        const bool is_control = scalar < 0x20 || (scalar >= 0x7F && scalar < 0xA0);
        if (is_control || turns_writing(scalar))
            buf_addc(out, scalar == '\n' || scalar == '\t' ? ' ' : '?');
        else
            buf_addn(out, bytes, utf8_encode(scalar, bytes));
    }
}

/* Takes the sentence out of text; it ends no line. */
static void add_sentence(struct buf *out, struct render_text *text)
{
    size_t len = text->buf.len;
    while (len > 0 && buf_text(&text->buf)[len - 1] == '\n')
        len--;
    grade_add_clean(out, buf_text(&text->buf), len);
    render_text_finish(text);
}

static void add_filled(struct buf *out, const char *msgid, const char *arg)
{
    struct render_text text = {0};
    render_fill1(&text.buf, msgid, arg);
    add_sentence(out, &text);
}

/* ---- why not ---------------------------------------------------------------------------------- */

static void add_gap(struct buf *out, const struct grade_mark *mark)
{
    struct render_text text = {0};
    if (!mark->has_gap)
        return;
    render_lesson_gap(&text, mark->lesson, &mark->gap);
    if (text.buf.len == 0)
        render_lesson_item(&text, mark->lesson, &mark->gap);
    add_sentence(out, &text);
}

static void add_first_mistake(struct buf *out, const struct grade_result *result)
{
    struct buf mistake = {0};
    if (result->mistake_count > 0)
        grade_add_mistake(&mistake, &result->mistakes[0]);
    add_filled(out, N_("the program does not compile: {0}"), buf_text(&mistake));
    buf_finish(&mistake);
}

void render_grade_why(
    struct buf *out, const struct grade_result *result, const struct grade_mark *mark)
{
    switch (mark->reason) {
    case GRADE_UNTRIED:
    case GRADE_SOLVED:
        return;
    case GRADE_OPEN:
        add_gap(out, mark);
        return;
    case GRADE_SHOWN:
        add_filled(out, N_("solved, but after its solution was shown"), NULL);
        return;
    case GRADE_OTHER_START:
        add_filled(out, N_("begun on another start than that of the task"), NULL);
        return;
    case GRADE_DEFAULT_START:
        add_filled(out, N_("done with the usual numbers, not with those of {0}"),
            result->answer->numbers);
        return;
    case GRADE_NO_PROGRAM:
        add_first_mistake(out, result);
        return;
    case GRADE_NO_PLACE:
        add_filled(out, N_("the start of this task does not go into a process"), NULL);
        return;
    case GRADE_LIMIT:
        add_filled(out, N_("the program was stopped after too many operations"), NULL);
        return;
    }
}

/* ---- mistakes and notes ----------------------------------------------------------------------- */

void grade_add_mistake(struct buf *out, const struct grade_mistake *mistake)
{
    struct render_text text = {0};
    struct buf line = {0};
    buf_addf(&line, "%u", mistake->line);
    render_fill1(&text.buf, N_("line {0}: "), buf_text(&line));
    switch (mistake->kind) {
    case GRADE_DIAG:
        render_diag(&text, NULL, &mistake->diag);
        break;
    case GRADE_REFUSED:
        render_fill1(&text.buf, mistake->msgid, mistake->arg);
        break;
    case GRADE_UNFINISHED:
        render_fill1(&text.buf, N_("the statement that begins here does not end"), NULL);
        break;
    case GRADE_PROGRAM_INSIDE:
        render_fill1(&text.buf, N_("a whole program does not belong between other lines"), NULL);
        break;
    }
    add_sentence(out, &text);
    buf_finish(&line);
}

static void add_note(struct buf *out, const char *msgid, const char *arg)
{
    add_filled(out, msgid, arg);
    buf_addc(out, '\n');
}

static void add_mistakes(struct buf *out, const struct grade_result *result)
{
    enum { SHOWN = 3 };
    for (size_t i = 0; i < result->mistake_count && i < SHOWN; i++) {
        grade_add_mistake(out, &result->mistakes[i]);
        buf_addc(out, '\n');
    }
    if (result->mistake_total > SHOWN) {
        struct buf number = {0};
        buf_addf(&number, "%" PRIu64, result->mistake_total - SHOWN);
        add_note(out, N_("and {0} more lines that are not understood"), buf_text(&number));
        buf_finish(&number);
    }
}

static void add_claims(
    struct buf *out, const struct render_report *report, const struct grade_result *result)
{
    const char *const says = result->says_student;
    if (says != NULL && strcmp(says, result->answer->numbers) != 0)
        add_note(out, N_("the journal names another student: {0}"), says);
    if (report->exam && result->kind == GRADE_JOURNAL && !result->says_exam)
        add_note(out, N_("the journal does not say that it comes from an exam"), NULL);
}

void grade_add_notes(
    struct buf *out, const struct render_report *report, const struct grade_result *result)
{
    add_mistakes(out, result);
    add_claims(out, report, result);
    if (result->stopped)
        add_note(out, N_("stopped at the limit of operations; what follows was not run"), NULL);
    if (result->exception != 0) {
        struct buf code = {0};
        buf_addf(&code, "%08" PRIX32, result->exception);
        add_note(out, N_("the program ended by exception {0}"), buf_text(&code));
        buf_finish(&code);
    }
}

/* ---- the door --------------------------------------------------------------------------------- */

static const struct grade_writer *writer(const struct render_report *report)
{
    static const struct grade_writer *const writers[] = {[RENDER_REPORT_TABLE] = &grade_table,
        [RENDER_REPORT_CSV] = &grade_csv,
        [RENDER_REPORT_JSON] = &grade_json,
        [RENDER_REPORT_JUNIT] = &grade_junit};
    return writers[report->format];
}

void render_report_begin(struct render_report *report, struct buf *out)
{
    report->answers = 0;
    report->tried = base_zalloc((report->course->count + 1) * sizeof *report->tried);
    report->solved = base_zalloc((report->course->count + 1) * sizeof *report->solved);
    writer(report)->begin(report, out);
}

void render_report_answer(
    struct render_report *report, const struct grade_result *result, struct buf *out)
{
    for (size_t i = 0; i < result->mark_count; i++) {
        report->tried[i] += result->marks[i].reason != GRADE_UNTRIED;
        report->solved[i] += result->marks[i].reason == GRADE_SOLVED;
    }
    writer(report)->answer(report, result, out);
    report->answers++;
}

void render_report_unread(struct render_report *report, const char *name, const char *student,
    const char *why, struct buf *out)
{
    writer(report)->unread(report, name, student, why, out);
    report->answers++;
}

void render_report_end(struct render_report *report, struct buf *out)
{
    writer(report)->end(report, out);
}

void render_report_finish(struct render_report *report)
{
    free(report->tried);
    free(report->solved);
    report->tried = report->solved = NULL;
}
