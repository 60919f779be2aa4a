/* fuzz_vm - any sequence of calls: the space agrees with the plain-array model, stays sound, and
 * all of it can be taken back. The input is read as choices of model_draw. */
#include <stdio.h>
#include <stdlib.h>

#include "model.h"

enum { CALLS_MAX = 256 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void stop_if(const char *what, const struct vm_call *c)
{
    if (!what)
        return;
    fprintf(stderr, "%s: call %d(%#llx, %#llx, %#x, %#x)\n", what, (int)c->id,
        (unsigned long long)c->addr, (unsigned long long)c->size, c->flags, c->protect);
    abort();
}

static void make(struct vm_space *space, struct model *model, struct model_source *source,
    struct vm_change *change)
{
    static uint8_t bytes[8192];
    static vm_page pages[256];
    struct vm_call call, cure;
    struct vm_result want;
    vm_page page;
    model_draw(source, vm_space_machine(space), &call, bytes);
    vm_plan(space, &call, change, NULL);
    vm_apply(space, change);
    model_call(model, &call, &want, pages);
    stop_if(model_compare_result(&want, pages, change), &call);
    stop_if(model_compare(model, space, &page), &call);
    stop_if(vm_space_check(space), &call);
    if (change->result.status == VM_STATUS_SUCCESS || !vm_cure(space, change, &cure))
        return;
    struct vm_change cured = {0};                            /* a cure works, whatever was wrong */
    vm_plan(space, &cure, &cured, NULL);
    stop_if(cured.result.status == VM_STATUS_SUCCESS ? NULL : "a cure fails", &cure);
    vm_change_finish(&cured);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct vm_space *space = vm_space_create(vm_machine_find("toy"));
    struct model *model = model_create(vm_space_machine(space));
    struct model_source source = {.data = data, .len = size};
    static struct vm_change changes[CALLS_MAX];
    static uint64_t hashes[CALLS_MAX];
    size_t count = 0;
    for (; source.len && count < CALLS_MAX; count++) {
        hashes[count] = vm_space_hash(space);
        make(space, model, &source, &changes[count]);
    }
    while (count-- > 0) {
        vm_revert(space, &changes[count]);
        stop_if(vm_space_hash(space) == hashes[count] ? NULL : "taken back", &changes[count].call);
        vm_change_finish(&changes[count]);
    }
    model_destroy(model);
    vm_space_destroy(space);
    return 0;
}
