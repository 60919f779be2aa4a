/* map - a window of a space -> cells: what each shows, never how a terminal draws it.
 *
 * Units   A cell is 2^shift pages; every row starts at an address aligned to the row's length.
 */
#ifndef RENDER_MAP_H
#define RENDER_MAP_H

#include "lesson/classroom.h"

/* Bits; each looks unlike the others and unlike every class in every theme. */
enum render_mark {
    RENDER_MARK_CHANGED = 1 << 0,      /* the current step changed a page of this cell */
    RENDER_MARK_FAULT = 1 << 1,        /* the page that broke the rule of the current step's
                                        * failure */
    RENDER_MARK_BEGIN = 1 << 2,        /* an allocation begins in this cell */
    RENDER_MARK_TAIL = 1 << 3,         /* free, but in the tail of a granule: no reserve can start
                                        * here [R-GEN-13] */
    RENDER_MARK_OUTSIDE = 1 << 4,      /* beyond the user range */
    RENDER_MARK_GHOST = 1 << 5,        /* the call being typed would change a page of this cell */
    RENDER_MARK_GOAL = 1 << 6          /* a page of this cell is not as the task wants it */
};
struct render_cell {
    enum vm_class class;               /* of all pages, or of most of the pages that are not free
                                        * if mixed */
    bool mixed;
    enum vm_class ghost;               /* RENDER_MARK_GHOST: what the first pages that would
                                        * change would become */
    enum vm_class goal;                /* RENDER_MARK_GOAL: what the first such page shall be */
    unsigned marks;
    uint64_t count[VM_CLASS_COUNT];
};
struct render_map {
    vm_page first;                     /* page of the first cell */
    unsigned shift, columns, rows;
    struct render_cell *cells;         /* rows * columns; row by row; owned */
    size_t cap;
};
/* Fills the cells from map->first, shift, columns, rows. O(cells log n). */
void render_map_fill(struct render_map *map, const struct session *session);
/* Adds the ghosts of a change that was planned on the space as it is, such as that of a preview,
 * to cells that are filled; GHOST with FAULT is the page at which it would fail. Marks of a failed
 * step before it go. O(cells log n). */
void render_map_ghosts(struct render_map *map, const struct vm_change *change);
/* Adds the goals of the task at hand to cells that are filled; room may be NULL. O(cells * goals) */
void render_map_goals(struct render_map *map, const struct classroom *room);
/* Adds what a person painted as a prediction, as ghosts. */
void render_map_prediction(struct render_map *map, const struct prediction *prediction);
void render_map_finish(struct render_map *map);

#endif
