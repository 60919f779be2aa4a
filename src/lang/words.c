/* words - the door for others to what the prompt reads. */
#include "lang/words.h"

#include "commands.h"
#include "literal.h"
#include "report.h"

bool lang_read_address(const char *text, size_t len, uint64_t *ret_address)
{
    return literal_address(text, len, ret_address) == LITERAL_OK;
}

bool lang_read_size(const char *text, size_t len, uint64_t *ret_bytes)
{
    struct literal_number number;
    const enum literal_status status = literal_number(text, len, &number);
    *ret_bytes = number.value;
    return status == LITERAL_OK || status == LITERAL_SIZE;
}

bool lang_read_number(const char *text, size_t len, uint64_t *ret_number)
{
    struct literal_number number;
    const enum literal_status status = literal_number(text, len, &number);
    *ret_number = number.value;
    return status == LITERAL_OK;
}

uint32_t lang_read_protection(const char *word, size_t len)
{
    return command_protection(word, len);
}

void lang_nearest_begin(struct lang_nearest *nearest, const char *word)
{
    struct suggestion s;
    size_t len = 0;
    while (word[len])
        len++;
    suggest_begin(&s, word, len);
    *nearest = (struct lang_nearest){.word = word, .len = len, .cost = s.cost};
}

void lang_nearest_try(struct lang_nearest *nearest, const char *candidate)
{
    struct suggestion s = {.word = nearest->word, .len = nearest->len, .cost = nearest->cost,
        .best = nearest->best};
    suggest_try(&s, candidate);
    nearest->best = s.best;
    nearest->cost = s.cost;
}
