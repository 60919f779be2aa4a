/* practice - which exercise comes next, and putting it together as the files of a lesson. */
#include "lesson/practice.h"

#include <string.h>

#include "base/hash.h"

#include "practising.h"

/* ---- topics ----------------------------------------------------------------------------------- */

static const char *const topics[TOPIC_COUNT] = {[TOPIC_RESERVE] = "reserve",
    [TOPIC_COMMIT] = "commit", [TOPIC_FREE] = "free", [TOPIC_ROUNDING] = "rounding",
    [TOPIC_PROTECT] = "protect", [TOPIC_GUARD] = "guard", [TOPIC_CHARGE] = "charge",
    [TOPIC_QUERY] = "query"};

const char *practice_topic(size_t i)
{
    return i < TOPIC_COUNT ? topics[i] : NULL;
}

static bool is_any(const char *topic)
{
    return *topic == '\0' || strcmp(topic, "all") == 0;
}

static enum topic find_topic(const char *topic)
{
    int i = 0;
    while (i < TOPIC_COUNT && strcmp(topics[i], topic) != 0)
        i++;
    return (enum topic)i;
}

bool practice_has_topic(const char *topic)
{
    return is_any(topic) || find_topic(topic) != TOPIC_COUNT;
}

enum practice_kind practice_kind(const struct lesson *lesson)
{
    if (lesson->program.count > 0)
        return PRACTICE_REPAIR;
    if (lesson->asks_prediction)
        return PRACTICE_PREDICT;
    if (lesson->question_count == 0)
        return PRACTICE_MAP;
    return strcmp(lesson->questions[0].name, "call") == 0 ? PRACTICE_WRONG_CALL
                                                           : PRACTICE_QUESTION;
}

/* ---- drawing ---------------------------------------------------------------------------------- */

unsigned draw_below(struct draw *draw, unsigned end)
{
    draw->state += BASE_HASH_SEED;
    return (unsigned)(hash_word(BASE_HASH_SEED, draw->state) % end);
}

static struct draw draw_from(uint64_t seed, uint64_t what, uint64_t number)
{
    return (struct draw){hash_word(hash_word(hash_word(BASE_HASH_SEED, seed), what), number)};
}

/* The place-th of count things in an order of its own for each round through them. */
static unsigned in_turn(uint64_t seed, uint64_t what, unsigned number, unsigned count)
{
    unsigned order[TOPIC_COUNT];
    struct draw draw = draw_from(seed, what, number / count);
    for (unsigned i = 0; i < count; i++) {
        const unsigned other = draw_below(&draw, i + 1);
        order[i] = order[other];
        order[other] = i;
    }
    return order[number % count];
}

/* ---- forms ------------------------------------------------------------------------------------ */

enum form { FORM_PREDICT, FORM_WRONG, FORM_MAP, FORM_REPAIR, FORM_TURNS, FORM_QUERY = FORM_TURNS,
    FORM_CHARGE };
static const char *const form_pages[] = {[FORM_PREDICT] = "predict", [FORM_WRONG] = "wrong",
    [FORM_MAP] = "map", [FORM_REPAIR] = "repair", [FORM_QUERY] = "query",
    [FORM_CHARGE] = "charge"};

/* What fits the topic: a query changes nothing, so it is asked about; what a call costs, too. */
static enum form form_of(enum topic topic, unsigned turn, struct draw *draw)
{
    if (topic == TOPIC_QUERY)
        return FORM_QUERY;
    if (topic == TOPIC_CHARGE && turn == FORM_PREDICT && draw_below(draw, 2) == 0)
        return FORM_CHARGE;
    return (enum form)turn;
}

static bool make_form(struct maker *m, enum form form, struct facts *facts, const char **ret_idea)
{
    switch (form) {
    case FORM_PREDICT:
        return make_prediction(m, facts, ret_idea);
    case FORM_WRONG:
        return make_wrong_call(m, facts, ret_idea);
    case FORM_MAP:
        return make_map(m, facts);
    case FORM_REPAIR:
        return make_repair(m, facts, ret_idea);
    case FORM_QUERY:
        return make_query(m, facts);
    case FORM_CHARGE:
        return make_charge(m, facts);
    }
    return false;
}

/* ---- an exercise ------------------------------------------------------------------------------ */

static void begin_maker(struct maker *m, enum form form, unsigned attempt)
{
    const struct session_options options = {
        .layout = form == FORM_REPAIR ? SESSION_LAYOUT_PROCESS : SESSION_LAYOUT_EMPTY};
    m->session = session_create(&options, NULL, NULL);
    m->draw.state += attempt;
    m->window = ((vm_page)0x1000 + draw_below(&m->draw, 0x5F00) / 0x10 * 0x10)
        * VM_GRANULE_PAGES;
    buf_addf(&m->data, "lesson practice-%u\ntopic %s\n", m->number + 1, topics[m->topic]);
}

static void end_maker(struct maker *m)
{
    session_destroy(m->session);
    buf_finish(&m->start);
    buf_finish(&m->data);
}

/* What the other forms ask is true by the way they are made. */
static bool is_sound(enum form form, const struct lesson *lesson)
{
    return form == FORM_MAP ? map_is_sound(lesson)
        : form == FORM_REPAIR ? repair_is_sound(lesson) : true;
}

/* One try; false if the numbers drawn gave nothing sound. */
static bool try_to_make(struct maker *m, enum form form, const struct lesson_host *host,
    struct lesson_sketch *ret)
{
    struct facts facts = {0};
    struct lesson_faults faults = {0};
    const char *idea = "";
    buf_addf(facts_add(&facts, "NUMBER"), "%u", m->number + 1);
    *ret = (struct lesson_sketch){.folder = "practice", .path = "practice"};
    const bool made = make_form(m, form, &facts, &idea) &&
        practice_words(ret, host, form_pages[form], idea, &facts);
    if (made) {
        ret->data = m->data;
        m->data = (struct buf){0};
        ret->plain = lesson_fill(ret, "", &faults);
    }
    lesson_faults_finish(&faults);
    facts_finish(&facts);
    if (ret->plain != NULL && is_sound(form, ret->plain)) {
        ret->id = ret->plain->id;
        return true;
    }
    practice_sketch_finish(ret);
    return false;
}

bool practice_make(const char *topic, uint64_t seed, unsigned number,
    const struct lesson_host *host, struct lesson_sketch *ret)
{
    enum { ATTEMPTS = 40, ANY = TOPIC_COUNT };
    *ret = (struct lesson_sketch){0};
    if (!practice_has_topic(topic))
        return false;
    const unsigned named = is_any(topic) ? ANY : (unsigned)find_topic(topic);
    struct draw draw = draw_from(seed, named, number);
    const unsigned level = number < 2 ? 0 : number < 6 ? 1 : number < 12 ? 2 : 3;
    const enum topic one = named == ANY
        ? (enum topic)in_turn(seed, 100, number, TOPIC_COUNT) : (enum topic)named;
    const enum form form = form_of(one, in_turn(seed, 200 + named, number, FORM_TURNS), &draw);
    bool made = false;
    for (unsigned attempt = 0; attempt < ATTEMPTS && !made; attempt++) {
        struct maker m = {.draw = draw, .topic = one, .level = level, .number = number};
        begin_maker(&m, form, attempt);
        made = try_to_make(&m, form, host, ret);
        end_maker(&m);
    }
    return made;
}

void practice_sketch_finish(struct lesson_sketch *sketch)
{
    buf_finish(&sketch->data);
    for (int i = 0; i < LESSON_LANGUAGES; i++)
        buf_finish(&sketch->words[i]);
    lesson_destroy(sketch->plain);
    *sketch = (struct lesson_sketch){0};
}
