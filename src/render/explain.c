/* explain - the whole page about a rule or mistake; about other words what help knows. */
#include "explain.h"

#include <string.h>

#include "nearest.h"
#include "render/markdown.h"
#include "say.h"

/* The rule that is meant: R-FREE-2, r-free-2 or free-2. */
static enum vm_rule find_rule(const char *topic)
{
    const enum vm_rule rule = vm_rule_find(topic);
    struct buf whole = {0};
    buf_addf(&whole, "R-%s", topic);
    const enum vm_rule short_rule = vm_rule_find(buf_text(&whole));
    buf_finish(&whole);
    return rule != VM_RULE_NONE ? rule : short_rule;
}

/* The code of the mistake that is meant; NULL if none. */
static const char *find_mistake(const char *topic)
{
    const struct nearest_key key = nearest_fold(topic, strlen(topic));
    for (int id = 0; id < LANG_DIAG_COUNT; id++) {
        const char *const code = lang_diag_code((enum lang_diag_id)id);
        const struct nearest_key other = nearest_fold(code, strlen(code));
        if (nearest_same(&key, &other))
            return code;
    }
    return NULL;
}

bool explain_has_page(const char *topic)
{
    return find_rule(topic) != VM_RULE_NONE || find_mistake(topic) != NULL;
}

static size_t width_of(const struct render_pages *pages)
{
    return pages != NULL && pages->width > 0 ? pages->width : EXPLAIN_WIDTH;
}

static bool read_page(
    struct buf *page, const struct render_pages *pages, const char *lang, const char *id)
{
    struct buf name = {0};
    buf_addf(&name, "messages/%s/%s.md", lang, id);
    const bool is_read = pages->read(pages->ctx, buf_text(&name), page);
    buf_finish(&name);
    return is_read;
}

/* The page in the language of the person, else in English; false if there is none. */
static bool add_page(struct render_text *out, const struct render_pages *pages, const char *id)
{
    struct buf page = {0};
    const bool is_read = pages != NULL && (read_page(&page, pages, render_language(), id) ||
                                              read_page(&page, pages, "en", id));
    if (is_read)
        render_markdown(
            out, buf_text(&page), page.len, width_of(pages));
    buf_finish(&page);
    return is_read;
}

/* The page about an error or exception, named by its number: 487, 0xC0000005. */
static bool add_error(
    struct render_text *out, const struct render_pages *pages, const char *topic)
{
    const bool hex = topic[0] == '0' && (topic[1] == 'x' || topic[1] == 'X');
    struct buf id = {0};
    for (const char *c = topic + (hex ? 2 : 0); *c != '\0'; c++)
        buf_addc(&id, *c >= 'a' && *c <= 'f' ? (char)(*c - 'a' + 'A') : *c);
    const bool is_number =
        id.len > 0 && id.len <= 8 && strspn(buf_text(&id), "0123456789ABCDEF") == id.len;
    const bool added = is_number && add_page(out, pages, buf_text(&id));
    buf_finish(&id);
    return added;
}

static void add_rule(struct render_text *out, const struct render_pages *pages, enum vm_rule rule)
{
    if (!add_page(out, pages, vm_rule_id(rule)))
        (void)help_topic(out, vm_rule_id(rule));
    why_mark(out, rule);
}

static void add_last_failure(
    struct render_text *out, const struct session *session, const struct render_pages *pages)
{
    uint32_t step = 0;
    const struct session_call *const failed = session_last_failure(session, &step);
    const enum vm_rule rule =
        failed == NULL ? VM_RULE_NONE : failed->change->result.reason.rule;
    if (rule == VM_RULE_NONE) {
        say(out, RENDER_NORMAL,
            N_("nothing has failed so far; explain R-FREE-2 explains the rule R-FREE-2"));
        say_end(out);
        return;
    }
    say_number(out, RENDER_DIM, N_("step {0}: "), step);
    render_role(out, RENDER_CALL);
    lang_call_format(
        &out->buf, vm_space_machine(session_space(session)), &failed->change->call);
    say_end(out);
    add_rule(out, pages, rule);
}

static void add_unknown(struct render_text *out, const char *topic)
{
    struct nearest nearest;
    nearest_begin(&nearest, topic);
    for (unsigned rule = VM_RULE_NONE + 1; rule < VM_RULE_COUNT; rule++)
        nearest_try(
            &nearest, vm_rule_id((enum vm_rule)rule), strlen(vm_rule_id((enum vm_rule)rule)));
    for (int id = 0; id < LANG_DIAG_COUNT; id++)
        nearest_try(&nearest, lang_diag_code((enum lang_diag_id)id),
            strlen(lang_diag_code((enum lang_diag_id)id)));
    say1(out, RENDER_WARN,
        N_("there is no page {0}; a page is named as a rule (R-FREE-2), a mistake (L0104) or an "
           "error (487)"),
        topic);
    if (nearest.best != NULL) {
        render_add(out, RENDER_HINT, ". ");
        say1(out, RENDER_HINT, N_("Did you mean {0}?"), nearest.best);
    }
    say_end(out);
}

void explain_topic(struct render_text *out, const struct session *session, const char *topic,
    const struct render_pages *pages)
{
    if (*topic == '\0' && session_withholds(session)) {
        say(out, RENDER_NORMAL, N_("not shown while your own answer is asked for"));
        say_end(out);
        return;
    }
    if (*topic == '\0') {
        add_last_failure(out, session, pages);
        return;
    }
    const enum vm_rule rule = find_rule(topic);
    const char *const mistake = find_mistake(topic);
    if (rule != VM_RULE_NONE)
        add_rule(out, pages, rule);
    else if ((mistake != NULL && add_page(out, pages, mistake)) || add_error(out, pages, topic))
        return;
    else if (!help_topic(out, topic) && !explain_known_term(out, topic, width_of(pages)))
        add_unknown(out, topic);
}
