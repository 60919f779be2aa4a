/* Spanish is longer than English: at 80 columns no text may be cut. A text that is cut ends in the
 * last column with a letter, or in three dots; all others end before it.
 * Only the preview, a whole sentence, may end in dots where one row is all it has. */
#include "lab.h"
#include "testlib.h"

#include <stdio.h>
#include <string.h>

#define SHEET "VirtualAlloc((void *)0x40000000, 8*4096, MEM_RESERVE, PAGE_READWRITE)"
#define MISTAKE "VirtualFree((void *)0x40000000, 8*4096, MEM_RELEASE)"
#define F1 "\033OP"
#define F3 "\033OR"
#define F4 "\033OS"
#define LESSON "lesson 5"
#define F2 "\033OQ"
#define PAINT "\033[Z\033[C\033[C \033[C5"          /* two pages, read-write */
struct scene {
    const char *name, *lines[6], *keys;
};
static const struct scene SCENES[] = {
    {"start", {NULL}, ""},
    {"sheet", {SHEET, "commit 0x40000000 4p rw", "write 0x40001000 \"Hola\""}, ""},
    {"mistake", {SHEET, MISTAKE}, ""},
    {"why", {SHEET, MISTAKE, "why"}, ""},
    {"every class", {"reserve 40000000 2p", "alloc 40010000 2p none", "alloc 40020000 2p r",
        "alloc 40030000 2p rw", "alloc 40040000 2p x", "alloc 40050000 2p rwx"}, ""},
    {"regions", {SHEET, "alloc 50000000 3p x", "regions"}, ""},
    {"table", {SHEET, "alloc 50000000 3p x"}, F3},
    {"history", {SHEET, "alloc 50000000 3p x"}, F4},
    {"map", {SHEET}, "\t"},
    {"popup", {SHEET}, "re\t"},
    {"preview", {SHEET}, "commit 40000000 2p"},
    {"preview that fails", {SHEET}, "commit 60000000 2p"},
    {"arguments", {SHEET}, "VirtualAlloc(0x40000000, 4096, "},
    {"help", {NULL}, F1},
    {"help, on", {NULL}, F1 "\033[6~"},
    {"question", {NULL}, "\033[200~reserve 40000000 8p\nreserve 50000000 8p\n\033[201~"},
    {"zoomed", {SHEET}, "\t-------"},
    {"inside", {SHEET, "inside"}, ""},
    {"counters", {SHEET, "stats"}, ""},
    {"lesson list", {"lesson list"}, ""},
    {"lesson", {LESSON}, ""},
    {"lesson, task", {LESSON}, F2},
    {"lesson, on", {LESSON}, "\033[6~"},
    {"wrong way", {LESSON, "alloc 40000000 9p"}, ""},
    {"hints", {LESSON, "hint", "hint", "hint"}, ""},
    {"hints in the pane", {LESSON, "hint", "hint", "hint"}, F2},
    {"goal, check", {LESSON, "goal", "check"}, ""},
    {"demonstration", {LESSON, "demo", "demo"}, ""},
    {"demonstration in the pane", {LESSON, "demo", "demo"}, F2},
    {"prediction", {LESSON, "predict"}, ""},
    {"prediction painted", {LESSON, "predict"}, PAINT},
    {"prediction in the pane", {LESSON, "predict"}, PAINT F2},
    {"prediction compared", {LESSON, "predict"}, PAINT "\tanswer works\r"},
    {"solution", {LESSON, "solution", "solution"}, ""},
    {"play", {LESSON, "play"}, ""},
    {"play in the pane", {LESSON, "play"}, F2},
    {"solved", {LESSON, "reserve 40000000 8p", "commit 40000000 2p", "commit 40005000 1p"}, ""},
    {"progress", {LESSON, "lesson 6", "progress"}, ""},
    {"progress reset", {LESSON, "progress reset all"}, ""},
    {"questions", {"lesson 14"}, ""},
    {"stages", {"lesson 7", "goal"}, ""},
    {"last", {"lesson 25", "goal"}, ""},
    {"topics", {"practice list"}, ""},
    {"exercise 1", {"practice reserve 7"}, ""},
    {"exercise 2", {"practice reserve 7", "next"}, ""},
    {"exercise 3", {"practice reserve 7", "next", "next"}, ""},
    {"exercise 4", {"practice reserve 7", "next", "next", "next"}, ""},
    {"exercise 4, on", {"practice reserve 7", "next", "next", "next"}, "\033[6~"},
};

static bool is_letter(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
        (c >= 0xC0 && c <= 0xFF) || c == 0x2026;
}

static void nothing_is_cut_at_80_columns(void **state)
{
    const struct scene *scene = *state;
    static const char *const args[] = {"--lang", "es", NULL};
    static const int rows[] = {24, 40};
    for (int size = 0; size < 2; size++) {
        lab_fresh();
        struct vth *t = lab_start(rows[size], 80, args, NULL);
        for (int i = 0; i < 6 && scene->lines[i] != NULL; i++) {
            lab_type(t, scene->lines[i]);
        }
        vth_keys(t, scene->keys);
        lab_rest(t);
        for (int y = 0; y < t->rows; y++) {
            char row[512];
            vth_row(t, y, row, sizeof row);
            const bool is_title = strncmp(row, "\xE2\x94\x80", 3) == 0;
            const bool is_preview = !is_title && strstr(row, "\xE2\x80\xA6") != NULL && t->rows < 30;
            const bool is_short = is_title && strstr(row, "\xE2\x80\xA6") != NULL;
            if (is_short || (is_letter(vth_cell(t, y, 79).chars[0]) && !is_preview)) {
                fail_msg("%s, 80x%d, row %d is cut:\n%s", scene->name, rows[size], y, row);
            }
        }
        lab_quit(t);
    }
}

int main(int argc, char **argv)
{
    enum { COUNT = sizeof SCENES / sizeof *SCENES };
    static struct scene scenes[COUNT];
    struct CMUnitTest tests[COUNT];
    lab_setup(argc, argv);
    for (size_t i = 0; i < COUNT; i++) {
        scenes[i] = SCENES[i];
        tests[i] = (struct CMUnitTest){
            SCENES[i].name, nothing_is_cut_at_80_columns, NULL, NULL, &scenes[i]};
    }
    return _cmocka_run_group_tests("nothing is cut in Spanish", tests, COUNT, NULL, NULL);
}
