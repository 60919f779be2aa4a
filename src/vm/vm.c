/* stub */ extern int vm_stub; int vm_stub;
