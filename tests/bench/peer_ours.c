/* peer_ours - the engine behind the interface of the comparison bench ("wl.h"), so that it runs
 * beside other structures: every call goes through vm_plan and vm_apply with all checks.
 *
 * One change is used again and again; with -DKEEP_HISTORY each change is kept in a growing list.
 * A view has cells of any size, which only the run map inside the space can count.
 *
 * To run it, with the comparison bench in BENCH and this repository in HERE:
 *     OURS="$HERE/tests/bench/peer_ours.c $(echo $HERE/src/{base,vm}/[a-z]*.c)" \
 *     OURSFLAGS="-O3 -DNDEBUG -I$HERE/include -I$HERE/src/vm" $BENCH/run.sh
 */
#include <stdlib.h>

#include "base/mem.h"
#include "space_impl.h"
#include "wl.h"

/* The peers' space ends at 128 TiB, the machine's a granule below. */
enum { PEERS_END_SHIFT = 35 };

struct ours {
    struct vm_space *space;
    struct vm_change change;
#ifdef KEEP_HISTORY
    struct vm_record **kept;
    size_t kept_count, kept_cap;
#endif
};

static int run(struct ours *o, const struct vm_call *call)
{
    vm_plan(o->space, call, &o->change, NULL);
    if (o->change.result.status != VM_STATUS_SUCCESS)
        return -1;
    vm_apply(o->space, &o->change);
    return 0;
}

/* The call is a step of history. */
static int step(struct ours *o, const struct vm_call *call)
{
    const int failed = run(o, call);
#ifdef KEEP_HISTORY
    if (!failed) {
        base_grow(&o->kept, &o->kept_cap, o->kept_count + 1, sizeof *o->kept);
        o->kept[o->kept_count++] = vm_record_take(&o->change);
    }
#endif
    return failed;
}

static void *open_space(u64 base, u64 span)
{
    (void)span;
    struct ours *o = base_zalloc(sizeof *o);
    o->space = vm_space_create(vm_machine_find("x64"));
    const vm_addr lowest = vm_space_machine(o->space)->min_address;
    /* what lies below the workload's part is taken, so that the lowest fit is found inside */
    if (run(o, &(struct vm_call){.id = VM_CALL_ALLOC, .addr = lowest,
            .size = (base << VM_PAGE_SHIFT) - lowest, .flags = VM_MEM_RESERVE,
            .protect = VM_PAGE_NOACCESS}))
        return NULL;
    return o;
}

static int reserve(void *h, u64 page, u64 count)
{
    return step(h, &(struct vm_call){.id = VM_CALL_ALLOC, .addr = page << VM_PAGE_SHIFT,
        .size = count << VM_PAGE_SHIFT, .flags = VM_MEM_RESERVE, .protect = VM_PAGE_READWRITE});
}

static int reserve_any(void *h, u64 count, u64 *ret_page)
{
    struct ours *o = h;
    const int failed = step(o, &(struct vm_call){.id = VM_CALL_ALLOC,
        .size = count << VM_PAGE_SHIFT, .flags = VM_MEM_RESERVE, .protect = VM_PAGE_READWRITE});
    *ret_page = o->change.result.value >> VM_PAGE_SHIFT;
    return failed;
}

static int commit(void *h, u64 page, u64 count, int protect)
{
    return step(h, &(struct vm_call){.id = VM_CALL_ALLOC, .addr = page << VM_PAGE_SHIFT,
        .size = count << VM_PAGE_SHIFT, .flags = VM_MEM_COMMIT, .protect = (uint32_t)protect});
}

static int decommit(void *h, u64 page, u64 count)
{
    return step(h, &(struct vm_call){.id = VM_CALL_FREE, .addr = page << VM_PAGE_SHIFT,
        .size = count << VM_PAGE_SHIFT, .flags = VM_MEM_DECOMMIT});
}

static int protect_pages(void *h, u64 page, u64 count, int protect)
{
    return step(h, &(struct vm_call){.id = VM_CALL_PROTECT, .addr = page << VM_PAGE_SHIFT,
        .size = count << VM_PAGE_SHIFT, .protect = (uint32_t)protect});
}

static int release(void *h, u64 page, u64 count)
{
    (void)count;
    return step(h, &(struct vm_call){.id = VM_CALL_FREE, .addr = page << VM_PAGE_SHIFT,
        .flags = VM_MEM_RELEASE});
}

static int query(void *h, u64 page, struct q *ret)
{
    struct ours *o = h;
    vm_plan(o->space, &(struct vm_call){.id = VM_CALL_QUERY, .addr = page << VM_PAGE_SHIFT,
        .size = 48}, &o->change, NULL);
    if (o->change.result.status != VM_STATUS_SUCCESS)
        return -1;
    const struct vm_region *region = &o->change.result.region;
    ret->base = region->base >> VM_PAGE_SHIFT;
    ret->end = (region->base + region->size) >> VM_PAGE_SHIFT;
    if (ret->end == vm_space_end(o->space))
        ret->end = 1ull << PEERS_END_SHIFT;
    ret->alloc = region->allocation_base >> VM_PAGE_SHIFT;
    ret->state = region->state == VM_MEM_COMMIT ? ST_COM
        : region->state == VM_MEM_RESERVE       ? ST_RES
                                                : ST_FREE;
    ret->prot = ret->state == ST_COM ? region->protect : 0;
    return 0;
}

static int view(void *h, u64 page, u64 count, u32 cells, u64 *ret)
{
    enum { PART = 256 };           /* cells at a time: their counts stay near */
    uint64_t counts[PART][VM_CLASS_COUNT];
    const struct ours *o = h;
    const u64 cell = count / cells;
    for (u32 done = 0; done < cells; done += PART) {
        const u32 part = cells - done < PART ? cells - done : PART;
        runmap_count_cells(o->space->map, page + done * cell, cell, part, counts);
        for (u32 i = 0; i < part; i++, ret += 3) {
            ret[0] = counts[i][VM_CLASS_FREE];
            ret[1] = counts[i][VM_CLASS_RESERVED];
            ret[2] = cell - ret[0] - ret[1];
        }
    }
    return 0;
}

static u64 runs(void *h)
{
    const struct ours *o = h;
    return runmap_runs(o->space->map) - 1;
}

struct vm_peer peer_ours = {
    .name = "ours", .cmp = 1, .open = open_space, .reserve = reserve, .reserve_any = reserve_any,
    .commit = commit, .decommit = decommit, .protect = protect_pages, .release = release,
    .query = query, .view = view, .runs = runs,
};
