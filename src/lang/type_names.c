/* type_names - the type names and structures that the headers of Windows and C bring, laid out for
 * both pointer widths, and copying types between arenas. */
#include <assert.h>
#include <string.h>

#include "type.h"

enum { WIDTH_32, WIDTH_64, WIDTHS };

/* A kind, or an integer as wide as a pointer, or one of the structures. */
enum named_base {
    BASE_KINDS = 0,                          /* enum type_kind below BASE_INT_PTR */
    BASE_INT_PTR = 64, BASE_UINT_PTR, BASE_REGION, BASE_SYSTEM
};
struct named {
    const char *name;
    unsigned char base;
    unsigned char stars;
    unsigned char qualifiers;                /* of the base */
};
static const struct named names[] = {
    {"VOID", TYPE_VOID, 0, 0}, {"PVOID", TYPE_VOID, 1, 0}, {"LPVOID", TYPE_VOID, 1, 0},
    {"LPCVOID", TYPE_VOID, 1, TYPE_CONST}, {"HANDLE", TYPE_VOID, 1, 0},
    {"HMODULE", TYPE_VOID, 1, 0},
    {"HINSTANCE", TYPE_VOID, 1, 0}, {"HLOCAL", TYPE_VOID, 1, 0}, {"HGLOBAL", TYPE_VOID, 1, 0},
    {"PHANDLE", TYPE_VOID, 2, 0}, {"BOOL", TYPE_INT, 0, 0}, {"PBOOL", TYPE_INT, 1, 0},
    {"LPBOOL", TYPE_INT, 1, 0}, {"BOOLEAN", TYPE_UCHAR, 0, 0}, {"DWORD", TYPE_ULONG, 0, 0},
    {"PDWORD", TYPE_ULONG, 1, 0}, {"LPDWORD", TYPE_ULONG, 1, 0}, {"DWORD32", TYPE_UINT, 0, 0},
    {"DWORD64", TYPE_ULLONG, 0, 0}, {"DWORDLONG", TYPE_ULLONG, 0, 0}, {"QWORD", TYPE_ULLONG, 0, 0},
    {"SIZE_T", BASE_UINT_PTR, 0, 0}, {"PSIZE_T", BASE_UINT_PTR, 1, 0},
    {"SSIZE_T", BASE_INT_PTR, 0, 0},
    {"ULONG_PTR", BASE_UINT_PTR, 0, 0}, {"PULONG_PTR", BASE_UINT_PTR, 1, 0},
    {"DWORD_PTR", BASE_UINT_PTR, 0, 0}, {"PDWORD_PTR", BASE_UINT_PTR, 1, 0},
    {"UINT_PTR", BASE_UINT_PTR, 0, 0}, {"INT_PTR", BASE_INT_PTR, 0, 0},
    {"LONG_PTR", BASE_INT_PTR, 0, 0},
    {"UINT", TYPE_UINT, 0, 0}, {"PUINT", TYPE_UINT, 1, 0}, {"INT", TYPE_INT, 0, 0},
    {"PINT", TYPE_INT, 1, 0},
    {"LPINT", TYPE_INT, 1, 0}, {"LONG", TYPE_LONG, 0, 0}, {"PLONG", TYPE_LONG, 1, 0},
    {"LPLONG", TYPE_LONG, 1, 0}, {"ULONG", TYPE_ULONG, 0, 0}, {"PULONG", TYPE_ULONG, 1, 0},
    {"LONGLONG", TYPE_LLONG, 0, 0}, {"ULONGLONG", TYPE_ULLONG, 0, 0}, {"LONG64", TYPE_LLONG, 0, 0},
    {"ULONG64", TYPE_ULLONG, 0, 0}, {"INT64", TYPE_LLONG, 0, 0}, {"UINT64", TYPE_ULLONG, 0, 0},
    {"INT32", TYPE_INT, 0, 0}, {"UINT32", TYPE_UINT, 0, 0}, {"INT16", TYPE_SHORT, 0, 0},
    {"UINT16", TYPE_USHORT, 0, 0}, {"INT8", TYPE_SCHAR, 0, 0}, {"UINT8", TYPE_UCHAR, 0, 0},
    {"BYTE", TYPE_UCHAR, 0, 0}, {"PBYTE", TYPE_UCHAR, 1, 0}, {"LPBYTE", TYPE_UCHAR, 1, 0},
    {"UCHAR", TYPE_UCHAR, 0, 0}, {"PUCHAR", TYPE_UCHAR, 1, 0}, {"CHAR", TYPE_CHAR, 0, 0},
    {"PCHAR", TYPE_CHAR, 1, 0}, {"CCHAR", TYPE_CHAR, 0, 0}, {"TCHAR", TYPE_CHAR, 0, 0},
    {"_TCHAR", TYPE_CHAR, 0, 0}, {"WCHAR", TYPE_USHORT, 0, 0}, {"PWCHAR", TYPE_USHORT, 1, 0},
    {"wchar_t", TYPE_USHORT, 0, 0}, {"WORD", TYPE_USHORT, 0, 0}, {"PWORD", TYPE_USHORT, 1, 0},
    {"LPWORD", TYPE_USHORT, 1, 0}, {"SHORT", TYPE_SHORT, 0, 0}, {"PSHORT", TYPE_SHORT, 1, 0},
    {"USHORT", TYPE_USHORT, 0, 0}, {"PUSHORT", TYPE_USHORT, 1, 0}, {"LPSTR", TYPE_CHAR, 1, 0},
    {"PSTR", TYPE_CHAR, 1, 0}, {"LPCSTR", TYPE_CHAR, 1, TYPE_CONST},
    {"PCSTR", TYPE_CHAR, 1, TYPE_CONST},
    {"LPTSTR", TYPE_CHAR, 1, 0}, {"PTSTR", TYPE_CHAR, 1, 0}, {"LPCTSTR", TYPE_CHAR, 1, TYPE_CONST},
    {"LPWSTR", TYPE_USHORT, 1, 0}, {"PWSTR", TYPE_USHORT, 1, 0},
    {"LPCWSTR", TYPE_USHORT, 1, TYPE_CONST},
    {"FLOAT", TYPE_FLOAT, 0, 0}, {"HRESULT", TYPE_LONG, 0, 0}, {"NTSTATUS", TYPE_LONG, 0, 0},
    {"MEMORY_BASIC_INFORMATION", BASE_REGION, 0, 0}, {"PMEMORY_BASIC_INFORMATION", BASE_REGION, 1,
    0},
    {"LPMEMORY_BASIC_INFORMATION", BASE_REGION, 1, 0}, {"SYSTEM_INFO", BASE_SYSTEM, 0, 0},
    {"LPSYSTEM_INFO", BASE_SYSTEM, 1, 0}, {"PSYSTEM_INFO", BASE_SYSTEM, 1, 0},
    {"size_t", BASE_UINT_PTR, 0, 0},
    {"ssize_t", BASE_INT_PTR, 0, 0}, {"ptrdiff_t", BASE_INT_PTR, 0, 0},
    {"uintptr_t", BASE_UINT_PTR, 0, 0},
    {"intptr_t", BASE_INT_PTR, 0, 0}, {"int8_t", TYPE_SCHAR, 0, 0}, {"uint8_t", TYPE_UCHAR, 0, 0},
    {"int16_t", TYPE_SHORT, 0, 0}, {"uint16_t", TYPE_USHORT, 0, 0}, {"int32_t", TYPE_INT, 0, 0},
    {"uint32_t", TYPE_UINT, 0, 0}, {"int64_t", TYPE_LLONG, 0, 0}, {"uint64_t", TYPE_ULLONG, 0, 0},
    {"bool", TYPE_BOOL, 0, 0},
};

/* Members have static types; the names are what messages show. */
#define STATIC_BASIC(kind_, bytes, word)                                                           \
    {.kind = kind_, .size = bytes, .align = bytes, .name = word}
static const struct type void_type = {.kind = TYPE_VOID, .align = 1};
static const struct type dword_type = STATIC_BASIC(TYPE_ULONG, 4, "DWORD");
static const struct type word_type = STATIC_BASIC(TYPE_USHORT, 2, "WORD");
static const struct type size_types[WIDTHS] = {STATIC_BASIC(TYPE_ULONG, 4, "SIZE_T"),
    STATIC_BASIC(TYPE_ULLONG, 8, "SIZE_T")};
static const struct type mask_types[WIDTHS] = {STATIC_BASIC(TYPE_ULONG, 4, "DWORD_PTR"),
    STATIC_BASIC(TYPE_ULLONG, 8, "DWORD_PTR")};
#define STATIC_POINTER(bytes, word)                                                                \
    {.kind = TYPE_POINTER, .size = bytes, .align = bytes, .base = &void_type, .name = word}
static const struct type pointer_types[WIDTHS] = {STATIC_POINTER(4, "PVOID"),
    STATIC_POINTER(8, "PVOID")};

static const struct type_member region_members_32[] = {
    {"BaseAddress", &pointer_types[WIDTH_32], 0}, {"AllocationBase", &pointer_types[WIDTH_32], 4},
    {"AllocationProtect", &dword_type, 8}, {"RegionSize", &size_types[WIDTH_32], 12},
    {"State", &dword_type, 16}, {"Protect", &dword_type, 20}, {"Type", &dword_type, 24},
};
static const struct type_member region_members_64[] = {
    {"BaseAddress", &pointer_types[WIDTH_64], 0}, {"AllocationBase", &pointer_types[WIDTH_64], 8},
    {"AllocationProtect", &dword_type, 16}, {"PartitionId", &word_type, 20},
    {"RegionSize", &size_types[WIDTH_64], 24}, {"State", &dword_type, 32},
    {"Protect", &dword_type, 36},
    {"Type", &dword_type, 40},
};
/* dwOemId and the two words below it are a union in the headers; here they just lie on each
 * other. */
static const struct type_member system_members_32[] = {
    {"dwOemId", &dword_type, 0}, {"wProcessorArchitecture", &word_type, 0},
    {"wReserved", &word_type, 2},
    {"dwPageSize", &dword_type, 4}, {"lpMinimumApplicationAddress", &pointer_types[WIDTH_32], 8},
    {"lpMaximumApplicationAddress", &pointer_types[WIDTH_32], 12},
    {"dwActiveProcessorMask", &mask_types[WIDTH_32], 16}, {"dwNumberOfProcessors", &dword_type, 20},
    {"dwProcessorType", &dword_type, 24}, {"dwAllocationGranularity", &dword_type, 28},
    {"wProcessorLevel", &word_type, 32}, {"wProcessorRevision", &word_type, 34},
};
static const struct type_member system_members_64[] = {
    {"dwOemId", &dword_type, 0}, {"wProcessorArchitecture", &word_type, 0},
    {"wReserved", &word_type, 2},
    {"dwPageSize", &dword_type, 4}, {"lpMinimumApplicationAddress", &pointer_types[WIDTH_64], 8},
    {"lpMaximumApplicationAddress", &pointer_types[WIDTH_64], 16},
    {"dwActiveProcessorMask", &mask_types[WIDTH_64], 24}, {"dwNumberOfProcessors", &dword_type, 32},
    {"dwProcessorType", &dword_type, 36}, {"dwAllocationGranularity", &dword_type, 40},
    {"wProcessorLevel", &word_type, 44}, {"wProcessorRevision", &word_type, 46},
};
#define STATIC_RECORD(word, list, bytes, align_)                                                   \
    {.tag = word, .members = list, .member_count = sizeof list / sizeof *list, .size = bytes,      \
        .align = align_, .is_complete = true}
static const struct type_record region_records[WIDTHS] = {
    STATIC_RECORD("_MEMORY_BASIC_INFORMATION", region_members_32, 28, 4),
    STATIC_RECORD("_MEMORY_BASIC_INFORMATION", region_members_64, 48, 8),
};
static const struct type_record system_records[WIDTHS] = {
    STATIC_RECORD("_SYSTEM_INFO", system_members_32, 36, 4),
    STATIC_RECORD("_SYSTEM_INFO", system_members_64, 48, 8),
};
#define STATIC_STRUCT(word, record_, bytes, align_)                                                \
    {.kind = TYPE_STRUCT, .size = bytes, .align = align_, .name = word, .record = record_}
static const struct type region_types[WIDTHS] = {
    STATIC_STRUCT("MEMORY_BASIC_INFORMATION", &region_records[WIDTH_32], 28, 4),
    STATIC_STRUCT("MEMORY_BASIC_INFORMATION", &region_records[WIDTH_64], 48, 8),
};
static const struct type system_types[WIDTHS] = {
    STATIC_STRUCT("SYSTEM_INFO", &system_records[WIDTH_32], 36, 4),
    STATIC_STRUCT("SYSTEM_INFO", &system_records[WIDTH_64], 48, 8),
};

static int width_of(const struct types *types)
{
    return types->pointer_size == 8 ? WIDTH_64 : WIDTH_32;
}

static const struct type *base_type(const struct types *types, unsigned base)
{
    const int width = width_of(types);
    switch (base) {
    case BASE_INT_PTR:
        return type_basic(width == WIDTH_64 ? TYPE_LLONG : TYPE_LONG);
    case BASE_UINT_PTR:
        return type_basic(width == WIDTH_64 ? TYPE_ULLONG : TYPE_ULONG);
    case BASE_REGION:
        return &region_types[width];
    case BASE_SYSTEM:
        return &system_types[width];
    default:
        return type_basic((enum type_kind)base);
    }
}

const char *type_name_at(size_t index)
{
    return index < sizeof names / sizeof *names ? names[index].name : NULL;
}

bool type_is_name(const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].name[0] == name[0] && strncmp(names[i].name, name, len) == 0
            && names[i].name[len] == '\0')
            return true;
    return false;
}

const struct type *type_named(const struct types *types, const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct named *n = &names[i];
        if (n->name[0] != name[0] || strncmp(n->name, name, len) != 0 || n->name[len] != '\0')
            continue;
        const struct type *type = type_qualified(types, base_type(types, n->base), n->qualifiers);
        for (unsigned stars = n->stars; stars > 0; stars--)
            type = type_pointer(types, type);
        return type->name && strcmp(type->name, n->name) == 0 ? type
            : type_renamed(types, type, n->name);
    }
    return NULL;
}

const struct type *type_size_t(const struct types *types)
{
    return &size_types[width_of(types)];
}

const struct type *type_ptrdiff(const struct types *types)
{
    return base_type(types, BASE_INT_PTR);
}

/* ---- copies for another arena -------------------------------------------------------------- */

/* Records already copied, innermost first: a structure may point to itself. */
struct copied_record {
    const struct type_record *from, *to;
    const struct copied_record *outer;
};

static bool is_static_record(const struct type_record *record)
{
    for (int width = 0; width < WIDTHS; width++)
        if (record == &region_records[width] || record == &system_records[width])
            return true;
    return false;
}

static const struct type *clone(const struct types *into, const struct type *type,
    const struct copied_record *outer);

static const struct type_record *clone_record(const struct types *into,
    const struct type_record *record,
    const struct copied_record *outer)
{
    if (!record || is_static_record(record))
        return record;
    for (const struct copied_record *seen = outer; seen; seen = seen->outer)
        if (seen->from == record)
            return seen->to;
    struct type_record *copy = arena_memdup(into->arena, record, sizeof *record);
    const struct copied_record here = {record, copy, outer};
    struct type_member *members =
        arena_memdup(into->arena, record->members, record->member_count * sizeof *members);
    for (size_t i = 0; i < record->member_count; i++) {
        members[i].type = clone(into, members[i].type, &here);
        if (members[i].name)
            members[i].name = arena_strndup(into->arena, members[i].name, strlen(members[i].name));
    }
    copy->members = members;
    if (record->tag)
        copy->tag = arena_strndup(into->arena, record->tag, strlen(record->tag));
    return copy;
}

static const struct type *clone(const struct types *into, const struct type *type,
    const struct copied_record *outer)
{
    struct type *copy = arena_memdup(into->arena, type, sizeof *type);
    if (type->name)
        copy->name = arena_strndup(into->arena, type->name, strlen(type->name));
    if (type->base)
        copy->base = clone(into, type->base, outer);
    copy->record = clone_record(into, type->record, outer);
    if (type->param_count > 0) {
        struct type_param *params =
            arena_memdup(into->arena, type->params, type->param_count * sizeof *params);
        for (size_t i = 0; i < type->param_count; i++) {
            params[i].type = clone(into, params[i].type, outer);
            if (params[i].name)
                params[i].name = arena_strndup(into->arena, params[i].name, strlen(params[i].name));
        }
        copy->params = params;
    }
    return copy;
}

const struct type *type_clone(const struct types *into, const struct type *type)
{
    return clone(into, type, NULL);
}
