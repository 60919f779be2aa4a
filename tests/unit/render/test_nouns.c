/* test_nouns - addresses, sizes, states and reasons as people read them. */
#include "testlib.h"

#include "render/words.h"

static const struct vm_machine *x86, *x64;

static void is(struct buf *b, const char *want)
{
    assert_string_equal(buf_text(b), want);
    buf_finish(b);
}

static void addresses_have_all_digits_of_a_pointer_in_upper_case(void **state)
{
    (void)state;
    struct buf b = {0};
    render_address(&b, x86, 0x40abc000);
    is(&b, "40ABC000");
    render_address(&b, x86, 0);
    is(&b, "00000000");
    render_address(&b, x64, 0x1a040000000);
    is(&b, "000001A040000000");
}

static void ranges_end_in_their_last_byte(void **state)
{
    (void)state;
    struct buf b = {0};
    render_range(&b, x86, 0x40000, 0x40008);
    is(&b, "40000000-40007FFF");
    render_range(&b, x86, 0x7FFEF, 0x7FFF0);
    is(&b, "7FFEF000-7FFEFFFF");
}

static void sizes_are_exact_or_rounded_to_two_digits_below_ten(void **state)
{
    (void)state;
    static const struct {
        uint64_t bytes;
        const char *want;
    } cases[] = {{0, "0 bytes"}, {1, "1 byte"}, {1023, "1023 bytes"}, {4096, "4 KiB"},
        {32768, "32 KiB"}, {5000, "4.9 KiB"}, {1023 * 1024, "1023 KiB"}, {1073709056, "1.0 GiB"},
        {0x80000000, "2 GiB"}, {0x7FFF0000, "2.0 GiB"}, {1055916032, "1007 MiB"},
        {UINT64_C(128) << 40, "128 TiB"}, {UINT64_MAX, "16 EiB"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf b = {0};
        render_size(&b, cases[i].bytes);
        is(&b, cases[i].want);
    }
}

static void pages_are_counted_in_both_languages(void **state)
{
    (void)state;
    struct buf b = {0};
    render_pages(&b, 1);
    is(&b, "1 page");
    render_pages(&b, 8);
    is(&b, "8 pages");
    assert_true(render_set_language("es"));
    render_pages(&b, 1);
    is(&b, "1 p\xC3\xA1gina");
    render_pages(&b, 8);
    is(&b, "8 p\xC3\xA1ginas");
    assert_true(render_set_language("en"));
}

/* attr of committed pages with PAGE_x == 1 << shift */
static vm_attr committed(unsigned shift)
{
    return VM_COMMITTED | shift << VM_ATTR_PROTECT_SHIFT;
}

static void attributes_name_state_and_protection(void **state)
{
    (void)state;
    struct buf b = {0};
    render_attr(&b, VM_FREE);
    is(&b, "free");
    render_attr(&b, VM_RESERVED);
    is(&b, "reserved");
    render_attr(&b, committed(2));
    is(&b, "committed, read-write");
    render_attr(&b, committed(1) | VM_ATTR_GUARD);
    is(&b, "committed, read-only, guard");
}

static void every_class_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int a = 0; a < VM_CLASS_COUNT; a++)
        for (int b = 0; b < a; b++)
            assert_string_not_equal(
                render_class_name((enum vm_class)a), render_class_name((enum vm_class)b));
}

static void a_reason_is_its_sentence_and_the_page_that_broke_it(void **state)
{
    (void)state;
    struct buf b = {0};
    const struct vm_reason size = {.rule = VM_RULE_ALLOC_1, .param = 2};
    render_reason(&b, x86, &size);
    is(&b, "dwSize is 0: an allocation has at least one byte");
    const struct vm_reason page = {.rule = VM_RULE_ALLOC_32,
        .has_page = true,
        .page = 0x40000,
        .args = {{VM_ARG_ADDRESS, 0x40000000}}};
    render_reason(&b, x86, &page);
    is(&b, "40000000 is free: MEM_COMMIT needs reserved pages when an address is given (page "
           "40000000: free)");
    const struct vm_reason none = {.rule = VM_RULE_NONE};
    render_reason(&b, x86, &none);
    is(&b, "");
}

static void arguments_are_written_by_their_kind(void **state)
{
    (void)state;
    static const struct {
        struct vm_arg arg;
        const char *want;
    } cases[] = {{{VM_ARG_NONE, 7}, ""}, {{VM_ARG_ADDRESS, 0x1000}, "00001000"},
        {{VM_ARG_BYTES, 0}, "0"}, {{VM_ARG_BYTES, 0x8000}, "0x8000"}, {{VM_ARG_PAGES, 1}, "1 page"},
        {{VM_ARG_NUMBER, 42}, "42"}, {{VM_ARG_STATE, VM_RESERVED}, "reserved"},
        {{VM_ARG_PROTECT, 0x104}, "PAGE_READWRITE | PAGE_GUARD"},
        {{VM_ARG_MEM_FLAGS, 0x3000}, "MEM_RESERVE | MEM_COMMIT"},
        {{VM_ARG_FREE_FLAGS, 0x8000}, "MEM_RELEASE"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf b = {0};
        render_arg(&b, x86, &cases[i].arg);
        is(&b, cases[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_have_all_digits_of_a_pointer_in_upper_case),
        cmocka_unit_test(ranges_end_in_their_last_byte),
        cmocka_unit_test(sizes_are_exact_or_rounded_to_two_digits_below_ten),
        cmocka_unit_test(pages_are_counted_in_both_languages),
        cmocka_unit_test(attributes_name_state_and_protection),
        cmocka_unit_test(every_class_has_a_name_of_its_own),
        cmocka_unit_test(a_reason_is_its_sentence_and_the_page_that_broke_it),
        cmocka_unit_test(arguments_are_written_by_their_kind),
    };
    render_words_init(TEST_LOCALEDIR, "en");
    x86 = vm_machine_find("x86");
    x64 = vm_machine_find("x64");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
