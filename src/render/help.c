/* help - the words, functions, constants, keys, rules, errors and mistakes: each from its own
 * table. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "regions.h"
#include "say.h"

struct help_entry {
    const char *name, *detail, *msgid;
    uint32_t value;
};

#define HELP_FUNCTION(name, prototype, msgid) {name, prototype, msgid, 0},
#define HELP_CONSTANT(name, value, msgid)
#define HELP_ERROR(number, msgid)
#define HELP_KEY(key, msgid)
enum { WORD_COLUMN = 40 };              /* the longest form is a Spanish one */

static const struct help_entry functions[] = {
#include "help.def"
};
#undef HELP_FUNCTION
#undef HELP_CONSTANT
#undef HELP_ERROR
#undef HELP_KEY

#define HELP_FUNCTION(name, prototype, msgid)
#define HELP_CONSTANT(name, value, msgid) {name, NULL, msgid, value},
#define HELP_ERROR(number, msgid)
#define HELP_KEY(key, msgid)
static const struct help_entry constants[] = {
#include "help.def"
};
#undef HELP_FUNCTION
#undef HELP_CONSTANT
#undef HELP_ERROR
#undef HELP_KEY

#define HELP_FUNCTION(name, prototype, msgid)
#define HELP_CONSTANT(name, value, msgid)
#define HELP_ERROR(number, msgid)
#define HELP_KEY(key, msgid) {key, NULL, msgid, 0},
static const struct help_entry keys[] = {
#include "help.def"
};
#undef HELP_FUNCTION
#undef HELP_CONSTANT
#undef HELP_ERROR
#undef HELP_KEY

#define HELP_FUNCTION(name, prototype, msgid)
#define HELP_CONSTANT(name, value, msgid)
#define HELP_ERROR(number, msgid) {NULL, NULL, msgid, number},
#define HELP_KEY(key, msgid)
static const struct help_entry errors[] = {
#include "help.def"
};
#undef HELP_FUNCTION
#undef HELP_CONSTANT
#undef HELP_ERROR
#undef HELP_KEY

enum { COUNT_FUNCTIONS = sizeof functions / sizeof *functions };
enum { COUNT_CONSTANTS = sizeof constants / sizeof *constants };
enum { COUNT_ERRORS = sizeof errors / sizeof *errors };
enum { COUNT_KEYS = sizeof keys / sizeof *keys };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_word(const char *a, const char *b)
{
    while (*a != '\0' && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return *a == *b;
}

static void add_row(struct render_text *out, enum render_role role, const char *left, size_t column,
    const char *msgid)
{
    render_add(out, RENDER_NORMAL, "  ");
    render_add(out, role, left);
    say_column(out, column);
    say(out, RENDER_NORMAL, msgid);
    say_end(out);
}

/* The words in groups, each a stretch of the table of commands. */
struct group {
    const char *title;
    enum lang_command_id first, last;
};
enum { LESSON_WORDS = 4 };
static const struct group groups[] = {
    {N_("Memory (each shows the C call it stands for)"), LANG_CMD_RESERVE, LANG_CMD_EXEC},
    {N_("Steps"), LANG_CMD_UNDO, LANG_CMD_RESET},
    {N_("The machine"), LANG_CMD_MACHINE, LANG_CMD_PRESSURE},
    {N_("Programs"), LANG_CMD_LOAD, LANG_CMD_RUN},
    [LESSON_WORDS] = {N_("Lessons"), LANG_CMD_LESSON, LANG_CMD_PROGRESS},
    {N_("Looking, and the rest"), LANG_CMD_HISTORY, LANG_CMD_QUIT},
};

static void add_group(struct render_text *out, const struct group *group)
{
    say(out, RENDER_TITLE, group->title);
    say_end(out);
    for (int id = (int)group->first; id <= (int)group->last; id++) {
        const struct lang_command_info *const info = lang_command_info((enum lang_command_id)id);
        struct buf form = {0};
        buf_addf(&form, "%s %s", info->word, render_tr(info->args));
        add_row(out, RENDER_CALL, buf_text(&form), WORD_COLUMN, info->help);
        buf_finish(&form);
    }
}

static void add_words(struct render_text *out)
{
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++)
        add_group(out, &groups[g]);
}

static void add_list(struct render_text *out)
{
    say(out, RENDER_NORMAL,
        N_("Type a C call, as in VirtualAlloc((void *)0x40000000, 8*4096, MEM_RESERVE, "
           "PAGE_READWRITE), or a word:"));
    say_end(out);
    add_words(out);
    say(out, RENDER_TITLE, N_("C functions"));
    say_end(out);
    render_add(out, RENDER_NORMAL, " ");
    for (size_t i = 0; i < COUNT_FUNCTIONS; i++) {
        render_add(out, RENDER_NORMAL, " ");
        render_add(out, RENDER_CALL, functions[i].name);
    }
    say_end(out);
    say(out, RENDER_NORMAL,
        N_("Sizes: 8p pages, 64K, 2M, 1G or a number. Protections: r, rw, x, rx, rwx, none, or "
           "PAGE_... names."));
    say_end(out);
    say(out, RENDER_HINT,
        N_("help WORD explains a word, function, constant (PAGE_GUARD), rule (R-FREE-2) or error "
           "(487); help keys lists the keys"));
    say_end(out);
}

static bool add_command(struct render_text *out, const char *topic)
{
    for (int id = LANG_CMD_NONE + 1; id < LANG_CMD_COUNT; id++) {
        const struct lang_command_info *const info = lang_command_info((enum lang_command_id)id);
        if (!same_word(info->word, topic))
            continue;
        render_add(out, RENDER_CALL, info->word);
        render_add(out, RENDER_CALL, " ");
        render_add(out, RENDER_CALL, render_tr(info->args));
        say_end(out);
        say(out, RENDER_NORMAL, info->help);
        say_end(out);
        return true;
    }
    return false;
}

static bool add_function(struct render_text *out, const char *topic)
{
    for (size_t i = 0; i < COUNT_FUNCTIONS; i++)
        if (same_word(functions[i].name, topic)) {
            render_add(out, RENDER_CALL, functions[i].detail);
            say_end(out);
            say(out, RENDER_NORMAL, functions[i].msgid);
            say_end(out);
            return true;
        }
    return false;
}

static bool add_constant(struct render_text *out, const char *topic)
{
    for (size_t i = 0; i < COUNT_CONSTANTS; i++)
        if (same_word(constants[i].name, topic)) {
            render_role(out, RENDER_CALL);
            buf_addf(&out->buf, "%s = 0x%" PRIX32, constants[i].name, constants[i].value);
            say_end(out);
            say(out, RENDER_NORMAL, constants[i].msgid);
            say_end(out);
            return true;
        }
    return false;
}

static bool add_rule(struct render_text *out, const char *topic)
{
    static const char *const blanks[VM_REASON_ARGS] = {"...", "...", "...", "..."};
    const enum vm_rule rule = vm_rule_find(topic);
    if (rule == VM_RULE_NONE)
        return false;
    render_add(out, RENDER_TITLE, vm_rule_id(rule));
    say_end(out);
    sayn(out, RENDER_NORMAL, vm_rule_msgid(rule), blanks, VM_REASON_ARGS);
    say_end(out);
    return true;
}

static bool add_error(struct render_text *out, const char *topic)
{
    char *end;
    const unsigned long long number = strtoull(topic, &end, 0);
    if (end == topic || *end != '\0' || number > UINT32_MAX)
        return false;
    const char *const name = vm_error_name((uint32_t)number);
    if (name == NULL)
        return false;
    render_add(out, RENDER_FAIL, topic);
    render_add(out, RENDER_FAIL, " ");
    render_add(out, RENDER_FAIL, name);
    say_end(out);
    for (size_t i = 0; i < COUNT_ERRORS; i++)
        if (errors[i].value == number) {
            say(out, RENDER_NORMAL, errors[i].msgid);
            say_end(out);
        }
    return true;
}

/* A mistake by its code, with dots where the text stood. */
static bool add_mistake(struct render_text *out, const char *topic)
{
    static const char *const blanks[LANG_DIAG_ARGS] = {"...", "...", "..."};
    for (int id = 0; id < LANG_DIAG_COUNT; id++) {
        const char *const code = lang_diag_code((enum lang_diag_id)id);
        if (!same_word(code, topic))
            continue;
        render_add(out, RENDER_TITLE, code);
        say_end(out);
        sayn(out, RENDER_NORMAL, lang_diag_msgid((enum lang_diag_id)id), blanks, LANG_DIAG_ARGS);
        say_end(out);
        return true;
    }
    return false;
}

static bool add_tables(struct render_text *out, const char *topic)
{
    if (same_word(topic, "keys") || same_word(topic, "teclas")) {
        for (size_t i = 0; i < COUNT_KEYS; i++)
            add_row(out, RENDER_KEY, keys[i].name, 16, keys[i].msgid);
        return true;
    }
    if (same_word(topic, "lessons") || same_word(topic, "lecciones")) {
        add_group(out, &groups[LESSON_WORDS]);
        return true;
    }
    if (same_word(topic, "filters") || same_word(topic, "filtros")) {
        regions_help(out);
        return true;
    }
    if (!same_word(topic, "constants"))
        return false;
    for (size_t i = 0; i < COUNT_CONSTANTS; i++)
        add_row(out, RENDER_CALL, constants[i].name, 28, constants[i].msgid);
    return true;
}

bool help_topic(struct render_text *out, const char *topic)
{
    return add_tables(out, topic) || add_command(out, topic) || add_function(out, topic) ||
           add_constant(out, topic) || add_rule(out, topic) || add_error(out, topic) ||
           add_mistake(out, topic);
}

void render_help(struct render_text *out, const char *topic)
{
    if (topic == NULL || *topic == '\0') {
        add_list(out);
        return;
    }
    if (help_topic(out, topic)) {
        if (explain_has_page(topic)) {
            say1(out, RENDER_HINT, N_("explain {0} tells more"), topic);
            say_end(out);
        }
        return;
    }
    if (explain_known_term(out, topic, EXPLAIN_WIDTH))
        return;
    say1(out, RENDER_WARN, N_("there is no help about {0}; help alone lists the words"), topic);
    say_end(out);
}
