/* commands - the table of words. */
#include "commands.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"

static const struct lang_command_info command_table[LANG_CMD_COUNT] = {
#define LANG_COMMAND(id, word_, args_, owner_, help_)                                              \
    [LANG_CMD_##id] = {.word = word_, .args = args_, .help = help_, .owner = LANG_OWNER_##owner_},
#include "lang/commands.def"
#undef LANG_COMMAND
};

const struct lang_command_info *lang_command_info(enum lang_command_id id)
{
    return id > LANG_CMD_NONE && id < LANG_CMD_COUNT ? &command_table[id] : NULL;
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

enum lang_command_id command_find(const char *word, size_t len)
{
    for (int id = LANG_CMD_NONE + 1; id < LANG_CMD_COUNT; id++) {
        const char *name = command_table[id].word;
        size_t i = 0;
        while (i < len && name[i] && lower(word[i]) == name[i])
            i++;
        if (i == len && name[i] == '\0')
            return (enum lang_command_id)id;
    }
    return LANG_CMD_NONE;
}

enum vm_call_id command_call(enum lang_command_id id)
{
    static const struct {
        enum lang_command_id id;
        enum vm_call_id call;
    } calls[] = {
        {LANG_CMD_RESERVE, VM_CALL_ALLOC}, {LANG_CMD_COMMIT, VM_CALL_ALLOC},
        {LANG_CMD_ALLOC, VM_CALL_ALLOC},
        {LANG_CMD_DECOMMIT, VM_CALL_FREE}, {LANG_CMD_RELEASE, VM_CALL_FREE},
        {LANG_CMD_PROTECT, VM_CALL_PROTECT}, {LANG_CMD_QUERY, VM_CALL_QUERY},
        {LANG_CMD_LOCK, VM_CALL_LOCK},
        {LANG_CMD_UNLOCK, VM_CALL_UNLOCK}, {LANG_CMD_READ, VM_CALL_READ},
        {LANG_CMD_WRITE, VM_CALL_WRITE},
        {LANG_CMD_EXEC, VM_CALL_EXECUTE},
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (calls[i].id == id)
            return calls[i].call;
    return VM_CALL_NONE;
}

static enum arg_kind kind_of_form(const char *form, size_t len)
{
    static const struct {
        const char *form;
        enum arg_kind kind;
    } kinds[] = {
        {"address", ARG_ADDRESS}, {"size", ARG_SIZE}, {"protection", ARG_PROTECTION},
        {"value|\"text\"", ARG_VALUE}, {"count", ARG_COUNT}, {"step", ARG_COUNT},
        {"pages", ARG_COUNT},
        {"size|none", ARG_LIMIT}, {"file", ARG_FILE}, {"topic", ARG_TEXT},
        {"rule", ARG_RULE}, {"word", ARG_TERM}, {"filters", ARG_FILTERS},
        {"free>=size", ARG_FILTERS}, {"call", ARG_CALL}, {"on|off|call", ARG_CALL},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strlen(kinds[i].form) == len && memcmp(kinds[i].form, form, len) == 0)
            return kinds[i].kind;
    return memchr(form, '|', len) ? ARG_CHOICE : ARG_TEXT;
}

bool command_form(enum lang_command_id id, size_t index, struct arg_form *ret_form)
{
    const struct lang_command_info *info = lang_command_info(id);
    const char *p = info ? info->args : "";
    for (size_t i = 0; *p; i++) {
        const size_t len = strcspn(p, " ");
        if (i == index) {
            const bool optional = p[0] == '[';
            *ret_form = (struct arg_form){.text = p + optional, .len = len - 2 * (size_t)optional,
                .is_optional = optional};
            ret_form->kind = kind_of_form(ret_form->text, ret_form->len);
            return true;
        }
        p += len + (p[len] == ' ');
    }
    return false;
}
