/* words - numbers and names as the prompt reads them, for others who read what people write: lesson
 * files, answers.
 *
 * Errors  false or 0 where the text is none.   Owner  Texts are borrowed.
 */
#ifndef LANG_WORDS_H
#define LANG_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Hexadecimal with or without 0x, as screens print addresses. */
bool lang_read_address(const char *text, size_t len, uint64_t *ret_address);
/* 8p, 64K, 2M, 1G or a number as in C: bytes. */
bool lang_read_size(const char *text, size_t len, uint64_t *ret_bytes);
/* A number as in C. */
bool lang_read_number(const char *text, size_t len, uint64_t *ret_number);
/* "rw", "PAGE_READWRITE", "guard": the PAGE_ flags; 0 if it is none. */
uint32_t lang_read_protection(const char *word, size_t len);

/* The nearest of the words tried, for "did you mean". word: borrowed. */
struct lang_nearest {
    const char *word, *best;           /* best: NULL if none is near */
    size_t len;
    unsigned cost;
};
void lang_nearest_begin(struct lang_nearest *nearest, const char *word);
void lang_nearest_try(struct lang_nearest *nearest, const char *candidate);

#endif
