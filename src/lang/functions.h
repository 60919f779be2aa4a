/* functions - the table of what texts can call, as data: parser, bind, completion and help read
 * it. */
#ifndef LANG_FUNCTIONS_H
#define LANG_FUNCTIONS_H

#include "base/text.h"
#include "vm/call.h"

#include "type.h"

#define LANG_FUNCTION(name, result, word, params, least, call, meaning) FUNCTION_##name,
enum function_id { FUNCTION_NONE,
#include "functions.def"
    FUNCTION_COUNT
};
#undef LANG_FUNCTION

struct function_info {
    const char *name, *result, *params;
    unsigned least;                /* arguments that lines must give */
    enum vm_call_id call;
    const char *meaning;           /* msgid */
};
const struct function_info *function_info(enum function_id id);        /* NULL for FUNCTION_NONE */
/* case counts; FUNCTION_NONE if none */
enum function_id function_find(const char *name, size_t len);
/* TYPE_FUNCTION, named params */
const struct type *function_type(const struct types *types, enum function_id id);

#endif
