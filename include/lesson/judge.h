/* judge - how far a space and the calls that led to it are from what a lesson asks.
 *
 * Use     tally_begin at the start; tally_note for each call and access; judge whenever asked.
 *         Looks at the space and the calls alone, never at what was typed.
 * Owner   A tally is a plain value: copied, compared, thrown away. A verdict is refilled; finish it.
 * Cost    tally_note O(conditions + goal lines log n); judge O(goal lines log n + runs of the start).
 */
#ifndef LESSON_JUDGE_H
#define LESSON_JUDGE_H

#include "lesson/lesson.h"

/* Numbers of a space. */
struct lesson_totals {
    uint64_t committed, reserved, resident, charge, allocations, slack;
};

/* What the calls on the way from the start amount to. */
struct lesson_tally {
    unsigned stage;                    /* the one being worked on: those before were reached */
    uint64_t peak;                     /* pages of commit charge */
    uint32_t calls[VM_CALL_EXECUTE + 1];             /* that worked, by verb */
    uint32_t failures, guards, violations, rwx;
    uint32_t counted[LESSON_MAX_CONDITIONS];         /* by condition.slot: failures with an error,
                                        * addresses touched so far, or 1 if watched is true */
    enum vm_rule last_rule;            /* by which the newest call failed; NONE: it worked */
    uint32_t last_error;
    struct lesson_totals around;       /* not measured: see lesson_start.around */
};
uint32_t lesson_tally_calls(const struct lesson_tally *tally);       /* that count for par */

/* How the start looked: runs that are not free, ascending. */
struct lesson_start {
    struct vm_run *runs;
    size_t count, cap;
    struct lesson_totals totals;
    /* The process of a C program around the task, which belongs to the start but is neither measured
     * nor asked to be free; NULL: there is none. */
    const struct lesson_start *around;
};
void lesson_start_take(struct lesson_start *ret, const struct vm_space *space);
void lesson_start_finish(struct lesson_start *start);

void lesson_tally_begin(struct lesson_tally *ret, const struct lesson *lesson,
    const struct lesson_start *start, const struct vm_space *space);
/* change was just applied to space. */
void lesson_tally_note(struct lesson_tally *tally, const struct lesson *lesson,
    const struct lesson_start *start, const struct vm_space *space,
    const struct vm_change *change);

/* ---- verdict -------------------------------------------------------------------------------- */

enum lesson_gap {                      /* what is wrong with an item */
    LESSON_GAP_NONE,
    LESSON_GAP_NO_ALLOCATION,          /* none begins at page; is: what page is */
    LESSON_GAP_SIZE,                   /* the allocation at page has is_number pages, not number */
    LESSON_GAP_ASKED,                  /* it was reserved asking for is_number, not for number */
    LESSON_GAP_STATE,                  /* page is `is`, wanted otherwise */
    LESSON_GAP_NOWHERE,                /* no such allocation anywhere */
    LESSON_GAP_NOT_HIGHEST,            /* one is there, but page would have been possible */
    LESSON_GAP_OTHER,                  /* page is not as at the start; there it was `was` */
    LESSON_GAP_NUMBER,                 /* the measure is is_number */
    LESSON_GAP_TOUCH,                  /* the next address is number */
    LESSON_GAP_ANSWER                  /* not answered, or wrongly */
};
enum lesson_item_kind { LESSON_ITEM_ALLOCATION, LESSON_ITEM_PAGES, LESSON_ITEM_OTHERS,
    LESSON_ITEM_CONDITION, LESSON_ITEM_QUESTION, LESSON_ITEM_PREDICTION, LESSON_ITEM_REPAIR };
struct lesson_item {
    enum lesson_item_kind kind;
    unsigned stage;
    union {
        const struct lesson_allocation *allocation;
        const struct lesson_pages *pages;
        const struct lesson_condition *condition;
        const struct lesson_question *question;
    } what;                            /* OTHERS, PREDICTION, REPAIR: nothing */
    bool done;
    enum lesson_gap gap;
    vm_page page;
    vm_attr is, was;
    struct lesson_state wanted;
    uint64_t number, is_number;
};
struct lesson_verdict {
    struct lesson_item *items;         /* in the order of the file; stages before the current are
                                        * done, items of later ones are not looked at */
    size_t count, cap;
    unsigned stage;                    /* the one being worked on */
    bool solved;
    const struct lesson_item *first_open;          /* NULL if solved */
};
/* answered: which questions were answered rightly, question_count of them, and behind them whether
 * the prediction was right, or the program repaired; NULL: none. The goal of a lesson with a program
 * is that of the program's own process: practice_repair judges it, and here it is no item. */
void lesson_judge(struct lesson_verdict *verdict, const struct lesson *lesson,
    const struct lesson_start *start, const struct vm_space *space,
    const struct lesson_tally *tally, const bool *answered);
void lesson_verdict_finish(struct lesson_verdict *verdict);

/* The foreseen wrong way that the space is in; NULL if none. */
const struct lesson_wrong *lesson_wrong_now(const struct lesson *lesson,
    const struct vm_space *space, const struct lesson_tally *tally);

/* What a stage wants, made ready to ask about many pages. Borrows what it is made of, until the space
 * changes. */
enum { LESSON_MAX_NAMED = 64 };
struct lesson_goal {
    const struct lesson *lesson;
    const struct lesson_stage *stage;
    const struct lesson_start *then;   /* as all that is named nowhere shall be */
    const struct vm_space *space;
    struct lesson_range {
        vm_page first, end;
    } named[LESSON_MAX_NAMED];
    size_t named_count;
};
/* False if the lesson has no such stage. O(runs) where an allocation may be anywhere. */
bool lesson_goal_prepare(struct lesson_goal *ret, const struct lesson *lesson,
    const struct lesson_start *start, const struct vm_space *space, unsigned stage);
/* Does a page of [first, end) still differ from what the stage wants at a fixed place? Then what the
 * first such page shall be. For the marks on the map; O(goal lines log n). */
bool lesson_goal_differs(const struct lesson_goal *goal, vm_page first, vm_page end,
    struct lesson_state *ret_wanted);
/* Are the pages of the goal what the questions have people find out? Then they are not shown: where
 * something is to be freed, or what is to stay as it was found. */
bool lesson_goal_is_secret(const struct lesson *lesson, const struct lesson_pages *pages);
/* The first page that the stage names at a fixed place, to show it; false if it names none. */
bool lesson_goal_focus(const struct lesson *lesson, unsigned stage, vm_page *ret_page);

/* ---- answers -------------------------------------------------------------------------------- */

/* The right answer, in numbers: a state (enum vm_state), bytes, an address, PAGE_*, a count. */
uint64_t lesson_question_answer(const struct lesson_question *question,
    const struct vm_space *start);
/* What a person typed, as the same kind of number; false if it is not understood. words in English
 * or Spanish. */
bool lesson_answer_parse(const struct lesson_question *question, const char *text,
    uint64_t *ret_number);

#endif
