/* env - prompt variables, the console page and the registers. */
#include "env.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#include "value.h"

/* The last MiB that a pointer can name: system space on every machine, so that no user address,
 * not even a wild one near the end of the user range, hits it by chance. */
vm_addr env_console_base(const struct vm_machine *machine)
{
    const uint64_t top = machine->pointer_size == 8 ? UINT64_MAX : UINT32_MAX;
    return top - ((1u << 20) - 1);
}

struct lang_env *lang_env_create(const struct vm_machine *machine)
{
    struct lang_env *env = base_zalloc(sizeof *env);
    env->machine = machine;
    env->types = (struct types){&env->arena, machine->pointer_size};
    env->registers.random = 1;
    return env;
}

void lang_env_destroy(struct lang_env *env)
{
    if (!env)
        return;
    free(env->variables);
    free(env->texts);
    free(env->console);
    arena_finish(&env->arena);
    free(env);
}

struct lang_env *lang_env_clone(const struct lang_env *env)
{
    struct lang_env *copy = lang_env_create(env->machine);
    base_grow(&copy->variables, &copy->variable_cap, env->variable_count, sizeof *copy->variables);
    for (size_t i = 0; i < env->variable_count; i++) {
        const struct env_variable *v = &env->variables[i];
        copy->variables[copy->variable_count++] =
            (struct env_variable){arena_strndup(&copy->arena, v->name, strlen(v->name)),
                type_clone(&copy->types, v->type), v->offset};
    }
    base_grow(&copy->texts, &copy->text_cap, env->text_count, sizeof *copy->texts);
    if (env->text_count)
        memcpy(copy->texts, env->texts, env->text_count * sizeof *copy->texts);
    copy->text_count = env->text_count;
    base_grow(&copy->console, &copy->cap, env->used, 1);
    if (env->used)
        memcpy(copy->console, env->console, env->used);
    copy->used = env->used;
    copy->registers = env->registers;
    return copy;
}

bool lang_env_equal(const struct lang_env *a, const struct lang_env *b)
{
    if (a->machine != b->machine || a->variable_count != b->variable_count || a->used != b->used)
        return false;
    for (size_t i = 0; i < a->variable_count; i++) {
        const struct env_variable *v = &a->variables[i], *w = &b->variables[i];
        if (strcmp(v->name, w->name) != 0 || v->offset != w->offset ||
            !type_equal(v->type, w->type))
            return false;
    }
    const struct env_registers *r = &a->registers, *s = &b->registers;
    return r->last_error == s->last_error && r->random == s->random && r->clock == s->clock &&
           r->input == s->input && (!a->used || memcmp(a->console, b->console, a->used) == 0);
}

uint32_t lang_env_last_error(const struct lang_env *env)
{
    return env->registers.last_error;
}

uint8_t *env_at(const struct lang_env *env, vm_addr addr, uint64_t size)
{
    const vm_addr base = env_console_base(env->machine);
    if (addr < base || addr - base > env->used || size > env->used - (addr - base))
        return NULL;
    return env->console + (addr - base);
}

const struct env_variable *env_find(const struct lang_env *env, const char *name, size_t len)
{
    for (size_t i = 0; i < env->variable_count; i++)
        if (strlen(env->variables[i].name) == len && memcmp(env->variables[i].name, name, len) == 0)
            return &env->variables[i];
    return NULL;
}

vm_addr env_address(const struct lang_env *env, const struct env_variable *variable)
{
    return env_console_base(env->machine) + variable->offset;
}

/* Takes size zero bytes of the console; false if there is no room. */
static bool take_bytes(struct lang_env *env, uint64_t size, uint32_t *ret_offset)
{
    const size_t start = (env->used + 7) & ~(size_t)7;
    if (size > LANG_MAX_CONSOLE || start + size > LANG_MAX_CONSOLE)
        return false;
    base_grow(&env->console, &env->cap, start + (size_t)size + 1, 1);
    memset(env->console + env->used, 0, start + (size_t)size - env->used);
    env->used = start + (size_t)size;
    *ret_offset = (uint32_t)start;
    return true;
}

const struct env_variable *env_define(
    struct lang_env *env, const char *name, const struct type *type)
{
    const struct env_variable *old = env_find(env, name, strlen(name));
    uint32_t offset;
    if (old && old->type->size == type->size) {
        offset = old->offset;
        memset(env->console + offset, 0, (size_t)type->size);
    } else if ((!old && env->variable_count >= LANG_MAX_VARIABLES) ||
               !take_bytes(env, type->size, &offset)) {
        return NULL;
    }
    size_t index = old ? (size_t)(old - env->variables) : env->variable_count;
    if (!old) {
        base_grow(&env->variables, &env->variable_cap, index + 1, sizeof *env->variables);
        env->variables[index].name = arena_strndup(&env->arena, name, strlen(name));
        env->variable_count++;
    }
    env->variables[index].type = type_clone(&env->types, type);
    env->variables[index].offset = offset;
    return &env->variables[index];
}

vm_addr env_text(struct lang_env *env, const void *bytes, size_t len)
{
    const vm_addr base = env_console_base(env->machine);
    for (size_t i = 0; i < env->text_count; i++)
        if (env->texts[i].len == len &&
            memcmp(env->console + env->texts[i].offset, bytes, len) == 0)
            return base + env->texts[i].offset;
    struct env_text text = {0, (uint32_t)len};
    if (!take_bytes(env, len, &text.offset))
        return 0;
    memcpy(env->console + text.offset, bytes, len);
    base_grow(&env->texts, &env->text_cap, env->text_count + 1, sizeof *env->texts);
    env->texts[env->text_count++] = text;
    return base + text.offset;
}

bool lang_env_variable(
    const struct lang_env *env, size_t i, struct buf *scratch, struct lang_variable *ret)
{
    if (i >= env->variable_count)
        return false;
    const struct env_variable *v = &env->variables[i];
    buf_clear(scratch);
    type_format(scratch, v->type);
    buf_addc(scratch, '\0');
    const size_t value = scratch->len;
    value_format(scratch, v->type, env->console + v->offset);
    *ret = (struct lang_variable){v->name, buf_text(scratch), buf_text(scratch) + value};
    return true;
}
