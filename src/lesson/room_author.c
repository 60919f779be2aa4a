/* room_author - lesson start, lesson new, lesson copy: for those who write lessons. */
#include <string.h>

#include "base/text.h"
#include "lesson/draft.h"

#include "room.h"

/* What the lesson in folder still lacks, if anything. */
static const struct classroom_news *tell_written(struct classroom *room, const char *folder)
{
    struct course course;
    lesson_faults_finish(&room->faults);
    course_read(&course, room->host, folder, &room->faults);
    course_finish(&course);
    struct classroom_news *const news = room_news(room, CLASSROOM_DRAFTED);
    room_set_arg(room, folder);
    return news;
}

static const struct classroom_news *draft(struct classroom *room, const char *folder)
{
    if (*folder == '\0')
        return room_refuse(room, N_("lesson new takes the name of a folder"), NULL);
    const uint32_t mark = draft_mark_fits(room->session, room->mark)
        ? room->mark : draft_begin(room->session);
    buf_clear(&room->scratch);
    if (!draft_write(room->session, mark, folder, room->host, &room->scratch))
        return room_refuse(room, N_("{0} cannot be written, or is there already"),
            buf_text(&room->scratch));
    (void)tell_written(room, folder);
    room->news.number = 1;             /* a new one: it has little yet */
    return &room->news;
}

/* NAME FOLDER: a lesson of the course as the beginning of another. */
static const struct classroom_news *copy(struct classroom *room, const char *text)
{
    const char *const folder = room_behind_word(text);
    if (*folder == '\0')
        return room_refuse(
            room, N_("lesson copy takes the name of a lesson and that of a folder"), NULL);
    buf_clear(&room->scratch);
    buf_addn(&room->scratch, text, strcspn(text, " "));
    const struct lesson_sketch *const sketch =
        course_find(room->course, buf_text(&room->scratch));
    if (sketch == NULL)
        return room_refuse(room, N_("there is no lesson {0}; lesson list shows all"),
            buf_text(&room->scratch));
    buf_clear(&room->scratch);
    if (!draft_copy(sketch, folder, room->host, &room->scratch))
        return room_refuse(room, N_("{0} cannot be written, or is there already"),
            buf_text(&room->scratch));
    return tell_written(room, folder);
}

const struct classroom_news *room_author(struct classroom *room, const char *text)
{
    if (room_is_word(text, "start")) {
        room->mark = session_current(room->session)->id;
        return room_news(room, CLASSROOM_MARKED);
    }
    return room_is_word(text, "copy") ? copy(room, room_behind_word(text))
                                      : draft(room, room_behind_word(text));
}
