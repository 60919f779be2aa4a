/* theme: every state and mark of the map looks different from every other, in every theme and
 * tier. */
#include "theme.h"
#include "testlib.h"

/* The looks of the map: each class plain, mixed, changed, beginning, and the marks. */
enum { MAX_CELLS = 96 };
static size_t list_cells(struct render_cell *cells)
{
    size_t count = 0;
    for (unsigned class = 0; class < VM_CLASS_COUNT; class ++) {
        const enum vm_class c = (enum vm_class)class;
        cells[count++] = (struct render_cell){.class = c};
        cells[count++] = (struct render_cell){.class = c, .marks = RENDER_MARK_CHANGED};
        cells[count++] = (struct render_cell){.ghost = c, .marks = RENDER_MARK_GHOST};
        if (c != VM_CLASS_FREE) {
            cells[count++] = (struct render_cell){.class = c, .marks = RENDER_MARK_BEGIN};
        }
    }
    for (unsigned class = VM_CLASS_FREE + 1; class < VM_CLASS_COUNT; class ++) {  /* goals */
        const enum vm_class c = (enum vm_class)class;
        cells[count++] = (struct render_cell){.goal = c, .marks = RENDER_MARK_GOAL};
        cells[count++] = (struct render_cell){
            .class = VM_CLASS_RESERVED, .goal = c, .marks = RENDER_MARK_GOAL};
    }
    cells[count++] = (struct render_cell){.class = VM_CLASS_RESERVED, .marks = RENDER_MARK_GOAL};
    cells[count++] = (struct render_cell){.class = VM_CLASS_WRITE, .mixed = true};
    cells[count++] = (struct render_cell){.marks = RENDER_MARK_FAULT};
    cells[count++] = (struct render_cell){.marks = RENDER_MARK_FAULT | RENDER_MARK_GHOST};
    cells[count++] = (struct render_cell){.marks = RENDER_MARK_TAIL};
    cells[count++] = (struct render_cell){.marks = RENDER_MARK_OUTSIDE};
    return count;
}

/* Goals of one sign: what they want is told by colour, and by words beside the map. */
static bool are_goals_alike(const struct render_cell *a, const struct render_cell *b)
{
    return (a->marks & b->marks & RENDER_MARK_GOAL) != 0 &&
        theme_cell(a).glyph == theme_cell(b).glyph;
}

static void assert_all_differ(enum theme_name name, enum theme_tier tier, bool ascii)
{
    struct render_cell cells[MAX_CELLS];
    const size_t count = list_cells(cells);
    const bool colours = tier != THEME_MONO && name != THEME_CONTRAST && name != THEME_NAME_MONO;
    assert_true(count <= MAX_CELLS);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (!colours && are_goals_alike(&cells[i], &cells[j])) {
                continue;
            }
            const struct theme_mark a = theme_cell(&cells[i]);
            const struct theme_mark b = theme_cell(&cells[j]);
            const struct theme_look la = theme_look(name, tier, a.role, a.mods);
            const struct theme_look lb = theme_look(name, tier, b.role, b.mods);
            const uint32_t ga = ascii ? theme_ascii(a.glyph) : a.glyph;
            const uint32_t gb = ascii ? theme_ascii(b.glyph) : b.glyph;
            const bool same_look = la.fg == lb.fg && la.bg == lb.bg && la.attrs == lb.attrs;
            if (ga == gb && same_look) {
                fail_msg("theme %d tier %d: cells %zu and %zu look the same", (int)name, (int)tier,
                    i, j);
            }
        }
    }
}

static void marks_differ_from_each_other_and_from_every_class_in_every_theme(void **state)
{
    (void)state;
    for (int name = THEME_DARK; name <= THEME_NAME_MONO; name++) {
        for (int tier = THEME_MONO; tier <= THEME_256; tier++) {
            assert_all_differ((enum theme_name)name, (enum theme_tier)tier, false);
            assert_all_differ((enum theme_name)name, (enum theme_tier)tier, true);
        }
    }
}

/* By its glyph alone, which the cursor and a range under the mouse leave as it is. */
static void the_signs_of_goals_stand_for_nothing_else(void **state)
{
    (void)state;
    static const uint32_t others[] = {GLYPH_TAIL, GLYPH_MIXED, GLYPH_FAULT, GLYPH_FOLD, GLYPH_BAR,
        ' '};
    static const uint32_t signs[] = {GLYPH_ADD, GLYPH_ALTER, GLYPH_TAKE};
    for (size_t i = 0; i < 3; i++) {
        for (unsigned class = 0; class < VM_CLASS_COUNT; class ++) {
            assert_int_not_equal(signs[i], theme_ascii(theme_class_glyph((enum vm_class)class)));
        }
        for (size_t j = 0; j < sizeof others / sizeof *others; j++) {
            assert_int_not_equal(signs[i], theme_ascii(others[j]));
        }
        for (size_t j = 0; j < i; j++) {
            assert_int_not_equal(signs[i], signs[j]);
        }
    }
}

static void classes_differ_by_glyph_alone_also_in_ascii(void **state)
{
    (void)state;
    for (unsigned a = 0; a < VM_CLASS_COUNT; a++) {
        for (unsigned b = 0; b < a; b++) {
            const uint32_t ga = theme_class_glyph((enum vm_class)a);
            const uint32_t gb = theme_class_glyph((enum vm_class)b);
            assert_int_not_equal(ga, gb);
            assert_int_not_equal(theme_ascii(ga), theme_ascii(gb));
        }
    }
}

static void every_glyph_of_the_screen_has_an_ascii_stand_in(void **state)
{
    (void)state;
    static const uint32_t glyphs[] = {GLYPH_RULE, GLYPH_BAR, GLYPH_FREE, GLYPH_RESERVED,
        GLYPH_NOACCESS, GLYPH_TAIL, GLYPH_FOLD, GLYPH_HERE, GLYPH_DOTS};
    for (size_t i = 0; i < sizeof glyphs / sizeof *glyphs; i++) {
        assert_true(theme_ascii(glyphs[i]) < 0x80);
        assert_int_not_equal(theme_ascii(glyphs[i]), '?');
    }
    assert_int_equal(theme_ascii(0xF1), 'n');
    assert_int_equal(theme_ascii(0xE1), 'a');
    assert_int_equal(theme_ascii(0xD3), 'O');
}

static void mono_uses_no_colour(void **state)
{
    (void)state;
    for (int role = 0; role < ROLE_COUNT; role++) {
        const struct theme_look look =
            theme_look(THEME_DARK, THEME_MONO, (enum tui_role)role, 0);
        assert_int_equal(look.fg, -1);
        assert_int_equal(look.bg, -1);
    }
}

static void eight_colours_suffice_for_the_lowest_tier(void **state)
{
    (void)state;
    for (int role = 0; role < ROLE_COUNT; role++) {
        const struct theme_look look = theme_look(THEME_DARK, THEME_8, (enum tui_role)role, 0);
        assert_true(look.fg < 8 && look.bg < 8);
        const struct theme_look more = theme_look(THEME_DARK, THEME_16, (enum tui_role)role, 0);
        assert_true(more.fg < 16 && more.bg < 16);
    }
}

static void unknown_themes_are_refused(void **state)
{
    (void)state;
    enum theme_name name = THEME_LIGHT;
    assert_false(theme_find("pink", &name));
    assert_int_equal(name, THEME_LIGHT);
    assert_true(theme_find(NULL, &name));
    assert_int_equal(name, THEME_DARK);
    assert_true(theme_find("contrast", &name));
    assert_int_equal(name, THEME_CONTRAST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_differ_from_each_other_and_from_every_class_in_every_theme),
        cmocka_unit_test(the_signs_of_goals_stand_for_nothing_else),
        cmocka_unit_test(classes_differ_by_glyph_alone_also_in_ascii),
        cmocka_unit_test(every_glyph_of_the_screen_has_an_ascii_stand_in),
        cmocka_unit_test(mono_uses_no_colour),
        cmocka_unit_test(eight_colours_suffice_for_the_lowest_tier),
        cmocka_unit_test(unknown_themes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
