/* judging - what the files that judge share. */
#ifndef LESSON_JUDGING_H
#define LESSON_JUDGING_H

#include "lesson/judge.h"

/* ---- measure.c -------------------------------------------------------------------------------- */

uint64_t measure_committed(const struct vm_totals *totals);
uint64_t measure_now(const struct lesson_condition *condition, const struct vm_space *space,
    const struct lesson_tally *tally);
bool condition_holds(const struct lesson_condition *condition, const struct vm_space *space,
    const struct lesson_tally *tally);

/* ---- goal.c: each fills in what is missing in item, and returns whether it is done -------------- */

/* Where each allocation of a stage was found: first page, or UINT64_MAX. */
enum { GOAL_ALLOCATIONS = 32 };
struct goal_places {
    vm_page first[GOAL_ALLOCATIONS];
};
void goal_find_places(const struct lesson_stage *stage, const struct lesson_start *start,
    const struct vm_space *space, struct goal_places *ret);
bool goal_allocation(const struct lesson_stage *stage, size_t index,
    const struct goal_places *places, const struct vm_space *space, struct lesson_item *item);
bool goal_pages(const struct lesson_pages *pages, const struct vm_space *space,
    struct lesson_item *item);
bool goal_others(const struct lesson_stage *stage, const struct goal_places *places,
    const struct lesson_start *start, const struct vm_space *space, struct lesson_item *item);
bool goal_stage_holds(const struct lesson_stage *stage, const struct lesson_start *start,
    const struct vm_space *space, const struct lesson_tally *tally);
/* Are all stages behind, and does the last one hold? */
bool goal_is_reached(const struct lesson *lesson, const struct lesson_start *start,
    const struct vm_space *space, const struct lesson_tally *tally);
/* What the page was at the start: a copy of its run; a free one where nothing was. */
struct vm_run goal_start_run(const struct lesson_start *start, vm_page page, vm_page space_end);

#endif
