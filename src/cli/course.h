/* course - a course named on the command line. */
#ifndef CLI_COURSE_H
#define CLI_COURSE_H

#include <stdio.h>

#include "lesson/lesson.h"

/* path: a folder; "own" or "-": pagelab's own lessons. */
void course_open(struct course *ret, const char *path, struct lesson_faults *faults);
void course_print_faults(const struct lesson_faults *faults, FILE *to);

#endif
