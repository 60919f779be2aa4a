/* lessonlib - a course in memory, and one lesson out of it. */
#ifndef LESSONLIB_H
#define LESSONLIB_H

#include "testlib.h"

#include <string.h>

#include "lesson/judge.h"

struct memory_file {
    const char *path, *text;           /* path NULL: the end */
};

static inline bool memory_read(void *ctx, const char *path, struct buf *out)
{
    for (const struct memory_file *file = ctx; file->path != NULL; file++)
        if (strcmp(file->path, path) == 0) {
            buf_add(out, file->text);
            return true;
        }
    return false;
}

#define MIDDLE_EN                                                                                  \
    "# The middle\nSome text.\n\n## demo\n1. It works.\n2. It\nfails.\n\n## predict\nAnd now?\n"   \
    "## task\nThree in the middle.\n## hints\n1. Idea\n2. Flag\n3. Call\n## wrong all\nAll.\n"     \
    "## done\nWell done.\n"
#define MIDDLE_DATA                                                                                \
    "lesson  middle   # a comment\ntopic commit\nteaches R-ALLOC-33 R-FREE-2 R-WW-9\npar 1\n"      \
    "start\n    reserve 40000000 8p rw\n"                                                          \
    "goal\n    allocation 40000000 8p rw = 2p reserved, 3p rw, 3p reserved\n"                      \
    "assert committed == 3\n"                                                                      \
    "demo\n    reserve 20000000 4p rw\n    !487 commit 30000000 1p\n"                              \
    "predict\n    from start\n    ? write 40000000 65\n"                                           \
    "wrong all\n    when committed == 8\n    by commit 40000000 8p\n"                              \
    "solution\n    commit 40002000 3p rw\n"

/* The lesson of this data, with words that fit MIDDLE_DATA; NULL and faults if it is wrong. */
static inline struct lesson *lesson_of(const char *data, const char *words, const char *student,
    struct lesson_faults *faults)
{
    struct lesson_sketch sketch = {.folder = "x", .path = "course/x"};
    buf_add(&sketch.data, data);
    buf_add(&sketch.words[0], words);
    buf_add(&sketch.words[1], words);
    struct lesson *const lesson = lesson_fill(&sketch, student, faults);
    buf_finish(&sketch.data);
    buf_finish(&sketch.words[0]);
    buf_finish(&sketch.words[1]);
    return lesson;
}

#endif
