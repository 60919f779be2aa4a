/* export - the word export, and the choice of what is written. */
#include "render/export.h"

#include <string.h>

#include "export_view.h"
#include "say.h"

static const struct {
    const char *stem, *ending;
    enum render_format format;
} formats[] = {
    {"map", ".svg", RENDER_SVG},
    {"map", ".html", RENDER_HTML},
    {"map", ".txt", RENDER_TXT},
    {"regions", ".csv", RENDER_CSV},
    {"regions", ".json", RENDER_JSON},
};

bool render_export_format(const char *file, enum render_format *ret_format)
{
    const char *const slash = strrchr(file, '/');
    const char *const name = slash != NULL ? slash + 1 : file;
    const char *const dot = strrchr(name, '.');
    for (size_t i = 0; dot != NULL && i < sizeof formats / sizeof *formats; i++)
        if (strcmp(dot, formats[i].ending) == 0 &&
            strncmp(name, formats[i].stem, strlen(formats[i].stem)) == 0) {
            *ret_format = formats[i].format;
            return true;
        }
    return false;
}

void render_export(struct buf *out, const struct session *session, enum render_format format,
    enum render_shade shade)
{
    struct export_view view = {0};
    if (format <= RENDER_TXT)
        export_view_build(&view, session);
    switch (format) {
    case RENDER_SVG:
        export_svg(out, &view, shade);
        break;
    case RENDER_HTML:
        export_html(out, &view, shade);
        break;
    case RENDER_TXT:
        export_txt(out, &view);
        break;
    case RENDER_CSV:
        export_csv(out, session);
        break;
    case RENDER_JSON:
        export_json(out, session);
        break;
    case RENDER_FORMAT_COUNT:
        break;
    }
    export_view_finish(&view);
}

bool render_export_word(struct render_text *answer, const struct session *session,
    const struct lang_command *command, enum render_shade shade, const char **ret_file,
    struct buf *ret_text)
{
    enum render_format format = RENDER_SVG;
    const char *const file = command->arg_count > 0 ? command->args[0].text : "";
    if (!render_export_format(file, &format)) {
        say1(answer, RENDER_FAIL, N_("{0} is nothing that can be exported"), file);
        say_end(answer);
        say(answer, RENDER_HINT,
            N_("export map.svg, map.html or map.txt draws the map; export regions.csv or "
               "regions.json lists the regions; more may follow map or regions: map-2.svg"));
        say_end(answer);
        return false;
    }
    if (command->arg_count > 1)
        shade = strcmp(command->args[1].text, "light") == 0 ? RENDER_LIGHT : RENDER_DARK;
    render_export(ret_text, session, format, shade);
    *ret_file = file;
    return true;
}

void render_export_written(struct render_text *answer, const char *file, bool written)
{
    if (written)
        say1(answer, RENDER_OK, N_("{0} is written"), file);
    else
        say1(answer, RENDER_FAIL, N_("{0} cannot be written"), file);
    say_end(answer);
}
