/* nouns - addresses, sizes, states and rules as people read them. */
#include "render/words.h"

#include <inttypes.h>

#include "lang/lang.h"

void render_address(struct buf *out, const struct vm_machine *machine, vm_addr addr)
{
    buf_addf(out, "%0*" PRIX64, (int)(machine->pointer_size * 2), addr);
}

void render_range(struct buf *out, const struct vm_machine *machine, vm_page first, vm_page end)
{
    render_address(out, machine, first << VM_PAGE_SHIFT);
    buf_addc(out, '-');
    render_address(out, machine, (end << VM_PAGE_SHIFT) - 1);
}

void render_pages(struct buf *out, uint64_t pages)
{
    struct buf number = {0};
    buf_addf(&number, "%" PRIu64, pages);
    const char *const args[] = {buf_text(&number)};
    render_fill(out, render_trn("{0} page", "{0} pages", pages), args, 1);
    buf_finish(&number);
}

/* Exact sizes are whole numbers; others are rounded, to one decimal below ten. */
void render_size(struct buf *out, uint64_t bytes)
{
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    if (bytes < 1024) {
        struct buf number = {0};
        buf_addf(&number, "%" PRIu64, bytes);
        const char *const args[] = {buf_text(&number)};
        render_fill(out, render_trn("{0} byte", "{0} bytes", bytes), args, 1);
        buf_finish(&number);
        return;
    }
    unsigned unit = 0;
    for (uint64_t left = bytes; unit < 5 && left >= UINT64_C(1023) * 1024 + 512; left >>= 10)
        unit++;
    const uint64_t one = UINT64_C(1) << (10 * (unit + 1));
    const uint64_t tenths = bytes / one * 10 + (bytes % one * 10 + one / 2) / one;
    if (bytes % one == 0)
        buf_addf(out, "%" PRIu64 " %s", bytes / one, units[unit]);
    else if (tenths < 100)
        buf_addf(out, "%" PRIu64 ".%" PRIu64 " %s", tenths / 10, tenths % 10, units[unit]);
    else
        buf_addf(out, "%" PRIu64 " %s", (tenths + 5) / 10, units[unit]);
}

void render_arg(struct buf *out, const struct vm_machine *machine, const struct vm_arg *arg)
{
    switch (arg->kind) {
    case VM_ARG_NONE:
        return;
    case VM_ARG_ADDRESS:
        render_address(out, machine, arg->value);
        return;
    case VM_ARG_BYTES:
        buf_addf(out, arg->value < 10 ? "%" PRIu64 : "0x%" PRIX64, arg->value);
        return;
    case VM_ARG_PAGES:
        render_pages(out, arg->value);
        return;
    case VM_ARG_NUMBER:
        buf_addf(out, "%" PRIu64, arg->value);
        return;
    case VM_ARG_MEM_FLAGS:
    case VM_ARG_FREE_FLAGS:
    case VM_ARG_PROTECT:
        lang_flags_format(out, arg->kind, (uint32_t)arg->value);
        return;
    case VM_ARG_STATE:
        buf_add(out, render_state_name((enum vm_state)arg->value));
        return;
    }
}

const char *render_class_name(enum vm_class class)
{
    static const char *const names[VM_CLASS_COUNT] = {
        [VM_CLASS_FREE] = N_("free"),
        [VM_CLASS_RESERVED] = N_("reserved"),
        [VM_CLASS_NOACCESS] = N_("no access"),
        [VM_CLASS_READ] = N_("read-only"),
        [VM_CLASS_WRITE] = N_("read-write"),
        [VM_CLASS_EXECUTE] = N_("execute"),
        [VM_CLASS_EXECUTE_WRITE] = N_("execute and write"),
        [VM_CLASS_GUARD] = N_("guard"),
    };
    return render_tr(names[class]);
}

const char *render_state_name(enum vm_state state)
{
    switch (state) {
    case VM_FREE:
        return render_tr(N_("free"));
    case VM_RESERVED:
        return render_tr(N_("reserved"));
    case VM_COMMITTED:
        return render_tr(N_("committed"));
    }
    return "";
}

static const char *protect_name(uint32_t protect)
{
    switch (protect & 0xFF) {
    case VM_PAGE_NOACCESS:
        return render_tr(N_("no access"));
    case VM_PAGE_READONLY:
        return render_tr(N_("read-only"));
    case VM_PAGE_READWRITE:
        return render_tr(N_("read-write"));
    case VM_PAGE_WRITECOPY:
        return render_tr(N_("copy on write"));
    case VM_PAGE_EXECUTE:
        return render_tr(N_("execute only"));
    case VM_PAGE_EXECUTE_READ:
        return render_tr(N_("execute and read"));
    case VM_PAGE_EXECUTE_READWRITE:
        return render_tr(N_("execute, read and write"));
    case VM_PAGE_EXECUTE_WRITECOPY:
        return render_tr(N_("execute, copy on write"));
    }
    return "";
}

void render_attr(struct buf *out, vm_attr attr)
{
    buf_add(out, render_state_name(vm_attr_state(attr)));
    if (vm_attr_state(attr) != VM_COMMITTED)
        return;
    buf_addf(out, ", %s", protect_name(vm_attr_protect(attr)));
    if (attr & VM_ATTR_GUARD)
        buf_addf(out, ", %s", render_tr(N_("guard")));
}

/* The rule's sentence, and which page broke it: page and state are left out where a parameter
 * was wrong. */
void render_reason(
    struct buf *out, const struct vm_machine *machine, const struct vm_reason *reason)
{
    if (reason->rule == VM_RULE_NONE)
        return;
    struct buf texts[VM_REASON_ARGS] = {{0}};
    const char *args[VM_REASON_ARGS];
    for (size_t i = 0; i < VM_REASON_ARGS; i++) {
        render_arg(&texts[i], machine, &reason->args[i]);
        args[i] = buf_text(&texts[i]);
    }
    render_fill(out, vm_rule_msgid(reason->rule), args, VM_REASON_ARGS);
    for (size_t i = 0; i < VM_REASON_ARGS; i++)
        buf_finish(&texts[i]);
    if (!reason->has_page)
        return;
    struct buf page = {0};
    struct buf state = {0};
    render_address(&page, machine, reason->page << VM_PAGE_SHIFT);
    render_attr(&state, reason->attr);
    const char *const where[] = {buf_text(&page), buf_text(&state)};
    buf_addc(out, ' ');
    render_fill(out, N_("(page {0}: {1})"), where, 2);
    buf_finish(&page);
    buf_finish(&state);
}
