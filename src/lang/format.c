/* format - calls and flags as C text, for echo, cures and history. */
#include <string.h>

#include "base/buf.h"
#include "lang/lang.h"

#include "functions.h"

struct flag {
    const char *name;
    uint32_t value;
};
/* In the order in which people write them; values that mean different things in different places
 * stand in one list only. */
static const struct flag alloc_flags[] = {
    {"MEM_RESERVE", VM_MEM_RESERVE}, {"MEM_COMMIT", VM_MEM_COMMIT}, {"MEM_RESET", VM_MEM_RESET},
    {"MEM_RESET_UNDO", VM_MEM_RESET_UNDO}, {"MEM_TOP_DOWN", VM_MEM_TOP_DOWN},
    {"MEM_WRITE_WATCH", VM_MEM_WRITE_WATCH}, {"MEM_PHYSICAL", VM_MEM_PHYSICAL},
    {"MEM_LARGE_PAGES", VM_MEM_LARGE_PAGES}, {"MEM_4MB_PAGES", (uint32_t)VM_MEM_4MB_PAGES},
    {"MEM_ROTATE", VM_MEM_ROTATE}, {"MEM_DECOMMIT", VM_MEM_DECOMMIT},
    {"MEM_RELEASE", VM_MEM_RELEASE},
    {"MEM_RESERVE_PLACEHOLDER", VM_MEM_RESERVE_PLACEHOLDER},
};
static const struct flag free_flags[] = {
    {"MEM_DECOMMIT", VM_MEM_DECOMMIT}, {"MEM_RELEASE", VM_MEM_RELEASE},
    {"MEM_COALESCE_PLACEHOLDERS", VM_MEM_COALESCE_PLACEHOLDERS},
    {"MEM_PRESERVE_PLACEHOLDER", VM_MEM_PRESERVE_PLACEHOLDER},
    {"MEM_COMMIT", VM_MEM_COMMIT}, {"MEM_RESERVE", VM_MEM_RESERVE},
};
static const struct flag state_flags[] = {
    {"MEM_COMMIT", VM_MEM_COMMIT}, {"MEM_RESERVE", VM_MEM_RESERVE}, {"MEM_FREE", VM_MEM_FREE},
    {"MEM_PRIVATE", VM_MEM_PRIVATE}, {"MEM_MAPPED", VM_MEM_MAPPED}, {"MEM_IMAGE", VM_MEM_IMAGE},
};
#define FORMAT_PAGE(name, value) {#name, value},
static const struct flag page_flags[] = {VM_PAGE_FLAGS(FORMAT_PAGE)};

static void add_flags(struct buf *out, const struct flag *flags, size_t count, uint32_t value)
{
    const char *between = "";
    for (size_t i = 0; i < count; i++)
        if (value & flags[i].value) {
            buf_addf(out, "%s%s", between, flags[i].name);
            between = " | ";
            value &= ~flags[i].value;
        }
    if (value != 0 || between[0] == '\0')
        buf_addf(out, value < 10 ? "%s%X" : "%s0x%X", between, (unsigned)value);
}

#define COUNT(array) (sizeof array / sizeof *array)

void lang_flags_format(struct buf *out, enum vm_arg_kind kind, uint32_t flags)
{
    switch (kind) {
    case VM_ARG_MEM_FLAGS:
        add_flags(out, alloc_flags, COUNT(alloc_flags), flags);
        break;
    case VM_ARG_FREE_FLAGS:
        add_flags(out, free_flags, COUNT(free_flags), flags);
        break;
    case VM_ARG_PROTECT:
        add_flags(out, page_flags, COUNT(page_flags), flags);
        break;
    case VM_ARG_STATE:
        add_flags(out, state_flags, COUNT(state_flags), flags);
        break;
    case VM_ARG_NONE: case VM_ARG_ADDRESS: case VM_ARG_BYTES: case VM_ARG_PAGES: case VM_ARG_NUMBER:
        add_flags(out, NULL, 0, flags);
        break;
    }
}

static void add_number(struct buf *out, uint64_t value)
{
    buf_addf(out, value < 10 ? "%llX" : "0x%llX", (unsigned long long)value);
}

static void add_address(struct buf *out, vm_addr addr)
{
    if (addr == 0)
        buf_add(out, "NULL");
    else
        add_number(out, addr);
}

static void add_region(struct buf *out, const struct vm_call *call)
{
    add_address(out, call->addr);
    buf_add(out, ", ");
    add_number(out, call->size);
}

/* What was written: a byte as a number, more as a text. */
static void add_data(struct buf *out, const struct vm_call *call)
{
    enum { MOST = 32 };
    const unsigned char *data = call->data;
    if (!data) {
        buf_add(out, call->size == 1 ? "..." : "\"...\"");
    } else if (call->size == 1) {
        buf_addf(out, "%u", data[0]);
    } else {
        buf_addc(out, '"');
        for (uint64_t i = 0; i < call->size && i < MOST; i++)
            if (data[i] == '"' || data[i] == '\\')
                buf_addf(out, "\\%c", data[i]);
            else if (data[i] < 0x20 || data[i] >= 0x7F)
                buf_addf(out, "\\%03o", data[i]);
            else
                buf_addc(out, (char)data[i]);
        buf_add(out, call->size > MOST ? "...\"" : "\"");
    }
}

static const char *name_of(enum vm_call_id id)
{
    for (int f = FUNCTION_NONE + 1; f < FUNCTION_COUNT; f++)
        if (function_info((enum function_id)f)->call == id)
            return function_info((enum function_id)f)->name;
    return "";
}

static void add_arguments(struct buf *out, const struct vm_machine *machine,
    const struct vm_call *call)
{
    switch (call->id) {
    case VM_CALL_ALLOC:
        add_region(out, call);
        buf_add(out, ", ");
        lang_flags_format(out, VM_ARG_MEM_FLAGS, call->flags);
        buf_add(out, ", ");
        lang_flags_format(out, VM_ARG_PROTECT, call->protect);
        break;
    case VM_CALL_FREE:
        add_region(out, call);
        buf_add(out, ", ");
        lang_flags_format(out, VM_ARG_FREE_FLAGS, call->flags);
        break;
    case VM_CALL_PROTECT:
        add_region(out, call);
        buf_add(out, ", ");
        lang_flags_format(out, VM_ARG_PROTECT, call->protect);
        buf_add(out, call->out_missing ? ", NULL" : ", &old");
        break;
    case VM_CALL_QUERY:
        add_address(out, call->addr);
        buf_add(out, call->out_missing ? ", NULL, " : ", &info, ");
        if (call->size == (machine->pointer_size == 8 ? 48 : 28))
            buf_add(out, "sizeof info");
        else
            buf_addf(out, "%llu", (unsigned long long)call->size);
        break;
    case VM_CALL_GET_WRITE_WATCH:
        if (call->flags == VM_WRITE_WATCH_FLAG_RESET)
            buf_add(out, "WRITE_WATCH_FLAG_RESET");
        else
            add_number(out, call->flags);
        buf_add(out, ", ");
        add_region(out, call);
        /* Without the places for the answer, which only a program has: so it can be typed. */
        if (call->out_missing)
            buf_add(out, ", NULL, &count, &granularity");
        else if (call->capacity != UINT64_MAX)
            buf_addf(out, ", %llu", (unsigned long long)call->capacity);
        break;
    case VM_CALL_LOCK: case VM_CALL_UNLOCK: case VM_CALL_RESET_WRITE_WATCH:
        add_region(out, call);
        break;
    case VM_CALL_READ:
        if (call->size > 1)
            add_region(out, call);
        else
            add_address(out, call->addr);
        break;
    case VM_CALL_WRITE:
        add_address(out, call->addr);
        buf_add(out, ", ");
        add_data(out, call);
        break;
    case VM_CALL_EXECUTE:
        add_address(out, call->addr);
        break;
    case VM_CALL_NONE: case VM_CALL_SET_COMMIT_LIMIT: case VM_CALL_SET_LOCK_PRIVILEGE:
    case VM_CALL_SET_WORKING_SET: case VM_CALL_PRESSURE: case VM_CALL_PLACE:
        break;
    }
}

void lang_call_format(struct buf *out, const struct vm_machine *machine, const struct vm_call *call)
{
    switch (call->id) {
    case VM_CALL_NONE:
        break;
    case VM_CALL_SET_COMMIT_LIMIT:
        if (call->size == VM_NO_LIMIT)
            buf_add(out, "limit none");
        else
            buf_addf(out, "limit %llup", (unsigned long long)call->size);
        break;
    case VM_CALL_SET_LOCK_PRIVILEGE:
        buf_add(out, call->size ? "privilege on" : "privilege off");
        break;
    case VM_CALL_SET_WORKING_SET:
        buf_addf(out, "workingset %llu", (unsigned long long)call->size);
        break;
    case VM_CALL_PRESSURE:
        buf_add(out, "pressure");
        break;
    case VM_CALL_PLACE:
        buf_add(out, "place ");
        add_region(out, call);
        break;
    case VM_CALL_ALLOC: case VM_CALL_FREE: case VM_CALL_PROTECT: case VM_CALL_QUERY:
    case VM_CALL_LOCK:
    case VM_CALL_UNLOCK: case VM_CALL_GET_WRITE_WATCH: case VM_CALL_RESET_WRITE_WATCH:
    case VM_CALL_READ:
    case VM_CALL_WRITE: case VM_CALL_EXECUTE:
        buf_addf(out, "%s(", name_of(call->id));
        add_arguments(out, machine, call);
        buf_addc(out, ')');
        break;
    }
}
