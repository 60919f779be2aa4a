// lesson part
#include <windows.h>
int main(void)
{
    char *p = VirtualAlloc((void *)0x40002000, 3 * 4096, MEM_COMMIT, PAGE_READWRITE);
    if (!p) return 1;
    for (int i = 0; i < 3; i++) p[i * 4096] = (char)i;
    printf("%p %d\n", p, p[4096]);
    return 0;
}
