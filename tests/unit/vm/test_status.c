/* test_status - names and numbers of outcomes, rules, calls and machines. [semantics 9] */
#include "vmtest.h"

TEST(statuses_map_to_windows_numbers)                        /* 9.3 */
{
    (void)state;
    static const struct {
        enum vm_status status;
        uint32_t nt, error;
        const char *name, *error_name;
    } known[] = {
        {VM_STATUS_SUCCESS, 0, 0, "STATUS_SUCCESS", "ERROR_SUCCESS"},
        {VM_STATUS_CONFLICTING_ADDRESSES, 0xC0000018, 487, "STATUS_CONFLICTING_ADDRESSES",
            "ERROR_INVALID_ADDRESS"},
        {VM_STATUS_UNABLE_TO_FREE_VM, 0xC000001A, 87, "STATUS_UNABLE_TO_FREE_VM",
            "ERROR_INVALID_PARAMETER"},
        {VM_STATUS_COMMITMENT_LIMIT, 0xC000012D, 1455, "STATUS_COMMITMENT_LIMIT",
            "ERROR_COMMITMENT_LIMIT"},
        {VM_STATUS_GUARD_PAGE_VIOLATION, 0x80000001, 0x80000001, "STATUS_GUARD_PAGE_VIOLATION",
            "STATUS_GUARD_PAGE_VIOLATION"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        assert_int_equal(vm_status_nt(known[i].status), known[i].nt);
        assert_int_equal(vm_status_error(known[i].status), known[i].error);
        assert_string_equal(vm_status_name(known[i].status), known[i].name);
        assert_string_equal(vm_error_name(known[i].error), known[i].error_name);
    }
    assert_null(vm_error_name(4711));
    for (unsigned s = 0; s < VM_STATUS_COUNT; s++)           /* every error has a name */
        assert_non_null(vm_error_name(vm_status_error((enum vm_status)s)));
}

TEST(rules_are_found_by_id_in_any_case)
{
    (void)state;
    assert_int_equal(vm_rule_find("R-FREE-2"), VM_RULE_FREE_2);
    assert_int_equal(vm_rule_find("r-free-2"), VM_RULE_FREE_2);
    assert_int_equal(vm_rule_find("R-FREE-"), VM_RULE_NONE);
    assert_int_equal(vm_rule_find("R-FREE-22"), VM_RULE_NONE);
    assert_int_equal(vm_rule_find(""), VM_RULE_NONE);
    for (unsigned r = VM_RULE_NONE + 1; r < VM_RULE_COUNT; r++) {
        const enum vm_rule found = vm_rule_find(vm_rule_id((enum vm_rule)r));
        assert_string_equal(vm_rule_id(found), vm_rule_id((enum vm_rule)r));
        assert_true(strlen(vm_rule_msgid((enum vm_rule)r)) > 10);
    }
}

TEST(open_points_are_marked_unspecified)                     /* section 12, decisions.h */
{
    (void)state;
    static const char *const open[] = {"R-RESET-5", "R-RESET-9", "R-RESET-11", "R-FREE-6",
        "R-LOCK-3", "R-LOCK-4", "R-LOCK-5", "R-LOCK-6", "R-PROTECT-7", "R-LARGE-8"};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
        const enum vm_rule rule = vm_rule_find(open[i]);
        assert_int_not_equal(rule, VM_RULE_NONE);
        assert_int_equal(vm_rule_mark(rule), VM_MARK_UNSPECIFIED);
    }
    assert_int_equal(vm_rule_mark(VM_RULE_FREE_2), VM_MARK_CERTAIN);
}

TEST(calls_have_names_and_parameters)
{
    (void)state;
    const struct vm_call_info *info = vm_call_info(VM_CALL_ALLOC);
    assert_string_equal(info->name, "VirtualAlloc");
    assert_string_equal(info->params[3], "flProtect");
    assert_null(info->params[4]);
    for (unsigned id = VM_CALL_ALLOC; id <= VM_CALL_PLACE; id++)
        assert_true(strlen(vm_call_info((enum vm_call_id)id)->name) > 0);
}

TEST(classes_come_from_state_and_protection)
{
    LAB("x86");
    static const struct {
        uint32_t protect;
        enum vm_class class;
    } classes[] = {
        {0x01, VM_CLASS_NOACCESS}, {0x02, VM_CLASS_READ}, {0x04, VM_CLASS_WRITE},
        {0x10, VM_CLASS_EXECUTE}, {0x20, VM_CLASS_EXECUTE}, {0x40, VM_CLASS_EXECUTE_WRITE},
        {0x102, VM_CLASS_GUARD}, {0x140, VM_CLASS_GUARD}, {0x204, VM_CLASS_WRITE},
    };
    assert_int_equal(vm_attr_class(0), VM_CLASS_FREE);
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        works(lab, alloc(BASE, 0x1000, RESERVE, classes[i].protect));
        assert_int_equal(vm_attr_class(vm_space_run(lab->space, BASE >> 12).attr),
            VM_CLASS_RESERVED);
        works(lab, alloc(BASE, 0x1000, COMMIT, classes[i].protect));
        const vm_attr attr = vm_space_run(lab->space, BASE >> 12).attr;
        assert_int_equal(vm_attr_class(attr), classes[i].class);
        assert_int_equal(vm_attr_protect(attr), classes[i].protect);
        assert_int_equal(vm_attr_asked(attr), classes[i].protect);
        works(lab, release(BASE));
    }
    DONE;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statuses_map_to_windows_numbers),
        cmocka_unit_test(rules_are_found_by_id_in_any_case),
        cmocka_unit_test(open_points_are_marked_unspecified),
        cmocka_unit_test(calls_have_names_and_parameters),
        cmocka_unit_test(classes_come_from_state_and_protection),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
