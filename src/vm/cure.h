/* cure - what the proposals share.
 *
 * A cure proposes calls to its trial, the nearest first, and returns true as soon as one of them
 * plans well: that one stands in *ret_cure then.
 */
#ifndef VM_CURE_H
#define VM_CURE_H

#include "space_impl.h"

struct trial {
    const struct vm_space *space;
    struct vm_call call;           /* as it failed */
    struct vm_reason reason;
    bool has_happened;             /* not: a proposal that would fail */
    struct vm_call first;          /* the first proposal */
    bool proposed;
    struct vm_change *scratch;
    struct vm_call *ret_cure;
};
typedef bool cure_fn(struct trial *t);

/* The cure of a rule about using pages; NULL if it is none, or has none. */
cure_fn *cure_of_use(enum vm_rule rule);

/* Would call succeed on space as it is? scratch holds its plan afterwards. */
bool cure_works(
    struct vm_change *scratch, const struct vm_space *space, const struct vm_call *call);

/* Proposes a call, or the failed one with other flags, size (none if 0) or address. */
bool cure_propose(struct trial *t, struct vm_call call);
bool cure_propose_flags(struct trial *t, uint32_t flags);
bool cure_propose_size(struct trial *t, uint64_t size);
bool cure_propose_addr(struct trial *t, vm_addr addr);

/* Cures of rules of both kinds. */
bool cure_one_page(struct trial *t);
bool cure_clip(struct trial *t);       /* up to the end of the allocation */
bool cure_with_place(struct trial *t); /* the out-argument is given */

#endif
