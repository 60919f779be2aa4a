/* test_check - a sound course has no faults, and each way to break it gives just the fault that
 * names it, in its line. */
#include "lessonlib.h"

#include <stdlib.h>

#include "lesson/check.h"

#define TEST(name) static void name(void **state)

/* ---- a sound course ------------------------------------------------------------------------- */

#define PART "course/01-part/"
#define OWN "course/02-own/"

static const char part_data[] = "lesson   part\n"
                                "topic    commit\n"
                                "teaches  R-ALLOC-31\n"
                                "par      1\n"
                                "start\n"
                                "    reserve 40000000 8p rw\n"
                                "goal\n"
                                "    allocation 40000000 8p rw = 2p reserved, 3p rw, 3p reserved\n"
                                "assert   committed == 3\n"
                                "demo\n"
                                "    reserve 20000000 4p rw\n"
                                "    commit 20000000 1p rw\n"
                                "    !487 commit 30000000 1p\n"
                                "predict\n"
                                "    from start\n"
                                "    commit 40000000 1p rw\n"
                                "    ? write 40000000 65\n"
                                "solution\n"
                                "    commit 40002000 3p rw   # the middle\n"
                                "wrong all\n"
                                "    when committed == 8\n"
                                "    by   commit 40000000 8p rw\n"
                                "wrong lost\n"
                                "    when pages 40000000 8p free\n"
                                "    by   commit 40000000 1p rw\n"
                                "    by   release 40000000\n"
                                "wrong again\n"
                                "    when rule R-ALLOC-22\n"
                                "    by   alloc 40000000 1p rw\n";

static const char part_words[] =
    "# Commit a part\n"
    "\n"
    "A program often reserves more than it needs now. Reserving costs nothing but addresses, and\n"
    "the storage can follow page by page, in any order that is wanted. See [[R-ALLOC-31]].\n"
    "\n"
    "```\n"
    "commit 40000000 1p rw\n"
    "// and a call over two lines:\n"
    "VirtualAlloc((void *)0x40001000, 4096,\n"
    "    MEM_COMMIT, PAGE_READWRITE);\n"
    "regions\n"
    "```\n"
    "\n"
    "---\n"
    "\n"
    "What lies between stays reserved, as [[term reserve]] explains. Whoever commits free pages\n"
    "fails with [[487]]; a slip of the pen is [[L0104]]. Go on to [[lesson own]] when all of this\n"
    "is clear.\n"
    "\n"
    "```fails\n"
    "query 40000000\n"
    "commit 50000000 1p rw\n"
    "```\n"
    "\n"
    "## demo\n"
    "1. Four pages.\n"
    "2. One of them.\n"
    "3. It fails.\n"
    "## predict\n"
    "And now?\n"
    "## task\n"
    "Commit the three pages in the middle, in `a[[0]]` or so.\n"
    "\n"
    "```c\n"
    "#include <windows.h>\n"
    "int main(void)\n"
    "{\n"
    "    char *p = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);\n"
    "    VirtualFree(p, 1, MEM_RELEASE);\n"
    "    *p = 1;\n"
    "    return 0;\n"
    "}\n"
    "```\n"
    "\n"
    "```text\n"
    "anything goes here\n"
    "```\n"
    "## hints\n"
    "1. The idea.\n"
    "2. The flag.\n"
    "3. The call.\n"
    "## wrong all\n"
    "Too much.\n"
    "## wrong lost\n"
    "All is gone.\n"
    "## wrong again\n"
    "It is there.\n"
    "## done\n"
    "Well done.\n";

static const char own_data[] = "lesson   own\n"
                               "par      1\n"
                               "vary BASE address 40000000 in 10000000..60000000 step 10000\n"
                               "vary N    number  8 in 6..12\n"
                               "start\n"
                               "    reserve {BASE} {N}p rw\n"
                               "question a  base {BASE+1p}\n"
                               "question b  state {BASE-1p}\n"
                               "goal\n"
                               "    allocation {BASE} {N}p = 1p rw, {N-1}p reserved\n"
                               "demo\n"
                               "    !487 commit {BASE} 1p\n"
                               "solution\n"
                               "    commit {BASE} 1p rw\n";

static const char own_words[] =
    "# Numbers of your own\n"
    "\n"
    "Everybody who opens this lesson finds an allocation at an address of their own, with a\n"
    "number of pages that is also their own. It is of no use to ask a neighbour for the solution,\n"
    "but of much use to ask how a solution is found, and to do that with other numbers, until\n"
    "it has become quite easy to do so.\n"
    "\n"
    "```\n"
    "query {BASE} // look first\n"
    "```\n"
    "## demo\n"
    "1. It fails.\n"
    "## question a\n"
    "Where does it begin?\n"
    "## question b\n"
    "What is before it?\n"
    "## task\n"
    "Commit the first page at {BASE}.\n"
    "## hints\n"
    "1. The idea.\n"
    "2. The flag.\n"
    "3. The call.\n"
    "## done\n"
    "Well done.\n";

static const struct memory_file sound[] = {
    {"course/order", "title en  A course\ntitle es  Un curso\nworld en  One\nworld es  Uno\n"
                     "01-part\n02-own\n"},
    {PART "lesson", part_data}, {PART "en.md", part_words}, {PART "es.md", part_words},
    {OWN "lesson", own_data}, {OWN "en.md", own_words}, {OWN "es.md", own_words}, {NULL, NULL}};

static bool has_page(void *ctx, const char *name)
{
    (void)ctx;
    return strcmp(name, "487") == 0;
}

static bool has_term(void *ctx, const char *word)
{
    (void)ctx;
    return strcmp(word, "reserve") == 0;
}

static void check(const struct memory_file *files, const char *path, struct lesson_faults *faults)
{
    struct memory_file copy[sizeof sound / sizeof *sound];
    memcpy(copy, files, sizeof copy);
    const struct lesson_host host = {.ctx = copy, .read = memory_read};
    const struct course_links links = {.has_page = has_page, .has_term = has_term};
    struct course course;
    course_read(&course, &host, path, faults);
    course_check(&course, &links, faults);
    course_finish(&course);
}

static void has_no_faults(const struct memory_file *files, const char *path)
{
    struct lesson_faults faults = {0};
    check(files, path, &faults);
    if (faults.count > 0)
        fail_msg("%s:%u: %s %s %s", faults.items[0].file, faults.items[0].line,
            lesson_fault_code(faults.items[0].id), faults.items[0].args[0],
            faults.items[0].args[1]);
    lesson_faults_finish(&faults);
}

TEST(a_sound_course_has_no_faults)
{
    (void)state;
    has_no_faults(sound, "course");
    has_no_faults(sound, "course/02-own");
}

TEST(one_lesson_alone_does_not_know_where_links_to_others_lead)
{
    (void)state;
    has_no_faults(sound, "course/01-part");
}

/* ---- broken ones ---------------------------------------------------------------------------- */

struct variant {
    const char *file, *from, *to;  /* from is replaced where it is first found */
    const char *code, *at;         /* the line that begins with at, blanks aside; NULL: none */
    const char *arg;               /* the first argument; NULL: any */
};

static char *replaced(const char *text, const char *from, const char *to)
{
    const char *const at = strstr(text, from);
    if (at == NULL)
        fail_msg("there is no %s", from);
    struct buf out = {0};
    buf_addn(&out, text, (size_t)(at - text));
    buf_add(&out, to);
    buf_add(&out, at + strlen(from));
    return buf_take(&out);
}

static unsigned line_of(const char *text, const char *at)
{
    unsigned number = 1;
    for (const char *line = text; at != NULL; number++) {
        line += strspn(line, " ");
        if (strncmp(line, at, strlen(at)) == 0)
            return number;
        line += strcspn(line, "\n");
        if (*line++ == '\0')
            fail_msg("no line begins with %s", at);
    }
    return 0;
}

/* Returns the changed text; the caller frees. */
static char *check_changed(const struct memory_file *base, const char *path, const char *from,
    const char *to, struct lesson_faults *faults)
{
    struct memory_file files[sizeof sound / sizeof *sound];
    char *text = NULL;
    memcpy(files, base, sizeof files);
    for (struct memory_file *file = files; file->path != NULL; file++)
        if (strcmp(file->path, path) == 0)
            file->text = text = replaced(file->text, from, to);
    assert_non_null(text);
    check(files, "course", faults);
    return text;
}

static void breaks(const struct memory_file *base, const struct variant *v)
{
    struct lesson_faults faults = {0};
    char *const text = check_changed(base, v->file, v->from, v->to, &faults);
    if (faults.count == 0)
        fail_msg("%s: %s is not noticed", v->from, v->to);
    for (size_t i = 0; i < faults.count; i++) {
        const struct lesson_fault *const f = &faults.items[i];
        if (i > 0 || strcmp(lesson_fault_code(f->id), v->code) != 0 ||
            strcmp(f->file, v->file) != 0 || f->line != line_of(text, v->at) ||
            (v->arg != NULL && strcmp(f->args[0], v->arg) != 0))
            fail_msg("%s -> %s: %s:%u %s %s %s", v->from, v->to, f->file, f->line,
                lesson_fault_code(f->id), f->args[0], f->args[1]);
    }
    lesson_faults_finish(&faults);
    free(text);
}

static void all_break(const struct variant *variants, size_t count)
{
    for (size_t i = 0; i < count; i++)
        breaks(sound, &variants[i]);
}
#define ALL_BREAK(variants) all_break(variants, sizeof variants / sizeof *variants)

TEST(lines_that_do_not_do_what_they_say_are_named)
{
    (void)state;
    static const struct variant variants[] = {
        {PART "lesson", "reserve 40000000", "resrve 40000000", "C0301", "resrve 4",
            "resrve 40000000 8p rw"},
        {PART "lesson", "reserve 40000000", "commit 40000000", "C0302", "commit 40000000 8p",
            "487"},
        {PART "lesson", "commit 20000000", "comit 20000000", "C0301", "comit 2", NULL},
        {PART "lesson", "commit 20000000", "commit 28000000", "C0302", "commit 2", "487"},
        {PART "lesson", "commit 20000000", "read 28000000 //", "C0302", "read 2", "C0000005"},
        {PART "lesson", "commit 20000000 1p rw", "why", "C0301", "why", "why"},
        {PART "lesson", "!487 commit 30000000", "!487 commit 20001000", "C0303", "!487", "487"},
        {PART "lesson", "!487 commit", "!87 commit", "C0304", "!87", "87"},
        {PART "lesson", "!487 commit 30000000", "commit 20001000", "C0305", "demo", NULL},
        {PART "lesson", "from start\n", "\n", "C0302", "commit 40000000 1p", "487"},
        {PART "lesson", "? write 40000000 65", "? wriet 40000000 65", "C0301", "? wriet",
            "wriet 40000000 65"},
        {PART "lesson", "? write 40000000 65", "? help", "C0301", "? help", NULL},
        {PART "lesson", "? write 40000000 65", "? 1 + 1", "C0301", "? 1", NULL},
        {PART "lesson", "solution\n    commit 40", "solution\n    commit 50", "C0302",
            "commit 50002000", "487"},
        {PART "lesson", "solution\n", "solution\n    VirtualAlloc(\n", "C0301", "VirtualAlloc(",
            NULL},
    };
    ALL_BREAK(variants);
}

TEST(what_the_solution_comes_to_is_checked)
{
    (void)state;
    static const struct variant variants[] = {
        {PART "lesson", "8p rw\ngoal", "8p rw\n    commit 40002000 3p rw\ngoal", "C0306", "goal",
            NULL},
        {PART "lesson", "commit 40002000 3p rw ", "commit 40002000 2p rw ", "C0307",
            "commit 40002000 2p", "allocation 40000000"},
        {PART "lesson", "committed == 3", "committed == 4", "C0307", "commit 40002000 3p",
            "committed == 4"},
        {PART "lesson", "commit 40002000 3p rw ",
            "commit 40002000 3p rw\n    reserve 50000000 1p rw ", "C0307", "reserve 5",
            "others 50000000"},
        {PART "lesson", "par      1", "par      2", "C0308", "par", "2"},
        {PART "lesson", "par      1\n", "", "C0308", NULL, "0"},
        {OWN "lesson",                                   /* only the questions are left to do */
            "= 1p rw, {N-1}p reserved\ndemo\n    !487 commit {BASE} 1p\nsolution\n"
            "    commit {BASE} 1p rw\n",
            "= {N}p reserved\ndemo\n    !487 commit {BASE} 1p\nsolution\n    query {BASE}\n",
            "C0309", "par", "1"},
    };
    ALL_BREAK(variants);
}

TEST(foreseen_wrong_ways_are_gone)
{
    (void)state;
    static const struct variant variants[] = {
        {PART "lesson", "by   commit 40000000 8p", "by   commit 40000000 7p", "C0311",
            "by   commit 40000000 7p", "all"},
        {PART "lesson", "by   commit 40000000 8p", "by   commit 40002000 3p", "C0312",
            "by   commit 40002000 3p", "all"},
        {PART "lesson", "by   commit 40000000 8p rw", "by   release 40000000", "C0313",
            "by   release", "all"},
        {PART "lesson", "by   release", "by   relaese", "C0301", "by   relaese", NULL},
        {PART "lesson", "by   release", "by   !87 release", "C0303", "by   !87", "87"},
        {PART "lesson", "by   alloc", "by   !87 alloc", "C0304", "by   !87", "87"},
        {PART "lesson", "rule R-ALLOC-22", "rule R-FREE-2", "C0311", "by   alloc", "again"},
    };
    ALL_BREAK(variants);
}

#define WORD_4 "word word word word "
#define WORD_20 WORD_4 WORD_4 WORD_4 WORD_4 WORD_4
TEST(texts_have_their_measure)
{
    (void)state;
    static const struct variant variants[] = {
        {PART "en.md", "A program often reserves more than it needs now. ", "", "C0204", NULL,
            "55"},
        {PART "es.md", "A program", WORD_20 WORD_20 WORD_20 "A program", "C0204", NULL, NULL},
        {PART "en.md", "A program often", "A program\n\n---\n\noften", "C0205", NULL, "3"},
        {PART "es.md", "---\n", "---\n- a\n- b\n- c\n- d\n- e\n- f\n- g\n- h\n", "C0206", "- a",
            "16"},
        {PART "en.md", "# Commit a part", "# Commit a part, but only so much as is needed now",
            "C0211", "# Commit", "36"},
    };
    ALL_BREAK(variants);
}

TEST(links_lead_somewhere)
{
    (void)state;
    static const struct variant variants[] = {
        {PART "en.md", "[[R-ALLOC-31]]", "[[R-ALLOC-99]]", "C0209", "the storage", "R-ALLOC-99"},
        {PART "es.md", "[[487]]", "[[488]]", "C0209", "fails with [[488", "488"},
        {PART "en.md", "[[L0104]]", "[[L9999]]", "C0209", "fails with [[487", "L9999"},
        {PART "es.md", "[[lesson own]]", "[[lesson other]]", "C0209", "fails with [[487",
            "lesson other"},
        {PART "en.md", "[[term reserve]]", "[[term resreve]]", "C0209", "What lies",
            "term resreve"},
        {PART "en.md", "[[term reserve]]", "[[term\nreserve]]", "C0209", "What lies", "term"},
        {PART "en.md", "Well done.", "Well done, see [[]].", "C0209", "Well done", ""},
        {PART "es.md", "The flag.", "The flag [[R-FREE-2] and so on.", "C0209", "2. The flag",
            "R-FREE-2"},
    };
    ALL_BREAK(variants);
}

TEST(code_in_texts_runs)
{
    (void)state;
    static const struct variant variants[] = {
        {PART "en.md", "commit 40000000 1p rw\n//", "comit 40000000 1p rw\n//", "C0314", "comit",
            "comit 40000000 1p rw"},
        {PART "es.md", "commit 40000000 1p rw\n//", "commit 50000000 1p rw\n//", "C0315",
            "commit 5", "487"},
        {PART "en.md", "MEM_COMMIT, PAGE_READWRITE);\nregions\n", "MEM_COMMIT,\n", "C0314",
            "VirtualAlloc((", NULL},
        {PART "en.md", "commit 50000000 1p rw\n", "commit 40000000 1p rw\n", "C0316",
            "commit 40000000 1p rw\n```\n\n##", NULL},
        {PART "es.md", "query 40000000\n", "read 40000000\n", "C0315", "read 4", "C0000005"},
        {PART "en.md", "query 40000000\ncommit 50000000 1p rw\n", "", "C0316", "```fails", NULL},
        {PART "en.md", "```fails", "```failing", "C0314", "```failing", "failing"},
        {PART "es.md", "return 0;\n}", "return nothing;\n}", "C0314", "```c", NULL},
        {PART "en.md", "*p = 1;", "p = 0; *p = 1;", "C0315", "```c", "C0000005"},
        {PART "en.md", "```text", "```", "C0314", "anything", NULL},
        {OWN "es.md", "query {BASE} // look first", "commit {BASE+99p} 1p rw", "C0315",
            "commit", "487"},
    };
    ALL_BREAK(variants);
}

TEST(questions_have_answers)
{
    (void)state;
    static const struct variant variants[] = {
        {OWN "lesson", "base {BASE+1p}", "base {BASE+16p}", "C0317", "question a", "a"},
        {OWN "lesson", "question b  state", "question b  protect", "C0317", "question b", "b"},
    };
    ALL_BREAK(variants);
}

TEST(a_par_that_is_not_the_fewest_is_found_out)
{
    (void)state;
    struct memory_file files[sizeof sound / sizeof *sound];
    struct lesson_faults faults = {0};
    memcpy(files, sound, sizeof files);
    char *const par = replaced(part_data, "par      1", "par      2");
    char *const both = replaced(par, "commit 40002000 3p rw ",
        "commit 40002000 1p rw\n    commit 40003000 2p rw ");
    files[1].text = both;
    check(files, "course", &faults);
    assert_int_equal(faults.count, 1);
    assert_string_equal(lesson_fault_code(faults.items[0].id), "C0309");
    assert_int_equal(faults.items[0].line, line_of(both, "par"));
    assert_string_equal(faults.items[0].args[0], "2");
    assert_string_equal(faults.items[0].args[1], "1");
    lesson_faults_finish(&faults);
    free(par);
    free(both);
}

/* A row of changing protections, which takes more calls than can be searched through. */
TEST(a_par_that_cannot_be_proven_is_no_proof)
{
    (void)state;
    struct memory_file files[sizeof sound / sizeof *sound];
    struct lesson_faults faults = {0};
    memcpy(files, sound, sizeof files);
    char *const goal = replaced(own_data, "1p rw, {N-1}p reserved",
        "1p rw, 1p r, 1p none, 1p rx, 1p x, 1p rw, 1p r, {N-7}p reserved");
    char *const par = replaced(goal, "par      1", "par      7");
    char *const both = replaced(par, "    commit {BASE} 1p rw\n",
        "    commit {BASE} 1p rw\n    commit {BASE+1p} 1p r\n    commit {BASE+2p} 1p none\n"
        "    commit {BASE+3p} 1p rx\n    commit {BASE+4p} 1p x\n    commit {BASE+5p} 1p rw\n"
        "    commit {BASE+6p} 1p r\n");
    files[4].text = both;
    check(files, "course", &faults);
    assert_int_equal(faults.count, 1);
    assert_string_equal(lesson_fault_code(faults.items[0].id), "C0310");
    assert_int_equal(faults.items[0].line, line_of(both, "par"));
    assert_string_equal(faults.items[0].args[0], "7");
    lesson_faults_finish(&faults);
    free(goal);
    free(par);
    free(both);
}

/* A fault for so many of the three students, but none with the default numbers. */
static void breaks_for_students(
    const char *from, const char *to, const char *at, size_t count, const char *what)
{
    struct lesson_faults faults = {0};
    char *const text = check_changed(sound, OWN "lesson", from, to, &faults);
    assert_int_equal(faults.count, count);
    for (size_t i = 0; i < faults.count; i++) {
        const struct lesson_fault *const f = &faults.items[i];
        assert_string_equal(lesson_fault_code(f->id), "C0318");
        assert_string_equal(f->file, OWN "lesson");
        assert_true(strcmp(f->args[0], "1") >= 0 && strcmp(f->args[0], "3") <= 0);
        assert_memory_equal(f->args[1], what, strlen(what));
        assert_int_equal(f->line, line_of(text, at));
    }
    lesson_faults_finish(&faults);
    free(text);
}

TEST(numbers_that_do_not_suit_every_student_are_found)
{
    (void)state;
    breaks_for_students("    commit {BASE} 1p rw", "    commit 40000000 1p rw", "commit 4", 3,
        "C0302 487");
    breaks_for_students(                                 /* one of them has 8 as well */
        "{N-1}p reserved", "7p reserved", "allocation", 2, "C0117 8 ");
}

TEST(a_machine_without_a_layout_is_no_start)
{
    (void)state;
    static const struct variant variants[] = {
        {OWN "lesson", "par      1\nvary BASE address 40000000 in 10000000..60000000 step 10000",
            "machine toy\nlayout process\npar 1\n"
            "vary BASE address 20000 in 20000..20000 step 10000",
            "C0112", "layout", "process"},
    };
    ALL_BREAK(variants);
}

TEST(a_program_fails_before_its_repair_and_not_after_it)
{
    (void)state;
    static const char data[] = "lesson own\n"
                               "program\n"
                               "    #include <windows.h>\n"
                               "    int main(void)\n"
                               "    {\n"
                               "        char *p = VirtualAlloc((char *)0x40000000, 9, 0x2000, 4);\n"
                               "        VirtualAlloc(p, 4096, MEM_RESERVE, 4);\n"
                               "        return 0;\n"
                               "    }\n"
                               "repair 5 VirtualAlloc(p, 4096, MEM_COMMIT, 4);\n"
                               "goal\n"
                               "    others any\n"
                               "    pages 40000000 1p rw\n"
                               "    assert failures == 0\n";
    char *const words = replaced(part_words, "# Commit a part\n", "# A program\n");
    char *const end = strstr(words, "## demo");
    struct buf own = {0};
    buf_addn(&own, words, (size_t)(end - words));
    buf_add(&own, "## task\nRepair it.\n## hints\n1. a\n2. b\n3. c\n## done\nYes.\n");
    char *const text = replaced(buf_text(&own), "```\ncommit 40000000 1p rw\n",
        "```\nreserve 40000000 8p rw\n");
    struct memory_file files[sizeof sound / sizeof *sound];
    memcpy(files, sound, sizeof files);
    files[4].text = data;
    files[5].text = files[6].text = text;
    has_no_faults(files, "course");
    static const struct variant variants[] = {
        {OWN "lesson", "MEM_COMMIT, 4);\ngoal", "MEM_RESET, 4);\ngoal", "C0307", "repair",
            "repair"},
        {OWN "lesson", "4096, MEM_RESERVE", "4096, MEM_COMMIT", "C0306", "VirtualAlloc(p", NULL},
        {OWN "lesson", "return 0;", "return nothing;", "C0307", "repair", "repair"},
    };
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
        breaks(files, &variants[i]);
    free(words);
    free(text);
    buf_finish(&own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_course_has_no_faults),
        cmocka_unit_test(one_lesson_alone_does_not_know_where_links_to_others_lead),
        cmocka_unit_test(lines_that_do_not_do_what_they_say_are_named),
        cmocka_unit_test(what_the_solution_comes_to_is_checked),
        cmocka_unit_test(foreseen_wrong_ways_are_gone),
        cmocka_unit_test(texts_have_their_measure),
        cmocka_unit_test(links_lead_somewhere),
        cmocka_unit_test(code_in_texts_runs),
        cmocka_unit_test(questions_have_answers),
        cmocka_unit_test(a_par_that_is_not_the_fewest_is_found_out),
        cmocka_unit_test(a_par_that_cannot_be_proven_is_no_proof),
        cmocka_unit_test(numbers_that_do_not_suit_every_student_are_found),
        cmocka_unit_test(a_program_fails_before_its_repair_and_not_after_it),
        cmocka_unit_test(a_machine_without_a_layout_is_no_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
