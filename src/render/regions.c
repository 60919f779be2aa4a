/* regions - the space as a table of what VirtualQuery reports, and as lines of runs. */
#include "regions.h"

#include <inttypes.h>

#include "say.h"

enum { SHOWN_MAX = 500 };

static void add_head(struct render_text *out, unsigned digits)
{
    static const char *const titles[] = {N_("address"), N_("size"), N_("pages"), N_("state"),
        N_("protect"), N_("allocation"), N_("asked for")};
    static const unsigned widths[] = {0, 11, 13, 13, 29, 0, 0};
    size_t column = 0;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (i > 0)
            say_column(out, column);
        say(out, RENDER_TITLE, titles[i]);
        column += widths[i] != 0 ? widths[i] : digits + 2 < 12 ? 12 : digits + 2;
    }
    say_end(out);
}

static const char *state_flag(vm_attr attr)
{
    switch (vm_attr_state(attr)) {
    case VM_FREE:
        return "MEM_FREE";
    case VM_RESERVED:
        return "MEM_RESERVE";
    case VM_COMMITTED:
        return "MEM_COMMIT";
    }
    return "";
}

static void add_flags(struct render_text *out, uint32_t protect)
{
    if (protect == 0)
        render_add(out, RENDER_DIM, "-");
    else
        lang_flags_format(&out->buf, VM_ARG_PROTECT, protect);
}

static void add_region(
    struct render_text *out, const struct vm_machine *machine, const struct vm_run *run)
{
    const size_t wide = machine->pointer_size * 2 + 2 < 12 ? 12 : machine->pointer_size * 2 + 2;
    const uint64_t pages = run->end - run->first;
    const bool is_free = vm_attr_state(run->attr) == VM_FREE;
    render_role(out, (enum render_role)(RENDER_CLASS_0 + vm_attr_class(run->attr)));
    render_address(&out->buf, machine, run->first << VM_PAGE_SHIFT);
    say_column(out, wide);
    render_size(&out->buf, pages << VM_PAGE_SHIFT);
    say_column(out, wide + 11);
    buf_addf(&out->buf, "%" PRIu64, pages);
    say_column(out, wide + 24);
    render_add(out, RENDER_NORMAL, state_flag(run->attr));
    if (!is_free) {
        say_column(out, wide + 37);
        add_flags(out, vm_attr_protect(run->attr));
        say_column(out, wide + 66);
        render_role(out, RENDER_NORMAL);
        render_address(&out->buf, machine, run->alloc_first << VM_PAGE_SHIFT);
        say_column(out, wide * 2 + 66);
        add_flags(out, vm_attr_asked(run->attr));
    }
    say_end(out);
}

/* Calls what for each run from page on, at most SHOWN_MAX of them; says how to see what is left
 * out. */
static void each_run(struct render_text *out, const struct session *session, vm_page page,
    void (*what)(struct render_text *, const struct vm_machine *, const struct vm_run *))
{
    const struct vm_space *const space = session_space(session);
    const struct vm_machine *const machine = vm_space_machine(space);
    const vm_page end = vm_space_end(space);
    for (unsigned shown = 0; page < end && shown < SHOWN_MAX; shown++) {
        const struct vm_run run = vm_space_run(space, page);
        what(out, machine, &run);
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

void render_regions(struct render_text *out, const struct session *session)
{
    add_head(out, vm_space_machine(session_space(session))->pointer_size * 2);
    each_run(out, session, 0, add_region);
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
    each_run(out, session, first, add_map_line);
}

void render_map_lines(struct render_text *out, const struct session *session)
{
    regions_map_from(out, session, 0);
}
