/* practice - exercises on paper, for a class without computers. */
#include <stdio.h>
#include <string.h>

#include "front.h"
#include "render/markdown.h"
#include "render/practice.h"
#include "render/words.h"

enum { PAPER_WIDTH = 78 };

/* The words of the exercises are pagelab's own files. */
static const struct lesson_host own_files = {.read_own = host_read_data};

static void print(const struct cli_options *options, const struct buf *markdown)
{
    struct render_text text = {0};
    if (options->markdown)
        (void)fwrite(buf_text(markdown), 1, markdown->len, stdout);
    else
        render_markdown(&text, buf_text(markdown), markdown->len, PAPER_WIDTH);
    front_print(&text, "", stdout);
    render_text_finish(&text);
}

int cli_practice(const struct cli_options *options)
{
    struct practice_paper paper = {0};
    struct buf markdown = {0};
    if (!practice_paper_make(
            &paper, options->practice, options->seed, options->count, &own_files)) {
        front_complain(N_("no exercises can be made: {0}"), options->practice);
        return 2;
    }
    if (options->paper)
        render_practice_sheet(&markdown, &paper);
    if (options->answers)
        render_practice_answers(&markdown, &paper);
    print(options, &markdown);
    buf_finish(&markdown);
    practice_paper_finish(&paper);
    return fflush(stdout) == 0 ? 0 : 2;
}
