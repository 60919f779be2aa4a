/* test_layout - the parts of a process and the gaps between them. */
#include "testlib.h"

#include "lang/lang.h"

struct seen {
    int changes;
};

static void count_change(void *ctx, enum lang_event_kind kind, struct lang_span span,
    struct vm_change *change)
{
    struct seen *seen = ctx;
    (void)span;
    assert_int_equal(kind, LANG_EVENT_CALL);
    assert_int_equal(change->result.status, VM_STATUS_SUCCESS);
    seen->changes++;
}

static struct vm_space *process_on(const char *machine, struct seen *seen)
{
    struct vm_space *space = vm_space_create(vm_machine_find(machine));
    const struct lang_listener listener = {.ctx = seen, .on_change = count_change};
    lang_layout_process(space, &listener);
    return space;
}

static struct vm_region region_at(const struct vm_space *space, vm_addr addr)
{
    struct vm_change change = {0};
    const struct vm_call call = {.id = VM_CALL_QUERY, .addr = addr, .size = 48};
    vm_plan(space, &call, &change, NULL);
    assert_int_equal(change.result.status, VM_STATUS_SUCCESS);
    const struct vm_region region = change.result.region;
    vm_change_finish(&change);
    return region;
}

struct part {
    vm_addr base, allocation_base;
    uint64_t size;
    uint32_t state, protect, type;
};

static void parts_are(const struct vm_space *space, const struct part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct vm_region r = region_at(space, parts[i].base);
        assert_int_equal(r.base, parts[i].base);
        assert_int_equal(r.allocation_base, parts[i].allocation_base);
        assert_int_equal(r.size, parts[i].size);
        assert_int_equal(r.state, parts[i].state);
        assert_int_equal(r.protect, parts[i].protect);
        assert_int_equal(r.type, parts[i].type);
    }
}

static void a_process_has_image_stack_heap_and_shared_page(void **state)
{
    (void)state;
    static const struct part parts[] = {
        /* the stack: reserved, guard, committed [R-STK-1] */
        {0x30000, 0x30000, 0xEF000, VM_MEM_RESERVE, 0, VM_MEM_PRIVATE},
        {0x11F000, 0x30000, 0x1000, VM_MEM_COMMIT, VM_PAGE_READWRITE | VM_PAGE_GUARD,
        VM_MEM_PRIVATE},
        {0x120000, 0x30000, 0x10000, VM_MEM_COMMIT, VM_PAGE_READWRITE, VM_MEM_PRIVATE},
        {0x140000, 0x140000, 0x4000, VM_MEM_COMMIT, VM_PAGE_READWRITE, VM_MEM_PRIVATE},
        {0x400000, 0x400000, 0x1000, VM_MEM_COMMIT, VM_PAGE_READONLY, VM_MEM_IMAGE},
        {0x401000, 0x400000, 0x2000, VM_MEM_COMMIT, VM_PAGE_EXECUTE_READ, VM_MEM_IMAGE},
        {0x403000, 0x400000, 0x10000, VM_MEM_COMMIT, VM_PAGE_READWRITE, VM_MEM_IMAGE},
        /* shared user data [R-GEN-4] */
        {0x7FFE0000, 0x7FFE0000, 0x1000, VM_MEM_COMMIT, VM_PAGE_READONLY, VM_MEM_PRIVATE},
    };
    struct seen seen = {0};
    struct vm_space *space = process_on("x86", &seen);
    parts_are(space, parts, sizeof parts / sizeof *parts);
    assert_int_equal(seen.changes, 9);
    assert_null(vm_space_check(space));
    vm_space_destroy(space);
}

static void the_addresses_of_the_course_sheet_stay_free(void **state)
{
    (void)state;
    static const char *const machines[] = {"x86", "x86-3gb", "x64"};
    static const vm_addr sheet[] = {0x01000000, 0x40000000};
    for (size_t i = 0; i < 3; i++) {
        struct seen seen = {0};
        struct vm_space *space = process_on(machines[i], &seen);
        for (size_t k = 0; k < 2; k++) {
            const struct vm_region r = region_at(space, sheet[k]);
            assert_int_equal(r.state, VM_MEM_FREE);
            assert_true(r.size >= 16 << 20);
        }
        assert_null(vm_space_check(space));
        vm_space_destroy(space);
    }
}

static void the_toy_machine_has_a_process_of_its_size(void **state)
{
    (void)state;
    struct seen seen = {0};
    struct vm_space *space = process_on("toy", &seen);
    struct vm_totals totals;
    vm_space_totals(space, &totals);
    assert_int_equal(totals.allocations, 3);
    assert_int_equal(region_at(space, 0x10000).state, VM_MEM_FREE);
    assert_null(vm_space_check(space));
    vm_space_destroy(space);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_process_has_image_stack_heap_and_shared_page),
        cmocka_unit_test(the_addresses_of_the_course_sheet_stay_free),
        cmocka_unit_test(the_toy_machine_has_a_process_of_its_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
