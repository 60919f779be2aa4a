/* front - a session, its host and its answers as lines: what run and the line mode share. */
#ifndef CLI_FRONT_H
#define CLI_FRONT_H

#include <stdio.h>

#include "cli/cli.h"
#include "host/host.h"
#include "host/school.h"
#include "render/answer.h"

struct front {
    struct session *session;
    struct host host;
    struct session_options options;
    struct school school;
    struct school_options school_options;
    bool json;         /* calls as JSON while they happen; answers in words are left out */
    bool echoes;       /* the typed line is repeated before its answer */
    bool streams;      /* output of programs is printed while it comes */
    bool quiet;        /* only mistakes are printed */
    enum render_shade shade; /* of pictures, where the word export names none */
    bool mid_line;     /* what the program printed last did not end its line */
    bool mistakes;     /* some line was not understood */
    bool hit_limit;    /* some line was stopped at the limit */
    bool stopped;      /* Ctrl-C came while the last line ran */
    bool restores;     /* a stopped line does not end the text */
    bool journal_lost; /* and it was said */
    const char *name;  /* of the text that is run, for messages; NULL at the prompt */
    size_t line;       /* of its first line in the whole text, from 1 */
};

/* What a line asks of whoever reads lines. */
enum front_wish { FRONT_NEXT, FRONT_MORE, FRONT_QUIT, FRONT_SUSPEND, FRONT_PROGRAM };

/* front must stay where it is afterwards. options and host are set; session is created here. */
void front_open(struct front *front);
void front_close(struct front *front);
/* Runs a text and prints what it answers; mistakes go to stderr where the text has a name. */
enum front_wish front_line(struct front *front, const char *text, size_t len);
/* Runs the lines of a text, joining those that belong together. Returns false if it said quit. */
bool front_script(struct front *front, const char *text, size_t len);
/* Loads a program; false, and said why, if it cannot be. */
bool front_load(struct front *front, const char *name, const char *text, size_t len);
/* Opens the lesson of that name, "" where the person was; false, and said why, if it cannot be. */
bool front_lesson(struct front *front, const char *id);
/* Opens the first exercise of a sheet. */
void front_practice(struct front *front, const char *topic, uint64_t seed);
void front_print(const struct render_text *text, const char *indent, FILE *to);
/* Machine and layout as the options say; layout is the default one. */
struct session_options front_options(const struct cli_options *options, enum session_layout layout);
struct school_options front_school(const struct cli_options *options);
/* That of the theme. */
enum render_shade front_shade(const struct cli_options *options);
/* "pagelab: ..." on stderr. */
void front_complain(const char *msgid, const char *arg);

#endif
