/* bind_call - calls: their number and types of arguments, out-arguments, the formats of printf. */
#include "build.h"

#include <string.h>

#include "printf.h"

static size_t count_args(const struct node *call)
{
    size_t count = 0;
    for (const struct node *a = call->list; a; a = a->next)
        count++;
    return count;
}

static const char *number_text(struct builder *b, size_t number)
{
    struct buf text = {0};
    buf_addf(&text, "%zu", number);
    const char *copy = arena_strndup(&b->unit->arena, buf_text(&text), text.len);
    buf_finish(&text);
    return copy;
}

static void report_count(struct builder *b, const struct node *call, enum lang_diag_id id,
    const char *name, size_t want, size_t have)
{
    build_report(b, id, call->span, name, number_text(b, want), number_text(b, have));
}

/* ---- arguments ------------------------------------------------------------------------------ */

/* &old with a name that the prompt does not know yet: the variable is born with the type that
 * the parameter points to. */
static bool define_out(struct builder *b, struct node *arg, const struct type *param)
{
    if (b->is_program || arg->kind != NODE_UNARY || arg->op != OP_ADDRESS ||
        arg->left->kind != NODE_NAME)
        return false;
    if (bind_name(b, arg->left) || !type_is_pointer(param) || !type_is_complete(param->base))
        return false;
    bind_define(b, arg->left, param->base);
    arg->type = type_pointer(b->types, param->base);
    return true;
}

static void bind_arg(struct builder *b, struct node *arg, const struct type *param)
{
    if (param && define_out(b, arg, param))
        return;
    const struct type *type = bind_expression(b, arg);
    if (type->kind == TYPE_ERROR)
        return;
    if (param) {
        bind_conversion(b, param, arg);
    } else if (type->kind == TYPE_VOID) {
        build_report(b, LANG_DIAG_NO_VALUE, arg->span, NULL, NULL, NULL);
    } else if (!type_is_scalar(bind_value_type(b, arg))) {
        build_report(b, LANG_DIAG_NOT_AN_ARGUMENT, arg->span, build_type_text(b, type), NULL, NULL);
    }
}

static void bind_args(struct builder *b, struct node *call, const struct type *type)
{
    size_t i = 0;
    for (struct node *a = call->list; a; a = a->next, i++)
        bind_arg(
            b, a, i < type->param_count && !type->is_unprototyped ? type->params[i].type : NULL);
}

/* ---- the forms of lines, without out-arguments ---------------------------------------------- */

static bool is_pointer_arg(struct builder *b, struct node *arg)
{
    if (arg->kind == NODE_UNARY && arg->op == OP_ADDRESS)
        return true;
    return type_is_pointer(bind_value_type(b, arg));
}

/* VirtualQuery(a, 48) and GetWriteWatch(flags, a, size, count): the number stands where the full
 * form has a pointer. call->value is set for such a call. */
static bool bind_short_form(struct builder *b, struct node *call, enum function_id id, size_t count)
{
    const bool is_query = id == FUNCTION_VIRTUAL_QUERY || id == FUNCTION_VIRTUAL_QUERY_EX;
    const size_t number_at = id == FUNCTION_VIRTUAL_QUERY_EX ? 2 : is_query ? 1 : 3;
    if (b->is_program || (!is_query && id != FUNCTION_GET_WRITE_WATCH) || count > number_at + 1)
        return false;
    const struct type *type = call->left->type;
    size_t i = 0;
    for (struct node *a = call->list; a; a = a->next, i++) {
        if (i < number_at) {
            bind_arg(b, a, type->params[i].type);
            continue;
        }
        if (is_query && a->kind == NODE_UNARY && a->op == OP_ADDRESS) {
            bind_arg(
                b, a, type->params[i].type); /* VirtualQuery(a, &info): the length is left out */
            return true;
        }
        if (bind_expression(b, a)->kind == TYPE_ERROR)
            return true;
        if (is_query && is_pointer_arg(b, a)) {
            bind_conversion(b, type->params[i].type, a);
            return true;
        }
        bind_conversion(b, type_size_t(b->types), a);
    }
    call->value = CODE_WITHOUT_OUT;
    return true;
}

/* ---- printf --------------------------------------------------------------------------------- */

static int format_at(enum function_id id)
{
    return id == FUNCTION_PRINTF || id == FUNCTION_PRINTF_S || id == FUNCTION_TPRINTF ? 0 : -1;
}

static bool fits(const struct printf_spec *spec, const struct type *type, unsigned pointer_size)
{
    const unsigned size = printf_arg_size(spec, pointer_size);
    const unsigned text = printf_text_size(spec, false);
    if (text)
        return type_is_pointer(type) && (type->base->size == text || type->base->kind == TYPE_VOID);
    if (spec->conversion == 'p')
        return type_is_pointer(type);
    if (strchr("feEgG", spec->conversion))
        return type_is_floating(type);
    return type_is_integer(type) && (type->size <= 4 ? 4 : type->size) == size;
}

static void check_spec(struct builder *b, const struct node *format, const struct printf_spec *spec,
    struct node **next)
{
    const char *text =
        arena_strndup(&b->unit->arena, format->text + spec->start, spec->end - spec->start);
    const bool star_width = spec->width == PRINTF_STAR,
               star_precision = spec->precision == PRINTF_STAR;
    for (int star = 0; star < star_width + star_precision && *next; star++)
        *next = (*next)->next;
    if (printf_arg_size(spec, b->types->pointer_size) == 0)
        return;
    if (!*next) {
        build_report(b, LANG_DIAG_FORMAT_LACKS, format->span, text, NULL, NULL);
        return;
    }
    const struct type *type = bind_value_type(b, *next);
    if (type->kind != TYPE_ERROR && !fits(spec, type, b->types->pointer_size))
        build_report(b, LANG_DIAG_FORMAT_TYPE, (*next)->span, text, build_type_text(b, type), NULL);
    *next = (*next)->next;
}

static void check_format(struct builder *b, const struct node *call, enum function_id id)
{
    const struct node *format = call->list;
    if (format_at(id) != 0 || !format || format->kind != NODE_STRING ||
        format->type->base->size != 1)
        return;
    struct node *next = format->next;
    struct printf_spec spec;
    for (size_t at = 0; printf_next(format->text, format->len, &at, &spec);) {
        if (!spec.known)
            build_report(b, LANG_DIAG_FORMAT_UNKNOWN, format->span,
                arena_strndup(&b->unit->arena, format->text + spec.start, spec.end - spec.start),
                NULL, NULL);
        else if (spec.conversion)
            check_spec(b, format, &spec, &next);
    }
    if (next)
        build_report(b, LANG_DIAG_FORMAT_IGNORES, next->span, NULL, NULL, NULL);
}

/* ---- the call ------------------------------------------------------------------------------- */

static bool check_count(struct builder *b, const struct node *call, const struct type *type,
    const char *name, size_t least, size_t count)
{
    if (count < least)
        report_count(b, call, LANG_DIAG_TOO_FEW_ARGUMENTS, name, least, count);
    else if ((count > type->param_count && !type->is_variadic) || count > CODE_MAX_ARGS)
        report_count(b, call, LANG_DIAG_TOO_MANY_ARGUMENTS, name, type->param_count, count);
    else
        return true;
    return false;
}

/* write(address, "text") takes a text where the table says a number. */
static bool is_text_write(const struct node *call, enum function_id id)
{
    return id == FUNCTION_WRITE && call->list && call->list->next &&
           call->list->next->kind == NODE_STRING;
}

static void bind_builtin(struct builder *b, struct node *call, const struct symbol *s)
{
    const enum function_id id = (enum function_id)s->value;
    const struct function_info *info = function_info(id);
    const struct type *type = s->type;
    const size_t count = count_args(call);
    const size_t all = type->param_count;
    if (!check_count(b, call, type, info->name,
            b->is_program && info->call != VM_CALL_READ ? all : info->least, count))
        return;
    if (bind_short_form(b, call, id, count))
        return;
    if (id == FUNCTION_GET_WRITE_WATCH && count < all) {
        report_count(b, call, LANG_DIAG_TOO_FEW_ARGUMENTS, info->name, all, count);
        return;
    }
    if (is_text_write(call, id)) {
        bind_arg(b, call->list, type->params[0].type);
        return;
    }
    bind_args(b, call, type);
    check_format(b, call, id);
}

static void bind_own(struct builder *b, struct node *call, struct symbol *s)
{
    const struct type *type = s->type;
    size_t params = 0;
    for (const struct node *p = s->function->list; p; p = p->next)
        params += bind_is_parameter(p);
    const size_t count = count_args(call);
    if (count != params) {
        report_count(b, call,
            count < params ? LANG_DIAG_TOO_FEW_ARGUMENTS : LANG_DIAG_TOO_MANY_ARGUMENTS, s->name,
            params, count);
        return;
    }
    size_t i = 0;
    for (struct node *a = call->list, *p = s->function->list; a && p; a = a->next, p = p->next, i++)
        bind_arg(b, a,
            p->written->kind == TYPE_ARRAY ? type_pointer(b->types, p->written->base) : p->written);
    call->type = type->base;
}

void bind_call(struct builder *b, struct node *call)
{
    struct node *callee = call->left;
    const size_t errors = b->diags->errors;
    call->type = type_basic(TYPE_ERROR);
    call->value = 0;
    b->callee = callee;
    if (bind_expression(b, callee)->kind == TYPE_ERROR)
        return;
    struct symbol *s = callee->kind == NODE_NAME ? callee->symbol : NULL;
    if (s && s->kind == SYMBOL_FUNCTION && !s->function) {
        const enum function_id id = function_find(s->name, strlen(s->name));
        if (id == FUNCTION_NONE) {
            if (!unit_lost_name(b->unit, s->name, strlen(s->name)))
                build_report(b, LANG_DIAG_NOT_DEFINED, callee->span, s->name, NULL, NULL);
            return;
        }
        *s = (struct symbol){.kind = SYMBOL_BUILTIN,
            .name = s->name,
            .type = function_type(b->types, id),
            .value = (uint64_t)id,
            .depth = s->depth,
            .next = s->next};
        callee->type = s->type;
    }
    if (s && s->kind == SYMBOL_BUILTIN) {
        bind_builtin(b, call, s);
        call->type = s->type->base;
    } else if (s && s->kind == SYMBOL_FUNCTION) {
        bind_own(b, call, s);
    } else if (type_is_pointer(callee->type) && callee->type->base->kind == TYPE_FUNCTION) {
        build_report(
            b, LANG_DIAG_NOT_SIMULATED, callee->span, build_type_text(b, callee->type), NULL, NULL);
    } else {
        build_report(b, LANG_DIAG_NOT_A_FUNCTION, callee->span, build_type_text(b, callee->type),
            NULL, NULL);
    }
    if (b->diags->errors > errors)
        call->type = type_basic(TYPE_ERROR);
}
