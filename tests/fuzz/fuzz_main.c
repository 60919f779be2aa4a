/* fuzz_main - runs a fuzz target without libFuzzer, so that it belongs to the ordinary suite.
 *
 * Use     fuzz_X FILE...          replays each file
 *         fuzz_X                  some thousand inputs from a fixed generator: always the same
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUTS = 2000, INPUT_MAX = 2048 };

static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return 1;
    }
    static uint8_t data[1 << 20];
    const size_t size = fread(data, 1, sizeof data, file);
    fclose(file);
    LLVMFuzzerTestOneInput(data, size);
    return 0;
}

/* Lengths of all sizes; bytes that are small more often, as in real inputs. */
static void generate(void)
{
    static uint8_t data[INPUT_MAX];
    uint64_t state = 1;
    for (unsigned i = 0; i < INPUTS; i++) {
        const size_t size = (size_t)i * 7919 % INPUT_MAX;
        for (size_t j = 0; j < size; j++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            const unsigned byte = (unsigned)(state >> 56);
            data[j] = (uint8_t)(state >> 40 & 3 ? byte : byte % 16);
        }
        LLVMFuzzerTestOneInput(data, size);
    }
    printf("%d inputs\n", INPUTS);
}

int main(int argc, char **argv)
{
    int failed = 0;
    for (int i = 1; i < argc; i++)
        failed |= replay(argv[i]);
    if (argc == 1)
        generate();
    return failed;
}
