/* room_progress - the word progress: what is solved, shown, forgotten, saved and taken over. */
#include <string.h>

#include "base/text.h"

#include "room.h"

static const struct classroom_news *say_progress(struct classroom *room, const char *msgid,
    const char *arg)
{
    struct classroom_news *const news = room_news(room, CLASSROOM_PROGRESS);
    news->msgid = msgid;
    room_set_arg(room, arg);
    return news;
}

static const struct classroom_news *reset_progress(struct classroom *room, const char *name)
{
    const bool all = strcmp(name, "all") == 0;
    const struct lesson_sketch *const sketch = course_find(room->course, name);
    if (!all && sketch == NULL)
        return room_refuse(room, N_("progress reset takes the name of a lesson, or all"), NULL);
    if (strcmp(buf_text(&room->reset_asked), name) != 0) {
        buf_clear(&room->reset_asked);
        buf_add(&room->reset_asked, name);
        struct classroom_news *const news = room_news(room, CLASSROOM_ASK_RESET);
        room_set_arg(room, name);
        return news;
    }
    buf_clear(&room->reset_asked);
    room_reload(room);
    progress_forget(&room->progress, all ? NULL : sketch->id);
    room_write(room);
    struct classroom_news *const news = room_news(room, CLASSROOM_RESET);
    room_set_arg(room, name);
    return news;
}

static const struct classroom_news *export_progress(struct classroom *room, const char *path)
{
    struct buf text = {0};
    progress_write(&room->progress, &text);
    const bool written = room->host->replace != NULL &&
        room->host->replace(room->host->ctx, path, buf_text(&text), text.len);
    buf_finish(&text);
    return written ? say_progress(room, N_("{0} is written"), path)
                   : room_refuse(room, N_("{0} cannot be written"), path);
}

static const struct classroom_news *import_progress(struct classroom *room, const char *path)
{
    struct buf text = {0};
    struct progress other = {0};
    if (room->host->read == NULL ||
        !room->host->read(room->host->ctx, path, &text)) {
        buf_finish(&text);
        return room_refuse(room, N_("{0} cannot be read"), path);
    }
    progress_parse(&other, buf_text(&text), text.len);
    const bool has_any = other.count > 0;
    (void)progress_merge(&room->progress, &other);
    progress_finish(&other);
    buf_finish(&text);
    if (!has_any)
        return room_refuse(room, N_("{0} holds no progress"), path);
    room_save(room);
    return say_progress(room, N_("{0} is taken over"), path);
}

const struct classroom_news *room_progress(
    struct classroom *room, const struct lang_command *command)
{
    const char *const name = command->arg_count > 1 ? command->args[1].text : "";
    if (command->arg_count == 0)
        return say_progress(room, "", "");
    if (strcmp(command->args[0].text, "reset") == 0)
        return reset_progress(room, name);
    if (*name == '\0')
        return room_refuse(
            room, N_("progress {0} takes the name of a file"), command->args[0].text);
    return strcmp(command->args[0].text, "export") == 0 ? export_progress(room, name)
                                                   : import_progress(room, name);
}
