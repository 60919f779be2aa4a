/* parser_word - words of session and front: the word and its arguments as typed, numbers read. */
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "lang/filter.h"

#include "literal.h"
#include "parser.h"
#include "report.h"

struct line {
    struct lang_unit *unit;
    const struct lang_env *env;
    struct lang_diags *diags;
    const char *text;
    size_t pos, end;
};

bool word_is_c(const struct lang_source *source, size_t end)
{
    const size_t word_end = end;
    while (end < source->len && (source->text[end] == ' ' || source->text[end] == '\t'))
        end++;
    const char c = end < source->len ? source->text[end] : '\0';
    const char next = end + 1 < source->len ? source->text[end + 1] : '\0';
    if (c == '=' || c == '(')
        return true;
    if (c != '\0' && next == '=' && strchr("+-*/%&|^", c))
        return true;
    return end == word_end && (c == '[' || c == '.' || (c == '-' && (next == '>' || next == '-')) ||
                                  (c == '+' && next == '+'));
}

static void report(struct line *line, enum lang_diag_id id, size_t start, size_t end,
    const char *arg, const char *suggestion)
{
    report_add(line->diags, &line->unit->source,
        &(struct report){.id = id,
            .span = {(uint32_t)start, (uint32_t)end},
            .args = {arg},
            .suggestion = suggestion});
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static void skip_blanks(struct line *line)
{
    while (line->pos < line->end && is_blank(line->text[line->pos]))
        line->pos++;
}

/* Sets end before a comment, a last ';' and blanks. */
static void trim(struct line *line)
{
    bool quoted = false;
    for (size_t i = line->pos; i + 1 < line->end; i++) {
        quoted = quoted != (line->text[i] == '"');
        if (!quoted && is_blank(line->text[i]) && line->text[i + 1] == '/' && i + 2 < line->end &&
            line->text[i + 2] == '/') {
            line->end = i;
            break;
        }
    }
    while (line->end > line->pos &&
           (is_blank(line->text[line->end - 1]) || line->text[line->end - 1] == ';'))
        line->end--;
}

/* The next argument: to the next blank, or between quotes; all that is left if whole. */
static void take_argument(struct line *line, bool whole, size_t *ret_start, size_t *ret_end)
{
    const size_t start = line->pos;
    const bool quoted = line->text[start] == '"';
    const char *close = quoted ? memchr(line->text + start + 1, '"', line->end - start - 1) : NULL;
    if (close) {
        line->pos = (size_t)(close - line->text) + 1;
        *ret_start = start + 1;
        *ret_end = line->pos - 1;
        return;
    }
    while (line->pos < line->end && (whole || !is_blank(line->text[line->pos])))
        line->pos++;
    *ret_start = start;
    *ret_end = line->pos;
}

/* ---- each kind of argument ----------------------------------------------------------------- */

/* The value of a variable of the prompt whose text reads as an address. */
static bool variable_address(const struct line *line, const char *name, uint64_t *ret_value)
{
    struct buf scratch = {0};
    struct lang_variable variable;
    bool found = false;
    for (size_t i = 0; line->env && !found && lang_env_variable(line->env, i, &scratch, &variable);
         i++)
        found = strcmp(variable.name, name) == 0 &&
                literal_address(variable.value, strlen(variable.value), ret_value) == LITERAL_OK;
    buf_finish(&scratch);
    return found;
}

static bool read_address(const struct line *line, struct lang_command_arg *arg)
{
    if (variable_address(line, arg->text, &arg->value))
        return true;
    const enum literal_status status = literal_address(arg->text, strlen(arg->text), &arg->value);
    return status == LITERAL_OK || status == LITERAL_SIZE;
}

static bool read_number(struct lang_command_arg *arg, bool takes_sizes)
{
    struct literal_number number;
    const enum literal_status status = literal_number(arg->text, strlen(arg->text), &number);
    arg->value = number.value;
    return status == LITERAL_OK || (takes_sizes && status == LITERAL_SIZE);
}

/* Is text one of the words between '|' in form? Also finds the nearest. */
static bool is_choice(
    struct line *line, const struct arg_form *form, const char *text, const char **ret_nearest)
{
    struct suggestion s;
    suggest_begin(&s, text, strlen(text));
    bool found = false;
    for (size_t i = 0; i < form->len && !found;) {
        const char *bar = memchr(form->text + i, '|', form->len - i);
        const size_t len = bar ? (size_t)(bar - form->text) - i : form->len - i;
        const char *word = arena_strndup(&line->unit->arena, form->text + i, len);
        found = strcmp(word, text) == 0;
        suggest_try(&s, word);
        i += len + 1;
    }
    *ret_nearest = s.best;
    return found;
}

/* start: where the argument begins in the line. */
static void read_filters(struct line *line, const char *text, size_t start)
{
    struct lang_filter filter;
    struct lang_filter_mistake mistake;
    if (lang_filter_read(text, &filter, &mistake))
        return;
    const char *shown =
        arena_strndup(&line->unit->arena, text + mistake.start, mistake.end - mistake.start);
    report_add(line->diags, &line->unit->source,
        &(struct report){.id = mistake.id,
            .span = {(uint32_t)(start + mistake.start), (uint32_t)(start + mistake.end)},
            .args = {shown, mistake.choices},
            .suggestion = mistake.nearest});
}

static void read_argument(struct line *line, const struct arg_form *form,
    struct lang_command_arg *arg, size_t start, size_t end)
{
    const char *nearest = NULL;
    switch (form->kind) {
    case ARG_ADDRESS:
        arg->has_value = read_address(line, arg);
        if (!arg->has_value)
            report(line, LANG_DIAG_BAD_ADDRESS, start, end, arg->text, NULL);
        break;
    case ARG_SIZE:
    case ARG_LIMIT:
        arg->has_value = read_number(arg, true);
        if (!arg->has_value && (form->kind == ARG_SIZE || strcmp(arg->text, "none") != 0))
            report(line, LANG_DIAG_BAD_SIZE, start, end, arg->text, NULL);
        break;
    case ARG_COUNT:
        arg->has_value = read_number(arg, false);
        if (!arg->has_value)
            report(line, LANG_DIAG_BAD_COUNT, start, end, arg->text, NULL);
        break;
    case ARG_CHOICE:
        if (!is_choice(line, form, arg->text, &nearest))
            report_add(line->diags, &line->unit->source,
                &(struct report){.id = LANG_DIAG_BAD_CHOICE,
                    .span = {(uint32_t)start, (uint32_t)end},
                    .suggestion = nearest,
                    .args = {arg->text, arena_strndup(&line->unit->arena, form->text, form->len)}});
        break;
    case ARG_FILTERS:
        read_filters(line, arg->text, start);
        break;
    case ARG_PROTECTION:
    case ARG_VALUE:
    case ARG_FILE:
    case ARG_TEXT:
    case ARG_RULE:
    case ARG_TERM:
    case ARG_CALL:
        break;
    }
}

static void read_arguments(struct line *line, enum lang_command_id id)
{
    struct lang_command *command = &line->unit->command;
    struct arg_form form;
    for (size_t i = 0; i < LANG_COMMAND_ARGS && command_form(id, i, &form); i++) {
        skip_blanks(line);
        if (line->pos >= line->end) {
            if (!form.is_optional)
                report(line, LANG_DIAG_MISSING_VALUE, line->end, line->end,
                    arena_strndup(&line->unit->arena, form.text, form.len), NULL);
            return;
        }
        size_t start, end;
        struct arg_form next;
        const bool whole = form.kind >= ARG_FILTERS && !command_form(id, i + 1, &next);
        take_argument(line, whole, &start, &end);
        struct lang_command_arg *arg = &command->args[command->arg_count++];
        arg->text = arena_strndup(&line->unit->arena, line->text + start, end - start);
        read_argument(line, &form, arg, start, end);
    }
    skip_blanks(line);
    if (line->pos < line->end)
        report(line, LANG_DIAG_EXTRA_ARGUMENT, line->pos, line->end,
            arena_strndup(&line->unit->arena, line->text + line->pos, line->end - line->pos), NULL);
}

/* A word of session or front is a step of its own: nothing may stand behind its line. */
static void check_alone(struct line *line, size_t line_end, enum lang_command_id id)
{
    const struct lang_source *source = &line->unit->source;
    const struct lang_source rest = {source->name, source->text + line_end, source->len - line_end};
    struct token token;
    if (lexer_first(&rest, &token))
        report(line, LANG_DIAG_WORD_ALONE, line_end + token.span.start, line_end + token.span.end,
            lang_command_info(id)->word, NULL);
}

/* word-line = word { argument } */
void parse_word(struct lang_unit *unit, enum lang_command_id id, struct lang_span word,
    const struct lang_env *env, struct lang_diags *diags)
{
    const struct lang_source *source = &unit->source;
    const char *newline = memchr(source->text + word.end, '\n', source->len - word.end);
    const size_t line_end = newline ? (size_t)(newline - source->text) : source->len;
    struct line line = {.unit = unit,
        .env = env,
        .diags = diags,
        .text = source->text,
        .pos = word.end,
        .end = line_end};
    unit->kind = LANG_UNIT_COMMAND;
    unit->command.id = id;
    trim(&line);
    read_arguments(&line, id);
    check_alone(&line, line_end, id);
}
