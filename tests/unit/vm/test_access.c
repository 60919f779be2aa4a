/* test_access - reads, writes and fetches: the table 5.1, guard pages, page borders, first
 * touch. */
#include "lab.h"

enum { READ = 0, WRITE = 1, EXECUTE = 8 };
static const vm_addr base = 0x40000000;

static struct vm_call call_access(uint32_t code, vm_addr addr)
{
    if (code == WRITE)
        return call_write(addr, "A", 1);
    return call_range(code == READ ? VM_CALL_READ : VM_CALL_EXECUTE, addr, 1);
}

/* The access must end in that exception, whose last error nobody touched. */
static struct vm_result faults(struct lab *lab, struct vm_call call, uint32_t exception,
    uint32_t code, vm_addr addr, const char *rule)
{
    const struct vm_result r = lab_do(lab, call);
    assert_int_equal(r.exception, exception);
    assert_int_equal(vm_status_nt(r.status), exception);
    assert_int_equal(r.exception_access, code);
    assert_true(r.exception_address == addr);
    assert_int_equal(r.error, 0);
    assert_string_equal(vm_rule_id(r.reason.rule), rule);
    return r;
}

static void violates(struct lab *lab, uint32_t code, vm_addr addr)
{
    const struct vm_result r =
        faults(lab, call_access(code, addr), 0xC0000005, code, addr, "R-ACC-5.1");
    assert_true(r.reason.has_page && r.reason.page == addr >> VM_PAGE_SHIFT);
    assert_true(vm_change_is_empty(&lab->change));
}

/* ---- the access table ------------------------------------------------------------------------ */

static void each_protection_allows_what_the_table_says(void **state)
{
    (void)state;
    static const struct {
        uint32_t protect;
        bool may_read, may_write, may_execute;
    } table[] = {
        {VM_PAGE_NOACCESS, false, false, false},
        {VM_PAGE_READONLY, true, false, false},
        {VM_PAGE_READWRITE, true, true, false},
        {VM_PAGE_EXECUTE, true, false, true},
        {VM_PAGE_EXECUTE_READ, true, false, true},
        {VM_PAGE_EXECUTE_READWRITE, true, true, true},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const bool may[] = {table[i].may_read, table[i].may_write, table[i].may_execute};
        const uint32_t codes[] = {READ, WRITE, EXECUTE};
        struct lab lab = lab_open("x64");
        lab_ok(&lab, call_commit(base, 0x1000, table[i].protect));
        for (size_t j = 0; j < 3; j++) {
            if (may[j])
                lab_ok(&lab, call_access(codes[j], base + 0x123));
            else
                violates(&lab, codes[j], base + 0x123);
        }
        lab_close(&lab);
    }
}

static void free_and_reserved_pages_allow_nothing(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_ok(&lab, call_alloc(base, 0x1000, VM_MEM_RESERVE, VM_PAGE_EXECUTE_READWRITE));
    for (vm_addr addr = base + 5; addr <= base + 0x1005; addr += 0x1000) {
        violates(&lab, READ, addr);
        violates(&lab, WRITE, addr);
        violates(&lab, EXECUTE, addr);
    }
    assert_int_equal(lab.change.result.reason.rule, VM_RULE_ACC_FREE);
    violates(&lab, READ, 0);
    lab_close(&lab);
}

static void writing_a_copy_on_write_page_makes_it_plainly_writable(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_ok(&lab, (struct vm_call){.id = VM_CALL_PLACE, .addr = 0x400000, .size = 0x2000,
        .flags = VM_MEM_COMMIT, .protect = VM_PAGE_WRITECOPY, .kind = VM_KIND_IMAGE});
    lab_ok(&lab, call_access(READ, 0x401000));
    assert_int_equal(lab_protect(&lab, 0x401000), VM_PAGE_WRITECOPY);
    violates(&lab, EXECUTE, 0x401000);
    lab_ok(&lab, call_access(WRITE, 0x401000));
    assert_int_equal(lab_protect(&lab, 0x401000), VM_PAGE_READWRITE);
    assert_int_equal(lab_protect(&lab, 0x400000), VM_PAGE_WRITECOPY);
    lab_close(&lab);
}

/* ---- bytes ----------------------------------------------------------------------------------- */

static void a_fresh_page_reads_as_zeros_and_becomes_resident(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_ok(&lab, call_commit(base, 0x2000, VM_PAGE_READWRITE));
    assert_false(lab_page(&lab, base).resident);
    assert_int_equal(lab_ok(&lab, call_range(VM_CALL_READ, base, 4)).value, 0);
    assert_int_equal(lab.change.page_count, 1);             /* R-ACC-5 */
    assert_true(lab.change.pages[0] == base >> VM_PAGE_SHIFT);
    assert_true(lab_page(&lab, base).resident);
    assert_false(lab_page(&lab, base).stored);
    assert_false(lab_page(&lab, base + 0x1000).resident);
    lab_ok(&lab, call_range(VM_CALL_READ, base, 4));
    assert_true(vm_change_is_empty(&lab.change));
    assert_int_equal(lab_totals(&lab).resident, 1);
    lab_close(&lab);
}

static void what_is_written_is_read_lowest_byte_first(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_ok(&lab, call_commit(base, 0x2000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_write(base + 0xFFE, "\x11\x22\x33\x44", 4));
    assert_int_equal(lab.change.page_count, 2);
    assert_int_equal(lab_ok(&lab, call_range(VM_CALL_READ, base + 0xFFE, 4)).value, 0x44332211);
    assert_int_equal(lab_ok(&lab, call_range(VM_CALL_READ, base + 0xFFF, 1)).value, 0x22);
    assert_true(
        lab_ok(&lab, call_range(VM_CALL_READ, base + 0xFFA, 8)).value == 0x4433221100000000);
    assert_int_equal(lab_totals(&lab).stored, 2);
    char bytes[6];
    vm_space_peek(lab.space, base + 0xFFD, bytes, sizeof bytes);
    assert_memory_equal(bytes, "\0\x11\x22\x33\x44\0", 6);
    lab_close(&lab);
}

static void an_access_of_no_bytes_touches_nothing(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_ok(&lab, call_range(VM_CALL_READ, base, 0));
    lab_ok(&lab, call_write(base, "", 0));
    assert_true(vm_change_is_empty(&lab.change));
    lab_close(&lab);
}

static void a_long_write_fills_many_pages(void **state)
{
    (void)state;
    static char text[3 * 4096];
    memset(text, 'x', sizeof text);
    struct lab lab = lab_open("x86");
    lab_ok(&lab, call_commit(base, 0x4000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_write(base + 10, text, sizeof text));
    static char back[sizeof text + 1];
    vm_space_peek(lab.space, base + 10, back, sizeof back);
    assert_memory_equal(back, text, sizeof text);
    assert_int_equal(back[sizeof text], 0);
    assert_int_equal(lab_totals(&lab).stored, 4);
    lab_close(&lab);
}

static void a_read_of_a_tebibyte_ends_and_leaves_its_last_pages_resident(void **state)
{
    (void)state;
    struct lab lab = lab_open("x64");                       /* R-WS-1: a working set is limited */
    const uint64_t size = (uint64_t)1 << 40;
    lab_ok(&lab, call_commit(base, size, VM_PAGE_READWRITE));
    lab_ok(&lab, call_write(base, "a", 1));
    assert_int_equal(lab_ok(&lab, call_range(VM_CALL_READ, base, size)).value, 'a');
    assert_true(lab_page(&lab, base + size - 1).resident);
    assert_true(lab_totals(&lab).resident <= 1 << 17);
    lab_close(&lab);
}

/* ---- over borders ---------------------------------------------------------------------------- */

static void an_access_over_a_border_faults_in_the_page_that_forbids_it(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-ACC-7 */
    lab_ok(&lab, call_commit(base, 0x2000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_protect(base + 0x1000, 0x1000, VM_PAGE_READONLY));
    faults(&lab, call_write(base + 0xFFE, "abcd", 4), 0xC0000005, WRITE, base + 0x1000,
        "R-ACC-5.1");
    assert_true(vm_change_is_empty(&lab.change));           /* nothing is written, not even below */
    lab_ok(&lab, call_range(VM_CALL_READ, base + 0xFFE, 4));
    faults(&lab, call_range(VM_CALL_READ, base + 0x1FFE, 4), 0xC0000005, READ, base + 0x2000,
        "R-ACC-5.1");
    lab_ok(&lab, call_protect(base, 0x2000, VM_PAGE_NOACCESS));
    faults(&lab, call_range(VM_CALL_READ, base + 0xFFE, 4), 0xC0000005, READ, base + 0xFFE,
        "R-ACC-5.1");
    lab_close(&lab);
}

static void an_access_may_cross_from_one_allocation_into_the_next(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_ok(&lab, call_commit(base, 0x10000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_commit(base + 0x10000, 0x10000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_write(base + 0xFFFE, "abcd", 4));
    lab_ok(&lab, call_free(base, 0, VM_MEM_RELEASE));
    assert_int_equal(
        lab_ok(&lab, call_range(VM_CALL_READ, base + 0x10000, 2)).value, 'c' | 'd' << 8);
    assert_int_equal(lab_totals(&lab).stored, 1);
    lab_close(&lab);
}

static void addresses_above_the_user_space_fault(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-ACC-9 */
    faults(&lab, call_access(READ, 0x80000000), 0xC0000005, READ, 0x80000000, "R-ACC-9");
    faults(&lab, call_access(EXECUTE, 0xFFFFFFFF), 0xC0000005, EXECUTE, 0xFFFFFFFF, "R-ACC-9");
    assert_false(lab.change.result.reason.has_page);
    lab_close(&lab);
    lab = lab_open("x64");
    faults(&lab, call_access(WRITE, 0x7FFFFFFF0000), 0xC0000005, WRITE, 0x7FFFFFFF0000, "R-ACC-9");
    faults(&lab, call_access(WRITE, 0xFFFF800000000000), 0xC0000005, WRITE, 0xFFFF800000000000,
        "R-ACC-9");
    faults(&lab, call_range(VM_CALL_READ, UINT64_MAX, 8), 0xC0000005, READ, UINT64_MAX, "R-ACC-9");
    lab_close(&lab);
}

static void an_address_that_is_not_canonical_reports_a_read_of_all_ones(void **state)
{
    (void)state;
    struct lab lab = lab_open("x64");                       /* R-ACC-9 */
    const vm_addr wrong[] = {0x800000000000, 0xDEADBEEFDEADBEEF, 0xFFFF7FFFFFFFFFFF};
    for (size_t i = 0; i < 3; i++) {
        faults(&lab, call_access(WRITE, wrong[i]), 0xC0000005, READ, UINT64_MAX, "R-ACC-9");
        faults(&lab, call_access(EXECUTE, wrong[i]), 0xC0000005, READ, UINT64_MAX, "R-ACC-9");
    }
    lab_close(&lab);
}

/* ---- guard pages ----------------------------------------------------------------------------- */

static void a_guard_raises_one_alarm_a_page_and_is_gone(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-ACC-1 */
    lab_ok(&lab, call_commit(base, 0x3000, VM_PAGE_READWRITE | VM_PAGE_GUARD));
    faults(&lab, call_access(WRITE, base + 0x1234), 0x80000001, WRITE, base + 0x1234, "R-ACC-1");
    assert_false(vm_change_is_empty(&lab.change));
    assert_int_equal(lab_protect(&lab, base), VM_PAGE_READWRITE | VM_PAGE_GUARD);
    assert_int_equal(lab_protect(&lab, base + 0x1000), VM_PAGE_READWRITE);
    assert_int_equal(lab_protect(&lab, base + 0x2000), VM_PAGE_READWRITE | VM_PAGE_GUARD);
    assert_false(lab_page(&lab, base + 0x1000).stored);     /* the write was not carried out */
    lab_ok(&lab, call_access(WRITE, base + 0x1234));
    lab_close(&lab);
}

static void the_trace_of_an_alarm_ends_with_its_effect(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-ACC-2 */
    lab_ok(&lab, call_commit(base, 0x3000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_protect(base + 0x1000, 0x1000, VM_PAGE_READWRITE | VM_PAGE_GUARD));
    struct vm_trace trace = {0};
    const struct vm_call read = call_range(VM_CALL_READ, base, 0x3000);
    vm_plan(lab.space, &read, &lab.change, &trace);
    assert_int_equal(trace.count, 2);
    assert_int_equal(trace.checks[0].id, VM_CHECK_PAGES);
    assert_int_equal(trace.checks[0].rule, VM_RULE_ACC_1);
    assert_false(trace.checks[0].passed);
    assert_int_equal(trace.checks[1].id, VM_CHECK_CHANGE);
    assert_int_equal(trace.checks[1].rule, VM_RULE_ACC_2);
    assert_true(trace.checks[1].first == (base + 0x1000) >> VM_PAGE_SHIFT);
    assert_true(trace.checks[1].end == (base + 0x2000) >> VM_PAGE_SHIFT);
    vm_trace_finish(&trace);
    lab_close(&lab);
}

static void after_the_guard_the_base_protection_decides(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-ACC-2 */
    lab_ok(&lab, call_commit(base, 0x2000, VM_PAGE_READONLY | VM_PAGE_GUARD));
    faults(&lab, call_access(WRITE, base), 0x80000001, WRITE, base, "R-ACC-1");
    violates(&lab, WRITE, base);
    faults(&lab, call_access(EXECUTE, base + 0x1000), 0x80000001, EXECUTE, base + 0x1000,
        "R-ACC-1");
    violates(&lab, EXECUTE, base + 0x1000);
    lab_close(&lab);
}

static void an_access_over_two_guards_meets_the_lower_first(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-ACC-2, R-ACC-7 */
    lab_ok(&lab, call_commit(base, 0x2000, VM_PAGE_READWRITE | VM_PAGE_GUARD));
    const struct vm_call read = call_range(VM_CALL_READ, base + 0xFFE, 4);
    faults(&lab, read, 0x80000001, READ, base + 0xFFE, "R-ACC-1");
    faults(&lab, read, 0x80000001, READ, base + 0x1000, "R-ACC-1");
    lab_ok(&lab, read);
    lab_close(&lab);
}

static void protecting_again_arms_the_guard_again(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-PROTECT-11 */
    lab_ok(&lab, call_commit(base, 0x1000, VM_PAGE_READWRITE | VM_PAGE_GUARD));
    faults(&lab, call_access(READ, base), 0x80000001, READ, base, "R-ACC-1");
    lab_ok(&lab, call_access(READ, base));
    lab_ok(&lab, call_protect(base, 1, VM_PAGE_READWRITE | VM_PAGE_GUARD));
    faults(&lab, call_access(READ, base), 0x80000001, READ, base, "R-ACC-1");
    lab_close(&lab);
}

/* ---- what decommit, release and protect do to bytes ------------------------------------------ */

static void bytes_are_lost_by_decommit_and_kept_by_recommit(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-FREE-18, R-ACC-6, R-ALLOC-35 */
    lab_ok(&lab, call_commit(base, 0x2000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_write(base, "a", 1));
    lab_ok(&lab, call_write(base + 0x1000, "b", 1));
    lab_ok(&lab, call_alloc(base, 0x2000, VM_MEM_COMMIT, VM_PAGE_READWRITE));
    assert_int_equal(lab_ok(&lab, call_range(VM_CALL_READ, base, 1)).value, 'a');
    lab_ok(&lab, call_free(base, 1, VM_MEM_DECOMMIT));
    lab_ok(&lab, call_alloc(base, 1, VM_MEM_COMMIT, VM_PAGE_READWRITE));
    assert_int_equal(lab_ok(&lab, call_range(VM_CALL_READ, base, 1)).value, 0);
    assert_int_equal(lab_ok(&lab, call_range(VM_CALL_READ, base + 0x1000, 1)).value, 'b');
    lab_close(&lab);
}

static void a_released_page_reads_as_zeros_when_it_is_committed_anew(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-FREE-1 */
    lab_ok(&lab, call_commit(base, 0x1000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_write(base, "a", 1));
    lab_ok(&lab, call_free(base, 0, VM_MEM_RELEASE));
    assert_int_equal(lab_totals(&lab).stored, 0);
    lab_ok(&lab, call_commit(base, 0x1000, VM_PAGE_READWRITE));
    assert_int_equal(lab_ok(&lab, call_range(VM_CALL_READ, base, 1)).value, 0);
    lab_close(&lab);
}

static void bytes_survive_a_time_without_access(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-PROTECT-10 */
    lab_ok(&lab, call_commit(base, 0x1000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_write(base + 7, "z", 1));
    lab_ok(&lab, call_protect(base, 0x1000, VM_PAGE_NOACCESS));
    violates(&lab, READ, base + 7);
    lab_ok(&lab, call_protect(base, 0x1000, VM_PAGE_READONLY));
    assert_int_equal(lab_ok(&lab, call_range(VM_CALL_READ, base + 7, 1)).value, 'z');
    lab_close(&lab);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_protection_allows_what_the_table_says),
        cmocka_unit_test(free_and_reserved_pages_allow_nothing),
        cmocka_unit_test(writing_a_copy_on_write_page_makes_it_plainly_writable),
        cmocka_unit_test(a_fresh_page_reads_as_zeros_and_becomes_resident),
        cmocka_unit_test(what_is_written_is_read_lowest_byte_first),
        cmocka_unit_test(an_access_of_no_bytes_touches_nothing),
        cmocka_unit_test(a_long_write_fills_many_pages),
        cmocka_unit_test(a_read_of_a_tebibyte_ends_and_leaves_its_last_pages_resident),
        cmocka_unit_test(an_access_over_a_border_faults_in_the_page_that_forbids_it),
        cmocka_unit_test(an_access_may_cross_from_one_allocation_into_the_next),
        cmocka_unit_test(addresses_above_the_user_space_fault),
        cmocka_unit_test(an_address_that_is_not_canonical_reports_a_read_of_all_ones),
        cmocka_unit_test(a_guard_raises_one_alarm_a_page_and_is_gone),
        cmocka_unit_test(the_trace_of_an_alarm_ends_with_its_effect),
        cmocka_unit_test(after_the_guard_the_base_protection_decides),
        cmocka_unit_test(an_access_over_two_guards_meets_the_lower_first),
        cmocka_unit_test(protecting_again_arms_the_guard_again),
        cmocka_unit_test(bytes_are_lost_by_decommit_and_kept_by_recommit),
        cmocka_unit_test(a_released_page_reads_as_zeros_when_it_is_committed_anew),
        cmocka_unit_test(bytes_survive_a_time_without_access),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
