/* pane_status - the first line (machine, step, language) and the last (what the keys do here). */
#include "app.h"

#include <string.h>

#include "render/words.h"

static int put(struct grid *g, int x, int limit, enum tui_role role, const char *text)
{
    const int width = grid_width(text, strlen(text));
    return x + width <= limit ? grid_text(g, 0, x, limit, role, text) : x;
}

static void describe_machine(struct buf *out, const struct vm_machine *machine, int part)
{
    struct buf size = {0};
    if (part == 0) {
        buf_add(out, machine->name);
    } else if (part == 1) {
        buf_add(out, " \xC2\xB7 ");
        render_size(out, machine->max_address + 1);
    } else if (part == 2) {
        render_size(&size, VM_PAGE_SIZE);
        buf_add(out, " \xC2\xB7 ");
        render_fill1(out, N_("page {0}"), buf_text(&size));
    } else {
        render_size(&size, VM_GRANULE_SIZE);
        buf_add(out, " \xC2\xB7 ");
        render_fill1(out, N_("granule {0}"), buf_text(&size));
    }
    buf_finish(&size);
}

static void describe_step(struct buf *out, const struct session *session)
{
    struct buf now = {0};
    struct buf last = {0};
    buf_addf(&now, "%u", (unsigned)session_current(session)->id);
    buf_addf(&last, "%u", (unsigned)session_last_step(session));
    const char *args[] = {buf_text(&now), buf_text(&last)};
    render_fill(out, N_("step {0} of {1}"), args, 2);
    buf_finish(&now);
    buf_finish(&last);
}

static void draw_top(struct app *app, struct grid *g)
{
    const struct rect r = app->layout.status;
    if (r.h <= 0) {
        return;
    }
    grid_fill(g, r, ' ', ROLE_STATUS);
    struct buf right = {0};
    struct buf text = {0};
    buf_add(&right, render_language());
    buf_add(&right, " \xC2\xB7 F1 ");
    buf_add(&right, render_tr(N_("help")));
    describe_step(&text, app->session);
    if (app->run_shown) {
        buf_clear(&text);
        buf_add(&text, render_tr(N_("running; Ctrl-C stops")));
    }
    const int right_width = grid_width(right.data, right.len);
    const int step_width = grid_width(text.data, text.len);
    int limit = r.w - 1;
    if (limit - right_width > step_width + 12) {
        grid_text(g, r.y, limit - right_width, limit, ROLE_STATUS, buf_text(&right));
        limit -= right_width + 3;
    }
    if (limit - step_width > 10) {
        grid_text(g, r.y, limit - step_width, limit, ROLE_STATUS_STRONG, buf_text(&text));
        limit -= step_width + 2;
    }
    int x = put(g, 1, limit, ROLE_STATUS_STRONG, "pagelab") + 2;
    const struct vm_machine *machine = vm_space_machine(session_space(app->session));
    for (int part = 0; part < 4; part++) {
        buf_clear(&text);
        describe_machine(&text, machine, part);
        x = put(g, x, limit, ROLE_STATUS, buf_text(&text));
    }
    buf_finish(&right);
    buf_finish(&text);
}

/* Does the key do anything just now? */
static bool is_useful(const struct app *app, enum keymap_action action)
{
    if (action == ACT_CURE) {
        return app->has_cure;
    }
    if (action == ACT_STEP) {
        const struct session_program *program = session_program(app->session);
        const struct classroom *room = school_current(&app->school);
        return (program != NULL && !program->ended) ||
            (room != NULL && classroom_place(room) == CLASSROOM_DEMO);
    }
    if (action == ACT_CHART) {
        return app->layout.memory.h > 0;
    }
    if (action == ACT_REDO) {
        return session_redo_target(app->session) != UINT32_MAX;
    }
    if (action == ACT_UNDO) {
        return session_current(app->session)->id != 0;
    }
    return true;
}

static int entry_width(const struct keymap_entry *entry)
{
    const char *label = render_tr(entry->label);
    return grid_width(entry->cap, strlen(entry->cap)) + 1 + grid_width(label, strlen(label)) + 2;
}

static bool is_shown(const struct app *app, const struct keymap_entry *entry)
{
    return (entry->places & app_place(app)) != 0 && *entry->label != '\0' &&
        is_useful(app, entry->action);
}

/* Columns of an entry's place. On the prompt a key keeps its place while the line is empty or not,
 * so that the first letter does not send the whole key line anew; 0 if it has none. */
static int slot_width(const struct app *app, const struct keymap_entry *entry)
{
    if ((app_place(app) & AT_LINE) == 0) {
        return is_shown(app, entry) ? entry_width(entry) : 0;
    }
    int width = 0;
    for (unsigned i = 0; keymap_at(i) != NULL; i++) {
        const struct keymap_entry *other = keymap_at(i);
        if (other->key != entry->key || (other->places & AT_LINE) == 0 ||
            *other->label == '\0' || !is_useful(app, other->action)) {
            continue;
        }
        if (other != entry && !is_shown(app, entry) && is_shown(app, other)) {
            return 0;                  /* its place is the other's now */
        }
        width = entry_width(other) > width ? entry_width(other) : width;
    }
    return *entry->label != '\0' && (entry->places & AT_LINE) != 0 ? width : 0;
}

/* Places only stay where there is room for all of them. */
static bool has_room_for_slots(const struct app *app, int columns)
{
    int width = 0;
    for (unsigned i = 0; keymap_at(i) != NULL; i++) {
        width += slot_width(app, keymap_at(i));
    }
    return width < columns;
}

/* What fits, in the table's order; the way out always has its place. */
static void draw_keys(struct app *app, struct grid *g)
{
    const struct rect r = app->layout.keys;
    if (r.h <= 0) {
        return;
    }
    grid_fill(g, r, ' ', ROLE_KEYLABEL);
    const bool has_slots = has_room_for_slots(app, r.w);
    int x = r.x + 1;
    int kept = 0;
    for (unsigned i = 0; keymap_at(i) != NULL; i++) {
        const struct keymap_entry *entry = keymap_at(i);
        kept += entry->action == ACT_QUIT && is_shown(app, entry) ? entry_width(entry) : 0;
    }
    for (unsigned i = 0; keymap_at(i) != NULL; i++) {
        const struct keymap_entry *entry = keymap_at(i);
        kept = entry->action == ACT_QUIT ? 0 : kept;
        const int width = has_slots ? slot_width(app, entry) :
            is_shown(app, entry) ? entry_width(entry) : 0;
        if (width == 0 || x + width - 2 + kept > r.x + r.w) {
            continue;
        }
        if (is_shown(app, entry)) {
            const int label = grid_text(g, r.y, x, r.w, ROLE_KEYCAP, entry->cap) + 1;
            grid_text(g, r.y, label, r.w, ROLE_KEYLABEL, render_tr(entry->label));
        }
        x += width;
    }
}

static void draw(struct app *app, struct grid *g)
{
    draw_top(app, g);
    draw_keys(app, g);
}

const struct pane PANE_STATUS = {draw, NULL};
