/* Makes one page of four read-only and asks what VirtualQuery says of each part. */
#include <windows.h>
#include <stdio.h>

int main(void)
{
    MEMORY_BASIC_INFORMATION info;
    DWORD old;
    char *base, *at;

    base = VirtualAlloc((void *)0x40000000, 4 * 4096, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    if (!VirtualProtect(base + 4096, 4096, PAGE_READONLY, &old))
        return 1;
    printf("was %lx\n", old);

    at = base;
    while (VirtualQuery(at, &info, sizeof info) && info.State != MEM_FREE) {
        printf("%p %5zu bytes, protection %lx\n", info.BaseAddress, info.RegionSize, info.Protect);
        at += info.RegionSize;
    }
    return 0;
}
