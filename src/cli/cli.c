/* stub */ extern int cli_stub; int cli_stub;
