/* keymap - one table of keys: what each does where. Input, the key line and help are made from
 * it. */
#ifndef TUI_KEYMAP_H
#define TUI_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A key: a Unicode scalar as typed (controls are 1 to 31), or one of these. Alt adds KEYMAP_ALT. */
typedef uint32_t keymap_key;
enum {
    K_NONE = 0, K_SPECIAL = 0x110000,
    K_UP, K_DOWN, K_LEFT, K_RIGHT, K_HOME, K_END, K_PAGE_UP, K_PAGE_DOWN, K_DELETE, K_BACKSPACE,
    K_ENTER, K_BACKTAB, K_PASTE, K_RESIZE, K_MOUSE, K_F0,             /* K_F0 + n */
    KEYMAP_ALT = 1 << 24
};
#define K_CTRL(c) ((keymap_key)((c) - '@'))

enum keymap_place {                  /* where the focus is; bits, since many keys work in several */
    AT_PROMPT = 1, AT_EMPTY = 2,       /* the prompt with a line, without */
    AT_MAP = 4, AT_POPUP = 8, AT_HELP = 16, AT_REGIONS = 32, AT_CHART = 64,
    AT_LESSON = 128,
    AT_PANES = AT_MAP | AT_REGIONS | AT_CHART | AT_LESSON,
    AT_LINE = AT_PROMPT | AT_EMPTY, AT_LAB = AT_LINE | AT_PANES, AT_ALL = AT_LAB | AT_HELP
};
#define ACTIONS(X)                                                                                 \
    X(NONE) X(COMPLETE) X(FOCUS_MAP) X(FOCUS_PROMPT) X(RUN) X(PICK) X(UNDO) X(REDO) X(HELP)        \
    X(ZOOM_IN) X(ZOOM_OUT) X(UP) X(DOWN) X(LEFT) X(RIGHT) X(HOME) X(END) X(PAGE_UP) X(PAGE_DOWN)   \
    X(STEP) X(CURE) X(QUIT) X(REPAINT) X(CLOSE) X(ACCEPT) X(NEXT) X(PREVIOUS)        \
    X(REGIONS) X(REGIONS_VIEW) X(SORT) X(CHART) X(GO_TO_STEP) X(NEXT_REGION)                       \
    X(PREVIOUS_REGION) X(JUMP_BACK) X(SEARCH) X(MOUSE) X(PROJECTOR) X(LESSON)
#define ACTION_ENUM(name) ACT_##name,
enum keymap_action { ACTIONS(ACTION_ENUM) ACT_COUNT };
#undef ACTION_ENUM

struct keymap_entry {
    keymap_key key;
    unsigned places;
    enum keymap_action action;
    const char *cap;                   /* what stands on the key */
    const char *label;                /* msgid, short, for the key line; "" keeps it out of there */
    const char *help;                  /* msgid, a sentence */
};
const struct keymap_entry *keymap_at(unsigned index);        /* NULL past the last */
enum keymap_action keymap_find(keymap_key key, enum keymap_place place);
/* As a person's configuration says: "zoom-in" gets the key "F6", "Ctrl-G" or "z" instead of its
 * first one; what had that key before, where it would clash, loses it. False if there is no such
 * action or key, or if a letter would not be typed any more. */
bool keymap_set(const char *action, size_t action_len, const char *cap, size_t cap_len);

#endif
