/* nearest - which of many names was meant: letters without case and accents, fewest edits. */
#ifndef RENDER_NEAREST_H
#define RENDER_NEAREST_H

#include <stdbool.h>
#include <stddef.h>

enum { NEAREST_LONGEST = 48 };

/* A name in lower case and without accents, cut at NEAREST_LONGEST bytes. */
struct nearest_key {
    char text[NEAREST_LONGEST + 1];
    size_t len;
};
struct nearest_key nearest_fold(const char *name, size_t len);
bool nearest_same(const struct nearest_key *a, const struct nearest_key *b);
bool nearest_holds(const struct nearest_key *whole, const struct nearest_key *part);

struct nearest {
    struct nearest_key word;
    const char *best; /* NULL while none is near enough */
    size_t edits;     /* of best; before the first: one more than is near enough */
};
void nearest_begin(struct nearest *nearest, const char *word);
/* Offers name, which is borrowed; len bytes of it are compared. */
void nearest_try(struct nearest *nearest, const char *name, size_t len);

#endif
