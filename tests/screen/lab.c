/* lab - see lab.h. */
#define _GNU_SOURCE
#include "lab.h"
#include "testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_ENV = 12 };
static const char *exe, *golden;
static char state_dir[64], state_variable[96], config_variable[96];

void lab_setup(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: test pagelab golden-directory\n", stderr);
        exit(2);
    }
    exe = argv[1];
    golden = argv[2];
    lab_fresh();
}

const char *lab_exe(void)
{
    return exe;
}

const char *lab_golden_dir(void)
{
    return golden;
}

const char *lab_state_dir(void)
{
    return state_dir;
}

static void remove_state(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", state_dir);
    if (state_dir[0] != '\0' && system(command) != 0) {
        fputs("# the state directory stays\n", stderr);
    }
}

void lab_fresh(void)
{
    if (state_dir[0] != '\0') {
        remove_state();
    } else {
        atexit(remove_state);
    }
    snprintf(state_dir, sizeof state_dir, "/tmp/pagelab-screen-XXXXXX");
    if (mkdtemp(state_dir) == NULL) {
        abort();
    }
    snprintf(state_variable, sizeof state_variable, "XDG_STATE_HOME=%s", state_dir);
    snprintf(config_variable, sizeof config_variable, "XDG_CONFIG_HOME=%s", state_dir);
}

static struct vth *start(int rows, int cols, const char *const *argv, const char *const *env)
{
    const char *all[MAX_ENV + 1] = {state_variable, config_variable};
    for (int i = 0; env != NULL && env[i] != NULL && i + 2 < MAX_ENV; i++) {
        all[i + 2] = env[i];
    }
    return vth_start(rows, cols, all, argv);
}

struct vth *lab_shell(int rows, int cols, const char *const *env)
{
    static const char *const argv[] = {
        "env", "PS1=ready$ ", "PS2=", "ENV=", "sh", "-i", NULL};
    struct vth *t = start(rows, cols, argv, env);
    lab_expect(t, "ready$");
    return t;
}

struct vth *lab_start(int rows, int cols, const char *const *args, const char *const *env)
{
    const char *argv[12] = {exe};
    for (int i = 0; args != NULL && args[i] != NULL && i < 10; i++) {
        argv[i + 1] = args[i];
    }
    struct vth *t = start(rows, cols, argv, env);
    if (rows > 2 && cols > 24) {
        lab_expect(t, ">");
    }
    lab_rest(t);
    return t;
}

const char *const LAB_ENGLISH[] = {"--lang", "en", NULL};

struct vth *lab_begin(int rows, int cols)
{
    lab_fresh();
    return lab_start(rows, cols, LAB_ENGLISH, NULL);
}

void lab_type(struct vth *t, const char *line)
{
    vth_keys(t, line);
    vth_keys(t, "\r");
    lab_rest(t);
}

void lab_rest(struct vth *t)
{
    if (!vth_rest(t, LAB_PATIENCE)) {
        fail_msg("it does not come to rest");
    }
}

void lab_screen(struct vth *t, char *out, size_t size)
{
    size_t len = 0;
    for (int y = 0; y < t->rows && len + 2 < size; y++) {
        vth_row(t, y, out + len, size - len - 2);
        len += strlen(out + len);
        out[len++] = '\n';
    }
    out[len] = '\0';
}

void lab_expect(struct vth *t, const char *text)
{
    if (!vth_wait(t, text, LAB_PATIENCE)) {
        fail_msg("'%s' did not come", text);
    }
}

void lab_assert_restored(struct vth *t)
{
    assert_false(t->alt_screen);
    assert_true(t->cursor_shown);
    assert_true(vth_sent(t, "\033[?2004l"));
    assert_true(vth_sent(t, "\033[?1000l"));
    assert_int_equal(t->modes, 0);     /* neither mouse nor paste */
    assert_true(vth_is_cooked(t));
}

void lab_quit(struct vth *t)
{
    vth_keys(t, "\033[21~");           /* F10 */
    assert_true(vth_exit(t, LAB_PATIENCE));
    assert_true(WIFEXITED(t->status));
    assert_int_equal(WEXITSTATUS(t->status), 0);
    lab_assert_restored(t);
    vth_free(t);
}
