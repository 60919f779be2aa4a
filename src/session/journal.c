/* journal - what a session writes so that its lines can be run again, and the reading of it.
 *
 * Format  Lines of text. It is a script: run line by line it gives the same space, history, output.
 *             #pagelab-journal 1 machine=x86 layout=empty    the first line
 *             reserve 40000000 8p               a line as typed
 *             #text 2                           a text of several lines that runs as one: so many
 *             #|VirtualAlloc(0,                 lines follow
 *             #|  4096, MEM_RESERVE, PAGE_READWRITE)
 *             #source 1 a.c                     the file that the next load of a.c reads
 *             #|main() {}
 *             load a.c
 *             #start 1 machine=x86 layout=empty lesson release
 *             #|alloc 01000000 4p rw            session_begin with its label and so many lines
 *             #input 7 text                     a line typed into the program by step 7
 *             #eof 7                            the end of input, seen by step 7
 *             #stopped 7 41                     step 7 was stopped (#limited: by its limit) after
 *                                               so many slices or statements
 *             #: text                           a remark, of use to whoever reads the journal; kept
 *             #end                              the session ended as its person wished
 *         Other lines that start with # are comments, unless they are directives of C.
 * Order   A line is appended before it runs: what was answered is in the file, and what was being
 *         answered is run again. Input and stops are only known later and stand after their line;
 *         session_journal_prepare reads them ahead.
 */
#include "parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define HEADER_START "#pagelab-journal 1 "

/* ---- writing --------------------------------------------------------------------------------- */

static const char *layout_name(enum session_layout layout)
{
    return layout == SESSION_LAYOUT_PROCESS ? "process" : "empty";
}

/* One append, so that no reader ever finds a half of it without its newline. */
static void append(struct session *s, const struct buf *lines)
{
    if (!s->host.journal_append || s->journal_broken)
        return;
    struct buf all = {0};
    if (!s->journal_begun)
        buf_addf(&all, HEADER_START "machine=%s layout=%s\n", s->options.machine->name,
            layout_name(s->options.layout));
    buf_addn(&all, lines->data, lines->len);
    s->journal_broken = !s->host.journal_append(s->host.ctx, all.data, all.len);
    s->journal_begun = true;
    buf_finish(&all);
}

/* "#text 2\n#|first\n#|second\n": exact, also where the text does not end in a newline. */
static void add_block(
    struct buf *out, const char *word, const char *name, const char *text, size_t len)
{
    size_t lines = 1;
    for (size_t i = 0; i < len; i++)
        lines += text[i] == '\n';
    buf_addf(out, "#%s %zu%s%s\n#|", word, lines, name ? " " : "", name ? name : "");
    for (size_t i = 0; i < len; i++) {
        buf_addc(out, text[i]);
        if (text[i] == '\n')
            buf_add(out, "#|");
    }
    buf_addc(out, '\n');
}

static void add_line(struct buf *out, const char *text, size_t len)
{
    if (memchr(text, '\n', len)) {
        add_block(out, "text", NULL, text, len);
    } else {
        buf_addn(out, text, len);
        buf_addc(out, '\n');
    }
}

void journal_line(struct session *s)
{
    struct buf lines = {0};
    add_line(&lines, buf_text(&s->line), s->line.len);
    append(s, &lines);
    buf_finish(&lines);
}

void journal_word(struct session *s, const char *word)
{
    struct buf lines = {0};
    add_line(&lines, word, strlen(word));
    append(s, &lines);
    buf_finish(&lines);
}

void journal_load(
    struct session *s, const char *name, const char *text, size_t len, const char *line)
{
    struct buf lines = {0};
    add_block(&lines, "source", name, text, len);
    add_line(&lines, line, strlen(line));
    append(s, &lines);
    buf_finish(&lines);
}

void session_remark(struct session *session, const char *text)
{
    struct buf line = {0};
    buf_add(&line, "#: ");
    for (; *text; text++)
        buf_addc(&line, *text == '\n' ? ' ' : *text);
    buf_addc(&line, '\n');
    append(session, &line);
    buf_finish(&line);
}

void journal_start(struct session *s, const struct session_start *start,
    const struct vm_machine *machine, enum session_layout layout)
{
    struct buf name = {0}, lines = {0};
    buf_addf(&name, "machine=%s layout=%s %s", machine->name, layout_name(layout), start->label);
    add_block(&lines, "start", buf_text(&name), start->lines, strlen(start->lines));
    append(s, &lines);
    buf_finish(&name);
    buf_finish(&lines);
}

void journal_note(struct session *s, const struct note *note)
{
    struct buf line = {0};
    switch (note->kind) {
    case NOTE_INPUT:
        buf_addf(&line, "#input %lu ", (unsigned long)note->step);
        buf_addn(&line, note->text, note->len);
        break;
    case NOTE_EOF:
        buf_addf(&line, "#eof %lu", (unsigned long)note->step);
        break;
    case NOTE_STOPPED:
    case NOTE_LIMITED:
        buf_addf(&line, "#%s %lu %llu", note->kind == NOTE_STOPPED ? "stopped" : "limited",
            (unsigned long)note->step, (unsigned long long)note->ticks);
        break;
    }
    buf_addc(&line, '\n');
    append(s, &line);
    buf_finish(&line);
}

bool session_journal_works(const struct session *session)
{
    return !session->journal_broken;
}

/* ---- reading: small tools -------------------------------------------------------------------- */

static size_t line_len(const char *text, size_t len)
{
    const char *const end = len ? memchr(text, '\n', len) : NULL;
    return end ? (size_t)(end - text) : len;
}

static bool take_word(const char **text, size_t *len, const char *word)
{
    const size_t n = strlen(word);
    if (*len < n || memcmp(*text, word, n) != 0)
        return false;
    *text += n;
    *len -= n;
    return true;
}

static bool take_number(const char **text, size_t *len, uint64_t *ret_number)
{
    size_t n = 0;
    uint64_t number = 0;
    for (; n < *len && (*text)[n] >= '0' && (*text)[n] <= '9' && number < UINT64_MAX / 100; n++)
        number = number * 10 + (uint64_t)((*text)[n] - '0');
    *text += n;
    *len -= n;
    *ret_number = number;
    return n > 0;
}

/* ---- the header ------------------------------------------------------------------------------ */

static const struct vm_machine *take_machine(const char **text, size_t *len)
{
    const struct vm_machine *machine, *found = NULL;
    for (unsigned i = 0; (machine = vm_machine_at(i)); i++) { /* the longest: x86-3gb is not x86 */
        const size_t n = strlen(machine->name);
        if (*len >= n && memcmp(*text, machine->name, n) == 0 &&
            (!found || n > strlen(found->name)))
            found = machine;
    }
    if (found)
        take_word(text, len, found->name);
    return found;
}

/* "machine=x86 layout=empty" */
static bool take_header(const char **text, size_t *len, struct session_journal_header *ret_header)
{
    struct session_journal_header header = {0};
    if (!take_word(text, len, "machine="))
        return false;
    header.machine = take_machine(text, len);
    if (!header.machine || !take_word(text, len, " layout="))
        return false;
    if (take_word(text, len, layout_name(SESSION_LAYOUT_PROCESS)))
        header.layout = SESSION_LAYOUT_PROCESS;
    else if (!take_word(text, len, layout_name(SESSION_LAYOUT_EMPTY)))
        return false;
    *ret_header = header;
    return true;
}

bool session_journal_parse(const char *text, size_t len, struct session_journal_header *ret_header)
{
    len = line_len(text, len);
    return take_word(&text, &len, HEADER_START) && take_header(&text, &len, ret_header);
}

enum session_outcome journal_begin(struct session *s)
{
    struct buf name = s->block.name, lines = s->block.text;
    s->block.name = s->block.text = (struct buf){0};
    s->block.start_due = false;
    struct session_journal_header header;
    const char *label = buf_text(&name);
    size_t len = name.len;
    enum session_outcome outcome = SESSION_NOTHING;
    if (take_header(&label, &len, &header) && take_word(&label, &len, " ")) {
        const struct session_start start = {.label = label,
            .machine = header.machine,
            .layout = header.layout,
            .lines = buf_text(&lines)};
        outcome = session_begin(s, &start, NULL);
    }
    buf_finish(&name);
    buf_finish(&lines);
    return outcome;
}

/* ---- notes ----------------------------------------------------------------------------------- */

static bool parse_note(const char *line, size_t len, struct note *ret_note)
{
    static const struct {
        const char *word;
        enum note_kind kind;
    } words[] = {{"#input ", NOTE_INPUT}, {"#eof ", NOTE_EOF}, {"#stopped ", NOTE_STOPPED},
        {"#limited ", NOTE_LIMITED}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        uint64_t step;
        if (!take_word(&line, &len, words[i].word) || !take_number(&line, &len, &step) ||
            step >= NO_STEP)
            continue;
        take_word(&line, &len, " ");
        *ret_note = (struct note){.step = (uint32_t)step, .kind = words[i].kind};
        if (ret_note->kind == NOTE_INPUT) {
            ret_note->text = base_strndup(line, len);
            ret_note->len = len;
        } else if (ret_note->kind != NOTE_EOF) {
            return take_number(&line, &len, &ret_note->ticks);
        }
        return true;
    }
    return false;
}

void session_journal_prepare(struct session *session, const char *text, size_t len)
{
    while (len) {
        const size_t n = line_len(text, len);
        struct note note;
        if (parse_note(text, n, &note)) {
            base_grow(&session->notes, &session->note_cap, session->note_count + 1, sizeof note);
            session->notes[session->note_count++] = note;
        }
        text += n + (n < len);
        len -= n + (n < len);
    }
}

/* Steps are made in the order of their notes, so that notes of earlier steps are never wanted
 * again. */
const struct note *journal_find_note(struct session *s, uint32_t step, bool input)
{
    while (s->note_at < s->note_count && s->notes[s->note_at].step < step)
        s->note_at++;
    for (size_t i = s->note_at; i < s->note_count && s->notes[i].step == step; i++) {
        struct note *const note = &s->notes[i];
        if (note->used || input != (note->kind == NOTE_INPUT || note->kind == NOTE_EOF))
            continue;
        note->used = true;
        return note;
    }
    return NULL;
}

/* ---- blocks and comments --------------------------------------------------------------------- */

static void begin_block(
    struct session *s, enum block_kind kind, uint64_t lines, const char *name, size_t len)
{
    struct block *const b = &s->block;
    buf_clear(&b->name);
    buf_clear(&b->text);
    buf_addn(&b->name, name, len);
    b->kind = lines ? kind : BLOCK_NONE;
    b->left = lines;
}

static void add_source(struct session *s)
{
    struct source *const source = base_zalloc(sizeof *source);
    source->len = s->block.text.len;
    source->name = buf_take(&s->block.name);
    source->text = buf_take(&s->block.text);
    source->next = s->sources;
    s->sources = source;
}

static void add_block_line(struct session *s, const char *line, size_t len, struct buf *ret_text)
{
    struct block *const b = &s->block;
    if (b->kind == BLOCK_NONE)
        return;
    buf_addn(&b->text, line, len);
    if (--b->left) {
        buf_addc(&b->text, '\n');
        return;
    }
    if (b->kind == BLOCK_SOURCE)
        add_source(s);
    else if (b->kind == BLOCK_START)
        b->start_due = true;
    else
        buf_addn(ret_text, buf_text(&b->text), b->text.len);
    b->kind = BLOCK_NONE;
}

/* "#include <windows.h>" starts a pasted program. With a blank after # it may also be prose. */
static bool is_directive(const char *line, size_t len)
{
    static const char *const words[] = {"include", "define", "undef", "pragma", "ifdef", "ifndef",
        "if", "else", "elif", "endif", "error", "line"};
    enum { CLEAR = 6 }; /* the first so many are not taken for prose */
    size_t skipped = 0;
    take_word(&line, &len, "#");
    for (; len && (*line == ' ' || *line == '\t'); skipped++, line++)
        len--;
    for (size_t i = 0; i < (skipped ? CLEAR : sizeof words / sizeof *words); i++) {
        const char *after = line;
        size_t left = len;
        if (take_word(&after, &left, words[i]) &&
            (!left || !((*after >= 'a' && *after <= 'z') || *after == '_')))
            return true;
    }
    return false;
}

/* A remark that is run again stands in the new journal, too. */
static void keep_remark(struct session *s, const char *line, size_t len)
{
    struct buf kept = {0};
    add_line(&kept, line, len);
    append(s, &kept);
    buf_finish(&kept);
}

size_t journal_take(struct session *s, const char *text, size_t len, struct buf *ret_text)
{
    const size_t n = line_len(text, len);
    const char *line = text;
    size_t left = n;
    uint64_t lines;
    const bool own = take_word(&line, &left, "#");
    if (own && take_word(&line, &left, "|")) {
        add_block_line(s, line, left, ret_text);
    } else {
        s->block.kind = BLOCK_NONE; /* a block that was cut off is not run */
        if (!own || is_directive(text, n))
            return 0;
        if (take_word(&line, &left, ": "))
            keep_remark(s, text, n);
        if (take_word(&line, &left, "source ") && take_number(&line, &left, &lines) &&
            take_word(&line, &left, " "))
            begin_block(s, BLOCK_SOURCE, lines, line, left);
        else if (take_word(&line, &left, "start ") && take_number(&line, &left, &lines) &&
                 take_word(&line, &left, " "))
            begin_block(s, BLOCK_START, lines, line, left);
        else if (take_word(&line, &left, "text ") && take_number(&line, &left, &lines) && !left)
            begin_block(s, BLOCK_TEXT, lines, "", 0);
    }
    return n + (n < len);
}

bool journal_source(struct session *s, const char *name, struct buf *out)
{
    for (struct source **at = &s->sources; *at; at = &(*at)->next) {
        struct source *const source = *at;
        if (strcmp(source->name, name) != 0)
            continue;
        buf_addn(out, source->text, source->len);
        *at = source->next;
        free(source->name);
        free(source->text);
        free(source);
        return true;
    }
    return false;
}

void journal_finish(struct session *s)
{
    while (s->sources) {
        struct source *const source = s->sources;
        s->sources = source->next;
        free(source->name);
        free(source->text);
        free(source);
    }
    for (size_t i = 0; i < s->note_count; i++)
        free(s->notes[i].text);
    free(s->notes);
    buf_finish(&s->block.name);
    buf_finish(&s->block.text);
}
