/* grade_files - the files that hold answers: those named, and all in the folders named. */
#ifndef CLI_GRADE_FILES_H
#define CLI_GRADE_FILES_H

#include <stdbool.h>

#include "base/buf.h"

struct grade_files {
    char **names;                      /* in the order of the arguments; within a folder sorted */
    size_t count, cap;
};
/* A folder is walked to some depth. Hidden files are left out, and whatever is no plain file, links
 * among it: answers come from strangers. */
void grade_files_find(struct grade_files *files, char *const *paths, size_t count);
void grade_files_finish(struct grade_files *files);
/* False, and why (a msgid), if it cannot be read. A report may be much longer than an answer. */
bool grade_files_read(const char *name, struct buf *out, const char **ret_error);

#endif
