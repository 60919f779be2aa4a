/* decisions - what the semantics reference leaves open (its section 12), decided once.
 *
 * A rule that rests on a decision has the mark UNSPECIFIED in vm/rules.def, and "why" says so.
 *
 *   rule         open point                               decided
 *   R-RESET-9    error of MEM_RESET_UNDO, data lost       487; nothing else is undone by the call
 *   R-RESET-5    error of MEM_RESET on a file view        5, as MEM_COMMIT there (R-ALLOC-38)
 *   R-RESET-7    when reset pages are discarded           never, until memory pressure is asked for
 *   R-RESET-10   MEM_RESET_UNDO of pages never reset      succeeds and does nothing
 *   R-RESET-11   MEM_RESET(_UNDO) with a NULL address     487
 *   R-FREE-6     VirtualFree(NULL, ...)                   487, page 0 is free
 *   R-LOCK-3..6  errors of VirtualLock                    998, 87, 1453
 *   R-LOCK-6     pages that can be locked                 minimum working set less 8: 42 of 50
 *   R-LOCK-6     pages locked however large that set      2^20 (4 GiB): a machine has an end
 *   R-PROTECT-7  VirtualProtect with size 0               87
 *   3.1          bad protection, and NULL for the old one 87, the protection is checked first
 *   R-LARGE-8    commit, protect in large pages           487
 *   R-LARGE-1    large pages on a machine without them    87, after the privilege
 *   1.1 step 10  address conflict, and commit limit       487, the conflict is found first
 *   R-GEN-2      top of 64-bit user space                 0x7FFFFFFEFFFF, Windows 8.1 and later
 */
#ifndef VM_DECISIONS_H
#define VM_DECISIONS_H

#include "vm/status.h"

enum {
    DECIDED_MIN_WORKING_SET = 50,                            /* pages of a new process [R-WS-1] */
    DECIDED_LEAST_WORKING_SET = 20,                          /* 1 to 19 are raised to it [R-WS-1] */
    DECIDED_LOCK_OVERHEAD = 8,                               /* [R-LOCK-6] */
    DECIDED_MOST_LOCKED = 1 << 20                            /* [R-LOCK-6] */
};
#define DECIDED_RESET_UNDO_LOST VM_STATUS_CONFLICTING_ADDRESSES
#define DECIDED_RESET_NULL VM_STATUS_CONFLICTING_ADDRESSES
#define DECIDED_FREE_NULL VM_STATUS_MEMORY_NOT_ALLOCATED
#define DECIDED_PROTECT_SIZE_0 VM_STATUS_INVALID_PARAMETER
#define DECIDED_LARGE_COMMIT VM_STATUS_CONFLICTING_ADDRESSES
#define DECIDED_LARGE_FREE VM_STATUS_MEMORY_NOT_ALLOCATED

#endif
