/* cli - everything without a full screen: arguments, run, and the line mode (--plain). */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "render/export.h"
#include "session/session.h"

/* CLI_EXIT: --help, --version or wrong use, which is answered already. */
enum cli_action { CLI_LAB, CLI_RUN, CLI_EXPORT, CLI_PRACTICE, CLI_CHECK, CLI_GRADE, CLI_EXIT };
enum cli_color {
    CLI_COLOR_AUTO, CLI_COLOR_ALWAYS, CLI_COLOR_NEVER, CLI_COLOR_8, CLI_COLOR_16, CLI_COLOR_256
};
struct cli_options {
    enum cli_action action;
    int status;                        /* exit status for CLI_EXIT */
    bool json, plain, ascii;
    const char *machine;               /* NULL: default */
    const char *layout;                /* NULL: as the contract says */
    const char *lang;                  /* NULL: the locale's */
    const char *lesson;                /* NULL: none; "": where the person was */
    const char *course;                /* a folder of lessons; NULL: pagelab's own */
    const char *student;               /* whose numbers; NULL: the usual ones */
    bool exam;
    const char *file;                  /* FILE, FILE.c or "-"; NULL. check, grade: the course */
    char **answer_files;               /* grade: files and folders */
    size_t answer_count;
    const char *task;                  /* a lesson, for answers that name none; NULL */
    const char *student_from;          /* name (also if NULL), journal or none */
    const char *junit;                 /* a file to write; "-": standard output; NULL */
    const char *practice;              /* a topic; "": any; NULL: none. With CLI_LAB the lab opens
                                        * on its first exercise */
    uint64_t seed;                     /* of the exercises; drawn from the clock if none is named */
    unsigned count;                    /* of the sheet */
    bool paper, answers, markdown;     /* what CLI_PRACTICE prints, and how */
    const char *journal;               /* --journal FILE */
    bool no_journal;
    enum cli_color color;
    const char *theme;                 /* dark, light, contrast, mono; NULL */
    const char *exports[RENDER_FORMAT_COUNT];    /* files to write; NULL where none */
    uint64_t max_operations;
};

/* Prints what --help, --version or a mistake asks for. The texts of the result are borrowed from
 * argv. */
struct cli_options cli_parse(int argc, char **argv);

/* pagelab run. Returns the exit status. Of a script: 0 all lines understood (a failing call is an
 * answer, no error), 1 some line was not, 2 wrong use or unreadable file. Of a C program: its own
 * (low 8 bits), 125 it did not compile, 124 stopped at a limit, 139 unhandled exception. */
int cli_run(const struct cli_options *options);

/* pagelab export: runs the file as run does, without its answers, and writes the pictures asked
 * for. Returns 0, 1 some line was not understood (what was, is drawn), 2 wrong use or a file that
 * cannot be read or written; a program's own status does not count. */
int cli_export(const struct cli_options *options);

/* pagelab check: the faults of a course or lesson, a line each. Returns 0 if there are none, 1 if
 * there are some. */
int cli_check(const struct cli_options *options);

/* pagelab grade: runs the answers of students and reports what they solve. Returns 0 if all were
 * graded, whatever the marks, 1 if some answer could not be read or nothing of it was understood, 2
 * for wrong use: no course, or a report that cannot be written. */
int cli_grade(const struct cli_options *options);

/* pagelab practice --paper: prints exercises, their answers, or both. Returns 0, or 2 if that could
 * not be done. */
int cli_practice(const struct cli_options *options);

/* pagelab --plain: the lab as lines that are only appended. Returns the exit status. */
int cli_plain(const struct cli_options *options);

#endif
