/* guard - puts the terminal back after a crash, with async-signal-safe calls only.
 *
 * Use     guard_save before curses starts; guard_arm after; guard_disarm once curses has ended.
 */
#ifndef TUI_GUARD_H
#define TUI_GUARD_H

void guard_save(void);                 /* remembers the modes of the terminal */
void guard_arm(void);          /* builds the restoring bytes from terminfo, installs the handlers */
void guard_restore(void);              /* safe anywhere, also in a handler; does it once */
void guard_disarm(void);

#endif
