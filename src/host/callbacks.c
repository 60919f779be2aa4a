/* callbacks - the world as session sees it. */
#include "host/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static bool append(void *ctx, const char *data, size_t len)
{
    const struct host *const host = ctx;
    return !host->journal || host_journal_append(host->journal, data, len);
}

static bool read_source(void *ctx, const char *name, struct buf *out, const char **ret_error)
{
    (void)ctx;
    if (strcmp(name, "-") == 0) {
        *ret_error = N_("Standard input cannot be loaded here");
        return false;
    }
    const char *const home = getenv("HOME");
    struct buf path = {0};
    if (home && name[0] == '~' && name[1] == '/')
        buf_addf(&path, "%s%s", home, name + 1);
    else
        buf_add(&path, name);
    const bool read = host_read_file(buf_text(&path), LANG_MAX_SOURCE, true, out, ret_error);
    buf_finish(&path);
    return read;
}

static bool should_stop(void *ctx)
{
    const struct host *const host = ctx;
    return (host->interrupted && *host->interrupted) || (host->poll && host->poll(host->poll_ctx));
}

static bool read_input(void *ctx, struct buf *out)
{
    const struct host *const host = ctx;
    if (!host->stdin_for_program)
        return false;
    char *line = NULL;
    size_t cap = 0;
    const ssize_t len = getline(&line, &cap, stdin);
    if (len > 0)
        buf_addn(out, line, (size_t)len);
    free(line);
    return len > 0;
}

struct session_host host_callbacks(struct host *host)
{
    return (struct session_host){
        .ctx = host,
        .journal_append = append,
        .read_source = read_source,
        .should_stop = should_stop,
        .read_input = read_input,
    };
}
