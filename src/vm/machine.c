/* machine - the simulated machines: plain limits. [R-GEN-2, R-GEN-4, R-LARGE-1] */
#include <stddef.h>
#include <string.h>

#include "vm/types.h"

/* A reservation ends 64 KiB below the highest user address. */
#define MACHINE(name_, pointer, max, large)                                                        \
    {.name = (name_), .pointer_size = (pointer), .min_address = 0x10000, .max_address = (max),     \
        .reserve_end = (max) + 1 - VM_GRANULE_SIZE, .large_pages = (large)}

static const struct vm_machine machines[] = {
    MACHINE("x86", 4, 0x7FFEFFFFu, true),
    MACHINE("x86-3gb", 4, 0xBFFEFFFFu, true),
    MACHINE("x64", 8, 0x7FFFFFFEFFFFu, true),
    MACHINE("toy", 4, 0xFFFFFu, false),
};

const struct vm_machine *vm_machine_at(unsigned index)
{
    return index < sizeof machines / sizeof *machines ? &machines[index] : NULL;
}

const struct vm_machine *vm_machine_find(const char *name)
{
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++)
        if (strcmp(machines[i].name, name) == 0)
            return &machines[i];
    return NULL;
}
