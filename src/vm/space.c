/* space - creating, changing and comparing spaces. */
#include "contents.h"

#include <assert.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "decisions.h"

struct vm_space *vm_space_create(const struct vm_machine *machine)
{
    struct vm_space *space = base_zalloc(sizeof *space);
    space->machine = machine;
    space->map = runmap_create((machine->max_address + 1) >> VM_PAGE_SHIFT);
    space->store = contents_create();
    space->settings =
        (struct vm_settings){.limit = VM_NO_LIMIT, .min_working_set = DECIDED_MIN_WORKING_SET};
    return space;
}

void vm_space_destroy(struct vm_space *space)
{
    if (!space)
        return;
    contents_destroy(space->store);
    runmap_destroy(space->map);
    free(space);
}

struct vm_space *vm_space_clone(const struct vm_space *space)
{
    struct vm_space *clone = base_memdup(space, sizeof *space);
    clone->map = runmap_clone(space->map);
    clone->store = contents_clone(space->store);
    return clone;
}

static bool settings_equal(const struct vm_settings *a, const struct vm_settings *b)
{
    return a->charge == b->charge && a->limit == b->limit &&
           a->min_working_set == b->min_working_set && a->lock_privilege == b->lock_privilege;
}

void vm_apply(struct vm_space *space, struct vm_change *change)
{
    assert(settings_equal(&space->settings, &change->old_settings));
    if (change->after_count)                     /* a finger dies with the next change */
        runmap_splice(space->map, change->after, change->after_count,
            change->planned_on == space->generation ? change->finger : 0);
    if (change->swap_count)
        contents_exchange(space->store, change);
    space->settings = change->new_settings;
    space->generation++;
}

void vm_revert(struct vm_space *space, struct vm_change *change)
{
    assert(settings_equal(&space->settings, &change->new_settings));
    if (change->before_count)
        runmap_splice(space->map, change->before, change->before_count, 0);
    if (change->swap_count)
        contents_exchange(space->store, change);
    space->settings = change->old_settings;
    space->generation++;
}

/* Calls f with each run; stops where it returns false. */
static bool each_run(const struct vm_space *space,
    bool (*f)(const struct runmap_cursor *run, void *data), void *data)
{
    struct runmap_cursor run;
    runmap_find(space->map, 0, &run);
    do {
        if (!f(&run, data))
            return false;
    } while (runmap_next(space->map, &run));
    return true;
}

bool vm_space_equal(const struct vm_space *a, const struct vm_space *b)
{
    if (a->machine != b->machine || !settings_equal(&a->settings, &b->settings))
        return false;
    struct runmap_cursor i, j;
    runmap_find(a->map, 0, &i);
    runmap_find(b->map, 0, &j);
    for (;;) {
        if (i.end != j.end || i.attr != j.attr)
            return false;
        const bool more = runmap_next(a->map, &i);
        if (more != runmap_next(b->map, &j))
            return false;
        if (!more)
            return contents_equal(a->store, b->store);
    }
}

static bool hash_run(const struct runmap_cursor *run, void *data)
{
    uint64_t *hash = data;
    *hash = hash_word(hash_word(*hash, run->end), run->attr);
    return true;
}

uint64_t vm_space_hash(const struct vm_space *space)
{
    const struct vm_settings *s = &space->settings;
    uint64_t hash = hash_word(BASE_HASH_SEED, s->charge);
    hash = hash_word(hash, s->limit);
    hash = hash_word(hash, s->min_working_set);
    hash = hash_word(hash, s->lock_privilege);
    each_run(space, hash_run, &hash);
    return hash_word(hash, contents_hash(space->store));
}

/* What is carried from run to run by the check. */
struct checking {
    const char *fault;
    vm_attr allocation;            /* of the run before; 0 after a free one */
    uint64_t charge;
};

/* The part of an attr that is the same in a whole allocation. */
static vm_attr allocation_bits(vm_attr attr)
{
    return attr & (VM_ATTR_ASKED | VM_ATTR_ASKED_GUARD | VM_ATTR_CACHE | VM_ATTR_KIND |
                      VM_ATTR_WATCH);
}

static const char *fault_of(const struct runmap_cursor *run, const struct checking *c)
{
    const vm_attr attr = run->attr;
    if (vm_attr_state(attr) == VM_FREE)
        return attr ? "a free run knows of an allocation" : NULL;
    if (attr & VM_ATTR_BEGIN) {
        if (run->first % VM_GRANULE_PAGES)
            return "an allocation does not start on a granule";
    } else if (!c->allocation || c->allocation != (allocation_bits(attr) | VM_ATTR_BEGIN)) {
        return "a run goes on with an allocation that is not on its left";
    }
    if (vm_attr_state(attr) == VM_RESERVED && attr & (VM_ATTR_PROTECT | VM_ATTR_GUARD))
        return "a reserved run has a protection";
    if (vm_attr_kind(attr) == VM_KIND_PHYSICAL && vm_attr_state(attr) == VM_COMMITTED)
        return "a page of an AWE allocation is committed";
    if (attr >> (VM_ATTR_BITS - 9))
        return "unused bits of an attr are set";
    return NULL;
}

static bool check_run(const struct runmap_cursor *run, void *data)
{
    struct checking *c = data;
    c->fault = fault_of(run, c);
    const bool is_free = vm_attr_state(run->attr) == VM_FREE;
    c->allocation = is_free ? 0 : allocation_bits(run->attr) | VM_ATTR_BEGIN;
    if (vm_attr_state(run->attr) == VM_COMMITTED && kind_is_charged(vm_attr_kind(run->attr)))
        c->charge += run->end - run->first;
    return !c->fault;
}

const char *vm_space_check(const struct vm_space *space)
{
    const char *fault = runmap_check(space->map);
    if (fault)
        return fault;
    struct checking c = {0};
    if (!each_run(space, check_run, &c))
        return c.fault;
    if (c.charge != space->settings.charge)
        return "the commit charge is not the number of charged pages";
    return contents_check(space);
}
