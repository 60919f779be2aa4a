/* test_runmap - the run map against the slow, obvious model: a plain array of pages.
 *
 * Random splices; after each the map's own invariants are checked, and all it answers is compared
 * with the model. Model pages may stand for 2^shift real pages, so that far keys are met too.
 * Longer with PAGELAB_LONG in the environment: over a million splices.
 */
#include "testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runmap.h"

enum { PAGES = 1024, PIECES_MAX = 40 };

struct model {
    struct runmap *map;
    unsigned pages, shift;
    vm_attr attr[PAGES];           /* with BEGIN on the very page that begins an allocation */
    uint64_t random;
};

static uint32_t below(struct model *m, uint32_t bound)
{
    m->random = m->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((m->random >> 33) % bound);
}

static bool starts_run(const struct model *m, unsigned page)
{
    return !page || (m->attr[page] & VM_ATTR_BEGIN)
        || m->attr[page] != (m->attr[page - 1] & ~(vm_attr)VM_ATTR_BEGIN);
}

static unsigned run_end(const struct model *m, unsigned page)
{
    unsigned end = page + 1;
    while (end < m->pages && !starts_run(m, end))
        end++;
    return end;
}

static vm_attr random_attr(struct model *m)
{
    static const vm_attr attrs[] = {
        0, 0, VM_RESERVED, VM_RESERVED | 4 << VM_ATTR_ASKED_SHIFT,
        VM_COMMITTED | 2 << VM_ATTR_PROTECT_SHIFT, VM_COMMITTED | 1 << VM_ATTR_PROTECT_SHIFT,
        VM_COMMITTED | 2 << VM_ATTR_PROTECT_SHIFT | VM_ATTR_GUARD,
        VM_COMMITTED | 5 << VM_ATTR_PROTECT_SHIFT | VM_ATTR_WATCH,
    };
    const vm_attr a = attrs[below(m, sizeof attrs / sizeof *attrs)];
    return a && !below(m, 3) ? a | VM_ATTR_BEGIN : a;
}

static void splice(struct model *m, const struct vm_stretch *pieces, unsigned count)
{
    struct runmap_cursor at;
    runmap_find(m->map, pieces[0].first << m->shift, &at);
    struct vm_stretch real[PIECES_MAX];
    for (unsigned i = 0; i < count; i++) {
        real[i] = (struct vm_stretch){
            pieces[i].first << m->shift, pieces[i].end << m->shift, pieces[i].attr};
        for (vm_page p = pieces[i].first; p < pieces[i].end; p++)
            m->attr[p] = pieces[i].attr & ~(vm_attr)VM_ATTR_BEGIN;
        m->attr[pieces[i].first] = pieces[i].attr;
    }
    runmap_splice(m->map, real, count, below(m, 2) ? at.finger : 0);
}

static void random_splice(struct model *m, unsigned longest)
{
    struct vm_stretch pieces[PIECES_MAX];
    unsigned count = 0;
    const unsigned want = below(m, 8) ? 1 + below(m, 3) : 1 + below(m, PIECES_MAX);
    unsigned at = below(m, m->pages);
    while (count < want && at < m->pages) {
        const unsigned room = m->pages - at;
        const unsigned len = 1 + below(m, longest < room ? longest : room);
        pieces[count++] = (struct vm_stretch){at, at + len, random_attr(m)};
        at += len;
    }
    splice(m, pieces, count);
}

/* An allocation, as the map sees it, goes from a BEGIN to the next BEGIN or free run. */
static void allocation_is_same(const struct model *m, const struct runmap_cursor *at, unsigned page)
{
    unsigned first = page;
    while (first && m->attr[first] && !(m->attr[first] & VM_ATTR_BEGIN))
        first--;
    if (!(m->attr[first] & VM_ATTR_BEGIN))
        return;                    /* cut off its beginning: no true space has such a run */
    unsigned end = page + 1;
    while (end < m->pages && m->attr[end] && !(m->attr[end] & VM_ATTR_BEGIN))
        end++;
    assert_int_equal(runmap_alloc_first(m->map, at), (vm_page)first << m->shift);
    assert_int_equal(runmap_alloc_end(m->map, at), (vm_page)end << m->shift);
}

static void runs_are_same(const struct model *m)
{
    struct runmap_cursor at;
    runmap_find(m->map, 0, &at);
    uint64_t runs = 0;
    uint64_t allocations = 0;
    for (unsigned page = 0; page < m->pages; page = run_end(m, page)) {
        assert_int_equal(at.first, (vm_page)page << m->shift);
        assert_int_equal(at.end, (vm_page)run_end(m, page) << m->shift);
        assert_int_equal(at.attr, m->attr[page]);
        runs += at.attr != 0;
        allocations += (at.attr & VM_ATTR_BEGIN) != 0;
        assert_int_equal(runmap_next(m->map, &at), run_end(m, page) < m->pages);
    }
    assert_int_equal(runmap_runs(m->map), runs);
    assert_int_equal(runmap_allocations(m->map), allocations);
}

static void random_lookup_is_same(struct model *m)
{
    unsigned page = below(m, m->pages);
    struct runmap_cursor at;
    runmap_find(m->map, ((vm_page)page << m->shift) + below(m, 1u << m->shift), &at);
    while (!starts_run(m, page))
        page--;
    assert_int_equal(at.first, (vm_page)page << m->shift);
    assert_int_equal(at.end, (vm_page)run_end(m, page) << m->shift);
    assert_int_equal(at.attr, m->attr[page]);
    if (at.attr)
        allocation_is_same(m, &at, page);
    assert_int_equal(runmap_prev(m->map, &at), page > 0);
    if (page)
        assert_int_equal(at.end, (vm_page)page << m->shift);
}

static void count_model(const struct model *m, vm_page first, vm_page end, uint64_t *ret)
{
    memset(ret, 0, VM_CLASS_COUNT * sizeof *ret);
    for (unsigned page = 0; page < m->pages; page++) {
        const vm_page lo = (vm_page)page << m->shift;
        const vm_page hi = (vm_page)(page + 1) << m->shift;
        const vm_page from = lo > first ? lo : first;
        const vm_page to = hi < end ? hi : end;
        if (from < to)
            ret[vm_attr_class(m->attr[page])] += to - from;
    }
}

static void counts_are_same(struct model *m)
{
    const vm_page all = (vm_page)m->pages << m->shift;
    const vm_page first = ((vm_page)below(m, m->pages) << m->shift) + below(m, 1u << m->shift);
    const uint64_t cell = 1 + ((vm_page)below(m, 3 * m->pages) << m->shift) / 16;
    uint64_t got[40][VM_CLASS_COUNT];
    uint64_t want[VM_CLASS_COUNT];
    const size_t cells = 1 + below(m, 40);
    runmap_count_cells(m->map, first, cell, cells, got);
    for (size_t i = 0; i < cells; i++) {
        count_model(m, first + i * cell, first + (i + 1) * cell, want);
        assert_memory_equal(got[i], want, sizeof want);
    }
    const vm_page end = first + cell < all ? first + cell : all;
    count_model(m, first, end, want);
    runmap_count(m->map, first, end, got[0]);
    assert_memory_equal(got[0], want, sizeof want);
}

/* Every start of the model is tried; the first and the last that fit are the answers. */
static void fits_are_same(struct model *m)
{
    const unsigned align = 16u << below(m, 3);
    const unsigned count = 1 + below(m, below(m, 2) ? 40 : 200);
    unsigned lo = below(m, m->pages);
    unsigned hi = below(m, m->pages + 1);
    if (!below(m, 3)) {
        lo = 0;
        hi = m->pages;
    }
    unsigned lowest = UINT32_MAX;
    unsigned highest = 0;
    for (unsigned start = (lo + align - 1) / align * align; start + count <= hi; start += align) {
        unsigned n = 0;
        while (n < count && !m->attr[start + n])
            n++;
        if (n < count)
            continue;
        lowest = start < lowest ? start : lowest;
        highest = start;
    }
    for (int above = 0; above < 2; above++) {
        vm_page got = UINT64_MAX;
        const bool found = runmap_fit(m->map, (vm_page)lo << m->shift, (vm_page)hi << m->shift,
            (uint64_t)count << m->shift, (uint64_t)align << m->shift, above, &got);
        assert_int_equal(found, lowest != UINT32_MAX);
        if (found)
            assert_int_equal(got, (vm_page)(above ? highest : lowest) << m->shift);
    }
}

static void gaps_are_same(const struct model *m)
{
    uint64_t best = 0;
    uint64_t tails = 0;
    for (unsigned page = 0; page < m->pages; page = run_end(m, page)) {
        for (vm_page p = (vm_page)page << m->shift; !m->attr[page] && p % 16
            && p >> m->shift < run_end(m, page); p++)
            tails++;
        const vm_page start = (((vm_page)page << m->shift) + 15) & ~(vm_page)15;
        const vm_page end = (vm_page)run_end(m, page) << m->shift;
        if (!m->attr[page] && end > start && end - start > best)
            best = end - start;
    }
    assert_int_equal(runmap_largest_gap(m->map), best);
    assert_int_equal(runmap_tail_pages(m->map), tails);
}

static void check_all(struct model *m)
{
    const char *wrong = runmap_check(m->map);
    if (wrong)
        fail_msg("%s", wrong);
    runs_are_same(m);
    random_lookup_is_same(m);
    counts_are_same(m);
    fits_are_same(m);
    gaps_are_same(m);
}

static void model_create(struct model *m, unsigned pages, unsigned shift, uint64_t seed)
{
    memset(m, 0, sizeof *m);
    m->pages = pages;
    m->shift = shift;
    m->random = seed;
    m->map = runmap_create((vm_page)pages << shift);
    assert_int_equal(runmap_end(m->map), (vm_page)pages << shift);
}

/* every: how many splices between two comparisons with the model. */
static void run(unsigned pages, unsigned shift, unsigned longest, unsigned every)
{
    const unsigned rounds = getenv("PAGELAB_LONG") ? 200000 : 2000;
    struct model m;
    model_create(&m, pages, shift, pages * 31u + shift * 7u + longest);
    for (unsigned i = 0; i < rounds; i++) {
        /* now and then all is freed, so that the tree shrinks to its root */
        if (!below(&m, 500))
            splice(&m, &(struct vm_stretch){0, pages, 0}, 1);
        else
            random_splice(&m, longest);
        if (i % every == 0)
            check_all(&m);
    }
    check_all(&m);
    runmap_destroy(m.map);
}

static void small_maps_are_as_the_pages(void **state)
{
    (void)state;
    run(64, 0, 8, 1);
    run(256, 0, 4, 1);
}

static void wide_maps_are_as_the_pages(void **state)
{
    (void)state;
    run(PAGES, 0, 2, 16);
    run(PAGES, 0, 200, 16);
}

static void far_pages_are_as_the_pages(void **state)
{
    (void)state;
    run(256, 26, 4, 4);
    run(PAGES, 24, 2, 16);
    run(64, 29, 6, 1);
}

static void a_clone_lives_on_its_own(void **state)
{
    (void)state;
    struct model m;
    model_create(&m, PAGES, 0, 5);
    for (int i = 0; i < 400; i++)
        random_splice(&m, 3);
    struct runmap *original = m.map;
    m.map = runmap_clone(original);
    check_all(&m);
    runmap_splice(original, &(struct vm_stretch){0, PAGES, 0}, 1, 0);
    check_all(&m);
    assert_int_equal(runmap_runs(original), 0);
    assert_null(runmap_check(original));
    for (int i = 0; i < 400; i++)
        random_splice(&m, 3);
    check_all(&m);
    runmap_destroy(m.map);
    runmap_destroy(original);
}

static void rising_and_falling_fills_are_sound(void **state)
{
    (void)state;
    for (int falling = 0; falling < 2; falling++) {
        struct model m;
        model_create(&m, PAGES, 0, 3);
        for (unsigned i = 0; i < PAGES; i += 2) {
            const unsigned at = falling ? PAGES - 2 - i : i;
            splice(&m, &(struct vm_stretch){at, at + 1, VM_RESERVED | VM_ATTR_BEGIN}, 1);
        }
        check_all(&m);
        assert_int_equal(runmap_runs(m.map), PAGES / 2);
        for (unsigned i = 0; i < PAGES; i += 2)
            splice(&m, &(struct vm_stretch){i, i + 1, 0}, 1);
        check_all(&m);
        assert_int_equal(runmap_runs(m.map), 0);
        runmap_destroy(m.map);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_maps_are_as_the_pages),
        cmocka_unit_test(wide_maps_are_as_the_pages),
        cmocka_unit_test(far_pages_are_as_the_pages),
        cmocka_unit_test(a_clone_lives_on_its_own),
        cmocka_unit_test(rising_and_falling_fills_are_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
