/* words - codes and typed arguments -> sentences in the person's language. The only room that
 * calls gettext.
 *
 * Languages  render_set_language picks the catalogue while running. LC_NUMERIC stays C.
 */
#ifndef RENDER_WORDS_H
#define RENDER_WORDS_H

#include "base/buf.h"
#include "base/text.h"
#include "vm/status.h"

/* Binds the catalogue: localedir holds es/LC_MESSAGES/pagelab.mo. lang: "en", "es", or NULL for
 * the locale's. */
void render_words_init(const char *localedir, const char *lang);
bool render_set_language(const char *lang);                  /* false if not "en" or "es" */
const char *render_language(void);                           /* "en" or "es" */

/* translated; msgid itself if there is none */
const char *render_tr(const char *msgid);
const char *render_trn(const char *one, const char *many, uint64_t n);

/* Appends msgid translated, with {0}..{9} replaced by args (plain texts, already in the person's
 * language). */
void render_fill(struct buf *out, const char *msgid, const char *const *args, size_t count);
void render_fill1(struct buf *out, const char *msgid, const char *arg);

/* 40000000; 000001A040000000 */
void render_address(struct buf *out, const struct vm_machine *machine, vm_addr addr);
/* 40000000-40007FFF */
void render_range(struct buf *out, const struct vm_machine *machine, vm_page first, vm_page end);
void render_pages(struct buf *out, uint64_t pages);          /* "8 pages", "1 page" */
void render_size(struct buf *out, uint64_t bytes);           /* "2.0 GiB", "32 KiB" */
void render_arg(struct buf *out, const struct vm_machine *machine, const struct vm_arg *arg);
/* "reserved", "read-write": translated, for legends */
const char *render_class_name(enum vm_class class);
const char *render_state_name(enum vm_state state);
/* "committed, read-write", "reserved" */
void render_attr(struct buf *out, vm_attr attr);
void render_reason(struct buf *out, const struct vm_machine *machine,
    const struct vm_reason *reason);

#endif
