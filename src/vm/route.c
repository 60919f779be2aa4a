/* route - a search for the fewest calls, by iterative deepening. */
#include "vm/route.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "vm/space.h"

enum { MOST_MOVES = sizeof ((struct vm_route *)0)->moves / sizeof *((struct vm_route *)0)->moves };

/* A state that was looked at: the hash of space and memo, and with how many calls left. Two states
 * with one hash would be taken for one; with 64 bits that does not happen here. */
struct seen {
    uint64_t key;
    uint32_t left;                 /* and one more; 0: the slot is empty */
};
struct table {
    struct seen *slots;
    size_t count, size;            /* size: 0 or a power of two */
};

static struct seen *slot_of(const struct table *t, uint64_t key)
{
    size_t i = (size_t)key & (t->size - 1);
    while (t->slots[i].left && t->slots[i].key != key)
        i = (i + 1) & (t->size - 1);
    return &t->slots[i];
}

static void table_grow(struct table *t)
{
    const struct table old = *t;
    t->size = old.size ? old.size * 2 : 1024;
    t->slots = base_zalloc(t->size * sizeof *t->slots);
    for (size_t i = 0; i < old.size; i++)
        if (old.slots[i].left)
            *slot_of(t, old.slots[i].key) = old.slots[i];
    free(old.slots);
}

/* What one move on the way holds, to be taken back. */
struct level {
    struct vm_change change;
    void *memo;                    /* after the move */
};
struct search {
    const struct vm_route_problem *problem;
    struct vm_route *route;
    struct vm_space *space;
    struct table table;
    struct level levels[MOST_MOVES];
    size_t depth;                  /* moves made */
    bool was_cut;                  /* a way was left because it has too many moves */
};

enum verdict { KNOWN, NEW, GOAL, ENOUGH };

/* Looks at the state that was arrived at with left calls to spare. */
static enum verdict arrive(struct search *s, const void *memo, unsigned left)
{
    const struct vm_route_problem *p = s->problem;
    const uint64_t key = hash_bytes(vm_space_hash(s->space), memo, p->memo_size);
    if (2 * (s->table.count + 1) > s->table.size)
        table_grow(&s->table);
    struct seen *seen = slot_of(&s->table, key);
    if (s->route->states == p->most_states)
        return ENOUGH;
    s->route->states++;
    if (seen->left > left)
        return KNOWN;
    const bool is_first = !seen->left;
    s->table.count += is_first;
    *seen = (struct seen){key, left + 1};
    return is_first && p->is_goal(p->ctx, memo, s->space) ? GOAL : NEW;
}

static bool can_cost(const struct vm_call *call)
{
    return call->id >= VM_CALL_ALLOC && call->id <= VM_CALL_RESET_WRITE_WATCH &&
           call->id != VM_CALL_QUERY;
}

/* Is the move of no use when all calls are spent? A lock that fails has effects.  [R-LOCK-2] */
static bool is_spent(const struct vm_route_problem *p, const struct vm_call *call)
{
    return can_cost(call) && !p->may_fail && call->id != VM_CALL_LOCK;
}

static enum verdict look(struct search *s, const void *memo, unsigned left);

/* What is planned at this level is made; looks on from there, and takes it back. */
static enum verdict make_move(struct search *s, size_t move, const void *memo, unsigned left)
{
    const struct vm_route_problem *p = s->problem;
    struct level *level = &s->levels[s->depth];
    enum verdict verdict = KNOWN;
    vm_apply(s->space, &level->change);
    if (p->memo_size)
        memcpy(level->memo, memo, p->memo_size);
    if (p->note)
        p->note(p->ctx, level->memo, s->space, &level->change);
    if (!vm_change_is_empty(&level->change) ||
        (p->memo_size && memcmp(level->memo, memo, p->memo_size) != 0)) {
        s->route->moves[s->depth++] = move;
        verdict = look(s, level->memo, left);
        if (verdict != GOAL)
            s->depth--;
    }
    vm_revert(s->space, &level->change);
    return verdict;
}

static enum verdict try_move(struct search *s, size_t move, const void *memo, unsigned left)
{
    const struct vm_route_problem *p = s->problem;
    const struct vm_call *call = &p->moves[move];
    struct vm_change *change = &s->levels[s->depth].change;
    if (left == 0 && is_spent(p, call))
        return KNOWN;
    vm_plan(s->space, call, change, NULL);
    const bool fails = change->result.error;
    const unsigned cost = can_cost(call) && !fails;
    if (cost > left || (fails && !p->may_fail && vm_change_is_empty(change)))
        return KNOWN;
    return make_move(s, move, memo, left - cost);
}

/* Looks at the state that the moves so far led to, and at all behind it. */
static enum verdict look(struct search *s, const void *memo, unsigned left)
{
    const struct vm_route_problem *p = s->problem;
    enum verdict verdict = arrive(s, memo, left);
    if (verdict != NEW)
        return verdict;
    if (s->depth == MOST_MOVES) {
        s->was_cut = true;
        return KNOWN;
    }
    for (size_t i = 0; i < p->move_count; i++) {
        verdict = try_move(s, i, memo, left);
        if (verdict == GOAL || verdict == ENOUGH)
            return verdict;
    }
    return KNOWN;
}

/* Longer and longer routes, until one is found, or no longer one leads to anything new. */
static void deepen(struct search *s)
{
    const unsigned most = s->problem->most;
    struct vm_route *route = s->route;
    for (unsigned calls = 0; calls <= most; calls++) {
        const size_t known = s->table.count;
        if (!s->was_cut)
            route->proven = calls;
        const enum verdict verdict = look(s, s->problem->memo, calls);
        if (verdict == GOAL) {
            route->end = VM_ROUTE_FOUND;
            route->calls = calls;
            route->move_count = s->depth;
            return;
        }
        if (verdict == ENOUGH)
            return;
        if (calls && s->table.count == known)
            break;
    }
    if (s->was_cut)
        return;
    route->end = VM_ROUTE_NONE;
    route->proven = most + 1;
}

void vm_route_find(const struct vm_route_problem *problem, struct vm_route *ret)
{
    *ret = (struct vm_route){.end = VM_ROUTE_GAVE_UP};
    struct search s = {
        .problem = problem, .route = ret, .space = vm_space_clone(problem->start)};
    for (size_t i = 0; i < MOST_MOVES; i++)
        s.levels[i].memo = base_alloc(problem->memo_size);
    deepen(&s);
    for (size_t i = 0; i < MOST_MOVES; i++) {
        vm_change_finish(&s.levels[i].change);
        free(s.levels[i].memo);
    }
    free(s.table.slots);
    vm_space_destroy(s.space);
}
