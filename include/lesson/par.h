/* par - the fewest calls that solve a lesson, proven by search.
 *
 * How     The calls that could be of use are made of the borders that start, goal and solution
 *         name, and vm_route_find looks for a way with fewer of them than the solution has.
 *         Questions and predictions count as answered.
 * Cost    Up to most_states states of a few microseconds each.
 */
#ifndef LESSON_PAR_H
#define LESSON_PAR_H

#include "lesson/lesson.h"

enum { LESSON_PAR_STATES = 500000 };   /* about a second at most */
struct lesson_par {
    bool is_solved;                    /* by the solution; else the rest says nothing */
    unsigned solution;                 /* calls of the solution */
    unsigned calls;                    /* the fewest that are known to be enough */
    unsigned proven;                   /* no way has fewer than these: equal to calls, or the search
                                        * has given up */
    size_t moves, states;              /* calls that were tried, states that were looked at */
};
void lesson_par_find(const struct lesson *lesson, size_t most_states, struct lesson_par *ret);

#endif
