/* preview - what a line would do, planned on the space as it is and never applied. */
#include <string.h>

#include "parts.h"

/* Accesses and locks over more bytes are not looked at: their plans name each page. Nor are calls
 * on more runs: their plans name each run. A look then takes less than a few milliseconds. */
enum { LONG_LOOK = 16 << 20, MANY_RUNS = 4096 };

static bool names_pages(enum vm_call_id id)
{
    return id == VM_CALL_READ || id == VM_CALL_WRITE || id == VM_CALL_LOCK ||
           id == VM_CALL_UNLOCK || id == VM_CALL_GET_WRITE_WATCH ||
           id == VM_CALL_RESET_WRITE_WATCH;
}

/* Are there more runs in what the call may change? Sizes of 0 mean an allocation. */
static bool has_many_runs(const struct vm_space *space, const struct vm_call *call)
{
    const vm_page space_end = vm_space_end(space);
    vm_page page = call->addr >> VM_PAGE_SHIFT;
    if (page >= space_end)
        return false;
    vm_page end = vm_space_run(space, page).alloc_end;
    if (call->size && call->size <= (space_end - page) << VM_PAGE_SHIFT)
        end = page + call->size / VM_PAGE_SIZE + 1;
    end = end < space_end ? end : space_end;
    size_t runs = 0;
    while (page < end && ++runs <= MANY_RUNS)
        page = vm_space_run(space, page).end;
    return page < end;
}

bool session_preview(
    const struct session *session, const char *text, size_t len, struct session_preview *ret)
{
    struct vm_call call = {0};
    struct buf data = {0};
    bool found = session_shows_preview(session) &&
                 lang_dry_call(text, len, session->env, session->space, &call, &data);
    found = found && (!names_pages(call.id) || call.size <= LONG_LOOK) &&
            !has_many_runs(session->space, &call);
    if (found) {
        vm_plan(session->space, &call, &ret->change, NULL);
        memset(ret->pages, 0, sizeof ret->pages);
        if (ret->change.before_count)
            vm_change_transitions(&ret->change, ret->pages);
    }
    buf_finish(&data);
    return found;
}

void session_preview_finish(struct session_preview *preview)
{
    vm_change_finish(&preview->change);
    *preview = (struct session_preview){0};
}
