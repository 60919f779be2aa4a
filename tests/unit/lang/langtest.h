/* langtest - parses a text and shows what came of it as text, so that tests are tables. */
#ifndef LANGTEST_H
#define LANGTEST_H

#include "testlib.h"

#include <string.h>

#include "base/buf.h"
#include "lang/lang.h"

#include "unit.h"

struct parsed {
    struct lang_unit *unit;
    struct lang_diags diags;
    bool incomplete;
};

/* The front half only: names need no meaning. */
static inline struct parsed parse_tree(const char *text, enum lang_mode mode)
{
    struct parsed r = {0};
    const struct lang_source source = {"", text, strlen(text)};
    r.unit = unit_parse(&source, mode, vm_machine_at(0), NULL, &r.diags, &r.incomplete);
    return r;
}

/* Both halves, as the session does it. */
static inline struct parsed parse_on(const char *machine, const char *text, enum lang_mode mode)
{
    struct parsed r = {0};
    const struct lang_source source = {"", text, strlen(text)};
    r.unit = lang_parse(&source, mode, vm_machine_find(machine), NULL, &r.diags, &r.incomplete);
    return r;
}

static inline void parsed_finish(struct parsed *r)
{
    lang_unit_destroy(r->unit);
    lang_diags_finish(&r->diags);
}

/* "L0201 1:7 [suggestion] a|b": one line for each diagnostic. */
static inline void diags_show(struct buf *out, const struct lang_diags *diags)
{
    for (size_t i = 0; i < diags->count; i++) {
        const struct lang_diag *d = &diags->items[i];
        buf_addf(out, "%s%s %u:%u", i ? "\n" : "", lang_diag_code(d->id), (unsigned)d->line,
            (unsigned)d->column);
        if (d->suggestion)
            buf_addf(out, " [%s]", d->suggestion);
        for (size_t a = 0; a < LANG_DIAG_ARGS; a++)
            if (d->args[a])
                buf_addf(out, "%s%s", a ? "|" : " ", d->args[a]);
    }
}

#endif
