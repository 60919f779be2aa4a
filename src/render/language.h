/* language - tells the message library which language to speak. */
#ifndef RENDER_LANGUAGE_H
#define RENDER_LANGUAGE_H

void language_pick(const char *lang); /* "en" or "es"; takes effect at once */

#endif
