/* palette - the table of colours and signs. */
#include "render/palette.h"

#include <assert.h>

struct row {
    uint32_t glyph;
    struct render_color plain[2], changed[2];    /* dark, light */
};
static const struct row rows[VM_CLASS_COUNT] = {
    [VM_CLASS_FREE] = {0xB7, {{240, -1}, {248, -1}}, {{231, 239}, {16, 250}}},
    [VM_CLASS_RESERVED] = {0x2591, {{103, 60}, {145, 59}}, {{16, 147}, {16, 103}}},
    [VM_CLASS_NOACCESS] = {0xD7, {{16, 135}, {231, 54}}, {{16, 183}, {231, 91}}},
    [VM_CLASS_READ] = {'r', {{16, 80}, {231, 63}}, {{16, 123}, {231, 21}}},
    [VM_CLASS_WRITE] = {'w', {{231, 29}, {16, 36}}, {{16, 42}, {16, 48}}},
    [VM_CLASS_EXECUTE] = {'e', {{16, 178}, {16, 172}}, {{16, 226}, {16, 220}}},
    [VM_CLASS_EXECUTE_WRITE] = {'!', {{231, 160}, {231, 52}}, {{16, 203}, {231, 124}}},
    [VM_CLASS_GUARD] = {'g', {{16, 230}, {231, 94}}, {{16, 144}, {16, 136}}},
};

struct render_color render_palette_cell(enum render_shade shade, enum vm_class class, bool changed)
{
    return changed ? rows[class].changed[shade] : rows[class].plain[shade];
}

struct render_color render_palette_fault(enum render_shade shade)
{
    return shade == RENDER_LIGHT ? (struct render_color){16, 219}
                                 : (struct render_color){16, 204};
}

uint32_t render_palette_rgb(int index)
{
    enum { CUBE = 16, GREYS = 232 };
    static const uint32_t levels[] = {0x00, 0x5F, 0x87, 0xAF, 0xD7, 0xFF};
    assert(index >= CUBE && index < 256);
    if (index >= GREYS)
        return ((uint32_t)(index - GREYS) * 10 + 8) * 0x10101;
    const int at = index - CUBE;
    return levels[at / 36] << 16 | levels[at / 6 % 6] << 8 | levels[at % 6];
}

uint32_t render_class_glyph(enum vm_class class)
{
    return rows[class].glyph;
}
