/* call - one call on a space, as data: what lang builds, plan checks, why repeats, cures propose.
 *
 * Every verb of the manager is one enum vm_call_id, with the fields that the verb uses beside it.
 */
#ifndef VM_CALL_H
#define VM_CALL_H

#include <stddef.h>

#include "vm/status.h"

enum vm_call_id {
    VM_CALL_NONE,
    VM_CALL_ALLOC,                 /* VirtualAlloc(addr, size, flags, protect) */
    VM_CALL_FREE,                  /* VirtualFree(addr, size, flags) */
    VM_CALL_PROTECT,               /* VirtualProtect(addr, size, protect, &old)     out_missing */
    VM_CALL_QUERY,                 /* VirtualQuery(addr, &info, size = dwLength)    out_missing */
    VM_CALL_LOCK,                  /* VirtualLock(addr, size) */
    VM_CALL_UNLOCK,                /* VirtualUnlock(addr, size) */
    VM_CALL_GET_WRITE_WATCH,       /* GetWriteWatch(flags, addr, size,
                                    * pages[capacity], ..)                          out_missing */
    VM_CALL_RESET_WRITE_WATCH,     /* ResetWriteWatch(addr, size) */
    VM_CALL_READ,                  /* a read of size bytes at addr */
    VM_CALL_WRITE,                 /* a write of size bytes at addr; they stand in data,
                                    * borrowed until planned */
    VM_CALL_EXECUTE,               /* an instruction fetch at addr */
    /* what the lab can do to the machine around the process; undone like any call */
    VM_CALL_SET_COMMIT_LIMIT,      /* size = pages, VM_NO_LIMIT for none      [R-CHG-9] */
    VM_CALL_SET_LOCK_PRIVILEGE,    /* size = 0 or 1: SeLockMemoryPrivilege    [R-LARGE-4] */
    VM_CALL_SET_WORKING_SET,       /* size = pages of the minimum    [R-LOCK-6, R-WS-1] */
    VM_CALL_PRESSURE,              /* discards what MEM_RESET gave up         [R-RESET-7] */
    VM_CALL_PLACE                  /* for the start of a process: lays size bytes at addr
                                    * of kind, flags (MEM_COMMIT or MEM_RESERVE), protect;
                                    * part of the allocation below if joined */
};
#define VM_NO_LIMIT UINT64_MAX

struct vm_call {
    enum vm_call_id id;
    vm_addr addr;
    uint64_t size;                 /* bytes, unless said otherwise above */
    uint32_t flags;                /* flAllocationType, dwFreeType, dwFlags */
    uint32_t protect;              /* flProtect, flNewProtect */
    uint64_t capacity;             /* GetWriteWatch: entries of the array */
    bool out_missing;              /* the out-argument is NULL or not writable: 998 where
                                    * Windows says so */
    enum vm_kind kind;             /* VM_CALL_PLACE */
    bool joined;                   /* VM_CALL_PLACE: continues the allocation that ends at addr */
    const void *data;              /* VM_CALL_WRITE */
};

/* What VirtualQuery reports, Windows' own fields. Addresses and sizes in bytes. [R-QUERY-7..14] */
struct vm_region {
    vm_addr base;                  /* BaseAddress: the page asked for, not the start of the run */
    vm_addr allocation_base;
    uint32_t allocation_protect;
    uint64_t size;                 /* RegionSize, from base forward */
    uint32_t state;                /* MEM_FREE, MEM_RESERVE, MEM_COMMIT */
    uint32_t protect;
    uint32_t type;                 /* MEM_PRIVATE, MEM_MAPPED, MEM_IMAGE or 0 */
};

/* The answer of a call. A failing call is a value like any other. */
struct vm_result {
    enum vm_status status;
    uint32_t error;                /* what GetLastError gives afterwards; 0: untouched, as a
                                    * success leaves it [R-GEN-7] */
    uint64_t value;                /* the call's return value: address, TRUE/FALSE, 28/48,
                                    * 0/0xFFFFFFFF; up to 8 bytes read, little-endian */
    bool has_old_protect;          /* *lpflOldProtect was written: on success, and R-PROTECT-8 */
    uint32_t old_protect;
    struct vm_region region;       /* QUERY */
    uint64_t page_count;           /* GET_WRITE_WATCH: addresses are in the change's pages */
    uint32_t exception;            /* accesses: 0, 0xC0000005, 0x80000001 */
    uint32_t exception_access;     /* 0 read, 1 write, 8 execute */
    vm_addr exception_address;
    struct vm_reason reason;
};

/* The C call and its arguments by name; one table for echo, help and argument hints. */
struct vm_call_info {
    const char *name;              /* "VirtualAlloc"; "read", "write", "execute" for accesses */
    const char *params[6];         /* "lpAddress", ... NULL after the last */
};
const struct vm_call_info *vm_call_info(enum vm_call_id id);

#endif
