/* test_map - cells of the map: classes, mixtures, and each mark where it belongs and nowhere
 * else. */
#include "render/map.h"
#include "testlib.h"

#include <string.h>

static struct session *open_session(void)
{
    const struct session_host host = {0};
    const struct session_options options = {.machine = NULL};
    return session_create(&options, &host, NULL);
}

static void run(struct session *session, const char *line)
{
    assert_int_equal(session_run(session, line, strlen(line)), SESSION_STEPPED);
}

static struct render_map fill(const struct session *session, vm_page first, unsigned shift,
    unsigned columns)
{
    struct render_map map = {.first = first, .shift = shift, .columns = columns, .rows = 1};
    render_map_fill(&map, session);
    return map;
}

/* One letter a cell: the class, in the order of enum vm_class; upper case where mixed. */
static void assert_classes(const struct render_map *map, const char *expected)
{
    static const char plain[] = "._nrwexg";
    static const char mixed[] = ":-NRWEXG";
    for (size_t i = 0; expected[i] != '\0'; i++) {
        const struct render_cell *cell = &map->cells[i];
        const char seen = cell->mixed ? mixed[cell->class] : plain[cell->class];
        if (seen != expected[i]) {
            fail_msg("cell %zu is '%c', not '%c'", i, seen, expected[i]);
        }
    }
}

/* 'x' where mark stands, '.' where it does not. */
static void assert_marks(const struct render_map *map, unsigned mark, const char *expected)
{
    for (size_t i = 0; expected[i] != '\0'; i++) {
        const char seen = (map->cells[i].marks & mark) != 0 ? 'x' : '.';
        if (seen != expected[i]) {
            fail_msg("cell %zu has '%c', not '%c'", i, seen, expected[i]);
        }
    }
}

static void each_page_shows_its_class(void **state)
{
    (void)state;
    struct session *session = open_session();
    run(session, "reserve 40000000 8p rw");
    run(session, "commit 40000000 4p rw");
    run(session, "protect 40001000 1p r");
    struct render_map map = fill(session, 0x40000, 0, 10);
    assert_classes(&map, "wrww____..");
    render_map_finish(&map);
    session_destroy(session);
}

static void a_cell_of_many_pages_says_when_it_is_mixed_and_of_what(void **state)
{
    (void)state;
    struct session *session = open_session();
    run(session, "reserve 40000000 8p rw");
    run(session, "commit 40000000 3p rw");
    struct render_map map = fill(session, 0x40000, 2, 4);
    assert_classes(&map, "W_..");
    assert_int_equal(map.cells[0].count[VM_CLASS_WRITE], 3);
    assert_int_equal(map.cells[0].count[VM_CLASS_RESERVED], 1);
    render_map_finish(&map);
    map = fill(session, 0x40000, 4, 2);
    assert_classes(&map, "-.");      /* 5 reserved, 3 committed, 8 free: most of what is not free */
    render_map_finish(&map);
    session_destroy(session);
}

static void the_current_step_marks_what_it_changed_only(void **state)
{
    (void)state;
    struct session *session = open_session();
    run(session, "reserve 40000000 8p rw");
    run(session, "commit 40000000 4p rw");
    run(session, "commit 40002000 4p rw");
    struct render_map map = fill(session, 0x40000, 0, 8);
    assert_marks(&map, RENDER_MARK_CHANGED, "....xx..");
    render_map_finish(&map);
    run(session, "write 40001000 7");
    map = fill(session, 0x40000, 0, 8);
    assert_marks(&map, RENDER_MARK_CHANGED, ".x......");
    render_map_finish(&map);
    map = fill(session, 0x40000, 2, 2);
    assert_marks(&map, RENDER_MARK_CHANGED, "x.");
    render_map_finish(&map);
    session_destroy(session);
}

static void allocations_are_marked_where_they_begin(void **state)
{
    (void)state;
    struct session *session = open_session();
    run(session, "reserve 40000000 16p rw");
    run(session, "reserve 40010000 4p rw");
    run(session, "commit 40002000 2p rw");
    struct render_map map = fill(session, 0x40000, 0, 32);
    assert_marks(&map, RENDER_MARK_BEGIN, "x...............x...............");
    render_map_finish(&map);
    map = fill(session, 0x3FFE0, 5, 3);
    assert_marks(&map, RENDER_MARK_BEGIN, ".x.");
    render_map_finish(&map);
    map = fill(session, 0x40008, 3, 3);
    assert_marks(&map, RENDER_MARK_BEGIN, ".x.");
    render_map_finish(&map);
    session_destroy(session);
}

/* R-GEN-13: what lies free behind an allocation up to the next granule can never be reserved. */
static void the_tail_of_a_granule_ends_at_the_granule(void **state)
{
    (void)state;
    struct session *session = open_session();
    run(session, "reserve 40000000 13p rw");
    struct render_map map = fill(session, 0x40000, 0, 20);
    assert_marks(&map, RENDER_MARK_TAIL, ".............xxx....");
    render_map_finish(&map);
    run(session, "reserve 40010000 16p rw");
    map = fill(session, 0x40010, 0, 20);
    assert_marks(&map, RENDER_MARK_TAIL, "....................");
    render_map_finish(&map);
    session_destroy(session);
}

static void the_page_that_broke_the_rule_is_marked_until_the_next_step(void **state)
{
    (void)state;
    struct session *session = open_session();
    run(session, "reserve 40000000 8p rw");
    run(session, "commit 40000000 3p rw");
    run(session, "protect 40000000 8p r");
    struct render_map map = fill(session, 0x40000, 0, 8);
    assert_marks(&map, RENDER_MARK_FAULT, "...x....");
    assert_marks(&map, RENDER_MARK_CHANGED, "........");
    render_map_finish(&map);
    run(session, "protect 40000000 3p r");
    map = fill(session, 0x40000, 0, 8);
    assert_marks(&map, RENDER_MARK_FAULT, "........");
    render_map_finish(&map);
    session_destroy(session);
}

static void cells_beyond_the_user_range_are_outside(void **state)
{
    (void)state;
    struct session *session = open_session();
    const vm_page end = vm_space_end(session_space(session));
    struct render_map map = fill(session, end - 2, 0, 4);
    assert_marks(&map, RENDER_MARK_OUTSIDE, "..xx");
    render_map_finish(&map);
    map = fill(session, end + 100, 4, 2);
    assert_marks(&map, RENDER_MARK_OUTSIDE, "xx");
    render_map_finish(&map);
    session_destroy(session);
}

/* The ghosts of the call in line: class letters ('f' is free), '!' where it would fail, '.' where
 * there is none. */
static void ghosts_are(const struct session *session, unsigned shift, const char *line,
    const char *want)
{
    static const char letters[] = "f_nrwexg";
    struct session_preview preview = {0};
    struct render_map map = fill(session, 0x40000, shift, 10);
    assert_true(session_preview(session, line, strlen(line), &preview));
    render_map_ghosts(&map, &preview.change);
    for (size_t i = 0; want[i] != '\0'; i++) {
        const struct render_cell *cell = &map.cells[i];
        const bool fails = (cell->marks & RENDER_MARK_FAULT) != 0;
        const char ghost = fails ? '!' : letters[cell->ghost];
        const char seen = (cell->marks & RENDER_MARK_GHOST) != 0 ? ghost : '.';
        if (seen != want[i])
            fail_msg("%s: cell %zu has '%c', not '%c'", line, i, seen, want[i]);
    }
    session_preview_finish(&preview);
    render_map_finish(&map);
}

static void a_ghost_stands_where_the_typed_call_would_change_a_page(void **state)
{
    (void)state;
    struct session *session = open_session();
    run(session, "reserve 40000000 8p rw");
    run(session, "commit 40000000 4p rw");
    run(session, "protect 40001000 1p r");
    ghosts_are(session, 0, "commit 40002000 4p", "....ww....");
    ghosts_are(session, 0, "protect 40000000 4p r", "r.rr......");
    ghosts_are(session, 0, "release 40000000", "ffffffff..");
    ghosts_are(session, 0, "decommit 40000000 8p", "____......");
    ghosts_are(session, 0, "protect 40000000 8p r", "....!.....");     /* it will fail */
    ghosts_are(session, 0, "query 40000000", "..........");
    ghosts_are(session, 1, "commit 40005000 1p", "..w.......");
    struct render_map map = fill(session, 0x40000, 0, 10);              /* fill takes them away */
    assert_marks(&map, RENDER_MARK_GHOST, "..........");
    render_map_finish(&map);
    session_destroy(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_page_shows_its_class),
        cmocka_unit_test(a_cell_of_many_pages_says_when_it_is_mixed_and_of_what),
        cmocka_unit_test(the_current_step_marks_what_it_changed_only),
        cmocka_unit_test(allocations_are_marked_where_they_begin),
        cmocka_unit_test(the_tail_of_a_granule_ends_at_the_granule),
        cmocka_unit_test(the_page_that_broke_the_rule_is_marked_until_the_next_step),
        cmocka_unit_test(a_ghost_stands_where_the_typed_call_would_change_a_page),
        cmocka_unit_test(cells_beyond_the_user_range_are_outside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
