/* test_utf8 - text that people bring becomes clean UTF-8. */
#include "testlib.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

static void import_is(const char *text, const char *want)
{
    struct buf b = {0};
    utf8_import(&b, text, strlen(text));
    assert_string_equal(buf_text(&b), want);
    buf_finish(&b);
}

static void import_drops_mark_and_carriage_returns(void **state)
{
    (void)state;
    import_is("\xEF\xBB\xBFuno\r\ndos\rtres", "uno\ndos\ntres");
}

static void import_reads_windows_1252_where_utf8_is_invalid(void **state)
{
    (void)state;
    import_is("protecci\xF3n \x80", "protecci\xC3\xB3n \xE2\x82\xAC");
    import_is("protecci\xC3\xB3n", "protecci\xC3\xB3n");
}

static void invalid_bytes_are_taken_one_by_one(void **state)
{
    (void)state;
    static const char *const bad[] = {"\x80", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint32_t c;
        assert_int_equal(utf8_decode(bad[i], strlen(bad[i]), &c), 1);
        assert_int_equal(c, 0xFFFD);
    }
}

static void every_scalar_survives_encode_and_decode(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 257) {
        char enc[4];
        uint32_t back;
        if (c >= 0xD800 && c < 0xE000)
            continue;
        size_t n = utf8_encode(c, enc);
        assert_int_equal(utf8_decode(enc, n, &back), n);
        assert_int_equal(back, c);
    }
}

static void width_counts_cells(void **state)
{
    (void)state;
    assert_int_equal(utf8_width("n\xCC\x83o \xE6\xBC\xA2", 8), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(import_drops_mark_and_carriage_returns),
        cmocka_unit_test(import_reads_windows_1252_where_utf8_is_invalid),
        cmocka_unit_test(invalid_bytes_are_taken_one_by_one),
        cmocka_unit_test(every_scalar_survives_encode_and_decode),
        cmocka_unit_test(width_counts_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
