/* pagetable: the indices of addresses whose bits are known. */
#include "pagetable.h"
#include "testlib.h"

static void x86_cuts_ten_ten_twelve_bits(void **state)
{
    (void)state;
    static const struct {
        vm_addr addr;
        unsigned directory, table;
    } cases[] = {{0, 0, 0}, {0x00001000, 0, 1}, {0x00400000, 1, 0}, {0x40003000, 256, 3},
        {0x7FFEFFFF, 511, 1007}, {0xBFFEF000, 767, 1007}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pagetable_level levels[PAGETABLE_LEVELS];
        const unsigned count = pagetable_walk(
            vm_machine_find("x86"), cases[i].addr >> VM_PAGE_SHIFT, levels);
        assert_int_equal(count, 2);
        assert_int_equal(levels[0].index, cases[i].directory);
        assert_int_equal(levels[1].index, cases[i].table);
    }
}

static void x64_cuts_four_times_nine_and_twelve_bits(void **state)
{
    (void)state;
    static const struct {
        vm_addr addr;
        unsigned index[PAGETABLE_LEVELS];
    } cases[] = {{0x1000, {0, 0, 0, 1}}, {0x200000, {0, 0, 1, 0}}, {0x40000000, {0, 1, 0, 0}},
        {0x8000000000, {1, 0, 0, 0}}, {0x7FFFFFFEFFFF, {255, 511, 511, 495}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pagetable_level levels[PAGETABLE_LEVELS];
        const unsigned count = pagetable_walk(
            vm_machine_find("x64"), cases[i].addr >> VM_PAGE_SHIFT, levels);
        assert_int_equal(count, PAGETABLE_LEVELS);
        for (unsigned k = 0; k < count; k++) {
            assert_int_equal(levels[k].index, cases[i].index[k]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(x86_cuts_ten_ten_twelve_bits),
        cmocka_unit_test(x64_cuts_four_times_nine_and_twelve_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
