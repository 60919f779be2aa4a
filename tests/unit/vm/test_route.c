/* test_route - the shortest routes of small problems, and of random ones as a slow search that goes
 * breadth first over whole copies of the space finds them. */
#include "vmtest.h"

#include <stdlib.h>

#include "base/mem.h"
#include "vm/route.h"

enum { PAGE = VM_PAGE_SIZE, STATES = 200000 };
#define COUNT(array) (sizeof (array) / sizeof *(array))

/* The goal as a row of page states from an address on: "rcc.". */
struct wanted {
    vm_addr addr;
    const char *states;
};

static bool is_as_wanted(void *ctx, const void *memo, const struct vm_space *space)
{
    const struct wanted *w = ctx;
    (void)memo;
    for (size_t i = 0; w->states[i]; i++) {
        const vm_attr attr = vm_space_run(space, (w->addr >> VM_PAGE_SHIFT) + i).attr;
        if (w->states[i] != ".rc"[vm_attr_state(attr)])
            return false;
    }
    return true;
}

static struct vm_route find(struct lab *lab, const struct vm_call *moves, size_t count,
    struct wanted *wanted, unsigned most)
{
    struct vm_space *before = vm_space_clone(lab->space);
    const struct vm_route_problem problem = {.start = lab->space, .moves = moves,
        .move_count = count, .most = most, .most_states = STATES, .ctx = wanted,
        .is_goal = is_as_wanted};
    struct vm_route route;
    vm_route_find(&problem, &route);
    assert_true(vm_space_equal(before, lab->space));
    vm_space_destroy(before);
    return route;
}

static void found(const struct vm_route *route, unsigned calls)
{
    assert_int_equal(route->end, VM_ROUTE_FOUND);
    assert_int_equal(route->calls, calls);
    assert_int_equal(route->proven, calls);
}

TEST(what_is_there_already_needs_no_call)
{
    LAB("toy");
    const struct vm_call moves[] = {alloc(0x20000, PAGE, RESERVE, RW)};
    struct wanted wanted = {0x20000, "."};
    const struct vm_route route = find(lab, moves, COUNT(moves), &wanted, 4);
    found(&route, 0);
    assert_int_equal(route.move_count, 0);
    DONE;
}

TEST(a_reservation_is_one_call)
{
    LAB("toy");
    const struct vm_call moves[] = {release(0x20000), alloc(0x20000, 2 * PAGE, COMMIT, RW),
        alloc(0x20000, 4 * PAGE, RESERVE, RW)};
    struct wanted wanted = {0x20000, "rrrr."};
    const struct vm_route route = find(lab, moves, COUNT(moves), &wanted, 4);
    found(&route, 1);
    assert_int_equal(route.move_count, 1);
    assert_int_equal(route.moves[0], 2);
    DONE;
}

TEST(committing_a_part_of_what_is_reserved_first_is_two_calls)
{
    LAB("toy");
    const struct vm_call moves[] = {alloc(0x22000, 3 * PAGE, COMMIT, RW),
        alloc(0x20000, 8 * PAGE, RESERVE, RW), alloc(0x20000, 8 * PAGE, RESERVE | COMMIT, RW)};
    struct wanted wanted = {0x20000, "rrcccrrr"};
    const struct vm_route route = find(lab, moves, COUNT(moves), &wanted, 5);
    found(&route, 2);
    assert_int_equal(route.moves[0], 1);
    assert_int_equal(route.moves[1], 0);
    DONE;
}

TEST(one_commit_fills_all_gaps_of_a_checkerboard)
{
    LAB("toy");
    works(lab, alloc(0x20000, 8 * PAGE, RESERVE, RW));
    struct vm_call moves[9];
    for (unsigned i = 0; i < 8; i++) {
        moves[i] = alloc(0x20000 + i * PAGE, PAGE, COMMIT, RW);
        if (i % 2)
            works(lab, moves[i]);
    }
    moves[8] = alloc(0x20000, 8 * PAGE, COMMIT, RW);
    struct wanted wanted = {0x20000, "cccccccc"};
    struct vm_route route = find(lab, moves, 9, &wanted, 5);
    found(&route, 1);
    assert_int_equal(route.moves[0], 8);
    route = find(lab, moves, 8, &wanted, 5);             /* without it, each gap alone */
    found(&route, 4);
    DONE;
}

TEST(only_a_release_gives_addresses_back)
{
    LAB("toy");
    works(lab, alloc(0x20000, 4 * PAGE, RESERVE | COMMIT, RW));
    const struct vm_call moves[] = {vfree(0x20000, 4 * PAGE, DECOMMIT), release(0x20000)};
    struct wanted wanted = {0x20000, "...."};
    const struct vm_route route = find(lab, moves, COUNT(moves), &wanted, 5);
    found(&route, 1);
    assert_int_equal(route.moves[0], 1);
    DONE;
}

TEST(where_nothing_new_can_be_reached_there_is_no_route_of_any_length)
{
    LAB("toy");
    const struct vm_call moves[] = {alloc(0x20000, 2 * PAGE, RESERVE, RW), release(0x20000),
        alloc(0x20000, PAGE, COMMIT, RW)};
    struct wanted wanted = {0x20000, "rc"};
    const struct vm_route route = find(lab, moves, COUNT(moves), &wanted, 1000);
    assert_int_equal(route.end, VM_ROUTE_NONE);
    assert_int_equal(route.proven, 1001);
    assert_in_range(route.states, 3, 40);                /* three states, not a thousand rounds */
    DONE;
}

TEST(a_route_longer_than_asked_for_is_none)
{
    LAB("toy");
    const struct vm_call moves[] = {
        alloc(0x20000, 4 * PAGE, RESERVE, RW), alloc(0x20000, PAGE, COMMIT, RW)};
    struct wanted wanted = {0x20000, "crrr"};
    struct vm_route route = find(lab, moves, COUNT(moves), &wanted, 1);
    assert_int_equal(route.end, VM_ROUTE_NONE);
    assert_int_equal(route.proven, 2);
    route = find(lab, moves, COUNT(moves), &wanted, 2);
    found(&route, 2);
    DONE;
}

TEST(who_gives_up_says_what_is_proven)
{
    LAB("toy");
    struct vm_call moves[9] = {alloc(0x20000, 8 * PAGE, RESERVE, RW)};
    for (unsigned i = 0; i < 8; i++)
        moves[i + 1] = alloc(0x20000 + i * PAGE, PAGE, COMMIT, RW);
    struct wanted wanted = {0x20000, "cccccccc"};
    const struct vm_route_problem problem = {.start = lab->space, .moves = moves, .move_count = 9,
        .most = 20, .most_states = 60, .ctx = &wanted, .is_goal = is_as_wanted};
    struct vm_route route;
    vm_route_find(&problem, &route);
    assert_int_equal(route.end, VM_ROUTE_GAVE_UP);
    assert_int_equal(route.states, 60);
    assert_in_range(route.proven, 2, 8);
    DONE;
}

/* ---- the judge's memory ---------------------------------------------------------------------- */

/* Which of two addresses were touched, in order; failures, if they are asked for. */
struct memory {
    uint32_t touched, failures;
};
struct judge {
    uint32_t touches, failures;
    bool counts_on;                /* remembers accesses without end */
};

static void remember(void *ctx, void *memo, const struct vm_space *space,
    const struct vm_change *change)
{
    const struct judge *judge = ctx;
    struct memory *memory = memo;
    (void)space;
    const bool is_access = change->call.id == VM_CALL_READ || change->call.id == VM_CALL_WRITE;
    if (change->result.error && memory->failures < judge->failures)
        memory->failures++;
    if (!is_access || change->result.exception)
        return;
    if (judge->counts_on)
        memory->touched++;
    else if (memory->touched < judge->touches &&
             change->call.addr == 0x20000 + memory->touched * PAGE)
        memory->touched++;
}

static bool is_enough(void *ctx, const void *memo, const struct vm_space *space)
{
    const struct judge *judge = ctx;
    const struct memory *memory = memo;
    (void)space;
    return memory->touched >= judge->touches && memory->failures >= judge->failures;
}

static struct vm_route find_remembered(
    struct lab *lab, const struct vm_call *moves, size_t count, struct judge *judge)
{
    const struct memory memo = {0};
    const struct vm_route_problem problem = {.start = lab->space, .moves = moves,
        .move_count = count, .may_fail = judge->failures, .most = 6, .most_states = STATES,
        .memo = &memo,
        .memo_size = sizeof memo, .ctx = judge, .note = remember, .is_goal = is_enough};
    struct vm_route route;
    vm_route_find(&problem, &route);
    return route;
}

TEST(accesses_cost_nothing_and_stand_in_the_route)
{
    LAB("toy");
    const struct vm_call moves[] = {call_range(VM_CALL_READ, 0x21000, 1),
        call_write(0x20000, "x", 1), query(0x20000), alloc(0x20000, PAGE, COMMIT, RW),
        alloc(0x21000, PAGE, COMMIT, RW), alloc(0x20000, 4 * PAGE, RESERVE, RW)};
    struct judge judge = {.touches = 2};
    const struct vm_route route = find_remembered(lab, moves, COUNT(moves), &judge);
    found(&route, 3);
    assert_int_equal(route.move_count, 5);
    DONE;
}

TEST(a_memory_that_grows_with_each_access_does_not_hold_the_search_up)
{
    LAB("toy");
    works(lab, alloc(0x20000, PAGE, RESERVE | COMMIT, RW));
    const struct vm_call moves[] = {call_range(VM_CALL_READ, 0x20000, 1)};
    struct judge judge = {.touches = 20, .counts_on = true};
    struct vm_route route = find_remembered(lab, moves, COUNT(moves), &judge);
    found(&route, 0);
    assert_int_equal(route.move_count, 20);
    judge.touches = 100;                                 /* more than a route holds */
    route = find_remembered(lab, moves, COUNT(moves), &judge);
    assert_int_equal(route.end, VM_ROUTE_GAVE_UP);
    assert_int_equal(route.proven, 0);
    DONE;
}

TEST(a_failing_call_is_a_move_where_it_is_remembered_and_costs_nothing)
{
    LAB("toy");
    const struct vm_call moves[] = {query(0x20000), release(0x30000)};
    struct judge judge = {.failures = 2};
    const struct vm_route route = find_remembered(lab, moves, COUNT(moves), &judge);
    found(&route, 0);
    assert_int_equal(route.move_count, 2);
    assert_int_equal(route.moves[0], 1);
    assert_int_equal(route.moves[1], 1);
    DONE;
}

TEST(a_lock_that_fails_takes_a_guard_away_for_nothing)
{
    LAB("toy");
    works(lab, alloc(0x20000, 2 * PAGE, RESERVE, RW));
    works(lab, alloc(0x20000, PAGE, COMMIT, RW | GUARD));
    struct vm_call moves[] = {call_range(VM_CALL_LOCK, 0x20000, 2 * PAGE),
        call_range(VM_CALL_READ, 0x20000, 1)};
    struct judge judge = {.touches = 1};
    const struct vm_route route = find_remembered(lab, moves, COUNT(moves), &judge);
    found(&route, 0);
    assert_int_equal(route.moves[0], 0);
    assert_int_equal(route.moves[1], 1);
    DONE;
}

TEST(settings_of_the_machine_cost_nothing)
{
    LAB("toy");
    works(lab, setting(VM_CALL_SET_COMMIT_LIMIT, 1));
    const struct vm_call moves[] = {alloc(0x20000, 2 * PAGE, RESERVE | COMMIT, RW),
        setting(VM_CALL_SET_COMMIT_LIMIT, VM_NO_LIMIT)};
    struct wanted wanted = {0x20000, "cc"};
    const struct vm_route route = find(lab, moves, COUNT(moves), &wanted, 4);
    found(&route, 1);
    assert_int_equal(route.move_count, 2);
    DONE;
}

TEST(what_a_guard_page_remembers_counts_as_a_state)
{
    LAB("toy");
    works(lab, alloc(0x20000, PAGE, RESERVE | COMMIT, RW | GUARD));
    const struct vm_call moves[] = {call_range(VM_CALL_READ, 0x20000, 1)};
    struct judge judge = {.touches = 1};
    const struct vm_route route = find_remembered(lab, moves, COUNT(moves), &judge);
    found(&route, 0);
    assert_int_equal(route.move_count, 2);               /* the first one only meets the guard */
    DONE;
}

/* ---- the slow search ------------------------------------------------------------------------- */

enum { MODEL_MAX = 600, ROUNDS = 80, MOVES = 8 };

struct node {
    struct vm_space *space;
    struct memory memory;
};
struct model {
    struct node nodes[MODEL_MAX];
    size_t count;
    bool is_full;
};

static bool model_add(struct model *m, struct vm_space *space, const struct memory *memory)
{
    for (size_t i = 0; i < m->count; i++)
        if (vm_space_equal(m->nodes[i].space, space) &&
            memcmp(&m->nodes[i].memory, memory, sizeof *memory) == 0)
            return false;
    m->is_full = m->is_full || m->count == MODEL_MAX;
    if (m->is_full)
        return false;
    m->nodes[m->count++] = (struct node){space, *memory};
    return true;
}

/* Adds what one move makes of a node, if it costs this much. */
static void model_move(struct model *m, size_t from, const struct vm_route_problem *p, size_t move,
    unsigned cost)
{
    if (m->is_full)
        return;
    const struct vm_call *const call = &p->moves[move];
    const bool is_access = call->id == VM_CALL_READ || call->id == VM_CALL_WRITE;
    struct vm_change change = {0};
    struct memory memory = m->nodes[from].memory;
    struct vm_space *space = vm_space_clone(m->nodes[from].space);
    vm_plan(space, call, &change, NULL);
    vm_apply(space, &change);
    remember(p->ctx, &memory, space, &change);
    const unsigned costs = !is_access && !change.result.error;
    vm_change_finish(&change);
    if (costs != cost || !model_add(m, space, &memory))
        vm_space_destroy(space);
}

/* Layer by layer: all that free moves reach from there, then all that one call more reaches. -1 if
 * the goal is none of the states that can be reached, -2 if they are too many. */
static int model_find(struct model *m, const struct vm_route_problem *p)
{
    size_t first = 0, end;
    *m = (struct model){0};
    model_add(m, vm_space_clone(p->start), p->memo);
    for (int calls = 0; first < m->count && !m->is_full; calls++, first = end) {
        for (size_t i = first; i < m->count; i++)
            for (size_t j = 0; j < p->move_count; j++)
                model_move(m, i, p, j, 0);
        end = m->count;
        for (size_t i = first; i < end; i++)
            if (p->is_goal(p->ctx, &m->nodes[i].memory, m->nodes[i].space))
                return calls;
        for (size_t i = first; i < end; i++)
            for (size_t j = 0; j < p->move_count; j++)
                model_move(m, i, p, j, 1);
    }
    return m->is_full ? -2 : -1;
}

static uint64_t draw(uint64_t *state, uint64_t count)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (*state >> 33) % count;
}

static struct vm_call random_move(uint64_t *state)
{
    static const uint32_t protects[] = {VM_PAGE_READWRITE, VM_PAGE_READONLY,
        VM_PAGE_READWRITE | VM_PAGE_GUARD};
    const vm_addr addr = 0x20000 + draw(state, 4) * PAGE + draw(state, 2) * 0x10000;
    const uint64_t size = (1 + draw(state, 3)) * PAGE;
    const uint32_t protect_to = protects[draw(state, 3)];
    switch (draw(state, 8)) {
    case 0:
        return alloc(addr & ~(vm_addr)0xFFFF, size, RESERVE, protect_to);
    case 1:
        return alloc(draw(state, 2) ? 0 : addr, size, RESERVE | COMMIT, protect_to);
    case 2:
        return alloc(addr, size, COMMIT, protect_to);
    case 3:
        return vfree(addr, size, DECOMMIT);
    case 4:
        return release(addr & ~(vm_addr)0xFFFF);
    case 5:
        return protect(addr, size, protect_to);
    case 6:
        return call_write(addr, "a", 1);
    default:
        return call_range(VM_CALL_READ, addr, 1);
    }
}

/* A goal that can be met: the state at the end of a random walk, and what the judge remembers. */
struct random_goal {
    struct judge judge;            /* first: it is the ctx of remember */
    struct vm_space *space;
};

static bool is_random_goal(void *ctx, const void *memo, const struct vm_space *space)
{
    struct random_goal *goal = ctx;
    return is_enough(&goal->judge, memo, space) && vm_space_equal(goal->space, space);
}

static void walk(struct random_goal *goal, const struct vm_call *moves, uint64_t *state)
{
    for (unsigned i = 0; i < 8; i++) {
        struct vm_change change = {0};
        vm_plan(goal->space, &moves[draw(state, MOVES)], &change, NULL);
        vm_apply(goal->space, &change);
        vm_change_finish(&change);
    }
}

static void agree(
    struct model *model, uint64_t seed, unsigned *ret_found, unsigned *ret_none)
{
    uint64_t state = seed;
    struct vm_call moves[MOVES];
    for (size_t i = 0; i < MOVES; i++)
        moves[i] = random_move(&state);
    struct vm_space *start = vm_space_create(vm_machine_find("toy"));
    struct random_goal goal = {.judge = {.touches = (uint32_t)draw(&state, 2),
                                   .failures = (uint32_t)draw(&state, 3)},
        .space = vm_space_clone(start)};
    walk(&goal, moves, &state);
    const struct memory memo = {0};
    const struct vm_route_problem problem = {.start = start, .moves = moves, .move_count = MOVES,
        .may_fail = goal.judge.failures, .most = 12, .most_states = 10 * STATES, .memo = &memo,
        .memo_size = sizeof memo,
        .ctx = &goal, .note = remember, .is_goal = is_random_goal};
    struct vm_route route = {0};
    const int calls = model_find(model, &problem);
    if (calls > -2)
        vm_route_find(&problem, &route);
    if (calls == -1)
        assert_int_equal(route.end, VM_ROUTE_NONE);
    else if (calls >= 0)
        found(&route, (unsigned)calls);
    *ret_found += calls > 1;
    *ret_none += calls == -1;
    for (size_t i = 0; i < model->count; i++)
        vm_space_destroy(model->nodes[i].space);
    vm_space_destroy(goal.space);
    vm_space_destroy(start);
}

TEST(random_problems_have_the_routes_of_a_slow_breadth_first_search)
{
    (void)state;
    struct model *model = base_alloc(sizeof *model);
    unsigned several = 0, none = 0;
    const unsigned rounds = getenv("PAGELAB_LONG") ? 20 * ROUNDS : ROUNDS;
    for (unsigned i = 0; i < rounds; i++)
        agree(model, i, &several, &none);
    assert_true(several > rounds / 10);                  /* not all of them are trivial */
    assert_true(none > 0);
    free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_there_already_needs_no_call),
        cmocka_unit_test(a_reservation_is_one_call),
        cmocka_unit_test(committing_a_part_of_what_is_reserved_first_is_two_calls),
        cmocka_unit_test(one_commit_fills_all_gaps_of_a_checkerboard),
        cmocka_unit_test(only_a_release_gives_addresses_back),
        cmocka_unit_test(where_nothing_new_can_be_reached_there_is_no_route_of_any_length),
        cmocka_unit_test(a_route_longer_than_asked_for_is_none),
        cmocka_unit_test(who_gives_up_says_what_is_proven),
        cmocka_unit_test(accesses_cost_nothing_and_stand_in_the_route),
        cmocka_unit_test(a_memory_that_grows_with_each_access_does_not_hold_the_search_up),
        cmocka_unit_test(a_failing_call_is_a_move_where_it_is_remembered_and_costs_nothing),
        cmocka_unit_test(a_lock_that_fails_takes_a_guard_away_for_nothing),
        cmocka_unit_test(settings_of_the_machine_cost_nothing),
        cmocka_unit_test(what_a_guard_page_remembers_counts_as_a_state),
        cmocka_unit_test(random_problems_have_the_routes_of_a_slow_breadth_first_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
