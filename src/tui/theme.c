/* theme - the palette as one table.
 *
 * Source  The map colours of the 256-colour themes were searched for the largest distance between
 *         the worst pair in normal, protan, deutan and tritan vision: dark 24/20/19/19, light
 *         21/18/20/20 (CIEDE2000). Change one and the others must be measured again.
 */
#include "theme.h"

#include <string.h>

#include "render/palette.h"

enum { B = LOOK_BOLD, D = LOOK_DIM, U = LOOK_UNDERLINE, R = LOOK_REVERSE };

struct row {
    struct theme_look dark, light, few;          /* few: eight colours */
    uint8_t mono;
};

static const struct row ROWS[ROLE_COUNT] = {
    [RENDER_NORMAL] = {{-1, -1, 0}, {-1, -1, 0}, {-1, -1, 0}, 0},
    [RENDER_DIM] = {{245, -1, 0}, {242, -1, 0}, {-1, -1, D}, D},
    [RENDER_STRONG] = {{-1, -1, B}, {-1, -1, B}, {-1, -1, B}, B},
    [RENDER_TITLE] = {{-1, -1, B}, {-1, -1, B}, {-1, -1, B}, B},
    [RENDER_CALL] = {{-1, -1, 0}, {-1, -1, 0}, {-1, -1, 0}, 0},
    [RENDER_ECHO] = {{104, -1, 0}, {61, -1, 0}, {6, -1, 0}, D},
    [RENDER_OK] = {{78, -1, 0}, {28, -1, 0}, {2, -1, 0}, 0},
    [RENDER_FAIL] = {{203, -1, B}, {160, -1, B}, {1, -1, B}, B},
    [RENDER_WARN] = {{178, -1, 0}, {130, -1, 0}, {3, -1, 0}, 0},
    [RENDER_HINT] = {{80, -1, 0}, {23, -1, 0}, {6, -1, 0}, 0},
    [RENDER_LINK] = {{80, -1, 0}, {23, -1, 0}, {6, -1, 0}, U},
    [RENDER_NUMBER] = {{117, -1, 0}, {25, -1, 0}, {6, -1, 0}, 0},
    [RENDER_OUTPUT] = {{230, -1, 0}, {94, -1, 0}, {-1, -1, 0}, 0},
    [RENDER_KEY] = {{16, 250, 0}, {231, 240, 0}, {-1, -1, R}, R},

    [ROLE_CLASS + VM_CLASS_FREE] = {{245, -1, 0}, {242, -1, 0}, {-1, -1, 0}, 0},
    [ROLE_CLASS + VM_CLASS_RESERVED] = {{104, -1, 0}, {59, -1, 0}, {4, -1, B}, 0},
    [ROLE_CLASS + VM_CLASS_NOACCESS] = {{135, -1, 0}, {54, -1, 0}, {5, -1, 0}, 0},
    [ROLE_CLASS + VM_CLASS_READ] = {{80, -1, 0}, {63, -1, 0}, {6, -1, 0}, 0},
    [ROLE_CLASS + VM_CLASS_WRITE] = {{36, -1, 0}, {29, -1, 0}, {2, -1, 0}, 0},
    [ROLE_CLASS + VM_CLASS_EXECUTE] = {{178, -1, 0}, {130, -1, 0}, {3, -1, 0}, 0},
    [ROLE_CLASS + VM_CLASS_EXECUTE_WRITE] = {{203, -1, 0}, {52, -1, 0}, {1, -1, 0}, 0},
    [ROLE_CLASS + VM_CLASS_GUARD] = {{230, -1, 0}, {94, -1, 0}, {-1, -1, B}, 0},

    [ROLE_STATUS] = {{252, 236, 0}, {238, 254, 0}, {-1, -1, R}, R},
    [ROLE_STATUS_STRONG] = {{231, 236, B}, {16, 254, B}, {-1, -1, R | B}, R | B},
    [ROLE_RULE] = {{240, -1, 0}, {249, -1, 0}, {-1, -1, D}, D},
    [ROLE_PANE_TITLE] = {{-1, -1, B}, {-1, -1, B}, {-1, -1, B}, B},
    [ROLE_PANE_TITLE_FOCUS] = {{16, 80, B}, {231, 23, B}, {0, 6, 0}, B | R},
    [ROLE_GUTTER] = {{245, -1, 0}, {242, -1, 0}, {-1, -1, 0}, 0},
    [ROLE_GUTTER_CURSOR] = {{-1, -1, B}, {-1, -1, B}, {-1, -1, B}, B},
    [ROLE_KEYCAP] = {{16, 250, 0}, {231, 240, 0}, {-1, -1, R}, R},
    [ROLE_KEYLABEL] = {{250, 236, 0}, {238, 254, 0}, {-1, -1, 0}, 0},
    [ROLE_PROMPT] = {{80, -1, B}, {23, -1, B}, {6, -1, B}, B},
    [ROLE_PARAM] = {{-1, -1, B | U}, {-1, -1, B | U}, {-1, -1, B | U}, B | U},
    [ROLE_TYPED_NAME] = {{-1, -1, B}, {-1, -1, B}, {-1, -1, B}, B},
    [ROLE_TYPED_NUMBER] = {{117, -1, 0}, {25, -1, 0}, {6, -1, 0}, 0},
    [ROLE_TYPED_CONSTANT] = {{178, -1, 0}, {130, -1, 0}, {3, -1, 0}, 0},
    [ROLE_TYPED_TEXT] = {{114, -1, 0}, {28, -1, 0}, {2, -1, 0}, 0},
    [ROLE_POPUP] = {{252, 238, 0}, {16, 252, 0}, {-1, -1, R}, R},
    [ROLE_POPUP_DIM] = {{250, 238, 0}, {240, 252, 0}, {-1, -1, R}, R},
    [ROLE_POPUP_PICK] = {{16, 80, 0}, {231, 23, 0}, {0, 6, 0}, B | U},
    [ROLE_CODE_LINE] = {{16, 80, 0}, {231, 23, 0}, {0, 6, 0}, R},
    [ROLE_BEGIN] = {{252, -1, B}, {238, -1, B}, {-1, -1, B}, B},
    [ROLE_TAIL] = {{240, -1, 0}, {247, -1, 0}, {-1, -1, D}, D},
    [ROLE_OUTSIDE] = {{-1, -1, 0}, {-1, -1, 0}, {-1, -1, 0}, 0},
    [ROLE_FAULT] = {{-1, -1, B}, {-1, -1, B}, {7, 1, B}, R | B},
    [ROLE_CURSOR] = {{16, 231, B}, {231, 16, B}, {-1, -1, R}, R | U},

    [ROLE_MAP + VM_CLASS_FREE] = {{-1, -1, 0}, {-1, -1, 0}, {-1, -1, 0}, D},
    [ROLE_MAP + VM_CLASS_RESERVED] = {{-1, -1, 0}, {-1, -1, 0}, {7, 4, 0}, D},
    [ROLE_MAP + VM_CLASS_NOACCESS] = {{-1, -1, 0}, {-1, -1, 0}, {7, 5, 0}, 0},
    [ROLE_MAP + VM_CLASS_READ] = {{-1, -1, 0}, {-1, -1, 0}, {0, 6, 0}, 0},
    [ROLE_MAP + VM_CLASS_WRITE] = {{-1, -1, 0}, {-1, -1, 0}, {0, 2, 0}, 0},
    [ROLE_MAP + VM_CLASS_EXECUTE] = {{-1, -1, 0}, {-1, -1, 0}, {0, 3, 0}, 0},
    [ROLE_MAP + VM_CLASS_EXECUTE_WRITE] = {{-1, -1, 0}, {-1, -1, 0}, {7, 1, 0}, B},
    [ROLE_MAP + VM_CLASS_GUARD] = {{-1, -1, 0}, {-1, -1, 0}, {0, 7, 0}, B},

    [ROLE_CHANGED + VM_CLASS_FREE] = {{-1, -1, B}, {-1, -1, B}, {-1, -1, B | U}, R},
    [ROLE_CHANGED + VM_CLASS_RESERVED] = {{-1, -1, B}, {-1, -1, B}, {4, -1, B | U}, R},
    [ROLE_CHANGED + VM_CLASS_NOACCESS] = {{-1, -1, B}, {-1, -1, B}, {5, -1, B | U}, R},
    [ROLE_CHANGED + VM_CLASS_READ] = {{-1, -1, B}, {-1, -1, B}, {6, -1, B | U}, R},
    [ROLE_CHANGED + VM_CLASS_WRITE] = {{-1, -1, B}, {-1, -1, B}, {2, -1, B | U}, R},
    [ROLE_CHANGED + VM_CLASS_EXECUTE] = {{-1, -1, B}, {-1, -1, B}, {3, -1, B | U}, R},
    [ROLE_CHANGED + VM_CLASS_EXECUTE_WRITE] = {{-1, -1, B}, {-1, -1, B}, {1, -1, B | U}, R},
    [ROLE_CHANGED + VM_CLASS_GUARD] = {{-1, -1, B}, {-1, -1, B}, {-1, -1, B | U}, R},
};

bool theme_find(const char *name, enum theme_name *ret_name)
{
    static const char *const NAMES[] = {"dark", "light", "contrast", "mono"};
    if (name == NULL) {
        *ret_name = THEME_DARK;
        return true;
    }
    for (unsigned i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        if (strcmp(name, NAMES[i]) == 0) {
            *ret_name = (enum theme_name)i;
            return true;
        }
    }
    return false;
}

static struct theme_look look_of_mono(const struct row *row, bool contrast)
{
    struct theme_look look = {-1, -1, row->mono};
    if (contrast) {                    /* white on black, nothing dimmed */
        look = (struct theme_look){231, 16, (uint8_t)(row->mono & ~LOOK_DIM)};
    }
    return look;
}

/* Sixteen colours: a changed cell is filled with the bright twin of its colour. */
static struct theme_look look_of_16(const struct row *row, enum tui_role role)
{
    if (role < ROLE_CHANGED || role - ROLE_CHANGED == VM_CLASS_FREE) {
        return row->few;
    }
    const struct theme_look plain = ROWS[role - ROLE_CHANGED + ROLE_MAP].few;
    if (role - ROLE_CHANGED == VM_CLASS_GUARD) {
        return (struct theme_look){1, 15, LOOK_BOLD};
    }
    return (struct theme_look){0, (int16_t)(plain.bg + 8), LOOK_BOLD};
}

/* A cell that would become class: its glyph in its colour, underlined, without a fill. Bold keeps
 * it apart from the first cell of an allocation where there are no colours. */
static struct theme_look look_of_ghost(
    enum theme_name name, enum theme_tier tier, unsigned class)
{
    struct theme_look look = theme_look(name, tier, (enum tui_role)(ROLE_CLASS + class), 0);
    const bool colours =
        tier != THEME_MONO && name != THEME_NAME_MONO && name != THEME_CONTRAST;
    const bool bold = !colours && (ROWS[ROLE_MAP + class].mono & LOOK_BOLD) == 0;
    look.attrs = bold ? LOOK_UNDERLINE | LOOK_BOLD : LOOK_UNDERLINE;
    return look;
}

/* A goal is a sign in the colour of the class it wants, bold, without a fill. */
static struct theme_look look_of_goal(enum theme_name name, enum theme_tier tier, unsigned class)
{
    struct theme_look look = theme_look(name, tier, (enum tui_role)(ROLE_CLASS + class), 0);
    look.attrs = LOOK_BOLD;
    return look;
}

/* The cells of the map have the colours that pictures have, too. */
static void paint_cell(struct theme_look *look, enum render_shade shade, enum tui_role role)
{
    const bool changed = role >= ROLE_CHANGED && role < ROLE_CHANGED + VM_CLASS_COUNT;
    if (role == ROLE_FAULT) {
        const struct render_color fault = render_palette_fault(shade);
        look->fg = fault.fg;
        look->bg = fault.bg;
        return;
    }
    if (!changed && (role < ROLE_MAP || role >= ROLE_MAP + VM_CLASS_COUNT)) {
        return;
    }
    const enum vm_class class = (enum vm_class)(role - (changed ? ROLE_CHANGED : ROLE_MAP));
    const struct render_color color = render_palette_cell(shade, class, changed);
    look->fg = color.fg;
    look->bg = color.bg;
}

struct theme_look theme_look(enum theme_name name, enum theme_tier tier, enum tui_role role,
    unsigned mods)
{
    const struct row *row = &ROWS[role];
    struct theme_look look;
    if (role >= ROLE_GOAL) {
        return look_of_goal(name, tier, (unsigned)(role - ROLE_GOAL));
    }
    if (role >= ROLE_GHOST) {
        return look_of_ghost(name, tier, (unsigned)(role - ROLE_GHOST));
    }
    if (tier == THEME_MONO || name == THEME_NAME_MONO) {
        look = look_of_mono(row, false);
    } else if (name == THEME_CONTRAST) {
        look = look_of_mono(row, tier == THEME_256);
    } else if (tier == THEME_8) {
        look = row->few;
    } else if (tier == THEME_16) {
        look = look_of_16(row, role);
    } else {
        look = name == THEME_LIGHT ? row->light : row->dark;
        paint_cell(&look, name == THEME_LIGHT ? RENDER_LIGHT : RENDER_DARK, role);
    }
    if ((mods & MOD_UNDERLINE) != 0) {
        look.attrs = (uint8_t)(look.attrs | LOOK_UNDERLINE);
    }
    return look;
}

uint32_t theme_class_glyph(enum vm_class class)
{
    return render_class_glyph(class);
}

struct theme_mark theme_cell(const struct render_cell *cell)
{
    struct theme_mark mark = {.glyph = theme_class_glyph(cell->class),
        .role = (enum tui_role)(ROLE_MAP + cell->class)};
    if ((cell->marks & RENDER_MARK_OUTSIDE) != 0) {
        return (struct theme_mark){.glyph = ' ', .role = ROLE_OUTSIDE};
    }
    if ((cell->marks & RENDER_MARK_TAIL) != 0) {
        mark.glyph = GLYPH_TAIL;
        mark.role = ROLE_TAIL;
    }
    if (cell->mixed) {
        mark.glyph = GLYPH_MIXED;
    }
    if ((cell->marks & RENDER_MARK_GOAL) != 0) {
        mark.glyph = cell->goal == VM_CLASS_FREE ? GLYPH_TAKE :
            cell->class == VM_CLASS_FREE ? GLYPH_ADD : GLYPH_ALTER;
        mark.role = (enum tui_role)(ROLE_GOAL + cell->goal);
    } else if ((cell->marks & RENDER_MARK_CHANGED) != 0) {
        mark.role = (enum tui_role)(ROLE_CHANGED + cell->class);
    }
    if ((cell->marks & RENDER_MARK_FAULT) != 0) {
        mark.glyph = GLYPH_FAULT;
        mark.role = ROLE_FAULT;
    }
    if ((cell->marks & RENDER_MARK_BEGIN) != 0) {
        mark.mods = MOD_UNDERLINE;
    }
    if ((cell->marks & RENDER_MARK_GHOST) != 0 && (cell->marks & RENDER_MARK_FAULT) != 0) {
        return (struct theme_mark){
            .glyph = GLYPH_FAULT, .role = (enum tui_role)RENDER_FAIL, .mods = MOD_UNDERLINE};
    }
    if ((cell->marks & RENDER_MARK_GHOST) != 0) {
        return (struct theme_mark){.glyph = theme_class_glyph(cell->ghost),
            .role = (enum tui_role)(ROLE_GHOST + cell->ghost)};
    }
    return mark;
}

uint32_t theme_ascii(uint32_t glyph)
{
    static const struct {
        uint32_t glyph;
        char ascii;
    } PAIRS[] = {{GLYPH_RULE, '-'}, {GLYPH_BAR, '|'}, {GLYPH_FREE, '.'}, {GLYPH_RESERVED, '-'},
        {GLYPH_NOACCESS, 'x'}, {GLYPH_TAIL, '~'}, {GLYPH_FOLD, ':'}, {GLYPH_HERE, '^'},
        {GLYPH_DOTS, '.'}, {0x2192, '>'}, {0x2190, '<'}, {0x2191, '^'}, {0x2193, 'v'},
        {0x2014, '-'}, {0x2013, '-'}, {0xBF, '?'}, {0xA1, '!'}, {0xAB, '"'}, {0xBB, '"'}};
    if (glyph < 0x80) {
        return glyph;
    }
    for (unsigned i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++) {
        if (PAIRS[i].glyph == glyph) {
            return (uint32_t)PAIRS[i].ascii;
        }
    }
    if (glyph >= GLYPH_EIGHTHS && glyph < GLYPH_EIGHTHS + 8) {
        return '1' + (glyph - GLYPH_EIGHTHS);
    }
    /* the Latin-1 letters, without their accents */
    static const char LETTERS[] =
        "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty";
    if (glyph >= 0xC0 && glyph <= 0xFF) {
        return (uint32_t)LETTERS[glyph - 0xC0];
    }
    return '?';
}
