/* keymap - the table of keys.def, searched. */
#include "keymap.h"

#include <stddef.h>

#include "base/text.h"

static const struct keymap_entry ENTRIES[] = {
#define KEYMAP(key, places, action, cap, label, help)                                              \
    {key, places, ACT_##action, cap, label, help},
#include "keys.def"
#undef KEYMAP
};
enum { ENTRY_COUNT = sizeof ENTRIES / sizeof *ENTRIES };

const struct keymap_entry *keymap_at(unsigned index)
{
    return index < ENTRY_COUNT ? &ENTRIES[index] : NULL;
}

enum keymap_action keymap_find(keymap_key key, enum keymap_place place)
{
    for (unsigned i = 0; i < ENTRY_COUNT; i++) {
        if (ENTRIES[i].key == key && (ENTRIES[i].places & place) != 0) {
            return ENTRIES[i].action;
        }
    }
    return ACT_NONE;
}
