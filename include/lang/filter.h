/* filter - which regions a person asks for: "state=reserved prot=rw size>=64K sort=size".
 *
 * Grammar  items with blanks between them, all of which must hold:
 *          pages | allocations               what a line stands for
 *          free | reserved | committed       short for state=
 *          state=S[,S]  type=T  prot=P[+P]   words or the API's constants
 *          size OP N  addr=A[-B]  addr OP A  OP: = >= <= > <; "free >= 3p" asks for state and size
 *          sort=address|size|state|prot
 *          The words are the same in every language.
 */
#ifndef LANG_FILTER_H
#define LANG_FILTER_H

#include "lang/diag.h"
#include "vm/types.h"

enum lang_sort { LANG_SORT_ADDRESS, LANG_SORT_SIZE, LANG_SORT_STATE, LANG_SORT_PROTECTION };
struct lang_filter {
    bool allocations;              /* a line an allocation, else a line a region */
    bool asks;                     /* something is asked for beyond the order and the view */
    unsigned states;               /* bits 1 << enum vm_state; 0: any */
    uint32_t type, protect;        /* MEM_PRIVATE.., PAGE_*; 0: any */
    uint64_t size_min, size_max;   /* bytes, inclusive */
    vm_addr addr_first, addr_last; /* inclusive */
    enum lang_sort sort;
};
/* What is wrong with [start, end) of the text: the texts are static. */
struct lang_filter_mistake {
    enum lang_diag_id id;
    size_t start, end;
    const char *choices;           /* {1} of the diagnostic; NULL if it has none */
    const char *nearest;           /* did you mean; NULL */
};
/* Returns false and the first mistake if text is no filter. ret_mistake may be NULL. */
bool lang_filter_read(const char *text, struct lang_filter *ret_filter,
    struct lang_filter_mistake *ret_mistake);

#endif
