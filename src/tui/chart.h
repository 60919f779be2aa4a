/* chart - the history of the memory: reserved and committed pages after each step.
 *
 * Shape   One point for each step id, noted while that step is current; a way lists the steps of
 *         the current branch, oldest first, and where on it the current one is.
 */
#ifndef TUI_CHART_H
#define TUI_CHART_H

#include "session/session.h"

struct chart_point {
    bool known;
    uint64_t reserved, committed;      /* pages */
};
struct chart {
    struct chart_point *points;        /* by step id */
    size_t point_count, point_cap;
    uint32_t *way;
    size_t way_count, way_cap;
    uint32_t *newest;                  /* child of each step, reused while the way is made */
    size_t newest_cap;
    size_t here;                       /* index of the current step in way */
    uint32_t way_step, way_steps, way_next;      /* what the way was made for */
    bool has_pick;
    size_t pick;                       /* index in way; while the pane has the focus */
};
/* Notes what the current step holds. O(log n). */
void chart_note(struct chart *c, const struct session *session);
/* Makes the way anew if the session moved. O(steps) then. */
void chart_follow(struct chart *c, const struct session *session);
struct chart_point chart_at(const struct chart *c, size_t index);      /* of the way */
/* First index to show in width columns so that at is among them. */
size_t chart_first(const struct chart *c, size_t at, int width);
/* 0 to 7: value's height in eighths, at least 1 if value is not 0; max is the largest value. The
 * eighth stays empty, so that the chart above does not stand on it. */
unsigned chart_level(uint64_t value, uint64_t max);
void chart_finish(struct chart *c);

#endif
