/* bench_screen - what a frame of the map costs, and how long the first one takes to come.
 *
 * frame   200 x 50 cells (render_map_fill, then each cell into the grid) over a space with a million
 *         runs, and over one with about ten; best of 20. The ratio is the point: a frame must not
 *         grow with the space. Zoomed to pages, to the allocation, to the whole space.
 * lesson  the same cells with the goals of a lesson, over its own start and over that with 10,000 runs
 *         beside it.
 * start   from fork to the last row of the first screen, on a terminal of its own; best of 10.
 * Usage: bench_screen PAGELAB
 */
#define _GNU_SOURCE
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "grid.h"
#include "host/school.h"
#include "render/map.h"
#include "session/session.h"

enum { ROWS = 50, COLUMNS = 200, FRAMES = 20, STARTS = 10 };
#define BASE_PAGE 0x100000u            /* 1 0000 0000 */

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1e6;
}

static void run(struct session *session, const char *line)
{
    if (session_run(session, line, strlen(line)) != SESSION_STEPPED) {
        fprintf(stderr, "bench_screen: not a step: %s\n", line);
        exit(1);
    }
}

static struct session *open_space(int commits)
{
    const struct session_host host = {0};
    const struct session_options options = {.machine = vm_machine_find("x64")};
    struct session *session = session_create(&options, &host, NULL);
    char line[160];
    run(session, "VirtualAlloc((void *)0x100000000, 0x100000000, MEM_RESERVE, PAGE_READWRITE)");
    snprintf(line, sizeof line,
        "for (int i = 0; i < %d; i++) VirtualAlloc((char *)0x100000000 + i * 8192LL, 4096, "
        "MEM_COMMIT, PAGE_READWRITE)",
        commits);
    run(session, line);
    run(session, "query 0x100000000"); /* what the frame shows is at rest: nothing changed */
    return session;
}

/* room: whose goals are marked; may be NULL. */
static double frame_ms(const struct session *session, const struct classroom *room, unsigned shift,
    vm_page first)
{
    struct render_map map = {.first = first, .shift = shift, .columns = COLUMNS, .rows = ROWS};
    struct grid grid = {0};
    double best = 1e9;
    grid_resize(&grid, ROWS, COLUMNS);
    for (int i = 0; i < FRAMES; i++) {
        const double begin = now_ms();
        render_map_fill(&map, session);
        if (room != NULL) {
            render_map_goals(&map, room);
        }
        for (int cell = 0; cell < ROWS * COLUMNS; cell++) {
            const struct theme_mark mark = theme_cell(&map.cells[cell]);
            grid_put(&grid, cell / COLUMNS, cell % COLUMNS, mark.glyph, mark.role, mark.mods);
        }
        const double took = now_ms() - begin;
        best = took < best ? took : best;
    }
    render_map_finish(&map);
    grid_finish(&grid);
    return best;
}

static void measure_frames(void)
{
    static const struct {
        const char *name;
        unsigned shift;
        vm_page first;
    } zooms[] = {{"a page a cell", 0, BASE_PAGE}, {"the allocation", 7, BASE_PAGE},
        {"the whole space", 22, 0}};
    struct session *few = open_space(4);
    struct session *many = open_space(500000);
    for (size_t i = 0; i < sizeof zooms / sizeof *zooms; i++) {
        const double ten = frame_ms(few, NULL, zooms[i].shift, zooms[i].first);
        const double million = frame_ms(many, NULL, zooms[i].shift, zooms[i].first);
        printf("frame %-16s ten runs %7.3f ms   a million %7.3f ms   ratio %5.2f\n",
            zooms[i].name, ten, million, million / ten);
    }
    session_destroy(few);
    session_destroy(many);
}

static void measure_lesson(const char *name, const char *more)
{
    const struct session_host host = {0};
    struct session *session = session_create(NULL, &host, NULL);
    struct school school = {0};
    const struct school_options options = {0};
    char line[64];
    school_open(&school, session, &options);
    snprintf(line, sizeof line, "lesson %s", name);
    session_run(session, line, strlen(line));
    school_word(&school, session_foreign(session));
    for (unsigned shift = 0; shift <= 6; shift += 6) {
        const double plain = frame_ms(session, NULL, shift, 0x40000);
        const double few = frame_ms(session, school_current(&school), shift, 0x40000);
        printf("lesson %-12s shift %u: without goals %7.3f ms   with %7.3f ms", name, shift, plain,
            few);
        if (shift == 0) {
            puts("");
        }
    }
    puts("");
    run(session, more);
    school_update(&school);
    run(session, "query 0x40000000");
    school_update(&school);
    for (unsigned shift = 0; shift <= 6; shift += 6) {
        printf("   10,000 runs, shift %u: without goals %7.3f ms   with %7.3f ms\n", shift,
            frame_ms(session, NULL, shift, 0x40000),
            frame_ms(session, school_current(&school), shift, 0x40000));
    }
    school_close(&school);
    session_destroy(session);
}

static void measure_lessons(void)
{
    static const char *const names[] = {"commit-part", "let-system-choose", "fragmentation", "final"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        measure_lesson(names[i],
            "{ char *p = VirtualAlloc((void *)0x50000000, 0x5000000, MEM_RESERVE, PAGE_READWRITE); "
            "for (int i = 0; i < 5000; i++) VirtualAlloc(p + i * 8192, 4096, MEM_COMMIT, "
            "PAGE_READWRITE); }");
    }
}

/* Until "F10", which stands in the last row, has come. */
static double start_ms(const char *exe)
{
    const struct winsize size = {.ws_row = 24, .ws_col = 80};
    int fd = -1;
    const double begin = now_ms();
    const pid_t pid = forkpty(&fd, NULL, NULL, &size);
    if (pid == 0) {
        setenv("TERM", "xterm-256color", 1);
        setenv("LC_ALL", "C.UTF-8", 1);
        setenv("XDG_STATE_HOME", "/nonexistent", 1);
        execl(exe, exe, "--lang", "en", "--no-journal", (char *)NULL);
        _exit(127);
    }
    static char bytes[1 << 16];
    size_t len = 0;
    struct pollfd p = {fd, POLLIN, 0};
    while (len + 1 < sizeof bytes && poll(&p, 1, 3000) > 0) {
        const ssize_t n = read(fd, bytes + len, sizeof bytes - 1 - len);
        if (n <= 0) {
            break;
        }
        len += (size_t)n;
        bytes[len] = '\0';
        if (strstr(bytes, "F10") != NULL) {
            break;
        }
    }
    const double took = now_ms() - begin;
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    close(fd);
    return took;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: bench_screen PAGELAB\n", stderr);
        return 2;
    }
    double best = 1e9;
    for (int i = 0; i < STARTS; i++) {
        const double took = start_ms(argv[1]);
        best = took < best ? took : best;
    }
    printf("start to first frame %7.1f ms\n", best);
    measure_lessons();
    measure_frames();
    return 0;
}
