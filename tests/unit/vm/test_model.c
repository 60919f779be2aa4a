/* test_model - over long random sequences the space answers as the plain-array model does, becomes
 * what it becomes, and can be taken back and repeated to the last step. PAGELAB_LONG=1 makes more
 * than a million calls. */
#include "testlib.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "model.h"

enum { SHORT_CALLS = 12000, LONG_CALLS = 1100000, BATCH = 400, PAGES_MAX = 4096 };

/* A machine small enough to compare page by page, and wide enough for large pages. */
static const struct vm_machine wide = {.name = "wide", .pointer_size = 8, .min_address = 0x10000,
    .max_address = 0x60FFFF, .reserve_end = 0x600000, .large_pages = true};

struct play {
    struct vm_space *space;
    struct model *model;
    struct model_source source;
    struct vm_change changes[BATCH];
    uint64_t hashes[BATCH + 1];
    size_t count;
    unsigned failed, succeeded;
};

static void complain(const struct vm_call *c, const char *what, vm_page page)
{
    print_error("%s differs on page %#llx after call %d(%#llx, %#llx, %#x, %#x)\n", what,
        (unsigned long long)page, (int)c->id, (unsigned long long)c->addr,
        (unsigned long long)c->size, c->flags, c->protect);
}

/* The pages that left and entered each class are the difference of the counts. */
static void transitions_agree(
    const struct vm_change *change, const uint64_t *before, const uint64_t *after)
{
    uint64_t pages[VM_CLASS_COUNT][VM_CLASS_COUNT];
    vm_change_transitions(change, pages);
    for (unsigned i = 0; i < VM_CLASS_COUNT; i++) {
        uint64_t left = 0, entered = 0;
        for (unsigned j = 0; j < VM_CLASS_COUNT; j++) {
            left += pages[i][j];
            entered += pages[j][i];
        }
        assert_int_equal(before[i] - left + entered, after[i]);
    }
}

static void step(struct play *p)
{
    uint64_t before[VM_CLASS_COUNT], after[VM_CLASS_COUNT];
    static uint8_t bytes[8192];
    static vm_page pages[PAGES_MAX];
    struct vm_call call;
    struct vm_result want;
    vm_page page = 0;
    struct vm_change *change = &p->changes[p->count];
    model_draw(&p->source, vm_space_machine(p->space), &call, bytes);
    vm_space_count(p->space, 0, vm_space_end(p->space), before);
    vm_plan(p->space, &call, change, NULL);
    vm_apply(p->space, change);
    vm_space_count(p->space, 0, vm_space_end(p->space), after);
    transitions_agree(change, before, after);
    model_call(p->model, &call, &want, pages);
    const char *what = model_compare_result(&want, pages, change);
    if (!what)
        what = model_compare(p->model, p->space, &page);
    if (what)
        complain(&call, what, page);
    assert_null(what);
    assert_null(vm_space_check(p->space));
    p->hashes[++p->count] = vm_space_hash(p->space);
    if (vm_change_is_empty(change))                          /* a write may write what was there */
        assert_true(p->hashes[p->count] == p->hashes[p->count - 1]);
    p->failed += change->result.error || change->result.exception;
    p->succeeded += !change->result.error && !change->result.exception;
}

/* Takes the batch back and repeats it; both ways every state is met again. Every other change lies
 * packed in a record meanwhile. */
static void there_and_back(struct play *p, const struct vm_space *start)
{
    struct vm_space *end = vm_space_clone(p->space);
    static struct vm_record *records[BATCH];
    for (size_t i = 0; i < p->count; i += 2)
        records[i] = vm_record_take(&p->changes[i]);
    for (size_t i = p->count; i-- > 0;) {
        if (i % 2 == 0)
            vm_record_open(records[i], &p->changes[i]);
        vm_revert(p->space, &p->changes[i]);
        assert_true(vm_space_hash(p->space) == p->hashes[i]);
    }
    assert_null(vm_space_check(p->space));
    assert_true(vm_space_equal(p->space, start));
    for (size_t i = 0; i < p->count; i++) {
        vm_apply(p->space, &p->changes[i]);
        assert_true(vm_space_hash(p->space) == p->hashes[i + 1]);
    }
    assert_null(vm_space_check(p->space));
    assert_true(vm_space_equal(p->space, end));
    vm_space_destroy(end);
}

static void play(const struct vm_machine *machine, uint64_t seed, unsigned calls)
{
    struct play *p = base_zalloc(sizeof *p);
    p->space = vm_space_create(machine);
    p->model = model_create(machine);
    p->source.state = seed;
    while (calls > 0) {
        struct vm_space *start = vm_space_clone(p->space);
        p->hashes[0] = vm_space_hash(p->space);
        for (p->count = 0; p->count < BATCH && calls > 0; calls--)
            step(p);
        there_and_back(p, start);
        vm_space_destroy(start);
    }
    assert_true(p->failed > p->succeeded / 8 && p->succeeded > p->failed / 8); /* both are met */
    for (size_t i = 0; i < BATCH; i++)
        vm_change_finish(&p->changes[i]);
    model_destroy(p->model);
    vm_space_destroy(p->space);
    free(p);
}

static unsigned calls_to_make(void)
{
    return getenv("PAGELAB_LONG") ? LONG_CALLS : SHORT_CALLS;
}

static void random_calls_agree_with_the_model(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++)
        play(vm_machine_find("toy"), seed, calls_to_make() / 4);
}

static void random_calls_agree_on_a_wide_machine(void **state)
{
    (void)state;
    play(&wide, 5, calls_to_make() / 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_calls_agree_with_the_model),
        cmocka_unit_test(random_calls_agree_on_a_wide_machine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
