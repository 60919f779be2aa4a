/* Four calls that fail, with the errors that they leave. */
#include <windows.h>
#include <stdio.h>

int main(void)
{
    void *p = VirtualAlloc((void *)0x40000000, 65536, MEM_RESERVE, PAGE_READWRITE);
    DWORD old;

    if (!VirtualFree(p, 65536, MEM_RELEASE))
        printf("release with a size: %lu\n", GetLastError());
    if (!VirtualFree((char *)p + 4096, 0, MEM_RELEASE))
        printf("release not at the base: %lu\n", GetLastError());
    if (!VirtualProtect(p, 4096, PAGE_READONLY, &old))
        printf("protect reserved pages: %lu\n", GetLastError());
    if (!VirtualAlloc(p, 4096, MEM_RESERVE, PAGE_READWRITE))
        printf("reserve twice: %lu\n", GetLastError());
    return VirtualFree(p, 0, MEM_RELEASE) ? 0 : 1;
}
