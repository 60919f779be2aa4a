/* practice_program - exercises with a small program in which one argument of one call is wrong. */
#include <string.h>

#include "practising.h"

enum { CALLS_MAX = 6, TRIES = 40 };

struct program {
    struct made calls[CALLS_MAX];      /* as they are right */
    unsigned count;
    vm_addr bases[CALLS_MAX];          /* allocations with a variable: p, q, r */
    unsigned base_count;
};

/* ---- variables -------------------------------------------------------------------------------- */

static const char *const variables[CALLS_MAX] = {"p", "q", "r", "s", "t", "u"};

static bool makes_variable(const struct made *made)
{
    return made->call.id == VM_CALL_ALLOC && (made->call.flags & VM_MEM_RESERVE) != 0;
}

static unsigned find_base(const struct program *program, vm_addr base)
{
    unsigned i = program->base_count;
    while (i > 0 && program->bases[i - 1] != base)
        i--;
    return i;                          /* from 1; 0: none */
}

static bool needs_old(const struct program *program)
{
    for (unsigned i = 0; i < program->count; i++)
        if (program->calls[i].call.id == VM_CALL_PROTECT)
            return true;
    return false;
}

/* "char *p = VirtualAlloc(...);": a statement; call is made's own, or that with a wrong argument. */
static void add_statement(struct buf *out, const struct program *program, const struct made *made,
    const struct vm_call *call)
{
    const unsigned variable = find_base(program, made->base);
    const bool declares = makes_variable(made);
    if (declares)
        buf_addf(out, "char *%s = ", variables[variable - 1]);
    call_text(out, call, declares || variable == 0 ? NULL : variables[variable - 1], made->base);
    buf_addc(out, ';');
}

/* ---- a program that works --------------------------------------------------------------------- */

static bool add_call(struct maker *m, struct program *program)
{
    struct made *const made = &program->calls[program->count];
    if (!maker_call(m, MADE_FOR_PROGRAM, false, made))
        return false;
    if (makes_variable(made)) {
        /* No second variable for the same place, and seldom one at all: a program works with what
         * it has. */
        if (find_base(program, made->base) != 0 ||
            (program->base_count > 0 && draw_below(&m->draw, 4) > 0)) {
            (void)session_undo(m->session);
            return false;
        }
        program->bases[program->base_count++] = made->base;
    }
    program->count++;
    return true;
}

/* First an allocation, then something committed in it, whatever the topic. */
static bool add_first(struct maker *m, struct program *program)
{
    const enum topic topic = m->topic;
    m->topic = topic == TOPIC_ROUNDING ? TOPIC_ROUNDING : TOPIC_RESERVE;
    const bool made = add_call(m, program) && makes_variable(&program->calls[0]);
    m->topic = TOPIC_COMMIT;
    for (unsigned i = 0; i < TRIES && made && program->count == 1 &&
         (program->calls[0].call.flags & VM_MEM_COMMIT) == 0; i++)
        (void)add_call(m, program);
    m->topic = topic;
    return made;
}

static bool is_about(enum topic topic, const struct vm_call *call)
{
    switch (topic) {
    case TOPIC_RESERVE:
        return call->id == VM_CALL_ALLOC && (call->flags & VM_MEM_RESERVE) != 0;
    case TOPIC_COMMIT:
        return call->id == VM_CALL_ALLOC && (call->flags & VM_MEM_COMMIT) != 0;
    case TOPIC_FREE:
        return call->id == VM_CALL_FREE;
    case TOPIC_PROTECT:
        return call->id == VM_CALL_PROTECT;
    case TOPIC_GUARD:
        return call_is_guarding(call);
    case TOPIC_CHARGE:
        return call->id != VM_CALL_PROTECT;
    case TOPIC_ROUNDING:
        return call->addr % VM_PAGE_SIZE != 0 || call->size % VM_PAGE_SIZE != 0;
    case TOPIC_QUERY:
    case TOPIC_COUNT:
        break;
    }
    return false;
}

static bool make_program(struct maker *m, struct program *program)
{
    const unsigned wanted = 3u + (m->level > 1) + (m->level > 2);
    if (!add_first(m, program))
        return false;
    for (unsigned i = 0; i < 2 * TRIES && program->count < wanted; i++)
        (void)add_call(m, program);
    return program->count == wanted;
}

/* ---- one wrong argument ----------------------------------------------------------------------- */

static void wrong_size(struct maker *m, const struct made *made, struct vm_call *call)
{
    const uint64_t whole = made->end - made->base;
    if (call->size == 0)
        call->size = whole;
    else if (draw_below(&m->draw, 2) == 0 && call->size > VM_PAGE_SIZE)
        call->size -= VM_PAGE_SIZE;
    else
        call->size += (1 + (uint64_t)draw_below(&m->draw, 3)) * VM_PAGE_SIZE;
}

static void wrong_flags(struct maker *m, struct vm_call *call)
{
    static const uint32_t allocs[] = {VM_MEM_RESERVE, VM_MEM_COMMIT,
        VM_MEM_RESERVE | VM_MEM_COMMIT};
    static const uint32_t frees[] = {VM_MEM_DECOMMIT, VM_MEM_RELEASE,
        VM_MEM_DECOMMIT | VM_MEM_RELEASE};
    call->flags = (call->id == VM_CALL_ALLOC ? allocs : frees)[draw_below(&m->draw, 3)];
}

static void wrong_protection(struct maker *m, struct vm_call *call)
{
    static const uint32_t some[] = {VM_PAGE_WRITECOPY, VM_PAGE_READONLY | VM_PAGE_READWRITE,
        VM_PAGE_GUARD, VM_PAGE_READONLY, VM_PAGE_READWRITE, VM_PAGE_NOACCESS};
    call->protect = some[draw_below(&m->draw, sizeof some / sizeof *some)];
}

/* Spoils one argument; returns which, from 0. */
static unsigned spoil(struct maker *m, const struct made *made, struct vm_call *call)
{
    const unsigned last = call->id == VM_CALL_ALLOC ? 4 : 3;
    const unsigned which = draw_below(&m->draw, last);
    if (which == 0)
        call->addr += makes_variable(made) ? VM_GRANULE_SIZE
            : (1 + (uint64_t)draw_below(&m->draw, 3)) * VM_PAGE_SIZE;
    else if (which == 1)
        wrong_size(m, made, call);
    else if (which == 2 && call->id != VM_CALL_PROTECT)
        wrong_flags(m, call);
    else
        wrong_protection(m, call);
    return which;
}

static bool is_same(const struct vm_call *a, const struct vm_call *b)
{
    return a->addr == b->addr && a->size == b->size && a->flags == b->flags &&
        a->protect == b->protect;
}

/* ---- the lesson ------------------------------------------------------------------------------- */

struct wrong {
    unsigned call, param, line;        /* line of the program, from 1 */
    struct vm_call spoilt;
};

static bool choose_wrong(struct maker *m, const struct program *program, struct wrong *ret)
{
    for (unsigned i = 0; i < TRIES; i++) {
        ret->call = draw_below(&m->draw, program->count);
        const struct made *const made = &program->calls[ret->call];
        ret->spoilt = made->call;
        ret->param = spoil(m, made, &ret->spoilt);
        if (!is_same(&ret->spoilt, &made->call) &&
            (is_about(m->topic, &made->call) || i > TRIES / 2))
            return true;
    }
    return false;
}

static void add_text(struct maker *m, unsigned *line, const char *text)
{
    buf_addf(&m->data, *text == '\0' ? "%s\n" : "    %s\n", text);
    ++*line;
}

static void add_program(struct maker *m, const struct program *program, struct wrong *wrong)
{
    static const char *const head[] = {"#include <windows.h>", "", "int main(void)", "{"};
    unsigned line = 0;
    buf_add(&m->data, "program\n");
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        add_text(m, &line, head[i]);
    if (needs_old(program))
        add_text(m, &line, "    DWORD old;");
    for (unsigned i = 0; i < program->count; i++) {
        const bool is_wrong = i == wrong->call;
        struct buf text = {0};
        buf_add(&text, "    ");
        add_statement(&text, program, &program->calls[i],
            is_wrong ? &wrong->spoilt : &program->calls[i].call);
        add_text(m, &line, buf_text(&text));
        buf_finish(&text);
        if (is_wrong)
            wrong->line = line;
    }
    add_text(m, &line, "    return 0;");
    add_text(m, &line, "}");
}

/* All of the window is named: what was released shall be free. */
static void add_free(const struct maker *m, struct buf *out)
{
    const struct vm_space *const space = session_space(m->session);
    const vm_page end = m->window + WINDOW_GRANULES * VM_GRANULE_PAGES;
    for (vm_page page = m->window; page < end;) {
        const struct vm_run run = vm_space_run(space, page);
        const vm_page last = run.end < end ? run.end : end;
        if (vm_attr_state(run.attr) == VM_FREE)
            buf_addf(out, "    pages %08llX %llup free\n",
                (unsigned long long)page << VM_PAGE_SHIFT, (unsigned long long)(last - page));
        page = last;
    }
}

static void add_goal(struct maker *m)
{
    struct vm_totals totals;
    vm_space_totals(session_space(m->session), &totals);
    buf_add(&m->data, "goal\n");
    goal_lines(m, &m->data);
    add_free(m, &m->data);
    buf_addf(&m->data,
        "    others any\n    assert failures == 0\n    assert allocations == %llu\n",
        (unsigned long long)totals.allocations);
}

static void add_solution(struct maker *m, const struct program *program)
{
    buf_add(&m->data, "solution\n");
    if (needs_old(program))
        buf_add(&m->data, "    DWORD old;\n");
    for (unsigned i = 0; i < program->count; i++) {
        buf_add(&m->data, "    ");
        add_statement(&m->data, program, &program->calls[i], &program->calls[i].call);
        buf_addc(&m->data, '\n');
    }
}

static void add_facts(struct maker *m, struct facts *facts, const struct program *program,
    const struct wrong *wrong)
{
    const struct vm_call *const call = &program->calls[wrong->call].call;
    const bool is_last = wrong->call + 1 == program->count;
    const bool is_second = is_last || (wrong->call > 0 && draw_below(&m->draw, 2) == 0);
    const unsigned low = is_second ? wrong->line - 1 : wrong->line;
    goal_text(m, facts_add(facts, "GOAL"));
    buf_addf(facts_add(facts, "ONE"), "%u", low);
    buf_addf(facts_add(facts, "OTHER"), "%u", low + 1);
    buf_addf(facts_add(facts, "LINE"), "%u", wrong->line);
    buf_add(facts_add(facts, "PARAM"), vm_call_info(call->id)->params[wrong->param]);
    buf_add(facts_add(facts, "FUNCTION"), vm_call_info(call->id)->name);
}

bool make_repair(struct maker *m, struct facts *facts, const char **ret_idea)
{
    struct program program = {0};
    struct wrong wrong = {0};
    if (!make_program(m, &program) || !choose_wrong(m, &program, &wrong))
        return false;
    const struct made *const right = &program.calls[wrong.call];
    buf_add(&m->data, "layout process\n");
    add_program(m, &program, &wrong);
    buf_addf(&m->data, "repair %u ", wrong.line);
    add_statement(&m->data, &program, right, &right->call);
    buf_addc(&m->data, '\n');
    add_goal(m);
    add_solution(m, &program);
    add_facts(m, facts, &program, &wrong);
    *ret_idea = practice_idea(&right->call);
    return true;
}

bool repair_is_sound(const struct lesson *lesson)
{
    const unsigned line = lesson->repair_line;
    struct buf wrong = {0};
    buf_addf(&wrong, "%u %s", line, lesson->program.items[line - 1].text);
    const bool sound = practice_repair(lesson, lesson->repair, NULL) &&
        !practice_repair(lesson, buf_text(&wrong), NULL);
    buf_finish(&wrong);
    return sound;
}
