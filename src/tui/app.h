/* app - the state of the ncurses program, shared by its panes (private to this room). */
#ifndef TUI_APP_H
#define TUI_APP_H

#include "chart.h"
#include "config.h"
#include "console.h"
#include "host/host.h"
#include "host/school.h"
#include "keymap.h"
#include "lang/lang.h"
#include "layout.h"
#include "regions.h"
#include "render/map.h"
#include "session/session.h"
#include "tui/tui.h"
#include "term.h"
#include "window.h"

/* What handling a key makes necessary. */
enum app_reaction {
    APP_REDRAW = 1 << 0,
    APP_FOLLOW = 1 << 1,               /* the map goes where the current step changed something */
    APP_REPAINT = 1 << 2,              /* send everything: somebody else wrote on the terminal */
    APP_SUSPEND = 1 << 3,
    APP_QUIT = 1 << 4
};
enum app_focus { FOCUS_PROMPT, FOCUS_MAP, FOCUS_REGIONS, FOCUS_CHART, FOCUS_LESSON };
struct lesson_view {                   /* of the lesson's pane */
    bool open;                         /* where it shares its place with the console: it is in front */
    int top;                           /* first line shown of its text */
    bool to_task, to_end;              /* the task, or the end, is what is drawn next */
    bool sees_task;                    /* what was drawn last begins at the task, or ends with it */
    bool marks;                        /* a range is being marked for painting, from here: */
    vm_page from;
};
struct drag {                          /* of the mouse, on the map */
    bool held;
    vm_page from, first, end;          /* the range marked; empty while it is a mere click */
};
enum { JUMPS = 32 };
struct jumps {                         /* pages the map came from; the last is gone back to first */
    vm_page pages[JUMPS];
    size_t count;
};
enum app_question { ASK_NOTHING, ASK_RESTORE, ASK_PROGRAM, ASK_LINES };
struct popup {
    bool open;
    struct lang_completions list;
    size_t pick, top;
};
struct app {
    const struct tui_options *options;
    struct session *session;
    struct school school;
    struct lesson_view lesson;
    struct host host;
    struct session_host callbacks;
    struct grid grid;
    struct layout layout;
    struct window window;
    struct render_map cells;           /* of one line of the window, reused */
    int gutter;                    /* digits of an address on the map: 8, or 16 where they differ */
    enum app_focus focus;
    struct regions regions;
    struct chart chart;
    struct jumps jumps;
    struct drag drag;
    struct config config;
    struct console console;
    struct popup popup;
    bool help_open;
    int help_top;
    const char *help_title;            /* msgid */
    struct render_text help;
    enum app_question question;
    struct buf answer_text;            /* what the question is about: a path, a pasted text */
    struct buf restore_text;           /* the journal to restore */
    struct buf pending;                /* lines of a call that lacks its end */
    struct vm_call cure;
    bool has_cure;
    struct session_preview preview;    /* of the line being typed, and what it was made for */
    bool has_preview;
    bool preview_pinned;               /* of a call that was asked about; kept until one types */
    struct buf preview_text;
    uint64_t preview_space;            /* generation; 0: made for nothing */
    uint32_t preview_step;
    bool preview_shown;
    uint64_t run_started;              /* ms; 0 while nothing runs */
    bool run_shown;
    unsigned reactions;
};

/* pane_*.c: each draws into its place of app->layout, and may take actions while it has the
 * focus. */
struct pane {
    void (*draw)(struct app *app, struct grid *g);
    bool (*act)(struct app *app, enum keymap_action action);     /* NULL: takes none */
};
extern const struct pane PANE_STATUS, PANE_OVERVIEW, PANE_MAP, PANE_INSPECTOR, PANE_MEMORY,
    PANE_VARIABLES, PANE_PROGRAM, PANE_CONSOLE, PANE_PROMPT, PANE_POPUP, PANE_HELP, PANE_REGIONS,
    PANE_LESSON;

/* The address under the cursor, for the prompt. */
void app_take_address(struct app *app);
enum keymap_place app_place(const struct app *app);
void app_draw(struct app *app);                              /* into app->grid */
void app_answer(struct app *app, const struct render_text *text);
/* Runs one line as typed and shows what came of it. */
void app_run(struct app *app, const char *text);
void app_moved(struct app *app, enum session_outcome outcome);
void app_paste(struct app *app, const struct buf *text);
void app_reply(struct app *app, bool yes);                   /* to the open question */
void app_put_off(struct app *app);     /* the question about restoring, to the next start */
void app_ask(struct app *app, enum app_question question);
void app_help(struct app *app, const char *topic);
/* The answer to explain or term where the console has no room for it: over the whole body, like
 * help. */
void app_page(struct app *app, const struct lang_command *command);
void app_read(struct app *app, const char *title, struct render_text *text);   /* takes the text */
void app_update(struct app *app);                        /* after the session moved: cure, follow */

/* preview.c: makes the preview anew where the line or the space has changed. */
void app_preview(struct app *app);
void app_preview_call(struct app *app, const char *text);    /* shows one that is not typed */
void app_preview_finish(struct app *app);

/* popup.c */
void popup_open(struct app *app);                     /* completes at once if there is one choice */
void popup_narrow(struct app *app);                          /* after a key changed the line */
void popup_close(struct app *app);

/* lesson.c: words of the classroom, and what the session's steps mean for it */
struct session_observer lesson_observer(struct app *app);
void lesson_open(struct app *app);                           /* after the session was created */
void lesson_word(struct app *app, const struct lang_command *command);
void lesson_moved(struct app *app);                          /* after a step, undo, redo, goto */
void lesson_replayed(struct app *app);                       /* after a journal was restored */
void lesson_toggle(struct app *app);                         /* the key of the pane */
bool lesson_is_on(const struct app *app);                    /* a lesson is open */
bool lesson_has_program(const struct app *app);              /* that is shown to be repaired */
/* pane_lesson.c: "2 . Reserve . 1/3 . F2": where its pane is not to be seen. */
void lesson_summary(const struct app *app, struct buf *out);
/* Rows that fill with all of it in a pane of so many columns; 0 outside a lesson. */
int lesson_rows(const struct app *app, int columns);
/* Names and answers behind a word of lessons that is being typed. */
void lesson_complete(struct app *app, struct lang_completions *list);
/* The next line of a demonstration; false if none is shown. */
bool lesson_step(struct app *app);
bool lesson_predicts(const struct app *app);           /* a prediction is asked for ... */
bool lesson_compares(const struct app *app);           /* ... was compared, and is still looked at */
void lesson_mark_cells(struct app *app);                     /* goals and paint, into app->cells */
/* A key on the map while a prediction is asked for; false if it is none of its keys. */
bool lesson_paint_key(struct app *app, keymap_key key);
/* The state that key 1 + i paints; false if it is no such key. */
bool lesson_paint_at(unsigned i, struct lesson_state *ret);
/* What the row below the prompt says of the lesson, where something is waited for; else nothing. */
void lesson_hint(const struct app *app, struct buf *out);
/* What it says there when there is nothing else to say; "" outside a task. */
const char *lesson_helpers(const struct app *app);

/* mouse.c */
void mouse_handle(struct app *app, const struct term_mouse *m);

/* view.c: what the word view and the configuration file say */
void view_start(struct app *app, struct buf *ret_complaint);
void view_run(struct app *app, const struct lang_command *command);
/* Keeps a setting for later sessions. */
void view_remember(struct app *app, const char *key, const char *value);
void view_toggle_mouse(struct app *app);

/* pane_map.c: where lines and cells lie on the screen */
int map_line_y(const struct app *app, int line);
int map_line_at(const struct app *app, int y);
int map_column(const struct app *app, int i);
/* pane_overview.c: the first page in use under column x of the strip, or its first page. */
bool overview_page_at(const struct app *app, int x, vm_page *ret_page);

/* jump.c: leaps of the map, which Ctrl-O takes back */
void jump_to(struct app *app, vm_page page);
void jump_back(struct app *app);
void jump_region(struct app *app, bool forward);      /* the next or previous region in use */

/* pane_chart.c: the pieces of the memory pane that show its history */
void chart_draw(struct app *app, struct grid *g, int y, bool committed);
void chart_title(struct app *app, struct buf *out);
void chart_click(struct app *app, int x);
bool chart_act(struct app *app, enum keymap_action action);
/* The point that the keys chose, if it is not the current step. */
bool chart_picked(const struct app *app, struct chart_point *ret_point);

/* draw.c: shared pieces of panes */
void draw_rule(struct grid *g, struct rect rule, const char *title, const char *right, bool focus);
/* A pane that fills with "label   value" from the top, as far as it has room. */
struct sheet {
    struct app *app;
    struct grid *g;
    struct rect r;
    int y;
};
bool sheet_has_room(const struct sheet *s);
void sheet_pair(struct sheet *s, const char *label, const struct buf *value);

#endif
