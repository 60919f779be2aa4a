/* export_regions - what VirtualQuery reports from the first address to the last, for other
 * programs: as comma-separated values and as JSON. Names and numbers are those of the API, the
 * same in every language. */
#include <inttypes.h>

#include "export_view.h"
#include "regions.h"

/* The block above what can be reserved reports a protection while reserved [R-QUERY-16]; free
 * pages are reported as not accessible [R-QUERY-9]. */
static uint32_t protect_of(const struct vm_machine *machine, const struct vm_run *run)
{
    const bool above = run->first >= machine->reserve_end >> VM_PAGE_SHIFT;
    switch (vm_attr_state(run->attr)) {
    case VM_FREE:
        return VM_PAGE_NOACCESS;
    case VM_RESERVED:
        return above ? VM_PAGE_NOACCESS : 0;
    case VM_COMMITTED:
        break;
    }
    return vm_attr_protect(run->attr);
}

static uint32_t state_of(const struct vm_run *run)
{
    switch (vm_attr_state(run->attr)) {
    case VM_FREE:
        return VM_MEM_FREE;
    case VM_RESERVED:
        return VM_MEM_RESERVE;
    case VM_COMMITTED:
        break;
    }
    return VM_MEM_COMMIT;
}

static void add_protect(struct buf *out, uint32_t protect)
{
    buf_addc(out, ',');
    if (protect != 0)
        lang_flags_format(out, VM_ARG_PROTECT, protect);
}

void export_csv(struct buf *out, const struct session *session)
{
    const struct vm_space *const space = session_space(session);
    const struct vm_machine *const machine = vm_space_machine(space);
    buf_add(out, "BaseAddress,EndAddress,RegionSize,Pages,State,Protect,Type,AllocationBase,"
                 "AllocationProtect\r\n");
    for (vm_page page = 0; page < vm_space_end(space);) {
        const struct vm_run run = vm_space_run(space, page);
        const bool is_free = vm_attr_state(run.attr) == VM_FREE;
        const uint64_t pages = run.end - run.first;
        buf_addf(out, "0x%" PRIX64 ",0x%" PRIX64 ",%" PRIu64 ",%" PRIu64 ",%s",
            run.first << VM_PAGE_SHIFT, (run.end << VM_PAGE_SHIFT) - 1, pages << VM_PAGE_SHIFT,
            pages, regions_state_flag(vm_attr_state(run.attr)));
        add_protect(out, protect_of(machine, &run));
        buf_addf(out, ",%s,", regions_type_flag(run.attr));
        if (!is_free)
            buf_addf(out, "0x%" PRIX64, run.alloc_first << VM_PAGE_SHIFT);
        add_protect(out, vm_attr_asked(run.attr));
        buf_add(out, "\r\n");
        page = run.end;
    }
}

void export_json(struct buf *out, const struct session *session)
{
    const struct vm_space *const space = session_space(session);
    const struct vm_machine *const machine = vm_space_machine(space);
    buf_addf(out, "{\"machine\":\"%s\",\"page\":%d,\"granularity\":%d,\"step\":%" PRIu32
        ",\"regions\":[", machine->name, VM_PAGE_SIZE, VM_GRANULE_SIZE,
        session_current(session)->id);
    for (vm_page page = 0; page < vm_space_end(space);) {
        const struct vm_run run = vm_space_run(space, page);
        const bool is_free = vm_attr_state(run.attr) == VM_FREE;
        buf_addf(out, "%s\n{\"BaseAddress\":\"0x%" PRIx64 "\",\"AllocationBase\":\"0x%" PRIx64
            "\",\"AllocationProtect\":\"0x%" PRIx32 "\",\"RegionSize\":\"0x%" PRIx64
            "\",\"State\":\"0x%" PRIx32 "\",\"Protect\":\"0x%" PRIx32 "\",\"Type\":\"0x%" PRIx32
            "\"}", page == 0 ? "" : ",", run.first << VM_PAGE_SHIFT,
            is_free ? 0 : run.alloc_first << VM_PAGE_SHIFT, vm_attr_asked(run.attr),
            (run.end - run.first) << VM_PAGE_SHIFT, state_of(&run), protect_of(machine, &run),
            regions_type(run.attr));
        page = run.end;
    }
    buf_add(out, "\n]}\n");
}
