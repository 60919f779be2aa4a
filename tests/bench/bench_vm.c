/* bench_vm - what the calls of the memory manager cost, in ns each, and what a run costs in bytes.
 *
 * Every workload is made before the clock runs, from a seed of its own, so two runs do the same
 * calls; all of them are valid, and a failing one ends the program. Workloads:
 *     cycle N    reserve, commit, decommit, release one region at a random place between N others
 *     mixed N    40 % query, 20 % commit, 15 % decommit, 10 % protect, 10 % reserve, 5 % release
 *     fit N      release a random one of N regions, reserve another size at the lowest fit
 *     size S     cycle with regions of S bytes in an empty space
 *     frame N    pages of each class in 10,000 cells (a frame is one operation)
 *     history N  mixed, and every change is kept; then all are taken back (undo) and made again (redo)
 * Usage: bench_vm [--json] [--quick] [WORKLOAD...]. Ratios within one run say more than ns.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "space_impl.h"

enum op_kind { RESERVE, RESERVE_ANY, COMMIT, DECOMMIT, PROTECT, RELEASE, RELEASE_ANY, QUERY };

struct op {
    vm_page page;                  /* RELEASE_ANY: number of the RESERVE_ANY whose region goes */
    uint32_t count;
    uint8_t kind, protect;
};

struct bench {
    struct vm_space *space;
    struct vm_change change;
    struct op *ops;
    size_t count, cap;
    vm_page *placed;               /* where the regions of RESERVE_ANY came to lie */
    size_t placed_count;
    bool keep_history;
    struct vm_record **kept;
    size_t kept_count, kept_cap;
    uint64_t random;
    bool quick;
};

struct measure {
    const char *workload;
    uint64_t regions, operations, runs;
    double ns, bytes_per_run;      /* 0 where there is no run */
};

enum { GRANULE = VM_GRANULE_PAGES, SLOT_PAGES = 256, CELLS = 10000 };
static const vm_page BASE = (vm_page)1 << 28, SPAN = (vm_page)1 << 34;       /* 1 TiB, 64 TiB */

static uint64_t below(struct bench *b, uint64_t bound)
{
    uint64_t z = b->random += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (z ^ z >> 31) % bound;
}

static void put(struct bench *b, enum op_kind kind, vm_page page, uint64_t count, uint32_t protect)
{
    base_grow(&b->ops, &b->cap, b->count + 1, sizeof *b->ops);
    b->ops[b->count++] = (struct op){page, (uint32_t)count, (uint8_t)kind, (uint8_t)protect};
}

static void shuffle(struct bench *b, uint32_t *order, size_t count)
{
    for (size_t i = 0; i < count; i++)
        order[i] = (uint32_t)i;
    for (size_t i = count; i > 1; i--) {
        const size_t j = below(b, i);
        const uint32_t t = order[i - 1];
        order[i - 1] = order[j];
        order[j] = t;
    }
}

/* ---- running -------------------------------------------------------------------------------- */

/* ns of processor time: what other programs take of the machine does not count */
static double now(void)
{
    return (double)clock() * (1e9 / CLOCKS_PER_SEC);
}

static struct vm_call call_of(const struct bench *b, const struct op *op)
{
    struct vm_call call = {.addr = op->page << VM_PAGE_SHIFT,
        .size = (uint64_t)op->count << VM_PAGE_SHIFT, .protect = op->protect};
    switch ((enum op_kind)op->kind) {
    case RESERVE:
    case RESERVE_ANY:
        call.id = VM_CALL_ALLOC;
        call.flags = VM_MEM_RESERVE;
        break;
    case COMMIT:
        call.id = VM_CALL_ALLOC;
        call.flags = VM_MEM_COMMIT;
        break;
    case DECOMMIT:
        call.id = VM_CALL_FREE;
        call.flags = VM_MEM_DECOMMIT;
        break;
    case PROTECT:
        call.id = VM_CALL_PROTECT;
        break;
    case RELEASE_ANY:
        call.addr = b->placed[op->page] << VM_PAGE_SHIFT;
        call.size = 0;
        call.id = VM_CALL_FREE;
        call.flags = VM_MEM_RELEASE;
        break;
    case RELEASE:
        call.size = 0;
        call.id = VM_CALL_FREE;
        call.flags = VM_MEM_RELEASE;
        break;
    case QUERY:
        call.id = VM_CALL_QUERY;
        call.size = 48;
        break;
    }
    return call;
}

static void run_op(struct bench *b, const struct op *op)
{
    const struct vm_call call = call_of(b, op);
    vm_plan(b->space, &call, &b->change, NULL);
    if (b->change.result.status != VM_STATUS_SUCCESS) {
        fprintf(stderr, "bench_vm: a call failed: %s\n", vm_status_name(b->change.result.status));
        exit(1);
    }
    if (op->kind == QUERY)
        return;
    vm_apply(b->space, &b->change);
    if (op->kind == RESERVE_ANY)
        b->placed[b->placed_count++] = b->change.result.value >> VM_PAGE_SHIFT;
    if (b->keep_history) {
        base_grow(&b->kept, &b->kept_cap, b->kept_count + 1, sizeof *b->kept);
        b->kept[b->kept_count++] = vm_record_take(&b->change);
    }
}

/* Runs the calls made so far and forgets them; returns ns a call. */
static double run_ops(struct bench *b)
{
    const double start = now();
    for (size_t i = 0; i < b->count; i++)
        run_op(b, &b->ops[i]);
    const double ns = b->count ? (now() - start) / (double)b->count : 0;
    b->count = 0;
    return ns;
}

static void bench_begin(struct bench *b, uint64_t seed, bool quick)
{
    *b = (struct bench){.random = seed, .quick = quick,
        .space = vm_space_create(vm_machine_find("x64"))};
}

static void bench_end(struct bench *b)
{
    vm_space_destroy(b->space);
    vm_change_finish(&b->change);
    for (size_t i = 0; i < b->kept_count; i++)
        vm_record_destroy(b->kept[i]);
    free(b->kept);
    free(b->ops);
    free(b->placed);
}

static struct measure measured(const struct bench *b, const char *workload, uint64_t regions,
    uint64_t operations, double ns)
{
    struct vm_totals totals;
    vm_space_totals(b->space, &totals);
    const double bytes = (double)runmap_bytes(b->space->map);
    return (struct measure){.workload = workload, .regions = regions, .operations = operations,
        .runs = totals.runs, .ns = ns,
        .bytes_per_run = totals.runs ? bytes / (double)totals.runs : 0};
}

/* ---- workloads ------------------------------------------------------------------------------ */

static void put_cycle(struct bench *b, vm_page page, uint64_t count)
{
    put(b, RESERVE, page, count, VM_PAGE_READWRITE);
    put(b, COMMIT, page, count, VM_PAGE_READWRITE);
    put(b, DECOMMIT, page, count, 0);
    put(b, RELEASE, page, count, 0);
}

/* regions of 64 KiB, the first half of each committed, in random order; returns their distance */
static vm_page put_regions(struct bench *b, uint64_t regions)
{
    const vm_page stride = SPAN / (regions + 1) / GRANULE * GRANULE;
    uint32_t *order = base_alloc(regions * sizeof *order);
    shuffle(b, order, regions);
    for (uint64_t i = 0; i < regions; i++) {
        put(b, RESERVE, BASE + order[i] * stride, GRANULE, VM_PAGE_READWRITE);
        put(b, COMMIT, BASE + order[i] * stride, GRANULE / 2, VM_PAGE_READWRITE);
    }
    free(order);
    return stride;
}

static struct measure cycle(uint64_t regions, bool quick)
{
    struct bench b;
    bench_begin(&b, 1 + regions, quick);
    const vm_page stride = put_regions(&b, regions);
    run_ops(&b);
    const vm_page middle = stride / 2 / GRANULE * GRANULE;
    for (unsigned i = 0; i < (quick ? 10000u : 100000u); i++)
        put_cycle(&b, BASE + below(&b, regions + 1) * stride + middle,
            GRANULE * (1 + below(&b, 16)));
    const uint64_t operations = b.count;
    const double ns = run_ops(&b);
    const struct measure m = measured(&b, "cycle", regions, operations, ns);
    bench_end(&b);
    return m;
}

static struct measure size(uint64_t bytes, const char *name, bool quick)
{
    struct bench b;
    bench_begin(&b, bytes, quick);
    for (unsigned i = 0; i < (quick ? 10000u : 100000u); i++)
        put_cycle(&b, BASE + SPAN / 2 + (below(&b, 31) << 28), bytes >> VM_PAGE_SHIFT);
    const uint64_t operations = b.count;
    const struct measure m = measured(&b, name, 0, operations, run_ops(&b));
    bench_end(&b);
    return m;
}

/* The places of the mixed workload: their size, and which pages are committed. */
struct slots {
    vm_page stride;
    uint32_t *pages;               /* 0: nothing is reserved there */
    uint32_t *alive, *dead;
    uint64_t alive_count, dead_count;
    bool (*committed)[SLOT_PAGES];
};

static void put_commit(struct bench *b, struct slots *s, uint32_t slot, enum op_kind kind)
{
    const uint32_t at = (uint32_t)below(b, s->pages[slot]);
    const uint32_t room = s->pages[slot] - at;
    const uint32_t count = 1 + (uint32_t)below(b, room < 32 ? room : 32);
    put(b, kind, BASE + slot * s->stride + at, count,
        below(b, 4) ? VM_PAGE_READWRITE : VM_PAGE_READONLY);
    memset(s->committed[slot] + at, kind == COMMIT, count);
}

static void put_reserve(struct bench *b, struct slots *s)
{
    const uint64_t i = below(b, s->dead_count);
    const uint32_t slot = s->dead[i];
    s->dead[i] = s->dead[--s->dead_count];
    s->alive[s->alive_count++] = slot;
    s->pages[slot] = GRANULE * (1 + (uint32_t)below(b, SLOT_PAGES / GRANULE));
    memset(s->committed[slot], 0, SLOT_PAGES);
    put(b, RESERVE, BASE + slot * s->stride, s->pages[slot], VM_PAGE_READWRITE);
}

static void put_release(struct bench *b, struct slots *s)
{
    const uint64_t i = below(b, s->alive_count);
    const uint32_t slot = s->alive[i];
    put(b, RELEASE, BASE + slot * s->stride, s->pages[slot], 0);
    s->alive[i] = s->alive[--s->alive_count];
    s->dead[s->dead_count++] = slot;
}

static void put_protect(struct bench *b, const struct slots *s, uint32_t slot)
{
    uint32_t at = (uint32_t)below(b, s->pages[slot]);
    while (at < s->pages[slot] && !s->committed[slot][at])
        at++;
    uint32_t count = 0;
    while (at + count < s->pages[slot] && count < 16 && s->committed[slot][at + count])
        count++;
    if (count)
        put(b, PROTECT, BASE + slot * s->stride + at, count,
            below(b, 2) ? VM_PAGE_READONLY : VM_PAGE_EXECUTE_READ);
}

static void put_mixed(struct bench *b, struct slots *s)
{
    const uint32_t slot = s->alive[below(b, s->alive_count)];
    const uint64_t dice = below(b, 100);
    if (dice < 40)
        put(b, QUERY, BASE + slot * s->stride + below(b, s->pages[slot]), 1, 0);
    else if (dice < 60)
        put_commit(b, s, slot, COMMIT);
    else if (dice < 75)
        put_commit(b, s, slot, DECOMMIT);
    else if (dice < 85)
        put_protect(b, s, slot);
    else if (dice < 95 && s->dead_count)
        put_reserve(b, s);
    else
        put_release(b, s);
}

/* What a kept history costs: ns a change, and bytes of it. */
struct travel {
    double undo, redo, bytes;
};

static double travel(struct bench *b, bool back)
{
    const double start = now();
    for (size_t i = 0; i < b->kept_count; i++) {
        struct vm_record **record = &b->kept[back ? b->kept_count - 1 - i : i];
        vm_record_open(*record, &b->change);
        if (back)
            vm_revert(b->space, &b->change);
        else
            vm_apply(b->space, &b->change);
        *record = vm_record_take(&b->change);
    }
    return b->kept_count ? (now() - start) / (double)b->kept_count : 0;
}

static struct travel there_and_back(struct bench *b)
{
    size_t bytes = 0;
    for (size_t i = 0; i < b->kept_count; i++)
        bytes += vm_record_bytes(b->kept[i]);
    struct travel t = {.bytes = b->kept_count ? (double)bytes / (double)b->kept_count : 0};
    t.undo = travel(b, true);
    t.redo = travel(b, false);
    return t;
}

/* ret_travel: the changes are kept, and this is asked of them; NULL: they are not. */
static struct measure mixed(uint64_t regions, struct travel *ret_travel, bool quick)
{
    struct bench b;
    bench_begin(&b, 3 + regions, quick);
    const uint64_t count = 2 * regions;
    struct slots s = {.stride = SPAN / count / GRANULE * GRANULE, .dead_count = count,
        .pages = base_zalloc(count * sizeof *s.pages), .alive = base_alloc(count * sizeof *s.alive),
        .dead = base_alloc(count * sizeof *s.dead),
        .committed = base_zalloc(count * sizeof *s.committed)};
    shuffle(&b, s.dead, count);
    for (uint64_t i = 0; i < regions; i++) {
        put_reserve(&b, &s);
        put_commit(&b, &s, s.alive[s.alive_count - 1], COMMIT);
    }
    run_ops(&b);
    for (unsigned i = 0; i < (quick ? 30000u : 300000u); i++)
        put_mixed(&b, &s);
    const uint64_t operations = b.count;
    b.keep_history = ret_travel != NULL;
    const double ns = run_ops(&b);
    const struct measure m =
        measured(&b, ret_travel ? "history" : "mixed", regions, operations, ns);
    if (ret_travel)
        *ret_travel = there_and_back(&b);
    free(s.pages);
    free(s.alive);
    free(s.dead);
    free(s.committed);
    bench_end(&b);
    return m;
}

static struct measure fit(uint64_t regions, bool quick)
{
    struct bench b;
    bench_begin(&b, 5 + regions, quick);
    const unsigned rounds = quick ? 10000 : 100000;
    b.placed = base_alloc((2 * regions + rounds) * sizeof *b.placed);
    for (uint64_t i = 0; i < 2 * regions; i++)
        put(&b, RESERVE_ANY, 0, GRANULE * (1 + below(&b, 16)), VM_PAGE_READWRITE);
    run_ops(&b);
    uint32_t *order = base_alloc(2 * regions * sizeof *order);
    shuffle(&b, order, 2 * regions);
    for (uint64_t i = regions; i < 2 * regions; i++)
        put(&b, RELEASE_ANY, order[i], 0, 0);
    run_ops(&b);
    for (uint32_t i = 0; i < rounds; i++) {
        const uint64_t which = below(&b, regions);
        put(&b, RELEASE_ANY, order[which], 0, 0);
        put(&b, RESERVE_ANY, 0, GRANULE * (1 + below(&b, 16)), VM_PAGE_READWRITE);
        order[which] = (uint32_t)(2 * regions + i);
    }
    free(order);
    const uint64_t operations = b.count;
    const struct measure m = measured(&b, "fit", regions, operations, run_ops(&b));
    bench_end(&b);
    return m;
}

static struct measure frame(uint64_t regions, bool quick)
{
    struct bench b;
    bench_begin(&b, 7 + regions, quick);
    put_regions(&b, regions);
    run_ops(&b);
    unsigned shift = 0;
    while (((vm_page)CELLS << shift) < SPAN)
        shift++;
    uint64_t (*cells)[VM_CLASS_COUNT] = base_alloc(CELLS * sizeof *cells);
    const unsigned rounds = quick ? 20 : 200;
    const double start = now();
    for (unsigned i = 0; i < rounds; i++)
        vm_space_count_cells(b.space, BASE, shift, CELLS, cells);
    const double ns = (now() - start) / rounds;
    const struct measure m = measured(&b, "frame", regions, rounds, ns);
    free(cells);
    bench_end(&b);
    return m;
}

/* ---- the table ------------------------------------------------------------------------------ */

struct report {
    bool json, quick;
    char **names;                  /* workloads asked for; NULL-ended, empty for all */
    struct measure rows[32];
    size_t count;
};

static bool is_wanted(const struct report *r, const char *name)
{
    for (char **wanted = r->names; *wanted; wanted++)
        if (!strcmp(*wanted, name))
            return true;
    return !*r->names;
}

static void show(struct report *r, struct measure m)
{
    r->rows[r->count++] = m;
    if (r->json)
        printf("{\"workload\":\"%s\",\"regions\":%llu,\"operations\":%llu,\"ns\":%.1f,"
            "\"runs\":%llu,\"bytes_per_run\":%.1f}\n", m.workload, (unsigned long long)m.regions,
            (unsigned long long)m.operations, m.ns, (unsigned long long)m.runs, m.bytes_per_run);
    else
        printf("%-10s %9llu regions %10.1f ns %9llu runs %6.1f bytes a run\n", m.workload,
            (unsigned long long)m.regions, m.ns, (unsigned long long)m.runs, m.bytes_per_run);
    fflush(stdout);
}

static void show_value(const struct report *r, const char *name, double value)
{
    if (r->json)
        printf("{\"name\":\"%s\",\"value\":%.2f}\n", name, value);
    else
        printf("%-42s %6.2f\n", name, value);
}

static void show_history(struct report *r, uint64_t regions)
{
    struct travel t;
    show(r, mixed(regions, &t, r->quick));
    show(r, (struct measure){.workload = "undo", .regions = regions, .ns = t.undo});
    show(r, (struct measure){.workload = "redo", .regions = regions, .ns = t.redo});
    show_value(r, "bytes of history a change", t.bytes);
}

static const struct measure *row(const struct report *r, const char *workload, uint64_t regions)
{
    for (size_t i = 0; i < r->count; i++)
        if (!strcmp(r->rows[i].workload, workload) && r->rows[i].regions == regions)
            return &r->rows[i];
    return NULL;
}

static void show_ratio(const struct report *r, const char *name, const char *over,
    uint64_t over_regions, const char *under, uint64_t under_regions)
{
    const struct measure *a = row(r, over, over_regions);
    const struct measure *b = row(r, under, under_regions);
    if (!a || !b)
        return;
    show_value(r, name, a->ns / b->ns);
}

int main(int argc, char **argv)
{
    struct report r = {0};
    (void)argc;
    for (r.names = argv + 1; *r.names && !strncmp(*r.names, "--", 2); r.names++)
        if (!strcmp(*r.names, "--json"))
            r.json = true;
        else if (!strcmp(*r.names, "--quick"))
            r.quick = true;
        else
            return fprintf(stderr, "bench_vm [--json] [--quick] [WORKLOAD...]\n"), 2;

    const uint64_t most = r.quick ? 100000 : 1000000;
    for (uint64_t n = is_wanted(&r, "cycle") ? 1000 : most + 1; n <= most; n *= 10)
        show(&r, cycle(n, r.quick));
    for (uint64_t n = is_wanted(&r, "mixed") ? 1000 : most + 1; n <= most; n *= 10)
        show(&r, mixed(n, NULL, r.quick));
    for (uint64_t n = is_wanted(&r, "fit") ? 1000 : most + 1; n <= most; n *= 10)
        show(&r, fit(n, r.quick));
    for (uint64_t n = is_wanted(&r, "frame") ? 1000 : most + 1; n <= most; n *= 10)
        show(&r, frame(n, r.quick));
    if (is_wanted(&r, "size")) {
        show(&r, size((uint64_t)1 << 16, "64K", r.quick));
        show(&r, size((uint64_t)1 << 30, "1G", r.quick));
        show(&r, size((uint64_t)1 << 40, "1T", r.quick));
    }
    if (is_wanted(&r, "history"))
        show_history(&r, 100000);
    show_ratio(&r, "cycle, most regions against 1000", "cycle", most, "cycle", 1000);
    show_ratio(&r, "mixed, most regions against 1000", "mixed", most, "mixed", 1000);
    show_ratio(&r, "fit, most regions against 1000", "fit", most, "fit", 1000);
    show_ratio(&r, "1T against 64K", "1T", 0, "64K", 0);
    show_ratio(&r, "mixed with history against without", "history", 100000, "mixed", 100000);
    show_ratio(&r, "undo of a change against mixed", "undo", 100000, "mixed", 100000);
    show_ratio(&r, "redo of a change against mixed", "redo", 100000, "mixed", 100000);
    return 0;
}
