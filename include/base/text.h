/* text - marks for translatable text.
 *
 * Lower layers hold message texts in tables as N_("...") with {0} {1} ... where arguments go; only
 * render translates and fills them in. Never printf(gettext(variable)).
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#define N_(msgid) msgid

#endif
