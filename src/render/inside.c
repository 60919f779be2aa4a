/* inside - a call's way through its checks: what each looked at, and which rule decided. */
#include <inttypes.h>
#include <string.h>

#include "call.h"

enum { WORD_COLUMN = 3, SENTENCE_COLUMN = 12 };

static const struct {
    const char *passed, *failed;
} SENTENCES[] = {
#define INSIDE_CHECK(id, passed_, failed_) [VM_CHECK_##id] = {passed_, failed_},
#include "inside.def"
#undef INSIDE_CHECK
};

/* One call on its way. */
struct way {
    struct render_text *out;
    const struct vm_machine *machine;
    const struct vm_change *change;
    unsigned number; /* of the line before */
};

static void begin_line(struct way *way, bool passed)
{
    struct buf number = {0};
    buf_addf(&number, "%u", ++way->number);
    render_add(way->out, RENDER_NUMBER, buf_text(&number));
    say_column(way->out, WORD_COLUMN);
    say(way->out, passed ? RENDER_OK : RENDER_FAIL, passed ? N_("passed") : N_("failed"));
    say_column(way->out, SENTENCE_COLUMN);
    buf_finish(&number);
}

/* "1 page 40000000-40000FFF" */
static void pages_text(struct buf *out, const struct way *way, vm_page first, vm_page end)
{
    render_pages(out, end - first);
    buf_addc(out, ' ');
    render_range(out, way->machine, first, end);
}

/* The rule that decided, with its sentence unless what it speaks of is not known here. */
static void add_rule(struct way *way, const struct vm_check *check)
{
    if (check->rule == VM_RULE_NONE)
        return;
    struct vm_reason reason = {.rule = check->rule};
    memcpy(reason.args, check->args, sizeof reason.args);
    say_column(way->out, SENTENCE_COLUMN);
    render_add(way->out, RENDER_TITLE, vm_rule_id(check->rule));
    if (!check->passed || strchr(vm_rule_msgid(check->rule), '{') == NULL) {
        render_add(way->out, RENDER_NORMAL, "  ");
        render_role(way->out, check->passed ? RENDER_DIM : RENDER_WARN);
        render_reason(&way->out->buf, way->machine, &reason);
    }
    say_end(way->out);
}

/* ---- rounding: a line for the base, a line for the end -------------------------------------- */

static void add_round(
    struct way *way, const char *moved, const char *kept, vm_addr from, vm_addr to)
{
    struct buf was = {0};
    struct buf is = {0};
    render_address(&was, way->machine, from);
    render_address(&is, way->machine, to);
    const char *const args[] = {buf_text(&was), buf_text(&is)};
    begin_line(way, true);
    sayn(way->out, RENDER_NORMAL, from == to ? kept : moved, args, 2);
    say_end(way->out);
    buf_finish(&was);
    buf_finish(&is);
}

static void add_rounding(struct way *way, const struct vm_check *check)
{
    const struct vm_call *const call = &way->change->call;
    const bool chosen = call->id == VM_CALL_ALLOC && call->addr == 0;
    if (chosen) {
        begin_line(way, true);
        say(way->out, RENDER_NORMAL, N_("round the base: NULL, so the system chooses it"));
        say_end(way->out);
    } else {
        add_round(way, N_("round the base: {0} goes down to {1}"),
            N_("round the base: {0} stays as it is"), call->addr, check->first << VM_PAGE_SHIFT);
    }
    if (call->size == 0 || chosen)
        return;
    add_round(way, N_("round the end: {0} goes up to {1}"), N_("round the end: {0} stays as it is"),
        call->addr + call->size, check->end << VM_PAGE_SHIFT);
}

/* ---- the other checks ----------------------------------------------------------------------- */

/* Who reserves looks for free pages, not for an owner. */
static enum vm_check_id shown_as(const struct way *way, const struct vm_check *check)
{
    const struct vm_call *const call = &way->change->call;
    const bool reserves = call->id == VM_CALL_ALLOC && (call->flags & VM_MEM_RESERVE) != 0;
    return check->id == VM_CHECK_FIND && reserves && check->passed ? VM_CHECK_GAP : check->id;
}

static void add_check(struct way *way, const struct vm_check *check)
{
    if (check->id == VM_CHECK_ROUND && check->passed) {
        add_rounding(way, check);
    } else {
        const enum vm_check_id id = shown_as(way, check);
        struct buf pages = {0};
        pages_text(&pages, way, check->first, check->end);
        begin_line(way, check->passed);
        say1(way->out, check->passed ? RENDER_NORMAL : RENDER_FAIL,
            check->passed ? SENTENCES[id].passed : SENTENCES[id].failed, buf_text(&pages));
        say_end(way->out);
        buf_finish(&pages);
    }
    add_rule(way, check);
}

static void add_result(struct way *way)
{
    const struct vm_result *const result = &way->change->result;
    if (result->exception != 0) {
        const struct lang_exception exception = {.code = result->exception,
            .access = result->exception_access,
            .address = result->exception_address};
        call_exception(way->out, way->machine, &exception);
    } else if (result->error != 0) {
        call_error(way->out, result->error);
    } else {
        say(way->out, RENDER_OK, N_("the call succeeds"));
    }
    say_end(way->out);
}

static const char *missing_words(const struct session *session, const char *text)
{
    if (session_withholds(session))
        return N_("not shown while your own answer is asked for");
    if (*text != '\0')
        return N_("write one call whose arguments are known, such as {0}");
    return N_("no call has been made here, or the space before it is no longer known");
}

void render_inside(struct render_text *out, const struct session *session, const char *text)
{
    struct session_inside inside = {0};
    if (!session_inside(session, text, strlen(text), &inside)) {
        say1(out, RENDER_NORMAL, missing_words(session, text), "inside commit 40000000 2p");
        say_end(out);
        session_inside_finish(&inside);
        return;
    }
    struct way way = {.out = out,
        .machine = vm_space_machine(session_space(session)),
        .change = &inside.change};
    if (inside.step != UINT32_MAX)
        say_number(out, RENDER_DIM, N_("step {0}: "), inside.step);
    render_role(out, RENDER_CALL);
    lang_call_format(&out->buf, way.machine, &inside.change.call);
    say_end(out);
    for (size_t i = 0; i < inside.trace.count; i++)
        add_check(&way, &inside.trace.checks[i]);
    add_result(&way);
    session_inside_finish(&inside);
}
