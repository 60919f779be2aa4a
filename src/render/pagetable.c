/* pagetable - the bits of a page number, cut level by level. */
#include "pagetable.h"

#include "base/text.h"

unsigned pagetable_walk(const struct vm_machine *machine, vm_page page,
    struct pagetable_level ret_levels[PAGETABLE_LEVELS])
{
    static const char *const TWO[] = {N_("directory"), N_("table")};
    static const char *const FOUR[] = {"PML4", "PDPT", "PD", "PT"};
    const bool is_long = machine->pointer_size == 8;
    const unsigned levels = is_long ? 4 : 2;
    const unsigned bits = is_long ? 9 : 10;
    for (unsigned i = 0; i < levels; i++) {
        const unsigned shift = bits * (levels - 1 - i);
        ret_levels[i] = (struct pagetable_level){.name = is_long ? FOUR[i] : TWO[i],
            .index = (unsigned)(page >> shift) & ((1u << bits) - 1)};
    }
    return levels;
}
