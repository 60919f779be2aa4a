/* test_alloc - VirtualAlloc answers as Windows does. [semantics 0, 1] */
#include "vmtest.h"

TEST(reserve_rounds_start_to_granule_and_end_to_page)        /* R-GEN-11, R-ALLOC-21 */
{
    (void)state;
    static const struct {
        vm_addr addr;
        uint64_t size;
        vm_addr base;
        uint64_t region;
    } worked[] = {
        {0x50000000, 1, 0x50000000, 0x1000}, {0x50008000, 1, 0x50000000, 0x9000},
        {0x50000010, 0x1000, 0x50000000, 0x2000}, {0x50010000, 0x2000, 0x50010000, 0x2000},
        {0x5000FFFF, 0x3000, 0x50000000, 0x13000}, {0x50001010, 0x7000, 0x50000000, 0x9000},
        {0x50001010, 0xC000, 0x50000000, 0xE000},
    };
    for (size_t i = 0; i < sizeof worked / sizeof *worked; i++) {
        LAB("x86");
        assert_int_equal(works(lab, alloc(worked[i].addr, worked[i].size, RESERVE, RW)),
            worked[i].base);
        region_is(lab, worked[i].base, worked[i].region / 4096, RESERVE, 0, worked[i].base);
        assert_int_equal(charge(lab), 0);                    /* R-CHG-1 */
        DONE;
    }
}

TEST(reserve_and_commit_commits_from_the_rounded_base)       /* R-GEN-11, R-ALLOC-37 */
{
    LAB("x86");
    assert_int_equal(works(lab, alloc(0x50004080, 0x1000, RESERVE | COMMIT, RW)), 0x50000000);
    region_is(lab, 0x50000000, 6, COMMIT, RW, 0x50000000);
    assert_int_equal(charge(lab), 6);                        /* R-CHG-2 */
    DONE;
}

TEST(parameters_are_refused_with_87)
{
    LAB("x86");
    static const struct {
        struct vm_call call;
        const char *rule;
    } bad[] = {
#define BAD(rule, addr_, size_, flags_, protect_)                                                  \
    {{.id = VM_CALL_ALLOC, .addr = (addr_), .size = (size_), .flags = (flags_),                    \
         .protect = (protect_)}, rule}
        BAD("R-ALLOC-1", BASE, 0, RESERVE, RW),
        BAD("R-ALLOC-1", 0, 0, COMMIT, RW),
        BAD("R-ALLOC-2", BASE, 0x40000000, RESERVE, RW),
        BAD("R-ALLOC-2", BASE, UINT64_MAX, RESERVE, RW),
        BAD("R-ALLOC-2", 0, 0x80000000, RESERVE, RW),
        BAD("R-ALLOC-4", 1, 0x1000, RESERVE, RW),
        BAD("R-ALLOC-4", 0xF000, 0x1000, RESERVE, RW),
        BAD("R-ALLOC-4", 0xFFFF, 0x1000, COMMIT, RW),
        BAD("R-ALLOC-4", 0xFFFF, 0x1000, VM_MEM_RESET, RW),
        BAD("R-ALLOC-5", 0x7FFE0000, 0x1000, RESERVE, RW),
        BAD("R-ALLOC-5", UINT64_MAX, 1, COMMIT, RW),
        BAD("R-ALLOC-6", BASE, 0x1000, 0, RW),
        BAD("R-ALLOC-6", BASE, 0x1000, VM_MEM_TOP_DOWN, RW),
        BAD("R-ALLOC-6", BASE, 0x1000, VM_MEM_LARGE_PAGES, RW),
        BAD("R-ALLOC-7", BASE, 0x1000, RESERVE | RELEASE, RW),
        BAD("R-ALLOC-7", BASE, 0x1000, RESERVE | VM_MEM_FREE, RW),
        BAD("R-ALLOC-7", BASE, 0x1000, RESERVE | 0x40000000, RW),
        BAD("R-ALLOC-7", BASE, 0x1000, RESERVE | (uint32_t)VM_MEM_4MB_PAGES, RW),
        BAD("R-ALLOC-7", BASE, 0x1000, RESERVE | 1, RW),
        BAD("R-ALLOC-8", BASE, 0x1000, DECOMMIT, RW),
        BAD("R-ALLOC-8", BASE, 0x1000, RESERVE | DECOMMIT, RW),
        BAD("R-ALLOC-9", BASE, 0x1000, RESERVE | VM_MEM_RESERVE_PLACEHOLDER, NOACCESS),
        BAD("R-ALLOC-10", BASE, 0x1000, COMMIT | VM_MEM_RESET, RW),
        BAD("R-ALLOC-10", BASE, 0x1000, VM_MEM_RESET | VM_MEM_RESET_UNDO, RW),
        BAD("R-ALLOC-10", BASE, 0x1000, VM_MEM_RESET | VM_MEM_TOP_DOWN, RW),
        BAD("R-RESET-10", BASE, 0x1000, VM_MEM_RESET_UNDO | COMMIT, RW),
        BAD("R-ALLOC-11", BASE, 0x1000, VM_MEM_WRITE_WATCH, RW),
        BAD("R-ALLOC-11", BASE, 0x1000, VM_MEM_WRITE_WATCH | COMMIT, RW),
        BAD("R-ALLOC-12", BASE, 0x1000, VM_MEM_PHYSICAL, RW),
        BAD("R-ALLOC-12", BASE, 0x1000, VM_MEM_PHYSICAL | RESERVE | COMMIT, RW),
        BAD("R-ALLOC-12", BASE, 0x1000, VM_MEM_PHYSICAL | RESERVE | VM_MEM_WRITE_WATCH, RW),
        BAD("R-ALLOC-12", BASE, 0x1000, VM_MEM_PHYSICAL | RESERVE, RO),
        BAD("R-LARGE-2", BASE, 0x200000, VM_MEM_LARGE_PAGES | RESERVE, RW),
        BAD("R-LARGE-2", BASE, 0x200000, VM_MEM_LARGE_PAGES | COMMIT, RW),
        BAD("R-LARGE-3", BASE, 0x200000, VM_MEM_LARGE_PAGES | VM_MEM_RESET, RW),
        BAD("R-LARGE-3", BASE, 0x200000,
            VM_MEM_LARGE_PAGES | RESERVE | COMMIT | VM_MEM_WRITE_WATCH, RW),
        BAD("R-LARGE-3", BASE, 0x200000, VM_MEM_LARGE_PAGES | RESERVE | VM_MEM_PHYSICAL, RW),
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        fails(lab, bad[i].call, 87, bad[i].rule);
        assert_false(lab->change.result.reason.has_page);
        assert_true(lab->change.result.reason.param > 0);
    }
    DONE;
}

TEST(protections_are_one_base_value_with_fitting_modifiers)  /* R-PROT-1..7, R-PROT-10 */
{
    LAB("x86");
    static const struct {
        uint32_t value;
        const char *rule;                                    /* NULL: valid */
    } protections[] = {
        {0x01, NULL}, {0x02, NULL}, {0x04, NULL}, {0x10, NULL}, {0x20, NULL}, {0x40, NULL},
        {0x102, NULL}, {0x104, NULL}, {0x140, NULL}, {0x204, NULL}, {0x404, NULL},
        {0x40000010, NULL}, {0x40000040, NULL},
        {0x00, "R-PROT-2"}, {0x03, "R-PROT-2"}, {0x05, "R-PROT-2"}, {0x06, "R-PROT-2"},
        {0x07, "R-PROT-2"}, {0x09, "R-PROT-2"}, {0x0F, "R-PROT-2"}, {0x12, "R-PROT-2"},
        {0x30, "R-PROT-2"}, {0x50, "R-PROT-2"}, {0x88, "R-PROT-2"}, {0x106, "R-PROT-2"},
        {0x08, "R-PROT-3"}, {0x80, "R-PROT-3"}, {0x108, "R-PROT-3"},
        {0x100, "R-PROT-5"}, {0x200, "R-PROT-5"}, {0x700, "R-PROT-5"},
        {0x101, "R-PROT-6"}, {0x301, "R-PROT-6"},
        {0x201, "R-PROT-7"}, {0x401, "R-PROT-7"}, {0x304, "R-PROT-7"}, {0x504, "R-PROT-7"},
        {0x604, "R-PROT-7"}, {0x704, "R-PROT-7"},
        {0x40000004, "R-PROT-10"}, {0x804, "R-PROT-10"}, {0x80000004, "R-PROT-10"},
        {0x40000000, "R-PROT-10"},
    };
    for (size_t i = 0; i < sizeof protections / sizeof *protections; i++) {
        const struct vm_call calls[] = {alloc(BASE, 0x1000, RESERVE, protections[i].value),
            alloc(BASE, 0x1000, RESERVE | COMMIT, protections[i].value),
            alloc(0, 0x1000, COMMIT, protections[i].value)};
        for (size_t j = 0; j < sizeof calls / sizeof *calls; j++) { /* R-PROT-4: reserve too */
            if (protections[i].rule) {
                fails(lab, calls[j], 87, protections[i].rule);
                assert_int_equal(lab->change.result.reason.param, 4);
            } else {
                works(lab, release(works(lab, calls[j])));
            }
        }
    }
    DONE;
}

TEST(modifiers_are_reported_in_both_protections)             /* R-PROT-8, R-PROT-9 */
{
    LAB("x86");
    static const uint32_t values[] = {0x104, 0x204, 0x404, 0x120};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        works(lab, alloc(BASE, 0x2000, RESERVE | COMMIT, values[i]));
        region_is(lab, BASE, 2, COMMIT, values[i], BASE);
        assert_int_equal(lab->change.result.region.allocation_protect, values[i]);
        works(lab, release(BASE));
        works(lab, alloc(BASE, 0x2000, RESERVE, values[i]));
        region_is(lab, BASE, 2, RESERVE, 0, BASE);
        assert_int_equal(lab->change.result.region.allocation_protect, values[i]);
        works(lab, release(BASE));
    }
    works(lab, alloc(BASE, 0x1000, RESERVE | COMMIT, VM_PAGE_TARGETS_INVALID | 0x20));
    region_is(lab, BASE, 1, COMMIT, 0x20, BASE);             /* R-PROT-10: only for CFG */
    DONE;
}

TEST(nocache_belongs_to_the_allocation)                      /* R-PROT-8 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x2000, RESERVE, RW | VM_PAGE_NOCACHE));
    works(lab, alloc(BASE, 0x1000, COMMIT, RO));
    region_is(lab, BASE, 1, COMMIT, RO | VM_PAGE_NOCACHE, BASE);
    works(lab, alloc(BASE + 0x10000, 0x2000, RESERVE, RW));
    works(lab, alloc(BASE + 0x10000, 0x1000, COMMIT, RO | VM_PAGE_NOCACHE));
    region_is(lab, BASE + 0x10000, 1, COMMIT, RO, BASE + 0x10000);
    DONE;
}

TEST(bad_parameters_come_before_bad_addresses)               /* 1.1 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x10000, RESERVE, RW));
    fails(lab, alloc(BASE, 0x1000, RESERVE, 0), 87, "R-PROT-2");
    fails(lab, alloc(BASE + 0x100000, 0x1000, COMMIT, 0), 87, "R-PROT-2");
    /* WRITECOPY is a valid value, so a free address is noticed first, then the private memory. */
    fails(lab, alloc(BASE + 0x100000, 0x1000, COMMIT, VM_PAGE_WRITECOPY), 487, "R-ALLOC-32");
    fails(lab, alloc(BASE, 0x1000, COMMIT, VM_PAGE_WRITECOPY), 87, "R-PROT-3");
    fails(lab, alloc(BASE, 0x1000, RESERVE, VM_PAGE_WRITECOPY), 87, "R-PROT-3");
    DONE;
}

TEST(reserve_conflicts_with_every_allocation_it_meets)       /* R-ALLOC-22, R-GEN-13 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x3000, RESERVE, RW));
    works(lab, alloc(BASE + 0x40000, 0x10000, RESERVE | COMMIT, RW));
    static const struct {
        vm_addr addr;
        uint64_t size;
        vm_addr taken;
    } conflicts[] = {
        {BASE, 0x1000, BASE}, {BASE, 0x3000, BASE}, {BASE + 0x2FFF, 1, BASE},
        {BASE + 0x3000, 0x1000, BASE},                       /* the tail: rounding goes into it */
        {BASE + 0xFFFF, 1, BASE}, {BASE + 0x10000, 0x30001, BASE + 0x40000},
        {BASE + 0x4F000, 0x1000, BASE + 0x40000}, {BASE - 0x10000, 0x10001, BASE},
        {BASE - 0x10000, 0x100000, BASE},
    };
    for (size_t i = 0; i < sizeof conflicts / sizeof *conflicts; i++) {
        fails(lab, alloc(conflicts[i].addr, conflicts[i].size, RESERVE, RW), 487, "R-ALLOC-22");
        assert_true(lab->change.result.reason.has_page);
        assert_int_equal(lab->change.result.reason.page, conflicts[i].taken >> 12);
        fails(lab, alloc(conflicts[i].addr, conflicts[i].size, RESERVE | COMMIT, RW), 487,
            "R-ALLOC-22");
    }
    works(lab, alloc(BASE + 0x10000, 0x30000, RESERVE, RW)); /* exactly the gap */
    DONE;
}

TEST(commit_with_null_address_reserves_as_well)              /* R-ALLOC-30 */
{
    LAB("x86");
    const vm_addr base = works(lab, alloc(0, 0x1234, COMMIT, RW));
    assert_int_equal(base % VM_GRANULE_SIZE, 0);
    region_is(lab, base, 2, COMMIT, RW, base);
    DONE;
}

TEST(commit_takes_every_page_with_a_byte)                    /* R-ALLOC-31, R-GEN-12 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x10000, RESERVE, NOACCESS));
    assert_int_equal(works(lab, alloc(BASE + 0x1FFF, 2, COMMIT, RW)), BASE + 0x1000);
    region_is(lab, BASE, 1, RESERVE, 0, BASE);
    region_is(lab, BASE + 0x1000, 2, COMMIT, RW, BASE);
    region_is(lab, BASE + 0x3000, 13, RESERVE, 0, BASE);
    assert_int_equal(lab->change.result.region.allocation_protect, NOACCESS); /* R-QUERY-13 */
    assert_int_equal(charge(lab), 2);
    assert_int_equal(works(lab, alloc(BASE + 0x5234, 1, COMMIT, RW)), BASE + 0x5000);
    DONE;
}

TEST(commit_stays_inside_one_allocation)                     /* R-ALLOC-32..34 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x10000, RESERVE, RW));
    works(lab, alloc(BASE + 0x10000, 0x8000, RESERVE, RW));
    fails(lab, alloc(BASE - 0x1000, 0x1000, COMMIT, RW), 487, "R-ALLOC-32");
    fails(lab, alloc(BASE - 0x1000, 0x3000, COMMIT, RW), 487, "R-ALLOC-32");
    fails(lab, alloc(BASE + 0x17000, 0x1001, COMMIT, RW), 487, "R-ALLOC-33");
    assert_int_equal(lab->change.result.reason.page, (BASE + 0x18000) >> 12);
    fails(lab, alloc(BASE + 0xF000, 0x1001, COMMIT, RW), 487, "R-ALLOC-34");
    assert_int_equal(lab->change.result.reason.page, (BASE + 0x10000) >> 12);
    fails(lab, alloc(BASE + 0x18000, 0x1000, COMMIT, RW), 487, "R-ALLOC-32"); /* the tail */
    DONE;
}

TEST(recommit_changes_protection_and_charges_new_pages_only) /* R-ALLOC-35, R-ALLOC-36, R-CHG-4 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x10000, RESERVE, RW));
    works(lab, alloc(BASE + 0x2000, 0x2000, COMMIT, RW));
    works(lab, alloc(BASE + 0x2000, 0x2000, COMMIT, RO));
    assert_int_equal(charge(lab), 2);
    region_is(lab, BASE + 0x2000, 2, COMMIT, RO, BASE);
    works(lab, alloc(BASE, 0x6000, COMMIT, RW | GUARD));
    assert_int_equal(charge(lab), 6);
    region_is(lab, BASE, 6, COMMIT, RW | GUARD, BASE);
    DONE;
}

TEST(the_commit_limit_gives_1455)                            /* R-ALLOC-41, R-CHG-9, R-CHG-10 */
{
    LAB("x64");
    works(lab, setting(VM_CALL_SET_COMMIT_LIMIT, 10));
    works(lab, alloc(BASE, UINT64_C(1) << 40, RESERVE, RW)); /* a huge reserve costs nothing */
    works(lab, alloc(BASE, 0x8000, COMMIT, RW));
    fails(lab, alloc(BASE + 0x8000, 0x3000, COMMIT, RW), 1455, "R-ALLOC-41");
    fails(lab, alloc(0, 0x3000, COMMIT, RW), 1455, "R-ALLOC-41");
    fails(lab, alloc(0, 0x3000, RESERVE | COMMIT, RW), 1455, "R-ALLOC-41");
    works(lab, alloc(BASE + 0x4000, 0x6000, COMMIT, RW));    /* 4 of 6 pages are there already */
    assert_int_equal(charge(lab), 10);
    works(lab, alloc(BASE, 0xA000, COMMIT, RO));             /* R-CHG-4: nothing more */
    works(lab, setting(VM_CALL_SET_COMMIT_LIMIT, 3));        /* below the charge */
    fails(lab, alloc(BASE + 0xA000, 1, COMMIT, RW), 1455, "R-ALLOC-41");
    works(lab, vfree(BASE, 0x8000, DECOMMIT));
    works(lab, alloc(BASE, 1, COMMIT, RW));
    DONE;
}

TEST(conflicts_are_found_before_the_limit)                   /* 1.1 step 10, decided */
{
    LAB("x86");
    works(lab, setting(VM_CALL_SET_COMMIT_LIMIT, 1));
    works(lab, alloc(BASE, 0x10000, RESERVE, RW));
    fails(lab, alloc(BASE, 0x2000, RESERVE | COMMIT, RW), 487, "R-ALLOC-22");
    fails(lab, alloc(BASE, 0x20000, COMMIT, RW), 487, "R-ALLOC-33");
    fails(lab, alloc(BASE, 0x2000, COMMIT, VM_PAGE_WRITECOPY), 87, "R-PROT-3");
    fails(lab, alloc(BASE, 0x2000, COMMIT, RW), 1455, "R-ALLOC-41");
    DONE;
}

TEST(bottom_up_takes_the_lowest_gap_that_fits)               /* R-ALLOC-24 */
{
    LAB("toy");
    assert_int_equal(works(lab, alloc(0, 0x1000, RESERVE, RW)), 0x10000);
    assert_int_equal(works(lab, alloc(0, 0x11000, RESERVE, RW)), 0x20000);
    assert_int_equal(works(lab, alloc(0, 0x1000, RESERVE, RW)), 0x40000);
    works(lab, release(0x20000));
    assert_int_equal(works(lab, alloc(0, 0x20001, RESERVE, RW)), 0x50000);
    assert_int_equal(works(lab, alloc(0, 0x20000, RESERVE, RW)), 0x20000);
    DONE;
}

TEST(top_down_takes_the_highest_gap_that_fits)               /* R-ALLOC-25, R-GEN-4 */
{
    LAB("toy");
    assert_int_equal(works(lab, alloc(0, 0x1000, RESERVE | VM_MEM_TOP_DOWN, RW)), 0xE0000);
    assert_int_equal(works(lab, alloc(0, 0x10001, COMMIT | VM_MEM_TOP_DOWN, RW)), 0xC0000);
    works(lab, release(0xE0000));
    assert_int_equal(works(lab, alloc(0, 0x20000, RESERVE | VM_MEM_TOP_DOWN, RW)), 0xA0000);
    assert_int_equal(works(lab, alloc(0, 0x10000, RESERVE | VM_MEM_TOP_DOWN, RW)), 0xE0000);
    DONE;
}

TEST(top_down_at_an_address_means_nothing)                   /* R-ALLOC-26 */
{
    LAB("x86");
    assert_int_equal(works(lab, alloc(BASE, 0x2000, RESERVE | VM_MEM_TOP_DOWN, RW)), BASE);
    assert_int_equal(works(lab, alloc(BASE, 0x1000, COMMIT | VM_MEM_TOP_DOWN, RW)), BASE);
    region_is(lab, BASE, 1, COMMIT, RW, BASE);
    DONE;
}

TEST(no_gap_gives_8)                                         /* R-ALLOC-3, R-CHG-10 */
{
    LAB("toy");
    works(lab, alloc(0x80000, 0x1000, RESERVE, RW));
    fails(lab, alloc(0, 0x70001, RESERVE, RW), 8, "R-ALLOC-3");
    assert_int_equal(lab->change.result.reason.args[1].value, 0x70000);
    works(lab, alloc(0, 0x70000, RESERVE, RW));
    fails(lab, alloc(0, 0xE0000, RESERVE, RW), 8, "R-ALLOC-3");
    fails(lab, alloc(0, 0xF0001, RESERVE, RW), 87, "R-ALLOC-2");
    DONE;
}

TEST(a_released_range_can_be_reserved_again)                 /* R-ALLOC-23 */
{
    LAB("x86");
    for (int i = 0; i < 3; i++) {
        assert_int_equal(works(lab, alloc(BASE, 0x20000, RESERVE, RW)), BASE);
        works(lab, release(BASE));
    }
    DONE;
}

TEST(neighbours_stay_two_allocations)                        /* R-GEN-6 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x10000, RESERVE, RW));
    works(lab, alloc(BASE + 0x10000, 0x10000, RESERVE, RW));
    region_is(lab, BASE, 16, RESERVE, 0, BASE);
    region_is(lab, BASE + 0x10000, 16, RESERVE, 0, BASE + 0x10000);
    works(lab, release(BASE + 0x10000));
    region_is(lab, BASE, 16, RESERVE, 0, BASE);
    DONE;
}

TEST(physical_memory_is_address_space_only)                  /* R-ALLOC-13 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x10000, RESERVE | VM_MEM_PHYSICAL | VM_MEM_TOP_DOWN, RW));
    region_is(lab, BASE, 16, RESERVE, 0, BASE);
    assert_int_equal(charge(lab), 0);
    fails(lab, alloc(BASE, 0x1000, COMMIT, RW), 487, "R-ALLOC-13");
    fails(lab, vfree(BASE, 0x1000, DECOMMIT), 487, "R-ALLOC-13");
    fails(lab, protect(BASE, 0x1000, RO), 487, "R-ALLOC-13");
    works(lab, release(BASE));
    DONE;
}

TEST(large_pages_need_the_privilege)                         /* R-LARGE-4, R-LARGE-5, R-LARGE-7 */
{
    LAB("x64");
    const uint32_t large = RESERVE | COMMIT | VM_MEM_LARGE_PAGES;
    works(lab, alloc(BASE, 0x1000, RESERVE, RW));
    fails(lab, alloc(BASE, 0x200000, large, RW), 1314, "R-LARGE-4"); /* before the conflict */
    fails(lab, alloc(BASE, 0x1000, large, RW), 1314, "R-LARGE-4");
    fails(lab, alloc(BASE, 0, large, RW), 87, "R-ALLOC-1");  /* after the parameters */
    works(lab, setting(VM_CALL_SET_LOCK_PRIVILEGE, 1));
    fails(lab, alloc(0, 0x1000, large, RW), 87, "R-LARGE-5");
    fails(lab, alloc(BASE + 0x10000, 0x200000, large, RW), 87, "R-LARGE-5");
    fails(lab, alloc(BASE, 0x200000, large, RW), 487, "R-ALLOC-22");
    const vm_addr base = works(lab, alloc(0, 0x400000, large, RW));
    assert_int_equal(base % 0x200000, 0);
    region_is(lab, base, 1024, COMMIT, RW, base);
    assert_int_equal(charge(lab), 1024);
    works(lab, release(base));
    assert_int_equal(charge(lab), 0);
    DONE;
}

TEST(large_pages_are_not_changed_in_parts)                   /* R-LARGE-8, decided */
{
    LAB("x64");
    works(lab, setting(VM_CALL_SET_LOCK_PRIVILEGE, 1));
    const vm_addr base =
        works(lab, alloc(0, 0x200000, RESERVE | COMMIT | VM_MEM_LARGE_PAGES, RW));
    fails(lab, alloc(base, 0x1000, COMMIT, RO), 487, "R-LARGE-8");
    fails(lab, vfree(base, 0, DECOMMIT), 487, "R-LARGE-8");
    fails(lab, protect(base, 0x1000, RO), 487, "R-LARGE-8");
    DONE;
}

TEST(a_machine_without_large_pages_refuses_them)             /* R-LARGE-1, decided */
{
    LAB("toy");
    works(lab, setting(VM_CALL_SET_LOCK_PRIVILEGE, 1));
    fails(lab, alloc(0, 0x10000, RESERVE | COMMIT | VM_MEM_LARGE_PAGES, RW), 87, "R-LARGE-1");
    DONE;
}

TEST(reset_takes_any_range_of_one_allocation)                /* R-RESET-1..4, R-RESET-11 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x10000, RESERVE, RW));
    works(lab, alloc(BASE, 0x2000, COMMIT, RW));
    assert_int_equal(works(lab, alloc(BASE + 0x1234, 0x4000, VM_MEM_RESET, NOACCESS)),
        BASE + 0x1000);
    region_is(lab, BASE, 2, COMMIT, RW, BASE);
    assert_int_equal(charge(lab), 2);                        /* R-CHG-6 */
    works(lab, alloc(BASE, 0x1000, VM_MEM_RESET, VM_PAGE_WRITECOPY)); /* valid, and ignored */
    fails(lab, alloc(BASE, 0x1000, VM_MEM_RESET, 0), 87, "R-PROT-2"); /* R-RESET-2 */
    fails(lab, alloc(BASE, 0x11000, VM_MEM_RESET, RW), 487, "R-RESET-4");
    fails(lab, alloc(BASE - 0x1000, 0x1000, VM_MEM_RESET, RW), 487, "R-RESET-4");
    fails(lab, alloc(0, 0x1000, VM_MEM_RESET, RW), 487, "R-RESET-11");
    fails(lab, alloc(0, 0x1000, VM_MEM_RESET_UNDO, RW), 487, "R-RESET-11");
    DONE;
}

TEST(the_ends_of_user_space)                                 /* R-GEN-2, R-GEN-4 */
{
    (void)state;
    for (unsigned i = 0; vm_machine_at(i); i++) {
        const struct vm_machine *m = vm_machine_at(i);
        struct lab lab_ = lab_open(m->name), *lab = &lab_;
        assert_int_equal(works(lab, alloc(0x10000, 1, RESERVE, RW)), 0x10000);
        const vm_addr top = m->reserve_end - 0x10000;
        assert_int_equal(works(lab, alloc(top, 0x10000, RESERVE, RW)), top);
        fails(lab, alloc(top + 0x10000, 1, RESERVE, RW), 87, "R-ALLOC-5");
        assert_int_equal(m->max_address + 1 - m->reserve_end, 0x10000);
        DONE;
    }
    assert_int_equal(vm_machine_find("x86")->max_address, 0x7FFEFFFF);
    assert_int_equal(vm_machine_find("x86-3gb")->max_address, 0xBFFEFFFF);
    assert_int_equal(vm_machine_find("x64")->max_address, 0x7FFFFFFEFFFF);
    assert_null(vm_machine_find("vax"));
}

TEST(a_tebibyte_is_reserved_committed_and_released)          /* cost does not grow with pages */
{
    LAB("x64");
    for (int i = 0; i < 2000; i++) {
        works(lab, alloc(BASE, UINT64_C(1) << 40, RESERVE, RW));
        works(lab, alloc(BASE, UINT64_C(1) << 40, COMMIT, RW));
        works(lab, release(BASE));
    }
    DONE;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reserve_rounds_start_to_granule_and_end_to_page),
        cmocka_unit_test(reserve_and_commit_commits_from_the_rounded_base),
        cmocka_unit_test(parameters_are_refused_with_87),
        cmocka_unit_test(protections_are_one_base_value_with_fitting_modifiers),
        cmocka_unit_test(modifiers_are_reported_in_both_protections),
        cmocka_unit_test(nocache_belongs_to_the_allocation),
        cmocka_unit_test(bad_parameters_come_before_bad_addresses),
        cmocka_unit_test(reserve_conflicts_with_every_allocation_it_meets),
        cmocka_unit_test(commit_with_null_address_reserves_as_well),
        cmocka_unit_test(commit_takes_every_page_with_a_byte),
        cmocka_unit_test(commit_stays_inside_one_allocation),
        cmocka_unit_test(recommit_changes_protection_and_charges_new_pages_only),
        cmocka_unit_test(the_commit_limit_gives_1455),
        cmocka_unit_test(conflicts_are_found_before_the_limit),
        cmocka_unit_test(bottom_up_takes_the_lowest_gap_that_fits),
        cmocka_unit_test(top_down_takes_the_highest_gap_that_fits),
        cmocka_unit_test(top_down_at_an_address_means_nothing),
        cmocka_unit_test(no_gap_gives_8),
        cmocka_unit_test(a_released_range_can_be_reserved_again),
        cmocka_unit_test(neighbours_stay_two_allocations),
        cmocka_unit_test(physical_memory_is_address_space_only),
        cmocka_unit_test(large_pages_need_the_privilege),
        cmocka_unit_test(large_pages_are_not_changed_in_parts),
        cmocka_unit_test(a_machine_without_large_pages_refuses_them),
        cmocka_unit_test(reset_takes_any_range_of_one_allocation),
        cmocka_unit_test(the_ends_of_user_space),
        cmocka_unit_test(a_tebibyte_is_reserved_committed_and_released),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
