/* front - a session, its host and its answers as lines. */
#include "front.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "render/lesson.h"
#include "render/words.h"
#include "signals.h"

enum {
    JOIN_MAX = 500,   /* lines that one statement may take in a script */
    ANSWER_WIDTH = 76 /* cells of a page of help, behind its indent */
};

void front_print(const struct render_text *text, const char *indent, FILE *to)
{
    const char *line = buf_text(&text->buf);
    while (*line != '\0') {
        const size_t len = strcspn(line, "\n");
        if (len > 0)
            (void)fprintf(to, "%s%.*s", indent, (int)len, line);
        (void)fputc('\n', to);
        line += len + (line[len] == '\n');
    }
}

void front_complain(const char *msgid, const char *arg)
{
    struct buf text = {0};
    render_fill1(&text, msgid, arg);
    (void)fprintf(stderr, "pagelab: %s\n", buf_text(&text));
    buf_finish(&text);
}

struct session_options front_options(const struct cli_options *options, enum session_layout layout)
{
    struct session_options session = {.layout = layout, .max_operations = options->max_operations};
    if (options->machine != NULL)
        session.machine = vm_machine_find(options->machine);
    if (options->layout != NULL)
        session.layout =
            strcmp(options->layout, "process") == 0 ? SESSION_LAYOUT_PROCESS : SESSION_LAYOUT_EMPTY;
    return session;
}

struct school_options front_school(const struct cli_options *options)
{
    return (struct school_options){
        .course = options->course, .student = options->student, .exam = options->exam,
        .keeps_progress = options->action == CLI_LAB};
}

enum render_shade front_shade(const struct cli_options *options)
{
    const bool light = options->theme != NULL && strcmp(options->theme, "light") == 0;
    return light ? RENDER_LIGHT : RENDER_DARK;
}

static void on_call(void *ctx, const struct vm_change *change, uint32_t last_error)
{
    struct front *const front = ctx;
    if (front->session != NULL)
        school_on_call(&front->school, change);
    /* What the lab itself lays or sets is no call of the person. */
    if (!front->json || change->call.id >= VM_CALL_SET_COMMIT_LIMIT || front->session == NULL)
        return;
    struct buf line = {0};
    render_json_call(&line, vm_space_machine(session_space(front->session)), change,
        session_step_count(front->session), last_error);
    (void)fwrite(line.data, 1, line.len, stdout);
    buf_finish(&line);
}

static void on_memory(void *ctx, const struct vm_change *change)
{
    struct front *const front = ctx;
    if (front->session != NULL)
        school_on_call(&front->school, change);
}

static void on_output(void *ctx, const char *text, size_t len)
{
    struct front *const front = ctx;
    if (front->quiet)
        return;
    front->mid_line = len > 0 && text[len - 1] != '\n' && isatty(STDOUT_FILENO);
    if (front->json) {
        struct buf line = {0};
        render_json_output(&line, text, len);
        (void)fwrite(line.data, 1, line.len, stdout);
        buf_finish(&line);
    } else if (front->streams) {
        (void)fwrite(text, 1, len, stdout);
        (void)fflush(stdout);
    }
}

void front_open(struct front *front)
{
    front->host.interrupted = signals_flag();
    const struct session_host callbacks = host_callbacks(&front->host);
    const struct session_observer observer = {
        .ctx = front, .on_call = on_call, .on_output = on_output, .on_memory = on_memory};
    front->session = session_create(&front->options, &callbacks, &observer);
    school_open(&front->school, front->session, &front->school_options);
}

void front_close(struct front *front)
{
    school_close(&front->school);
    session_destroy(front->session);
    front->session = NULL;
}

static void print_json_mistake(const struct lang_diag *diag)
{
    struct buf line = {0};
    render_json_diag(&line, diag);
    (void)fwrite(line.data, 1, line.len, stdout);
    buf_finish(&line);
}

/* "sheet.txt:3:12: " before a mistake that a text with a name has. */
static void print_mistakes(struct front *front)
{
    const struct lang_diags *const diags = session_diags(front->session);
    FILE *const to = front->name != NULL ? stderr : stdout;
    struct render_text text = {0};
    for (size_t i = 0; i < diags->count; i++) {
        const struct lang_diag *const diag = &diags->items[i];
        if (front->name != NULL)
            (void)fprintf(to, "%s:%zu:%" PRIu32 ":\n", front->name, front->line + diag->line - 1,
                diag->column);
        render_diag(&text, session_diags_text(front->session), diag);
        front_print(&text, "  ", to);
        render_text_clear(&text);
        if (front->json)
            print_json_mistake(diag);
    }
    render_text_finish(&text);
}

static void print_step(struct front *front)
{
    const struct session_step *const step = session_current(front->session);
    front->hit_limit = front->hit_limit || step->end == SESSION_END_LIMIT;
    front->mistakes = front->mistakes || step->end == SESSION_END_ERROR;
    if (session_diags(front->session)->count > 0)
        print_mistakes(front); /* warnings */
    if (front->json && step->error != NULL)
        print_json_mistake(step->error);
    if (front->json || front->quiet)
        return;
    struct render_text text = {0};
    if (front->echoes) {
        render_role(&text, RENDER_NUMBER);
        buf_addf(&text.buf, "%" PRIu32 " ", step->id);
        render_add(&text, RENDER_NORMAL, step->text);
        render_add(&text, RENDER_NORMAL, "\n");
        front_print(&text, "", stdout);
        render_text_clear(&text);
    }
    render_step(&text, front->session, step);
    front_print(&text, "  ", stdout);
    render_text_finish(&text);
}

static void set_language(struct front *front, const char *lang)
{
    if (!render_set_language(lang)) {
        front_complain(N_("unknown language: {0} (en or es)"), lang);
        front->mistakes = true;
        return;
    }
    if (!front->json && !front->quiet)
        printf("  %s\n", render_tr(N_("language: English")));
}

static void export_file(struct front *front, const struct lang_command *command)
{
    struct render_text text = {0};
    struct buf data = {0};
    const char *file = NULL;
    bool written = false;
    if (render_export_word(&text, front->session, command, front->shade, &file, &data)) {
        written = host_replace_file(file, buf_text(&data), data.len);
        render_export_written(&text, file, written);
    }
    front->mistakes = front->mistakes || !written;
    if (!front->json || !written)
        front_print(&text, "  ", written || front->name == NULL ? stdout : stderr);
    buf_finish(&data);
    render_text_finish(&text);
}

static void print_news(struct front *front, const struct classroom_news *news)
{
    struct render_text text = {0};
    if (news == NULL)
        return;
    render_news(&text, front->session, school_current(&front->school), news, ANSWER_WIDTH);
    if (!front->json && !front->quiet)
        front_print(&text, "  ", stdout);
    render_text_finish(&text);
}

static void print_faults(const struct front *front)
{
    struct render_text text = {0};
    for (size_t i = 0; i < front->school.faults.count; i++)
        render_lesson_fault(&text, &front->school.faults.items[i]);
    front_print(&text, "  ", stderr);
    render_text_finish(&text);
}

/* Lessons of the course that are left out, once. */
static void warn_of_faults(struct front *front)
{
    struct render_text text = {0};
    if (!school_tells_faults(&front->school))
        return;
    render_course_faults(
        &text, &front->school.faults, front->school.course.path, ANSWER_WIDTH);
    front_print(&text, "  ", stderr);
    render_text_finish(&text);
}

static void answer_lesson(struct front *front, const struct lang_command *command)
{
    const struct classroom_news *const news = school_word(&front->school, command);
    front->mistakes =
        front->mistakes || news == NULL || news->kind == CLASSROOM_REFUSED;
    warn_of_faults(front);
    if (news != NULL)
        print_news(front, news);
    else
        print_faults(front);
}

static enum front_wish answer_word(struct front *front)
{
    const struct lang_command *const command = session_foreign(front->session);
    if (lang_command_info(command->id)->owner == LANG_OWNER_LESSON) {
        answer_lesson(front, command);
        return FRONT_NEXT;
    }
    if (command->id == LANG_CMD_QUIT)
        return FRONT_QUIT;
    if (command->id == LANG_CMD_SUSPEND)
        return FRONT_SUSPEND;
    if (command->id == LANG_CMD_LANGUAGE && command->arg_count > 0) {
        set_language(front, command->args[0].text);
        return FRONT_NEXT;
    }
    if (command->id == LANG_CMD_EXPORT) {
        export_file(front, command);
        return FRONT_NEXT;
    }
    if (command->id == LANG_CMD_VIEW) {
        if (!front->json && !front->quiet)
            printf("  %s\n", render_tr(N_("view changes the full screen; here are only lines")));
        return FRONT_NEXT;
    }
    struct render_text text = {0};
    const struct classroom *const room =
        command->id == LANG_CMD_WHY ? school_room(&front->school) : NULL;
    const struct render_pages pages = {.read = host_read_data, .width = ANSWER_WIDTH,
        .course = room == NULL ? NULL : classroom_course(room)};
    if (render_question(&text, front->session, command, &pages) && !front->json && !front->quiet)
        front_print(&text, "  ", stdout);
    render_text_finish(&text);
    return FRONT_NEXT;
}

static void print_refusal(struct front *front)
{
    struct render_text text = {0};
    front->mistakes = true;
    if (front->name != NULL)
        (void)fprintf(stderr, "%s:%zu:\n", front->name, front->line);
    render_refusal(&text, front->session);
    front_print(&text, "  ", front->name != NULL ? stderr : stdout);
    render_text_finish(&text);
}

static enum front_wish answer(struct front *front, enum session_outcome outcome)
{
    struct render_text text = {0};
    switch (outcome) {
    case SESSION_NOTHING:
        return FRONT_NEXT;
    case SESSION_STEPPED:
        print_step(front);
        return FRONT_NEXT;
    case SESSION_MOVED:
        if (!front->json && !front->quiet) {
            render_moved(&text, front->session);
            front_print(&text, "  ", stdout);
            render_text_finish(&text);
        }
        return FRONT_NEXT;
    case SESSION_FOREIGN:
        return answer_word(front);
    case SESSION_REJECTED:
        front->mistakes = true;
        print_mistakes(front);
        return FRONT_NEXT;
    case SESSION_INCOMPLETE:
        return FRONT_MORE;
    case SESSION_PROGRAM:
        return FRONT_PROGRAM;
    case SESSION_REFUSED:
        print_refusal(front);
        return FRONT_NEXT;
    }
    return FRONT_NEXT;
}

enum front_wish front_line(struct front *front, const char *text, size_t len)
{
    const enum session_outcome outcome = session_run(front->session, text, len);
    front->stopped = signals_take();
    const enum front_wish wish = answer(front, outcome);
    if (outcome == SESSION_STEPPED || outcome == SESSION_MOVED)
        print_news(front, school_update(&front->school));
    else if (front->restores)
        (void)school_replay(&front->school, text, len);
    if (!session_journal_works(front->session) && !front->journal_lost) {
        front->journal_lost = true;
        front_complain(
            N_("the journal cannot be written any more; the session goes on without"), NULL);
    }
    if (isatty(STDOUT_FILENO))
        (void)fflush(stdout);
    return wish;
}

bool front_lesson(struct front *front, const char *id)
{
    const char *const where = *id == '\0' ? school_where_left(&front->school) : id;
    struct buf line = {0};
    if (where == NULL) {
        print_faults(front);
        return false;
    }
    buf_addf(&line, "lesson %s", where);
    front->mistakes = false;
    (void)front_line(front, buf_text(&line), line.len);
    buf_finish(&line);
    return !front->mistakes;
}

void front_practice(struct front *front, const char *topic, uint64_t seed)
{
    struct buf line = {0};
    buf_addf(&line, "practice %s %" PRIu64, topic, seed);
    (void)front_line(front, buf_text(&line), line.len);
    buf_finish(&line);
}

bool front_load(struct front *front, const char *name, const char *text, size_t len)
{
    const enum session_outcome outcome = session_load_text(front->session, name, text, len);
    front->line = 1;
    if (outcome != SESSION_STEPPED || !front->streams)
        (void)answer(front, outcome);
    else if (session_diags(front->session)->count > 0)
        print_mistakes(front); /* warnings */
    return outcome == SESSION_STEPPED;
}

/* A statement that never ends: says so where it begins, and what is missing. */
static void print_unfinished(struct front *front, const char *line, size_t len)
{
    const struct lang_diags *const diags = session_diags(front->session);
    struct render_text text = {0};
    front->mistakes = true;
    (void)fprintf(stderr, "%s:%zu:\n  %.*s\n  %s\n", front->name == NULL ? "" : front->name,
        front->line, (int)len, line, render_tr(N_("the statement that begins here does not end")));
    for (size_t i = 0; i < diags->count; i++)
        render_diag(&text, NULL, &diags->items[i]);
    front_print(&text, "  ", stderr);
    render_text_finish(&text);
}

bool front_script(struct front *front, const char *text, size_t len)
{
    size_t line = 1;
    for (size_t start = 0; start < len;) {
        size_t end = start;
        size_t first_end = 0;
        size_t joined = 0;
        enum front_wish wish = FRONT_MORE;
        for (; wish == FRONT_MORE && end < len && joined < JOIN_MAX; joined++) {
            end += joined > 0; /* takes the newline in */
            while (end < len && text[end] != '\n')
                end++;
            if (joined == 0)
                first_end = end;
            front->line = line;
            wish = front_line(front, text + start, end - start);
        }
        if (wish == FRONT_QUIT)
            return false;
        if (wish == FRONT_PROGRAM)
            (void)front_load(
                front, front->name == NULL ? "main.c" : front->name, text + start, end - start);
        if (wish == FRONT_MORE) {
            print_unfinished(front, text + start, first_end - start);
            end = first_end;
            joined = 1;
        }
        if (!front->restores && (front->hit_limit || front->stopped))
            return true;
        line += joined;
        start = end + 1;
    }
    return true;
}
