/* cure - the nearest call that would have worked. */
#include "space_impl.h"

bool vm_cure(const struct vm_space *space, const struct vm_change *failed, struct vm_call *ret_cure)
{
    (void)space;
    (void)failed;
    (void)ret_cure;
    return false;
}
