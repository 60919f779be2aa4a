/* Random keys, pastes, clicks and sizes, from a fixed seed; afterwards an ordinary command works.
 * PAGELAB_LONG in the environment: 20,000 events, for a build with sanitizers; PAGELAB_SEED: other
 * ones. */
#include "lab.h"
#include "testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Keys and whole lines; each stands for one event. */
static const char *const KEYS[] = {"a", "re", "\t", "\t", "\r", "\033[A", "\033[B", "\033[C",
    "\033[D", "\033", "\033OP", "\033[15~", "\x1A", "\033[20~", "+", "-", "?", "/", "<", ">", "[",
    "]", "\003", "\014", "\x12", "\x17", "\x19", "\x1F", "(", "\"", "0x4", "8p", " rw", "\033[5~",
    "\033[6~", "\033[H", "\033[F", "\033b", "\033d", "\xC3\xB1", "\xE4\xB8\xAD", "\xFF",
    "e\xCC\x81",
    "q", "u", "r", "y", "n", "\033[17~", "\033[18~", "\033[19~", "\033OQ", "\033OR", "\033OS",
    "\033[Z",
    "\177", "\033[3~", "\001", "\005", "reserve 0x40000000 8p rw\r", "commit 40000000 2p\r",
    "alloc 50000000 3p x\r", "release 40000000\r", "decommit 40001000 1p\r", 
    "write 40000000 1 2 3\r",
    "read 10000\r", "map 50000000\r", "why\r", "regions\r", "regions state=reserved\r", "gaps\r",
    "find free >= 3p\r", "history\r", "variables\r", "inside\r", "explain R-FREE-2\r", "help\r",
    "lang es\r", "lang en\r", "undo 3\r", "goto 2\r", "redo\r",
    "protect 40000000 1p r\r", "p = VirtualAlloc(0, 70000, MEM_RESERVE, PAGE_READWRITE)\r",
    "for (int i = 0; i < 9; i++) VirtualAlloc(0, 1, MEM_COMMIT | MEM_RESERVE, 2 << i % 7)\r",
    "while (1) ;\r", "\017", "\033[24~", "s", "view up\r", "view down\r", "machine x64\r",
    "machine x86\r", "printf(\"%d\\n\", 3)\r", "export x\r",
    "lesson 2\r", "lesson 5\r", "lesson query\r", "lesson list\r", "lesson quit\r", "demo\r",
    "predict\r", "answer works\r", "answer fails 487 40002000 1p rw\r", "answer a reserved\r",
    "hint\r", "next\r", "play\r", "goal\r", "check\r", "solution\r", "restart\r", "progress\r",
    "progress reset all\r", "practice\r", "practice reserve 7\r", "practice protect 3\r",
    "\033OQ", "\033OQ", "\033[15~", "1", "5", "8", " ", "0"};
enum { KEY_COUNT = sizeof KEYS / sizeof *KEYS };

static const char *const PASTES[] = {"a b\nc(", "reserve 50000000 1p",
    "reserve 40000000 8p\ncommit 40000000 1p\n", "\033[31m\t\b\n\n\n",
    "#include <stdio.h>\nint main(void)\n{\n    int i = 3;\n    return i;\n}\n"};
enum { PASTE_COUNT = sizeof PASTES / sizeof *PASTES };

struct monkey {
    struct vth *lab;
    uint64_t seed;
};

static unsigned draw(struct monkey *m, unsigned limit)
{
    m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(m->seed >> 33) % limit;
}

static void click(struct monkey *m)
{
    static const int buttons[] = {0, 0, 0, 1, 2, 32, 64, 65, 35, 80, 81};
    char bytes[48];
    snprintf(bytes, sizeof bytes, "\033[<%d;%u;%u%c",
        buttons[draw(m, sizeof buttons / sizeof *buttons)], 1 + draw(m, 203), 1 + draw(m, 63),
        draw(m, 2) == 0 ? 'M' : 'm');
    vth_keys(m->lab, bytes);
}

static void act(struct monkey *m)
{
    const unsigned pick = draw(m, 100);
    if (pick < 2) {
        vth_resize(m->lab, 1 + (int)draw(m, 60), 1 + (int)draw(m, 200));
    } else if (pick < 4) {
        vth_paste(m->lab, PASTES[draw(m, PASTE_COUNT)]);
    } else if (pick < 12) {
        click(m);
    } else {
        vth_keys(m->lab, KEYS[draw(m, KEY_COUNT)]);
    }
}

/* What a sanitizer or a library wrote instead of the screen. */
static void assert_nothing_on_stderr(void)
{
    char path[160];
    static char text[4096];
    snprintf(path, sizeof path, "%s/pagelab/stderr.log", lab_state_dir());
    FILE *file = fopen(path, "r");
    if (file != NULL) {
        text[fread(text, 1, sizeof text - 1, file)] = '\0';
        fclose(file);
    }
    assert_string_equal(text, "");
}

/* Out of whatever is open: a paste without end, a popup, a question, help, runs that never end.
 * Each Ctrl-C ends one run, and there may be several: until it rests; then what may still be
 * open. */
static void come_to_rest(struct vth *t)
{
    enum { RUNS = 100, OPEN = 4, RUN_MS = 500 };
    vth_keys(t, "\033[201~\033[201~");
    vth_resize(t, 30, 100);
    for (int i = 0; i < RUNS && !vth_rest(t, RUN_MS); i++) {
        vth_keys(t, "\003");
    }
    for (int i = 0; i < OPEN; i++) {
        lab_rest(t);
        vth_keys(t, "\003");
    }
    lab_rest(t);
}

/* The step the session is at, as the first line says. */
static int step_of(struct vth *t)
{
    char row[1024];
    lab_expect(t, "step ");
    vth_row(t, 0, row, sizeof row);
    const char *text = strstr(row, "step ");
    assert_non_null(text);
    return (int)strtol(text + strlen("step "), NULL, 10);
}

static void a_monkey_finds_nothing(void **state)
{
    (void)state;
    const int events = getenv("PAGELAB_LONG") != NULL ? 20000 : 2000;
    const char *seed = getenv("PAGELAB_SEED");
    lab_fresh();
    struct monkey m = {.lab = lab_start(24, 80, LAB_ENGLISH, NULL),
        .seed = seed != NULL ? strtoul(seed, NULL, 10) : 20240607};
    for (int i = 0; i < events; i++) {
        act(&m);
        if (i % 20 == 0) {
            vth_settle(m.lab, 2, 40);
        }
        if (i % 200 == 199) {          /* the keys that leave are not among these: it must live */
            come_to_rest(m.lab);
            if (vth_exit(m.lab, 1)) {
                assert_nothing_on_stderr();
                fail_msg("it ended before event %d", i);
            }
        }
    }
    come_to_rest(m.lab);
    lab_type(m.lab, "lang en");
    const int before = step_of(m.lab);
    lab_type(m.lab, "1234+1");         /* the table of regions may cover the console */
    assert_true(step_of(m.lab) > before);        /* a branch after an undo skips numbers */
    vth_keys(m.lab, "\033[21~");       /* F10 */
    assert_true(vth_exit(m.lab, LAB_PATIENCE));
    assert_nothing_on_stderr();        /* before the status: it says why */
    assert_int_equal(m.lab->status, 0);
    lab_assert_restored(m.lab);
    vth_free(m.lab);
}

int main(int argc, char **argv)
{
    lab_setup(argc, argv);
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_monkey_finds_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
