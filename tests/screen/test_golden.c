/* Golden screens: what a person sees after typing, as text, and below it the look of each cell, a
 * letter for each, as the list at the end explains. Each is drawn anew only with
 * PAGELAB_GOLDEN=write in the environment, and then looked at before it is kept. */
#include "lab.h"
#include "testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SCREEN_SIZE = 1 << 18, MOST_LOOKS = 52 };

struct scene {
    const char *name;
    int rows, cols;
    const char *args[8];
    const char *lines[10];             /* typed, each with Enter */
    const char *keys;                  /* then sent as they are */
};
#define SHEET "VirtualAlloc((void *)0x40000000, 8*4096, MEM_RESERVE, PAGE_READWRITE)"
#define COMMIT "commit 0x40000000 4p rw"
#define MISTAKE "VirtualFree((void *)0x40000000, 8*4096, MEM_RELEASE)"
#define F1 "\033OP"
#define EN "--lang", "en"
#define ES "--lang", "es"
#define LESSON "lesson", "commit-part"
#define WRONG_WAY "alloc 40000000 9p"
#define F2 "\033OQ"
#define PAINT "\033[Z\033[C\033[C \033[C5"          /* two pages, read-write */
static const struct scene SCENES[] = {
    {"start-80x24-en", 24, 80, {EN}, {NULL}, ""},
    {"start-80x24-es", 24, 80, {ES}, {NULL}, ""},
    {"start-120x36-en", 36, 120, {EN}, {NULL}, ""},
    {"sheet-80x24-en", 24, 80, {EN}, {SHEET, COMMIT, "write 0x40001000 \"Hola\""}, ""},
    {"sheet-80x24-es", 24, 80, {ES}, {SHEET, COMMIT, "write 0x40001000 \"Hola\""}, ""},
    {"sheet-120x36-en", 36, 120, {EN}, {SHEET, COMMIT, "write 0x40001000 \"Hola\""}, ""},
    {"sheet-120x36-es", 36, 120, {ES}, {SHEET, COMMIT, "write 0x40001000 \"Hola\""}, ""},
    {"mistake-80x24-en", 24, 80, {EN}, {SHEET, MISTAKE}, ""},
    {"mistake-120x36-es", 36, 120, {ES}, {SHEET, MISTAKE}, ""},
    {"undo-120x36-en", 36, 120, {EN}, {SHEET, COMMIT}, "\x1A"},
    {"protections-120x36-en", 36, 120, {EN},
        {"alloc 40000000 8p rw", "alloc 40010000 3p r", "alloc 40020000 20p x",
            "alloc 40040000 2p none", "alloc 40050000 2p rwx", "reserve 1000000 4p",
            "VirtualAlloc((void *)0x40060000, 8192, MEM_RESERVE|MEM_COMMIT, "
            "PAGE_READWRITE|PAGE_GUARD)",
            "decommit 40001000 2p"},
        ""},
    {"protections-80x24-ascii", 24, 80, {EN, "--ascii"},
        {"alloc 40000000 8p rw", "alloc 40010000 3p r", "alloc 40020000 20p x",
            "alloc 40040000 2p none", "reserve 1000000 4p", "decommit 40001000 2p"},
        ""},
    {"map-zoomed-120x36-en", 36, 120, {EN}, {SHEET, COMMIT, "reserve 48000000 100M"},
        "\t-------"},
    {"toy-40x14-en", 14, 40, {EN, "--machine", "toy"}, {"alloc 20000 5p"}, ""},
    {"x64-120x36-en", 36, 120, {EN, "--machine", "x64"},
        {"reserve 1A040000000 2M", "commit 1A040000000 3p r"}, ""},
    {"regions-120x40-en", 40, 120, {EN}, {SHEET, COMMIT, "alloc 40010000 3p r"}, "\033OR"},
    {"regions-80x24-es", 24, 80, {ES}, {SHEET, COMMIT, "alloc 40010000 3p r"}, "\033ORas"},
    {"typing-80x24-en", 24, 80, {EN}, {SHEET}, "VirtualAlloc(0x40000000, 4096, MEM"},
    {"preview-80x24-es", 24, 80, {ES}, {SHEET}, "commit 40000000 2p"},
    {"popup-120x36-en", 36, 120, {EN}, {SHEET}, "VirtualAlloc(0x40000000, 4096, MEM_\t"},
    {"help-80x24-en", 24, 80, {EN}, {NULL}, F1},
    {"help-80x24-es", 24, 80, {ES}, {NULL}, F1},
    {"inside-120x36-en", 36, 120, {EN}, {SHEET, "inside commit 40000000 2p"}, ""},
    {"question-80x24-es", 24, 80, {ES}, {NULL}, "\033[200~reserve 4\ncommit 4\n\033[201~"},
    {"chart-120x36-en", 36, 120, {EN}, {SHEET, COMMIT}, "\033OS\033[D"},
    {"program-120x40-en", 40, 120, {EN}, {"p = VirtualAlloc(0, 9000, MEM_COMMIT, PAGE_READWRITE)"},
        "\033[200~int main(void)\n{\n    int i = 3;\n    return i;\n}\n\033[201~y\033[15~"},
    {"projector-120x36-en", 36, 120, {EN}, {SHEET, COMMIT}, "\033[24~"},
    {"process-200x50-es", 50, 200, {ES, "--layout", "process"}, {"map 400000"}, ""},
    {"abreast-300x100-en", 100, 300, {EN}, {SHEET, COMMIT, "alloc 50000000 40p x"}, ""},
    {"light-80x24-en", 24, 80, {EN, "--theme", "light"}, {SHEET, COMMIT}, ""},
    {"contrast-80x24-en", 24, 80, {EN, "--theme", "contrast"}, {SHEET, COMMIT}, ""},
    {"mono-80x24-en", 24, 80, {EN, "--theme", "mono"}, {SHEET, COMMIT}, ""},
    {"lesson-120x36-en", 36, 120, {EN, LESSON}, {NULL}, ""},
    {"lesson-120x36-es", 36, 120, {ES, LESSON}, {NULL}, ""},
    {"lesson-80x24-es", 24, 80, {ES, LESSON}, {NULL}, ""},
    {"lesson-40x14-en", 14, 40, {EN, LESSON}, {NULL}, ""},
    {"lesson-200x50-en", 50, 200, {EN, LESSON}, {NULL}, ""},
    {"lesson-ascii-80x24-en", 24, 80, {EN, "--ascii", LESSON}, {WRONG_WAY}, ""},
    {"lesson-mono-120x36-en", 36, 120, {EN, "--theme", "mono", LESSON}, {WRONG_WAY}, ""},
    {"lesson-task-80x24-en", 24, 80, {EN, LESSON}, {NULL}, F2},
    {"lesson-hint-120x36-es", 36, 120, {ES, LESSON}, {WRONG_WAY, "undo", "hint"}, ""},
    {"lesson-demo-120x36-en", 36, 120, {EN, LESSON}, {"demo", "demo"}, ""},
    {"lesson-predict-120x36-es", 36, 120, {ES, LESSON}, {"predict"}, PAINT},
    {"lesson-predicted-80x24-en", 24, 80, {EN, LESSON}, {"predict"}, PAINT "\tanswer works\r"},
    {"lesson-solved-120x36-en", 36, 120, {EN, LESSON},
        {"reserve 40000000 8p", "commit 40000000 2p", "commit 40005000 1p"}, ""},
    {"lesson-list-80x24-es", 24, 80, {ES}, {"lesson list"}, ""},
    {"exercise-wrong-call-80x24-es", 24, 80, {ES}, {"practice reserve 7"}, ""},
    {"exercise-program-120x36-en", 36, 120, {EN},
        {"practice reserve 7", "next", "next", "next"}, ""},
    {"exercise-program-80x24-es", 24, 80, {ES},
        {"practice reserve 7", "next", "next", "next"}, ""},
};

static void read_golden(const struct scene *scene, char *out, size_t size)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s.txt", lab_golden_dir(), scene->name);
    FILE *file = fopen(path, "r");
    size_t len = 0;
    if (file != NULL) {
        len = fread(out, 1, size - 1, file);
        fclose(file);
    }
    out[len] = '\0';
}

static void write_golden(const struct scene *scene, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s.txt", lab_golden_dir(), scene->name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void show(struct vth *t, const struct scene *scene)
{
    for (int i = 0; i < 10 && scene->lines[i] != NULL; i++) {
        lab_type(t, scene->lines[i]);
    }
    vth_keys(t, scene->keys);
    lab_rest(t);
}

/* The first row that differs says more than two screens. */
static void assert_same_rows(const char *name, const char *seen, const char *expected)
{
    for (int row = 0; *seen != '\0' || *expected != '\0'; row++) {
        const int seen_len = (int)strcspn(seen, "\n");
        const int expected_len = (int)strcspn(expected, "\n");
        if (seen_len != expected_len || memcmp(seen, expected, (size_t)seen_len) != 0) {
            fail_msg("%s, row %d\n  seen     %.*s\n  expected %.*s\n"
                     "PAGELAB_GOLDEN=write draws the screens anew",
                name, row, seen_len, seen, expected_len, expected);
        }
        seen += seen_len + (seen[seen_len] == '\n');
        expected += expected_len + (expected[expected_len] == '\n');
    }
}

/* ---- looks ----------------------------------------------------------------------------------- */

/* A colour of the palette, or the terminal's own: -1. */
static int colour_of(VTermColor colour, bool is_default)
{
    return is_default ? -1 : VTERM_COLOR_IS_INDEXED(&colour) ? colour.indexed.idx : -2;
}

/* "fg 231 bg 29 bold" */
static void describe(const VTermScreenCell *cell, char *out, size_t size)
{
    const int fg = colour_of(cell->fg, VTERM_COLOR_IS_DEFAULT_FG(&cell->fg));
    const int bg = colour_of(cell->bg, VTERM_COLOR_IS_DEFAULT_BG(&cell->bg));
    snprintf(out, size, "fg %d bg %d%s%s%s", fg, bg, cell->attrs.bold ? " bold" : "",
        cell->attrs.underline ? " underlined" : "", cell->attrs.reverse ? " reverse" : "");
}

struct looks {
    char names[MOST_LOOKS][64];
    int count;
};

/* The letter of a look: in the order in which they are first seen. */
static char letter_of(struct looks *looks, const VTermScreenCell *cell)
{
    char name[64];
    int i = 0;
    describe(cell, name, sizeof name);
    while (i < looks->count && strcmp(looks->names[i], name) != 0) {
        i++;
    }
    assert_true(i < MOST_LOOKS);
    if (i == looks->count) {
        snprintf(looks->names[looks->count++], sizeof name, "%s", name);
    }
    return (char)(i < 26 ? 'a' + i : 'A' + i - 26);
}

/* Below the text: a row of letters for each row of the screen, and what they mean. */
static void add_looks(struct vth *t, char *out, size_t size)
{
    struct looks looks = {.count = 0};
    size_t len = strlen(out);
    len += (size_t)snprintf(out + len, size - len, "looks\n");
    for (int y = 0; y < t->rows; y++) {
        for (int x = 0; x < t->cols && len + 2 < size; x++) {
            const VTermScreenCell cell = vth_cell(t, y, x);
            out[len++] = letter_of(&looks, &cell);
        }
        out[len++] = '\n';
    }
    out[len] = '\0';
    for (int i = 0; i < looks.count; i++) {
        len += (size_t)snprintf(out + len, size - len, "%c %s\n",
            i < 26 ? 'a' + i : 'A' + i - 26, looks.names[i]);
    }
}

static void screen_is_as_drawn(void **state)
{
    const struct scene *scene = *state;
    static char seen[SCREEN_SIZE];
    static char expected[SCREEN_SIZE];
    lab_fresh();
    struct vth *t = lab_start(scene->rows, scene->cols, scene->args, NULL);
    show(t, scene);
    lab_screen(t, seen, sizeof seen);
    add_looks(t, seen, sizeof seen);
    const char *mode = getenv("PAGELAB_GOLDEN");
    if (mode != NULL && strcmp(mode, "write") == 0) {
        write_golden(scene, seen);
    }
    read_golden(scene, expected, sizeof expected);
    assert_same_rows(scene->name, seen, expected);
    lab_quit(t);
}

int main(int argc, char **argv)
{
    enum { COUNT = sizeof SCENES / sizeof *SCENES };
    struct CMUnitTest tests[COUNT];
    static struct scene scenes[COUNT];
    lab_setup(argc, argv);
    for (size_t i = 0; i < COUNT; i++) {
        scenes[i] = SCENES[i];
        tests[i] = (struct CMUnitTest){
            SCENES[i].name, screen_is_as_drawn, NULL, NULL, &scenes[i]};
    }
    return _cmocka_run_group_tests("screens", tests, COUNT, NULL, NULL);
}
