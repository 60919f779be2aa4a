/* room_exercise - the exercise at hand: taken from its sheet, and found again by the label of its
 * first step, "practice free 7 1": topic, seed, and number from 1.
 */
#include <string.h>

#include "lang/words.h"

#include "room.h"

bool exercise_take(struct classroom *room, const char *topic, uint64_t seed, unsigned number)
{
    struct lesson_sketch sketch;
    struct buf own = {0};
    buf_add(&own, topic);              /* it may lie in what is freed here */
    const bool made = practice_make(buf_text(&own), seed, number, room->host, &sketch);
    if (made) {
        if (room_in_exercise(room))
            room_leave(room);
        practice_sketch_finish(&room->exercise);
        room->exercise = sketch;
        room->seed = seed;
        room->number = number;
        buf_clear(&room->topic);
        buf_add(&room->topic, buf_text(&own));
    }
    buf_finish(&own);
    return made;
}

void exercise_label(const struct classroom *room, struct buf *out)
{
    const char *const topic = buf_text(&room->topic);
    buf_addf(out, "practice %s %llu %u", *topic == '\0' ? "all" : topic,
        (unsigned long long)room->seed, room->number + 1);
}

static bool is_at_hand(const struct classroom *room, const char *label)
{
    struct buf own = {0};
    exercise_label(room, &own);
    const bool same = room->exercise.plain != NULL && strcmp(buf_text(&own), label) == 0;
    buf_finish(&own);
    return same;
}

/* The number that text begins with; text moves behind it. */
static bool take_number(const char **text, uint64_t *ret)
{
    const size_t blanks = strspn(*text, " ");
    const size_t len = strspn(*text + blanks, "0123456789");
    const bool good = lang_read_number(*text + blanks, len, ret);
    *text += blanks + len;
    return len > 0 && good;
}

const struct lesson_sketch *exercise_labelled(struct classroom *room, const char *label)
{
    enum { WORD = sizeof "practice " - 1 };
    const char *text = label + WORD;
    uint64_t seed = 0, number = 0;
    struct buf topic = {0};
    if (strncmp(label, "practice ", WORD) != 0)
        return NULL;
    if (is_at_hand(room, label))
        return &room->exercise;
    buf_addn(&topic, text, strcspn(text, " "));
    text += topic.len;
    const bool found = take_number(&text, &seed) && take_number(&text, &number) &&
        *text == '\0' && number > 0 && number < UINT32_MAX &&
        exercise_take(room, buf_text(&topic), seed, (unsigned)number - 1);
    buf_finish(&topic);
    return found ? &room->exercise : NULL;
}
