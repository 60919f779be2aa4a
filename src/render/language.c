/* language - the one line of this layer that ISO C has no word for: gettext takes the language
 * from the environment variable LANGUAGE, and changing the environment while running is POSIX
 * (setenv). */
#define _POSIX_C_SOURCE 200809L

#include "language.h"

#include <stdlib.h>

void language_pick(const char *lang)
{
    (void)setenv("LANGUAGE", lang, 1);
}
