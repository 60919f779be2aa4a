/* jump - the map leaps to a page and finds its way back. */
#include "app.h"

#include <string.h>

void jump_to(struct app *app, vm_page page)
{
    struct jumps *j = &app->jumps;
    const vm_page from = app->window.cursor;
    if (from != page && (j->count == 0 || j->pages[j->count - 1] != from)) {
        if (j->count == JUMPS) {
            memmove(j->pages, j->pages + 1, (JUMPS - 1) * sizeof *j->pages);
            j->count--;
        }
        j->pages[j->count++] = from;
    }
    window_go(&app->window, session_space(app->session), page);
}

void jump_back(struct app *app)
{
    if (app->jumps.count > 0) {
        window_go(&app->window, session_space(app->session), app->jumps.pages[--app->jumps.count]);
    }
}

/* Neighbouring free runs do not exist, so that one more step is always enough. */
void jump_region(struct app *app, bool forward)
{
    const struct vm_space *space = session_space(app->session);
    const vm_page end = vm_space_end(space);
    struct vm_run run = vm_space_run(space, app->window.cursor);
    do {
        if (forward ? run.end >= end : run.first == 0) {
            return;
        }
        run = vm_space_run(space, forward ? run.end : run.first - 1);
    } while (vm_attr_state(run.attr) == VM_FREE);
    jump_to(app, run.first);
}
