/* test_files - whole files in and out, and where pagelab looks for its own. */
#include "testlib.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/host.h"

static char folder[] = "/tmp/pagelab-host-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    const int left = chdir("/");
    char command[80];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return left | system(command);
}

static void put(const char *name, const char *data, size_t len)
{
    FILE *const f = fopen(name, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, len, f), len);
    fclose(f);
}

static void read_fails(const char *path, size_t limit, const char *want)
{
    struct buf out = {0};
    const char *error = NULL;
    assert_false(host_read_file(path, limit, true, &out, &error));
    assert_string_equal(error, want);
    assert_int_equal(out.len, 0);
    buf_finish(&out);
}

static void files_that_cannot_be_read_say_why(void **state)
{
    (void)state;
    mkdir("sub", 0700);
    put("long", "12345", 5);
    read_fails("missing", 100, "There is no file of that name");
    read_fails("long/er", 100, "There is no file of that name");
    read_fails("sub", 100, "That is a folder, not a file");
    read_fails("long", 4, "The file is too large");
}

static void a_file_of_exactly_the_limit_is_read(void **state)
{
    (void)state;
    struct buf out = {0};
    const char *error = NULL;
    put("five", "12345", 5);
    assert_true(host_read_file("five", 5, true, &out, &error));
    assert_string_equal(buf_text(&out), "12345");
    buf_finish(&out);
}

static void text_is_repaired_and_bytes_are_not(void **state)
{
    (void)state;
    struct buf out = {0};
    const char *error = NULL;
    put("dos", "a\r\n\xF3", 4);
    assert_true(host_read_file("dos", 100, true, &out, &error));
    assert_string_equal(buf_text(&out), "a\n\xC3\xB3");
    buf_clear(&out);
    assert_true(host_read_file("dos", 100, false, &out, &error));
    assert_string_equal(buf_text(&out), "a\r\n\xF3");
    buf_finish(&out);
}

static void replacing_leaves_the_new_text_private_and_nothing_else(void **state)
{
    (void)state;
    put("old", "old", 3);
    assert_true(host_replace_file("old", "new text", 8));
    struct buf out = {0};
    const char *error = NULL;
    assert_true(host_read_file("old", 100, false, &out, &error));
    assert_string_equal(buf_text(&out), "new text");
    buf_finish(&out);
    struct stat info;
    assert_int_equal(stat("old", &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_false(host_replace_file("missing/old", "x", 1));
}

static void directories_follow_xdg_and_ignore_relative_values(void **state)
{
    (void)state;
    struct buf path = {0}, want = {0};
    setenv("HOME", folder, 1);
    setenv("XDG_STATE_HOME", "relative", 1);
    buf_addf(&want, "%s/.local/state/pagelab/history", folder);
    assert_true(host_state_path("history", &path));
    assert_string_equal(buf_text(&path), buf_text(&want));

    buf_clear(&want);
    buf_addf(&want, "%s/conf", folder);
    setenv("XDG_CONFIG_HOME", buf_text(&want), 1);
    buf_add(&want, "/pagelab");
    assert_true(host_config_path("inputrc", &path));
    struct stat info;
    assert_int_equal(stat(buf_text(&want), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);

    unsetenv("XDG_STATE_HOME");
    unsetenv("HOME");
    assert_false(host_state_path("history", &path));
    buf_finish(&path);
    buf_finish(&want);
}

static void data_is_found_in_the_build_tree_or_where_the_environment_says(void **state)
{
    (void)state;
    struct buf path = {0};
    unsetenv("PAGELAB_DATADIR");
    host_data_path("meson.build", &path);
    assert_int_equal(access(buf_text(&path), R_OK), 0);
    struct buf page = {0};
    assert_true(host_read_data(NULL, "messages/es/R-FREE-2.md", &page));
    assert_memory_equal(buf_text(&page), "# R-FREE-2: ", 12);
    assert_false(host_read_data(NULL, "messages/es/R-NONE-1.md", &page));
    buf_finish(&page);
    setenv("PAGELAB_DATADIR", "/elsewhere", 1);
    setenv("PAGELAB_LOCALEDIR", "/words", 1);
    host_data_path("examples/a.c", &path);
    assert_string_equal(buf_text(&path), "/elsewhere/examples/a.c");
    assert_string_equal(host_locale_dir(), "/words");
    buf_finish(&path);
}

static void a_source_below_the_home_folder_is_found_by_tilde(void **state)
{
    (void)state;
    struct host host = {0};
    const struct session_host calls = host_callbacks(&host);
    struct buf out = {0};
    const char *error = NULL;
    put("prog.c", "main() {}", 9);
    setenv("HOME", folder, 1);
    assert_true(calls.read_source(calls.ctx, "~/prog.c", &out, &error));
    assert_string_equal(buf_text(&out), "main() {}");
    assert_false(calls.read_source(calls.ctx, "-", &out, &error));
    assert_string_equal(error, "Standard input cannot be loaded here");
    buf_finish(&out);
}

static bool answer(void *ctx)
{
    return *(const bool *)ctx;
}

static void a_run_stops_by_the_signal_or_by_the_front_end(void **state)
{
    (void)state;
    volatile sig_atomic_t signalled = 0;
    bool asked = false;
    struct host host = {.interrupted = &signalled, .poll = answer, .poll_ctx = &asked};
    const struct session_host calls = host_callbacks(&host);
    assert_false(calls.should_stop(calls.ctx));
    asked = true;
    assert_true(calls.should_stop(calls.ctx));
    asked = false;
    signalled = 1;
    assert_true(calls.should_stop(calls.ctx));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_that_cannot_be_read_say_why),
        cmocka_unit_test(a_file_of_exactly_the_limit_is_read),
        cmocka_unit_test(text_is_repaired_and_bytes_are_not),
        cmocka_unit_test(replacing_leaves_the_new_text_private_and_nothing_else),
        cmocka_unit_test(directories_follow_xdg_and_ignore_relative_values),
        cmocka_unit_test(data_is_found_in_the_build_tree_or_where_the_environment_says),
        cmocka_unit_test(a_source_below_the_home_folder_is_found_by_tilde),
        cmocka_unit_test(a_run_stops_by_the_signal_or_by_the_front_end),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
