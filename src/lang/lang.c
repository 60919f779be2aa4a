/* stub */ extern int lang_stub; int lang_stub;
