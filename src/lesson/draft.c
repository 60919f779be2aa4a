/* draft - the files of a new lesson, made from the steps of a session. */
#include "lesson/draft.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lesson/judge.h"

uint32_t draft_begin(const struct session *session)
{
    const struct session_step *step = session_current(session);
    while (step->kind != SESSION_STEP_START && step->kind != SESSION_STEP_RESTART)
        step = session_step(session, step->parent);
    return step->id;
}

bool draft_mark_fits(const struct session *session, uint32_t mark)
{
    const uint32_t begin = draft_begin(session);
    uint32_t id = session_current(session)->id;
    while (id != begin && id != mark)
        id = session_step(session, id)->parent;
    return id == mark;
}

/* ---- lines ------------------------------------------------------------------------------------ */

static bool has_failed(const struct session_step *step)
{
    for (size_t i = 0; i < step->call_count; i++)
        if (step->calls[i].change->result.error != 0 ||
            step->calls[i].change->result.exception != 0)
            return true;
    return false;
}

/* A line of several would not be one in a lesson. */
static void add_text(struct buf *out, const char *text)
{
    buf_add(out, "    ");
    for (; *text != '\0'; text++)
        buf_addc(out, *text == '\n' ? ' ' : *text);
    buf_addc(out, '\n');
}

/* The steps from behind first to last, oldest first. */
static void add_lines(const struct session *session, uint32_t first, uint32_t last,
    struct buf *out)
{
    const uint32_t from = session_step(session, first)->depth;
    const uint32_t to = session_step(session, last)->depth;
    uint32_t *const way = base_alloc((to - from + 1) * sizeof *way);
    for (uint32_t at = to - from; at > 0; at--) {
        way[at] = last;
        last = session_step(session, last)->parent;
    }
    for (uint32_t at = 1; at <= to - from; at++) {
        const struct session_step *const step = session_step(session, way[at]);
        if (!has_failed(step))
            add_text(out, step->text);
    }
    free(way);
}

static unsigned count_calls(const struct session *session, uint32_t mark)
{
    unsigned calls = 0;
    for (uint32_t id = session_current(session)->id; id != mark;
         id = session_step(session, id)->parent) {
        const struct session_step *const step = session_step(session, id);
        for (size_t i = 0; i < step->call_count; i++) {
            const enum vm_call_id call = step->calls[i].change->call.id;
            const bool counts = call >= VM_CALL_ALLOC && call <= VM_CALL_RESET_WRITE_WATCH &&
                call != VM_CALL_QUERY;
            calls += counts && step->calls[i].change->result.error == 0;
        }
    }
    return calls;
}

/* ---- the goal --------------------------------------------------------------------------------- */

static void add_protection(struct buf *out, uint32_t protect)
{
    const struct lesson_state state = {.state = VM_COMMITTED, .protect = protect};
    lesson_state_write(&state, out);
}

static void add_allocation(struct buf *out, const struct vm_space *space, struct vm_run run)
{
    const vm_page end = run.alloc_end;
    buf_addf(out, "    allocation %08llX %llup ",
        (unsigned long long)(run.alloc_first << VM_PAGE_SHIFT),
        (unsigned long long)(end - run.alloc_first));
    add_protection(out, vm_attr_asked(run.attr));
    for (vm_page page = run.alloc_first; page < end; page = run.end) {
        run = vm_space_run(space, page);
        buf_addf(out, "%s %llup ", page == run.alloc_first ? " =" : ",",
            (unsigned long long)(run.end - run.first));
        const struct lesson_state state = {vm_attr_state(run.attr), vm_attr_protect(run.attr)};
        lesson_state_write(&state, out);
    }
    buf_addc(out, '\n');
}

static bool is_as_before(const struct vm_space *space, const struct vm_space *before,
    vm_page first, vm_page end)
{
    for (vm_page page = first; page < end;) {
        const struct vm_run now = vm_space_run(space, page);
        const struct vm_run was = vm_space_run(before, page);
        if (now.attr != was.attr || now.alloc_first != was.alloc_first)
            return false;
        page = now.end < was.end ? now.end : was.end;
    }
    return true;
}

/* Allocations that are new or other than before, then what is free now. */
static void add_goal(const struct vm_space *space, const struct vm_space *before, struct buf *out)
{
    const vm_page end = vm_space_end(space);
    buf_add(out, "goal\n");
    for (vm_page page = 0; page < end;) {
        const struct vm_run run = vm_space_run(space, page);
        const bool is_free = vm_attr_state(run.attr) == VM_FREE;
        page = is_free ? run.end : run.alloc_end;
        if (!is_free && !is_as_before(space, before, run.alloc_first, run.alloc_end))
            add_allocation(out, space, run);
    }
    for (vm_page page = 0; page < end;) {
        const struct vm_run was = vm_space_run(before, page);
        const bool was_free = vm_attr_state(was.attr) == VM_FREE;
        const vm_page first = page;
        page = was_free ? was.end : was.alloc_end;
        const struct vm_run now = vm_space_run(space, first);
        if (!was_free && vm_attr_state(now.attr) == VM_FREE && now.end >= page)
            buf_addf(out, "    pages %08llX %llup free\n",
                (unsigned long long)(first << VM_PAGE_SHIFT), (unsigned long long)(page - first));
    }
}

/* ---- the files -------------------------------------------------------------------------------- */

/* The space as it was at mark, made again from the lines before it. */
static struct session *play_start(const struct session *session, uint32_t mark)
{
    struct buf lines = {0};
    const uint32_t begin = draft_begin(session);
    add_lines(session, begin, mark, &lines);
    const struct session_start start = {.label = "draft",
        .machine = vm_space_machine(session_space(session)), .layout = session_layout(session),
        .lines = buf_text(&lines)};
    struct session *const scratch = session_create(NULL, NULL, NULL);
    (void)session_begin(scratch, &start, NULL);
    buf_finish(&lines);
    return scratch;
}

void draft_data(const struct session *session, uint32_t mark, const char *id, struct buf *out)
{
    const uint32_t begin = draft_begin(session);
    struct session *const scratch = play_start(session, mark);
    buf_addf(out, "lesson   %s\ntopic    %s\nmachine  %s\nlayout   %s\npar      %u\n", id, id,
        vm_space_machine(session_space(session))->name,
        session_layout(session) == SESSION_LAYOUT_PROCESS ? "process" : "empty",
        count_calls(session, mark));
    if (mark != begin) {
        buf_add(out, "start\n");
        add_lines(session, begin, mark, out);
    }
    add_goal(session_space(session), session_space(scratch), out);
    buf_add(out, "solution\n");
    add_lines(session, mark, session_current(session)->id, out);
    session_destroy(scratch);
}

void draft_words(const char *id, struct buf *out)
{
    buf_addf(out, "# %s\n\n", id);
    buf_add(out, "## task\n\n## hints\n\n## done\n");
}

void draft_id(const char *folder, struct buf *out)
{
    size_t end = strlen(folder);
    while (end > 0 && folder[end - 1] == '/')
        end--;
    size_t start = end;
    while (start > 0 && folder[start - 1] != '/')
        start--;
    const size_t digits = strspn(folder + start, "0123456789");
    if (digits > 0 && start + digits < end && folder[start + digits] == '-')
        start += digits + 1;
    buf_addn(out, folder + start, end - start);
}

enum { FILE_COUNT = 1 + LESSON_LANGUAGES };
static const char *const file_names[FILE_COUNT] = {"lesson", "en.md", "es.md"};

/* Writes the files unless the folder holds a lesson already. */
static bool write_files(const char *folder, const struct buf files[FILE_COUNT],
    const struct lesson_host *host, struct buf *ret_path)
{
    struct buf old = {0};
    buf_addf(ret_path, "%s/lesson", folder);
    bool good = host->replace != NULL &&
        (host->read == NULL || !host->read(host->ctx, buf_text(ret_path), &old));
    for (size_t i = 0; good && i < FILE_COUNT; i++) {
        buf_clear(ret_path);
        buf_addf(ret_path, "%s/%s", folder, file_names[i]);
        good = host->replace(
            host->ctx, buf_text(ret_path), buf_text(&files[i]), files[i].len);
    }
    buf_finish(&old);
    return good;
}

bool draft_write(const struct session *session, uint32_t mark, const char *folder,
    const struct lesson_host *host, struct buf *ret_path)
{
    struct buf id = {0}, files[FILE_COUNT] = {{0}};
    draft_id(folder, &id);
    draft_data(session, mark, buf_text(&id), &files[0]);
    for (size_t i = 1; i < FILE_COUNT; i++)
        draft_words(buf_text(&id), &files[i]);
    const bool written = write_files(folder, files, host, ret_path);
    buf_finish(&id);
    for (size_t i = 0; i < FILE_COUNT; i++)
        buf_finish(&files[i]);
    return written;
}

/* The line that names the lesson names the new one. */
static void rename_data(const struct buf *data, const char *id, struct buf *out)
{
    const char *line = buf_text(data);
    while (*line != '\0') {
        const size_t len = strcspn(line, "\n");
        if (strncmp(line, "lesson ", strlen("lesson ")) == 0)
            buf_addf(out, "lesson   %s", id);
        else
            buf_addn(out, line, len);
        if (line[len] == '\n')
            buf_addc(out, '\n');
        line += len + (line[len] == '\n');
    }
}

bool draft_copy(const struct lesson_sketch *sketch, const char *folder,
    const struct lesson_host *host, struct buf *ret_path)
{
    struct buf id = {0}, data = {0};
    draft_id(folder, &id);
    rename_data(&sketch->data, buf_text(&id), &data);
    const struct buf files[FILE_COUNT] = {
        data, sketch->words[LESSON_EN], sketch->words[LESSON_ES]};
    const bool written = write_files(folder, files, host, ret_path);
    buf_finish(&id);
    buf_finish(&data);
    return written;
}
