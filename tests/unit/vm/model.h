/* model - the calls of the memory manager on a plain array of pages: slow, and obvious.
 *
 * It keeps every page with all that is known of it, knows no runs, plans nothing, and was written
 * from the rules alone. Whatever the space answers and becomes, the model must answer and become.
 */
#ifndef TEST_VM_MODEL_H
#define TEST_VM_MODEL_H

#include "vm/space.h"

struct model;

struct model *model_create(const struct vm_machine *machine);    /* a small one */
void model_destroy(struct model *m);

/* Makes the call. result: all fields but status and reason; pages: what GetWriteWatch found. */
void model_call(struct model *m, const struct vm_call *call, struct vm_result *ret_result,
    vm_page *pages);
/* NULL if space is what the model is, else what differs. *ret_page is the first page that does. */
const char *model_compare(const struct model *m, const struct vm_space *space, vm_page *ret_page);
/* NULL if both answers are the same, else what differs. pages: as model_call filled it. */
const char *model_compare_result(const struct vm_result *want, const vm_page *pages,
    const struct vm_change *got);

/* Where random calls come from: a generator or a fuzzer's bytes. */
struct model_source {
    uint64_t state;                /* of the generator, where data is NULL */
    const uint8_t *data;
    size_t len;
};
bool model_draw(struct model_source *source, const struct vm_machine *machine, struct vm_call *call,
    uint8_t bytes[8192]);          /* false: the data is used up */

#endif
