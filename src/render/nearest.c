/* nearest - which of many names was meant: letters without case and accents, fewest edits. */
#include "nearest.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* The plain letter for an accented one of Latin-1, as Spanish has them. */
static uint32_t plain_letter(uint32_t scalar)
{
    static const struct {
        const char *accented;
        char plain;
    } letters[] = {{"\xC3\xA1\xC3\xA0\xC3\xA4\xC3\x81\xC3\x80\xC3\x84", 'a'},
        {"\xC3\xA9\xC3\xA8\xC3\xAB\xC3\x89\xC3\x88\xC3\x8B", 'e'},
        {"\xC3\xAD\xC3\xAC\xC3\xAF\xC3\x8D\xC3\x8C\xC3\x8F", 'i'},
        {"\xC3\xB3\xC3\xB2\xC3\xB6\xC3\x93\xC3\x92\xC3\x96", 'o'},
        {"\xC3\xBA\xC3\xB9\xC3\xBC\xC3\x9A\xC3\x99\xC3\x9C", 'u'}, {"\xC3\xB1\xC3\x91", 'n'}};
    char bytes[5] = {0};
    if (scalar >= 'A' && scalar <= 'Z')
        return scalar - 'A' + 'a';
    if (scalar < 0x80)
        return scalar;
    bytes[utf8_encode(scalar, bytes)] = '\0';
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (strstr(letters[i].accented, bytes) != NULL)
            return (unsigned char)letters[i].plain;
    return scalar;
}

struct nearest_key nearest_fold(const char *name, size_t len)
{
    struct nearest_key key = {{0}, 0};
    for (size_t i = 0; i < len;) {
        uint32_t scalar;
        char plain[4];
        i += utf8_decode(name + i, len - i, &scalar);
        const size_t size = utf8_encode(plain_letter(scalar), plain);
        if (key.len + size > NEAREST_LONGEST)
            break;
        memcpy(key.text + key.len, plain, size);
        key.len += size;
    }
    return key;
}

bool nearest_same(const struct nearest_key *a, const struct nearest_key *b)
{
    return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

bool nearest_holds(const struct nearest_key *whole, const struct nearest_key *part)
{
    return strstr(whole->text, part->text) != NULL;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Letters to put in, take out or change. */
static size_t distance(const struct nearest_key *a, const struct nearest_key *b)
{
    size_t row[NEAREST_LONGEST + 1];
    for (size_t j = 0; j <= b->len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a->len; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b->len; j++) {
            const size_t above = row[j];
            const size_t changed = corner + (a->text[i - 1] != b->text[j - 1]);
            row[j] = least(changed, least(above, row[j - 1]) + 1);
            corner = above;
        }
    }
    return row[b->len];
}

void nearest_begin(struct nearest *nearest, const char *word)
{
    *nearest = (struct nearest){.word = nearest_fold(word, strlen(word))};
    nearest->edits = nearest->word.len / 3 + 1 + (nearest->word.len > 2);
}

void nearest_try(struct nearest *nearest, const char *name, size_t len)
{
    const struct nearest_key key = nearest_fold(name, len);
    const size_t edits = distance(&nearest->word, &key);
    if (nearest->word.len > 0 && edits < nearest->edits) {
        nearest->edits = edits;
        nearest->best = name;
    }
}
