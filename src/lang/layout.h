/* layout - where the parts of a started process lie on each machine.
 *
 * Shape    image (headers, code, data), thread stack (reserved, guard, committed), heap, shared
 *          user data: ascending addresses as a classic Windows program has them, without address
 *          randomisation.
 */
#ifndef LANG_LAYOUT_H
#define LANG_LAYOUT_H

#include "vm/types.h"

vm_addr layout_data(const struct vm_machine *machine);       /* first byte of the image's data */
uint64_t layout_data_size(const struct vm_machine *machine);
/* lowest committed byte above the guard */
vm_addr layout_stack_low(const struct vm_machine *machine);
/* where the frame of main's caller begins */
vm_addr layout_stack_top(const struct vm_machine *machine);

#endif
