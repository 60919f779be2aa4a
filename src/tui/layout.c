/* layout - first the columns, then the rows from the most to the least needed. */
#include "layout.h"

enum {
    SIDE_MIN = 36, SIDE_MAX = 60,      /* columns of the side panes */
    MEMORY_ROWS = 8, VARIABLES_ROWS = 8, PROGRAM_VARIABLES_ROWS = 6,
    VARIABLES_FROM = 36,               /* rows of a side that has room for them */
    ABREAST_ROWS = 24, ABREAST_COLUMNS = 80,     /* of a console beside the map */
    REGIONS_BESIDE = 14,               /* rows that the table and the console can share */
    LESSON_MIN = 8,                    /* rows of a lesson beside the map */
    DETAIL_MIN = 9,                    /* fewer lines would not hold a page's state ... */
    DETAIL_SHORT = 4                   /* ... but its most needed beside something to read */
};

static int min_int(int a, int b)
{
    return a < b ? a : b;
}

int layout_map_column(int gutter, int cell, int i)
{
    return 1 + gutter + 1 + i * cell + i / 16;
}

/* Columns that a map of this many cells a row takes. */
static int map_width(int gutter, int cell, int cells)
{
    return layout_map_column(gutter, cell, cells - 1) + cell;
}

/* The largest power of two of cells that fits into width; 0 if not even eight do. */
static int map_cells(int gutter, int cell, int width)
{
    for (int cells = 256; cells >= 8; cells /= 2) {
        if (map_width(gutter, cell, cells) <= width) {
            return cells;
        }
    }
    return 0;
}

/* Takes h rows from the top of *left, if they are there. */
static struct rect take(struct rect *left, int h)
{
    const int rows = min_int(h, left->h);
    const struct rect r = {left->y, left->x, rows, left->w};
    left->y += rows;
    left->h -= rows;
    return r;
}

static struct rect take_bottom(struct rect *left, int h)
{
    const int rows = min_int(h, left->h);
    left->h -= rows;
    return (struct rect){left->y + left->h, left->x, rows, left->w};
}

/* The frame around the panes: status, overview, prompt, hint, keys. */
static void lay_frame(struct layout *l, struct rect *body, int rows)
{
    if (rows >= 3) {
        l->status = take(body, 1);
    }
    if (rows >= 12) {
        l->overview = take(body, 1);
    }
    if (rows >= 30) {
        l->here = take(body, 1);
    }
    if (rows >= 10) {
        l->keys = take_bottom(body, 1);
    }
    if (rows >= 7) {                   /* the second row is air unless the preview is long */
        l->hint = take_bottom(body, rows >= 36 ? 2 : 1);
    }
    l->prompt = take_bottom(body, 1);
    if (rows >= 9) {
        l->prompt_rule = take_bottom(body, 1);
    }
}

/* Who steps through a program watches its variables: they come before the counters then. */
static void lay_side(struct layout *l, struct rect side, struct layout_wants wants)
{
    const bool program = wants.program;
    if (wants.lesson && !wants.lesson_wide && side.h >= DETAIL_SHORT + 2 + LESSON_MIN) {
        const int most = side.h - DETAIL_SHORT - 2;
        const int rows = wants.lesson_rows > LESSON_MIN ? wants.lesson_rows : LESSON_MIN;
        l->lesson = take_bottom(&side, min_int(most, rows));
        l->lesson_rule = take_bottom(&side, 1);
    }
    if (program && side.h >= DETAIL_MIN + 2 + PROGRAM_VARIABLES_ROWS) {
        l->variables = take_bottom(&side, PROGRAM_VARIABLES_ROWS);
        l->variables_rule = take_bottom(&side, 1);
    }
    const bool has_variables = !program && side.h >= VARIABLES_FROM;
    if (side.h >= DETAIL_MIN + 2 + MEMORY_ROWS) {
        l->memory = take_bottom(&side, MEMORY_ROWS);
        l->memory_rule = take_bottom(&side, 1);
    }
    if (has_variables) {
        l->variables = take_bottom(&side, VARIABLES_ROWS);
        l->variables_rule = take_bottom(&side, 1);
    }
    l->detail_rule = take(&side, 1);
    l->detail = side;
}

/* The map's share: about half, so that the console keeps at least a few lines; less beside something to
 * read. */
static int map_share(int h, bool reads)
{
    return reads ? h * 2 / 5 : h * 11 / 20;
}

static void lay_map(struct layout *l, struct rect map)
{
    l->map_rule = take(&map, 1);
    if (map.h >= 5) {
        l->map_header = take(&map, 1);
    }
    if (map.h >= 4) {
        l->legend = take_bottom(&map, 1);
    }
    if (map.h >= 22) {
        take_bottom(&map, 1);
    }
    l->map = map;
}

static void lay_console(struct layout *l, struct rect main, struct layout_wants wants)
{
    if (wants.program && main.h >= 8) {
        struct rect code = take(&main, main.h * 3 / 5);
        l->program_rule = take(&code, 1);
        l->program = code;
    }
    if (wants.regions && main.h >= 3) {
        struct rect table = take(&main, main.h >= REGIONS_BESIDE ? main.h * 3 / 5 : main.h);
        l->regions_rule = take(&table, 1);
        l->regions = table;
    }
    if (main.h >= 3) {
        l->console_rule = take(&main, 1);
    }
    l->console = main;
    l->lesson_folded = wants.lesson;
    if (wants.lesson && wants.lesson_in_front) {
        l->lesson_rule = l->console_rule;
        l->lesson = main;
        l->console_rule = l->console = (struct rect){main.y, main.x, 0, main.w};
    }
}

static void lay_main(struct layout *l, struct rect main, bool folded_detail,
    struct layout_wants wants)
{
    const bool reads = wants.lesson && wants.lesson_in_front;
    if (main.h >= 6 && l->map_columns > 0) {
        lay_map(l, take(&main, map_share(main.h, wants.program || reads)));
    }
    if (folded_detail && main.h >= 7 && !reads) {
        l->detail_rule = take(&main, 1);
        l->detail = take(&main, 1);
    }
    lay_console(l, main, wants);
}

/* So wide that the console has room beside the map: then the table of regions lies below it. */
static void lay_abreast(
    struct layout *l, struct rect main, int map_columns, struct layout_wants wants)
{
    struct rect map = {main.y, main.x, main.h, map_columns};
    l->middle_x = main.x + map_columns;
    lay_map(l, take(&map, map.h * 11 / 20));
    l->regions_rule = take(&map, 1);
    l->regions = map;
    wants.regions = false;
    lay_console(l, (struct rect){main.y, l->middle_x + 1, main.h, main.w - map_columns - 1}, wants);
}

struct layout layout_compute(int rows, int cols, struct layout_wants wants)
{
    struct layout l = {.divider_x = -1, .middle_x = -1};
    struct rect body = {0, 0, rows > 0 ? rows : 0, cols > 0 ? cols : 0};
    if (rows < 2 || cols < 16) {
        l.too_small = true;
        l.prompt = body;
        return l;
    }
    lay_frame(&l, &body, rows);
    int main_width = body.w;
    l.cell = wants.projector ? 2 : 1;
    for (int cells = 256; cells >= 64 && l.divider_x < 0 && !wants.projector; cells /= 2) {
        const int width = map_width(wants.gutter, l.cell, cells) + 2;
        if (body.w - width - 1 >= SIDE_MIN && body.h >= DETAIL_MIN + 1) {
            const int side = min_int(body.w - width - 1, SIDE_MAX);
            main_width = body.w - side - 1;
            l.divider_x = main_width;
            l.divider_y = body.y;
            l.divider_end = body.y + body.h;
        }
    }
    l.map_columns = map_cells(wants.gutter, l.cell, main_width);
    if (wants.projector && map_cells(wants.gutter, l.cell + 1, main_width) == l.map_columns) {
        l.cell++;
    }
    if (l.divider_x >= 0) {
        const struct rect side = {body.y, main_width + 1, body.h, body.w - main_width - 1};
        lay_side(&l, side, wants);
    }
    wants.lesson = wants.lesson && l.lesson.h == 0;
    const struct rect main = {body.y, 0, body.h, main_width};
    const int map = l.map_columns > 0 ? map_width(wants.gutter, l.cell, l.map_columns) + 2 : 0;
    if (l.divider_x >= 0 && main.h >= ABREAST_ROWS && main.w - map - 1 >= ABREAST_COLUMNS) {
        lay_abreast(&l, main, map, wants);
    } else {
        lay_main(&l, main, l.divider_x < 0, wants);
    }
    return l;
}
