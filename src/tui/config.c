/* config - one table of keys, each with the two words it knows; only theme has more. */
#include "config.h"

#include <stddef.h>
#include <string.h>

#include "keymap.h"

static const struct {
    const char *key, *yes, *no;
    size_t offset;                     /* of its bool in struct config */
} KEYS[] = {
    {"projector", "on", "off", offsetof(struct config, projector)},
    {"order", "up", "down", offsetof(struct config, low_at_bottom)},
    {"mouse", "on", "off", offsetof(struct config, mouse)},
    {"preview", "on", "off", offsetof(struct config, preview)},
};

struct config config_default(void)
{
    return (struct config){.mouse = true, .preview = true};
}

/* A stretch of text without the blanks around it. */
struct piece {
    const char *text;
    size_t len;
};

static struct piece trimmed(const char *text, size_t len)
{
    static const char BLANKS[] = " \t\r";
    while (len > 0 && strchr(BLANKS, *text) != NULL) {
        text++;
        len--;
    }
    while (len > 0 && strchr(BLANKS, text[len - 1]) != NULL) {
        len--;
    }
    return (struct piece){text, len};
}

static bool is_word(struct piece piece, const char *word)
{
    return piece.len == strlen(word) && memcmp(piece.text, word, piece.len) == 0;
}

/* "key = value" -> both; false if there is no '='. */
static bool split(struct piece line, struct piece *ret_key, struct piece *ret_value)
{
    const char *sign = line.len > 0 ? memchr(line.text, '=', line.len) : NULL;
    if (sign == NULL) {
        return false;
    }
    const size_t at = (size_t)(sign - line.text);
    *ret_key = trimmed(line.text, at);
    *ret_value = trimmed(sign + 1, line.len - at - 1);
    return true;
}

static bool set_theme(struct config *config, struct piece value)
{
    static const char *const NAMES[] = {"dark", "light", "contrast", "mono"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        if (is_word(value, NAMES[i])) {
            config->has_theme = theme_find(NAMES[i], &config->theme);
            return true;
        }
    }
    return false;
}

static bool read_line(struct config *config, struct piece line)
{
    static const char KEY[] = "key ";
    struct piece key, value;
    if (line.len == 0) {
        return true;
    }
    if (!split(line, &key, &value)) {
        return false;
    }
    if (is_word(key, "theme")) {
        return set_theme(config, value);
    }
    if (key.len > sizeof KEY - 1 && memcmp(key.text, KEY, sizeof KEY - 1) == 0) {
        const struct piece name = trimmed(key.text + sizeof KEY - 1, key.len - (sizeof KEY - 1));
        return keymap_set(name.text, name.len, value.text, value.len);
    }
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++) {
        if (is_word(key, KEYS[i].key)) {
            bool *const flag = (bool *)((char *)config + KEYS[i].offset);
            const bool yes = is_word(value, KEYS[i].yes);
            if (!yes && !is_word(value, KEYS[i].no)) {
                return false;
            }
            *flag = yes;
            return true;
        }
    }
    return false;
}

static size_t line_length(const char *text, size_t len)
{
    const char *end = len > 0 ? memchr(text, '\n', len) : NULL;
    return end != NULL ? (size_t)(end - text) : len;
}

unsigned config_read(struct config *config, const char *text, size_t len)
{
    unsigned number = 0;
    unsigned wrong = 0;
    for (size_t at = 0; at < len;) {
        const size_t length = line_length(text + at, len - at);
        const char *comment = length > 0 ? memchr(text + at, '#', length) : NULL;
        const size_t used = comment != NULL ? (size_t)(comment - text) - at : length;
        number++;
        if (!read_line(config, trimmed(text + at, used)) && wrong == 0) {
            wrong = number;
        }
        at += length + 1;
    }
    return wrong;
}

void config_write(struct buf *text, const char *key, const char *value)
{
    struct buf out = {0};
    bool done = false;
    for (size_t at = 0; at < text->len;) {
        const size_t length = line_length(text->data + at, text->len - at);
        struct piece name, old;
        const bool is_it = split(trimmed(text->data + at, length), &name, &old) &&
            is_word(name, key);
        if (!is_it) {
            buf_addn(&out, text->data + at, length);
            buf_addc(&out, '\n');
        } else if (!done) {
            buf_addf(&out, "%s = %s\n", key, value);
            done = true;
        }
        at += length + 1;
    }
    if (!done) {
        buf_addf(&out, "%s = %s\n", key, value);
    }
    buf_finish(text);
    *text = out;
}
