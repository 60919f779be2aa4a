/* window - lines are found from any page, upward and downward, so that nothing but top is kept. */
#include "window.h"

#include <stdlib.h>

#include "base/mem.h"

/* A gap folds when it would take half of the window. */
static vm_page fold_rows(const struct window *w)
{
    enum { LEAST = 3 };
    return w->rows / 2 > LEAST ? (vm_page)w->rows / 2 : LEAST;
}

static vm_page row_length(const struct window *w)
{
    return (vm_page)w->columns << w->shift;
}

static vm_page row_of(const struct window *w, vm_page page)
{
    return page / row_length(w) * row_length(w);
}

/* The line that holds page. */
static struct window_line line_at(
    const struct window *w, const struct vm_space *space, vm_page page)
{
    const vm_page length = row_length(w);
    const vm_page row = row_of(w, page);
    const struct window_line plain = {false, row, row + length};
    const struct vm_run run = vm_space_run(space, page);
    if (vm_attr_state(run.attr) != VM_FREE || run.end >= vm_space_end(space)) {
        return plain;
    }
    vm_page first = (run.first + length - 1) / length * length;
    vm_page end = row_of(w, run.end);
    const vm_page cursor = row_of(w, w->cursor);
    if (cursor >= first && cursor < end) {
        if (row == cursor) {
            return plain;
        }
        if (row < cursor) {
            end = cursor;
        } else {
            first = cursor + length;
        }
    }
    if (row < first || row >= end || end - first < fold_rows(w) * length) {
        return plain;
    }
    return (struct window_line){true, first, end};
}

static vm_page line_above(const struct window *w, const struct vm_space *space, vm_page first)
{
    return first == 0 ? 0 : line_at(w, space, first - 1).first;
}

static void list_lines(struct window *w, const struct vm_space *space)
{
    const vm_page end = vm_space_end(space);
    w->line_count = 0;
    base_grow(&w->lines, &w->line_cap, (size_t)w->rows, sizeof *w->lines);
    for (vm_page at = w->top; at < end && w->line_count < (size_t)w->rows;) {
        w->lines[w->line_count] = line_at(w, space, at);
        at = w->lines[w->line_count++].end;
    }
}

int window_cursor_line(const struct window *w)
{
    for (size_t i = 0; i < w->line_count; i++) {
        const struct window_line *line = &w->lines[i];
        if (!line->fold && w->cursor >= line->first && w->cursor < line->end) {
            return (int)i;
        }
    }
    return -1;
}

static void set_top(struct window *w, const struct vm_space *space, int lines_above)
{
    w->top = row_of(w, w->cursor);
    for (int i = 0; i < lines_above; i++) {
        w->top = line_above(w, space, w->top);
    }
    list_lines(w, space);
}

void window_build(struct window *w, const struct vm_space *space)
{
    const vm_page end = vm_space_end(space);
    if (w->rows <= 0 || w->columns <= 0) {
        w->line_count = 0;
        return;
    }
    w->cursor = w->cursor < end ? w->cursor : end - 1;
    w->top = w->top < end ? w->top : end - 1;
    w->top = line_at(w, space, w->top).first;
    list_lines(w, space);
    if (window_cursor_line(w) < 0) {
        const bool below = w->cursor >= w->top;
        set_top(w, space, below ? w->rows * 2 / 3 : w->rows / 3);
    }
    while (w->line_count < (size_t)w->rows && w->top > 0) {
        w->top = line_above(w, space, w->top);
        list_lines(w, space);
    }
}

void window_go(struct window *w, const struct vm_space *space, vm_page page)
{
    const vm_page end = vm_space_end(space);
    w->cursor = page < end ? page : end - 1;
    if (w->rows > 0 && w->columns > 0) {
        list_lines(w, space);
        if (window_cursor_line(w) < 0) {
            set_top(w, space, w->rows / 3);
        }
        window_build(w, space);
    }
}

/* The row above or below, past a fold, in the same column. */
static void step_line(struct window *w, const struct vm_space *space, bool down)
{
    const vm_page end = vm_space_end(space);
    const vm_page row = row_of(w, w->cursor);
    const vm_page column = w->cursor - row;
    if (down) {
        struct window_line line = {false, row, row + row_length(w)};
        do {
            if (line.end >= end) {
                return;
            }
            line = line_at(w, space, line.end);
        } while (line.fold);
        w->cursor = line.first + column;
    } else {
        vm_page first = row;
        struct window_line line;
        do {
            if (first == 0) {
                return;
            }
            line = line_at(w, space, first - 1);
            first = line.first;
        } while (line.fold);
        w->cursor = line.first + column;
    }
    w->cursor = w->cursor < end ? w->cursor : end - 1;
}

static vm_page first_allocation(const struct vm_space *space)
{
    const struct vm_run run = vm_space_run(space, 0);
    const bool is_free = vm_attr_state(run.attr) == VM_FREE;
    return is_free && run.end < vm_space_end(space) ? run.end : 0;
}

static vm_page last_allocation(const struct vm_space *space)
{
    struct vm_run run = vm_space_run(space, vm_space_end(space) - 1);
    if (vm_attr_state(run.attr) == VM_FREE && run.first > 0) {
        run = vm_space_run(space, run.first - 1);
    }
    return run.alloc_first;
}

void window_move(struct window *w, const struct vm_space *space, enum window_move move)
{
    const vm_page cell = (vm_page)1 << w->shift;
    const vm_page end = vm_space_end(space);
    if (w->columns <= 0) {
        return;
    }
    switch (move) {
    case WINDOW_UP:
        step_line(w, space, false);
        break;
    case WINDOW_DOWN:
        step_line(w, space, true);
        break;
    case WINDOW_LEFT:
        w->cursor = w->cursor >= cell ? (w->cursor - cell) & ~(cell - 1) : 0;
        break;
    case WINDOW_RIGHT:
        w->cursor = w->cursor + cell < end ? (w->cursor + cell) & ~(cell - 1) : w->cursor;
        break;
    case WINDOW_PAGE_UP:
    case WINDOW_PAGE_DOWN:
        for (int i = 0; i + 1 < w->rows; i++) {
            step_line(w, space, move == WINDOW_PAGE_DOWN);
        }
        break;
    case WINDOW_FIRST:
        w->cursor = first_allocation(space);
        break;
    case WINDOW_LAST:
        w->cursor = last_allocation(space);
        break;
    }
    window_build(w, space);
}

bool window_zoom(struct window *w, const struct vm_space *space, bool closer)
{
    if (w->columns <= 0 || (closer && w->shift == 0) ||
        (!closer && row_length(w) >= vm_space_end(space))) {
        return false;
    }
    const int line = window_cursor_line(w);
    w->shift += closer ? -1u : 1u;
    set_top(w, space, line > 0 ? line : 0);
    window_build(w, space);
    return true;
}

void window_finish(struct window *w)
{
    free(w->lines);
    *w = (struct window){0};
}
