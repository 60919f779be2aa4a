/* test_change - a change shows both sides of its call; settings, traces and spaces as values. */
#include "vmtest.h"

TEST(transitions_count_pages_from_class_to_class)
{
    LAB("x86");
    uint64_t pages[VM_CLASS_COUNT][VM_CLASS_COUNT];
    works(lab, alloc(BASE, 0x8000, RESERVE, RW));
    vm_change_transitions(&lab->change, pages);
    assert_int_equal(pages[VM_CLASS_FREE][VM_CLASS_RESERVED], 8);
    works(lab, alloc(BASE + 0x2000, 0x2000, COMMIT, RO));
    works(lab, alloc(BASE + 0x6000, 0x2000, COMMIT, RW));
    works(lab, alloc(BASE + 0x1000, 0x6000, COMMIT, RW));
    vm_change_transitions(&lab->change, pages);
    assert_int_equal(pages[VM_CLASS_RESERVED][VM_CLASS_WRITE], 3);
    assert_int_equal(pages[VM_CLASS_READ][VM_CLASS_WRITE], 2);
    assert_int_equal(pages[VM_CLASS_WRITE][VM_CLASS_WRITE], 1);
    uint64_t sum = 0;
    for (unsigned i = 0; i < VM_CLASS_COUNT; i++)
        for (unsigned j = 0; j < VM_CLASS_COUNT; j++)
            sum += pages[i][j];
    assert_int_equal(sum, 6);
    works(lab, release(BASE));
    vm_change_transitions(&lab->change, pages);
    assert_int_equal(pages[VM_CLASS_WRITE][VM_CLASS_FREE], 7);
    assert_int_equal(pages[VM_CLASS_RESERVED][VM_CLASS_FREE], 1);
    DONE;
}

TEST(touched_pages_are_those_that_differ)
{
    LAB("x86");
    works(lab, alloc(BASE, 0x8000, RESERVE, RW));
    works(lab, alloc(BASE, 0x4000, COMMIT, RO));
    works(lab, alloc(BASE + 0x1000, 0x5000, COMMIT, RO));
    const vm_page first = BASE >> VM_PAGE_SHIFT;
    static const bool touched[] = {false, false, false, false, true, true, false};
    for (vm_page i = 0; i < sizeof touched / sizeof *touched; i++)
        assert_int_equal(vm_change_touches(&lab->change, first + i), touched[i]);
    assert_false(vm_change_touches(&lab->change, first - 1));
    works(lab, alloc(BASE, 0x2000, COMMIT, RO));             /* what it was already */
    assert_true(vm_change_is_empty(&lab->change));
    assert_false(vm_change_touches(&lab->change, first));
    DONE;
}

TEST(a_failed_change_is_empty)
{
    LAB("x86");
    fails(lab, alloc(BASE, 0x1000, COMMIT, RW), 487, "R-ALLOC-32");
    assert_int_equal(lab->change.before_count, 0);
    assert_int_equal(lab->change.after_count, 0);
    assert_false(vm_change_touches(&lab->change, BASE >> VM_PAGE_SHIFT));
    DONE;
}

TEST(a_moved_change_can_still_be_taken_back)
{
    LAB("x86");
    struct vm_change kept;
    works(lab, alloc(BASE, 0x8000, RESERVE | COMMIT, RW));
    struct vm_space *before = vm_space_clone(lab->space);
    works(lab, vfree(BASE + 0x1000, 0x2000, DECOMMIT));
    vm_change_move(&kept, &lab->change);
    assert_int_equal(lab->change.before_count, 0);
    assert_true(vm_change_bytes(&kept) > sizeof kept);
    vm_revert(lab->space, &kept);
    assert_true(vm_space_equal(before, lab->space));
    vm_change_finish(&kept);
    vm_space_destroy(before);
    DONE;
}

TEST(generations_move_on)
{
    LAB("x86");
    const struct vm_call call = alloc(BASE, 0x8000, RESERVE, RW);
    const uint64_t start = vm_space_generation(lab->space);
    vm_plan(lab->space, &call, &lab->change, NULL);
    assert_int_equal(vm_space_generation(lab->space), start);
    vm_apply(lab->space, &lab->change);
    assert_true(vm_space_generation(lab->space) > start);
    const uint64_t applied = vm_space_generation(lab->space);
    vm_revert(lab->space, &lab->change);
    assert_true(vm_space_generation(lab->space) > applied);
    DONE;
}

TEST(spaces_differ_by_any_setting)
{
    LAB("x86");
    static const struct vm_call settings[] = {
        {.id = VM_CALL_SET_COMMIT_LIMIT, .size = 100},
        {.id = VM_CALL_SET_LOCK_PRIVILEGE, .size = 1},
        {.id = VM_CALL_SET_WORKING_SET, .size = 100},
    };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        struct vm_space *before = vm_space_clone(lab->space);
        works(lab, settings[i]);
        assert_false(vm_change_is_empty(&lab->change));
        assert_false(vm_space_equal(before, lab->space));
        assert_true(vm_space_hash(before) != vm_space_hash(lab->space));
        works(lab, settings[i]);
        assert_true(vm_change_is_empty(&lab->change));       /* the same again */
        vm_space_destroy(before);
    }
    struct vm_totals t = lab_totals(lab);
    assert_int_equal(t.limit, 100);
    assert_true(t.lock_privilege);
    assert_int_equal(t.lockable, 92);                        /* R-LOCK-6: less 8 */
    works(lab, setting(VM_CALL_SET_WORKING_SET, 1));         /* R-WS-1: raised to 20 */
    assert_int_equal(lab_totals(lab).lockable, 12);
    works(lab, setting(VM_CALL_SET_COMMIT_LIMIT, VM_NO_LIMIT));
    assert_true(lab_totals(lab).limit == VM_NO_LIMIT);
    DONE;
}

TEST(a_clone_lives_on_alone)
{
    LAB("x86");
    works(lab, alloc(BASE, 0x8000, RESERVE | COMMIT, RW));
    struct vm_space *clone = vm_space_clone(lab->space);
    assert_int_equal(vm_space_hash(clone), vm_space_hash(lab->space));
    works(lab, release(BASE));
    assert_false(vm_space_equal(clone, lab->space));
    assert_null(vm_space_check(clone));
    assert_int_equal(vm_attr_state(vm_space_run(clone, BASE >> 12).attr), VM_COMMITTED);
    vm_space_destroy(clone);
    DONE;
}

/* The ids of the checks of a call, and whether the last one before the change was passed. */
static void trace_is(struct lab *lab, struct vm_call call, const enum vm_check_id *ids,
    size_t count, bool passed)
{
    struct vm_trace trace = {0};
    for (int twice = 0; twice < 2; twice++) {                /* cleared first */
        vm_plan(lab->space, &call, &lab->change, &trace);
        assert_int_equal(trace.count, count);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(trace.checks[i].id, ids[i]);
            assert_int_equal(trace.checks[i].passed, i + 1 < count || passed);
        }
        if (!passed)
            assert_int_equal(trace.checks[count - 1].rule, lab->change.result.reason.rule);
    }
    vm_trace_finish(&trace);
    assert_null(trace.checks);
}
#define TRACE(call, passed, ...)                                                                   \
    trace_is(lab, call, (const enum vm_check_id[]){__VA_ARGS__},                                   \
        sizeof (enum vm_check_id[]){__VA_ARGS__} / sizeof(enum vm_check_id), passed)

TEST(the_trace_shows_each_check_in_order)
{
    LAB("x86");
    TRACE(alloc(BASE, 0x1000, RESERVE, 0), false, VM_CHECK_PARAMS);
    TRACE(alloc(BASE, 0x1000, RESERVE, RW), true, VM_CHECK_PARAMS, VM_CHECK_ROUND, VM_CHECK_FIND,
        VM_CHECK_CHARGE, VM_CHECK_CHANGE);
    TRACE(alloc(0, 0x1000, COMMIT, RW), true, VM_CHECK_PARAMS, VM_CHECK_ROUND, VM_CHECK_GAP,
        VM_CHECK_CHARGE, VM_CHECK_CHANGE);
    TRACE(alloc(BASE, 0x1000, COMMIT, RW), false, VM_CHECK_PARAMS, VM_CHECK_ROUND, VM_CHECK_FIND);
    works(lab, alloc(BASE, 0x4000, RESERVE, RW));
    TRACE(alloc(BASE, 0x1000, COMMIT, RW), true, VM_CHECK_PARAMS, VM_CHECK_ROUND, VM_CHECK_FIND,
        VM_CHECK_CHARGE, VM_CHECK_CHANGE);
    TRACE(protect(BASE, 0x1000, RO), false, VM_CHECK_PARAMS, VM_CHECK_ROUND, VM_CHECK_FIND,
        VM_CHECK_PAGES);
    works(lab, alloc(BASE, 0x1000, COMMIT, RW));
    TRACE(protect(BASE, 0x1000, RO), true, VM_CHECK_PARAMS, VM_CHECK_ROUND, VM_CHECK_FIND,
        VM_CHECK_PAGES, VM_CHECK_CHARGE, VM_CHECK_CHANGE);
    TRACE(release(BASE), true, VM_CHECK_PARAMS, VM_CHECK_ROUND, VM_CHECK_FIND, VM_CHECK_CHARGE,
        VM_CHECK_CHANGE);
    TRACE(query(BASE), true, VM_CHECK_PARAMS, VM_CHECK_FIND);
    DONE;
}

TEST(the_trace_tells_the_rounded_range)                      /* R-GEN-11 */
{
    LAB("x86");
    struct vm_trace trace = {0};
    const struct vm_call call = alloc(0x50004080, 0x1000, RESERVE | COMMIT, RW);
    vm_plan(lab->space, &call, &lab->change, &trace);
    assert_int_equal(trace.checks[1].id, VM_CHECK_ROUND);
    assert_int_equal(trace.checks[1].rule, VM_RULE_GEN_11);
    assert_int_equal(trace.checks[1].first, 0x50000);
    assert_int_equal(trace.checks[1].end, 0x50006);
    vm_trace_finish(&trace);
    DONE;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(transitions_count_pages_from_class_to_class),
        cmocka_unit_test(touched_pages_are_those_that_differ),
        cmocka_unit_test(a_failed_change_is_empty),
        cmocka_unit_test(a_moved_change_can_still_be_taken_back),
        cmocka_unit_test(generations_move_on),
        cmocka_unit_test(spaces_differ_by_any_setting),
        cmocka_unit_test(a_clone_lives_on_alone),
        cmocka_unit_test(the_trace_shows_each_check_in_order),
        cmocka_unit_test(the_trace_tells_the_rounded_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
