#include <windows.h>
#define N (8 * 4096)
int g = 3, a[3] = {1, 2, [2] = 5};
int __cdecl main(int argc, char *argv[])
{
    void *p = NULL; DWORD old;
    for (int i = 0; i < 10; i++) { if (i % 2 == 0) continue; else printf("%d %p\n", i, p); }
    p = VirtualAlloc((LPVOID)0x40000000, N, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    while (g-- > 0) do { ((char *)p)[g] = 'A'; } while (0);
    switch (argc) { case 1: break; default: g += VirtualProtect(p, N, PAGE_READONLY, &old); }
    __try { goto end; } __except (1) { return 2; }
end:
    return GetLastError() ? 1 : 0;
}
