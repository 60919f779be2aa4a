/* El enunciado pide reservar y comprometer 4 paginas; el codigo solo las reserva (MEM_RESERVE).
 * The text asks to reserve and commit 4 pages; the code only reserves them (MEM_RESERVE). */
main()
{
    void *p;

    p = VirtualAlloc( (void *)0x01000000,
                    4*4096,
                    MEM_RESERVE,
                    PAGE_READWRITE );

    if ( VirtualFree( p, 0, MEM_RELEASE ) )
        printf("Exito en la liberacion");
    else
        printf("Fallo en la liberacion");
}
