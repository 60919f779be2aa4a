/* mousecode - both kinds end in the same three numbers. */
#include "mousecode.h"

/* Bits of a report: 0-1 the button (3: none), 4 Ctrl, 5 motion, 6 wheel. */
enum { BITS_BUTTON = 3, BITS_CTRL = 16, BITS_MOTION = 32, BITS_WHEEL = 64 };

static enum mousecode_state finish(const struct mousecode *r, bool released, struct term_mouse *ret)
{
    enum { CELLS_MAX = 1 << 15 };
    const unsigned bits = r->numbers[0];
    const unsigned x = r->numbers[1];
    const unsigned y = r->numbers[2];
    const unsigned button = bits & BITS_BUTTON;
    const bool is_wheel = (bits & BITS_WHEEL) != 0;
    if (x == 0 || y == 0 || x > CELLS_MAX || y > CELLS_MAX || (is_wheel && button > 1) ||
        (!is_wheel && !released && button != 0)) {
        return MOUSECODE_DROPPED;         /* a wheel to the side; any other button than the left */
    }
    *ret = (struct term_mouse){
        .ctrl = (bits & BITS_CTRL) != 0, .x = (int)x - 1, .y = (int)y - 1};
    ret->button = is_wheel ? (button == 1 ? TERM_WHEEL_DOWN : TERM_WHEEL_UP) :
        released ? TERM_RELEASE : (bits & BITS_MOTION) != 0 ? TERM_DRAG : TERM_PRESS;
    return MOUSECODE_DONE;
}

static enum mousecode_state add_sgr(struct mousecode *r, uint32_t c, struct term_mouse *ret)
{
    enum { NUMBER_MAX = 1 << 20 };
    if (c >= '0' && c <= '9') {
        if (r->count < 3 && r->numbers[r->count] < NUMBER_MAX) {
            r->numbers[r->count] = r->numbers[r->count] * 10 + (unsigned)(c - '0');
        }
        return MOUSECODE_MORE;
    }
    if (c == ';') {
        r->count++;
        return MOUSECODE_MORE;
    }
    const bool is_whole = (c == 'M' || c == 'm') && r->count == 2;
    return is_whole ? finish(r, c == 'm', ret) : MOUSECODE_DROPPED;
}

static enum mousecode_state add_old(struct mousecode *r, uint32_t c, struct term_mouse *ret)
{
    enum { OFFSET = 32, NO_BUTTON = 3 };
    if (c < OFFSET) {
        return MOUSECODE_DROPPED;
    }
    r->numbers[r->count++] = (unsigned)c - OFFSET;
    if (r->count < 3) {
        return MOUSECODE_MORE;
    }
    const unsigned bits = r->numbers[0];
    return finish(r, (bits & (BITS_WHEEL | BITS_MOTION | BITS_BUTTON)) == NO_BUTTON, ret);
}

enum mousecode_state mousecode_add(struct mousecode *r, uint32_t c, struct term_mouse *ret_mouse)
{
    return r->kind == MOUSECODE_SGR ? add_sgr(r, c, ret_mouse) : add_old(r, c, ret_mouse);
}
