/* test_lesson - what a task asks and still lacks, word for word. */
#include "lessonlib.h"

#include "render/lesson.h"
#include "render/words.h"

#define WORDS                                                                                      \
    "# T\n## task\nDo.\n## hints\n1. a\n2. b\n3. c\n## question a\nWhat is\n`here`?\n\nWell?\n"    \
    "## done\nDone.\n"
#define PLAIN_WORDS                                                                                \
    "# T\n## predict\nAnd?\n## task\nDo.\n## hints\n1. a\n2. b\n3. c\n## done\nDone.\n"

/* A session in a lesson whose calls are tallied. */
struct desk {
    struct session *session;
    struct lesson *lesson;
    struct lesson_start start;
    struct lesson_tally tally;
    struct lesson_verdict verdict;
};

static void on_call(void *ctx, const struct vm_change *change, uint32_t last_error)
{
    struct desk *d = ctx;
    (void)last_error;
    if (d->session != NULL)
        lesson_tally_note(&d->tally, d->lesson, &d->start, session_space(d->session), change);
}

static void judge(struct desk *d)
{
    lesson_judge(&d->verdict, d->lesson, &d->start, session_space(d->session), &d->tally, NULL);
}

/* At a lesson made of these lines. */
static void sit(struct desk *d, const char *lines)
{
    struct lesson_faults faults = {0};
    struct buf data = {0};
    buf_addf(&data, "lesson x\n%s", lines);
    if (strstr(lines, "question") == NULL)
        buf_add(&data, "solution\n    reserve 40000000 1p rw\n");
    *d = (struct desk){0};
    d->lesson = lesson_of(buf_text(&data), strstr(lines, "question") != NULL ? WORDS : PLAIN_WORDS,
        "", &faults);
    if (d->lesson == NULL)
        fail_msg("%s line %u", lesson_fault_code(faults.items[0].id), faults.items[0].line);
    const struct session_observer observer = {.ctx = d, .on_call = on_call};
    struct session *const session = session_create(NULL, NULL, &observer);
    assert_true(lesson_begin(d->lesson, session, NULL));
    lesson_start_take(&d->start, session_space(session));
    lesson_tally_begin(&d->tally, d->lesson, &d->start, session_space(session));
    d->session = session;
    judge(d);
    lesson_faults_finish(&faults);
    buf_finish(&data);
}

static void leave(struct desk *d)
{
    session_destroy(d->session);
    lesson_destroy(d->lesson);
    lesson_start_finish(&d->start);
    lesson_verdict_finish(&d->verdict);
}

static void type(struct desk *d, const char *line)
{
    assert_int_equal(session_run(d->session, line, strlen(line)), SESSION_STEPPED);
    judge(d);
}

/* The first item of such a task is said so. */
static void asks(const char *lines, const char *want)
{
    struct desk d;
    struct render_text text = {0};
    sit(&d, lines);
    render_lesson_item(&text, d.lesson, &d.verdict.items[0]);
    assert_string_equal(buf_text(&text.buf), want);
    render_text_finish(&text);
    leave(&d);
}

/* What is missing first after a line, "" for none, is said so. */
static void lacks(const char *lines, const char *typed, const char *want)
{
    struct desk d;
    struct render_text text = {0};
    sit(&d, lines);
    if (*typed != '\0')
        type(&d, typed);
    assert_non_null(d.verdict.first_open);
    render_lesson_gap(&text, d.lesson, d.verdict.first_open);
    assert_string_equal(buf_text(&text.buf), want);
    render_text_finish(&text);
    leave(&d);
}

static void checks(const char *lines, const char *typed, size_t width, const char *want)
{
    struct desk d;
    struct render_text text = {0};
    sit(&d, lines);
    if (*typed != '\0')
        type(&d, typed);
    render_lesson_checklist(&text, d.lesson, &d.verdict, width);
    assert_string_equal(buf_text(&text.buf), want);
    render_text_finish(&text);
    leave(&d);
}

static void speak(const char *lang)
{
    render_words_init(TEST_LOCALEDIR, lang);
    assert_true(render_set_language(lang));
}

/* ---- what is asked ---------------------------------------------------------------------------- */

static void allocations_are_told_by_place_size_and_pieces(void **state)
{
    (void)state;
    speak("en");
    asks("goal\n    allocation 40000000 8p = 8p reserved\n", "8 pages reserved at 40000000");
    asks("goal\n    allocation 40000000 8p rw = 8p reserved\n",
        "8 pages reserved at 40000000 with PAGE_READWRITE");
    asks("goal\n    allocation 40000000 8p rw = 2p reserved, 3p rw, 3p reserved\n",
        "an allocation of 8 pages at 40000000 with PAGE_READWRITE: 2 reserved, 3 read-write, "
        "3 reserved");
    asks("goal\n    allocation any 3p = 3p rw\n", "3 pages read-write anywhere");
    asks("goal\n    allocation highest 1p = 1p rw+guard\n",
        "1 page read-write with a guard at the highest place");
    asks("goal\n    allocation 40000000 1p\n", "an allocation of 1 page at 40000000");
}

static void a_protection_that_the_pages_show_is_not_said_twice(void **state)
{
    (void)state;
    speak("en");
    asks("goal\n    allocation 40000000 8p rw = 8p rw\n", "8 pages read-write at 40000000");
}

static void pages_and_all_else_are_told(void **state)
{
    (void)state;
    speak("en");
    asks("goal\n    pages 40000000 2p free\n    others any\n    assert calls > 0\n",
        "2 pages that are free at 40000000");
    asks("start\n    alloc 40000000 1p rw\ngoal\n    others free\n", "everything is free");
}

static void conditions_read_as_sentences(void **state)
{
    (void)state;
    speak("en");
    asks("assert committed == 3\n", "exactly 3 committed pages");
    asks("assert committed >= 1\n", "at least 1 committed page");
    asks("assert calls <= 7\n", "at most 7 calls");
    asks("assert calls VirtualQuery >= 2\n", "at least 2 calls of VirtualQuery");
    asks("assert failures 487 > 0\n", "at least 1 failed call with error 487");
    asks("assert guards == 1\n", "exactly 1 guard-page exception");
    asks("assert violations == 0\n", "no access violations");
    asks("assert violations < 1\n", "no access violations");
    asks("assert rwx == 0\n", "never writable and executable at once");
    asks("assert byte 40000000 == 65\n", "the byte at 40000000 is 65");
    asks("assert byte 40000000 != 0\n", "the byte at 40000000 is not 0");
    asks("assert peak <= 64\n", "at most 64 pages of commit charge at the peak");
    asks("assert touched 40000010 40003000\n",
        "these addresses are touched, in this order: 40000010, 40003000");
    asks("assert watched 40002000 40005000\n",
        "GetWriteWatch names just these pages: 40002000, 40005000");
}

static void a_question_stands_in_one_line(void **state)
{
    (void)state;
    speak("en");
    asks("par 1\nquestion a state 40000000\ngoal\n    others any\n",
        "question a is answered: What is here? Well?");
}

static void where_to_look_the_task_does_not_tell(void **state)
{
    (void)state;
    speak("en");
    asks("par 0\nstart\n    alloc 40000000 2p rw\nquestion a state 40000000\n"
         "goal\n    allocation 40000000 2p = 2p rw\n",
        "what lies at 40000000 stays as it is");
    asks("par 1\nstart\n    alloc 40000000 2p rw\nquestion a base 40001000\n"
         "goal\n    pages 40000000 2p free\n",
        "what is to be freed is free");
    lacks("par 1\nstart\n    alloc 40000000 2p rw\nquestion a base 40001000\n"
          "goal\n    pages 40000000 2p free\n",
        "", "what is to be freed is not all free yet");
}

static void spanish_has_its_words_agree(void **state)
{
    (void)state;
    speak("es");
    asks("goal\n    allocation 40000000 8p rw = 2p reserved, 1p r, 5p reserved\n",
        "una asignación de 8 páginas en 40000000 con PAGE_READWRITE: 2 reservadas, "
        "1 de solo lectura, 5 reservadas");
    asks("goal\n    allocation 40000000 1p = 1p reserved\n", "1 página reservada en 40000000");
    asks("assert violations == 0\n", "sin violaciones de acceso");
    asks("assert calls <= 7\n", "como mucho 7 llamadas");
    lacks("goal\n    allocation 40000000 4p = 4p rw\n", "reserve 40000000 4p rw",
        "la página 40000000 está reservada; el objetivo pide comprometida, lectura y escritura");
}

/* ---- what is missing -------------------------------------------------------------------------- */

#define EIGHT "goal\n    allocation 40000000 8p rw = 2p reserved, 3p rw, 3p reserved\n"

static void the_first_difference_is_said(void **state)
{
    (void)state;
    speak("en");
    lacks(EIGHT, "", "nothing begins at 40000000: the page is free");
    lacks(EIGHT, "reserve 3FFF0000 32p rw",
        "no allocation begins at 40000000: the page belongs to one that begins lower");
    lacks(EIGHT, "reserve 40000000 9p rw",
        "the allocation at 40000000 has 9 pages; the goal wants 8");
    lacks(EIGHT, "reserve 40000000 8p r",
        "the allocation at 40000000 was reserved with PAGE_READONLY; the goal wants "
        "PAGE_READWRITE");
    lacks(EIGHT, "reserve 40000000 8p rw",
        "page 40002000 is reserved; the goal wants committed, read-write");
    lacks("goal\n    allocation any 3p = 3p rw\n", "reserve 40000000 3p rw",
        "no allocation is like this yet: 3 pages read-write anywhere");
    lacks("goal\n    allocation highest 1p\n", "reserve 40000000 1p rw",
        "there is one, but 7FFD0000 would have been a higher place");
}

static void what_should_not_have_changed_is_said(void **state)
{
    (void)state;
    speak("en");
    lacks("goal\n    pages 40000000 1p free\n", "reserve 50000000 1p rw",
        "page 50000000 is reserved; it was free at the start and should be so again");
    lacks("start\n    alloc 40000000 1p rw\ngoal\n    others free\n", "",
        "page 40000000 is committed, read-write; it should be free");
    lacks("start\n    reserve 40000000 2p rw\ngoal\n    pages 50000000 1p free\n",
        "VirtualFree(0x40000000, 0, MEM_RELEASE); VirtualAlloc(0x3FFF0000, 20*4096, MEM_RESERVE, 4)",
        "page 3FFF0000 is reserved; it was free at the start and should be so again");
}

static void numbers_are_held_against_the_goal(void **state)
{
    (void)state;
    speak("en");
    lacks("assert calls <= 0\n", "reserve 40000000 1p rw", "1 call; the goal wants none");
    lacks("assert committed == 3\n", "alloc 40000000 2p rw",
        "2 committed pages; the goal wants exactly 3");
    lacks("assert failures >= 1\n", "", "no failed calls; the goal wants at least 1");
    lacks("assert byte 40000000 == 65\n", "", "the byte at 40000000 is 0; the goal wants 65");
    lacks("assert rwx == 0\n", "alloc 40000000 1p rwx",
        "1 call that asked for write and execute at once; the goal wants none");
    lacks("assert watched 40002000\n", "",
        "GetWriteWatch has not named just these pages: 40002000");
}

static void the_next_touch_and_the_open_question_are_said(void **state)
{
    (void)state;
    speak("en");
    lacks("start\n    alloc 40000000 2p rw\nassert touched 40000000 40001000\n",
        "write 40000000 65", "next to be touched: 40001000");
    lacks("par 1\nquestion a state 40000000\ngoal\n    others any\n", "",
        "question a: What is here? Well?");
    lacks("predict\n    ? reserve 40000000 1p rw\nask prediction\ngoal\n    others any\n", "",
        "the prediction; predict asks for it");
}

/* ---- the list --------------------------------------------------------------------------------- */

static void a_checklist_fits_a_side_pane(void **state)
{
    (void)state;
    speak("en");
    checks(EIGHT "assert committed == 3\n", "reserve 40000000 8p rw", 34,
        "[ ] an allocation of 8 pages at\n"
        "    40000000 with PAGE_READWRITE:\n"
        "    2 reserved, 3 read-write, 3\n"
        "    reserved\n"
        "[ ] exactly 3 committed pages\n"
        "[x] nothing else is changed\n");
    checks(EIGHT, "", 0,
        "[ ] an allocation of 8 pages at 40000000 with PAGE_READWRITE: 2 reserved, 3\n"
        "    read-write, 3 reserved\n"
        "[x] nothing else is changed\n");
}

static void a_stage_that_was_reached_is_one_line(void **state)
{
    (void)state;
    speak("en");
    static const char stages[] = "goal\n    allocation 40000000 2p = 2p reserved\n"
                                 "goal\n    allocation 40000000 2p = 2p rw\n"
                                 "    assert calls <= 3\n";
    checks(stages, "", 0,
        "first (1 of 2):\n[ ] 2 pages reserved at 40000000\n[x] nothing else is changed\n"
        "then (2 of 2):\n[ ] 2 pages read-write at 40000000\n");
    checks(stages, "reserve 40000000 2p rw", 0,
        "[x] part 1 of 2 is done\n"
        "then (2 of 2):\n[ ] 2 pages read-write at 40000000\n[x] at most 3 calls\n"
        "[x] nothing else is changed\n");
}

/* ---- faults ----------------------------------------------------------------------------------- */

static void a_fault_names_file_line_and_code(void **state)
{
    (void)state;
    speak("en");
    struct lesson_faults faults = {0};
    struct render_text text = {0};
    lesson_faults_add(&faults, LESSON_FAULT_PIECES, "lessons/05-x/lesson", 8, "7", "8");
    lesson_faults_add(&faults, LESSON_FAULT_NO_FILE, "c/\x1b[2J", 0, "c/\x1b[2J", NULL);
    render_lesson_fault(&text, &faults.items[0]);
    render_lesson_fault(&text, &faults.items[1]);
    assert_string_equal(buf_text(&text.buf),
        "lessons/05-x/lesson:8: C0117 the pieces have 7 pages, the allocation has 8\n"
        "c/?[2J: C0101 there is no file c/?[2J\n");
    render_text_finish(&text);
    lesson_faults_finish(&faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocations_are_told_by_place_size_and_pieces),
        cmocka_unit_test(a_protection_that_the_pages_show_is_not_said_twice),
        cmocka_unit_test(pages_and_all_else_are_told),
        cmocka_unit_test(conditions_read_as_sentences),
        cmocka_unit_test(a_question_stands_in_one_line),
        cmocka_unit_test(where_to_look_the_task_does_not_tell),
        cmocka_unit_test(spanish_has_its_words_agree),
        cmocka_unit_test(the_first_difference_is_said),
        cmocka_unit_test(what_should_not_have_changed_is_said),
        cmocka_unit_test(numbers_are_held_against_the_goal),
        cmocka_unit_test(the_next_touch_and_the_open_question_are_said),
        cmocka_unit_test(a_checklist_fits_a_side_pane),
        cmocka_unit_test(a_stage_that_was_reached_is_one_line),
        cmocka_unit_test(a_fault_names_file_line_and_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
