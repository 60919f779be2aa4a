/* inside - the way of a call through its checks: it is planned again with a trace. */
#include <stdlib.h>

#include "base/mem.h"

#include "parts.h"

/* The newest call of the current step or before it on this branch. */
static const struct session_call *last_call(const struct session *s, uint32_t *ret_step)
{
    for (uint32_t id = s->current;; id = s->records[id]->step.parent) {
        const struct session_step *const step = session_step(s, id);
        *ret_step = id;
        if (step->call_count && step->kind != SESSION_STEP_RESTART)
            return &step->calls[step->call_count - 1];
        if (!id || step->kind == SESSION_STEP_RESTART)
            return NULL;
    }
}

struct replan {
    const struct session_call *call;
    struct session_inside *inside;
};

/* What was written is not kept beside the contents; which bytes they were decides no check. */
static void plan_again(void *ctx, const struct vm_space *space)
{
    const struct replan *const replan = ctx;
    struct vm_call call = replan->call->change->call;
    uint8_t *zeros = NULL;
    if (call.id == VM_CALL_WRITE && call.size <= SIZE_MAX)
        call.data = zeros = base_zalloc((size_t)call.size);
    vm_plan(space, &call, &replan->inside->change, &replan->inside->trace);
    free(zeros);
}

bool session_inside(
    const struct session *session, const char *text, size_t len, struct session_inside *ret)
{
    if (session->withheld)
        return false;
    if (len) {
        struct vm_call call = {0};
        struct buf data = {0};
        const bool found =
            lang_dry_call(text, len, session->env, session->space, &call, &data);
        ret->step = NO_STEP;
        if (found)
            vm_plan(session->space, &call, &ret->change, &ret->trace);
        buf_finish(&data);
        return found;
    }
    struct replan replan = {.inside = ret};
    replan.call = last_call(session, &ret->step);
    return replan.call && why_before(session, replan.call, plan_again, &replan);
}

void session_inside_finish(struct session_inside *inside)
{
    vm_change_finish(&inside->change);
    vm_trace_finish(&inside->trace);
    *inside = (struct session_inside){0};
}
