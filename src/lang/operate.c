/* operate - arithmetic on canonical values, as C on Windows does it. */
#include "machine.h"

#include <string.h>

#define EXCEPTION_DIVIDE_BY_ZERO 0xC0000094u
#define EXCEPTION_INT_OVERFLOW   0xC0000095u

static double to_double(uint64_t bits)
{
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static uint64_t from_double(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static uint64_t floating(enum code_op op, double a, double b)
{
    switch (op) {
    case CODE_ADD:
        return from_double(a + b);
    case CODE_SUB:
        return from_double(a - b);
    case CODE_MUL:
        return from_double(a * b);
    case CODE_DIV:
        return from_double(a / b);
    case CODE_EQ:
        return a == b;
    case CODE_NE:
        return a != b;
    case CODE_LT:
        return a < b;
    case CODE_LE:
        return a <= b;
    case CODE_GT:
        return a > b;
    case CODE_GE:
        return a >= b;
    default: /* not an enum of ours to list: bind allows no other */
        return 0;
    }
}

/* The processor raises an exception for x / 0, and for the one quotient that does not fit. */
static uint32_t division_exception(enum code_kind kind, uint64_t a, uint64_t b)
{
    if (b == 0)
        return EXCEPTION_DIVIDE_BY_ZERO;
    const uint64_t lowest =
        code_kind_size(kind) == 8 ? (uint64_t)INT64_MIN : (uint64_t)(int64_t)INT32_MIN;
    return code_kind_signed(kind) && b == UINT64_MAX && a == lowest ? EXCEPTION_INT_OVERFLOW : 0;
}

static uint64_t divide(enum code_op op, bool is_signed, uint64_t a, uint64_t b)
{
    if (!is_signed)
        return op == CODE_DIV ? a / b : a % b;
    if ((int64_t)b == -1) /* never asks the host for INT64_MIN / -1 */
        return op == CODE_DIV ? 0 - a : 0;
    return (uint64_t)(op == CODE_DIV ? (int64_t)a / (int64_t)b : (int64_t)a % (int64_t)b);
}

static bool less(bool is_signed, uint64_t a, uint64_t b)
{
    return is_signed ? (int64_t)a < (int64_t)b : a < b;
}

static uint64_t integer(enum code_op op, enum code_kind kind, uint64_t a, uint64_t b)
{
    const bool is_signed = code_kind_signed(kind);
    const unsigned count =
        (unsigned)b & (code_kind_size(kind) == 8 ? 63 : 31); /* as the processor does */
    switch (op) {
    case CODE_ADD:
        return a + b;
    case CODE_SUB:
        return a - b;
    case CODE_MUL:
        return a * b;
    case CODE_DIV:
    case CODE_REM:
        return divide(op, is_signed, a, b);
    case CODE_AND:
        return a & b;
    case CODE_OR:
        return a | b;
    case CODE_XOR:
        return a ^ b;
    case CODE_SHL:
        return a << count;
    case CODE_SHR:
        return is_signed ? (uint64_t)((int64_t)a >> count) : a >> count;
    case CODE_EQ:
        return a == b;
    case CODE_NE:
        return a != b;
    case CODE_LT:
        return less(is_signed, a, b);
    case CODE_LE:
        return !less(is_signed, b, a);
    case CODE_GT:
        return less(is_signed, b, a);
    case CODE_GE:
        return !less(is_signed, a, b);
    default: /* no binary operator */
        return 0;
    }
}

bool operate_binary(enum code_op op, enum code_kind kind, uint64_t a, uint64_t b, uint64_t *ret,
    uint32_t *ret_exception)
{
    if (code_kind_is_floating(kind)) {
        *ret = floating(op, to_double(a), to_double(b));
        return true;
    }
    if (op == CODE_DIV || op == CODE_REM) {
        *ret_exception = division_exception(kind, a, b);
        if (*ret_exception)
            return false;
    }
    *ret = code_canonical(kind, integer(op, kind, a, b));
    return true;
}

uint64_t operate_unary(enum code_op op, enum code_kind kind, uint64_t a)
{
    const bool is_floating = code_kind_is_floating(kind);
    if (op == CODE_NEGATE)
        return is_floating ? from_double(-to_double(a)) : code_canonical(kind, 0 - a);
    if (op == CODE_COMPLEMENT)
        return code_canonical(kind, ~a);
    const bool truth = is_floating ? to_double(a) != 0 : a != 0;
    return truth == (op == CODE_TRUTH);
}

/* As the processor converts: what does not fit gives the "indefinite" value. */
static uint64_t double_to_integer(double number)
{
    if (number >= 9223372036854775808.0 && number < 18446744073709551616.0)
        return (uint64_t)number;
    if (number > -9223372036854775809.0 && number < 9223372036854775808.0)
        return (uint64_t)(int64_t)number;
    return (uint64_t)1 << 63;
}

uint64_t operate_convert(enum code_kind to, enum code_kind from, uint64_t value)
{
    if (code_kind_is_floating(from)) {
        const double number = to_double(value);
        if (to == CODE_F32)
            return from_double((double)(float)number);
        return to == CODE_F64 ? value : code_canonical(to, double_to_integer(number));
    }
    if (code_kind_is_floating(to)) {
        const double number = code_kind_signed(from) ? (double)(int64_t)value : (double)value;
        return from_double(to == CODE_F32 ? (double)(float)number : number);
    }
    return code_canonical(to, value);
}

uint64_t operate_load(enum code_kind kind, uint64_t raw)
{
    if (kind != CODE_F32)
        return code_canonical(kind, raw);
    const uint32_t bits = (uint32_t)raw;
    float number;
    memcpy(&number, &bits, sizeof number);
    return from_double((double)number);
}

uint64_t operate_raw(enum code_kind kind, uint64_t value)
{
    if (kind != CODE_F32)
        return value;
    const float number = (float)to_double(value);
    uint32_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}
