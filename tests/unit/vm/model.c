/* model - the rules of the semantics reference, one page at a time. */
#include "model.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { PAGE = VM_PAGE_SIZE, GRANULE = VM_GRANULE_SIZE, LARGE = 0x200000 };
enum { FALSE_PARAMETER = 87, FALSE_ADDRESS = 487 };

struct page {
    enum vm_state state;
    uint32_t protect;                                        /* base value and PAGE_GUARD */
    vm_page base;                                            /* first page of the allocation */
    uint32_t asked;
    bool watch, large, physical;                             /* of the allocation */
    bool resident, locked, watched, latched, reset, discarded;
    uint8_t *bytes;                /* PAGE of them once written, else NULL */
};

struct model {
    const struct vm_machine *machine;
    vm_page count;
    struct page *pages;
    uint64_t limit, working_set;
    bool privilege;
};

struct model *model_create(const struct vm_machine *machine)
{
    struct model *m = base_zalloc(sizeof *m);
    m->machine = machine;
    m->count = (machine->max_address + 1) / PAGE;
    m->pages = base_zalloc(m->count * sizeof *m->pages);
    m->limit = VM_NO_LIMIT;
    m->working_set = 50;
    return m;
}

void model_destroy(struct model *m)
{
    for (vm_page i = 0; i < m->count; i++)
        free(m->pages[i].bytes);
    free(m->pages);
    free(m);
}

static uint64_t charged(const struct model *m)
{
    uint64_t n = 0;
    for (vm_page i = 0; i < m->count; i++)
        n += m->pages[i].state == VM_COMMITTED;
    return n;
}

static uint64_t locked(const struct model *m)
{
    uint64_t n = 0;
    for (vm_page i = 0; i < m->count; i++)
        n += m->pages[i].locked;
    return n;
}

/* The cache modifiers belong to the allocation. [R-PROT-8] */
static uint32_t shown(const struct page *p)
{
    return p->state == VM_COMMITTED ? p->protect | (p->asked & 0x600) : 0;
}

static void forget(struct page *p)
{
    p->resident = p->locked = p->reset = p->discarded = false;
    free(p->bytes);
    p->bytes = NULL;
}

static bool beyond(uint64_t addr, uint64_t size, uint64_t end)
{
    return addr > end || size > end - addr;
}

/* Does the byte range touch only pages of one allocation? */
static bool in_one(const struct model *m, vm_page first, vm_page end)
{
    for (vm_page i = first; i < end; i++)
        if (m->pages[i].state == VM_FREE || m->pages[i].base != m->pages[first].base)
            return false;
    return true;
}

static bool good_protection(uint32_t protect)
{
    static const uint32_t bases[] = {1, 2, 4, 8, 0x10, 0x20, 0x40, 0x80};
    static const uint32_t modifiers[] = {0, 0x100, 0x200, 0x400};
    for (size_t i = 0; i < 8; i++)
        for (size_t j = 0; j < 4; j++) {
            const uint32_t value = bases[i] | modifiers[j];
            if (bases[i] == 1 && modifiers[j])
                continue;
            if (protect == value || (bases[i] >= 0x10 && protect == (value | 0x40000000)))
                return true;
        }
    return false;
}

static bool is_writecopy(uint32_t protect)
{
    return protect & 0x88;
}

static uint64_t fail(struct vm_result *r, uint32_t error)
{
    r->error = error;
    return 0;
}

/* ---- VirtualAlloc --------------------------------------------------------------------------- */

static bool good_type(uint32_t type)
{
    const uint32_t known = VM_MEM_COMMIT | VM_MEM_RESERVE | VM_MEM_RESET | VM_MEM_RESET_UNDO |
                           VM_MEM_TOP_DOWN | VM_MEM_WRITE_WATCH | VM_MEM_PHYSICAL |
                           VM_MEM_LARGE_PAGES;
    const uint32_t both = VM_MEM_RESERVE | VM_MEM_COMMIT;
    if (type & ~known)
        return false;
    if (type & (VM_MEM_RESET | VM_MEM_RESET_UNDO))
        return type == VM_MEM_RESET || type == VM_MEM_RESET_UNDO;
    if (!(type & both))
        return false;
    if (type & VM_MEM_WRITE_WATCH && !(type & VM_MEM_RESERVE))
        return false;
    if (type & VM_MEM_PHYSICAL && (type & ~(uint32_t)VM_MEM_TOP_DOWN) !=
                                      (VM_MEM_RESERVE | VM_MEM_PHYSICAL))
        return false;
    return !(type & VM_MEM_LARGE_PAGES) ||
           ((type & both) == both && !(type & (VM_MEM_PHYSICAL | VM_MEM_WRITE_WATCH)));
}

/* The first page of a gap, by trying every granule; 0 if there is none. */
static vm_page gap(const struct model *m, uint64_t pages, uint64_t align, bool from_above)
{
    const vm_page end = m->machine->reserve_end / PAGE;
    vm_page best = 0;
    for (vm_page at = align; at + pages <= end; at += align) {
        bool is_free = at * PAGE >= m->machine->min_address;
        for (vm_page i = at; i < at + pages && is_free; i++)
            is_free = m->pages[i].state == VM_FREE;
        if (is_free && !from_above)
            return at;
        if (is_free)
            best = at;
    }
    return best;
}

static uint64_t reserve(struct model *m, const struct vm_call *c, struct vm_result *r)
{
    const uint64_t pages = (c->addr % GRANULE + c->size + PAGE - 1) / PAGE;
    const bool is_large = c->flags & VM_MEM_LARGE_PAGES;
    vm_page first = c->addr / GRANULE * 16;
    if (is_writecopy(c->protect))
        return fail(r, FALSE_PARAMETER);
    if (!c->addr)
        first = gap(m, pages, is_large ? LARGE / PAGE : 16, c->flags & VM_MEM_TOP_DOWN);
    if (!first)
        return fail(r, 8);
    for (vm_page i = first; i < first + pages; i++)
        if (m->pages[i].state != VM_FREE)
            return fail(r, FALSE_ADDRESS);
    const bool commit = c->flags & VM_MEM_COMMIT;
    if (commit && charged(m) + pages > m->limit)
        return fail(r, 1455);
    for (vm_page i = first; i < first + pages; i++) {
        struct page *p = &m->pages[i];
        memset(p, 0, sizeof *p);
        p->state = commit ? VM_COMMITTED : VM_RESERVED;
        p->protect = commit ? c->protect & 0x1FF : 0;
        p->base = first;
        p->asked = c->protect & 0x7FF;
        p->watch = c->flags & VM_MEM_WRITE_WATCH;
        p->large = is_large;
        p->physical = c->flags & VM_MEM_PHYSICAL;
    }
    return first * PAGE;
}

static uint64_t commit(struct model *m, const struct vm_call *c, struct vm_result *r, vm_page first,
    vm_page end)
{
    uint64_t fresh = 0;
    if (is_writecopy(c->protect))
        return fail(r, FALSE_PARAMETER);
    for (vm_page i = first; i < end; i++)
        fresh += m->pages[i].state == VM_RESERVED;
    if (fresh && charged(m) + fresh > m->limit)
        return fail(r, 1455);
    for (vm_page i = first; i < end; i++) {
        struct page *p = &m->pages[i];
        p->state = VM_COMMITTED;
        p->protect = c->protect & 0x1FF;
        if (c->protect & VM_PAGE_NOACCESS)
            p->locked = false;
    }
    return first * PAGE;
}

static uint64_t reset(struct model *m, const struct vm_call *c, struct vm_result *r, vm_page first,
    vm_page end)
{
    for (vm_page i = first; i < end; i++)
        if (c->flags == VM_MEM_RESET_UNDO && m->pages[i].discarded)
            return fail(r, FALSE_ADDRESS);
    for (vm_page i = first; i < end; i++)
        m->pages[i].reset = c->flags == VM_MEM_RESET && (m->pages[i].bytes || m->pages[i].resident);
    return first * PAGE;
}

static uint64_t virtual_alloc(struct model *m, const struct vm_call *c, struct vm_result *r)
{
    const uint64_t end = m->machine->reserve_end;
    if (!good_type(c->flags) || !good_protection(c->protect) || !c->size || c->addr >= end ||
        (c->addr && c->addr < m->machine->min_address) || beyond(c->addr, c->size, end) ||
        (c->flags & VM_MEM_PHYSICAL && c->protect != VM_PAGE_READWRITE))
        return fail(r, FALSE_PARAMETER);
    if (c->flags & VM_MEM_LARGE_PAGES && !m->privilege)
        return fail(r, 1314);
    if (c->flags & VM_MEM_LARGE_PAGES &&
        (!m->machine->large_pages || c->addr % LARGE || c->size % LARGE))
        return fail(r, FALSE_PARAMETER);
    const bool resets = c->flags & (VM_MEM_RESET | VM_MEM_RESET_UNDO);
    if (!resets && (!c->addr || c->flags & VM_MEM_RESERVE))
        return reserve(m, c, r);
    const vm_page first = c->addr / PAGE, last = (c->addr + c->size + PAGE - 1) / PAGE;
    if (!c->addr || !in_one(m, first, last) || m->pages[first].large || m->pages[first].physical)
        return fail(r, FALSE_ADDRESS);
    return resets ? reset(m, c, r, first, last) : commit(m, c, r, first, last);
}

/* ---- VirtualFree, VirtualProtect, VirtualQuery ---------------------------------------------- */

static uint64_t virtual_free(struct model *m, const struct vm_call *c, struct vm_result *r)
{
    const bool is_release = c->flags == VM_MEM_RELEASE, is_decommit = c->flags == VM_MEM_DECOMMIT;
    const bool placeholder = c->size && (c->flags == (VM_MEM_RELEASE | 1) ||
                                            c->flags == (VM_MEM_RELEASE | 2));
    const vm_page first = c->addr / PAGE;
    if (!(is_decommit || placeholder || (is_release && !c->size)) ||
        beyond(c->addr, c->size, m->machine->max_address))
        return fail(r, FALSE_PARAMETER);
    const struct page at = m->pages[first];
    if (at.state == VM_FREE)
        return fail(r, FALSE_ADDRESS);
    vm_page end = (c->addr + c->size + PAGE - 1) / PAGE;
    if (c->size && !in_one(m, first, end))
        return fail(r, FALSE_PARAMETER);
    if (placeholder || (!c->size && first != at.base) || (is_decommit && (at.large || at.physical)))
        return fail(r, FALSE_ADDRESS);
    for (vm_page i = first; i < m->count; i++) {
        struct page *p = &m->pages[i];
        if (c->size ? i >= end : p->base != at.base)
            break;
        forget(p);
        if (!p->latched)
            p->watched = false;                              /* [R-WW-13] */
        p->protect = 0;
        p->state = VM_RESERVED;
        if (is_release)
            memset(p, 0, sizeof *p);
    }
    return 1;
}

static uint64_t virtual_protect(struct model *m, const struct vm_call *c, struct vm_result *r)
{
    if (!good_protection(c->protect))
        return fail(r, FALSE_PARAMETER);
    if (c->out_missing)
        return fail(r, 998);
    if (!c->size || beyond(c->addr, c->size, m->machine->max_address + 1))
        return fail(r, FALSE_PARAMETER);
    const vm_page first = c->addr / PAGE, end = (c->addr + c->size + PAGE - 1) / PAGE;
    bool hole = false;
    vm_page stop = first;                                    /* the first page outside */
    while (stop < end && m->pages[stop].state != VM_FREE &&
           m->pages[stop].base == m->pages[first].base)
        stop++;
    if (stop < end)
        hole = m->pages[stop].state == VM_FREE;
    const bool special = m->pages[first].large || m->pages[first].physical;
    if (stop == end && !special) {
        if (is_writecopy(c->protect))
            return fail(r, FALSE_PARAMETER);
        for (vm_page i = first; i < end; i++)
            hole |= m->pages[i].state != VM_COMMITTED;
    }
    if (hole) {                                              /* [R-PROTECT-8] */
        r->has_old_protect = true;
        r->old_protect = VM_PAGE_NOACCESS;
    }
    if (hole || stop < end || special)
        return fail(r, FALSE_ADDRESS);
    r->has_old_protect = true;
    r->old_protect = shown(&m->pages[first]);
    for (vm_page i = first; i < end; i++) {
        struct page *p = &m->pages[i];
        p->protect = c->protect & 0x1FF;
        p->latched |= p->watched;
        if (c->protect & VM_PAGE_NOACCESS)
            p->locked = false;
    }
    return 1;
}

static uint64_t virtual_query(const struct model *m, const struct vm_call *c, struct vm_result *r)
{
    const uint64_t size = m->machine->pointer_size == 8 ? 48 : 28;
    if (c->addr > m->machine->max_address)
        return fail(r, FALSE_PARAMETER);
    if (c->out_missing)
        return fail(r, 998);
    if (c->size < size)
        return fail(r, 24);
    const vm_page first = c->addr / PAGE;
    const struct page *p = &m->pages[first];
    vm_page end = first;
    while (end < m->count && m->pages[end].state == p->state && m->pages[end].base == p->base &&
           shown(&m->pages[end]) == shown(p))
        end++;
    static const uint32_t states[] = {VM_MEM_FREE, VM_MEM_RESERVE, VM_MEM_COMMIT};
    const bool is_free = p->state == VM_FREE;
    r->region = (struct vm_region){.base = first * PAGE, .size = (end - first) * PAGE,
        .allocation_base = p->base * PAGE, .allocation_protect = p->asked,
        .state = states[p->state], .protect = is_free ? 1 : shown(p),
        .type = is_free ? 0 : VM_MEM_PRIVATE};
    return size;
}

/* ---- accesses and locks --------------------------------------------------------------------- */

static uint64_t raise(struct vm_result *r, uint32_t exception, uint32_t access, vm_addr addr)
{
    r->exception = exception;
    r->exception_access = access;
    r->exception_address = addr;
    return 0;
}

static uint64_t access_pages(struct model *m, const struct vm_call *c, struct vm_result *r)
{
    const uint32_t code = c->id == VM_CALL_READ ? 0 : c->id == VM_CALL_WRITE ? 1 : 8;
    const uint32_t allowed = code == 0 ? 0xFE : code == 1 ? 0xCC : 0xF0;
    const uint64_t size = code == 8 ? 1 : c->size;
    uint64_t value = code != 0;
    for (uint64_t i = 0; i < size; i++) {                    /* one byte after the other */
        const vm_addr addr = c->addr + i;
        if (addr > m->machine->max_address)
            return raise(r, 0xC0000005, code, addr);
        struct page *p = &m->pages[addr / PAGE];
        if (p->state == VM_COMMITTED && p->protect & VM_PAGE_GUARD) {
            p->protect &= ~(uint32_t)VM_PAGE_GUARD;
            return raise(r, 0x80000001, code, addr);
        }
        if (p->state != VM_COMMITTED || !(p->protect & allowed))
            return raise(r, 0xC0000005, code, addr);
    }
    for (uint64_t i = 0; i < size; i++) {
        const vm_addr addr = c->addr + i;
        struct page *p = &m->pages[addr / PAGE];
        p->resident |= !p->large;
        if (code == 0 && i < 8 && p->bytes)
            value |= (uint64_t)p->bytes[addr % PAGE] << 8 * i;
        if (code != 1)
            continue;
        const uint8_t *data = c->data;
        if (!p->bytes)
            p->bytes = base_zalloc(PAGE);
        p->bytes[addr % PAGE] = data[i];
        p->reset = p->discarded = false;
        p->watched |= p->watch;
    }
    return value;
}

static uint64_t virtual_lock(struct model *m, const struct vm_call *c, struct vm_result *r)
{
    if (!c->size || beyond(c->addr, c->size, m->machine->max_address + 1))
        return fail(r, FALSE_PARAMETER);
    const vm_page first = c->addr / PAGE, end = (c->addr + c->size + PAGE - 1) / PAGE;
    uint64_t wanted = 0;
    for (vm_page i = first; i < end; i++) {
        struct page *p = &m->pages[i];
        if (p->large || p->physical)
            return fail(r, FALSE_PARAMETER);
        if (p->state != VM_COMMITTED)
            return fail(r, 998);
        if (p->protect & VM_PAGE_GUARD) {
            p->protect &= ~(uint32_t)VM_PAGE_GUARD;
            return fail(r, 0x80000001);
        }
        if (p->protect == VM_PAGE_NOACCESS)
            return fail(r, 998);
        wanted += !p->locked;
    }
    if (wanted && locked(m) + wanted > m->working_set - 8)
        return fail(r, 1453);
    for (vm_page i = first; i < end; i++) {
        m->pages[i].locked = m->pages[i].resident = true;
        m->pages[i].watched |= m->pages[i].watch;
    }
    return 1;
}

static uint64_t virtual_unlock(struct model *m, const struct vm_call *c, struct vm_result *r)
{
    if (!c->size || beyond(c->addr, c->size, m->machine->max_address + 1))
        return fail(r, FALSE_PARAMETER);
    const vm_page first = c->addr / PAGE, end = (c->addr + c->size + PAGE - 1) / PAGE;
    bool all = true;
    for (vm_page i = first; i < end; i++)
        all &= m->pages[i].locked;
    for (vm_page i = first; i < end; i++) {
        if (all)
            m->pages[i].locked = false;
        else if (!m->pages[i].locked)
            m->pages[i].resident = false;
    }
    return all ? 1 : fail(r, 158);
}

/* ---- write watch ---------------------------------------------------------------------------- */

static bool bad_watch(const struct model *m, const struct vm_call *c)
{
    if (!c->size || c->addr > m->machine->max_address ||
        beyond(c->addr, c->size, m->machine->max_address + 1))
        return true;
    const vm_page first = c->addr / PAGE;
    return !m->pages[first].watch || !in_one(m, first, (c->addr + c->size + PAGE - 1) / PAGE);
}

static uint64_t get_watch(struct model *m, const struct vm_call *c, struct vm_result *r,
    vm_page *pages)
{
    if (!c->size || !c->capacity || c->flags > 1)
        r->error = FALSE_PARAMETER;
    else if (c->out_missing)
        r->error = 998;
    else if (bad_watch(m, c))
        r->error = FALSE_PARAMETER;
    if (r->error)
        return UINT32_MAX;
    for (vm_page i = c->addr / PAGE; i <= (c->addr + c->size - 1) / PAGE; i++) {
        struct page *p = &m->pages[i];
        if (!p->watched || r->page_count == c->capacity)
            continue;
        pages[r->page_count++] = i;
        if (c->flags)
            p->watched = p->latched = false;
    }
    return 0;
}

static uint64_t reset_watch(struct model *m, const struct vm_call *c, struct vm_result *r)
{
    if (bad_watch(m, c)) {
        r->error = FALSE_PARAMETER;
        return UINT32_MAX;
    }
    for (vm_page i = c->addr / PAGE; i <= (c->addr + c->size - 1) / PAGE; i++)
        m->pages[i].watched = m->pages[i].latched = false;
    return 0;
}

static uint64_t pressure(struct model *m)
{
    uint64_t taken = 0;
    for (vm_page i = 0; i < m->count; i++) {
        struct page *p = &m->pages[i];
        if (!p->reset || p->locked)
            continue;
        forget(p);
        p->discarded = true;
        taken++;
    }
    return taken;
}

static uint64_t set_working_set(struct model *m, const struct vm_call *c, struct vm_result *r)
{
    if (!c->size)
        return fail(r, FALSE_PARAMETER);
    m->working_set = c->size < 20 ? 20 : c->size;
    return 1;
}

static uint64_t make(struct model *m, const struct vm_call *c, struct vm_result *r, vm_page *pages)
{
    switch (c->id) {
    case VM_CALL_ALLOC:
        return virtual_alloc(m, c, r);
    case VM_CALL_FREE:
        return virtual_free(m, c, r);
    case VM_CALL_PROTECT:
        return virtual_protect(m, c, r);
    case VM_CALL_QUERY:
        return virtual_query(m, c, r);
    case VM_CALL_LOCK:
        return virtual_lock(m, c, r);
    case VM_CALL_UNLOCK:
        return virtual_unlock(m, c, r);
    case VM_CALL_GET_WRITE_WATCH:
        return get_watch(m, c, r, pages);
    case VM_CALL_RESET_WRITE_WATCH:
        return reset_watch(m, c, r);
    case VM_CALL_READ:
    case VM_CALL_WRITE:
    case VM_CALL_EXECUTE:
        return access_pages(m, c, r);
    case VM_CALL_SET_COMMIT_LIMIT:
        m->limit = c->size;
        return 1;
    case VM_CALL_SET_LOCK_PRIVILEGE:
        m->privilege = c->size != 0;
        return 1;
    case VM_CALL_SET_WORKING_SET:
        return set_working_set(m, c, r);
    case VM_CALL_PRESSURE:
        return pressure(m);
    case VM_CALL_NONE:
    case VM_CALL_PLACE:
        break;
    }
    return 0;
}

void model_call(struct model *m, const struct vm_call *call, struct vm_result *ret_result,
    vm_page *pages)
{
    *ret_result = (struct vm_result){0};
    ret_result->value = make(m, call, ret_result, pages);
}

/* ---- comparing ------------------------------------------------------------------------------ */

static const char *compare_run(const struct page *p, const struct vm_run *run)
{
    if (vm_attr_state(run->attr) != p->state)
        return "state";
    if (vm_attr_protect(run->attr) != shown(p))
        return "protection";
    if (vm_attr_asked(run->attr) != p->asked)
        return "allocation protection";
    if (p->state != VM_FREE && run->alloc_first != p->base)
        return "allocation base";
    return NULL;
}

static const char *compare_page(const struct page *p, const struct vm_space *space, vm_page page)
{
    struct vm_page_info info;
    vm_space_page_info(space, page, &info);
    if (info.resident != p->resident)
        return "residence";
    if (info.locked != p->locked)
        return "lock";
    if (info.watched_write != p->watched)
        return "write mark";
    if (info.reset != p->reset || info.discarded != p->discarded)
        return "reset";
    if (!p->bytes)
        return info.stored ? "contents where none were written" : NULL;
    uint8_t bytes[PAGE];
    vm_space_peek(space, page * PAGE, bytes, sizeof bytes);
    return memcmp(bytes, p->bytes, sizeof bytes) ? "bytes" : NULL;
}

static const char *compare_totals(const struct model *m, const struct vm_space *space)
{
    struct vm_totals t;
    vm_space_totals(space, &t);
    if (t.charge != charged(m))
        return "charge";
    if (t.locked != locked(m))
        return "number of locked pages";
    if (t.limit != m->limit || t.lock_privilege != m->privilege || t.lockable != m->working_set - 8)
        return "settings";
    const uint64_t largest = t.largest_free;
    if (largest && !gap(m, largest, 16, false))
        return "largest gap is not there";
    if (gap(m, largest + 1, 16, false))
        return "largest gap is larger";
    return NULL;
}

const char *model_compare(const struct model *m, const struct vm_space *space, vm_page *ret_page)
{
    struct vm_run run = {0};
    for (vm_page i = 0; i < m->count; i++) {
        *ret_page = i;
        if (i >= run.end)
            run = vm_space_run(space, i);
        const char *what = compare_run(&m->pages[i], &run);
        if (!what)
            what = compare_page(&m->pages[i], space, i);
        if (what)
            return what;
    }
    *ret_page = 0;
    return compare_totals(m, space);
}

const char *model_compare_result(const struct vm_result *want, const vm_page *pages,
    const struct vm_change *got)
{
    const struct vm_result *r = &got->result;
    if (r->error != want->error)
        return "error";
    if (r->value != want->value)
        return "value";
    if (r->has_old_protect != want->has_old_protect || r->old_protect != want->old_protect)
        return "old protection";
    if (r->exception != want->exception || r->exception_access != want->exception_access ||
        r->exception_address != want->exception_address)
        return "exception";
    const struct vm_region *a = &r->region, *b = &want->region;
    if (a->base != b->base || a->size != b->size || a->allocation_base != b->allocation_base ||
        a->allocation_protect != b->allocation_protect || a->state != b->state ||
        a->protect != b->protect || a->type != b->type)
        return "region";
    if (r->page_count != want->page_count)
        return "number of written pages";
    for (uint64_t i = 0; i < r->page_count; i++)
        if (got->pages[i] != pages[i])
            return "written pages";
    return NULL;
}
