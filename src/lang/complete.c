/* complete - what may stand at the cursor: words, functions, constants that fit the parameter,
 * variables, addresses of allocations. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

#include "commands.h"
#include "constants.h"
#include "context.h"
#include "lexer.h"
#include "vm/view.h"

enum { MOST_ADDRESSES = 32, MOST_RUNS = 4096 };

/* What fits into a parameter, by its name in the tables of calls. */
enum fit { FIT_ANY, FIT_ADDRESS, FIT_SIZE, FIT_ALLOC, FIT_FREE, FIT_PROTECT, FIT_WATCH, FIT_OUT };

static const struct {
    const char *param;
    enum fit fit;
} fits[] = {
    {"lpAddress", FIT_ADDRESS}, {"lpBaseAddress", FIT_ADDRESS}, {"address", FIT_ADDRESS},
    {"dwSize", FIT_SIZE},
    {"dwRegionSize", FIT_SIZE}, {"size", FIT_SIZE}, {"flAllocationType", FIT_ALLOC},
    {"dwFreeType", FIT_FREE},
    {"flProtect", FIT_PROTECT}, {"flNewProtect", FIT_PROTECT}, {"dwFlags", FIT_WATCH},
    {"lpflOldProtect", FIT_OUT}, {"lpBuffer", FIT_OUT}, {"lpSystemInfo", FIT_OUT},
};

/* Constants with their meanings, the usual ones first. */
static const struct {
    enum fit fit;
    const char *name, *meaning;
} constants[] = {
    {FIT_ALLOC, "MEM_RESERVE", N_("reserve addresses")},
    {FIT_ALLOC, "MEM_COMMIT", N_("give storage")},
    {FIT_ALLOC, "MEM_TOP_DOWN", N_("at the highest address")},
    {FIT_ALLOC, "MEM_RESET", N_("contents not needed")},
    {FIT_ALLOC, "MEM_RESET_UNDO", N_("contents needed again")},
    {FIT_ALLOC, "MEM_WRITE_WATCH", N_("record writes")},
    {FIT_ALLOC, "MEM_LARGE_PAGES", N_("large pages")},
    {FIT_ALLOC, "MEM_PHYSICAL", N_("window on physical memory")},
    {FIT_FREE, "MEM_RELEASE", N_("give all back")},
    {FIT_FREE, "MEM_DECOMMIT", N_("take storage back")},
    {FIT_PROTECT, "PAGE_READWRITE", N_("read and write")},
    {FIT_PROTECT, "PAGE_READONLY", N_("only read")},
    {FIT_PROTECT, "PAGE_NOACCESS", N_("no access")},
    {FIT_PROTECT, "PAGE_EXECUTE", N_("only execute")},
    {FIT_PROTECT, "PAGE_EXECUTE_READ", N_("execute and read")},
    {FIT_PROTECT, "PAGE_EXECUTE_READWRITE", N_("execute, read and write")},
    {FIT_PROTECT, "PAGE_GUARD", N_("alarm at the first access")},
    {FIT_PROTECT, "PAGE_NOCACHE", N_("without cache")},
    {FIT_PROTECT, "PAGE_WRITECOMBINE", N_("writes combined")},
    {FIT_WATCH, "WRITE_WATCH_FLAG_RESET", N_("forget them afterwards")},
};
static const struct {
    const char *word, *meaning;
} protection_words[] = {
    {"rw", N_("read and write")}, {"r", N_("only read")}, {"none", N_("no access")},
    {"x", N_("only execute")},
    {"rx", N_("execute and read")}, {"rwx", N_("execute, read and write")},
    {"rw+guard", N_("alarm at the first access")},
};

struct completer {
    struct lang_completions *out;
    const char *word;              /* what is typed of it */
    size_t len;
    bool inside;                   /* second round: the word inside a name ("COMMIT"), not at its
                                    * beginning */
};

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool begins(const char *text, const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (lower(text[i]) != lower(word[i]) || text[i] == '\0')
            return false;
    return true;
}

static bool matches(const struct completer *c, const char *text)
{
    if (!c->inside)
        return begins(text, c->word, c->len);
    if (c->len < 2 || begins(text, c->word, c->len))
        return false;
    for (; *text; text++)
        if (begins(text, c->word, c->len))
            return true;
    return false;
}

static void offer(struct completer *c, enum lang_completion_kind kind, const char *text,
    const char *meaning,
    const char *tail)
{
    struct lang_completions *out = c->out;
    if (!matches(c, text))
        return;
    const size_t len = strlen(text), tail_len = strlen(tail);
    char *copy = arena_alloc(&out->arena, len + tail_len + 1);
    memcpy(copy, text, len);
    memcpy(copy + len, tail, tail_len);
    for (size_t i = 0; i < out->count; i++)
        if (strcmp(out->items[i].text, copy) == 0)
            return;
    base_grow(&out->items, &out->cap, out->count + 1, sizeof *out->items);
    out->items[out->count++] = (struct lang_completion){.text = copy, .kind = kind,
        .meaning = meaning};
}

static void offer_constants(struct completer *c, enum fit fit)
{
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (fit == FIT_ANY || constants[i].fit == fit)
            offer(c, LANG_COMPLETE_CONSTANT, constants[i].name, constants[i].meaning, "");
    for (size_t i = 0; fit == FIT_ANY && constant_at(i); i++)
        offer(c, LANG_COMPLETE_CONSTANT, constant_at(i)->name, NULL, "");
}

static void offer_variables(struct completer *c, const struct lang_env *env)
{
    struct buf scratch = {0};
    struct lang_variable variable;
    for (size_t i = 0; env && lang_env_variable(env, i, &scratch, &variable); i++)
        offer(c, LANG_COMPLETE_VARIABLE, variable.name, NULL, "");
    buf_finish(&scratch);
}

static void offer_addresses(struct completer *c, const struct vm_space *space, bool hexadecimal)
{
    size_t offered = 0, runs = 0;
    const vm_page end = space ? vm_space_end(space) : 0;
    for (vm_page page = 0; page < end && offered < MOST_ADDRESSES && runs < MOST_RUNS; runs++) {
        const struct vm_run run = vm_space_run(space, page);
        if (vm_attr_state(run.attr) != VM_FREE && run.first == run.alloc_first) {
            struct buf text = {0};
            buf_addf(&text, hexadecimal ? "%08llX" : "0x%08llX",
                (unsigned long long)run.first << VM_PAGE_SHIFT);
            offer(c, LANG_COMPLETE_ADDRESS, buf_text(&text), N_("allocation"), "");
            buf_finish(&text);
            offered++;
        }
        page = run.end;
    }
}

static void offer_functions(struct completer *c)
{
    for (int id = FUNCTION_NONE + 1; id < FUNCTION_COUNT; id++) {
        const struct function_info *info = function_info((enum function_id)id);
        offer(c, LANG_COMPLETE_FUNCTION, info->name, info->meaning, "(");
    }
}

static void offer_commands(struct completer *c, bool with_blank)
{
    for (int id = LANG_CMD_NONE + 1; id < LANG_CMD_COUNT; id++) {
        const struct lang_command_info *info = lang_command_info((enum lang_command_id)id);
        const bool wants_more = info->args[0] != '\0' && info->args[0] != '[';
        offer(c, LANG_COMPLETE_WORD, info->word, info->help, with_blank && wants_more ? " " : "");
    }
}

/* The words between '|' of "on|off"; those that only name a kind of argument are not typed. */
static void offer_choices(struct completer *c, const struct arg_form *form)
{
    for (size_t i = 0; i < form->len; ) {
        const char *bar = memchr(form->text + i, '|', form->len - i);
        const size_t len = bar ? (size_t)(bar - form->text) - i : form->len - i;
        const char *word = arena_strndup(&c->out->arena, form->text + i, len);
        if (strcmp(word, "size") != 0)
            offer(c, LANG_COMPLETE_WORD, word, NULL, "");
        i += len + 1;
    }
}

/* The rules and mistakes that explain knows. */
static void offer_pages(struct completer *c)
{
    for (unsigned rule = VM_RULE_NONE + 1; rule < VM_RULE_COUNT; rule++)
        offer(c, LANG_COMPLETE_WORD, vm_rule_id((enum vm_rule)rule), NULL, "");
    for (int id = 0; id < LANG_DIAG_COUNT; id++)
        offer(c, LANG_COMPLETE_WORD, lang_diag_code((enum lang_diag_id)id), NULL, "");
}

static void offer_filters(struct completer *c)
{
    static const char *const items[] = {"state=", "prot=", "type=", "size>=", "addr=", "sort=",
        "pages", "allocations", "free", "reserved", "committed"};
    for (size_t i = 0; i < sizeof items / sizeof *items; i++)
        offer(c, LANG_COMPLETE_WORD, items[i], NULL, "");
}

static void offer_argument(struct completer *c, const struct arg_form *form,
    const struct lang_env *env,
    const struct vm_space *space)
{
    switch (form->kind) {
    case ARG_ADDRESS:
        offer_variables(c, env);
        offer_addresses(c, space, true);
        break;
    case ARG_SIZE: case ARG_VALUE:
        offer_variables(c, env);
        break;
    case ARG_PROTECTION:
        for (size_t i = 0; i < sizeof protection_words / sizeof *protection_words; i++)
            offer(c, LANG_COMPLETE_WORD, protection_words[i].word, protection_words[i].meaning, "");
        offer_constants(c, FIT_PROTECT);
        break;
    case ARG_LIMIT: case ARG_CHOICE:
        offer_choices(c, form);
        break;
    case ARG_FILTERS:
        offer_filters(c);
        break;
    case ARG_TEXT:
        offer_commands(c, false);
        break;
    case ARG_RULE:
        offer_pages(c);
        break;
    case ARG_CALL:
        if (memchr(form->text, '|', form->len)) {
            offer(c, LANG_COMPLETE_WORD, "on", NULL, "");
            offer(c, LANG_COMPLETE_WORD, "off", NULL, "");
        }
        offer_commands(c, false);
        offer_functions(c);
        break;
    case ARG_COUNT: case ARG_FILE: case ARG_TERM:
        break;
    }
}

static enum fit fit_of(const struct context *context)
{
    const struct vm_call_info *call = context->shown.call;
    if (!call || context->shown.param < 0 || context->shown.param >= 6
        || !call->params[context->shown.param])
        return FIT_ANY;
    for (size_t i = 0; i < sizeof fits / sizeof *fits; i++)
        if (strcmp(fits[i].param, call->params[context->shown.param]) == 0)
            return fits[i].fit;
    return FIT_ANY;
}

static void offer_parameter(struct completer *c, enum fit fit, const struct lang_env *env,
    const struct vm_space *space)
{
    switch (fit) {
    case FIT_ADDRESS:
        offer_variables(c, env);
        offer_addresses(c, space, false);
        offer(c, LANG_COMPLETE_CONSTANT, "NULL", N_("the system chooses"), "");
        break;
    case FIT_ALLOC: case FIT_FREE: case FIT_PROTECT: case FIT_WATCH:
        offer_constants(c, fit);
        offer_variables(c, env);
        break;
    case FIT_SIZE: case FIT_OUT: case FIT_ANY:
        offer_variables(c, env);
        break;
    }
}

/* Whatever else an expression may hold; nothing before something of it is typed. */
static void offer_names(struct completer *c)
{
    if (c->len == 0)
        return;
    offer_functions(c);
    offer_constants(c, FIT_ANY);
    for (size_t i = 0; type_name_at(i); i++)
        offer(c, LANG_COMPLETE_WORD, type_name_at(i), N_("type"), "");
}

static void offer_all(struct completer *c, const struct context *context,
    const struct lang_env *env,
    const struct vm_space *space)
{
    struct arg_form form;
    if (context->at_start) {
        offer_commands(c, true);
        offer_variables(c, env);
        offer_functions(c);
        offer_names(c);
    } else if (context->shown.command != LANG_CMD_NONE) {
        if (context->shown.param >= 0
                && command_form(context->shown.command, (size_t)context->shown.param, &form))
            offer_argument(c, &form, env, space);
    } else {
        offer_parameter(c, fit_of(context), env, space);
        offer_names(c);
    }
}

void lang_complete(const char *text, size_t len, size_t cursor, const struct lang_env *env,
    const struct vm_space *space, struct lang_completions *out)
{
    struct context context;
    lang_completions_finish(out);
    context_find(text, len, cursor, &context);
    struct lang_span word = context.shown.word;
    const enum lang_owner owner =
        context.shown.command ? lang_command_info(context.shown.command)->owner
        : LANG_OWNER_LANG;
    while (owner != LANG_OWNER_LANG && !context.at_start && word.start > 0
        && text[word.start - 1] == '-')
        for (word.start--; word.start > 0 && lexer_is_name_char(text[word.start - 1]); )
            word.start--;                    /* x86-3gb is one word there */
    out->replace = word;
    if (context.in_quotes)
        return;
    struct completer c = {.out = out, .word = text + word.start, .len = word.end - word.start};
    offer_all(&c, &context, env, space);
    c.inside = true;
    offer_all(&c, &context, env, space);
}

void lang_completions_offer(struct lang_completions *out, const char *typed, size_t typed_len,
    const char *text, const char *meaning)
{
    struct completer c = {.out = out, .word = typed, .len = typed_len};
    offer(&c, LANG_COMPLETE_WORD, text, meaning, "");
}

void lang_completions_finish(struct lang_completions *completions)
{
    free(completions->items);
    arena_finish(&completions->arena);
    *completions = (struct lang_completions){0};
}
