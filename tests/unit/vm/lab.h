/* lab - a space under test: each call is planned, applied, taken back, compared and applied
 * again, and the invariants run every time. A failing call must leave the space as it was unless
 * said otherwise. */
#ifndef TEST_VM_LAB_H
#define TEST_VM_LAB_H

#include "testlib.h"

#include <string.h>

#include "vm/space.h"

struct lab {
    struct vm_space *space;
    struct vm_change change;       /* of the last call */
};

static inline struct lab lab_open(const char *machine)
{
    return (struct lab){.space = vm_space_create(vm_machine_find(machine))};
}

static inline void lab_close(struct lab *lab)
{
    vm_change_finish(&lab->change);
    vm_space_destroy(lab->space);
}

/* The call with all its effects; the result stays in lab->change. */
static inline struct vm_result lab_do(struct lab *lab, struct vm_call call)
{
    struct vm_space *before = vm_space_clone(lab->space);
    vm_plan(lab->space, &call, &lab->change, NULL);
    assert_true(vm_space_equal(before, lab->space));
    vm_apply(lab->space, &lab->change);
    assert_null(vm_space_check(lab->space));
    assert_int_equal(vm_change_is_empty(&lab->change), vm_space_equal(before, lab->space));
    struct vm_space *after = vm_space_clone(lab->space);
    vm_revert(lab->space, &lab->change);
    assert_null(vm_space_check(lab->space));
    assert_true(vm_space_equal(before, lab->space));
    assert_true(vm_space_hash(before) == vm_space_hash(lab->space));
    vm_apply(lab->space, &lab->change);
    assert_true(vm_space_equal(after, lab->space));
    assert_true(vm_space_hash(after) == vm_space_hash(lab->space));
    vm_space_destroy(before);
    vm_space_destroy(after);
    return lab->change.result;
}

/* The call must succeed. */
static inline struct vm_result lab_ok(struct lab *lab, struct vm_call call)
{
    const struct vm_result r = lab_do(lab, call);
    assert_int_equal(r.status, VM_STATUS_SUCCESS);
    assert_int_equal(r.error, 0);
    assert_int_equal(r.exception, 0);
    return r;
}

/* The call must fail for that rule with that error; with no effect at all. */
static inline struct vm_result lab_refused(struct lab *lab, struct vm_call call, uint32_t error,
    const char *rule)
{
    const struct vm_result r = lab_do(lab, call);
    assert_true(vm_change_is_empty(&lab->change));
    assert_int_equal(r.error, error);
    assert_string_equal(vm_rule_id(r.reason.rule), rule);
    return r;
}

static inline struct vm_call call_alloc(vm_addr addr, uint64_t size, uint32_t type,
    uint32_t protect)
{
    return (struct vm_call){
        .id = VM_CALL_ALLOC, .addr = addr, .size = size, .flags = type, .protect = protect};
}

static inline struct vm_call call_commit(vm_addr addr, uint64_t size, uint32_t protect)
{
    return call_alloc(addr, size, VM_MEM_RESERVE | VM_MEM_COMMIT, protect);
}

static inline struct vm_call call_free(vm_addr addr, uint64_t size, uint32_t type)
{
    return (struct vm_call){.id = VM_CALL_FREE, .addr = addr, .size = size, .flags = type};
}

static inline struct vm_call call_protect(vm_addr addr, uint64_t size, uint32_t protect)
{
    return (struct vm_call){.id = VM_CALL_PROTECT, .addr = addr, .size = size, .protect = protect};
}

/* Any call of an address and a size: lock, unlock, read, execute, reset of write watch, ... */
static inline struct vm_call call_range(enum vm_call_id id, vm_addr addr, uint64_t size)
{
    return (struct vm_call){.id = id, .addr = addr, .size = size};
}

static inline struct vm_call call_write(vm_addr addr, const void *data, uint64_t size)
{
    return (struct vm_call){.id = VM_CALL_WRITE, .addr = addr, .size = size, .data = data};
}

static inline struct vm_page_info lab_page(const struct lab *lab, vm_addr addr)
{
    struct vm_page_info info;
    vm_space_page_info(lab->space, addr >> VM_PAGE_SHIFT, &info);
    return info;
}

static inline uint32_t lab_protect(const struct lab *lab, vm_addr addr)
{
    return vm_attr_protect(vm_space_run(lab->space, addr >> VM_PAGE_SHIFT).attr);
}

static inline struct vm_totals lab_totals(const struct lab *lab)
{
    struct vm_totals totals;
    vm_space_totals(lab->space, &totals);
    return totals;
}

#endif
