/* vmtest - short words for the claims about the four page calls, on top of lab.h. */
#ifndef TEST_VM_VMTEST_H
#define TEST_VM_VMTEST_H

#include "lab.h"

enum { RESERVE = VM_MEM_RESERVE, COMMIT = VM_MEM_COMMIT, DECOMMIT = VM_MEM_DECOMMIT,
    RELEASE = VM_MEM_RELEASE };
enum { NOACCESS = VM_PAGE_NOACCESS, RO = VM_PAGE_READONLY, RW = VM_PAGE_READWRITE,
    GUARD = VM_PAGE_GUARD };
#define BASE 0x40000000u

/* A test is a sentence; LAB opens it with a fresh space, DONE closes it. */
#define TEST(name) static void name(void **state)
#define LAB(machine)                                                                               \
    (void)state;                                                                                   \
    struct lab lab_ = lab_open(machine), *lab = &lab_
#define DONE lab_close(lab)

/* The call succeeds; returns its value. */
static inline uint64_t works(struct lab *lab, struct vm_call call)
{
    return lab_ok(lab, call).value;
}

/* The call fails with error because of the rule, returns value 0, and changes nothing. */
static inline void fails(struct lab *lab, struct vm_call call, uint32_t error, const char *rule)
{
    const struct vm_result r = lab_refused(lab, call, error, rule);
    assert_int_equal(r.error, vm_status_error(r.status));
    assert_int_equal(r.value, 0);
    assert_false(r.reason.has_page && r.reason.param);       /* a parameter has no page */
}

static inline struct vm_call alloc(vm_addr addr, uint64_t size, uint32_t type, uint32_t protect)
{
    return call_alloc(addr, size, type, protect);
}

static inline struct vm_call release(vm_addr addr)
{
    return (struct vm_call){.id = VM_CALL_FREE, .addr = addr, .flags = RELEASE};
}

static inline struct vm_call vfree(vm_addr addr, uint64_t size, uint32_t type)
{
    return call_free(addr, size, type);
}

static inline struct vm_call protect(vm_addr addr, uint64_t size, uint32_t value)
{
    return call_protect(addr, size, value);
}

static inline struct vm_call query(vm_addr addr)
{
    return (struct vm_call){.id = VM_CALL_QUERY, .addr = addr, .size = 64};
}

static inline struct vm_call setting(enum vm_call_id id, uint64_t value)
{
    return (struct vm_call){.id = id, .size = value};
}

/* What VirtualQuery says of addr; the call must succeed. */
static inline struct vm_region ask(struct lab *lab, vm_addr addr)
{
    works(lab, query(addr));
    return lab->change.result.region;
}

/* The region from addr on has these pages, state, Protect and AllocationBase. */
static inline void region_is(struct lab *lab, vm_addr addr, uint64_t pages, uint32_t state,
    uint32_t protection, vm_addr base)
{
    const struct vm_region r = ask(lab, addr);
    assert_int_equal(r.base, addr & ~(vm_addr)0xFFF);
    assert_int_equal(r.size / VM_PAGE_SIZE, pages);
    assert_int_equal(r.state, state);
    assert_int_equal(r.protect, protection);
    assert_int_equal(r.allocation_base, base);
}

static inline uint64_t charge(const struct lab *lab)
{
    return lab_totals(lab).charge;
}

#endif
