/* regions: the rows of the table, by address and sorted, as regions and as allocations. */
#include "regions.h"
#include "testlib.h"

#include "vm/space.h"

static void allocate(struct vm_space *space, uint32_t flags, vm_addr addr, uint64_t pages)
{
    struct vm_change change = {0};
    const struct vm_call call = {.id = VM_CALL_ALLOC, .addr = addr, .size = pages * VM_PAGE_SIZE,
        .flags = flags, .protect = VM_PAGE_READWRITE};
    vm_plan(space, &call, &change, NULL);
    assert_int_equal(change.result.status, VM_STATUS_SUCCESS);
    vm_apply(space, &change);
    vm_change_finish(&change);
}

/* free, 4 reserved, free, 2 committed of 8 reserved, free */
static struct vm_space *sample(void)
{
    struct vm_space *space = vm_space_create(vm_machine_find("x86"));
    allocate(space, VM_MEM_RESERVE, 0x01000000, 4);
    allocate(space, VM_MEM_RESERVE, 0x40000000, 8);
    allocate(space, VM_MEM_COMMIT, 0x40002000, 2);
    return space;
}

static void rows_by_address_leave_nothing_out(void **state)
{
    (void)state;
    struct vm_space *space = sample();
    struct regions r = {0};
    assert_int_equal(regions_build(&r, space, 0x40002, 20), 4);
    static const vm_page firsts[] = {0, 0x1000, 0x1004, 0x40000, 0x40002, 0x40004, 0x40008};
    assert_int_equal(r.row_count, sizeof firsts / sizeof *firsts);
    for (size_t i = 0; i < r.row_count; i++) {
        assert_int_equal(r.rows[i].first, firsts[i]);
    }
    regions_finish(&r);
    vm_space_destroy(space);
}

static void an_allocation_is_one_row_in_its_own_view_only(void **state)
{
    (void)state;
    struct vm_space *space = sample();
    struct regions r = {.by_allocation = true};
    assert_int_equal(regions_build(&r, space, 0x40003, 20), 3);
    assert_int_equal(r.row_count, 5);
    assert_int_equal(r.rows[3].first, 0x40000);
    assert_int_equal(r.rows[3].end, 0x40008);
    regions_finish(&r);
    vm_space_destroy(space);
}

static void the_row_of_the_cursor_is_always_shown(void **state)
{
    (void)state;
    struct vm_space *space = sample();
    static const vm_page cursors[] = {0x40009, 0, 0x40003, 0x1002, 0x7FFEF};
    for (int sort = 0; sort < REGIONS_SORTS; sort++) {
        struct regions r = {.sort = (enum regions_sort)sort};
        for (size_t i = 0; i < sizeof cursors / sizeof *cursors; i++) {
            const size_t at = regions_build(&r, space, cursors[i], 3);
            assert_int_equal(r.row_count, 3);
            assert_in_range(at, 0, 2);
            assert_in_range(cursors[i], r.rows[at].first, r.rows[at].end - 1);
        }
        regions_finish(&r);
    }
    vm_space_destroy(space);
}

static void sorting_by_size_puts_the_largest_first(void **state)
{
    (void)state;
    struct vm_space *space = sample();
    struct regions r = {0};
    assert_true(regions_sort_next(&r, space));
    assert_int_equal(r.sort, REGIONS_BY_SIZE);
    regions_build(&r, space, 0x40008, 20);
    for (size_t i = 1; i < r.row_count; i++) {
        assert_true(r.rows[i - 1].end - r.rows[i - 1].first >= r.rows[i].end - r.rows[i].first);
    }
    regions_finish(&r);
    vm_space_destroy(space);
}

static void a_change_of_the_space_is_seen_in_a_sorted_table(void **state)
{
    (void)state;
    struct vm_space *space = sample();
    struct regions r = {.sort = REGIONS_BY_STATE};
    regions_build(&r, space, 0, 20);
    assert_int_equal(r.rows[0].first, 0x40002);
    allocate(space, VM_MEM_COMMIT, 0x01001000, 1);
    regions_build(&r, space, 0, 20);
    assert_int_equal(r.rows[0].first, 0x1001);
    regions_finish(&r);
    vm_space_destroy(space);
}

static void steps_stop_at_both_ends(void **state)
{
    (void)state;
    struct vm_space *space = sample();
    struct regions r = {0};
    assert_int_equal(regions_step(&r, space, 0x40003, 1), 0x40004);
    assert_int_equal(regions_step(&r, space, 0x40003, -1), 0x40000);
    assert_int_equal(regions_step(&r, space, 0x40003, -100), 0);
    assert_int_equal(regions_step(&r, space, 0x40003, 100), 0x40008);
    r.sort = REGIONS_BY_STATE;         /* the committed pages first, then the reserved ones */
    assert_int_equal(regions_step(&r, space, 0x40002, -1), 0x40002);
    assert_int_equal(regions_step(&r, space, 0x40002, 1), 0x1000);
    regions_finish(&r);
    vm_space_destroy(space);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_by_address_leave_nothing_out),
        cmocka_unit_test(an_allocation_is_one_row_in_its_own_view_only),
        cmocka_unit_test(the_row_of_the_cursor_is_always_shown),
        cmocka_unit_test(sorting_by_size_puts_the_largest_first),
        cmocka_unit_test(a_change_of_the_space_is_seen_in_a_sorted_table),
        cmocka_unit_test(steps_stop_at_both_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
