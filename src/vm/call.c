/* call - the calls by name and parameter. */
#include "vm/call.h"

static const struct vm_call_info infos[] = {
    [VM_CALL_NONE] = {"", {NULL}},
    [VM_CALL_ALLOC] = {"VirtualAlloc",
        {"lpAddress", "dwSize", "flAllocationType", "flProtect", NULL}},
    [VM_CALL_FREE] = {"VirtualFree", {"lpAddress", "dwSize", "dwFreeType", NULL}},
    [VM_CALL_PROTECT] = {"VirtualProtect",
        {"lpAddress", "dwSize", "flNewProtect", "lpflOldProtect", NULL}},
    [VM_CALL_QUERY] = {"VirtualQuery", {"lpAddress", "lpBuffer", "dwLength", NULL}},
    [VM_CALL_LOCK] = {"VirtualLock", {"lpAddress", "dwSize", NULL}},
    [VM_CALL_UNLOCK] = {"VirtualUnlock", {"lpAddress", "dwSize", NULL}},
    [VM_CALL_GET_WRITE_WATCH] = {"GetWriteWatch",
        {"dwFlags", "lpBaseAddress", "dwRegionSize", "lpAddresses", "lpdwCount",
            "lpdwGranularity"}},
    [VM_CALL_RESET_WRITE_WATCH] = {"ResetWriteWatch", {"lpBaseAddress", "dwRegionSize", NULL}},
    [VM_CALL_READ] = {"read", {"address", "size", NULL}},
    [VM_CALL_WRITE] = {"write", {"address", "value", "size", NULL}},
    [VM_CALL_EXECUTE] = {"execute", {"address", NULL}},
    [VM_CALL_SET_COMMIT_LIMIT] = {"limit", {"pages", NULL}},
    [VM_CALL_SET_LOCK_PRIVILEGE] = {"privilege", {"on", NULL}},
    [VM_CALL_SET_WORKING_SET] = {"workingset", {"pages", NULL}},
    [VM_CALL_PRESSURE] = {"pressure", {NULL}},
    [VM_CALL_PLACE] = {"place", {"address", "size", "protect", NULL}},
};

const struct vm_call_info *vm_call_info(enum vm_call_id id)
{
    return &infos[id];
}
