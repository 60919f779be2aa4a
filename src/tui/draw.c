/* draw - the pieces that several panes are made of. */
#include "app.h"

#include <string.h>

/* "- title ---------------------- right -" */
void draw_rule(struct grid *g, struct rect rule, const char *title, const char *right, bool focus)
{
    if (rule.h <= 0) {
        return;
    }
    const int limit = rule.x + rule.w;
    grid_fill(g, rule, GLYPH_RULE, ROLE_RULE);
    if (*title != '\0') {
        const enum tui_role role = focus ? ROLE_PANE_TITLE_FOCUS : ROLE_PANE_TITLE;
        int x = grid_text(g, rule.y, rule.x + 1, limit, role, " ");
        x = grid_text(g, rule.y, x, limit, role, title);
        grid_text(g, rule.y, x, limit, role, " ");
    }
    const int width = grid_width(right, strlen(right));
    const int used = 4 + grid_width(title, strlen(title));
    if (width > 0 && used + width + 3 <= rule.w) {
        int x = limit - width - 3;
        x = grid_text(g, rule.y, x, limit, ROLE_DIM, " ");
        x = grid_text(g, rule.y, x, limit, ROLE_DIM, right);
        grid_text(g, rule.y, x, limit, ROLE_DIM, " ");
    }
}

bool sheet_has_room(const struct sheet *s)
{
    return s->y < s->r.y + s->r.h;
}

/* Bytes of text that fit into room cells, cut behind the last blank that has before before it; 0
 * if there is none. */
static size_t fitting_behind(const char *text, int room, char before)
{
    for (size_t at = strlen(text); at > 1; at--) {
        if (text[at - 1] == ' ' && (before == 0 || text[at - 2] == before) &&
            grid_width(text, at - 1) <= room) {
            return at;
        }
    }
    return 0;
}

/* Cut behind a comma, or else behind a blank; all of it if it fits or has neither. */
static size_t fitting(const char *text, int room)
{
    const size_t len = strlen(text);
    if (grid_width(text, len) <= room) {
        return len;
    }
    const size_t comma = fitting_behind(text, room, ',');
    const size_t blank = fitting_behind(text, room, 0);
    return comma > 0 ? comma : blank > 0 ? blank : len;
}

void sheet_pair(struct sheet *s, const char *label, const struct buf *value)
{
    enum { LABEL_COLUMNS = 15 };
    const int limit = s->r.x + s->r.w;
    if (!sheet_has_room(s)) {
        return;
    }
    int x = grid_text(s->g, s->y, s->r.x + 1, limit, ROLE_DIM, label) + 1;
    x = x < s->r.x + 1 + LABEL_COLUMNS ? s->r.x + 1 + LABEL_COLUMNS : x;
    const char *rest = buf_text(value);
    do {                               /* a long one goes on below */
        const size_t len = fitting(rest, limit - x);
        grid_textn(s->g, s->y++, x, limit, ROLE_NORMAL, rest, len);
        rest += len;
    } while (*rest != '\0' && sheet_has_room(s));
}
