/* config - what a person set once for all sessions: lines of "key = value" in the file "config".
 *
 * Format  "key zoom-in = F6" gives an action another key. A # begins a comment; blank lines are nothing. Writing changes the line of one key and
 *         keeps every other line as it is.
 */
#ifndef TUI_CONFIG_H
#define TUI_CONFIG_H

#include "base/buf.h"
#include "theme.h"

struct config {
    bool has_theme;
    enum theme_name theme;
    bool projector;                    /* cells two columns wide, no side panes */
    bool low_at_bottom;                /* order = up: addresses grow upward on the map */
    bool mouse, preview;
};
struct config config_default(void);
/* Reads text into config. Returns the number of the first line that is not understood, from 1 on;
 * 0 if all are. Such lines change nothing. */
unsigned config_read(struct config *config, const char *text, size_t len);
/* Sets key's line in text, at the end if there is none yet. */
void config_write(struct buf *text, const char *key, const char *value);

#endif
