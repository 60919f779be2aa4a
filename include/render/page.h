/* page - all that is known of a page, and the counters of the whole space.
 *
 * Use     The screen takes facts one by one, label and value in the person's language; the lab of
 *         lines takes all of them as text.
 */
#ifndef RENDER_PAGE_H
#define RENDER_PAGE_H

#include "render/text.h"
#include "session/session.h"

/* What page shows: what it is, the steps that made it so, its bytes. */
void render_page(struct render_text *out, const struct session *session, vm_page page);
/* What memory shows: free, reserved, committed, charge, largest hole, ... */
void render_memory(struct render_text *out, const struct session *session);

typedef void render_fact_fn(void *ctx, const char *label, const char *value);
/* VirtualQuery's fields in words and numbers, the place in the allocation, the page tables. */
void render_page_facts(
    const struct session *session, vm_page page, render_fact_fn *tell, void *ctx);
/* "committed by", "step 2": the newest steps, at most so many, the oldest of them first. */
void render_page_steps(
    const struct session *session, vm_page page, size_t most, render_fact_fn *tell, void *ctx);
/* A row of count bytes from offset on; or count zeros, then bytes is NULL. False ends it. */
typedef bool render_bytes_fn(
    void *ctx, unsigned offset, const unsigned char *bytes, unsigned count);
void render_page_bytes(const struct session *session, vm_page page, unsigned row,
    render_bytes_fn *tell, void *ctx);

uint64_t render_committed(const struct vm_totals *totals);                   /* pages */
void render_charge(struct buf *out, const struct vm_totals *totals);         /* "3 pages of 10" */
/* "25 %": how much of what is free is not in the largest hole. */
void render_fragmentation(struct buf *out, const struct vm_totals *totals);
const char *render_type_name(uint32_t type);                 /* "MEM_PRIVATE" */
const char *render_state_constant(uint32_t state);           /* "MEM_COMMIT" */

#endif
