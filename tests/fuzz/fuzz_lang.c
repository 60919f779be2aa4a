/* fuzz_lang - any text at all: read as a line and as a program, run for a while if it is sound,
 * completed at some place. Nothing of it may crash, hang or write outside; diagnostics must point
 * into the text. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "lang/lang.h"

enum { SLICE = 20000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void run(const struct lang_unit *unit, struct lang_env *env, const struct vm_machine *model)
{
    struct vm_space *space = vm_space_create(model);
    struct lang_machine *machine = lang_machine_create(unit, env, space,
        &(struct lang_listener){0});
    lang_machine_run(machine, SLICE, LANG_UNTIL_END);
    struct buf value = {0};
    (void)lang_machine_value(machine, &value);
    buf_finish(&value);
    lang_machine_destroy(machine);
    assert(vm_space_check(space) == NULL);
    vm_space_destroy(space);
}

static void read_as(const struct lang_source *source, enum lang_mode mode,
    const struct vm_machine *model)
{
    struct lang_env *env = lang_env_create(model);
    struct lang_diags diags = {0};
    bool incomplete = false;
    struct lang_unit *unit = lang_parse(source, mode, model, env, &diags, &incomplete);
    assert((unit != NULL) == (diags.errors == 0));
    assert(!incomplete || diags.errors > 0);
    for (size_t i = 0; i < diags.count; i++) {
        const struct lang_diag *diag = &diags.items[i];
        assert(diag->span.start <= diag->span.end && diag->span.end <= source->len);
        assert(diag->line > 0 && diag->column > 0);
    }
    if (unit && (lang_unit_kind(unit) == LANG_UNIT_STATEMENTS
        || lang_unit_kind(unit) == LANG_UNIT_PROGRAM))
        run(unit, env, model);
    lang_unit_destroy(unit);
    lang_diags_finish(&diags);
    lang_env_destroy(env);
}

static void complete_somewhere(const struct lang_source *source, const struct vm_machine *model)
{
    struct vm_space *space = vm_space_create(model);
    struct lang_completions list = {0};
    const size_t cursor =
        source->len ? (size_t)(unsigned char)source->text[0] * 7919 % (source->len + 1) : 0;
    lang_complete(source->text, source->len, cursor, NULL, space, &list);
    assert(list.replace.start <= list.replace.end && list.replace.end <= source->len);
    lang_completions_finish(&list);
    vm_space_destroy(space);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf clean = {0};
    utf8_import(&clean, (const char *)data, size);
    /* A block of exactly this size, so that a read past the end is seen. */
    char *text = malloc(clean.len ? clean.len : 1);
    if (!text)
        abort();
    memcpy(text, buf_text(&clean), clean.len);
    const struct lang_source source = {"fuzz", text, clean.len};
    const struct vm_machine *model = vm_machine_at(size % 2 ? 2 : 0);
    read_as(&source, LANG_LINE, model);
    read_as(&source, LANG_PROGRAM, model);
    complete_somewhere(&source, model);
    free(text);
    buf_finish(&clean);
    return 0;
}
