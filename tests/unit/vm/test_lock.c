/* test_lock - VirtualLock and VirtualUnlock: what can be locked, the quota, the working set. */
#include "lab.h"

static const vm_addr base = 0x40000000;

static struct vm_call call_lock(vm_addr addr, uint64_t size)
{
    return call_range(VM_CALL_LOCK, addr, size);
}

static struct vm_call call_unlock(vm_addr addr, uint64_t size)
{
    return call_range(VM_CALL_UNLOCK, addr, size);
}

/* ---- VirtualLock ----------------------------------------------------------------------------- */

static void locked_pages_are_resident_touched_or_not(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-LOCK-1, R-GEN-12 */
    lab_ok(&lab, call_commit(base, 0x4000, VM_PAGE_READWRITE));
    assert_int_equal(lab_ok(&lab, call_lock(base + 0xFFF, 2)).value, 1);
    assert_int_equal(lab.change.page_count, 2);
    assert_true(lab_page(&lab, base).locked && lab_page(&lab, base).resident);
    assert_true(lab_page(&lab, base + 0x1000).locked);
    assert_false(lab_page(&lab, base + 0x2000).locked);
    assert_false(lab_page(&lab, base).stored);
    assert_int_equal(lab_totals(&lab).locked, 2);
    lab_close(&lab);
}

static void a_locked_page_can_be_locked_again_and_there_is_no_count(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-LOCK-7, R-UNLOCK-1 */
    lab_ok(&lab, call_commit(base, 0x2000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_lock(base, 0x1000));
    lab_ok(&lab, call_lock(base, 0x1000));
    assert_true(vm_change_is_empty(&lab.change));
    lab_ok(&lab, call_lock(base, 0x2000));
    lab_ok(&lab, call_unlock(base, 0x1000));
    assert_false(lab_page(&lab, base).locked);
    assert_true(lab_page(&lab, base).resident);
    assert_true(lab_page(&lab, base + 0x1000).locked);
    lab_close(&lab);
}

static void pages_that_can_be_read_can_be_locked_over_allocations(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-LOCK-8, R-LOCK-9 */
    lab_ok(&lab, call_commit(base, 0x10000, VM_PAGE_READONLY));
    lab_ok(&lab, call_commit(base + 0x10000, 0x10000, VM_PAGE_EXECUTE_READ));
    lab_ok(&lab, call_lock(base + 0xE000, 0x4000));
    assert_int_equal(lab_totals(&lab).locked, 4);
    assert_true(lab_page(&lab, base + 0x11000).locked);
    lab_close(&lab);
}

static void a_guard_page_loses_its_guard_and_fails_once(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-LOCK-2, R-ACC-3 */
    lab_ok(&lab, call_commit(base, 0x3000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_protect(base + 0x1000, 0x2000, VM_PAGE_READONLY | VM_PAGE_GUARD));
    const struct vm_result r = lab_do(&lab, call_lock(base, 0x3000));
    assert_int_equal(r.value, 0);
    assert_int_equal(r.error, 0x80000001);
    assert_int_equal(r.exception, 0);
    assert_string_equal(vm_rule_id(r.reason.rule), "R-LOCK-2");
    assert_true(r.reason.page == (base + 0x1000) >> VM_PAGE_SHIFT);
    assert_int_equal(lab_protect(&lab, base + 0x1000), VM_PAGE_READONLY);
    assert_int_equal(lab_protect(&lab, base + 0x2000), VM_PAGE_READONLY | VM_PAGE_GUARD);
    assert_int_equal(lab_totals(&lab).locked, 0);
    assert_int_equal(lab_totals(&lab).resident, 0);
    assert_int_equal(lab_do(&lab, call_lock(base, 0x3000)).error, 0x80000001);
    lab_ok(&lab, call_lock(base, 0x3000));
    lab_close(&lab);
}

static void pages_that_cannot_be_read_are_refused(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-LOCK-3, R-LOCK-4 */
    struct vm_result r = lab_refused(&lab, call_lock(base, 1), 998, "R-LOCK-3");
    assert_int_equal(r.reason.args[1].value, VM_FREE);
    lab_ok(&lab, call_alloc(base, 0x3000, VM_MEM_RESERVE, VM_PAGE_READWRITE));
    lab_ok(&lab, call_alloc(base, 0x1000, VM_MEM_COMMIT, VM_PAGE_READWRITE));
    r = lab_refused(&lab, call_lock(base, 0x2000), 998, "R-LOCK-3");
    assert_int_equal(r.reason.args[1].value, VM_RESERVED);
    assert_true(r.reason.page == (base + 0x1000) >> VM_PAGE_SHIFT);
    lab_ok(&lab, call_protect(base, 0x1000, VM_PAGE_NOACCESS));
    lab_refused(&lab, call_lock(base, 0x2000), 998, "R-LOCK-4");
    lab_close(&lab);
}

static void the_first_bad_page_decides_which_error_it_is(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-LOCK-9 */
    lab_ok(&lab, call_commit(base, 0x2000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_protect(base, 0x1000, VM_PAGE_NOACCESS));
    lab_ok(&lab, call_protect(base + 0x1000, 0x1000, VM_PAGE_READWRITE | VM_PAGE_GUARD));
    lab_refused(&lab, call_lock(base, 0x3000), 998, "R-LOCK-4");
    assert_int_equal(lab_protect(&lab, base + 0x1000), VM_PAGE_READWRITE | VM_PAGE_GUARD);
    assert_int_equal(lab_do(&lab, call_lock(base + 0x1000, 0x2000)).error, 0x80000001);
    lab_close(&lab);
}

static void size_0_and_addresses_beyond_user_space_are_wrong(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-LOCK-5, R-UNLOCK-4 */
    lab_ok(&lab, call_commit(base, 0x1000, VM_PAGE_READWRITE));
    assert_int_equal(lab_refused(&lab, call_lock(base, 0), 87, "R-LOCK-5").reason.param, 2);
    lab_refused(&lab, call_unlock(base, 0), 87, "R-UNLOCK-4");
    assert_int_equal(lab_refused(&lab, call_lock(0x7FFF0000, 1), 87, "R-GEN-2").reason.param, 1);
    assert_int_equal(lab_refused(&lab, call_lock(base, 0x40000000), 87, "R-GEN-2").reason.param, 2);
    lab_refused(&lab, call_lock(base, UINT64_MAX), 87, "R-GEN-2");
    lab_refused(&lab, call_unlock(0x80000000, 1), 87, "R-GEN-2");
    lab_close(&lab);
}

static void large_and_awe_pages_are_refused(void **state)
{
    (void)state;
    struct lab lab = lab_open("x64");                       /* R-LOCK-11, R-LARGE-7 */
    lab_ok(&lab, call_alloc(base, 0x10000, VM_MEM_RESERVE | VM_MEM_PHYSICAL, VM_PAGE_READWRITE));
    lab_refused(&lab, call_lock(base, 0x1000), 87, "R-LOCK-11");
    lab_ok(&lab, call_range(VM_CALL_SET_LOCK_PRIVILEGE, 0, 1));
    lab_ok(&lab, call_alloc(0x50000000, 0x200000,
        VM_MEM_RESERVE | VM_MEM_COMMIT | VM_MEM_LARGE_PAGES, VM_PAGE_READWRITE));
    lab_refused(&lab, call_lock(0x50000000, 0x1000), 87, "R-LOCK-11");
    lab_ok(&lab, call_write(0x50000000, "a", 1));
    assert_int_equal(lab_totals(&lab).resident, 0);
    assert_int_equal(lab_totals(&lab).stored, 1);
    lab_close(&lab);
}

/* ---- the quota ------------------------------------------------------------------------------- */

static void no_more_than_42_pages_are_locked_together(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-LOCK-6 */
    lab_ok(&lab, call_commit(base, 0x100000, VM_PAGE_READWRITE));
    assert_int_equal(lab_totals(&lab).lockable, 42);
    const struct vm_result r = lab_refused(&lab, call_lock(base, 43 * 0x1000), 1453, "R-LOCK-6");
    assert_int_equal(r.reason.args[0].value, 43);
    assert_int_equal(r.reason.args[1].value, 0);
    assert_int_equal(r.reason.args[2].value, 42);
    lab_ok(&lab, call_lock(base, 40 * 0x1000));
    lab_ok(&lab, call_lock(base + 0x1000, 41 * 0x1000));    /* 39 of them are locked already */
    lab_refused(&lab, call_lock(base, 43 * 0x1000), 1453, "R-LOCK-6");
    lab_ok(&lab, call_lock(base, 42 * 0x1000));
    lab_ok(&lab, call_unlock(base, 0x1000));
    lab_ok(&lab, call_lock(base + 0x80000, 0x1000));
    assert_int_equal(lab_totals(&lab).locked, 42);
    lab_close(&lab);
}

static void a_larger_minimum_working_set_allows_more_locks(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-LOCK-6, R-WS-1 */
    lab_ok(&lab, call_commit(base, 0x100000, VM_PAGE_READWRITE));
    lab_refused(&lab, call_lock(base, 0x64000), 1453, "R-LOCK-6");
    lab_ok(&lab, call_range(VM_CALL_SET_WORKING_SET, 0, 108));
    lab_ok(&lab, call_lock(base, 0x64000));
    lab_ok(&lab, call_range(VM_CALL_SET_WORKING_SET, 0, 50));
    lab_refused(&lab, call_lock(base + 0x80000, 1), 1453, "R-LOCK-6");
    lab_ok(&lab, call_lock(base, 0x64000));                 /* nothing new */
    lab_close(&lab);
}

static void the_memory_of_the_machine_ends_the_quota(void **state)
{
    (void)state;
    struct lab lab = lab_open("x64");                       /* R-LOCK-6 */
    lab_ok(&lab, call_commit(base, (uint64_t)1 << 40, VM_PAGE_READWRITE));
    lab_ok(&lab, call_range(VM_CALL_SET_WORKING_SET, 0, (uint64_t)1 << 40));
    assert_int_equal(lab_totals(&lab).lockable, 1 << 20);
    lab_refused(&lab, call_lock(base, (uint64_t)1 << 40), 1453, "R-LOCK-6");
    lab_close(&lab);
}

static void a_tebibyte_fails_at_once(void **state)
{
    (void)state;
    struct lab lab = lab_open("x64");                       /* by runs, never by pages */
    lab_ok(&lab, call_commit(base, (uint64_t)1 << 40, VM_PAGE_READWRITE));
    lab_ok(&lab, call_lock(base, 0x1000));
    lab_refused(&lab, call_lock(base, (uint64_t)1 << 40), 1453, "R-LOCK-6");
    assert_int_equal(lab_do(&lab, call_unlock(base, (uint64_t)1 << 40)).error, 158);
    lab_ok(&lab, call_free(base, 0, VM_MEM_RELEASE));
    lab_close(&lab);
}

/* ---- VirtualUnlock --------------------------------------------------------------------------- */

static void unlocking_a_page_not_locked_fails_and_trims_it(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-UNLOCK-2 */
    lab_ok(&lab, call_commit(base, 0x4000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_write(base + 0x1000, "a", 1));
    lab_ok(&lab, call_lock(base, 0x1000));
    const struct vm_result r = lab_do(&lab, call_unlock(base, 0x4000));
    assert_int_equal(r.error, 158);
    assert_int_equal(r.value, 0);
    assert_string_equal(vm_rule_id(r.reason.rule), "R-UNLOCK-2");
    assert_true(r.reason.page == (base + 0x1000) >> VM_PAGE_SHIFT);
    assert_true(lab_page(&lab, base).locked && lab_page(&lab, base).resident);
    assert_false(lab_page(&lab, base + 0x1000).resident);
    assert_int_equal(lab_ok(&lab, call_range(VM_CALL_READ, base + 0x1000, 1)).value, 'a');
    assert_true(lab_page(&lab, base + 0x1000).resident);    /* back by a soft fault: R-WS-2 */
    lab_close(&lab);
}

static void a_hole_between_locked_pages_is_named(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-UNLOCK-2 */
    lab_ok(&lab, call_commit(base, 0x3000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_lock(base, 0x1000));
    lab_ok(&lab, call_lock(base + 0x2000, 0x1000));
    const struct vm_result r = lab_refused(&lab, call_unlock(base, 0x3000), 158, "R-UNLOCK-2");
    assert_true(r.reason.page == (base + 0x1000) >> VM_PAGE_SHIFT);
    lab_close(&lab);
}

static void unlocking_free_pages_fails(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-UNLOCK-3 */
    lab_refused(&lab, call_unlock(base, 1), 158, "R-UNLOCK-3");
    lab_ok(&lab, call_commit(base, 0x10000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_lock(base + 0xF000, 0x1000));
    lab_refused(&lab, call_unlock(base + 0xF000, 0x2000), 158, "R-UNLOCK-3");
    assert_true(lab_page(&lab, base + 0xF000).locked);
    lab_close(&lab);
}

/* ---- locks and the other calls --------------------------------------------------------------- */

static void decommit_and_release_unlock(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-FREE-21 */
    lab_ok(&lab, call_commit(base, 0x4000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_lock(base, 0x4000));
    lab_ok(&lab, call_free(base, 0x1000, VM_MEM_DECOMMIT));
    assert_int_equal(lab_totals(&lab).locked, 3);
    assert_false(lab_page(&lab, base).locked);
    lab_ok(&lab, call_free(base, 0, VM_MEM_RELEASE));
    assert_int_equal(lab_totals(&lab).locked, 0);
    assert_int_equal(lab_totals(&lab).resident, 0);
    lab_close(&lab);
}

static void a_page_made_no_access_loses_its_lock(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_ok(&lab, call_commit(base, 0x2000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_lock(base, 0x2000));
    lab_ok(&lab, call_protect(base, 0x1000, VM_PAGE_NOACCESS));
    assert_false(lab_page(&lab, base).locked);
    lab_ok(&lab, call_protect(base + 0x1000, 0x1000, VM_PAGE_READONLY));
    assert_true(lab_page(&lab, base + 0x1000).locked);
    lab_close(&lab);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(locked_pages_are_resident_touched_or_not),
        cmocka_unit_test(a_locked_page_can_be_locked_again_and_there_is_no_count),
        cmocka_unit_test(pages_that_can_be_read_can_be_locked_over_allocations),
        cmocka_unit_test(a_guard_page_loses_its_guard_and_fails_once),
        cmocka_unit_test(pages_that_cannot_be_read_are_refused),
        cmocka_unit_test(the_first_bad_page_decides_which_error_it_is),
        cmocka_unit_test(size_0_and_addresses_beyond_user_space_are_wrong),
        cmocka_unit_test(large_and_awe_pages_are_refused),
        cmocka_unit_test(no_more_than_42_pages_are_locked_together),
        cmocka_unit_test(a_larger_minimum_working_set_allows_more_locks),
        cmocka_unit_test(the_memory_of_the_machine_ends_the_quota),
        cmocka_unit_test(a_tebibyte_fails_at_once),
        cmocka_unit_test(unlocking_a_page_not_locked_fails_and_trims_it),
        cmocka_unit_test(a_hole_between_locked_pages_is_named),
        cmocka_unit_test(unlocking_free_pages_fails),
        cmocka_unit_test(decommit_and_release_unlock),
        cmocka_unit_test(a_page_made_no_access_loses_its_lock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
