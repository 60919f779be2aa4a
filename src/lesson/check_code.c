/* check_code - blocks of code in the texts, run as a person would who types them. */
#include <string.h>

#include "checking.h"

struct block {
    struct checking *c;
    struct trial trial;
    struct buf pending;            /* lines of a call that lacks its end */
    unsigned line;                 /* where they begin */
    bool may_fail;                 /* the last of the lines must */
    bool is_wrong;                 /* a fault was told: no more of this block */
    uint32_t error;                /* of the newest call; 0: it worked */
    unsigned error_line;
    bool ran;
};

static void fault_text(struct block *b, unsigned line, enum lesson_fault_id id, const char *text)
{
    check_fault(b->c, line, id, text, NULL);
    b->is_wrong = true;
}

/* A failure is forgiven only if no line comes after it. */
static void tell_failure(struct block *b)
{
    struct buf error = {0};
    check_error_text(b->error, &error);
    fault_text(b, b->error_line, LESSON_FAULT_CODE_FAILS, buf_text(&error));
    buf_finish(&error);
}

static void take_end(struct block *b, enum trial_end end, uint32_t error)
{
    switch (end) {
    case TRIAL_WRONG:
        fault_text(b, b->line, LESSON_FAULT_CODE_WRONG, buf_text(&b->pending));
        break;
    case TRIAL_OPEN:
        return;
    case TRIAL_WORKS:
    case TRIAL_FAILS:
    case TRIAL_WORD:
        b->ran = true;
        b->error = error;
        b->error_line = b->line;
        if (error != 0 && !b->may_fail)
            tell_failure(b);
        break;
    }
    buf_clear(&b->pending);
}

static bool is_blank(const char *line, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r')
            return false;
    return true;
}

static void run_code_line(struct block *b, const char *line, size_t len, unsigned number)
{
    uint32_t error = 0;
    if (b->pending.len == 0) {
        if (is_blank(line, len))
            return;
        if (b->error != 0) {                     /* something follows what failed */
            tell_failure(b);
            return;
        }
        b->line = number;
    } else {
        buf_addc(&b->pending, '\n');
    }
    buf_addn(&b->pending, line, len);
    const enum trial_end end =
        trial_run(&b->trial, buf_text(&b->pending), b->pending.len, &error);
    take_end(b, end, error);
}

static void run_code_lines(struct block *b, const char *code, size_t len)
{
    unsigned number = b->line;
    for (size_t at = 0; at < len && !b->is_wrong;) {
        const char *const newline = memchr(code + at, '\n', len - at);
        const size_t end = newline == NULL ? len : (size_t)(newline - code);
        run_code_line(b, code + at, end - at, ++number);
        at = end + 1;
    }
    if (!b->is_wrong && b->pending.len > 0)
        fault_text(b, b->line, LESSON_FAULT_CODE_WRONG, buf_text(&b->pending));
    else if (!b->is_wrong && b->may_fail && b->error == 0)
        fault_text(b, b->ran ? b->error_line : b->line, LESSON_FAULT_CODE_WORKS, NULL);
}

static void run_program(struct block *b, const char *code, size_t len)
{
    uint32_t error = 0;
    switch (trial_run_program(&b->trial, code, len, &error)) {
    case TRIAL_FAILS:
        b->error = error;
        b->error_line = b->line;
        tell_failure(b);
        return;
    case TRIAL_WORKS:
        return;
    case TRIAL_WRONG:
    case TRIAL_OPEN:
    case TRIAL_WORD:
        fault_text(b, b->line, LESSON_FAULT_CODE_WRONG, "c");
        return;
    }
}

void check_code(struct checking *c, const char *info, const char *code, size_t len, unsigned line)
{
    struct block b = {.c = c, .line = line, .may_fail = strcmp(info, "fails") == 0};
    const bool is_program = strcmp(info, "c") == 0;
    if (strcmp(info, "text") == 0)
        return;
    if (*info != '\0' && !b.may_fail && !is_program) {
        fault_text(&b, line, LESSON_FAULT_CODE_WRONG, info);
        return;
    }
    if (!trial_open(&b.trial, c->lesson, NULL, NULL))
        return;
    b.trial.is_judged = false;
    if (is_program)
        run_program(&b, code, len);
    else
        run_code_lines(&b, code, len);
    buf_finish(&b.pending);
    trial_close(&b.trial);
}
