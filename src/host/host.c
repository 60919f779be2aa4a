/* stub */ extern int host_stub; int host_stub;
