/* route - the fewest calls that lead from one space to another that somebody recognises.
 *
 * How     Iterative deepening on a clone: each call of a given list is planned, applied and taken
 *         back; a state met again with no more calls left is not looked at twice. So the first
 *         route found is a shortest one, and that none is shorter is proven, among the calls of
 *         the list.
 * Counts  Memory calls that work cost one each; queries, accesses, calls that fail, and what the
 *         lab does to the machine cost nothing.
 * Cost    Grows with moves to the power of the route's length, less what states have in common.
 * Errors  GAVE_UP after most_states; host memory: base_oom.
 */
#ifndef VM_ROUTE_H
#define VM_ROUTE_H

#include "vm/view.h"

struct vm_route_problem {
    const struct vm_space *start;
    const struct vm_call *moves;       /* calls that may be made; data of writes borrowed */
    size_t move_count;
    bool may_fail;                     /* calls that fail are moves too: the memo sees them */
    unsigned most;                     /* the longest route worth knowing */
    size_t most_states;
    /* What the judge remembers of the way: memo_size bytes that are copied, hashed and compared as
     * such; memo is how it begins. */
    const void *memo;
    size_t memo_size;
    void *ctx;
    /* change was just applied to space; pads of memo stay zero. */
    void (*note)(void *ctx, void *memo, const struct vm_space *space,
        const struct vm_change *change);
    bool (*is_goal)(void *ctx, const void *memo, const struct vm_space *space);
};
enum vm_route_end { VM_ROUTE_FOUND, VM_ROUTE_NONE, VM_ROUTE_GAVE_UP };
struct vm_route {
    enum vm_route_end end;
    unsigned calls;                    /* of the route: those that cost */
    unsigned proven;                   /* no route has fewer calls than this */
    size_t moves[32];                  /* indices into the list, free ones included */
    size_t move_count;
    size_t states;                     /* arrived at, known ones too */
};
void vm_route_find(const struct vm_route_problem *problem, struct vm_route *ret);

#endif
