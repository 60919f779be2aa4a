/* test_watch - GetWriteWatch and ResetWriteWatch: which pages were written. */
#include "lab.h"

static const vm_addr base = 0x40000000;

static struct lab lab_watched(uint32_t protect)
{
    struct lab lab = lab_open("x86");
    lab_ok(&lab,
        call_alloc(base, 0x10000, VM_MEM_RESERVE | VM_MEM_COMMIT | VM_MEM_WRITE_WATCH, protect));
    return lab;
}

static struct vm_call call_get(uint32_t flags, vm_addr addr, uint64_t size, uint64_t capacity)
{
    return (struct vm_call){.id = VM_CALL_GET_WRITE_WATCH, .flags = flags, .addr = addr,
        .size = size, .capacity = capacity};
}

static struct vm_call call_reset(vm_addr addr, uint64_t size)
{
    return call_range(VM_CALL_RESET_WRITE_WATCH, addr, size);
}

static void touch(struct lab *lab, vm_addr addr)
{
    lab_ok(lab, call_write(addr, "w", 1));
}

/* The answer must be these pages, given as offsets from base in pages, ended by -1. */
static void answers(struct lab *lab, struct vm_call call, const int *pages)
{
    const struct vm_result r = lab_ok(lab, call);
    size_t count = 0;
    for (; pages[count] >= 0; count++) {
        assert_true(count < lab->change.page_count);
        assert_true(lab->change.pages[count] == (base >> VM_PAGE_SHIFT) + (vm_page)pages[count]);
    }
    assert_int_equal(r.page_count, count);
    assert_int_equal(lab->change.page_count, count);
    assert_int_equal(r.value, 0);
}

static void written(struct lab *lab, const int *pages)
{
    answers(lab, call_get(0, base, 0x10000, 64), pages);
    assert_true(vm_change_is_empty(&lab->change));          /* R-WW-5 */
}

/* ---- what marks ------------------------------------------------------------------------------ */

static void only_writes_mark_and_pages_come_once_in_order(void **state)
{
    (void)state;
    struct lab lab = lab_watched(VM_PAGE_READWRITE);        /* R-WW-2, R-WW-3, R-WW-7 */
    written(&lab, (const int[]){-1});
    lab_ok(&lab, call_range(VM_CALL_READ, base + 0x3000, 8));
    written(&lab, (const int[]){-1});
    touch(&lab, base + 0x5001);
    touch(&lab, base + 0x1001);
    touch(&lab, base + 0x1FFF);
    written(&lab, (const int[]){1, 5, -1});
    lab_ok(&lab, call_write(base + 0x8FFF, "ab", 2));       /* R-WW-7 */
    written(&lab, (const int[]){1, 5, 8, 9, -1});
    lab_close(&lab);
}

static void reserved_pages_are_tracked_once_they_are_committed(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");                       /* R-WW-1, R-WW-3 */
    lab_ok(&lab, call_alloc(base, 0x10000, VM_MEM_RESERVE | VM_MEM_WRITE_WATCH, VM_PAGE_NOACCESS));
    written(&lab, (const int[]){-1});
    lab_ok(&lab, call_alloc(base + 0x2000, 0x2000, VM_MEM_COMMIT, VM_PAGE_EXECUTE_READWRITE));
    written(&lab, (const int[]){-1});
    touch(&lab, base + 0x3000);
    written(&lab, (const int[]){3, -1});
    lab_close(&lab);
}

static void pages_without_watch_get_no_mark(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_ok(&lab, call_commit(base, 0x1000, VM_PAGE_READWRITE));
    touch(&lab, base);
    assert_false(lab_page(&lab, base).watched_write);
    lab_close(&lab);
}

static void a_guard_hit_does_not_mark_the_write_after_it_does(void **state)
{
    (void)state;
    struct lab lab = lab_watched(VM_PAGE_READWRITE | VM_PAGE_GUARD);   /* R-WW-14 */
    assert_int_equal(lab_do(&lab, call_write(base, "w", 1)).exception, 0x80000001);
    written(&lab, (const int[]){-1});
    touch(&lab, base);
    written(&lab, (const int[]){0, -1});
    lab_close(&lab);
}

static void a_lock_marks_its_pages(void **state)
{
    (void)state;
    struct lab lab = lab_watched(VM_PAGE_READWRITE);        /* R-LOCK-10 */
    lab_ok(&lab, call_range(VM_CALL_LOCK, base + 0x1000, 0x2000));
    written(&lab, (const int[]){1, 2, -1});
    lab_close(&lab);
}

/* ---- reading and resetting ------------------------------------------------------------------- */

static void a_part_of_the_region_is_rounded_to_pages(void **state)
{
    (void)state;
    struct lab lab = lab_watched(VM_PAGE_READWRITE);        /* R-WW-6 */
    for (vm_addr at = 0; at < 0x10000; at += 0x2000)
        touch(&lab, base + at);
    answers(&lab, call_get(0, base + 0x2FFF, 0x1002, 64), (const int[]){2, 4, -1});
    answers(&lab, call_get(0, base + 0xF001, 0xFFF, 64), (const int[]){-1});
    lab_close(&lab);
}

static void a_short_array_is_filled_and_only_its_pages_are_reset(void **state)
{
    (void)state;
    struct lab lab = lab_watched(VM_PAGE_READWRITE);        /* R-WW-4 */
    for (vm_addr at = 0; at < 0x4000; at += 0x1000)
        touch(&lab, base + at);
    answers(&lab, call_get(0, base, 0x10000, 2), (const int[]){0, 1, -1});
    answers(&lab, call_get(VM_WRITE_WATCH_FLAG_RESET, base, 0x10000, 3),
        (const int[]){0, 1, 2, -1});
    written(&lab, (const int[]){3, -1});
    lab_close(&lab);
}

static void reset_clears_the_pages_of_its_range(void **state)
{
    (void)state;
    struct lab lab = lab_watched(VM_PAGE_READWRITE);
    touch(&lab, base + 0x1000);
    touch(&lab, base + 0x4000);
    assert_int_equal(lab_ok(&lab, call_reset(base, 0x3000)).value, 0);
    written(&lab, (const int[]){4, -1});
    touch(&lab, base + 0x1000);
    written(&lab, (const int[]){1, 4, -1});
    lab_close(&lab);
}

/* ---- protection and decommit ----------------------------------------------------------------- */

static void changes_of_protection_neither_mark_nor_clear(void **state)
{
    (void)state;
    struct lab lab = lab_watched(VM_PAGE_READWRITE);        /* R-PROTECT-13 */
    touch(&lab, base + 0x4000);
    lab_ok(&lab, call_protect(base, 0x10000, VM_PAGE_READONLY));
    assert_int_equal(lab_do(&lab, call_write(base + 0x5000, "w", 1)).exception, 0xC0000005);
    lab_ok(&lab, call_protect(base, 0x10000, VM_PAGE_READWRITE));
    written(&lab, (const int[]){4, -1});
    lab_close(&lab);
}

static void decommit_clears_marks_but_for_pages_protected_since(void **state)
{
    (void)state;
    struct lab lab = lab_watched(VM_PAGE_READWRITE);        /* R-WW-13 */
    lab_ok(&lab, call_protect(base + 0x2000, 0x1000, VM_PAGE_READWRITE));
    touch(&lab, base + 0x1000);
    touch(&lab, base + 0x2000);
    touch(&lab, base + 0x3000);
    lab_ok(&lab, call_protect(base + 0x3000, 0x1000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_free(base + 0x1000, 0x3000, VM_MEM_DECOMMIT));
    written(&lab, (const int[]){3, -1});
    assert_false(lab_page(&lab, base + 0x3000).stored);
    lab_ok(&lab, call_alloc(base + 0x1000, 0x3000, VM_MEM_COMMIT, VM_PAGE_READWRITE));
    written(&lab, (const int[]){3, -1});                    /* commit does not set marks */
    assert_int_equal(lab_ok(&lab, call_range(VM_CALL_READ, base + 0x3000, 1)).value, 0);
    lab_ok(&lab, call_reset(base, 0x10000));
    touch(&lab, base + 0x3000);
    lab_ok(&lab, call_free(base + 0x3000, 0x1000, VM_MEM_DECOMMIT));
    written(&lab, (const int[]){-1});                       /* the reset ended the latch as well */
    lab_close(&lab);
}

static void committing_again_latches_no_mark(void **state)
{
    (void)state;
    struct lab lab = lab_watched(VM_PAGE_READWRITE);        /* R-WW-13: only VirtualProtect does */
    touch(&lab, base);
    lab_ok(&lab, call_alloc(base, 0x1000, VM_MEM_COMMIT, VM_PAGE_READONLY));
    written(&lab, (const int[]){0, -1});
    lab_ok(&lab, call_free(base, 0x1000, VM_MEM_DECOMMIT));
    written(&lab, (const int[]){-1});
    lab_close(&lab);
}

static void release_forgets_marks_even_of_reserved_pages(void **state)
{
    (void)state;
    struct lab lab = lab_watched(VM_PAGE_READWRITE);        /* R-WW-1: until released */
    touch(&lab, base);
    lab_ok(&lab, call_protect(base, 0x1000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_free(base, 0x10000, VM_MEM_DECOMMIT));
    written(&lab, (const int[]){0, -1});
    lab_ok(&lab, call_free(base, 0, VM_MEM_RELEASE));
    lab_ok(&lab, call_alloc(base, 0x10000, VM_MEM_RESERVE | VM_MEM_WRITE_WATCH, VM_PAGE_READWRITE));
    written(&lab, (const int[]){-1});
    lab_close(&lab);
}

/* ---- wrong calls ----------------------------------------------------------------------------- */

static void wrong_calls_are_refused_with_all_ones(void **state)
{
    (void)state;
    static const struct {
        struct vm_call call;
        uint32_t error;
        const char *rule;
    } table[] = {
        {{.flags = 2, .addr = 0x40000000, .size = 0x10000, .capacity = 64}, 87, "R-WW-9"},
        {{.flags = 0, .addr = 0x40000000, .size = 0x10000, .capacity = 0}, 87, "R-WW-11"},
        {{.flags = 0, .addr = 0x40000000, .size = 0, .capacity = 64}, 87, "R-WW-9"},
        {{.flags = 0, .addr = 0x40000000, .size = 0x10001, .capacity = 64}, 87, "R-WW-9"},
        {{.flags = 0, .addr = 0x40001000, .size = 0x10000, .capacity = 64}, 87, "R-WW-9"},
        {{.flags = 0, .addr = 0x40000000, .size = UINT64_MAX, .capacity = 64}, 87, "R-WW-9"},
        {{.flags = 0, .addr = 0x50000000, .size = 0x1000, .capacity = 64}, 87, "R-WW-9"},
        {{.flags = 0, .addr = 0x60000000, .size = 0x1000, .capacity = 64}, 87, "R-WW-9"},
        {{.flags = 0, .addr = 0, .size = 0x1000, .capacity = 64}, 87, "R-WW-9"},
        {{.flags = 0, .addr = 0xC0000000, .size = 0x1000, .capacity = 64}, 87, "R-WW-9"},
        {{.addr = 0x40000000, .size = 0x1000, .capacity = 64, .out_missing = true}, 998, "R-WW-10"},
        {{.addr = 0x40000000, .size = 0x1000, .capacity = 0, .out_missing = true}, 87, "R-WW-11"},
    };
    struct lab lab = lab_watched(VM_PAGE_READWRITE);        /* R-WW-9, R-WW-10, R-WW-11 */
    lab_ok(&lab, call_commit(0x50000000, 0x10000, VM_PAGE_READWRITE));
    touch(&lab, base);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct vm_call call = table[i].call;
        call.id = VM_CALL_GET_WRITE_WATCH;
        const struct vm_result r = lab_refused(&lab, call, table[i].error, table[i].rule);
        assert_int_equal(r.value, 0xFFFFFFFF);
        assert_int_equal(lab.change.page_count, 0);
    }
    lab_close(&lab);
}

static void wrong_resets_are_refused_with_all_ones(void **state)
{
    (void)state;
    struct lab lab = lab_watched(VM_PAGE_READWRITE);        /* R-WW-12 */
    lab_ok(&lab, call_commit(0x50000000, 0x10000, VM_PAGE_READWRITE));
    touch(&lab, base);
    assert_int_equal(lab_refused(&lab, call_reset(base, 0), 87, "R-WW-12").value, 0xFFFFFFFF);
    assert_int_equal(lab_refused(&lab, call_reset(base, 0x20000), 87, "R-WW-9").value, 0xFFFFFFFF);
    assert_int_equal(lab_refused(&lab, call_reset(0x50000000, 1), 87, "R-WW-9").value, 0xFFFFFFFF);
    lab_close(&lab);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_writes_mark_and_pages_come_once_in_order),
        cmocka_unit_test(reserved_pages_are_tracked_once_they_are_committed),
        cmocka_unit_test(pages_without_watch_get_no_mark),
        cmocka_unit_test(a_guard_hit_does_not_mark_the_write_after_it_does),
        cmocka_unit_test(a_lock_marks_its_pages),
        cmocka_unit_test(a_part_of_the_region_is_rounded_to_pages),
        cmocka_unit_test(a_short_array_is_filled_and_only_its_pages_are_reset),
        cmocka_unit_test(reset_clears_the_pages_of_its_range),
        cmocka_unit_test(changes_of_protection_neither_mark_nor_clear),
        cmocka_unit_test(decommit_clears_marks_but_for_pages_protected_since),
        cmocka_unit_test(committing_again_latches_no_mark),
        cmocka_unit_test(release_forgets_marks_even_of_reserved_pages),
        cmocka_unit_test(wrong_calls_are_refused_with_all_ones),
        cmocka_unit_test(wrong_resets_are_refused_with_all_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
