/* attr - packing what is known of a page, and which protection values Windows takes. */
#include "space_impl.h"

enum { BASE_BITS = 0xFF, CACHE_NOCACHE = 1, CACHE_WRITECOMBINE = 2 };

static unsigned base_index(uint32_t protect)
{
    unsigned index = 0;
    for (uint32_t base = protect & BASE_BITS; base > 1; base >>= 1)
        index++;
    return index;
}

static uint32_t cache_flag(vm_attr a)
{
    switch ((a & VM_ATTR_CACHE) >> VM_ATTR_CACHE_SHIFT) {
    case CACHE_NOCACHE:
        return VM_PAGE_NOCACHE;
    case CACHE_WRITECOMBINE:
        return VM_PAGE_WRITECOMBINE;
    }
    return 0;
}

uint32_t vm_attr_protect(vm_attr a)
{
    if (vm_attr_state(a) != VM_COMMITTED)
        return 0;
    return 1u << ((a & VM_ATTR_PROTECT) >> VM_ATTR_PROTECT_SHIFT) |
           (a & VM_ATTR_GUARD ? VM_PAGE_GUARD : 0u) | cache_flag(a);
}

uint32_t vm_attr_asked(vm_attr a)
{
    if (vm_attr_state(a) == VM_FREE)
        return 0;
    return 1u << ((a & VM_ATTR_ASKED) >> VM_ATTR_ASKED_SHIFT) |
           (a & VM_ATTR_ASKED_GUARD ? VM_PAGE_GUARD : 0u) | cache_flag(a);
}

/* By base protection index: NOACCESS, READONLY, READWRITE, WRITECOPY, EXECUTE ... */
static const uint8_t classes[8] = {VM_CLASS_NOACCESS, VM_CLASS_READ, VM_CLASS_WRITE, VM_CLASS_READ,
    VM_CLASS_EXECUTE, VM_CLASS_EXECUTE, VM_CLASS_EXECUTE_WRITE, VM_CLASS_EXECUTE_WRITE};

enum vm_class vm_attr_class(vm_attr a)
{
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
    return (enum vm_class)classes[(a & VM_ATTR_PROTECT) >> VM_ATTR_PROTECT_SHIFT];
}

bool protect_is_valid(uint32_t protect, enum vm_rule *ret_rule)
{
    const uint32_t base = protect & BASE_BITS;
    const bool guard = protect & VM_PAGE_GUARD, nocache = protect & VM_PAGE_NOCACHE,
               combine = protect & VM_PAGE_WRITECOMBINE;
    const bool executable = base & 0xF0;
    const uint32_t known = 0x7FFu | (executable ? (uint32_t)VM_PAGE_TARGETS_INVALID : 0u);

    if (protect & ~known)
        *ret_rule = VM_RULE_PROT_10;
    else if (!base && protect)
        *ret_rule = VM_RULE_PROT_5;
    else if (!base || (base & (base - 1)))
        *ret_rule = VM_RULE_PROT_2;
    else if (guard && base == VM_PAGE_NOACCESS)
        *ret_rule = VM_RULE_PROT_6;
    else if (guard + nocache + combine > 1 || ((nocache || combine) && base == VM_PAGE_NOACCESS))
        *ret_rule = VM_RULE_PROT_7;
    else
        return true;
    return false;
}

static vm_attr protect_bits(uint32_t protect)
{
    return (vm_attr)VM_COMMITTED | base_index(protect) << VM_ATTR_PROTECT_SHIFT |
           (protect & VM_PAGE_GUARD ? (vm_attr)VM_ATTR_GUARD : 0u);
}

vm_attr attr_commit(vm_attr attr, uint32_t protect)
{
    const vm_attr replaced = VM_ATTR_STATE | VM_ATTR_PROTECT | VM_ATTR_GUARD;
    return (attr & ~replaced) | protect_bits(protect);
}

vm_attr attr_reserve(vm_attr attr)
{
    const vm_attr replaced = VM_ATTR_STATE | VM_ATTR_PROTECT | VM_ATTR_GUARD;
    return (attr & ~replaced) | (vm_attr)VM_RESERVED;
}

vm_attr attr_create(
    enum vm_kind kind, enum vm_state state, uint32_t protect, uint32_t asked, bool watch)
{
    vm_attr attr = VM_ATTR_BEGIN | (vm_attr)kind << VM_ATTR_KIND_SHIFT |
                   base_index(asked) << VM_ATTR_ASKED_SHIFT;
    if (asked & VM_PAGE_GUARD)
        attr |= VM_ATTR_ASKED_GUARD;
    if (asked & VM_PAGE_NOCACHE)
        attr |= CACHE_NOCACHE << VM_ATTR_CACHE_SHIFT;
    if (asked & VM_PAGE_WRITECOMBINE)
        attr |= CACHE_WRITECOMBINE << VM_ATTR_CACHE_SHIFT;
    if (watch)
        attr |= VM_ATTR_WATCH;
    return attr | (state == VM_COMMITTED ? protect_bits(protect) : (vm_attr)VM_RESERVED);
}

bool kind_is_charged(enum vm_kind kind)
{
    switch (kind) {
    case VM_KIND_PRIVATE:
    case VM_KIND_LARGE:
    case VM_KIND_STACK:
        return true;
    case VM_KIND_PHYSICAL:         /* never committed: its pages come from elsewhere */
    case VM_KIND_IMAGE:            /* shared until written */
    case VM_KIND_MAPPED:
    case VM_KIND_PLACEHOLDER:
    case VM_KIND_COUNT:
        break;
    }
    return false;
}
