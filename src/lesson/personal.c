/* personal - numbers of a lesson that vary from student to student, and filling them in. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "lang/words.h"

#include "reading.h"

static const struct personal_number *find(
    const struct personal *personal, const char *name, size_t len)
{
    for (size_t i = 0; i < personal->count; i++)
        if (strlen(personal->items[i].name) == len &&
            memcmp(personal->items[i].name, name, len) == 0)
            return &personal->items[i];
    return NULL;
}

/* ---- drawing ---------------------------------------------------------------------------------- */

struct range {
    uint64_t usual, low, high, step;
};

static bool read_number(bool is_address, const char *text, size_t len, uint64_t *ret)
{
    return is_address ? lang_read_address(text, len, ret) : lang_read_number(text, len, ret);
}

/* "40000000 in 10000000..60000000 step 10000": the words behind name and kind. */
static bool read_range(struct text_words *words, bool is_address, struct range *ret)
{
    const char *const usual = text_take(words);
    const char *const in = text_take(words);
    const char *const bounds = text_take(words);
    const char *const dots = bounds == NULL ? NULL : strstr(bounds, "..");
    const char *const step = text_take(words);
    const char *const size = step == NULL ? "1" : text_take(words);
    *ret = (struct range){0};
    return dots != NULL && strcmp(in, "in") == 0 &&
        read_number(is_address, usual, strlen(usual), &ret->usual) &&
        read_number(is_address, bounds, (size_t)(dots - bounds), &ret->low) &&
        read_number(is_address, dots + 2, strlen(dots + 2), &ret->high) && ret->low <= ret->high &&
        (step == NULL || strcmp(step, "step") == 0) && size != NULL &&
        read_number(is_address, size, strlen(size), &ret->step) && ret->step > 0 &&
        text_take(words) == NULL;
}

/* The same for the same student, lesson and name on every machine. */
static uint64_t draw(const struct range *range, const char *student, const char *id,
    const char *name)
{
    if (*student == '\0')
        return range->usual;
    uint64_t hash = hash_bytes(BASE_HASH_SEED, student, strlen(student));
    hash = hash_bytes(hash, id, strlen(id));
    hash = hash_bytes(hash, name, strlen(name));
    const uint64_t choices = (range->high - range->low) / range->step + 1;
    return range->low + (choices == 0 ? hash : hash % choices) * range->step;
}

static bool is_name(const char *text)
{
    size_t len = 0;
    for (; (text[len] >= 'A' && text[len] <= 'Z') ||
         (len > 0 && text[len] >= '0' && text[len] <= '9'); len++)
        continue;
    return len > 0 && text[len] == '\0';
}

void personal_read(struct personal *ret, const char *id, const char *text, size_t len,
    const char *student, const char *file, struct lesson_faults *faults)
{
    *ret = (struct personal){0};
    struct text_reader reader = {.text = text, .len = len};
    for (struct text_line line; text_next(&reader, &line);) {
        struct text_words words;
        text_split(&words, line.text, line.len, &ret->arena);
        if (line.indented || strcmp(text_take(&words), "vary") != 0)
            continue;
        const char *const name = text_take(&words);
        const char *const kind = text_take(&words);
        const bool is_address = kind != NULL && strcmp(kind, "address") == 0;
        struct range range;
        if (kind == NULL || !is_name(name) || (!is_address && strcmp(kind, "number") != 0) ||
            !read_range(&words, is_address, &range)) {
            lesson_faults_add(faults, LESSON_FAULT_VARY, file, line.number,
                name == NULL ? "vary" : name, NULL);
            continue;
        }
        base_grow(&ret->items, &ret->cap, ret->count + 1, sizeof *ret->items);
        ret->items[ret->count++] = (struct personal_number){.name = name,
            .is_address = is_address, .value = draw(&range, student, id, name)};
    }
}

void personal_finish(struct personal *personal)
{
    free(personal->items);
    arena_finish(&personal->arena);
    *personal = (struct personal){0};
}

/* ---- filling in ------------------------------------------------------------------------------- */

/* Length of "{NAME+2p}" at the start of text; 0 if none begins here. */
static size_t brace_len(const char *text, size_t len)
{
    if (len < 3 || text[0] != '{' || text[1] < 'A' || text[1] > 'Z')
        return 0;
    for (size_t i = 1; i < len; i++) {
        if (text[i] == '}')
            return i + 1;
        if (text[i] == '\n' || strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-*p", text[i]) == NULL)
            return 0;
    }
    return 0;
}

/* A name, or a decimal number; p makes pages of a number. */
static bool read_term(const struct personal *personal, const char *text, size_t len,
    uint64_t *ret_value, bool *is_address)
{
    const struct personal_number *const known = find(personal, text, len);
    if (known != NULL) {
        *ret_value = known->value;
        *is_address |= known->is_address;
        return true;
    }
    return len > 0 && text[0] >= '0' && text[0] <= '9' &&
        (text[len - 1] == 'p' ? lang_read_size(text, len, ret_value)
                              : lang_read_number(text, len, ret_value));
}

/* term { (+|-) term }: text is what stands between the braces. */
static bool fill_one(const struct personal *personal, const char *text, size_t len,
    struct buf *out)
{
    uint64_t sum = 0;
    bool is_address = false;
    char sign = '+';
    for (size_t at = 0; at <= len;) {
        size_t end = at;
        while (end < len && text[end] != '+' && text[end] != '-' && text[end] != '*')
            end++;
        uint64_t value;
        if (!read_term(personal, text + at, end - at, &value, &is_address))
            return false;
        sum = sign == '+' ? sum + value : sign == '-' ? sum - value : sum * value;
        sign = end < len ? text[end] : '+';
        at = end + 1;
    }
    if (is_address)
        buf_addf(out, "%08llX", (unsigned long long)sum);
    else
        buf_addf(out, "%llu", (unsigned long long)sum);
    return true;
}

void personal_fill(const struct personal *personal, const char *text, size_t len,
    const char *file, struct buf *out, struct lesson_faults *faults)
{
    unsigned line = 1;
    for (size_t i = 0; i < len;) {
        const size_t brace = brace_len(text + i, len - i);
        if (brace == 0) {
            line += text[i] == '\n';
            buf_addc(out, text[i++]);
            continue;
        }
        if (!fill_one(personal, text + i + 1, brace - 2, out)) {
            char name[64];
            const size_t shown = brace < sizeof name ? brace : sizeof name - 1;
            memcpy(name, text + i, shown);
            name[shown] = '\0';
            lesson_faults_add(faults, LESSON_FAULT_BRACE, file, line, name, NULL);
        }
        i += brace;
    }
}
