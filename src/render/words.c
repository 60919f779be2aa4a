/* words - the catalogue of the chosen language, and filling texts into its sentences. */
#include "render/words.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "language.h"

static const char domain[] = "pagelab";

static const char *environment(const char *name)
{
    const char *const value = getenv(name);
    return value != NULL && *value != '\0' ? value : NULL;
}

/* The first of the languages wished for that there is: LANGUAGE is a list that counts unless the
 * locale is "C", as for every program with gettext. */
static const char *wished_language(void)
{
    const char *locale = environment("LC_ALL");
    if (locale == NULL)
        locale = environment("LC_MESSAGES");
    if (locale == NULL)
        locale = environment("LANG");
    if (locale == NULL || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
        return "en";
    for (const char *list = environment("LANGUAGE"); list != NULL; list = strchr(list, ':')) {
        list += *list == ':';
        if (strncmp(list, "es", 2) == 0)
            return "es";
        if (strncmp(list, "en", 2) == 0)
            return "en";
    }
    return strncmp(locale, "es", 2) == 0 ? "es" : "en";
}

void render_words_init(const char *localedir, const char *lang)
{
    if (localedir != NULL)
        (void)bindtextdomain(domain, localedir);
    (void)bind_textdomain_codeset(domain, "UTF-8");
    if (lang == NULL || !render_set_language(lang))
        (void)render_set_language(wished_language());
}

bool render_set_language(const char *lang)
{
    if (strcmp(lang, "en") != 0 && strcmp(lang, "es") != 0)
        return false;
    /* In the locale "C" LANGUAGE is ignored; in this one it counts, and every system has it. */
    if (setlocale(LC_MESSAGES, "C.UTF-8") == NULL)
        (void)setlocale(LC_MESSAGES, "");
    language_pick(lang);
    (void)textdomain(domain); /* forgets what was looked up in the language before */
    return true;
}

const char *render_language(void)
{
    /* The catalogue itself says what it is, so the answer is true also where it was not found. */
    const char *const name = render_tr(N_("language: English"));
    return strcmp(name, "language: English") == 0 ? "en" : "es";
}

const char *render_tr(const char *msgid)
{
    if (msgid == NULL || *msgid == '\0') /* the empty message is the catalogue's head */
        return "";
    return dgettext(domain, msgid);
}

const char *render_trn(const char *one, const char *many, uint64_t n)
{
    /* Plural rules look at the last digits and at 1: a large number keeps its last six. */
    const unsigned long small = (unsigned long)(n < 1000000 ? n : n % 1000000 + 1000000);
    return dngettext(domain, one, many, small);
}

void render_fill(struct buf *out, const char *msgid, const char *const *args, size_t count)
{
    const char *text = render_tr(msgid);
    for (const char *brace = strchr(text, '{'); brace != NULL; brace = strchr(brace + 1, '{')) {
        if (brace[1] < '0' || brace[1] > '9' || brace[2] != '}')
            continue;
        const size_t index = (size_t)(brace[1] - '0');
        buf_addn(out, text, (size_t)(brace - text));
        if (index < count && args[index] != NULL)
            buf_add(out, args[index]);
        text = brace + 3;
        brace += 2;
    }
    buf_add(out, text);
}

void render_fill1(struct buf *out, const char *msgid, const char *arg)
{
    render_fill(out, msgid, &arg, 1);
}
