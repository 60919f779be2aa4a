/* test_grade - what an answer proves counts, what it only says does not; and no answer harms. */
#include "lessonlib.h"

#include "lesson/classroom.h"
#include "lesson/grade.h"

#define TEST(name) static void name(void **state)

#define WORDS(title)                                                                               \
    "# " title "\nText.\n## task\nDo it.\n## hints\n1. a\n2. b\n3. c\n## done\nDone.\n"
#define QUIZ_WORDS                                                                                 \
    "# Quiz\n## question a\nState?\n## question b\nBase?\n## task\nLook.\n## hints\n1. a\n2. b\n"  \
    "3. c\n## done\nSeen.\n"
#define TWO_DATA                                                                                   \
    "lesson two\npar 2\ngoal\n    allocation 20000000 4p rw = 4p rw\nassert allocations == 1\n"    \
    "assert committed == 4\nsolution\n    reserve 20000000 4p rw\n    commit 20000000 4p rw\n"
#define OWN_DATA                                                                                   \
    "lesson own\nvary BASE address 40000000 in 50000000..60000000 step 10000\npar 1\n"             \
    "start\n    reserve {BASE} 8p rw\ngoal\n    pages {BASE} 8p rw\n"                              \
    "solution\n    commit {BASE} 8p rw\n"
#define SAY_DATA                                                                                   \
    "lesson say\npar 0\nask prediction\npredict\n    reserve 40000000 8p rw\n"                     \
    "    ? write 40000000 65\n"
#define SAY_WORDS                                                                                  \
    "# Say\nText.\n## predict\nWhat?\n## task\nDo it.\n## hints\n1. a\n2. b\n3. c\n## done\nDone.\n"
#define WAYS_DATA                                                                                  \
    "lesson reserve-two\npar 1\ngoal\n    allocation 30000000 2p rw = 2p reserved\n"               \
    "    others free\nsolution\n    reserve 30000000 2p rw\n"
#define GUARD_DATA                                                                                 \
    "lesson guard\nlayout process\npar 1\ngoal\n    allocation any 2p rw = 2p rw\n"                \
    "solution\n    alloc 20000000 2p rw\n"
#define FIX_PROGRAM(flag)                                                                          \
    "    int main(void)\n    {\n"                                                                   \
    "        char *p = VirtualAlloc((void *)0x40000000, 8192, MEM_RESERVE, PAGE_READWRITE);\n"     \
    "        VirtualAlloc(p, 1, " flag ", PAGE_READWRITE);\n        return 0;\n    }\n"
#define FIX_DATA                                                                                   \
    "lesson fix\nprogram\n" FIX_PROGRAM("MEM_RESERVE") "repair 4 VirtualAlloc(p, 1, MEM_COMMIT, "  \
    "PAGE_READWRITE);\ngoal\n    allocation 40000000 2p rw = 1p rw, 1p reserved\n    others any\n" \
    "    assert failures == 0\nsolution\n    reserve 40000000 2p\n"

#define BOTH_DATA                                                                                  \
    "lesson both\npar 0\nask prediction\npredict\n    ? alloc 40000000 8p rw\n"

#define LIMIT_DATA                                                                                 \
    "lesson limit\npar 2\nstart\n    limit 4p\n    alloc 20000000 4p rw\ngoal\n"                 \
    "    allocation 20000000 4p = 3p rw, 1p reserved\n    allocation 30000000 1p = 1p rw\n"       \
    "    assert peak <= 4\n    assert failures == 1\n"                                            \
    "solution\n    decommit 20003000 1p\n    alloc 30000000 1p rw\n"

static const struct memory_file files[] = {
    {"c/order", "middle\nquiz\ntwo\nown\nsay\nreserve-two\nguard\nfix\nboth\nlimit\n"},
    {"c/fix/lesson", FIX_DATA}, {"c/fix/en.md", WORDS("Fix")}, {"c/fix/es.md", WORDS("Fix")},
    {"c/middle/lesson", MIDDLE_DATA}, {"c/middle/en.md", MIDDLE_EN}, {"c/middle/es.md", MIDDLE_EN},
    {"c/quiz/lesson", "lesson quiz\nstart\n    alloc 20000000 2p r\nquestion a state 20001000\n"
        "question b base 20001000\n"},
    {"c/quiz/en.md", QUIZ_WORDS}, {"c/quiz/es.md", QUIZ_WORDS},
    {"c/two/lesson", TWO_DATA}, {"c/two/en.md", WORDS("Two")}, {"c/two/es.md", WORDS("Two")},
    {"c/own/lesson", OWN_DATA}, {"c/own/en.md", WORDS("Own")}, {"c/own/es.md", WORDS("Own")},
    {"c/say/lesson", SAY_DATA}, {"c/say/en.md", SAY_WORDS}, {"c/say/es.md", SAY_WORDS},
    {"c/reserve-two/lesson", WAYS_DATA}, {"c/reserve-two/en.md", WORDS("Reserve")},
    {"c/reserve-two/es.md", WORDS("Reserve")},
    {"c/guard/lesson", GUARD_DATA}, {"c/guard/en.md", WORDS("Guard")},
    {"c/guard/es.md", WORDS("Guard")},
    {"c/limit/lesson", LIMIT_DATA}, {"c/limit/en.md", WORDS("Limit")},
    {"c/limit/es.md", WORDS("Limit")},
    {"c/both/lesson", BOTH_DATA}, {"c/both/en.md", SAY_WORDS}, {"c/both/es.md", SAY_WORDS},
    {NULL, NULL}};
enum { MIDDLE, QUIZ, TWO, OWN, SAY, RESERVE_TWO, GUARD, FIX, BOTH, LIMIT, TASKS };

static struct course course;
static struct grade_result result;
static struct grade_options options;
static struct grade_answer answer;

static int open_course(void **state)
{
    (void)state;
    struct memory_file copy[sizeof files / sizeof *files];
    struct lesson_faults faults = {0};
    memcpy(copy, files, sizeof files);
    const struct lesson_host host = {.ctx = copy, .read = memory_read};
    course_read(&course, &host, "c", &faults);
    if (faults.count > 0)
        print_error("%s %s:%u\n", lesson_fault_code(faults.items[0].id), faults.items[0].file,
            faults.items[0].line);
    const bool sound = faults.count == 0 && course.count == TASKS;
    lesson_faults_finish(&faults);
    return sound ? 0 : -1;
}

static int close_course(void **state)
{
    (void)state;
    course_finish(&course);
    return 0;
}

static int begin(void **state)
{
    (void)state;
    options = (struct grade_options){0};
    answer = (struct grade_answer){.name = "maria.txt", .student = "maria", .numbers = "maria"};
    return 0;
}

static int finish(void **state)
{
    (void)state;
    grade_result_finish(&result);
    return 0;
}

static void grade(const char *text)
{
    grade_result_finish(&result);
    answer.text = text;
    answer.len = strlen(text);
    grade_answer(&result, &course, &options, &answer);
}

static const struct grade_mark *mark(size_t task)
{
    return &result.marks[task];
}

static void is(size_t task, enum grade_reason reason)
{
    assert_int_equal(mark(task)->reason, reason);
}

/* ---- a journal as a classroom writes it ------------------------------------------------------ */

struct desk {
    struct session *session;
    struct classroom *room;
    struct buf journal;
};

static bool keep(void *ctx, const char *data, size_t len)
{
    buf_addn(&((struct desk *)ctx)->journal, data, len);
    return true;
}

static void at_call(void *ctx, const struct vm_change *change, uint32_t last_error)
{
    (void)last_error;
    classroom_on_call(((struct desk *)ctx)->room, change);
}

/* What a student types, line by line -> the journal. */
static void write_journal(struct desk *desk, const char *student, const char *lines)
{
    static const struct lesson_host nothing = {0};
    *desk = (struct desk){0};
    const struct session_host host = {.ctx = desk, .journal_append = keep};
    const struct session_observer observer = {.ctx = desk, .on_call = at_call};
    const struct classroom_options room = {.student = student};
    desk->session = session_create(NULL, &host, &observer);
    desk->room = classroom_create(desk->session, &course, &nothing, &room);
    while (*lines != '\0') {
        const size_t len = strcspn(lines, "\n");
        if (session_run(desk->session, lines, len) == SESSION_FOREIGN)
            (void)classroom_word(desk->room, session_foreign(desk->session));
        else
            (void)classroom_update(desk->room);
        lines += len + (lines[len] == '\n');
    }
}

static void close_desk(struct desk *desk)
{
    classroom_destroy(desk->room);
    session_destroy(desk->session);
    buf_finish(&desk->journal);
}

static void grade_journal(const char *student, const char *lines)
{
    struct desk desk;
    write_journal(&desk, student, lines);
    grade(buf_text(&desk.journal));
    close_desk(&desk);
    assert_int_equal(result.kind, GRADE_JOURNAL);
}

TEST(a_journal_proves_what_it_solved)
{
    (void)state;
    grade_journal("", "reserve 10000000 1p\nlesson middle\nhint\ncommit 40002000 1p rw\ndemo\n"
        "demo\nnext\ncommit 40003000 2p rw\nrestart\ncommit 40002000 3p rw\nlesson quiz\n"
        "answer a committed\nanswer b 20000000\nlesson two\nreserve 20000000 4p rw\n");
    assert_int_equal(result.solved, 2);
    is(MIDDLE, GRADE_SOLVED);
    assert_int_equal(mark(MIDDLE)->calls, 1);
    assert_int_equal(mark(MIDDLE)->par, 1);
    assert_int_equal(mark(MIDDLE)->attempts, 1);
    assert_int_equal(mark(MIDDLE)->help, GRADE_HINT);
    assert_true(mark(MIDDLE)->has_claims);
    assert_int_equal(mark(MIDDLE)->claimed_hints, 1);
    is(QUIZ, GRADE_SOLVED);
    is(TWO, GRADE_OPEN);
    assert_true(mark(TWO)->has_gap);
    assert_int_equal(mark(TWO)->gap.gap, LESSON_GAP_STATE);
    assert_int_equal(mark(TWO)->gap.page, 0x20000);
    assert_ptr_equal(mark(TWO)->gap.what.allocation, course.lessons[TWO].plain->stages[0].allocations);
    is(OWN, GRADE_UNTRIED);
    assert_int_equal(result.mistake_total, 0);
    assert_true(result.understood);
}

TEST(a_journal_proves_its_prediction)
{
    (void)state;
    grade_journal("", "lesson say\npredict\nanswer fails C0000005 none\nnext\n");
    is(SAY, GRADE_SOLVED);
    grade_journal("", "lesson say\npredict\nanswer works\nnext\n");
    is(SAY, GRADE_OPEN);
    assert_int_equal(mark(SAY)->gap.kind, LESSON_ITEM_PREDICTION);
    grade_journal("", "lesson both\npredict\nanswer works 40000000 8p rw\nnext\n");
    is(BOTH, GRADE_SOLVED);
    grade("#pagelab-journal 1 machine=x86 layout=empty\n"
        "#start 1 machine=x86 layout=empty lesson both\n#|\n#: predicted works\nread 1\n");
    is(BOTH, GRADE_OPEN);                            /* which pages? */
}

TEST(a_journal_proves_that_a_program_was_repaired)
{
    (void)state;
    grade_journal("", "lesson fix\nanswer 4 VirtualAlloc(p, 9, MEM_COMMIT, PAGE_READWRITE);\n");
    is(FIX, GRADE_SOLVED);
    grade_journal("", "lesson fix\nanswer 4 VirtualAlloc(p, 0, MEM_COMMIT, PAGE_READWRITE);\n");
    is(FIX, GRADE_OPEN);
    assert_int_equal(mark(FIX)->gap.kind, LESSON_ITEM_REPAIR);
}

TEST(a_script_repairs_a_program)
{
    (void)state;
    grade("lesson fix\nanswer VirtualAlloc(p, 1, MEM_COMMIT, PAGE_READWRITE)\n");
    is(FIX, GRADE_SOLVED);
}

TEST(the_repaired_program_itself_is_an_answer)
{
    (void)state;
    options.task = "fix";
    grade(FIX_PROGRAM("MEM_COMMIT"));
    is(FIX, GRADE_SOLVED);
    grade(FIX_PROGRAM("MEM_RESERVE"));
    is(FIX, GRADE_OPEN);
}

TEST(endless_repairs_end)
{
    (void)state;
    struct buf text = {0};
    buf_add(&text, "lesson fix\n");
    for (int i = 0; i < 10000; i++)
        buf_add(&text, "answer 4 for (;;) ;\n");
    grade(buf_text(&text));
    assert_true(result.stopped);
    buf_finish(&text);
}

TEST(free_play_and_demonstrations_solve_nothing)
{
    (void)state;
    grade_journal("", "lesson middle\nplay\ncommit 40002000 3p rw\nnext\n");
    is(MIDDLE, GRADE_OPEN);
    grade_journal("", "lesson middle\nsolution\nsolution\nnext\n");
    is(MIDDLE, GRADE_OPEN);
    assert_int_equal(mark(MIDDLE)->help, GRADE_SOLUTION);
    grade_journal("", "lesson middle\nsolution\nsolution\nnext\ncommit 40002000 3p rw\n");
    is(MIDDLE, GRADE_SHOWN);
    assert_int_equal(result.solved, 0);
}

TEST(numbers_are_those_of_the_student)
{
    (void)state;
    struct desk desk;
    struct lesson_faults faults = {0};
    struct lesson *const lesson = lesson_fill(&course.lessons[OWN], "maria", &faults);
    struct buf lines = {0};
    buf_addf(&lines, "lesson own\n%s\n", lesson->solution.items[0].text);
    write_journal(&desk, "maria", buf_text(&lines));
    grade(buf_text(&desk.journal));
    is(OWN, GRADE_SOLVED);
    assert_string_equal(result.says_student, "maria");
    answer.numbers = "jorge";
    grade(buf_text(&desk.journal));
    is(OWN, GRADE_OTHER_START);
    close_desk(&desk);
    grade_journal("", "lesson own\ncommit 40000000 8p rw\n");
    is(OWN, GRADE_DEFAULT_START);
    answer.numbers = "";
    grade_journal("", "lesson own\ncommit 40000000 8p rw\n");
    is(OWN, GRADE_SOLVED);
    lesson_destroy(lesson);
    lesson_faults_finish(&faults);
    buf_finish(&lines);
}

/* ---- forgery --------------------------------------------------------------------------------- */

#define HEADER "#pagelab-journal 1 machine=x86 layout=empty\n"
#define MIDDLE_START "#start 2 machine=x86 layout=empty lesson middle\n#|reserve 40000000 8p rw\n#|\n"

TEST(a_start_that_does_the_work_is_not_the_task)
{
    (void)state;
    grade(HEADER "#start 3 machine=x86 layout=empty lesson middle\n#|reserve 40000000 8p rw\n"
        "#|commit 40002000 3p rw\n#|\nread 40002000\n#: solved middle calls 1 hints 0 seconds 1\n");
    is(MIDDLE, GRADE_OTHER_START);
    assert_int_equal(result.solved, 0);
    /* within an honest lesson, and under another name */
    grade(HEADER MIDDLE_START "#start 3 machine=x86 layout=empty lesson middle\n"
        "#|reserve 40000000 8p rw\n#|commit 40002000 3p rw\n#|\nread 40002000\n");
    assert_int_equal(result.solved, 0);
    grade(HEADER MIDDLE_START "#start 3 machine=x86 layout=empty reset\n"
        "#|reserve 40000000 8p rw\n#|commit 40002000 3p rw\n#|\nread 40002000\n");
    is(MIDDLE, GRADE_OPEN);
    grade(HEADER MIDDLE_START "#start 3 machine=x86 layout=empty demo middle\n"
        "#|reserve 40000000 8p rw\n#|commit 40002000 3p rw\n#|\nread 40002000\n");
    is(MIDDLE, GRADE_OPEN);
}

TEST(the_same_start_counts_wherever_it_comes_from)
{
    (void)state;
    grade(HEADER MIDDLE_START "commit 40002000 3p rw\n");
    is(MIDDLE, GRADE_SOLVED);
    assert_false(mark(MIDDLE)->has_claims);
}

TEST(what_a_journal_says_of_itself_solves_nothing)
{
    (void)state;
    grade(HEADER MIDDLE_START "#: solved middle calls 1 hints 0 seconds 7\n#: answer a reserved\n"
        "#: predicted works\n#: exam\n#: student root\n#: hint 3\n");
    is(MIDDLE, GRADE_OPEN);
    assert_int_equal(mark(MIDDLE)->claimed_seconds, 7);
    assert_true(result.says_exam);
    assert_string_equal(result.says_student, "root");
    assert_int_equal(mark(MIDDLE)->help, GRADE_HINT);
    grade(HEADER "#start 2 machine=x86 layout=empty lesson quiz\n#|alloc 20000000 2p r\n#|\n"
        "#: answer a free\n#: answer b 20000000\n#: solved quiz calls 0 hints 0 seconds 1\n");
    is(QUIZ, GRADE_OPEN);
    assert_int_equal(mark(QUIZ)->gap.gap, LESSON_GAP_ANSWER);
    assert_ptr_equal(mark(QUIZ)->gap.what.question, course.lessons[QUIZ].plain->questions);
}

TEST(steps_keep_their_numbers_over_a_refused_start)
{
    (void)state;
    grade(HEADER "#start 1 machine=x86 layout=empty practice 5\n#|alloc 70000000 1p rw\n"
        MIDDLE_START "commit 40000000 8p rw\ngoto 2\ncommit 40002000 3p rw\n");
    is(MIDDLE, GRADE_SOLVED);
    assert_int_equal(mark(MIDDLE)->calls, 1);
}

TEST(a_start_without_end_is_not_run)
{
    (void)state;
    struct buf text = {0};
    buf_add(&text, HEADER);
    for (int i = 0; i < 1000; i++)
        buf_add(&text, "#start 1 machine=x86 layout=empty lesson middle\n#|while (1);\n");
    grade(buf_text(&text));
    is(MIDDLE, GRADE_OTHER_START);
    buf_finish(&text);
}

/* ---- scripts --------------------------------------------------------------------------------- */

TEST(a_script_names_its_tasks)
{
    (void)state;
    grade("lesson middle\ncommit 40000000 8p\nundo\ncommit 40002000 3p rw\nlesson quiz\n"
        "answer a committed\nanswer 20000000\nlesson say\npredict\nanswer fails C0000005\nnext\n"
        "lesson two\nreserve 20000000 4p rw\n  VirtualAlloc(0x20000000,\n    0x4000, MEM_COMMIT,\n"
        "    PAGE_READWRITE)\n");
    assert_int_equal(result.kind, GRADE_SCRIPT);
    assert_int_equal(result.solved, 4);
    assert_int_equal(mark(TWO)->calls, 2);
    assert_int_equal(result.mistake_total, 0);
}

TEST(a_script_without_names_is_for_the_task_asked_for)
{
    (void)state;
    options.task = "middle";
    grade("commit 40000000 8p rw\n");
    is(MIDDLE, GRADE_OPEN);
    assert_string_equal(mark(MIDDLE)->wrong, "all");
    grade("commit 40002000 3p rw\n");
    is(MIDDLE, GRADE_SOLVED);
    is(TWO, GRADE_UNTRIED);
}

TEST(a_script_that_names_nothing_is_tried_on_every_task)
{
    (void)state;
    grade("commit 40002000 3p rw\n");
    is(MIDDLE, GRADE_SOLVED);
    assert_int_equal(result.solved, 1);
    grade("alloc 20000000 4p rw\nalloc 20000000 4p\nfoo(\n");
    is(TWO, GRADE_SOLVED);
    is(MIDDLE, GRADE_UNTRIED);
    assert_int_equal(result.mistake_total, 1);       /* once, not for every task */
}

TEST(a_mistake_has_its_line)
{
    (void)state;
    grade("lesson middle\n\ncommit 40002000 banana\ncommit 40002000 3p rw\nanswer x y\n");
    is(MIDDLE, GRADE_SOLVED);
    assert_int_equal(result.mistake_total, 2);
    assert_int_equal(result.mistakes[0].kind, GRADE_DIAG);
    assert_int_equal(result.mistakes[0].line, 3);
    assert_int_equal(result.mistakes[1].kind, GRADE_REFUSED);
    assert_int_equal(result.mistakes[1].line, 5);
    assert_true(result.understood);
    grade("dear teacher, here is\nmy homework\n");
    assert_false(result.understood);
    grade("lesson middle\ncommit(40000000,\n");
    assert_int_equal(result.mistakes[0].line, 2);
}

TEST(help_is_noted)
{
    (void)state;
    grade("lesson middle\nhint\nwhy\ncommit 40002000 3p rw\n");
    is(MIDDLE, GRADE_SOLVED);
    assert_int_equal(mark(MIDDLE)->help, GRADE_HINT | GRADE_WHY);
    options.exam = true;
    grade("lesson middle\nsolution\nsolution\ncommit 40002000 3p rw\n");
    is(MIDDLE, GRADE_SOLVED);                        /* it was not shown, but asked for */
    assert_int_equal(mark(MIDDLE)->help, GRADE_SOLUTION);
}

TEST(no_file_is_read_or_written)
{
    (void)state;
    grade("load /etc/passwd\nexport /tmp/x.svg\nprogress export /tmp/x\nprogress import /etc/passwd\n");
    assert_int_equal(result.mistake_total, 3);
}

/* ---- programs -------------------------------------------------------------------------------- */

#define PROGRAM(body) "#include <windows.h>\nint main(void) { " body " return 0; }\n"

TEST(a_program_solves_the_task_beside_its_process)
{
    (void)state;
    options.task = "two";
    grade(PROGRAM("void *p = VirtualAlloc((void *)0x20000000, 4*4096, MEM_RESERVE, PAGE_READWRITE);"
        "p = VirtualAlloc(p, 4*4096, MEM_COMMIT, PAGE_READWRITE);"));
    assert_int_equal(result.kind, GRADE_PROGRAM);
    is(TWO, GRADE_SOLVED);
    assert_int_equal(mark(TWO)->calls, 2);
    options.task = "middle";
    grade(PROGRAM("VirtualAlloc((void *)0x40002000, 3*4096, MEM_COMMIT, PAGE_READWRITE);"));
    is(MIDDLE, GRADE_SOLVED);
    grade(PROGRAM("VirtualAlloc((void *)0x40000000, 8*4096, MEM_COMMIT, PAGE_READWRITE);"));
    is(MIDDLE, GRADE_OPEN);
    assert_string_equal(mark(MIDDLE)->wrong, "all");
    options.task = "reserve-two";                    /* others free: but for the process */
    grade(PROGRAM("VirtualAlloc((void *)0x30000000, 2*4096, MEM_RESERVE, PAGE_READWRITE);"));
    is(RESERVE_TWO, GRADE_SOLVED);
    options.task = "limit";                          /* the process has its own charge */
    grade(PROGRAM("VirtualAlloc((void *)0x30000000, 1, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);"
        "VirtualFree((void *)0x20003000, 4096, MEM_DECOMMIT);"
        "VirtualAlloc((void *)0x30000000, 1, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);"));
    is(LIMIT, GRADE_SOLVED);
    options.task = "guard";                          /* begins in a process itself */
    grade(PROGRAM("VirtualAlloc(NULL, 2*4096, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);"));
    is(GUARD, GRADE_SOLVED);
}

TEST(a_program_names_its_task)
{
    (void)state;
    grade("/* My answer\n * lesson: two */\n" PROGRAM(
        "VirtualAlloc((void *)0x20000000, 4*4096, MEM_COMMIT, PAGE_READWRITE);"));
    is(TWO, GRADE_OPEN);
    answer.name = "x/ana-reserve-two.c";
    grade(PROGRAM(""));
    is(RESERVE_TWO, GRADE_OPEN);
    is(TWO, GRADE_UNTRIED);
    answer.name = "ana.c";
    grade(PROGRAM("VirtualAlloc((void *)0x30000000, 2*4096, MEM_RESERVE, PAGE_READWRITE);"));
    is(RESERVE_TWO, GRADE_SOLVED);
    assert_int_equal(result.solved, 1);
}

TEST(a_program_with_mistakes_says_where)
{
    (void)state;
    grade("// lesson two\nint main(void)\n{\n    int x = ;\n    return 0;\n}\n");
    is(TWO, GRADE_NO_PROGRAM);
    assert_int_equal(result.mistakes[0].line, 4);
    assert_false(result.understood);
    grade("int main(void) { int x = ; }\n");         /* of no task in particular */
    assert_int_equal(result.mistake_total, 1);
    for (size_t i = 0; i < TASKS; i++)
        is(i, GRADE_UNTRIED);
}

TEST(a_program_may_end_by_an_exception)
{
    (void)state;
    options.task = "middle";
    grade(PROGRAM("*(char *)0x40000000 = 1;"));
    is(MIDDLE, GRADE_OPEN);
    assert_int_equal(result.exception, 0xC0000005);
}

TEST(an_answer_stopped_between_two_lines_has_no_mistake)
{
    (void)state;
    for (options.max_operations = 100; options.max_operations < 1200; options.max_operations += 50) {
        grade("lesson two\nreserve 50000000 1p rw\nundo\nreserve 20000000 4p rw\nundo\nredo\n");
        assert_int_equal(result.mistake_total, 0);
    }
    assert_true(result.stopped);
}

/* ---- hostile --------------------------------------------------------------------------------- */

TEST(an_endless_loop_ends)
{
    (void)state;
    options.task = "two";
    grade(PROGRAM("for (;;) ;"));
    is(TWO, GRADE_LIMIT);
    assert_true(result.stopped);
    grade("while (1);\nwhile (1);\n");
    assert_true(result.stopped);
    options.task = NULL;                             /* every task shares the limit */
    grade(PROGRAM("for (;;) ;"));
    assert_true(result.stopped);
    assert_int_equal(result.solved, 0);
}

TEST(endless_output_and_allocations_end)
{
    (void)state;
    options.task = "two";
    grade(PROGRAM("for (;;) printf(\"%1000d\", 1);"));
    is(TWO, GRADE_OPEN);
    assert_int_equal(result.mistake_total, 1);       /* so much cannot be printed */
    grade(PROGRAM("for (;;) VirtualAlloc(NULL, 4096, MEM_RESERVE, PAGE_READWRITE);"));
    is(TWO, GRADE_LIMIT);
    grade("lesson two\nfor (;;) VirtualAlloc(NULL, 4096, MEM_RESERVE, PAGE_READWRITE)\n");
    assert_true(result.stopped);
    grade(PROGRAM("char *p = VirtualAlloc(NULL, 1 << 30, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);"
        "for (;;) memset(p, 1, 1 << 30);"));
    is(TWO, GRADE_LIMIT);
}

TEST(many_lines_end)
{
    (void)state;
    struct buf text = {0};
    for (int i = 0; i < 100000; i++)
        buf_add(&text, "a = 1\n");
    grade(buf_text(&text));
    assert_true(result.stopped);
    buf_clear(&text);
    for (int i = 0; i < 30000; i++)
        buf_add(&text, "lesson middle\n");
    grade(buf_text(&text));
    assert_true(result.stopped);
    buf_clear(&text);
    for (int i = 0; i < 100000; i++)
        buf_add(&text, "f(\n");
    grade(buf_text(&text));
    assert_true(result.stopped);
    assert_int_equal(result.mistake_count, GRADE_MAX_MISTAKES);
    buf_finish(&text);
}

TEST(strange_bytes_are_only_mistakes)
{
    (void)state;
    static const char bytes[] = "lesson middle\n\0\0\x1b[2J\x07\xff\xfe=cmd|' /C calc'!A0\n"
        "commit 40002000 3p rw\n#start 99999999999999999999 machine=x86 layout=empty lesson \n"
        "#start 2 machine=x87 layout=empty lesson two\n#|\n#|\n#: \n#:\n#|\n#";
    grade_result_finish(&result);
    answer.text = bytes;
    answer.len = sizeof bytes - 1;
    grade_answer(&result, &course, &options, &answer);
    is(MIDDLE, GRADE_SOLVED);
    assert_true(result.mistake_total > 0);
}

TEST(an_empty_answer_solves_nothing)
{
    (void)state;
    grade("");
    assert_int_equal(result.solved, 0);
    assert_true(result.understood);
}

/* ---- names ----------------------------------------------------------------------------------- */

static void student(const char *name, const char *expected)
{
    struct buf out = {0};
    grade_student_of_name(&course, name, &out);
    assert_string_equal(buf_text(&out), expected);
    buf_finish(&out);
}

TEST(a_file_is_named_for_its_student)
{
    (void)state;
    student("answers/maria.journal", "maria");
    student("maria.perez.txt", "maria.perez");
    student("4711", "4711");
    student("a/4711-two.c", "4711");
    student("a/reserve-two_4711.c", "4711");
    student("a/4711/two.c", "4711");
    student("twomey.c", "twomey");
    student(".x", ".x");
    struct buf out = {0};
    assert_false(grade_student_of_text("a\nb", 3, &out));
    assert_true(grade_student_of_text("a\n#: student 47 11\nb", 20, &out));
    assert_string_equal(buf_text(&out), "47 11");
    buf_finish(&out);
}

#define UNIT(test) cmocka_unit_test_setup_teardown(test, begin, finish)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_journal_proves_what_it_solved),
        UNIT(a_journal_proves_its_prediction),
        UNIT(a_journal_proves_that_a_program_was_repaired),
        UNIT(a_script_repairs_a_program),
        UNIT(the_repaired_program_itself_is_an_answer),
        UNIT(endless_repairs_end),
        UNIT(an_answer_stopped_between_two_lines_has_no_mistake),
        UNIT(free_play_and_demonstrations_solve_nothing),
        UNIT(numbers_are_those_of_the_student),
        UNIT(a_start_that_does_the_work_is_not_the_task),
        UNIT(the_same_start_counts_wherever_it_comes_from),
        UNIT(what_a_journal_says_of_itself_solves_nothing),
        UNIT(steps_keep_their_numbers_over_a_refused_start),
        UNIT(a_start_without_end_is_not_run),
        UNIT(a_script_names_its_tasks),
        UNIT(a_script_without_names_is_for_the_task_asked_for),
        UNIT(a_script_that_names_nothing_is_tried_on_every_task),
        UNIT(a_mistake_has_its_line),
        UNIT(help_is_noted),
        UNIT(no_file_is_read_or_written),
        UNIT(a_program_solves_the_task_beside_its_process),
        UNIT(a_program_names_its_task),
        UNIT(a_program_with_mistakes_says_where),
        UNIT(a_program_may_end_by_an_exception),
        UNIT(an_endless_loop_ends),
        UNIT(endless_output_and_allocations_end),
        UNIT(many_lines_end),
        UNIT(strange_bytes_are_only_mistakes),
        UNIT(an_empty_answer_solves_nothing),
        UNIT(a_file_is_named_for_its_student),
    };
    return cmocka_run_group_tests(tests, open_course, close_course);
}
