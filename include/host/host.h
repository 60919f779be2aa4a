/* host - files, clock, directories: the POSIX side of session_host, and where pagelab's data lies.
 *
 * Directories  XDG: state (journals, history, progress) and config; relative values are ignored;
 *              files are written 0600, directories 0700.
 */
#ifndef HOST_HOST_H
#define HOST_HOST_H

#include <signal.h>

#include "session/session.h"

/* ---- journal file: one per session, locked -------------------------------------------------- */
struct host_journal;
enum host_journal_mode { HOST_JOURNAL_DEFAULT, HOST_JOURNAL_FILE, HOST_JOURNAL_NONE };
/* Opens (creates) and locks the journal. Returns NULL if nothing can be written: *ret_error says
 * why (a msgid), and the program goes on without. path is used with HOST_JOURNAL_FILE. */
struct host_journal *host_journal_open(enum host_journal_mode mode, const char *path,
    const char **ret_error);
bool host_journal_append(struct host_journal *journal, const char *data, size_t len);
void host_journal_idle(struct host_journal *journal);        /* fsync, if written to since */
/* clean: the session ended as the person wished: the file is marked finished, never offered. */
void host_journal_close(struct host_journal *journal, bool clean);
const char *host_journal_path(const struct host_journal *journal);
/* Before host_journal_open: the newest journal of a session that did not end cleanly and is not
 * locked by a living one; false if there is none. named: the path that will be opened, whose own
 * earlier journals are looked at; NULL: those of the state directory. ret_path is where it lies
 * after opening. host_journal_discard: it is not offered again. */
bool host_journal_find_crashed(const char *named, struct buf *ret_path, struct buf *ret_text);
void host_journal_discard(const char *path);

/* ---- the callbacks of session --------------------------------------------------------------- */
struct host {
    struct host_journal *journal;                /* may be NULL */
    volatile sig_atomic_t *interrupted;          /* set by a signal handler; may be NULL */
    bool stdin_for_program;                      /* read_input reads standard input */
    bool (*poll)(void *ctx);                     /* also asked by should_stop; may be NULL */
    void *poll_ctx;
};
struct session_host host_callbacks(struct host *host);

/* ---- files and places ----------------------------------------------------------------------- */
enum { HOST_SCRIPT_MAX = 256 << 20 };            /* bytes of a script or journal */
/* Reads a file ("-": standard input) up to limit bytes, as clean UTF-8 if text. false: a msgid in
 * *ret_error. */
bool host_read_file(const char *path, size_t limit, bool text, struct buf *out,
    const char **ret_error);
/* Atomically: write, fsync, rename. false: the old file, if any, is as it was. */
bool host_replace_file(const char *path, const char *data, size_t len);
/* Appends $XDG_STATE_HOME/pagelab/name, or the same under $XDG_CONFIG_HOME, and creates the
 * directory. false: there is no place to write to. */
bool host_state_path(const char *name, struct buf *out);
bool host_config_path(const char *name, struct buf *out);
/* Appends the path of one of pagelab's own files, in the build tree or as installed. */
void host_data_path(const char *name, struct buf *out);
/* Reads such a file: "messages/en/R-FREE-2.md". false: there is none. ctx is not used. */
bool host_read_data(void *ctx, const char *name, struct buf *out);
/* Where the translations are: build tree or installed; PAGELAB_LOCALEDIR wins. Static. */
const char *host_locale_dir(void);
uint64_t host_clock_ms(void);                                /* monotonic */

#endif
