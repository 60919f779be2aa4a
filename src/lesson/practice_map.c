/* practice_map - exercises that give a map to be made: calls that work are made on a scratch space, and the
 * goal is read off what they leave. Par is proven by search, so a shorter way becomes the solution. */
#include <string.h>

#include "lesson/judge.h"
#include "vm/route.h"

#include "practising.h"

enum { BORDERS_MAX = 24, MOVES_MAX = 600, STATES_MAX = 60000, PROTECTIONS_MAX = 6 };

/* ---- the goal in words ------------------------------------------------------------------------ */

static vm_page window_end(const struct maker *m)
{
    return m->window + WINDOW_GRANULES * VM_GRANULE_PAGES;
}

static void add_protection(struct buf *out, uint32_t protect)
{
    struct buf words = {0};
    lang_flags_format(&words, VM_ARG_PROTECT, protect);
    for (const char *p = buf_text(&words); *p != '\0'; p++)
        if (*p == '|')
            buf_addc(out, '+');
        else if (*p != ' ')
            buf_addc(out, *p);
    buf_finish(&words);
}

/* The pieces of the allocation that begins at first. */
static void add_pieces(const struct vm_space *space, vm_page first, vm_page end,
    const char *reserved, struct buf *out)
{
    for (vm_page page = first; page < end;) {
        const struct vm_run run = vm_space_run(space, page);
        buf_addf(out, "%s%llup ", page == first ? "" : ", ",
            (unsigned long long)(run.end - page));
        if (vm_attr_state(run.attr) == VM_RESERVED)
            buf_add(out, reserved);
        else
            add_protection(out, vm_attr_protect(run.attr));
        page = run.end;
    }
}

static void add_allocations(const struct maker *m, const char *before, const char *reserved,
    struct buf *out)
{
    const struct vm_space *const space = session_space(m->session);
    for (vm_page page = m->window; page < window_end(m);) {
        const struct vm_run run = vm_space_run(space, page);
        const bool is_free = vm_attr_state(run.attr) == VM_FREE;
        page = is_free ? run.end : run.alloc_end;
        if (is_free)
            continue;
        buf_addf(out, "%s%08llX %llup ", before,
            (unsigned long long)run.alloc_first << VM_PAGE_SHIFT,
            (unsigned long long)(run.alloc_end - run.alloc_first));
        add_protection(out, vm_attr_asked(run.attr));
        buf_add(out, " = ");
        add_pieces(space, run.alloc_first, run.alloc_end, reserved, out);
        buf_addc(out, '\n');
    }
}

void goal_lines(const struct maker *m, struct buf *out)
{
    add_allocations(m, "    allocation ", "reserved", out);
}

void goal_text(const struct maker *m, struct buf *out)
{
    add_allocations(m, "", "MEM_RESERVE", out);
    if (out->len > 0)
        out->data[--out->len] = '\0';
    else
        buf_add(out, "MEM_FREE");
}

/* ---- the shortest way ------------------------------------------------------------------------- */

struct search {
    struct lesson_start goal;
    vm_page borders[BORDERS_MAX];
    size_t border_count;
    uint32_t protections[PROTECTIONS_MAX];
    size_t protection_count;
    struct vm_call moves[MOVES_MAX];
    size_t move_count;
};

static void add_border(struct search *s, vm_page page)
{
    for (size_t i = 0; i < s->border_count; i++)
        if (s->borders[i] == page)
            return;
    if (s->border_count < BORDERS_MAX)
        s->borders[s->border_count++] = page;
}

static void add_protect(struct search *s, uint32_t protect)
{
    for (size_t i = 0; i < s->protection_count; i++)
        if (s->protections[i] == protect)
            return;
    if (protect != 0 && s->protection_count < PROTECTIONS_MAX)
        s->protections[s->protection_count++] = protect;
}

static void add_runs(struct search *s, const struct lesson_start *runs, bool is_goal)
{
    for (size_t i = 0; i < runs->count; i++) {
        add_border(s, runs->runs[i].first);
        add_border(s, runs->runs[i].end);
        if (is_goal) {
            add_protect(s, vm_attr_protect(runs->runs[i].attr));
            add_protect(s, vm_attr_asked(runs->runs[i].attr));
        }
    }
}

static void add_move(struct search *s, enum vm_call_id id, vm_page first, vm_page end,
    uint32_t flags, uint32_t protect)
{
    if (s->move_count < MOVES_MAX)
        s->moves[s->move_count++] = (struct vm_call){.id = id, .addr = first << VM_PAGE_SHIFT,
            .size = (end - first) << VM_PAGE_SHIFT, .flags = flags, .protect = protect};
}

/* Every call between two borders that could be of use. */
static void add_moves(struct search *s, vm_page first, vm_page end)
{
    add_move(s, VM_CALL_FREE, first, end, VM_MEM_DECOMMIT, 0);
    for (size_t i = 0; i < s->protection_count; i++) {
        const uint32_t protect = s->protections[i];
        add_move(s, VM_CALL_ALLOC, first, end, VM_MEM_COMMIT, protect);
        add_move(s, VM_CALL_PROTECT, first, end, 0, protect);
        if (first % VM_GRANULE_PAGES != 0)
            continue;
        add_move(s, VM_CALL_ALLOC, first, end, VM_MEM_RESERVE, protect);
        add_move(s, VM_CALL_ALLOC, first, end, VM_MEM_RESERVE | VM_MEM_COMMIT, protect);
    }
}

static bool is_goal(void *ctx, const void *memo, const struct vm_space *space)
{
    const struct search *const s = ctx;
    const vm_page end = vm_space_end(space);
    size_t i = 0;
    (void)memo;
    for (vm_page page = 0; page < end;) {
        const struct vm_run run = vm_space_run(space, page);
        page = run.end;
        if (vm_attr_state(run.attr) == VM_FREE)
            continue;
        const struct vm_run *const wanted = i < s->goal.count ? &s->goal.runs[i++] : NULL;
        if (wanted == NULL || wanted->first != run.first || wanted->end != run.end ||
            wanted->attr != run.attr || wanted->alloc_first != run.alloc_first ||
            wanted->alloc_end != run.alloc_end)
            return false;
    }
    return i == s->goal.count;
}

/* Fewer calls than count that lead from start to the space as it is? Then they replace calls. False
 * if the search did not end. */
static bool shorten(const struct maker *m, const struct vm_space *start, struct made *calls,
    unsigned *count)
{
    struct search s = {0};
    struct lesson_start before = {0};
    struct vm_route route;
    lesson_start_take(&before, start);
    lesson_start_take(&s.goal, session_space(m->session));
    add_runs(&s, &before, false);
    add_runs(&s, &s.goal, true);
    for (size_t i = 0; i < before.count; i++)
        if (before.runs[i].first == before.runs[i].alloc_first)
            add_move(&s, VM_CALL_FREE, before.runs[i].first, before.runs[i].first,
                VM_MEM_RELEASE, 0);
    for (size_t i = 0; i < s.border_count; i++)
        for (size_t j = 0; j < s.border_count; j++)
            if (s.borders[i] < s.borders[j])
                add_moves(&s, s.borders[i], s.borders[j]);
    const struct vm_route_problem problem = {.start = start, .moves = s.moves,
        .move_count = s.move_count, .most = *count - 1, .most_states = STATES_MAX,
        .ctx = &s, .is_goal = is_goal};
    vm_route_find(&problem, &route);
    if (route.end == VM_ROUTE_FOUND) {
        *count = (unsigned)route.move_count;
        for (unsigned i = 0; i < *count; i++)
            calls[i] = (struct made){.call = s.moves[route.moves[i]]};
    }
    lesson_start_finish(&before);
    lesson_start_finish(&s.goal);
    return route.end != VM_ROUTE_GAVE_UP && s.move_count < MOVES_MAX;
}

/* ---- the exercise ----------------------------------------------------------------------------- */

/* "VirtualAlloc((void *)0x40000000, ____, MEM_RESERVE, PAGE_READWRITE)" */
static void add_hole(struct buf *out, const struct vm_call *call)
{
    struct buf text = {0};
    call_text(&text, call, NULL, 0);
    const char *const from = strchr(buf_text(&text), ',');
    const char *const to = from == NULL ? NULL : strchr(from + 1, ',');
    if (to != NULL) {
        buf_addn(out, buf_text(&text), (size_t)(from - buf_text(&text)));
        buf_addf(out, ", ____%s", to);
    }
    buf_finish(&text);
}

static void add_verb(struct buf *out, const struct vm_call *call)
{
    buf_add(out, out->len > 0 ? ", " : "");
    if (call->id == VM_CALL_PROTECT) {
        buf_add(out, "VirtualProtect");
        return;
    }
    lang_flags_format(out, call->id == VM_CALL_FREE ? VM_ARG_FREE_FLAGS : VM_ARG_MEM_FLAGS,
        call->flags);
}

static bool make_calls(struct maker *m, struct made *calls, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (!maker_call(m, MADE_FOR_MAP, false, &calls[i]))
            return false;
    return true;
}

static void write_lesson(struct maker *m, const struct made *calls, unsigned count)
{
    if (m->start.len > 0)
        buf_addf(&m->data, "start\n%s", buf_text(&m->start));
    buf_addf(&m->data, "par %u\ngoal\n", count);
    goal_lines(m, &m->data);
    buf_add(&m->data, "    others free\nsolution\n");
    for (unsigned i = 0; i < count; i++) {
        buf_add(&m->data, "    ");
        call_text(&m->data, &calls[i].call, NULL, 0);
        buf_addc(&m->data, '\n');
    }
}

static void add_facts(const struct maker *m, struct facts *facts, const struct made *calls,
    unsigned count)
{
    struct buf *const verbs = facts_add(facts, "VERBS");
    for (unsigned i = 0; i < count; i++)
        add_verb(verbs, &calls[i].call);
    goal_text(m, facts_add(facts, "GOAL"));
    buf_addf(facts_add(facts, "PAR"), "%u", count);
    add_hole(facts_add(facts, "FIRST"), &calls[0].call);
}

bool make_map(struct maker *m, struct facts *facts)
{
    struct made calls[MADE_MAX];
    unsigned count = 1u + (m->level > 0) + (m->level > 1 ? draw_below(&m->draw, 2) : 0);
    if (m->topic != TOPIC_RESERVE || m->level > 0)
        maker_start(m);
    struct session *const start = session_create(NULL, NULL, NULL);
    struct session_start begin = {.label = "start", .lines = buf_text(&m->start)};
    bool made = session_begin(start, &begin, NULL) == SESSION_STEPPED &&
        make_calls(m, calls, count) && shorten(m, session_space(start), calls, &count) &&
        count > 0;
    session_destroy(start);
    if (made) {
        write_lesson(m, calls, count);
        add_facts(m, facts, calls, count);
    }
    return made;
}
