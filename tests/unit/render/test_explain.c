/* test_explain - explain and term, with pages that the test keeps. */
#include "testlib.h"

#include <string.h>

#include "render/answer.h"
#include "render/words.h"

static struct session *session;

static int open_session(void **state)
{
    (void)state;
    const struct session_options options = {.max_operations = 1000000};
    session = session_create(&options, NULL, NULL);
    render_words_init(TEST_LOCALEDIR, "en");
    return 0;
}

static int close_session(void **state)
{
    (void)state;
    session_destroy(session);
    return 0;
}

/* R-FREE-2 in both languages, R-FREE-3 in English alone. */
static bool read_page(void *ctx, const char *name, struct buf *out)
{
    (void)ctx;
    if (strcmp(name, "messages/en/R-FREE-2.md") == 0)
        buf_add(out, "# No size\n\nThe size is 0.\n");
    else if (strcmp(name, "messages/es/R-FREE-2.md") == 0)
        buf_add(out, "# Sin tamaño\n");
    else if (strcmp(name, "messages/en/R-FREE-3.md") == 0)
        buf_add(out, "# The base\n");
    else if (strcmp(name, "messages/en/C0000005.md") == 0)
        buf_add(out, "# Violation\n");
    else if (strcmp(name, "messages/en/L0104.md") == 0)
        buf_add(out, "# Unknown\n");
    else
        return false;
    return true;
}

static void ask(struct render_text *text, const char *line)
{
    const struct render_pages pages = {.read = read_page, .width = 40};
    assert_int_equal(session_run(session, line, strlen(line)), SESSION_FOREIGN);
    assert_true(render_question(text, session, session_foreign(session), &pages));
}

static void says(const char *line, const char *want)
{
    struct render_text text = {0};
    ask(&text, line);
    if (strstr(buf_text(&text.buf), want) == NULL)
        assert_string_equal(buf_text(&text.buf), want);
    render_text_finish(&text);
}

static void a_rule_has_its_page(void **state)
{
    (void)state;
    says("explain R-FREE-2", "No size\nThe size is 0.\ncertain: ");
    says("explain r-free-2", "No size\n");
    says("explain free-2", "No size\n");
}

static void a_mistake_has_its_page(void **state)
{
    (void)state;
    says("explain l0104", "Unknown\n");
}

static void an_error_has_its_page(void **state)
{
    (void)state;
    says("explain 0xc0000005", "Violation\n");
    says("explain C0000005", "Violation\n");
}

static void the_page_speaks_the_language_chosen(void **state)
{
    (void)state;
    assert_true(render_set_language("es"));
    says("explain R-FREE-2", "Sin tamaño\n");
    says("explain R-FREE-3", "The base\n");
}

static void without_a_page_the_sentence_answers(void **state)
{
    (void)state;
    says("explain R-FREE-7", "dwFreeType is 0: MEM_DECOMMIT or MEM_RELEASE is needed\ncertain");
    says("explain R-FREE-6", "unspecified: ");
}

static void alone_it_explains_the_last_failure(void **state)
{
    (void)state;
    static const char line[] = "VirtualFree(0x40000000, 4096, MEM_RELEASE)";
    says("explain", "nothing has failed so far");
    assert_int_equal(session_run(session, line, strlen(line)), SESSION_STEPPED);
    says("explain", "step 1: VirtualFree(0x40000000, 0x1000, MEM_RELEASE)\nNo size\n");
}

static void an_unknown_page_names_the_nearest(void **state)
{
    (void)state;
    says("explain R-FREE-99", "Did you mean R-FREE-9?");
    says("explain L104", "Did you mean L0104?");
}

static void errors_functions_and_terms_are_explained_too(void **state)
{
    (void)state;
    says("explain 487", "ERROR_INVALID_ADDRESS\n");
    says("explain VirtualLock", "Keeps committed pages in memory");
    says("explain guard page", "one-shot alarm");
}

static void help_points_to_the_page(void **state)
{
    (void)state;
    says("help R-FREE-2", "explain R-FREE-2 tells more\n");
    says("help L0104", "explain L0104 tells more\n");
}

static void a_term_is_found_by_each_of_its_names(void **state)
{
    (void)state;
    static const char entry[] = "commit  =  comprometer, confirmar  =  MEM_COMMIT\n";
    says("term commit", entry);
    says("term comprometer", entry);
    says("term MEM_COMMIT", entry);
    says("term mem_commit", entry);
    says("term confirmar", entry);
}

static void a_term_needs_neither_accents_nor_case(void **state)
{
    (void)state;
    says("term pagina", "page  =  página");
    says("term PÁGINA", "page  =  página");
    says("term GRANULO", "granule  =  gránulo");
}

static void a_term_of_several_words_is_found(void **state)
{
    (void)state;
    says("term working set", "conjunto de trabajo");
    says("term límite de compromiso", "commit limit");
}

static void the_sentence_is_in_the_language_chosen(void **state)
{
    (void)state;
    says("term commit", "\n  To promise storage for reserved pages.");
    assert_true(render_set_language("es"));
    says("term commit", "comprometer, confirmar  =  commit  =  MEM_COMMIT\n  Prometer");
}

static void a_part_of_a_name_finds_the_terms_that_hold_it(void **state)
{
    (void)state;
    says("term granul", "allocation granularity  =");
    says("term granul", "\ngranule  =");
}

static void an_unknown_term_names_the_nearest(void **state)
{
    (void)state;
    says("term comit", "the glossary has no comit; term alone lists it. Did you mean commit?");
    says("term compromter", "Did you mean comprometer?");
    says("term xyzzy", "the glossary has no xyzzy; term alone lists it\n");
}

static void term_alone_lists_all(void **state)
{
    (void)state;
    says("term", "page                            página");
    says("term", "\nVAD ");
    says("term", "\nworking set");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_session, close_session)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_rule_has_its_page),
        TEST(a_mistake_has_its_page),
        TEST(an_error_has_its_page),
        TEST(the_page_speaks_the_language_chosen),
        TEST(without_a_page_the_sentence_answers),
        TEST(alone_it_explains_the_last_failure),
        TEST(an_unknown_page_names_the_nearest),
        TEST(errors_functions_and_terms_are_explained_too),
        TEST(help_points_to_the_page),
        TEST(a_term_is_found_by_each_of_its_names),
        TEST(a_term_needs_neither_accents_nor_case),
        TEST(a_term_of_several_words_is_found),
        TEST(the_sentence_is_in_the_language_chosen),
        TEST(a_part_of_a_name_finds_the_terms_that_hold_it),
        TEST(an_unknown_term_names_the_nearest),
        TEST(term_alone_lists_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
