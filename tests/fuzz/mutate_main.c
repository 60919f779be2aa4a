/* mutate_main - runs a fuzz target on texts: replays the files of a corpus, then a number of inputs
 * made from them by a fixed generator (always the same ones), then some very large ones.
 *
 * Use     fuzz_X COUNT FILE...
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_FILES = 64, INPUT_MAX = 4096, LARGE = 1 << 17, LARGEST = 1 << 20 };

struct text {
    uint8_t *data;
    size_t size;
};
static struct text corpus[MOST_FILES];
static size_t corpus_count;
static uint64_t state = 1;

static size_t draw(size_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return below ? (size_t)(state >> 33) % below : 0;
}

static void load(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || corpus_count == MOST_FILES) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(2);
    }
    struct text *text = &corpus[corpus_count++];
    text->data = malloc(INPUT_MAX);
    if (!text->data)
        exit(2);
    text->size = fread(text->data, 1, INPUT_MAX, file);
    fclose(file);
}

/* A stretch of some text of the corpus, put over or into the input. */
static void splice(uint8_t *data, size_t *size)
{
    const struct text *from = &corpus[draw(corpus_count)];
    const size_t start = draw(from->size), at = draw(*size + 1);
    size_t len = draw(40);
    len = len < from->size - start ? len : from->size - start;
    len = len < INPUT_MAX - at ? len : INPUT_MAX - at;
    if (draw(2) && *size + len <= INPUT_MAX) {
        memmove(data + at + len, data + at, *size - at);
        *size += len;
    }
    memcpy(data + at, from->data + start, len);
    *size = at + len > *size ? at + len : *size;
}

static void mutate(uint8_t *data, size_t *size)
{
    static const char signs[] = "(){}[];,\"'*&=+-#/\\\n0x8p\0\xC3\xA9\xFF";
    const size_t at = draw(*size);
    switch (draw(6)) {
    case 0:
        splice(data, size);
        break;
    case 1:                                          /* a piece is cut out */
        if (*size > 0) {
            const size_t len = 1 + draw(*size - at < 20 ? *size - at - 1 : 20);
            memmove(data + at, data + at + len, *size - at - len);
            *size -= len;
        }
        break;
    case 2:                                          /* the text breaks off */
        *size = at;
        break;
    case 3:
        if (*size > 0)
            data[at] = (uint8_t)draw(256);
        break;
    default:
        if (*size > 0)
            data[at] = (uint8_t)signs[draw(sizeof signs - 1)];
        break;
    }
}

static void run_large(const char *unit, size_t size)
{
    uint8_t *data = malloc(size);
    if (!data)
        exit(2);
    const size_t len = strlen(unit);
    for (size_t i = 0; i < size; i++)
        data[i] = (uint8_t)unit[i % len];
    LLVMFuzzerTestOneInput(data, size);
    free(data);
}

int main(int argc, char **argv)
{
    static uint8_t data[INPUT_MAX];
    const unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    for (int i = 2; i < argc; i++)
        load(argv[i]);
    for (size_t i = 0; i < corpus_count; i++)
        LLVMFuzzerTestOneInput(corpus[i].data, corpus[i].size);
    for (unsigned long i = 0; i < count && corpus_count > 0; i++) {
        const struct text *from = &corpus[draw(corpus_count)];
        size_t size = from->size;
        memcpy(data, from->data, size);
        for (size_t n = 1 + draw(6); n > 0; n--)
            mutate(data, &size);
        LLVMFuzzerTestOneInput(data, size);
    }
    static const char *const large[] = {"(", "{", "a", "1+", "- ", "*", "a b ", "\"", "/*",
        "p = 1;\n", "[", "if(1)",
        "x?", "x=", "f(", "int *", "\n", "#define A A\n", "@", "\\", "(int)", "sizeof ", "a,",
        "{;}", "case 1:",
        "else ", "int a[2]", "undo ", "reserve ", "0x", "'a'", "\xFF", "L\"a\" ", "a:", "a.b",
        "do "};
    for (size_t i = 0; i < sizeof large / sizeof *large; i++)
        run_large(large[i], i < 3 ? LARGEST : LARGE);
    for (size_t i = 0; i < corpus_count; i++)
        free(corpus[i].data);
    printf("%zu files, %lu mutations, %zu large texts\n", corpus_count, count,
        sizeof large / sizeof *large);
    return 0;
}
