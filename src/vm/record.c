/* record - a change in one small block, for long histories.
 *
 * Shape   A head, then only what this change needs: the runs of both sides, one word each as in the
 *         run map, the end of the range, and the parts that its bits name. A plain call on a few
 *         runs takes about a hundred bytes where a change takes more than five hundred, and most of
 *         the cost of a growing history is the memory touched for the first time.
 */
#include "contents.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* What does not follow from the rest, part by part in this order. */
enum part {
    PART_CALL = 1 << 0,            /* the whole call: a field that calls seldom use is set */
    PART_RESULT = 1 << 1,          /* the whole result: not a plain success */
    PART_OLD_PROTECT = 1 << 2,     /* or only the old protection of a success */
    PART_SETTINGS = 1 << 3,        /* both sides; else only the old one, which is the new one */
    PART_PAGES = 1 << 4,           /* pages and their number and capacity, taken over */
    PART_SWAPS = 1 << 5            /* swaps likewise */
};

struct vm_record {
    uint32_t size;                 /* of the block */
    uint8_t parts, id, after_count;
    uint32_t flags, protect;       /* of the call */
    uint32_t before_count;
    uint64_t addr, call_size, value;
    struct vm_settings settings;   /* the old ones */
};

struct block {
    void *data;
    size_t size, cap;
};

/* ---- writing -------------------------------------------------------------------------------- */

static bool is_plain_call(const struct vm_call *c)
{
    return !c->capacity && !c->out_missing && c->kind == VM_KIND_PRIVATE && !c->joined && !c->data;
}

static bool is_plain_result(const struct vm_result *r)
{
    return r->status == VM_STATUS_SUCCESS && r->reason.rule == VM_RULE_NONE && !r->region.state
        && !r->page_count && !r->exception && !r->error;
}

static bool settings_differ(const struct vm_settings *a, const struct vm_settings *b)
{
    return a->charge != b->charge || a->limit != b->limit
        || a->min_working_set != b->min_working_set || a->lock_privilege != b->lock_privilege;
}

static unsigned parts_of(const struct vm_change *c)
{
    unsigned parts = 0;
    if (!is_plain_call(&c->call))
        parts |= PART_CALL;
    if (!is_plain_result(&c->result))
        parts |= PART_RESULT;
    else if (c->result.has_old_protect)
        parts |= PART_OLD_PROTECT;
    if (settings_differ(&c->old_settings, &c->new_settings))
        parts |= PART_SETTINGS;
    if (c->page_count)
        parts |= PART_PAGES;
    if (c->swap_count)
        parts |= PART_SWAPS;
    return parts;
}

static size_t size_of(const struct vm_change *c, unsigned parts)
{
    const size_t words = c->before_count + c->after_count + (c->after_count > 0);
    return sizeof(struct vm_record) + words * sizeof(uint64_t)
        + (parts & PART_CALL ? sizeof c->call : 0) + (parts & PART_RESULT ? sizeof c->result : 0)
        + (parts & PART_OLD_PROTECT ? sizeof c->result.old_protect : 0)
        + (parts & PART_SETTINGS ? sizeof c->new_settings : 0)
        + (parts & PART_PAGES ? sizeof(struct block) : 0)
        + (parts & PART_SWAPS ? sizeof(struct block) : 0);
}

static char *put(char *at, const void *data, size_t size)
{
    memcpy(at, data, size);
    return at + size;
}

static char *put_runs(char *at, const struct vm_stretch *runs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        at = put(at, &(uint64_t){runs[i].first << VM_ATTR_BITS | runs[i].attr}, sizeof(uint64_t));
    return at;
}

static void put_parts(char *at, struct vm_change *c, unsigned parts)
{
    if (parts & PART_CALL)
        at = put(at, &c->call, sizeof c->call);
    if (parts & PART_RESULT)
        at = put(at, &c->result, sizeof c->result);
    if (parts & PART_OLD_PROTECT)
        at = put(at, &c->result.old_protect, sizeof c->result.old_protect);
    if (parts & PART_SETTINGS)
        at = put(at, &c->new_settings, sizeof c->new_settings);
    if (parts & PART_PAGES) {
        at = put(at, &(struct block){c->pages, c->page_count, c->pages_cap}, sizeof(struct block));
        c->pages = NULL;
        c->page_count = c->pages_cap = 0;
    }
    if (parts & PART_SWAPS) {
        put(at, &(struct block){c->swaps, c->swap_count, c->swap_cap}, sizeof(struct block));
        c->swaps = NULL;
        c->swap_count = c->swap_cap = 0;
    }
}

struct vm_record *vm_record_take(struct vm_change *change)
{
    const unsigned parts = parts_of(change);
    const size_t size = size_of(change, parts);
    struct vm_record *r = base_alloc(size);
    *r = (struct vm_record){
        .size = (uint32_t)size,
        .parts = (uint8_t)parts,
        .id = (uint8_t)change->call.id,
        .after_count = (uint8_t)change->after_count,
        .flags = change->call.flags,
        .protect = change->call.protect,
        .before_count = (uint32_t)change->before_count,
        .addr = change->call.addr,
        .call_size = change->call.size,
        .value = change->result.value,
        .settings = change->old_settings,
    };
    char *at = put_runs((char *)(r + 1), change->before, change->before_count);
    if (change->after_count) {
        at = put_runs(at, change->after, change->after_count);
        const vm_page end = change->after[change->after_count - 1].end;
        assert(change->before[0].first == change->after[0].first
            && change->before[change->before_count - 1].end == end);
        at = put(at, &end, sizeof end);
    }
    put_parts(at, change, parts);
    change->before_count = change->after_count = 0;
    return r;
}

/* ---- reading -------------------------------------------------------------------------------- */

static const char *get(const char *at, void *ret, size_t size)
{
    memcpy(ret, at, size);
    return at + size;
}

/* count runs that lie at at; the last ends at end. */
static const char *get_runs(const char *at, struct vm_stretch *ret_runs, size_t count, vm_page end)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t run;
        at = get(at, &run, sizeof run);
        ret_runs[i].first = run >> VM_ATTR_BITS;
        ret_runs[i].attr = (vm_attr)(run & (((uint64_t)1 << VM_ATTR_BITS) - 1));
        ret_runs[i].end = end;
        if (i)
            ret_runs[i - 1].end = ret_runs[i].first;
    }
    return at;
}

static void get_parts(const char *at, struct vm_change *c, unsigned parts)
{
    struct block block;
    if (parts & PART_CALL)
        at = get(at, &c->call, sizeof c->call);
    if (parts & PART_RESULT)
        at = get(at, &c->result, sizeof c->result);
    if (parts & PART_OLD_PROTECT) {
        at = get(at, &c->result.old_protect, sizeof c->result.old_protect);
        c->result.has_old_protect = true;
    }
    if (parts & PART_SETTINGS)
        at = get(at, &c->new_settings, sizeof c->new_settings);
    if (parts & PART_PAGES) {
        at = get(at, &block, sizeof block);
        c->pages = block.data;
        c->page_count = block.size;
        c->pages_cap = block.cap;
    }
    if (parts & PART_SWAPS) {
        get(at, &block, sizeof block);
        c->swaps = block.data;
        c->swap_count = block.size;
        c->swap_cap = block.cap;
    }
}

void vm_record_open(struct vm_record *record, struct vm_change *ret_change)
{
    const struct vm_record *r = record;
    vm_change_finish(ret_change);
    ret_change->call = (struct vm_call){.id = (enum vm_call_id)r->id, .addr = r->addr,
        .size = r->call_size, .flags = r->flags, .protect = r->protect};
    ret_change->result.value = r->value;
    ret_change->old_settings = ret_change->new_settings = r->settings;
    ret_change->planned_on = UINT64_MAX;         /* no finger is left */
    const char *at = (const char *)(r + 1);
    if (r->after_count) {
        const size_t words = r->before_count + (size_t)r->after_count;
        vm_page end;
        get(at + words * sizeof(uint64_t), &end, sizeof end);
        base_grow(&ret_change->before, &ret_change->before_cap, r->before_count,
            sizeof *ret_change->before);
        at = get_runs(at, ret_change->before, r->before_count, end);
        at = get_runs(at, ret_change->after, r->after_count, end) + sizeof end;
        ret_change->before_count = r->before_count;
        ret_change->after_count = r->after_count;
    }
    get_parts(at, ret_change, r->parts);
    free(record);
}

void vm_record_destroy(struct vm_record *record)
{
    if (!record)
        return;
    if (record->parts & (PART_PAGES | PART_SWAPS)) {
        struct vm_change change = {0};
        vm_record_open(record, &change);
        vm_change_finish(&change);
    } else {
        free(record);
    }
}

size_t vm_record_bytes(const struct vm_record *record)
{
    size_t bytes = record->size;
    if (record->parts & (PART_PAGES | PART_SWAPS)) {
        /* what the blocks at its end hold: a look without taking */
        struct vm_change change = {0};
        const size_t words = record->before_count + (size_t)record->after_count
            + (record->after_count > 0);
        get_parts((const char *)(record + 1) + words * sizeof(uint64_t), &change, record->parts);
        bytes += change.pages_cap * sizeof *change.pages + contents_bytes(&change);
    }
    return bytes;
}
