/* layout - lays the parts of a process into an empty space. [R-STK-1, R-GEN-4]
 *
 * x86 and x64 follow a program of Windows XP to 7 without randomisation: stack at 00030000, heap
 * at 00140000, image at 00400000 (x64: 140000000), shared user data at 7FFE0000. The toy machine
 * has 1 MiB: everything moves to its upper end.
 */
#include "layout.h"

#include "lang/lang.h"

enum {
    STACK_RESERVE = 1 << 20,
    STACK_COMMIT = 64 << 10,
    STACK_GUARD = VM_PAGE_SIZE,
    STACK_START = 0x400, /* bytes at the top that the start of the thread has used */
    IMAGE_HEADERS = VM_PAGE_SIZE,
    IMAGE_CODE = 2 * VM_PAGE_SIZE,
    IMAGE_DATA = 64 << 10,
    HEAP_RESERVE = 1 << 20,
    HEAP_COMMIT = 4 * VM_PAGE_SIZE,
    TOY_STACK_RESERVE = 64 << 10,
    TOY_STACK_COMMIT = 16 << 10,
    TOY_IMAGE_DATA = 16 << 10,
    TOY_HEAP_RESERVE = 64 << 10
};
#define SHARED_USER_DATA 0x7FFE0000u

struct process {
    vm_addr image, stack, heap; /* lowest bytes */
    uint64_t data, stack_reserve, stack_commit, heap_reserve;
};

static struct process process_on(const struct vm_machine *machine)
{
    if (machine->max_address < SHARED_USER_DATA)
        return (struct process){0xC0000, 0xA0000, 0xB0000, TOY_IMAGE_DATA, TOY_STACK_RESERVE,
            TOY_STACK_COMMIT, TOY_HEAP_RESERVE};
    return (struct process){machine->pointer_size == 8 ? 0x140000000 : 0x400000, 0x30000, 0x140000,
        IMAGE_DATA, STACK_RESERVE, STACK_COMMIT, HEAP_RESERVE};
}

vm_addr layout_data(const struct vm_machine *machine)
{
    return process_on(machine).image + IMAGE_HEADERS + IMAGE_CODE;
}

uint64_t layout_data_size(const struct vm_machine *machine)
{
    return process_on(machine).data;
}

vm_addr layout_stack_low(const struct vm_machine *machine)
{
    const struct process p = process_on(machine);
    return p.stack + p.stack_reserve - p.stack_commit;
}

vm_addr layout_stack_top(const struct vm_machine *machine)
{
    const struct process p = process_on(machine);
    return p.stack + p.stack_reserve - STACK_START;
}

struct hand {
    struct vm_space *space;
    const struct lang_listener *listener;
    vm_addr next; /* where a joined part begins */
};

static void place(struct hand *hand, enum vm_kind kind, bool joined, uint64_t size, uint32_t state,
    uint32_t protect)
{
    struct vm_change change = {0};
    const struct vm_call call = {.id = VM_CALL_PLACE,
        .addr = hand->next,
        .size = size,
        .kind = kind,
        .flags = state,
        .protect = protect,
        .joined = joined};
    vm_plan(hand->space, &call, &change, NULL);
    vm_apply(hand->space, &change);
    if (hand->listener && hand->listener->on_change)
        hand->listener->on_change(
            hand->listener->ctx, LANG_EVENT_CALL, (struct lang_span){0, 0}, &change);
    vm_change_finish(&change);
    hand->next += size;
}

void lang_layout_process(struct vm_space *space, const struct lang_listener *listener)
{
    const struct vm_machine *machine = vm_space_machine(space);
    const struct process p = process_on(machine);
    struct hand hand = {space, listener, p.stack};
    place(&hand, VM_KIND_STACK, false, p.stack_reserve - p.stack_commit - STACK_GUARD,
        VM_MEM_RESERVE, VM_PAGE_READWRITE);
    place(
        &hand, VM_KIND_STACK, true, STACK_GUARD, VM_MEM_COMMIT, VM_PAGE_READWRITE | VM_PAGE_GUARD);
    place(&hand, VM_KIND_STACK, true, p.stack_commit, VM_MEM_COMMIT, VM_PAGE_READWRITE);

    hand.next = p.heap;
    place(&hand, VM_KIND_PRIVATE, false, HEAP_COMMIT, VM_MEM_COMMIT, VM_PAGE_READWRITE);
    place(&hand, VM_KIND_PRIVATE, true, p.heap_reserve - HEAP_COMMIT, VM_MEM_RESERVE,
        VM_PAGE_READWRITE);

    hand.next = p.image;
    place(&hand, VM_KIND_IMAGE, false, IMAGE_HEADERS, VM_MEM_COMMIT, VM_PAGE_READONLY);
    place(&hand, VM_KIND_IMAGE, true, IMAGE_CODE, VM_MEM_COMMIT, VM_PAGE_EXECUTE_READ);
    place(&hand, VM_KIND_IMAGE, true, p.data, VM_MEM_COMMIT, VM_PAGE_READWRITE);

    if (machine->max_address < SHARED_USER_DATA)
        return;
    hand.next = SHARED_USER_DATA;
    place(&hand, VM_KIND_PRIVATE, false, VM_PAGE_SIZE, VM_MEM_COMMIT, VM_PAGE_READONLY);
}
