/* chart - points are kept for good: a step never changes what it left behind. */
#include "chart.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void chart_note(struct chart *c, const struct session *session)
{
    const uint32_t id = session_current(session)->id;
    struct vm_totals totals = {0};
    vm_space_totals(session_space(session), &totals);
    base_grow(&c->points, &c->point_cap, (size_t)id + 1, sizeof *c->points);
    while (c->point_count <= id) {
        c->points[c->point_count++] = (struct chart_point){0};
    }
    struct chart_point point = {.known = true, .reserved = totals.pages[VM_CLASS_RESERVED]};
    for (unsigned class = VM_CLASS_NOACCESS; class < VM_CLASS_COUNT; class ++) {
        point.committed += totals.pages[class];
    }
    c->points[id] = point;
}

static void add(struct chart *c, uint32_t id)
{
    base_grow(&c->way, &c->way_cap, c->way_count + 1, sizeof *c->way);
    c->way[c->way_count++] = id;
}

static void turn(struct chart *c)
{
    for (size_t i = 0; i < c->way_count / 2; i++) {
        const uint32_t id = c->way[i];
        c->way[i] = c->way[c->way_count - 1 - i];
        c->way[c->way_count - 1 - i] = id;
    }
}

/* Steps that redo would bring back: what redo says first, then the newest child of each. */
static void add_future(struct chart *c, const struct session *session)
{
    const uint32_t steps = session_step_count(session);
    uint32_t id = session_redo_target(session);
    if (id == UINT32_MAX) {
        return;
    }
    base_grow(&c->newest, &c->newest_cap, steps, sizeof *c->newest);
    memset(c->newest, 0, steps * sizeof *c->newest);
    for (uint32_t child = id + 1; child < steps; child++) {
        c->newest[session_step(session, child)->parent] = child;
    }
    for (; id != 0; id = c->newest[id]) {          /* step 0 is nobody's child */
        add(c, id);
    }
}

void chart_follow(struct chart *c, const struct session *session)
{
    const uint32_t current = session_current(session)->id;
    const uint32_t steps = session_step_count(session);
    const uint32_t next = session_redo_target(session);
    if (c->way_count > 0 && c->way_step == current && c->way_steps == steps &&
        c->way_next == next) {
        return;
    }
    c->way_count = 0;
    for (uint32_t id = current; id != 0; id = session_step(session, id)->parent) {
        add(c, id);
    }
    add(c, 0);
    turn(c);
    c->here = c->way_count - 1;
    add_future(c, session);
    c->way_step = current;
    c->way_steps = steps;
    c->way_next = next;
    c->has_pick = false;
}

struct chart_point chart_at(const struct chart *c, size_t index)
{
    const uint32_t id = c->way[index];
    return id < c->point_count ? c->points[id] : (struct chart_point){0};
}

size_t chart_first(const struct chart *c, size_t at, int width)
{
    const size_t room = width > 0 ? (size_t)width : 1;
    const size_t ahead = room / 4;               /* shown behind at */
    if (c->way_count <= room || at + ahead < room) {
        return 0;
    }
    const size_t first = at + ahead + 1 - room;
    return first + room > c->way_count ? c->way_count - room : first;
}

unsigned chart_level(uint64_t value, uint64_t max)
{
    enum { EIGHTHS = 7 };
    if (value == 0 || max == 0) {
        return 0;
    }
    const uint64_t part = max < EIGHTHS ? value * EIGHTHS / max : value / (max / EIGHTHS);
    return part == 0 ? 1 : part > EIGHTHS ? EIGHTHS : (unsigned)part;
}

void chart_finish(struct chart *c)
{
    free(c->points);
    free(c->way);
    free(c->newest);
    *c = (struct chart){0};
}
