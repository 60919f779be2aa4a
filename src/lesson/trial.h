/* trial - lines of a lesson run in a session of their own, judged as a person's would be.
 *
 * Use     trial_open, trial_run for each line, then look; trial_close.
 * Owner   A trial borrows the lesson. Its calls hold the bytes of writes, until trial_close.
 */
#ifndef LESSON_TRIAL_H
#define LESSON_TRIAL_H

#include "lesson/judge.h"

struct trial {
    const struct lesson *lesson;
    struct session *session;
    struct lesson_start start;
    struct lesson_tally tally;
    bool is_judged;                /* tallies and keeps the calls; true at first */
    struct vm_call *calls;         /* all that were made, settings and accesses of C code too; those
                                    * of a loop up to a limit */
    size_t count, cap;
    struct arena arena;
};
/* Begins on the start of the lesson, or on that of lines. False: a line of the start does not work,
 * *ret_line says which; the trial is closed then. */
bool trial_open(struct trial *ret, const struct lesson *lesson, const struct lesson_lines *lines,
    unsigned *ret_line);
void trial_close(struct trial *trial);

enum trial_end {
    TRIAL_WORKS,
    TRIAL_FAILS,                   /* a call fails, an access meets an exception */
    TRIAL_WRONG,                   /* it is not understood, or does not come to an end */
    TRIAL_OPEN,                    /* it lacks its end: more lines may follow */
    TRIAL_WORD                     /* a word for whoever shows the screen: nothing was run */
};
/* *ret_error (may be NULL): the Win32 error or exception code of the first failure, else 0. */
enum trial_end trial_run(struct trial *trial, const char *text, size_t len, uint32_t *ret_error);
/* The same for a whole C program, which fails by an exception alone. */
enum trial_end trial_run_program(
    struct trial *trial, const char *text, size_t len, uint32_t *ret_error);
/* Refills the verdict; are_answered: as if all that is asked had been answered rightly. */
void trial_judge(const struct trial *trial, bool are_answered, struct lesson_verdict *verdict);
bool trial_is_solved(const struct trial *trial, bool are_answered);

#endif
