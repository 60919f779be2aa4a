/* hash - one 64-bit mixing function for everything that is hashed here (not cryptographic). */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define BASE_HASH_SEED 0x9E3779B97F4A7C15u

/* Start with BASE_HASH_SEED and feed each result into the next call. */
uint64_t hash_word(uint64_t hash, uint64_t word);
uint64_t hash_bytes(uint64_t hash, const void *data, size_t len);

#endif
