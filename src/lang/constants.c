/* constants - the table of named values and its search. */
#include "constants.h"

#include <string.h>

#include "vm/types.h"

/* Numbers of errors that programs compare with. */
#define CONSTANT_ERRORS(X)                                                                         \
    X(ERROR_SUCCESS, 0) X(NO_ERROR, 0) X(ERROR_INVALID_FUNCTION, 1) X(ERROR_ACCESS_DENIED, 5)      \
    X(ERROR_INVALID_HANDLE, 6) X(ERROR_NOT_ENOUGH_MEMORY, 8) X(ERROR_INVALID_BLOCK, 9)             \
    X(ERROR_OUTOFMEMORY, 14) X(ERROR_BAD_LENGTH, 24) X(ERROR_INVALID_PARAMETER, 87)                \
    X(ERROR_INSUFFICIENT_BUFFER, 122) X(ERROR_NOT_LOCKED, 158) X(ERROR_INVALID_ADDRESS, 487)       \
    X(ERROR_NOACCESS, 998) X(ERROR_STACK_OVERFLOW, 1001) X(ERROR_PRIVILEGE_NOT_HELD, 1314)         \
    X(ERROR_NO_SYSTEM_RESOURCES, 1450) X(ERROR_WORKING_SET_QUOTA, 1453)                            \
    X(ERROR_COMMITMENT_LIMIT, 1455)
#define CONSTANT_EXCEPTIONS(X)                                                                     \
    X(EXCEPTION_ACCESS_VIOLATION, 0xC0000005) X(EXCEPTION_GUARD_PAGE, 0x80000001)                  \
    X(EXCEPTION_STACK_OVERFLOW, 0xC00000FD) X(STATUS_ACCESS_VIOLATION, 0xC0000005)                 \
    X(STATUS_GUARD_PAGE_VIOLATION, 0x80000001)

#define GROUP_MEM(name, value)                                                                     \
    {#name, value, (value) > 0x7FFFFFFF ? TYPE_UINT : TYPE_INT, CONSTANT_MEM},
#define GROUP_PAGE(name, value) {#name, value, TYPE_INT, CONSTANT_PAGE},
#define GROUP_ERROR(name, value) {#name, value, TYPE_LONG, CONSTANT_ERROR},
#define GROUP_EXCEPTION(name, value) {#name, value, TYPE_ULONG, CONSTANT_EXCEPTION},
static const struct constant constants[] = {
    {"NULL", 0, TYPE_POINTER, CONSTANT_PLAIN},
    {"TRUE", 1, TYPE_INT, CONSTANT_PLAIN},
    {"FALSE", 0, TYPE_INT, CONSTANT_PLAIN},
    VM_MEM_FLAGS(GROUP_MEM)
    VM_PAGE_FLAGS(GROUP_PAGE)
    {"WRITE_WATCH_FLAG_RESET", VM_WRITE_WATCH_FLAG_RESET, TYPE_INT, CONSTANT_WATCH},
    CONSTANT_ERRORS(GROUP_ERROR)
    CONSTANT_EXCEPTIONS(GROUP_EXCEPTION)
    {"EXIT_SUCCESS", 0, TYPE_INT, CONSTANT_PLAIN},
    {"EXIT_FAILURE", 1, TYPE_INT, CONSTANT_PLAIN},
    {"INFINITE", 0xFFFFFFFF, TYPE_UINT, CONSTANT_PLAIN},
    {"MAXDWORD", 0xFFFFFFFF, TYPE_UINT, CONSTANT_PLAIN},
    {"INT_MAX", 0x7FFFFFFF, TYPE_INT, CONSTANT_PLAIN},
    {"UINT_MAX", 0xFFFFFFFF, TYPE_UINT, CONSTANT_PLAIN},
    {"MAX_PATH", 260, TYPE_INT, CONSTANT_PLAIN},
};

const struct constant *constant_at(size_t index)
{
    return index < sizeof constants / sizeof *constants ? &constants[index] : NULL;
}

const struct constant *constant_find(const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (strncmp(constants[i].name, name, len) == 0 && constants[i].name[len] == '\0')
            return &constants[i];
    return NULL;
}
