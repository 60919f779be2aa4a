/* state - the words of states, sizes and addresses in a lesson's files. */
#include <string.h>

#include "lang/words.h"

#include "reading.h"

bool lesson_state_fits(const struct lesson_state *wanted, vm_attr attr)
{
    if (vm_attr_state(attr) != wanted->state)
        return false;
    return wanted->state != VM_COMMITTED || wanted->protect == 0 ||
        vm_attr_protect(attr) == wanted->protect;
}

enum vm_class lesson_state_class(const struct lesson_state *wanted)
{
    if (wanted->state == VM_FREE)
        return VM_CLASS_FREE;
    if (wanted->state == VM_RESERVED)
        return VM_CLASS_RESERVED;
    if ((wanted->protect & VM_PAGE_GUARD) != 0)
        return VM_CLASS_GUARD;
    switch (wanted->protect & 0xFF) {
    case VM_PAGE_NOACCESS:
        return VM_CLASS_NOACCESS;
    case VM_PAGE_READONLY:
    case VM_PAGE_WRITECOPY:
        return VM_CLASS_READ;
    case VM_PAGE_EXECUTE:
    case VM_PAGE_EXECUTE_READ:
        return VM_CLASS_EXECUTE;
    case VM_PAGE_EXECUTE_READWRITE:
    case VM_PAGE_EXECUTE_WRITECOPY:
        return VM_CLASS_EXECUTE_WRITE;
    default:
        return VM_CLASS_WRITE;
    }
}

bool read_address(struct reading *r, const char *word, vm_addr *ret)
{
    uint64_t address = 0;
    if (!lang_read_address(word, strlen(word), &address) ||
        address > r->lesson->machine->max_address)
        return reading_fault(r, LESSON_FAULT_ADDRESS, word, NULL);
    *ret = address;
    return true;
}

bool read_size(struct reading *r, const char *word, uint64_t *ret_pages)
{
    uint64_t bytes = 0;
    if (!lang_read_size(word, strlen(word), &bytes) || bytes == 0 || bytes % VM_PAGE_SIZE != 0 ||
        bytes > r->lesson->machine->max_address)
        return reading_fault(r, LESSON_FAULT_SIZE, word, NULL);
    *ret_pages = bytes >> VM_PAGE_SHIFT;
    return true;
}

bool read_count(struct reading *r, const char *word, uint64_t *ret)
{
    return lang_read_number(word, strlen(word), ret) ||
        reading_fault(r, LESSON_FAULT_NUMBER, word, NULL);
}

/* "rw", "rw+guard"; 0 if it is none. */
static uint32_t protection_of(const char *word)
{
    uint32_t protect = 0;
    while (*word != '\0') {
        const size_t len = strcspn(word, "+|");
        const uint32_t flags = lang_read_protection(word, len);
        if (flags == 0)
            return 0;
        protect |= flags;
        word += len + (word[len] != '\0');
    }
    return (protect & 0xFF) != 0 ? protect : 0;
}

static bool is_word(const char *text, const char *word)
{
    for (; *word != '\0'; text++, word++)
        if ((*text >= 'A' && *text <= 'Z' ? *text - 'A' + 'a' : *text) != *word)
            return false;
    return *text == '\0';
}

bool lesson_state_parse(const char *word, struct lesson_state *ret)
{
    static const struct {
        const char *word;
        enum vm_state state;
    } states[] = {{"free", VM_FREE}, {"libre", VM_FREE}, {"libres", VM_FREE},
        {"mem_free", VM_FREE}, {"reserved", VM_RESERVED}, {"reservada", VM_RESERVED},
        {"reservado", VM_RESERVED}, {"reservadas", VM_RESERVED}, {"mem_reserve", VM_RESERVED},
        {"committed", VM_COMMITTED}, {"comprometida", VM_COMMITTED},
        {"comprometido", VM_COMMITTED}, {"comprometidas", VM_COMMITTED},
        {"mem_commit", VM_COMMITTED}};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (is_word(word, states[i].word)) {
            *ret = (struct lesson_state){.state = states[i].state};
            return true;
        }
    *ret = (struct lesson_state){.state = VM_COMMITTED, .protect = protection_of(word)};
    return ret->protect != 0;
}

void lesson_state_write(const struct lesson_state *state, struct buf *out)
{
    static const struct {
        uint32_t flag;
        const char *word;
    } words[] = {{VM_PAGE_NOACCESS, "none"}, {VM_PAGE_READONLY, "r"}, {VM_PAGE_READWRITE, "rw"},
        {VM_PAGE_WRITECOPY, "wc"}, {VM_PAGE_EXECUTE, "x"}, {VM_PAGE_EXECUTE_READ, "rx"},
        {VM_PAGE_EXECUTE_READWRITE, "rwx"}, {VM_PAGE_EXECUTE_WRITECOPY, "xwc"},
        {VM_PAGE_GUARD, "+guard"}, {VM_PAGE_NOCACHE, "+nocache"},
        {VM_PAGE_WRITECOMBINE, "+writecombine"}};
    if (state->state != VM_COMMITTED || state->protect == 0)
        buf_add(out, state->state == VM_FREE ? "free"
            : state->state == VM_RESERVED ? "reserved" : "committed");
    else
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if ((state->protect & words[i].flag) != 0)
                buf_add(out, words[i].word);
}

bool read_state(struct reading *r, const char *word, struct lesson_state *ret)
{
    return lesson_state_parse(word, ret) || reading_fault(r, LESSON_FAULT_STATE, word, NULL);
}

bool read_rule(struct reading *r, const char *word, enum vm_rule *ret)
{
    *ret = vm_rule_find(word);
    return *ret != VM_RULE_NONE || reading_fault(r, LESSON_FAULT_RULE, word, NULL);
}

bool read_end(struct reading *r, struct text_words *words)
{
    return words->at >= words->count ||
        reading_fault(r, LESSON_FAULT_EXTRA, words->word[words->at], NULL);
}
