/* parser - tokens -> tree, by recursive descent: one function for each production.
 *
 * Errors  The first mistake of a statement is reported and sets failed: from then on every
 *         production returns at once, until the loop over statements resumes behind the next ';' or
 *         before '}'.
 * Limits  LANG_MAX_NESTING levels of recursion and of the tree: enter() and node_done() watch them.
 */
#ifndef LANG_PARSER_H
#define LANG_PARSER_H

#include "commands.h"
#include "lexer.h"
#include "unit.h"

struct named_type {                /* typedefs of the text */
    const char *name;
    const struct type *type;
    const struct named_type *next;
};
struct parser {
    struct lang_unit *unit;
    const struct lang_env *env;
    struct lang_diags *diags;
    const struct token *tokens;
    size_t count, pos;
    unsigned depth;                /* of recursion */
    unsigned open;                 /* parentheses, brackets and braces that are not closed yet */
    unsigned pending;              /* statements whose body is still to come */
    unsigned loops, switches;      /* around the statement: where break and continue go */
    bool failed;
    bool incomplete;               /* failed at the end with something open, and that alone */
    bool is_line;                  /* a new line ends a statement; short commands are known */
    bool takes_sizes;              /* inside a short command: 8p is a number */
    bool in_command;               /* and outside of parentheses there: blanks separate arguments */
    bool hex_numbers;              /* and this one is an address */
    const struct named_type *typedefs;
};

/* ---- parser.c: the core ---- */

const struct token *peek_at(const struct parser *p, size_t ahead);
const struct token *peek(const struct parser *p);
bool at(const struct parser *p, enum token_kind kind);       /* false once failed */
const struct token *take(struct parser *p);
bool accept(struct parser *p, enum token_kind kind);
void expect(struct parser *p, enum token_kind kind);
/* Reports the sign as missing behind the last token and goes on as if it stood there.
 * pre: a token was taken. */
void insert(struct parser *p, enum token_kind kind);
/* The closing sign of what open opened; says where that was if it is missing. */
void expect_close(struct parser *p, enum token_kind kind, const struct token *open);

void parser_fail(struct parser *p, enum lang_diag_id id, struct lang_span span, const char *arg,
    const char *suggestion);
/* The same without giving the statement up: warnings, and what is understood but not simulated
 * yet. */
void parser_tell(struct parser *p, enum lang_diag_id id, struct lang_span span, const char *arg,
    const char *suggestion);
/* The token as people see it, shortened; in the unit's arena. */
const char *token_shown(struct parser *p, const struct token *token);
char *token_text(struct parser *p, const struct token *token);
/* points at the next token and shows it */
void fail_here(struct parser *p, enum lang_diag_id id);
/* a name where a command or a type could stand */
void fail_unknown_word(struct parser *p);

/* false, and failed, where the nesting is too deep; else leave() later */
bool enter(struct parser *p);
void leave(struct parser *p);
struct node *node_new(struct parser *p, enum node_kind kind, const struct token *first);
struct node *node_error(struct parser *p);
/* Ends the span at the last token taken and computes the height. */
struct node *node_done(struct parser *p, struct node *node);

bool is_main_name(const char *text, size_t len);             /* main, wmain, _tmain */
/* known at the prompt */
bool names_variable(const struct parser *p, const struct token *token);
/* index behind the ')' of the '(' at the cursor */
size_t behind_paren(const struct parser *p);

/* ---- the productions ---- */

struct node *parse_expression(struct parser *p);
struct node *parse_primary(struct parser *p);
/* May "(", "[", ".", "->", "++" or "--" at the cursor belong to the operand before it? */
bool may_follow(const struct parser *p);
struct node *parse_assignment(struct parser *p);
struct node *parse_conditional(struct parser *p);
struct node *parse_initializer(struct parser *p);
struct node *parse_statement(struct parser *p);
struct node *parse_block(struct parser *p);
struct node *parse_declaration(struct parser *p);
struct node *parse_external(struct parser *p);
const struct type *parse_type_name(struct parser *p);
bool at_type(const struct parser *p, size_t ahead);
bool at_declaration(const struct parser *p);

/* The value of an integer constant expression; false if it is none. */
bool fold_integer(struct parser *p, const struct node *node, int64_t *ret_value);

/* A short command at the cursor (command_at says which). */
enum lang_command_id command_at(const struct parser *p);
struct node *parse_short_command(struct parser *p, enum lang_command_id id);
/* short-command | statement, with the end of the line in the place of the last ';'. */
struct node *parse_line_statement(struct parser *p);
/* After a mistake: goes to where the next statement begins, unless the text is at its end. Returns
 * an empty statement for the one that began at token from. pre: failed. */
struct node *give_up(struct parser *p, size_t from);

/* A word of session or front, with its arguments to the end of the line, goes into
 * unit->command. */
void parse_word(struct lang_unit *unit, enum lang_command_id id, struct lang_span word,
    const struct lang_env *env, struct lang_diags *diags);
/* Does what follows a word at offset end make it a name of C: '=', '(' and the like? */
bool word_is_c(const struct lang_source *source, size_t end);

#endif
