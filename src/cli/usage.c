/* usage - what --help and --version print. */
#include "usage.h"

#include <stddef.h>
#include <stdio.h>

#include "render/words.h"

/* Help: the option as typed, and its sentence. */
static const struct {
    const char *form, *msgid;
} help_table[] = {
    {"--machine M", N_("the machine: x86 (default), x86-3gb, x64, toy")},
    {"--layout L", N_("where a session starts: empty or process")},
    {"--lang en|es", N_("the language of the texts")},
    {"--plain", N_("the lab as lines of text, for screen readers and pipes")},
    {"--ascii", N_("draw with ASCII characters only")},
    {"--color C", N_("auto, always, never, 8, 16 or 256 colours")},
    {"--theme T", N_("dark, light, contrast or mono")},
    {"--journal FILE", N_("keep the journal of the session in FILE")},
    {"--no-journal", N_("keep no journal")},
    {"--json", N_("with run: one line of JSON for each call")},
    {"--svg, --html, --txt F", N_("with export: write the map to F")},
    {"--csv, --json F", N_("with export: write the regions to F")},
    {"--max-operations N", N_("stop a run after so many basic operations")},
    {"--course DIR", N_("the lessons in DIR instead of pagelab's own")},
    {"--student ID", N_("lessons with the numbers of this student")},
    {"--exam", N_("lessons without hints, previews and cures")},
    {"--task ID", N_("with grade: the task of answers that name none")},
    {"--student-from W", N_("with grade: name (of the file), journal or none")},
    {"--junit F", N_("with grade: write the report to F, as --csv and --json do")},
    {"--seed N", N_("with practice: the same exercises for the same number")},
    {"--paper, --answers", N_("with practice: print the exercises, or their answers")},
    {"--count N, --markdown", N_("how many are printed (8), and as Markdown")},
    {"--help", N_("show this help")},
    {"--version", N_("show the version")},
};

static void print_row(const char *left, const char *msgid)
{
    printf("  %-26s%s\n", left, render_tr(msgid));
}

void usage_print_help(void)
{
    printf("%s\n\n", render_tr(N_("pagelab - a laboratory for the virtual memory of Windows")));
    print_row("pagelab", N_("open the lab"));
    print_row("pagelab FILE.c", N_("open the lab with a C program, ready to step"));
    print_row("pagelab lesson [ID]", N_("go on with the lessons, or open one"));
    print_row("pagelab practice [TOPIC]", N_("exercises with numbers of their own, without end"));
    print_row(
        "pagelab run FILE", N_("run a script of calls or a C program; - is the standard input"));
    print_row("pagelab export FILE", N_("run FILE and write pictures: --svg OUT, --html OUT ..."));
    print_row("pagelab check PATH", N_("say what is wrong with a course or a lesson"));
    print_row("pagelab grade DIR ...",
        N_("grade answers, files or folders; DIR is the course, or own"));
    printf("\n");
    for (size_t i = 0; i < sizeof help_table / sizeof *help_table; i++)
        print_row(help_table[i].form, help_table[i].msgid);
    printf("\n%s\n",
        render_tr(N_(
            "Exit status of run: 0 every line was understood, 1 some line was not, 2 wrong use; of "
            "a C program its own, 125 it did not compile, 124 stopped at a limit, 139 an "
            "exception that nobody handles.")));
}

void usage_print_version(void)
{
    printf("pagelab %s\n%s\n", PAGELAB_VERSION,
        render_tr(
            N_("Free software under the GNU GPL, version 3 or later. There is no warranty.")));
}
