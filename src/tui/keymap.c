/* keymap - the table of keys.def, searched, with the changes of a person's configuration. */
#include "keymap.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

static struct keymap_entry entries[] = {
#define KEYMAP(key, places, action, cap, label, help)                                              \
    {key, places, ACT_##action, cap, label, help},
#include "keys.def"
#undef KEYMAP
};
enum { ENTRY_COUNT = sizeof entries / sizeof *entries, CAP_SIZE = 8 };
static char caps[ENTRY_COUNT][CAP_SIZE];         /* of the entries that were set */

const struct keymap_entry *keymap_at(unsigned index)
{
    return index < ENTRY_COUNT ? &entries[index] : NULL;
}

enum keymap_action keymap_find(keymap_key key, enum keymap_place place)
{
    for (unsigned i = 0; i < ENTRY_COUNT; i++) {
        if (entries[i].key == key && (entries[i].places & place) != 0) {
            return entries[i].action;
        }
    }
    return ACT_NONE;
}

/* ---- what a person sets ---------------------------------------------------------------------- */

/* "zoom-in" is ZOOM_IN */
static bool is_name(const char *name, const char *text, size_t len)
{
    size_t i = 0;
    for (; i < len && name[i] != '\0'; i++) {
        const char lower = name[i] == '_' ? '-' : (char)(name[i] - 'A' + 'a');
        if (text[i] != lower) {
            return false;
        }
    }
    return i == len && name[i] == '\0';
}

static enum keymap_action action_of(const char *text, size_t len)
{
    static const char *const NAMES[] = {
#define ACTION_NAME(name) #name,
        ACTIONS(ACTION_NAME)
#undef ACTION_NAME
    };
    for (unsigned i = ACT_NONE + 1; i < ACT_COUNT; i++) {
        if (is_name(NAMES[i], text, len)) {
            return (enum keymap_action)i;
        }
    }
    return ACT_NONE;
}

/* K_NONE if it is none, or one that must stay: Ctrl-C, and those that are Tab and Enter. */
static keymap_key key_of(const char *cap)
{
    static const char CTRL[] = "Ctrl-";
    unsigned number = 0;
    char rest = '\0';
    if (strncmp(cap, CTRL, sizeof CTRL - 1) == 0 && cap[sizeof CTRL] == '\0') {
        const char letter = cap[sizeof CTRL - 1];
        const bool is_free = letter >= 'A' && letter <= 'Z' && strchr("CIJM", letter) == NULL;
        return is_free ? K_CTRL(letter) : (keymap_key)K_NONE;
    }
    if (sscanf(cap, "F%u%c", &number, &rest) == 1 && number >= 1 && number <= 12) {
        return (keymap_key)K_F0 + number;
    }
    return cap[0] > ' ' && cap[0] < 127 && cap[1] == '\0' ? (keymap_key)cap[0] : (keymap_key)K_NONE;
}

static void take_away(keymap_key key, unsigned places)
{
    for (unsigned i = 0; i < ENTRY_COUNT; i++) {
        if (entries[i].key == key && (entries[i].places & places) != 0) {
            entries[i].places &= ~places;
        }
    }
}

bool keymap_set(const char *action, size_t action_len, const char *cap, size_t cap_len)
{
    const enum keymap_action wanted = action_of(action, action_len);
    char text[CAP_SIZE] = "";
    unsigned i = 0;
    if (wanted == ACT_NONE || cap_len == 0 || cap_len >= sizeof text) {
        return false;
    }
    memcpy(text, cap, cap_len);
    const keymap_key key = key_of(text);
    while (i < ENTRY_COUNT && entries[i].action != wanted) {
        i++;
    }
    const bool is_letter = key >= ' ' && key < K_SPECIAL;
    if (i == ENTRY_COUNT || key == K_NONE || (is_letter && (entries[i].places & AT_PROMPT) != 0)) {
        return false;
    }
    const unsigned places = entries[i].places;
    take_away(key, places);
    memcpy(caps[i], text, sizeof text);
    entries[i].key = key;
    entries[i].places = places;
    entries[i].cap = caps[i];
    return true;
}
