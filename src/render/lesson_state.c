/* lesson_state - the states that a lesson asks for, in words. */
#include "lesson_say.h"

static vm_attr attr_of(const struct lesson_state *state)
{
    vm_attr attr = (vm_attr)state->state;
    for (uint32_t shift = 0; shift < 8; shift++)
        if ((state->protect & 0xFF) == UINT32_C(1) << shift)
            attr |= shift << VM_ATTR_PROTECT_SHIFT;
    return attr | ((state->protect & VM_PAGE_GUARD) != 0 ? VM_ATTR_GUARD : 0);
}

void lesson_state_words(struct buf *out, const struct lesson_state *state)
{
    if (state->state == VM_COMMITTED && state->protect != 0)
        render_attr(out, attr_of(state));
    else
        buf_add(out, render_state_name(state->state));
}

/* Spanish has them agree with pages, so each is a message of its own. */
static const char *counted_protection(uint32_t protect, uint64_t n)
{
    switch (protect & 0xFF) {
    case VM_PAGE_NOACCESS:
        return render_trn("{0} without access", "{0} without access", n);
    case VM_PAGE_READONLY:
        return render_trn("{0} read-only", "{0} read-only", n);
    case VM_PAGE_READWRITE:
        return render_trn("{0} read-write", "{0} read-write", n);
    case VM_PAGE_WRITECOPY:
        return render_trn("{0} copy-on-write", "{0} copy-on-write", n);
    case VM_PAGE_EXECUTE:
        return render_trn("{0} execute-only", "{0} execute-only", n);
    case VM_PAGE_EXECUTE_READ:
        return render_trn("{0} execute-read", "{0} execute-read", n);
    case VM_PAGE_EXECUTE_READWRITE:
        return render_trn("{0} execute-read-write", "{0} execute-read-write", n);
    case VM_PAGE_EXECUTE_WRITECOPY:
        return render_trn("{0} execute-copy-on-write", "{0} execute-copy-on-write", n);
    }
    return render_trn("{0} committed", "{0} committed", n);
}

void lesson_piece_words(struct buf *out, const struct lesson_state *state, const char *count,
    uint64_t plural)
{
    const char *words = counted_protection(state->protect, plural);
    if (state->state == VM_FREE)
        words = render_trn("{0} that is free", "{0} that are free", plural);
    else if (state->state == VM_RESERVED)
        words = render_trn("{0} reserved", "{0} reserved", plural);
    render_fill1(out, words, count);
    if (state->state == VM_COMMITTED && (state->protect & VM_PAGE_GUARD) != 0)
        buf_add(out, render_tr(N_(" with a guard")));
}

bool render_lesson_goal(struct buf *out, const struct classroom *room, vm_page page)
{
    struct lesson_goal goal;
    struct lesson_state wanted;
    if (!classroom_goal(room, &goal) || !lesson_goal_differs(&goal, page, page + 1, &wanted))
        return false;
    lesson_state_words(out, &wanted);
    return true;
}
