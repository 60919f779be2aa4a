/* theme - roles -> looks, per theme and per tier of colours; and the glyphs with their ASCII
 * stand-ins.
 *
 * Rules   The state of a page never hangs on colour alone: each class has its own glyph in every
 *         tier. Colours 16 to 255 only (0 to 15 are the person's own), and no colour is ever
 *         redefined.
 */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include <stdbool.h>
#include <stdint.h>

#include "render/map.h"
#include "render/text.h"

/* The first roles are those of render's texts; the others are the screen's own. */
enum tui_role {
    ROLE_NORMAL = RENDER_NORMAL,
    ROLE_DIM = RENDER_DIM,
    ROLE_STRONG = RENDER_STRONG,
    ROLE_CLASS = RENDER_CLASS_0,       /* + class: text in its colour */
    ROLE_STATUS = RENDER_ROLE_COUNT,
    ROLE_STATUS_STRONG,
    ROLE_RULE,                         /* lines between panes */
    ROLE_PANE_TITLE,
    ROLE_PANE_TITLE_FOCUS,
    ROLE_GUTTER,
    ROLE_GUTTER_CURSOR,
    ROLE_KEYCAP,
    ROLE_KEYLABEL,
    ROLE_PROMPT,
    ROLE_PARAM,                        /* the argument being typed */
    ROLE_TYPED_NAME,
    ROLE_TYPED_NUMBER,
    ROLE_TYPED_CONSTANT,
    ROLE_TYPED_TEXT,
    ROLE_POPUP,
    ROLE_POPUP_DIM,
    ROLE_POPUP_PICK,
    ROLE_CODE_LINE,                    /* the statement to run next */
    ROLE_BEGIN,                        /* the mark before an allocation */
    ROLE_TAIL,
    ROLE_OUTSIDE,
    ROLE_FAULT,
    ROLE_CURSOR,
    ROLE_MAP,                          /* + class: a cell of the map */
    ROLE_CHANGED = ROLE_MAP + VM_CLASS_COUNT,   /* + class: a cell that the last step changed */
    ROLE_GHOST = ROLE_CHANGED + VM_CLASS_COUNT, /* + class: a cell that a preview would change */
    ROLE_GOAL = ROLE_GHOST + VM_CLASS_COUNT,    /* + class: a cell that the task wants to be so */
    ROLE_COUNT = ROLE_GOAL + VM_CLASS_COUNT
};
enum theme_mod { MOD_UNDERLINE = 1 << 0 };

enum theme_attr { LOOK_BOLD = 1, LOOK_DIM = 2, LOOK_UNDERLINE = 4, LOOK_REVERSE = 8 };
struct theme_look {
    int16_t fg, bg;                    /* palette index; -1 the terminal's own */
    uint8_t attrs;
};
enum theme_tier { THEME_MONO, THEME_8, THEME_16, THEME_256 };
enum theme_name { THEME_DARK, THEME_LIGHT, THEME_CONTRAST, THEME_NAME_MONO };

/* "dark", "light", "contrast", "mono"; NULL is dark. Returns false if unknown. */
bool theme_find(const char *name, enum theme_name *ret_name);
struct theme_look theme_look(enum theme_name name, enum theme_tier tier, enum tui_role role,
    unsigned mods);

/* What stands in a map cell. */
struct theme_mark {
    uint32_t glyph;
    enum tui_role role;
    unsigned mods;
};
struct theme_mark theme_cell(const struct render_cell *cell);
uint32_t theme_class_glyph(enum vm_class class);
/* The ASCII character that stands for glyph where the terminal has no UTF-8; accents fold to
 * letters. */
uint32_t theme_ascii(uint32_t glyph);

enum theme_glyph {                     /* the screen's own signs; theme_ascii knows each */
    GLYPH_RULE = 0x2500, GLYPH_BAR = 0x2502, GLYPH_FREE = 0xB7, GLYPH_RESERVED = 0x2591,
    GLYPH_NOACCESS = 0xD7, GLYPH_TAIL = 0x254C, GLYPH_FOLD = 0x22EF, GLYPH_HERE = 0x25B2,
    GLYPH_EIGHTHS = 0x2581,                    /* up to 0x2588: blocks, from one eighth up */
    GLYPH_ADD = '+', GLYPH_ALTER = '*', GLYPH_TAKE = '/',    /* goals */
    GLYPH_MIXED = '%', GLYPH_FAULT = 'F', GLYPH_DOTS = 0x2026
};

#endif
