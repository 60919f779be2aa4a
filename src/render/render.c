/* stub */ extern int render_stub; int render_stub;
