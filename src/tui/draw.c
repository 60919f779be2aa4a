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

/* "label        value" in one line of r. Returns the column after the value. */
int draw_pair(struct grid *g, struct rect r, int y, const char *label, const char *value)
{
    enum { LABEL_COLUMNS = 14 };
    const int limit = r.x + r.w;
    if (y < r.y || y >= r.y + r.h) {
        return r.x;
    }
    int x = grid_text(g, y, r.x + 1, limit, ROLE_DIM, label) + 1;
    x = x < r.x + 1 + LABEL_COLUMNS ? r.x + 1 + LABEL_COLUMNS : x;
    return grid_text(g, y, x, limit, ROLE_NORMAL, value);
}
