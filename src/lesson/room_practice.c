/* room_practice - sheets of exercises in the classroom. */
#include <string.h>

#include "base/text.h"
#include "lang/words.h"

#include "room.h"

static const struct classroom_news *open_exercise(struct classroom *room, const char *topic,
    uint64_t seed, unsigned number)
{
    if (!exercise_take(room, topic, seed, number))
        return room_refuse(room, N_("there is no topic {0}; practice list names them"), topic);
    return room_open(room, &room->exercise);
}

static uint64_t any_seed(const struct classroom *room)
{
    return room->host->seconds == NULL ? 1 : room->host->seconds(room->host->ctx) % 10000;
}

/* practice [TOPIC] [SEED]: the same seed gives the same sheet. */
const struct classroom_news *room_practice(struct classroom *room, const char *text)
{
    const size_t len = strcspn(text, " ");
    const bool names_seed = len > 0 && strspn(text, "0123456789") == len;
    const char *const word = names_seed ? text : room_behind_word(text);
    uint64_t seed = any_seed(room);
    struct buf topic = {0};
    if (room_is_word(text, "list"))
        return room_news(room, CLASSROOM_TOPICS);
    if (*word != '\0' && !lang_read_number(word, strlen(word), &seed))
        return room_refuse(room, N_("{0} is no number of a sheet"), word);
    buf_addn(&topic, text, names_seed ? 0 : len);
    const struct classroom_news *const news = open_exercise(room, buf_text(&topic), seed, 0);
    buf_finish(&topic);
    return news;
}

const struct classroom_news *room_next_exercise(struct classroom *room)
{
    return open_exercise(room, buf_text(&room->topic), room->seed, room->number + 1);
}
