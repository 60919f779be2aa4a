/* journal_file - the file behind a session's journal: locked, appended with one write(2), marked
 * at its end.
 *
 * The lock is flock(2): it belongs to the open file, so that looking at the file from the same
 * process neither passes for the owner nor gives the lock away; it goes when the process dies.
 */
#include "host/host.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"

#include "journals.h"

enum { IDLE_MS = 50 };

struct host_journal {
    int fd;
    char *path;
    bool unsynced;
    uint64_t synced_at;
    bool broken; /* a write failed: nothing more is written, so that no line is
                                    * missing inside */
    off_t len;   /* bytes of whole appends */
};

static const char *const cannot_write = N_("No journal is kept: the file cannot be written");

/* Names sort by time. */
static bool default_path(struct buf *path)
{
    struct timespec now = {0};
    struct tm utc = {0};
    char stamp[32] = "";
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%S", &utc);
    struct buf name = {0};
    buf_addf(&name, "%s/%s.%03ld-%07ld%s", JOURNAL_FOLDER, stamp, now.tv_nsec / 1000000,
        (long)getpid(), JOURNAL_SUFFIX);
    const bool found = host_state_path(buf_text(&name), path);
    buf_finish(&name);
    return found;
}

static int open_new(struct buf *path)
{
    static const char *const suffixes[] = {"", ".a", ".b", ".c", ".d", ".e", ".f"};
    const size_t stem = path->len - strlen(JOURNAL_SUFFIX);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        path->len = stem;
        buf_addf(path, "%s%s", suffixes[i], JOURNAL_SUFFIX);
        const int flags = O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC;
        const int fd = open(buf_text(path), flags, 0600);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

/* A file that was named: a former journal in it is kept beside it, all else is left alone. */
static int open_named(const char *path, const char **ret_error)
{
    switch (journal_inspect(path, NULL)) {
    case JOURNAL_LOCKED:
        *ret_error = N_("No journal is kept: another pagelab writes to that file");
        return -1;
    case JOURNAL_ALIEN:
        *ret_error = N_("No journal is kept: the file exists and is no journal");
        return -1;
    case JOURNAL_OPEN:
    case JOURNAL_FINISHED: {
        struct buf backup = {0};
        journal_backup_path(path, &backup);
        const bool kept = rename(path, buf_text(&backup)) == 0;
        buf_finish(&backup);
        if (!kept) {
            *ret_error = cannot_write;
            return -1;
        }
        break;
    }
    case JOURNAL_EMPTY:
        break;
    }
    const int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600);
    if (fd < 0)
        *ret_error = cannot_write;
    return fd;
}

struct host_journal *host_journal_open(
    enum host_journal_mode mode, const char *path, const char **ret_error)
{
    struct buf name = {0};
    int fd = -1;
    *ret_error = NULL;
    switch (mode) {
    case HOST_JOURNAL_NONE:
        return NULL;
    case HOST_JOURNAL_FILE:
        buf_add(&name, path);
        fd = open_named(path, ret_error);
        break;
    case HOST_JOURNAL_DEFAULT:
        if (default_path(&name)) {
            journals_prune();
            fd = open_new(&name);
        }
        if (fd < 0)
            *ret_error = N_("No journal is kept: its folder cannot be written");
        break;
    }
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        *ret_error = N_("No journal is kept: another pagelab writes to that file");
        close(fd);
        fd = -1;
    }
    if (fd < 0) {
        buf_finish(&name);
        return NULL;
    }
    struct host_journal *const journal = base_zalloc(sizeof *journal);
    journal->fd = fd;
    journal->path = buf_take(&name);
    return journal;
}

bool host_journal_append(struct host_journal *journal, const char *data, size_t len)
{
    if (journal->broken)
        return false;
    size_t done = 0;
    while (done < len) { /* one write(2): only a full disk or a signal cuts it short */
        const ssize_t n = write(journal->fd, data + done, len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    if (done < len) {
        journal->broken = true;
        if (ftruncate(journal->fd, journal->len) != 0) {
            /* a part of a line stays at the end: a replay leaves out what has no newline */
        }
        return false;
    }
    journal->len += (off_t)len;
    journal->unsynced = true;
    return true;
}

static void sync_file(struct host_journal *journal)
{
    journal->unsynced = false;
    fdatasync(journal->fd);
    journal->synced_at = host_clock_ms();
}

/* Lines that follow each other faster than anyone types come from a pipe: no one is idle then. */
void host_journal_idle(struct host_journal *journal)
{
    if (journal && journal->unsynced && host_clock_ms() - journal->synced_at >= IDLE_MS)
        sync_file(journal);
}

void host_journal_close(struct host_journal *journal, bool clean)
{
    if (!journal)
        return;
    if (!journal->len)
        unlink(journal->path);
    else if (clean)
        host_journal_append(journal, JOURNAL_END, strlen(JOURNAL_END));
    if (journal->unsynced)
        sync_file(journal);
    close(journal->fd);
    free(journal->path);
    free(journal);
}

const char *host_journal_path(const struct host_journal *journal)
{
    return journal->path;
}
