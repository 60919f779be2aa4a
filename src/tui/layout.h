/* layout - all geometry in one place: how big the terminal is -> where each pane lies.
 *
 * Rules   Panes drop out one by one as rows or columns go; the prompt is the last to go. A pane
 *         that is not shown has height 0. Panes never overlap and never leave the screen (a test
 *         tries every size).
 */
#ifndef TUI_LAYOUT_H
#define TUI_LAYOUT_H

#include "grid.h"

struct layout_wants {
    bool program;                      /* a program is loaded */
    bool projector;                    /* wide cells, no side panes */
    bool regions;                      /* the table of regions is open */
    bool lesson;                       /* a lesson is open */
    bool lesson_wide;                  /* it has lines of C, which the side panes are too narrow for */
    int lesson_rows;                   /* that hold all of it in the side panes' columns */
    bool lesson_in_front;              /* where it takes the console's place: it, not the console */
    int gutter;                        /* columns of an address on the map */
};
struct layout {
    bool too_small;                    /* one line that says so is all that fits */
    struct rect status, overview, here;          /* here: the line under the overview */
    struct rect map_rule, map_header, map, legend;
    struct rect detail_rule, detail;             /* the page under the cursor; one line if folded */
    struct rect variables_rule, variables;
    struct rect memory_rule, memory;
    struct rect program_rule, program;
    struct rect regions_rule, regions;           /* above the console, in its place, or below the
                                                  * map of a very wide screen, always then */
    struct rect lesson_rule, lesson;             /* beside the map, or in the console's place */
    bool lesson_folded;                /* the latter */
    struct rect console_rule, console;
    struct rect prompt_rule, prompt, hint, keys;
    int divider_x;                     /* column between main and side panes; -1: none */
    int middle_x;                      /* between map and console, if they lie abreast; -1: none */
    int divider_y, divider_end;
    int map_columns;                   /* cells a row: a power of two */
    int cell;                          /* columns of a cell: 1; for a projector 2 or 3 */
};
struct layout layout_compute(int rows, int cols, struct layout_wants wants);

/* Column of cell i within the map's row: a gap stands before each 16th cell. cell: its columns. */
int layout_map_column(int gutter, int cell, int i);

#endif
