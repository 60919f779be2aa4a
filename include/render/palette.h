/* palette - the colours and signs of the classes of pages, shared by the screen and the pictures.
 *
 * Units   Colours are indices of the 256-colour palette, 16 to 255; -1 is the ground's own.
 * Source  The set was searched for the largest distance between the worst pair in normal, protan,
 *         deutan and tritan vision: dark 24/20/19/19, light 21/18/20/20 (CIEDE2000). Change one and
 *         the others must be measured again.
 */
#ifndef RENDER_PALETTE_H
#define RENDER_PALETTE_H

#include <stdint.h>

#include "vm/types.h"

enum render_shade { RENDER_DARK, RENDER_LIGHT };
struct render_color {
    int16_t fg, bg;
};
/* A cell of the map; changed: one that the current step changed. */
struct render_color render_palette_cell(enum render_shade shade, enum vm_class class, bool changed);
struct render_color render_palette_fault(enum render_shade shade);
uint32_t render_palette_rgb(int index);                      /* 0xRRGGBB; pre: 16 <= index < 256 */

/* The sign of a class: the same in every language, so that screens and lessons match. */
uint32_t render_class_glyph(enum vm_class class);
enum { RENDER_GLYPH_MIXED = '%', RENDER_GLYPH_FAULT = 'F', RENDER_GLYPH_TAIL = 0x254C };

#endif
