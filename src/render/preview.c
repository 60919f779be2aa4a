/* preview - what a call would do, in one line. */
#include <string.h>

#include "call.h"

/* ---- which pages ---------------------------------------------------------------------------- */

struct pages {
    vm_page first, end;
};

/* The pages that would change, or else those that the call means. */
static struct pages pages_of(const struct vm_change *change)
{
    const struct vm_call *const call = &change->call;
    if (call->id == VM_CALL_QUERY) {
        const struct vm_region *const region = &change->result.region;
        return (struct pages){
            region->base >> VM_PAGE_SHIFT, (region->base + region->size) >> VM_PAGE_SHIFT};
    }
    if (change->before_count > 0)
        return (struct pages){
            change->before[0].first, change->before[change->before_count - 1].end};
    const vm_addr addr = call->id == VM_CALL_ALLOC ? change->result.value : call->addr;
    const uint64_t size = call->size > 0 ? call->size : 1;
    return (struct pages){addr >> VM_PAGE_SHIFT, (addr + size - 1) / VM_PAGE_SIZE + 1};
}

/* ---- what happens --------------------------------------------------------------------------- */

static const char *alloc_words(uint32_t flags)
{
    if ((flags & VM_MEM_RESERVE) != 0)
        return (flags & VM_MEM_COMMIT) != 0 ? N_("will reserve and commit {0} {1}")
                                            : N_("will reserve {0} {1}");
    if ((flags & VM_MEM_RESET) != 0)
        return N_("will give up the contents of {0} {1}");
    if ((flags & VM_MEM_RESET_UNDO) != 0)
        return N_("will take MEM_RESET back for {0} {1}");
    return N_("will commit {0} {1}");
}

/* {0}: so many pages (bytes of an access), {1}: where. */
static const char *words_of(const struct vm_call *call)
{
    switch (call->id) {
    case VM_CALL_ALLOC:
        return alloc_words(call->flags);
    case VM_CALL_FREE:
        return (call->flags & VM_MEM_RELEASE) != 0 ? N_("will release {0} {1}")
                                                   : N_("will decommit {0} {1}");
    case VM_CALL_PROTECT:
        return N_("will protect {0} {1}");
    case VM_CALL_QUERY:
        return N_("will find {0} {1}");
    case VM_CALL_LOCK:
        return N_("will lock {0} {1}");
    case VM_CALL_UNLOCK:
        return N_("will unlock {0} {1}");
    case VM_CALL_GET_WRITE_WATCH:
        return N_("will list {0} written in {1}");
    case VM_CALL_RESET_WRITE_WATCH:
        return N_("will forget which pages were written in {1}");
    case VM_CALL_READ:
        return N_("will read {0} at {1}");
    case VM_CALL_WRITE:
        return N_("will write {0} at {1}");
    case VM_CALL_EXECUTE:
        return N_("will execute at {1}");
    case VM_CALL_NONE:
    case VM_CALL_SET_COMMIT_LIMIT:
    case VM_CALL_SET_LOCK_PRIVILEGE:
    case VM_CALL_SET_WORKING_SET:
    case VM_CALL_PRESSURE:
    case VM_CALL_PLACE:
        break;
    }
    return "";
}

static void add_deed(
    struct render_text *out, const struct vm_machine *machine, const struct vm_change *change)
{
    struct buf amount = {0};
    struct buf where = {0};
    if (call_is_access(change->call.id)) {
        render_size(&amount, change->call.size);
        render_address(&where, machine, change->call.addr);
    } else {
        const struct pages pages = pages_of(change);
        const bool lists = change->call.id == VM_CALL_GET_WRITE_WATCH;
        render_pages(&amount, lists ? change->result.page_count : pages.end - pages.first);
        render_range(&where, machine, pages.first, pages.end);
    }
    const char *const args[] = {buf_text(&amount), buf_text(&where)};
    sayn(out, RENDER_HINT, words_of(&change->call), args, 2);
    buf_finish(&amount);
    buf_finish(&where);
}

/* Do all pages make the same change of class? */
static bool has_one_transition(const struct session_preview *preview, int *ret_from, int *ret_to)
{
    unsigned count = 0;
    for (int from = 0; from < VM_CLASS_COUNT; from++)
        for (int to = 0; to < VM_CLASS_COUNT; to++)
            if (preview->pages[from][to] != 0) {
                count++;
                *ret_from = from;
                *ret_to = to;
            }
    return count == 1 && *ret_from != *ret_to;
}

static void add_effect(struct render_text *out, const struct session_preview *preview)
{
    int from = 0;
    int to = 0;
    if (has_one_transition(preview, &from, &to)) {
        const char *const args[] = {
            render_class_name((enum vm_class)from), render_class_name((enum vm_class)to)};
        render_add(out, RENDER_NORMAL, ": ");
        sayn(out, RENDER_NORMAL, N_("{0} -> {1}"), args, 2);
    } else if (preview->change.before_count > 0) {
        render_add(out, RENDER_NORMAL, ": ");
        render_transitions(out, (const uint64_t(*)[VM_CLASS_COUNT])preview->pages);
    }
    (void)call_charge(out, &preview->change, "; ");
}

static void add_found(struct render_text *out, const struct vm_space *space, vm_page page)
{
    struct buf attr = {0};
    render_attr(&attr, vm_space_run(space, page).attr);
    render_add(out, RENDER_NORMAL, ": ");
    render_add(out, RENDER_NORMAL, buf_text(&attr));
    buf_finish(&attr);
}

/* ---- what goes wrong ------------------------------------------------------------------------ */

static void add_failure(
    struct render_text *out, const struct vm_machine *machine, const struct vm_result *result)
{
    struct render_text what = {0};
    if (result->exception != 0) {
        const struct lang_exception exception = {.code = result->exception,
            .access = result->exception_access,
            .address = result->exception_address};
        call_exception(&what, machine, &exception);
        say1(out, RENDER_FAIL, N_("will raise an exception: {0}"), buf_text(&what.buf));
    } else {
        if (result->reason.rule != VM_RULE_NONE)
            buf_addf(&what.buf, "%s ", vm_rule_id(result->reason.rule));
        struct vm_reason sentence = result->reason;
        sentence.has_page = false; /* which page it is, the sentence says or the map shows */
        render_reason(&what.buf, machine, &sentence);
        say1(out, RENDER_FAIL, N_("will fail: {0}"), buf_text(&what.buf));
    }
    render_text_finish(&what);
}

void render_preview(struct render_text *out, const struct session *session,
    const struct session_preview *preview)
{
    const struct vm_change *const change = &preview->change;
    const struct vm_space *const space = session_space(session);
    const struct vm_machine *const machine = vm_space_machine(space);
    if (call_failed(change)) {
        add_failure(out, machine, &change->result);
        return;
    }
    add_deed(out, machine, change);
    if (change->call.id == VM_CALL_QUERY)
        add_found(out, space, change->result.region.base >> VM_PAGE_SHIFT);
    else if (!call_is_access(change->call.id))
        add_effect(out, preview);
}
