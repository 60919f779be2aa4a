/* hash - a multiply-and-fold mixer over 64-bit words. */
#include "base/hash.h"

#include <string.h>

uint64_t hash_word(uint64_t hash, uint64_t word)
{
    uint64_t x = (hash ^ word) * 0xBF58476D1CE4E5B9u;
    x ^= x >> 29;
    x *= 0x94D049BB133111EBu;
    return x ^ x >> 32;
}

uint64_t hash_bytes(uint64_t hash, const void *data, size_t len)
{
    const unsigned char *p = data;
    hash = hash_word(hash, len);
    for (; len; ) {
        uint64_t word = 0;
        size_t n = len < sizeof word ? len : sizeof word;
        memcpy(&word, p, n);
        hash = hash_word(hash, word);
        p += n;
        len -= n;
    }
    return hash;
}
