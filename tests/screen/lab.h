/* lab - pagelab on a pseudo terminal of its own, with its own empty state directory. */
#ifndef TESTS_LAB_H
#define TESTS_LAB_H

#include "vth.h"

enum { LAB_PATIENCE = 20000 };  /* ms until a text must have come; only reached when a test fails */

/* arguments of the test program: pagelab's path, the folder of golden screens */
void lab_setup(int argc, char **argv);
const char *lab_golden_dir(void);
const char *lab_exe(void);
/* A new state directory; the sessions that follow share it. */
void lab_fresh(void);
const char *lab_state_dir(void);

/* Starts pagelab and waits for its prompt. args: further arguments, NULL-terminated; may be NULL,
 * as env. */
struct vth *lab_start(int rows, int cols, const char *const *args, const char *const *env);
extern const char *const LAB_ENGLISH[];              /* args of most sessions: --lang en */
struct vth *lab_begin(int rows, int cols);           /* in English, on a new state directory */
#define LAB_RESERVE "reserve 0x40000000 8p rw"       /* what most sessions type first */
void lab_type(struct vth *t, const char *line);      /* the line and Enter, and waits for rest */
void lab_rest(struct vth *t);           /* until all that was typed is dealt with; fails if never */
void lab_expect(struct vth *t, const char *text);  /* fails, and shows the screen, if not */
void lab_screen(struct vth *t, char *out, size_t size);      /* all rows, each ended by '\n' */
/* A shell with job control, to start the program from: the path of a person who suspends it. */
struct vth *lab_shell(int rows, int cols, const char *const *env);
/* Quits with F10 and checks that the terminal is as before. */
void lab_quit(struct vth *t);
void lab_assert_restored(struct vth *t);

#endif
