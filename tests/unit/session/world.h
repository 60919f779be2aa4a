/* world - a session with a host in memory: what it wrote, files it may read, input, when to
 * stop. */
#ifndef WORLD_H
#define WORLD_H

#include "testlib.h"

#include <string.h>

#include "session/session.h"
#include "vm/space.h"

struct world {
    struct session *session;
    struct buf journal;
    bool journal_fails;
    const char *file_name, *file_text; /* the one file there is */
    const char *const *input;          /* lines, NULL at the end */
    uint64_t looks, stop_after;        /* should_stop says yes at this look; 0: never */
};

static bool world_append(void *ctx, const char *data, size_t len)
{
    struct world *const w = ctx;
    if (w->journal_fails)
        return false;
    buf_addn(&w->journal, data, len);
    return true;
}

static bool world_read(void *ctx, const char *name, struct buf *out, const char **ret_error)
{
    const struct world *const w = ctx;
    if (!w->file_name || strcmp(name, w->file_name) != 0) {
        *ret_error = "no such file";
        return false;
    }
    buf_add(out, w->file_text);
    return true;
}

static bool world_stop(void *ctx)
{
    struct world *const w = ctx;
    return ++w->looks == w->stop_after;
}

static bool world_input(void *ctx, struct buf *out)
{
    struct world *const w = ctx;
    if (!w->input || !*w->input)
        return false;
    buf_add(out, *w->input++);
    return true;
}

static inline void world_open(struct world *w, const struct session_options *options)
{
    const struct session_host host = {.ctx = w,
        .journal_append = world_append,
        .read_source = world_read,
        .should_stop = world_stop,
        .read_input = world_input};
    w->session = session_create(options, &host, NULL);
}

static inline void world_close(struct world *w)
{
    session_destroy(w->session);
    buf_finish(&w->journal);
}

static inline enum session_outcome run(struct world *w, const char *text)
{
    const enum session_outcome outcome = session_run(w->session, text, strlen(text));
    assert_null(vm_space_check(session_space(w->session)));
    return outcome;
}

static inline void runs(struct world *w, const char *text)
{
    const enum session_outcome outcome = run(w, text);
    if (outcome != SESSION_STEPPED && outcome != SESSION_MOVED)
        fail_msg("\"%s\" gave outcome %d", text, (int)outcome);
}

static inline void refused(struct world *w, const char *text, const char *msgid, const char *arg)
{
    const uint32_t steps = session_step_count(w->session);
    assert_int_equal(run(w, text), SESSION_REFUSED);
    assert_string_equal(session_refusal(w->session)->msgid, msgid);
    assert_string_equal(session_refusal(w->session)->arg, arg);
    assert_int_equal(session_step_count(w->session), steps);
}

static inline uint64_t hash(const struct world *w)
{
    return vm_space_hash(session_space(w->session));
}

/* Runs the journal of w in a new world; input and stops come from the journal alone. */
static inline void replay(const struct world *w, struct world *again)
{
    struct session_journal_header header;
    const char *text = buf_text(&w->journal);
    size_t len = w->journal.len;
    assert_true(session_journal_parse(text, len, &header));
    const struct session_options options = {.machine = header.machine, .layout = header.layout};
    world_open(again, &options);
    session_journal_prepare(again->session, text, len);
    while (len) {
        const char *const end = memchr(text, '\n', len);
        assert_non_null(end);
        session_run(again->session, text, (size_t)(end - text));
        len -= (size_t)(end + 1 - text);
        text = end + 1;
    }
}

static inline void steps_are_equal(const struct session_step *a, const struct session_step *b)
{
    assert_int_equal(a->parent, b->parent);
    assert_int_equal(a->depth, b->depth);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->end, b->end);
    assert_int_equal(a->call_total, b->call_total);
    assert_int_equal(a->exit_code, b->exit_code);
    assert_string_equal(a->text, b->text);
    assert_string_equal(a->output, b->output);
    assert_string_equal(a->value ? a->value : "-", b->value ? b->value : "-");
}

/* A replay has the same tree, stands at the same step in an equal space, and writes the same
 * journal. */
static inline void replay_is_equal(const struct world *w)
{
    struct world again = {0};
    replay(w, &again);
    assert_string_equal(buf_text(&again.journal), buf_text(&w->journal));
    assert_int_equal(session_step_count(again.session), session_step_count(w->session));
    for (uint32_t i = 0; i < session_step_count(w->session); i++)
        steps_are_equal(session_step(again.session, i), session_step(w->session, i));
    assert_int_equal(session_current(again.session)->id, session_current(w->session)->id);
    assert_true(vm_space_equal(session_space(again.session), session_space(w->session)));
    assert_true(lang_env_equal(session_env(again.session), session_env(w->session)));
    world_close(&again);
}

#endif
