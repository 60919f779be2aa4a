/* parser_type - a declaration is specifiers and then declarators: "const char" and "*p", "a[3]". */
#ifndef LANG_PARSER_TYPE_H
#define LANG_PARSER_TYPE_H

#include "parser.h"

struct specifiers {
    const struct type *type;
    enum node_storage storage;
    bool is_typedef;
    struct lang_span span;
};
struct declarator {
    const struct token *name;                /* NULL: abstract */
    const struct type *type;
    struct node *params;                     /* of the outermost function, if it is one */
};

struct specifiers parse_specifiers(struct parser *p);
/* pre: base is the type of the specifiers before it. */
void parse_declarator(struct parser *p, const struct type *base, struct declarator *ret);

#endif
