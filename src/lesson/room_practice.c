/* room_practice - sheets of exercises in the classroom. */
#include <string.h>

#include "base/text.h"
#include "lang/words.h"

#include "room.h"

static const struct classroom_news *open_exercise(struct classroom *room, unsigned number)
{
    if (!exercise_take(room, buf_text(&room->topic), room->seed, number))
        return room_refuse(room, N_("there is no topic {0}; practice list names them"),
            buf_text(&room->topic));
    return room_open(room, &room->exercise);
}

/* practice [TOPIC] [SEED]: the same seed gives the same sheet. */
const struct classroom_news *room_practice(struct classroom *room, const char *text)
{
    const size_t len = strcspn(text, " ");
    const char *seed = room_behind_word(text);
    if (room_is_word(text, "list"))
        return room_news(room, CLASSROOM_TOPICS);
    if (len > 0 && strspn(text, "0123456789") == len)
        seed = text;
    buf_clear(&room->topic);
    if (seed != text)
        buf_addn(&room->topic, text, len);
    room->seed = room->host->seconds == NULL ? 1 : room->host->seconds(room->host->ctx) % 10000;
    if (*seed != '\0' && !lang_read_number(seed, strlen(seed), &room->seed))
        return room_refuse(room, N_("{0} is no number of a sheet"), seed);
    return open_exercise(room, 0);
}

const struct classroom_news *room_next_exercise(struct classroom *room)
{
    return open_exercise(room, room->number + 1);
}
