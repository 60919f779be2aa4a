/* predict - paint on pages, what a person says a call will do, and how near that is. */
#include "lesson/predict.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lang/words.h"

/* ---- paint ---------------------------------------------------------------------------------- */

static bool same_state(const struct lesson_state *a, const struct lesson_state *b)
{
    return a->state == b->state && a->protect == b->protect;
}

/* Appends a stretch; it grows the last one where it goes on like it. */
static void append(struct prediction *p, vm_page first, vm_page end,
    const struct lesson_state *state)
{
    if (first >= end)
        return;
    struct prediction_stretch *const last = p->count > 0 ? &p->stretches[p->count - 1] : NULL;
    if (last != NULL && last->end == first && same_state(&last->state, state)) {
        last->end = end;
        return;
    }
    base_grow(&p->stretches, &p->cap, p->count + 1, sizeof *p->stretches);
    p->stretches[p->count++] = (struct prediction_stretch){first, end, *state};
}

void prediction_paint(struct prediction *prediction, vm_page first, vm_page end,
    const struct lesson_state *state)
{
    const struct prediction old = *prediction;
    prediction->has_pages = true;
    prediction->stretches = NULL;
    prediction->count = prediction->cap = 0;
    size_t i = 0;
    for (; i < old.count && old.stretches[i].first < first; i++) {
        const struct prediction_stretch *const s = &old.stretches[i];
        append(prediction, s->first, s->end < first ? s->end : first, &s->state);
        if (s->end > first)
            break;
    }
    if (state != NULL)
        append(prediction, first, end, state);
    for (; i < old.count; i++) {
        const struct prediction_stretch *const s = &old.stretches[i];
        append(prediction, s->first > end ? s->first : end, s->end, &s->state);
    }
    free(old.stretches);
}

/* The first stretch that does not end before page; count if there is none. */
static size_t stretch_after(const struct prediction *p, vm_page page)
{
    size_t low = 0, high = p->count;
    while (low < high) {
        const size_t mid = low + (high - low) / 2;
        if (p->stretches[mid].end <= page)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

const struct lesson_state *prediction_at(const struct prediction *prediction, vm_page page)
{
    const size_t i = stretch_after(prediction, page);
    return i < prediction->count && prediction->stretches[i].first <= page
        ? &prediction->stretches[i].state : NULL;
}

void prediction_finish(struct prediction *prediction)
{
    free(prediction->stretches);
    *prediction = (struct prediction){0};
}

/* ---- words ---------------------------------------------------------------------------------- */

enum { WORKS, FAILS, NO_CHANGE };
struct meaning {
    const char *word;
    unsigned value;
};
static const struct meaning verdicts[] = {{"works", WORKS}, {"funciona", WORKS}, {"ok", WORKS},
    {"fails", FAILS}, {"falla", FAILS}, {"error", FAILS}, {"none", NO_CHANGE},
    {"nothing", NO_CHANGE}, {"nada", NO_CHANGE}, {"ninguno", NO_CHANGE}, {"ninguna", NO_CHANGE},
    {NULL, 0}};
static const struct meaning values[] = {{"NULL", 0}, {"FALSE", 0}, {"TRUE", 1}, {NULL, 0}};

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool same_word(const char *a, const char *b)
{
    while (*a != '\0' && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return *a == '\0' && *b == '\0';
}

static const struct meaning *find(const struct meaning *list, const char *word)
{
    while (list->word != NULL && !same_word(list->word, word))
        list++;
    return list->word != NULL ? list : NULL;
}

/* Numbers of up to four digits are decimal, since no address is so small: 28, 1, 65. */
static bool read_value(const char *text, uint64_t *ret)
{
    const struct meaning *const known = find(values, text);
    if (known != NULL) {
        *ret = known->value;
        return true;
    }
    const size_t len = strlen(text);
    return len <= 4 && strspn(text, "0123456789") == len ? lang_read_number(text, len, ret)
                                                         : lang_read_address(text, len, ret);
}

/* 487, ERROR_INVALID_ADDRESS, C0000005, 80000001, STATUS_GUARD_PAGE_VIOLATION. */
static bool read_error(const char *text, uint32_t *ret)
{
    for (int i = VM_STATUS_SUCCESS + 1; i < VM_STATUS_COUNT; i++) {
        const enum vm_status status = (enum vm_status)i;
        const char *const name = vm_error_name(vm_status_error(status));
        if (name != NULL && same_word(name, text)) {
            *ret = vm_status_error(status);
            return true;
        }
        if (same_word(vm_status_name(status), text)) {
            *ret = vm_status_nt(status);
            return true;
        }
    }
    const size_t len = strlen(text);
    uint64_t number = 0;
    const bool is_code = len >= 8 || text[0] > '9';          /* of an exception: hexadecimal */
    if (!(is_code ? lang_read_address(text, len, &number) : lang_read_number(text, len, &number)))
        return false;
    *ret = (uint32_t)number;
    return number != 0 && number <= UINT32_MAX;
}

/* ---- text ----------------------------------------------------------------------------------- */

enum { MOST_WORDS = 400 };
struct reader {
    const char *words[MOST_WORDS + 3];           /* what is looked at beyond the last is NULL */
    size_t at;
    struct prediction said;                      /* what the text says alone */
    bool says_no_change;
};

static const char separators[] = " \t\r\n,;";

static void split(struct reader *r, char *text)
{
    size_t count = 0;
    for (text += strspn(text, separators); *text != '\0' && count < MOST_WORDS;) {
        r->words[count++] = text;
        text += strcspn(text, separators);
        if (*text != '\0')
            *text++ = '\0';
        text += strspn(text, separators);
    }
    if (*text != '\0')
        r->words[count] = text;                  /* no word: all that is too much */
}

/* ADDRESS SIZE: the pages that hold these bytes. */
static bool read_range(const char *address, const char *size, vm_page *ret_first, vm_page *ret_end)
{
    uint64_t addr = 0, bytes = 0;
    if (size == NULL || !lang_read_address(address, strlen(address), &addr) ||
        !lang_read_size(size, strlen(size), &bytes) || bytes == 0 ||
        bytes - 1 > UINT64_MAX - addr)
        return false;
    *ret_first = addr >> VM_PAGE_SHIFT;
    *ret_end = ((addr + bytes - 1) >> VM_PAGE_SHIFT) + 1;
    return true;
}

/* ADDRESS SIZE STATE at the next words? */
static bool read_stretch(const struct reader *r, struct prediction_stretch *ret)
{
    const char *const *const word = &r->words[r->at];
    return word[0] != NULL && read_range(word[0], word[1], &ret->first, &ret->end) &&
        word[2] != NULL && lesson_state_parse(word[2], &ret->state);
}

static bool take_stretch(struct reader *r)
{
    struct prediction_stretch s;
    if (!read_stretch(r, &s))
        return false;
    prediction_paint(&r->said, s.first, s.end, &s.state);
    r->at += 3;
    return true;
}

/* Is it a size that no address and no error looks like? Then a stretch was meant. */
static bool is_size_alone(const char *word)
{
    uint64_t number;
    return word != NULL && lang_read_size(word, strlen(word), &number) &&
        !lang_read_address(word, strlen(word), &number);
}

/* The word that makes the next ones no stretch. */
static const char *strange_word(const struct reader *r)
{
    const char *const *const word = &r->words[r->at];
    if (!is_size_alone(word[1]))
        return word[0];
    return word[2] != NULL ? word[2] : word[1];
}

/* Behind works or fails stand the error and the value, if they are said, in any order. */
static void take_result(struct reader *r, bool works)
{
    struct prediction *const said = &r->said;
    said->has_result = true;
    said->works = works;
    said->error = 0;
    said->has_value = false;
    for (;;) {
        const char *const *const word = &r->words[r->at];
        struct prediction_stretch stretch;
        if (word[0] == NULL || is_size_alone(word[1]) || read_stretch(r, &stretch))
            return;
        if (works || said->error != 0 || !read_error(word[0], &said->error)) {
            if (said->has_value || !read_value(word[0], &said->value))
                return;
            said->has_value = true;
        }
        r->at++;
    }
}

/* One item; false if the next word is none. */
static bool take_item(struct reader *r)
{
    const struct meaning *const verdict = find(verdicts, r->words[r->at]);
    if (verdict == NULL)
        return take_stretch(r);
    r->at++;
    if (verdict->value == NO_CHANGE)
        r->says_no_change = true;
    else
        take_result(r, verdict->value == WORKS);
    return true;
}

/* Takes over what the text said. */
static void add(struct prediction *prediction, const struct reader *r)
{
    const struct prediction *const said = &r->said;
    if (said->has_result) {
        prediction->has_result = true;
        prediction->works = said->works;
        prediction->error = said->error;
        prediction->has_value = said->has_value;
        prediction->value = said->value;
    }
    if (r->says_no_change) {
        prediction->count = 0;
        prediction->has_pages = true;
    }
    for (size_t i = 0; i < said->count; i++)
        prediction_paint(prediction, said->stretches[i].first, said->stretches[i].end,
            &said->stretches[i].state);
}

bool prediction_read(struct prediction *prediction, const char *text, struct buf *scratch,
    const char **ret_word)
{
    struct reader r = {.at = 0};
    buf_clear(scratch);
    buf_add(scratch, text);
    if (scratch->len > 0)
        split(&r, scratch->data);
    bool is_understood = true;
    while (is_understood && r.words[r.at] != NULL)
        is_understood = r.at < MOST_WORDS && take_item(&r);
    if (is_understood)
        add(prediction, &r);
    else
        *ret_word = strange_word(&r);
    prediction_finish(&r.said);
    return is_understood;
}

/* Errors are decimal, exceptions have their eight digits; a value that could be taken for something
 * else has its 0x. */
void prediction_write(const struct prediction *prediction, struct buf *out)
{
    buf_add(out, prediction->works ? "works" : "fails");
    if (!prediction->works && prediction->error != 0)
        buf_addf(out, prediction->error >= 0x10000000 ? " %08lX" : " %lu",
            (unsigned long)prediction->error);
    if (prediction->has_value)
        buf_addf(out, prediction->value > 9999 ? " 0x%llX" : " %llu",
            (unsigned long long)prediction->value);
    if (prediction->has_pages && prediction->count == 0)
        buf_add(out, " none");
    for (size_t i = 0; i < prediction->count; i++) {
        const struct prediction_stretch *const s = &prediction->stretches[i];
        buf_addf(out, " %llX %llup ", (unsigned long long)(s->first << VM_PAGE_SHIFT),
            (unsigned long long)(s->end - s->first));
        lesson_state_write(&s->state, out);
    }
}

/* ---- comparing ------------------------------------------------------------------------------ */

/* A walk over pages in pieces that are even in all that is looked at. */
struct walk {
    const struct prediction *prediction;
    const struct vm_space *before;
    const struct vm_change *change;
    size_t after;
};
struct piece {
    vm_page first, end;
    vm_attr was, is;
    const struct lesson_state *said;             /* NULL: not painted */
};

static vm_attr even(vm_attr attr)
{
    return attr & ~(vm_attr)VM_ATTR_BEGIN;
}

static vm_page nearer(vm_page a, vm_page b)
{
    return a < b ? a : b;
}

/* The stretch of the change that holds page, or the first behind it. */
static const struct vm_stretch *after_at(struct walk *w, vm_page page)
{
    const struct vm_change *const c = w->change;
    while (w->after < c->after_count && c->after[w->after].end <= page)
        w->after++;
    return w->after < c->after_count ? &c->after[w->after] : NULL;
}

/* The next piece from page at on that was painted or lies in the change; false at the end. */
static bool walk_next(struct walk *w, vm_page at, struct piece *ret)
{
    const struct prediction *const p = w->prediction;
    const vm_page last = vm_space_end(w->before);
    const size_t i = stretch_after(p, at);
    const struct prediction_stretch *const s = i < p->count ? &p->stretches[i] : NULL;
    const struct vm_stretch *const a = after_at(w, at);
    if (s == NULL && a == NULL)
        return false;
    const vm_page begins =
        s == NULL ? a->first : a == NULL ? s->first : nearer(s->first, a->first);
    const vm_page first = at > begins ? at : begins;
    *ret = (struct piece){.first = first, .end = UINT64_MAX};
    if (first < last) {
        const struct vm_run run = vm_space_run(w->before, first);
        ret->was = even(run.attr);
        ret->end = run.end;
    }
    ret->is = ret->was;
    if (s != NULL)
        ret->end = nearer(ret->end, first < s->first ? s->first : s->end);
    if (s != NULL && s->first <= first)
        ret->said = &s->state;
    if (a != NULL)
        ret->end = nearer(ret->end, first < a->first ? a->first : a->end);
    if (a != NULL && a->first <= first)
        ret->is = even(a->attr);
    return true;
}

static struct lesson_state state_of(vm_attr attr)
{
    return (struct lesson_state){vm_attr_state(attr), vm_attr_protect(attr)};
}

static void compare_piece(const struct piece *piece, struct prediction_outcome *ret)
{
    const struct lesson_state was = state_of(piece->was), is = state_of(piece->is);
    const bool is_said = piece->said != NULL && !lesson_state_fits(piece->said, piece->was);
    const bool is_changed = !same_state(&was, &is);
    if (!is_said && !is_changed)
        return;
    const uint64_t pages = piece->end - piece->first;
    const bool is_right = is_said && lesson_state_fits(piece->said, piece->is);
    ret->all_pages += pages;
    ret->right_pages += is_right ? pages : 0;
    if (is_right || ret->has_difference)
        return;
    ret->has_difference = true;
    ret->page = piece->first;
    ret->said = is_said ? *piece->said : was;
    ret->is = piece->is;
}

void prediction_compare(const struct prediction *prediction, const struct vm_space *before,
    const struct vm_change *change, struct prediction_outcome *ret)
{
    const struct vm_result *const result = &change->result;
    const uint32_t error = result->exception != 0 ? result->exception : result->error;
    *ret = (struct prediction_outcome){.actual = *result};
    ret->result_right = prediction->has_result && prediction->works == (error == 0);
    ret->error_right = prediction->error == 0 || prediction->error == error;
    ret->value_right = !prediction->has_value || prediction->value == result->value;
    struct walk walk = {.prediction = prediction, .before = before, .change = change};
    struct piece piece = {0};
    ret->pages_said = prediction->has_pages;
    while (ret->pages_said && walk_next(&walk, piece.end, &piece))
        compare_piece(&piece, ret);
    ret->right = ret->result_right && ret->error_right && ret->value_right &&
        ret->right_pages == ret->all_pages;
}
