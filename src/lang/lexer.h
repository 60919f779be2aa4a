/* lexer - text -> tokens.
 *
 * Shape   A vector of tokens that point into the text; the last is TOKEN_END. A preprocessor line
 *         is one TOKEN_DIRECTIVE. Comments and blanks are left out but remembered in space_before,
 *         line_before.
 * Errors  Diagnostics; what has no meaning is skipped, so that the parser sees only good tokens.
 * Cost    O(bytes).
 */
#ifndef LANG_LEXER_H
#define LANG_LEXER_H

#include "lang/diag.h"
#include "lang/lang.h"

/* Longer signs before their beginnings. */
#define LEXER_SIGNS(X)                                                                             \
    X(ELLIPSIS, "...") X(SHIFT_LEFT_ASSIGN, "<<=") X(SHIFT_RIGHT_ASSIGN, ">>=")                    \
    X(ARROW, "->") X(INCREMENT, "++") X(DECREMENT, "--") X(SHIFT_LEFT, "<<") X(SHIFT_RIGHT, ">>")  \
    X(LESS_EQUAL, "<=") X(GREATER_EQUAL, ">=") X(EQUAL, "==") X(NOT_EQUAL, "!=")                   \
    X(AND_THEN, "&&") X(OR_ELSE, "||") X(MUL_ASSIGN, "*=") X(DIV_ASSIGN, "/=")                     \
    X(MOD_ASSIGN, "%=") X(ADD_ASSIGN, "+=") X(SUB_ASSIGN, "-=") X(AND_ASSIGN, "&=")                \
    X(XOR_ASSIGN, "^=") X(OR_ASSIGN, "|=")                                                         \
    X(LEFT_BRACKET, "[") X(RIGHT_BRACKET, "]") X(LEFT_PAREN, "(") X(RIGHT_PAREN, ")")              \
    X(LEFT_BRACE, "{") X(RIGHT_BRACE, "}") X(DOT, ".") X(AMPERSAND, "&") X(STAR, "*")              \
    X(PLUS, "+") X(MINUS, "-") X(TILDE, "~") X(NOT, "!") X(SLASH, "/") X(PERCENT, "%")             \
    X(LESS, "<") X(GREATER, ">") X(CARET, "^") X(BAR, "|") X(QUESTION, "?") X(COLON, ":")          \
    X(SEMICOLON, ";") X(ASSIGN, "=") X(COMMA, ",")
#define LEXER_KEYWORDS(X)                                                                          \
    X(BREAK, "break") X(CASE, "case") X(CHAR, "char") X(CONST, "const") X(CONTINUE, "continue")    \
    X(DEFAULT, "default") X(DO, "do") X(DOUBLE, "double") X(ELSE, "else") X(ENUM, "enum")          \
    X(EXTERN, "extern") X(FLOAT, "float") X(FOR, "for") X(GOTO, "goto") X(IF, "if")                \
    X(INLINE, "inline") X(INT, "int") X(LONG, "long") X(REGISTER, "register")                      \
    X(RETURN, "return") X(SHORT, "short") X(SIGNED, "signed") X(SIZEOF, "sizeof")                  \
    X(STATIC, "static") X(STRUCT, "struct") X(SWITCH, "switch") X(TYPEDEF, "typedef")              \
    X(UNION, "union") X(UNSIGNED, "unsigned") X(VOID, "void") X(VOLATILE, "volatile")              \
    X(WHILE, "while") X(BOOL, "_Bool") X(INT64, "__int64") X(TRY, "__try")                         \
    X(EXCEPT, "__except") X(FINALLY, "__finally") X(LEAVE, "__leave")                              \
    /* calling conventions and their like: read and ignored */                                    \
    X(CDECL, "__cdecl") X(CDECL1, "_cdecl") X(STDCALL, "__stdcall") X(FASTCALL, "__fastcall")      \
    X(WINAPI, "WINAPI") X(CALLBACK, "CALLBACK") X(APIENTRY, "APIENTRY") X(INLINE2, "__inline")

enum token_kind {
    TOKEN_END,
    TOKEN_NAME,
    TOKEN_NUMBER,                  /* a C preprocessing number: 0x10, 8p, 1.5e3, 4000A000; the
                                    * parser reads it */
    TOKEN_STRING,                  /* with its quotes and prefix */
    TOKEN_CHARACTER,
    TOKEN_DIRECTIVE,               /* from '#' to the end of the line, continued lines included */
#define LEXER_ENUM(name, text) TOKEN_##name,
    LEXER_SIGNS(LEXER_ENUM)
#undef LEXER_ENUM
#define LEXER_ENUM(name, text) TOKEN_KEY_##name,
    LEXER_KEYWORDS(LEXER_ENUM)
#undef LEXER_ENUM
    TOKEN_KIND_COUNT,
    TOKEN_FIRST_KEYWORD = TOKEN_KEY_BREAK
};

struct token {
    enum token_kind kind;
    bool space_before, line_before;          /* anything blank before it; the start of a line */
    uint32_t len;
    const char *text;                        /* in the source, or in a macro's body */
    struct lang_span span;                   /* where it is used */
};
struct tokens {
    struct token *items;
    size_t count, cap;
    bool is_open;                            /* the text ended inside a comment or a continued
                                              * line */
};

/* Lexes source[start, end) and adds the tokens (TOKEN_END too). */
void lexer_run(struct tokens *tokens, const struct lang_source *source, size_t start, size_t end,
    struct lang_diags *diags);
/* The first token that is no directive; reports nothing. False if there is none. */
bool lexer_first(const struct lang_source *source, struct token *ret_token);
void tokens_finish(struct tokens *tokens);
/* ";", "while"; NULL for names, numbers, ... */
const char *token_kind_text(enum token_kind kind);

bool lexer_is_name_start(char c);
bool lexer_is_name_char(char c);

#endif
