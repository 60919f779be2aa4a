/* The program as a job of a shell and as a process among others: stopped, resumed, interrupted,
 * left without its terminal, inside another terminal program, read too slowly. */
#define _DEFAULT_SOURCE
#include "lab.h"
#include "testlib.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A shell that has started the program; extra: what stands before its name. */
static struct vth *start_in_shell(const char *before, const char *const *env)
{
    lab_fresh();
    struct vth *t = lab_shell(24, 80, env);
    char line[512];
    snprintf(line, sizeof line, "%s'%s' --lang en\r", before, lab_exe());
    vth_keys(t, line);
    lab_expect(t, "step 0 of 0");
    lab_rest(t);
    return t;
}

/* The foreground job of the terminal, as its driver knows it. */
static pid_t job_of(struct vth *t)
{
    pid_t group = 0;
    assert_int_equal(ioctl(t->fd, TIOCGPGRP, &group), 0);
    return group;
}

static void leave_shell(struct vth *t)
{
    vth_keys(t, "\033[21~");           /* F10 */
    lab_expect(t, "ready$");
    lab_assert_restored(t);
    vth_keys(t, "exit\r");
    assert_true(vth_exit(t, LAB_PATIENCE));
    vth_free(t);
}

static void stop_job(struct vth *t, bool by_word)
{
    if (by_word) {
        vth_keys(t, "suspend\r");
    } else {
        kill(-job_of(t), SIGTSTP);
    }
    lab_expect(t, "ready$");
    lab_rest(t);
    lab_assert_restored(t);            /* a stopped program leaves no modes behind either */
}

static void stopping_and_resuming_keeps_the_text(bool by_word)
{
    struct vth *t = start_in_shell("", NULL);
    lab_type(t, LAB_RESERVE);
    if (!by_word) {
        vth_keys(t, "half a line");
        lab_expect(t, " > half a line");
    }
    stop_job(t, by_word);
    vth_keys(t, "fg\r");
    lab_expect(t, "step 1 of 1");
    lab_expect(t, by_word ? "= 40000000" : " > half a line");
    lab_rest(t);
    assert_true(t->alt_screen);
    assert_int_not_equal(t->modes & VTH_PASTE, 0);
    vth_keys(t, by_word ? "abc" : " more");
    lab_expect(t, by_word ? " > abc" : " > half a line more");
    leave_shell(t);
}

static void the_word_suspend_and_fg_keep_the_screen_and_the_paste_mode(void **state)
{
    (void)state;
    stopping_and_resuming_keeps_the_text(true);
}

static void sigtstp_and_fg_keep_the_typed_text_and_the_paste_mode(void **state)
{
    (void)state;
    stopping_and_resuming_keeps_the_text(false);
}

static void a_resize_while_stopped_shows_at_once_after_fg(void **state)
{
    (void)state;
    for (int by_word = 0; by_word < 2; by_word++) {
        struct vth *t = start_in_shell("", NULL);
        lab_type(t, LAB_RESERVE);
        stop_job(t, by_word == 1);
        vth_resize(t, 36, 120);
        lab_rest(t);
        vth_keys(t, "fg\r");
        lab_expect(t, "lost in tails"); /* only a wide screen has the memory pane */
        int row = 0;
        assert_true(vth_find(t, "F10", &row, NULL));
        assert_int_equal(row, 35);
        leave_shell(t);
    }
}

static void sigint_from_outside_clears_the_line_and_ends_nothing(void **state)
{
    (void)state;
    struct vth *t = lab_begin(24, 80);
    vth_keys(t, "half a line");
    lab_expect(t, " > half a line");
    kill(t->pid, SIGINT);
    assert_true(vth_gone(t, "half a line", LAB_PATIENCE));
    lab_type(t, LAB_RESERVE);
    lab_expect(t, "step 1 of 1");
    lab_quit(t);
}

static void signals_end_it_cleanly_also_while_a_program_runs(void **state)
{
    (void)state;
    static const int signals[] = {SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct vth *t = lab_begin(24, 80);
        vth_keys(t, "while (1) ;\r");
        lab_expect(t, "Ctrl-C stops");
        kill(t->pid, signals[i]);
        assert_true(vth_exit(t, LAB_PATIENCE));
        lab_assert_restored(t);
        vth_free(t);
    }
}

static long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Closes the terminal of a program, and frees it. */
static long ms_until_gone(struct vth *t)
{
    const long begin = now_ms();
    bool gone = false;
    close(t->fd);
    while (!gone && now_ms() - begin < LAB_PATIENCE) {
        gone = waitpid(t->pid, &t->status, WNOHANG) == t->pid;
        usleep(10000);
    }
    const long took = now_ms() - begin;
    t->dead = gone;
    t->fd = dup(0);
    vth_free(t);
    return took;
}

static void a_closed_terminal_ends_it_within_a_second_also_in_a_run(void **state)
{
    (void)state;
    for (int running = 0; running < 2; running++) {
        long best = LAB_PATIENCE;
        for (int i = 0; i < 10 && best >= 1000; i++) {   /* the fastest: the machine is shared */
            struct vth *t = lab_begin(24, 80);
            if (running == 1) {
                vth_keys(t, "while (1) ;\r");
                lab_expect(t, "Ctrl-C stops");
            }
            const long took = ms_until_gone(t);
            best = took < best ? took : best;
        }
        assert_true(best < 1000);
    }
}

/* GNU screen needs a directory for its sockets that nobody else can read. */
static void inside_gnu_screen_the_lab_works_and_leaves_it_clean(void **state)
{
    (void)state;
    if (access("/usr/bin/screen", X_OK) != 0) {
        skip();
    }
    lab_fresh();
    char directory[128];
    char variable[160];
    snprintf(directory, sizeof directory, "mkdir -m 700 '%s/sockets'", lab_state_dir());
    assert_int_equal(system(directory), 0);
    snprintf(variable, sizeof variable, "SCREENDIR=%s/sockets", lab_state_dir());
    const char *const env[] = {variable, NULL};
    struct vth *t = lab_shell(24, 80, env);
    char line[512];
    snprintf(line, sizeof line, "screen -c /dev/null -U -T screen-256color '%s' --lang en\r",
        lab_exe());
    vth_keys(t, line);
    lab_expect(t, "step 0 of 0");
    lab_rest(t);
    lab_type(t, "alloc 40000000 3p rw");
    lab_expect(t, "40000000\xE2\x94\x82www");
    vth_resize(t, 36, 120);
    lab_expect(t, "lost in tails");
    vth_paste(t, "reserve 50000000 1p");
    lab_expect(t, " > reserve 50000000 1p");
    leave_shell(t);
}

/* Reads at most bytes_per_second for a while: a line over a slow link. */
static size_t read_slowly(struct vth *t, size_t bytes_per_second, int ms)
{
    char bytes[64];
    const long begin = now_ms();
    size_t total = 0;
    while (now_ms() - begin < ms) {
        while (total < bytes_per_second * (size_t)(now_ms() - begin) / 1000) {
            const ssize_t n = read(t->fd, bytes, sizeof bytes);
            if (n <= 0) {
                break;
            }
            vterm_input_write(t->term, bytes, (size_t)n);
            total += (size_t)n;
        }
        usleep(5000);
    }
    return total;
}

static void a_slow_reader_loses_no_key_and_can_still_interrupt(void **state)
{
    (void)state;
    struct vth *t = lab_begin(50, 200);
    for (int i = 0; i < 25; i++) {
        vth_keys(t, "\014");           /* redraws the whole screen: more than the link carries */
        vth_keys(t, i % 2 == 0 ? "a" : "b");
        read_slowly(t, 2048, 200);
    }
    lab_rest(t);
    lab_expect(t, " > abababababababababababab" "a");
    vth_keys(t, "\003while (1) ;\r");
    read_slowly(t, 2048, 1000);
    vth_keys(t, "\003");
    assert_true(vth_gone(t, "Ctrl-C stops", LAB_PATIENCE));
    lab_type(t, LAB_RESERVE);
    lab_expect(t, "= 40000000");
    lab_quit(t);
}

int main(int argc, char **argv)
{
    lab_setup(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_word_suspend_and_fg_keep_the_screen_and_the_paste_mode),
        cmocka_unit_test(sigtstp_and_fg_keep_the_typed_text_and_the_paste_mode),
        cmocka_unit_test(a_resize_while_stopped_shows_at_once_after_fg),
        cmocka_unit_test(sigint_from_outside_clears_the_line_and_ends_nothing),
        cmocka_unit_test(signals_end_it_cleanly_also_while_a_program_runs),
        cmocka_unit_test(a_closed_terminal_ends_it_within_a_second_also_in_a_run),
        cmocka_unit_test(inside_gnu_screen_the_lab_works_and_leaves_it_clean),
        cmocka_unit_test(a_slow_reader_loses_no_key_and_can_still_interrupt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
