/* regions_ask - the regions, or the allocations, that a person asks for, as a table.
 *
 * Cost  Without a filter only the rows shown are walked; with one, every run between its addresses.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "lang/filter.h"
#include "regions.h"
#include "say.h"

struct row {
    vm_page first, end;                /* of the run, or of the whole allocation */
    vm_page alloc_first;
    vm_attr attr;
};
struct rows {
    struct row *items;
    size_t count, cap;
    uint64_t matched, pages;           /* of all that match, also of those not kept */
    vm_page next;                      /* where the walk ended */
};

/* ---- which ----------------------------------------------------------------------------------- */

/* The flags asked for are all there. A base protection must be the very one; PAGE_GUARD and the
 * cache flags count only where they are named. */
static bool has_protection(uint32_t protect, uint32_t asked)
{
    const uint32_t base = 0xFF;
    return ((asked & base) == 0 || (asked & base) == (protect & base)) &&
           (asked & ~base & ~protect) == 0;
}

static bool has_state(const struct vm_space *space, const struct lang_filter *filter,
    const struct row *row)
{
    if (filter->states == 0)
        return true;
    if (!filter->allocations)
        return (filter->states & (1u << vm_attr_state(row->attr))) != 0;
    uint64_t count[VM_CLASS_COUNT];
    vm_space_count(space, row->first, row->end, count);
    const uint64_t reserved = count[VM_CLASS_RESERVED];
    return ((filter->states & (1u << VM_RESERVED)) != 0 && reserved > 0) ||
           ((filter->states & (1u << VM_COMMITTED)) != 0 && reserved < row->end - row->first);
}

/* What has no protection of its own yet has the one that it was reserved with. */
static uint32_t protection_of(const struct lang_filter *filter, const struct row *row)
{
    const uint32_t own = filter->allocations ? 0 : vm_attr_protect(row->attr);
    return own != 0 ? own : vm_attr_asked(row->attr);
}

static bool matches(const struct vm_space *space, const struct lang_filter *filter,
    const struct row *row)
{
    const uint64_t size = (row->end - row->first) << VM_PAGE_SHIFT;
    return size >= filter->size_min && size <= filter->size_max &&
           (filter->type == 0 || filter->type == regions_type(row->attr)) &&
           (filter->protect == 0 ||
               has_protection(protection_of(filter, row), filter->protect)) &&
           has_state(space, filter, row);
}

static struct row row_at(const struct vm_space *space, const struct lang_filter *filter,
    vm_page page)
{
    const struct vm_run run = vm_space_run(space, page);
    const bool whole = filter->allocations && vm_attr_state(run.attr) != VM_FREE;
    return (struct row){.first = whole ? run.alloc_first : run.first,
        .end = whole ? run.alloc_end : run.end, .alloc_first = run.alloc_first, .attr = run.attr};
}

/* Keeps what is shown, or all if it must be sorted; counts what matches. */
static void collect(const struct vm_space *space, const struct lang_filter *filter,
    struct rows *rows)
{
    const vm_page end = vm_space_end(space);
    const bool sorts = filter->sort != LANG_SORT_ADDRESS;
    rows->next = filter->addr_first >> VM_PAGE_SHIFT;
    while (rows->next < end && rows->next <= filter->addr_last >> VM_PAGE_SHIFT) {
        if (!sorts && !filter->asks && rows->count == REGIONS_SHOWN)
            break;
        const struct row row = row_at(space, filter, rows->next);
        const bool is_free = vm_attr_state(row.attr) == VM_FREE;
        rows->next = row.end;
        if ((is_free && filter->allocations) || !matches(space, filter, &row))
            continue;
        rows->matched++;
        rows->pages += row.end - row.first;
        if (!sorts && rows->count == REGIONS_SHOWN)
            continue;
        base_grow(&rows->items, &rows->cap, rows->count + 1, sizeof *rows->items);
        rows->items[rows->count++] = row;
    }
}

/* ---- order ----------------------------------------------------------------------------------- */

static int compare(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int by_size(const void *a, const void *b)
{
    const struct row *const x = a, *const y = b;
    const int order = compare(y->end - y->first, x->end - x->first);
    return order != 0 ? order : compare(x->first, y->first);
}

static int by_state(const void *a, const void *b)
{
    const struct row *const x = a, *const y = b;
    const int order = compare(vm_attr_state(x->attr), vm_attr_state(y->attr));
    return order != 0 ? order : compare(x->first, y->first);
}

static int by_protection(const void *a, const void *b)
{
    const struct row *const x = a, *const y = b;
    const int order = compare(vm_attr_protect(x->attr), vm_attr_protect(y->attr));
    return order != 0 ? order : compare(x->first, y->first);
}

static void sort(struct rows *rows, enum lang_sort order)
{
    int (*const compares[])(const void *, const void *) = {
        [LANG_SORT_SIZE] = by_size, [LANG_SORT_STATE] = by_state,
        [LANG_SORT_PROTECTION] = by_protection};
    if (order != LANG_SORT_ADDRESS && rows->count > 0)
        qsort(rows->items, rows->count, sizeof *rows->items, compares[order]);
}

/* ---- the table ------------------------------------------------------------------------------- */

enum { WIDTH_SIZE = 11, WIDTH_PAGES = 13, WIDTH_STATE = 13, WIDTH_PROTECT = 29, WIDTH_TYPE = 13 };

static void add_head(struct render_text *out, size_t wide, bool allocations)
{
    static const char *const regions[] = {N_("address"), N_("size"), N_("pages"), N_("state"),
        N_("protect"), N_("allocation"), N_("asked for")};
    static const char *const whole[] = {N_("address"), N_("size"), N_("pages"), N_("type"),
        N_("asked for"), N_("contents"), NULL};
    const size_t widths[] = {wide, WIDTH_SIZE, WIDTH_PAGES, WIDTH_STATE, WIDTH_PROTECT, wide, 0};
    const char *const *const titles = allocations ? whole : regions;
    size_t column = 0;
    for (size_t i = 0; i < sizeof widths / sizeof *widths && titles[i] != NULL; i++) {
        if (i > 0)
            say_column(out, column);
        say(out, RENDER_TITLE, titles[i]);
        column += widths[i];
    }
    say_end(out);
}

/* Address, size and pages, in the colour of class. Returns the next column. */
static size_t add_place(struct render_text *out, const struct vm_machine *machine,
    const struct row *row, enum vm_class class)
{
    const size_t wide = regions_address_width(machine);
    const uint64_t pages = row->end - row->first;
    render_role(out, (enum render_role)(RENDER_CLASS_0 + class));
    render_address(&out->buf, machine, row->first << VM_PAGE_SHIFT);
    say_column(out, wide);
    render_size(&out->buf, pages << VM_PAGE_SHIFT);
    say_column(out, wide + WIDTH_SIZE);
    buf_addf(&out->buf, "%" PRIu64, pages);
    say_column(out, wide + WIDTH_SIZE + WIDTH_PAGES);
    return wide + WIDTH_SIZE + WIDTH_PAGES;
}

static void add_region(
    struct render_text *out, const struct vm_machine *machine, const struct row *row)
{
    size_t column = add_place(out, machine, row, vm_attr_class(row->attr));
    render_add(out, RENDER_NORMAL, regions_state_flag(vm_attr_state(row->attr)));
    if (vm_attr_state(row->attr) != VM_FREE) {
        say_column(out, column += WIDTH_STATE);
        regions_add_protect(out, vm_attr_protect(row->attr));
        say_column(out, column += WIDTH_PROTECT);
        render_role(out, RENDER_NORMAL);
        render_address(&out->buf, machine, row->alloc_first << VM_PAGE_SHIFT);
        say_column(out, column + regions_address_width(machine));
        regions_add_protect(out, vm_attr_asked(row->attr));
    }
    say_end(out);
}

/* "5 reserved, 3 read-write": the runs of an allocation summed. */
static void add_contents(
    struct render_text *out, const struct vm_space *space, const struct row *row)
{
    uint64_t count[VM_CLASS_COUNT];
    const char *separator = "";
    vm_space_count(space, row->first, row->end, count);
    for (unsigned class = 0; class < VM_CLASS_COUNT; class ++) {
        if (count[class] == 0)
            continue;
        render_add(out, RENDER_NORMAL, separator);
        render_role(out, (enum render_role)(RENDER_CLASS_0 + class));
        buf_addf(&out->buf, "%" PRIu64 " ", count[class]);
        buf_add(&out->buf, render_class_name((enum vm_class)class));
        separator = ", ";
    }
}

static void add_allocation(
    struct render_text *out, const struct vm_space *space, const struct row *row)
{
    size_t column = add_place(out, vm_space_machine(space), row, VM_CLASS_RESERVED);
    render_add(out, RENDER_NORMAL, regions_type_flag(row->attr));
    say_column(out, column += WIDTH_TYPE);
    regions_add_protect(out, vm_attr_asked(row->attr));
    say_column(out, column + WIDTH_PROTECT);
    add_contents(out, space, row);
    say_end(out);
}

/* How many there are beyond the rows shown. */
static void add_rest(struct render_text *out, const struct vm_space *space,
    const struct lang_filter *filter, const struct rows *rows, size_t shown)
{
    if (rows->matched > shown) {
        say_number(out, RENDER_DIM, N_("... {0} more"), rows->matched - shown);
        say_end(out);
    } else if (rows->next < vm_space_end(space) && !filter->asks &&
               filter->sort == LANG_SORT_ADDRESS) {
        struct vm_totals totals;
        vm_space_totals(space, &totals);
        uint64_t in_use = filter->allocations ? totals.allocations : totals.runs;
        for (size_t i = 0; i < shown; i++)
            in_use -= vm_attr_state(rows->items[i].attr) != VM_FREE;
        struct buf number = {0};
        struct buf from = {0};
        buf_addf(&number, "%" PRIu64, in_use);
        render_address(&from, vm_space_machine(space), rows->next << VM_PAGE_SHIFT);
        const char *const args[] = {
            buf_text(&number), filter->allocations ? " allocations" : "", buf_text(&from)};
        sayn(out, RENDER_DIM, N_("... {0} more that are not free: regions{1} addr>={2}"), args, 3);
        say_end(out);
        buf_finish(&number);
        buf_finish(&from);
    }
}

static void add_sum(struct render_text *out, const struct rows *rows, bool allocations)
{
    struct buf number = {0};
    struct buf pages = {0};
    buf_addf(&number, "%" PRIu64, rows->matched);
    render_pages(&pages, rows->pages);
    const char *const args[] = {buf_text(&number), buf_text(&pages)};
    const char *const msgid =
        allocations ? render_trn("{0} allocation, {1}", "{0} allocations, {1}", rows->matched)
                    : render_trn("{0} region, {1}", "{0} regions, {1}", rows->matched);
    sayn(out, RENDER_DIM, msgid, args, 2);
    say_end(out);
    buf_finish(&number);
    buf_finish(&pages);
}

void regions_ask(struct render_text *out, const struct session *session, const char *filters)
{
    const struct vm_space *const space = session_space(session);
    struct lang_filter filter;
    struct rows rows = {0};
    if (!lang_filter_read(filters, &filter, NULL))
        return;                        /* lang has said what is wrong with it */
    collect(space, &filter, &rows);
    sort(&rows, filter.sort);
    const size_t shown = rows.count < REGIONS_SHOWN ? rows.count : REGIONS_SHOWN;
    if (shown == 0) {
        say(out, RENDER_NORMAL,
            filter.asks ? N_("Nothing in this space is like that") : N_("There is no allocation"));
        say_end(out);
        return;
    }
    add_head(out, regions_address_width(vm_space_machine(space)), filter.allocations);
    for (size_t i = 0; i < shown; i++) {
        if (filter.allocations)
            add_allocation(out, space, &rows.items[i]);
        else
            add_region(out, vm_space_machine(space), &rows.items[i]);
    }
    add_rest(out, space, &filter, &rows, shown);
    if (filter.asks)
        add_sum(out, &rows, filter.allocations);
    free(rows.items);
}

void regions_help(struct render_text *out)
{
    static const struct {
        const char *form, *msgid;
    } lines[] = {
        {"regions pages", N_("a line for each region, as VirtualQuery reports them")},
        {"regions allocations", N_("a line for each allocation, with its pages summed")},
        {"state=reserved,committed", N_("free, reserved or committed; or MEM_RESERVE ...")},
        {"prot=rw", N_("the protection; of reserved pages the one that was asked for")},
        {"type=private", N_("private, mapped or image")},
        {"size>=64K", N_("the size of the region: = >= <= > <")},
        {"addr=40000000-40FFFFFF", N_("regions that have an address in this range")},
        {"sort=size", N_("the largest first; or address, state, prot")},
        {"find free >= 3p", N_("gaps that a reserve with address NULL could use")},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        render_add(out, RENDER_NORMAL, "  ");
        render_add(out, RENDER_CALL, lines[i].form);
        say_column(out, 28);
        say(out, RENDER_NORMAL, lines[i].msgid);
        say_end(out);
    }
}
