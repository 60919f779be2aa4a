/* regions - the map as lines, from a page on. */
#ifndef RENDER_REGIONS_H
#define RENDER_REGIONS_H

#include "render/answer.h"

void regions_map_from(struct render_text *out, const struct session *session, vm_page first);

#endif
