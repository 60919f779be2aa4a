/* json - one call as one line of JSON, in the shape in which real answers were recorded; keys of
 * our own come after those. */
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "call.h"

static void set(json_t *object, const char *key, json_t *value)
{
    if (value == NULL || json_object_set_new(object, key, value) != 0)
        base_oom();
}

static json_t *hex(uint64_t value)
{
    struct buf text = {0};
    buf_addf(&text, "0x%" PRIx64, value);
    json_t *const string = json_string(buf_text(&text));
    buf_finish(&text);
    return string;
}

static void set_hex(json_t *object, const char *key, uint64_t value)
{
    set(object, key, hex(value));
}

static void set_number(json_t *object, const char *key, uint64_t value)
{
    set(object, key, json_integer((json_int_t)value));
}

/* Text of any origin: bytes that are no UTF-8 become U+FFFD. */
static void set_text(json_t *object, const char *key, const char *text, size_t len)
{
    struct buf clean = {0};
    for (size_t i = 0; i < len;) {
        uint32_t scalar;
        char bytes[4];
        i += utf8_decode(text + i, len - i, &scalar);
        buf_addn(&clean, bytes, utf8_encode(scalar, bytes));
    }
    set(object, key, json_stringn(buf_text(&clean), clean.len));
    buf_finish(&clean);
}

static json_t *new_object(void)
{
    json_t *const object = json_object();
    if (object == NULL)
        base_oom();
    return object;
}

static void add_line(struct buf *out, json_t *object)
{
    char *const text = json_dumps(object, JSON_COMPACT);
    if (text == NULL)
        base_oom();
    buf_add(out, text);
    buf_addc(out, '\n');
    free(text);
    json_decref(object);
}

static void set_region(json_t *object, const struct vm_region *region)
{
    set_hex(object, "BaseAddress", region->base);
    set_hex(object, "AllocationBase", region->allocation_base);
    set_hex(object, "AllocationProtect", region->allocation_protect);
    set_hex(object, "RegionSize", region->size);
    set_hex(object, "State", region->state);
    set_hex(object, "Protect", region->protect);
    set_hex(object, "Type", region->type);
}

static void set_watch(json_t *object, const struct vm_change *change)
{
    set_number(object, "count", change->result.page_count);
    set_number(object, "granularity", VM_PAGE_SIZE);
    json_t *const pages = json_array();
    for (size_t i = 0; i < change->page_count; i++) {
        if (json_array_append_new(pages, hex(change->pages[i] << VM_PAGE_SHIFT)) != 0)
            base_oom();
    }
    set(object, "pages", pages);
}

static void set_access(json_t *object, const struct vm_change *change)
{
    const struct vm_result *const result = &change->result;
    set_number(object, "ret", result->exception == 0);
    if (result->exception != 0) {
        set_hex(object, "exception", result->exception);
        set_number(object, "access", result->exception_access);
        set_hex(object, "address", result->exception_address);
    } else if (change->call.id == VM_CALL_READ) {
        set_number(object, "value", result->value);
    }
}

static void set_answer(json_t *object, const struct vm_change *change)
{
    const struct vm_result *const result = &change->result;
    switch (change->call.id) {
    case VM_CALL_READ:
    case VM_CALL_WRITE:
    case VM_CALL_EXECUTE:
        set_access(object, change);
        return;
    case VM_CALL_ALLOC:
    case VM_CALL_PLACE:
        set_hex(object, "ret", result->value);
        set_number(object, "error", result->error);
        return;
    case VM_CALL_PROTECT:
        set_number(object, "ret", result->value);
        if (result->has_old_protect) /* also where it fails because of a page [R-PROTECT-8] */
            set_hex(object, "old", result->old_protect);
        set_number(object, "error", result->error);
        return;
    case VM_CALL_QUERY:
        set_number(object, "ret", result->error == 0);
        set_number(object, "error", result->error);
        if (result->error == 0)
            set_region(object, &result->region);
        return;
    case VM_CALL_GET_WRITE_WATCH:
        set_number(object, "ret", result->error == 0);
        set_number(object, "error", result->error);
        if (result->error == 0)
            set_watch(object, change);
        return;
    case VM_CALL_RESET_WRITE_WATCH:
        set_number(object, "ret", result->error == 0);
        set_number(object, "error", result->error);
        return;
    case VM_CALL_NONE:
    case VM_CALL_FREE:
    case VM_CALL_LOCK:
    case VM_CALL_UNLOCK:
    case VM_CALL_SET_COMMIT_LIMIT:
    case VM_CALL_SET_LOCK_PRIVILEGE:
    case VM_CALL_SET_WORKING_SET:
    case VM_CALL_PRESSURE:
        set_number(object, "ret", result->value);
        set_number(object, "error", result->error);
        return;
    }
}

static void set_reason(
    json_t *object, const struct vm_machine *machine, const struct vm_reason *reason)
{
    if (reason->rule == VM_RULE_NONE)
        return;
    json_t *const why = new_object();
    struct buf text = {0};
    set(why, "rule", json_string(vm_rule_id(reason->rule)));
    if (reason->has_page)
        set_hex(why, "page", reason->page << VM_PAGE_SHIFT);
    render_reason(&text, machine, reason);
    set_text(why, "text", buf_text(&text), text.len);
    set(object, "reason", why);
    buf_finish(&text);
}

void render_json_call(struct buf *out, const struct vm_machine *machine,
    const struct vm_change *change, uint32_t step, uint32_t last_error)
{
    json_t *const object = new_object();
    const struct vm_call_info *const info = vm_call_info(change->call.id);
    set(object, "call", json_string(info == NULL || info->name == NULL ? "" : info->name));
    set_answer(object, change);
    set_reason(object, machine, &change->result.reason);
    set_number(object, "last_error", last_error);
    set_number(object, "step", step);
    add_line(out, object);
}

void render_json_output(struct buf *out, const char *text, size_t len)
{
    json_t *const object = new_object();
    set_text(object, "output", text, len);
    add_line(out, object);
}

void render_json_diag(struct buf *out, const struct lang_diag *diag)
{
    json_t *const object = new_object();
    struct buf text = {0};
    render_fill(&text, lang_diag_msgid(diag->id), diag->args, LANG_DIAG_ARGS);
    set(object, "diagnostic", json_string(lang_diag_code(diag->id)));
    set(object, "severity",
        json_string(lang_diag_severity(diag->id) == LANG_ERROR ? "error" : "warning"));
    set_number(object, "line", diag->line);
    set_number(object, "column", diag->column);
    set_text(object, "text", buf_text(&text), text.len);
    if (diag->suggestion != NULL)
        set_text(object, "suggestion", diag->suggestion, strlen(diag->suggestion));
    add_line(out, object);
    buf_finish(&text);
}
