/* practice_words - templates and the facts of an exercise -> its words in each language. */
#include <string.h>

#include "practising.h"

struct buf *facts_add(struct facts *facts, const char *name)
{
    struct fact *const fact = &facts->items[facts->count < FACTS_MAX ? facts->count++
                                                                     : FACTS_MAX - 1];
    buf_finish(&fact->text);
    fact->name = name;
    return &fact->text;
}

void facts_finish(struct facts *facts)
{
    for (size_t i = 0; i < facts->count; i++)
        buf_finish(&facts->items[i].text);
    facts->count = 0;
}

static const char *find(const struct facts *facts, const char *name, size_t len)
{
    for (size_t i = 0; i < facts->count; i++)
        if (strlen(facts->items[i].name) == len && memcmp(facts->items[i].name, name, len) == 0)
            return buf_text(&facts->items[i].text);
    return NULL;
}

/* {NAME} is replaced where the name is known; what else stands in braces stays. */
static void fill(struct buf *out, const char *text, const struct facts *facts)
{
    while (*text != '\0') {
        const size_t len =
            *text == '{' ? strspn(text + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") : 0;
        const char *const fact =
            len > 0 && text[len + 1] == '}' ? find(facts, text + 1, len) : NULL;
        if (fact != NULL) {
            buf_add(out, fact);
            text += len + 2;
        } else {
            buf_addc(out, *text++);
        }
    }
}

/* The body of "## name" in text, without the blank lines around it. */
static void take_section(struct buf *out, const char *text, const char *name)
{
    struct buf heading = {0};
    buf_addf(&heading, "## %s\n", name);
    const char *body = strstr(text, buf_text(&heading));
    if (body != NULL) {
        body += heading.len;
        const char *const next = strstr(body, "\n## ");
        size_t len = next == NULL ? strlen(body) : (size_t)(next - body);
        while (len > 0 && *body == '\n') {
            body++;
            len--;
        }
        while (len > 0 && body[len - 1] == '\n')
            len--;
        buf_addn(out, body, len);
    }
    buf_finish(&heading);
}

static bool read_page(const struct lesson_host *host, const char *name,
    enum lesson_language language, struct buf *out)
{
    struct buf file = {0};
    buf_addf(&file, "practice/%s.%s.md", name, lesson_language_name(language));
    const bool is_read = host->read_own != NULL && host->read_own(host->ctx, buf_text(&file), out);
    buf_finish(&file);
    return is_read;
}

bool practice_words(struct lesson_sketch *sketch, const struct lesson_host *host,
    const char *kind, const char *idea, const struct facts *facts)
{
    bool good = true;
    for (int i = 0; i < LESSON_LANGUAGES && good; i++) {
        const enum lesson_language language = (enum lesson_language)i;
        struct facts all = *facts;     /* shares the texts */
        struct buf page = {0}, ideas = {0}, section = {0};
        good = read_page(host, kind, language, &page) &&
            read_page(host, "ideas", language, &ideas);
        take_section(&section, buf_text(&ideas), idea);
        if (all.count < FACTS_MAX)
            all.items[all.count++] = (struct fact){"IDEA", section};
        fill(&sketch->words[i], buf_text(&page), &all);
        buf_finish(&page);
        buf_finish(&ideas);
        buf_finish(&section);
    }
    return good;
}

const char *practice_idea(const struct vm_call *call)
{
    switch (call->id) {
    case VM_CALL_ALLOC:
        if ((call->protect & VM_PAGE_GUARD) != 0)
            return "guard";
        return (call->flags & VM_MEM_RESERVE) != 0 ? "reserve" : "commit";
    case VM_CALL_FREE:
        return (call->flags & VM_MEM_RELEASE) != 0 ? "release" : "decommit";
    case VM_CALL_PROTECT:
        return (call->protect & VM_PAGE_GUARD) != 0 ? "guard" : "protect";
    default:
        return "access";
    }
}
