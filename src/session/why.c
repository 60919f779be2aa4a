/* why - what steps did, asked afterwards: which pages, by which steps, what failed and what would
 * have worked.
 */
#include "parts.h"

static bool is_single(const struct record *r)
{
    return r->change_count == 1 && !r->other;
}

/* A read moves marks of the working set: no one says that it changed the page. */
static bool is_look(const struct vm_change *change)
{
    return change->call.id == VM_CALL_READ || change->call.id == VM_CALL_EXECUTE;
}

void session_step_transitions(const struct session *session, const struct session_step *step,
    uint64_t ret_pages[VM_CLASS_COUNT][VM_CLASS_COUNT])
{
    struct record *const r = record_of(session, step->id);
    if (is_single(r)) {
        vm_change_transitions(r->changes[0], ret_pages);
        return;
    }
    for (size_t i = 0; i < VM_CLASS_COUNT; i++)
        for (size_t k = 0; k < VM_CLASS_COUNT; k++)
            ret_pages[i][k] = 0;
    const struct diff *const diff = diff_of(r);
    for (size_t i = 0; i < diff->count; i++) {
        const struct diff_stretch *const d = &diff->stretches[i];
        ret_pages[vm_attr_class(d->before)][vm_attr_class(d->after)] += d->end - d->first;
    }
}

bool session_step_touches(
    const struct session *session, const struct session_step *step, vm_page page)
{
    struct record *const r = record_of(session, step->id);
    if (is_single(r) && !is_look(r->changes[0]))
        return vm_change_touches(r->changes[0], page);
    return session_step_touches_range(session, step, page, page + 1);
}

bool session_step_touches_range(
    const struct session *session, const struct session_step *step, vm_page first, vm_page end)
{
    struct record *const r = record_of(session, step->id);
    return diff_holds(diff_of(r), first, end) || pages_hold(&r->written, first, end);
}

/* Where the newest call of the step changed something. */
static bool focus_of_calls(const struct session_step *step, vm_page *ret_page)
{
    for (size_t i = step->call_count; i-- > 0;) {
        const struct vm_change *const c = step->calls[i].change;
        if (diff_first(c, ret_page))
            return true;
        if (c->call.id == VM_CALL_WRITE && !vm_change_is_empty(c)) {
            *ret_page = c->call.addr >> VM_PAGE_SHIFT;
            return true;
        }
    }
    return false;
}

/* A program writes to its stack all the time: the map does not run after that. */
bool session_step_focus(
    const struct session *session, const struct session_step *step, vm_page *ret_page)
{
    struct record *const r = record_of(session, step->id);
    if (step->kind == SESSION_STEP_RESTART)
        return false;
    if (!r->other && focus_of_calls(step, ret_page))
        return true;
    const struct diff *const diff = diff_of(r);
    if (diff->count) {
        *ret_page = diff->stretches[0].first;
        return true;
    }
    for (size_t i = 0; i < r->written.count; i++) {
        const vm_page page = r->written.items[i];
        if (page < vm_space_end(session->space) &&
            vm_attr_kind(vm_space_run(session->space, page).attr) == VM_KIND_STACK)
            continue;
        *ret_page = page;
        return true;
    }
    return false;
}

/* Nothing before the last restart had a part in what a page is now. */
size_t session_blame(const struct session *session, vm_page page, uint32_t *ret_steps, size_t max)
{
    size_t count = 0;
    for (uint32_t id = session->current; id && count < max;) {
        const struct session_step *const step = session_step(session, id);
        if (session_step_touches(session, step, page))
            ret_steps[count++] = id;
        if (step->kind == SESSION_STEP_RESTART)
            break;
        id = step->parent;
    }
    for (size_t i = 0; i < count / 2; i++) {
        const uint32_t id = ret_steps[i];
        ret_steps[i] = ret_steps[count - 1 - i];
        ret_steps[count - 1 - i] = id;
    }
    return count;
}

/* ---- failures -------------------------------------------------------------------------------- */

static bool has_failed(const struct session_call *call)
{
    const struct vm_result *const result = &call->change->result;
    return result->status != VM_STATUS_SUCCESS || result->exception;
}

const struct session_call *session_last_failure(const struct session *session, uint32_t *ret_step)
{
    for (uint32_t id = session->current;;) {
        const struct session_step *const step = session_step(session, id);
        for (size_t i = step->call_count; i-- > 0;) {
            if (!has_failed(&step->calls[i]))
                continue;
            if (ret_step)
                *ret_step = id;
            return &step->calls[i];
        }
        if (!id || step->kind == SESSION_STEP_RESTART)
            return NULL;
        id = step->parent;
    }
}

/* The step on the way to the current one that made the call; NULL if none did. */
static struct record *step_of_call(const struct session *session, const struct session_call *call)
{
    for (uint32_t id = session->current;;) {
        struct record *const r = record_of(session, id);
        for (size_t i = 0; i < r->step.call_count; i++)
            if (&r->calls[i] == call)
                return r;
        if (!id)
            return NULL;
        id = r->step.parent;
    }
}

static void look_before(
    struct vm_space *space, struct record *r, const struct session_call *call, why_look *look,
    void *ctx)
{
    size_t at = r->change_count;
    do {
        vm_revert(space, r->changes[--at]);
    } while (r->changes[at] != call->change);
    look(ctx, space);
    for (; at < r->change_count; at++)
        vm_apply(space, r->changes[at]);
}

bool why_before(
    const struct session *session, const struct session_call *call, why_look *look, void *ctx)
{
    struct record *const r = step_of_call(session, call);
    struct vm_space *space = session->space;
    if (!r || (r->other && (r->step.end != SESSION_END_EXCEPTION ||
                               call != &r->calls[r->step.call_count - 1])))
        return false;
    history_walk_space(session, &space, session->current, r->step.id);
    if (r->other)
        look(ctx, space);
    else
        look_before(space, r, call, look, ctx);
    history_walk_space(session, &space, r->step.id, session->current);
    return true;
}

struct cure {
    const struct session_call *failed;
    struct vm_call call;
    bool found;
};

static void look_for_cure(void *ctx, const struct vm_space *space)
{
    struct cure *const cure = ctx;
    cure->found = vm_cure(space, cure->failed->change, &cure->call);
}

bool session_cure(
    const struct session *session, const struct session_call *failed, struct vm_call *ret_cure)
{
    struct cure cure = {.failed = failed};
    if (session->withheld || !why_before(session, failed, look_for_cure, &cure) || !cure.found)
        return false;
    *ret_cure = cure.call;
    return true;
}
