/* reading - what the files that read a lesson share: lines, entries, faults in their place. */
#ifndef LESSON_READING_H
#define LESSON_READING_H

#include "lesson/lesson.h"

/* ---- text.c: lines ---------------------------------------------------------------------------- */

/* A line without its end, blanks around it and comment; len 0 if nothing is left. */
struct text_line {
    const char *text;
    size_t len;
    unsigned number;               /* from 1 */
    bool indented;
};
struct text_reader {
    const char *text;
    size_t len, at;
    unsigned number;
};
/* The next line as it stands, with comment and blanks; blank: nothing else is in it. False before a
 * line that is not indented, and at the end. */
bool text_next_raw(struct text_reader *reader, struct text_line *ret, bool *ret_blank);
/* The next line that is not empty; false at the end. */
bool text_next(struct text_reader *reader, struct text_line *ret);
/* The words of a line; ',' and a lone '=' are words of their own. Copies into arena. */
enum { TEXT_WORDS = 48 };
struct text_words {
    const char *word[TEXT_WORDS];
    size_t count;
    size_t at;                     /* the next one to take */
};
void text_split(struct text_words *ret, const char *text, size_t len, struct arena *arena);
const char *text_take(struct text_words *words);               /* NULL at the end */

/* ---- reading a lesson ------------------------------------------------------------------------- */

/* Items that are gathered one by one, then moved into the lesson's arena. */
struct gather {
    void *items;
    size_t count, cap, size;
};
void *gather_add(struct gather *gather, size_t size);           /* zeroed */
const void *gather_take(struct gather *gather, struct arena *arena, size_t *ret_count);

struct reading {
    struct lesson *lesson;
    struct lesson_faults *faults;
    const char *file;
    unsigned line;                 /* being read, for faults */
    struct gather stages, questions, wrongs, asserts;
};
/* Notes a fault in the line being read; args may be NULL. Returns false, for the way out. */
bool reading_fault(struct reading *r, enum lesson_fault_id id, const char *arg0, const char *arg1);

/* A line of the file data with those that are indented below it. */
struct entry {
    const char *word, *rest;
    unsigned number;
    struct text_line *lines;
    size_t count, cap;
};

/* read.c: the file that knows no language. */
void read_data(struct reading *r, const char *text, size_t len);

/* read_program.c: a program and what repairs it. */
void read_program_lines(struct text_reader *reader, struct entry *entry);
void read_program(struct reading *r, const struct entry *entry);
bool read_repair(struct reading *r, const struct entry *entry);

/* read_goal.c: goals and conditions. Each false after a fault. */
bool read_stage(struct reading *r, const struct entry *entry);
bool read_wrong(struct reading *r, const struct entry *entry);
bool read_condition(struct reading *r, struct text_words *words, struct gather *to);
void read_lines(struct reading *r, const struct entry *entry, const char *first_word,
    struct lesson_lines *ret);

/* state.c: words -> numbers. Each false after a fault. */
bool read_address(struct reading *r, const char *word, vm_addr *ret);
bool read_size(struct reading *r, const char *word, uint64_t *ret_pages);
bool read_state(struct reading *r, const char *word, struct lesson_state *ret);
bool read_count(struct reading *r, const char *word, uint64_t *ret);
bool read_end(struct reading *r, struct text_words *words);     /* nothing more stands there */
bool read_rule(struct reading *r, const char *word, enum vm_rule *ret);

/* words.c: one language's file. */
void read_words(struct lesson_words *ret, const struct lesson *lesson, const char *file,
    const char *text, size_t len, struct arena *arena, struct lesson_faults *faults);

/* ---- personal.c: numbers that vary ------------------------------------------------------------ */

struct personal {
    struct personal_number {
        const char *name;
        bool is_address;
        uint64_t value;
    } *items;
    size_t count, cap;
    struct arena arena;
};
/* Reads the lines "vary" of the file data and draws the numbers of student ("": the defaults). */
void personal_read(struct personal *ret, const char *id, const char *text, size_t len,
    const char *student, const char *file, struct lesson_faults *faults);
/* Appends text with each {NAME+2p} filled in. */
void personal_fill(const struct personal *personal, const char *text, size_t len,
    const char *file, struct buf *out, struct lesson_faults *faults);
void personal_finish(struct personal *personal);

#endif
