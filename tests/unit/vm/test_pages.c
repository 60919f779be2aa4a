/* test_pages - long random sequences of calls against a plain array of pages, all taken back and
 * redone.
 *
 * The model is the slow, obvious one: 64 pages, each with its state, marks and bytes; every rule
 * is a loop over pages. It knows only the calls that this test makes. */
#include "lab.h"

#include <stdio.h>

enum { PAGES = 64, GRANULES = PAGES / 16, ROUNDS = 60, CALLS = 250, LOCKABLE = 42 };
static const vm_addr base = 0x40000000;

struct model_page {
    int owner;                     /* 0 free, else 1 + the allocation's first page */
    bool watch, committed, guard;
    uint32_t protect;
    bool resident, locked, written, latched, reset, discarded;
    uint8_t bytes[VM_PAGE_SIZE];
};
static struct model_page model[PAGES];

struct expected {
    uint32_t error, exception;
    vm_addr address;               /* of the exception */
    uint64_t value;
};

static uint64_t random_next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed >> 11;
}

/* Pages of the call as indexes; last is inclusive. */
static int first_of(const struct vm_call *call)
{
    return (int)((call->addr - base) / VM_PAGE_SIZE);
}

static int last_of(const struct vm_call *call)
{
    return (int)((call->addr + call->size - 1 - base) / VM_PAGE_SIZE);
}

static bool in_one_allocation(const struct vm_call *call)
{
    const int owner = model[first_of(call)].owner;
    for (int i = first_of(call); i <= last_of(call); i++)
        if (i >= PAGES || !owner || model[i].owner != owner)
            return false;
    return true;
}

static void forget(struct model_page *page, bool release)
{
    const bool keeps = !release && page->written && page->latched;
    const struct model_page old = *page;
    *page = (struct model_page){.owner = release ? 0 : old.owner, .watch = !release && old.watch,
        .written = keeps, .latched = keeps};
}

/* ---- what each call does to the model -------------------------------------------------------- */

static struct expected model_reserve(const struct vm_call *call)
{
    const int last = last_of(call);
    for (int i = first_of(call); i <= last; i++)
        if (model[i].owner)
            return (struct expected){.error = 487};
    for (int i = first_of(call); i <= last; i++)
        model[i] = (struct model_page){.owner = first_of(call) + 1,
            .watch = call->flags & VM_MEM_WRITE_WATCH};
    return (struct expected){.value = call->addr};
}

static void cover(struct model_page *page, uint32_t protect)
{
    page->protect = protect & 0xFF;
    page->guard = protect & VM_PAGE_GUARD;
    page->locked = page->locked && page->protect != VM_PAGE_NOACCESS;
}

/* Committing again covers as protecting does, but latches no mark. */
static struct expected model_commit(const struct vm_call *call)
{
    if (!in_one_allocation(call))
        return (struct expected){.error = 487};
    for (int i = first_of(call); i <= last_of(call); i++) {
        model[i].committed = true;
        cover(&model[i], call->protect);
    }
    return (struct expected){.value = call->addr & ~0xFFFu};
}

static struct expected model_decommit(const struct vm_call *call)
{
    if (!model[first_of(call)].owner)
        return (struct expected){.error = 487};
    if (!in_one_allocation(call))
        return (struct expected){.error = 87};
    for (int i = first_of(call); i <= last_of(call); i++)
        if (model[i].committed)
            forget(&model[i], false);
    return (struct expected){.value = 1};
}

static struct expected model_release(const struct vm_call *call)
{
    const int first = first_of(call);
    if (model[first].owner != first + 1)
        return (struct expected){.error = 487};
    for (int i = PAGES; i-- > first; )
        if (model[i].owner == first + 1)
            forget(&model[i], true);
    return (struct expected){.value = 1};
}

static struct expected model_protect(const struct vm_call *call)
{
    if (!in_one_allocation(call))
        return (struct expected){.error = 487};
    for (int i = first_of(call); i <= last_of(call); i++)
        if (!model[i].committed)
            return (struct expected){.error = 487};
    for (int i = first_of(call); i <= last_of(call); i++) {
        cover(&model[i], call->protect);
        model[i].latched = model[i].latched || model[i].written;
    }
    return (struct expected){.value = 1};
}

static bool allows(const struct model_page *page, enum vm_call_id id)
{
    if (id == VM_CALL_READ)
        return page->protect != VM_PAGE_NOACCESS;
    if (id == VM_CALL_WRITE)
        return page->protect == VM_PAGE_READWRITE || page->protect == VM_PAGE_EXECUTE_READWRITE;
    return page->protect >= VM_PAGE_EXECUTE;
}

static struct expected model_access(const struct vm_call *call)
{
    for (int i = first_of(call); i <= last_of(call); i++) {
        struct model_page *page = i < PAGES ? &model[i] : NULL;
        const vm_addr start = base + (vm_addr)i * VM_PAGE_SIZE;
        struct expected e = {.address = start > call->addr ? start : call->addr};
        if (page && page->committed && page->guard) {
            page->guard = false;
            e.exception = 0x80000001;
            return e;
        }
        if (!page || !page->committed || !allows(page, call->id)) {
            e.exception = 0xC0000005;
            return e;
        }
    }
    uint64_t value = 0;
    for (uint64_t n = 0; n < call->size; n++) {
        const uint64_t at = call->addr - base + n;
        struct model_page *page = &model[at / VM_PAGE_SIZE];
        page->resident = true;
        if (call->id == VM_CALL_WRITE) {
            page->bytes[at % VM_PAGE_SIZE] = ((const uint8_t *)call->data)[n];
            page->written = page->written || page->watch;
            page->reset = page->discarded = false;
        }
        value |= (uint64_t)page->bytes[at % VM_PAGE_SIZE] << 8 * n;
    }
    return (struct expected){.value = call->id == VM_CALL_READ ? value : 1};
}

static struct expected model_lock(const struct vm_call *call)
{
    int locked = 0, wanted = 0;
    for (int i = first_of(call); i <= last_of(call); i++) {
        if (i >= PAGES || !model[i].committed)
            return (struct expected){.error = 998};
        if (model[i].guard) {
            model[i].guard = false;
            return (struct expected){.error = 0x80000001};
        }
        if (model[i].protect == VM_PAGE_NOACCESS)
            return (struct expected){.error = 998};
        wanted += !model[i].locked;
    }
    for (int i = 0; i < PAGES; i++)
        locked += model[i].locked;
    if (locked + wanted > LOCKABLE)
        return (struct expected){.error = 1453};
    for (int i = first_of(call); i <= last_of(call); i++) {
        model[i].locked = model[i].resident = true;
        model[i].written = model[i].written || model[i].watch;
    }
    return (struct expected){.value = 1};
}

static struct expected model_unlock(const struct vm_call *call)
{
    bool all = true;
    for (int i = first_of(call); i <= last_of(call); i++)
        all = all && i < PAGES && model[i].locked;
    for (int i = first_of(call); i <= last_of(call) && i < PAGES; i++) {
        if (!all && !model[i].locked)
            model[i].resident = false;
        if (all)
            model[i].locked = false;
    }
    return all ? (struct expected){.value = 1} : (struct expected){.error = 158};
}

static struct expected model_watch(const struct vm_call *call)
{
    if (!in_one_allocation(call) || !model[first_of(call)].watch)
        return (struct expected){.error = 87, .value = 0xFFFFFFFF};
    uint64_t room = call->id == VM_CALL_GET_WRITE_WATCH ? call->capacity : PAGES;
    const bool resets = call->id == VM_CALL_RESET_WRITE_WATCH || call->flags;
    for (int i = first_of(call); i <= last_of(call) && room; i++)
        if (model[i].written) {
            room--;
            model[i].written = !resets;
            model[i].latched = model[i].latched && !resets;
        }
    return (struct expected){.value = 0};
}

static bool was_touched(const struct model_page *page)
{
    static const uint8_t zeros[VM_PAGE_SIZE];
    return page->resident || memcmp(page->bytes, zeros, sizeof zeros) != 0;
}

static struct expected model_reset(const struct vm_call *call)
{
    if (!in_one_allocation(call))
        return (struct expected){.error = 487};
    const bool undo = call->flags == VM_MEM_RESET_UNDO;
    for (int i = first_of(call); i <= last_of(call); i++)
        if (undo && model[i].discarded)
            return (struct expected){.error = 487};
    for (int i = first_of(call); i <= last_of(call); i++)
        model[i].reset = !undo && (model[i].reset || was_touched(&model[i]));
    return (struct expected){.value = call->addr & ~0xFFFu};
}

static struct expected model_pressure(void)
{
    uint64_t taken = 0;
    for (int i = 0; i < PAGES; i++)
        if (model[i].reset && !model[i].locked) {
            model[i].reset = model[i].resident = false;
            model[i].discarded = true;
            memset(model[i].bytes, 0, sizeof model[i].bytes);
            taken++;
        }
    return (struct expected){.value = taken};
}

static struct expected model_call(const struct vm_call *call)
{
    if (call->id == VM_CALL_ALLOC && call->flags & VM_MEM_RESERVE)
        return model_reserve(call);
    if (call->id == VM_CALL_ALLOC)
        return call->flags == VM_MEM_COMMIT ? model_commit(call) : model_reset(call);
    if (call->id == VM_CALL_FREE)
        return call->flags == VM_MEM_RELEASE ? model_release(call) : model_decommit(call);
    if (call->id == VM_CALL_PROTECT)
        return model_protect(call);
    if (call->id == VM_CALL_LOCK)
        return model_lock(call);
    if (call->id == VM_CALL_UNLOCK)
        return model_unlock(call);
    if (call->id == VM_CALL_PRESSURE)
        return model_pressure();
    if (call->id == VM_CALL_GET_WRITE_WATCH || call->id == VM_CALL_RESET_WRITE_WATCH)
        return model_watch(call);
    return model_access(call);
}

/* ---- random calls ---------------------------------------------------------------------------- */

static struct vm_call random_call(uint64_t *seed)
{
    static const uint32_t protects[] = {VM_PAGE_READWRITE, VM_PAGE_READWRITE, VM_PAGE_READWRITE,
        VM_PAGE_READONLY, VM_PAGE_NOACCESS, VM_PAGE_EXECUTE_READ, VM_PAGE_EXECUTE_READWRITE,
        VM_PAGE_READWRITE | VM_PAGE_GUARD};
    static const enum vm_call_id ids[] = {VM_CALL_ALLOC, VM_CALL_ALLOC, VM_CALL_ALLOC,
        VM_CALL_ALLOC, VM_CALL_FREE, VM_CALL_PROTECT, VM_CALL_LOCK, VM_CALL_LOCK, VM_CALL_UNLOCK,
        VM_CALL_GET_WRITE_WATCH, VM_CALL_RESET_WRITE_WATCH, VM_CALL_READ, VM_CALL_READ,
        VM_CALL_WRITE, VM_CALL_WRITE, VM_CALL_WRITE, VM_CALL_EXECUTE, VM_CALL_PRESSURE};
    static const uint32_t types[] = {VM_MEM_COMMIT, VM_MEM_COMMIT, VM_MEM_COMMIT, VM_MEM_RESET,
        VM_MEM_RESET_UNDO, VM_MEM_RESERVE, VM_MEM_RESERVE | VM_MEM_WRITE_WATCH};
    static const uint8_t data[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    struct vm_call call = {.id = ids[random_next(seed) % (sizeof ids / sizeof *ids)]};
    const uint64_t page = random_next(seed) % PAGES;
    call.protect = protects[random_next(seed) % (sizeof protects / sizeof *protects)];
    call.addr = base + page * VM_PAGE_SIZE + random_next(seed) % 3 * 2047;
    const uint64_t longest = random_next(seed) % 4 ? 2 * VM_PAGE_SIZE : 12 * VM_PAGE_SIZE;
    call.size = 1 + random_next(seed) % longest;
    if (call.id == VM_CALL_LOCK && random_next(seed) % 4 == 0)
        call.size = 1 + random_next(seed) % (PAGES * VM_PAGE_SIZE);
    if (call.id == VM_CALL_ALLOC)
        call.flags = types[random_next(seed) % (sizeof types / sizeof *types)];
    if (call.id == VM_CALL_FREE)
        call.flags = random_next(seed) % 5 ? VM_MEM_DECOMMIT : VM_MEM_RELEASE;
    if (call.flags == VM_MEM_RELEASE)
        call.size = 0;
    if (call.flags & VM_MEM_RESERVE || call.flags == VM_MEM_RELEASE)
        call.addr = base + random_next(seed) % GRANULES * VM_GRANULE_SIZE;
    if (call.flags & VM_MEM_RESERVE)
        call.size = VM_GRANULE_SIZE - random_next(seed) % 3 * VM_PAGE_SIZE;
    if (call.id == VM_CALL_GET_WRITE_WATCH) {
        call.capacity = 1 + random_next(seed) % 5;
        call.flags = (uint32_t)(random_next(seed) % 2);
    }
    if (call.id == VM_CALL_READ || call.id == VM_CALL_WRITE || call.id == VM_CALL_EXECUTE) {
        call.addr += random_next(seed) % 3 * 2;
        call.size = call.id == VM_CALL_EXECUTE ? 1 : 1 + random_next(seed) % 8;
        call.data = data + random_next(seed) % (9 - call.size);
    }
    return call;
}

/* ---- comparing ------------------------------------------------------------------------------- */

static void compare_page(const struct vm_space *space, int i, bool all_bytes)
{
    const struct model_page *m = &model[i];
    const vm_page page = (base >> VM_PAGE_SHIFT) + (vm_page)i;
    const vm_attr attr = vm_space_run(space, page).attr;
    const enum vm_state state = m->committed ? VM_COMMITTED : m->owner ? VM_RESERVED : VM_FREE;
    assert_int_equal(vm_attr_state(attr), state);
    assert_int_equal(vm_attr_protect(attr), m->protect | (m->guard ? VM_PAGE_GUARD : 0));
    struct vm_page_info info;
    vm_space_page_info(space, page, &info);
    assert_int_equal(info.resident, m->resident);
    assert_int_equal(info.locked, m->locked);
    assert_int_equal(info.watched_write, m->written);
    assert_int_equal(info.reset, m->reset);
    assert_int_equal(info.discarded, m->discarded);
    uint8_t bytes[VM_PAGE_SIZE];
    const size_t count = all_bytes ? VM_PAGE_SIZE : 8;
    vm_space_peek(space, page << VM_PAGE_SHIFT, bytes, count);
    assert_memory_equal(bytes, m->bytes, count);
}

static void compare(const struct vm_space *space, const struct vm_change *change,
    const struct expected *e, bool all_bytes)
{
    const struct vm_result *r = &change->result;
    assert_int_equal(r->error, e->error);
    assert_int_equal(r->exception, e->exception);
    if (e->exception)
        assert_true(r->exception_address == e->address);
    else
        assert_true(r->value == e->value);
    assert_int_equal(!r->error && !r->exception, r->reason.rule == VM_RULE_NONE);
    for (int i = 0; i < PAGES; i++)
        compare_page(space, i, all_bytes);
    assert_null(vm_space_check(space));
}

static void calls_agree_with_the_model_and_go_back(void **state)
{
    (void)state;
    static struct vm_change done[CALLS];
    struct vm_space *space = vm_space_create(vm_machine_find("x86"));
    uint64_t seed = 77, succeeded = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct vm_space *before = vm_space_clone(space);
        for (int i = 0; i < CALLS; i++) {
            const struct vm_call call = random_call(&seed);
            vm_plan(space, &call, &done[i], NULL);
            vm_apply(space, &done[i]);
            const struct expected e = model_call(&call);
            compare(space, &done[i], &e, i % 50 == 0);
            succeeded += !e.error && !e.exception;
        }
        struct vm_space *after = vm_space_clone(space);
        assert_true(vm_space_equal(space, after));
        for (int i = CALLS; i-- > 0; )
            vm_revert(space, &done[i]);
        assert_null(vm_space_check(space));
        assert_true(vm_space_equal(space, before));
        assert_true(vm_space_hash(space) == vm_space_hash(before));
        for (int i = 0; i < CALLS; i++)
            vm_apply(space, &done[i]);
        assert_true(vm_space_equal(space, after));
        assert_true(vm_space_hash(space) == vm_space_hash(after));
        vm_space_destroy(before);
        vm_space_destroy(after);
    }
    assert_true(succeeded > ROUNDS * CALLS / 4); /* else the test would test refusals only */
    for (int i = 0; i < CALLS; i++)
        vm_change_finish(&done[i]);
    vm_space_destroy(space);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_agree_with_the_model_and_go_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
