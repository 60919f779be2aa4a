/* status - the tables of outcomes and rules, read by name or number. */
#include "vm/status.h"

#include <stddef.h>

#include "base/text.h"

struct status_row {
    const char *name;
    uint32_t nt, error;
};
static const struct status_row statuses[VM_STATUS_COUNT] = {
#define ROW(name, nt, error) {"STATUS_" #name, nt, error},
    VM_STATUSES(ROW)
#undef ROW
};

uint32_t vm_status_nt(enum vm_status status)
{
    return statuses[status].nt;
}

const char *vm_status_name(enum vm_status status)
{
    return statuses[status].name;
}

uint32_t vm_status_error(enum vm_status status)
{
    return statuses[status].error;
}

/* The Win32 errors of semantics 9.3; wider than what the calls here can give, because programs may
 * print any of them. */
static const struct {
    uint32_t error;
    const char *name;
} errors[] = {
    {0, "ERROR_SUCCESS"},
    {5, "ERROR_ACCESS_DENIED"},
    {6, "ERROR_INVALID_HANDLE"},
    {8, "ERROR_NOT_ENOUGH_MEMORY"},
    {24, "ERROR_BAD_LENGTH"},
    {50, "ERROR_NOT_SUPPORTED"},
    {87, "ERROR_INVALID_PARAMETER"},
    {158, "ERROR_NOT_LOCKED"},
    {170, "ERROR_BUSY"},
    {299, "ERROR_PARTIAL_COPY"},
    {487, "ERROR_INVALID_ADDRESS"},
    {998, "ERROR_NOACCESS"},
    {999, "ERROR_SWAPERROR"},
    {1001, "ERROR_STACK_OVERFLOW"},
    {1300, "ERROR_NOT_ALL_ASSIGNED"},
    {1314, "ERROR_PRIVILEGE_NOT_HELD"},
    {1450, "ERROR_NO_SYSTEM_RESOURCES"},
    {1453, "ERROR_WORKING_SET_QUOTA"},
    {1454, "ERROR_PAGEFILE_QUOTA"},
    {1455, "ERROR_COMMITMENT_LIMIT"},
    {1816, "ERROR_NOT_ENOUGH_QUOTA"},
    {0x80000001, "STATUS_GUARD_PAGE_VIOLATION"},
};

const char *vm_error_name(uint32_t error)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].error == error)
            return errors[i].name;
    return NULL;
}

struct rule_row {
    const char *id, *msgid;
    enum vm_mark mark;
};
static const struct rule_row rules[VM_RULE_COUNT] = {
    {"", "", VM_MARK_CERTAIN},
#define VM_RULE(name, id, mark, msgid) {id, msgid, VM_MARK_##mark},
#include "vm/rules.def"
#undef VM_RULE
};

const char *vm_rule_id(enum vm_rule rule)
{
    return rules[rule].id;
}

const char *vm_rule_msgid(enum vm_rule rule)
{
    return rules[rule].msgid;
}

enum vm_mark vm_rule_mark(enum vm_rule rule)
{
    return rules[rule].mark;
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

enum vm_rule vm_rule_find(const char *id)
{
    for (unsigned rule = VM_RULE_NONE + 1; rule < VM_RULE_COUNT; rule++) {
        size_t i = 0;
        while (id[i] && upper(id[i]) == rules[rule].id[i])
            i++;
        if (!id[i] && !rules[rule].id[i])
            return (enum vm_rule)rule;
    }
    return VM_RULE_NONE;
}
