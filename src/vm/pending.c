/* pending - stands in for the contents and access rooms until they exist: nothing is stored, and the
 * calls that need contents are refused. */
#include "contents.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct store {
    int nothing;
};

struct store *contents_create(void)
{
    return base_zalloc(sizeof(struct store));
}
void contents_destroy(struct store *store)
{
    free(store);
}
struct store *contents_clone(const struct store *store)
{
    return base_memdup(store, sizeof *store);
}
bool contents_equal(const struct store *a, const struct store *b)
{
    return a->nothing == b->nothing;
}
uint64_t contents_hash(const struct store *store)
{
    return (uint64_t)store->nothing;
}
const char *contents_check(const struct vm_space *space)
{
    return space->store ? NULL : "the space has no store";
}
void contents_totals(const struct vm_space *space, struct vm_totals *totals)
{
    totals->lockable = space->settings.min_working_set;
}
void contents_exchange(struct store *store, struct vm_change *change)
{
    (void)store;
    (void)change;
}
void contents_clear(struct vm_change *change)
{
    change->swap_count = 0;
}
void contents_finish(struct vm_change *change)
{
    change->swap_count = 0;
}
size_t contents_bytes(const struct vm_change *change)
{
    return change->swap_count;
}
bool contents_touches(const struct vm_change *change, vm_page page)
{
    return page < change->swap_count;
}
void contents_discard(struct plan *p, vm_page first, vm_page end, bool release)
{
    (void)p;
    (void)first;
    (void)end;
    (void)release;
}
void contents_protect(struct plan *p, vm_page first, vm_page end, uint32_t protect)
{
    (void)p;
    (void)first;
    (void)end;
    (void)protect;
}
void contents_reset(struct plan *p, vm_page first, vm_page end)
{
    (void)p;
    (void)first;
    (void)end;
}
bool contents_undo_reset(struct plan *p, vm_page first, vm_page end, vm_page *ret_page)
{
    (void)p;
    *ret_page = first;
    return first < end;
}

#define PENDING(name)                                                                              \
    void name(struct plan *p)                                                                      \
    {                                                                                              \
        (void)plan_fail(p, VM_CHECK_PARAMS, VM_STATUS_INVALID_PARAMETER,                           \
            (struct vm_reason){.rule = VM_RULE_NONE});                                             \
    }
PENDING(plan_lock)
PENDING(plan_unlock)
PENDING(plan_get_write_watch)
PENDING(plan_reset_write_watch)
PENDING(plan_read)
PENDING(plan_write)
PENDING(plan_execute)
PENDING(plan_pressure)

void vm_space_page_info(const struct vm_space *space, vm_page page, struct vm_page_info *ret_info)
{
    (void)space;
    (void)page;
    *ret_info = (struct vm_page_info){0};
}
void vm_space_peek(const struct vm_space *space, vm_addr addr, void *out, size_t len)
{
    (void)space;
    (void)addr;
    memset(out, 0, len);
}
