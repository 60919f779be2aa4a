/* table - the cells of a Markdown table set in columns that fit a width. */
#include "table.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "wrap.h"

enum { GAP = 2, NARROWEST = 4 };

struct render_text *table_add(struct table *table)
{
    base_grow(&table->cells, &table->cap, table->count + 1, sizeof *table->cells);
    table->cells[table->count] = (struct render_text){0};
    return &table->cells[table->count++];
}

void table_finish(struct table *table)
{
    for (size_t i = 0; i < table->count; i++)
        render_text_finish(&table->cells[i]);
    free(table->cells);
    *table = (struct table){0};
}

static size_t cell_width(const struct table *table, size_t i)
{
    return i < table->count ? utf8_width(buf_text(&table->cells[i].buf), table->cells[i].buf.len)
                            : 0;
}

/* What each column would like, then one cell less for the widest until all fit. */
static void measure(const struct table *table, size_t room, size_t widths[TABLE_COLUMNS])
{
    size_t total = GAP * (table->columns - 1);
    for (size_t c = 0; c < table->columns; c++) {
        widths[c] = 1;
        for (size_t i = c; i < table->count; i += table->columns)
            if (cell_width(table, i) > widths[c])
                widths[c] = cell_width(table, i);
        total += widths[c];
    }
    while (total > room) {
        size_t widest = 0;
        for (size_t c = 1; c < table->columns; c++)
            if (widths[c] > widths[widest])
                widest = c;
        if (widths[widest] <= NARROWEST)
            return;
        widths[widest]--;
        total--;
    }
}

/* Takes the next line off a wrapped cell, from *at on; returns its cells. */
static size_t take_line(struct render_text *out, const struct render_text *cell, size_t *at)
{
    const char *const text = buf_text(&cell->buf) + *at;
    const size_t len = strcspn(text, "\n");
    wrap_copy(out, cell, *at, *at + len);
    *at += len + (text[len] == '\n');
    return utf8_width(text, len);
}

static void write_row(const struct table *table, struct render_text *out, const char *indent,
    size_t first, const size_t widths[TABLE_COLUMNS])
{
    static const struct wrap_edges none = {"", "", RENDER_NORMAL};
    struct render_text wrapped[TABLE_COLUMNS] = {{{0}, NULL, 0, 0}};
    size_t at[TABLE_COLUMNS] = {0};
    for (size_t c = 0; c < table->columns && first + c < table->count; c++)
        wrap_text(&wrapped[c], &table->cells[first + c], &none, widths[c]);
    for (bool more = true; more;) {
        size_t missing = 0; /* blanks that a further cell on this line needs before it */
        more = false;
        render_add(out, RENDER_NORMAL, indent);
        for (size_t c = 0; c < table->columns; c++) {
            if (at[c] < wrapped[c].buf.len) {
                render_role(out, RENDER_NORMAL);
                buf_pad(&out->buf, ' ', missing);
                missing = 0;
                const size_t used = take_line(out, &wrapped[c], &at[c]);
                missing += widths[c] > used ? widths[c] - used : 0;
            } else {
                missing += widths[c];
            }
            missing += GAP;
            more = more || at[c] < wrapped[c].buf.len;
        }
        render_add(out, RENDER_NORMAL, "\n");
    }
    for (size_t c = 0; c < table->columns; c++)
        render_text_finish(&wrapped[c]);
}

static void write_line(const struct table *table, struct render_text *out, const char *indent,
    const size_t widths[TABLE_COLUMNS])
{
    render_add(out, RENDER_NORMAL, indent);
    for (size_t c = 0; c < table->columns; c++) {
        render_role(out, RENDER_DIM);
        buf_pad(&out->buf, '-', widths[c]);
        if (c + 1 < table->columns)
            buf_pad(&out->buf, ' ', GAP);
    }
    render_add(out, RENDER_NORMAL, "\n");
}

void table_write(
    const struct table *table, struct render_text *out, const char *indent, size_t width)
{
    size_t widths[TABLE_COLUMNS];
    if (table->columns == 0 || table->count == 0)
        return;
    const size_t used = strlen(indent);
    measure(table, width > used ? width - used : 1, widths);
    for (size_t first = 0; first < table->count; first += table->columns) {
        write_row(table, out, indent, first, widths);
        if (first == 0)
            write_line(table, out, indent, widths);
    }
}
