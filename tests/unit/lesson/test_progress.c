/* test_progress - what was solved survives its file, other people's files and any bytes. */
#include "testlib.h"

#include <string.h>

#include "lesson/progress.h"

#define TEST(name) static void name(void **state)

static struct progress read_text(const char *text)
{
    struct progress progress = {0};
    progress_parse(&progress, text, strlen(text));
    return progress;
}

/* progress is written as text. */
static void writes(const struct progress *progress, const char *text)
{
    struct buf out = {0};
    progress_write(progress, &out);
    assert_string_equal(buf_text(&out), text);
    buf_finish(&out);
}

TEST(a_file_is_read_as_it_was_written)
{
    (void)state;
    const char *const text = "# pagelab progress 1\n"
                             "commit-part solved 2 hints 1 seconds 140\n"
                             "reserve seen\n"
                             "release seen shown last\n"
                             "guard solved 4 hints 0 seconds 18446744073709551615 shown\n";
    struct progress progress = read_text(text);
    assert_int_equal(progress.count, 4);
    const struct progress_entry *entry = progress_find(&progress, "commit-part");
    assert_true(entry->solved && !entry->shown);
    assert_int_equal(entry->calls, 2);
    assert_int_equal(entry->hints, 1);
    assert_int_equal(entry->seconds, 140);
    entry = progress_find(&progress, "release");
    assert_true(!entry->solved && entry->shown);
    assert_ptr_equal(progress.last, entry->id);
    assert_null(progress_find(&progress, "commit"));
    writes(&progress, text);
    progress_finish(&progress);
}

TEST(nothing_is_a_file_of_one_line)
{
    (void)state;
    struct progress progress = read_text("");
    assert_int_equal(progress.count, 0);
    assert_null(progress.last);
    writes(&progress, "# pagelab progress 1\n");
    progress_finish(&progress);
}

TEST(an_entry_is_made_once)
{
    (void)state;
    struct progress progress = {0};
    char id[] = "guard";
    struct progress_entry *const entry = progress_entry(&progress, id);
    entry->solved = true;
    entry->calls = 3;
    id[0] = 'x';                                         /* the id was copied */
    assert_int_equal(progress_entry(&progress, "guard")->calls, 3);
    progress.last = "nowhere";
    writes(&progress,
        "# pagelab progress 1\nguard solved 3 hints 0 seconds 0\nnowhere seen last\n");
    progress_finish(&progress);
}

TEST(lines_that_are_not_understood_are_kept)
{
    (void)state;
    static const char *const strange[] = {
        "# a remark", "reserve mastered 3", "reserve solved", "reserve solved 2 hints 1",
        "reserve solved -2 hints 1 seconds 4", "reserve solved 2 hints 1 seconds 4 shown more",
        "reserve solved 4294967296 hints 1 seconds 4",
        "reserve solved 2 hints 1 seconds 18446744073709551616", "Reserve seen", "seen",
        "reserve seen last shown", "a-name-that-is-longer-than-any-lesson seen",
        "one two three four five six seven eight nine ten eleven", "# pagelab progress 2"};
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
        struct buf text = {0}, expected = {0};
        buf_addf(&text, "# pagelab progress 1\r\n%s\r\n\r\n  \nguard  seen\tlast\r\n", strange[i]);
        buf_addf(&expected, "# pagelab progress 1\nguard seen last\n%s\n", strange[i]);
        struct progress progress = read_text(buf_text(&text));
        assert_int_equal(progress.count, 1);
        writes(&progress, buf_text(&expected));
        progress_finish(&progress);
        buf_finish(&text);
        buf_finish(&expected);
    }
}

TEST(of_two_lines_for_one_lesson_the_better_counts)
{
    (void)state;
    struct progress progress = read_text("guard solved 4 hints 0 seconds 9\nguard seen shown\n"
                                         "guard solved 3 hints 2 seconds 99\n");
    writes(&progress, "# pagelab progress 1\nguard solved 3 hints 2 seconds 99\n");
    progress_finish(&progress);
}

TEST(merging_takes_what_is_missing_or_better)
{
    (void)state;
    struct progress mine = read_text("a solved 4 hints 0 seconds 10\n"
                                     "b solved 2 hints 1 seconds 10\n"
                                     "c solved 2 hints 0 seconds 10\n"
                                     "d seen\ne seen shown\nf solved 3 hints 3 seconds 3\n"
                                     "i seen\nstrange line\n");
    struct progress other = read_text("a solved 3 hints 3 seconds 50\n"
                                      "b solved 2 hints 0 seconds 50\n"
                                      "c solved 2 hints 0 seconds 9\n"
                                      "d solved 9 hints 3 seconds 9\ne seen\n"
                                      "f seen shown\ng seen last\nh solved 1 hints 0 seconds 0\n"
                                      "i seen shown\n");
    assert_int_equal(progress_merge(&mine, &other), 7);
    const char *const both = "# pagelab progress 1\n"
                             "a solved 3 hints 3 seconds 50\n"
                             "b solved 2 hints 0 seconds 50\n"
                             "c solved 2 hints 0 seconds 9\n"
                             "d solved 9 hints 3 seconds 9\n"
                             "e seen shown\nf solved 3 hints 3 seconds 3\n"
                             "i seen shown\ng seen\nh solved 1 hints 0 seconds 0\nstrange line\n";
    assert_int_equal(progress_merge(&mine, &other), 0);  /* once more changes nothing */
    progress_finish(&other);
    writes(&mine, both);
    progress_finish(&mine);
}

TEST(forgetting_one_lesson_leaves_the_others)
{
    (void)state;
    struct progress progress = read_text("a seen\nb seen last\nc seen\n# remark\n");
    progress_forget(&progress, "nowhere");
    progress_forget(&progress, "b");
    assert_null(progress.last);
    writes(&progress, "# pagelab progress 1\na seen\nc seen\n# remark\n");
    progress_forget(&progress, NULL);
    writes(&progress, "# pagelab progress 1\n");
    progress_finish(&progress);
}

/* Whatever is read, what is written is read again as the same. */
static void settles(const char *text, size_t len)
{
    struct progress progress = {0}, again = {0};
    struct buf out = {0}, second = {0};
    progress_parse(&progress, text, len);
    progress_write(&progress, &out);
    progress_parse(&again, buf_text(&out), out.len);
    progress_write(&again, &second);
    assert_int_equal(out.len, second.len);
    assert_memory_equal(buf_text(&out), buf_text(&second), out.len);
    progress_finish(&progress);
    progress_finish(&again);
    buf_finish(&out);
    buf_finish(&second);
}

TEST(any_bytes_are_survived)
{
    (void)state;
    static const char good[] = "# pagelab progress 1\nguard solved 4 hints 0 seconds 9 shown last\n"
                               "a seen\nb seen shown\n\n# remark\n";
    char text[sizeof good];
    uint64_t random = 1;
    for (size_t len = 0; len < sizeof good; len++)
        settles(good, len);                              /* cut off anywhere, also within a line */
    for (unsigned round = 0; round < 20000; round++) {
        memcpy(text, good, sizeof good);
        for (unsigned i = 0; i < 1 + round % 4; i++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            text[(random >> 33) % sizeof good] =
                round % 2 ? (char)(random >> 24) : "\0\n \r9x-"[(random >> 24) % 7];
        }
        settles(text, sizeof text);
    }
}

TEST(a_file_with_more_lessons_than_there_can_be_is_read_to_its_end)
{
    (void)state;
    struct buf text = {0};
    for (unsigned i = 0; i < 20000; i++)
        buf_addf(&text, "lesson-%u seen\n", i);
    struct progress progress = read_text(buf_text(&text));
    struct buf out = {0};
    progress_write(&progress, &out);
    assert_int_equal(out.len, text.len + strlen("# pagelab progress 1\n"));
    progress_finish(&progress);
    buf_finish(&text);
    buf_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read_as_it_was_written),
        cmocka_unit_test(nothing_is_a_file_of_one_line),
        cmocka_unit_test(an_entry_is_made_once),
        cmocka_unit_test(lines_that_are_not_understood_are_kept),
        cmocka_unit_test(of_two_lines_for_one_lesson_the_better_counts),
        cmocka_unit_test(merging_takes_what_is_missing_or_better),
        cmocka_unit_test(forgetting_one_lesson_leaves_the_others),
        cmocka_unit_test(any_bytes_are_survived),
        cmocka_unit_test(a_file_with_more_lessons_than_there_can_be_is_read_to_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
