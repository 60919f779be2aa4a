/* begin - starting again on a space that some lines have prepared: lessons and exercises.
 *
 * The lines run in a session of their own, whose space and variables are then taken over: they are
 * no steps here, and a line that does not work leaves everything as it was.
 */
#include "parts.h"

#include <string.h>

enum { PREPARE_OPERATIONS = 20000000 }; /* of a line: about a second */

/* Did the line do what it says? A call that fails makes no good start. */
static bool works(const struct session *scratch, enum session_outcome outcome)
{
    if (outcome == SESSION_NOTHING)
        return true;
    if (outcome != SESSION_STEPPED)
        return false;
    const struct session_step *const step = session_current(scratch);
    for (size_t i = 0; i < step->call_count; i++) {
        const struct vm_result *const result = &step->calls[i].change->result;
        if (result->error || result->exception)
            return false;
    }
    return step->end == SESSION_END_DONE;
}

/* Runs the lines one by one. False at the first that does not work: *ret_line, from 0. */
static bool prepare(struct session *scratch, const char *lines, size_t *ret_line)
{
    for (size_t line = 0; *lines; line++) {
        const size_t len = strcspn(lines, "\n");
        if (!works(scratch, session_run(scratch, lines, len))) {
            *ret_line = line;
            return false;
        }
        lines += len + (lines[len] == '\n');
    }
    return true;
}

static void take_over(struct session *s, struct session *scratch)
{
    s->making->other = s->space;
    s->space = scratch->space;
    scratch->space = NULL;
    lang_env_destroy(s->env);
    s->env = scratch->env;
    scratch->env = NULL;
    s->layout = scratch->layout;
}

enum session_outcome session_begin(
    struct session *session, const struct session_start *start, size_t *ret_line)
{
    const struct session_options options = {.machine = start->machine,
        .layout = start->layout,
        .max_operations = PREPARE_OPERATIONS};
    struct session *const scratch = session_create(&options, NULL, NULL);
    size_t line = 0;
    const bool prepared = prepare(scratch, start->lines, &line);
    session_forget_answer(session);
    if (prepared) {
        journal_start(session, start, vm_space_machine(scratch->space), scratch->layout);
        run_begin(session,
            record_create(SESSION_STEP_RESTART, start->label, strlen(start->label)));
        take_over(session, scratch);
        run_end(session);
    } else if (ret_line) {
        *ret_line = line;
    }
    session_destroy(scratch);
    return prepared ? SESSION_STEPPED : SESSION_REJECTED;
}
