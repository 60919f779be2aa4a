/* access - reads, writes and instruction fetches: faults, guard pages, first touch, write marks.
 *
 * Checks  Page by page from the lowest; the first page that faults decides, and nothing is read or
 *         written then. A guard page loses its guard although the access fails.  [R-ACC-1, R-ACC-7]
 */
#include "contents.h"

#include <string.h>

/* What kind of access, and the base protections (PAGE_x as a bit) that allow it.  [5.1] */
struct access {
    uint32_t code;                 /* as the exception reports it: 0 read, 1 write, 8 execute */
    uint32_t allowed;
};
static const struct access read_access = {0, 0xFE};    /* processors have no execute-only pages */
static const struct access write_access = {1, VM_PAGE_READWRITE | VM_PAGE_WRITECOPY
    | VM_PAGE_EXECUTE_READWRITE | VM_PAGE_EXECUTE_WRITECOPY};
static const struct access execute_access = {8, VM_PAGE_EXECUTE | VM_PAGE_EXECUTE_READ
    | VM_PAGE_EXECUTE_READWRITE | VM_PAGE_EXECUTE_WRITECOPY};

static uint32_t base_protect(vm_attr attr)
{
    return 1u << ((attr & VM_ATTR_PROTECT) >> VM_ATTR_PROTECT_SHIFT);
}

/* ---- faults ---------------------------------------------------------------------------------- */

/* The exception of an access is no failed call: the last error stays as it was. */
static bool set_exception(struct plan *p, uint32_t code, vm_addr addr)
{
    struct vm_result *r = &p->change->result;
    r->error = 0;
    r->exception = vm_status_nt(r->status);
    r->exception_access = code;
    r->exception_address = addr;
    return false;
}

/* A user address is beyond the reach of the machine, or no address at all.  [R-ACC-9] */
static bool fault_outside(struct plan *p, uint32_t code, vm_addr addr)
{
    const struct vm_machine *machine = p->space->machine;
    const vm_addr half = (vm_addr)1 << 47;       /* x64: bits 47 to 63 must be equal */
    if (machine->pointer_size == 8 && addr >= half && addr < (vm_addr)0 - half) {
        (void)plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_ACCESS_VIOLATION,
            (struct vm_reason){.rule = VM_RULE_ACC_CANONICAL,
                .args = {plan_arg(VM_ARG_ADDRESS, addr)}});
        return set_exception(p, 0, UINT64_MAX);
    }
    (void)plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_ACCESS_VIOLATION,
        (struct vm_reason){.rule = VM_RULE_ACC_KERNEL,
            .args = {plan_arg(VM_ARG_ADDRESS, addr),
                plan_arg(VM_ARG_ADDRESS, machine->max_address)}});
    return set_exception(p, code, addr);
}

void access_disarm(struct plan *p, const struct runmap_cursor *run, vm_page page)
{
    p->effect = VM_RULE_ACC_2;
    p->first = page;
    p->end = page + 1;
    struct runmap_cursor at = *run;
    uint64_t pages[3] = {0};
    plan_gather(p, &at, page, page + 1, pages);
    plan_after(p, page, page + 1, p->change->before[0].attr & ~(vm_attr)VM_ATTR_GUARD);
}

static enum vm_rule violated_rule(vm_attr attr, uint32_t code)
{
    switch (vm_attr_state(attr)) {
    case VM_FREE:
        return VM_RULE_ACC_FREE;
    case VM_RESERVED:
        return VM_RULE_ACC_RESERVED;
    case VM_COMMITTED:
        break;
    }
    if (attr & VM_ATTR_GUARD)
        return VM_RULE_ACC_1;
    if (base_protect(attr) == VM_PAGE_NOACCESS)
        return VM_RULE_ACC_NOACCESS;
    return code == write_access.code ? VM_RULE_ACC_WRITE : VM_RULE_ACC_EXECUTE;
}

/* Is the first page of the plan in run fit for the access? Else the exception is in the result. */
static bool check_run(struct plan *p, const struct access *access, const struct runmap_cursor *run)
{
    const vm_page page = run->first > p->first ? run->first : p->first;
    const vm_addr start = page << VM_PAGE_SHIFT;
    const vm_addr addr = start > p->call->addr ? start : p->call->addr;
    const bool is_committed = vm_attr_state(run->attr) == VM_COMMITTED;
    const bool is_guard = is_committed && run->attr & VM_ATTR_GUARD;
    if (is_committed && !is_guard && base_protect(run->attr) & access->allowed)
        return true;
    struct vm_reason reason = {.rule = violated_rule(run->attr, access->code),
        .args = {plan_arg(VM_ARG_ADDRESS, addr)}};
    if (is_committed)
        reason.args[1] = plan_arg(VM_ARG_PROTECT, base_protect(run->attr));
    if (is_guard)
        access_disarm(p, run, page);
    (void)plan_fail_page(p, VM_CHECK_PAGES,
        is_guard ? VM_STATUS_GUARD_PAGE_VIOLATION : VM_STATUS_ACCESS_VIOLATION, page, reason);
    return set_exception(p, access->code, addr);
}

/* Sets the range of the plan and checks it run by run; *ret_run holds its first page.
 * pre: size > 0 */
static bool check_range(struct plan *p, const struct access *access, uint64_t size,
    struct runmap_cursor *ret_run)
{
    const vm_addr addr = p->call->addr;
    const vm_page limit = runmap_end(p->space->map);
    if (addr >> VM_PAGE_SHIFT >= limit)
        return fault_outside(p, access->code, addr);
    const vm_addr last = size - 1 > UINT64_MAX - addr ? UINT64_MAX : addr + size - 1;
    const bool leaves = last >> VM_PAGE_SHIFT >= limit;
    p->first = addr >> VM_PAGE_SHIFT;
    p->end = leaves ? limit : (last >> VM_PAGE_SHIFT) + 1;
    runmap_find(p->space->map, p->first, ret_run);
    struct runmap_cursor run = *ret_run;
    do {
        if (!check_run(p, access, &run))
            return false;
    } while (run.end < p->end && runmap_next(p->space->map, &run));
    if (leaves)
        return fault_outside(p, access->code, limit << VM_PAGE_SHIFT);
    plan_pass(p, VM_CHECK_PAGES, VM_RULE_ACC_ALLOWED);
    return true;
}

/* ---- effects --------------------------------------------------------------------------------- */

/* Copy on write: the written pages become private and plainly writable.  [5.1, WRITECOPY]
 * A change holds few stretches: a write over more runs than that stops at the last it holds. */
static void unshare(struct plan *p, const struct runmap_cursor *first)
{
    enum { MOST = sizeof p->change->after / sizeof *p->change->after };
    struct vm_change *c = p->change;
    if (vm_attr_kind(first->attr) != VM_KIND_IMAGE && vm_attr_kind(first->attr) != VM_KIND_MAPPED)
        return;
    uint64_t pages[3] = {0};
    struct runmap_cursor run = *first;
    plan_gather(p, &run, p->first, p->end, pages);
    if (c->before_count > MOST)
        c->before_count = MOST;
    bool is_shared = false;
    for (size_t i = 0; i < c->before_count; i++)
        is_shared |= protect_is_writecopy(base_protect(c->before[i].attr));
    for (size_t i = 0; is_shared && i < c->before_count; i++) {
        struct vm_stretch s = c->before[i];
        if (protect_is_writecopy(base_protect(s.attr)))
            s.attr -= 1u << VM_ATTR_PROTECT_SHIFT;   /* x_WRITECOPY is twice x_READWRITE */
        plan_after(p, s.first, s.end, s.attr);
    }
}

/* Large pages are in memory from the start and belong to no working set.  [R-ACC-5, R-LARGE-7] */
static unsigned touched(vm_attr attr, unsigned flags)
{
    return vm_attr_kind(attr) == VM_KIND_LARGE ? flags : flags | STORE_RESIDENT;
}

/* An access that was allowed, run by run. */
struct touch {
    struct plan *p;
    uint64_t object;               /* that backs the run */
    vm_attr attr;                  /* of the run */
    const uint8_t *data;           /* of a write, else NULL */
    uint8_t *out;                  /* where the first bytes of a read go, else NULL */
};
enum { OUT_SIZE = 8 };             /* as many as a result can show */

static void touch_page(const struct touch *t, vm_page page)
{
    const uint64_t offset = page - t->object;
    const struct store_page *known = store_get(t->p->space->store, t->object, offset);
    const unsigned old = known ? known->flags : 0;
    unsigned flags = touched(t->attr, old);
    const vm_addr start = page << VM_PAGE_SHIFT, addr = t->p->call->addr;
    const vm_addr from = start > addr ? start : addr;
    const uint64_t done = from - addr, room = start + VM_PAGE_SIZE - from;
    if (t->data) {
        flags &= ~(unsigned)(STORE_RESET | STORE_DISCARDED);          /* [R-RESET-12] */
        if (t->attr & VM_ATTR_WATCH)
            flags |= STORE_WATCHED;                                   /* [R-WW-7] */
    }
    if (t->out && done < OUT_SIZE && known && known->bytes)
        memcpy(t->out + done, known->bytes + (from - start),
            room < OUT_SIZE - done ? room : OUT_SIZE - done);
    if (flags == old && !t->data)
        return;
    if (flags & ~old & STORE_RESIDENT) {
        plan_page(t->p, page);
        t->p->effect = VM_RULE_ACC_5;
    }
    struct vm_page_swap swap = store_swap_edit(t->object, offset, (uint8_t)flags);
    if (t->data) {
        const uint64_t left = t->p->call->size - done;
        store_swap_bytes(&swap, known, (unsigned)(from - start),
            (unsigned)(left < room ? left : room), t->data + done);
    }
    contents_swap(t->p, swap);
}

/* No working set holds all pages of a very long read: after the first ones, whose bytes are
 * shown, only the last stay in it. */
enum { TOUCHED_MAX = 1 << 16 };

/* run holds the first page of the plan. */
static void touch_range(struct touch t, struct runmap_cursor run)
{
    const struct runmap *map = t.p->space->map;
    const vm_page end = t.p->end;
    vm_page page = t.p->first;
    do {
        t.attr = run.attr;
        t.object = run.attr & VM_ATTR_BEGIN ? run.first : runmap_alloc_first(map, &run);
        for (; page < end && page < run.end; page++) {
            touch_page(&t, page);
            if (!t.data && page == t.p->first + 1 && end - page > TOUCHED_MAX)
                page = end - TOUCHED_MAX;
        }
    } while (page < end && runmap_next(map, &run));
}

/* ---- verbs ----------------------------------------------------------------------------------- */

void plan_read(struct plan *p)
{
    uint8_t bytes[OUT_SIZE] = {0};
    uint64_t size = p->call->size, value = 0;
    struct runmap_cursor run;
    if (size) {
        if (!check_range(p, &read_access, size, &run))
            return;
        touch_range((struct touch){.p = p, .out = bytes}, run);
    }
    for (size_t i = size < OUT_SIZE ? (size_t)size : OUT_SIZE; i-- > 0; )
        value = value << 8 | bytes[i];
    plan_succeed(p, value);
}

void plan_write(struct plan *p)
{
    struct runmap_cursor run;
    if (p->call->size) {
        if (!check_range(p, &write_access, p->call->size, &run))
            return;
        unshare(p, &run);
        touch_range((struct touch){.p = p, .data = p->call->data}, run);
    }
    plan_succeed(p, 1);
}

void plan_execute(struct plan *p)
{
    struct runmap_cursor run;
    if (!check_range(p, &execute_access, 1, &run))
        return;
    touch_range((struct touch){.p = p}, run);
    plan_succeed(p, 1);
}
