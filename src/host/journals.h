/* journals - what writing and finding journal files share: where they lie, how they are marked. */
#ifndef HOST_JOURNALS_H
#define HOST_JOURNALS_H

#include <stdbool.h>

struct buf;

#define JOURNAL_FOLDER "journals"
#define JOURNAL_SUFFIX ".journal"
#define JOURNAL_MAGIC  "#pagelab-journal"
#define JOURNAL_END    "#end\n" /* the last line of a finished journal */

enum journal_state {
    JOURNAL_EMPTY, /* no whole line */
    JOURNAL_OPEN,  /* its session did not end cleanly */
    JOURNAL_FINISHED,
    JOURNAL_LOCKED, /* a living program writes it */
    JOURNAL_ALIEN   /* not readable, or no journal */
};
/* Looks at one journal file. For OPEN, its whole lines are added to ret_text (NULL: not wanted). */
enum journal_state journal_inspect(const char *path, struct buf *ret_text);
/* Where the journal at path is moved so that a new one can take its place: path~, or with more ~
 * where something lies that must stay. */
void journal_backup_path(const char *path, struct buf *ret_path);
/* Deletes empty journals and the oldest finished ones beyond the number kept. */
void journals_prune(void);

#endif
