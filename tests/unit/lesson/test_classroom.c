/* The classroom: words, places, and what each step means for the task. */
#include "lessonlib.h"

#include <stdio.h>

#include <stdlib.h>

#include "lesson/classroom.h"

#define QUIZ_DATA                                                                                  \
    "lesson quiz\nstart\n    alloc 20000000 2p r\nquestion a state 20001000\n"                     \
    "question b base 20001000\n"
#define QUIZ_WORDS                                                                                 \
    "# Quiz\n## question a\nState?\n## question b\nBase?\n## task\nLook.\n## hints\n1. a\n2. b\n"  \
    "3. c\n## done\nSeen.\n"

#define EMPTY_DATA                                                                                 \
    "lesson empty\npar 1\nstart\n    alloc 40000000 2p\ngoal\n    others free\n"                    \
    "solution\n    release 40000000\n"
#define EMPTY_WORDS                                                                                \
    "# Empty\nText.\n## task\nFree all.\n## hints\n1. a\n2. b\n3. c\n## done\nDone.\n"

struct school {
    struct memory_file files[16];
    struct buf progress, journal;
    struct lesson_host host;
    struct course course;
    struct session *session;
    struct classroom *room;
    uint64_t now;
};

static bool school_read(void *ctx, const char *path, struct buf *out)
{
    struct school *s = ctx;
    if (strcmp(path, "progress") == 0 && s->progress.len > 0) {
        buf_addn(out, s->progress.data, s->progress.len);
        return true;
    }
    return memory_read(s->files, path, out);
}

static bool school_replace(void *ctx, const char *path, const char *data, size_t len)
{
    struct school *s = ctx;
    if (strcmp(path, "progress") != 0)
        return false;
    buf_clear(&s->progress);
    buf_addn(&s->progress, data, len);
    return true;
}

static uint64_t school_seconds(void *ctx)
{
    return ((struct school *)ctx)->now;
}

static bool school_journal(void *ctx, const char *data, size_t len)
{
    buf_addn(&((struct school *)ctx)->journal, data, len);
    return true;
}

static void on_call(void *ctx, const struct vm_change *change, uint32_t last_error)
{
    (void)last_error;
    classroom_on_call(((struct school *)ctx)->room, change);
}

static void on_memory(void *ctx, const struct vm_change *change)
{
    on_call(ctx, change, 0);
}

static void open_school(struct school *s, bool exam)
{
    const struct memory_file files[] = {{"c/empty/lesson", EMPTY_DATA},
        {"c/empty/en.md", EMPTY_WORDS}, {"c/empty/es.md", EMPTY_WORDS},
        {"c/order", "middle\nquiz\nempty\n"},
        {"c/middle/lesson", MIDDLE_DATA}, {"c/middle/en.md", MIDDLE_EN}, {"c/middle/es.md", MIDDLE_EN},
        {"c/quiz/lesson", QUIZ_DATA}, {"c/quiz/en.md", QUIZ_WORDS}, {"c/quiz/es.md", QUIZ_WORDS},
        {NULL, NULL}};
    memcpy(s->files, files, sizeof files);
    s->host = (struct lesson_host){.ctx = s, .read = school_read, .replace = school_replace,
        .seconds = school_seconds};
    struct lesson_faults faults = {0};
    course_read(&s->course, &s->host, "c", &faults);
    if (faults.count > 0)
        fail_msg("%s %s:%u", lesson_fault_code(faults.items[0].id), faults.items[0].file,
            faults.items[0].line);
    const struct session_host host = {.ctx = s, .journal_append = school_journal};
    const struct session_observer observer = {.ctx = s, .on_call = on_call, .on_memory = on_memory};
    const struct classroom_options options = {.student = "", .exam = exam, .progress_path = "progress"};
    s->session = session_create(NULL, &host, &observer);
    s->room = classroom_create(s->session, &s->course, &s->host, &options);
    lesson_faults_finish(&faults);
}

static void close_room(struct school *s)
{
    classroom_destroy(s->room);
    session_destroy(s->session);
    course_finish(&s->course);
    s->room = NULL;
}

static void close_school(struct school *s)
{
    close_room(s);
    buf_finish(&s->progress);
    buf_finish(&s->journal);
}

/* Types a line as a front end does. */
static const struct classroom_news *types(struct school *s, const char *line)
{
    const enum session_outcome outcome = session_run(s->session, line, strlen(line));
    if (outcome == SESSION_FOREIGN)
        return classroom_word(s->room, session_foreign(s->session));
    assert_true(outcome == SESSION_STEPPED || outcome == SESSION_MOVED ||
        outcome == SESSION_REFUSED || outcome == SESSION_NOTHING);
    return classroom_update(s->room);
}

static enum classroom_kind kind_of(struct school *s, const char *line)
{
    return types(s, line)->kind;
}

static struct vm_run run_at(const struct school *s, vm_page page)
{
    return vm_space_run(session_space(s->session), page);
}

static void a_task_is_solved_and_kept(void **state)
{
    (void)state;
    struct school s = {.now = 100};
    open_school(&s, false);
    assert_int_equal(kind_of(&s, "goal"), CLASSROOM_REFUSED);
    assert_int_equal(kind_of(&s, "lesson"), CLASSROOM_LIST);
    assert_int_equal(kind_of(&s, "lesson middle"), CLASSROOM_BEGAN);
    assert_int_equal(classroom_place(s.room), CLASSROOM_TASK);
    assert_int_equal(classroom_index(s.room), 0);
    assert_int_equal(kind_of(&s, "undo"), CLASSROOM_MOVED);      /* refused: the lesson begins here */
    assert_non_null(classroom_lesson(s.room));
    assert_int_equal(vm_attr_state(run_at(&s, 0x40000).attr), VM_RESERVED);

    const struct classroom_news *news = types(&s, "commit 40002000 1p rw");
    assert_int_equal(news->kind, CLASSROOM_MOVED);
    assert_true(news->closer_look);
    assert_int_equal(kind_of(&s, "next"), CLASSROOM_REFUSED);
    assert_int_equal(types(&s, "hint")->number, 0);
    assert_int_equal(types(&s, "hint")->number, 1);
    s.now = 130;
    news = types(&s, "commit 40003000 2p rw");
    assert_true(news->solved);
    assert_true(news->ticked > 0);
    assert_int_equal(news->calls, 2);
    assert_non_null(strstr(buf_text(&s.progress), "middle solved 2 hints 2 seconds 30"));
    assert_false(types(&s, "read 40002000")->solved);           /* once */
    assert_int_equal(kind_of(&s, "restart"), CLASSROOM_RESTARTED);
    news = types(&s, "commit 40002000 3p rw");
    assert_true(news->solved);
    assert_true(news->best);
    assert_non_null(strstr(buf_text(&s.progress), "middle solved 1"));
    assert_int_equal(kind_of(&s, "next"), CLASSROOM_BEGAN);
    assert_string_equal(classroom_lesson(s.room)->id, "quiz");
    close_room(&s);

    open_school(&s, false);                                     /* another day */
    assert_int_equal(progress_find(classroom_progress(s.room), "middle")->calls, 1);
    close_school(&s);
}

static void undo_takes_a_tick_back(void **state)
{
    (void)state;
    struct school s = {0};
    open_school(&s, false);
    types(&s, "lesson middle");
    types(&s, "commit 40002000 3p rw");
    assert_true(classroom_verdict(s.room)->solved);
    types(&s, "undo");
    assert_false(classroom_verdict(s.room)->solved);
    types(&s, "redo");
    assert_true(classroom_verdict(s.room)->solved);
    types(&s, "undo");
    types(&s, "commit 40000000 1p");
    types(&s, "undo");
    assert_int_equal(types(&s, "commit 40002000 3p rw")->calls, 1);     /* what was undone is no call */
    close_school(&s);
}

static void a_foreseen_wrong_way_is_told_once(void **state)
{
    (void)state;
    struct school s = {0};
    open_school(&s, false);
    types(&s, "lesson 1");
    const struct classroom_news *news = types(&s, "commit 40000000 8p");
    assert_non_null(news->wrong);
    assert_string_equal(news->wrong->name, "all");
    assert_null(types(&s, "read 40000000")->wrong);
    close_school(&s);
}

static void a_demonstration_leaves_the_task_where_it_was(void **state)
{
    (void)state;
    struct school s = {0};
    open_school(&s, false);
    types(&s, "lesson middle");
    types(&s, "commit 40002000 1p rw");
    const uint64_t before = vm_space_hash(session_space(s.session));
    assert_int_equal(kind_of(&s, "demo"), CLASSROOM_DEMO_LINE);
    assert_int_equal(classroom_place(s.room), CLASSROOM_DEMO);
    assert_int_equal(vm_attr_state(run_at(&s, 0x20000).attr), VM_RESERVED);
    assert_int_equal(vm_attr_state(run_at(&s, 0x40000).attr), VM_FREE);
    assert_string_equal(classroom_line(s.room), "commit 30000000 1p");
    types(&s, "undo");                                          /* rewind */
    types(&s, "undo");                                          /* but not out of it */
    assert_int_equal(classroom_place(s.room), CLASSROOM_DEMO);
    assert_int_equal(types(&s, "demo")->number, 0);
    const struct classroom_news *const aside = types(&s, "reserve 50000000 1p rw");
    assert_int_equal(aside->kind, CLASSROOM_REFUSED);           /* said, not refused: once */
    assert_non_null(strstr(aside->msgid, "beside the task"));
    assert_int_equal(kind_of(&s, "reserve 60000000 1p rw"), CLASSROOM_NOTHING);
    assert_int_equal(types(&s, "demo")->number, 1);
    assert_null(classroom_line(s.room));
    assert_int_equal(types(&s, "demo")->number, 0);             /* once more */
    assert_int_equal(kind_of(&s, "next"), CLASSROOM_BACK);
    assert_int_equal(classroom_place(s.room), CLASSROOM_TASK);
    assert_int_equal(vm_space_hash(session_space(s.session)), before);
    assert_int_equal(types(&s, "commit 40003000 2p rw")->calls, 2);
    close_school(&s);
}

static void free_play_does_not_count(void **state)
{
    (void)state;
    struct school s = {0};
    open_school(&s, false);
    types(&s, "lesson middle");
    assert_int_equal(kind_of(&s, "play"), CLASSROOM_PLAYING);
    assert_int_equal(kind_of(&s, "commit 40002000 3p rw"), CLASSROOM_NOTHING);
    assert_int_equal(classroom_place(s.room), CLASSROOM_PLAY);
    types(&s, "undo 7");
    assert_int_equal(kind_of(&s, "commit 40002000 3p rw"), CLASSROOM_NOTHING);
    assert_int_equal(kind_of(&s, "next"), CLASSROOM_BACK);
    assert_int_equal(vm_attr_state(run_at(&s, 0x40002).attr), VM_RESERVED);
    assert_null(strstr(buf_text(&s.progress), "solved"));
    close_school(&s);
}

static void predictions_are_compared_and_nothing_is_given_away(void **state)
{
    (void)state;
    struct school s = {0};
    struct session_preview preview = {0};
    open_school(&s, false);
    types(&s, "lesson middle");
    assert_int_equal(kind_of(&s, "predict"), CLASSROOM_QUESTION);
    assert_string_equal(classroom_line(s.room), "write 40000000 65");
    assert_false(session_preview(s.session, "commit 40000000 1p", 18, &preview));
    assert_int_equal(kind_of(&s, "answer hm"), CLASSROOM_REFUSED);
    assert_int_equal(types(&s, "answer works")->kind, CLASSROOM_COMPARED);
    assert_false(classroom_outcome(s.room)->right);
    assert_int_equal(session_current(s.session)->end, SESSION_END_EXCEPTION);
    assert_true(session_preview(s.session, "commit 40000000 1p", 18, &preview));
    types(&s, "predict");
    assert_int_equal(types(&s, "answer fails C0000005")->number, 1);
    assert_int_equal(kind_of(&s, "next"), CLASSROOM_BACK);
    session_preview_finish(&preview);
    close_school(&s);
}

static void the_solution_is_asked_for_twice_and_does_not_count(void **state)
{
    (void)state;
    struct school s = {0};
    open_school(&s, false);
    types(&s, "lesson middle");
    assert_int_equal(kind_of(&s, "solution"), CLASSROOM_ASK_SOLUTION);
    assert_int_equal(kind_of(&s, "goal"), CLASSROOM_GOAL);
    assert_int_equal(kind_of(&s, "solution"), CLASSROOM_ASK_SOLUTION);
    assert_int_equal(kind_of(&s, "solution"), CLASSROOM_SOLUTION_LINE);
    assert_int_equal(vm_attr_state(run_at(&s, 0x40003).attr), VM_COMMITTED);
    assert_int_equal(kind_of(&s, "next"), CLASSROOM_BACK);
    assert_false(classroom_verdict(s.room)->solved);
    assert_true(types(&s, "commit 40002000 3p rw")->solved);
    assert_false(progress_find(classroom_progress(s.room), "middle")->solved);
    assert_true(progress_find(classroom_progress(s.room), "middle")->shown);
    close_school(&s);
}

static void questions_are_answered_by_name(void **state)
{
    (void)state;
    struct school s = {0};
    open_school(&s, false);
    types(&s, "lesson quiz");
    assert_int_equal(kind_of(&s, "answer committed"), CLASSROOM_REFUSED);       /* which? */
    assert_int_equal(types(&s, "answer a free")->number, 0);
    const struct classroom_news *news = types(&s, "answer a committed");
    assert_int_equal(news->number, 1);
    assert_int_equal(news->ticked, 1);
    news = types(&s, "answer 20000000");                        /* the one that is left */
    assert_true(news->solved);
    assert_int_equal(news->calls, 0);
    close_school(&s);
}

static void an_exam_gives_no_help(void **state)
{
    (void)state;
    static const char *const words[] = {"hint", "demo", "solution"};
    struct school s = {0};
    open_school(&s, true);
    types(&s, "lesson middle");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_int_equal(kind_of(&s, words[i]), CLASSROOM_REFUSED);
    assert_true(session_withholds(s.session));
    assert_true(types(&s, "commit 40002000 3p rw")->solved);
    close_school(&s);
}

/* Runs a journal beside a new classroom. */
static void replay(struct school *s, const char *journal)
{
    session_journal_prepare(s->session, journal, strlen(journal));
    while (*journal != '\0') {
        const size_t len = strcspn(journal, "\n");
        session_run(s->session, journal, len);
        if (strncmp(journal, "#: ", 3) == 0) {
            char remark[200];
            snprintf(remark, sizeof remark, "%.*s", (int)len - 3, journal + 3);
            (void)classroom_remark(s->room, remark);
        } else {
            (void)classroom_update(s->room);
        }
        journal += len + (journal[len] == '\n');
    }
}

static void a_journal_leads_into_the_same_lesson(void **state)
{
    (void)state;
    struct school s = {0}, again = {0};
    open_school(&s, false);
    types(&s, "reserve 10000000 1p");
    types(&s, "lesson middle");
    types(&s, "demo");
    types(&s, "demo");
    types(&s, "next");
    types(&s, "commit 40002000 1p rw");
    types(&s, "predict");
    types(&s, "answer fails");
    types(&s, "next");
    types(&s, "commit 40003000 2p rw");
    open_school(&again, false);
    replay(&again, buf_text(&s.journal));
    assert_string_equal(classroom_lesson(again.room)->id, "middle");
    assert_int_equal(classroom_place(again.room), CLASSROOM_TASK);
    assert_true(classroom_verdict(again.room)->solved);
    assert_non_null(strstr(buf_text(&again.progress), "middle solved 2"));
    close_school(&again);
    close_school(&s);
}

/* Its lines run where a session is restored as they ran then; its word goes on behind them. */
static void a_journal_that_ends_in_a_demonstration_goes_on_with_it(void **state)
{
    (void)state;
    struct school s = {0}, again = {0};
    size_t run = 0;
    open_school(&s, false);
    types(&s, "lesson middle");
    types(&s, "commit 40002000 1p rw");
    types(&s, "demo");
    open_school(&again, false);
    replay(&again, buf_text(&s.journal));
    assert_int_equal(classroom_place(again.room), CLASSROOM_DEMO);
    assert_int_equal(classroom_lines(again.room, &run)->count, 2);
    assert_int_equal(run, 1);
    assert_string_equal(classroom_line(again.room), "commit 30000000 1p");
    const struct classroom_news *const news = types(&again, "demo");
    assert_int_equal(news->kind, CLASSROOM_DEMO_LINE);
    assert_int_equal(news->number, 1);
    types(&again, "next");
    assert_int_equal(vm_attr_state(run_at(&again, 0x40002).attr), VM_COMMITTED);
    close_school(&again);
    close_school(&s);
}

static void a_journal_that_ends_in_a_question_still_shows_it(void **state)
{
    (void)state;
    struct school s = {0}, again = {0};
    open_school(&s, false);
    types(&s, "lesson middle");
    types(&s, "predict");
    open_school(&again, false);
    replay(&again, buf_text(&s.journal));
    assert_int_equal(classroom_place(again.room), CLASSROOM_PREDICT);
    assert_string_equal(classroom_line(again.room), "write 40000000 65");
    assert_int_equal(kind_of(&again, "answer fails"), CLASSROOM_COMPARED);
    close_school(&again);
    close_school(&s);
}

/* The question is closed by whatever else is shown: nothing else counts as its answer. */
static void only_the_question_at_hand_is_answered(void **state)
{
    (void)state;
    struct school s = {0};
    open_school(&s, false);
    types(&s, "lesson middle");
    types(&s, "predict");
    types(&s, "demo");
    assert_null(classroom_prediction(s.room));
    assert_int_equal(kind_of(&s, "answer works"), CLASSROOM_REFUSED);
    types(&s, "predict");
    types(&s, "machine toy");
    assert_int_equal(kind_of(&s, "answer works"), CLASSROOM_REFUSED);
    types(&s, "undo");
    assert_int_equal(kind_of(&s, "answer fails"), CLASSROOM_COMPARED);
    close_school(&s);
}

static void another_lesson_in_a_journal_is_outside_of_the_task(void **state)
{
    (void)state;
    struct school s = {0};
    open_school(&s, false);
    types(&s, "lesson middle");
    replay(&s, "#start 2 machine=x86 layout=empty lesson unknown\n#|reserve 40000000 8p rw\n"
        "#|commit 40002000 3p rw\n");
    assert_int_equal(classroom_place(s.room), CLASSROOM_OUT);
    assert_null(strstr(buf_text(&s.progress), "solved"));
    close_school(&s);
}

static void a_forged_start_is_no_lesson(void **state)
{
    (void)state;
    struct school s = {0};
    open_school(&s, false);
    replay(&s, "#pagelab-journal 1 machine=x86 layout=empty\n#start 1 machine=x86 layout=empty lesson middle\n"
        "#|alloc 40000000 8p rw\ndecommit 40000000 2p\ndecommit 40005000 3p\n");
    assert_null(classroom_lesson(s.room));
    close_school(&s);
}

static void a_forged_start_inside_a_lesson_is_outside_of_it(void **state)
{
    (void)state;
    struct school s = {0};
    open_school(&s, false);
    types(&s, "lesson middle");
    replay(&s, "#start 1 machine=x86 layout=empty lesson middle\n#|alloc 40000000 8p rw\n"
        "decommit 40000000 2p\ndecommit 40005000 3p\n");
    assert_int_equal(classroom_place(s.room), CLASSROOM_OUT);
    assert_null(strstr(buf_text(&s.progress), "solved"));
    types(&s, "restart");
    assert_int_equal(classroom_place(s.room), CLASSROOM_TASK);
    assert_true(types(&s, "commit 40002000 3p rw")->solved);
    close_school(&s);
}

static void another_space_solves_nothing(void **state)
{
    (void)state;
    static const char *const words[] = {"reset", "layout empty", "machine x86"};
    struct school s = {0};
    open_school(&s, false);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        types(&s, "lesson empty");
        assert_int_equal(kind_of(&s, words[i]), CLASSROOM_REFUSED);
        assert_int_equal(kind_of(&s, "next"), CLASSROOM_BACK);
        assert_false(classroom_verdict(s.room)->solved);
    }
    assert_true(types(&s, "release 40000000")->solved);
    types(&s, "lesson empty");
    types(&s, "play");
    assert_int_equal(kind_of(&s, "reset"), CLASSROOM_NOTHING);             /* as one likes */
    assert_int_equal(classroom_place(s.room), CLASSROOM_PLAY);
    close_school(&s);
}

static void another_machine_is_outside_of_the_task(void **state)
{
    (void)state;
    struct school s = {0};
    open_school(&s, false);
    types(&s, "lesson middle");
    types(&s, "commit 40002000 1p rw");
    assert_int_equal(kind_of(&s, "machine toy"), CLASSROOM_REFUSED);       /* 40000000 is not there */
    assert_int_equal(classroom_place(s.room), CLASSROOM_OUT);
    assert_int_equal(kind_of(&s, "alloc 20000 1p rw"), CLASSROOM_NOTHING);
    types(&s, "undo");                                          /* it is still outside */
    assert_int_equal(classroom_place(s.room), CLASSROOM_OUT);
    assert_int_equal(kind_of(&s, "check"), CLASSROOM_CHECKED);
    assert_int_equal(kind_of(&s, "next"), CLASSROOM_BACK);
    assert_int_equal(types(&s, "commit 40003000 2p rw")->calls, 2);
    types(&s, "play");
    types(&s, "machine x64");
    types(&s, "alloc 20000 1p rw");
    assert_int_equal(kind_of(&s, "next"), CLASSROOM_BACK);
    assert_true(classroom_verdict(s.room)->solved);
    types(&s, "machine toy");
    assert_int_equal(kind_of(&s, "predict"), CLASSROOM_QUESTION);
    assert_int_equal(kind_of(&s, "answer fails"), CLASSROOM_COMPARED);
    types(&s, "next");
    assert_int_equal(classroom_place(s.room), CLASSROOM_TASK);
    types(&s, "machine x64");
    types(&s, "undo");
    assert_int_equal(classroom_place(s.room), CLASSROOM_TASK);
    close_school(&s);
}

static void a_journal_proves_answers_and_predictions(void **state)
{
    (void)state;
    struct school s = {0}, again = {0};
    open_school(&s, false);
    types(&s, "lesson middle");
    types(&s, "predict");
    types(&s, "answer fails C0000005 none");
    types(&s, "next");
    assert_non_null(strstr(buf_text(&s.journal), "#: predicted fails C0000005 none\n"));
    open_school(&again, false);
    replay(&again, buf_text(&s.journal));
    assert_true(classroom_outcome(again.room)->right);
    close_school(&again);
    types(&s, "lesson quiz");
    types(&s, "answer a committed");
    types(&s, "answer b 20000000");
    assert_true(classroom_verdict(s.room)->solved);
    open_school(&again, false);
    replay(&again, buf_text(&s.journal));
    assert_true(classroom_verdict(again.room)->solved);
    close_room(&again);
    open_school(&again, false);
    types(&again, "lesson quiz");
    replay(&again, "#: solved quiz calls 0 hints 0 seconds 1\n#: answer a free\n#: answer b 1\n");
    assert_false(classroom_verdict(again.room)->solved);
    close_school(&again);
    close_school(&s);
}

static void a_journal_tells_free_play_from_the_task(void **state)
{
    (void)state;
    struct school s = {0}, again = {0};
    open_school(&s, false);
    types(&s, "lesson middle");
    types(&s, "play");
    types(&s, "commit 40002000 3p rw");
    types(&s, "next");
    types(&s, "commit 40002000 1p rw");
    open_school(&again, false);
    replay(&again, buf_text(&s.journal));
    assert_int_equal(classroom_place(again.room), CLASSROOM_TASK);
    assert_null(strstr(buf_text(&again.progress), "solved"));
    close_school(&again);
    close_school(&s);
}

static void a_journal_names_student_and_exam(void **state)
{
    (void)state;
    struct school s = {0};
    open_school(&s, true);
    classroom_destroy(s.room);
    const struct classroom_options options = {.student = "4711", .exam = true};
    s.room = classroom_create(s.session, &s.course, &s.host, &options);
    types(&s, "lesson middle");
    assert_non_null(strstr(buf_text(&s.journal), "\n#: student 4711\n#: exam\n"));
    close_school(&s);
}

static void progress_is_forgotten_after_a_question(void **state)
{
    (void)state;
    struct school s = {0};
    open_school(&s, false);
    types(&s, "lesson middle");
    types(&s, "commit 40002000 3p rw");
    assert_int_equal(kind_of(&s, "progress"), CLASSROOM_PROGRESS);
    assert_int_equal(kind_of(&s, "progress reset nothing"), CLASSROOM_REFUSED);
    assert_int_equal(kind_of(&s, "progress reset all"), CLASSROOM_ASK_RESET);
    assert_int_equal(kind_of(&s, "goal"), CLASSROOM_GOAL);
    assert_int_equal(kind_of(&s, "progress reset all"), CLASSROOM_ASK_RESET);
    assert_int_equal(kind_of(&s, "progress reset all"), CLASSROOM_RESET);
    assert_null(strstr(buf_text(&s.progress), "middle solved"));
    close_school(&s);
}

static bool replace_nothing(void *ctx, const char *path, const char *data, size_t len)
{
    (void)ctx;
    (void)path;
    (void)data;
    (void)len;
    return false;
}

static void progress_that_cannot_be_written_is_told(void **state)
{
    (void)state;
    struct school s = {0};
    open_school(&s, false);
    types(&s, "lesson middle");
    assert_false(types(&s, "commit 40002000 3p rw")->unsaved);
    types(&s, "progress reset all");
    types(&s, "progress reset all");
    s.host.replace = replace_nothing;
    types(&s, "lesson middle");
    assert_true(types(&s, "commit 40002000 3p rw")->unsaved);
    close_school(&s);
}

static void progress_takes_files_that_hold_some(void **state)
{
    (void)state;
    struct school s = {0};
    open_school(&s, false);
    s.files[10] = (struct memory_file){"empty", "no list\n"};
    s.files[11] = (struct memory_file){"list", "quiz solved 0 hints 0 seconds 1\n"};
    assert_string_equal(types(&s, "progress export")->arg, "export");
    assert_string_equal(types(&s, "progress import")->arg, "import");
    assert_int_equal(kind_of(&s, "progress import nowhere"), CLASSROOM_REFUSED);
    assert_int_equal(kind_of(&s, "progress import empty"), CLASSROOM_REFUSED);
    assert_int_equal(kind_of(&s, "progress import list"), CLASSROOM_PROGRESS);
    assert_non_null(strstr(buf_text(&s.progress), "quiz solved"));
    close_school(&s);
}

static void two_labs_keep_what_both_solved(void **state)
{
    (void)state;
    static const char other[] = "# pagelab progress 1\nquiz solved 0 hints 1 seconds 9 last\n";
    struct school s = {0};
    open_school(&s, false);
    types(&s, "lesson middle");
    (void)school_replace(&s, "progress", other, sizeof other - 1);   /* by the other lab */
    types(&s, "commit 40002000 3p rw");
    assert_non_null(strstr(buf_text(&s.progress), "middle solved 1 hints 0 seconds 0 last\n"));
    assert_non_null(strstr(buf_text(&s.progress), "quiz solved 0 hints 1 seconds 9\n"));
    (void)school_replace(&s, "progress", other, sizeof other - 1);
    types(&s, "progress reset quiz");
    types(&s, "progress reset quiz");
    assert_null(strstr(buf_text(&s.progress), "quiz"));
    close_school(&s);
}

static void leaving_a_lesson_frees_undo(void **state)
{
    (void)state;
    struct school s = {0};
    open_school(&s, false);
    types(&s, "reserve 10000000 1p");
    types(&s, "lesson middle");
    assert_int_equal(kind_of(&s, "lesson quit"), CLASSROOM_LEFT);
    assert_int_equal(session_undo(s.session), SESSION_MOVED);
    assert_int_equal(vm_attr_state(run_at(&s, 0x10000).attr), VM_RESERVED);
    close_school(&s);
}

/* A school whose writing goes into files that can be read again. */
static struct memory_file written[8];
static struct buf written_texts[8];

static bool write_file(void *ctx, const char *path, const char *data, size_t len)
{
    size_t i = 0;
    (void)ctx;
    while (written[i].path != NULL && strcmp(written[i].path, path) != 0)
        i++;
    assert_true(i + 1 < sizeof written / sizeof *written);
    buf_addn(&written_texts[i], data, len);
    char *const name = malloc(strlen(path) + 1);
    memcpy(name, path, strlen(path) + 1);
    written[i] = (struct memory_file){name, buf_text(&written_texts[i])};
    return true;
}

static bool read_written(void *ctx, const char *path, struct buf *out)
{
    return memory_read(written, path, out) || school_read(ctx, path, out);
}

static const char *written_text(const char *path)
{
    for (size_t i = 0; written[i].path != NULL; i++)
        if (strcmp(written[i].path, path) == 0)
            return written[i].text;
    fail_msg("%s is not written", path);
    return "";
}

static void a_lesson_is_drafted_from_what_was_done(void **state)
{
    (void)state;
    struct school s = {0};
    open_school(&s, false);
    s.host.replace = write_file;
    s.host.read = read_written;
    types(&s, "alloc 40000000 4p rw");
    types(&s, "lesson start");
    types(&s, "decommit 40000000 1p");
    types(&s, "release 50000000");                              /* fails: not in the solution */
    types(&s, "reserve 60000000 2p r");
    assert_int_equal(types(&s, "lesson new my/03-own")->number, 1);
    assert_string_equal(written_text("my/03-own/lesson"),
        "lesson   own\ntopic    own\nmachine  x86\nlayout   empty\npar      2\n"
        "start\n    alloc 40000000 4p rw\n"
        "goal\n    allocation 40000000 4p rw = 1p reserved, 3p rw\n"
        "    allocation 60000000 2p r = 2p reserved\n"
        "solution\n    decommit 40000000 1p\n    reserve 60000000 2p r\n");
    assert_true(classroom_faults(s.room)->count > 0);           /* words are missing */
    assert_int_equal(kind_of(&s, "lesson new my/03-own"), CLASSROOM_REFUSED);
    assert_string_equal(types(&s, "lesson copy nothing my/05")->arg, "nothing");
    const struct classroom_news *const copied = types(&s, "lesson copy middle my/04-mine");
    assert_int_equal(copied->kind, CLASSROOM_DRAFTED);
    assert_int_equal(copied->number, 0);                        /* it has all */
    assert_int_equal(classroom_faults(s.room)->count, 0);
    assert_non_null(strstr(written_text("my/04-mine/lesson"), "lesson   mine\ntopic commit"));
    for (size_t i = 0; written[i].path != NULL; i++) {
        free((void *)(uintptr_t)written[i].path);
        buf_finish(&written_texts[i]);
        written[i] = (struct memory_file){0};
    }
    close_school(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_task_is_solved_and_kept),
        cmocka_unit_test(undo_takes_a_tick_back),
        cmocka_unit_test(a_foreseen_wrong_way_is_told_once),
        cmocka_unit_test(a_demonstration_leaves_the_task_where_it_was),
        cmocka_unit_test(free_play_does_not_count),
        cmocka_unit_test(predictions_are_compared_and_nothing_is_given_away),
        cmocka_unit_test(the_solution_is_asked_for_twice_and_does_not_count),
        cmocka_unit_test(questions_are_answered_by_name),
        cmocka_unit_test(an_exam_gives_no_help),
        cmocka_unit_test(a_journal_leads_into_the_same_lesson),
        cmocka_unit_test(a_journal_that_ends_in_a_demonstration_goes_on_with_it),
        cmocka_unit_test(a_journal_that_ends_in_a_question_still_shows_it),
        cmocka_unit_test(only_the_question_at_hand_is_answered),
        cmocka_unit_test(another_lesson_in_a_journal_is_outside_of_the_task),
        cmocka_unit_test(a_forged_start_is_no_lesson),
        cmocka_unit_test(a_forged_start_inside_a_lesson_is_outside_of_it),
        cmocka_unit_test(another_space_solves_nothing),
        cmocka_unit_test(another_machine_is_outside_of_the_task),
        cmocka_unit_test(a_journal_proves_answers_and_predictions),
        cmocka_unit_test(a_journal_tells_free_play_from_the_task),
        cmocka_unit_test(a_journal_names_student_and_exam),
        cmocka_unit_test(progress_is_forgotten_after_a_question),
        cmocka_unit_test(two_labs_keep_what_both_solved),
        cmocka_unit_test(progress_that_cannot_be_written_is_told),
        cmocka_unit_test(progress_takes_files_that_hold_some),
        cmocka_unit_test(leaving_a_lesson_frees_undo),
        cmocka_unit_test(a_lesson_is_drafted_from_what_was_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
