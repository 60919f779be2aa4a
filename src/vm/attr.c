/* attr - what the attribute of a run says about its pages. */
#include "vm/types.h"

enum vm_class vm_attr_class(vm_attr a)
{
    static const uint8_t of_protect[8] = {
        VM_CLASS_NOACCESS, VM_CLASS_READ, VM_CLASS_WRITE, VM_CLASS_READ,
        VM_CLASS_EXECUTE, VM_CLASS_EXECUTE, VM_CLASS_EXECUTE_WRITE, VM_CLASS_EXECUTE_WRITE,
    };
    switch (vm_attr_state(a)) {
    case VM_FREE:
        return VM_CLASS_FREE;
    case VM_RESERVED:
        return VM_CLASS_RESERVED;
    case VM_COMMITTED:
        break;
    }
    if (a & VM_ATTR_GUARD)
        return VM_CLASS_GUARD;
    return (enum vm_class)of_protect[(a & VM_ATTR_PROTECT) >> VM_ATTR_PROTECT_SHIFT];
}
