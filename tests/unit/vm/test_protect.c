/* test_protect - VirtualProtect answers as Windows does. [semantics 3] */
#include "vmtest.h"

/* The call succeeds and reports the old protection. */
static void protects(struct lab *lab, struct vm_call call, uint32_t old)
{
    assert_int_equal(works(lab, call), 1);
    assert_true(lab->change.result.has_old_protect);
    assert_int_equal(lab->change.result.old_protect, old);
}

/* The call fails; written: what *lpflOldProtect holds afterwards, 0 if it is left alone. */
static void refuses(
    struct lab *lab, struct vm_call call, uint32_t error, const char *rule, uint32_t written)
{
    fails(lab, call, error, rule);
    assert_int_equal(lab->change.result.has_old_protect, written != 0);
    assert_int_equal(lab->change.result.old_protect, written);
}

TEST(every_page_with_a_byte_gets_the_protection)             /* R-PROTECT-1, R-GEN-12 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x8000, RESERVE | COMMIT, RW));
    protects(lab, protect(BASE + 0x1FFF, 2, RO), RW);
    region_is(lab, BASE, 1, COMMIT, RW, BASE);
    region_is(lab, BASE + 0x1000, 2, COMMIT, RO, BASE);
    assert_int_equal(lab->change.result.region.allocation_protect, RW);
    region_is(lab, BASE + 0x3000, 5, COMMIT, RW, BASE);
    assert_int_equal(charge(lab), 8);                        /* R-CHG-3 */
    protects(lab, protect(BASE, 0x8000, NOACCESS), RW);      /* that of the first page */
    protects(lab, protect(BASE, 0x8000, NOACCESS), NOACCESS);/* R-PROTECT-9 */
    region_is(lab, BASE, 8, COMMIT, NOACCESS, BASE);
    DONE;
}

TEST(old_protection_comes_with_its_modifiers)                /* R-PROTECT-1, 11, R-PROT-8 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x1000, RESERVE | COMMIT, RW | GUARD));
    protects(lab, protect(BASE, 1, RO | GUARD), RW | GUARD);
    protects(lab, protect(BASE, 1, RO), RO | GUARD);
    protects(lab, protect(BASE, 1, RW | VM_PAGE_NOCACHE), RO); /* not recorded */
    protects(lab, protect(BASE, 1, RO), RW);
    works(lab, alloc(BASE + 0x10000, 0x1000, RESERVE | COMMIT, RW | VM_PAGE_NOCACHE));
    protects(lab, protect(BASE + 0x10000, 1, RO), RW | VM_PAGE_NOCACHE);
    region_is(lab, BASE + 0x10000, 1, COMMIT, RO | VM_PAGE_NOCACHE, BASE + 0x10000);
    DONE;
}

TEST(one_reserved_page_spoils_the_call)                      /* R-PROTECT-2, R-PROTECT-8 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x8000, RESERVE, RW));
    works(lab, alloc(BASE, 0x4000, COMMIT, RW));
    works(lab, alloc(BASE + 0x2000, 0x1000, COMMIT, RO));
    refuses(lab, protect(BASE, 0x4001, RO), 487, "R-PROTECT-2", NOACCESS);
    assert_int_equal(lab->change.result.reason.page, (BASE + 0x4000) >> 12);
    refuses(lab, protect(BASE + 0x5000, 1, RO), 487, "R-PROTECT-2", NOACCESS);
    assert_int_equal(lab->change.result.reason.page, (BASE + 0x5000) >> 12);
    assert_int_equal(lab->change.result.status, VM_STATUS_NOT_COMMITTED);
    DONE;
}

TEST(free_pages_spoil_the_call)                              /* R-PROTECT-3, R-PROTECT-4 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x10000, RESERVE | COMMIT, RW));
    works(lab, alloc(BASE + 0x10000, 0x8000, RESERVE | COMMIT, RW));
    refuses(lab, protect(BASE - 0x1000, 0x1000, RO), 487, "R-PROTECT-3", NOACCESS);
    refuses(lab, protect(BASE - 0x1000, 0x2000, RO), 487, "R-PROTECT-3", NOACCESS);
    refuses(lab, protect(BASE + 0x17000, 0x1001, RO), 487, "R-PROTECT-3", NOACCESS);
    assert_int_equal(lab->change.result.reason.page, (BASE + 0x18000) >> 12);
    refuses(lab, protect(BASE + 0xF000, 0x1001, RO), 487, "R-PROTECT-4", 0);
    assert_int_equal(lab->change.result.reason.page, (BASE + 0x10000) >> 12);
    DONE;
}

TEST(checks_come_in_order)                                   /* 3.1 */
{
    LAB("x86");
    struct vm_call call = protect(UINT64_MAX, 0, 0);
    call.out_missing = true;
    refuses(lab, call, 87, "R-PROT-2", 0);                   /* protection */
    call.protect = RW;
    refuses(lab, call, 998, "R-PROTECT-5", 0);               /* the place for the old one */
    call.out_missing = false;
    refuses(lab, call, 87, "R-GEN-2", 0);                    /* address */
    call.addr = BASE;
    call.protect = VM_PAGE_WRITECOPY;
    refuses(lab, call, 87, "R-PROTECT-7", 0);                /* size 0 */
    call.size = 0x2000;
    refuses(lab, call, 487, "R-PROTECT-3", NOACCESS);        /* free */
    works(lab, alloc(BASE, 0x2000, RESERVE, RW));
    refuses(lab, call, 87, "R-PROT-3", 0);                   /* WRITECOPY on private memory */
    call.protect = RO;
    refuses(lab, call, 487, "R-PROTECT-2", NOACCESS);        /* not committed */
    DONE;
}

TEST(bad_protections_give_87)                                /* R-PROTECT-6 */
{
    LAB("x86");
    works(lab, alloc(BASE, 0x1000, RESERVE | COMMIT, RW));
    static const uint32_t bad[] = {0, 3, 6, 0x12, 8, 0x80, 0x88, 0x100, 0x101, 0x201, 0x604, 0x804};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const struct vm_result r = lab_do(lab, protect(BASE, 1, bad[i]));
        assert_int_equal(r.error, 87);
        assert_int_equal(r.value, 0);
        assert_int_equal(r.reason.param, 3);
        assert_false(r.has_old_protect);
    }
    region_is(lab, BASE, 1, COMMIT, RW, BASE);
    DONE;
}

TEST(ranges_above_user_space_give_87)                        /* 3.1 step 3 */
{
    LAB("x86");
    refuses(lab, protect(0x7FFF0000, 1, RW), 87, "R-GEN-2", 0);
    refuses(lab, protect(BASE, 0x40000000, RW), 87, "R-GEN-2", 0);
    refuses(lab, protect(BASE, UINT64_MAX, RW), 87, "R-GEN-2", 0);
    refuses(lab, protect(0x7FFEFFFF, 1, RW), 487, "R-PROTECT-3", NOACCESS);
    DONE;
}

TEST(images_can_be_copied_on_write)                          /* R-PROTECT-12 */
{
    LAB("x86");
    works(lab, (struct vm_call){.id = VM_CALL_PLACE, .addr = 0x400000, .size = 0x3000,
        .kind = VM_KIND_IMAGE, .flags = COMMIT, .protect = RO});
    protects(lab, protect(0x401000, 1, VM_PAGE_WRITECOPY), RO);
    region_is(lab, 0x401000, 1, COMMIT, VM_PAGE_WRITECOPY, 0x400000);
    DONE;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_page_with_a_byte_gets_the_protection),
        cmocka_unit_test(old_protection_comes_with_its_modifiers),
        cmocka_unit_test(one_reserved_page_spoils_the_call),
        cmocka_unit_test(free_pages_spoil_the_call),
        cmocka_unit_test(checks_come_in_order),
        cmocka_unit_test(bad_protections_give_87),
        cmocka_unit_test(ranges_above_user_space_give_87),
        cmocka_unit_test(images_can_be_copied_on_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
