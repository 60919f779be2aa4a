/* page - all that is known of a page, and of the whole space: label and value, for screen and lines
 * alike. */
#include "render/page.h"

#include <inttypes.h>

#include "pagetable.h"
#include "say.h"

enum { MAX_STEPS = 64, LABEL_COLUMNS = 18, BYTES_IN_A_ROW = 16,
    INFO_SIZE_32 = 28, INFO_SIZE_64 = 48 };                  /* MEMORY_BASIC_INFORMATION */

static const struct vm_machine *machine_of(const struct session *session)
{
    return vm_space_machine(session_space(session));
}

/* ---- what it is ------------------------------------------------------------------------------ */

/* As VirtualQuery answers now, without a step. */
static struct vm_region ask(const struct vm_space *space, vm_page page)
{
    const bool is_long = vm_space_machine(space)->pointer_size == 8;
    const struct vm_call call = {.id = VM_CALL_QUERY, .addr = page << VM_PAGE_SHIFT,
        .size = is_long ? INFO_SIZE_64 : INFO_SIZE_32};
    struct vm_change change = {0};
    vm_plan(space, &call, &change, NULL);
    const struct vm_region region = change.result.region;
    vm_change_finish(&change);
    return region;
}

const char *render_type_name(uint32_t type)
{
    /* MEM_IMAGE has the number of MEM_RESET_UNDO, so types are named here. */
    return type == VM_MEM_PRIVATE  ? "MEM_PRIVATE"
           : type == VM_MEM_MAPPED ? "MEM_MAPPED"
           : type == VM_MEM_IMAGE  ? "MEM_IMAGE"
                                   : "0";
}

const char *render_state_constant(uint32_t state)
{
    return state == VM_MEM_FREE      ? "MEM_FREE"
           : state == VM_MEM_RESERVE ? "MEM_RESERVE"
                                     : "MEM_COMMIT";
}

/* "PAGE_READWRITE 0x4"; "0" where VirtualQuery has none. */
static void tell_flags(const char *label, uint32_t protect, render_fact_fn *tell, void *ctx)
{
    struct buf text = {0};
    if (protect != 0) {
        lang_flags_format(&text, VM_ARG_PROTECT, protect);
        buf_addf(&text, " 0x%" PRIX32, protect);
    }
    tell(ctx, render_tr(label), text.len > 0 ? buf_text(&text) : "0");
    buf_finish(&text);
}

/* "40000000, page 2 of 8"; "0" where there is none. */
static void put_place(struct buf *out, const struct session *session, vm_page page)
{
    const struct vm_run run = vm_space_run(session_space(session), page);
    struct buf address = {0};
    struct buf place = {0};
    struct buf size = {0};
    if (vm_attr_state(run.attr) == VM_FREE) {
        buf_add(out, "0");
        return;
    }
    render_address(&address, machine_of(session), run.alloc_first << VM_PAGE_SHIFT);
    buf_addf(&place, "%" PRIu64, page - run.alloc_first + 1);
    buf_addf(&size, "%" PRIu64, run.alloc_end - run.alloc_first);
    const char *args[] = {buf_text(&address), buf_text(&place), buf_text(&size)};
    render_fill(out, N_("{0}, page {1} of {2}"), args, 3);
    buf_finish(&address);
    buf_finish(&place);
    buf_finish(&size);
}

static void tell_tables(
    const struct session *session, vm_page page, render_fact_fn *tell, void *ctx)
{
    struct pagetable_level levels[PAGETABLE_LEVELS];
    const unsigned count = pagetable_walk(machine_of(session), page, levels);
    struct buf text = {0};
    for (unsigned i = 0; i < count; i++)
        buf_addf(&text, i > 0 ? ", %s %u" : "%s %u", render_tr(levels[i].name), levels[i].index);
    tell(ctx, render_tr(N_("page tables")), buf_text(&text));
    buf_finish(&text);
}

/* Always the same facts in the same order: a cursor that moves changes values alone. */
void render_page_facts(
    const struct session *session, vm_page page, render_fact_fn *tell, void *ctx)
{
    const struct vm_space *space = session_space(session);
    const struct vm_region region = ask(space, page);
    struct vm_page_info info = {0};
    struct buf text = {0};
    struct buf pages = {0};
    vm_space_page_info(space, page, &info);
    buf_addf(&text, "%s 0x%" PRIX32, render_state_constant(region.state), region.state);
    tell(ctx, render_tr(N_("state")), buf_text(&text));
    tell_flags(N_("protect"), region.protect, tell, ctx);
    buf_clear(&text);
    buf_add(&text, render_type_name(region.type));
    if (region.type != 0)
        buf_addf(&text, " 0x%" PRIX32, region.type);
    tell(ctx, render_tr(N_("type")), buf_text(&text));
    buf_clear(&text);
    put_place(&text, session, page);
    tell(ctx, render_tr(N_("allocation")), buf_text(&text));
    tell_flags(N_("asked for"), region.allocation_protect, tell, ctx);
    buf_clear(&text);
    render_pages(&pages, region.size >> VM_PAGE_SHIFT);
    render_fill1(&text, N_("{0} from here"), buf_text(&pages));
    tell(ctx, render_tr(N_("region")), buf_text(&text));
    tell_tables(session, page, tell, ctx);
    if (info.locked)
        tell(ctx, render_tr(N_("working set")), render_tr(N_("locked in memory")));
    buf_finish(&text);
    buf_finish(&pages);
}

/* ---- the steps that made it ------------------------------------------------------------------ */

static const char *deed_of_alloc(const struct vm_call *call)
{
    if ((call->flags & VM_MEM_RESET) != 0)
        return N_("given up by");
    if ((call->flags & (VM_MEM_RESERVE | VM_MEM_COMMIT)) == (VM_MEM_RESERVE | VM_MEM_COMMIT))
        return N_("allocated by");
    return (call->flags & VM_MEM_RESERVE) != 0 ? N_("reserved by") : N_("committed by");
}

static const char *deed_of(const struct vm_call *call)
{
    switch (call->id) {
    case VM_CALL_ALLOC:
        return deed_of_alloc(call);
    case VM_CALL_FREE:
        return (call->flags & VM_MEM_DECOMMIT) != 0 ? N_("decommitted by") : N_("released by");
    case VM_CALL_PROTECT:
        return N_("protected by");
    case VM_CALL_LOCK:
        return N_("locked by");
    case VM_CALL_UNLOCK:
        return N_("unlocked by");
    case VM_CALL_WRITE:
        return N_("written by");
    case VM_CALL_READ:
        return N_("read by");
    case VM_CALL_EXECUTE:
        return N_("executed by");
    case VM_CALL_PLACE:
        return N_("placed by");
    case VM_CALL_NONE:
    case VM_CALL_QUERY:
    case VM_CALL_GET_WRITE_WATCH:
    case VM_CALL_RESET_WRITE_WATCH:
    case VM_CALL_SET_COMMIT_LIMIT:
    case VM_CALL_SET_LOCK_PRIVILEGE:
    case VM_CALL_SET_WORKING_SET:
    case VM_CALL_PRESSURE:
        break;
    }
    return N_("changed by");
}

/* What step did to page, from its last call that touched it. */
static const char *deed_of_step(const struct session_step *step, vm_page page)
{
    for (size_t i = step->call_count; i > 0; i--) {
        const struct vm_change *change = step->calls[i - 1].change;
        if (vm_change_touches(change, page))
            return change->result.exception != 0 ? N_("touched by") : deed_of(&change->call);
    }
    const bool by_code = step->kind == SESSION_STEP_LINE || step->kind == SESSION_STEP_PROGRAM;
    return by_code ? N_("written by") : N_("changed by");    /* C code that stored something */
}

void render_page_steps(
    const struct session *session, vm_page page, size_t most, render_fact_fn *tell, void *ctx)
{
    uint32_t steps[MAX_STEPS];
    const size_t known = session_blame(session, page, steps, MAX_STEPS);
    const size_t count = known > MAX_STEPS ? MAX_STEPS : known;
    for (size_t i = count > most ? count - most : 0; i < count; i++) {
        const struct session_step *step = session_step(session, steps[i]);
        struct buf number = {0};
        struct buf text = {0};
        buf_addf(&number, "%u", (unsigned)step->id);
        render_fill1(&text, N_("step {0}"), buf_text(&number));
        tell(ctx, render_tr(deed_of_step(step, page)), buf_text(&text));
        buf_finish(&number);
        buf_finish(&text);
    }
}

/* ---- its bytes ------------------------------------------------------------------------------- */

static bool is_zero(const unsigned char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] != 0)
            return false;
    }
    return true;
}

void render_page_bytes(const struct session *session, vm_page page, unsigned row,
    render_bytes_fn *tell, void *ctx)
{
    const struct vm_space *space = session_space(session);
    unsigned char bytes[VM_PAGE_SIZE] = {0};
    struct vm_page_info info = {0};
    vm_space_page_info(space, page, &info);
    if (info.stored)
        vm_space_peek(space, page << VM_PAGE_SHIFT, bytes, sizeof bytes);
    for (unsigned at = 0; at < VM_PAGE_SIZE;) {
        unsigned end = at;
        while (end < VM_PAGE_SIZE && is_zero(bytes + end, row))
            end += row;
        if (!tell(ctx, at, end > at ? NULL : bytes + at, end > at ? end - at : row))
            return;
        at = end > at ? end : at + row;
    }
}

/* ---- as lines -------------------------------------------------------------------------------- */

static void add_fact(void *ctx, const char *label, const char *value)
{
    struct render_text *const out = ctx;
    render_add(out, RENDER_DIM, label);
    say_column(out, LABEL_COLUMNS);
    render_add(out, RENDER_NORMAL, value);
    say_end(out);
}

static bool add_bytes(void *ctx, unsigned offset, const unsigned char *bytes, unsigned count)
{
    struct render_text *const out = ctx;
    struct buf text = {0};
    if (bytes == NULL) {
        say_number(out, RENDER_DIM, N_("{0} bytes of zero"), count);
    } else {
        buf_addf(&text, "%03X ", offset);
        for (unsigned i = 0; i < count; i++)
            buf_addf(&text, " %02X", bytes[i]);
        buf_add(&text, "  ");
        for (unsigned i = 0; i < count; i++)
            buf_addc(&text, bytes[i] >= 0x20 && bytes[i] < 0x7F ? (char)bytes[i] : '.');
        render_add(out, RENDER_NORMAL, buf_text(&text));
    }
    say_end(out);
    buf_finish(&text);
    return true;
}

void render_page(struct render_text *out, const struct session *session, vm_page page)
{
    const struct vm_run run = vm_space_run(session_space(session), page);
    struct buf address = {0};
    struct buf attr = {0};
    render_address(&address, machine_of(session), page << VM_PAGE_SHIFT);
    render_attr(&attr, run.attr);
    const char *args[] = {buf_text(&address), buf_text(&attr)};
    sayn(out, RENDER_STRONG, N_("page {0}: {1}"), args, 2);
    say_end(out);
    render_page_facts(session, page, add_fact, out);
    render_page_steps(session, page, MAX_STEPS, add_fact, out);
    if (vm_attr_state(run.attr) == VM_COMMITTED)
        render_page_bytes(session, page, BYTES_IN_A_ROW, add_bytes, out);
    buf_finish(&address);
    buf_finish(&attr);
}

/* ---- the whole space ------------------------------------------------------------------------- */

uint64_t render_committed(const struct vm_totals *totals)
{
    uint64_t committed = 0;
    for (unsigned class = VM_CLASS_NOACCESS; class < VM_CLASS_COUNT; class ++)
        committed += totals->pages[class];
    return committed;
}

void render_charge(struct buf *out, const struct vm_totals *totals)
{
    struct buf charge = {0};
    struct buf limit = {0};
    render_pages(&charge, totals->charge);
    if (totals->limit == VM_NO_LIMIT) {
        render_fill1(out, N_("{0}, no limit"), buf_text(&charge));
    } else {
        buf_addf(&limit, "%" PRIu64, totals->limit);
        const char *args[] = {buf_text(&charge), buf_text(&limit)};
        render_fill(out, N_("{0} of {1}"), args, 2);
    }
    buf_finish(&charge);
    buf_finish(&limit);
}

void render_fragmentation(struct buf *out, const struct vm_totals *totals)
{
    const uint64_t free = totals->pages[VM_CLASS_FREE];
    const uint64_t largest = totals->largest_free < free ? totals->largest_free : free;
    buf_addf(out, "%u %%", free == 0 ? 0 : (unsigned)(100 - (100.0 * (double)largest) / (double)free));
}

static void add_size(struct render_text *out, const char *label, uint64_t pages)
{
    struct buf text = {0};
    render_pages(&text, pages);
    buf_add(&text, ", ");
    render_size(&text, pages << VM_PAGE_SHIFT);
    add_fact(out, render_tr(label), buf_text(&text));
    buf_finish(&text);
}

void render_memory(struct render_text *out, const struct session *session)
{
    struct vm_totals totals = {0};
    struct buf text = {0};
    vm_space_totals(session_space(session), &totals);
    add_size(out, N_("free"), totals.pages[VM_CLASS_FREE]);
    add_size(out, N_("reserved"), totals.pages[VM_CLASS_RESERVED]);
    add_size(out, N_("committed"), render_committed(&totals));
    render_charge(&text, &totals);
    add_fact(out, render_tr(N_("charge")), buf_text(&text));
    add_size(out, N_("largest hole"), totals.largest_free);
    buf_clear(&text);
    render_fragmentation(&text, &totals);
    add_fact(out, render_tr(N_("fragmentation")), buf_text(&text));
    add_size(out, N_("lost in tails"), totals.tail_pages);
    add_size(out, N_("resident"), totals.resident);
    buf_finish(&text);
}
