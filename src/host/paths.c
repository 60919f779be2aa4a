/* paths - where pagelab keeps what it writes (XDG) and finds what it ships. */
#include "host/host.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HOST_DATA_MAX = 1 << 20 };

/* Makes the folders that path stands in, 0700 each, as XDG asks. */
static bool make_folders(const char *path)
{
    struct buf folder = {0};
    bool made = true;
    for (size_t i = 1; made && path[i]; i++) {
        if (path[i] != '/')
            continue;
        buf_clear(&folder);
        buf_addn(&folder, path, i);
        struct stat info;
        made = mkdir(buf_text(&folder), 0700) == 0 ||
               (stat(buf_text(&folder), &info) == 0 && S_ISDIR(info.st_mode));
    }
    buf_finish(&folder);
    return made;
}

/* XDG asks that relative values are ignored. */
static bool xdg_path(
    const char *variable, const char *below_home, const char *name, struct buf *out)
{
    const char *base = getenv(variable);
    const char *home = getenv("HOME");
    buf_clear(out);
    if (base && base[0] == '/')
        buf_addf(out, "%s/pagelab/%s", base, name);
    else if (home && home[0] == '/')
        buf_addf(out, "%s/%s/pagelab/%s", home, below_home, name);
    else
        return false;
    return make_folders(buf_text(out));
}

bool host_state_path(const char *name, struct buf *out)
{
    return xdg_path("XDG_STATE_HOME", ".local/state", name, out);
}

bool host_config_path(const char *name, struct buf *out)
{
    return xdg_path("XDG_CONFIG_HOME", ".config", name, out);
}

/* Does the running program lie below the build folder it was made in? */
static bool runs_from_build(void)
{
    char exe[4096];
    const ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (len <= 0)
        return false;
    exe[len] = '\0';
    const size_t root = strlen(HOST_BUILD_ROOT);
    return strncmp(exe, HOST_BUILD_ROOT, root) == 0 && exe[root] == '/';
}

void host_data_path(const char *name, struct buf *out)
{
    const char *base = getenv("PAGELAB_DATADIR");
    if (!base || !*base)
        base = runs_from_build() ? HOST_BUILD_DATADIR : HOST_INSTALLED_DATADIR;
    buf_clear(out);
    buf_addf(out, "%s/%s", base, name);
}

bool host_read_data(void *ctx, const char *name, struct buf *out)
{
    (void)ctx;
    struct buf path = {0};
    const char *error;
    host_data_path(name, &path);
    const bool is_read = host_read_file(buf_text(&path), HOST_DATA_MAX, true, out, &error);
    buf_finish(&path);
    return is_read;
}

const char *host_locale_dir(void)
{
    const char *const base = getenv("PAGELAB_LOCALEDIR");
    if (base && *base)
        return base;
    return runs_from_build() ? HOST_BUILD_LOCALEDIR : HOST_INSTALLED_LOCALEDIR;
}
