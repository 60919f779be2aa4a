/* test_record - a packed change is still the whole change: long random histories are taken back and
 * made again from their records, step by step. More of them with PAGELAB_LONG in the environment.
 */
#include "lab.h"

#include <stdlib.h>

enum { AREA_PAGES = 96, STEPS = 400 };
#define AREA ((vm_addr)0x40000000)

struct history {
    struct vm_space *space;
    struct vm_record *records[STEPS];
    uint64_t hash[STEPS + 1];      /* before each step, and after the last */
    struct vm_result result[STEPS];
    struct vm_call call[STEPS];
    uint64_t random;
};

static uint32_t below(struct history *h, uint32_t bound)
{
    h->random = h->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((h->random >> 33) % bound);
}

static struct vm_call random_call(struct history *h)
{
    static const uint32_t protects[] = {VM_PAGE_READWRITE, VM_PAGE_READWRITE, VM_PAGE_READONLY,
        VM_PAGE_NOACCESS, VM_PAGE_READWRITE | VM_PAGE_GUARD, VM_PAGE_EXECUTE_READ};
    static const char bytes[] = "written";
    const uint32_t page = below(h, AREA_PAGES);
    struct vm_call call = {.addr = AREA + page * VM_PAGE_SIZE,
        .size = (1 + below(h, 12)) * VM_PAGE_SIZE,
        .protect = protects[below(h, sizeof protects / sizeof *protects)]};
    switch (below(h, 12)) {
    case 0:
        call = (struct vm_call){.id = VM_CALL_SET_COMMIT_LIMIT, .size = 20 + below(h, 60)};
        break;
    case 1:
    case 2:
        call.id = VM_CALL_ALLOC;
        call.addr = below(h, 4) ? call.addr / VM_GRANULE_SIZE * VM_GRANULE_SIZE : 0;
        call.flags = VM_MEM_RESERVE | (below(h, 2) ? VM_MEM_COMMIT : 0)
            | (below(h, 2) ? VM_MEM_WRITE_WATCH : 0);
        break;
    case 3:
    case 4:
        call.id = VM_CALL_ALLOC;
        call.flags = VM_MEM_COMMIT;
        break;
    case 5:
        call.id = VM_CALL_FREE;
        call.flags = below(h, 3) ? VM_MEM_DECOMMIT : VM_MEM_RELEASE;
        if (call.flags == VM_MEM_RELEASE) {
            call.size = 0;
            call.addr = call.addr / VM_GRANULE_SIZE * VM_GRANULE_SIZE;
        }
        break;
    case 6:
        call.id = VM_CALL_PROTECT;
        break;
    case 7:
        call.id = below(h, 2) ? VM_CALL_LOCK : VM_CALL_UNLOCK;
        break;
    case 8:
        call = (struct vm_call){.id = VM_CALL_GET_WRITE_WATCH, .addr = call.addr,
            .size = call.size, .capacity = 4, .flags = below(h, 2)};
        break;
    case 9:
        call.id = VM_CALL_QUERY;
        call.size = 48;
        break;
    default:
        call = (struct vm_call){.id = VM_CALL_WRITE, .addr = call.addr + below(h, VM_PAGE_SIZE),
            .size = sizeof bytes, .data = bytes};
    }
    return call;
}

static void result_is_same(const struct vm_result *a, const struct vm_result *b)
{
    assert_int_equal(a->status, b->status);
    assert_int_equal(a->error, b->error);
    assert_int_equal(a->value, b->value);
    assert_int_equal(a->has_old_protect, b->has_old_protect);
    assert_int_equal(a->old_protect, b->old_protect);
    assert_int_equal(a->region.base, b->region.base);
    assert_int_equal(a->region.size, b->region.size);
    assert_int_equal(a->page_count, b->page_count);
    assert_int_equal(a->exception, b->exception);
    assert_int_equal(a->exception_address, b->exception_address);
    assert_int_equal(a->reason.rule, b->reason.rule);
    assert_int_equal(a->reason.page, b->reason.page);
}

static void call_is_same(const struct vm_call *a, const struct vm_call *b)
{
    assert_int_equal(a->id, b->id);
    assert_int_equal(a->addr, b->addr);
    assert_int_equal(a->size, b->size);
    assert_int_equal(a->flags, b->flags);
    assert_int_equal(a->protect, b->protect);
    assert_int_equal(a->capacity, b->capacity);
    assert_null(a->data);
}

/* Makes the steps; the one change is used again and again. Returns how many succeeded. */
static unsigned make(struct history *h)
{
    struct vm_change change = {0};
    unsigned succeeded = 0;
    for (unsigned i = 0; i < STEPS; i++) {
        h->hash[i] = vm_space_hash(h->space);
        h->call[i] = random_call(h);
        vm_plan(h->space, &h->call[i], &change, NULL);
        vm_apply(h->space, &change);
        h->result[i] = change.result;
        succeeded += change.result.status == VM_STATUS_SUCCESS;
        const size_t bytes = vm_change_bytes(&change);
        h->records[i] = vm_record_take(&change);
        assert_true(vm_record_bytes(h->records[i]) < bytes);
        assert_int_equal(change.before_count, 0);
        assert_int_equal(change.swap_count, 0);
    }
    h->hash[STEPS] = vm_space_hash(h->space);
    vm_change_finish(&change);
    return succeeded;
}

/* Opens step i, plays it back or forth, packs it again. */
static void play(struct history *h, unsigned i, bool back)
{
    struct vm_change change = {0};
    vm_record_open(h->records[i], &change);
    result_is_same(&change.result, &h->result[i]);
    call_is_same(&change.call, &h->call[i]);
    if (back)
        vm_revert(h->space, &change);
    else
        vm_apply(h->space, &change);
    const char *wrong = vm_space_check(h->space);
    if (wrong)
        fail_msg("%s", wrong);
    assert_true(vm_space_hash(h->space) == h->hash[back ? i : i + 1]);
    h->records[i] = vm_record_take(&change);
    vm_change_finish(&change);
}

/* Returns how many steps succeeded. */
static unsigned run(uint64_t seed)
{
    struct history *h = calloc(1, sizeof *h);
    assert_non_null(h);
    h->random = seed;
    h->space = vm_space_create(vm_machine_find("x86"));
    const unsigned succeeded = make(h);
    for (unsigned i = STEPS; i-- > 0;)
        play(h, i, true);
    assert_int_equal(vm_space_generation(h->space), 2 * STEPS);
    struct vm_space *fresh = vm_space_create(vm_machine_find("x86"));
    assert_true(vm_space_equal(fresh, h->space));
    for (unsigned i = 0; i < STEPS; i++)
        play(h, i, false);
    for (unsigned i = STEPS; i-- > STEPS / 2;)
        play(h, i, true);
    for (unsigned i = 0; i < STEPS; i++)
        vm_record_destroy(h->records[i]);
    vm_space_destroy(fresh);
    vm_space_destroy(h->space);
    free(h);
    return succeeded;
}

static void random_histories_go_back_and_forth_exactly(void **state)
{
    (void)state;
    const unsigned rounds = getenv("PAGELAB_LONG") ? 300 : 6;
    unsigned succeeded = 0;
    for (unsigned i = 0; i < rounds; i++)
        succeeded += run(i);
    assert_true(succeeded > rounds * STEPS / 4);   /* one history alone may fail much more often */
}

static void a_plain_call_takes_a_fifth_of_its_change(void **state)
{
    (void)state;
    struct lab lab = lab_open("x86");
    lab_ok(&lab, call_commit(AREA, 0x8000, VM_PAGE_READWRITE));
    lab_ok(&lab, call_protect(AREA + 0x2000, 0x1000, VM_PAGE_READONLY));
    const size_t bytes = vm_change_bytes(&lab.change);
    struct vm_record *record = vm_record_take(&lab.change);
    assert_true(vm_record_bytes(record) * 5 <= bytes);
    vm_record_destroy(record);
    vm_record_destroy(NULL);
    lab_close(&lab);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_histories_go_back_and_forth_exactly),
        cmocka_unit_test(a_plain_call_takes_a_fifth_of_its_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
