/* Reading: what a lesson's files say, and what is said about files that are wrong. */
#include "lessonlib.h"

#include <stdio.h>

static void a_lesson_is_read_whole(void **state)
{
    (void)state;
    struct lesson_faults faults = {0};
    struct lesson *lesson = lesson_of(MIDDLE_DATA, MIDDLE_EN, "", &faults);
    assert_int_equal(faults.count, 0);
    assert_non_null(lesson);
    assert_string_equal(lesson->id, "middle");
    assert_int_equal(lesson->teach_count, 3);
    assert_int_equal(lesson->par, 1);
    assert_int_equal(lesson->start.count, 1);
    assert_int_equal(lesson->stage_count, 1);
    const struct lesson_allocation *wanted = &lesson->stages[0].allocations[0];
    assert_int_equal(wanted->first, 0x40000);
    assert_int_equal(wanted->pages, 8);
    assert_int_equal(wanted->asked, VM_PAGE_READWRITE);
    assert_int_equal(wanted->piece_count, 3);
    assert_int_equal(wanted->pieces[1].state.protect, VM_PAGE_READWRITE);
    assert_int_equal(lesson->stages[0].condition_count, 1);
    assert_true(lesson->demo.items[1].fails);
    assert_int_equal(lesson->demo.items[1].error, 487);
    assert_string_equal(lesson->demo.items[1].text, "commit 30000000 1p");
    assert_int_equal(lesson->demo.items[1].number, 12);
    assert_true(lesson->predict.from_start);
    assert_string_equal(lesson->predict.items[0].text, "write 40000000 65");
    assert_string_equal(lesson->wrongs[0].by.items[0].text, "commit 40000000 8p");
    const struct lesson_words *words = &lesson->words[LESSON_ES];
    assert_string_equal(words->title, "The middle");
    assert_string_equal(words->text, "Some text.");
    assert_string_equal(words->demo[1], "It\nfails.");
    assert_string_equal(words->hints[2], "Call");
    assert_string_equal(lesson_text_find(words->wrongs, words->wrong_count, "all"), "All.");
    lesson_destroy(lesson);
    lesson_faults_finish(&faults);
}

/* Replaces old in text by new; the caller's buffer. */
static const char *replaced(const char *text, const char *old, const char *new, struct buf *out)
{
    const char *const at = strstr(text, old);
    assert_non_null(at);
    buf_clear(out);
    buf_addn(out, text, (size_t)(at - text));
    buf_add(out, new);
    buf_add(out, at + strlen(old));
    return buf_text(out);
}

static void each_mistake_is_told_where_it_stands(void **state)
{
    (void)state;
    static const struct {
        const char *old, *new, *code;
        unsigned line;
    } cases[] = {
        {"goal\n", "gaol\n", "C0106", 7}, {"lesson  middle", "lesson Middle!", "C0109", 1},
        {"R-FREE-2", "R-FREE-222", "C0110", 3}, {"par 1", "par one", "C0113", 4},
        {"par 1", "machine pdp11", "C0111", 4}, {"par 1", "layout full", "C0112", 4},
        {"par 1", "par 1\npar 1", "C0105", 5}, {"par 1", "par", "C0123", 4},
        {"allocation 40000000", "allocation 4000000x", "C0114", 8},
        {"allocation 40000000", "allocation F0000000", "C0114", 8},
        {"8p rw =", "8q rw =", "C0115", 8}, {"8p rw =", "100 rw =", "C0115", 8},
        {"3p rw,", "3p wr,", "C0116", 8}, {"3p rw,", "2p rw,", "C0117", 8},
        {"3p rw,", "3p rw", "C0124", 8}, {"    allocation", "    allocatoin", "C0106", 8},
        {"committed == 3", "comitted == 3", "C0118", 9}, {"committed == 3", "committed = 3", "C0119", 9},
        {"committed == 3", "committed == ", "C0123", 9}, {"committed == 3", "calls Alloc == 3", "C0121", 9},
        {"committed == 3", "committed == 3 4", "C0124", 9}, {"!487", "!x", "C0113", 12},
        {"? write", "write", "C0125", 15},
        {"    ? write", "    !87 VirtualFree(0, 1, MEM_RELEASE)\n    ? write", "C0124", 15}, {"when committed", "if committed", "C0106", 17},
        {"    by commit 40000000 8p\n", "", "C0123", 16}, {"topic commit", "topic commit\n  more", "C0107", 3},
        {"par 1", "vary X number 3", "C0126", 4}, {"par 1", "question a colour 40000000", "C0120", 4},
        {"par 1", "question a", "C0123", 4}, {"8p rw =", "{N}p rw =", "C0127", 8},
        {"lesson  middle   # a comment\n", "", "C0108", 0},
    };
    struct buf data = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lesson_faults faults = {0};
        assert_null(lesson_of(replaced(MIDDLE_DATA, cases[i].old, cases[i].new, &data), MIDDLE_EN,
            "", &faults));
        const struct lesson_fault *found = &faults.items[0];
        if (strcmp(lesson_fault_code(found->id), cases[i].code) != 0 || found->line != cases[i].line)
            fail_msg("%s -> %s: %s in line %u", cases[i].old, cases[i].new,
                lesson_fault_code(found->id), found->line);
        assert_string_equal(found->file, "course/x/lesson");
        lesson_faults_finish(&faults);
    }
    buf_finish(&data);
}

static void each_mistake_in_words_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *old, *new, *code;
        unsigned line;
    } cases[] = {
        {"# The middle", "The middle", "C0201", 1}, {"## hints", "## hinst", "C0202", 13},
        {"## done\nWell done.\n", "", "C0203", 0}, {"## task\nThree in the middle.\n", "## task\n", "C0203", 0},
        {"3. Call\n", "", "C0207", 14}, {"1. It works.\n", "", "C0208", 0},
        {"## wrong all", "## wrong al", "C0210", 17}, {"## wrong all\nAll.\n", "", "C0203", 0},
        {"## predict\nAnd now?\n", "", "C0203", 0},
        {"## done", "## done\nOnce.\n## done", "C0105", 21},
        {"1. Idea\n2. Flag\n3. Call\n## wrong all\nAll.\n## done\nWell done.\n", "", "C0207", 13},
    };
    struct buf words = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lesson_faults faults = {0};
        assert_null(lesson_of(MIDDLE_DATA, replaced(MIDDLE_EN, cases[i].old, cases[i].new, &words),
            "", &faults));
        const struct lesson_fault *found = &faults.items[0];
        if (strcmp(lesson_fault_code(found->id), cases[i].code) != 0 || found->line != cases[i].line)
            fail_msg("%s -> %s: %s in line %u", cases[i].old, cases[i].new,
                lesson_fault_code(found->id), found->line);
        lesson_faults_finish(&faults);
    }
    buf_finish(&words);
}

static void numbers_vary_from_student_to_student(void **state)
{
    (void)state;
    static const char data[] = "lesson own\nvary BASE address 40000000 in 10000000..60000000 step 10000\n"
                               "vary N number 8 in 6..12\ngoal\n    pages {BASE+2p} 1p rw\n"
                               "assert committed == {N-2}\nsolution\n    alloc {BASE} {N}p rw\n";
    static const char words[] = "# Own {N}\n## task\nAt {BASE+1p}: {N*2}, {N}\n## hints\n1. a\n2. b\n3. c\n"
                                "## done\nIn C main() {return 0;}.\n";
    struct lesson_faults faults = {0};
    struct lesson *usual = lesson_of(data, words, "", &faults);
    assert_non_null(usual);
    assert_true(usual->is_personal);
    assert_int_equal(usual->stages[0].pages[0].first, 0x40002);
    assert_string_equal(usual->words[0].task, "At 40001000: 16, 8");
    assert_string_equal(usual->words[0].done, "In C main() {return 0;}.");
    bool differ = false;
    for (int i = 0; i < 20; i++) {
        char name[16];
        snprintf(name, sizeof name, "student%d", i);
        struct lesson *own = lesson_of(data, words, name, &faults);
        struct lesson *again = lesson_of(data, words, name, &faults);
        const vm_page first = own->stages[0].pages[0].first - 2;
        assert_true(first >= 0x10000 && first <= 0x60000 && first % 16 == 0);
        assert_int_equal(first, again->stages[0].pages[0].first - 2);
        assert_true(own->stages[0].conditions[0].number >= 4);
        assert_true(own->stages[0].conditions[0].number <= 10);
        differ = differ || first != 0x40000;
        lesson_destroy(own);
        lesson_destroy(again);
    }
    assert_true(differ);
    assert_int_equal(faults.count, 0);
    lesson_destroy(usual);
    lesson_faults_finish(&faults);
}

static void a_course_is_a_folder_with_an_order(void **state)
{
    (void)state;
    struct memory_file files[] = {
        {"course/order", "# mine\ntitle en  Mine\ntitle es  M\xC3\xADo\nworld en One\nworld es Uno\n01-middle\n"
                         "world en Two\nworld es Dos\n02-gone\n"},
        {"course/01-middle/lesson", MIDDLE_DATA}, {"course/01-middle/en.md", MIDDLE_EN},
        {"course/01-middle/es.md", MIDDLE_EN}, {NULL, NULL}};
    const struct lesson_host host = {.ctx = files, .read = memory_read};
    struct course course;
    struct lesson_faults faults = {0};
    course_read(&course, &host, "course/", &faults);
    assert_int_equal(course.count, 1);
    assert_int_equal(course.world_count, 2);
    assert_string_equal(course.title.title[LESSON_ES], "M\xC3\xADo");
    assert_string_equal(course.worlds[0].title[LESSON_ES], "Uno");
    assert_string_equal(course.worlds[1].title[LESSON_EN], "Two");
    assert_int_equal(faults.count, 3);                 /* the three files of 02-gone */
    assert_string_equal(faults.items[0].file, "course/order");
    assert_int_equal(faults.items[0].line, 9);
    assert_ptr_equal(course_find(&course, "middle"), &course.lessons[0]);
    assert_ptr_equal(course_find(&course, "1"), &course.lessons[0]);
    assert_null(course_find(&course, "2"));
    assert_ptr_equal(course_teaches(&course, vm_rule_find("R-FREE-2")), &course.lessons[0]);
    assert_null(course_teaches(&course, vm_rule_find("R-FREE-1")));
    assert_ptr_equal(course_teaches(&course, VM_RULE_WW_REGION), &course.lessons[0]);
    course_finish(&course);
    lesson_faults_finish(&faults);

    struct lesson_faults none = {0};
    course_read(&course, &host, "course/01-middle", &none);
    assert_int_equal(none.count, 0);
    assert_int_equal(course.count, 1);
    course_finish(&course);
    lesson_faults_finish(&none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lesson_is_read_whole),
        cmocka_unit_test(each_mistake_is_told_where_it_stands),
        cmocka_unit_test(each_mistake_in_words_is_told),
        cmocka_unit_test(numbers_vary_from_student_to_student),
        cmocka_unit_test(a_course_is_a_folder_with_an_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
