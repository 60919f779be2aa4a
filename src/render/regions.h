/* regions - the space as tables of lines: regions, allocations, gaps. */
#ifndef RENDER_REGIONS_H
#define RENDER_REGIONS_H

#include "render/answer.h"

enum { REGIONS_SHOWN = 200 };      /* rows of one answer; how many more there are is said */

/* Which columns of a table stand where; an address takes 8 or 16 digits. */
size_t regions_address_width(const struct vm_machine *machine);
const char *regions_state_flag(enum vm_state state);             /* "MEM_RESERVE" */
uint32_t regions_type(vm_attr attr);                             /* MEM_PRIVATE..; 0 if free */
const char *regions_type_flag(vm_attr attr);                     /* "MEM_PRIVATE"; "" if free */
void regions_add_protect(struct render_text *out, uint32_t protect);   /* "-" if none */

void regions_map_from(struct render_text *out, const struct session *session, vm_page first);
/* filters: as typed, already found sound by lang; "" for all. */
void regions_ask(struct render_text *out, const struct session *session, const char *filters);
void regions_find(struct render_text *out, const struct session *session, const char *filters);
void regions_gaps(struct render_text *out, const struct session *session);
/* help filters */
void regions_help(struct render_text *out);

#endif
