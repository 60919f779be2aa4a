/* room_words - what the words of the classroom do. */
#include <string.h>

#include "base/text.h"
#include "lang/words.h"

#include "room.h"

static const char *text_of(const struct lang_command *command)
{
    return command->arg_count > 0 ? command->args[0].text : "";
}

/* The word behind the first one of text, or "". */
const char *room_behind_word(const char *text)
{
    text += strcspn(text, " ");
    return text + strspn(text, " ");
}

bool room_is_word(const char *text, const char *word)
{
    const size_t len = strlen(word);
    return strncmp(text, word, len) == 0 && (text[len] == '\0' || text[len] == ' ');
}

/* ---- opening ---------------------------------------------------------------------------------- */

const struct classroom_news *room_open(struct classroom *room, const struct lesson_sketch *sketch)
{
    if (!room_begin(room, sketch))
        return room_refuse(room, N_("the lesson {0} cannot begin; pagelab check says why"),
            sketch->id);
    return room_news(room, CLASSROOM_BEGAN);
}

/* Does the lesson's name, topic or a title hold the text? Small letters of ASCII are as capitals. */
static bool holds(const char *text, const char *part)
{
    const size_t len = strlen(part);
    for (; *text != '\0'; text++) {
        size_t i = 0;
        while (i < len && ((text[i] ^ part[i]) & ~('a' ^ 'A')) == 0 &&
            (text[i] == part[i] || ((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z')))
            i++;
        if (i == len)
            return true;
    }
    return len == 0;
}

bool classroom_lesson_matches(const struct lesson_sketch *sketch, const char *word)
{
    bool found = holds(sketch->id, word) || holds(sketch->plain->topic, word);
    for (int i = 0; i < LESSON_LANGUAGES; i++)
        found = found || holds(sketch->plain->words[i].title, word);
    return found;
}

static const struct classroom_news *list(struct classroom *room, const char *filter)
{
    struct classroom_news *const news = room_news(room, CLASSROOM_LIST);
    room_set_arg(room, filter);
    return news;
}

static const struct classroom_news *do_lesson(struct classroom *room, const char *text)
{
    if (*text == '\0')
        return room->lesson != NULL ? room_news(room, CLASSROOM_TEXT) : list(room, "");
    if (room_is_word(text, "list"))
        return list(room, room_behind_word(text));
    if (room_is_word(text, "start") || room_is_word(text, "new") || room_is_word(text, "copy"))
        return room_author(room, text);
    if (room_is_word(text, "quit")) {
        if (room->lesson == NULL)
            return room_refuse(room, N_("there is no lesson to leave"), NULL);
        room_leave(room);
        return room_news(room, CLASSROOM_LEFT);
    }
    const struct lesson_sketch *const sketch = course_find(room->course, text);
    if (sketch != NULL)
        return room_open(room, sketch);
    for (size_t i = 0; i < room->course->count; i++)
        if (classroom_lesson_matches(&room->course->lessons[i], text))
            return list(room, text);
    return room_refuse(room, N_("there is no lesson {0}; lesson list shows all"), text);
}

/* ---- help with the task ----------------------------------------------------------------------- */

static const struct classroom_news *do_hint(struct classroom *room)
{
    struct classroom_news *const news = room_news(room, CLASSROOM_HINT);
    if (room->hints < LESSON_HINTS) {
        struct buf remark = {0};
        room->hints++;
        buf_addf(&remark, "hint %u", room->hints);
        session_remark(room->session, buf_text(&remark));
        buf_finish(&remark);
    }
    news->number = room->hints - 1;
    return news;
}

static const struct classroom_news *do_solution(struct classroom *room)
{
    const bool is_shown = room->place == CLASSROOM_DEMO && room->scene.kind == SCENE_SOLUTION;
    if (room->lesson->solution.count == 0)
        return room_refuse(room, N_("this task asks for answers; the hints lead to them"), NULL);
    if (!room->solution_asked && !is_shown) {
        room->solution_asked = true;
        return room_news(room, CLASSROOM_ASK_SOLUTION);
    }
    if (!room->shown) {
        room->shown = true;
        progress_entry(&room->progress, room->lesson->id)->shown = true;
        room_save(room);
        session_remark(room->session, "solution");
    }
    return scene_show(room, SCENE_SOLUTION);
}

static const struct classroom_news *do_demo(struct classroom *room)
{
    if (room->lesson->demo.count == 0)
        return room_refuse(room, N_("this lesson has no demonstration"), NULL);
    return scene_show(room, SCENE_DEMO);
}

/* ---- answers ---------------------------------------------------------------------------------- */

static const struct lesson_question *find_question(
    const struct classroom *room, const char **text)
{
    const struct lesson *const lesson = room->lesson;
    const struct lesson_question *open_one = NULL;
    size_t open_count = 0;
    for (size_t i = 0; i < lesson->question_count; i++) {
        if (room_is_word(*text, lesson->questions[i].name) && *room_behind_word(*text) != '\0') {
            *text = room_behind_word(*text);
            return &lesson->questions[i];
        }
        if (!room->answered[i]) {
            open_one = &lesson->questions[i];
            open_count++;
        }
    }
    return open_count == 1 ? open_one : NULL;
}

static uint64_t right_answer(struct classroom *room, const struct lesson_question *question)
{
    struct session *const scratch = session_create(NULL, NULL, NULL);
    (void)lesson_begin(room->lesson, scratch, NULL);
    const uint64_t answer = lesson_question_answer(question, session_space(scratch));
    session_destroy(scratch);
    return answer;
}

/* The question is answered with text: right, wrong, or refused because it is no answer. */
static const struct classroom_news *give_answer(struct classroom *room,
    const struct lesson_question *question, const char *text)
{
    uint64_t number = 0;
    if (!lesson_answer_parse(question, text, &number))
        return room_refuse(room, N_("{0} is no answer to this question"), text);
    const bool right = number == right_answer(room, question);
    room->answered[question - room->lesson->questions] = right;
    struct classroom_news *const news = room_news(room, CLASSROOM_ANSWERED);
    news->number = right;
    room_set_arg(room, question->name);
    room_compare(room, news);
    return news;
}

static void remark_answer(struct classroom *room, const struct lesson_question *question,
    const char *text)
{
    struct buf remark = {0};
    buf_addf(&remark, "answer %s %s", question->name, text);
    session_remark(room->session, buf_text(&remark));
    buf_finish(&remark);
}

/* How a line of the program must read. */
static const struct classroom_news *answer_program(struct classroom *room, const char *text)
{
    const bool right = practice_repair(room->lesson, text, &room->repair);
    room->answered[room->lesson->question_count] = right;
    struct classroom_news *const news = room_news(room, CLASSROOM_REPAIRED);
    news->number = right;
    room_compare(room, news);
    return news;
}

static void remark_repair(struct classroom *room, const char *text)
{
    struct buf remark = {0};
    buf_addf(&remark, "repair %s", text);
    session_remark(room->session, buf_text(&remark));
    buf_finish(&remark);
}

static const struct classroom_news *do_answer(struct classroom *room, const char *text)
{
    uint64_t number;
    if (scene_asks(room))
        return scene_answer(room, text);
    if (room->place != CLASSROOM_TASK)
        return room_refuse(room, N_("nothing is asked here; next goes back to the task"), NULL);
    if (room->lesson->program.count > 0) {
        remark_repair(room, text);
        return answer_program(room, text);
    }
    if (room->lesson->question_count == 0)
        return room_refuse(room, N_("this task asks no question; predict asks one"), NULL);
    const struct lesson_question *const question = find_question(room, &text);
    if (question == NULL)
        return room_refuse(room, N_("say which question is answered: answer {0} ..."),
            room->lesson->questions[0].name);
    if (lesson_answer_parse(question, text, &number))
        remark_answer(room, question, text);
    return give_answer(room, question, text);
}

/* ---- moving ----------------------------------------------------------------------------------- */

/* A journal tells where free play ended: its steps look like those of the task. */
static void go_to_task(struct classroom *room, uint32_t step)
{
    const bool played = room->place == CLASSROOM_PLAY;
    room->predicts = false;
    room->place = CLASSROOM_TASK;
    room_go(room, step, room->base);
    if (played)
        session_remark(room->session, "back");
}

static const struct classroom_news *do_back(struct classroom *room)
{
    go_to_task(room, room->back);
    struct classroom_news *const news = room_news(room, CLASSROOM_BACK);
    room_compare(room, news);
    return news;
}

static const struct classroom_news *do_next(struct classroom *room)
{
    if (room->lesson != NULL && room->place != CLASSROOM_TASK)
        return do_back(room);
    if (room_in_exercise(room))
        return room_next_exercise(room);
    const size_t index = room->lesson == NULL ? 0 : classroom_index(room) + 1;
    if (index >= room->course->count)
        return room_refuse(room, N_("this was the last lesson; lesson list shows all"), NULL);
    const struct lesson_sketch *const sketch = &room->course->lessons[index];
    if (room->lesson != NULL && !room->verdict.solved)
        return room_refuse(room,
            N_("the task is still open: check says what is missing; lesson {0} goes on anyway"),
            sketch->id);
    return room_open(room, sketch);
}

static const struct classroom_news *do_play(struct classroom *room)
{
    if (room->place != CLASSROOM_TASK)
        return room_refuse(room, N_("next goes back to the task first"), NULL);
    room->back = session_current(room->session)->id;
    room->place = CLASSROOM_PLAY;
    session_set_floor(room->session, room->back);
    session_remark(room->session, "play");
    return room_news(room, CLASSROOM_PLAYING);
}

static const struct classroom_news *do_restart(struct classroom *room)
{
    go_to_task(room, room->base);
    memset(room->answered, 0, (room->lesson->question_count + 1) * sizeof *room->answered);
    room->last_wrong = NULL;
    room_judge(room);
    room->was_solved = room->verdict.solved;
    room_withhold(room);
    return room_news(room, CLASSROOM_RESTARTED);
}

/* ---- remarks of a journal ---------------------------------------------------------------------- */

static const struct classroom_news *claim_answer(struct classroom *room, const char *text)
{
    const struct lesson_question *const question = find_question(room, &text);
    return question == NULL ? room_news(room, CLASSROOM_NOTHING)
                            : give_answer(room, question, text);
}

static const struct classroom_news *claim_back(struct classroom *room)
{
    if (room->place != CLASSROOM_PLAY)
        return room_news(room, CLASSROOM_NOTHING);
    room->place = CLASSROOM_TASK;
    return classroom_update(room);
}

static const struct classroom_news *claim_play(struct classroom *room)
{
    if (room->place == CLASSROOM_TASK) {
        room->back = session_current(room->session)->id;
        room->place = CLASSROOM_PLAY;
    }
    return room_news(room, CLASSROOM_NOTHING);
}

const struct classroom_news *classroom_remark(struct classroom *room, const char *text)
{
    const char *const rest = room_behind_word(text);
    if (room->lesson == NULL || room->place == CLASSROOM_OUT)
        return room_news(room, CLASSROOM_NOTHING);
    if (room_is_word(text, "answer") && room->place == CLASSROOM_TASK)
        return claim_answer(room, rest);
    if (room_is_word(text, "repair") && room->place == CLASSROOM_TASK &&
        room->lesson->program.count > 0)
        return answer_program(room, rest);
    if (room_is_word(text, "predicted"))
        return scene_claim(room, rest);
    if (room_is_word(text, "play"))
        return claim_play(room);
    if (room_is_word(text, "back"))
        return claim_back(room);
    if (room_is_word(text, "hint") && room->hints < LESSON_HINTS)
        room->hints++;
    if (room_is_word(text, "solution"))
        room->shown = true;
    return room_news(room, CLASSROOM_NOTHING);
}

/* ---- the table -------------------------------------------------------------------------------- */

static bool is_help(enum lang_command_id id)
{
    return id == LANG_CMD_HINT || id == LANG_CMD_DEMO || id == LANG_CMD_SOLUTION;
}

/* Words that need no lesson. NULL: it is none of them. */
static const struct classroom_news *run_outside(struct classroom *room,
    const struct lang_command *command)
{
    switch ((int)command->id) {
    case LANG_CMD_LESSON:
        return do_lesson(room, text_of(command));
    case LANG_CMD_NEXT:
        return do_next(room);
    case LANG_CMD_PRACTICE:
        return room_practice(room, text_of(command));
    case LANG_CMD_PROGRESS:
        return room_progress(room, command);
    }
    return NULL;
}

static const struct classroom_news *run_inside(struct classroom *room,
    const struct lang_command *command)
{
    switch ((int)command->id) {
    case LANG_CMD_GOAL:
        return room_news(room, CLASSROOM_GOAL);
    case LANG_CMD_CHECK:
        return room_news(room, CLASSROOM_CHECKED);
    case LANG_CMD_HINT:
        return do_hint(room);
    case LANG_CMD_DEMO:
        return do_demo(room);
    case LANG_CMD_PREDICT:
        return scene_predict(room);
    case LANG_CMD_ANSWER:
        return do_answer(room, text_of(command));
    case LANG_CMD_SOLUTION:
        return do_solution(room);
    case LANG_CMD_PLAY:
        return do_play(room);
    case LANG_CMD_RESTART:
        return do_restart(room);
    }
    return room_refuse(room, N_("this word is not known here"), NULL);
}

const struct classroom_news *classroom_word(struct classroom *room,
    const struct lang_command *command)
{
    const bool asks_twice = command->id == LANG_CMD_SOLUTION;
    room->solution_asked = room->solution_asked && asks_twice;
    if (command->id != LANG_CMD_PROGRESS)
        buf_clear(&room->reset_asked);
    const struct classroom_news *const news = run_outside(room, command);
    if (news != NULL)
        return news;
    if (room->lesson == NULL)
        return room_refuse(room, N_("this word belongs to a lesson; lesson list shows all"), NULL);
    if (room->options.exam && is_help(command->id))
        return room_refuse(room, N_("not in an exam"), NULL);
    return run_inside(room, command);
}
