/* fuzz_lang - any text at all: read as a line and as a program, run for a while if it is sound,
 * completed at some place, foreseen. Nothing of it may crash, hang or write outside; diagnostics must point
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

/* The calls that a line makes. */
struct calls {
    struct vm_call first;
    size_t count;
};

static void note_call(
    void *ctx, enum lang_event_kind kind, struct lang_span span, struct vm_change *change)
{
    struct calls *calls = ctx;
    (void)span;
    if (kind == LANG_EVENT_CALL && calls->count++ == 0)
        calls->first = change->call;
}

/* What a line would call is what it calls, and to know it changes nothing. */
static void foresee(const struct lang_source *source, const struct vm_machine *model)
{
    struct lang_env *env = lang_env_create(model), *untouched = lang_env_clone(env);
    struct vm_space *space = vm_space_create(model);
    const uint64_t before = vm_space_hash(space);
    struct vm_call call = {0};
    struct buf data = {0};
    struct lang_diags diags = {0};
    const bool found = lang_dry_call(source->text, source->len, env, space, &call, &data);
    assert(vm_space_hash(space) == before && lang_env_equal(env, untouched));
    struct lang_unit *unit =
        found ? lang_parse(source, LANG_LINE, model, env, &diags, NULL) : NULL;
    if (unit) {
        struct calls calls = {0};
        struct lang_machine *machine = lang_machine_create(
            unit, env, space, &(struct lang_listener){.ctx = &calls, .on_change = note_call});
        lang_machine_run(machine, SLICE, LANG_UNTIL_END);
        assert(calls.count == 1 && calls.first.id == call.id && calls.first.addr == call.addr);
        assert(calls.first.size == call.size && calls.first.flags == call.flags);
        assert(calls.first.protect == call.protect);
        lang_machine_destroy(machine);
    }
    lang_unit_destroy(unit);
    lang_diags_finish(&diags);
    buf_finish(&data);
    vm_space_destroy(space);
    lang_env_destroy(untouched);
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
    foresee(&source, model);
    free(text);
    buf_finish(&clean);
    return 0;
}
