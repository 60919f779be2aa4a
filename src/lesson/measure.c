/* measure - numbers of a space and of the calls that led to it. */
#include "judging.h"

uint32_t lesson_tally_calls(const struct lesson_tally *tally)
{
    uint32_t calls = 0;
    for (int id = VM_CALL_ALLOC; id <= VM_CALL_RESET_WRITE_WATCH; id++)
        if (id != VM_CALL_QUERY)
            calls += tally->calls[id];
    return calls;
}

uint64_t measure_committed(const struct vm_totals *totals)
{
    uint64_t pages = 0;
    for (int class = VM_CLASS_NOACCESS; class < VM_CLASS_COUNT; class ++)
        pages += totals->pages[class];
    return pages;
}

/* Without what is around, which may have given up something of its own. */
static uint64_t beside(uint64_t all, uint64_t around)
{
    return all < around ? 0 : all - around;
}

uint64_t measure_now(const struct lesson_condition *condition, const struct vm_space *space,
    const struct lesson_tally *tally)
{
    struct vm_totals totals = {0};
    const struct lesson_totals *const around = &tally->around;
    unsigned char byte = 0;
    if (condition->measure <= LESSON_LARGEST_FREE && condition->measure != LESSON_PEAK)
        vm_space_totals(space, &totals);
    switch (condition->measure) {
    case LESSON_COMMITTED:
        return beside(measure_committed(&totals), around->committed);
    case LESSON_RESERVED:
        return beside(totals.pages[VM_CLASS_RESERVED], around->reserved);
    case LESSON_RESIDENT:
        return beside(totals.resident, around->resident);
    case LESSON_LOCKED:
        return totals.locked;
    case LESSON_CHARGE:
        return beside(totals.charge, around->charge);
    case LESSON_PEAK:
        return beside(tally->peak, around->charge);
    case LESSON_ALLOCATIONS:
        return beside(totals.allocations, around->allocations);
    case LESSON_SLACK:
        return beside(totals.tail_pages, around->slack);
    case LESSON_LARGEST_FREE:
        return totals.largest_free;
    case LESSON_CALLS:
        return condition->call == VM_CALL_NONE ? lesson_tally_calls(tally)
                                               : tally->calls[condition->call];
    case LESSON_FAILURES:
        return condition->error == 0 ? tally->failures : tally->counted[condition->slot];
    case LESSON_GUARDS:
        return tally->guards;
    case LESSON_VIOLATIONS:
        return tally->violations;
    case LESSON_RWX:
        return tally->rwx;
    case LESSON_BYTE:
        vm_space_peek(space, condition->addr, &byte, 1);
        return byte;
    case LESSON_TOUCHED:
    case LESSON_WATCHED:
        return tally->counted[condition->slot];
    case LESSON_MEASURE_COUNT:
        break;
    }
    return 0;
}

bool condition_holds(const struct lesson_condition *condition, const struct vm_space *space,
    const struct lesson_tally *tally)
{
    const uint64_t now = measure_now(condition, space, tally);
    switch (condition->relation) {
    case LESSON_EQ:
        return now == condition->number;
    case LESSON_NE:
        return now != condition->number;
    case LESSON_LT:
        return now < condition->number;
    case LESSON_LE:
        return now <= condition->number;
    case LESSON_GT:
        return now > condition->number;
    case LESSON_GE:
        return now >= condition->number;
    }
    return false;
}
