/* test_news - what is said in a classroom, word for word. */
#include "lessonlib.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "render/lesson.h"
#include "render/words.h"

#define MIDDLE_ES                                                                                  \
    "# El medio\nUn texto.\n\n## demo\n1. Funciona.\n2. Falla.\n\n## predict\n¿Y ahora?\n"         \
    "## task\nTres en el medio.\n## hints\n1. Idea\n2. Opción\n3. Llamada\n"                       \
    "## wrong all\nTodas.\n## done\nMuy bien.\n"
#define LONG_DATA                                                                                  \
    "lesson long\ntopic guard\npar 0\nstart\n    alloc 20000000 2p r\n"                            \
    "question a state 20001000\nquestion b base 20001000\n"
#define LONG_WORDS                                                                                 \
    "# Look\x1b[2J\nOne\x1b[2J, see [[R-FREE-2]] and [[R-FREE-2]].\n\n---\n\nTwo, as in [[lesson middle]].\n"    \
    "## question a\nState?\n## question b\nBase?\n## task\nLook, see [[487]].\n"                   \
    "## hints\n1. a\n2. b\n3. c\n## done\nSeen.\n"

static struct memory_file files[] = {
    {"c/order", "world en One\nworld es Uno\nmiddle\nworld en Two\nworld es Dos\nlong\n"},
    {"c/middle/lesson", MIDDLE_DATA}, {"c/middle/en.md", MIDDLE_EN}, {"c/middle/es.md", MIDDLE_ES},
    {"c/long/lesson", LONG_DATA}, {"c/long/en.md", LONG_WORDS}, {"c/long/es.md", LONG_WORDS},
    {NULL, NULL}};

struct school {
    struct lesson_host host;
    struct course course;
    struct session *session;
    struct classroom *room;
    struct render_text said;
    size_t width;
    uint64_t now;
};

static bool read_file(void *ctx, const char *path, struct buf *out)
{
    (void)ctx;
    return memory_read(files, path, out);
}

static uint64_t seconds(void *ctx)
{
    return ((struct school *)ctx)->now;
}

static void on_call(void *ctx, const struct vm_change *change, uint32_t last_error)
{
    (void)last_error;
    classroom_on_call(((struct school *)ctx)->room, change);
}

static int open_school(void **state)
{
    struct school *const s = base_zalloc(sizeof *s);
    struct lesson_faults faults = {0};
    const struct session_observer observer = {.ctx = s, .on_call = on_call};
    const struct classroom_options options = {.student = ""};
    render_words_init(TEST_LOCALEDIR, "en");
    s->host = (struct lesson_host){.ctx = s, .read = read_file, .seconds = seconds};
    course_read(&s->course, &s->host, "c", &faults);
    assert_int_equal(faults.count, 0);
    s->session = session_create(NULL, NULL, &observer);
    s->room = classroom_create(s->session, &s->course, &s->host, &options);
    lesson_faults_finish(&faults);
    *state = s;
    return 0;
}

static int close_school(void **state)
{
    struct school *const s = *state;
    classroom_destroy(s->room);
    session_destroy(s->session);
    course_finish(&s->course);
    render_text_finish(&s->said);
    free(s);
    return 0;
}

/* Types a line as a front end does; what the classroom says to it. */
static const char *says(struct school *s, const char *line)
{
    const enum session_outcome outcome = session_run(s->session, line, strlen(line));
    const struct classroom_news *const news = outcome == SESSION_FOREIGN
        ? classroom_word(s->room, session_foreign(s->session))
        : classroom_update(s->room);
    render_text_clear(&s->said);
    render_news(&s->said, s->session, s->room, news, s->width);
    return buf_text(&s->said.buf);
}

static void says_that(struct school *s, const char *line, const char *want)
{
    const char *const said = says(s, line);
    if (strstr(said, want) == NULL)
        assert_string_equal(said, want);
}

/* ---- texts ------------------------------------------------------------------------------------ */

static void a_lesson_begins_with_its_whole_text(void **state)
{
    struct school *const s = *state;
    assert_string_equal(says(s, "lesson 1"),
        "Lesson 1 of 2 · The middle\n\nSome text.\n\n"
        "demo shows an example, line by line; predict asks what a call will do\n\n"
        "Task\nThree in the middle.\n\n"
        "[ ] an allocation of 8 pages at 40000000 with PAGE_READWRITE: 2 reserved, 3\n"
        "    read-write, 3 reserved\n"
        "[ ] exactly 3 committed pages\n"
        "[x] nothing else is changed\n"
        "hint helps, check says what is missing, goal shows the task again\n");
}

static void screens_follow_each_other_and_links_can_be_typed(void **state)
{
    struct school *const s = *state;
    assert_string_equal(says(s, "lesson long"),
        "Lesson 2 of 2 · Look?[2J\n\n"
        "One?[2J, see R-FREE-2 and R-FREE-2.\nexplain R-FREE-2 tells more\n\n"
        "Two, as in lesson middle.\n\n"
        "Task\nLook, see 487.\nexplain 487 tells more\n\n"
        "[x] no page is changed\n"
        "[ ] question a is answered: State?\n[ ] question b is answered: Base?\n"
        "hint helps, check says what is missing, goal shows the task again\n");
    assert_int_equal(render_lesson_screens(s->room), 2);
}

static void control_characters_of_a_course_reach_no_terminal(void **state)
{
    struct school *const s = *state;
    static const char *const words[] = {"lesson list", "lesson 2", "goal", "progress", "check"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_null(strchr(says(s, words[i]), 0x1b));
    render_text_clear(&s->said);
    render_lesson_title(&s->said, s->room);
    assert_string_equal(buf_text(&s->said.buf), "Lesson 2 of 2 · Look?[2J\n");
}

static void outside_a_lesson_its_pieces_are_empty(void **state)
{
    struct school *const s = *state;
    render_lesson_title(&s->said, s->room);
    render_lesson_text(&s->said, s->room, 0);
    render_lesson_task(&s->said, s->room, 0);
    render_lesson_screen(&s->said, s->room, 0, 0);
    render_lesson_checklist(&s->said, classroom_lesson(s->room), classroom_verdict(s->room), 0);
    assert_string_equal(buf_text(&s->said.buf), "");
    assert_int_equal(render_lesson_screens(s->room), 0);
    assert_string_equal(says(s, "reserve 40000000 1p rw"), "");
}

static void everything_is_there_in_spanish(void **state)
{
    struct school *const s = *state;
    assert_true(render_set_language("es"));
    says_that(s, "lesson 1", "Lección 1 de 2 · El medio\n\nUn texto.\n");
    says_that(s, "commit 40002000 2p rw",
        "todavía falta: la página 40004000 está reservada; el objetivo pide\n"
        "comprometida, lectura y escritura\n");
    says_that(s, "commit 40004000 1p rw",
        "Resuelta con 2 llamadas; con 1 basta: ¿puedes hacerlo con menos?\nMuy bien.\n"
        "next abre la lección 2 · Look?[2J\n");
}

/* ---- steps ------------------------------------------------------------------------------------ */

static void a_step_that_helps_says_what_is_left(void **state)
{
    struct school *const s = *state;
    (void)says(s, "lesson 1");
    assert_string_equal(says(s, "commit 40002000 2p rw"),
        "still missing: page 40004000 is reserved; the goal wants committed, read-write\n");
}

static void a_question_or_a_failure_says_nothing_new(void **state)
{
    struct school *const s = *state;
    (void)says(s, "lesson 1");
    assert_string_equal(says(s, "query 40000000"), "");
    assert_string_equal(says(s, "commit 50000000 1p rw"), "");
    (void)says(s, "commit 40002000 1p rw");
    assert_string_equal(says(s, "read 40002000"),
        "still missing: page 40003000 is reserved; the goal wants committed, read-write\n");
    assert_string_equal(says(s, "read 40002000"), "");
}

static void a_foreseen_wrong_way_is_told(void **state)
{
    struct school *const s = *state;
    (void)says(s, "lesson 1");
    assert_string_equal(says(s, "commit 40000000 8p rw"), "All.\n");
}

static void a_solution_is_held_against_par_and_the_best(void **state)
{
    struct school *const s = *state;
    (void)says(s, "lesson 1");
    (void)says(s, "commit 40002000 2p rw");
    assert_string_equal(says(s, "commit 40004000 1p rw"),
        "Solved with 2 calls; 1 would do: can you do it with fewer?\nWell done.\n"
        "next opens lesson 2 · Look?[2J\n");
    (void)says(s, "restart");
    assert_string_equal(says(s, "commit 40002000 3p rw"),
        "Solved with 1 call, the fewest possible.\nThat is fewer than ever before.\nWell done.\n"
        "next opens lesson 2 · Look?[2J\n");
    (void)says(s, "restart");
    (void)says(s, "commit 40002000 2p rw");
    says_that(s, "commit 40004000 1p rw", "Your best so far: 1 call.\n");
}

static void after_the_last_lesson_there_is_none(void **state)
{
    struct school *const s = *state;
    (void)says(s, "lesson 2");
    assert_string_equal(says(s, "answer a free"),
        "question a: that is not right; look again, and answer again\n");
    assert_string_equal(says(s, "answer a committed"),
        "question a: right\ntask: 2 of 3 points done\nstill missing: question b: Base?\n");
    assert_string_equal(says(s, "answer b 20000000"),
        "question b: right\nSolved.\nSeen.\nThis was the last lesson of the course.\n");
}

/* ---- help ------------------------------------------------------------------------------------- */

static void hints_are_counted(void **state)
{
    struct school *const s = *state;
    (void)says(s, "lesson 1");
    assert_string_equal(says(s, "hint"), "Hint 1 of 3\nIdea\nhint again gives a plainer one\n");
    (void)says(s, "hint");
    assert_string_equal(says(s, "hint"), "Hint 3 of 3\nCall\n");
}

static void a_demonstration_shows_line_answer_and_sentence(void **state)
{
    struct school *const s = *state;
    (void)says(s, "lesson 1");
    assert_string_equal(says(s, "demo"),
        "> reserve 20000000 4p rw\n"
        "VirtualAlloc(0x20000000, 0x4000, MEM_RESERVE, PAGE_READWRITE)\n"
        "= 20000000   4 pages free -> reserved\n"
        "It works.\n"
        "line 1 of 2: demo again shows the next one, next goes back\n");
    says_that(s, "demo", "It fails.\nline 2 of 2, the last: next goes back to the task\n");
    assert_string_equal(says(s, "next"),
        "back to the task · The middle\n"
        "still missing: page 40002000 is reserved; the goal wants committed, read-write\n");
}

static void a_solution_that_was_shown_does_not_count(void **state)
{
    struct school *const s = *state;
    (void)says(s, "lesson 1");
    says_that(s, "solution", "solution once more shows it; the task does not count");
    says_that(s, "solution", "> commit 40002000 3p rw\n");
    (void)says(s, "next");
    says_that(s, "commit 40002000 3p rw",
        "It does not count as solved, because the solution was shown;");
}

static void a_check_says_what_each_point_lacks(void **state)
{
    struct school *const s = *state;
    (void)says(s, "lesson 1");
    assert_string_equal(says(s, "check"),
        "[ ] an allocation of 8 pages at 40000000 with PAGE_READWRITE: 2 reserved, 3\n"
        "    read-write, 3 reserved\n"
        "    page 40002000 is reserved; the goal wants committed, read-write\n"
        "[ ] exactly 3 committed pages\n"
        "    no committed pages; the goal wants exactly 3\n"
        "[x] nothing else is changed\n");
    (void)says(s, "commit 40002000 3p rw");
    says_that(s, "check", "the task is solved\n[x] ");
}

/* ---- predictions ------------------------------------------------------------------------------ */

static void a_prediction_is_asked_and_compared(void **state)
{
    struct school *const s = *state;
    (void)says(s, "lesson 1");
    says_that(s, "predict", "And now?\n? write 40000000 65\nanswer works or answer fails says it");
    says_that(s, "answer works",
        "you said that it works; it fails with C0000005\n"
        "predict asks again, next goes back to the task\n");
    (void)says(s, "predict");
    says_that(s, "answer fails 487",
        "that it fails is right; the error is C0000005\n");
    (void)says(s, "predict");
    says_that(s, "answer fails 40000000 2p rw",
        "that it fails is right\n"
        "pages that are right: 0 of 2; first difference: page 40000000: you said\n"
        "committed, read-write, it is reserved\n");
    (void)says(s, "predict");
    says_that(s, "answer fails C0000005",
        "Your prediction is right.\nnext goes back to the task\n");
}

/* ---- places ----------------------------------------------------------------------------------- */

static void going_and_coming_is_said(void **state)
{
    struct school *const s = *state;
    assert_string_equal(says(s, "hint"),
        "this word belongs to a lesson; lesson list shows all\n");
    (void)says(s, "lesson 1");
    assert_string_equal(says(s, "play"),
        "free play: try what you like; next goes back to the task as it was\n");
    assert_string_equal(says(s, "commit 40002000 3p rw"), "");
    says_that(s, "next", "back to the task · The middle\n");
    says_that(s, "restart", "the task begins again\nTask\nThree in the middle.\n\n[ ] ");
    says_that(s, "goal", "Task\nThree in the middle.\n\n[ ] ");
    assert_string_equal(says(s, "lesson quit"), "the lesson is left; lesson list shows all\n");
}

/* ---- the course ------------------------------------------------------------------------------- */

static void the_list_shows_worlds_and_what_is_done(void **state)
{
    struct school *const s = *state;
    static const char end[] =
        "lesson and a number or name opens one; lesson list and a word looks for it\n";
    struct buf want = {0};
    (void)says(s, "lesson 1");
    (void)says(s, "commit 40002000 3p rw");
    (void)says(s, "next");
    buf_addf(&want, "One\n  1 · The middle (middle): solved with 1 call, the fewest possible\n"
        "Two\n> 2 · Look?[2J (long), you are here: begun\n%s", end);
    assert_string_equal(says(s, "lesson list"), buf_text(&want));
    buf_clear(&want);
    buf_addf(&want, "Two\n> 2 · Look?[2J (long), you are here: begun\n%s", end);
    assert_string_equal(says(s, "lesson list guard"), buf_text(&want));
    assert_string_equal(says(s, "lesson list xyzzy"), "no lesson is about xyzzy\n");
    buf_finish(&want);
}

static void progress_tells_calls_hints_and_time(void **state)
{
    struct school *const s = *state;
    assert_string_equal(says(s, "progress"), "0 of 2 lessons solved\n");
    (void)says(s, "lesson 1");
    (void)says(s, "hint");
    s->now = 140;
    (void)says(s, "commit 40002000 2p rw");
    (void)says(s, "commit 40004000 1p rw");
    assert_string_equal(says(s, "progress"),
        "  1 · The middle (middle): solved with 2 calls, 1 possible, with 1 hint, in 2\n"
        "  min 20 s\n"
        "1 of 2 lessons solved\n");
    assert_string_equal(says(s, "progress reset middle"),
        "the same word once more forgets that middle is solved\n");
    assert_string_equal(says(s, "progress reset middle"), "the progress of middle is forgotten\n");
    assert_string_equal(says(s, "progress reset all"),
        "the same word once more forgets all that is solved\n");
    assert_string_equal(says(s, "progress reset all"), "all progress is forgotten\n");
}

static void why_names_the_lesson_that_teaches_the_rule(void **state)
{
    struct school *const s = *state;
    const struct render_pages pages = {.course = &s->course};
    (void)says(s, "VirtualFree(0x40000000, 4096, MEM_RELEASE)");
    render_text_clear(&s->said);
    render_why(&s->said, s->session, &pages);
    assert_non_null(strstr(buf_text(&s->said.buf),
        "explain R-FREE-2 tells more\nlesson 1 teaches it: lesson middle\n"));
    render_text_clear(&s->said);
    render_why(&s->said, s->session, NULL);
    assert_null(strstr(buf_text(&s->said.buf), "teaches"));
}

static void lines_keep_to_a_narrow_pane(void **state)
{
    struct school *const s = *state;
    static const char *const words[] = {"lesson 1", "goal", "hint", "check", "predict",
        "answer works", "next", "lesson list", "progress", "solution", "play", "lesson quit"};
    s->width = 34;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *line = says(s, words[i]);
        while (*line != '\0') {
            const size_t len = strcspn(line, "\n");
            const bool is_answer = strncmp(line, "access ", 7) == 0 ||
                strncmp(line, "try: ", 5) == 0 || strncmp(line, "VirtualAlloc", 12) == 0;
            if (utf8_width(line, len) > 34 && !is_answer)
                fail_msg("%s: %.*s", words[i], (int)len, line);
            line += len + (line[len] == '\n');
        }
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_school, close_school)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_lesson_begins_with_its_whole_text),
        TEST(screens_follow_each_other_and_links_can_be_typed),
        TEST(control_characters_of_a_course_reach_no_terminal),
        TEST(outside_a_lesson_its_pieces_are_empty),
        TEST(everything_is_there_in_spanish),
        TEST(a_step_that_helps_says_what_is_left),
        TEST(a_question_or_a_failure_says_nothing_new),
        TEST(a_foreseen_wrong_way_is_told),
        TEST(a_solution_is_held_against_par_and_the_best),
        TEST(after_the_last_lesson_there_is_none),
        TEST(hints_are_counted),
        TEST(a_demonstration_shows_line_answer_and_sentence),
        TEST(a_solution_that_was_shown_does_not_count),
        TEST(a_check_says_what_each_point_lacks),
        TEST(a_prediction_is_asked_and_compared),
        TEST(going_and_coming_is_said),
        TEST(the_list_shows_worlds_and_what_is_done),
        TEST(progress_tells_calls_hints_and_time),
        TEST(why_names_the_lesson_that_teaches_the_rule),
        TEST(lines_keep_to_a_narrow_pane),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
