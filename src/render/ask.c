/* ask - the words that only ask: history, why, regions, map, help,
 * explain, term, and settings named without a
 * value. */
#include <inttypes.h>
#include <string.h>

#include "explain.h"
#include "regions.h"
#include "render/page.h"
#include "say.h"

static void answer_machine(struct render_text *out, const struct session *session)
{
    const struct vm_machine *const now = vm_space_machine(session_space(session));
    for (unsigned i = 0; vm_machine_at(i) != NULL; i++) {
        const struct vm_machine *const machine = vm_machine_at(i);
        const bool is_now = machine == now;
        render_add(out, is_now ? RENDER_STRONG : RENDER_NORMAL, is_now ? "> " : "  ");
        render_add(out, is_now ? RENDER_STRONG : RENDER_NORMAL, machine->name);
        say_column(out, 11);
        render_size(&out->buf, machine->max_address + 1);
        say_column(out, 20);
        struct buf bits = {0};
        struct buf last = {0};
        buf_addf(&bits, "%u", machine->pointer_size * 8);
        render_address(&last, machine, machine->max_address);
        const char *const args[] = {buf_text(&bits), buf_text(&last)};
        sayn(out, RENDER_NORMAL, N_("{0} bits, addresses up to {1}"), args, 2);
        say_end(out);
        buf_finish(&bits);
        buf_finish(&last);
    }
}

static void answer_layout(struct render_text *out, const struct session *session)
{
    const bool empty = session_layout(session) == SESSION_LAYOUT_EMPTY;
    say(out, RENDER_NORMAL,
        empty ? N_("layout: empty, nothing is allocated at the start")
              : N_("layout: process, with image, stack and heap as a process starts"));
    say_end(out);
}

static void answer_limit(struct render_text *out, const struct vm_totals *totals)
{
    struct buf charge = {0};
    struct buf limit = {0};
    render_pages(&charge, totals->charge);
    if (totals->limit == VM_NO_LIMIT)
        buf_add(&limit, render_tr(N_("none")));
    else
        render_pages(&limit, totals->limit);
    const char *const args[] = {buf_text(&charge), buf_text(&limit)};
    sayn(out, RENDER_NORMAL, N_("commit charge: {0}; commit limit: {1}"), args, 2);
    say_end(out);
    buf_finish(&charge);
    buf_finish(&limit);
}

static void answer_privilege(struct render_text *out, const struct vm_totals *totals)
{
    say(out, RENDER_NORMAL,
        totals->lock_privilege
            ? N_("privilege: on, the process may lock pages in memory (large pages)")
            : N_("privilege: off, the process may not lock pages in memory (large pages)"));
    say_end(out);
}

static void answer_workingset(struct render_text *out, const struct vm_totals *totals)
{
    struct buf resident = {0};
    struct buf locked = {0};
    struct buf lockable = {0};
    render_pages(&resident, totals->resident);
    render_pages(&locked, totals->locked);
    render_pages(&lockable, totals->lockable);
    const char *const args[] = {buf_text(&resident), buf_text(&locked), buf_text(&lockable)};
    sayn(out, RENDER_NORMAL, N_("working set: {0}; locked: {1}; lockable at once: {2}"), args, 3);
    say_end(out);
    buf_finish(&resident);
    buf_finish(&locked);
    buf_finish(&lockable);
}

/* What the call in text would do, or why that is not said. */
static bool answer_preview_of(
    struct render_text *out, const struct session *session, const char *text)
{
    struct session_preview preview = {0};
    const bool is_switch = *text == '\0' || strcmp(text, "on") == 0 || strcmp(text, "off") == 0;
    if (is_switch || !session_shows_preview(session))
        return false;
    if (session_preview(session, text, strlen(text), &preview))
        render_preview(out, session, &preview);
    else
        say1(out, RENDER_NORMAL, N_("write one call whose arguments are known, such as {0}"),
            "preview commit 40000000 2p");
    say_end(out);
    session_preview_finish(&preview);
    return true;
}

static void answer_preview(
    struct render_text *out, const struct session *session, const char *text)
{
    if (answer_preview_of(out, session, text))
        return;
    const char *words = N_("preview: off");
    if (session_withholds(session))
        words = N_("preview: off while your own answer is asked for");
    else if (session_shows_preview(session))
        words = N_("preview: on, what a call would do is shown while it is typed");
    say(out, RENDER_NORMAL, words);
    say_end(out);
}

static void answer_page(
    struct render_text *out, const struct session *session, const struct lang_command *command)
{
    const vm_page page = command->args[0].value >> VM_PAGE_SHIFT;
    const bool has_page = command->arg_count > 0 && command->args[0].has_value &&
        page < vm_space_end(session_space(session));
    if (has_page) {
        render_page(out, session, page);
    } else {
        say(out, RENDER_FAIL, N_("That is no address of this machine"));
        say_end(out);
    }
}

static void answer_language(struct render_text *out)
{
    say(out, RENDER_NORMAL, N_("language: English"));
    say_end(out);
}

bool render_question(struct render_text *out, const struct session *session,
    const struct lang_command *command, const struct render_pages *pages)
{
    const char *const topic = command->arg_count > 0 ? command->args[0].text : "";
    struct vm_totals totals;
    vm_space_totals(session_space(session), &totals);
    if (command->id == LANG_CMD_HISTORY)
        render_history(out, session);
    else if (command->id == LANG_CMD_WHY)
        render_why(out, session, pages);
    else if (command->id == LANG_CMD_REGIONS)
        regions_ask(out, session, topic);
    else if (command->id == LANG_CMD_FIND)
        regions_find(out, session, topic);
    else if (command->id == LANG_CMD_GAPS)
        regions_gaps(out, session);
    else if (command->id == LANG_CMD_MAP)
        regions_map_from(out, session,
            command->arg_count > 0 && command->args[0].has_value
                ? command->args[0].value >> VM_PAGE_SHIFT
                : 0);
    else if (command->id == LANG_CMD_MEMORY)
        render_memory(out, session);
    else if (command->id == LANG_CMD_PAGE)
        answer_page(out, session, command);
    else if (command->id == LANG_CMD_HELP)
        render_help(out, topic);
    else if (command->id == LANG_CMD_EXPLAIN)
        explain_topic(out, session, topic, pages);
    else if (command->id == LANG_CMD_TERM)
        explain_term(out, topic,
            pages != NULL && pages->width > 0 ? pages->width : EXPLAIN_WIDTH);
    else if (command->id == LANG_CMD_INSIDE)
        render_inside(out, session, topic);
    else if (command->id == LANG_CMD_PREVIEW)
        answer_preview(out, session, topic);
    else if (command->arg_count > 0)
        return false;
    else if (command->id == LANG_CMD_MACHINE)
        answer_machine(out, session);
    else if (command->id == LANG_CMD_LAYOUT)
        answer_layout(out, session);
    else if (command->id == LANG_CMD_LIMIT)
        answer_limit(out, &totals);
    else if (command->id == LANG_CMD_PRIVILEGE)
        answer_privilege(out, &totals);
    else if (command->id == LANG_CMD_WORKINGSET)
        answer_workingset(out, &totals);
    else if (command->id == LANG_CMD_LANGUAGE)
        answer_language(out);
    else
        return false;
    return true;
}
