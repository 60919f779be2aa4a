/* practice_map - exercises that give a map to be made: calls that work are made on a scratch space,
 * and the goal is read off what they leave. Only those of which no call can be spared count. */
#include <string.h>

#include "lesson/par.h"

#include "practising.h"

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
    const unsigned count = 1u + (m->level > 0) + (m->level > 1 ? draw_below(&m->draw, 2) : 0);
    if (m->topic != TOPIC_RESERVE || m->level > 0)
        maker_start(m);
    if (!make_calls(m, calls, count))
        return false;
    write_lesson(m, calls, count);
    add_facts(m, facts, calls, count);
    return true;
}

bool map_is_sound(const struct lesson *lesson)
{
    enum { STATES = 20000 };
    struct lesson_par par;
    lesson_par_find(lesson, STATES, &par);
    return par.is_solved && par.calls == lesson->par && par.proven == par.calls;
}
