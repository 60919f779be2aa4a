/* lesson_measure - what assert counts, in words. */
#include <inttypes.h>

#include "lesson_say.h"

/* ---- how many --------------------------------------------------------------------------------- */

/* Is 0 the one number that will do? */
static bool wants_none(const struct lesson_condition *condition)
{
    return condition->relation == LESSON_LT
        ? condition->number == 1
        : condition->number == 0 &&
            (condition->relation == LESSON_EQ || condition->relation == LESSON_LE);
}

static bool wants_some(const struct lesson_condition *condition)
{
    return condition->number == 0 && condition->measure != LESSON_BYTE &&
        (condition->relation == LESSON_NE || condition->relation == LESSON_GT);
}

static const char *relation_msgid(enum lesson_relation relation)
{
    switch (relation) {
    case LESSON_EQ:
        return N_("exactly {0}");
    case LESSON_NE:
        return N_("not {0}");
    case LESSON_LT:
        return N_("fewer than {0}");
    case LESSON_LE:
        return N_("at most {0}");
    case LESSON_GT:
        return N_("more than {0}");
    case LESSON_GE:
        return N_("at least {0}");
    }
    return "{0}";
}

/* "exactly 3", "at least 1" */
static void add_relation(struct buf *out, const struct lesson_condition *condition)
{
    struct buf number = {0};
    buf_addf(&number, "%" PRIu64, wants_some(condition) ? 1 : condition->number);
    render_fill1(out,
        relation_msgid(wants_some(condition) ? LESSON_GE : condition->relation),
        buf_text(&number));
    buf_finish(&number);
}

/* ---- of what ---------------------------------------------------------------------------------- */

static const char *counted(enum lesson_measure measure, uint64_t n)
{
    switch (measure) {
    case LESSON_COMMITTED:
        return render_trn("{0} committed page", "{0} committed pages", n);
    case LESSON_RESERVED:
        return render_trn("{0} reserved page", "{0} reserved pages", n);
    case LESSON_RESIDENT:
        return render_trn("{0} page resident in memory", "{0} pages resident in memory", n);
    case LESSON_LOCKED:
        return render_trn("{0} locked page", "{0} locked pages", n);
    case LESSON_CHARGE:
        return render_trn("{0} page of commit charge", "{0} pages of commit charge", n);
    case LESSON_PEAK:
        return render_trn("{0} page of commit charge at the peak",
            "{0} pages of commit charge at the peak", n);
    case LESSON_ALLOCATIONS:
        return render_trn("{0} allocation", "{0} allocations", n);
    case LESSON_SLACK:
        return render_trn("{0} free page that no reserve can reach",
            "{0} free pages that no reserve can reach", n);
    case LESSON_LARGEST_FREE:
        return render_trn("{0} page in the largest gap", "{0} pages in the largest gap", n);
    case LESSON_GUARDS:
        return render_trn("{0} guard-page exception", "{0} guard-page exceptions", n);
    case LESSON_VIOLATIONS:
        return render_trn("{0} access violation", "{0} access violations", n);
    case LESSON_RWX:
        return render_trn("{0} call that asked for write and execute at once",
            "{0} calls that asked for write and execute at once", n);
    case LESSON_CALLS:
        return render_trn("{0} call", "{0} calls", n);
    case LESSON_FAILURES:
        return render_trn("{0} failed call", "{0} failed calls", n);
    case LESSON_BYTE:
    case LESSON_TOUCHED:
    case LESSON_WATCHED:
    case LESSON_MEASURE_COUNT:
        break;
    }
    return "{0}";
}

/* count stands in front: "9", "at most 7", "no". */
static void add_counted(struct buf *out, const struct lesson_condition *condition,
    const char *count, uint64_t plural)
{
    render_fill1(out, counted(condition->measure, plural), count);
    if (condition->measure == LESSON_CALLS && condition->call != VM_CALL_NONE)
        render_fill1(out, N_(" of {0}"), vm_call_info(condition->call)->name);
    if (condition->measure == LESSON_FAILURES && condition->error != 0) {
        struct buf error = {0};
        buf_addf(&error, condition->error < 0x80000000 ? "%" PRIu32 : "%08" PRIX32,
            condition->error);
        render_fill1(out, N_(" with error {0}"), buf_text(&error));
        buf_finish(&error);
    }
}

static void add_addresses(struct buf *out, const struct lesson *lesson,
    const struct lesson_condition *condition)
{
    for (size_t i = 0; i < condition->touch_count; i++) {
        buf_add(out, i == 0 ? "" : ", ");
        render_address(out, lesson->machine, condition->touches[i]);
    }
}

/* ---- sentences -------------------------------------------------------------------------------- */

static void add_list(struct buf *out, const struct lesson *lesson,
    const struct lesson_condition *condition, const char *msgid)
{
    struct buf list = {0};
    add_addresses(&list, lesson, condition);
    render_fill1(out, msgid, buf_text(&list));
    buf_finish(&list);
}

/* "the byte at 40000000 is 65" */
static void add_byte(struct buf *out, const struct lesson *lesson,
    const struct lesson_condition *condition, const char *value)
{
    struct buf address = {0};
    render_address(&address, lesson->machine, condition->addr);
    const char *const args[] = {buf_text(&address), value};
    render_fill(out, N_("the byte at {0} is {1}"), args, 2);
    buf_finish(&address);
}

static void add_number(struct buf *out, uint64_t number)
{
    buf_addf(out, "%" PRIu64, number);
}

void lesson_condition_words(struct buf *out, const struct lesson *lesson,
    const struct lesson_condition *condition)
{
    struct buf count = {0};
    const bool none = wants_none(condition);
    if (condition->measure == LESSON_BYTE && condition->relation == LESSON_EQ)
        add_number(&count, condition->number);
    else if (none && condition->measure != LESSON_BYTE)
        buf_add(&count, render_tr(N_("no")));
    else
        add_relation(&count, condition);
    if (condition->measure == LESSON_TOUCHED)
        add_list(out, lesson, condition,
            condition->touch_count == 1 ? N_("this address is touched: {0}")
                                        : N_("these addresses are touched, in this order: {0}"));
    else if (condition->measure == LESSON_WATCHED)
        add_list(out, lesson, condition, N_("GetWriteWatch names just these pages: {0}"));
    else if (condition->measure == LESSON_BYTE)
        add_byte(out, lesson, condition, buf_text(&count));
    else if (condition->measure == LESSON_RWX && none)
        buf_add(out, render_tr(N_("never writable and executable at once")));
    else
        add_counted(out, condition, buf_text(&count), wants_some(condition) ? 1
            : none ? 0 : condition->number);
    buf_finish(&count);
}

/* ---- what is wrong ---------------------------------------------------------------------------- */

void lesson_number_gap(struct buf *out, const struct lesson *lesson,
    const struct lesson_condition *condition, uint64_t is_number)
{
    struct buf now = {0};
    struct buf count = {0};
    struct buf wanted = {0};
    if (condition->measure == LESSON_WATCHED) {
        add_list(out, lesson, condition,
            N_("GetWriteWatch has not named just these pages: {0}"));
        return;
    }
    if (is_number == 0 && condition->measure != LESSON_BYTE)
        buf_add(&count, render_tr(N_("no")));
    else
        add_number(&count, is_number);
    if (condition->measure == LESSON_BYTE)
        add_byte(&now, lesson, condition, buf_text(&count));
    else
        add_counted(&now, condition, buf_text(&count), is_number);
    if (condition->measure == LESSON_BYTE && condition->relation == LESSON_EQ)
        add_number(&wanted, condition->number);
    else
        add_relation(&wanted, condition);
    const char *const args[] = {buf_text(&now), buf_text(&wanted)};
    const bool none = wants_none(condition) && condition->measure != LESSON_BYTE;
    render_fill(out, none ? N_("{0}; the goal wants none") : N_("{0}; the goal wants {1}"), args, 2);
    buf_finish(&now);
    buf_finish(&count);
    buf_finish(&wanted);
}
