/* grade_lines - a journal or script run line by line beside a classroom. */
#include <stdlib.h>
#include <string.h>

#include "grading.h"

enum {
    JOIN_MAX = 500,                    /* lines that one statement may take */
    WORD_COST = 3000,                  /* of a word of the classroom, which may begin a lesson */
    REPAIR_COST = 5000,                /* of running a program that was repaired */
    LINE_COST = 200,                   /* of a line, in operations: parsing, a step, the verdict */
    CALL_COST = 300,                   /* of a call: counting it, looking for the goal */
    MEMORY_COST = 8
};

/* ---- what the session tells ------------------------------------------------------------------- */

static void on_call(void *ctx, const struct vm_change *change, uint32_t last_error)
{
    struct grading *const g = ctx;
    (void)last_error;
    if (grading_spend(g, CALL_COST))
        classroom_on_call(g->room, change);
}

static void on_memory(void *ctx, const struct vm_change *change)
{
    struct grading *const g = ctx;
    if (grading_spend(g, MEMORY_COST))
        classroom_on_call(g->room, change);
}

static void on_output(void *ctx, const char *text, size_t len)
{
    (void)text;
    (void)grading_spend(ctx, len / 8);
}

/* ---- what it means for the marks -------------------------------------------------------------- */

/* The mark of the lesson one is in; NULL if in none. */
static struct grade_mark *current(const struct grading *g)
{
    const size_t index = classroom_index(g->room);
    return classroom_lesson(g->room) == NULL || index >= g->course->count
        ? NULL : &g->result->marks[index];
}

static void begin_attempt(struct grade_mark *mark)
{
    mark->attempts++;
    mark->wrong = NULL;
    if (mark->reason != GRADE_SOLVED)
        mark->reason = GRADE_OPEN;
}

static void look(struct grading *g, struct grade_mark *mark, const struct classroom_news *news)
{
    const struct lesson_verdict *const verdict = classroom_verdict(g->room);
    if (news->solved && classroom_shown(g->room)) {
        mark->reason = mark->reason == GRADE_SOLVED ? GRADE_SOLVED : GRADE_SHOWN;
        mark->has_gap = false;
    } else if (news->solved) {
        grading_set_solved(mark, news->calls);
    } else if (mark->reason != GRADE_SOLVED && !verdict->solved) {
        mark->reason = GRADE_OPEN;
        if (news->wrong != NULL)
            mark->wrong = arena_strndup(
                &g->result->arena, news->wrong->name, strlen(news->wrong->name));
        grading_take_gap(g, mark, classroom_lesson(g->room), verdict->first_open);
    }
}

static void take_news(struct grading *g, const struct classroom_news *news)
{
    struct grade_mark *const mark = current(g);
    if (news->kind == CLASSROOM_REPAIRED)
        (void)grading_spend(g,
            classroom_repair(g->room)->end == PRACTICE_REPAIR_ENDLESS ? PRACTICE_REPAIR_OPERATIONS
                                                                      : REPAIR_COST);
    if (mark == NULL)
        return;
    if (news->kind == CLASSROOM_BEGAN)
        begin_attempt(mark);
    if (classroom_place(g->room) == CLASSROOM_TASK)
        look(g, mark, news);
}

static void note_help(struct grading *g, enum grade_help help)
{
    struct grade_mark *const mark = current(g);
    if (mark != NULL)
        mark->help |= help;
}

/* ---- remarks of a journal --------------------------------------------------------------------- */

/* The number behind a word of text: "hints 2". */
static bool number_behind(const char *text, const char *word, uint64_t *ret)
{
    const char *const at = strstr(text, word);
    if (at == NULL)
        return false;
    *ret = strtoull(at + strlen(word), NULL, 10);
    return true;
}

/* "solved ID calls 2 hints 1 seconds 40": calls are counted here, the rest is a claim. */
static void take_claims(struct grade_mark *mark, const char *text)
{
    enum { MOST_HINTS = 99, MOST_SECONDS = 9999999 };
    uint64_t hints = 0, seconds = 0;
    if (!number_behind(text, " hints ", &hints) || !number_behind(text, " seconds ", &seconds))
        return;
    mark->has_claims = true;
    mark->claimed_hints = hints > MOST_HINTS ? MOST_HINTS : (unsigned)hints;
    mark->claimed_seconds = seconds > MOST_SECONDS ? MOST_SECONDS : seconds;
}

static void take_remark(struct grading *g, const char *text)
{
    struct grade_mark *const mark = current(g);
    if (strncmp(text, "student ", 8) == 0 && g->result->says_student == NULL)
        g->result->says_student = arena_strndup(&g->result->arena, text + 8, strlen(text + 8));
    if (strcmp(text, "exam") == 0)
        g->result->says_exam = true;
    if (mark == NULL)
        return;
    if (strncmp(text, "solved ", 7) == 0)
        take_claims(mark, text);
    if (strncmp(text, "hint ", 5) == 0)
        mark->help |= GRADE_HINT;
    if (strcmp(text, "solution") == 0)
        mark->help |= GRADE_SOLUTION;
    take_news(g, classroom_remark(g->room, text));
}

/* ---- lines ------------------------------------------------------------------------------------ */

static void note_word(struct grading *g, enum lang_command_id id)
{
    switch ((int)id) {
    case LANG_CMD_HINT:
        note_help(g, GRADE_HINT);
        break;
    case LANG_CMD_SOLUTION:
        note_help(g, GRADE_SOLUTION);
        break;
    case LANG_CMD_DEMO:
        note_help(g, GRADE_DEMO);
        break;
    case LANG_CMD_WHY:
    case LANG_CMD_INSIDE:
    case LANG_CMD_EXPLAIN:
        note_help(g, GRADE_WHY);
        break;
    }
}

/* False: the text ends here. */
static bool run_word(struct grading *g, size_t line)
{
    const struct lang_command *const command = session_foreign(g->session);
    g->result->understood = true;
    note_word(g, command->id);
    if (lang_command_info(command->id)->owner != LANG_OWNER_LESSON)
        return command->id != LANG_CMD_QUIT;
    if (!grading_spend(g, WORD_COST))
        return false;
    const struct classroom_news *const news = classroom_word(g->room, command);
    if (news->kind == CLASSROOM_REFUSED)
        grading_take_refusal(g, news->msgid, news->arg, line);
    else
        take_news(g, news);
    return true;
}

static void run_step(struct grading *g, size_t line)
{
    g->result->understood = true;
    grading_take_end(g, line);
    take_news(g, classroom_update(g->room));
}

enum wish { GO_ON, MORE, STOP };

static enum wish run_line(struct grading *g, const char *text, size_t len, size_t line)
{
    switch (session_run(g->session, text, len)) {
    case SESSION_NOTHING:
        return GO_ON;
    case SESSION_STEPPED:
    case SESSION_MOVED:
        run_step(g, line);
        return GO_ON;
    case SESSION_FOREIGN:
        return run_word(g, line) ? GO_ON : STOP;
    case SESSION_REJECTED:
        grading_take_diags(g, line);
        return GO_ON;
    case SESSION_INCOMPLETE:
        return MORE;
    case SESSION_PROGRAM:
        (void)grading_mistake(g, GRADE_PROGRAM_INSIDE, line);
        return GO_ON;
    case SESSION_REFUSED:
        grading_take_refusal(
            g, session_refusal(g->session)->msgid, session_refusal(g->session)->arg, line);
        return GO_ON;
    }
    return GO_ON;
}

static size_t end_of_line(const char *text, size_t len, size_t at)
{
    const char *const end = at < len ? memchr(text + at, '\n', len - at) : NULL;
    return end == NULL ? len : (size_t)(end - text);
}

/* Runs the statement that begins at *at, however many lines it has. Moves *at and *line behind it. */
static bool run_statement(struct grading *g, const char *text, size_t len, size_t *at, size_t *line)
{
    const size_t first = end_of_line(text, len, *at);
    size_t end = first;
    enum wish wish = MORE;
    size_t joined = 0;
    while (wish == MORE && joined < JOIN_MAX && grading_spend(g, LINE_COST + (end - *at))) {
        wish = run_line(g, text + *at, end - *at, *line);
        joined++;
        if (wish == MORE && end == len)
            break;
        if (wish == MORE)
            end = end_of_line(text, len, end + 1);
    }
    if (wish == MORE && g->left > 0) {
        (void)grading_mistake(g, GRADE_UNFINISHED, *line);
        end = first;
        joined = 1;
    }
    *line += joined;
    *at = end + 1;
    return wish != STOP;
}

static void run_remark(struct grading *g, const char *line, size_t len)
{
    struct buf text = {0};
    buf_addn(&text, line + 3, len - 3);
    (void)grading_spend(g, LINE_COST);
    take_remark(g, buf_text(&text));
    buf_finish(&text);
}

static size_t count_lines(const char *text, size_t len)
{
    size_t lines = 0;
    for (size_t i = 0; i < len; i++)
        lines += text[i] == '\n';
    return lines;
}

static void run_text(struct grading *g)
{
    const char *const text = g->answer->text;
    const size_t len = g->answer->len;
    size_t line = 1;
    for (size_t at = 0; at < len && g->left > 0;) {
        const size_t end = end_of_line(text, len, at);
        const size_t taken = grade_start(g, text + at, len - at);
        if (taken > 0) {
            line += count_lines(text + at, taken);
            at += taken;
            take_news(g, classroom_update(g->room));
        } else if (end - at > 3 && memcmp(text + at, "#: ", 3) == 0) {
            run_remark(g, text + at, end - at);
            at = end + 1;
            line++;
        } else if (!run_statement(g, text, len, &at, &line)) {
            return;
        }
    }
}

/* ---- a session for it ------------------------------------------------------------------------- */

static void open_lesson(struct grading *g, const struct lesson_sketch *task)
{
    struct buf word = {0};
    buf_addf(&word, "lesson %s", task->id);
    if (session_run(g->session, buf_text(&word), word.len) == SESSION_FOREIGN)
        take_news(g, classroom_word(g->room, session_foreign(g->session)));
    buf_finish(&word);
}

void grade_lines(struct grading *g, const struct lesson_sketch *task)
{
    static const struct lesson_host nothing = {0};
    struct session_journal_header header = {0};
    const bool is_journal = session_journal_parse(g->answer->text, g->answer->len, &header);
    const struct session_options options = {.machine = header.machine, .layout = header.layout,
        .max_operations = g->left};
    const struct session_host host = {.ctx = g, .should_stop = grading_is_spent};
    const struct session_observer observer = {
        .ctx = g, .on_call = on_call, .on_output = on_output, .on_memory = on_memory};
    const struct classroom_options room = {
        .student = g->answer->numbers, .exam = g->options->exam};
    g->session = session_create(&options, &host, &observer);
    g->room = classroom_create(g->session, g->course, &nothing, &room);
    if (is_journal)
        session_journal_prepare(g->session, g->answer->text, g->answer->len);
    if (task != NULL)
        open_lesson(g, task);
    run_text(g);
    classroom_destroy(g->room);
    session_destroy(g->session);
    g->room = NULL;
    g->session = NULL;
}

/* ---- does it lead on by itself? --------------------------------------------------------------- */

/* "lesson ID", or a journal's start "#start 2 machine=x86 layout=empty lesson ID". */
static bool leads(const char *line, size_t len)
{
    static const char word[] = "lesson ";
    const size_t n = strlen(word);
    while (len > 0 && (*line == ' ' || *line == '\t')) {
        line++;
        len--;
    }
    if (len > 7 && memcmp(line, "#start ", 7) == 0)
        for (size_t i = 7; i + n < len; i++)
            if (memcmp(line + i, " lesson ", n + 1) == 0)
                return true;
    return len > n && memcmp(line, word, n) == 0;
}

bool grade_leads_on(const struct grading *g)
{
    const char *const text = g->answer->text;
    const size_t len = g->answer->len;
    for (size_t at = 0; at < len;) {
        const size_t end = end_of_line(text, len, at);
        if (leads(text + at, end - at))
            return true;
        at = end + 1;
    }
    return false;
}
