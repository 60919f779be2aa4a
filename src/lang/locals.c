/* locals - the variables of a running program as people read them, looked up by the place where the
 * program stands. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#include "vm/view.h"

#include "layout.h"
#include "machine.h"
#include "type.h"
#include "value.h"

static bool holds(const struct code_local *local, uint32_t at)
{
    return local->scope.start <= at && at < local->scope.end;
}

/* An inner variable hides an outer one of its name: only the innermost can be named. */
static bool is_hidden(const struct code *code, size_t index, uint32_t at)
{
    for (size_t i = index + 1; i < code->local_count; i++)
        if (holds(&code->locals[i], at) && !strcmp(code->locals[i].name, code->locals[index].name))
            return true;
    return false;
}

static vm_addr address(const struct lang_machine *m, const struct code_local *local)
{
    return local->offset +
           (local->is_global ? layout_data(vm_space_machine(m->space)) : m->r.base);
}

static bool is_committed(const struct vm_space *space, vm_addr addr, uint64_t size)
{
    vm_page page = addr >> VM_PAGE_SHIFT;
    const vm_page last = (addr + size - 1) >> VM_PAGE_SHIFT;
    while (page <= last) {
        const struct vm_run run = vm_space_run(space, page);
        if (vm_attr_state(run.attr) != VM_COMMITTED)
            return false;
        page = run.end;
    }
    return true;
}

static void add_value(const struct lang_machine *m, const struct code_local *local, struct buf *out)
{
    const vm_addr addr = address(m, local);
    const size_t size = (size_t)local->type->size;
    if (!is_committed(m->space, addr, size)) {
        buf_add(out, "?");
        return;
    }
    uint8_t *const bytes = base_alloc(size);
    vm_space_peek(m->space, addr, bytes, size);
    value_format(out, local->type, bytes);
    free(bytes);
}

bool lang_machine_variable(const struct lang_machine *machine, size_t i, struct buf *scratch,
    struct lang_variable *ret)
{
    const struct code *const code = machine->code;
    if (!code || !machine->r.frame_count)
        return false;
    const uint32_t at = lang_machine_span(machine).start;
    size_t index = code->local_count;
    while (index-- > 0)
        if (holds(&code->locals[index], at) && !is_hidden(code, index, at) && i-- == 0)
            break;
    if (index == SIZE_MAX)
        return false;
    const struct code_local *const local = &code->locals[index];
    buf_clear(scratch);
    type_format(scratch, local->type);
    buf_addc(scratch, '\0');
    const size_t value = scratch->len;
    add_value(machine, local, scratch);
    *ret = (struct lang_variable){local->name, buf_text(scratch), buf_text(scratch) + value};
    return true;
}
