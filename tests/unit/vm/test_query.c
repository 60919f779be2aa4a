/* test_query - VirtualQuery answers as Windows does, and the views agree with it. [semantics 4] */
#include "vmtest.h"

TEST(the_value_is_the_size_of_the_structure)                 /* section 4 */
{
    (void)state;
    static const struct {
        const char *machine;
        uint64_t size;
    } sizes[] = {{"x86", 28}, {"x86-3gb", 28}, {"x64", 48}, {"toy", 28}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct lab lab_ = lab_open(sizes[i].machine), *lab = &lab_;
        struct vm_call call = query(0);
        for (call.size = 0; call.size < sizes[i].size; call.size++)
            fails(lab, call, 24, "R-QUERY-4");
        assert_int_equal(works(lab, call), sizes[i].size);
        DONE;
    }
}

TEST(checks_come_in_order)                                   /* R-QUERY-1..6 */
{
    LAB("x86");
    struct vm_call call = {.id = VM_CALL_QUERY, .addr = 0x7FFF0000, .out_missing = true};
    fails(lab, call, 87, "R-QUERY-1");
    call.addr = 0x7FFEFFFF;
    fails(lab, call, 998, "R-QUERY-5");
    call.out_missing = false;
    fails(lab, call, 24, "R-QUERY-4");
    call.size = 28;
    assert_int_equal(works(lab, call), 28);
    DONE;
}

TEST(free_memory_reaches_to_the_next_allocation)             /* R-QUERY-3, R-QUERY-9, R-QUERY-10 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x3000, RESERVE, RW));
    const struct vm_region low = ask(lab, 0);
    assert_int_equal(low.size, BASE);
    assert_int_equal(low.state, VM_MEM_FREE);
    assert_int_equal(low.protect, NOACCESS);
    assert_int_equal(low.allocation_base, 0);
    assert_int_equal(low.allocation_protect, 0);
    assert_int_equal(low.type, 0);
    region_is(lab, BASE + 0x3000, 0x7FFF0 - 0x40003, VM_MEM_FREE, NOACCESS, 0); /* with the tail */
    region_is(lab, 0x7FFEFFFF, 1, VM_MEM_FREE, NOACCESS, 0);
    DONE;
}

TEST(a_region_counts_from_the_page_asked_for)                /* R-QUERY-7, R-QUERY-8 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x10000, RESERVE, NOACCESS));
    works(lab, alloc(BASE + 0x4000, 0x4000, COMMIT, RW));
    works(lab, alloc(BASE + 0x8000, 0x2000, COMMIT, RW));    /* the same: one region */
    works(lab, alloc(BASE + 0xA000, 0x1000, COMMIT, RW | GUARD));
    region_is(lab, BASE + 0x1234, 3, RESERVE, 0, BASE);
    region_is(lab, BASE + 0x5FFF, 5, COMMIT, RW, BASE);
    region_is(lab, BASE + 0xA000, 1, COMMIT, RW | GUARD, BASE);
    region_is(lab, BASE + 0xB000, 5, RESERVE, 0, BASE);
    assert_int_equal(lab->change.result.region.type, VM_MEM_PRIVATE); /* R-QUERY-14 */
    works(lab, vfree(BASE, 0, DECOMMIT));
    region_is(lab, BASE, 16, RESERVE, 0, BASE);              /* one run again */
    DONE;
}

TEST(equal_neighbours_are_reported_apart)                    /* R-QUERY-8, R-GEN-6 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x10000, RESERVE | COMMIT, RW));
    works(lab, alloc(BASE + 0x10000, 0x10000, RESERVE | COMMIT, RW));
    region_is(lab, BASE + 0xF000, 1, COMMIT, RW, BASE);
    region_is(lab, BASE + 0x10000, 16, COMMIT, RW, BASE + 0x10000);
    DONE;
}

TEST(write_watch_does_not_show)                              /* R-QUERY-17 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x4000, RESERVE | VM_MEM_WRITE_WATCH, RW));
    region_is(lab, BASE, 4, RESERVE, 0, BASE);
    assert_int_equal(lab->change.result.region.type, VM_MEM_PRIVATE);
    DONE;
}

TEST(an_image_is_one_allocation_of_many_protections)         /* R-QUERY-19 */
{
    LAB("x86");
    struct vm_call place = {.id = VM_CALL_PLACE, .addr = 0x400000, .size = 0x1000,
        .kind = VM_KIND_IMAGE, .flags = COMMIT, .protect = RO};
    works(lab, place);
    place.joined = true;
    place.addr = 0x401000;
    place.size = 0x3000;
    place.protect = VM_PAGE_EXECUTE_READ;
    works(lab, place);
    region_is(lab, 0x400000, 1, COMMIT, RO, 0x400000);
    region_is(lab, 0x401000, 3, COMMIT, VM_PAGE_EXECUTE_READ, 0x400000);
    assert_int_equal(lab->change.result.region.type, VM_MEM_IMAGE);
    assert_int_equal(lab->change.result.region.allocation_protect, VM_PAGE_EXECUTE_WRITECOPY);
    assert_int_equal(charge(lab), 0);
    DONE;
}

TEST(the_shared_data_page_and_the_block_above)               /* R-GEN-4, R-QUERY-16 */
{
    LAB("x86");
    struct vm_call place = {.id = VM_CALL_PLACE, .addr = 0x7FFE0000, .size = 0x1000,
        .kind = VM_KIND_PRIVATE, .flags = COMMIT, .protect = RO};
    works(lab, place);
    place = (struct vm_call){.id = VM_CALL_PLACE, .addr = 0x7FFE1000, .size = 0xF000,
        .flags = RESERVE, .protect = RO, .joined = true};
    works(lab, place);
    region_is(lab, 0x7FFE0000, 1, COMMIT, RO, 0x7FFE0000);
    region_is(lab, 0x7FFE1000, 15, RESERVE, NOACCESS, 0x7FFE0000);
    assert_int_equal(lab->change.result.region.allocation_protect, RO);
    DONE;
}

TEST(placing_follows_the_rules_of_reserving)
{
    LAB("x86");
    struct vm_call place = {.id = VM_CALL_PLACE, .addr = BASE, .size = 0x1000,
        .kind = VM_KIND_STACK, .flags = RESERVE, .protect = RW};
    works(lab, place);
    fails(lab, place, 487, "R-ALLOC-22");
    place.addr = BASE - 0x10000;
    place.size = 0x20000;
    fails(lab, place, 487, "R-ALLOC-22");
    assert_int_equal(lab->change.result.reason.page, BASE >> 12);
    place.addr = BASE + 0x11000;                             /* not a granule */
    assert_int_equal(lab_do(lab, place).error, 87);
    place.joined = true;                                     /* nothing ends there */
    assert_int_equal(lab_do(lab, place).error, 87);
    place = (struct vm_call){.id = VM_CALL_PLACE, .addr = BASE + 0x1000, .size = 0x2000,
        .flags = COMMIT, .protect = RW, .joined = true};
    works(lab, place);
    region_is(lab, BASE + 0x1000, 2, COMMIT, RW, BASE);
    assert_int_equal(charge(lab), 2);                        /* stacks are charged, R-STK-6 */
    DONE;
}

TEST(runs_totals_and_counts_agree_with_queries)
{
    LAB("toy");
    works(lab, alloc(0x20000, 0x5000, RESERVE, RW));
    works(lab, alloc(0x21000, 0x2000, COMMIT, RO));
    works(lab, alloc(0x40000, 0x10000, RESERVE | COMMIT, RW | GUARD));
    const struct vm_run r = vm_space_run(lab->space, 0x22);
    assert_int_equal(r.first, 0x21);
    assert_int_equal(r.end, 0x23);
    assert_int_equal(r.alloc_first, 0x20);
    assert_int_equal(r.alloc_end, 0x25);
    assert_int_equal(vm_attr_class(r.attr), VM_CLASS_READ);
    const struct vm_run f = vm_space_run(lab->space, 0x25);
    assert_int_equal(f.alloc_first, 0x25);
    assert_int_equal(f.alloc_end, 0x40);

    struct vm_totals t;
    vm_space_totals(lab->space, &t);
    assert_int_equal(t.pages[VM_CLASS_RESERVED], 3);
    assert_int_equal(t.pages[VM_CLASS_READ], 2);
    assert_int_equal(t.pages[VM_CLASS_GUARD], 16);
    assert_int_equal(t.pages[VM_CLASS_FREE], 256 - 21);
    assert_int_equal(t.runs, 4);
    assert_int_equal(t.allocations, 2);
    assert_int_equal(t.charge, 18);
    assert_true(t.limit == VM_NO_LIMIT);
    assert_int_equal(t.tail_pages, 11);                      /* R-GEN-13 */
    assert_int_equal(t.largest_free, 0xF0 - 0x50);           /* up to the reservable end */
    assert_false(t.lock_privilege);

    uint64_t cells[16][VM_CLASS_COUNT];
    vm_space_count_cells(lab->space, 0, 4, 16, cells);
    assert_int_equal(cells[2][VM_CLASS_RESERVED], 3);
    assert_int_equal(cells[4][VM_CLASS_GUARD], 16);
    assert_int_equal(cells[5][VM_CLASS_FREE], 16);
    DONE;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_value_is_the_size_of_the_structure),
        cmocka_unit_test(checks_come_in_order),
        cmocka_unit_test(free_memory_reaches_to_the_next_allocation),
        cmocka_unit_test(a_region_counts_from_the_page_asked_for),
        cmocka_unit_test(equal_neighbours_are_reported_apart),
        cmocka_unit_test(write_watch_does_not_show),
        cmocka_unit_test(an_image_is_one_allocation_of_many_protections),
        cmocka_unit_test(the_shared_data_page_and_the_block_above),
        cmocka_unit_test(placing_follows_the_rules_of_reserving),
        cmocka_unit_test(runs_totals_and_counts_agree_with_queries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
