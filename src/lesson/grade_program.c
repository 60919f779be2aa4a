/* grade_program - a C program judged on one task: it runs as a process beside the task's start.
 *
 * What the process brings along (image, stack, heap) belongs to the start, but is not measured,
 * unless the task begins in a process itself.
 */
#include <string.h>

#include "lang/words.h"

#include "grading.h"
#include "judging.h"

enum { CALL_COST = 300, MEMORY_COST = 8 };

struct program {
    struct grading *g;
    const struct lesson *lesson;
    struct lesson_start around, start;
    struct lesson_tally tally;
    bool counts;
};

/* Its own variables and code are no part of the task. */
static bool is_own(const struct program *p, vm_addr addr)
{
    const vm_page page = addr >> VM_PAGE_SHIFT;
    for (size_t i = 0; i < p->around.count; i++)
        if (p->around.runs[i].alloc_first <= page && page < p->around.runs[i].alloc_end)
            return true;
    return false;
}

static void note(struct program *p, const struct vm_change *change, uint64_t cost)
{
    if (p->counts && grading_spend(p->g, cost))
        lesson_tally_note(&p->tally, p->lesson, &p->start, session_space(p->g->session), change);
}

static void on_call(void *ctx, const struct vm_change *change, uint32_t last_error)
{
    (void)last_error;
    note(ctx, change, CALL_COST);
}

static void on_memory(void *ctx, const struct vm_change *change)
{
    struct program *const p = ctx;
    if (p->start.around == NULL || !is_own(p, change->call.addr))
        note(p, change, MEMORY_COST);
}

static void on_output(void *ctx, const char *text, size_t len)
{
    (void)text;
    (void)grading_spend(((struct program *)ctx)->g, len / 8);
}

static bool should_stop(void *ctx)
{
    return grading_is_spent(((struct program *)ctx)->g);
}

/* False, and marked why, if it cannot be. */
static bool load(struct program *p, struct grade_mark *mark)
{
    struct grading *const g = p->g;
    switch (session_load_text(g->session, "answer.c", g->answer->text, g->answer->len)) {
    case SESSION_STEPPED:
        return true;
    case SESSION_REJECTED:
        mark->reason = GRADE_NO_PROGRAM;
        grading_take_diags(g, 1);
        return false;
    case SESSION_REFUSED:
    case SESSION_NOTHING:
    case SESSION_MOVED:
    case SESSION_FOREIGN:
    case SESSION_INCOMPLETE:
    case SESSION_PROGRAM:
        break;
    }
    mark->reason = GRADE_NO_PLACE;
    return false;
}

static bool works(const struct session *session)
{
    const struct session_step *const step = session_current(session);
    for (size_t i = 0; i < step->call_count; i++) {
        const struct vm_result *const result = &step->calls[i].change->result;
        if (result->error != 0 || result->exception != 0)
            return false;
    }
    return step->end == SESSION_END_DONE;
}

/* "limit 64p" leaves so much to the task: what is around has its charge beside it. */
static void add_line(const struct program *p, const char *line, struct buf *out)
{
    static const char word[] = "limit ";
    const char *const size = line + strlen(word);
    uint64_t bytes = 0;
    if (p->lesson->layout == SESSION_LAYOUT_EMPTY && strncmp(line, word, strlen(word)) == 0 &&
        lang_read_size(size, strlen(size), &bytes))
        buf_addf(out, "%s%llup", word, (unsigned long long)
            ((bytes >> VM_PAGE_SHIFT) + p->around.totals.charge));
    else
        buf_add(out, line);
}

static bool lay_line(struct program *p, const char *line)
{
    struct session *const session = p->g->session;
    struct buf text = {0};
    add_line(p, line, &text);
    const bool ran = session_run(session, buf_text(&text), text.len) == SESSION_STEPPED;
    buf_finish(&text);
    return ran && works(session);
}

static bool lay_start(struct program *p)
{
    struct session *const session = p->g->session;
    lesson_start_take(&p->around, session_space(session));
    for (size_t i = 0; i < p->lesson->start.count; i++)
        if (!lay_line(p, p->lesson->start.items[i].text))
            return false;
    lesson_start_take(&p->start, session_space(session));
    if (p->lesson->layout == SESSION_LAYOUT_EMPTY && p->lesson->program.count == 0)
        p->start.around = &p->around;
    lesson_tally_begin(&p->tally, p->lesson, &p->start, session_space(session));
    return true;
}

/* Of a task that asks to repair a program, the program itself is the answer. NULL: none. */
static const bool *answers(const struct program *p)
{
    const struct lesson *const lesson = p->lesson;
    if (lesson->program.count == 0)
        return NULL;
    bool *const answered = arena_alloc(
        &p->g->result->arena, (lesson->question_count + 1) * sizeof *answered);
    answered[lesson->question_count] =
        goal_is_reached(lesson, &p->start, session_space(p->g->session), &p->tally);
    return answered;
}

static void judge(struct program *p, struct grade_mark *mark)
{
    struct grading *const g = p->g;
    const struct vm_space *const space = session_space(g->session);
    struct lesson_verdict verdict = {0};
    lesson_judge(&verdict, p->lesson, &p->start, space, &p->tally, answers(p));
    if (g->result->stopped) {
        mark->reason = GRADE_LIMIT;
    } else if (verdict.solved) {
        grading_set_solved(mark, lesson_tally_calls(&p->tally));
    } else {
        const struct lesson_wrong *const wrong = lesson_wrong_now(p->lesson, space, &p->tally);
        mark->reason = GRADE_OPEN;
        if (wrong != NULL)
            mark->wrong = arena_strndup(&g->result->arena, wrong->name, strlen(wrong->name));
        grading_take_gap(g, mark, p->lesson, verdict.first_open);
    }
    lesson_verdict_finish(&verdict);
}

static void run(struct program *p, struct grade_mark *mark)
{
    struct grading *const g = p->g;
    g->result->understood = true;
    if (!lay_start(p)) {
        mark->reason = GRADE_NO_PLACE;
        return;
    }
    p->counts = true;
    (void)session_run(g->session, "run", 3);
    p->counts = false;
    const struct session_step *const step = session_current(g->session);
    grading_take_end(g, 1);
    g->result->exception = step->end == SESSION_END_EXCEPTION ? step->exception.code : 0;
    judge(p, mark);
}

void grade_program(struct grading *g, const struct lesson_sketch *task)
{
    struct grade_mark *const mark = grading_mark(g, task);
    struct program p = {.g = g, .lesson = grading_lesson(g, task)};
    if (p.lesson == NULL)
        return;
    const struct session_options options = {
        .machine = p.lesson->machine, .max_operations = g->left};
    const struct session_host host = {.ctx = &p, .should_stop = should_stop};
    const struct session_observer observer = {
        .ctx = &p, .on_call = on_call, .on_output = on_output, .on_memory = on_memory};
    g->session = session_create(&options, &host, &observer);
    mark->attempts++;
    mark->lesson = p.lesson;
    if (load(&p, mark))
        run(&p, mark);
    lesson_start_finish(&p.around);
    lesson_start_finish(&p.start);
    session_destroy(g->session);
    g->session = NULL;
}
