/* table - the cells of a Markdown table set in columns that fit a width. */
#ifndef RENDER_TABLE_H
#define RENDER_TABLE_H

#include "render/text.h"

enum { TABLE_COLUMNS = 8 }; /* cells further right are left out */

struct table {
    struct render_text *cells; /* row by row; owned */
    size_t columns, count, cap;
};
/* The next cell, empty, to be written. */
struct render_text *table_add(struct table *table);
/* Appends the table, its first row as the head; the widest columns give way if it is too wide. */
void table_write(
    const struct table *table, struct render_text *out, const char *indent, size_t width);
void table_finish(struct table *table);

#endif
