/* school - the course on disk and the classroom of a session, for both front ends.
 *
 * Use     school_open beside a session whose observer hands its calls and accesses to school_on_call;
 *         the course is read when the first word asks for it. school_word, school_update as
 *         classroom.h says.
 * Places  Courses: --course DIR, else pagelab's own lessons. Progress: "progress" in the state folder;
 *         of another course: "progress-NAME".
 * Owner   school_close before the session is destroyed. Options are borrowed.
 */
#ifndef HOST_SCHOOL_H
#define HOST_SCHOOL_H

#include "lesson/classroom.h"

struct school_options {
    const char *course;                /* a folder; NULL: pagelab's own lessons */
    const char *student;               /* NULL: nobody is named */
    bool exam;
    bool keeps_progress;
};
struct school {
    struct school_options options;
    struct session *session;
    struct course course;
    bool is_read;
    struct lesson_faults faults;       /* of reading the course */
    bool told_faults;
    struct classroom *room;            /* NULL until the course was read */
    struct buf progress_path;
};
void school_open(struct school *school, struct session *session,
    const struct school_options *options);
void school_close(struct school *school);            /* a zeroed one is fine */
/* The classroom, its course read if it was not; NULL if there is no lesson in it: faults say why. */
struct classroom *school_room(struct school *school);
/* The lesson where the person was: the last one begun, else the first. NULL if there is no course. */
const char *school_where_left(struct school *school);
/* Has anybody ever begun a lesson here? Reads the progress file alone. */
bool school_is_new(const struct school *school);
/* NULL if no lesson has been asked for yet. */
static inline struct classroom *school_current(const struct school *school)
{
    return school->room;
}
/* A word whose owner is LESSON; NULL if there is no course. */
const struct classroom_news *school_word(struct school *school,
    const struct lang_command *command);
/* Was a course read of which lessons are left out? True once, for whoever tells it. */
bool school_tells_faults(struct school *school);
/* After the session moved; NULL if nothing is to be said. */
const struct classroom_news *school_update(struct school *school);
/* After a line of a journal was run again: the same, and what its remarks say is taken over. */
const struct classroom_news *school_replay(struct school *school, const char *line, size_t len);
void school_on_call(struct school *school, const struct vm_change *change);

/* Reading and writing files for lesson; paths are the system's. */
extern const struct lesson_host school_host;
/* Where pagelab's own lessons lie. */
void school_own_course(struct buf *out);

#endif
