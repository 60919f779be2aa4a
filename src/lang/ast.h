/* ast - the tree of a parsed text.
 *
 * Shape   One struct node for everything; kind says which fields mean something (beside each kind).
 *         Lists (statements of a block, arguments, declarators) are chained by next. The tree lives
 *         in the unit's arena and is written once by the parser, then annotated once by bind.
 * Spans   span covers the whole construct, from its first to its last token. at is the token to
 *         point at when something about it is wrong: the operator, the name, the keyword.
 * Errors  Where the text could not be understood stands a NODE_ERROR; the statement around it is
 *         given up and replaced by a NODE_EMPTY, so that bind never meets one.
 */
#ifndef LANG_AST_H
#define LANG_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lang/diag.h"
#include "lang/lang.h"

#include "type.h"

enum node_kind {
    NODE_ERROR,
    /* expressions: type is set by bind, but for those marked [type] the parser sets it */
    NODE_INTEGER,                  /* value; radix [type: by C's rules for suffix, base and
                                    * value] */
    NODE_FLOAT,                    /* number [type] */
    NODE_CHARACTER,                /* value [type: int, or wchar_t] */
    NODE_STRING,                   /* text, len: decoded bytes without the last NUL; L"": UTF-16,
                                    * len in bytes [type: array of char or wchar_t with the NUL] */
    NODE_NAME,                     /* text, len: a variable, function or constant */
    NODE_CALL,                     /* left: what is called; list: arguments */
    NODE_INDEX,                    /* left [ right ] */
    NODE_MEMBER,                   /* left . text; op is OP_DOT or OP_ARROW; at: the member's
                                    * name */
    NODE_UNARY,                    /* op left: OP_ADDRESS DEREF PLUS MINUS NOT BIT_NOT PRE_INC
                                    * PRE_DEC */
    NODE_POSTFIX,                  /* left op: OP_POST_INC POST_DEC */
    NODE_BINARY,                   /* left op right: OP_ADD .. OP_OR_ELSE */
    NODE_ASSIGN,                   /* left = right; op is OP_NONE or the operator of += and the
                                    * like */
    NODE_CONDITIONAL,              /* left ? right : third */
    NODE_COMMA,                    /* left , right */
    NODE_CAST,                     /* (written) left */
    NODE_SIZEOF_TYPE,              /* sizeof(written) */
    NODE_SIZEOF,                   /* sizeof left */
    NODE_INIT_LIST,                /* { list }: only as an initialiser; elements may be
                                    * NODE_DESIGNATED */
    NODE_DESIGNATED,               /* .text = left, or [right] = left if text is NULL */
    NODE_COMPOUND_LITERAL,         /* (written){ left: NODE_INIT_LIST } */
    /* statements */
    NODE_EXPRESSION,               /* left; */
    NODE_EMPTY,                    /* ; */
    NODE_DECLARATION,              /* list: NODE_VARIABLE, NODE_TYPEDEF; empty for "struct s
                                    * {...};" */
    NODE_BLOCK,                    /* { list } */
    NODE_IF,                       /* if (left) body else third */
    NODE_WHILE,                    /* while (left) body */
    NODE_DO,                       /* do body while (left) */
    NODE_FOR,                      /* for (list; left; right) body; list: a NODE_EXPRESSION or
                                    * NODE_DECLARATION; any of list, left, right may be NULL */
    NODE_SWITCH,                   /* switch (left) body */
    NODE_CASE,                     /* case left: body */
    NODE_DEFAULT,                  /* default: body */
    NODE_LABEL,                    /* text: body */
    NODE_GOTO,                     /* goto text */
    NODE_RETURN,                   /* return left (may be NULL) */
    NODE_BREAK,
    NODE_CONTINUE,
    NODE_TRY_EXCEPT,               /* __try body __except (left) third */
    NODE_TRY_FINALLY,              /* __try body __finally third */
    NODE_LEAVE,                    /* __leave */
    /* what is declared */
    NODE_VARIABLE,                 /* text: name; written: type; left: initialiser or NULL;
                                    * storage */
    NODE_TYPEDEF,                  /* text: name; written: type */
    NODE_PARAMETER,                /* text: name (may be NULL); written: type */
    NODE_FUNCTION,                 /* text: name; written: function type; list: NODE_PARAMETERs;
                                    * body: block, NULL for a prototype; storage */
    NODE_UNIT                      /* list: at the top: NODE_DECLARATION, NODE_FUNCTION; in lines
                                    * statements too */
};

enum node_op {
    OP_NONE,
    /* binary; also the second half of an assignment */
    OP_MUL, OP_DIV, OP_MOD, OP_ADD, OP_SUB, OP_SHIFT_LEFT, OP_SHIFT_RIGHT, OP_BIT_AND, OP_BIT_XOR,
    OP_BIT_OR,
    /* binary only */
    OP_LESS, OP_GREATER, OP_LESS_EQUAL, OP_GREATER_EQUAL, OP_EQUAL, OP_NOT_EQUAL, OP_AND_THEN,
    OP_OR_ELSE,
    /* unary */
    OP_ADDRESS, OP_DEREF, OP_PLUS, OP_MINUS, OP_NOT, OP_BIT_NOT, OP_PRE_INC, OP_PRE_DEC,
    OP_POST_INC,
    OP_POST_DEC,
    /* member */
    OP_DOT, OP_ARROW
};
enum node_storage { STORAGE_NONE, STORAGE_STATIC, STORAGE_EXTERN, STORAGE_REGISTER };

struct symbol;                     /* bind's */
struct node {
    enum node_kind kind;
    enum node_op op;
    enum node_storage storage;
    uint8_t radix;                 /* NODE_INTEGER as typed: 8, 10, 16; 0 if made by a short
                                    * command */
    uint16_t height;               /* levels below and with this one; at most LANG_MAX_NESTING */
    struct lang_span span, at;
    struct node *next;
    struct node *left, *right, *third, *body, *list;
    const struct type *written;    /* the type that stands in the text */
    const char *text;              /* names and strings; in the arena, NUL-terminated */
    size_t len;
    uint64_t value;
    double number;
    /* bind's annotations */
    const struct type *type;       /* of the value, before decay of arrays */
    struct symbol *symbol;
};

/* The tree as an S-expression, for tests and developers: "(= p (call VirtualAlloc 0 4096))". */
void node_print(struct buf *out, const struct node *node);

#endif
