/* stub */ extern int tui_stub; int tui_stub;
