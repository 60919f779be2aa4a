/* history - the steps as a list: number, what was typed, what it answered. A step whose parent
 * is not the one before it begins a branch and says from where. */
#include <inttypes.h>
#include <string.h>

#include "call.h"

enum { SHOWN_MAX = 1000, ANSWER_COLUMN = 60, TEXT_MAX = 50 };

/* The first line of what was typed, cut where it would not fit. */
static void add_typed(struct render_text *out, const struct session_step *step)
{
    const size_t line = strcspn(step->text, "\n");
    const bool cut = line > TEXT_MAX || step->text[line] != '\0';
    size_t len = line > TEXT_MAX ? TEXT_MAX : line;
    while (len > 0 && ((unsigned char)step->text[len] & 0xC0) == 0x80)
        len--;
    say_clean(out, RENDER_NORMAL, step->text, len);
    if (cut)
        render_add(out, RENDER_DIM, "...");
}

static void add_answer(
    struct render_text *out, const struct vm_machine *machine, const struct session_step *step)
{
    if (step->call_count == 0)
        return;
    const struct vm_change *const change = step->calls[step->call_count - 1].change;
    say_column(out, ANSWER_COLUMN);
    if (change->result.exception != 0) {
        render_role(out, RENDER_FAIL);
        buf_addf(&out->buf, "0x%08" PRIX32, change->result.exception);
    } else if (call_failed(change)) {
        call_error(out, change->result.error);
    } else if (change->call.id == VM_CALL_ALLOC) {
        render_add(out, RENDER_OK, "= ");
        render_address(&out->buf, machine, change->result.value);
    } else {
        render_add(out, RENDER_OK, "ok");
    }
}

static void add_row(
    struct render_text *out, const struct session *session, const struct session_step *step)
{
    const bool is_now = step->id == session_current(session)->id;
    render_role(out, is_now ? RENDER_STRONG : RENDER_NUMBER);
    buf_addf(&out->buf, "%c %4" PRIu32 "  ", is_now ? '>' : ' ', step->id);
    if (step->id == 0)
        say(out, RENDER_NORMAL, N_("the start"));
    else
        add_typed(out, step);
    if (step->id > 0 && step->parent + 1 != step->id) {
        render_add(out, RENDER_NORMAL, "  ");
        say_number(out, RENDER_DIM, N_("(after step {0})"), step->parent);
    }
    add_answer(out, vm_space_machine(session_space(session)), step);
    say_end(out);
}

void render_history(struct render_text *out, const struct session *session)
{
    const uint32_t count = session_step_count(session);
    const uint32_t first = count > SHOWN_MAX ? count - SHOWN_MAX : 0;
    if (first > 0) {
        say_number(out, RENDER_DIM, N_("... {0} steps before"), first);
        say_end(out);
    }
    for (uint32_t id = first; id < count; id++)
        add_row(out, session, session_step(session, id));
}
