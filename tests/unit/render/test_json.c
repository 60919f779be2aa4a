/* test_json - each answer as a line in the recorded shape, our own keys after it. */
#include "testlib.h"

#include <string.h>

#include "render/answer.h"
#include "render/words.h"

/* The line of change without our own keys, which begin with "reason" or "last_error". */
static void shape_is(const struct vm_change *change, const char *want)
{
    struct buf b = {0};
    render_json_call(&b, vm_machine_find("x64"), change, 3, 0);
    char *own = strstr(b.data, ",\"reason\"");
    if (own == NULL)
        own = strstr(b.data, ",\"last_error\"");
    assert_non_null(own);
    assert_string_equal(own + strlen(own) - 1, "\n");
    *own = '\0';
    assert_string_equal(b.data, want);
    buf_finish(&b);
}

static struct vm_change answered(enum vm_call_id id, uint64_t value, uint32_t error)
{
    return (struct vm_change){.call = {.id = id}, .result = {.value = value, .error = error}};
}

static void addresses_are_hex_strings_in_lower_case(void **state)
{
    (void)state;
    struct vm_change change = answered(VM_CALL_ALLOC, 0x5fff0000, 0);
    shape_is(&change, "{\"call\":\"VirtualAlloc\",\"ret\":\"0x5fff0000\",\"error\":0");
    change = answered(VM_CALL_ALLOC, 0, 487);
    shape_is(&change, "{\"call\":\"VirtualAlloc\",\"ret\":\"0x0\",\"error\":487");
}

static void truth_values_are_numbers(void **state)
{
    (void)state;
    struct vm_change change = answered(VM_CALL_FREE, 1, 0);
    shape_is(&change, "{\"call\":\"VirtualFree\",\"ret\":1,\"error\":0");
    change = answered(VM_CALL_LOCK, 0, 998);
    shape_is(&change, "{\"call\":\"VirtualLock\",\"ret\":0,\"error\":998");
}

static void old_protection_stands_where_it_was_written(void **state)
{
    (void)state;
    struct vm_change change = answered(VM_CALL_PROTECT, 1, 0);
    change.result.has_old_protect = true;
    change.result.old_protect = 4;
    shape_is(&change, "{\"call\":\"VirtualProtect\",\"ret\":1,\"old\":\"0x4\",\"error\":0");
    change = answered(VM_CALL_PROTECT, 0, 87);
    shape_is(&change, "{\"call\":\"VirtualProtect\",\"ret\":0,\"error\":87");
}

static void query_has_a_success_flag_and_seven_fields(void **state)
{
    (void)state;
    struct vm_change change = answered(VM_CALL_QUERY, 48, 0);
    change.result.region = (struct vm_region){.base = 0x40001000,
        .allocation_base = 0x40000000,
        .allocation_protect = 4,
        .size = 0x7000,
        .state = 0x1000,
        .protect = 2,
        .type = 0x20000};
    shape_is(&change,
        "{\"call\":\"VirtualQuery\",\"ret\":1,\"error\":0,\"BaseAddress\":\"0x40001000\","
        "\"AllocationBase\":\"0x40000000\",\"AllocationProtect\":\"0x4\",\"RegionSize\":\"0x7000\","
        "\"State\":\"0x1000\",\"Protect\":\"0x2\",\"Type\":\"0x20000\"");
    change = answered(VM_CALL_QUERY, 0, 24);
    shape_is(&change, "{\"call\":\"VirtualQuery\",\"ret\":0,\"error\":24");
}

static void write_watch_turns_its_return_value_into_a_success_flag(void **state)
{
    (void)state;
    vm_page pages[] = {0x20301, 0x20305};
    struct vm_change change = answered(VM_CALL_GET_WRITE_WATCH, 0, 0);
    change.pages = pages;
    change.page_count = change.result.page_count = 2;
    shape_is(&change,
        "{\"call\":\"GetWriteWatch\",\"ret\":1,\"error\":0,\"count\":2,\"granularity\":4096,"
        "\"pages\":[\"0x20301000\",\"0x20305000\"]");
    change = answered(VM_CALL_GET_WRITE_WATCH, 0xFFFFFFFF, 87);
    shape_is(&change, "{\"call\":\"GetWriteWatch\",\"ret\":0,\"error\":87");
    change = answered(VM_CALL_RESET_WRITE_WATCH, 0, 0);
    shape_is(&change, "{\"call\":\"ResetWriteWatch\",\"ret\":1,\"error\":0");
}

static void accesses_have_a_value_or_an_exception(void **state)
{
    (void)state;
    struct vm_change change = answered(VM_CALL_READ, 72, 0);
    shape_is(&change, "{\"call\":\"read\",\"ret\":1,\"value\":72");
    change = answered(VM_CALL_WRITE, 0, 0);
    shape_is(&change, "{\"call\":\"write\",\"ret\":1");
    change.result.exception = 0xC0000005;
    change.result.exception_access = 1;
    change.result.exception_address = 0x20304000;
    shape_is(&change, "{\"call\":\"write\",\"ret\":0,\"exception\":\"0xc0000005\",\"access\":1,"
                      "\"address\":\"0x20304000\"");
    change.call.id = VM_CALL_EXECUTE;
    change.result.exception_access = 8;
    shape_is(&change, "{\"call\":\"execute\",\"ret\":0,\"exception\":\"0xc0000005\",\"access\":8,"
                      "\"address\":\"0x20304000\"");
}

static void reason_and_step_come_last(void **state)
{
    (void)state;
    struct buf b = {0};
    struct vm_change change = answered(VM_CALL_ALLOC, 0, 487);
    change.result.reason = (struct vm_reason){.rule = VM_RULE_ALLOC_32,
        .has_page = true,
        .page = 0x40000,
        .args = {{VM_ARG_ADDRESS, 0x40000000}}};
    render_json_call(&b, vm_machine_find("x86"), &change, 12, 487);
    assert_string_equal(buf_text(&b),
        "{\"call\":\"VirtualAlloc\",\"ret\":\"0x0\",\"error\":487,\"reason\":{\"rule\":\"R-ALLOC-"
        "32\","
        "\"page\":\"0x40000000\",\"text\":\"40000000 is free: MEM_COMMIT needs reserved pages when "
        "an address is "
        "given (page 40000000: free)\"},\"last_error\":487,\"step\":12}\n");
    buf_finish(&b);
}

static void output_of_any_bytes_is_one_valid_line(void **state)
{
    (void)state;
    struct buf b = {0};
    render_json_output(&b, "a\n\"\xC3\xB3\xFF\0z", 7);
    assert_string_equal(buf_text(&b), "{\"output\":\"a\\n\\\"\xC3\xB3\xEF\xBF\xBD\\u0000\"}\n");
    buf_finish(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_hex_strings_in_lower_case),
        cmocka_unit_test(truth_values_are_numbers),
        cmocka_unit_test(old_protection_stands_where_it_was_written),
        cmocka_unit_test(query_has_a_success_flag_and_seven_fields),
        cmocka_unit_test(write_watch_turns_its_return_value_into_a_success_flag),
        cmocka_unit_test(accesses_have_a_value_or_an_exception),
        cmocka_unit_test(reason_and_step_come_last),
        cmocka_unit_test(output_of_any_bytes_is_one_valid_line),
    };
    render_words_init(TEST_LOCALEDIR, "en");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
