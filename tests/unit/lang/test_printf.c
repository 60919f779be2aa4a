/* test_printf - formats as the C library of Windows prints them. */
#include "testlib.h"

#include <string.h>

#include "printf.h"

struct texts {
    const char *at_1000;           /* what lies at address 0x1000; nothing else can be read */
};

static bool read_text(void *ctx, uint64_t addr, unsigned char_size, size_t max, struct buf *out)
{
    const struct texts *texts = ctx;
    if (addr != 0x1000)
        return false;
    const size_t len = strlen(texts->at_1000);
    assert_int_equal(char_size, 1);
    buf_addn(out, texts->at_1000, len < max ? len : max);
    return true;
}

/* values are the argument slots, each of pointer_size bytes. */
static void prints(unsigned pointer_size, const char *format, const uint64_t *values, size_t count,
    const char *want)
{
    struct texts texts = {"hola"};
    uint8_t bytes[64];
    for (size_t i = 0; i < count; i++)
        for (unsigned k = 0; k < pointer_size; k++)
            bytes[i * pointer_size + k] = (uint8_t)(values[i] >> (8 * k));
    struct printf_args args = {.bytes = bytes, .len = count * pointer_size,
        .pointer_size = pointer_size,
        .ctx = &texts, .text = read_text};
    struct buf out = {0};
    assert_true(printf_format(&out, format, strlen(format), &args));
    assert_string_equal(buf_text(&out), want);
    buf_finish(&out);
}

struct row {
    const char *format;
    uint64_t value;
    const char *want;
};

static void every_row_prints(unsigned pointer_size, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        prints(pointer_size, rows[i].format, &rows[i].value, 1, rows[i].want);
}

static void numbers_print_as_in_c(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"%d", 0xFFFFFFFF, "-1"}, {"%i", 42, "42"}, {"%u", 0xFFFFFFFF, "4294967295"},
        {"%x|%%", 0xBEEF, "beef|%"}, {"%X", 0xBEEF, "BEEF"}, {"%#x", 255, "0xff"},
        {"%#X", 255, "0XFF"},
        {"%#x", 0, "0"}, {"%o", 8, "10"}, {"%#o", 8, "010"}, {"%5d|", 42, "   42|"},
        {"%-5d|", 42, "42   |"},
        {"%05d", 0xFFFFFFD6, "-0042"}, {"%+d", 7, "+7"}, {"% d", 7, " 7"}, {"%.3d", 7, "007"},
        {"%8.3x|", 0xA, "     00a|"}, {"%.0d|", 0, "|"}, {"%hd", 0x18000, "-32768"},
        {"%hhu", 0x1FF, "255"},
        {"%ld", 0xFFFFFFFE, "-2"}, {"%lu", 0xFFFFFFFE, "4294967294"},
        {"%lX", 0x7FFE0000, "7FFE0000"},
        {"%c", 'A', "A"}, {"%3c|", 'A', "  A|"}, {"%zu", 4096, "4096"}, {"%Iu", 4096, "4096"},
    };
    every_row_prints(4, rows, sizeof rows / sizeof *rows);
    every_row_prints(8, rows, sizeof rows / sizeof *rows);
}

static void a_pointer_is_upper_case_padded_and_without_0x(void **state)
{
    (void)state;
    static const struct row narrow[] = {{"%p", 0x40000000, "40000000"}, {"%p", 0xABC, "00000ABC"},
        {"%lp", 0, "00000000"}, {"%10p|", 0x10, "  00000010|"}};
    static const struct row wide[] = {{"%p", 0x40000000, "0000000040000000"},
        {"%p", 0x7FF6ABCD0000, "00007FF6ABCD0000"}};
    every_row_prints(4, narrow, sizeof narrow / sizeof *narrow);
    every_row_prints(8, wide, sizeof wide / sizeof *wide);
}

static void long_long_takes_two_slots_of_a_32_bit_caller(void **state)
{
    (void)state;
    static const uint64_t narrow[] = {0x89ABCDEF, 0x01234567, 5}, wide[] = {0x0123456789ABCDEF, 5};
    prints(4, "%llx %d", narrow, 3, "123456789abcdef 5");
    prints(8, "%I64x %d", wide, 2, "123456789abcdef 5");
}

static void a_text_is_read_up_to_its_precision(void **state)
{
    (void)state;
    static const uint64_t text[] = {0x1000}, null[] = {0};
    prints(4, "[%s]", text, 1, "[hola]");
    prints(4, "[%.2s]", text, 1, "[ho]");
    prints(4, "[%6s]", text, 1, "[  hola]");
    prints(4, "[%-6s]", text, 1, "[hola  ]");
    prints(4, "[%s]", null, 1, "[(null)]");
}

static void a_star_takes_its_number_from_the_arguments(void **state)
{
    (void)state;
    static const uint64_t right[] = {5, 42}, left[] = {0xFFFFFFFB, 42};
    prints(4, "%*d|", right, 2, "   42|");
    prints(4, "%*d|", left, 2, "42   |");
}

static void missing_arguments_print_zero_and_unknown_conversions_themselves(void **state)
{
    (void)state;
    prints(4, "%d %p", NULL, 0, "0 00000000");
    prints(4, "%y 100%", NULL, 0, "%y 100%");
}

static void a_text_that_cannot_be_read_stops_the_output_there(void **state)
{
    (void)state;
    const uint8_t bytes[] = {0x10, 0, 0, 0};
    struct texts texts = {""};
    struct printf_args args = {.bytes = bytes, .len = 4, .pointer_size = 4, .ctx = &texts,
        .text = read_text};
    struct buf out = {0};
    assert_false(printf_format(&out, "a%sb", 4, &args));
    assert_string_equal(buf_text(&out), "a");
    buf_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_print_as_in_c),
        cmocka_unit_test(a_pointer_is_upper_case_padded_and_without_0x),
        cmocka_unit_test(long_long_takes_two_slots_of_a_32_bit_caller),
        cmocka_unit_test(a_text_is_read_up_to_its_precision),
        cmocka_unit_test(a_star_takes_its_number_from_the_arguments),
        cmocka_unit_test(missing_arguments_print_zero_and_unknown_conversions_themselves),
        cmocka_unit_test(a_text_that_cannot_be_read_stops_the_output_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
