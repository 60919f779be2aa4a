/* practice_calls - making calls for an exercise: a recipe proposes one, the maker's session runs it,
 * and only if it did what the recipe says does it count. So no recipe needs to know every rule.
 */
#include <string.h>

#include "practising.h"

enum { TRIES = 60, PAGE = VM_PAGE_SIZE };

/* ---- running ---------------------------------------------------------------------------------- */

void call_text(struct buf *out, const struct vm_call *call, const char *variable, vm_addr base)
{
    if (call->id == VM_CALL_READ || call->id == VM_CALL_WRITE) {
        buf_addf(out, call->id == VM_CALL_READ ? "read %08llX" : "write %08llX 65",
            (unsigned long long)call->addr);
        return;
    }
    buf_addf(out, "%s(", vm_call_info(call->id)->name);
    if (variable != NULL && call->addr == base)
        buf_add(out, variable);
    else if (variable != NULL)
        buf_addf(out, "%s + 0x%llX", variable, (unsigned long long)(call->addr - base));
    else if (call->addr == 0)
        buf_add(out, "NULL");
    else
        buf_addf(out, "(void *)0x%08llX", (unsigned long long)call->addr);
    if (call->size > PAGE && call->size % PAGE == 0)
        buf_addf(out, ", %llu * 4096, ", (unsigned long long)(call->size >> VM_PAGE_SHIFT));
    else
        buf_addf(out, ", %llu, ", (unsigned long long)call->size);
    if (call->id == VM_CALL_ALLOC)
        lang_flags_format(out, VM_ARG_MEM_FLAGS, call->flags);
    else if (call->id == VM_CALL_FREE)
        lang_flags_format(out, VM_ARG_FREE_FLAGS, call->flags);
    if (call->id == VM_CALL_ALLOC)
        buf_add(out, ", ");
    if (call->id != VM_CALL_FREE)
        lang_flags_format(out, VM_ARG_PROTECT, call->protect);
    buf_add(out, call->id == VM_CALL_PROTECT ? ", &old)" : ")");
}

bool call_is_guarding(const struct vm_call *call)
{
    return call->id != VM_CALL_FREE && (call->protect & VM_PAGE_GUARD) != 0;
}

/* The result of the step that just ran; false if it made no call. */
static bool result_of(const struct maker *m, struct vm_result *ret)
{
    const struct session_step *const step = session_current(m->session);
    if (step->call_count != 1)
        return false;
    *ret = step->calls[0].change->result;
    return true;
}

static bool has_failed(const struct vm_result *result)
{
    return result->error != 0 || result->exception != 0;
}

/* Does a call that works change anything? One that does not asks nothing. */
static bool changes(const struct maker *m)
{
    return !vm_change_is_empty(session_current(m->session)->calls[0].change);
}

bool maker_run(struct maker *m, const char *line)
{
    struct vm_result result;
    if (session_run(m->session, line, strlen(line)) != SESSION_STEPPED)
        return false;
    if (session_current(m->session)->kind == SESSION_STEP_SETTING ||
        (result_of(m, &result) && !has_failed(&result)))
        return true;
    (void)session_undo(m->session);
    return false;
}

/* The allocation that a call is about, while it is there. */
static void note_allocation(const struct maker *m, struct made *made)
{
    const vm_page end = vm_space_end(session_space(m->session));
    const vm_page page = made->call.addr >> VM_PAGE_SHIFT;
    if (page >= end)
        return;
    const struct vm_run run = vm_space_run(session_space(m->session), page);
    if (vm_attr_state(run.attr) == VM_FREE)
        return;
    made->base = run.alloc_first << VM_PAGE_SHIFT;
    made->end = run.alloc_end << VM_PAGE_SHIFT;
}

static bool try_recipe(struct maker *m, const struct recipe *recipe, struct made *ret)
{
    struct buf text = {0};
    *ret = (struct made){0};
    if (!recipe->make(m, &ret->call))
        return false;
    note_allocation(m, ret);
    call_text(&text, &ret->call, NULL, 0);
    const bool ran = session_run(m->session, buf_text(&text), text.len) == SESSION_STEPPED;
    buf_finish(&text);
    if (!ran)
        return false;
    const bool good = result_of(m, &ret->result) && has_failed(&ret->result) == recipe->fails &&
        (recipe->fails || changes(m));
    if (!good)
        (void)session_undo(m->session);
    else if (ret->base == 0)
        note_allocation(m, ret);
    return good;
}

bool maker_call(struct maker *m, enum made_use use, bool fails, struct made *ret)
{
    for (unsigned i = 0; i < TRIES; i++) {
        const bool any_topic = i > TRIES / 2 ||
            (!fails && use != MADE_FOR_PREDICTION && draw_below(&m->draw, 4) == 0);
        const struct recipe *const recipe = any_recipe(m, use, fails, any_topic);
        if (recipe != NULL && try_recipe(m, recipe, ret))
            return true;
    }
    return false;
}

/* ---- something to begin with ------------------------------------------------------------------ */

static void keep(struct maker *m, const struct buf *line)
{
    if (maker_run(m, buf_text(line)))
        buf_addf(&m->start, "    %s\n", buf_text(line));
}

static void start_committed(struct maker *m, vm_addr base, unsigned pages)
{
    struct buf line = {0};
    const unsigned skipped = m->level == 0 ? 0 : draw_below(&m->draw, pages - 1);
    const unsigned count = between(m, 1, pages - skipped > 4 ? 4 : pages - skipped);
    const char *const protect = m->topic == TOPIC_PROTECT && m->level > 0 &&
            draw_below(&m->draw, 2) == 0 ? "r" : "rw";
    buf_addf(&line, "commit %08llX %up %s",
        (unsigned long long)base + (unsigned long long)skipped * PAGE, count, protect);
    keep(m, &line);
    if (m->topic == TOPIC_GUARD) {
        buf_clear(&line);
        buf_addf(&line, "protect %08llX 1p rw+guard",
            (unsigned long long)base + (unsigned long long)skipped * PAGE);
        if (count > 1)
            keep(m, &line);
    }
    buf_finish(&line);
}

static void start_limit(struct maker *m)
{
    struct vm_totals totals;
    struct buf line = {0};
    vm_space_totals(session_space(m->session), &totals);
    buf_addf(&line, "limit %llup", (unsigned long long)totals.charge + between(m, 3, 8));
    keep(m, &line);
    buf_finish(&line);
}

void maker_start(struct maker *m)
{
    const unsigned count = 1u + (m->level > 0) + (m->level > 1 ? draw_below(&m->draw, 2) : 0);
    unsigned granule = draw_below(&m->draw, 3);
    for (unsigned i = 0; i < count; i++) {
        struct buf line = {0};
        const vm_addr base =
            (m->window << VM_PAGE_SHIFT) + (vm_addr)granule * VM_GRANULE_SIZE;
        const bool full = m->level > 1 && draw_below(&m->draw, 2) == 0;
        const unsigned pages = full ? VM_GRANULE_PAGES : between(m, 4, 9);
        buf_addf(&line, "reserve %08llX %up rw", (unsigned long long)base, pages);
        keep(m, &line);
        buf_finish(&line);
        if (i == 0 || draw_below(&m->draw, 3) > 0)
            start_committed(m, base, pages);
        granule += full ? 1 : between(m, 1, 3);
    }
    if (m->topic == TOPIC_CHARGE)
        start_limit(m);
}
