/* call - the answer of one call: what it returned, what moved, why it failed, what would have
 * worked. */
#include "call.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "render/page.h"

enum { SHOWN_PAGES = 8 };

bool call_failed(const struct vm_change *change)
{
    return change->result.error != 0 || change->result.exception != 0;
}

bool call_answers_value(const struct session_call *call, const char *value)
{
    if (call_is_access(call->change->call.id))
        return true;
    char *end;
    const int base = call->change->call.id == VM_CALL_ALLOC ? 16 : 10;
    const uint64_t number = strtoull(value, &end, base);
    return *end == '\0' && end != value && number == call->change->result.value;
}

static void add_transition(
    struct render_text *out, uint64_t pages, enum vm_class from, enum vm_class to)
{
    struct buf count = {0};
    struct buf target = {0};
    render_pages(&count, pages);
    if (from <= VM_CLASS_RESERVED && to > VM_CLASS_RESERVED)
        buf_addf(&target, "%s, ", render_state_name(VM_COMMITTED));
    buf_add(&target, render_class_name(to));
    const char *const args[] = {buf_text(&count), render_class_name(from), buf_text(&target)};
    sayn(out, RENDER_NORMAL, N_("{0} {1} -> {2}"), args, 3);
    buf_finish(&count);
    buf_finish(&target);
}

static void add_kept(struct render_text *out, uint64_t pages, enum vm_class class)
{
    struct buf count = {0};
    render_pages(&count, pages);
    const char *const args[] = {buf_text(&count), render_class_name(class)};
    sayn(out, RENDER_NORMAL, N_("{0} {1} as before"), args, 2);
    buf_finish(&count);
}

void render_transitions(
    struct render_text *out, const uint64_t pages[VM_CLASS_COUNT][VM_CLASS_COUNT])
{
    unsigned said = 0;
    for (int from = 0; from < VM_CLASS_COUNT; from++)
        for (int to = 0; to < VM_CLASS_COUNT; to++)
            if (from != to && pages[from][to] != 0) {
                if (said++ > 0)
                    render_add(out, RENDER_NORMAL, "; ");
                add_transition(out, pages[from][to], (enum vm_class)from, (enum vm_class)to);
            }
    for (int class = 0; class < VM_CLASS_COUNT && said == 0; class ++)
        if (pages[class][class] != 0) {
            add_kept(out, pages[class][class], (enum vm_class) class);
            said++;
        }
}

bool call_charge(struct render_text *out, const struct vm_change *change, const char *before)
{
    const uint64_t was = change->old_settings.charge;
    const uint64_t is = change->new_settings.charge;
    if (was == is)
        return false;
    struct buf text = {0};
    buf_addf(&text, "%c%" PRIu64, is > was ? '+' : '-', is > was ? is - was : was - is);
    render_add(out, RENDER_NORMAL, before);
    say1(out, RENDER_NORMAL, N_("charge {0}"), buf_text(&text));
    buf_finish(&text);
    return true;
}

/* Pages that changed class, and the commit charge; says whether there was anything to say. */
static bool add_change(struct render_text *out, const struct vm_change *change)
{
    uint64_t pages[VM_CLASS_COUNT][VM_CLASS_COUNT] = {{0}};
    const size_t before = out->buf.len;
    if (change->before_count > 0)
        vm_change_transitions(change, pages);
    render_transitions(out, (const uint64_t(*)[VM_CLASS_COUNT])pages);
    (void)call_charge(out, change, out->buf.len > before ? "; " : "");
    return out->buf.len > before;
}

void call_error(struct render_text *out, uint32_t error)
{
    const char *const name = vm_error_name(error);
    render_role(out, RENDER_FAIL);
    buf_addf(&out->buf,
        error < 0x80000000u ? "GetLastError() = %" PRIu32 : "GetLastError() = 0x%" PRIX32, error);
    if (name != NULL)
        buf_addf(&out->buf, " %s", name);
}

bool call_cure(
    struct render_text *out, const struct session *session, const struct session_call *failed)
{
    struct vm_call cure;
    if (!session_cure(session, failed, &cure))
        return false;
    struct buf text = {0};
    lang_call_format(&text, vm_space_machine(session_space(session)), &cure);
    say(out, RENDER_HINT, N_("try: "));
    render_add(out, RENDER_CALL, buf_text(&text));
    say_end(out);
    buf_finish(&text);
    return true;
}

static void add_reason(struct render_text *out, const struct call_view *view)
{
    const struct vm_machine *const machine = vm_space_machine(session_space(view->session));
    const struct vm_change *const change = view->call->change;
    if (change->result.reason.rule != VM_RULE_NONE) {
        render_role(out, RENDER_WARN);
        render_reason(&out->buf, machine, &change->result.reason);
        say_end(out);
    }
    if (!call_failed(change))
        return;
    if (add_change(out, change)) /* such as the guard that VirtualLock takes away [R-LOCK-2] */
        say_end(out);
    (void)call_cure(out, view->session, view->call);
    say(out, RENDER_DIM, N_("why tells more"));
    say_end(out);
}

static void add_field(struct render_text *out, const char *name, const char *value)
{
    render_add(out, RENDER_DIM, name);
    say_column(out, 19);
    render_add(out, RENDER_NORMAL, value);
    say_end(out);
}

static void add_flags_field(
    struct render_text *out, const char *name, enum vm_arg_kind kind, uint32_t flags)
{
    struct buf text = {0};
    if (flags == 0)
        buf_add(&text, "0");
    else
        lang_flags_format(&text, kind, flags);
    add_field(out, name, buf_text(&text));
    buf_finish(&text);
}

static void query_answer(
    struct render_text *out, const struct vm_machine *machine, const struct vm_result *result)
{
    const struct vm_region *const region = &result->region;
    struct buf text = {0};
    say_end(out);
    render_address(&text, machine, region->base);
    add_field(out, "BaseAddress", buf_text(&text));
    buf_clear(&text);
    render_address(&text, machine, region->allocation_base);
    add_field(out, "AllocationBase", region->state == VM_MEM_FREE ? "NULL" : buf_text(&text));
    add_flags_field(out, "AllocationProtect", VM_ARG_PROTECT, region->allocation_protect);
    buf_clear(&text);
    buf_addf(&text, "0x%" PRIX64 " (", region->size);
    render_pages(&text, region->size >> VM_PAGE_SHIFT);
    buf_add(&text, ", ");
    render_size(&text, region->size);
    buf_addc(&text, ')');
    add_field(out, "RegionSize", buf_text(&text));
    add_field(out, "State", render_state_constant(region->state));
    add_flags_field(out, "Protect", VM_ARG_PROTECT, region->protect);
    add_field(out, "Type", render_type_name(region->type));
    buf_finish(&text);
}

static void watch_answer(
    struct render_text *out, const struct vm_machine *machine, const struct vm_change *change)
{
    const uint64_t count = change->result.page_count;
    struct buf text = {0};
    render_pages(&text, count);
    say1(out, RENDER_NORMAL, N_("{0} written"), buf_text(&text));
    for (size_t i = 0; i < change->page_count && i < SHOWN_PAGES; i++) {
        render_add(out, RENDER_NORMAL, i == 0 ? ": " : " ");
        render_address(&out->buf, machine, change->pages[i] << VM_PAGE_SHIFT);
    }
    if (change->page_count > SHOWN_PAGES)
        render_add(out, RENDER_DIM, " ...");
    say_end(out);
    buf_finish(&text);
}

static void lock_answer(struct render_text *out, const struct vm_call *call)
{
    struct buf text = {0};
    const uint64_t first = call->addr >> VM_PAGE_SHIFT;
    render_pages(&text, ((call->addr + call->size + VM_PAGE_SIZE - 1) >> VM_PAGE_SHIFT) - first);
    say1(out, RENDER_NORMAL,
        call->id == VM_CALL_LOCK ? N_("{0} locked in memory") : N_("{0} no longer locked"),
        buf_text(&text));
    say_end(out);
    buf_finish(&text);
}

static void protect_answer(struct render_text *out, const struct vm_change *change)
{
    if (add_change(out, change))
        render_add(out, RENDER_NORMAL, "; ");
    struct buf old = {0};
    lang_flags_format(&old, VM_ARG_PROTECT, change->result.old_protect);
    say1(out, RENDER_NORMAL, N_("it was {0}"), buf_text(&old));
    say_end(out);
    buf_finish(&old);
}

static void failure_answer(struct render_text *out, const struct call_view *view)
{
    const struct vm_change *const change = view->call->change;
    call_gap(out, vm_space_machine(session_space(view->session)));
    call_error(out, change->result.error);
    say_end(out);
    add_reason(out, view);
}

static void setting_answer(struct render_text *out, const struct vm_change *change)
{
    const struct vm_call *const call = &change->call;
    struct buf text = {0};
    render_add(out, RENDER_OK, "ok   ");
    if (call->id == VM_CALL_SET_COMMIT_LIMIT && call->size == VM_NO_LIMIT) {
        say(out, RENDER_NORMAL, N_("no commit limit"));
    } else if (call->id == VM_CALL_SET_COMMIT_LIMIT) {
        render_pages(&text, call->size);
        say1(out, RENDER_NORMAL, N_("commit limit: {0}"), buf_text(&text));
    } else if (call->id == VM_CALL_SET_LOCK_PRIVILEGE) {
        say(out, RENDER_NORMAL,
            call->size != 0 ? N_("the process may lock pages in memory (large pages)")
                            : N_("the process may not lock pages in memory (large pages)"));
    } else if (call->id == VM_CALL_SET_WORKING_SET) {
        render_pages(&text, call->size);
        say1(out, RENDER_NORMAL, N_("minimum working set: {0}"), buf_text(&text));
    } else if (call->id == VM_CALL_PRESSURE) {
        say(out, RENDER_NORMAL,
            N_("the system ran short of memory: pages given up with MEM_RESET are discarded"));
    }
    say_end(out);
    buf_finish(&text);
}

/* What moved, if anything did. */
static void plain_answer(
    struct render_text *out, const struct vm_machine *machine, const struct vm_change *change)
{
    struct render_text moved = {0};
    if (add_change(&moved, change)) {
        call_gap(out, machine);
        render_add(out, RENDER_NORMAL, buf_text(&moved.buf));
    }
    say_end(out);
    render_text_finish(&moved);
}

static void success_answer(struct render_text *out, const struct call_view *view)
{
    const struct vm_machine *const machine = vm_space_machine(session_space(view->session));
    const struct vm_change *const change = view->call->change;
    switch (change->call.id) {
    case VM_CALL_QUERY:
        query_answer(out, machine, &change->result);
        return;
    case VM_CALL_GET_WRITE_WATCH:
        call_gap(out, machine);
        watch_answer(out, machine, change);
        return;
    case VM_CALL_LOCK:
    case VM_CALL_UNLOCK:
        call_gap(out, machine);
        lock_answer(out, &change->call);
        return;
    case VM_CALL_PROTECT:
        call_gap(out, machine);
        protect_answer(out, change);
        return;
    case VM_CALL_NONE:
    case VM_CALL_ALLOC:
    case VM_CALL_FREE:
    case VM_CALL_RESET_WRITE_WATCH:
    case VM_CALL_READ:
    case VM_CALL_WRITE:
    case VM_CALL_EXECUTE:
    case VM_CALL_SET_COMMIT_LIMIT:
    case VM_CALL_SET_LOCK_PRIVILEGE:
    case VM_CALL_SET_WORKING_SET:
    case VM_CALL_PRESSURE:
    case VM_CALL_PLACE:
        plain_answer(out, machine, change);
        return;
    }
}

void call_answer(struct render_text *out, const struct call_view *view)
{
    const struct vm_machine *const machine = vm_space_machine(session_space(view->session));
    const struct vm_change *const change = view->call->change;
    const enum vm_call_id id = change->call.id;
    if (call_is_access(id)) {
        call_access(out, view);
        return;
    }
    if (id >= VM_CALL_SET_COMMIT_LIMIT && id <= VM_CALL_PRESSURE) {
        setting_answer(out, change);
        return;
    }
    const bool failed = call_failed(change);
    struct buf value = {0};
    buf_add(&value, "= ");
    if (id == VM_CALL_ALLOC && change->result.value != 0)
        render_address(&value, machine, change->result.value);
    else if (change->result.value == UINT32_MAX)
        buf_add(&value, "0xFFFFFFFF");
    else
        buf_addf(&value, "%" PRIu64, change->result.value);
    render_add(out, failed ? RENDER_FAIL : RENDER_OK, buf_text(&value));
    buf_finish(&value);
    if (failed) {
        failure_answer(out, view);
        return;
    }
    success_answer(out, view);
    add_reason(out, view);
}
