/* regions - the pieces that tables of regions share, and the map as lines of runs. */
#include "regions.h"

#include <inttypes.h>

#include "say.h"

size_t regions_address_width(const struct vm_machine *machine)
{
    return machine->pointer_size == 8 ? 18 : 12;
}

const char *regions_state_flag(enum vm_state state)
{
    switch (state) {
    case VM_FREE:
        return "MEM_FREE";
    case VM_RESERVED:
        return "MEM_RESERVE";
    case VM_COMMITTED:
        return "MEM_COMMIT";
    }
    return "";
}

uint32_t regions_type(vm_attr attr)
{
    if (vm_attr_state(attr) == VM_FREE)
        return 0;
    const enum vm_kind kind = vm_attr_kind(attr);
    return kind == VM_KIND_IMAGE    ? VM_MEM_IMAGE
           : kind == VM_KIND_MAPPED ? VM_MEM_MAPPED
                                    : VM_MEM_PRIVATE;
}

const char *regions_type_flag(vm_attr attr)
{
    const uint32_t type = regions_type(attr);
    return type == 0                ? ""
           : type == VM_MEM_IMAGE   ? "MEM_IMAGE"
           : type == VM_MEM_MAPPED  ? "MEM_MAPPED"
                                    : "MEM_PRIVATE";
}

void regions_add_protect(struct render_text *out, uint32_t protect)
{
    if (protect == 0)
        render_add(out, RENDER_DIM, "-");
    else
        lang_flags_format(&out->buf, VM_ARG_PROTECT, protect);
}

void render_regions(struct render_text *out, const struct session *session)
{
    regions_ask(out, session, "");
}

static void add_map_line(
    struct render_text *out, const struct vm_machine *machine, const struct vm_run *run)
{
    render_role(out, (enum render_role)(RENDER_CLASS_0 + vm_attr_class(run->attr)));
    render_range(&out->buf, machine, run->first, run->end);
    render_add(out, RENDER_NORMAL, "  ");
    render_pages(&out->buf, run->end - run->first);
    render_add(out, RENDER_NORMAL, "  ");
    render_attr(&out->buf, run->attr);
    say_end(out);
}

void regions_map_from(struct render_text *out, const struct session *session, vm_page first)
{
    const struct vm_space *const space = session_space(session);
    const struct vm_machine *const machine = vm_space_machine(space);
    const vm_page end = vm_space_end(space);
    vm_page page = first;
    for (unsigned shown = 0; page < end && shown < REGIONS_SHOWN; shown++) {
        const struct vm_run run = vm_space_run(space, page);
        add_map_line(out, machine, &run);
        page = run.end;
    }
    if (page < end) {
        struct buf text = {0};
        render_address(&text, machine, page << VM_PAGE_SHIFT);
        say1(out, RENDER_DIM, N_("... more from {0} on: map {0}"), buf_text(&text));
        say_end(out);
        buf_finish(&text);
    }
}

void render_map_lines(struct render_text *out, const struct session *session)
{
    regions_map_from(out, session, 0);
}
