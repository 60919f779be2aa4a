/* diag - the list of mistakes: codes, texts, lines and columns. */
#include "lang/diag.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"

#include "report.h"

static const struct {
    const char *code;
    enum lang_severity severity;
    const char *msgid;
} diag_table[LANG_DIAG_COUNT] = {
#define LANG_DIAG(name, code, severity, msgid) {code, severity, msgid},
#include "lang/diags.def"
#undef LANG_DIAG
};

const char *lang_diag_code(enum lang_diag_id id)
{
    assert(id < LANG_DIAG_COUNT);
    return diag_table[id].code;
}

const char *lang_diag_msgid(enum lang_diag_id id)
{
    assert(id < LANG_DIAG_COUNT);
    return diag_table[id].msgid;
}

enum lang_severity lang_diag_severity(enum lang_diag_id id)
{
    assert(id < LANG_DIAG_COUNT);
    return diag_table[id].severity;
}

void lang_diags_finish(struct lang_diags *diags)
{
    free(diags->items);
    arena_finish(&diags->arena);
    *diags = (struct lang_diags){0};
}

void lang_diags_clear(struct lang_diags *diags)
{
    lang_diags_finish(diags);
}

void report_place(const struct lang_source *source, size_t offset, uint32_t *ret_line,
    uint32_t *ret_column)
{
    const size_t end = offset < source->len ? offset : source->len;
    uint32_t line = 1;
    size_t start = 0;
    for (const char *p; (p = memchr(source->text + start, '\n', end - start)) != NULL; line++)
        start = (size_t)(p - source->text) + 1;
    uint32_t column = 1;
    for (size_t i = start; i < end; column++) {
        uint32_t scalar;
        i += utf8_decode(source->text + i, end - i, &scalar);
    }
    *ret_line = line;
    *ret_column = column;
}

static const char *copied(struct arena *arena, const char *text)
{
    return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

/* One mistake is told once: what follows from an error at the same byte is left out. */
static bool is_told(const struct lang_diags *diags, const struct report *report)
{
    for (size_t i = 0; i < diags->count; i++)
        if (diags->items[i].span.start == report->span.start
                && (diags->items[i].id == report->id
                    || lang_diag_severity(diags->items[i].id) == LANG_ERROR))
            return true;
    return false;
}

void report_add(struct lang_diags *diags, const struct lang_source *source,
    const struct report *report)
{
    if (is_told(diags, report))
        return;
    if (lang_diag_severity(report->id) == LANG_ERROR)
        diags->errors++;
    if (diags->count == LANG_MAX_DIAGS)
        return;
    base_grow(&diags->items, &diags->cap, diags->count + 1, sizeof *diags->items);
    struct lang_diag *diag = &diags->items[diags->count++];
    *diag = (struct lang_diag){.id = report->id, .span = report->span,
        .suggestion = copied(&diags->arena, report->suggestion)};
    for (size_t i = 0; i < LANG_DIAG_ARGS; i++)
        diag->args[i] = copied(&diags->arena, report->args[i]);
    report_place(source, report->span.start, &diag->line, &diag->column);
}
