/* env - what outlives a line, seen from inside lang: prompt variables, their memory, the
 * registers.
 *
 * The console  Up to LANG_MAX_CONSOLE bytes of memory at console_base, far above the user range:
 *              there prompt variables and the texts of lines lie. It belongs to no space and no
 *              call sees it.
 * The types    of variables live in the env's own arena.
 */
#ifndef LANG_ENV_H
#define LANG_ENV_H

#include "lang/lang.h"

#include "type.h"

struct env_variable {
    const char *name;
    const struct type *type;
    uint32_t offset;               /* in the console */
};
struct env_text {                  /* a text of a line, kept once: equal texts share an address */
    uint32_t offset, len;
};
/* What calls remember between them; part of every undo. */
struct env_registers {
    uint32_t last_error;
    uint32_t random;               /* state of rand() */
    uint64_t clock;                /* simulated time in 100 ns */
    uint64_t input;                /* characters of input taken so far */
};
struct lang_env {
    const struct vm_machine *machine;
    struct arena arena;            /* names and types */
    struct types types;
    struct env_variable *variables;
    size_t variable_count, variable_cap;
    struct env_text *texts;
    size_t text_count, text_cap;
    uint8_t *console;
    size_t used, cap;
    struct env_registers registers;
};

vm_addr env_console_base(const struct vm_machine *machine);
/* The host memory of [addr, addr + size), NULL if not all of it is used console memory. */
uint8_t *env_at(const struct lang_env *env, vm_addr addr, uint64_t size);
const struct env_variable *env_find(const struct lang_env *env, const char *name, size_t len);
vm_addr env_address(const struct lang_env *env, const struct env_variable *variable);
/* Makes a variable of all zeros, or gives an old one a new type. NULL if there is no room. */
const struct env_variable *env_define(struct lang_env *env, const char *name,
    const struct type *type);
/* The address of a copy of bytes[0..len); 0 if there is no room. */
vm_addr env_text(struct lang_env *env, const void *bytes, size_t len);

#endif
