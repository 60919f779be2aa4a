/* journal_find - journals that others left: crashed ones are offered, old finished ones go. */
#include "host/host.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

#include "journals.h"

enum { JOURNAL_KEPT = 50 }; /* finished journals that stay */

static enum journal_state read_state(const char *path, struct buf *ret_text)
{
    struct buf text = {0};
    const char *error;
    enum journal_state state = JOURNAL_ALIEN;
    if (host_read_file(path, HOST_SCRIPT_MAX, false, &text, &error)) {
        while (text.len && text.data[text.len - 1] != '\n') /* a line cut off was not answered */
            text.data[--text.len] = '\0';
        const size_t end = strlen(JOURNAL_END);
        if (!text.len)
            state = JOURNAL_EMPTY;
        else if (strncmp(text.data, JOURNAL_MAGIC, strlen(JOURNAL_MAGIC)) != 0)
            state = JOURNAL_ALIEN;
        else if (text.len > end && strcmp(text.data + text.len - end, JOURNAL_END) == 0)
            state = JOURNAL_FINISHED;
        else
            state = JOURNAL_OPEN;
        if (state == JOURNAL_OPEN && ret_text)
            buf_addn(ret_text, text.data, text.len);
    }
    buf_finish(&text);
    return state;
}

enum journal_state journal_inspect(const char *path, struct buf *ret_text)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return errno == ENOENT ? JOURNAL_EMPTY : JOURNAL_ALIEN;
    if (!S_ISREG(info.st_mode))
        return JOURNAL_ALIEN;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return JOURNAL_ALIEN;
    enum journal_state state = JOURNAL_LOCKED;
    if (flock(fd, LOCK_SH | LOCK_NB) == 0)
        state = read_state(path, ret_text);
    close(fd);
    return state;
}

struct names {
    char **items;
    size_t count, cap;
};

static int newest_first(const void *a, const void *b)
{
    return -strcmp(*(char *const *)a, *(char *const *)b);
}

static bool has_suffix(const char *name)
{
    const size_t len = strlen(name), suffix = strlen(JOURNAL_SUFFIX);
    return len > suffix && strcmp(name + len - suffix, JOURNAL_SUFFIX) == 0;
}

/* Full paths of the journals in the state directory, newest first. */
static struct names list_journals(void)
{
    struct names names = {0};
    struct buf folder = {0};
    const bool found = host_state_path(JOURNAL_FOLDER "/", &folder);
    DIR *const dir = found ? opendir(buf_text(&folder)) : NULL;
    const struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        if (!has_suffix(entry->d_name))
            continue;
        struct buf path = {0};
        buf_addf(&path, "%s%s", buf_text(&folder), entry->d_name);
        base_grow(&names.items, &names.cap, names.count + 1, sizeof *names.items);
        names.items[names.count++] = buf_take(&path);
    }
    if (dir)
        closedir(dir);
    buf_finish(&folder);
    if (names.count)
        qsort(names.items, names.count, sizeof *names.items, newest_first);
    return names;
}

static void finish_names(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->items[i]);
    free(names->items);
}

/* Only what lies beyond the number kept is opened, so that starting stays quick. */
void journals_prune(void)
{
    struct names names = list_journals();
    for (size_t i = JOURNAL_KEPT; i < names.count; i++) {
        const enum journal_state state = journal_inspect(names.items[i], NULL);
        if (state == JOURNAL_EMPTY || state == JOURNAL_FINISHED)
            unlink(names.items[i]);
    }
    finish_names(&names);
}

void journal_backup_path(const char *path, struct buf *ret_path)
{
    enum journal_state state;
    buf_add(ret_path, path);
    do {
        buf_addc(ret_path, '~');
        state = journal_inspect(buf_text(ret_path), NULL);
    } while (state != JOURNAL_EMPTY && state != JOURNAL_FINISHED);
}

/* The file itself will be moved away; what an earlier start moved lies there already. */
static bool find_named(const char *named, struct buf *ret_path, struct buf *ret_text)
{
    if (journal_inspect(named, ret_text) == JOURNAL_OPEN) {
        journal_backup_path(named, ret_path);
        return true;
    }
    buf_addf(ret_path, "%s~", named);
    return journal_inspect(buf_text(ret_path), ret_text) == JOURNAL_OPEN;
}

bool host_journal_find_crashed(const char *named, struct buf *ret_path, struct buf *ret_text)
{
    buf_clear(ret_path);
    buf_clear(ret_text);
    if (named)
        return find_named(named, ret_path, ret_text);
    struct names names = list_journals();
    bool found = false;
    for (size_t i = 0; i < names.count && !found; i++) {
        found = journal_inspect(names.items[i], ret_text) == JOURNAL_OPEN;
        if (found)
            buf_add(ret_path, names.items[i]);
    }
    finish_names(&names);
    return found;
}

/* Marked, not deleted: what a person declined today may be looked for tomorrow. */
void host_journal_discard(const char *path)
{
    struct buf text = {0};
    if (journal_inspect(path, &text) == JOURNAL_OPEN) {
        buf_add(&text, JOURNAL_END);
        host_replace_file(path, text.data, text.len);
    }
    buf_finish(&text);
}
