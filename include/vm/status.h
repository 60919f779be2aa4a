/* status - the outcome of a simulated call: NTSTATUS, Win32 error, and the reason.
 *
 * Source  semantics 9.3; the rule ids are those of the semantics reference.
 * Words   Nothing here is a sentence for people: the msgids of VM_RULES stand here so that each
 *         rule has one, and render translates and fills them in.
 */
#ifndef VM_STATUS_H
#define VM_STATUS_H

#include "vm/types.h"

/* name, NTSTATUS, Win32 error number */
#define VM_STATUSES(X)                                                                             \
    X(SUCCESS, 0x00000000, 0)                                                                      \
    X(GUARD_PAGE_VIOLATION, 0x80000001, 0x80000001)                                                \
    X(INFO_LENGTH_MISMATCH, 0xC0000004, 24)                                                        \
    X(ACCESS_VIOLATION, 0xC0000005, 998)                                                           \
    X(INVALID_PARAMETER, 0xC000000D, 87)                                                           \
    X(NO_MEMORY, 0xC0000017, 8)                                                                    \
    X(CONFLICTING_ADDRESSES, 0xC0000018, 487)                                                      \
    X(UNABLE_TO_FREE_VM, 0xC000001A, 87)                                                           \
    X(UNABLE_TO_DELETE_SECTION, 0xC000001B, 87)                                                    \
    X(ALREADY_COMMITTED, 0xC0000021, 5)                                                            \
    X(NOT_LOCKED, 0xC000002A, 158)                                                                 \
    X(NOT_COMMITTED, 0xC000002D, 487)                                                              \
    X(INVALID_PAGE_PROTECTION, 0xC0000045, 87)                                                     \
    X(INCOMPATIBLE_FILE_MAP, 0xC000004D, 87)                                                       \
    X(PRIVILEGE_NOT_HELD, 0xC0000061, 1314)                                                        \
    X(INSUFFICIENT_RESOURCES, 0xC000009A, 1450)                                                    \
    X(FREE_VM_NOT_AT_BASE, 0xC000009F, 487)                                                        \
    X(MEMORY_NOT_ALLOCATED, 0xC00000A0, 487)                                                       \
    X(WORKING_SET_QUOTA, 0xC00000A1, 1453)                                                         \
    X(STACK_OVERFLOW, 0xC00000FD, 1001)                                                            \
    X(COMMITMENT_LIMIT, 0xC000012D, 1455)

#define VM_ENUM_STATUS(name, nt, error) VM_STATUS_##name,
enum vm_status { VM_STATUSES(VM_ENUM_STATUS) VM_STATUS_COUNT };
#undef VM_ENUM_STATUS

uint32_t vm_status_nt(enum vm_status status);                /* 0xC0000018 */
const char *vm_status_name(enum vm_status status);           /* "STATUS_CONFLICTING_ADDRESSES" */
uint32_t vm_status_error(enum vm_status status);             /* 487: the GetLastError value */
/* "ERROR_INVALID_ADDRESS"; NULL if unknown. */
const char *vm_error_name(uint32_t error);

/* The rules that a failure (or a note) can name: vm/rules.def, one VM_RULE(NAME, "R-...", mark,
 * msgid) a line. mark is CERTAIN, INFERRED or UNSPECIFIED (decided here; semantics section 12). */
#define VM_RULE(name, id, mark, msgid) VM_RULE_##name,
enum vm_rule {
    VM_RULE_NONE,
#include "vm/rules.def"
    VM_RULE_COUNT
};
#undef VM_RULE
enum vm_mark { VM_MARK_CERTAIN, VM_MARK_INFERRED, VM_MARK_UNSPECIFIED };

const char *vm_rule_id(enum vm_rule rule);                   /* "R-FREE-2" */
enum vm_rule vm_rule_find(const char *id);       /* case ignored; VM_RULE_NONE if unknown */
const char *vm_rule_msgid(enum vm_rule rule);    /* sentence with {0}.. for the reason's args */
enum vm_mark vm_rule_mark(enum vm_rule rule);

/* A typed argument of a sentence: render knows how to write each kind. */
enum vm_arg_kind {
    VM_ARG_NONE, VM_ARG_ADDRESS, VM_ARG_BYTES, VM_ARG_PAGES, VM_ARG_NUMBER,
    VM_ARG_MEM_FLAGS, VM_ARG_FREE_FLAGS, VM_ARG_PROTECT, VM_ARG_STATE
};
struct vm_arg {
    enum vm_arg_kind kind;
    uint64_t value;
};
enum { VM_REASON_ARGS = 4 };

/* Why a call failed. Page and state are left out (has_page false) where a parameter was wrong. */
struct vm_reason {
    enum vm_rule rule;             /* VM_RULE_NONE: the call succeeded and nothing needs saying */
    int param;                     /* number of the wrong parameter from 1; 0: no single one */
    bool has_page;
    vm_page page;                  /* the first page that broke the rule */
    vm_attr attr;                  /* what that page was */
    struct vm_arg args[VM_REASON_ARGS];
};

#endif
