/* langlib - a prompt and a program runner for the tests of lang: text in; value, output and stop
 * out. */
#ifndef LANGLIB_H
#define LANGLIB_H

#include "testlib.h"

#include <string.h>

#include "base/buf.h"
#include "lang/lang.h"

enum { LAB_SLICE = 100000, LAB_MAX_SLICES = 200 };

/* One simulated machine with its prompt; what the last text did. */
struct lab {
    const struct vm_machine *machine;
    struct lang_env *env;
    struct vm_space *space;
    struct lang_unit *unit;
    struct lang_machine *run;      /* of the last text; NULL if it did not parse */
    struct lang_diags diags;
    struct buf output, value;
    bool has_value;
    enum lang_stop stop;
    size_t calls, touches;         /* events of each kind */
    struct vm_result last_call;
    struct lang_span last_span;
};

static inline void lab_change(void *ctx, enum lang_event_kind kind, struct lang_span span,
    struct vm_change *change)
{
    struct lab *lab = ctx;
    if (kind == LANG_EVENT_MEMORY) {
        lab->touches++;
        return;
    }
    lab->calls++;
    lab->last_call = change->result;
    lab->last_span = span;
}

static inline void lab_output(void *ctx, const char *text, size_t len)
{
    buf_addn(&((struct lab *)ctx)->output, text, len);
}

static inline struct lab lab_open(const char *machine)
{
    struct lab lab = {.machine = vm_machine_find(machine)};
    lab.env = lang_env_create(lab.machine);
    lab.space = vm_space_create(lab.machine);
    return lab;
}

static inline void lab_forget(struct lab *lab)
{
    lang_machine_destroy(lab->run);
    lang_unit_destroy(lab->unit);
    lab->run = NULL;
    lab->unit = NULL;
    lang_diags_clear(&lab->diags);
    buf_clear(&lab->output);
    buf_clear(&lab->value);
    lab->has_value = false;
    lab->calls = lab->touches = 0;
}

static inline void lab_close(struct lab *lab)
{
    lab_forget(lab);
    lang_diags_finish(&lab->diags);
    buf_finish(&lab->output);
    buf_finish(&lab->value);
    vm_space_destroy(lab->space);
    lang_env_destroy(lab->env);
}

/* Parses text; false if it has errors. A program gets its process laid out. */
static inline bool lab_parse(struct lab *lab, enum lang_mode mode, const char *text)
{
    const struct lang_source source = {"", text, strlen(text)};
    const struct lang_listener listener = {lab, lab_change, lab_output};
    lab_forget(lab);
    lab->unit = lang_parse(&source, mode, lab->machine, lab->env, &lab->diags, NULL);
    if (!lab->unit)
        return false;
    if (lang_unit_kind(lab->unit) == LANG_UNIT_PROGRAM) {
        lang_layout_process(lab->space, &listener);
        lab->calls = 0;
    }
    lab->run = lang_machine_create(lab->unit, lab->env, lab->space, &listener);
    return true;
}

static inline enum lang_stop lab_run(struct lab *lab)
{
    lab->stop = LANG_STOP_SLICE;
    for (int i = 0; i < LAB_MAX_SLICES && lab->stop == LANG_STOP_SLICE; i++)
        lab->stop = lang_machine_run(lab->run, LAB_SLICE, LANG_UNTIL_END);
    lab->has_value = lang_machine_value(lab->run, &lab->value);
    assert_null(vm_space_check(lab->space));
    return lab->stop;
}

/* A line of the prompt that must parse and end well. */
static inline void lab_line(struct lab *lab, const char *text)
{
    if (!lab_parse(lab, LANG_LINE, text))
        fail_msg("%s: %s", text, lang_diag_code(lab->diags.items[0].id));
    if (lab_run(lab) != LANG_STOP_DONE)
        fail_msg("%s: stopped (%d)", text, (int)lab->stop);
}

/* The line's value is want; NULL: it has none. */
static inline void lab_gives(struct lab *lab, const char *text, const char *want)
{
    lab_line(lab, text);
    if (want && strcmp(buf_text(&lab->value), want) != 0)
        fail_msg("%s: %s, not %s", text, buf_text(&lab->value), want);
    assert_int_equal(lab->has_value, want != NULL);
}

/* The code of the text's first diagnostic, NULL if there is none. */
static inline const char *lab_code(struct lab *lab, enum lang_mode mode, const char *text)
{
    lab_parse(lab, mode, text);
    return lab->diags.count ? lang_diag_code(lab->diags.items[0].id) : NULL;
}

#endif
