/* grade_json - the report as JSON, an answer a line with its text, and the reading of it. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "grade_say.h"
#include "say.h"

#define REPORT_START "{\"pagelab-report\":1,"

/* ---- small steps ------------------------------------------------------------------------------ */

static json_t *checked(json_t *value)
{
    if (value == NULL)
        base_oom();
    return value;
}

static void set(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, checked(value)) != 0)
        base_oom();
}

static void add(json_t *array, json_t *value)
{
    if (json_array_append_new(array, checked(value)) != 0)
        base_oom();
}

/* Bytes that are no UTF-8 become U+FFFD. */
static json_t *string_of(const char *text, size_t len)
{
    struct buf clean = {0};
    for (size_t i = 0; i < len;) {
        uint32_t scalar;
        char bytes[4];
        i += utf8_decode(text + i, len - i, &scalar);
        buf_addn(&clean, bytes, utf8_encode(scalar, bytes));
    }
    json_t *const string = json_stringn(buf_text(&clean), clean.len);
    buf_finish(&clean);
    return string;
}

static void set_text(json_t *object, const char *key, const char *text)
{
    set(object, key, string_of(text, strlen(text)));
}

static void set_number(json_t *object, const char *key, uint64_t number)
{
    set(object, key, json_integer((json_int_t)number));
}

static void add_json(struct buf *out, json_t *value)
{
    char *const text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    if (text == NULL)
        base_oom();
    buf_add(out, text);
    free(text);
    json_decref(value);
}

/* ---- writing ---------------------------------------------------------------------------------- */

static void json_begin(const struct render_report *report, struct buf *out)
{
    json_t *const tasks = checked(json_array());
    for (size_t i = 0; i < report->course->count; i++) {
        const struct lesson *const lesson = report->course->lessons[i].plain;
        json_t *const task = checked(json_object());
        set_text(task, "id", lesson->id);
        set_number(task, "par", lesson->par);
        add(tasks, task);
    }
    buf_add(out, REPORT_START "\"course\":");
    add_json(out, checked(string_of(report->course->path, strlen(report->course->path))));
    buf_addf(out, ",\"exam\":%s,\"tasks\":", report->exam ? "true" : "false");
    add_json(out, tasks);
    buf_add(out, ",\"answers\":[");
}

static json_t *help_of(unsigned help)
{
    json_t *const words = checked(json_array());
    const char *word;
    for (size_t i = 0; (word = grade_help_word(help, i)) != NULL; i++)
        add(words, json_string(word));
    return words;
}

static json_t *claims_of(const struct grade_mark *mark)
{
    json_t *const claims = checked(json_object());
    set_number(claims, "hints", mark->claimed_hints);
    set_number(claims, "seconds", mark->claimed_seconds);
    return claims;
}

static json_t *mark_of(const struct grade_result *result, const struct grade_mark *mark)
{
    json_t *const object = checked(json_object());
    struct buf why = {0};
    const bool solved = mark->reason == GRADE_SOLVED;
    set_text(object, "task", mark->task->id);
    set(object, "solved", json_boolean(solved));
    set_text(object, "result", grade_reason_word(mark->reason));
    if (solved)
        set_number(object, "calls", mark->calls);
    set_number(object, "par", mark->par);
    set_number(object, "attempts", mark->attempts);
    render_grade_why(&why, result, mark);
    if (why.len > 0)
        set_text(object, "why", buf_text(&why));
    if (mark->wrong != NULL)
        set_text(object, "wrong", mark->wrong);
    if (mark->help != 0)
        set(object, "help", help_of(mark->help));
    if (mark->has_claims)
        set(object, "unproven", claims_of(mark));
    buf_finish(&why);
    return object;
}

static json_t *mistakes_of(const struct grade_result *result)
{
    json_t *const mistakes = checked(json_array());
    for (size_t i = 0; i < result->mistake_count; i++) {
        json_t *const object = checked(json_object());
        struct buf text = {0};
        grade_add_mistake(&text, &result->mistakes[i]);
        set_number(object, "line", result->mistakes[i].line);
        if (result->mistakes[i].kind == GRADE_DIAG)
            set_text(object, "code", lang_diag_code(result->mistakes[i].diag.id));
        set_text(object, "text", buf_text(&text));
        add(mistakes, object);
        buf_finish(&text);
    }
    return mistakes;
}

static void set_flags(json_t *object, const struct grade_result *result)
{
    set(object, "understood", json_boolean(result->understood));
    set(object, "stopped", json_boolean(result->stopped));
    set_number(object, "mistake_count", result->mistake_total);
    if (result->exception != 0)
        set_number(object, "exception", result->exception);
    if (result->says_student != NULL)
        set_text(object, "unproven_student", result->says_student);
    if (result->says_exam)
        set(object, "unproven_exam", json_true());
}

static void begin_answer(const struct render_report *report, struct buf *out)
{
    buf_add(out, report->answers > 0 ? ",\n" : "\n");
}

static void json_answer(const struct render_report *report, const struct grade_result *result,
    struct buf *out)
{
    json_t *const object = checked(json_object());
    json_t *const marks = checked(json_array());
    for (size_t i = 0; i < result->mark_count; i++)
        add(marks, mark_of(result, &result->marks[i]));
    set_text(object, "student", result->answer->student);
    set_text(object, "numbers", result->answer->numbers);
    set_text(object, "file", result->answer->name);
    set_text(object, "kind", grade_kind_word(result->kind));
    set_number(object, "solved", result->solved);
    set_flags(object, result);
    set(object, "marks", marks);
    set(object, "mistakes", mistakes_of(result));
    set(object, "text", string_of(result->answer->text, result->answer->len));
    begin_answer(report, out);
    add_json(out, object);
}

static void json_unread(const struct render_report *report, const char *name, const char *student,
    const char *why, struct buf *out)
{
    json_t *const object = checked(json_object());
    set_text(object, "student", student);
    set_text(object, "file", name);
    set_text(object, "unread", why);
    begin_answer(report, out);
    add_json(out, object);
}

static void json_end(const struct render_report *report, struct buf *out)
{
    (void)report;
    buf_add(out, "\n]}\n");
}

const struct grade_writer grade_json = {json_begin, json_answer, json_unread, json_end};

/* ---- reading ---------------------------------------------------------------------------------- */

struct render_report_reader {
    json_t *report;
    size_t next;
};

/* An object of JSON, however it is spaced and ordered: other programs may have passed it on. No answer
 * begins so. */
bool render_report_is(const char *text, size_t len)
{
    size_t i = 1;
    while (i < len && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r' || text[i] == '\n'))
        i++;
    return i < len && text[0] == '{' && text[i] == '"';
}

struct render_report_reader *render_report_read(const char *text, size_t len)
{
    json_t *const report = json_loadb(text, len, JSON_ALLOW_NUL, NULL);
    if (json_integer_value(json_object_get(report, "pagelab-report")) != 1 ||
        !json_is_array(json_object_get(report, "answers"))) {
        json_decref(report);
        return NULL;
    }
    struct render_report_reader *const reader = base_zalloc(sizeof *reader);
    reader->report = report;
    return reader;
}

static const char *text_of(const json_t *answer, const char *key)
{
    const char *const text = json_string_value(json_object_get(answer, key));
    return text == NULL ? "" : text;
}

bool render_report_next(struct render_report_reader *reader, struct grade_answer *ret)
{
    const json_t *const answers = json_object_get(reader->report, "answers");
    while (reader->next < json_array_size(answers)) {
        const json_t *const answer = json_array_get(answers, reader->next++);
        const json_t *const text = json_object_get(answer, "text");
        if (!json_is_string(text))
            continue;                  /* it could not be read then */
        *ret = (struct grade_answer){.name = text_of(answer, "file"),
            .student = text_of(answer, "student"),
            .numbers = text_of(answer, "numbers"),
            .text = json_string_value(text),
            .len = json_string_length(text)};
        return true;
    }
    return false;
}

void render_report_close(struct render_report_reader *reader)
{
    if (reader == NULL)
        return;
    json_decref(reader->report);
    free(reader);
}
