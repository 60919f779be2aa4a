/* regions_gaps - the free stretches, and what of each a reserve can use.
 *
 * Usable  A reserve begins at a granule, lies above the lowest and below the last address that the
 *         machine gives out, and may end at any page. [R-GEN-2, R-GEN-4, R-GEN-13]
 */
#include <inttypes.h>

#include "lang/filter.h"
#include "regions.h"
#include "say.h"

struct gap {
    vm_page first, end;
    vm_page base, pages;               /* what a reserve can use; pages 0 if nothing */
};

static struct gap gap_of(const struct vm_machine *machine, const struct vm_run *run)
{
    struct gap gap = {.first = run->first, .end = run->end};
    const vm_page lowest = machine->min_address >> VM_PAGE_SHIFT;
    const vm_page above = machine->reserve_end >> VM_PAGE_SHIFT;
    const vm_page first = run->first > lowest ? run->first : lowest;
    const vm_page end = run->end < above ? run->end : above;
    gap.base = (first + VM_GRANULE_PAGES - 1) / VM_GRANULE_PAGES * VM_GRANULE_PAGES;
    gap.pages = gap.base < end ? end - gap.base : 0;
    return gap;
}

/* The next gap from *page on; *page goes behind it. False if there is none. O(log n) each. */
static bool next_gap(const struct vm_space *space, vm_page *page, struct gap *ret_gap)
{
    while (*page < vm_space_end(space)) {
        const struct vm_run run = vm_space_run(space, *page);
        const bool is_free = vm_attr_state(run.attr) == VM_FREE;
        *page = is_free ? run.end : run.alloc_end;
        if (is_free) {
            *ret_gap = gap_of(vm_space_machine(space), &run);
            return true;
        }
    }
    return false;
}

enum { WIDTH_SIZE = 11, WIDTH_PAGES = 15 };

static void add_head(struct render_text *out, size_t wide)
{
    say(out, RENDER_TITLE, N_("gap"));
    say_column(out, wide);
    say(out, RENDER_TITLE, N_("size"));
    say_column(out, wide + WIDTH_SIZE);
    say(out, RENDER_TITLE, N_("pages"));
    say_column(out, wide + WIDTH_SIZE + WIDTH_PAGES);
    say(out, RENDER_TITLE, N_("usable from"));
    say_column(out, 2 * wide + 1 + WIDTH_SIZE + WIDTH_PAGES);
    say(out, RENDER_TITLE, N_("usable size"));
    say_end(out);
}

static void add_gap(
    struct render_text *out, const struct vm_machine *machine, const struct gap *gap)
{
    const size_t wide = regions_address_width(machine);
    size_t column = wide;
    render_role(out, RENDER_NUMBER);
    render_address(&out->buf, machine, gap->first << VM_PAGE_SHIFT);
    say_column(out, column);
    render_size(&out->buf, (gap->end - gap->first) << VM_PAGE_SHIFT);
    say_column(out, column += WIDTH_SIZE);
    buf_addf(&out->buf, "%" PRIu64, gap->end - gap->first);
    say_column(out, column += WIDTH_PAGES);
    if (gap->pages == 0) {
        say(out, RENDER_DIM, N_("no granule begins here: no reserve can use it"));
    } else {
        render_role(out, RENDER_NUMBER);
        render_address(&out->buf, machine, gap->base << VM_PAGE_SHIFT);
        say_column(out, column + wide + 1);
        render_size(&out->buf, gap->pages << VM_PAGE_SHIFT);
        buf_add(&out->buf, ", ");
        render_pages(&out->buf, gap->pages);
    }
    say_end(out);
}

/* Shows the gaps with so many usable bytes; returns how many there are. */
static uint64_t list_gaps(struct render_text *out, const struct vm_space *space, uint64_t least,
    uint64_t most, struct gap *ret_first)
{
    const struct vm_machine *const machine = vm_space_machine(space);
    uint64_t found = 0;
    struct gap gap;
    for (vm_page page = 0; next_gap(space, &page, &gap);) {
        const uint64_t usable = gap.pages << VM_PAGE_SHIFT;
        if (usable < least || usable > most)
            continue;
        if (found == 0) {
            add_head(out, regions_address_width(machine));
            *ret_first = gap;
        }
        if (found < REGIONS_SHOWN)
            add_gap(out, machine, &gap);
        found++;
    }
    if (found > REGIONS_SHOWN) {
        say_number(out, RENDER_DIM, N_("... {0} more"), found - REGIONS_SHOWN);
        say_end(out);
    }
    return found;
}

void regions_gaps(struct render_text *out, const struct session *session)
{
    struct gap first;
    if (list_gaps(out, session_space(session), 0, UINT64_MAX, &first) == 0) {
        say(out, RENDER_NORMAL, N_("There is no gap: the whole space is taken"));
        say_end(out);
    }
}

void regions_find(struct render_text *out, const struct session *session, const char *filters)
{
    struct lang_filter filter;
    struct gap first;
    if (!lang_filter_read(filters, &filter, NULL))
        return;
    if (filter.states != 1u << VM_FREE || filter.allocations) {
        regions_ask(out, session, filters);
        return;
    }
    const struct vm_space *const space = session_space(session);
    const uint64_t least = filter.size_min > 0 ? filter.size_min : 1;
    if (list_gaps(out, space, least, filter.size_max, &first) == 0) {
        say(out, RENDER_NORMAL, N_("No gap has so much that a reserve could use"));
        say_end(out);
    } else if (filter.size_min > 0 && filter.size_max == UINT64_MAX) {
        struct buf base = {0};
        render_address(&base, vm_space_machine(space), first.base << VM_PAGE_SHIFT);
        say1(out, RENDER_HINT, N_("VirtualAlloc with address NULL takes the first that fits: {0}"),
            buf_text(&base));
        say_end(out);
        buf_finish(&base);
    }
}
