/* pagetable - how the processor would find a page: the index into each level of its tables.
 *
 * Rules   4-byte pointers: a directory and a table of 1024 entries each (10-10-12 bits of the
 *         address). 8-byte pointers: four levels of 512 entries (9-9-9-9-12 bits).
 */
#ifndef RENDER_PAGETABLE_H
#define RENDER_PAGETABLE_H

#include "vm/types.h"

enum { PAGETABLE_LEVELS = 4 };
struct pagetable_level {
    const char *name;                  /* msgid; those of four levels are the processor's own */
    unsigned index;
};
/* Fills the levels from the root on; returns how many there are. */
unsigned pagetable_walk(const struct vm_machine *machine, vm_page page,
    struct pagetable_level ret_levels[PAGETABLE_LEVELS]);

#endif
