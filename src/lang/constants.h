/* constants - names with a value: MEM_*, PAGE_*, ERROR_*, TRUE, NULL ... as Windows' headers define
 * them. */
#ifndef LANG_CONSTANTS_H
#define LANG_CONSTANTS_H

#include "type.h"

enum constant_group {
    CONSTANT_MEM, CONSTANT_PAGE, CONSTANT_WATCH, CONSTANT_ERROR, CONSTANT_PLAIN, CONSTANT_EXCEPTION
};
struct constant {
    const char *name;
    uint64_t value;
    enum type_kind kind;           /* TYPE_INT, TYPE_UINT, TYPE_LONG, ...; TYPE_POINTER: NULL */
    enum constant_group group;
};
/* case counts; NULL if none */
const struct constant *constant_find(const char *name, size_t len);
const struct constant *constant_at(size_t index);                      /* NULL past the last */

#endif
