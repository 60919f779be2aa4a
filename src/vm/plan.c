/* plan - the tools of planning, and vm_plan, which hands a call to its verb. */
#include "contents.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"

void plan_note(struct plan *p, struct vm_check check)
{
    struct vm_trace *t = p->trace;
    base_grow(&t->checks, &t->cap, t->count + 1, sizeof *t->checks);
    t->checks[t->count++] = check;
}

bool plan_fail(
    struct plan *p, enum vm_check_id check, enum vm_status status, struct vm_reason reason)
{
    struct vm_result *r = &p->change->result;
    r->status = status;
    r->error = vm_status_error(status);
    r->value = 0;
    r->reason = reason;
    if (p->trace) {
        struct vm_check failed = {
            .id = check, .rule = reason.rule, .first = p->first, .end = p->end};
        if (reason.has_page) {
            failed.first = reason.page;
            failed.end = reason.page + 1;
        }
        memcpy(failed.args, reason.args, sizeof failed.args);
        plan_note(p, failed);
    }
    return false;
}

bool plan_fail_page(struct plan *p, enum vm_check_id check, enum vm_status status, vm_page page,
    struct vm_reason reason)
{
    struct runmap_cursor run;
    runmap_find(p->space->map, page, &run);
    reason.has_page = true;
    reason.page = page;
    reason.attr = page == run.first ? run.attr : run.attr & ~(vm_attr)VM_ATTR_BEGIN;
    return plan_fail(p, check, status, reason);
}

void plan_succeed(struct plan *p, uint64_t value)
{
    p->change->result.value = value;
}

void plan_succeed_by(struct plan *p, uint64_t value, enum vm_rule effect)
{
    p->change->result.value = value;
    p->effect = effect;
}

void plan_round(struct plan *p)
{
    p->first = p->call->addr >> VM_PAGE_SHIFT;
    p->end = (p->call->addr + p->call->size - 1) / VM_PAGE_SIZE + 1;
}

struct found plan_find(const struct plan *p, vm_page page)
{
    struct found f;
    runmap_find(p->space->map, page, &f.run);
    f.first = f.run.first;
    f.end = f.run.end;
    if (vm_attr_state(f.run.attr) != VM_FREE) {
        f.first = runmap_alloc_first(p->space->map, &f.run);
        f.end = runmap_alloc_end(p->space->map, &f.run);
    }
    return f;
}

vm_page plan_gather(
    struct plan *p, struct runmap_cursor *run, vm_page first, vm_page end, uint64_t pages[3])
{
    struct vm_change *c = p->change;
    size_t count = 0;
    assert(first >= run->first && first < run->end && first < end);
    c->finger = run->finger;
    for (vm_page at = first;;) {
        const vm_page stop = run->end < end ? run->end : end;
        const vm_attr attr = at == run->first ? run->attr : run->attr & ~(vm_attr)VM_ATTR_BEGIN;
        if (count == c->before_cap)
            base_grow(&c->before, &c->before_cap, count + 1, sizeof *c->before);
        c->before[count++] = (struct vm_stretch){at, stop, attr};
        pages[vm_attr_state(attr)] += stop - at;
        at = stop;
        const bool more = at < end && runmap_next(p->space->map, run);
        if (!more || vm_attr_state(run->attr) == VM_FREE || run->attr & VM_ATTR_BEGIN) {
            c->before_count = count;
            return at;
        }
    }
}

void plan_after(struct plan *p, vm_page first, vm_page end, vm_attr attr)
{
    struct vm_change *c = p->change;
    assert(c->after_count < sizeof c->after / sizeof *c->after && first < end);
    c->after[c->after_count++] = (struct vm_stretch){first, end, attr};
}

void plan_page(struct plan *p, vm_page page)
{
    struct vm_change *c = p->change;
    base_grow(&c->pages, &c->pages_cap, c->page_count + 1, sizeof *c->pages);
    c->pages[c->page_count++] = page;
}

/* All zero again, piece by piece: one store over the whole would cost as much as a look into
 * the map. */
static void clear_result(struct vm_result *r)
{
    r->status = VM_STATUS_SUCCESS;
    r->error = 0;
    r->value = 0;
    r->has_old_protect = false;
    r->old_protect = 0;
    r->region = (struct vm_region){0};
    r->page_count = 0;
    r->exception = 0;
    r->exception_access = 0;
    r->exception_address = 0;
    if (r->reason.rule != VM_RULE_NONE || r->reason.has_page)
        r->reason = (struct vm_reason){0};
}

/* What an earlier plan left in the change goes, its memory stays. */
static void start(struct plan *p)
{
    struct vm_change *c = p->change;
    clear_result(&c->result);
    c->before_count = 0;
    c->after_count = 0;
    c->page_count = 0;
    if (c->swap_count)
        contents_clear(c);
    c->old_settings = p->space->settings;
    c->new_settings = p->space->settings;
    c->planned_on = p->space->generation;
    c->finger = 0;
    if (p->trace)
        p->trace->count = 0;
}

static void dispatch(struct plan *p)
{
    switch (p->call->id) {
    case VM_CALL_NONE:
        return;
    case VM_CALL_ALLOC:
        plan_alloc(p);
        return;
    case VM_CALL_FREE:
        plan_free(p);
        return;
    case VM_CALL_PROTECT:
        plan_protect(p);
        return;
    case VM_CALL_QUERY:
        plan_query(p);
        return;
    case VM_CALL_LOCK:
        plan_lock(p);
        return;
    case VM_CALL_UNLOCK:
        plan_unlock(p);
        return;
    case VM_CALL_GET_WRITE_WATCH:
        plan_get_write_watch(p);
        return;
    case VM_CALL_RESET_WRITE_WATCH:
        plan_reset_write_watch(p);
        return;
    case VM_CALL_READ:
        plan_read(p);
        return;
    case VM_CALL_WRITE:
        plan_write(p);
        return;
    case VM_CALL_EXECUTE:
        plan_execute(p);
        return;
    case VM_CALL_SET_COMMIT_LIMIT:
        plan_set_limit(p);
        return;
    case VM_CALL_SET_LOCK_PRIVILEGE:
        plan_set_privilege(p);
        return;
    case VM_CALL_SET_WORKING_SET:
        plan_set_working_set(p);
        return;
    case VM_CALL_PRESSURE:
        plan_pressure(p);
        return;
    case VM_CALL_PLACE:
        plan_place(p);
        return;
    }
}

void vm_plan(const struct vm_space *space, const struct vm_call *call, struct vm_change *change,
    struct vm_trace *trace)
{
    struct plan p = {.space = space, .call = call, .change = change, .trace = trace};
    start(&p);
    dispatch(&p);
    change->call = *call;                    /* late: the caller has only just written it */
    change->call.data = NULL;
    if (!change->after_count)
        change->before_count = 0;            /* gathered to look at, not to change */
    if (p.effect)
        plan_pass(&p, VM_CHECK_CHANGE, p.effect);
}
