/* Reserves 8 pages, then commits and writes them one by one. */
#include <windows.h>
#include <stdio.h>

int main(void)
{
    char *base = VirtualAlloc(NULL, 8 * 4096, MEM_RESERVE, PAGE_NOACCESS);

    for (int i = 0; i < 8; i++) {
        char *page = VirtualAlloc(base + i * 4096, 4096, MEM_COMMIT, PAGE_READWRITE);
        if (page == NULL) {
            printf("page %d: error %lu\n", i, GetLastError());
            return 1;
        }
        page[0] = 'A' + i;
        printf("%p: %c\n", page, *page);
    }
    VirtualFree(base, 0, MEM_RELEASE);
    return 0;
}
