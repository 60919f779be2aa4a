/* history - the tree of steps and the ways through it.
 *
 * Invariant  session.space, env and program are what the current record says; a record's changes
 *            are applied exactly if it lies on the way from the start to the current one, and its
 *            other space is the side that is not shown.
 */
#include "parts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct record *record_create(enum session_step_kind kind, const char *text, size_t len)
{
    struct record *const r = base_zalloc(sizeof *r);
    r->text = base_strndup(text, len);
    r->redo = NO_STEP;
    r->step.kind = kind;
    r->step.text = r->text;
    r->step.output = "";
    return r;
}

static void release_shot(struct env_shot *shot)
{
    if (shot && --shot->refs == 0) {
        lang_env_destroy(shot->env);
        free(shot);
    }
}

static void release_program_shot(struct program_shot *shot)
{
    if (shot && --shot->refs == 0) {
        lang_state_destroy(shot->state);
        free(shot);
    }
}

void record_destroy(struct record *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->change_count; i++) {
        vm_change_finish(r->changes[i]);
        free(r->changes[i]);
    }
    free(r->changes);
    free(r->calls);
    vm_space_destroy(r->other);
    release_shot(r->env);
    release_program_shot(r->program);
    buf_finish(&r->output);
    free(r->text);
    free(r->echo);
    free(r->value);
    arena_finish(&r->error_arena);
    free(r->written.items);
    diff_destroy(r->diff);
    free(r);
}

struct record *record_of(const struct session *s, uint32_t id)
{
    return s->records[id];
}

/* ---- what a step remembers beside the space -------------------------------------------------- */

static struct env_shot *share(struct env_shot *shot)
{
    shot->refs++;
    return shot;
}

/* Most steps leave the env as it was, or toggle the last error: they share what a recent step
 * has. */
static struct env_shot *shoot_env(struct session *s)
{
    for (size_t i = 0; i < SESSION_SHOTS; i++)
        if (s->shots[i] && lang_env_equal(s->shots[i]->env, s->env))
            return share(s->shots[i]);
    struct env_shot *const shot = base_zalloc(sizeof *shot);
    shot->refs = 1;
    shot->env = lang_env_clone(s->env);
    release_shot(s->shots[s->shot_next]);
    s->shots[s->shot_next] = share(shot);
    s->shot_next = (s->shot_next + 1) % SESSION_SHOTS;
    return shot;
}

void history_drop_shots(struct session *s)
{
    for (size_t i = 0; i < SESSION_SHOTS; i++)
        release_shot(s->shots[i]);
}

struct program_shot *history_program(const struct session *s)
{
    return s->count ? s->records[s->current]->program : NULL;
}

void history_add(struct session *s, struct record *r)
{
    struct record *const parent = s->count ? s->records[s->current] : NULL;
    assert(s->count < NO_STEP);
    r->step.id = (uint32_t)s->count;
    r->step.parent = parent ? parent->step.id : 0;
    r->step.depth = parent ? parent->step.depth + 1 : 0;
    r->env = shoot_env(s);
    r->layout = s->layout;
    if (!r->program && parent && r->step.kind != SESSION_STEP_RESTART && parent->program) {
        r->program = parent->program;
        r->program->refs++;
    }
    if (parent)
        parent->redo = r->step.id;
    base_grow(&s->records, &s->cap, s->count + 1, sizeof(struct record *));
    s->records[s->count++] = r;
    s->current = r->step.id;
    history_refresh_program(s);
}

/* ---- moving ---------------------------------------------------------------------------------- */

static void swap_spaces(struct vm_space **space, struct record *r)
{
    struct vm_space *const other = r->other;
    r->other = *space;
    *space = other;
}

static void take_back(struct vm_space **space, struct record *r)
{
    if (r->other) {
        swap_spaces(space, r);
        return;
    }
    for (size_t i = r->change_count; i-- > 0;)
        vm_revert(*space, r->changes[i]);
}

static void do_again(struct vm_space **space, struct record *r)
{
    if (r->other) {
        swap_spaces(space, r);
        return;
    }
    for (size_t i = 0; i < r->change_count; i++)
        vm_apply(*space, r->changes[i]);
}

static uint32_t common_ancestor(const struct session *s, uint32_t a, uint32_t b)
{
    while (a != b) { /* a parent's id is less than its child's */
        if (a > b)
            a = s->records[a]->step.parent;
        else
            b = s->records[b]->step.parent;
    }
    return a;
}

void history_walk_space(
    const struct session *s, struct vm_space **space, uint32_t from, uint32_t to)
{
    const uint32_t top = common_ancestor(s, from, to);
    for (uint32_t id = from; id != top; id = s->records[id]->step.parent)
        take_back(space, s->records[id]);
    const uint32_t depth = s->records[to]->step.depth - s->records[top]->step.depth;
    uint32_t *const down = base_alloc(depth * sizeof *down);
    uint32_t id = to;
    for (uint32_t i = depth; i-- > 0; id = s->records[id]->step.parent)
        down[i] = id;
    for (uint32_t i = 0; i < depth; i++)
        do_again(space, s->records[down[i]]);
    free(down);
}

/* Each step above points at the child that was on the way, on both sides of the ancestor: redo then
 * leads back down the branch that was left last. */
static void remember_way(struct session *s, uint32_t id, uint32_t top)
{
    for (; id != top; id = s->records[id]->step.parent)
        s->records[s->records[id]->step.parent]->redo = id;
}

void history_refresh_program(struct session *s)
{
    const struct program_shot *const shot = history_program(s);
    s->program = (struct session_program){0};
    if (!shot)
        return;
    const struct program *const p = shot->program;
    s->program = (struct session_program){.name = p->name,
        .text = p->text,
        .len = p->len,
        .ended = shot->ended,
        .exit_code = shot->exit_code};
    if (!shot->ended)
        s->program.next = lang_machine_span(p->machine);
}

void history_go(struct session *s, uint32_t id)
{
    const uint32_t from = s->current, top = common_ancestor(s, from, id);
    history_walk_space(s, &s->space, from, id);
    remember_way(s, from, top);
    remember_way(s, id, top);
    const struct record *const r = s->records[id];
    if (r->env != s->records[from]->env) {
        lang_env_destroy(s->env);
        s->env = lang_env_clone(r->env->env);
    }
    s->layout = r->layout;
    s->current = id;
    if (r->program) {
        lang_machine_rebind(r->program->program->machine, s->env, s->space);
        lang_machine_load(r->program->program->machine, r->program->state);
    }
    history_refresh_program(s);
}
