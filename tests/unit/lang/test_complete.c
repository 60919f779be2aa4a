/* test_complete - where the cursor stands, and what may stand there. The cursor is written '^'. */
#include "langtest.h"

/* Takes the '^' out of text; returns where it was. */
static size_t take_cursor(const char *marked, char *text, size_t size)
{
    const char *mark = strchr(marked, '^');
    const size_t before = (size_t)(mark - marked);
    assert_true(strlen(marked) < size);
    memcpy(text, marked, before);
    memcpy(text + before, mark + 1, strlen(mark));
    return before;
}

static void context_is(const char *marked, const char *expected)
{
    char text[200];
    const size_t cursor = take_cursor(marked, text, sizeof text);
    struct lang_context c;
    lang_context_at(text, strlen(text), cursor, &c);
    struct buf shown = {0};
    if (c.call)
        buf_addf(&shown, "%s ", c.call->name);
    if (c.command)
        buf_addf(&shown, "%s ", lang_command_info(c.command)->word);
    buf_addf(&shown, "%d '%.*s'", c.param, (int)(c.word.end - c.word.start), text + c.word.start);
    if (strcmp(buf_text(&shown), expected) != 0)
        print_error("%s\n", marked);
    assert_string_equal(buf_text(&shown), expected);
    buf_finish(&shown);
}

static void the_parameter_of_a_call_is_found(void **state)
{
    (void)state;
    context_is("VirtualAlloc(^", "VirtualAlloc 0 ''");
    context_is("p = VirtualAlloc((void *)0x40000000, 8*4096, MEM_RES^", "VirtualAlloc 2 'MEM_RES'");
    context_is("VirtualAlloc(f(1, 2), ^", "VirtualAlloc 1 ''");
    context_is("VirtualAlloc((1, 2^", "VirtualAlloc 0 '2'");
    context_is("VirtualAlloc(0, 1, 2, 3)^", "-1 ''");
    context_is("VirtualAlloc(0, 1, 2); VirtualFree(p, ^", "VirtualFree 1 ''");
    context_is("VirtualAlloc(0, ^1, 2)", "VirtualAlloc 1 ''");
    context_is("printf(\"%d\", VirtualLock(p, ^", "VirtualLock 1 ''");
    context_is("if (VirtualFree(^", "VirtualFree 0 ''");
    context_is("read(^", "read 0 ''");
    context_is("VirtualQuery(\"a, b\", ^", "VirtualQuery 1 ''");
    context_is("x = y + ^", "-1 ''");
    context_is("^", "-1 ''");
}

static void the_argument_of_a_word_is_found(void **state)
{
    (void)state;
    context_is("reserve^", "reserve -1 'reserve'");
    context_is("reserve ^", "reserve 0 ''");
    context_is("reserve 4000^", "reserve 0 '4000'");
    context_is("reserve 40000000 ^", "reserve 1 ''");
    context_is("reserve 40000000 8p r^", "reserve 2 'r'");
    context_is("commit p + 1000 ^", "commit 1 ''");
    context_is("commit p+1000 4^", "commit 1 '4'");
    context_is("commit (void *)p, ^", "commit 1 ''");
    context_is("protect(p, ^", "protect 1 ''");
    context_is("p = 1; lock ^", "lock 0 ''");
    context_is("machine x^", "machine 0 'x'");
    context_is("read = ^", "-1 ''");
}

/* The first items that are offered, up to as many as expected names. */
static void offers(const char *marked, const char *expected)
{
    char text[200];
    const size_t cursor = take_cursor(marked, text, sizeof text);
    struct lang_completions list = {0};
    struct vm_space *space = vm_space_create(vm_machine_at(0));
    struct vm_change change = {0};
    const struct vm_call call = {.id = VM_CALL_ALLOC, .addr = 0x40000000, .size = 4096,
        .flags = VM_MEM_RESERVE,
        .protect = VM_PAGE_READWRITE};
    vm_plan(space, &call, &change, NULL);
    vm_apply(space, &change);
    lang_complete(text, strlen(text), cursor, NULL, space, &list);
    struct buf shown = {0};
    for (size_t i = 0; i < list.count && shown.len < strlen(expected); i++)
        buf_addf(&shown, "%s%s", i ? " " : "", list.items[i].text);
    if (strcmp(buf_text(&shown), expected) != 0)
        print_error("%s\n", marked);
    assert_string_equal(buf_text(&shown), expected);
    buf_finish(&shown);
    lang_completions_finish(&list);
    vm_change_finish(&change);
    vm_space_destroy(space);
}

static void what_fits_the_parameter_comes_first(void **state)
{
    (void)state;
    offers("VirtualAlloc(p, 1, ^", "MEM_RESERVE MEM_COMMIT MEM_TOP_DOWN");
    offers("VirtualAlloc(p, 1, MEM_RESERVE|MEM_C^", "MEM_COMMIT");
    offers("VirtualAlloc(p, 1, MEM_RESERVE, ^", "PAGE_READWRITE PAGE_READONLY PAGE_NOACCESS");
    offers("VirtualAlloc(p, 1, 2, page_ex^",
        "PAGE_EXECUTE PAGE_EXECUTE_READ PAGE_EXECUTE_READWRITE");
    offers("VirtualFree(p, 0, ^", "MEM_RELEASE MEM_DECOMMIT");
    offers("VirtualFree(p, 0, COMMIT^", "MEM_DECOMMIT");
    offers("VirtualFree(^", "0x40000000 NULL");
    offers("GetWriteWatch(^", "WRITE_WATCH_FLAG_RESET");
}

static void words_take_their_own_arguments(void **state)
{
    (void)state;
    offers("release ^", "40000000");
    offers("reserve 50000000 8p ^", "rw r none x rx rwx rw+guard PAGE_READWRITE");
    offers("machine ^", "x86 x86-3gb x64 toy");
    offers("machine x86-^", "x86-3gb");
    offers("lang ^", "en es");
    offers("help und^", "undo");
    offers("limit ^", "none");
    offers("explain r-free-2^", "R-FREE-2");
    offers("explain L010^", "L0101 L0102");
    offers("term ^", "");
}

static void names_are_completed_anywhere(void **state)
{
    (void)state;
    offers("VirtualA^", "VirtualAlloc(");
    offers("res^", "reserve  reset");
    offers("p = GetLast^", "GetLastError(");
    offers("LPV^", "LPVOID");
    offers("x = ERROR_INVALID_A^", "ERROR_INVALID_ADDRESS");
}

static void nothing_is_offered_inside_texts_and_comments(void **state)
{
    (void)state;
    offers("printf(\"res^", "");
    offers("/* res^", "");
}

static void an_accepted_item_replaces_the_word_before_the_cursor(void **state)
{
    (void)state;
    struct lang_completions list = {0};
    lang_complete("machine x86-3", 13, 13, NULL, NULL, &list);
    assert_int_equal(list.replace.start, 8);
    assert_int_equal(list.replace.end, 13);
    lang_complete("p = Virt(", 9, 8, NULL, NULL, &list);
    assert_int_equal(list.replace.start, 4);
    assert_int_equal(list.replace.end, 8);
    lang_completions_finish(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parameter_of_a_call_is_found),
        cmocka_unit_test(the_argument_of_a_word_is_found),
        cmocka_unit_test(what_fits_the_parameter_comes_first),
        cmocka_unit_test(words_take_their_own_arguments),
        cmocka_unit_test(names_are_completed_anywhere),
        cmocka_unit_test(nothing_is_offered_inside_texts_and_comments),
        cmocka_unit_test(an_accepted_item_replaces_the_word_before_the_cursor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
