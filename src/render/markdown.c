/* markdown - Markdown -> styled text: md4c reads it, wrap and table set it. */
#include "render/markdown.h"

#include <md4c.h>
#include <stdbool.h>
#include <string.h>

#include "table.h"
#include "wrap.h"

enum { NESTED = 12, EDGE = 64 };

struct writer {
    struct render_text *out;
    size_t width;
    size_t len; /* of the whole text */
    struct render_text block; /* the paragraph, heading or item that is read */
    char first[EDGE];         /* what the next line begins with: a bullet, or as rest */
    char rest[EDGE];
    size_t edges[NESTED]; /* lengths of rest outside each list item and quote */
    size_t nested;        /* items and quotes that are open; deeper ones get no edge */
    unsigned items[NESTED];
    size_t lists;
    unsigned strong, code, link;
    bool in_heading, in_code, at_line_start;
    bool gap; /* an empty line belongs before the next block */
    struct table table;
    struct render_text *cell; /* that is read; NULL outside tables */
    size_t column;            /* of the next cell */
};

static enum render_role role_now(const struct writer *w)
{
    if (w->in_heading)
        return RENDER_TITLE;
    if (w->code > 0)
        return RENDER_CALL;
    if (w->link > 0)
        return RENDER_LINK;
    return w->strong > 0 ? RENDER_STRONG : RENDER_NORMAL;
}

/* ---- how lines begin ------------------------------------------------------------------------ */

/* Opens an item or a quote: its first line begins with mark, the others with as many blanks. */
static void push_edge(struct writer *w, const char *mark)
{
    const size_t len = strlen(w->rest);
    const size_t more = strlen(mark);
    const size_t at = w->nested++;
    if (at >= NESTED)
        return;
    w->edges[at] = len;
    if (len + more >= EDGE || len + more + RENDER_WIDTH_MIN / 2 > w->width)
        return;
    memcpy(w->first, w->rest, len);
    memcpy(w->first + len, mark, more + 1);
    memset(w->rest + len, ' ', more);
    w->rest[len + more] = '\0';
}

static void pop_edge(struct writer *w)
{
    const size_t at = --w->nested;
    if (at >= NESTED)
        return;
    w->rest[w->edges[at]] = '\0';
    memcpy(w->first, w->rest, EDGE);
}

static void open_gap(struct writer *w)
{
    if (w->gap && w->out->buf.len > 0)
        render_add(w->out, RENDER_NORMAL, "\n");
    w->gap = false;
}

static void begin_line(struct writer *w)
{
    open_gap(w);
    render_add(w->out, RENDER_NORMAL, w->first);
    memcpy(w->first, w->rest, EDGE);
}

/* Writes what has been read of a block. */
static void flush(struct writer *w)
{
    if (w->block.buf.len == 0)
        return;
    open_gap(w);
    const struct wrap_edges edges = {w->first, w->rest, RENDER_NORMAL};
    wrap_text(w->out, &w->block, &edges, w->width);
    render_text_clear(&w->block);
    memcpy(w->first, w->rest, EDGE);
}

/* ---- blocks --------------------------------------------------------------------------------- */

static void begin_list(struct writer *w, unsigned start)
{
    flush(w);
    if (w->lists < NESTED)
        w->items[w->lists] = start;
    w->lists++;
}

/* Numbers begin at 1 at least, so 0 stands for a bullet. */
static void begin_item(struct writer *w)
{
    unsigned *const number = &w->items[(w->lists < NESTED ? w->lists : NESTED) - 1];
    struct buf mark = {0};
    if (*number > 0)
        buf_addf(&mark, "%u. ", (*number)++);
    else
        buf_add(&mark, "- ");
    push_edge(w, buf_text(&mark));
    buf_finish(&mark);
}

static void add_ruler(struct writer *w)
{
    const size_t used = strlen(w->first);
    begin_line(w);
    render_role(w->out, RENDER_DIM);
    buf_pad(&w->out->buf, '-', w->width > used ? w->width - used : 1);
    render_add(w->out, RENDER_NORMAL, "\n");
    w->gap = true;
}

static void write_table(struct writer *w)
{
    open_gap(w);
    table_write(&w->table, w->out, w->rest, w->width);
    table_finish(&w->table);
    w->gap = true;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
    struct writer *const w = userdata;
    if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) {
        const MD_BLOCK_OL_DETAIL *const list = detail;
        const unsigned start = type == MD_BLOCK_OL ? list->start : 0;
        begin_list(w, type == MD_BLOCK_OL && start == 0 ? 1 : start);
    } else if (type == MD_BLOCK_LI) {
        begin_item(w);
    } else if (type == MD_BLOCK_QUOTE) {
        push_edge(w, "  ");
    } else if (type == MD_BLOCK_HR) {
        add_ruler(w);
    } else if (type == MD_BLOCK_H) {
        w->in_heading = true;
    } else if (type == MD_BLOCK_CODE) {
        flush(w);
        open_gap(w);
        push_edge(w, "    ");
        w->in_code = w->at_line_start = true;
    } else if (type == MD_BLOCK_TABLE) {
        const MD_BLOCK_TABLE_DETAIL *const table = detail;
        flush(w);
        w->table.columns = table->col_count < TABLE_COLUMNS ? table->col_count : TABLE_COLUMNS;
    } else if (type == MD_BLOCK_TR) {
        w->column = 0;
    } else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD) {
        w->strong += type == MD_BLOCK_TH;
        w->cell = w->column++ < TABLE_COLUMNS ? table_add(&w->table) : &w->block;
    }
    return 0;
}

static void leave_list(struct writer *w)
{
    w->lists--;
    w->gap = w->gap || w->lists == 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
    struct writer *const w = userdata;
    (void)detail;
    if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) {
        leave_list(w);
    } else if (type == MD_BLOCK_LI || type == MD_BLOCK_QUOTE) {
        flush(w);
        pop_edge(w);
    } else if (type == MD_BLOCK_H) {
        flush(w);
        w->in_heading = false;
    } else if (type == MD_BLOCK_P) {
        flush(w);
        w->gap = true;
    } else if (type == MD_BLOCK_CODE) {
        pop_edge(w);
        w->in_code = false;
        w->gap = true;
    } else if (type == MD_BLOCK_TABLE) {
        write_table(w);
    } else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD) {
        w->strong -= type == MD_BLOCK_TH;
        w->cell = NULL;
        render_text_clear(&w->block); /* a cell too far to the right */
    }
    return 0;
}

/* ---- inside a block ------------------------------------------------------------------------- */

static unsigned *counter_of(struct writer *w, MD_SPANTYPE type)
{
    if (type == MD_SPAN_CODE)
        return &w->code;
    if (type == MD_SPAN_A || type == MD_SPAN_IMG || type == MD_SPAN_WIKILINK)
        return &w->link;
    return &w->strong;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *userdata)
{
    (void)detail;
    (*counter_of(userdata, type))++;
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *userdata)
{
    (void)detail;
    (*counter_of(userdata, type))--;
    return 0;
}

/* The lines of a code block as they stand. */
static void add_code(struct writer *w, const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        const char *const newline = memchr(text + i, '\n', len - i);
        const size_t end = newline == NULL ? len : (size_t)(newline - text);
        if (w->at_line_start && end > i)
            begin_line(w);
        render_role(w->out, RENDER_CALL);
        buf_addn(&w->out->buf, text + i, end - i);
        w->at_line_start = newline != NULL;
        if (newline != NULL)
            render_add(w->out, RENDER_NORMAL, "\n");
        i = end + 1;
    }
}

static void add_entity(struct buf *out, const char *text, size_t len)
{
    static const struct {
        const char *name, *text;
    } entities[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""},
        {"&nbsp;", "\xC2\xA0"}};
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (strlen(entities[i].name) == len && memcmp(entities[i].name, text, len) == 0) {
            buf_add(out, entities[i].text);
            return;
        }
    buf_addn(out, text, len);
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *userdata)
{
    struct writer *const w = userdata;
    struct render_text *const to = w->cell != NULL ? w->cell : &w->block;
    if (size > w->len)
        return 1; /* no piece is longer than the whole */
    if (w->in_code) {
        add_code(w, text, size);
        return 0;
    }
    render_role(to, role_now(w));
    if (type == MD_TEXT_BR)
        buf_addc(&to->buf, '\n');
    else if (type == MD_TEXT_SOFTBR)
        buf_addc(&to->buf, ' ');
    else if (type == MD_TEXT_NULLCHAR)
        buf_add(&to->buf, "\xEF\xBF\xBD");
    else if (type == MD_TEXT_ENTITY)
        add_entity(&to->buf, text, size);
    else
        buf_addn(&to->buf, text, size);
    return 0;
}

void render_markdown(struct render_text *out, const char *text, size_t len, size_t width)
{
    struct writer w = {
        .out = out, .width = width > RENDER_WIDTH_MIN ? width : RENDER_WIDTH_MIN};
    const MD_PARSER parser = {
        .flags = MD_FLAG_TABLES | MD_FLAG_WIKILINKS | MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = add_text,
    };
    /* md4c 0.4.8 reads past a text that ends within a link and without a newline. */
    struct buf lines = {0};
    buf_addn(&lines, text, len);
    buf_addc(&lines, '\n');
    w.len = lines.len;
    (void)md_parse(buf_text(&lines), (MD_SIZE)lines.len, &parser, &w);
    buf_finish(&lines);
    flush(&w);
    render_text_finish(&w.block);
    table_finish(&w.table);
}
