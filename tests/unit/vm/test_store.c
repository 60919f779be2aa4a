/* test_store - records of pages against a plain array; exchanging twice restores. */
#include "testlib.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store.h"

/* xorshift: the same numbers on every machine */
static uint64_t random_next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static void exchange_and_finish(struct store *s, struct vm_page_swap swap)
{
    store_exchange(s, &swap);
    store_swap_finish(&swap);
}

static void put_flags(struct store *s, uint64_t object, uint64_t offset, uint8_t flags)
{
    exchange_and_finish(s, store_swap_edit(object, offset, flags));
}

/* ---- the radix tree -------------------------------------------------------------------------- */

static void radix_keeps_keys_far_apart_in_order(void **state)
{
    (void)state;
    const uint64_t keys[] = {
        0, 1, 63, 64, 65, 4095, 4096, 0x7FFFFFFFF, 0xFFFFFFFFF, RADIX_KEY_END - 1};
    enum { COUNT = sizeof keys / sizeof *keys };
    int values[COUNT];
    struct radix r = {0};
    for (size_t i = 0; i < COUNT; i++)
        assert_null(radix_swap(&r, keys[(i * 7) % COUNT], &values[(i * 7) % COUNT]));
    uint64_t key = 0;
    for (size_t i = 0; i < COUNT; i++, key++) {
        assert_ptr_equal(radix_next(&r, key, &key), &values[i]);
        assert_int_equal(key, keys[i]);
    }
    assert_null(radix_next(&r, key, &key));
    for (size_t i = 0; i < COUNT; i++)
        assert_ptr_equal(radix_swap(&r, keys[i], NULL), &values[i]);
    assert_true(radix_is_empty(&r));
}

static void radix_agrees_with_an_array(void **state)
{
    (void)state;
    enum { KEYS = 700 };
    static int values[KEYS];
    static void *model[KEYS];
    struct radix r = {0};
    uint64_t seed = 11;
    for (int i = 0; i < 40000; i++) {
        const uint64_t key = random_next(&seed) % KEYS;
        void *value = random_next(&seed) % 3 ? &values[key] : NULL;
        assert_ptr_equal(radix_swap(&r, key, value), model[key]);
        model[key] = value;
        const uint64_t from = random_next(&seed) % KEYS;
        assert_ptr_equal(radix_get(&r, from), model[from]);
        uint64_t want = from, got = 0;
        while (want < KEYS && !model[want])
            want++;
        void *found = radix_next(&r, from, &got);
        assert_ptr_equal(found, want < KEYS ? model[want] : NULL);
        assert_true(!found || got == want);
    }
    radix_finish(&r);
}

/* ---- records --------------------------------------------------------------------------------- */

static void empty_store_knows_nothing(void **state)
{
    (void)state;
    struct store s = {0};
    uint64_t at = 0;
    assert_true(store_is_empty(&s));
    assert_null(store_get(&s, 5, 0));
    assert_null(store_next(&s, 5, 0, 100, &at));
    assert_null(store_check(&s));
    store_finish(&s);
}

static void a_record_goes_with_its_last_mark(void **state)
{
    (void)state;
    struct store s = {0};
    put_flags(&s, 16, 3, STORE_RESIDENT);
    assert_int_equal(store_get(&s, 16, 3)->flags, STORE_RESIDENT);
    assert_int_equal(s.resident, 1);
    put_flags(&s, 16, 3, 0);
    assert_true(store_is_empty(&s));
    put_flags(&s, 16, 3, 0);
    assert_true(store_is_empty(&s));
    assert_int_equal(s.resident, 0);
}

static void a_write_keeps_only_the_bytes_it_changes(void **state)
{
    (void)state;
    struct store s = {0};
    struct vm_page_swap swap = store_swap_edit(16, 0, STORE_RESIDENT);
    store_swap_bytes(&swap, NULL, 4094, 2, (const uint8_t *)"AB");
    assert_int_equal(store_swap_size(&swap), 0);
    store_exchange(&s, &swap);
    assert_int_equal(s.stored, 1);
    assert_memory_equal(store_get(&s, 16, 0)->bytes + 4093, "\0AB", 3);

    struct vm_page_swap longer = store_swap_edit(16, 0, STORE_RESIDENT);
    store_swap_bytes(&longer, store_get(&s, 16, 0), 4080, 16, (const uint8_t *)"0123456789abcdef");
    assert_int_equal(store_swap_size(&longer), 16);
    store_exchange(&s, &longer);
    assert_memory_equal(store_get(&s, 16, 0)->bytes + 4080, "0123456789abcdef", 16);
    store_exchange(&s, &longer);
    assert_memory_equal(store_get(&s, 16, 0)->bytes + 4093, "\0AB", 3);

    store_exchange(&s, &swap);
    assert_true(store_is_empty(&s));
    assert_int_equal(s.stored, 0);
    store_swap_finish(&swap);
    store_swap_finish(&longer);
}

static void a_discarded_page_moves_into_the_swap(void **state)
{
    (void)state;
    struct store s = {0};
    struct vm_page_swap write = store_swap_edit(32, 7, STORE_RESIDENT | STORE_WATCHED);
    store_swap_bytes(&write, NULL, 0, 1, (const uint8_t *)"x");
    exchange_and_finish(&s, write);
    const uint8_t *bytes = store_get(&s, 32, 7)->bytes;

    struct vm_page_swap swap = store_swap_discard(32, 7, 0);
    store_exchange(&s, &swap);
    assert_true(store_is_empty(&s));
    assert_true(store_swap_size(&swap) > VM_PAGE_SIZE);
    store_exchange(&s, &swap);
    assert_ptr_equal(store_get(&s, 32, 7)->bytes, bytes);
    store_swap_finish(&swap);
    store_finish(&s);
}

static void records_are_found_in_order_inside_the_range(void **state)
{
    (void)state;
    struct store s = {0};
    const uint64_t offsets[] = {0, 5, 64, 100000, 0xFFFFFFF};
    for (size_t i = 0; i < 5; i++)
        put_flags(&s, 48, offsets[i], STORE_RESIDENT);
    put_flags(&s, 64, 70, STORE_RESIDENT);
    uint64_t at = 0;
    assert_non_null(store_next(&s, 48, 1, 6, &at));
    assert_int_equal(at, 5);
    assert_null(store_next(&s, 48, 1, 5, &at));
    assert_non_null(store_next(&s, 48, 65, UINT64_MAX, &at));
    assert_int_equal(at, 100000);
    uint64_t object = 0, seen = 0;
    at = 0;
    for (; store_next_of_all(&s, &object, &at); at++)
        seen++;
    assert_int_equal(seen, 6);
    assert_int_equal(object, 64);
    store_finish(&s);
}

static void check_finds_a_lock_without_residence(void **state)
{
    (void)state;
    struct store s = {0};
    put_flags(&s, 16, 0, STORE_LOCKED);
    assert_string_equal(store_check(&s), "a page is locked but not resident");
    put_flags(&s, 16, 0, STORE_LATCHED);
    assert_string_equal(store_check(&s), "a write mark is latched but not set");
    put_flags(&s, 16, 0, STORE_LOCKED | STORE_RESIDENT);
    assert_null(store_check(&s));
    s.locked = 7;
    assert_string_equal(store_check(&s), "the counters of stored pages are wrong");
    s.locked = 1;
    store_finish(&s);
}

/* ---- against an obvious model ---------------------------------------------------------------- */

enum { OBJECTS = 3, OFFSETS = 9, PLACES = OBJECTS * OFFSETS, STEPS = 20000, KEPT = 64 };

struct model_page {
    uint8_t flags;
    bool stored;
    uint8_t bytes[VM_PAGE_SIZE];
};

static uint64_t object_of(size_t place)
{
    return (uint64_t[]){16, 32, 0xFFFFFFFF0}[place / OFFSETS];
}

static uint64_t offset_of(size_t place)
{
    return (uint64_t[]){0, 1, 63, 64, 65, 4095, 4096, 77777, 0x7FFFFFF}[place % OFFSETS];
}

static uint8_t sound_flags(uint64_t wild)
{
    uint8_t flags = (uint8_t)(wild & STORE_FLAGS);
    if (flags & STORE_LOCKED)
        flags |= STORE_RESIDENT;
    if (flags & STORE_LATCHED)
        flags |= STORE_WATCHED;
    return flags;
}

static struct vm_page_swap random_swap(const struct store *s, struct model_page *model,
    uint64_t *seed)
{
    const size_t place = random_next(seed) % PLACES;
    struct model_page *page = &model[place];
    page->flags = random_next(seed) % 4 ? sound_flags(random_next(seed)) : 0;
    if (random_next(seed) % 3 == 0) {
        page->stored = false;
        memset(page->bytes, 0, sizeof page->bytes);
        return store_swap_discard(object_of(place), offset_of(place), page->flags);
    }
    struct vm_page_swap swap = store_swap_edit(object_of(place), offset_of(place), page->flags);
    if (random_next(seed) % 2) {
        uint8_t data[20];
        for (size_t i = 0; i < sizeof data; i++)
            data[i] = (uint8_t)random_next(seed);
        const unsigned count = 1 + (unsigned)(random_next(seed) % sizeof data);
        const unsigned first = (unsigned)(random_next(seed) % (VM_PAGE_SIZE - count + 1));
        store_swap_bytes(&swap, store_get(s, object_of(place), offset_of(place)), first, count,
            data);
        memcpy(page->bytes + first, data, count);
        page->stored = true;
    }
    return swap;
}

static void assert_agrees(const struct store *s, const struct model_page *model)
{
    uint64_t stored = 0, resident = 0, locked = 0;
    for (size_t i = 0; i < PLACES; i++) {
        const struct store_page *page = store_get(s, object_of(i), offset_of(i));
        assert_true(!page == (!model[i].flags && !model[i].stored));
        stored += model[i].stored;
        resident += (model[i].flags & STORE_RESIDENT) != 0;
        locked += (model[i].flags & STORE_LOCKED) != 0;
        if (!page)
            continue;
        assert_int_equal(page->flags, model[i].flags);
        assert_true(!page->bytes == !model[i].stored);
        if (page->bytes)
            assert_memory_equal(page->bytes, model[i].bytes, VM_PAGE_SIZE);
    }
    assert_int_equal(s->stored, stored);
    assert_int_equal(s->resident, resident);
    assert_int_equal(s->locked, locked);
    assert_null(store_check(s));
}

static void store_agrees_with_an_array_and_goes_back(void **state)
{
    (void)state;
    static struct model_page model[PLACES];
    static struct vm_page_swap kept[KEPT];
    struct store s = {0};
    uint64_t seed = 2026;
    for (int step = 0; step < STEPS / KEPT; step++) {
        struct store before = {0};
        store_copy(&before, &s);
        assert_true(store_equal(&before, &s));
        for (size_t i = 0; i < KEPT; i++) {
            kept[i] = random_swap(&s, model, &seed);
            store_exchange(&s, &kept[i]);
        }
        assert_agrees(&s, model);
        assert_false(store_equal(&before, &s));
        assert_true(store_hash(&before) != store_hash(&s));
        for (size_t i = KEPT; i-- > 0; )
            store_exchange(&s, &kept[i]);
        assert_true(store_equal(&before, &s));
        assert_int_equal(store_hash(&before), store_hash(&s));
        for (size_t i = 0; i < KEPT; i++) {
            store_exchange(&s, &kept[i]);
            store_swap_finish(&kept[i]);
        }
        assert_agrees(&s, model);
        store_finish(&before);
    }
    store_finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(radix_keeps_keys_far_apart_in_order),
        cmocka_unit_test(radix_agrees_with_an_array),
        cmocka_unit_test(empty_store_knows_nothing),
        cmocka_unit_test(a_record_goes_with_its_last_mark),
        cmocka_unit_test(a_write_keeps_only_the_bytes_it_changes),
        cmocka_unit_test(a_discarded_page_moves_into_the_swap),
        cmocka_unit_test(records_are_found_in_order_inside_the_range),
        cmocka_unit_test(check_finds_a_lock_without_residence),
        cmocka_unit_test(store_agrees_with_an_array_and_goes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
