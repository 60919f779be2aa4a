/* Touches a guard page: the exception that nobody handles ends the program. */
#include <windows.h>
#include <stdio.h>

int main(void)
{
    char *p = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE | PAGE_GUARD);

    printf("touching %p\n", p);
    *p = 1;
    printf("never reached\n");
    return 0;
}
