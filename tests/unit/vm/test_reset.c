/* test_reset - MEM_RESET, MEM_RESET_UNDO and memory pressure: bytes that may be lost. */
#include "lab.h"

static const vm_addr base = 0x40000000;

static struct lab lab_written(void)
{
    struct lab lab = lab_open("x86");
    lab_ok(&lab, call_commit(base, 0x3000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_write(base, "a", 1));
    lab_ok(&lab, call_write(base + 0x1000, "b", 1));
    return lab;
}

static struct vm_call call_reset(vm_addr addr, uint64_t size)
{
    return call_alloc(addr, size, VM_MEM_RESET, VM_PAGE_NOACCESS);
}

static struct vm_call call_undo(vm_addr addr, uint64_t size)
{
    return call_alloc(addr, size, VM_MEM_RESET_UNDO, VM_PAGE_NOACCESS);
}

static uint64_t pressure(struct lab *lab)
{
    return lab_ok(lab, (struct vm_call){.id = VM_CALL_PRESSURE}).value;
}

static uint64_t byte_at(struct lab *lab, vm_addr addr)
{
    return lab_ok(lab, call_range(VM_CALL_READ, addr, 1)).value;
}

static void reset_keeps_bytes_until_pressure_takes_them(void **state)
{
    (void)state;
    struct lab lab = lab_written();                         /* R-RESET-1, R-RESET-7 */
    assert_int_equal(lab_ok(&lab, call_reset(base + 0x10, 0x1000)).value, base);
    assert_true(lab_page(&lab, base).reset && lab_page(&lab, base + 0x1000).reset);
    assert_int_equal(lab_protect(&lab, base), VM_PAGE_READWRITE);
    assert_int_equal(byte_at(&lab, base), 'a');
    assert_int_equal(pressure(&lab), 2);
    assert_int_equal(lab.change.page_count, 2);
    assert_true(lab_page(&lab, base).discarded);
    assert_false(lab_page(&lab, base).reset || lab_page(&lab, base).resident);
    assert_int_equal(lab_totals(&lab).stored, 0);
    assert_int_equal(byte_at(&lab, base), 0);
    lab_close(&lab);
}

static void pressure_takes_only_what_was_given_up(void **state)
{
    (void)state;
    struct lab lab = lab_written();
    assert_int_equal(pressure(&lab), 0);
    assert_true(vm_change_is_empty(&lab.change));
    lab_ok(&lab, call_reset(base, 0x1000));
    assert_int_equal(pressure(&lab), 1);
    assert_int_equal(byte_at(&lab, base + 0x1000), 'b');
    lab_close(&lab);
}

static void a_write_makes_a_reset_page_valid_again(void **state)
{
    (void)state;
    struct lab lab = lab_written();                         /* R-RESET-12 */
    lab_ok(&lab, call_reset(base, 0x2000));
    lab_ok(&lab, call_write(base + 1, "c", 1));
    assert_int_equal(pressure(&lab), 1);
    assert_int_equal(byte_at(&lab, base), 'a');
    assert_int_equal(byte_at(&lab, base + 0x1000), 0);
    lab_ok(&lab, call_write(base + 0x1001, "d", 1));        /* valid again after the loss, too */
    assert_false(lab_page(&lab, base + 0x1000).discarded);
    lab_ok(&lab, call_undo(base, 0x2000));
    lab_close(&lab);
}

static void undo_before_any_loss_keeps_the_bytes(void **state)
{
    (void)state;
    struct lab lab = lab_written();                         /* R-RESET-8 */
    lab_ok(&lab, call_reset(base, 0x3000));
    assert_int_equal(lab_ok(&lab, call_undo(base + 0x1234, 1)).value, base + 0x1000);
    assert_int_equal(pressure(&lab), 1);
    assert_int_equal(byte_at(&lab, base), 0);
    assert_int_equal(byte_at(&lab, base + 0x1000), 'b');
    lab_close(&lab);
}

static void undo_after_a_loss_fails_and_names_the_page(void **state)
{
    (void)state;
    struct lab lab = lab_written();                         /* R-RESET-9 */
    lab_ok(&lab, call_reset(base + 0x1000, 0x1000));
    pressure(&lab);
    lab_ok(&lab, call_reset(base, 0x1000));
    const struct vm_result r = lab_refused(&lab, call_undo(base, 0x3000), 487, "R-RESET-9");
    assert_true(r.reason.page == (base + 0x1000) >> VM_PAGE_SHIFT);
    assert_int_equal(vm_rule_mark(r.reason.rule), VM_MARK_UNSPECIFIED);
    assert_true(lab_page(&lab, base).reset);                /* a failed call changes nothing */
    assert_int_equal(byte_at(&lab, base + 0x1000), 0);
    lab_ok(&lab, call_undo(base, 0x1000));
    lab_close(&lab);
}

static void undo_of_pages_never_reset_does_nothing(void **state)
{
    (void)state;
    struct lab lab = lab_written();                         /* R-RESET-10 */
    lab_ok(&lab, call_undo(base, 0x3000));
    assert_true(vm_change_is_empty(&lab.change));
    lab_close(&lab);
}

static void reserved_and_untouched_pages_can_be_reset_without_effect(void **state)
{
    (void)state;
    struct lab lab = lab_open("x64");                       /* R-RESET-3 */
    lab_ok(&lab, call_alloc(base, (uint64_t)1 << 40, VM_MEM_RESERVE, VM_PAGE_READWRITE));
    lab_ok(&lab, call_reset(base, (uint64_t)1 << 40));
    assert_true(vm_change_is_empty(&lab.change));
    lab_ok(&lab, call_alloc(base, (uint64_t)1 << 40, VM_MEM_COMMIT, VM_PAGE_READWRITE));
    lab_ok(&lab, call_reset(base, (uint64_t)1 << 40));
    assert_true(vm_change_is_empty(&lab.change));
    assert_int_equal(pressure(&lab), 0);
    lab_close(&lab);
}

static void a_locked_page_is_not_taken(void **state)
{
    (void)state;
    struct lab lab = lab_written();
    lab_ok(&lab, call_range(VM_CALL_LOCK, base, 1));
    lab_ok(&lab, call_reset(base, 0x2000));
    assert_int_equal(pressure(&lab), 1);
    assert_int_equal(byte_at(&lab, base), 'a');
    lab_ok(&lab, call_range(VM_CALL_UNLOCK, base, 1));
    assert_int_equal(pressure(&lab), 1);
    lab_close(&lab);
}

static void decommit_forgets_reset_and_loss(void **state)
{
    (void)state;
    struct lab lab = lab_written();
    lab_ok(&lab, call_reset(base, 0x2000));
    pressure(&lab);
    lab_ok(&lab, call_free(base, 0x3000, VM_MEM_DECOMMIT));
    lab_ok(&lab, call_alloc(base, 0x3000, VM_MEM_COMMIT, VM_PAGE_READWRITE));
    assert_false(lab_page(&lab, base).discarded);
    lab_ok(&lab, call_undo(base, 0x3000));
    lab_close(&lab);
}

static void a_range_outside_one_allocation_is_refused(void **state)
{
    (void)state;
    struct lab lab = lab_written();                         /* R-RESET-2, R-RESET-4, R-RESET-11 */
    lab_refused(&lab, call_reset(base, 0x4000), 487, "R-RESET-4");
    lab_refused(&lab, call_undo(0x50000000, 1), 487, "R-RESET-4");
    lab_refused(&lab, call_reset(0, 0x1000), 487, "R-RESET-11");
    assert_int_equal(lab_do(&lab, call_alloc(base, 1, VM_MEM_RESET, 0)).error, 87);
    lab_close(&lab);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reset_keeps_bytes_until_pressure_takes_them),
        cmocka_unit_test(pressure_takes_only_what_was_given_up),
        cmocka_unit_test(a_write_makes_a_reset_page_valid_again),
        cmocka_unit_test(undo_before_any_loss_keeps_the_bytes),
        cmocka_unit_test(undo_after_a_loss_fails_and_names_the_page),
        cmocka_unit_test(undo_of_pages_never_reset_does_nothing),
        cmocka_unit_test(reserved_and_untouched_pages_can_be_reset_without_effect),
        cmocka_unit_test(a_locked_page_is_not_taken),
        cmocka_unit_test(decommit_forgets_reset_and_loss),
        cmocka_unit_test(a_range_outside_one_allocation_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
