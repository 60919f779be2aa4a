/* faults - the table of what can be wrong with a course. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "lesson/lesson.h"

static const struct {
    const char *code, *msgid;
} faults_table[LESSON_FAULT_COUNT] = {
#define LESSON_FAULT(name, code_, msgid_) [LESSON_FAULT_##name] = {code_, msgid_},
#include "lesson/faults.def"
#undef LESSON_FAULT
};

const char *lesson_fault_code(enum lesson_fault_id id)
{
    return faults_table[id].code;
}

const char *lesson_fault_msgid(enum lesson_fault_id id)
{
    return faults_table[id].msgid;
}

static const char *copy(struct arena *arena, const char *text)
{
    return text == NULL ? "" : arena_strndup(arena, text, strlen(text));
}

void lesson_faults_add(struct lesson_faults *faults, enum lesson_fault_id id, const char *file,
    unsigned line, const char *arg0, const char *arg1)
{
    if (faults->count >= LESSON_MAX_FAULTS)
        return;
    base_grow(&faults->items, &faults->cap, faults->count + 1, sizeof *faults->items);
    faults->items[faults->count++] = (struct lesson_fault){.id = id,
        .file = copy(&faults->arena, file),
        .line = line,
        .args = {copy(&faults->arena, arg0), copy(&faults->arena, arg1)}};
}

void lesson_faults_finish(struct lesson_faults *faults)
{
    free(faults->items);
    arena_finish(&faults->arena);
    *faults = (struct lesson_faults){0};
}
