/* Lessons as people meet them: every one of pagelab's own is played to its end on the screen and in the
 * line mode, in both languages; and what else a lesson can do, on a few of them. */
#define _GNU_SOURCE
#include "lab.h"
#include "testlib.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/school.h"

#define F2 "\033OQ"
#define F5 "\033[15~"
#define RIGHT "\033OC"

/* ---- what solves a lesson -------------------------------------------------------------------- */

static struct course course;

static void read_course(void)
{
    struct lesson_faults faults = {0};
    struct buf own = {0};
    school_own_course(&own);
    course_read(&course, &school_host, buf_text(&own), &faults);
    for (size_t i = 0; i < faults.count; i++) {
        fail_msg("%s:%u: %s", faults.items[i].file, faults.items[i].line,
            lesson_fault_code(faults.items[i].id));
    }
    assert_true(course.count >= 25);
    buf_finish(&own);
    lesson_faults_finish(&faults);
}

static void add_answer(struct buf *out, const struct lesson_question *question,
    const struct vm_space *start)
{
    static const char *const states[] = {"free", "reserved", "committed"};
    const unsigned long long number = lesson_question_answer(question, start);
    buf_addf(out, "answer %s ", question->name);
    if (question->asked == LESSON_ASK_STATE) {
        buf_add(out, states[number]);
    } else if (question->asked == LESSON_ASK_BASE) {
        buf_addf(out, "%llX", number);
    } else if (question->asked == LESSON_ASK_PROTECT) {
        buf_add(out, number == VM_PAGE_READWRITE ? "rw" : number == VM_PAGE_READONLY ? "r" : "none");
    } else {
        buf_addf(out, "%llu", number);
    }
    buf_addc(out, '\n');
}

/* The solution's lines and the answers to its questions, computed from its start. */
static void add_solution(struct buf *out, const struct lesson *lesson)
{
    struct session *scratch = session_create(NULL, NULL, NULL);
    assert_true(lesson_begin(lesson, scratch, NULL));
    for (size_t i = 0; i < lesson->solution.count; i++) {
        buf_addf(out, "%s\n", lesson->solution.items[i].text);
    }
    for (size_t i = 0; i < lesson->question_count; i++) {
        add_answer(out, &lesson->questions[i], session_space(scratch));
    }
    session_destroy(scratch);
}

/* ---- all of them ----------------------------------------------------------------------------- */

static void type_lines(struct vth *t, const char *lines)
{
    struct buf keys = {0};
    for (; *lines != '\0'; lines++) {
        buf_addc(&keys, *lines == '\n' ? '\r' : *lines);
    }
    vth_keys(t, buf_text(&keys));
    buf_finish(&keys);
}

static void play_all(const char *lang, const char *next, const char *last)
{
    const char *const args[] = {"--lang", lang, NULL};
    lab_fresh();
    struct vth *t = lab_start(40, 120, args, NULL);
    for (size_t i = 0; i < course.count; i++) {
        struct buf lines = {0};
        char end[64];
        buf_addf(&lines, "lesson %s\n", course.lessons[i].id);
        add_solution(&lines, course.lessons[i].plain);
        type_lines(t, buf_text(&lines));
        snprintf(end, sizeof end, "%s %zu ", next, i + 2);
        lab_expect(t, i + 1 < course.count ? end : last);
        buf_finish(&lines);
    }
    lab_quit(t);
}

static void every_lesson_is_solved_on_the_screen_in_english(void **state)
{
    (void)state;
    play_all("en", "next opens lesson", "the last lesson");
}

static void every_lesson_is_solved_on_the_screen_in_spanish(void **state)
{
    (void)state;
    play_all("es", "next abre la lecci\xC3\xB3n", "la \xC3\xBAltima lecci\xC3\xB3n");
}

static size_t count(const char *text, const char *word)
{
    size_t found = 0;
    for (; (text = strstr(text, word)) != NULL; text += strlen(word)) {
        found++;
    }
    return found;
}

static void read_all(const char *command, struct buf *out)
{
    char chunk[4096];
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, pipe)) > 0;) {
        buf_addn(out, chunk, n);
    }
    assert_int_equal(pclose(pipe), 0);
}

static void run_plain(const char *lang, const struct buf *lines, struct buf *said)
{
    char path[160], command[512];
    snprintf(path, sizeof path, "%s/lines", lab_state_dir());
    assert_true(school_host.replace(NULL, path, lines->data, lines->len));
    snprintf(command, sizeof command, "XDG_STATE_HOME='%s' '%s' --plain --lang %s <'%s'",
        lab_state_dir(), lab_exe(), lang, path);
    read_all(command, said);
}

/* --plain reads the same lines and says of each lesson that it is solved. */
static void play_plain(const char *lang, const char *solved)
{
    struct buf lines = {0}, said = {0};
    lab_fresh();
    for (size_t i = 0; i < course.count; i++) {
        buf_addf(&lines, "lesson %s\n", course.lessons[i].id);
        add_solution(&lines, course.lessons[i].plain);
    }
    run_plain(lang, &lines, &said);
    assert_int_equal(count(buf_text(&said), solved), course.count);
    buf_finish(&lines);
    buf_finish(&said);
}

static void every_lesson_is_solved_in_the_line_mode(void **state)
{
    (void)state;
    play_plain("en", "  Solved");
    play_plain("es", "  Resuelta");
}

/* ---- foreseen mistakes ------------------------------------------------------------------------ */

/* The first words of Markdown, up to the first that is marked: what is shown of them as they stand. */
static void first_words(const char *text, char *out, size_t size)
{
    enum { ENOUGH = 30 };              /* one line holds so many */
    size_t len = 0;
    while (len + 1 < size && len < ENOUGH && text[len] != '\0' && strchr("`*[\n", text[len]) == NULL) {
        out[len] = text[len];
        len++;
    }
    while (len > 0 && out[len - 1] != ' ') {
        len--;
    }
    out[len > 0 ? len - 1 : 0] = '\0';
}

static void add_wrong_way(struct buf *out, const struct lesson *lesson,
    const struct lesson_wrong *wrong)
{
    buf_addf(out, "lesson %s\n", lesson->id);
    for (size_t i = 0; i < wrong->by.count; i++) {
        buf_addf(out, "%s\n", wrong->by.items[i].text);
    }
}

/* Each wrong way of each lesson, one after the other, gets its own words, in this order. */
static void go_wrong(const char *lang, enum lesson_language language)
{
    struct buf lines = {0}, said = {0};
    size_t ways = 0;
    lab_fresh();
    for (size_t i = 0; i < course.count; i++) {
        for (size_t k = 0; k < course.lessons[i].plain->wrong_count; k++) {
            add_wrong_way(
                &lines, course.lessons[i].plain, &course.lessons[i].plain->wrongs[k]);
            ways++;
        }
    }
    assert_true(ways >= course.count);
    run_plain(lang, &lines, &said);
    const char *at = buf_text(&said);
    for (size_t i = 0; i < course.count; i++) {
        const struct lesson *lesson = course.lessons[i].plain;
        const struct lesson_words *words = &lesson->words[language];
        for (size_t k = 0; k < lesson->wrong_count; k++) {
            char expected[64];
            first_words(lesson_text_find(words->wrongs, words->wrong_count,
                lesson->wrongs[k].name), expected, sizeof expected);
            const char *found = strstr(at, expected);
            if (found == NULL) {
                fail_msg("%s: %s: '%s' is not told", lesson->id, lesson->wrongs[k].name, expected);
            }
            at = found + strlen(expected);
        }
    }
    buf_finish(&lines);
    buf_finish(&said);
}

static void each_foreseen_mistake_gets_its_words(void **state)
{
    (void)state;
    go_wrong("en", LESSON_EN);
    go_wrong("es", LESSON_ES);
}

/* ---- one of them ------------------------------------------------------------------------------ */

static struct vth *begin(int rows, int cols)
{
    static const char *const args[] = {"--lang", "en", "lesson", "commit-part", NULL};
    lab_fresh();
    return lab_start(rows, cols, args, NULL);
}

static void a_lesson_goes_from_its_text_to_the_next(void **state)
{
    (void)state;
    struct vth *t = begin(36, 120);
    lab_expect(t, "5 \xC2\xB7 Commit piece by piece");
    lab_expect(t, "+ goal: reserved, read-write");
    lab_expect(t, "goal           committed, read-write");      /* of the page under the cursor */
    lab_expect(t, "[ ] an allocation of 8 pages");
    lab_type(t, "alloc 40000000 8p");                /* the foreseen wrong way */
    lab_expect(t, "All eight pages are committed");
    lab_expect(t, "* goal: reserved");
    lab_type(t, "undo");
    lab_type(t, "hint");
    lab_expect(t, "Hint 1 of 3");
    lab_type(t, "reserve 40000000 8p");
    lab_expect(t, "still missing: page 40000000 is reserved");
    lab_type(t, "commit 40000000 2p");
    lab_type(t, "commit 40005000 1p");
    lab_expect(t, "Solved with 3 calls, the fewest possible.");
    lab_expect(t, "[x] an allocation of 8 pages");
    lab_expect(t, "solved: next goes on");
    vth_keys(t, "\x1A");                             /* undo: open again */
    lab_expect(t, "[ ] an allocation of 8 pages");
    vth_keys(t, "\033[20~");                         /* redo */
    lab_expect(t, "[x] an allocation of 8 pages");
    lab_type(t, "next");
    lab_expect(t, "6 \xC2\xB7 ");
    lab_quit(t);
    const char *const again[] = {"--lang", "en", "lesson", NULL};
    t = lab_start(36, 120, again, NULL);             /* goes on where one was */
    lab_expect(t, "6 \xC2\xB7 ");
    lab_type(t, "lesson list");
    lab_expect(t, "solved with 3 calls");
    lab_quit(t);
}

static void the_map_stays_at_the_goal(void **state)
{
    (void)state;
    static const char goal[] = " 40000000 ++++++++";
    struct vth *t = begin(24, 80);
    lab_type(t, "hint");
    lab_expect(t, goal);
    lab_type(t, "alloc 40000000 8p");
    lab_type(t, "undo");
    lab_expect(t, goal);
    lab_type(t, "play");
    lab_type(t, "progress");
    lab_type(t, "next");
    lab_expect(t, goal);
    lab_quit(t);
}

static void a_demonstration_is_stepped_and_rewound(void **state)
{
    (void)state;
    struct vth *t = begin(36, 120);
    lab_type(t, "demo");
    lab_expect(t, "line 1 of 4");
    lab_expect(t, "page 20000000");
    lab_expect(t, "Demonstration");                  /* in the lesson's pane: what runs, and why */
    lab_expect(t, "\xE2\x94\x82 Eight pages are reserved: one");
    assert_true(vth_gone(t, "[ ] an allocation", LAB_PATIENCE));
    vth_keys(t, F5);
    lab_expect(t, "line 2 of 4");
    lab_expect(t, "\xE2\x94\x82 The first page gets storage.");
    vth_keys(t, "\x1A" F5);                          /* back, and the same line once more */
    lab_expect(t, "step 5 of 5");
    lab_type(t, "next");
    lab_expect(t, "back to the task");
    lab_expect(t, "+ goal: reserved");
    lab_quit(t);
}

static void a_prediction_is_painted_and_compared(void **state)
{
    (void)state;
    struct vth *t = begin(36, 120);
    lab_type(t, "predict");
    lab_expect(t, "? VirtualAlloc((void *)0x20002000, 4096, MEM_COMMIT, PAGE_READONLY)");
    lab_expect(t, "\xE2\x94\x82 Prediction");
    lab_expect(t, "\xE2\x94\x82 ? VirtualAlloc((void *)0x20002000,");
    vth_keys(t, "\033[Z");
    lab_expect(t, "Space marks");
    vth_keys(t, RIGHT RIGHT " " RIGHT "5");          /* two pages, read-write */
    lab_expect(t, "predicted");
    lab_expect(t, "- 2 pages read-write at 20002000");
    vth_keys(t, "\t");
    lab_type(t, "answer works");
    lab_expect(t, "pages that are right: 0 of 2; first difference: page 20002000");
    lab_expect(t, "predicted otherwise");
    lab_type(t, "predict");
    vth_keys(t, "\033[Z" RIGHT RIGHT "4\t");
    lab_type(t, "answer works");
    lab_expect(t, "Your prediction is right.");
    lab_type(t, "next");
    lab_expect(t, "back to the task");
    lab_quit(t);
}

static void free_play_leaves_the_task_alone(void **state)
{
    (void)state;
    struct vth *t = begin(36, 120);
    lab_type(t, "reserve 40000000 8p");
    lab_type(t, "play");
    lab_type(t, "release 40000000");
    lab_expect(t, "free play: next goes back");
    lab_type(t, "next");
    lab_expect(t, "page 40000000 is reserved; the goal wants");
    lab_quit(t);
}

static void a_small_screen_shows_the_lesson_or_the_console(void **state)
{
    (void)state;
    struct vth *t = begin(24, 80);
    lab_expect(t, "5 \xC2\xB7 Commit piece by piece");
    lab_expect(t, "Often a program does not know");
    lab_type(t, "reserve 40000000 8p");
    lab_expect(t, "8 pages free -> reserved");
    lab_expect(t, "Commit piece by piece \xC2\xB7 1/2 \xC2\xB7 F2");
    vth_keys(t, F2);
    lab_expect(t, "Task");
    lab_expect(t, "[ ] an allocation of 8 pages");
    assert_true(vth_gone(t, "8 pages free -> reserved", LAB_PATIENCE));
    vth_keys(t, F2);
    lab_expect(t, "8 pages free -> reserved");
    vth_resize(t, 12, 40);
    lab_rest(t);
    vth_keys(t, F2);
    lab_expect(t, "5 \xC2\xB7 Commit piece by piece");
    lab_quit(t);
}

static void one_key_leads_from_the_text_to_the_task(void **state)
{
    (void)state;
    struct vth *t = begin(24, 80);
    lab_expect(t, "Often a program does not know");
    lab_expect(t, "[ ] an allocation of 8 pages");   /* the checklist is always there */
    assert_true(vth_gone(t, "Make one allocation", LAB_PATIENCE));
    vth_keys(t, F2);
    lab_expect(t, "Make one allocation of 8 pages");
    vth_keys(t, F2);                                 /* what else there is: the console */
    lab_expect(t, "demo shows an example");
    lab_quit(t);
    t = begin(24, 80);
    vth_keys(t, "\033[6~");                          /* from the prompt, too */
    lab_expect(t, "Reserve once, commit");
    vth_keys(t, "\033[5~");
    lab_expect(t, "Often a program does not know");
    lab_quit(t);
    t = begin(36, 120);
    vth_keys(t, F2);
    lab_expect(t, "Often a program does not know");
    vth_keys(t, F2);
    lab_expect(t, "\xE2\x94\x82 Make one allocation");
    lab_quit(t);
}

static void the_wheel_scrolls_a_lesson(void **state)
{
    (void)state;
    struct vth *t = begin(36, 120);
    for (int i = 0; i < 4; i++) {
        vth_keys(t, "\033[<65;100;20M");
    }
    lab_expect(t, "\xE2\x94\x82 Make one allocation");
    vth_keys(t, "\033[<64;100;20M");
    assert_true(vth_gone(t, "The other five stay", LAB_PATIENCE));
    lab_quit(t);
}

static void a_large_screen_shows_all_of_a_lesson(void **state)
{
    (void)state;
    static const int sizes[][2] = {{50, 200}, {100, 300}};
    for (int i = 0; i < 2; i++) {
        struct vth *t = begin(sizes[i][0], sizes[i][1]);
        lab_expect(t, "Often a program does not know");
        lab_expect(t, "Make one allocation of 8 pages");
        lab_expect(t, "[x] nothing else is changed");
        lab_quit(t);
    }
}

static void kill_it(struct vth *t)
{
    kill(t->pid, SIGKILL);
    assert_true(vth_exit(t, LAB_PATIENCE));
    vth_free(t);
}

static void a_killed_session_is_restored_into_its_lesson(void **state)
{
    (void)state;
    struct vth *t = begin(36, 120);
    lab_type(t, "reserve 40000000 8p");
    lab_type(t, "commit 40000000 2p");
    kill_it(t);
    t = lab_start(36, 120, LAB_ENGLISH, NULL);
    lab_expect(t, "Restore it? y/n");
    vth_keys(t, "y");
    lab_expect(t, "5 \xC2\xB7 Commit piece by piece");
    lab_expect(t, "[ ] an allocation of 8 pages");
    lab_expect(t, "[x] nothing else is changed");
    lab_expect(t, "* goal: read-write");
    lab_type(t, "commit 40005000 1p");
    lab_expect(t, "Solved with 3 calls, the fewest possible.");
    for (int undo = 0; undo < 5; undo++) {           /* not beyond the start of the lesson */
        vth_keys(t, "\x1A");
    }
    lab_expect(t, "+ goal: reserved, read-write");
    lab_quit(t);
}

static void a_killed_session_is_restored_into_its_exercise(void **state)
{
    (void)state;
    struct vth *t = begin(36, 120);
    lab_type(t, "practice reserve 7");
    lab_type(t, "next");
    lab_type(t, "next");
    lab_expect(t, "Exercise 3: make this map");
    lab_type(t, "reserve 0x15ED0000 2p rw");
    lab_expect(t, "3/4");
    kill_it(t);
    t = lab_start(36, 120, LAB_ENGLISH, NULL);
    vth_keys(t, "y");
    lab_expect(t, "Exercise 3: make this map");
    lab_expect(t, "3/4");
    lab_type(t, "protect 0x15E21000 2p r");
    lab_expect(t, "next gives another exercise");
    lab_type(t, "next");
    lab_expect(t, "Exercise 4: repair this program");
    lab_quit(t);
}

static void what_is_solved_survives_a_kill_right_afterwards(void **state)
{
    (void)state;
    struct vth *t = begin(36, 120);
    vth_keys(t, "reserve 40000000 8p\rcommit 40000000 2p\rcommit 40005000 1p\r");
    lab_expect(t, "Solved with 3 calls");
    kill_it(t);
    t = lab_start(36, 120, LAB_ENGLISH, NULL);
    vth_keys(t, "n");
    lab_type(t, "progress");
    lab_expect(t, "Commit piece by piece (commit-part): solved with 3 calls");
    lab_quit(t);
}

static void what_is_to_be_done_next_is_always_in_the_checklist(void **state)
{
    (void)state;
    static const char *const args[] = {"--lang", "en", "lesson", "query", NULL};
    lab_fresh();
    struct vth *t = lab_start(24, 80, args, NULL);
    lab_expect(t, "[ ] what is to be freed is free");
    lab_type(t, "release 40010000");
    lab_type(t, "answer a 20480");
    vth_keys(t, F2);
    lab_expect(t, "[ ] question b is answered");
    lab_type(t, "lesson 25");
    lab_expect(t, "[ ] ");
    lab_quit(t);
}

static void tab_completes_the_words_of_lessons(void **state)
{
    (void)state;
    struct vth *t = begin(36, 120);
    vth_keys(t, "lesson \t");
    lab_expect(t, "commit-part");
    lab_expect(t, "Commit piece by piece");
    vth_keys(t, "\003");                            /* the popup, then the line */
    lab_rest(t);
    vth_keys(t, "\003");
    lab_rest(t);
    vth_keys(t, "lesson let-s\t");
    lab_expect(t, "> lesson let-system-choose");
    vth_keys(t, "\003practice prot\t");
    lab_expect(t, "> practice protect");
    lab_type(t, "\003predict");
    vth_keys(t, "answer w\t");
    lab_expect(t, "> answer works");
    vth_keys(t, "\003progress reset commit-p\t");
    lab_expect(t, "> progress reset commit-part");
    vth_keys(t, "\003");
    lab_quit(t);
}

static void help_tells_the_words_and_keys_of_lessons(void **state)
{
    (void)state;
    struct vth *t = begin(36, 120);
    lab_type(t, "help lessons");
    lab_expect(t, "solution");
    lab_expect(t, "practice [topic]");
    assert_true(vth_gone(t, "VirtualAlloc", LAB_PATIENCE));
    vth_keys(t, "q");
    lab_type(t, "help keys");
    lab_expect(t, "to the lesson, on to its task, and back");
    vth_keys(t, "q");
    lab_quit(t);
}

static void f2_begins_the_course_for_who_is_new(void **state)
{
    (void)state;
    lab_fresh();
    struct vth *t = lab_start(36, 120, LAB_ENGLISH, NULL);
    lab_expect(t, "New here? F2 opens the first lesson.");
    vth_keys(t, F2);
    lab_expect(t, "Lesson 1 of 25");
    lab_quit(t);
    t = lab_start(36, 120, LAB_ENGLISH, NULL);
    assert_true(vth_gone(t, "New here?", LAB_PATIENCE));
    lab_quit(t);
}

int main(int argc, char **argv)
{
    lab_setup(argc, argv);
    read_course();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_lesson_is_solved_on_the_screen_in_english),
        cmocka_unit_test(every_lesson_is_solved_on_the_screen_in_spanish),
        cmocka_unit_test(every_lesson_is_solved_in_the_line_mode),
        cmocka_unit_test(each_foreseen_mistake_gets_its_words),
        cmocka_unit_test(a_lesson_goes_from_its_text_to_the_next),
        cmocka_unit_test(the_map_stays_at_the_goal),
        cmocka_unit_test(a_demonstration_is_stepped_and_rewound),
        cmocka_unit_test(a_prediction_is_painted_and_compared),
        cmocka_unit_test(free_play_leaves_the_task_alone),
        cmocka_unit_test(a_small_screen_shows_the_lesson_or_the_console),
        cmocka_unit_test(one_key_leads_from_the_text_to_the_task),
        cmocka_unit_test(the_wheel_scrolls_a_lesson),
        cmocka_unit_test(a_large_screen_shows_all_of_a_lesson),
        cmocka_unit_test(a_killed_session_is_restored_into_its_lesson),
        cmocka_unit_test(a_killed_session_is_restored_into_its_exercise),
        cmocka_unit_test(what_is_solved_survives_a_kill_right_afterwards),
        cmocka_unit_test(what_is_to_be_done_next_is_always_in_the_checklist),
        cmocka_unit_test(tab_completes_the_words_of_lessons),
        cmocka_unit_test(help_tells_the_words_and_keys_of_lessons),
        cmocka_unit_test(f2_begins_the_course_for_who_is_new),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    course_finish(&course);
    return failed;
}
