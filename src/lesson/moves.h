/* moves - the calls that could be of use in a lesson, for the search for its par. */
#ifndef LESSON_MOVES_H
#define LESSON_MOVES_H

#include "trial.h"

enum { MOVES_MAX = 4000 };
struct moves {
    struct vm_call *items;
    size_t count, cap;
    struct arena arena;            /* of the bytes of writes */
};
/* solved: after the solution has run; it is borrowed until moves_finish. */
void moves_find(struct moves *ret, const struct trial *solved);
void moves_finish(struct moves *moves);

#endif
