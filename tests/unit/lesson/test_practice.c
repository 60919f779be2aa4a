/* Practice: every exercise is sound, the same for the same seed, and in both languages. */
#include "lessonlib.h"

#include <stdio.h>
#include <stdlib.h>

#include "lesson/classroom.h"
#include "lesson/practice.h"

/* ---- the words, from the folder of pagelab's own files ---------------------------------------- */

static bool read_asset(void *ctx, const char *path, struct buf *out)
{
    char whole[1024], bytes[4096];
    (void)ctx;
    (void)snprintf(whole, sizeof whole, "%s/%s", getenv("PAGELAB_DATADIR"), path);
    FILE *file = fopen(whole, "rb");
    if (file == NULL)
        return false;
    for (size_t len; (len = fread(bytes, 1, sizeof bytes, file)) > 0;)
        buf_addn(out, bytes, len);
    (void)fclose(file);
    return true;
}

static const struct lesson_host host = {.read_own = read_asset};

/* ---- running an exercise ---------------------------------------------------------------------- */

struct lab {
    const struct lesson *lesson;
    struct session *session;
    struct lesson_start start;
    struct lesson_tally tally;
};

static void on_call(void *ctx, const struct vm_change *change, uint32_t last_error)
{
    struct lab *const lab = ctx;
    (void)last_error;
    lesson_tally_note(
        &lab->tally, lab->lesson, &lab->start, session_space(lab->session), change);
}

static void lab_open(struct lab *lab, const struct lesson *lesson)
{
    const struct session_observer observer = {.ctx = lab, .on_call = on_call};
    *lab = (struct lab){.lesson = lesson};
    lab->session = session_create(NULL, NULL, &observer);
    assert_true(lesson_begin(lesson, lab->session, NULL));
    lesson_start_take(&lab->start, session_space(lab->session));
    lesson_tally_begin(&lab->tally, lesson, &lab->start, session_space(lab->session));
}

static void lab_close(struct lab *lab)
{
    lesson_start_finish(&lab->start);
    session_destroy(lab->session);
}

/* Runs a line; returns the error or exception of its call. */
static uint32_t lab_run(struct lab *lab, const char *line)
{
    assert_int_equal(session_run(lab->session, line, strlen(line)), SESSION_STEPPED);
    const struct session_step *const step = session_current(lab->session);
    assert_int_equal(step->call_count, 1);
    const struct vm_result *const result = &step->calls[0].change->result;
    return result->exception != 0 ? result->exception : result->error;
}

static bool lab_solved(const struct lab *lab)
{
    struct lesson_verdict verdict = {0};
    lesson_judge(&verdict, lab->lesson, &lab->start, session_space(lab->session), &lab->tally,
        NULL);
    const bool solved = verdict.solved;
    lesson_verdict_finish(&verdict);
    return solved;
}

/* ---- soundness -------------------------------------------------------------------------------- */

/* Every line does what its mark says; the number of the failing one, 0: none, 100: several. */
static unsigned run_lines(struct lab *lab, const struct lesson_lines *lines)
{
    unsigned failing = 0;
    for (size_t i = 0; i < lines->count; i++) {
        const uint32_t error = lab_run(lab, lines->items[i].text);
        assert_int_equal(error, lines->items[i].error);
        assert_int_equal(error != 0, lines->items[i].fails);
        if (error != 0)
            failing = failing == 0 ? (unsigned)i + 1 : 100;
    }
    return failing;
}

static void check_prediction(const struct lesson *lesson)
{
    struct lab lab;
    lab_open(&lab, lesson);
    assert_true(lesson->predict.from_start);
    assert_int_equal(lesson->predict.count, 1);
    assert_string_equal(lesson->predict.items[0].text, lesson->solution.items[0].text);
    (void)run_lines(&lab, &lesson->solution);
    lab_close(&lab);
}

static void check_wrong_call(const struct lesson *lesson)
{
    struct lab lab;
    lab_open(&lab, lesson);
    assert_int_equal(run_lines(&lab, &lesson->solution), lesson->questions[0].number);
    lab_close(&lab);
}

static void check_questions(const struct lesson *lesson)
{
    struct lab lab;
    struct vm_totals totals;
    lab_open(&lab, lesson);
    for (size_t i = 0; i < lesson->question_count; i++)
        if (lesson->questions[i].asked == LESSON_ASK_PROTECT)
            assert_int_not_equal(
                lesson_question_answer(&lesson->questions[i], session_space(lab.session)), 0);
    if (strcmp(lesson->questions[0].name, "charge") == 0) {
        (void)run_lines(&lab, &lesson->solution);
        vm_space_totals(session_space(lab.session), &totals);
        assert_int_equal(totals.charge, lesson->questions[0].number);
    }
    lab_close(&lab);
}

static void check_map(const struct lesson *lesson)
{
    struct lab lab;
    lab_open(&lab, lesson);
    assert_false(lab_solved(&lab));
    assert_int_equal(run_lines(&lab, &lesson->solution), 0);
    assert_true(lab_solved(&lab));
    assert_int_equal(lesson_tally_calls(&lab.tally), lesson->par);
    lab_close(&lab);
}

static void check_repair(const struct lesson *lesson)
{
    struct practice_repair repair;
    struct buf text = {0};
    assert_true(practice_repair(lesson, lesson->repair, &repair));
    assert_int_equal(repair.line, lesson->repair_line);
    buf_addf(&text, "%u %s", lesson->repair_line, lesson->repair);
    assert_true(practice_repair(lesson, buf_text(&text), NULL));
    buf_clear(&text);
    buf_addf(&text, "%u %s", lesson->repair_line,
        lesson->program.items[lesson->repair_line - 1].text);
    assert_false(practice_repair(lesson, buf_text(&text), &repair));
    assert_true(repair.end == PRACTICE_REPAIR_FAILS || repair.end == PRACTICE_REPAIR_MISSES);
    buf_finish(&text);
}

static void check_words(const struct lesson_sketch *sketch)
{
    for (int i = 0; i < LESSON_LANGUAGES; i++) {
        const struct lesson_words *const words = &sketch->plain->words[i];
        assert_string_not_equal(words->title, "");
        assert_string_not_equal(words->text, "");
        assert_string_not_equal(words->task, "");
        assert_string_not_equal(words->done, "");
        for (int hint = 0; hint < LESSON_HINTS; hint++)
            assert_string_not_equal(words->hints[hint], "");
        const char *brace = buf_text(&sketch->words[i]);
        while ((brace = strchr(brace, '{')) != NULL) {
            assert_false(brace[1] >= 'A' && brace[1] <= 'Z');
            brace++;
        }
    }
}

static void check(const struct lesson_sketch *sketch)
{
    const struct lesson *const lesson = sketch->plain;
    check_words(sketch);
    switch (practice_kind(lesson)) {
    case PRACTICE_PREDICT:
        check_prediction(lesson);
        return;
    case PRACTICE_QUESTION:
        check_questions(lesson);
        return;
    case PRACTICE_WRONG_CALL:
        check_wrong_call(lesson);
        return;
    case PRACTICE_MAP:
        check_map(lesson);
        return;
    case PRACTICE_REPAIR:
        check_repair(lesson);
        return;
    }
}

static void every_exercise_is_sound(void **state)
{
    (void)state;
    for (unsigned t = 0; practice_topic(t) != NULL; t++)
        for (unsigned seed = 0; seed < 20; seed++)
            for (unsigned number = 0; number < 16; number++) {
                struct lesson_sketch sketch;
                if (!practice_make(practice_topic(t), seed, number, &host, &sketch))
                    fail_msg("%s, seed %u, number %u", practice_topic(t), seed, number);
                assert_string_equal(sketch.plain->topic, practice_topic(t));
                check(&sketch);
                practice_sketch_finish(&sketch);
            }
}

/* ---- the same for the same seed --------------------------------------------------------------- */

static void make(struct lesson_sketch *sketch, const char *topic, uint64_t seed, unsigned number)
{
    if (!practice_make(topic, seed, number, &host, sketch))
        fail_msg("%s, seed %llu, number %u", topic, (unsigned long long)seed, number);
}

static void the_same_seed_gives_the_same_exercise(void **state)
{
    (void)state;
    for (unsigned number = 0; number < 40; number++) {
        struct lesson_sketch one, two;
        make(&one, "all", 7, number);
        make(&two, "", 7, number);
        assert_string_equal(buf_text(&one.data), buf_text(&two.data));
        for (int i = 0; i < LESSON_LANGUAGES; i++)
            assert_string_equal(buf_text(&one.words[i]), buf_text(&two.words[i]));
        practice_sketch_finish(&one);
        practice_sketch_finish(&two);
    }
}

/* Sheets that were printed must be found again: if this changes, every seed means another sheet. */
static void an_exercise_is_the_same_on_every_machine(void **state)
{
    (void)state;
    struct lesson_sketch sketch;
    make(&sketch, "free", 2026, 0);
    assert_string_equal(buf_text(&sketch.data),
        "lesson practice-1\ntopic free\nteaches R-FREE-3\n"
        "start\n    reserve 6C200000 7p rw\n    commit 6C200000 4p rw\n"
        "goal\n    others any\nquestion call number 1\nsolution\n"
        "    !487 VirtualFree((void *)0x6C205000, 0, MEM_RELEASE)\n"
        "    VirtualFree((void *)0x6C202000, 2 * 4096, MEM_DECOMMIT)\n"
        "    VirtualFree((void *)0x6C201000, 4096, MEM_DECOMMIT)\n");
    practice_sketch_finish(&sketch);
}

static void other_seeds_give_other_exercises(void **state)
{
    (void)state;
    for (unsigned seed = 0; seed < 50; seed++) {
        struct lesson_sketch one, two;
        make(&one, "commit", seed, 3);
        make(&two, "commit", seed + 1, 3);
        assert_string_not_equal(buf_text(&one.data), buf_text(&two.data));
        practice_sketch_finish(&one);
        practice_sketch_finish(&two);
    }
}

static void a_name_says_the_place_on_the_sheet(void **state)
{
    (void)state;
    struct lesson_sketch sketch;
    make(&sketch, "commit", 1, 2);
    assert_string_equal(sketch.id, "practice-3");
    practice_sketch_finish(&sketch);
}

/* ---- topics and kinds ------------------------------------------------------------------------- */

static void any_topic_means_each_in_turn(void **state)
{
    (void)state;
    for (unsigned seed = 0; seed < 10; seed++) {
        unsigned seen = 0, count = 0;
        for (; practice_topic(count) != NULL; count++) {
            struct lesson_sketch sketch;
            make(&sketch, "", seed, count);
            for (unsigned t = 0; practice_topic(t) != NULL; t++)
                if (strcmp(practice_topic(t), sketch.plain->topic) == 0)
                    seen |= 1u << t;
            practice_sketch_finish(&sketch);
        }
        assert_int_equal(seen, (1u << count) - 1);
    }
}

static void four_in_a_row_are_of_four_kinds(void **state)
{
    (void)state;
    for (unsigned seed = 0; seed < 10; seed++)
        for (unsigned first = 0; first < 12; first += 4) {
            unsigned seen = 0;
            for (unsigned number = first; number < first + 4; number++) {
                struct lesson_sketch sketch;
                make(&sketch, "commit", seed, number);
                seen |= 1u << practice_kind(sketch.plain);
                practice_sketch_finish(&sketch);
            }
            assert_int_equal(seen, 1u << PRACTICE_PREDICT | 1u << PRACTICE_WRONG_CALL |
                1u << PRACTICE_MAP | 1u << PRACTICE_REPAIR);
        }
}

static void predictions_work_and_fail(void **state)
{
    (void)state;
    unsigned works = 0, fails = 0;
    for (unsigned t = 0; practice_topic(t) != NULL; t++)
        for (unsigned number = 0; number < 32; number++) {
            struct lesson_sketch sketch;
            make(&sketch, practice_topic(t), 5, number);
            if (practice_kind(sketch.plain) == PRACTICE_PREDICT)
                *(sketch.plain->solution.items[0].fails ? &fails : &works) += 1;
            practice_sketch_finish(&sketch);
        }
    assert_true(works > 10 && fails > 10);
}

static void later_exercises_are_longer(void **state)
{
    (void)state;
    size_t early = 0, late = 0;
    for (unsigned seed = 0; seed < 30; seed++)
        for (unsigned number = 0; number < 4; number++) {
            struct lesson_sketch one, two;
            make(&one, "commit", seed, number == 0 ? 0 : 1);
            make(&two, "commit", seed, 12 + number);
            early += one.plain->start.count + one.plain->solution.count;
            late += two.plain->start.count + two.plain->solution.count;
            practice_sketch_finish(&one);
            practice_sketch_finish(&two);
        }
    assert_true(late > 2 * early);
}

static void what_is_no_topic_gives_no_exercise(void **state)
{
    (void)state;
    struct lesson_sketch sketch;
    assert_false(practice_has_topic("comit"));
    assert_true(practice_has_topic("") && practice_has_topic("all"));
    assert_false(practice_make("comit", 1, 0, &host, &sketch));
    practice_sketch_finish(&sketch);
}

static void without_words_there_is_no_exercise(void **state)
{
    (void)state;
    const struct lesson_host nothing = {0};
    struct lesson_sketch sketch;
    assert_false(practice_make("commit", 1, 0, &nothing, &sketch));
    practice_sketch_finish(&sketch);
}

/* ---- repairing -------------------------------------------------------------------------------- */

#define REPAIR_WORDS "# Repair\nText.\n## task\nTask.\n## hints\n1. a\n2. b\n3. c\n## done\nDone.\n"
#define REPAIR_HEAD                                                                                \
    "lesson repair\nlayout process\nprogram\n    #include <windows.h>\n\n    int main(void)\n"    \
    "    {\n"                                                                                      \
    "        char *p = VirtualAlloc((void *)0x40000000, 8 * 4096, MEM_RESERVE, PAGE_READWRITE);\n" \
    "        VirtualAlloc(p + 0x2000, 3 * 4096, MEM_RESERVE, PAGE_READWRITE);\n"                   \
    "        return 0;\n    }\n\n"
#define REPAIR_TAIL                                                                                \
    "goal\n    allocation 40000000 8p rw = 2p reserved, 3p rw, 3p reserved\n    others any\n"      \
    "    assert failures == 0\nsolution\n    reserve 40000000 8p rw\n"
#define REPAIR_DATA                                                                                \
    REPAIR_HEAD                                                                                    \
    "repair 6 VirtualAlloc(p + 0x2000, 3 * 4096, MEM_COMMIT, PAGE_READWRITE);\n" REPAIR_TAIL

static struct lesson *repair_lesson(void)
{
    struct lesson_faults faults = {0};
    struct lesson *lesson = lesson_of(REPAIR_DATA, REPAIR_WORDS, "", &faults);
    assert_int_equal(faults.count, 0);
    assert_non_null(lesson);
    lesson_faults_finish(&faults);
    return lesson;
}

static void a_program_is_read_as_it_stands(void **state)
{
    (void)state;
    struct lesson *lesson = repair_lesson();
    assert_int_equal(lesson->program.count, 8);
    assert_string_equal(lesson->program.items[0].text, "#include <windows.h>");
    assert_string_equal(lesson->program.items[1].text, "");
    assert_string_equal(lesson->program.items[6].text, "    return 0;");
    assert_int_equal(lesson->program.items[0].number, 4);
    assert_int_equal(lesson->repair_line, 6);
    assert_int_equal(practice_kind(lesson), PRACTICE_REPAIR);
    lesson_destroy(lesson);
}

static void any_right_repair_is_accepted(void **state)
{
    (void)state;
    static const char *const answers[] = {
        "6 VirtualAlloc(p + 0x2000, 3 * 4096, MEM_COMMIT, PAGE_READWRITE);",
        "VirtualAlloc(p + 0x2000, 3 * 4096, MEM_COMMIT, PAGE_READWRITE)",
        "6: VirtualAlloc((void *)0x40002fff, 2 + 4096, MEM_COMMIT, PAGE_READWRITE)",
        " 6  for (int i = 2; i < 5; i++) VirtualAlloc(p + i * 4096, 1, MEM_COMMIT, PAGE_READWRITE)",
    };
    struct lesson *lesson = repair_lesson();
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (!practice_repair(lesson, answers[i], NULL))
            fail_msg("%s", answers[i]);
    lesson_destroy(lesson);
}

/* The line's own beginning stays where only the call is given. */
static void a_call_alone_keeps_its_variable(void **state)
{
    (void)state;
    struct lesson *lesson = repair_lesson();
    struct buf text = {0};
    practice_program(&text, lesson, 5, "VirtualAlloc(NULL, 1, MEM_RESERVE, PAGE_READWRITE)");
    assert_non_null(strstr(buf_text(&text),
        "\n    char *p = VirtualAlloc(NULL, 1, MEM_RESERVE, PAGE_READWRITE);\n"));
    buf_finish(&text);
    lesson_destroy(lesson);
}

static void a_wrong_repair_says_what_came_of_it(void **state)
{
    (void)state;
    static const struct {
        const char *answer;
        enum practice_repair_end end;
    } cases[] = {
        {"6 VirtualAlloc(p + 0x2000, 2 * 4096, MEM_COMMIT, PAGE_READWRITE)", PRACTICE_REPAIR_MISSES},
        {"6 VirtualAlloc(p + 0x7000, 3 * 4096, MEM_COMMIT, PAGE_READWRITE)", PRACTICE_REPAIR_FAILS},
        {"6 *p = 1", PRACTICE_REPAIR_FAILS},
        {"6 for (;;) { }", PRACTICE_REPAIR_ENDLESS},
        {"6 VirtualAlloc(p +", PRACTICE_REPAIR_UNREADABLE},
        {"6 } int main(void) {", PRACTICE_REPAIR_UNREADABLE},
        {"6", PRACTICE_REPAIR_MISSES},
        {"", PRACTICE_REPAIR_MISSES},
        {"99 return 0;", PRACTICE_REPAIR_NO_LINE},
        {"0 return 0;", PRACTICE_REPAIR_NO_LINE},
    };
    struct lesson *lesson = repair_lesson();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct practice_repair repair;
        assert_false(practice_repair(lesson, cases[i].answer, &repair));
        if (repair.end != cases[i].end)
            fail_msg("%s: %d", cases[i].answer, (int)repair.end);
    }
    lesson_destroy(lesson);
}

static void the_first_failing_call_is_told(void **state)
{
    (void)state;
    struct practice_repair repair;
    struct lesson *lesson = repair_lesson();
    assert_false(practice_repair(
        lesson, "6 VirtualAlloc(p + 0x7000, 3 * 4096, MEM_COMMIT, PAGE_READWRITE)", &repair));
    assert_int_equal(repair.result.error, 487);
    assert_int_equal(repair.failed.addr, 0x40007000);
    assert_int_equal(repair.result.reason.rule, VM_RULE_ALLOC_33);
    lesson_destroy(lesson);
}

/* The goal is that of the program's process: in the lab it is solved by the answer alone. */
static void a_program_is_solved_by_its_repair(void **state)
{
    (void)state;
    struct lesson *lesson = repair_lesson();
    struct lab lab;
    struct lesson_verdict verdict = {0};
    lab_open(&lab, lesson);
    const bool open = false, answered = true;
    lesson_judge(&verdict, lesson, &lab.start, session_space(lab.session), &lab.tally, &open);
    assert_int_equal(verdict.count, 1);
    assert_int_equal(verdict.items[0].kind, LESSON_ITEM_REPAIR);
    assert_false(verdict.solved);
    lesson_judge(&verdict, lesson, &lab.start, session_space(lab.session), &lab.tally, &answered);
    assert_true(verdict.solved);
    lesson_verdict_finish(&verdict);
    lab_close(&lab);
    lesson_destroy(lesson);
}

static void mistakes_about_a_program_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *data, *code;
        unsigned line;
    } cases[] = {
        {REPAIR_HEAD REPAIR_TAIL, "C0108", 0},
        {"lesson repair\nrepair 6 x\n" REPAIR_TAIL, "C0108", 0},
        {REPAIR_HEAD "repair six VirtualFree(p, 0, MEM_RELEASE);\n" REPAIR_TAIL, "C0113", 13},
        {REPAIR_HEAD "repair 6\n" REPAIR_TAIL, "C0123", 13},
        {REPAIR_HEAD "repair 9 x;\n" REPAIR_TAIL, "C0123", 0},
        {"lesson repair\nprogram\nrepair 1 x\n" REPAIR_TAIL, "C0123", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lesson_faults faults = {0};
        assert_null(lesson_of(cases[i].data, REPAIR_WORDS, "", &faults));
        assert_string_equal(lesson_fault_code(faults.items[0].id), cases[i].code);
        assert_int_equal(faults.items[0].line, cases[i].line);
        lesson_faults_finish(&faults);
    }
}

/* ---- in the classroom ------------------------------------------------------------------------- */

static bool keep(void *ctx, const char *data, size_t len)
{
    buf_addn(ctx, data, len);
    return true;
}

static void type(struct session *session, struct classroom *room, const char *line)
{
    if (session_run(session, line, strlen(line)) == SESSION_FOREIGN)
        (void)classroom_word(room, session_foreign(session));
    else
        (void)classroom_update(room);
}

/* A journal that is run again leads into the exercise it left off in. */
static void a_journal_leads_back_into_its_exercise(void **state)
{
    (void)state;
    const struct course none = {0};
    const struct classroom_options options = {.student = ""};
    struct buf journal = {0};
    const struct session_host writes = {.ctx = &journal, .journal_append = keep};
    struct session *session = session_create(NULL, &writes, NULL);
    struct classroom *room = classroom_create(session, &none, &host, &options);
    type(session, room, "practice rounding 7");
    type(session, room, "next");
    type(session, room, "next");
    assert_string_equal(classroom_lesson(room)->id, "practice-3");
    struct buf task = {0};
    buf_add(&task, classroom_lesson(room)->words[LESSON_EN].task);
    classroom_destroy(room);
    session_destroy(session);

    session = session_create(NULL, NULL, NULL);
    room = classroom_create(session, &none, &host, &options);
    type(session, room, buf_text(&journal));
    assert_non_null(classroom_lesson(room));
    assert_int_equal(classroom_place(room), CLASSROOM_TASK);
    assert_string_equal(classroom_lesson(room)->words[LESSON_EN].task, buf_text(&task));
    assert_int_equal(classroom_seed(room), 7);
    type(session, room, "next");
    assert_string_equal(classroom_lesson(room)->id, "practice-4");
    assert_string_equal(classroom_lesson(room)->topic, "rounding");
    classroom_destroy(room);
    session_destroy(session);
    buf_finish(&journal);
    buf_finish(&task);
}

static void a_refused_topic_leaves_the_sheet_as_it_is(void **state)
{
    (void)state;
    const struct course none = {0};
    const struct classroom_options options = {.student = ""};
    struct session *session = session_create(NULL, NULL, NULL);
    struct classroom *room = classroom_create(session, &none, &host, &options);
    type(session, room, "practice free 7");
    type(session, room, "practice fre");
    type(session, room, "practice commit x");
    assert_string_equal(classroom_lesson(room)->id, "practice-1");
    assert_int_equal(classroom_seed(room), 7);
    type(session, room, "next");
    assert_string_equal(classroom_lesson(room)->id, "practice-2");
    assert_string_equal(classroom_lesson(room)->topic, "free");
    classroom_destroy(room);
    session_destroy(session);
}

/* Going back before an exercise and forth again, and from one to another. */
static void an_exercise_is_found_again_in_the_history(void **state)
{
    (void)state;
    const struct course none = {0};
    const struct classroom_options options = {.student = ""};
    struct session *session = session_create(NULL, NULL, NULL);
    struct classroom *room = classroom_create(session, &none, &host, &options);
    type(session, room, "practice free 1");
    type(session, room, "query 40000000");
    type(session, room, "lesson quit");
    assert_null(classroom_lesson(room));
    assert_int_equal(session_goto(session, 1), SESSION_MOVED);
    (void)classroom_update(room);
    assert_non_null(classroom_lesson(room));
    assert_string_equal(classroom_lesson(room)->id, "practice-1");
    classroom_destroy(room);
    session_destroy(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_exercise_is_sound),
        cmocka_unit_test(the_same_seed_gives_the_same_exercise),
        cmocka_unit_test(an_exercise_is_the_same_on_every_machine),
        cmocka_unit_test(other_seeds_give_other_exercises),
        cmocka_unit_test(a_name_says_the_place_on_the_sheet),
        cmocka_unit_test(any_topic_means_each_in_turn),
        cmocka_unit_test(four_in_a_row_are_of_four_kinds),
        cmocka_unit_test(predictions_work_and_fail),
        cmocka_unit_test(later_exercises_are_longer),
        cmocka_unit_test(what_is_no_topic_gives_no_exercise),
        cmocka_unit_test(without_words_there_is_no_exercise),
        cmocka_unit_test(a_program_is_read_as_it_stands),
        cmocka_unit_test(any_right_repair_is_accepted),
        cmocka_unit_test(a_call_alone_keeps_its_variable),
        cmocka_unit_test(a_wrong_repair_says_what_came_of_it),
        cmocka_unit_test(the_first_failing_call_is_told),
        cmocka_unit_test(a_program_is_solved_by_its_repair),
        cmocka_unit_test(mistakes_about_a_program_are_told),
        cmocka_unit_test(a_journal_leads_back_into_its_exercise),
        cmocka_unit_test(a_refused_topic_leaves_the_sheet_as_it_is),
        cmocka_unit_test(an_exercise_is_found_again_in_the_history),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
