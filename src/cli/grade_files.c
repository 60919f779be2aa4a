/* grade_files - the files that hold answers. */
#include "grade_files.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "host/host.h"
#include "render/grade.h"

enum { MAX_DEPTH = 4, MAX_REPORT = 1 << 30 };

static void add(struct grade_files *files, const char *name)
{
    base_grow(&files->names, &files->cap, files->count + 1, sizeof *files->names);
    files->names[files->count++] = base_strndup(name, strlen(name));
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void walk(struct grade_files *files, const char *folder, int depth)
{
    DIR *const dir = opendir(folder);
    struct buf path = {0};
    if (dir == NULL) {
        add(files, folder);            /* reading it will say why */
        return;
    }
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        struct stat found;
        buf_clear(&path);
        buf_addf(&path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.' || lstat(buf_text(&path), &found) != 0)
            continue;
        if (S_ISDIR(found.st_mode) && depth < MAX_DEPTH)
            walk(files, buf_text(&path), depth + 1);
        else if (S_ISREG(found.st_mode))
            add(files, buf_text(&path));
    }
    buf_finish(&path);
    closedir(dir);
}

void grade_files_find(struct grade_files *files, char *const *paths, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct stat found;
        const size_t first = files->count;
        size_t len = strlen(paths[i]);
        while (len > 1 && paths[i][len - 1] == '/')
            len--;
        char *const path = base_strndup(paths[i], len);
        if (stat(path, &found) == 0 && S_ISDIR(found.st_mode)) {
            walk(files, path, 0);
            if (files->count > first)
                qsort(files->names + first, files->count - first, sizeof *files->names, by_name);
        } else {
            add(files, path);
        }
        free(path);
    }
}

void grade_files_finish(struct grade_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        free(files->names[i]);
    free(files->names);
    *files = (struct grade_files){0};
}

static bool is_report(const char *name)
{
    char start[64];
    FILE *const file = strcmp(name, "-") == 0 ? NULL : fopen(name, "rb");
    if (file == NULL)
        return false;
    const size_t len = fread(start, 1, sizeof start, file);
    fclose(file);
    return render_report_is(start, len);
}

bool grade_files_read(const char *name, struct buf *out, const char **ret_error)
{
    struct stat found;
    const bool plain = stat(name, &found) == 0 && S_ISREG(found.st_mode);
    const size_t limit = plain && is_report(name) ? MAX_REPORT : GRADE_MAX_ANSWER;
    return host_read_file(name, limit, true, out, ret_error);
}
