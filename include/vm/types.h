/* types - the words of the memory manager.
 *
 * address      vm_addr, a byte address of the simulated process.
 * page         vm_page, the number of a 4096-byte page: address >> 12.           [R-GEN-1]
 * granule      65536 bytes, the allocation granularity: reservations start on it. [R-GEN-1]
 * page state   free, reserved or committed; every page is in exactly one.         [R-GEN-5]
 * allocation   what one reserving call created; two neighbours are never merged.  [R-GEN-6]
 * run          the longest stretch of pages of one allocation with equal state and protection,
 *              or the longest stretch of free pages.
 * class        how a page is shown and counted: the state, refined by what may be done with it.
 * attr         everything a run knows about its pages, packed in 28 bits (below).
 *
 * size and addr are bytes, count is pages, end is exclusive, last is inclusive.
 */
#ifndef VM_TYPES_H
#define VM_TYPES_H

#include <stdbool.h>
#include <stdint.h>

typedef uint64_t vm_addr;
typedef uint64_t vm_page;

enum { VM_PAGE_SHIFT = 12, VM_PAGE_SIZE = 4096, VM_GRANULE_SIZE = 65536, VM_GRANULE_PAGES = 16 };

enum vm_state { VM_FREE, VM_RESERVED, VM_COMMITTED };

/* Order is the order of legends and counters everywhere. */
enum vm_class {
    VM_CLASS_FREE,
    VM_CLASS_RESERVED,
    VM_CLASS_NOACCESS,
    VM_CLASS_READ,                 /* READONLY, WRITECOPY not yet written */
    VM_CLASS_WRITE,                /* READWRITE */
    VM_CLASS_EXECUTE,              /* EXECUTE, EXECUTE_READ */
    VM_CLASS_EXECUTE_WRITE,        /* EXECUTE_READWRITE, EXECUTE_WRITECOPY */
    VM_CLASS_GUARD,                /* any committed page that still has PAGE_GUARD */
    VM_CLASS_COUNT
};

/* What an allocation is. Placeholders, views and growing stacks get their verbs later; the number
 * is part of attr from the first day, so that no wall moves then. */
enum vm_kind {
    VM_KIND_PRIVATE,
    VM_KIND_PHYSICAL,              /* MEM_PHYSICAL: AWE address space */
    VM_KIND_LARGE,                 /* MEM_LARGE_PAGES */
    VM_KIND_STACK,
    VM_KIND_IMAGE,
    VM_KIND_MAPPED,
    VM_KIND_PLACEHOLDER,
    VM_KIND_COUNT
};

/* attr, low bits first. Free runs have attr 0: no allocation, no BEGIN bit.
 *   0-1   state
 *   2-4   base protection of committed pages: PAGE_x == 1 << value      (0 where not committed)
 *   5     PAGE_GUARD, committed pages only
 *   6     BEGIN: the run is the first of its allocation
 *   7     unused
 *   8-10  base protection asked for by the creating call (AllocationProtect)
 *   11    PAGE_GUARD asked for by the creating call
 *   12-13 cache modifier of the whole allocation: none, NOCACHE, WRITECOMBINE   [R-PROT-8]
 *   14-17 kind
 *   18    write watch                                                       [R-WW-1]
 *   19-27 unused, 0
 */
typedef uint32_t vm_attr;
enum {
    VM_ATTR_STATE = 0x3,
    VM_ATTR_PROTECT_SHIFT = 2,
    VM_ATTR_PROTECT = 0x7 << 2,
    VM_ATTR_GUARD = 1 << 5,
    VM_ATTR_BEGIN = 1 << 6,
    VM_ATTR_ASKED_SHIFT = 8,
    VM_ATTR_ASKED = 0x7 << 8,
    VM_ATTR_ASKED_GUARD = 1 << 11,
    VM_ATTR_CACHE_SHIFT = 12,
    VM_ATTR_CACHE = 0x3 << 12,
    VM_ATTR_KIND_SHIFT = 14,
    VM_ATTR_KIND = 0xf << 14,
    VM_ATTR_WATCH = 1 << 18,
    VM_ATTR_BITS = 28
};

static inline enum vm_state vm_attr_state(vm_attr a)
{
    return (enum vm_state)(a & VM_ATTR_STATE);
}
static inline enum vm_kind vm_attr_kind(vm_attr a)
{
    return (enum vm_kind)((a & VM_ATTR_KIND) >> VM_ATTR_KIND_SHIFT);
}
/* PAGE_* as VirtualQuery reports it; 0 unless committed. [R-QUERY-11,12] */
uint32_t vm_attr_protect(vm_attr a);
/* AllocationProtect, with modifiers; 0 for free. [R-QUERY-12,13] */
uint32_t vm_attr_asked(vm_attr a);
enum vm_class vm_attr_class(vm_attr a);

/* A stretch of pages with one attr: a piece of a splice, one side of a change. */
struct vm_stretch {
    vm_page first, end;            /* end exclusive */
    vm_attr attr;
};

/* A machine is a plain struct of limits. All bounds in bytes. */
struct vm_machine {
    const char *name;              /* "x86", "x86-3gb", "x64", "toy" */
    unsigned pointer_size;         /* 4 or 8 */
    vm_addr min_address;           /* lpMinimumApplicationAddress 0x10000             [R-GEN-2] */
    vm_addr max_address;           /* lpMaximumApplicationAddress, inclusive          [R-GEN-2] */
    vm_addr reserve_end;           /* exclusive end of what a reservation may use     [R-GEN-4] */
    bool large_pages;              /* GetLargePageMinimum is 2 MiB, else 0          [R-LARGE-1] */
};
const struct vm_machine *vm_machine_find(const char *name);  /* NULL if unknown */
const struct vm_machine *vm_machine_at(unsigned index);      /* 0: default; NULL past the last */

/* Windows' own numbers, for whoever builds or reads calls. [semantics 9.1, 9.2] */
#define VM_MEM_FLAGS(X)                                                                            \
    X(MEM_COMMIT, 0x1000) X(MEM_RESERVE, 0x2000) X(MEM_DECOMMIT, 0x4000) X(MEM_RELEASE, 0x8000)    \
    X(MEM_FREE, 0x10000) X(MEM_PRIVATE, 0x20000) X(MEM_MAPPED, 0x40000) X(MEM_RESET, 0x80000)      \
    X(MEM_TOP_DOWN, 0x100000) X(MEM_WRITE_WATCH, 0x200000) X(MEM_PHYSICAL, 0x400000)               \
    X(MEM_ROTATE, 0x800000) X(MEM_RESET_UNDO, 0x1000000) X(MEM_IMAGE, 0x1000000)                   \
    X(MEM_LARGE_PAGES, 0x20000000) X(MEM_4MB_PAGES, 0x80000000)                                    \
    X(MEM_COALESCE_PLACEHOLDERS, 0x1) X(MEM_PRESERVE_PLACEHOLDER, 0x2)                             \
    X(MEM_REPLACE_PLACEHOLDER, 0x4000) X(MEM_RESERVE_PLACEHOLDER, 0x40000)
#define VM_PAGE_FLAGS(X)                                                                           \
    X(PAGE_NOACCESS, 0x01) X(PAGE_READONLY, 0x02) X(PAGE_READWRITE, 0x04) X(PAGE_WRITECOPY, 0x08)  \
    X(PAGE_EXECUTE, 0x10) X(PAGE_EXECUTE_READ, 0x20) X(PAGE_EXECUTE_READWRITE, 0x40)               \
    X(PAGE_EXECUTE_WRITECOPY, 0x80) X(PAGE_GUARD, 0x100) X(PAGE_NOCACHE, 0x200)                    \
    X(PAGE_WRITECOMBINE, 0x400) X(PAGE_TARGETS_INVALID, 0x40000000)
#define VM_ENUM_FLAG(name, value) VM_##name = (int)(value),
enum vm_mem_flag { VM_MEM_FLAGS(VM_ENUM_FLAG) };
enum vm_page_flag { VM_PAGE_FLAGS(VM_ENUM_FLAG) };
enum { VM_WRITE_WATCH_FLAG_RESET = 1 };

#endif
