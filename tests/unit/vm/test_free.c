/* test_free - VirtualFree answers as Windows does. [semantics 2] */
#include "vmtest.h"

TEST(release_frees_the_whole_allocation)                     /* R-FREE-1, R-CHG-5 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x20000, RESERVE, RW));
    works(lab, alloc(BASE + 0x3000, 0x2000, COMMIT, RW));
    works(lab, alloc(BASE + 0x8000, 0x1000, COMMIT, NOACCESS));
    works(lab, alloc(BASE + 0x9000, 0x1000, COMMIT, RO | GUARD)); /* R-FREE-20 */
    assert_int_equal(charge(lab), 4);
    assert_int_equal(works(lab, release(BASE)), 1);
    assert_int_equal(charge(lab), 0);
    region_is(lab, BASE, 0x7FFF0 - 0x40000, VM_MEM_FREE, NOACCESS, 0);
    DONE;
}

TEST(release_takes_any_byte_of_the_first_page)               /* R-FREE-4, R-FREE-3 */
{
    LAB("x86");
    static const vm_addr inside[] = {1, 0x123, 0xFFF};
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) {
        works(lab, alloc(BASE, 0x10000, RESERVE | COMMIT, RW));
        works(lab, release(BASE + inside[i]));
        region_is(lab, BASE, 0x3FFF0, VM_MEM_FREE, NOACCESS, 0);
    }
    works(lab, alloc(BASE, 0x10000, RESERVE, RW));
    works(lab, alloc(BASE + 0x1000, 0x1000, COMMIT, RW));
    fails(lab, release(BASE + 0x1000), 487, "R-FREE-3");
    fails(lab, release(BASE + 0xFFFF), 487, "R-FREE-3");
    assert_int_equal(lab->change.result.reason.args[1].value, BASE);
    fails(lab, vfree(BASE + 0x1000, 0, DECOMMIT), 487, "R-FREE-13");
    DONE;
}

TEST(release_refuses_every_size)                             /* R-FREE-2 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x10000, RESERVE, RW));
    fails(lab, vfree(BASE, 0x10000, RELEASE), 87, "R-FREE-2");
    fails(lab, vfree(BASE, 1, RELEASE), 87, "R-FREE-2");
    fails(lab, vfree(BASE - 0x10000, 1, RELEASE), 87, "R-FREE-2"); /* before the free address */
    fails(lab, vfree(UINT64_MAX, 1, RELEASE), 87, "R-FREE-2");
    assert_int_equal(lab->change.result.reason.param, 2);
    DONE;
}

TEST(the_type_is_decommit_or_release)                        /* R-FREE-7..9 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x10000, RESERVE, RW));
    fails(lab, vfree(BASE, 0, 0), 87, "R-FREE-7");
    fails(lab, vfree(BASE, 0x1000, 0), 87, "R-FREE-7");
    fails(lab, vfree(BASE, 0, VM_MEM_FREE), 87, "R-FREE-8");
    fails(lab, vfree(BASE, 0, COMMIT), 87, "R-FREE-8");
    fails(lab, vfree(BASE, 0, RELEASE | VM_MEM_TOP_DOWN), 87, "R-FREE-8");
    fails(lab, vfree(BASE, 0, RELEASE | DECOMMIT), 87, "R-FREE-9");
    fails(lab, vfree(BASE, 0x1000, RELEASE | DECOMMIT), 87, "R-FREE-9");
    fails(lab, vfree(BASE, 0, UINT32_MAX), 87, "R-FREE-8");
    DONE;
}

TEST(nothing_is_freed_where_nothing_is)                      /* R-FREE-5, R-FREE-6, R-FREE-15 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x3000, RESERVE, RW));
    fails(lab, release(BASE + 0x3000), 487, "R-FREE-5");     /* the tail */
    fails(lab, release(BASE - 0x1000), 487, "R-FREE-5");
    fails(lab, vfree(BASE + 0x3000, 0x1000, DECOMMIT), 487, "R-FREE-15");
    fails(lab, vfree(BASE - 0x1000, 0x2000, DECOMMIT), 487, "R-FREE-15");
    fails(lab, release(0), 487, "R-FREE-6");
    fails(lab, vfree(0, 0x1000, DECOMMIT), 487, "R-FREE-6");
    works(lab, release(BASE));
    fails(lab, release(BASE), 487, "R-FREE-5");              /* a second time */
    DONE;
}

TEST(addresses_above_user_space_are_parameters)              /* 2.1 step 3 */
{
    LAB("x86");
    fails(lab, release(0x7FFF0000), 87, "R-GEN-2");
    fails(lab, release(UINT64_MAX), 87, "R-GEN-2");
    fails(lab, vfree(BASE, 0x40000000, DECOMMIT), 87, "R-GEN-2");
    fails(lab, vfree(BASE, UINT64_MAX, DECOMMIT), 87, "R-GEN-2");
    fails(lab, release(0x7FFEFFFF), 487, "R-FREE-5");
    DONE;
}

TEST(decommit_takes_every_page_with_a_byte)                  /* R-FREE-10, R-FREE-11 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x10000, RESERVE | COMMIT, RW));
    works(lab, vfree(BASE + 0x1FFF, 2, DECOMMIT));
    region_is(lab, BASE, 1, COMMIT, RW, BASE);
    region_is(lab, BASE + 0x1000, 2, RESERVE, 0, BASE);
    region_is(lab, BASE + 0x3000, 13, COMMIT, RW, BASE);
    assert_int_equal(charge(lab), 14);
    works(lab, vfree(BASE, 0x4000, DECOMMIT));               /* some are only reserved */
    assert_int_equal(charge(lab), 12);
    works(lab, vfree(BASE, 0x4000, DECOMMIT));
    assert_int_equal(charge(lab), 12);
    region_is(lab, BASE, 4, RESERVE, 0, BASE);
    DONE;
}

TEST(decommit_with_size_0_takes_the_allocation)              /* R-FREE-12 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x10000, RESERVE | COMMIT, RO));
    works(lab, alloc(BASE + 0x10000, 0x10000, RESERVE | COMMIT, RO));
    works(lab, vfree(BASE + 0xFFF, 0, DECOMMIT));
    region_is(lab, BASE, 16, RESERVE, 0, BASE);
    assert_int_equal(lab->change.result.region.allocation_protect, RO); /* R-QUERY-13 */
    region_is(lab, BASE + 0x10000, 16, COMMIT, RO, BASE + 0x10000);
    DONE;
}

TEST(decommit_too_long_gives_87)                             /* R-FREE-14 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x10000, RESERVE | COMMIT, RW));
    works(lab, alloc(BASE + 0x10000, 0x8000, RESERVE | COMMIT, RW));
    fails(lab, vfree(BASE, 0x10001, DECOMMIT), 87, "R-FREE-14");     /* into a neighbour */
    fails(lab, vfree(BASE + 0x17000, 0x1001, DECOMMIT), 87, "R-FREE-14"); /* into free space */
    assert_int_equal(lab->change.result.reason.page, (BASE + 0x18000) >> 12);
    DONE;
}

TEST(ordinary_memory_is_no_placeholder)                      /* R-PH-10, 12, 14, 15 */
{
    LAB("x86");
    const uint32_t preserve = RELEASE | VM_MEM_PRESERVE_PLACEHOLDER;
    const uint32_t coalesce = RELEASE | VM_MEM_COALESCE_PLACEHOLDERS;
    works(lab, alloc(BASE, 0x10000, RESERVE, RW));
    fails(lab, vfree(BASE, 0x10000, preserve), 487, "R-PH-10");
    fails(lab, vfree(BASE, 0, preserve), 87, "R-PH-12");
    fails(lab, vfree(BASE, 0x10000, coalesce), 487, "R-PH-14");
    fails(lab, vfree(BASE, 0, coalesce), 87, "R-PH-15");
    fails(lab, vfree(BASE, 0x10000, VM_MEM_COALESCE_PLACEHOLDERS), 87, "R-PH-15");
    DONE;
}

TEST(images_are_not_freed)                                   /* R-FREE-16, R-FREE-17 */
{
    LAB("x86");
    works(lab, (struct vm_call){.id = VM_CALL_PLACE, .addr = 0x400000, .size = 0x3000,
        .kind = VM_KIND_IMAGE, .flags = COMMIT, .protect = RO});
    fails(lab, release(0x400000), 87, "R-FREE-17");
    fails(lab, vfree(0x400000, 0x1000, DECOMMIT), 87, "R-FREE-16");
    fails(lab, vfree(0x401000, 0, DECOMMIT), 87, "R-FREE-16"); /* before the base is looked at */
    fails(lab, alloc(0x400000, 0x1000, COMMIT, RW), 5, "R-ALLOC-38");
    fails(lab, alloc(0x400000, 0x1000, VM_MEM_RESET, RW), 5, "R-RESET-5");
    DONE;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(release_frees_the_whole_allocation),
        cmocka_unit_test(release_takes_any_byte_of_the_first_page),
        cmocka_unit_test(release_refuses_every_size),
        cmocka_unit_test(the_type_is_decommit_or_release),
        cmocka_unit_test(nothing_is_freed_where_nothing_is),
        cmocka_unit_test(addresses_above_user_space_are_parameters),
        cmocka_unit_test(decommit_takes_every_page_with_a_byte),
        cmocka_unit_test(decommit_with_size_0_takes_the_allocation),
        cmocka_unit_test(decommit_too_long_gives_87),
        cmocka_unit_test(ordinary_memory_is_no_placeholder),
        cmocka_unit_test(images_are_not_freed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
