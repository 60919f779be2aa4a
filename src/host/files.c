/* files - whole files in and out. */
#include "host/host.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "base/utf8.h"

static const char *open_error(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return N_("There is no file of that name");
    case EACCES:
    case EPERM:
        return N_("The file cannot be read: permission denied");
    case EISDIR:
        return N_("That is a folder, not a file");
    default:
        return N_("The file cannot be read");
    }
}

/* Returns NULL, or what went wrong. One byte more than limit is asked for, to notice too much. */
static const char *read_all(int fd, size_t limit, struct buf *out)
{
    size_t got = 0;
    for (;;) {
        char chunk[16384];
        size_t want = limit - got < sizeof chunk ? limit - got + 1 : sizeof chunk;
        const ssize_t n = read(fd, chunk, want);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return open_error(errno);
        if (n == 0)
            return NULL;
        got += (size_t)n;
        if (got > limit)
            return N_("The file is too large");
        buf_addn(out, chunk, (size_t)n);
    }
}

bool host_read_file(
    const char *path, size_t limit, bool text, struct buf *out, const char **ret_error)
{
    const bool standard = strcmp(path, "-") == 0;
    const int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        *ret_error = open_error(errno);
        return false;
    }
    struct buf raw = {0};
    const char *const error = read_all(fd, limit, &raw);
    if (!standard)
        close(fd);
    if (error)
        *ret_error = error;
    else if (text)
        utf8_import(out, buf_text(&raw), raw.len);
    else
        buf_addn(out, buf_text(&raw), raw.len);
    buf_finish(&raw);
    return !error;
}

static bool write_all(int fd, const char *data, size_t len)
{
    while (len) {
        const ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        data += n;
        len -= (size_t)n;
    }
    return true;
}

/* A crash leaves the old file or the new one, never a part: a neighbour is written and renamed. */
bool host_replace_file(const char *path, const char *data, size_t len)
{
    struct buf temp = {0};
    buf_addf(&temp, "%s.%ld.tmp", path, (long)getpid());
    unlink(buf_text(&temp));
    const int fd = open(buf_text(&temp), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool done = fd >= 0;
    if (done) {
        done = write_all(fd, data, len) && fsync(fd) == 0;
        done = close(fd) == 0 && done;
        done = done && rename(buf_text(&temp), path) == 0;
        if (!done)
            unlink(buf_text(&temp));
    }
    buf_finish(&temp);
    return done;
}

uint64_t host_clock_ms(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}
