/* practice_ask - exercises that ask: what a call will do, which of several fails, what a query would
 * report, what calls cost. */
#include <string.h>

#include "practising.h"

/* ---- facts that several have ------------------------------------------------------------------ */

static void add_start(struct maker *m)
{
    if (m->start.len > 0)
        buf_addf(&m->data, "start\n%s", buf_text(&m->start));
}

/* "    !487 VirtualFree(...)": a line of a solution. */
static void add_line(struct buf *out, const struct made *made)
{
    buf_add(out, "    ");
    if (made->result.exception != 0)
        buf_addf(out, "!%08X ", (unsigned)made->result.exception);
    else if (made->result.error != 0)
        buf_addf(out, "!%u ", (unsigned)made->result.error);
    call_text(out, &made->call, NULL, 0);
    buf_addc(out, '\n');
}

static void add_rule(struct maker *m, const struct made *made)
{
    if (made->result.reason.rule != VM_RULE_NONE)
        buf_addf(&m->data, "teaches %s\n", vm_rule_id(made->result.reason.rule));
}

/* "2p MEM_RESERVE, 1p PAGE_READWRITE" */
static void add_state(struct buf *out, const struct vm_run *run, uint64_t pages)
{
    buf_addf(out, "%llup ", (unsigned long long)pages);
    if (vm_attr_state(run->attr) == VM_FREE)
        buf_add(out, "MEM_FREE");
    else if (vm_attr_state(run->attr) == VM_RESERVED)
        buf_add(out, "MEM_RESERVE");
    else
        lang_flags_format(out, VM_ARG_PROTECT, vm_attr_protect(run->attr));
}

/* The pages that the call means: [*ret_first, *ret_end), which may be none. */
static void find_range(const struct vm_space *space, const struct vm_call *call,
    vm_page *ret_first, vm_page *ret_end)
{
    const bool reserves = call->id == VM_CALL_ALLOC && (call->flags & VM_MEM_RESERVE) != 0;
    const vm_page page = call->addr >> VM_PAGE_SHIFT;
    *ret_first = reserves ? page & ~(vm_page)(VM_GRANULE_PAGES - 1) : page;
    *ret_end = call->size == 0 ? *ret_first
                               : ((call->addr + call->size - 1) >> VM_PAGE_SHIFT) + 1;
    if (call->id == VM_CALL_FREE && call->size == 0) { /* the whole allocation */
        const struct vm_run run = vm_space_run(space, page);
        const bool is_free = vm_attr_state(run.attr) == VM_FREE;
        *ret_first = is_free ? page : run.alloc_first;
        *ret_end = is_free ? page + 1 : run.alloc_end;
    }
}

/* Which pages the call means, "40002000-40003FFF, 2p", and what they are before it. */
static void add_range(const struct maker *m, struct facts *facts, const struct vm_call *call)
{
    const struct vm_space *const space = session_space(m->session);
    struct buf *const range = facts_add(facts, "RANGE");
    struct buf *const there = facts_add(facts, "THERE");
    vm_page first, end;
    find_range(space, call, &first, &end);
    if (call->addr == 0)               /* anywhere */
        buf_add(range, "NULL, ");
    else if (end > first)
        buf_addf(range, "%08llX-%08llX, ", (unsigned long long)first << VM_PAGE_SHIFT,
            ((unsigned long long)end << VM_PAGE_SHIFT) - 1);
    buf_addf(range, "%llup", (unsigned long long)(end - first));
    for (vm_page page = first; page < end && call->addr != 0;) {
        const struct vm_run run = vm_space_run(space, page);
        const vm_page last = run.end < end ? run.end : end;
        buf_add(there, page == first ? "" : ", ");
        add_state(there, &run, last - page);
        page = last;
    }
    if (there->len == 0)
        buf_add(there, call->addr == 0 ? "MEM_FREE" : "0p");
}

/* ---- predict a result ------------------------------------------------------------------------- */

bool make_prediction(struct maker *m, struct facts *facts, const char **ret_idea)
{
    struct made made;
    maker_start(m);
    const bool fails = draw_below(&m->draw, 2) == 0;
    if (!maker_call(m, MADE_FOR_PREDICTION, fails, &made))
        return false;
    (void)session_undo(m->session);
    struct buf text = {0};
    call_text(&text, &made.call, NULL, 0);
    add_range(m, facts, &made.call);
    buf_add(facts_add(facts, "CALL"), buf_text(&text));
    *ret_idea = practice_idea(&made.call);
    add_rule(m, &made);
    add_start(m);
    buf_addf(&m->data, "goal\n    others any\npredict\n    from start\n    ? %s\n"
        "ask prediction\nsolution\n", buf_text(&text));
    add_line(&m->data, &made);
    buf_finish(&text);
    return true;
}

/* ---- find the wrong call ---------------------------------------------------------------------- */

static void add_calls(struct facts *facts, const struct made *calls, unsigned count)
{
    struct buf *const text = facts_add(facts, "CALLS");
    for (unsigned i = 0; i < count; i++) {
        buf_addf(text, "%s%u  ", i == 0 ? "" : "\n", i + 1);
        call_text(text, &calls[i].call, NULL, 0);
        buf_addc(text, ';');
    }
}

bool make_wrong_call(struct maker *m, struct facts *facts, const char **ret_idea)
{
    struct made calls[MADE_MAX];
    const unsigned count = 3 + m->level + (m->level > 0);
    const unsigned wrong = draw_below(&m->draw, count);
    maker_start(m);
    for (unsigned i = 0; i < count; i++)
        if (!maker_call(m, MADE_FOR_LIST, i == wrong, &calls[i]))
            return false;
    const unsigned other = (wrong + 1 + draw_below(&m->draw, count - 1)) % count;
    *ret_idea = practice_idea(&calls[wrong].call);
    add_calls(facts, calls, count);
    buf_addf(facts_add(facts, "COUNT"), "%u", count);
    buf_addf(facts_add(facts, "ONE"), "%u", 1 + (wrong < other ? wrong : other));
    buf_addf(facts_add(facts, "OTHER"), "%u", 1 + (wrong < other ? other : wrong));
    add_rule(m, &calls[wrong]);
    add_start(m);
    buf_addf(&m->data, "goal\n    others any\nquestion call number %u\nsolution\n", wrong + 1);
    for (unsigned i = 0; i < count; i++)
        add_line(&m->data, &calls[i]);
    return true;
}

/* ---- what a query reports --------------------------------------------------------------------- */

/* An address in a page of the window that is not free, or is committed. */
static bool any_address(struct maker *m, bool is_committed, vm_addr *ret)
{
    const struct vm_space *const space = session_space(m->session);
    for (unsigned i = 0; i < 1000; i++) {
        const vm_page page = m->window +
            draw_below(&m->draw, WINDOW_GRANULES * VM_GRANULE_PAGES);
        const enum vm_state state = vm_attr_state(vm_space_run(space, page).attr);
        if (state == VM_FREE || (is_committed && state != VM_COMMITTED))
            continue;
        *ret = (page << VM_PAGE_SHIFT) +
            (m->level > 0 ? draw_below(&m->draw, VM_PAGE_SIZE) : 0);
        return true;
    }
    return false;
}

bool make_query(struct maker *m, struct facts *facts)
{
    static const struct {
        const char *name, *fact, *kind;
    } questions[] = {{"a", "A", "state"}, {"b", "B", "size"}, {"c", "C", "base"},
        {"d", "D", "protect"}};
    maker_start(m);
    add_start(m);
    buf_add(&m->data, "goal\n    others any\n");
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        vm_addr addr;
        if (!any_address(m, i == 3, &addr))
            return false;
        buf_addf(facts_add(facts, questions[i].fact), "%08llX", (unsigned long long)addr);
        buf_addf(&m->data, "question %s %s %08llX\n", questions[i].name, questions[i].kind,
            (unsigned long long)addr);
    }
    return true;
}

/* ---- what calls cost -------------------------------------------------------------------------- */

static uint64_t charge(const struct maker *m)
{
    struct vm_totals totals;
    vm_space_totals(session_space(m->session), &totals);
    return totals.charge;
}

bool make_charge(struct maker *m, struct facts *facts)
{
    struct made calls[MADE_MAX];
    const unsigned count = 2 + m->level;
    const unsigned wrong = m->level < 2 ? count : draw_below(&m->draw, count);
    maker_start(m);
    const uint64_t before = charge(m);
    for (unsigned i = 0; i < count; i++)
        if (!maker_call(m, MADE_FOR_LIST, i == wrong, &calls[i]))
            return false;
    add_calls(facts, calls, count);
    buf_addf(facts_add(facts, "BEFORE"), "%llu", (unsigned long long)before);
    struct vm_totals totals;
    vm_space_totals(session_space(m->session), &totals);
    buf_addf(facts_add(facts, "LIMIT"), "%llu", (unsigned long long)totals.limit);
    add_start(m);
    buf_addf(&m->data, "goal\n    others any\nquestion charge number %llu\nsolution\n",
        (unsigned long long)totals.charge);
    for (unsigned i = 0; i < count; i++)
        add_line(&m->data, &calls[i]);
    return true;
}
