/* type - the C types of a text: what they are, how large, how people write them.
 *
 * Shape   A type is an immutable value, shared freely. Basic types and the structures of Windows
 *         are static (one set for each pointer width) and may be kept for ever; all others live in
 *         the arena of the struct types that made them (type_clone moves one to another arena).
 * Units   size and align in bytes, as on Windows: int and long are 4, long long 8, wchar_t 2;
 *         pointers as wide as the machine's.
 * Errors  None; a question that makes no sense answers NULL, 0 or false.
 */
#ifndef LANG_TYPE_H
#define LANG_TYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

enum type_kind {
    TYPE_ERROR,                    /* what a mistake has; goes with everything, so that one mistake
                                    * is told once */
    TYPE_VOID,
    /* integers, lower rank first; within a rank signed before unsigned */
    TYPE_BOOL,                     /* _Bool */
    TYPE_CHAR,                     /* signed, as MSVC's */
    TYPE_SCHAR,
    TYPE_UCHAR,
    TYPE_SHORT,
    TYPE_USHORT,
    TYPE_INT,
    TYPE_UINT,
    TYPE_LONG,
    TYPE_ULONG,
    TYPE_LLONG,
    TYPE_ULLONG,
    TYPE_FLOAT,
    TYPE_DOUBLE,
    TYPE_POINTER,                  /* base: what it points to */
    TYPE_ARRAY,                    /* base: element; length */
    TYPE_STRUCT,                   /* record */
    TYPE_UNION,                    /* record */
    TYPE_ENUM,                     /* as int; record holds the tag only */
    TYPE_FUNCTION                  /* base: result; params */
};
enum { TYPE_CONST = 1, TYPE_VOLATILE = 2 };
#define TYPE_NO_LENGTH UINT64_MAX  /* char a[] before its initialiser is known */

struct type;
struct type_member {
    const char *name;              /* NULL: an anonymous structure or union, whose members are found
                                    * too */
    const struct type *type;
    uint64_t offset;
};
/* What makes one struct, union or enum itself: qualified copies and typedef names share it. */
struct type_record {
    const char *tag;               /* NULL if it has none */
    const struct type_member *members;
    size_t member_count;
    uint64_t size;
    uint32_t align;
    bool is_complete;              /* struct s; without its members is not */
};
struct type_param {
    const char *name;              /* NULL if none was written */
    const struct type *type;       /* arrays and functions are pointers already */
};
struct type {
    enum type_kind kind;
    uint8_t qualifiers;            /* TYPE_CONST | TYPE_VOLATILE */
    bool is_variadic;              /* functions: (...) at the end */
    bool is_unprototyped;          /* functions: () says nothing about the arguments */
    uint32_t align;
    uint64_t size;                 /* 0: void, functions, and what is incomplete */
    const char *name;              /* the typedef name it was written with ("DWORD"), for people;
                                    * else NULL */
    const struct type *base;
    uint64_t length;               /* arrays: elements */
    const struct type_record *record;
    const struct type_param *params;
    size_t param_count;
};

/* Makes types: memory and pointer width. */
struct types {
    struct arena *arena;
    unsigned pointer_size;         /* 4 or 8 */
};

const struct type *type_basic(enum type_kind kind);          /* TYPE_ERROR .. TYPE_DOUBLE; static */
const struct type *type_pointer(const struct types *types, const struct type *to);
const struct type *type_array(const struct types *types, const struct type *of, uint64_t length);
const struct type *type_function(const struct types *types, const struct type *result,
    const struct type_param *params, size_t param_count, bool is_variadic, bool is_unprototyped);
const struct type *type_qualified(const struct types *types, const struct type *type,
    unsigned qualifiers);
const struct type *type_unqualified(const struct types *types, const struct type *type);
/* Lays out a struct or union as Windows' compilers do (natural alignment); members' offsets are
 * set. */
const struct type *type_make_record(const struct types *types, enum type_kind kind, const char *tag,
    const struct type_member *members, size_t member_count);
/* The type with another name for people. */
const struct type *type_renamed(const struct types *types, const struct type *type,
    const char *name);

/* The type that a name of Windows' or C's headers stands for (LPVOID, SIZE_T, uint32_t,
 * MEMORY_BASIC_INFORMATION): NULL if there is none. Basic words (int, unsigned) are not names. */
const struct type *type_named(const struct types *types, const char *name, size_t len);
bool type_is_name(const char *name, size_t len);
/* all of these names; NULL past the last */
const char *type_name_at(size_t index);
const struct type *type_size_t(const struct types *types);   /* SIZE_T: what sizeof gives */
const struct type *type_ptrdiff(const struct types *types);  /* what p - q gives */

/* The member of a struct or union, also inside anonymous ones; *ret_offset from the outer start. */
const struct type_member *type_member_find(const struct type *type, const char *name, size_t len,
    uint64_t *ret_offset);

bool type_is_integer(const struct type *type);               /* enums too */
bool type_is_signed(const struct type *type);
bool type_is_floating(const struct type *type);
bool type_is_arithmetic(const struct type *type);
bool type_is_pointer(const struct type *type);
bool type_is_scalar(const struct type *type);
bool type_is_record(const struct type *type);
bool type_is_complete(const struct type *type);              /* has a size */
/* Same type, whatever it was called; qualifiers of the outermost level do not count. */
bool type_equal(const struct type *a, const struct type *b);

/* As a person would write it: "LPVOID", "char *", "int [4]", "struct node *". */
void type_format(struct buf *out, const struct type *type);
/* A copy that lives in into's arena (records of Windows stay shared). */
const struct type *type_clone(const struct types *into, const struct type *type);

#endif
