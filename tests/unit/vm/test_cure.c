/* test_cure - every rule is provoked; where it has a cure, the cure works in the same space, and
 * where it has none, that is said. The table names every rule of vm/rules.def. */
#include "vmtest.h"

/* Calls as data. */
#define A(addr_, size_, flags_, protect_)                                                          \
    {.id = VM_CALL_ALLOC, .addr = (addr_), .size = (size_), .flags = (flags_),                     \
        .protect = (protect_)}
#define F(addr_, size_, flags_)                                                                    \
    {.id = VM_CALL_FREE, .addr = (addr_), .size = (size_), .flags = (flags_)}
#define P(addr_, size_, protect_)                                                                  \
    {.id = VM_CALL_PROTECT, .addr = (addr_), .size = (size_), .protect = (protect_)}
#define ON(id_, addr_, size_) {.id = VM_CALL_##id_, .addr = (addr_), .size = (size_)}
#define WATCH(flags_, addr_, size_, capacity_)                                                     \
    {.id = VM_CALL_GET_WRITE_WATCH, .flags = (flags_), .addr = (addr_), .size = (size_),           \
        .capacity = (capacity_)}
#define IMAGE                                                                                      \
    {.id = VM_CALL_PLACE, .addr = 0x400000, .size = 0x3000, .kind = VM_KIND_IMAGE, .flags = COMMIT,\
        .protect = RO}
#define LARGE (RESERVE | COMMIT | VM_MEM_LARGE_PAGES)

enum { SETUP_MAX = 4 };
struct row {
    enum vm_rule rule;
    const char *machine;                                     /* NULL: x86 */
    struct vm_call setup[SETUP_MAX];
    struct vm_call call;                                     /* id NONE: the rule never refuses */
    struct vm_call cure;                                     /* id NONE: there is no cure */
};

#define RULE(name) .rule = VM_RULE_##name
static const struct row rows[] = {
    {RULE(GEN_2), .setup = {A(BASE, 0x10000, RESERVE | COMMIT, RW)},
        .call = F(BASE + 0x1000, 0x50000000, DECOMMIT), .cure = F(BASE + 0x1000, 0xF000, DECOMMIT)},
    {RULE(GEN_2), .setup = {A(BASE, 0x10000, RESERVE | COMMIT, RW)},
        .call = P(BASE, 0x50000000, RO), .cure = P(BASE, 0x10000, RO)},
    {RULE(GEN_2), .call = P(0x90000000, 0x1000, RO)},
    {RULE(GEN_10)},
    {RULE(GEN_11)},
    {RULE(GEN_12)},
    {RULE(PARAMS), .call = {.id = VM_CALL_PLACE}},
    {RULE(ALLOC_1), .call = A(BASE, 0, RESERVE, RW), .cure = A(BASE, 0x1000, RESERVE, RW)},
    {RULE(ALLOC_1), .setup = {A(BASE, 0x10000, RESERVE, RW)}, .call = A(BASE, 0, COMMIT, RW),
        .cure = A(BASE, 0x1000, COMMIT, RW)},
    {RULE(ALLOC_2), .call = A(BASE, 0x50000000, RESERVE, RW),
        .cure = A(BASE, 0x3FFE0000, RESERVE, RW)},
    {RULE(ALLOC_2), .setup = {A(BASE, 0x10000, RESERVE, RW)},
        .call = A(BASE, 0x50000000, COMMIT, RW), .cure = A(BASE, 0x10000, COMMIT, RW)},
    {RULE(ALLOC_2), .machine = "toy", .call = A(0, 0x200000, RESERVE, RW),
        .cure = A(0, 0xE0000, RESERVE, RW)},
    {RULE(ALLOC_3), .machine = "toy", .setup = {A(0x80000, 1, RESERVE, RW)},
        .call = A(0, 0xE0000, RESERVE, RW), .cure = A(0, 0x70000, RESERVE, RW)},
    {RULE(ALLOC_4), .call = A(0x1000, 0x1000, RESERVE, RW),
        .cure = A(0x10000, 0x1000, RESERVE, RW)},
    {RULE(ALLOC_4), .call = A(0x1000, 0x1000, COMMIT, RW), .cure = A(0, 0x1000, COMMIT, RW)},
    {RULE(ALLOC_5), .call = A(0x80000000, 0x1000, RESERVE, RW), .cure = A(0, 0x1000, RESERVE, RW)},
    {RULE(ALLOC_6), .call = A(BASE, 0x1000, VM_MEM_TOP_DOWN, RW),
        .cure = A(BASE, 0x1000, VM_MEM_TOP_DOWN | RESERVE, RW)},
    {RULE(ALLOC_6), .setup = {A(BASE, 0x1000, RESERVE, RW)}, .call = A(BASE, 0x1000, 0, RW),
        .cure = A(BASE, 0x1000, COMMIT, RW)},
    {RULE(ALLOC_7), .call = A(BASE, 0x1000, RESERVE | VM_MEM_FREE, RW),
        .cure = A(BASE, 0x1000, RESERVE, RW)},
    {RULE(ALLOC_7), .setup = {A(BASE, 0x1000, RESERVE, RW)}, .call = A(BASE, 0x1000, RELEASE, RW),
        .cure = F(BASE, 0, RELEASE)},
    {RULE(ALLOC_8), .setup = {A(BASE, 0x1000, RESERVE, RW)}, .call = A(BASE, 0x1000, DECOMMIT, RW),
        .cure = F(BASE, 0x1000, DECOMMIT)},
    {RULE(ALLOC_9), .call = A(BASE, 0x1000, RESERVE | VM_MEM_RESERVE_PLACEHOLDER, NOACCESS),
        .cure = A(BASE, 0x1000, RESERVE, NOACCESS)},
    {RULE(ALLOC_10), .setup = {A(BASE, 0x1000, RESERVE, RW)},
        .call = A(BASE, 0x1000, VM_MEM_RESET | COMMIT, RW),
        .cure = A(BASE, 0x1000, VM_MEM_RESET, RW)},
    {RULE(ALLOC_10), .call = A(BASE, 0x1000, VM_MEM_RESET | RESERVE, RW),
        .cure = A(BASE, 0x1000, RESERVE, RW)},
    {RULE(ALLOC_11), .call = A(BASE, 0x1000, VM_MEM_WRITE_WATCH | COMMIT, RW),
        .cure = A(BASE, 0x1000, VM_MEM_WRITE_WATCH | COMMIT | RESERVE, RW)},
    {RULE(ALLOC_12), .call = A(BASE, 0x1000, VM_MEM_PHYSICAL | RESERVE | COMMIT, RO),
        .cure = A(BASE, 0x1000, VM_MEM_PHYSICAL | RESERVE, RW)},
    {RULE(ALLOC_13), .setup = {A(BASE, 0x1000, VM_MEM_PHYSICAL | RESERVE, RW)},
        .call = A(BASE, 0x1000, COMMIT, RW)},
    {RULE(PROT_2), .call = A(BASE, 0x1000, RESERVE, RO | RW), .cure = A(BASE, 0x1000, RESERVE, RW)},
    {RULE(PROT_2), .call = A(BASE, 0x1000, RESERVE, 0), .cure = A(BASE, 0x1000, RESERVE, RW)},
    {RULE(PROT_2), .call = A(BASE, 0x1000, RESERVE, 0x12), .cure = A(BASE, 0x1000, RESERVE, 0x20)},
    {RULE(PROT_2), .setup = {A(BASE, 0x1000, RESERVE | COMMIT, RW)},
        .call = P(BASE, 0x1000, NOACCESS | RO), .cure = P(BASE, 0x1000, RO)},
    {RULE(PROT_3), .call = A(BASE, 0x1000, RESERVE, 0x08), .cure = A(BASE, 0x1000, RESERVE, RW)},
    {RULE(PROT_3), .setup = {A(BASE, 0x1000, RESERVE | COMMIT, RW)}, .call = P(BASE, 1, 0x80),
        .cure = P(BASE, 1, 0x40)},
    {RULE(PROT_5), .call = A(BASE, 0x1000, RESERVE, GUARD),
        .cure = A(BASE, 0x1000, RESERVE, RW | GUARD)},
    {RULE(PROT_6), .call = A(BASE, 0x1000, RESERVE, NOACCESS | GUARD),
        .cure = A(BASE, 0x1000, RESERVE, NOACCESS)},
    {RULE(PROT_7), .call = A(BASE, 0x1000, RESERVE, RW | GUARD | VM_PAGE_NOCACHE),
        .cure = A(BASE, 0x1000, RESERVE, RW | GUARD)},
    {RULE(PROT_8)},
    {RULE(PROT_10), .call = A(BASE, 0x1000, RESERVE, RW | 0x800),
        .cure = A(BASE, 0x1000, RESERVE, RW)},
    {RULE(ALLOC_20)},
    {RULE(ALLOC_22), .setup = {A(BASE, 0x10000, RESERVE, RW)},
        .call = A(BASE, 0x1000, RESERVE | COMMIT, RW), .cure = A(BASE, 0x1000, COMMIT, RW)},
    {RULE(ALLOC_22), .setup = {A(BASE, 0x1001, RESERVE, RW)},
        .call = A(BASE + 0x3000, 0x1000, RESERVE, RW),
        .cure = A(BASE + 0x10000, 0x1000, RESERVE, RW)},
    {RULE(ALLOC_22), .machine = "toy", .setup = {A(0x20000, 0xD0000, RESERVE, RW)},
        .call = A(0xE0000, 0x10000, RESERVE, RW), .cure = A(0, 0x10000, RESERVE, RW)},
    {RULE(ALLOC_24)},
    {RULE(ALLOC_25)},
    {RULE(ALLOC_31)},
    {RULE(ALLOC_32), .call = A(BASE, 0x1000, COMMIT, RW),
        .cure = A(BASE, 0x1000, COMMIT | RESERVE, RW)},
    {RULE(ALLOC_33), .setup = {A(BASE, 0x3000, RESERVE, RW)},
        .call = A(BASE + 0x1000, 0x3000, COMMIT, RW), .cure = A(BASE + 0x1000, 0x2000, COMMIT, RW)},
    {RULE(ALLOC_34), .setup = {A(BASE, 0x10000, RESERVE, RW), A(BASE + 0x10000, 1, RESERVE, RW)},
        .call = A(BASE + 0xF123, 0x1000, COMMIT, RW), .cure = A(BASE + 0xF123, 0xEDD, COMMIT, RW)},
    {RULE(ALLOC_36)},
    {RULE(ALLOC_37)},
    {RULE(ALLOC_38), .setup = {IMAGE}, .call = A(0x400000, 1, COMMIT, RW)},
    {RULE(ALLOC_41), .setup = {ON(SET_COMMIT_LIMIT, 0, 3), A(BASE, 0x1000, RESERVE | COMMIT, RW)},
        .call = A(0, 0x4000, COMMIT, RW), .cure = A(0, 0x2000, COMMIT, RW)},
    {RULE(ALLOC_41), .setup = {ON(SET_COMMIT_LIMIT, 0, 0)},
        .call = A(BASE, 0x4000, RESERVE | COMMIT, RW), .cure = A(BASE, 0x4000, RESERVE, RW)},
    {RULE(ALLOC_41), .setup = {ON(SET_COMMIT_LIMIT, 0, 0), A(BASE, 0x4000, RESERVE, RW)},
        .call = A(BASE, 0x4000, COMMIT, RW)},
    {RULE(RESET_1)},
    {RULE(RESET_4), .setup = {A(BASE, 0x3000, RESERVE, RW)},
        .call = A(BASE, 0x4000, VM_MEM_RESET, RW), .cure = A(BASE, 0x3000, VM_MEM_RESET, RW)},
    {RULE(RESET_4), .call = A(BASE, 0x4000, VM_MEM_RESET, RW)},
    {RULE(RESET_5), .setup = {IMAGE}, .call = A(0x400000, 1, VM_MEM_RESET, RW)},
    {RULE(RESET_7)},
    {RULE(RESET_8)},
    {RULE(RESET_9), .setup = {A(BASE, 0x1000, RESERVE | COMMIT, RW),
                        {.id = VM_CALL_WRITE, .addr = BASE, .size = 1, .data = "x"},
                        A(BASE, 0x1000, VM_MEM_RESET, RW), ON(PRESSURE, 0, 0)},
        .call = A(BASE, 0x1000, VM_MEM_RESET_UNDO, RW)},
    {RULE(RESET_10), .setup = {A(BASE, 0x1000, RESERVE, RW)},
        .call = A(BASE, 0x1000, VM_MEM_RESET_UNDO | COMMIT, RW),
        .cure = A(BASE, 0x1000, VM_MEM_RESET_UNDO, RW)},
    {RULE(RESET_11), .call = A(0, 0x1000, VM_MEM_RESET, RW)},
    {RULE(LARGE_1), .machine = "toy", .setup = {ON(SET_LOCK_PRIVILEGE, 0, 1)},
        .call = A(0, 0x10000, LARGE, RW), .cure = A(0, 0x10000, RESERVE | COMMIT, RW)},
    {RULE(LARGE_2), .setup = {ON(SET_LOCK_PRIVILEGE, 0, 1)},
        .call = A(0, 0x200000, RESERVE | VM_MEM_LARGE_PAGES, RW),
        .cure = A(0, 0x200000, LARGE, RW)},
    {RULE(LARGE_3), .setup = {ON(SET_LOCK_PRIVILEGE, 0, 1)},
        .call = A(0, 0x200000, LARGE | VM_MEM_WRITE_WATCH, RW), .cure = A(0, 0x200000, LARGE, RW)},
    {RULE(LARGE_4), .call = A(0, 0x200000, LARGE, RW),
        .cure = A(0, 0x200000, RESERVE | COMMIT, RW)},
    {RULE(LARGE_5), .setup = {ON(SET_LOCK_PRIVILEGE, 0, 1)},
        .call = A(BASE + 0x10000, 0x1000, LARGE, RW), .cure = A(BASE, 0x200000, LARGE, RW)},
    {RULE(LARGE_8), .setup = {ON(SET_LOCK_PRIVILEGE, 0, 1), A(BASE, 0x200000, LARGE, RW)},
        .call = P(BASE, 0x1000, RO)},
    {RULE(FREE_1)},
    {RULE(FREE_2), .setup = {A(BASE, 0x10000, RESERVE, RW)}, .call = F(BASE, 0x10000, RELEASE),
        .cure = F(BASE, 0, RELEASE)},
    {RULE(FREE_2), .setup = {A(BASE, 0x10000, RESERVE, RW)},
        .call = F(BASE + 0x5000, 0x1000, RELEASE), .cure = F(BASE, 0, RELEASE)},
    {RULE(FREE_2), .call = F(BASE, 0x10000, RELEASE)},
    {RULE(FREE_3), .setup = {A(BASE, 0x10000, RESERVE, RW)}, .call = F(BASE + 0x3000, 0, RELEASE),
        .cure = F(BASE, 0, RELEASE)},
    {RULE(FREE_5), .call = F(BASE, 0, RELEASE)},
    {RULE(FREE_6), .call = F(0, 0, RELEASE)},
    {RULE(FREE_7), .setup = {A(BASE, 0x10000, RESERVE, RW)}, .call = F(BASE, 0x1000, 0),
        .cure = F(BASE, 0x1000, DECOMMIT)},
    {RULE(FREE_7), .setup = {A(BASE, 0x10000, RESERVE, RW)}, .call = F(BASE, 0, 0),
        .cure = F(BASE, 0, RELEASE)},
    {RULE(FREE_8), .setup = {A(BASE, 0x10000, RESERVE, RW)}, .call = F(BASE, 0, VM_MEM_FREE),
        .cure = F(BASE, 0, RELEASE)},
    {RULE(FREE_9), .setup = {A(BASE, 0x10000, RESERVE, RW)},
        .call = F(BASE, 0x1000, RELEASE | DECOMMIT), .cure = F(BASE, 0, RELEASE)},
    {RULE(FREE_10)},
    {RULE(FREE_13), .setup = {A(BASE, 0x10000, RESERVE, RW)}, .call = F(BASE + 0x3000, 0, DECOMMIT),
        .cure = F(BASE, 0, DECOMMIT)},
    {RULE(FREE_14), .setup = {A(BASE, 0x10000, RESERVE, RW)},
        .call = F(BASE + 0x3000, 0x10000, DECOMMIT), .cure = F(BASE + 0x3000, 0xD000, DECOMMIT)},
    {RULE(FREE_15), .call = F(BASE, 0x1000, DECOMMIT)},
    {RULE(FREE_16), .setup = {IMAGE}, .call = F(0x400000, 0, DECOMMIT)},
    {RULE(FREE_17), .setup = {IMAGE}, .call = F(0x400000, 0, RELEASE)},
    {RULE(PH_10), .setup = {A(BASE, 0x1000, RESERVE, RW)}, .call = F(BASE, 0x1000, RELEASE | 2),
        .cure = F(BASE, 0, RELEASE)},
    {RULE(PH_12), .setup = {A(BASE, 0x1000, RESERVE, RW)}, .call = F(BASE, 0, RELEASE | 2),
        .cure = F(BASE, 0, RELEASE)},
    {RULE(PH_14), .setup = {A(BASE, 0x1000, RESERVE, RW)}, .call = F(BASE, 0x1000, RELEASE | 1),
        .cure = F(BASE, 0, RELEASE)},
    {RULE(PH_15), .setup = {A(BASE, 0x1000, RESERVE, RW)}, .call = F(BASE, 0x1000, 1),
        .cure = F(BASE, 0, RELEASE)},
    {RULE(PROTECT_1)},
    {RULE(PROTECT_2), .setup = {A(BASE, 0x4000, RESERVE, RW), A(BASE, 0x2000, COMMIT, RW)},
        .call = P(BASE + 0x800, 0x4000 - 0x800, RO), .cure = P(BASE + 0x800, 0x1800, RO)},
    {RULE(PROTECT_2), .setup = {A(BASE, 0x4000, RESERVE, RW)}, .call = P(BASE, 0x2000, RO),
        .cure = A(BASE, 0x2000, COMMIT, RO)},
    {RULE(PROTECT_3), .setup = {A(BASE, 0x4000, RESERVE | COMMIT, RW)},
        .call = P(BASE + 0x1000, 0x4000, RO), .cure = P(BASE + 0x1000, 0x3000, RO)},
    {RULE(PROTECT_3), .call = P(BASE, 0x1000, RO)},
    {RULE(PROTECT_4), .setup = {A(BASE, 0x10000, RESERVE | COMMIT, RW),
                          A(BASE + 0x10000, 0x1000, RESERVE | COMMIT, RW)},
        .call = P(BASE + 0xF000, 0x2000, RO), .cure = P(BASE + 0xF000, 0x1000, RO)},
    {RULE(PROTECT_5), .setup = {A(BASE, 0x1000, RESERVE | COMMIT, RW)},
        .call = {.id = VM_CALL_PROTECT, .addr = BASE, .size = 1, .protect = RO,
            .out_missing = true},
        .cure = P(BASE, 1, RO)},
    {RULE(PROTECT_7), .setup = {A(BASE, 0x1000, RESERVE | COMMIT, RW)}, .call = P(BASE, 0, RO),
        .cure = P(BASE, 0x1000, RO)},
    {RULE(QUERY_1), .call = ON(QUERY, 0x80000000, 28), .cure = ON(QUERY, 0x7FFEFFFF, 28)},
    {RULE(QUERY_4), .call = ON(QUERY, BASE, 27), .cure = ON(QUERY, BASE, 28)},
    {RULE(QUERY_4), .machine = "x64", .call = ON(QUERY, BASE, 28), .cure = ON(QUERY, BASE, 48)},
    {RULE(QUERY_5), .call = {.id = VM_CALL_QUERY, .addr = BASE, .size = 28, .out_missing = true},
        .cure = ON(QUERY, BASE, 28)},
    {RULE(QUERY_8)},
    {RULE(QUERY_9)},
    {RULE(CHG_1)},
    {RULE(CHG_2)},
    {RULE(CHG_3)},
    {RULE(CHG_5)},
    {RULE(CHG_9)},
    {RULE(WS_1), .call = ON(SET_WORKING_SET, 0, 0), .cure = ON(SET_WORKING_SET, 0, 20)},
    {RULE(ACC_FREE), .call = ON(READ, BASE, 4), .cure = A(BASE, 4, RESERVE | COMMIT, RW)},
    {RULE(ACC_RESERVED), .setup = {A(BASE, 0x4000, RESERVE, RW)},
        .call = ON(READ, BASE + 0x1000, 1), .cure = A(BASE + 0x1000, 1, COMMIT, RW)},
    {RULE(ACC_NOACCESS), .setup = {A(BASE, 0x1000, RESERVE | COMMIT, NOACCESS)},
        .call = ON(READ, BASE, 1), .cure = P(BASE, 1, RO)},
    {RULE(ACC_WRITE), .setup = {A(BASE, 0x1000, RESERVE | COMMIT, RO)},
        .call = {.id = VM_CALL_WRITE, .addr = BASE, .size = 1, .data = "x"},
        .cure = P(BASE, 1, RW)},
    {RULE(ACC_WRITE), .setup = {A(BASE, 0x1000, RESERVE | COMMIT, VM_PAGE_EXECUTE)},
        .call = {.id = VM_CALL_WRITE, .addr = BASE, .size = 1, .data = "x"},
        .cure = P(BASE, 1, RW)},
    {RULE(ACC_EXECUTE), .setup = {A(BASE, 0x1000, RESERVE | COMMIT, RO)},
        .call = ON(EXECUTE, BASE, 1), .cure = P(BASE, 1, VM_PAGE_EXECUTE_READ)},
    {RULE(ACC_EXECUTE), .setup = {A(BASE, 0x1000, RESERVE | COMMIT, RW)},
        .call = ON(EXECUTE, BASE, 1), .cure = P(BASE, 1, VM_PAGE_EXECUTE_READ)},
    {RULE(ACC_1), .setup = {A(BASE, 0x2000, RESERVE | COMMIT, RW | GUARD)},
        .call = ON(READ, BASE + 0x1004, 1), .cure = P(BASE + 0x1000, 0x1000, RW)},
    {RULE(ACC_2)},
    {RULE(ACC_5)},
    {RULE(ACC_ALLOWED)},
    {RULE(ACC_CANONICAL), .machine = "x64", .call = ON(READ, UINT64_C(1) << 50, 1)},
    {RULE(ACC_KERNEL), .call = ON(READ, 0x80000000, 1)},
    {RULE(LOCK_1)},
    {RULE(LOCK_2), .setup = {A(BASE, 0x1000, RESERVE | COMMIT, RO | GUARD)},
        .call = ON(LOCK, BASE, 0x1000), .cure = ON(LOCK, BASE, 0x1000)},
    {RULE(LOCK_3), .setup = {A(BASE, 0x4000, RESERVE, RW), A(BASE, 0x2000, COMMIT, RW)},
        .call = ON(LOCK, BASE, 0x4000), .cure = ON(LOCK, BASE, 0x2000)},
    {RULE(LOCK_3), .setup = {A(BASE, 0x4000, RESERVE, RW)},
        .call = ON(LOCK, BASE, 0x4000), .cure = A(BASE, 0x4000, COMMIT, RW)},
    {RULE(LOCK_4), .setup = {A(BASE, 0x1000, RESERVE | COMMIT, NOACCESS)},
        .call = ON(LOCK, BASE, 0x1000), .cure = P(BASE, 0x1000, RO)},
    {RULE(LOCK_5), .setup = {A(BASE, 0x1000, RESERVE | COMMIT, RW)},
        .call = ON(LOCK, BASE, 0), .cure = ON(LOCK, BASE, 0x1000)},
    {RULE(LOCK_6), .setup = {A(BASE, 0x100000, RESERVE | COMMIT, RW), ON(LOCK, BASE, 0x2000)},
        .call = ON(LOCK, BASE + 0x10000, 0x30000), .cure = ON(LOCK, BASE + 0x10000, 0x28000)},
    {RULE(LOCK_9)},
    {RULE(LOCK_11), .setup = {A(BASE, 0x1000, VM_MEM_PHYSICAL | RESERVE, RW)},
        .call = ON(LOCK, BASE, 0x1000)},
    {RULE(UNLOCK_1)},
    {RULE(UNLOCK_2), .setup = {A(BASE, 0x3000, RESERVE | COMMIT, RW), ON(LOCK, BASE, 0x2000)},
        .call = ON(UNLOCK, BASE, 0x3000), .cure = ON(UNLOCK, BASE, 0x2000)},
    {RULE(UNLOCK_2), .setup = {A(BASE, 0x3000, RESERVE | COMMIT, RW)},
        .call = ON(UNLOCK, BASE, 0x3000)},
    {RULE(UNLOCK_3), .setup = {A(BASE, 0x1000, RESERVE | COMMIT, RW), ON(LOCK, BASE, 0x1000)},
        .call = ON(UNLOCK, BASE, 0x2000), .cure = ON(UNLOCK, BASE, 0x1000)},
    {RULE(UNLOCK_4), .setup = {A(BASE, 0x1000, RESERVE | COMMIT, RW), ON(LOCK, BASE, 0x1000)},
        .call = ON(UNLOCK, BASE, 0), .cure = ON(UNLOCK, BASE, 0x1000)},
#define WATCHED A(BASE, 0x10000, RESERVE | COMMIT | VM_MEM_WRITE_WATCH, RW)
    {RULE(WW_2)},
    {RULE(WW_4)},
    {RULE(WW_6)},
    {RULE(WW_RESET)},
    {RULE(WW_FLAGS), .setup = {WATCHED}, .call = WATCH(2, BASE, 0x1000, 8),
        .cure = WATCH(0, BASE, 0x1000, 8)},
    {RULE(WW_REGION), .setup = {A(BASE, 0x1000, RESERVE, RW)}, .call = WATCH(0, BASE, 0x1000, 8)},
    {RULE(WW_SIZE), .setup = {WATCHED}, .call = WATCH(0, BASE, 0, 8),
        .cure = WATCH(0, BASE, 0x1000, 8)},
    {RULE(WW_RANGE), .setup = {WATCHED}, .call = WATCH(0, BASE, 0x20000, 8),
        .cure = WATCH(0, BASE, 0x10000, 8)},
    {RULE(WW_COUNT), .setup = {WATCHED}, .call = WATCH(0, BASE, 0x4000, 0),
        .cure = WATCH(0, BASE, 0x4000, 5)},
    {RULE(WW_10), .setup = {WATCHED},
        .call = {.id = VM_CALL_GET_WRITE_WATCH, .addr = BASE, .size = 1, .capacity = 1,
            .out_missing = true},
        .cure = WATCH(0, BASE, 1, 1)},
    {RULE(WW_RESET_SIZE), .setup = {WATCHED}, .call = ON(RESET_WRITE_WATCH, BASE, 0),
        .cure = ON(RESET_WRITE_WATCH, BASE, 0x1000)},
};
enum { ROWS = sizeof rows / sizeof *rows };

static void calls_are_equal(const struct vm_call *a, const struct vm_call *b)
{
    assert_int_equal(a->id, b->id);
    assert_int_equal(a->addr, b->addr);
    assert_int_equal(a->size, b->size);
    assert_int_equal(a->flags, b->flags);
    assert_int_equal(a->protect, b->protect);
    assert_int_equal(a->capacity, b->capacity);
    assert_int_equal(a->out_missing, b->out_missing);
}

/* Provokes the rule in lab; false where the row has no failing call. */
static void provoke(struct lab *lab, const struct row *row)
{
    for (size_t i = 0; i < SETUP_MAX && row->setup[i].id != VM_CALL_NONE; i++)
        lab_ok(lab, row->setup[i]);
    const struct vm_result r = lab_do(lab, row->call);
    assert_string_equal(vm_rule_id(r.reason.rule), vm_rule_id(row->rule));
    assert_int_equal(r.reason.rule, row->rule);
    assert_int_not_equal(r.status, VM_STATUS_SUCCESS);
    assert_false(r.reason.has_page && r.reason.param);
}

TEST(cures_work_where_the_rule_failed)
{
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        const struct row *row = &rows[i];
        if (row->call.id == VM_CALL_NONE)
            continue;
        struct lab lab = lab_open(row->machine ? row->machine : "x86");
        provoke(&lab, row);
        struct vm_call cure = {0};
        const bool cured = vm_cure(lab.space, &lab.change, &cure);
        if (cured != (row->cure.id != VM_CALL_NONE))
            print_error("row %zu, %s\n", i, vm_rule_id(row->rule));
        assert_int_equal(cured, row->cure.id != VM_CALL_NONE);
        if (cured) {
            calls_are_equal(&cure, &row->cure);
            lab_ok(&lab, cure);
        }
        lab_close(&lab);
    }
}

TEST(every_rule_has_its_row)
{
    (void)state;
    for (unsigned rule = VM_RULE_NONE + 1; rule < VM_RULE_COUNT; rule++) {
        size_t found = 0;
        for (size_t i = 0; i < ROWS; i++)
            found += rows[i].rule == (enum vm_rule)rule;
        if (!found)
            print_error("%s has no row\n", vm_rule_id((enum vm_rule)rule));
        assert_true(found > 0);
    }
}

/* A rule without a failing call must not ask for arguments that nobody gives. */
TEST(sentences_of_rules_that_only_pass_have_no_arguments)
{
    (void)state;
    for (size_t i = 0; i < ROWS; i++)
        if (rows[i].call.id == VM_CALL_NONE)
            assert_null(strchr(vm_rule_msgid(rows[i].rule), '{'));
}

TEST(sentences_of_failures_use_the_arguments_of_the_reason)
{
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].call.id == VM_CALL_NONE)
            continue;
        struct lab lab = lab_open(rows[i].machine ? rows[i].machine : "x86");
        provoke(&lab, &rows[i]);
        for (const char *p = vm_rule_msgid(rows[i].rule); (p = strchr(p, '{')); p++) {
            assert_in_range(p[1], '0', '0' + VM_REASON_ARGS - 1);
            if (lab.change.result.reason.args[p[1] - '0'].kind == VM_ARG_NONE)
                print_error("%s lacks {%c}\n", vm_rule_id(rows[i].rule), p[1]);
            assert_int_not_equal(lab.change.result.reason.args[p[1] - '0'].kind, VM_ARG_NONE);
        }
        lab_close(&lab);
    }
}

TEST(several_mistakes_are_cured_together)
{
    LAB("x86");
    lab_do(lab, alloc(BASE, 0, RESERVE | VM_MEM_FREE, 0));
    struct vm_call cure;
    assert_true(vm_cure(lab->space, &lab->change, &cure));
    const struct vm_call want = A(BASE, 0x1000, RESERVE, RW);
    calls_are_equal(&cure, &want);
    DONE;
}

/* A cure is asked for on the space before the failing call, too. */
TEST(a_lock_stopped_by_a_guard_is_repeated)                  /* R-LOCK-2 */
{
    LAB("x86");
    const struct vm_call lock = ON(LOCK, BASE, 0x3000);
    struct vm_call cure;
    works(lab, alloc(BASE, 0x3000, RESERVE | COMMIT, RW));
    works(lab, protect(BASE + 0x1000, 0x1000, RO | GUARD));
    vm_plan(lab->space, &lock, &lab->change, NULL);
    assert_true(vm_cure(lab->space, &lab->change, &cure));
    calls_are_equal(&cure, &lock);
    vm_apply(lab->space, &lab->change);
    works(lab, cure);
    DONE;
}

TEST(an_alarm_that_never_rang_does_not_count)
{
    LAB("x86");
    struct vm_call cure;
    works(lab, alloc(BASE, 0x1000, RESERVE | COMMIT, RW | GUARD));
    lab_do(lab, (struct vm_call)ON(LOCK, BASE, 0));          /* a size would meet the guard */
    assert_true(vm_cure(lab->space, &lab->change, &cure));
    works(lab, cure);
    DONE;
}

TEST(two_guards_are_not_cured_by_repeating)
{
    LAB("x86");
    const struct vm_call lock = ON(LOCK, BASE, 0x2000), want = P(BASE, 0x1000, RW);
    struct vm_call cure;
    works(lab, alloc(BASE, 0x2000, RESERVE | COMMIT, RW | GUARD));
    vm_plan(lab->space, &lock, &lab->change, NULL);
    assert_true(vm_cure(lab->space, &lab->change, &cure));
    calls_are_equal(&cure, &want);
    DONE;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cures_work_where_the_rule_failed),
        cmocka_unit_test(every_rule_has_its_row),
        cmocka_unit_test(sentences_of_rules_that_only_pass_have_no_arguments),
        cmocka_unit_test(sentences_of_failures_use_the_arguments_of_the_reason),
        cmocka_unit_test(several_mistakes_are_cured_together),
        cmocka_unit_test(a_lock_stopped_by_a_guard_is_repeated),
        cmocka_unit_test(an_alarm_that_never_rang_does_not_count),
        cmocka_unit_test(two_guards_are_not_cured_by_repeating),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
