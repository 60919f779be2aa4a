/* repair - a program with one line replaced: run in a session of its own, judged by where it ends.
 */
#include <string.h>

#include "lang/words.h"
#include "lesson/practice.h"

#include "judging.h"

/* ---- the text --------------------------------------------------------------------------------- */

/* A call alone keeps what the line did with its value: "char *p = ". Length of that. */
static size_t kept_len(const char *line, const char *text)
{
    const char *const value = strstr(line, "= Virtual");
    return value != NULL && strncmp(text, "Virtual", 7) == 0 ? (size_t)(value - line) + 2
                                                              : strspn(line, " \t");
}

static void add_replaced(struct buf *out, const char *line, const char *text)
{
    size_t len = strlen(text);
    while (len > 0 && strchr(" \t\r\n", text[len - 1]) != NULL)
        len--;
    buf_addn(out, line, kept_len(line, text));
    buf_addn(out, text, len);
    if (len > 0 && strchr(";{}", text[len - 1]) == NULL)
        buf_addc(out, ';');
    buf_addc(out, '\n');
}

void practice_program(struct buf *out, const struct lesson *lesson, unsigned line,
    const char *text)
{
    for (size_t i = 0; i < lesson->program.count; i++)
        if (i + 1 == line)
            add_replaced(out, lesson->program.items[i].text, text);
        else
            buf_addf(out, "%s\n", lesson->program.items[i].text);
}

/* ---- running it ------------------------------------------------------------------------------- */

struct attempt {
    const struct lesson *lesson;
    struct session *session;
    struct lesson_start start;
    struct lesson_tally tally;
    bool has_failed;
    struct vm_call failed;             /* the first that fails */
    struct vm_result result;
};

static void on_call(void *ctx, const struct vm_change *change, uint32_t last_error)
{
    struct attempt *const attempt = ctx;
    (void)last_error;
    lesson_tally_note(&attempt->tally, attempt->lesson, &attempt->start,
        session_space(attempt->session), change);
    if (!attempt->has_failed && (change->result.error != 0 || change->result.exception != 0)) {
        attempt->has_failed = true;
        attempt->failed = change->call;
        attempt->result = change->result;
    }
}

static enum practice_repair_end judge(const struct attempt *attempt)
{
    switch (session_current(attempt->session)->end) {
    case SESSION_END_DONE:
        if (goal_is_reached(attempt->lesson, &attempt->start, session_space(attempt->session),
                &attempt->tally))
            return PRACTICE_REPAIRED;
        return attempt->has_failed ? PRACTICE_REPAIR_FAILS : PRACTICE_REPAIR_MISSES;
    case SESSION_END_EXCEPTION:
        return attempt->has_failed ? PRACTICE_REPAIR_FAILS : PRACTICE_REPAIR_MISSES;
    case SESSION_END_ERROR:
        return PRACTICE_REPAIR_UNREADABLE;
    case SESSION_END_STATEMENT:
    case SESSION_END_STOPPED:
    case SESSION_END_LIMIT:
    case SESSION_END_INPUT:
        break;
    }
    return PRACTICE_REPAIR_ENDLESS;
}

static enum practice_repair_end run(struct attempt *attempt, const struct buf *text)
{
    const struct session_options options = {.machine = attempt->lesson->machine,
        .layout = SESSION_LAYOUT_PROCESS, .max_operations = PRACTICE_REPAIR_OPERATIONS};
    const struct session_observer observer = {.ctx = attempt, .on_call = on_call};
    enum practice_repair_end end = PRACTICE_REPAIR_UNREADABLE;
    attempt->session = session_create(&options, NULL, &observer);
    if (session_load_text(attempt->session, "repair.c", buf_text(text), text->len) ==
        SESSION_STEPPED) {
        const struct vm_space *const space = session_space(attempt->session);
        lesson_start_take(&attempt->start, space);
        lesson_tally_begin(&attempt->tally, attempt->lesson, &attempt->start, space);
        if (session_run(attempt->session, "run", 3) == SESSION_STEPPED)
            end = judge(attempt);
    }
    lesson_start_finish(&attempt->start);
    session_destroy(attempt->session);
    return end;
}

/* "7 VirtualFree(...)": the number of a line, which goes from the text; else the wrong line. */
static unsigned take_line(const struct lesson *lesson, const char **text)
{
    *text += strspn(*text, " \t");
    const size_t len = strspn(*text, "0123456789");
    uint64_t number = 0;
    if (len == 0 || strchr(" \t:.", (*text)[len]) == NULL || (*text)[len] == '\0')
        return lesson->repair_line;
    (void)lang_read_number(*text, len, &number);
    *text += len;
    *text += strspn(*text, " \t:.");
    return number <= lesson->program.count ? (unsigned)number : 0;
}

bool practice_repair(const struct lesson *lesson, const char *answer, struct practice_repair *ret)
{
    struct attempt attempt = {.lesson = lesson};
    struct practice_repair repair = {.end = PRACTICE_REPAIR_NO_LINE};
    struct buf text = {0};
    repair.line = take_line(lesson, &answer);
    if (repair.line > 0 && lesson->program.count > 0) {
        practice_program(&text, lesson, repair.line, answer);
        repair.end = run(&attempt, &text);
        repair.failed = attempt.failed;
        repair.result = attempt.result;
    }
    buf_finish(&text);
    if (ret != NULL)
        *ret = repair;
    return repair.end == PRACTICE_REPAIRED;
}
