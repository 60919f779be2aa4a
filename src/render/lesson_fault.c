/* lesson_fault - what is wrong in the files of a course: where, code, sentence. */
#include <string.h>

#include "lesson_say.h"

void render_lesson_fault(struct render_text *out, const struct lesson_fault *fault)
{
    say_clean(out, RENDER_STRONG, fault->file, strlen(fault->file));
    if (fault->line > 0)
        buf_addf(&out->buf, ":%u", fault->line);
    buf_add(&out->buf, ": ");
    render_add(out, RENDER_FAIL, lesson_fault_code(fault->id));
    buf_addc(&out->buf, ' ');
    struct render_text sentence = {0};
    sayn(&sentence, RENDER_NORMAL, lesson_fault_msgid(fault->id), fault->args, 2);
    say_clean(out, RENDER_NORMAL, buf_text(&sentence.buf), sentence.buf.len);
    say_end(out);
    render_text_finish(&sentence);
}

void render_course_faults(struct render_text *out, const struct lesson_faults *faults,
    const char *path, size_t width)
{
    enum { SHOWN_MOST = 3 };
    for (size_t i = 0; i < faults->count && i < SHOWN_MOST; i++)
        render_lesson_fault(out, &faults->items[i]);
    lesson_say1(out, RENDER_HINT,
        N_("lessons with mistakes are left out, the others work; pagelab check {0} names all"), path,
        width);
}
