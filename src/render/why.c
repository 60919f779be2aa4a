/* why - the last failure explained: rule, page, parameter, how sure we are, what would have
 * worked. */
#include <inttypes.h>
#include <string.h>

#include "call.h"
#include "explain.h"
#include "lesson/lesson.h"

static void add_param(struct render_text *out, const struct vm_change *change)
{
    const int param = change->result.reason.param;
    const struct vm_call_info *const info = vm_call_info(change->call.id);
    if (info == NULL || param < 1 || param > 6 || info->params[param - 1] == NULL)
        return;
    say1(out, RENDER_NORMAL, N_("parameter: {0}"), info->params[param - 1]);
    say_end(out);
}

static void add_page(
    struct render_text *out, const struct vm_machine *machine, const struct vm_reason *reason)
{
    if (!reason->has_page)
        return;
    struct buf page = {0};
    struct buf state = {0};
    render_address(&page, machine, reason->page << VM_PAGE_SHIFT);
    render_attr(&state, reason->attr);
    const char *const args[] = {buf_text(&page), buf_text(&state)};
    sayn(out, RENDER_NORMAL, N_("first page that broke it: {0}; it was {1}"), args, 2);
    say_end(out);
    buf_finish(&page);
    buf_finish(&state);
}

static const char *mark_words(enum vm_mark mark)
{
    switch (mark) {
    case VM_MARK_CERTAIN:
        return N_("certain: Microsoft documents it, or a test on real Windows shows it");
    case VM_MARK_INFERRED:
        return N_("inferred: very likely so on Windows, but neither documented nor tested there");
    case VM_MARK_UNSPECIFIED:
        return N_("unspecified: Windows leaves it open; this is how it is decided here");
    }
    return "";
}

void why_mark(struct render_text *out, enum vm_rule rule)
{
    say(out, RENDER_DIM, mark_words(vm_rule_mark(rule)));
    say_end(out);
}

static void add_rule(
    struct render_text *out, const struct vm_machine *machine, const struct vm_result *result)
{
    const struct vm_reason *const reason = &result->reason;
    if (reason->rule == VM_RULE_NONE)
        return;
    const struct vm_reason sentence = {.rule = reason->rule,
        .args = {reason->args[0], reason->args[1], reason->args[2], reason->args[3]}};
    render_add(out, RENDER_TITLE, vm_rule_id(reason->rule));
    render_add(out, RENDER_NORMAL, "  ");
    render_role(out, RENDER_WARN);
    render_reason(&out->buf, machine, &sentence);
    say_end(out);
}

static void add_outcome(
    struct render_text *out, const struct vm_machine *machine, const struct vm_result *result)
{
    if (result->exception != 0) {
        const struct lang_exception exception = {.code = result->exception,
            .access = result->exception_access,
            .address = result->exception_address};
        call_exception(out, machine, &exception);
    } else {
        call_error(out, result->error);
        render_role(out, RENDER_DIM);
        buf_addf(&out->buf, "  %s", vm_status_name(result->status));
    }
    say_end(out);
}

static void add_effect(struct render_text *out, const struct vm_change *change)
{
    if (vm_change_is_empty(change)) {
        say(out, RENDER_NORMAL, N_("nothing has changed"));
        say_end(out);
        return;
    }
    uint64_t pages[VM_CLASS_COUNT][VM_CLASS_COUNT] = {{0}};
    if (change->before_count > 0)
        vm_change_transitions(change, pages);
    say(out, RENDER_NORMAL, N_("although it failed, it changed something: "));
    render_transitions(out, (const uint64_t(*)[VM_CLASS_COUNT])pages);
    say_end(out);
}

/* Where it can be learnt, and where it is told at length. */
static void add_more(
    struct render_text *out, enum vm_rule rule, const struct render_pages *pages)
{
    const struct course *const course = pages == NULL ? NULL : pages->course;
    const struct lesson_sketch *const lesson = course == NULL ? NULL : course_teaches(course, rule);
    say1(out, RENDER_HINT, N_("explain {0} tells more"), vm_rule_id(rule));
    say_end(out);
    if (lesson == NULL)
        return;
    struct buf number = {0};
    buf_addf(&number, "%zu", (size_t)(lesson - course->lessons) + 1);
    const char *const args[] = {buf_text(&number), lesson->id};
    sayn(out, RENDER_HINT, N_("lesson {0} teaches it: lesson {1}"), args, 2);
    say_end(out);
    buf_finish(&number);
}

void render_why(struct render_text *out, const struct session *session,
    const struct render_pages *pages)
{
    uint32_t step = 0;
    const struct session_call *const failed = session_last_failure(session, &step);
    if (session_withholds(session)) {
        say(out, RENDER_NORMAL, N_("not shown while your own answer is asked for"));
        say_end(out);
        return;
    }
    if (failed == NULL) {
        say(out, RENDER_NORMAL, N_("nothing has failed so far"));
        say_end(out);
        return;
    }
    const struct vm_machine *const machine = vm_space_machine(session_space(session));
    const struct vm_result *const result = &failed->change->result;
    say_number(out, RENDER_DIM, N_("step {0}: "), step);
    render_role(out, RENDER_CALL);
    lang_call_format(&out->buf, machine, &failed->change->call);
    say_end(out);
    add_outcome(out, machine, result);
    add_rule(out, machine, result);
    add_param(out, failed->change);
    add_page(out, machine, &result->reason);
    add_effect(out, failed->change);
    if (!call_cure(out, session, failed)) {
        say(out, RENDER_NORMAL, N_("no similar call would have worked here"));
        say_end(out);
    }
    if (result->reason.rule != VM_RULE_NONE) {
        why_mark(out, result->reason.rule);
        add_more(out, result->reason.rule, pages);
    }
}
