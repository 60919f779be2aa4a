/* model_draw - random calls that meet each other, from a generator or from a fuzzer's bytes. */
#include "model.h"

#include <string.h>

enum { PAGE = VM_PAGE_SIZE, GRANULE = VM_GRANULE_SIZE, LARGE = 0x200000 };

static unsigned draw(struct model_source *s, unsigned below)
{
    if (s->data) {
        const unsigned byte = s->len ? *s->data : 0;
        s->data += s->len > 0;
        s->len -= s->len > 0;
        return byte % below;
    }
    s->state = s->state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(s->state >> 33) % below;
}

/* Mostly near the start of granules, so that calls meet. */
static vm_addr draw_addr(struct model_source *s, const struct vm_machine *machine)
{
    const unsigned granules = (unsigned)((machine->max_address + 1) / GRANULE);
    vm_addr addr = (vm_addr)draw(s, granules < 250 ? granules + 2 : 252) * GRANULE;
    if (draw(s, 2))
        addr += draw(s, 16) * (vm_addr)PAGE;
    static const uint16_t offsets[] = {0, 0, 0, 0, 0, 0, 1, 0x800, 0xFF9, 0xFFF};
    return addr + offsets[draw(s, 10)];
}

static uint64_t draw_size(struct model_source *s)
{
    switch (draw(s, 16)) {
    case 0:
        return draw(s, 3);
    case 1:
        return LARGE;
    case 2:
        return draw(s, 8) ? (uint64_t)draw(s, 256) * PAGE : UINT64_MAX;
    case 3:
        return 1 + draw(s, 255);
    }
    return (uint64_t)(1 + draw(s, 24)) * PAGE - (draw(s, 8) ? 0 : draw(s, 200));
}

static uint32_t draw_protect(struct model_source *s)
{
    static const uint32_t values[] = {1, 2, 4, 4, 4, 4, 0x10, 0x20, 0x40, 0x102, 0x104, 0x104,
        0x140, 0x204, 0x404, 0x202};
    static const uint32_t bad[] = {0, 3, 6, 8, 0x80, 0x88, 0x100, 0x101, 0x201, 0x304, 0x604, 0x804,
        0x40000020, 0x40000004};
    return draw(s, 12) ? values[draw(s, 16)] : bad[draw(s, 14)];
}

static uint32_t draw_type(struct model_source *s)
{
    static const uint32_t types[] = {VM_MEM_RESERVE, VM_MEM_RESERVE, VM_MEM_COMMIT, VM_MEM_COMMIT,
        VM_MEM_COMMIT, VM_MEM_COMMIT, VM_MEM_RESERVE | VM_MEM_COMMIT,
        VM_MEM_RESERVE | VM_MEM_COMMIT, VM_MEM_RESERVE | VM_MEM_COMMIT | VM_MEM_WRITE_WATCH,
        VM_MEM_RESERVE | VM_MEM_WRITE_WATCH, VM_MEM_RESET, VM_MEM_RESET, VM_MEM_RESET_UNDO,
        VM_MEM_RESERVE | VM_MEM_TOP_DOWN, VM_MEM_COMMIT | VM_MEM_TOP_DOWN,
        VM_MEM_RESERVE | VM_MEM_PHYSICAL, VM_MEM_RESERVE | VM_MEM_COMMIT | VM_MEM_LARGE_PAGES};
    const uint32_t type = types[draw(s, 17)];
    return draw(s, 24) ? type : type ^ 1u << draw(s, 32);
}

static uint32_t draw_free_type(struct model_source *s)
{
    static const uint32_t types[] = {0, VM_MEM_RELEASE | VM_MEM_DECOMMIT, VM_MEM_RELEASE | 1,
        VM_MEM_RELEASE | 2, 1, VM_MEM_FREE};
    if (!draw(s, 16))
        return types[draw(s, 6)];
    return draw(s, 3) ? VM_MEM_DECOMMIT : VM_MEM_RELEASE;
}

static enum vm_call_id draw_id(struct model_source *s)
{
    static const enum vm_call_id often[] = {VM_CALL_ALLOC, VM_CALL_ALLOC, VM_CALL_ALLOC,
        VM_CALL_ALLOC, VM_CALL_FREE, VM_CALL_FREE, VM_CALL_PROTECT, VM_CALL_PROTECT, VM_CALL_QUERY,
        VM_CALL_WRITE, VM_CALL_WRITE, VM_CALL_WRITE, VM_CALL_READ, VM_CALL_EXECUTE, VM_CALL_LOCK,
        VM_CALL_LOCK, VM_CALL_UNLOCK, VM_CALL_GET_WRITE_WATCH, VM_CALL_RESET_WRITE_WATCH,
        VM_CALL_PRESSURE};
    static const enum vm_call_id seldom[] = {
        VM_CALL_SET_COMMIT_LIMIT, VM_CALL_SET_LOCK_PRIVILEGE, VM_CALL_SET_WORKING_SET};
    return draw(s, 40) ? often[draw(s, 20)] : seldom[draw(s, 3)];
}

bool model_draw(struct model_source *s, const struct vm_machine *machine, struct vm_call *call,
    uint8_t bytes[8192])
{
    if (s->data && !s->len)
        return false;
    *call = (struct vm_call){.id = draw_id(s)};
    call->addr = draw(s, 24) ? draw_addr(s, machine) : 0;
    call->size = draw_size(s);
    call->protect = draw_protect(s);
    call->out_missing = !draw(s, 32);
    if (call->id == VM_CALL_ALLOC) {
        call->flags = draw_type(s);
        if (!draw(s, 4))
            call->addr = 0;
    } else if (call->id == VM_CALL_FREE) {
        call->flags = draw_free_type(s);
        if (call->flags == VM_MEM_RELEASE && draw(s, 8))
            call->size = 0;
    } else if (call->id == VM_CALL_GET_WRITE_WATCH) {
        call->flags = draw(s, 16) ? draw(s, 2) : draw(s, 8);
        call->capacity = draw(s, 4) ? 64 : draw(s, 4);
    } else if (call->id == VM_CALL_READ || call->id == VM_CALL_WRITE) {
        call->size = draw(s, 8) ? 1 + draw(s, 8) : draw(s, 2) * 4000u + draw(s, 200);
        for (size_t i = 0; i < 16; i++)
            memset(bytes + i * 512, (int)draw(s, 256), 512);
        call->data = call->id == VM_CALL_WRITE ? bytes : NULL;
    } else if (call->id == VM_CALL_SET_COMMIT_LIMIT) {
        call->size = draw(s, 3) ? VM_NO_LIMIT : draw(s, 200);
    } else if (call->id == VM_CALL_SET_LOCK_PRIVILEGE || call->id == VM_CALL_SET_WORKING_SET) {
        call->size = draw(s, 4) ? draw(s, 120) : draw(s, 2);
    }
    return true;
}
