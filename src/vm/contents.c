/* contents - the store of a space, the swaps of its changes, and what verbs do to contents. */
#include "contents.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "decisions.h"

struct store *contents_create(void)
{
    return base_zalloc(sizeof(struct store));
}

void contents_destroy(struct store *store)
{
    if (store)
        store_finish(store);
    free(store);
}

struct store *contents_clone(const struct store *store)
{
    struct store *clone = contents_create();
    store_copy(clone, store);
    return clone;
}

bool contents_equal(const struct store *a, const struct store *b)
{
    return store_equal(a, b);
}

uint64_t contents_hash(const struct store *store)
{
    return store_hash(store);
}

uint64_t contents_lockable(const struct vm_space *space)
{
    const uint64_t minimum = space->settings.min_working_set;
    if (minimum > DECIDED_MOST_LOCKED)
        return DECIDED_MOST_LOCKED;
    return minimum > DECIDED_LOCK_OVERHEAD ? minimum - DECIDED_LOCK_OVERHEAD : 0;
}

void contents_totals(const struct vm_space *space, struct vm_totals *totals)
{
    totals->stored = space->store->stored;
    totals->resident = space->store->resident;
    totals->locked = space->store->locked;
    totals->lockable = contents_lockable(space);
}

/* ---- pages by address ------------------------------------------------------------------------ */

/* The object that backs page; for free pages one that has no records. */
static uint64_t object_of(const struct vm_space *space, vm_page page)
{
    struct runmap_cursor run;
    runmap_find(space->map, page, &run);
    return vm_attr_state(run.attr) == VM_FREE ? page : runmap_alloc_first(space->map, &run);
}

struct contents_walk contents_walk(const struct vm_space *space, vm_page first, vm_page end)
{
    struct contents_walk walk = {.store = space->store, .end = end};
    if (first < end && !store_is_empty(space->store)) {
        walk.object = object_of(space, first);
        walk.offset = first - walk.object - 1;   /* a step is made before each look */
    } else {
        walk.end = 0;
    }
    return walk;
}

const struct store_page *contents_next(struct contents_walk *walk, vm_page *ret_page)
{
    if (!walk->end)
        return NULL;
    walk->offset++;
    const struct store_page *page = store_next_of_all(walk->store, &walk->object, &walk->offset);
    *ret_page = walk->object + walk->offset;
    return page && *ret_page < walk->end ? page : NULL;
}

static const struct store_page *page_at(const struct vm_space *space, vm_page page)
{
    if (store_is_empty(space->store) || page >= runmap_end(space->map))
        return NULL;
    const uint64_t object = object_of(space, page);
    return store_get(space->store, object, page - object);
}

void vm_space_page_info(const struct vm_space *space, vm_page page, struct vm_page_info *ret_info)
{
    const struct store_page *known = page_at(space, page);
    const unsigned flags = known ? known->flags : 0;
    *ret_info = (struct vm_page_info){
        .stored = known && known->bytes,
        .resident = flags & STORE_RESIDENT,
        .locked = flags & STORE_LOCKED,
        .watched_write = flags & STORE_WATCHED,
        .reset = flags & STORE_RESET,
        .discarded = flags & STORE_DISCARDED,
    };
}

void vm_space_peek(const struct vm_space *space, vm_addr addr, void *out, size_t len)
{
    uint8_t *to = out;
    while (len) {
        const size_t at = (size_t)(addr % VM_PAGE_SIZE);
        const size_t count = len < VM_PAGE_SIZE - at ? len : VM_PAGE_SIZE - at;
        const struct store_page *page = page_at(space, addr >> VM_PAGE_SHIFT);
        if (page && page->bytes)
            memcpy(to, page->bytes + at, count);
        else
            memset(to, 0, count);
        addr += count;
        to += count;
        len -= count;
    }
}

static const char *check_record(const struct vm_space *space, const struct contents_walk *walk,
    const struct store_page *page)
{
    if (walk->object + walk->offset >= runmap_end(space->map))
        return "a record lies beyond the space";
    struct runmap_cursor run;
    runmap_find(space->map, walk->object + walk->offset, &run);
    if (vm_attr_state(run.attr) == VM_FREE)
        return "a free page has a record";
    if (runmap_alloc_first(space->map, &run) != walk->object)
        return "a record belongs to no allocation";
    if (page->flags & STORE_WATCHED && !(run.attr & VM_ATTR_WATCH))
        return "a page without write watch has a write mark";
    const bool only_marked = !page->bytes && !(page->flags & ~(STORE_WATCHED | STORE_LATCHED));
    if (vm_attr_state(run.attr) != VM_COMMITTED && !only_marked)
        return "a page that is not committed has contents";
    return NULL;
}

const char *contents_check(const struct vm_space *space)
{
    const char *wrong = store_check(space->store);
    struct contents_walk walk = contents_walk(space, 0, UINT64_MAX);
    vm_page at = 0;
    for (const struct store_page *page; !wrong && (page = contents_next(&walk, &at)); )
        wrong = check_record(space, &walk, page);
    return wrong;
}

/* ---- the swaps of a change ------------------------------------------------------------------- */

void contents_swap(struct plan *p, struct vm_page_swap swap)
{
    struct vm_change *c = p->change;
    base_grow(&c->swaps, &c->swap_cap, c->swap_count + 1, sizeof *c->swaps);
    c->swaps[c->swap_count++] = swap;
}

void contents_mark(struct plan *p, const struct contents_walk *walk,
    const struct store_page *page, unsigned flags)
{
    if (page->flags != flags)
        contents_swap(p, store_swap_edit(walk->object, walk->offset, (uint8_t)flags));
}

void contents_exchange(struct store *store, struct vm_change *change)
{
    for (size_t i = 0; i < change->swap_count; i++)
        store_exchange(store, &change->swaps[i]);
}

void contents_clear(struct vm_change *change)
{
    for (size_t i = 0; i < change->swap_count; i++)
        store_swap_finish(&change->swaps[i]);
    change->swap_count = 0;
}

void contents_finish(struct vm_change *change)
{
    contents_clear(change);
    free(change->swaps);
    change->swaps = NULL;
    change->swap_cap = 0;
}

size_t contents_bytes(const struct vm_change *change)
{
    size_t bytes = change->swap_cap * sizeof *change->swaps;
    for (size_t i = 0; i < change->swap_count; i++)
        bytes += store_swap_size(&change->swaps[i]);
    return bytes;
}

bool contents_touches_range(const struct vm_change *change, vm_page first, vm_page end)
{
    size_t low = 0, high = change->swap_count;
    while (low < high) {
        const size_t mid = low + (high - low) / 2;
        if (change->swaps[mid].object + change->swaps[mid].offset < first)
            low = mid + 1;
        else
            high = mid;
    }
    return low < change->swap_count && change->swaps[low].object + change->swaps[low].offset < end;
}

bool contents_touches(const struct vm_change *change, vm_page page)
{
    return contents_touches_range(change, page, page + 1);
}

/* ---- hooks of VirtualAlloc, VirtualFree, VirtualProtect -------------------------------------- */

/* Contents, locks and residence go with the page.  [R-FREE-10, R-FREE-18, R-FREE-21] */
void contents_discard(struct plan *p, vm_page first, vm_page end, bool release)
{
    struct contents_walk walk = contents_walk(p->space, first, end);
    vm_page at = 0;
    for (const struct store_page *page; (page = contents_next(&walk, &at)); ) {
        const unsigned kept = STORE_WATCHED | STORE_LATCHED;  /* both or nothing  [R-WW-13] */
        const bool keeps = !release && (page->flags & kept) == kept;
        if (!keeps || page->bytes || page->flags != kept)
            contents_swap(p, store_swap_discard(walk.object, walk.offset, keeps ? kept : 0));
    }
}

void contents_protect(struct plan *p, vm_page first, vm_page end, uint32_t protect)
{
    struct contents_walk walk = contents_walk(p->space, first, end);
    vm_page at = 0;
    for (const struct store_page *page; (page = contents_next(&walk, &at)); ) {
        unsigned flags = page->flags;
        if (flags & STORE_WATCHED && p->call->id == VM_CALL_PROTECT)
            flags |= STORE_LATCHED;              /* not by committing again [R-WW-13] */
        if (protect & VM_PAGE_NOACCESS)
            flags &= ~(unsigned)STORE_LOCKED;    /* what cannot be touched does not stay locked */
        contents_mark(p, &walk, page, flags);
    }
}

/* Only what has been touched can be given up; pages never touched are zeros all along.
 * [R-RESET-1,3] */
void contents_reset(struct plan *p, vm_page first, vm_page end)
{
    struct contents_walk walk = contents_walk(p->space, first, end);
    vm_page at = 0;
    for (const struct store_page *page; (page = contents_next(&walk, &at)); )
        if (page->bytes || page->flags & STORE_RESIDENT)
            contents_mark(p, &walk, page, page->flags | STORE_RESET);
}

/* Pages that were never reset stay as they are.  [R-RESET-8, R-RESET-10] */
bool contents_undo_reset(struct plan *p, vm_page first, vm_page end, vm_page *ret_page)
{
    vm_page at = 0;
    struct contents_walk walk = contents_walk(p->space, first, end);
    for (const struct store_page *page; (page = contents_next(&walk, &at)); )
        if (page->flags & STORE_DISCARDED) {
            *ret_page = at;
            return false;                        /* [R-RESET-9] */
        }
    walk = contents_walk(p->space, first, end);
    for (const struct store_page *page; (page = contents_next(&walk, &at)); )
        contents_mark(p, &walk, page, page->flags & ~(unsigned)STORE_RESET);
    return true;
}

/* Memory runs short: what MEM_RESET gave up is taken, but for locked pages. Returns the number of
 * pages taken.  [R-RESET-7] */
void plan_pressure(struct plan *p)
{
    struct contents_walk walk = contents_walk(p->space, 0, UINT64_MAX);
    uint64_t taken = 0;
    vm_page at = 0;
    for (const struct store_page *page; (page = contents_next(&walk, &at)); ) {
        if (!(page->flags & STORE_RESET) || page->flags & STORE_LOCKED)
            continue;
        const unsigned gone = STORE_RESET | STORE_RESIDENT;
        const unsigned flags = (page->flags & ~gone) | STORE_DISCARDED;
        contents_swap(p, store_swap_discard(walk.object, walk.offset, (uint8_t)flags));
        plan_page(p, at);
        taken++;
    }
    plan_succeed_by(p, taken, VM_RULE_RESET_7);
}
