/* check - proves a course sound: what its files say is run, and found to be so.
 *
 * What    Each lesson that was read is begun; its demonstration, prediction, solution, foreseen
 *         wrong ways and every block of code in its texts run as a person would run them; its par
 *         is proven; words are counted and links followed. Lessons with personal numbers are
 *         checked with those of three students as well.
 * Errors  Faults with file and line, C0204 and following, and C03.
 */
#ifndef LESSON_CHECK_H
#define LESSON_CHECK_H

#include "lesson/lesson.h"

enum {
    LESSON_LEAST_WORDS = 60, LESSON_MOST_WORDS = 120,        /* of a text */
    LESSON_MOST_SCREENS = 2,
    LESSON_SCREEN_COLUMNS = 60, LESSON_SCREEN_LINES = 14,
    LESSON_TITLE_COLUMNS = 36
};

/* Where links lead that neither the course nor the rules know. A function may be NULL: then links
 * of its kind are believed. */
struct course_links {
    void *ctx;
    bool (*has_page)(void *ctx, const char *name);           /* of an error: "487", "C0000005" */
    bool (*has_term)(void *ctx, const char *word);           /* of the glossary */
};
void course_check(const struct course *course, const struct course_links *links,
    struct lesson_faults *faults);

#endif
