/* call - the answer of one call, as the console shows it. */
#ifndef RENDER_CALL_H
#define RENDER_CALL_H

#include "say.h"

struct call_view {
    const struct session *session;
    const struct session_call *call;
    bool is_now; /* the space still is as this call's step left it */
};
/* "= 40000000   8 pages free -> reserved", or the failure with its reason and cure. Ends its
 * lines. */
void call_answer(struct render_text *out, const struct call_view *view);
/* The same for a read, a write or an execute. */
void call_access(struct render_text *out, const struct call_view *view);
bool call_is_access(enum vm_call_id id);
/* "access violation 0xC0000005: write at 40000000"; no line end. */
void call_exception(struct render_text *out, const struct vm_machine *machine,
    const struct lang_exception *exception);
/* Goes to the column where the words begin: "= 40000000   8 pages". */
void call_gap(struct render_text *out, const struct vm_machine *machine);
/* "GetLastError() = 87 ERROR_INVALID_PARAMETER"; no line end. */
void call_error(struct render_text *out, uint32_t error);
/* "Try: VirtualFree(0x40000000, 0, MEM_RELEASE)" if a cure is known; ends its line. Returns
 * whether. */
bool call_cure(
    struct render_text *out, const struct session *session, const struct session_call *failed);
/* before and "charge +2" if the change moves the commit charge. Returns whether. */
bool call_charge(struct render_text *out, const struct vm_change *change, const char *before);
bool call_failed(const struct vm_change *change);
/* Does value say no more than what the call answered? */
bool call_answers_value(const struct session_call *call, const char *value);

#endif
