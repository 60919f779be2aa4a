/* test_journal_file - journals are private, locked, found after a crash and only then. */
#include "testlib.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "host/host.h"

#define HEADER "#pagelab-journal 1 machine=x86 layout=empty\n"

struct place {
    char folder[40];
    struct buf path, text;
};

static int make_place(void **state)
{
    static struct place place;
    place = (struct place){.folder = "/tmp/pagelab-journal-XXXXXX"};
    *state = &place;
    return mkdtemp(place.folder) && setenv("XDG_STATE_HOME", place.folder, 1) == 0 ? 0 : -1;
}

static int remove_place(void **state)
{
    struct place *const place = *state;
    buf_finish(&place->path);
    buf_finish(&place->text);
    char command[80];
    snprintf(command, sizeof command, "rm -rf %s", place->folder);
    return system(command);
}

static struct host_journal *open_default(void)
{
    const char *error = "not set";
    struct host_journal *const journal = host_journal_open(HOST_JOURNAL_DEFAULT, NULL, &error);
    assert_non_null(journal);
    assert_null(error);
    return journal;
}

static void add(struct host_journal *journal, const char *line)
{
    assert_true(host_journal_append(journal, line, strlen(line)));
}

static void a_journal_lies_private_in_the_state_directory(void **state)
{
    struct place *const place = *state;
    struct host_journal *const journal = open_default();
    buf_addf(&place->path, "%s/pagelab/journals", place->folder);
    assert_memory_equal(host_journal_path(journal), place->path.data, place->path.len);
    struct stat info;
    assert_int_equal(stat(buf_text(&place->path), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    assert_int_equal(stat(host_journal_path(journal), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    host_journal_close(journal, true);
}

static void a_journal_without_a_line_leaves_no_file(void **state)
{
    struct place *const place = *state;
    struct host_journal *const journal = open_default();
    buf_add(&place->path, host_journal_path(journal));
    host_journal_close(journal, false);
    assert_int_not_equal(access(buf_text(&place->path), F_OK), 0);
}

static void a_session_that_ended_cleanly_is_not_offered(void **state)
{
    struct place *const place = *state;
    struct host_journal *const journal = open_default();
    add(journal, HEADER "query 0\n");
    host_journal_idle(journal);
    host_journal_close(journal, true);
    assert_false(host_journal_find_crashed(NULL, &place->path, &place->text));
}

static void a_living_session_is_not_offered(void **state)
{
    struct place *const place = *state;
    struct host_journal *const journal = open_default();
    add(journal, HEADER "query 0\n");
    assert_false(host_journal_find_crashed(NULL, &place->path, &place->text));
    host_journal_close(journal, true);
}

/* Ends as by a crash: the child is killed while it holds the journal. */
static void crash_in(enum host_journal_mode mode, const char *path, const char *text)
{
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const char *error;
        struct host_journal *const journal = host_journal_open(mode, path, &error);
        if (!journal || !host_journal_append(journal, text, strlen(text)) ||
            write(ready[1], "x", 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    char byte;
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    close(ready[0]);
    close(ready[1]);
}

static void crash_with(const char *text)
{
    crash_in(HOST_JOURNAL_DEFAULT, NULL, text);
}

static void a_killed_session_is_offered_without_its_torn_line_until_discarded(void **state)
{
    struct place *const place = *state;
    crash_with(HEADER "query 0\nreserve 4000");
    assert_true(host_journal_find_crashed(NULL, &place->path, &place->text));
    assert_string_equal(buf_text(&place->text), HEADER "query 0\n");
    host_journal_discard(buf_text(&place->path));
    assert_int_equal(access(buf_text(&place->path), F_OK), 0);
    assert_false(host_journal_find_crashed(NULL, &place->path, &place->text));
}

static void of_two_killed_sessions_the_newest_is_offered(void **state)
{
    struct place *const place = *state;
    crash_with(HEADER "first\n");
    const struct timespec tick = {.tv_nsec = 5000000}; /* names sort by the millisecond */
    nanosleep(&tick, NULL);
    crash_with(HEADER "second\n");
    assert_true(host_journal_find_crashed(NULL, &place->path, &place->text));
    assert_string_equal(buf_text(&place->text), HEADER "second\n");
}

static void a_session_killed_before_its_first_line_is_not_offered(void **state)
{
    struct place *const place = *state;
    crash_with("");
    assert_false(host_journal_find_crashed(NULL, &place->path, &place->text));
}

static void opening_named(
    const struct place *place, const char *before, const char *want_error, const char *want_backup)
{
    char file[64], backup[64];
    snprintf(file, sizeof file, "%s/mine", place->folder);
    snprintf(backup, sizeof backup, "%s/mine~", place->folder);
    if (before)
        assert_true(host_replace_file(file, before, strlen(before)));
    const char *error = NULL;
    struct host_journal *const journal = host_journal_open(HOST_JOURNAL_FILE, file, &error);
    if (want_error) {
        assert_null(journal);
        assert_string_equal(error, want_error);
        return;
    }
    assert_non_null(journal);
    assert_string_equal(host_journal_path(journal), file);
    struct buf text = {0};
    if (want_backup) {
        assert_true(host_read_file(backup, 1000, false, &text, &error));
        assert_string_equal(buf_text(&text), want_backup);
    } else {
        assert_int_not_equal(access(backup, F_OK), 0);
    }
    buf_finish(&text);
    add(journal, HEADER);
    const char *second = NULL;
    assert_null(host_journal_open(HOST_JOURNAL_FILE, file, &second));
    assert_string_equal(second, "No journal is kept: another pagelab writes to that file");
    host_journal_close(journal, true);
}

static void a_named_journal_never_overwrites_anything(void **state)
{
    const struct place *const place = *state;
    opening_named(place, "int main(void) {}\n",
        "No journal is kept: the file exists and is no journal", NULL);
    opening_named(place, "", NULL, NULL);
    opening_named(place, HEADER "query 0\n", NULL, HEADER "query 0\n");
}

static void open_and_end(const char *file)
{
    const char *error = NULL;
    struct host_journal *const journal = host_journal_open(HOST_JOURNAL_FILE, file, &error);
    assert_non_null(journal);
    add(journal, HEADER "later\n");
    host_journal_close(journal, true);
}

/* It was moved away by the session that did not take it up, and stays on offer. */
static void a_killed_session_in_a_named_journal_is_offered_until_discarded(void **state)
{
    struct place *const place = *state;
    char file[64];
    snprintf(file, sizeof file, "%s/mine", place->folder);
    assert_false(host_journal_find_crashed(file, &place->path, &place->text));
    crash_in(HOST_JOURNAL_FILE, file, HEADER "first\n");
    for (int i = 0; i < 3; i++) {
        assert_true(host_journal_find_crashed(file, &place->path, &place->text));
        assert_string_equal(buf_text(&place->text), HEADER "first\n");
        open_and_end(file);
    }
    assert_false(host_journal_find_crashed(NULL, &place->path, &place->text));
    assert_true(host_journal_find_crashed(file, &place->path, &place->text));
    host_journal_discard(buf_text(&place->path));
    assert_false(host_journal_find_crashed(file, &place->path, &place->text));
}

static void a_place_that_cannot_be_written_says_so(void **state)
{
    (void)state;
    const char *error = NULL;
    setenv("XDG_STATE_HOME", "/dev/null", 1);
    assert_null(host_journal_open(HOST_JOURNAL_DEFAULT, NULL, &error));
    assert_string_equal(error, "No journal is kept: its folder cannot be written");
    assert_null(host_journal_open(HOST_JOURNAL_FILE, "/dev/null/journal", &error));
    assert_non_null(error);
    assert_null(host_journal_open(HOST_JOURNAL_NONE, NULL, &error));
    assert_null(error);
}

/* A full disk, as a limit on the file's size: what was whole stays, a half line goes, and nothing
 * follows. */
static void a_write_that_is_cut_short_leaves_whole_lines_and_ends_the_journal(void **state)
{
    struct place *const place = *state;
    struct rlimit old, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = (struct rlimit){.rlim_cur = strlen(HEADER) + 12, .rlim_max = old.rlim_max};
    struct host_journal *const journal = open_default();
    buf_add(&place->path, host_journal_path(journal));
    add(journal, HEADER "query 0\n");
    void (*const handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    const bool second = host_journal_append(journal, "query 10000\n", 12);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, handler);
    assert_false(second);
    assert_false(host_journal_append(journal, "query 2\n", 8)); /* a hole would make it lie */
    host_journal_close(journal, true);
    const char *error = NULL;
    assert_true(host_read_file(buf_text(&place->path), 1000, false, &place->text, &error));
    assert_string_equal(buf_text(&place->text), HEADER "query 0\n");
}

static void old_finished_journals_go_and_crashed_ones_stay(void **state)
{
    struct place *const place = *state;
    struct buf path = {0};
    host_state_path("journals/", &path);
    const size_t folder = path.len;
    for (int i = 0; i < 60; i++) {
        path.len = folder;
        buf_addf(&path, "20200101T0000%02d.000-0000001.journal", i);
        const char *const text = i < 5 ? HEADER "query 0\n" : HEADER "query 0\n#end\n";
        assert_true(host_replace_file(buf_text(&path), text, strlen(text)));
    }
    host_journal_close(open_default(), true);
    int left = 0;
    for (int i = 0; i < 60; i++) {
        path.len = folder;
        buf_addf(&path, "20200101T0000%02d.000-0000001.journal", i);
        if (access(buf_text(&path), F_OK) == 0)
            left++;
        else
            assert_in_range(i, 5, 9);
    }
    assert_int_equal(left, 55);
    assert_true(host_journal_find_crashed(NULL, &place->path, &place->text));
    assert_non_null(strstr(buf_text(&place->path), "000004.000"));
    buf_finish(&path);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_journal_lies_private_in_the_state_directory),
        IN_PLACE(a_journal_without_a_line_leaves_no_file),
        IN_PLACE(a_session_that_ended_cleanly_is_not_offered),
        IN_PLACE(a_living_session_is_not_offered),
        IN_PLACE(a_killed_session_is_offered_without_its_torn_line_until_discarded),
        IN_PLACE(of_two_killed_sessions_the_newest_is_offered),
        IN_PLACE(a_session_killed_before_its_first_line_is_not_offered),
        IN_PLACE(a_named_journal_never_overwrites_anything),
        IN_PLACE(a_killed_session_in_a_named_journal_is_offered_until_discarded),
        IN_PLACE(a_place_that_cannot_be_written_says_so),
        IN_PLACE(a_write_that_is_cut_short_leaves_whole_lines_and_ends_the_journal),
        IN_PLACE(old_finished_journals_go_and_crashed_ones_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
