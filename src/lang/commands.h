/* commands - finding words and reading the forms of their arguments out of the one table. */
#ifndef LANG_COMMANDS_H
#define LANG_COMMANDS_H

#include "lang/lang.h"

/* upper case is fine; LANG_CMD_NONE if none */
enum lang_command_id command_find(const char *word, size_t len);
/* what a short command stands for */
enum vm_call_id command_call(enum lang_command_id id);

enum arg_kind {
    ARG_ADDRESS,                   /* hexadecimal with or without 0x */
    ARG_SIZE,                      /* 8p 64K 2M 1G or a number */
    ARG_PROTECTION,                /* rw, PAGE_READWRITE */
    ARG_VALUE,                     /* a number or a text in quotes */
    ARG_COUNT,                     /* a decimal number */
    ARG_LIMIT,                     /* a size or "none" */
    ARG_CHOICE,                    /* one of the words in the form, between '|' */
    ARG_FILTERS,                   /* which regions: lang/filter.h */
    ARG_FILE, ARG_TEXT,            /* as typed; the rest of the line if nothing follows */
    ARG_RULE, ARG_TERM, ARG_CALL   /* the same; only completion tells them apart */
};
struct arg_form {
    const char *text;              /* "size", "on|off": not NUL-terminated */
    size_t len;
    enum arg_kind kind;
    bool is_optional;
};
/* The index-th argument of a word's form; false past the last. */
bool command_form(enum lang_command_id id, size_t index, struct arg_form *ret_form);

/* The words of protections ("rw", "none"); NULL past the last. */
const char *command_protection_at(size_t index);
/* The flags of a word or constant ("rw", "PAGE_GUARD"); 0 if it is none. */
uint32_t command_protection(const char *word, size_t len);
/* What was meant; NULL if nothing is near. */
const char *command_nearest_protection(const char *word, size_t len);

#endif
