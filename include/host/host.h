/* host - files, clock, directories: the POSIX side of session_host, and where pagelab's data lies.
 *
 * Directories  XDG: state (journals, history, progress) and config; relative values are ignored; files are
 *              written 0600, directories 0700.
 */
#ifndef HOST_HOST_H
#define HOST_HOST_H

#include <signal.h>

#include "session/session.h"

/* ---- journal file: one per session, locked -------------------------------------------------- */
struct host_journal;
enum host_journal_mode { HOST_JOURNAL_DEFAULT, HOST_JOURNAL_FILE, HOST_JOURNAL_NONE };
/* Opens (creates) and locks the journal. Returns NULL if nothing can be written: *ret_error says why (a msgid),
 * the program goes on without. path is used with HOST_JOURNAL_FILE. */
struct host_journal *host_journal_open(enum host_journal_mode mode, const char *path, const char **ret_error);
bool host_journal_append(struct host_journal *journal, const char *data, size_t len);
void host_journal_idle(struct host_journal *journal);        /* fsync if something was written since */
/* clean: the session ended as the person wished; the file is marked finished and not offered again. */
void host_journal_close(struct host_journal *journal, bool clean);
const char *host_journal_path(const struct host_journal *journal);
/* The newest journal of a session that did not end cleanly and is not locked by a living one: its path and
 * text; false if there is none. host_journal_discard marks it as not to be offered again. */
bool host_journal_find_crashed(struct buf *ret_path, struct buf *ret_text);
void host_journal_discard(const char *path);

/* ---- the callbacks of session ------------------------------------------------------------------ */
struct host {
    struct host_journal *journal;                /* may be NULL */
    volatile sig_atomic_t *interrupted;          /* set by a signal handler; may be NULL */
    bool stdin_for_program;                      /* read_input reads standard input */
    bool (*poll)(void *ctx);                     /* also asked by should_stop; may be NULL */
    void *poll_ctx;
};
struct session_host host_callbacks(struct host *host);

/* ---- files and places ----------------------------------------------------------------------------- */
/* Reads a file ("-": standard input) up to limit bytes, as clean UTF-8 if text. false: a msgid in *ret_error. */
bool host_read_file(const char *path, size_t limit, bool text, struct buf *out, const char **ret_error);
bool host_replace_file(const char *path, const char *data, size_t len);      /* atomically: write, fsync, rename */
bool host_state_path(const char *name, struct buf *out);     /* $XDG_STATE_HOME/pagelab/name; creates the directory */
bool host_config_path(const char *name, struct buf *out);
void host_data_path(const char *name, struct buf *out);      /* assets: build tree or installed */
/* Reads one of pagelab's own files: "messages/en/R-FREE-2.md". false: there is none. ctx is not used. */
bool host_read_data(void *ctx, const char *name, struct buf *out);
const char *host_locale_dir(void);                           /* build tree or installed; PAGELAB_LOCALEDIR wins */
uint64_t host_clock_ms(void);                                /* monotonic */

#endif
